//! Whole pages of the site, made fit for other programs: without what leads
//! around the site, and without what only works there.

use super::tidy::{Fate, Places, prose_fate, write_element};
use super::{Job, lost};
use crate::diag::Diagnostics;
use crate::entry::Entry;
use crate::site::Ix;
use crate::source::{SourcePath, Span};
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

/// Pages of an export, which keep the addresses they have in the site.
pub(super) struct Pages<'a> {
    pub(super) job: &'a Job<'a>,
    /// Whether questions can be answered; otherwise they become paper.
    pub(super) live: bool,
    /// Whether all pages stand in one document.
    pub(super) joined: bool,
    /// Addresses in the site, addresses in the export, and the ids there, of the
    /// pages that are in the export. While the ids are not known they are not asked for.
    pub(super) known: BTreeMap<String, (String, Option<BTreeSet<String>>)>,
    /// Pictures that are shown, by address.
    pub(super) pictures: BTreeMap<String, Vec<u8>>,
}

impl<'a> Pages<'a> {
    /// None yet.
    pub(super) fn new(job: &'a Job<'a>, live: bool) -> Pages<'a> {
        Pages { job, live, joined: false, known: BTreeMap::new(), pictures: BTreeMap::new() }
    }

    /// Some elements of a page, one after the other.
    pub(super) fn part(&mut self, route: &str, html: &str, css: &str) -> String {
        let Ok(selector) = Selector::parse(css) else { return String::new() };
        let (parsed, mut out) = (Html::parse_document(html), String::new());
        let mut on = On { pages: self, route, ids: BTreeSet::new() };
        for element in parsed.select(&selector) {
            write_element(element, &mut on, &mut out);
            out.push('\n');
        }
        out
    }

    /// The address of what a page links to, seen from the page.
    fn address(&self, route: &str, href: &str) -> Option<String> {
        if ["https:", "http:", "mailto:"].iter().any(|scheme| href.starts_with(scheme)) {
            return Some(href.to_owned());
        }
        let (path, fragment) = href.split_once('#').map_or((href, ""), |(path, fragment)| (path, fragment));
        let path = crate::site::decoded(path.split('?').next().unwrap_or_default());
        let target =
            if path.is_empty() { route.to_owned() } else { SourcePath::new(route).join(&path)?.as_str().to_owned() };
        let mark = |fragment: &str| if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        match self.known.get(&target) {
            Some(_) if self.joined => Some(format!("#{}", joined_id(&target, &crate::site::decoded(fragment)))),
            Some((there, ids)) => {
                let here = &self.known.get(route)?.0;
                let plain = crate::site::decoded(fragment);
                let found = ids.as_ref().is_none_or(|ids| ids.contains(&plain));
                let to = format!("{there}{}", if found { mark(fragment) } else { String::new() });
                let address = crate::site::relative(here, &to);
                (!address.is_empty()).then_some(address)
            }
            None => Some(format!("{}{target}{}", self.job.site.config.url.as_ref()?, mark(fragment))),
        }
    }
}

/// One page.
struct On<'a, 'b> {
    pages: &'b mut Pages<'a>,
    route: &'b str,
    /// Ids that stand in it already.
    ids: BTreeSet<String>,
}

impl Places for On<'_, '_> {
    fn picture(&mut self, src: &str) -> Option<String> {
        let path = SourcePath::new(self.route).join(&crate::site::decoded(src))?;
        let path = path.as_str();
        if !self.pages.pictures.contains_key(path) {
            self.pages.job.site.assets.contains_key(path).then_some(())?;
            let bytes = self.pages.job.shelf.asset(path)?;
            self.pages.pictures.insert(path.to_owned(), bytes);
        }
        Some(crate::site::relative(if self.pages.joined { "" } else { self.route }, path))
    }

    fn link(&mut self, href: &str) -> Option<String> {
        self.pages.address(self.route, href)
    }

    fn id(&mut self, id: &str) -> Option<String> {
        let id = if self.pages.joined { joined_id(self.route, id) } else { id.to_owned() };
        self.ids.insert(id.clone()).then_some(id)
    }

    fn fate(&self, element: ElementRef<'_>) -> Fate {
        let name = element.value().name();
        let in_form = self.pages.live && (name == "form" || element.ancestors().any(is_form));
        if in_form {
            return if matches!(name, "style" | "iframe" | "object" | "embed") { Fate::Gone } else { Fate::Keep };
        }
        let is = |class: &str| element.value().classes().any(|own| own == class);
        let labelled = element.attr("aria-labelledby").unwrap_or_default();
        if name == "nav" || is("js-only") || is("nextprev") || element.attr("hidden").is_some() {
            return Fate::Gone;
        }
        if ["used-on", "sheets", "category", "check"].contains(&labelled) {
            return Fate::Gone;
        }
        match name {
            // A run of show is for those who learn; what leads say stays with the leads.
            "details"
                if self.pages.live
                    && element.child_elements().any(|child| child.value().classes().any(|class| class == "notes")) =>
            {
                Fate::Gone
            }
            "form" | "fieldset" | "legend" | "label" => Fate::As("div"),
            "input" if matches!(element.attr("type"), Some("radio" | "checkbox")) => Fate::Signs("☐ "),
            "input" | "textarea" | "select" => Fate::Signs("________"),
            "main" => Fate::As("div"),
            "output" | "progress" => Fate::Gone,
            _ => prose_fate(element),
        }
    }

    fn keeps(&self, attribute: &str) -> bool {
        let paper =
            ["alt", "class", "colspan", "dir", "height", "id", "lang", "rowspan", "scope", "start", "title", "width"];
        let live = attribute.starts_with("data-") && attribute != "data-script"
            || attribute.starts_with("aria-")
            || [
                "name",
                "value",
                "type",
                "for",
                "hidden",
                "disabled",
                "role",
                "autocomplete",
                "inputmode",
                "max",
                "spellcheck",
                "tabindex",
                "open",
                "autocapitalize",
                "rows",
            ]
            .contains(&attribute);
        paper.contains(&attribute) || self.pages.live && live
    }
}

fn is_form(node: ego_tree::NodeRef<'_, scraper::Node>) -> bool {
    node.value().as_element().is_some_and(|element| {
        let name = element.name();
        name == "form" || element.classes().any(|class| class == "quiz-score")
    })
}

/// What an id of a page is called in a document of many pages; without an id, the page.
pub(super) fn joined_id(route: &str, id: &str) -> String {
    let page = route.trim_end_matches(".html").replace('/', "-");
    if id.is_empty() { page } else { format!("{page}--{id}") }
}

/// The ids of an XHTML document.
pub(super) fn ids(xhtml: &str) -> BTreeSet<String> {
    let starts = xhtml.match_indices(" id=\"").map(|(at, start)| &xhtml[at + start.len()..]);
    let ids = starts.filter_map(|rest| rest.split('"').next());
    ids.map(|id| id.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">")).collect()
}

/// Media that only a browser plays, written as HTML in a chapter.
const MEDIA: [&str; 7] = ["<audio", "<canvas", "<embed", "<iframe", "<object", "<svg", "<video"];

/// Says which media of an entry are not in the export.
pub(super) fn media_lost(entry: &Entry, format: &str, diagnostics: &mut Diagnostics) {
    let text = entry.file.text.to_ascii_lowercase();
    for tag in MEDIA {
        for (at, _) in text.match_indices(tag) {
            // Code shows such elements and does not use them.
            let shown = text[..at].matches('`').count() % 2 == 1;
            if !shown {
                let message = format!("{format} leaves `{}>` out", &tag);
                lost(diagnostics, entry, Span::new(at, at + tag.len()), message, "use a picture");
            }
        }
    }
}

/// The page of an entry, or why there is none.
pub(super) fn page(job: &Job<'_>, ix: Ix) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    Ok(job.rendered.page(ix)?)
}

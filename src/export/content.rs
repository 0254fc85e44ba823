//! The prose of entries as other programs can show it.

use super::tidy::{Places, tidy};
use super::{Job, lost};
use crate::diag::Diagnostics;
use crate::entry::Entry;
use crate::markdown::LinkKind;
use crate::markdown::html::{self, Links, Target};
#[cfg(feature = "anki")]
use crate::quiz::{FormContext, answer};
use crate::site::{Ix, Outcome};
use crate::source::Span;
use std::collections::BTreeMap;

/// Marks addresses of our own in HTML, until [`tidy`] puts the right ones in.
const PICTURE: &str = "x-picture:";
const PAGE: &str = "x-page:";

/// Pictures that go along with an export: by path in the book the name they have
/// in the export, and their bytes.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    named: BTreeMap<String, (String, Vec<u8>)>,
}

impl Pictures {
    /// Names and bytes, by path in the book.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.named.values().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Takes others along.
    pub(super) fn join(&mut self, other: Pictures) {
        self.named.extend(other.named);
    }

    /// The name of a picture in the export: flat, and told apart by its folder.
    fn name(&mut self, job: &Job<'_>, path: &str) -> Option<String> {
        if !self.named.contains_key(path) {
            let bytes = job.shelf.asset(path)?;
            let flat = path.replace('/', "-");
            let plain = |c: char| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' };
            self.named.insert(path.to_owned(), (flat.chars().map(plain).collect(), bytes));
        }
        self.named.get(path).map(|(name, _)| name.clone())
    }
}

/// Writes the prose of one entry.
pub(super) struct Prose<'a> {
    job: &'a Job<'a>,
    ix: Ix,
    /// What the address of a picture begins with, such as `@@PLUGINFILE@@/`.
    prefix: &'static str,
}

impl<'a> Prose<'a> {
    /// For an entry.
    pub(super) fn new(job: &'a Job<'a>, entry: &Entry, prefix: &'static str) -> Prose<'a> {
        let ix = job.site.find(&entry.id).unwrap_or(Ix(0));
        Prose { job, ix, prefix }
    }

    /// Blocks of Markdown.
    pub(super) fn blocks(&self, markdown: &str, pictures: &mut Pictures) -> String {
        self.tidy(&html::fragment(markdown, self.job.site.config.dialect.html, self), pictures)
    }

    /// A line of Markdown.
    pub(super) fn line(&self, markdown: &str, pictures: &mut Pictures) -> String {
        self.tidy(&html::inline(markdown, self.job.site.config.dialect.html, self), pictures)
    }

    /// The words of some Markdown.
    pub(super) fn words(&self, markdown: &str) -> String {
        super::tidy::words(&html::fragment(markdown, self.job.site.config.dialect.html, self))
    }

    /// HTML made of the entry's prose, such as the parts of its page.
    pub(super) fn tidy(&self, html: &str, pictures: &mut Pictures) -> String {
        tidy(html, &mut Put { prose: self, pictures }).trim().to_owned()
    }

    /// The answer of a question with its reasons.
    #[cfg(feature = "anki")]
    pub(super) fn answer(&self, question: &crate::entry::question::Question, pictures: &mut Pictures) -> String {
        let config = &self.job.site.config;
        let teams: Vec<(String, String)> =
            config.teams.iter().map(|team| (team.id.clone(), team.label.clone())).collect();
        let context = FormContext {
            number: None,
            inline: &|markdown| html::inline(markdown, self.job.site.config.dialect.html, self),
            block: &|markdown| html::fragment(markdown, self.job.site.config.dialect.html, self),
            teams: &teams,
            strings: &|key| self.job.word(key).into(),
            bank: None,
            instance: "",
        };
        self.tidy(&answer(question, &context), pictures)
    }

    /// Links lead to the published site, if there is one.
    fn address(&self, ix: Ix, anchor: Option<&str>) -> String {
        let site = self.job.site;
        let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        let url = site.config.url.as_ref();
        url.map_or_else(String::new, |url| format!("{PAGE}{url}{}{anchor}", site.route(ix)))
    }
}

impl Links for Prose<'_> {
    fn target(&self, kind: LinkKind, target: &str) -> Option<Target> {
        let site = self.job.site;
        match site.follow(self.ix, kind, target) {
            Outcome::Entry(ix, anchor) => Some(Target {
                href: self.address(ix, anchor.as_deref()),
                class: "",
                words: site.entry(ix).head.title.value.clone(),
            }),
            Outcome::AnchorMissing(ix, _) => Some(Target { href: self.address(ix, None), ..Target::default() }),
            Outcome::Asset(path) if kind == LinkKind::Image => {
                Some(Target { href: format!("{PICTURE}{path}"), ..Target::default() })
            }
            Outcome::Asset(path) | Outcome::Generated(path) => {
                let address = site.config.url.as_ref().map(|url| format!("{PAGE}{url}{path}"));
                Some(Target { href: address.unwrap_or_default(), ..Target::default() })
            }
            _ => None,
        }
    }
}

struct Put<'a, 'b> {
    prose: &'a Prose<'a>,
    pictures: &'b mut Pictures,
}

impl Places for Put<'_, '_> {
    fn picture(&mut self, src: &str) -> Option<String> {
        let job = self.prose.job;
        let path = match src.strip_prefix(PICTURE) {
            Some(path) => path.to_owned(),
            // A picture in raw HTML; one from elsewhere would be a request to strangers.
            None => match job.site.follow(self.prose.ix, LinkKind::Image, src) {
                Outcome::Asset(path) => path,
                _ => return None,
            },
        };
        self.pictures.name(job, &path).map(|name| format!("{}{name}", self.prose.prefix))
    }

    fn link(&mut self, href: &str) -> Option<String> {
        if let Some(address) = href.strip_prefix(PAGE) {
            return Some(address.to_owned());
        }
        ["https://", "http://", "mailto:", "#fn"].iter().any(|start| href.starts_with(start)).then(|| href.to_owned())
    }
}

/// Says which pictures of an entry are not in the export, since the format takes none.
pub(super) fn pictures_lost(entry: &Entry, within: Span, format: &str, diagnostics: &mut Diagnostics) {
    let images = entry.document.links.iter().filter(|link| link.kind == LinkKind::Image);
    for image in images.filter(|link| within.contains(link.span.start as usize)) {
        let message = format!("{format} has no place for this picture");
        lost(diagnostics, entry, image.span, message, "its description stands in its place");
    }
}

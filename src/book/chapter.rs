//! One chapter.

use crate::diag::Diagnostics;
use crate::entry::{Entry, EntryData, EntryId, Kind, Quiz, lower};
use crate::export::Rendered;
use crate::markdown::LinkKind;
use crate::markdown::html::{self, Links, Target, escaped};
use crate::quiz::{FormContext, form};
use crate::site::{Ix, Site, relative};
use crate::source::{SourcePath, Span};

/// The text of a chapter with terms linked and questions as forms, without front
/// matter; nothing where the site does not know the chapter.
pub(super) fn enriched(
    site: &Site,
    rendered: &dyn Rendered,
    path: &str,
    content: &str,
    glossary: &str,
) -> Option<String> {
    let ix = site.at_path(&SourcePath::new(format!("{}/{path}", site.config.src)))?;
    let entry = site.entry(ix);
    // Places are those of the text that the site was built from.
    (entry.file.text == content.trim_start_matches('\u{feff}')).then_some(())?;
    let mut changes = questions(site, rendered, entry);
    let inside =
        |span: Span, changes: &[(Span, String)]| changes.iter().any(|(asked, _)| asked.contains(span.start as usize));
    let links =
        mentions(site, ix, path, glossary).into_iter().filter(|(span, _)| !inside(*span, &changes)).collect::<Vec<_>>();
    changes.extend(links);
    changes.push((Span::new(0, entry.document.body), String::new()));
    changes.sort_by_key(|(span, _)| *span);
    let text = entry.file.text.as_str();
    let mut out = String::with_capacity(text.len() + 256);
    let mut at = 0;
    for (span, new) in changes {
        out.push_str(text.get(at..span.start as usize)?);
        out.push_str(&new);
        at = span.end as usize;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// Links to the terms that are mentioned, with what their cards say.
fn mentions(site: &Site, ix: Ix, path: &str, glossary: &str) -> Vec<(Span, String)> {
    let entry = site.entry(ix);
    let first = site.of_kind(Kind::Term).next().map_or(0, |(ix, _)| ix.0);
    let page = |path: &str| format!("{}.html", path.strip_suffix(".md").unwrap_or(path));
    let link = |found: &crate::site::MentionAt| {
        let term = site.entry(Ix(found.term + first));
        let href = relative(&page(path), &format!("{}#{}", page(glossary), term.id.slug));
        let words = found.span.text(&entry.file.text);
        (
            found.span,
            format!("<a class=\"ct-term\" href=\"{}\" data-term=\"{}\">{words}</a>", escaped(&href), card(term)),
        )
    };
    let mentions = site.mentions[ix.0 as usize].iter();
    mentions.filter(|found| !in_link(&entry.file.text, found.span)).map(link).collect()
}

/// Whether words stand in a link that is written as HTML, such as one of ours.
fn in_link(text: &str, span: Span) -> bool {
    let before = &text[..span.start as usize];
    let paragraph = &before[before.rfind("\n\n").unwrap_or(0)..];
    paragraph.rfind("<a ") > paragraph.rfind("</a>")
}

/// What a card says, safe in an attribute and in Markdown.
fn card(term: &Entry) -> String {
    let definition = match &term.data {
        EntryData::Term(data) => crate::markdown::fragment_text(&data.definition.value),
        _ => String::new(),
    };
    escaped(&format!("{}\t{definition}", term.head.title.value)).replace('\t', "&#9;").replace('\n', " ")
}

/// The questions of a chapter, each with the section it is written in.
fn questions(site: &Site, rendered: &dyn Rendered, entry: &Entry) -> Vec<(Span, String)> {
    if !entry.document.blocks.iter().any(|block| block.name == "question") {
        return Vec::new();
    }
    // A chapter with questions is read as the bank it could be.
    let id = EntryId { kind: Kind::Quiz, slug: "chapter".to_owned() };
    let bank = lower(id, &entry.file, &site.config, &mut Diagnostics::new());
    let EntryData::Quiz(Quiz { questions, .. }) = &bank.data else { return Vec::new() };
    let teams: Vec<(String, String)> =
        site.config.teams.iter().map(|team| (team.id.clone(), team.label.clone())).collect();
    let asked = questions.iter().map(|item| {
        let heading = &entry.document.headings[item.heading];
        let section = entry.document.section(item.heading, entry.file.text.len());
        let context = FormContext {
            number: None,
            inline: &|markdown| html::inline(markdown, site.config.dialect.html, &Pages),
            block: &|markdown| html::fragment(markdown, site.config.dialect.html, &Pages),
            teams: &teams,
            strings: &|key| rendered.word(key).into(),
            bank: None,
            instance: "",
        };
        let form = one_line(&form(&item.question, &context));
        (
            Span { start: heading.span.start, end: section.end },
            format!("\n<div class=\"quiz ct-quiz\">{form}</div>\n\n"),
        )
    });
    asked.collect()
}

/// HTML without line ends: in Markdown an empty line would end it.
fn one_line(html: &str) -> String {
    html.replace('\n', "&#10;")
}

/// Links between chapters, as mdBook writes them.
struct Pages;

impl Links for Pages {
    fn target(&self, kind: LinkKind, target: &str) -> Option<Target> {
        let (path, fragment) = target.split_once('#').map_or((target, ""), |(path, fragment)| (path, fragment));
        let path = path.strip_suffix(".md").filter(|path| kind != LinkKind::Image && !path.contains("://"))?;
        let mark = if fragment.is_empty() { "" } else { "#" };
        Some(Target { href: format!("{path}.html{mark}{fragment}"), ..Target::default() })
    }
}

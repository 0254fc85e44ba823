//! The text of an entry, sorted by its headings.

use crate::markdown::Heading;
use crate::markdown::html::{Part, escaped};
use serde::{Serialize, Serializer};

/// A section: a heading and everything up to the next one of its level.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Section {
    /// Position of the heading in the document; nothing for text before the first.
    #[serde(skip)]
    pub(super) heading: Option<usize>,
    /// The heading's id.
    pub(super) id: String,
    /// The heading as HTML.
    #[serde(serialize_with = "as_html")]
    pub(super) title: String,
    /// Its words, for lists.
    pub(super) words: String,
    /// The content as HTML.
    #[serde(serialize_with = "as_html")]
    pub(super) html: String,
    /// The content in parts, where a page does more with it.
    #[serde(skip)]
    pub(super) parts: Vec<Part>,
}

impl Section {
    /// Where the first of some headings stands in it.
    pub(super) fn position_of(&self, some: &[usize]) -> Option<usize> {
        self.parts.iter().position(|part| matches!(part, Part::Heading(at, _) if some.contains(at)))
    }
}

/// HTML as templates see it: they write it as it is, without a filter that copies it.
pub(super) fn as_html<S: Serializer>(html: &impl AsRef<str>, serializer: S) -> Result<S::Ok, S::Error> {
    tera::Value::safe_string(html.as_ref()).serialize(serializer)
}

/// Several pieces of it.
pub(super) fn all_as_html<S: Serializer>(pieces: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pieces.iter().map(|html| tera::Value::safe_string(html)))
}

/// Cuts parts into sections at the headings of one level, or a higher one.
pub(super) fn sections(parts: Vec<Part>, headings: &[Heading], level: u8) -> Vec<Section> {
    let mut sections = cut(parts, headings, level);
    for section in &mut sections {
        section.html = html(&section.parts, headings);
    }
    sections
}

/// The same for those who put the HTML together themselves.
pub(super) fn cut(parts: Vec<Part>, headings: &[Heading], level: u8) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    for part in parts {
        match part {
            Part::Heading(at, title) if headings[at].level <= level => sections.push(Section {
                heading: Some(at),
                id: headings[at].id.clone(),
                title,
                words: headings[at].text.clone(),
                ..Section::default()
            }),
            part => {
                if let Some(section) = sections.last_mut() {
                    section.parts.push(part);
                }
            }
        }
    }
    sections.retain(|section| section.heading.is_some() || !section.parts.is_empty());
    sections
}

/// Parts as HTML. Data blocks are not shown; notes become plain asides.
pub(super) fn html(parts: &[Part], headings: &[Heading]) -> String {
    let mut page = String::new();
    for part in parts {
        match part {
            Part::Html(html) | Part::Table(html) => page.push_str(html),
            Part::Heading(at, title) => page.push_str(&heading(&headings[*at], title, 0)),
            Part::Block(_) => {}
            Part::Note(_, html) => {
                page.push_str("<aside class=\"note\">");
                page.push_str(html);
                page.push_str("</aside>\n");
            }
        }
    }
    page
}

/// A heading with its id, pushed down by some levels.
pub(super) fn heading(heading: &Heading, title: &str, down: u8) -> String {
    let level = (heading.level + down).min(6);
    format!("<h{level} id=\"{}\">{title}</h{level}>\n", escaped(&heading.id))
}

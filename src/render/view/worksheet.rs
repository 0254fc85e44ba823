//! The page of a worksheet: a form that stays on the reader's device.

use super::Maker;
use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use crate::entry::Worksheet;
use crate::entry::worksheet::{Example, FormField};
use crate::render::body::{self, Section, as_html, sections};
use crate::render::links::PageLinks;
use crate::site::Ix;
use serde::Serialize;

/// What `worksheet.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct WorksheetView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    title: String,
    slug: String,
    summary: String,
    who: String,
    when: String,
    minutes: String,
    /// Whether some fields belong to the light version.
    light: bool,
    #[serde(serialize_with = "as_html")]
    intro: String,
    groups: Vec<Group>,
    used_on: Vec<UsedOn>,
}

/// Fields under one heading, or a section without any.
#[derive(Debug, Serialize)]
struct Group {
    id: String,
    #[serde(serialize_with = "as_html")]
    title: String,
    words: String,
    #[serde(serialize_with = "as_html")]
    html: String,
    /// Whether the light version has some of its fields.
    light: bool,
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct Field {
    id: String,
    #[serde(serialize_with = "as_html")]
    title: String,
    words: String,
    #[serde(serialize_with = "as_html")]
    help: String,
    shape: &'static str,
    light: bool,
    choices: Vec<String>,
    columns: Vec<String>,
    /// Empty rows of a table, and the number of lines of a list.
    rows: usize,
    example: Vec<String>,
    example_rows: Vec<Vec<String>>,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, sheet: &Worksheet) -> WorksheetView {
    let links = PageLinks::own(maker.site, ix);
    let page = maker.site.entry(ix);
    let mut intro = String::new();
    let mut groups = Vec::new();
    for section in sections(links.parts(), &page.document.headings, 2) {
        match section.heading {
            None => intro = section.html,
            Some(_) => groups.push(group(maker, &links, sheet, section)),
        }
    }
    WorksheetView {
        frame: entry(maker, ix, links.cards()),
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: maker.text(&page.head.title.value),
        slug: page.id.slug.clone(),
        summary: maker.text(&page.head.summary),
        who: maker.text(&sheet.who),
        when: maker.text(&sheet.when),
        minutes: sheet.minutes.map(|minutes| maker.duration(minutes)).unwrap_or_default(),
        light: sheet.fields.iter().any(|field| field.light) && !sheet.fields.iter().all(|field| field.light),
        intro,
        groups,
        used_on: used_on(maker, ix, &[]),
    }
}

fn group(maker: &Maker<'_>, links: &PageLinks<'_>, sheet: &Worksheet, section: Section) -> Group {
    let headings = &links.entry().document.headings;
    let (mut html, mut fields) = (String::new(), Vec::new());
    for part in sections(section.parts, headings, 3) {
        match sheet.fields.iter().find(|field| part.heading == Some(field.heading)) {
            Some(found) => fields.push(field(maker, found, part)),
            None => {
                if let Some(at) = part.heading {
                    html.push_str(&body::heading(&headings[at], &part.title, 0));
                }
                html.push_str(&part.html);
            }
        }
    }
    Group {
        id: section.id,
        title: section.title,
        words: section.words,
        html,
        light: fields.iter().any(|field: &Field| field.light),
        fields,
    }
}

fn field(maker: &Maker<'_>, field: &FormField, section: Section) -> Field {
    let (example, example_rows) = match &field.example {
        Example::None => Default::default(),
        Example::Text(text) => (vec![maker.text(text)], Vec::new()),
        Example::List(items) => (maker.texts(items), Vec::new()),
        Example::Table(rows) => (Vec::new(), rows.iter().map(|row| maker.texts(row)).collect()),
    };
    Field {
        id: section.id,
        title: section.title,
        words: section.words,
        help: section.html,
        shape: field.shape,
        light: field.light,
        choices: maker.texts(&field.choices),
        columns: maker.texts(&field.columns),
        rows: example_rows.len().max(example.len()).clamp(2, 8),
        example,
        example_rows,
    }
}

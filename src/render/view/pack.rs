//! Everything to print for one run: cards, sheets, signs, forms, and the key apart.

use super::frame::Frame;
use super::handout::Sorted;
use super::sheet::{is_materials, modules, most_people, same, sheet_frame};
use super::{Anchor, Maker};
use crate::agenda::{plan, totals};
use crate::entry::{EntryData, Kind, Module};
use crate::markdown::outline;
use crate::render::body::{all_as_html, as_html, sections};
use crate::render::links::PageLinks;
use crate::render::plan::Sheet;
use crate::render::question::answer_html;
use crate::site::Ix;
use serde::Serialize;

/// What `pack.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PackView {
    frame: Frame,
    title: String,
    home: Anchor,
    /// How many people it is printed for.
    people: u32,
    /// What to print how often.
    contents: Vec<Content>,
    materials: Vec<MaterialView>,
    /// Letters to vote with.
    votes: [&'static str; 4],
    tables: Vec<usize>,
    /// What the feedback form asks about.
    modules: Vec<Feedback>,
    scale: [u8; 5],
    lines: [u8; 3],
    key: Vec<KeyView>,
}

#[derive(Debug, Serialize)]
struct Content {
    name: String,
    count: u32,
    printed: bool,
}

/// Something to hand out.
#[derive(Debug, Serialize)]
struct MaterialView {
    name: String,
    module: String,
    count: u32,
    #[serde(serialize_with = "all_as_html")]
    cards: Vec<String>,
    /// The same on sheets for printing on both sides, if the cards have backs.
    sheets: Vec<SheetView>,
    /// What is no card: tables and text.
    #[serde(serialize_with = "as_html")]
    html: String,
    /// What only whoever leads may see.
    #[serde(serialize_with = "as_html")]
    key: String,
}

/// One sheet of paper.
#[derive(Debug, Serialize)]
struct SheetView {
    /// The fronts.
    fronts: Vec<Side>,
    /// The backs in the order in which they lie behind the fronts, once the
    /// sheet is turned over its long edge.
    backs: Vec<Option<Side>>,
}

/// One side of a card: its number and what is on it.
type Side = (usize, String);

/// Cards on one side of a sheet, in rows of two; A4 and Letter both hold them.
const ON_A_SHEET: usize = 8;

fn sheets(cards: &[String], backs: &[String]) -> Vec<SheetView> {
    let numbered = |texts: &[String]| texts.iter().cloned().enumerate().map(|(at, text)| (at + 1, text)).collect();
    let (fronts, backs): (Vec<_>, Vec<_>) = (numbered(cards), numbered(backs));
    let sheet = |(fronts, backs): (&[Side], &[Side])| SheetView {
        fronts: fronts.to_vec(),
        backs: backs.chunks(2).flat_map(|row| [row.get(1).cloned(), row.first().cloned()]).collect(),
    };
    fronts.chunks(ON_A_SHEET).zip(backs.chunks(ON_A_SHEET)).map(sheet).collect()
}

#[derive(Debug, Serialize)]
struct Feedback {
    title: String,
    objectives: Vec<String>,
}

/// The answers of one module's quiz.
#[derive(Debug, Serialize)]
struct KeyView {
    title: String,
    questions: Vec<Answer>,
}

#[derive(Debug, Serialize)]
struct Answer {
    #[serde(serialize_with = "as_html")]
    stem: String,
    #[serde(serialize_with = "as_html")]
    html: String,
}

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix) -> Option<PackView> {
    let site = maker.site;
    let agenda = plan(site, ix, None, None)?;
    let people = most_people(&site.entry(ix).data);
    let needed = totals::materials(site, &agenda, ix, people);
    let count = |home: Ix, name: &str| {
        needed
            .iter()
            .find(|needed| needed.name == name && (needed.from == home || needed.each != "room"))
            .map_or(1, |needed| needed.count)
    };
    let modules = modules(maker, ix);
    let mut materials = Vec::new();
    for (module_ix, module) in modules.iter().filter_map(|ix| Some((*ix, module_at(maker, *ix)?))) {
        materials.extend(described(maker, module_ix, module, &|name| count(module_ix, name)));
    }
    let has_pages = |material: &&MaterialView| !material.cards.is_empty() || !material.html.is_empty();
    let printed = |name: &str| materials.iter().filter(has_pages).any(|material| same(&material.name, name));
    let contents = needed.iter().map(|needed| Content {
        name: maker.text(&needed.name),
        count: needed.count,
        printed: printed(&needed.name),
    });
    Some(PackView {
        frame: sheet_frame(maker, ix, Sheet::Pack),
        title: maker.text(&site.entry(ix).head.title.value),
        home: maker.anchor(ix),
        people,
        contents: contents.collect(),
        votes: ["A", "B", "C", "D"],
        tables: (1..=(people.div_ceil(4) as usize).clamp(1, 12)).collect(),
        modules: modules.iter().filter_map(|ix| feedback(maker, *ix)).collect(),
        scale: [1, 2, 3, 4, 5],
        lines: [0; 3],
        key: modules.iter().filter_map(|ix| key(maker, *ix)).collect(),
        materials,
    })
}

fn module_at<'a>(maker: &Maker<'a>, ix: Ix) -> Option<&'a Module> {
    match &maker.site.entry(ix).data {
        EntryData::Module(module) => Some(module),
        _ => None,
    }
}

/// The materials that a module describes under headings of their names.
fn described(maker: &Maker<'_>, ix: Ix, module: &Module, count: &dyn Fn(&str) -> u32) -> Vec<MaterialView> {
    let entry = maker.site.entry(ix);
    let (document, text) = (&entry.document, entry.file.text.as_str());
    let links = PageLinks::new(maker.site, ix, maker.route);
    let all = sections(maker.public_parts(&links), &document.headings, 2);
    let Some(section) = all.iter().find(|section| is_materials(maker, ix, section, module)) else { return Vec::new() };
    let Some(from) = section.heading else { return Vec::new() };
    let inside = document.headings.iter().enumerate().skip(from + 1).take_while(|(_, heading)| heading.level > 2);
    inside
        .filter(|(_, heading)| heading.level == 3)
        .map(|(at, heading)| {
            let body = document.section(at, text.len());
            let known = module.materials.iter().find(|material| same(&material.name, &heading.text));
            let sorted = Sorted::new(&links, text, outline(text, body, maker.site.config.dialect));
            MaterialView {
                name: heading.text.clone(),
                module: maker.anchor(ix).title,
                count: known.map_or(1, |material| count(&material.name)),
                sheets: match known.is_some_and(|material| material.two_sided) {
                    true => sheets(&sorted.cards, &sorted.backs),
                    false => Vec::new(),
                },
                cards: sorted.cards,
                html: sorted.html,
                key: sorted.key,
            }
        })
        .collect()
}

fn feedback(maker: &Maker<'_>, ix: Ix) -> Option<Feedback> {
    let module = module_at(maker, ix)?;
    let objectives = module.objectives.iter().map(|objective| maker.text(&objective.text.value)).collect();
    Some(Feedback { title: maker.anchor(ix).title, objectives })
}

fn key(maker: &Maker<'_>, ix: Ix) -> Option<KeyView> {
    let name = module_at(maker, ix)?.quiz.as_ref()?;
    let quiz_ix = maker.site.named(&name.value, Some(Kind::Quiz))?;
    let EntryData::Quiz(quiz) = &maker.site.entry(quiz_ix).data else { return None };
    let links = PageLinks::new(maker.site, quiz_ix, maker.route);
    let answer = |item: &crate::entry::quiz::QuizItem| Answer {
        stem: links.inline(&item.question.stem),
        html: answer_html(maker, &item.question, &links),
    };
    Some(KeyView { title: maker.anchor(quiz_ix).title, questions: quiz.questions.iter().map(answer).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backs_lie_behind_their_fronts() {
        let texts = |letter: &str, count: usize| (1..=count).map(|at| format!("{letter}{at}")).collect::<Vec<_>>();
        let sheets = sheets(&texts("f", 11), &texts("b", 11));
        let backs = |at: usize| {
            let side = sheets[at].backs.iter();
            side.map(|back| back.as_ref().map_or("-", |(_, text)| text)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!((sheets.len(), sheets[1].fronts.len(), sheets[1].fronts[0].0), (2, 3, 9));
        assert_eq!(backs(0), "b2 b1 b4 b3 b6 b5 b8 b7");
        assert_eq!(backs(1), "b10 b9 - b11");
    }
}

//! The spreadsheet that Kahoot reads: one question a row, two to four short answers.

use super::content::{Prose, pictures_lost};
use super::xml::{Element, el, text};
use super::{Job, Written, archive, asked_at, lost};
use crate::diag::Diagnostics;
use crate::entry::Entry;
use crate::entry::question::{Choice, Interaction};
use crate::entry::quiz::QuizItem;
use crate::quiz::choice_order;
use std::collections::BTreeMap;

const QUESTION_MOST: usize = 120;
const ANSWER_MOST: usize = 75;
const ANSWERS_MOST: usize = 4;
/// The row of headings in Kahoot's own template; questions follow.
const HEAD_ROW: usize = 8;
const HEADINGS: [&str; 8] = [
    "",
    "Question - max 120 characters",
    "Answer 1 - max 75 characters",
    "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters",
    "Answer 4 - max 75 characters",
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
];

/// A cell: words, or a number.
enum Cell {
    Words(String),
    Number(usize),
}

pub(super) fn write(job: &Job<'_>, diagnostics: &mut Diagnostics) -> Written {
    let mut rows: Vec<Vec<Cell>> = vec![HEADINGS.iter().map(|&words| Cell::Words(words.to_owned())).collect()];
    for (entry, quiz) in job.quizzes() {
        for item in &quiz.questions {
            match row(job, entry, item, diagnostics) {
                Ok(mut cells) => {
                    cells.insert(0, Cell::Number(rows.len()));
                    rows.push(cells);
                }
                Err(why) => {
                    lost(
                        diagnostics,
                        entry,
                        asked_at(entry, item),
                        why,
                        "leave it out, or write a shorter one for the game",
                    );
                }
            }
        }
    }
    workbook(&job.site.config.title, &rows)
}

fn row(job: &Job<'_>, entry: &Entry, item: &QuizItem, diagnostics: &mut Diagnostics) -> Result<Vec<Cell>, String> {
    let question = &item.question;
    let prose = Prose::new(job, entry, "");
    let (Interaction::Single(choices) | Interaction::Multiple(choices) | Interaction::Predict { choices, .. }) =
        &question.interaction
    else {
        return Err("Kahoot's spreadsheet has only questions with choices".to_owned());
    };
    if choices.len() > ANSWERS_MOST {
        return Err(format!("Kahoot takes {ANSWERS_MOST} choices, and here are {}", choices.len()));
    }
    let stem = fitting(prose.words(&question.stem), QUESTION_MOST, "question")?;
    let order = choice_order(question, choices.len());
    let shown: Vec<&Choice> = order.into_iter().map(|at| &choices[at]).collect();
    let mut cells = vec![Cell::Words(stem)];
    for at in 0..ANSWERS_MOST {
        let words = shown
            .get(at)
            .map_or(Ok(String::new()), |choice| fitting(prose.words(&choice.text), ANSWER_MOST, "choice"))?;
        cells.push(Cell::Words(words));
    }
    cells.push(Cell::Number([20, 30, 60][usize::from(question.difficulty.clamp(1, 3)) - 1]));
    let right: Vec<String> =
        shown.iter().enumerate().filter(|(_, choice)| choice.correct).map(|(at, _)| (at + 1).to_string()).collect();
    cells.push(Cell::Words(right.join(",")));
    if !question.scenario.is_empty() {
        let message = "Kahoot has no place for the text before the choices".to_owned();
        lost(diagnostics, entry, asked_at(entry, item), message, "read it out before the question");
    }
    let choices = item.choices.iter().copied().reduce(|a, b| crate::source::Span { start: a.start, end: b.end });
    pictures_lost(entry, choices.unwrap_or_default(), "Kahoot's spreadsheet", diagnostics);
    Ok(cells)
}

fn fitting(words: String, most: usize, what: &str) -> Result<String, String> {
    let length = words.chars().count();
    if length <= most {
        return Ok(words);
    }
    Err(format!("Kahoot takes {most} characters in a {what}, and here are {length}"))
}

/// A workbook of one sheet (ECMA-376), with its words in a shared table, which
/// every reader knows.
fn workbook(title: &str, rows: &[Vec<Cell>]) -> Written {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut words = BTreeMap::new();
    let mut sheet = el("sheetData").with(line(1, 1, &[Cell::Words(title.to_owned())], &mut words));
    for (at, row) in rows.iter().enumerate() {
        sheet = sheet.with(line(HEAD_ROW + at, 0, row, &mut words));
    }
    let mut shared: Vec<(usize, &String)> = words.iter().map(|(words, at)| (*at, words)).collect();
    shared.sort_unstable();
    let shared = shared.into_iter().map(|(_, words)| el("si").with(text("t", words).at("xml:space", "preserve")));
    let link = |id: &str, kind: &str, target: &str| {
        el("Relationship").at("Id", id).at("Type", format!("{OFFICE}/{kind}")).at("Target", target)
    };
    let part = |name: &str, kind: &str| {
        let kind = format!("application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml");
        el("Override").at("PartName", name).at("ContentType", kind)
    };
    let types = el("Types")
        .at("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")
        .with(
            el("Default")
                .at("Extension", "rels")
                .at("ContentType", "application/vnd.openxmlformats-package.relationships+xml"),
        )
        .with(el("Default").at("Extension", "xml").at("ContentType", "application/xml"))
        .with(part("/xl/workbook.xml", "sheet.main"))
        .with(part("/xl/worksheets/sheet1.xml", "worksheet"))
        .with(part("/xl/sharedStrings.xml", "sharedStrings"));
    let book = el("workbook")
        .at("xmlns", MAIN)
        .at("xmlns:r", OFFICE)
        .with(el("sheets").with(el("sheet").at("name", "Sheet1").at("sheetId", 1).at("r:id", "rId1")));
    let rels = |links: Vec<Element>| el("Relationships").at("xmlns", PACKAGE).with_all(links).document();
    archive::zip(&vec![
        ("[Content_Types].xml".to_owned(), types.document()),
        ("_rels/.rels".to_owned(), rels(vec![link("rId1", "officeDocument", "xl/workbook.xml")])),
        ("xl/workbook.xml".to_owned(), book.document()),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            rels(vec![
                link("rId1", "worksheet", "worksheets/sheet1.xml"),
                link("rId2", "sharedStrings", "sharedStrings.xml"),
            ]),
        ),
        ("xl/worksheets/sheet1.xml".to_owned(), el("worksheet").at("xmlns", MAIN).with(sheet).document()),
        ("xl/sharedStrings.xml".to_owned(), el("sst").at("xmlns", MAIN).with_all(shared).document()),
    ])
}

/// A row, beginning in a column. New words are added to the table.
fn line(number: usize, column: usize, cells: &[Cell], words: &mut BTreeMap<String, usize>) -> Element {
    let mut row = el("row").at("r", number);
    for (at, cell) in cells.iter().enumerate() {
        let place = format!("{}{number}", char::from(b'A' + (column + at) as u8));
        row = match cell {
            Cell::Words(text) if text.is_empty() => row,
            Cell::Words(text) => {
                let next = words.len();
                let known = *words.entry(text.clone()).or_insert(next);
                row.with(el("c").at("r", place).at("t", "s").with(self::text("v", &known.to_string())))
            }
            Cell::Number(number) => row.with(el("c").at("r", place).with(self::text("v", &number.to_string()))),
        };
    }
    row
}

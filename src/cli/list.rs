//! `crosstrain list`: entries as a table.

use super::{Ended, args, count, show_table};
use crate::data::Value;
use crate::diag::near;
use crate::entry::quiz::QuizItem;
use crate::entry::{Entry, EntryData, Kind, Relation};
use crate::host::terminal::say;
use crate::host::{Failure, Outcome, disk};
use crate::markdown::fragment_text;
use crate::pipeline::Pipeline;
use crate::record::{Record, Sort, of_entry, records, to_cell};
use crate::site::Site;
use crate::source::Snapshot;
use crate::table::Table;

pub(super) fn run(common: &args::Common, args: &args::List) -> Outcome<Ended> {
    let book = super::book(common)?;
    let snapshot = book.read(disk::today(), true)?;
    let site = Pipeline::new().build(&snapshot).site;
    let rows = match &args.kind {
        args::Listed::Question => questions(&site),
        args::Listed::Sort(sort) => sorted(&site, &snapshot, *sort),
    };
    let known: Vec<&str> = rows.names.iter().map(String::as_str).collect();
    let column = |name: &str| {
        known.iter().position(|known| *known == name).ok_or_else(|| {
            let failure = Failure::new(format!("there is no field `{name}` to list"));
            match near(name, known.iter().copied()) {
                Some(near) => failure.help(format!("did you mean `{}`?", near.name)),
                None => failure.help(format!("choose from {}", known.join(", "))),
            }
        })
    };
    let wanted: Vec<String> = match args.columns.is_empty() {
        true => rows.usual.clone(),
        false => args.columns.clone(),
    };
    let columns = wanted.iter().map(|name| column(name)).collect::<Outcome<Vec<usize>>>()?;
    let wheres = args.filters.iter().map(|text| Where::parse(text, column)).collect::<Outcome<Vec<Where>>>()?;
    let mut table = Table { columns: wanted, rows: Vec::new() };
    let fitting = rows.cells.iter().filter(|row| wheres.iter().all(|condition| condition.holds(row)));
    table.rows = fitting.map(|row| columns.iter().map(|at| row[*at].clone()).collect()).collect();
    if show_table(&table, args.format) && common.quiet == 0 {
        say(format_args!("{}.", count(table.rows.len(), rows.word)));
    }
    Ok(Ended::Fine)
}

/// Everything that can be listed of one kind.
struct Rows {
    word: &'static str,
    names: Vec<String>,
    usual: Vec<String>,
    cells: Vec<Vec<String>>,
}

/// Fields that are worked out rather than written.
const WORKED_OUT: [&str; 4] = ["slug", "file", "links", "questions"];

fn sorted(site: &Site, snapshot: &Snapshot, sort: Sort) -> Rows {
    let fields = sort.fields();
    let mut names: Vec<String> = WORKED_OUT.iter().map(|name| (*name).to_owned()).collect();
    names.extend(fields.iter().map(|field| field.name.to_owned()));
    let written = |record: &Record| -> Vec<String> {
        fields
            .iter()
            .map(|field| record.field(field.name).map_or(String::new(), |node| to_cell(node, field.shape)))
            .collect()
    };
    let cells = match sort {
        Sort::Fact => records(site, snapshot, sort)
            .iter()
            .map(|record| {
                let file = record.path(&site.config.src).to_string();
                [vec![record.slug.clone(), file, String::new(), String::new()], written(record)].concat()
            })
            .collect(),
        Sort::Entry(kind) => site
            .of_kind(kind)
            .filter_map(|(ix, entry)| {
                let mut record = of_entry(site, snapshot, entry)?;
                // What a reader would be told where the author said nothing.
                let title = Value::Scalar(entry.head.title.value.clone());
                record.set("title", title);
                let status = Value::Scalar(entry.head.status.word().to_owned());
                record.set("status", status);
                let links = site.into(ix).len().to_string();
                let questions = match kind {
                    Kind::Quiz => items(entry).len(),
                    _ => site.into_by(ix, Relation::Tests).count(),
                };
                let first = [entry.id.slug.clone(), entry.file.path.to_string(), links, questions.to_string()];
                Some([first.to_vec(), written(&record)].concat())
            })
            .collect(),
    };
    let usual = usual(sort).iter().map(|name| (*name).to_owned()).collect();
    Rows { word: sort.word(), names, usual, cells }
}

/// The columns that most people want to see.
fn usual(sort: Sort) -> &'static [&'static str] {
    let Sort::Entry(kind) = sort else { return &["id", "claim", "evidence", "checked", "review_by"] };
    match kind {
        Kind::Term => &["slug", "title", "audience", "category", "priority", "status"],
        Kind::FalseFriend => &["slug", "word", "terms", "status"],
        Kind::Module => &["slug", "title", "minutes", "audience", "status"],
        Kind::Workshop => &["slug", "title", "format", "start", "budget", "status"],
        Kind::LearningPath => &["slug", "title", "for", "weeks", "status"],
        Kind::Role => &["slug", "title", "team", "works_with", "status"],
        Kind::Quiz => &["slug", "title", "module", "mode", "questions", "status"],
        Kind::Worksheet => &["slug", "title", "minutes", "status"],
        Kind::Friction => &["slug", "title", "terms", "status"],
        Kind::Page => &["file", "title", "status"],
    }
}

fn questions(site: &Site) -> Rows {
    let names = ["id", "quiz", "question", "interaction", "level", "difficulty", "objective", "terms", "file"];
    let mut cells = Vec::new();
    for (_, entry) in site.of_kind(Kind::Quiz) {
        for item in items(entry) {
            let question = &item.question;
            let terms: Vec<&str> = item.terms.iter().map(|term| term.value.as_str()).collect();
            cells.push(vec![
                question.id.clone(),
                entry.id.slug.clone(),
                fragment_text(&question.stem),
                question.interaction.word().to_owned(),
                question.level.word().to_owned(),
                question.difficulty.to_string(),
                question.objective.clone().unwrap_or_default(),
                terms.join("; "),
                entry.file.path.to_string(),
            ]);
        }
    }
    let usual = ["id", "quiz", "question", "level", "difficulty"].map(str::to_owned).to_vec();
    Rows { word: "question", names: names.map(str::to_owned).to_vec(), usual, cells }
}

fn items(entry: &Entry) -> &[QuizItem] {
    match &entry.data {
        EntryData::Quiz(quiz) => &quiz.questions,
        _ => &[],
    }
}

/// One condition: `field=value`, `field!=value`, `field~part`.
struct Where {
    column: usize,
    not: bool,
    part: bool,
    value: String,
}

impl Where {
    fn parse(text: &str, column: impl Fn(&str) -> Outcome<usize>) -> Outcome<Where> {
        let at = text.find(['=', '~']).ok_or_else(|| {
            Failure::new(format!("`{text}` is no condition")).help("write field=value, field!=value or field~part")
        })?;
        let name = text[..at].trim_end_matches('!');
        let (not, part) = (name.len() < at, text[at..].starts_with('~'));
        Ok(Where { column: column(name.trim())?, not, part, value: text[at + 1..].trim().to_lowercase() })
    }

    /// Whether it holds of a row; of a list it holds if it holds of an item.
    fn holds(&self, row: &[String]) -> bool {
        let cell = row[self.column].to_lowercase();
        let found = match self.part {
            true => cell.contains(&self.value),
            false => cell == self.value || cell.split("; ").any(|item| item == self.value),
        };
        found != self.not
    }
}

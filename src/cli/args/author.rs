//! Arguments of the commands that move content about.

use crate::exchange::IMPORTERS;
use crate::export::{FORMATS, Format};
use crate::generate::{EDITORS, HOSTS};
use crate::record::Sort;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Conditions:
  team=it           the field is `it`, or has it in its list
  status!=draft     the field is anything else
  title~cookie      the field has `cookie` in it

Example: crosstrain list term --where audience=it --columns slug,definition --format csv")]
pub(crate) struct List {
    /// What to list: term, module, quiz … fact, question
    #[arg(value_parser = listed)]
    pub(crate) kind: Listed,
    /// Only what fits this condition; may be repeated
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    pub(crate) filters: Vec<String>,
    /// Which fields to show, in this order
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// How to print the list
    #[arg(long, default_value = "table")]
    pub(crate) format: TableFormat,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    Sort(Sort),
    Question,
}

fn listed(word: &str) -> Result<Listed, String> {
    if matches!(word, "question" | "questions") {
        return Ok(Listed::Question);
    }
    sort(word).map(Listed::Sort).map_err(|known| format!("{known}, question"))
}

/// A kind of entry, or facts; also by the name of the folder, or in the plural.
pub(crate) fn sort(word: &str) -> Result<Sort, String> {
    let known = || Sort::all().map(Sort::word);
    let found = Sort::of_word(word).or_else(|| Sort::of_word(word.strip_suffix('s')?));
    found.ok_or_else(|| format!("choose one of {}", known().collect::<Vec<_>>().join(", ")))
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Link {
    /// The page: a name it answers to, such as "Feature flag", or its file
    pub(crate) name: String,
    /// Show what would change, as a diff, and change nothing
    #[arg(long, short = 'n')]
    pub(crate) dry_run: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Review {
    /// With --done: the pages that were read, or ids of facts that were checked
    #[arg(requires = "done")]
    pub(crate) pages: Vec<String>,
    /// Record that these pages were read today
    #[arg(long, requires = "pages")]
    pub(crate) done: bool,
    /// With --done: the team whose person has read them
    #[arg(long, value_name = "TEAM", requires = "done")]
    pub(crate) team: Option<String>,
    /// With --done: when they are due again [default: as long as it was]
    #[arg(long, value_name = "DATE", requires = "done")]
    pub(crate) next: Option<String>,
    /// With --done: show what would change, as a diff, and change nothing
    #[arg(long, short = 'n', requires = "done")]
    pub(crate) dry_run: bool,
    /// Only what this person or group looks after
    #[arg(long, value_name = "NAME", conflicts_with = "done")]
    pub(crate) owner: Option<String>,
    /// What is due until this day [default: in 30 days]
    #[arg(long, value_name = "DATE", conflicts_with = "done")]
    pub(crate) due: Option<String>,
    /// How to print the list
    #[arg(long, default_value = "table")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Table,
    Csv,
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Rename {
    /// The page: its file, or a name it answers to
    pub(crate) old: String,
    /// The new file, or its name without `.md`
    pub(crate) new: String,
    /// Show what would change, as a diff, and change nothing
    #[arg(long, short = 'n')]
    pub(crate) dry_run: bool,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  crosstrain export anki                                the whole glossary and all questions
  crosstrain export anki glossary                       the terms alone
  crosstrain export anki first-month -o month.apkg      what a learning path goes through
  crosstrain export csv term                            a table; import takes it back
  crosstrain export pdf joint-kickoff-day               guide, run of show, workbook, print pack

Where a format can't carry something, you are told what and where.")]
pub(crate) struct Export {
    /// The format
    #[arg(value_parser = formats())]
    pub(crate) format: String,
    /// Pages by file, title or slug, or folders such as glossary; kinds for csv and json
    /// [default: all that the format takes]
    pub(crate) what: Vec<String>,
    /// The file to write, - for standard output; for csv, json and pdf also a folder
    /// [default: named after what is exported; standard output for csv and json; pdf/ for pdf]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Include drafts (csv and json always do)
    #[arg(long)]
    pub(crate) drafts: bool,
    /// The paper of a PDF
    #[arg(long, default_value = "a4")]
    pub(crate) paper: Paper,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Paper {
    A4,
    Letter,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  crosstrain graph | dot -Tsvg -o words.svg       draw it with Graphviz
  crosstrain graph caching                        a page and its neighbours
  crosstrain graph modules --format json          what comes before what")]
pub(crate) struct Graph {
    /// Pages by file, title or slug, or folders such as glossary
    /// [default: all terms, modules and paths]
    pub(crate) what: Vec<String>,
    /// The notation: Graphviz's, or JSON
    #[arg(long, default_value = "dot")]
    pub(crate) format: GraphFormat,
    /// The file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Include drafts
    #[arg(long)]
    pub(crate) drafts: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    Dot,
    Json,
}

/// The formats there are, with what each is for.
fn formats() -> PossibleValuesParser {
    let tables = [
        PossibleValue::new("csv").help("A table for each kind, which import takes back"),
        PossibleValue::new("json").help("Everything, which import takes back"),
        PossibleValue::new("pdf").help("Papers of workshops, and pages to print; needs Chrome or Chromium"),
    ];
    let value = |format: &Format| PossibleValue::new(format.name).help(format.summary);
    PossibleValuesParser::new(FORMATS.iter().map(value).chain(tables))
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Without a subcommand this is what mdBook itself calls, as a preprocessor or a renderer.")]
pub(crate) struct Mdbook {
    #[command(subcommand)]
    pub(crate) command: Option<MdbookCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MdbookCommand {
    /// Let mdBook call crosstrain for this book
    Install,
    /// Let crosstrain run this book's preprocessors on this machine
    Allow {
        /// Take that back, and forget what they answered
        #[arg(long)]
        none: bool,
    },
    /// Say by the exit code whether chapters are enriched for a renderer
    Supports {
        /// Its name
        renderer: String,
    },
}

#[derive(Debug, ClapArgs)]
#[command(after_help = import_help())]
pub(crate) struct Import {
    /// What it is
    #[arg(value_parser = IMPORTERS.iter().map(|importer| importer.name).collect::<Vec<_>>())]
    pub(crate) format: String,
    /// The file or folder
    pub(crate) source: PathBuf,
    /// What the entries become [default: as the file is called, or term]
    #[arg(long, value_parser = sort)]
    pub(crate) kind: Option<Sort>,
    /// What a column or field is: word=title; `-` drops it; may be repeated
    #[arg(long, value_name = "NAME=FIELD", value_parser = renamed)]
    pub(crate) map: Vec<(String, String)>,
    /// The folder of the handbook for chapters [default: after the source]
    #[arg(long, value_name = "NAME")]
    pub(crate) into: Option<String>,
    /// Give pages that are there the values of the source
    #[arg(long)]
    pub(crate) update: bool,
    /// Say what would happen, and write nothing
    #[arg(long, short = 'n')]
    pub(crate) dry_run: bool,
}

fn renamed(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').ok_or("write it as NAME=FIELD, such as word=title")?;
    Ok((parts.0.trim().to_owned(), parts.1.trim().to_owned()))
}

fn import_help() -> String {
    let lines = IMPORTERS.iter().map(|importer| format!("  {:<12}{}", importer.name, importer.about));
    format!(
        "What can be imported:\n{}\n\nExample: crosstrain import csv terms.csv --map word=title --dry-run",
        lines.collect::<Vec<_>>().join("\n")
    )
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Generate {
    #[command(subcommand)]
    pub(crate) what: Generated,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Generated {
    /// Shell completions, on standard output
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Manual pages
    Man {
        /// The folder to write them to
        folder: PathBuf,
    },
    /// JSON Schemas of front matter, data blocks and facts, with this book's teams
    Schema {
        /// The folder to write them to [default: .crosstrain/schemas in the book]
        folder: Option<PathBuf>,
    },
    /// Settings for an editor, in the book's folder
    Editor {
        /// The editor
        #[arg(value_parser = EDITORS.iter().map(|editor| editor.name).collect::<Vec<_>>())]
        editor: String,
        /// Print what would be written, and write nothing
        #[arg(long, short = 'n')]
        dry_run: bool,
    },
    /// Forms for every kind of page, for Sveltia CMS and Decap CMS, in the folder cms
    Cms {
        /// The repository with the book: OWNER/NAME
        #[arg(value_name = "OWNER/NAME")]
        repository: String,
        /// Where it is
        #[arg(long, default_value = "github", value_parser = ["github", "gitlab", "gitea"])]
        host: String,
        /// The branch that is edited
        #[arg(long, default_value = "main")]
        branch: String,
        /// Print what would be written, and write nothing
        #[arg(long, short = 'n')]
        dry_run: bool,
    },
    /// A workflow that checks, builds and publishes, in the book's folder
    Ci {
        /// The code host
        #[arg(value_parser = HOSTS.iter().map(|host| host.name).collect::<Vec<_>>())]
        host: String,
        /// Print what would be written, and write nothing
        #[arg(long, short = 'n')]
        dry_run: bool,
    },
}

//! The command line; the only door to clap.

mod author;

pub(crate) use author::{
    Export, Generate, Generated, Graph, GraphFormat, Import, Link, List, Listed, Mdbook, MdbookCommand, Paper, Rename,
    Review, TableFormat, sort,
};

use crate::diag::{Level, Lint, lint, nearest};
use crate::entry::Kind;
use crate::host::terminal::Colour;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;

/// The version, and what the program was built without.
fn version() -> String {
    let parts = [
        ("anki", cfg!(feature = "anki")),
        ("cards", cfg!(feature = "cards")),
        ("external", cfg!(feature = "external")),
    ];
    let missing: Vec<&str> = parts.iter().filter(|(_, here)| !here).map(|(name, _)| *name).collect();
    let without = if missing.is_empty() { String::new() } else { format!(" (without {})", missing.join(", ")) };
    env!("CARGO_PKG_VERSION").to_owned() + &without
}

/// Build a two-sided glossary, workshops and quizzes from Markdown
#[derive(Debug, Parser)]
#[command(name = "crosstrain", version = version(), about, disable_help_subcommand = false, propagate_version = true)]
#[command(after_help = "\
Examples:
  crosstrain init handbook        start a site with seven sample pages
  crosstrain serve --open         write with a live preview
  crosstrain check                find problems before readers do

Exit codes: 0 fine, 1 problems found, 2 could not run.")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a site in a new or empty folder
    Init(Init),
    /// Create a page from its template
    New(New),
    /// Preview with live reload
    Serve(Serve),
    /// Write the site to ./public
    Build(Build),
    /// Find problems in content, links, agendas and quizzes
    Check(Check),
    /// Explain a check by name, with an example and the fix
    Explain(Explain),
    /// Show what is promised, taught and tested, and what is missing
    Coverage(Coverage),
    /// Put workshops on a clock: agendas, short versions, calendars, papers
    Workshop(Workshop),
    /// List entries as a table, CSV or JSON
    List(List),
    /// Turn mentions of a page into links
    Link(Link),
    /// Rename a page, its links and its redirects together
    Rename(Rename),
    /// List pages due for review; --done marks them
    Review(Review),
    /// Bring in tables, other books and folders of Markdown
    Import(Import),
    /// Write the book, or some of it, for other programs
    Export(Export),
    /// Draw what leads to what: terms, modules, paths
    Graph(Graph),
    /// Work for mdBook: term links, hover cards and questions in a plain book
    Mdbook(Mdbook),
    /// Language server: checks and completes as you type; editors start it
    Lsp,
    /// Write shell completions, manual pages, schemas, settings, workflows
    Generate(Generate),
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Common {
    /// Run as if started in this folder
    #[arg(short = 'C', long, value_name = "DIR", global = true)]
    pub(crate) directory: Option<PathBuf>,
    /// Say less; twice for nothing but errors
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(crate) quiet: u8,
    /// Say more
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(crate) verbose: u8,
    /// Color output (also NO_COLOR, CLICOLOR_FORCE)
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: When,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

impl From<When> for Colour {
    fn from(when: When) -> Colour {
        match when {
            When::Auto => Colour::Auto,
            When::Always => Colour::Always,
            When::Never => Colour::Never,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Init {
    /// The folder
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,
    /// Start even if the folder holds other files; none is overwritten
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct New {
    /// What to create
    pub(crate) kind: KindName,
    /// Its title, such as "Feature flag"; for a run, the file that was saved
    pub(crate) title: String,
    /// For a workshop: its modules, in order, by file name
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) modules: Vec<String>,
    /// For a workshop: when it begins, 09:00 or 2027-01-14T09:00
    #[arg(long, value_name = "TIME")]
    pub(crate) start: Option<String>,
    /// The team that most needs it: an id of book.toml, or both
    #[arg(long, value_name = "TEAM")]
    pub(crate) audience: Option<String>,
    /// Open the page in the editor that VISUAL or EDITOR names
    #[arg(long)]
    pub(crate) edit: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum KindName {
    Term,
    FalseFriend,
    Module,
    Workshop,
    Path,
    Role,
    Quiz,
    Worksheet,
    Friction,
    Page,
    /// A past run, from the file that the presenter's screen saved
    Run,
}

impl KindName {
    /// The kind; nothing for a run, which is a record and no page.
    pub(crate) fn kind(self) -> Option<Kind> {
        Some(match self {
            KindName::Term => Kind::Term,
            KindName::FalseFriend => Kind::FalseFriend,
            KindName::Module => Kind::Module,
            KindName::Workshop => Kind::Workshop,
            KindName::Path => Kind::LearningPath,
            KindName::Role => Kind::Role,
            KindName::Quiz => Kind::Quiz,
            KindName::Worksheet => Kind::Worksheet,
            KindName::Friction => Kind::Friction,
            KindName::Page => Kind::Page,
            KindName::Run => return None,
        })
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Serve {
    /// The port
    #[arg(long, default_value_t = 1313)]
    pub(crate) port: u16,
    /// The address to listen on; other machines can reach 0.0.0.0
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Let the browser go to the page that is edited
    #[arg(long)]
    pub(crate) follow: bool,
    /// Look at the files every so often, for network drives that tell nothing
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "1", require_equals = true)]
    pub(crate) poll: Option<f64>,
    /// Leave drafts out, as in the published site
    #[arg(long)]
    pub(crate) no_drafts: bool,
    /// Run the preprocessors of book.toml, each for at most so long [default: 120]
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "120", require_equals = true)]
    pub(crate) preprocessors: Option<f64>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Build {
    /// Where to write the site [default: `build-dir` of book.toml, or ./public]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Include drafts
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Count warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write the site even if there are errors
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Run the preprocessors of book.toml, each for at most so long [default: 120]
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "120", require_equals = true)]
    pub(crate) preprocessors: Option<f64>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    /// Files or folders to report on [default: the whole site]
    pub(crate) paths: Vec<PathBuf>,
    /// Report only on pages changed since this commit [default: where the branch began]
    #[arg(long, value_name = "REF", num_args = 0..=1, require_equals = true)]
    pub(crate) changed: Option<Option<String>>,
    /// Count warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Change how one check counts; may be repeated
    #[arg(short, long, value_name = "NAME=LEVEL", value_parser = level)]
    pub(crate) level: Vec<(&'static Lint, Level)>,
    /// Show notes too: what is worth a thought, and no problem
    #[arg(long)]
    pub(crate) notes: bool,
    /// Also ask other sites whether what the book links to is there
    #[arg(long, conflicts_with = "diff")]
    pub(crate) external: bool,
    /// Where to keep what other sites answered, for a week [default: the user's cache folder]
    #[arg(long, value_name = "FILE", requires = "external")]
    pub(crate) cache: Option<PathBuf>,
    /// Make the changes that can't change meaning
    #[arg(long)]
    pub(crate) fix: bool,
    /// Show what --fix would change, as a diff
    #[arg(long, conflicts_with_all = ["fix", "format", "output", "baseline"])]
    pub(crate) diff: bool,
    /// Ignore problems recorded in this file; create it if it is missing
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// How to print problems [default: human, or github in a GitHub workflow]
    #[arg(long)]
    pub(crate) format: Option<Format>,
    /// Write the report to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Workshop {
    #[command(subcommand)]
    pub(crate) command: WorkshopCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WorkshopCommand {
    /// All workshops of the book
    List(Workshops),
    /// What happens when, in a workshop or a module
    Agenda(Agenda),
    /// Write everything for whoever leads, to print or to open from disk
    Pack(Pack),
    /// A calendar: meetings, preparation, reviews after 2, 7, 21 and 60 days
    Ics(Ics),
    /// A shorter version that keeps every must
    Cut(Cut),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Workshops {
    /// How to print the table
    #[arg(long, default_value = "table")]
    pub(crate) format: TableFormat,
}

/// When a workshop begins, if not when its page says.
#[derive(Debug, ClapArgs)]
pub(crate) struct Moment {
    /// When it begins: 09:00, or 2027-01-14T09:00
    #[arg(long, value_name = "TIME")]
    pub(crate) start: Option<String>,
    /// Whose clock that is, such as Europe/Dublin
    #[arg(long, value_name = "ZONE")]
    pub(crate) timezone: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Agenda {
    /// The workshop or module, by file name
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) when: Moment,
    /// How to print the table
    #[arg(long, default_value = "table")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Pack {
    /// The workshop or module, by file name
    pub(crate) name: String,
    /// The folder [default: NAME-pack in the book]
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// How to print the list of papers
    #[arg(long, default_value = "table")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Ics {
    /// The workshop or module, by file name
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) when: Moment,
    /// The file [default: print it]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Cut {
    /// The workshop or module, by file name
    pub(crate) name: String,
    /// How long it may take
    #[arg(long, default_value_t = 90)]
    pub(crate) minutes: u32,
    #[command(flatten)]
    pub(crate) when: Moment,
    /// How to print the table
    #[arg(long, default_value = "table")]
    pub(crate) format: TableFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Short,
    Json,
    Github,
    Sarif,
}

/// Reads `NAME=LEVEL`.
fn level(text: &str) -> Result<(&'static Lint, Level), String> {
    let (name, level) = text.split_once('=').ok_or("write a check and a level, such as `orphan=off`")?;
    let rule = lint::find(name).ok_or_else(|| {
        let near = nearest(name, lint::LINTS.iter().map(|rule| rule.name));
        let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        format!("there is no check called `{name}`{hint}")
    })?;
    let level = Level::parse(level).ok_or_else(|| format!("`{level}` is not `off`, `note`, `warn` or `error`"))?;
    Ok((rule, level))
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// Its name, such as `link-missing` [default: list all]
    pub(crate) name: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Coverage {
    /// One table [default: all of them]
    pub(crate) table: Option<TableName>,
    /// Show all rows, not only those in which something is missing
    #[arg(long)]
    pub(crate) all: bool,
    /// How to print them; csv and json have all rows
    #[arg(long, default_value = "table")]
    pub(crate) format: TableFormat,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableName {
    /// Words of roles, and how far paths get with them
    Targets,
    /// Objectives, their activities and their questions
    Objectives,
    /// Terms, and where they are taught, tested and wanted
    Terms,
    /// Who errs and who leads, by category
    Balance,
    /// What must be read or checked again, by day and owner
    Due,
}

impl TableName {
    pub(crate) fn name(self) -> &'static str {
        match self {
            TableName::Targets => "targets",
            TableName::Objectives => "objectives",
            TableName::Terms => "terms",
            TableName::Balance => "balance",
            TableName::Due => "due",
        }
    }
}

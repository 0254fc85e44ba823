//! The command line; the only door to clap.

use crate::entry::Kind;
use crate::export::{FORMATS, Format};
use crate::host::terminal::Colour;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;

/// Build a two-sided glossary, workshops and quizzes from Markdown
#[derive(Debug, Parser)]
#[command(name = "crosstrain", version, about, disable_help_subcommand = false, propagate_version = true)]
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
    /// Write the book, or some of it, for other programs
    Export(Export),
    /// Work for mdBook: term links, hover cards and questions in a plain book
    Mdbook(Mdbook),
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
    /// Colour output (also NO_COLOR, CLICOLOR_FORCE)
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
    /// Its title, such as "Feature flag"
    pub(crate) title: String,
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
}

impl From<KindName> for Kind {
    fn from(name: KindName) -> Kind {
        match name {
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
        }
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
    /// Leave drafts out, as in the published site
    #[arg(long)]
    pub(crate) no_drafts: bool,
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
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    /// Files or folders to report on [default: the whole site]
    pub(crate) paths: Vec<PathBuf>,
    /// Count warnings as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Show notes too: what is worth a thought, and no problem
    #[arg(long)]
    pub(crate) notes: bool,
    /// How to print problems
    #[arg(long, default_value = "human")]
    pub(crate) format: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    Human,
    Short,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  crosstrain export anki                                the whole glossary and all questions
  crosstrain export anki glossary                       the terms alone
  crosstrain export anki first-month -o month.apkg      what a learning path goes through

Where a format can't carry something, you are told what and where.")]
pub(crate) struct Export {
    /// The format
    #[arg(value_parser = formats())]
    pub(crate) format: String,
    /// Pages by file, title or slug, or folders such as glossary [default: all that the format takes]
    pub(crate) what: Vec<String>,
    /// The file to write; - for standard output [default: named after what is exported]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Include drafts
    #[arg(long)]
    pub(crate) drafts: bool,
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
    /// Say by the exit code whether chapters are enriched for a renderer
    Supports {
        /// Its name
        renderer: String,
    },
}

/// The formats there are, with what each is for.
fn formats() -> PossibleValuesParser {
    let value = |format: &Format| PossibleValue::new(format.name).help(format.summary);
    PossibleValuesParser::new(FORMATS.iter().map(value))
}

//! `crosstrain new`: a page from its template.

use super::{Ended, args, count, shown};
use crate::config::Config;
use crate::diag::{Diagnostics, near};
use crate::edit::{self, Changes, applied, template};
use crate::entry::{Kind, slug_of, valid_slug};
use crate::host::terminal::{print, say};
use crate::host::{Failure, Outcome, apply, disk};
use crate::pipeline::Pipeline;
use crate::source::{Snapshot, SourcePath};
use std::path::Path;

pub(super) fn run(common: &args::Common, args: &args::New) -> Outcome<Ended> {
    let Some(kind) = args.kind.kind() else { return super::new_run::run(common, args) };
    let book = super::book(common)?;
    let title = args.title.trim();
    let slug = slug_of(title);
    if !valid_slug(&slug) {
        return Err(Failure::new(format!("no file name can be made from `{title}`"))
            .help("use a title with letters a to z or digits"));
    }
    let snapshot = book.read(disk::today(), true)?;
    let config = Config::parse(&snapshot.config, &mut Diagnostics::new());
    let audience = audience(kind, args.audience.as_deref(), &config)?;
    let below = SourcePath::new(format!("{}/{slug}.md", kind.folder()));
    let path = SourcePath::new(format!("{}/{below}", config.src));
    let editor = args.edit.then(editor).transpose()?;
    let mut changes = Changes::new();
    let text = template::template(kind, title, audience, &config);
    let text = match kind {
        Kind::Workshop => super::new_workshop::filled(&snapshot, &path, &text, args)?,
        _ => text,
    };
    changes.create(path.clone(), text);
    let summary = snapshot.text(&SourcePath::new(format!("{}/SUMMARY.md", config.src)));
    let listed = summary.filter(|_| kind == Kind::Page);
    if let Some(summary) = listed {
        template::list_chapter(&mut changes, summary, title, &below);
    }
    let files = changes.files(&snapshot);
    apply::apply(&book, &files)?;
    let file = book.root.join(path.as_str());
    print(format_args!("Created {}", shown(&file)));
    if common.quiet == 0 {
        let next = if listed.is_some() { "It is listed at the end of SUMMARY.md." } else { next_step(kind) };
        let mentioned = mentions(&applied(&snapshot, &files), &path);
        let mentioned = match mentioned {
            0 => String::new(),
            pages => format!("  {} it: crosstrain link {title:?} --dry-run\n", mention_it(pages)),
        };
        say(format_args!("\n  {next}\n{mentioned}  Preview it: crosstrain serve"));
    }
    editor.map_or(Ok(()), |editor| open(&editor, &file))?;
    Ok(Ended::Fine)
}

/// How many pages mention a page without a link.
fn mentions(snapshot: &Snapshot, path: &SourcePath) -> usize {
    let site = Pipeline::new().build(snapshot).site;
    site.at_path(path).map_or(0, |ix| edit::link(&site, snapshot, ix).replacements().1)
}

fn mention_it(pages: usize) -> String {
    format!("{} {}", count(pages, "page"), if pages == 1 { "mentions" } else { "mention" })
}

/// The team that a page is for, if that was said.
fn audience<'a>(kind: Kind, wanted: Option<&'a str>, config: &Config) -> Outcome<Option<&'a str>> {
    let Some(wanted) = wanted else { return Ok(None) };
    if template::audience_field(kind).is_none() {
        return Err(Failure::new(format!("{} has no audience of its own", kind.a_word())).help("leave --audience out"));
    }
    let known = || config.teams.iter().map(|team| team.id.as_str()).chain(["both"]);
    if known().any(|id| id == wanted) {
        return Ok(Some(wanted));
    }
    let help = match near(wanted, known()) {
        Some(near) => format!("did you mean `{}`?", near.name),
        None => format!("choose one of {}", known().collect::<Vec<_>>().join(", ")),
    };
    Err(Failure::new(format!("there is no team called `{wanted}`")).help(help))
}

/// The editor that the environment names.
fn editor() -> Outcome<String> {
    let named = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    named.ok_or_else(|| Failure::new("no editor is set").help("set VISUAL or EDITOR, such as EDITOR=nano"))
}

fn open(editor: &str, file: &Path) -> Outcome<()> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = std::process::Command::new(program).args(words).arg(file).status();
    let status = status.map_err(|error| Failure::io(format_args!("can't start the editor `{program}`"), &error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("the editor `{program}` ended with {status}"))) }
}

fn next_step(kind: Kind) -> &'static str {
    match kind {
        Kind::Term => "Fill in the definition (one sentence, at most 30 words) and both views.",
        Kind::FalseFriend => "Say what the word means to each team.",
        Kind::Module => "Write the objectives first, then an activity for each.",
        Kind::Workshop => "List the modules; breaks and times follow. Then: crosstrain workshop agenda",
        Kind::LearningPath => "List the steps in order.",
        Kind::Role => "List the words this role should learn from the other side.",
        Kind::Quiz => "Write the right answer first, then the wrong beliefs people really have.",
        Kind::Worksheet => "Fill in the example as you write: it shows what a good answer looks like.",
        Kind::Friction => "Describe the symptom as an onlooker would.",
        Kind::Page => "List it in SUMMARY.md, so that readers find it.",
    }
}

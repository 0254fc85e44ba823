//! `crosstrain new`: a page from its template.

use super::{Ended, args, shown};
use crate::config::Config;
use crate::data::{Field, Shape};
use crate::diag::Diagnostics;
use crate::entry::{Kind, slug_of, valid_slug};
use crate::host::terminal::{print, say};
use crate::host::{Failure, Outcome, disk};
use std::fmt::Write as _;
use std::io::Write as _;

pub(super) fn run(common: &args::Common, args: &args::New) -> Outcome<Ended> {
    let book = super::book(common)?;
    let kind = Kind::from(args.kind);
    let slug = slug_of(&args.title);
    if !valid_slug(&slug) {
        return Err(Failure::new(format!("no file name can be made from `{}`", args.title))
            .help("use a title with letters a to z or digits"));
    }
    let snapshot = book.read(disk::today(), true)?;
    let config = Config::parse(&snapshot.config, &mut Diagnostics::new());
    let folder = book.src_dir().join(kind.folder());
    let path = folder.join(format!("{slug}.md"));
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::io(format_args!("can't create `{}`", shown(&folder)), &error))?;
    let file = std::fs::File::create_new(&path);
    let mut file = file.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Failure::new(format!("`{}` is there already", shown(&path))).help("choose another title, or edit that page")
        }
        _ => Failure::io(format_args!("can't create `{}`", shown(&path)), &error),
    })?;
    let text = template(kind, args.title.trim(), &config);
    file.write_all(text.as_bytes())
        .map_err(|error| Failure::io(format_args!("can't write `{}`", shown(&path)), &error))?;
    print(format_args!("Created {}", shown(&path)));
    if common.quiet == 0 {
        say(format_args!("\n  {}\n  Preview it: crosstrain serve", next_step(kind)));
    }
    Ok(Ended::Fine)
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

/// The template of a kind: a page that passes the checks and shows what is
/// wanted. It is a draft until the author takes that line out.
pub(crate) fn template(kind: Kind, title: &str, config: &Config) -> String {
    if kind == Kind::Page {
        return format!("# {title}\n\nWrite here.\n");
    }
    let mut text = format!("---\ntitle: {}\nstatus: draft   # take this line out to publish\n", quoted(title));
    for field in kind.fields().iter().filter(|field| field.required) {
        front_matter(&mut text, field, title, config);
    }
    text.push_str("---\n\n");
    text.push_str(&body(kind, config));
    text
}

fn front_matter(text: &mut String, field: &Field, title: &str, config: &Config) {
    let team = config.teams.first().map_or("both", |team| team.id.as_str());
    let _ = match (field.name, field.shape) {
        ("minutes", _) => writeln!(text, "minutes: 30"),
        ("team", _) => writeln!(text, "team: {team}"),
        ("word", _) => writeln!(text, "word: {}", quoted(&title.to_lowercase())),
        (name, Shape::Group) => {
            let _ = writeln!(text, "{name}:");
            config.teams.iter().try_for_each(|team| writeln!(text, "  {}: \"…\"", team.id))
        }
        (name, Shape::List) => writeln!(text, "{name}: []"),
        (name, _) => writeln!(text, "{name}: \"…\"   # {}", field.about),
    };
}

fn body(kind: Kind, config: &Config) -> String {
    match kind {
        Kind::Term => {
            let mut text = String::new();
            for team in &config.teams {
                let _ = write!(text, "## Why {} cares\n\n### A headline of three to six words\n\n…\n\n", team.label);
            }
            text + "## How it works\n\n…\n"
        }
        Kind::FalseFriend => "## The misunderstanding\n\n…\n\n## Say this instead\n\n…\n".to_owned(),
        Kind::Module => "## Why this matters\n\n…\n\n## Run of show\n\n### First activity\n\n```activity\nminutes: 30\nlead: both\nmethod: pairs\nphase: practice\npriority: must\n```\n\nWhat people do.\n\n> [!SAY] …\n\n> [!WATCH] …\n".to_owned(),
        Kind::Workshop => "Who meets, and why.\n".to_owned(),
        Kind::LearningPath => "Who this is for, and how to take it.\n".to_owned(),
        Kind::Role => "## A day and a week\n\n…\n\n## Questions they wish you would ask\n\n- …?\n".to_owned(),
        Kind::Quiz => "## What explains both? {#change-this-id}\n\n```question\nlevel: understand\ndifficulty: 1\n```\n\n- [ ] A belief that people really have\n  > What is sensible in it, and what it would lead to.\n- [x] The right answer\n  > Why, and where to read.\n\n> What to remember.\n".to_owned(),
        Kind::Worksheet => "## First part\n\n### A field {#first-field}\n\n```field\ntype: text\nexample: \"…\"\n```\n\nWhat to write here.\n".to_owned(),
        Kind::Friction => "## How it goes\n\n…\n\n## What to do this week\n\n- …\n".to_owned(),
        Kind::Page => String::new(),
    }
}

/// A YAML scalar that holds any text.
fn quoted(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-' || c == '/')
        && text.chars().any(char::is_alphabetic);
    let word = matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "nan");
    if plain && !word && !text.starts_with('-') {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

//! New pages: what is wanted, shown by a page that passes the checks.

use super::{Changes, line_end};
use crate::config::Config;
use crate::data::{Field, Shape, plain_or_quoted};
use crate::entry::Kind;
use crate::source::{SourceFile, SourcePath, Span};
use std::fmt::Write as _;

/// The template of a kind: a page that passes the checks and shows what is
/// wanted. It is a draft until the author takes that line out, except for a
/// chapter, which is the table of contents' business. `audience` is a team's id.
pub fn template(kind: Kind, title: &str, audience: Option<&str>, config: &Config) -> String {
    if kind == Kind::Page {
        return format!("# {title}\n\nWrite here.\n");
    }
    let mut text = format!("---\ntitle: {}\nstatus: draft   # take this line out to publish\n", plain_or_quoted(title));
    for field in kind.fields().iter().filter(|field| field.required) {
        front_matter(&mut text, field, title, audience, config);
    }
    if let Some(field) = audience_field(kind).filter(|field| *field != "team")
        && let Some(team) = audience
    {
        let _ = writeln!(text, "{field}: {team}");
    }
    for (name, example) in wished(kind) {
        let _ = writeln!(text, "{name}: []   # {example}");
    }
    text.push_str("---\n\n");
    text.push_str(&body(kind, audience, config));
    text
}

/// The field that says whose an entry of a kind is.
pub fn audience_field(kind: Kind) -> Option<&'static str> {
    ["audience", "team", "for"].into_iter().find(|name| kind.fields().iter().any(|field| field.name == *name))
}

/// Lists that may stay empty, but that a good page has, with an example.
fn wished(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Term => {
            &[("aliases", "other names people use"), ("related", "file names of terms, such as [caching, cdn]")]
        }
        Kind::Module => &[
            ("objectives", "such as [{id: explain-layers, level: understand, text: Explain which layers hold a copy}]"),
            ("teaches", "file names of terms"),
        ],
        _ => &[],
    }
}

fn front_matter(text: &mut String, field: &Field, title: &str, audience: Option<&str>, config: &Config) {
    let first = || config.teams.first().map_or("both", |team| team.id.as_str());
    let _ = match (field.name, field.shape) {
        ("minutes", _) => writeln!(text, "minutes: 30"),
        ("team", _) => writeln!(text, "team: {}", audience.unwrap_or_else(first)),
        ("word", _) => writeln!(text, "word: {}", plain_or_quoted(&title.to_lowercase())),
        (name, Shape::Group) => {
            let _ = writeln!(text, "{name}:   # {}", field.about.split(':').next().unwrap_or(""));
            config.teams.iter().try_for_each(|team| writeln!(text, "  {}: \"…\"", team.id))
        }
        (name, Shape::List) => writeln!(text, "{name}: []   # {}", field.about),
        (name, _) => writeln!(text, "{name}: \"…\"   # {}", field.about),
    };
}

fn body(kind: Kind, audience: Option<&str>, config: &Config) -> String {
    match kind {
        Kind::Term => {
            let mut text = String::new();
            for team in config.teams.iter().filter(|team| audience.is_none_or(|id| id == "both" || id == team.id)) {
                let _ = write!(text, "## Why {} cares\n\n### A headline of three to six words\n\n…\n\n", team.label);
            }
            text + "## How it works\n\n…\n"
        }
        Kind::FalseFriend => "## The misunderstanding\n\n…\n\n## Say this instead\n\n…\n".to_owned(),
        Kind::Module => MODULE.to_owned(),
        Kind::Workshop => "Who meets, and why.\n".to_owned(),
        Kind::LearningPath => "Who this is for, and how to take it.\n".to_owned(),
        Kind::Role => "## A day and a week\n\n…\n\n## Questions they wish you would ask\n\n- …?\n".to_owned(),
        Kind::Quiz => QUIZ.to_owned(),
        Kind::Worksheet => WORKSHEET.to_owned(),
        Kind::Friction => "## How it goes\n\n…\n\n## What to do this week\n\n- …\n".to_owned(),
        Kind::Page => String::new(),
    }
}

const MODULE: &str = "\
## Why this matters

…

## Run of show

### First activity

```activity
minutes: 30
lead: both
method: pairs
phase: practice
priority: must
```

What people do.

> [!SAY] …

> [!WATCH] …
";

const QUIZ: &str = "\
## What explains both? {#change-this-id}

```question
level: understand
difficulty: 1
```

What the learner sees or hears.

- [ ] A belief that people really have
  > What is sensible in it, and what it would lead to.
- [x] The answer you hope for
  > Why, and where to read.
- [ ] Another belief that people have
  > What it overlooks.

> What to remember.
";

const WORKSHEET: &str = "\
## First part

### A field {#first-field}

```field
type: text
example: \"…\"
```

What to write here.
";

/// Lists a new chapter in the table of contents, after the last numbered one.
pub fn list_chapter(changes: &mut Changes, summary: &SourceFile, title: &str, below: &SourcePath) {
    let text = &summary.text;
    let end = line_end(text);
    let is_chapter = |line: &str| line.trim_start().starts_with(['-', '*']) && line.contains("](");
    let mut at = 0;
    let mut after = None;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if is_chapter(line) {
            after = Some((at, line.ends_with('\n')));
        }
    }
    let title = title.replace(['[', ']'], "");
    let (at, ended) = after.unwrap_or((text.len(), text.ends_with('\n')));
    let before = if ended || text.is_empty() { "" } else { end };
    changes.replace(&summary.path, Span::at(at), format!("{before}- [{title}]({below}){end}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_is_listed_after_the_last() {
        let listed = |text: &str| {
            let file = SourceFile::new("content/SUMMARY.md".into(), text.to_owned());
            let mut snapshot = crate::source::Snapshot::new("", crate::source::Date { year: 2026, month: 1, day: 1 });
            snapshot.insert("content/SUMMARY.md", text);
            let mut changes = Changes::new();
            list_chapter(&mut changes, &file, "New [one]", &"handbook/new.md".into());
            changes.files(&snapshot)[0].after.clone()
        };
        assert_eq!(
            listed("# S\n\n- [A](a.md)\n  - [B](b.md)\n\n[End](e.md)\n"),
            "# S\n\n- [A](a.md)\n  - [B](b.md)\n- [New one](handbook/new.md)\n\n[End](e.md)\n"
        );
        assert_eq!(listed("- [A](a.md)"), "- [A](a.md)\n- [New one](handbook/new.md)\n");
    }
}

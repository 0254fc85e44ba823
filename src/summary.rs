//! The order of chapters, read from `SUMMARY.md` by mdBook's own parser.

use crate::diag::{Diagnostics, lint};
use crate::source::{SourceFile, Span};
use mdbook_summary::{Link, SummaryItem, parse_summary};

/// One line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A chapter.
    Chapter(Chapter),
    /// The title of a part.
    Part(String),
    /// A line between chapters.
    Separator,
}

/// One chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// What it is called in the table of contents.
    pub title: String,
    /// Its file below the source folder, with `/`; `None` for a draft.
    pub path: Option<String>,
    /// Its number, such as `1.2.`; empty for chapters without one.
    pub number: String,
    /// How deep it is nested, from 0.
    pub depth: usize,
    /// Where `SUMMARY.md` names it.
    pub span: Span,
}

/// Reads the table of contents, flattened in reading order.
pub fn parse(file: &SourceFile, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let summary = match parse_summary(&file.text) {
        Ok(summary) => summary,
        Err(error) => {
            diagnostics.push(message(file, &error));
            return Vec::new();
        }
    };
    let mut reader = Reader { text: &file.text, from: 0, items: Vec::new() };
    for items in [&summary.prefix_chapters, &summary.numbered_chapters, &summary.suffix_chapters] {
        reader.read(items, 0);
    }
    reader.items
}

/// The chapters among the lines.
pub fn chapters(items: &[Item]) -> impl Iterator<Item = &Chapter> {
    items.iter().filter_map(|item| match item {
        Item::Chapter(chapter) => Some(chapter),
        _ => None,
    })
}

struct Reader<'a> {
    text: &'a str,
    /// Where to look for the next link: links come in the order of the text.
    from: usize,
    items: Vec<Item>,
}

impl Reader<'_> {
    fn read(&mut self, items: &[SummaryItem], depth: usize) {
        for item in items {
            match item {
                SummaryItem::Separator => self.items.push(Item::Separator),
                SummaryItem::PartTitle(title) => self.items.push(Item::Part(title.clone())),
                SummaryItem::Link(link) => {
                    let chapter = self.chapter(link, depth);
                    self.items.push(Item::Chapter(chapter));
                    self.read(&link.nested_items, depth + 1);
                }
                // The type is open to new items; those we do not know we can't show.
                _ => {}
            }
        }
    }

    fn chapter(&mut self, link: &Link, depth: usize) -> Chapter {
        let path = link.location.as_ref().map(|path| path.to_string_lossy().replace('\\', "/"));
        let path = path.map(|path| path.trim_start_matches("./").to_owned());
        let written = path.as_deref().unwrap_or("()");
        let span = match self.text[self.from..].find(written) {
            Some(at) => Span::new(self.from + at, self.from + at + written.len()),
            None => Span::at(self.from),
        };
        self.from = span.end as usize;
        let number = link.number.as_ref().map(ToString::to_string).unwrap_or_default();
        Chapter { title: link.name.clone(), path, number, depth, span }
    }
}

fn message(file: &SourceFile, error: &dyn std::fmt::Display) -> crate::diag::Diagnostic {
    // mdBook's message names the place as "line 3, column 5".
    let text = format!("{error:#}");
    let number =
        |after: &str| text.split(after).nth(1)?.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok();
    let line = number("line ").unwrap_or(1).max(1);
    let start: usize = file.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let length = file.text[start..].lines().next().unwrap_or("").len();
    let what = text.rsplit(": ").next().unwrap_or(&text).trim_end_matches('.').to_owned();
    Diagnostics::at(
        &file.path,
        Span::new(start, start + length),
        lint::SUMMARY_SYNTAX,
        format!("the table of contents can't be read: {what}"),
    )
    .label("here")
    .help("a chapter is a list item with a link: `- [Title](file.md)`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_come_in_order_with_numbers_and_places() {
        let text =
            "# Summary\n\n[Intro](README.md)\n\n# Part\n\n- [One](one.md)\n  - [Deep](./sub/deep.md)\n- [Draft]()\n";
        let file = SourceFile::new("src/SUMMARY.md".into(), text.to_owned());
        let items = parse(&file, &mut Diagnostics::new());
        let chapters: Vec<_> =
            chapters(&items).map(|c| (c.title.as_str(), c.path.as_deref(), c.number.as_str(), c.depth)).collect();
        assert_eq!(
            chapters,
            [
                ("Intro", Some("README.md"), "", 0),
                ("One", Some("one.md"), "1.", 0),
                ("Deep", Some("sub/deep.md"), "1.1.", 1),
                ("Draft", None, "2.", 0)
            ]
        );
        assert!(items.contains(&Item::Part("Part".into())));
    }

    #[test]
    fn a_mistake_has_a_place() {
        let file = SourceFile::new("src/SUMMARY.md".into(), "# Summary\n\n- [a](a.md)\n- just text\n".to_owned());
        let mut diagnostics = Diagnostics::new();
        parse(&file, &mut diagnostics);
        let first = diagnostics.iter().next().expect("a diagnostic");
        assert_eq!(first.lint.name, "summary-syntax");
    }
}

//! Messages as rustc draws them; the only door to the snippet renderer.

use super::visible::{self, visible};
use super::{Diagnostic, Level};
use crate::source::{Place, Snapshot, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Title, Patch, Renderer, Snippet};

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// ANSI colours.
    pub colour: bool,
    /// Box-drawing characters rather than ASCII.
    pub unicode: bool,
    /// Width of the terminal in columns.
    pub width: usize,
}

impl Style {
    /// What a log file can show.
    pub const PLAIN: Style = Style { colour: false, unicode: false, width: 120 };
}

/// A line that is longer than this is cut around the blamed span, so that one
/// line of a minified or hostile file can't flood the terminal.
const LONGEST_LINE: usize = 2_000;

/// Draws one problem with the author's own lines.
pub fn render(diagnostic: &Diagnostic, snapshot: &Snapshot, style: Style) -> String {
    let level = match diagnostic.level {
        Level::Error => Title::ERROR,
        Level::Warn => Title::WARNING,
        Level::Note | Level::Off => Title::NOTE,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.lint.name);
    let mut main = Group::with_title(title);
    for (path, annotations) in by_file(diagnostic) {
        let Some(file) = snapshot.text(&path) else {
            main = main.element(annotate_snippets::Origin::path(visible(path.as_str()).into_owned()));
            continue;
        };
        let window = Window::around(&file.text, annotations.iter().map(|(span, ..)| *span));
        let annotations: Vec<Annotation<'_>> = annotations
            .into_iter()
            .map(|(span, label, kind)| {
                kind.span(window.inside(span)).label((!label.is_empty()).then(|| visible(label)))
            })
            .collect();
        main = main.element(
            Snippet::source(harmless(&window.shown()))
                .line_start(window.line)
                .path(visible(path.as_str()).into_owned())
                .fold(true)
                .annotations(annotations),
        );
    }
    let mut report = vec![main];
    report.extend(diagnostic.fix.iter().filter_map(|fix| {
        let mut group = Group::with_title(Title::HELP.secondary_title(visible(&fix.title)));
        for edit in &fix.edits {
            let file = snapshot.text(&edit.place.path)?;
            let window = Window::around(&file.text, [edit.place.span].into_iter());
            let patch = Patch::new(window.inside(edit.place.span), harmless(&edit.text));
            group = group.element(
                Snippet::source(harmless(&window.shown()))
                    .line_start(window.line)
                    .path(visible(edit.place.path.as_str()).into_owned())
                    .fold(true)
                    .patch(patch),
            );
        }
        Some(group)
    }));
    report.extend(diagnostic.help.iter().map(|help| Group::with_title(Title::HELP.secondary_title(visible(help)))));
    report.extend(diagnostic.notes.iter().map(|note| Group::with_title(Title::NOTE.secondary_title(visible(note)))));
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let decor = if style.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
    renderer.decor_style(decor).term_width(style.width).render(&report)
}

type Mark<'a> = (Span, &'a str, AnnotationKind);

/// The blamed span and the labels, grouped by file, the blamed file first.
fn by_file(diagnostic: &Diagnostic) -> Vec<(crate::source::SourcePath, Vec<Mark<'_>>)> {
    let primary: (&Place, &str, AnnotationKind) = (&diagnostic.place, &diagnostic.label, AnnotationKind::Primary);
    let labels = diagnostic.labels.iter().map(|label| (&label.place, label.text.as_str(), AnnotationKind::Context));
    let mut files: Vec<(crate::source::SourcePath, Vec<Mark<'_>>)> = Vec::new();
    for (place, text, kind) in std::iter::once(primary).chain(labels) {
        let mark = (place.span, text, kind);
        match files.iter_mut().find(|(path, _)| *path == place.path) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((place.path.clone(), vec![mark])),
        }
    }
    files
}

/// The part of a text that is handed to the renderer: whole lines around the
/// spans, so that a large file is not scanned for a small message.
struct Window<'a> {
    text: &'a str,
    line: usize,
    start: usize,
}

impl<'a> Window<'a> {
    fn around(text: &'a str, spans: impl Iterator<Item = Span>) -> Window<'a> {
        let (from, to) =
            spans.fold((text.len(), 0), |(from, to), span| (from.min(span.start as usize), to.max(span.end as usize)));
        let (from, to) = (from.min(text.len()), to.min(text.len()));
        let bytes = text.as_bytes();
        let mut start = memchr::memrchr(b'\n', &bytes[..from]).map_or(0, |at| at + 1);
        let mut end = memchr::memchr(b'\n', &bytes[to..]).map_or(text.len(), |at| to + at);
        if from - start > LONGEST_LINE {
            start = boundary(text, from - LONGEST_LINE / 2);
        }
        if end - to > LONGEST_LINE {
            end = boundary(text, to + LONGEST_LINE / 2);
        }
        let line = memchr::memchr_iter(b'\n', &bytes[..start]).count() + 1;
        Window { text: &text[start..end], line, start }
    }

    /// The text with Windows' line ends taken for spaces: the renderer would draw
    /// them, and no place may move.
    fn shown(&self) -> String {
        let text = self.text.replace("\r\n", " \n");
        match text.strip_suffix('\r') {
            Some(rest) => format!("{rest} "),
            None => text,
        }
    }

    fn inside(&self, span: Span) -> std::ops::Range<usize> {
        let clamp = |at: u32| boundary(self.text, (at as usize).saturating_sub(self.start).min(self.text.len()));
        clamp(span.start)..clamp(span.end)
    }
}

/// Text in which the controls that the renderer lets through are marks of the
/// same length, so that spans still fit.
fn harmless(text: &str) -> String {
    if !text.contains(|c| visible::unseen(c) && c.len_utf8() > 1) {
        return text.to_owned();
    }
    let seen = |c: char| match (visible::unseen(c), c.len_utf8()) {
        (true, 2) => '\u{a4}',
        (true, 3) => char::REPLACEMENT_CHARACTER,
        _ => c,
    };
    text.chars().map(seen).collect()
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

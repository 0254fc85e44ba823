//! The way back from the text that resulted to the text that was written.

use super::find;
use crate::diag::{Diagnostic, Edit};
use crate::source::{Place, SourceFile, Span};
use imara_diff::{Algorithm, Diff, InternedInput};

/// Moves a diagnostic about the resulting text to the text that was written.
/// What stands in included text is blamed on the directive that brought it.
pub fn moved_back(mut diagnostic: Diagnostic, written: &SourceFile, expanded: &SourceFile) -> Diagnostic {
    let map = Map::new(&written.text, &expanded.text);
    let mut inside = false;
    let mut place = |place: &mut Place| {
        if place.path == written.path {
            let (span, included) = map.back(place.span);
            // Short texts between directives may be found in the wrong place.
            let same = span.text(&written.text) == place.span.text(&expanded.text);
            inside |= included || !same;
            place.span = if included || same { span } else { map.directive_at(span) };
        }
    };
    place(&mut diagnostic.place);
    diagnostic.labels.iter_mut().for_each(|label| place(&mut label.place));
    let edits = diagnostic.fix.iter_mut().flat_map(|fix| fix.edits.iter_mut());
    edits.for_each(|edit: &mut Edit| place(&mut edit.place));
    if inside {
        // An edit of the directive would not mend the included text.
        diagnostic.fix = None;
        let how = if map.rewritten { "a preprocessor made here" } else { "is included here" };
        diagnostic.notes.push(format!("it stands in the text that {how}"));
    }
    diagnostic
}

/// The text that results after a change of what was written around the
/// directives: each still brings what it brought. Nothing where directives were
/// added or taken out.
pub fn carried_over(written: &str, expanded: &str, changed: &str) -> Option<String> {
    let directives = find(written);
    let after = find(changed);
    if directives.len() != after.len() {
        return None;
    }
    let mut result = String::with_capacity(expanded.len());
    let (mut at, mut at_after, mut from) = (0, 0, 0);
    for (index, (directive, new)) in directives.iter().zip(&after).enumerate() {
        let before = &written[at..directive.span.start as usize];
        let start = from + expanded.get(from..)?.strip_prefix(before).map(|_| before.len())?;
        at = directive.span.end as usize;
        // What a directive brings ends where the text after it begins.
        let next = directives.get(index + 1).map_or(written.len(), |next| next.span.start as usize);
        let literal = &written[at..next];
        let last = index + 1 == directives.len();
        from = match last {
            true => expanded.strip_suffix(literal)?.len(),
            false => start + expanded[start..].find(literal).filter(|_| !literal.is_empty())?,
        };
        result.push_str(&changed[at_after..new.span.start as usize]);
        result.push_str(expanded.get(start..from)?);
        at_after = new.span.end as usize;
    }
    result.push_str(&changed[at_after..]);
    Some(result)
}

/// A span of the resulting text in the text that was written; nothing for what
/// stands in included text.
pub fn back(span: Span, written: &SourceFile, expanded: &SourceFile) -> Option<Span> {
    let (span, included) = Map::new(&written.text, &expanded.text).back(span);
    (!included).then_some(span)
}

/// Runs of text that both have, in order.
struct Map {
    /// Start in the result, start in the original, length.
    runs: Vec<(usize, usize, usize)>,
    /// What was replaced, in the original: directives, or lines that a program rewrote.
    directives: Vec<Span>,
    /// Whether more changed than directives.
    rewritten: bool,
}

impl Map {
    fn new(written: &str, expanded: &str) -> Map {
        let directives: Vec<Span> = find(written).into_iter().map(|directive| directive.span).collect();
        let mut runs = Vec::new();
        let (mut at, mut from) = (0, 0);
        let mut rewritten = false;
        let ends = directives.iter().map(|span| span.range()).chain(std::iter::once(written.len()..written.len()));
        for directive in ends {
            let literal = &written[at..directive.start];
            let last = directive.start == written.len();
            // The last run reaches to the end, so it is found from there.
            let found = if last && expanded.ends_with(literal) {
                Some(expanded.len() - literal.len())
            } else {
                expanded[from..].find(literal).map(|found| found + from)
            };
            if let Some(found) = found.filter(|_| !literal.is_empty()) {
                runs.push((found, at, literal.len()));
                from = found + literal.len();
            }
            rewritten |= found.is_none();
            at = directive.end;
        }
        if rewritten { Map::of_lines(written, expanded) } else { Map { runs, directives, rewritten } }
    }

    /// By lines that both have: preprocessors may change any other.
    fn of_lines(written: &str, expanded: &str) -> Map {
        let mut map = Map { runs: Vec::new(), directives: Vec::new(), rewritten: true };
        let mut lines = InternedInput::default();
        lines.update_before(cut(written));
        lines.update_after(cut(expanded));
        let (before, after) = (ends(written), ends(expanded));
        // What both have from here on, in lines.
        let (mut old, mut new) = (0, 0);
        let same = |map: &mut Map, old: usize, new: usize, old_end: usize| {
            if old < old_end {
                map.runs.push((after[new], before[old], before[old_end] - before[old]));
            }
        };
        for hunk in Diff::compute(Algorithm::Histogram, &lines).hunks() {
            let (start, end) = (hunk.before.start as usize, hunk.before.end as usize);
            same(&mut map, old, new, start);
            let (at, to) = (before[start], before[end]);
            map.directives.push(Span::new(at, at + written[at..to].trim_end().len()));
            (old, new) = (end, hunk.after.end as usize);
        }
        same(&mut map, old, new, before.len() - 1);
        map
    }

    /// The directive that is nearest before a place, or the first.
    fn directive_at(&self, span: Span) -> Span {
        let before = self.directives.iter().rfind(|directive| directive.start <= span.start);
        before.or(self.directives.first()).copied().unwrap_or(span)
    }

    /// A span in the original, and whether it stands for included text.
    fn back(&self, span: Span) -> (Span, bool) {
        let start = span.start as usize;
        let run = self.runs.iter().rfind(|(found, ..)| *found <= start);
        match run {
            Some((found, at, length)) if start < found + length || (start == found + length && span.is_empty()) => {
                let end = (span.end as usize).min(found + length);
                (Span::new(at + start - found, at + end - found), false)
            }
            _ => {
                let after = run.map_or(0, |(_, at, length)| at + length);
                let directive =
                    self.directives.iter().find(|span| span.start as usize >= after).or(self.directives.last());
                (directive.copied().unwrap_or_default(), true)
            }
        }
    }
}

/// Lines with their ends; those that end in CR LF leave the LF as a line of its own.
fn cut(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['\r', '\n'])
}

/// Where the lines of [`cut`] end, and the beginning.
fn ends(text: &str) -> Vec<usize> {
    let mut end = 0;
    std::iter::once(0)
        .chain(cut(text).map(|line| {
            end += line.len();
            end
        }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_brought_stays() {
        let written = "one {{#include a}} two\n{{#include b}}\n";
        let expanded = "one LONG\nTEXT two\nB\n";
        let changed = "ONE {{#include c/a}} two [x](y)\n{{#include b}}";
        assert_eq!(carried_over(written, expanded, changed).as_deref(), Some("ONE LONG\nTEXT two [x](y)\nB"));
        assert_eq!(carried_over(written, expanded, "one\n"), None);
        assert_eq!(carried_over("plain", "plain", "other").as_deref(), Some("other"));
    }

    #[test]
    fn places_are_found_again() {
        let written = "one\n{{#include a}}\ntwo [x](y.md)\n";
        let expanded = "one\nLONG\nTEXT\ntwo [x](y.md)\n";
        let map = Map::new(written, expanded);
        let span = |text: &str, what: &str| {
            let at = text.find(what).expect("text");
            Span::new(at, at + what.len())
        };
        assert_eq!(map.back(span(expanded, "y.md")), (span(written, "y.md"), false));
        assert_eq!(map.back(span(expanded, "one")), (span(written, "one"), false));
        assert_eq!(map.back(span(expanded, "TEXT")), (span(written, "{{#include a}}"), true));
    }
    #[test]
    fn places_are_found_again_behind_a_program() {
        let written = "one\r\n\n$x$\rand [y](y.md)\n\ntwo [z](z.md)\n";
        let expanded = "<style>\n\none\r\n\n<i>x</i>\rand [y](y.md)\n\ntwo [z](z.md)\n\nmore\n";
        let map = Map::new(written, expanded);
        let span = |text: &str, what: &str| {
            let at = text.find(what).expect("text");
            Span::new(at, at + what.len())
        };
        assert!(map.rewritten);
        assert_eq!(map.back(span(expanded, "z.md")), (span(written, "z.md"), false));
        assert_eq!(map.back(span(expanded, "y.md")), (span(written, "y.md"), false));
        assert_eq!(map.back(span(expanded, "<i>")), (span(written, "$x$"), true));
        assert_eq!(map.back(span(expanded, "<style>")).0, Span::at(0));
        assert_eq!(map.back(span(expanded, "more")).0, Span::at(written.len()));
    }
}

//! Sets words with a font as outlines: letter beside letter, kerned, from either side.
//!
//! A library that sets the scripts of the world took a tenth of the time of building the
//! program, for thirty pictures. What it alone could do, letters that join (Arabic) or
//! that marks gather around (Devanagari), is not attempted: no word at all reads better
//! than one in pieces.

use std::fmt::Write;
use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face, GlyphId, Tag};
use unicode_bidi::{BidiInfo, Level};
use unicode_joining_type::{JoiningType, get_joining_type};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A font, and the tables that say which of its letters stand closer.
pub(super) struct Font<'a> {
    face: Face<'a>,
    pairs: Vec<PairAdjustment<'a>>,
}

/// Words as a drawing that begins at the left end of their line.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Data of an SVG path (SVG 2, 9.3).
    pub(super) path: String,
    /// How far they reach, in the same unit as their size.
    pub(super) width: f32,
}

impl<'a> Font<'a> {
    /// Reads a font; nothing where it is none.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Font<'a>> {
        let face = Face::parse(bytes, 0).ok()?;
        let pairs = kerning(&face);
        Some(Font { face, pairs })
    }

    /// Words in a size, in a line that is read from the right or from the left. Nothing
    /// where the font lacks a letter or letters would have to be shaped by their neighbors.
    pub(super) fn set(&self, words: &str, size: f32, right_to_left: bool) -> Option<Outline> {
        let scale = size / f32::from(self.face.units_per_em());
        let mut pen = Pen { path: String::new(), x: 0.0, scale };
        let mut last = None;
        for letter in visible(words, right_to_left)? {
            let glyph = self.face.glyph_index(letter).filter(|glyph| *glyph != GlyphId(0))?;
            pen.x += last.map_or(0.0, |last| scale * f32::from(self.kern(last, glyph)));
            self.face.outline_glyph(glyph, &mut pen);
            pen.x += scale * f32::from(self.face.glyph_hor_advance(glyph)?);
            last = Some(glyph);
        }
        Some(Outline { path: pen.path, width: pen.x })
    }

    /// By how much the second of two letters moves, in units of the font. The first table
    /// that covers the first letter and knows the pair decides (OpenType, GPOS type 2).
    fn kern(&self, first: GlyphId, second: GlyphId) -> i16 {
        let known = self.pairs.iter().find_map(|pairs| {
            let at = pairs.coverage().get(first)?;
            let (record, _) = match pairs {
                PairAdjustment::Format1 { sets, .. } => sets.get(at)?.get(second)?,
                PairAdjustment::Format2 { classes, matrix, .. } => {
                    matrix.get((classes.0.get(first), classes.1.get(second)))?
                }
            };
            Some(record.x_advance)
        });
        known.unwrap_or_default()
    }
}

/// The tables behind the feature `kern`.
fn kerning<'a>(face: &Face<'a>) -> Vec<PairAdjustment<'a>> {
    let Some(table) = face.tables().gpos else { return Vec::new() };
    let mut lookups: Vec<u16> = table
        .features
        .into_iter()
        .filter(|feature| feature.tag == Tag::from_bytes(b"kern"))
        .flat_map(|feature| feature.lookup_indices)
        .collect();
    lookups.sort_unstable();
    lookups.dedup();
    let tables = lookups.into_iter().filter_map(|at| table.lookups.get(at));
    tables
        .flat_map(|lookup| lookup.subtables.into_iter::<PositioningSubtable<'_>>())
        .filter_map(|table| match table {
            PositioningSubtable::Pair(pairs) => Some(pairs),
            _ => None,
        })
        .collect()
}

/// The letters of a line from left to right (UAX #9), each in one piece. Nothing where
/// some join or carry marks.
fn visible(words: &str, right_to_left: bool) -> Option<Vec<char>> {
    let words: String = words.nfc().collect();
    if words.chars().any(|letter| is_combining_mark(letter) || joins(letter)) {
        return None;
    }
    let level = if right_to_left { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(&words, Some(level));
    let mut letters = Vec::with_capacity(words.len());
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let text = words[run.clone()].chars();
            if levels[run.start].is_rtl() {
                letters.extend(text.rev().map(mirrored));
            } else {
                letters.extend(text);
            }
        }
    }
    Some(letters)
}

/// Whether a letter changes its shape beside another.
fn joins(letter: char) -> bool {
    use JoiningType::{DualJoining, JoinCausing, LeftJoining, RightJoining};
    matches!(get_joining_type(letter), DualJoining | LeftJoining | RightJoining | JoinCausing)
}

/// What a title may hold that opens the other way when it is read from the right (UAX #9, L4).
fn mirrored(letter: char) -> char {
    const PAIRS: [(char, char); 6] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»'), ('‹', '›')];
    let other = PAIRS.iter().find_map(|&(open, close)| match letter {
        letter if letter == open => Some(close),
        letter if letter == close => Some(open),
        _ => None,
    });
    other.unwrap_or(letter)
}

/// Writes outlines as data of a path, down instead of up.
struct Pen {
    path: String,
    /// Where the letter begins.
    x: f32,
    scale: f32,
}

impl Pen {
    /// A command and the points after it; a hundredth of a unit is below what anybody sees.
    fn put<const N: usize>(&mut self, command: char, points: [(f32, f32); N]) {
        self.path.push(command);
        for (x, y) in points {
            let (x, y) = (self.x + self.scale * x, -self.scale * y);
            let _ = write!(self.path, "{x:.2} {y:.2} ");
        }
    }
}

impl ttf_parser::OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.put('M', [(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.put('L', [(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.put('Q', [(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.put('C', [(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The font of the shipped theme.
    const FONT: &[u8] = include_bytes!("../../themes/default/social/card.ttf");

    fn set(words: &str) -> Option<Outline> {
        Font::new(FONT).expect("a font").set(words, 100.0, false)
    }

    fn width(words: &str) -> f32 {
        set(words).expect("letters of the font").width
    }

    #[test]
    fn letters_stand_beside_each_other_and_some_stand_closer() {
        assert_eq!(set("").map(|outline| (outline.path, outline.width)), Some((String::new(), 0.0)));
        assert!((width("nn") - 2.0 * width("n")).abs() < 0.01);
        assert!(width("To") < width("T") + width("o"), "kerned");
        let i = set("i").expect("a letter").path;
        assert_eq!(i.matches('Z').count(), 2, "a stem and a dot: {i}");
        assert!(i.starts_with('M') && i.contains(" -"), "letters stand on their line: {i}");
    }

    #[test]
    fn an_accent_may_be_written_apart_but_no_letter_comes_in_pieces() {
        assert_eq!(width("e\u{301}"), width("é"));
        for words in ["x\u{331}", "سلام", "हिन्दी", "字", "ߞߎ"] {
            assert!(set(words).is_none(), "{words}");
        }
    }

    #[test]
    fn lines_are_set_as_they_are_seen() {
        let seen = |words, right_to_left| visible(words, right_to_left).map(String::from_iter);
        assert_eq!(seen("ab (c)", false).as_deref(), Some("ab (c)"));
        assert_eq!(seen("אב (ג)", true).as_deref(), Some("(ג) בא"));
        assert_eq!(seen("אב CRM", true).as_deref(), Some("CRM בא"));
        assert_eq!(seen("CRM אב", false).as_deref(), Some("CRM בא"));
        assert_eq!(seen("", true).as_deref(), Some(""));
    }

    #[test]
    fn what_is_no_font_is_none() {
        for end in [0, 3, 11, 100, FONT.len() / 2] {
            let _ = Font::new(&FONT[..end]).map(|font| font.set("Common Ground", 80.0, false));
        }
        assert!(Font::new(b"no font").is_none());
    }
}

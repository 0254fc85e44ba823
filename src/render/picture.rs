//! Draws the pictures of [`social`](super::social).

use super::social::Face;
use super::template;
use super::view::Maker;
use super::web::xml_text;
use crate::entry::Audience;
use resvg::{tiny_skia, usvg};
use serde::Serialize;
use std::sync::Arc;

/// What `card.xml` sees.
#[derive(Debug, Serialize)]
struct CardView<'a> {
    /// The inks of the mark: the circle, the square, and where they overlap.
    inks: [&'a str; 3],
    mark_x: u32,
    text_x: u32,
    anchor: &'static str,
    size: u32,
    lines: Vec<Line>,
    kind: &'a str,
    who: &'a str,
    ink: &'a str,
}

#[derive(Debug, Serialize)]
struct Line {
    y: u32,
    text: String,
}

/// The inks of the teams on white paper, as in the style sheet, and a wash of each.
const INKS: [(&str, &str); 6] = [
    ("#c33315", "#ffeee8"),
    ("#2649c0", "#ebf0ff"),
    ("#007143", "#e6f6ec"),
    ("#8a5700", "#faf0de"),
    ("#006b7c", "#e3f4f8"),
    ("#9b2462", "#fdedf4"),
];
const SHARED_INK: &str = "#55285c";
/// The inks of the mark where it stands for all: printed flat, circle and square.
const FLAT: [&str; 3] = ["#f48c6c", "#8aa4ef", SHARED_INK];

/// Draws the picture of a face as PNG. An error is a mistake in the template.
pub(super) fn draw(maker: &Maker<'_>, face: Face) -> Result<Vec<u8>, String> {
    let tree = tree(maker, face, true)?;
    // Letters that the font lacks would be boxes: then the mark speaks for itself.
    let tree = if has_all_letters(tree.root()) { tree } else { self::tree(maker, face, false)? };
    let mut pixels = tiny_skia::Pixmap::new(1200, 630).ok_or("there is no room for a picture")?;
    resvg::render(&tree, tiny_skia::Transform::default(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}

/// The picture as a drawing; `words` says whether with its words.
fn tree(maker: &Maker<'_>, face: Face, words: bool) -> Result<usvg::Tree, String> {
    let audience = face.and_then(|(_, audience)| audience);
    let who = audience.map(|audience| xml_text(&maker.who(audience).label)).unwrap_or_default();
    let kind = face.map(|(kind, _)| xml_text(&maker.kind_label(kind))).unwrap_or_default();
    let (inks, ink) = inks(audience);
    let title = xml_text(&maker.text(&maker.site.config.title));
    let (size, lines) = lines(if words { &title } else { "" });
    let right_to_left = maker.theme.direction() == "rtl";
    let view = CardView {
        inks,
        mark_x: if right_to_left { 80 } else { 683 },
        text_x: if right_to_left { 1120 } else { 80 },
        anchor: if right_to_left { "end" } else { "start" },
        size,
        lines,
        kind: if words { &kind } else { "" },
        who: if words { &who } else { "" },
        ink,
    };
    let context = tera::Context::from_serialize(&view).map_err(|error| error.to_string())?;
    let svg = template::text(&maker.theme.tera, "card.xml", &context).map_err(|error| error.to_string())?;
    let mut options = usvg::Options {
        // A drawing takes in no files.
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    if let Some(font) = maker.theme.bytes("social/card.ttf") {
        let source = usvg::fontdb::Source::Binary(Arc::new(font.to_vec()));
        options.fontdb_mut().load_font_source(source);
    }
    usvg::Tree::from_str(&svg, &options).map_err(|error| format!("the template `card.xml` is no drawing: {error}"))
}

/// A team's own part of the mark is printed in its ink, what all share in the ink of both.
fn inks(audience: Option<Audience>) -> ([&'static str; 3], &'static str) {
    match audience {
        None => (FLAT, SHARED_INK),
        Some(Audience::Both) => (["#fbe3db", "#dfe6fb", SHARED_INK], SHARED_INK),
        Some(Audience::Team(team)) => {
            let (ink, wash) = INKS[team % INKS.len()];
            // The square is every second team's; where the shapes overlap both see the same.
            if team % 2 == 0 { ([ink, "#eceef4", wash], ink) } else { (["#eceef4", ink, wash], ink) }
        }
    }
}

/// A title in lines, as large as they fit.
fn lines(title: &str) -> (u32, Vec<Line>) {
    let broken = |size: u32, most: usize| {
        // Letters of this weight are about three fifths as wide as high.
        let room = (960 / size) as usize;
        let mut lines: Vec<String> = Vec::new();
        for word in title.split_whitespace() {
            match lines.last_mut() {
                Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        (lines.len() <= most && lines.iter().all(|line| line.chars().count() <= room)).then_some((size, lines))
    };
    let (size, lines) = broken(80, 3)
        .or_else(|| broken(60, 4))
        .or_else(|| broken(44, 6))
        .unwrap_or_else(|| (44, vec![title.chars().take(22).chain(['…']).collect()]));
    let step = size * 6 / 5;
    let first = 335 + size / 3 - step * (lines.len() as u32).saturating_sub(1) / 2;
    let lines = lines.into_iter().zip(0..).map(|(text, at): (String, u32)| Line { y: first + at * step, text });
    (size, lines.collect())
}

/// Whether the font has a letter for all that is to be written.
fn has_all_letters(group: &usvg::Group) -> bool {
    group.children().iter().all(|node| match node {
        usvg::Node::Group(group) => has_all_letters(group),
        usvg::Node::Text(text) => {
            let mut glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
            !text.layouted().is_empty() && glyphs.all(|glyph| glyph.id != usvg::GlyphId(0))
        }
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_broken_between_words_and_shrink_until_they_fit() {
        let broken = |title: &str| {
            let (size, lines) = lines(title);
            (size, lines.into_iter().map(|line| line.text).collect::<Vec<_>>())
        };
        assert_eq!(broken("Common Ground"), (80, vec!["Common".to_owned(), "Ground".to_owned()]));
        assert_eq!(broken("Responsibilities"), (60, vec!["Responsibilities".to_owned()]));
        assert_eq!(broken(&"w".repeat(90)), (44, vec![format!("{}…", "w".repeat(22))]));
        assert_eq!(broken(""), (80, vec![]));
        let (_, two) = lines("Common Ground");
        assert!(two[0].y < 335 + 80 && two[1].y - two[0].y == 96, "lines follow each other around the middle");
    }
}

//! Draws the pictures of [`social`](super::social).

use super::letters::Font;
use super::social::Face;
use super::template;
use super::view::Maker;
use crate::entry::Audience;
use resvg::{tiny_skia, usvg};
use serde::Serialize;

/// What `card.xml` sees. Words are there as outlines: a drawing has no fonts.
#[derive(Debug, Serialize)]
struct CardView<'a> {
    /// The inks of the mark: the circle, the square, and where they overlap.
    inks: [&'a str; 3],
    mark_x: u32,
    /// The title, line by line.
    title: Vec<Words>,
    kind: Option<Words>,
    who: Option<Words>,
    ink: &'a str,
}

/// Words and where their line begins.
#[derive(Debug, Serialize)]
struct Words {
    x: f32,
    y: u32,
    /// Data of a path.
    path: String,
}

/// The place that words have beside the mark, in pixels.
const ROOM: f32 = 568.0;

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
    let svg = drawing(maker, face)?;
    let options = usvg::Options {
        // A drawing takes in no files.
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    let wrong = |what: &dyn std::fmt::Display| format!("the template `card.xml` is no drawing: {what}");
    if svg.contains("<text") {
        return Err(wrong(
            &"it has `<text>`, but no fonts; write `<path d=\"{{ line.path }}\"/>` for each `line` of `title`",
        ));
    }
    let tree = usvg::Tree::from_str(&svg, &options).map_err(|error| wrong(&error))?;
    let mut pixels = tiny_skia::Pixmap::new(1200, 630).ok_or("there is no room for a picture")?;
    resvg::render(&tree, tiny_skia::Transform::default(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}

/// The picture as an SVG drawing.
fn drawing(maker: &Maker<'_>, face: Face) -> Result<String, String> {
    let audience = face.and_then(|(_, audience)| audience);
    let (inks, ink) = inks(audience);
    let right_to_left = maker.theme.direction() == "rtl";
    let words = |font: &Font<'_>| {
        let set = |text: &str, size: u32, y: u32| {
            let outline = font.set(text, size as f32, right_to_left)?;
            let x = if right_to_left { 1120.0 - outline.width } else { 80.0 };
            Some(Words { x, y, path: outline.path })
        };
        let label = |text: Option<String>, size, y| text.map_or(Some(None), |text| set(&text, size, y).map(Some));
        let (size, title) = lines(&maker.text(&maker.site.config.title), |text, size| {
            Some(font.set(text, size as f32, right_to_left)?.width)
        })?;
        let title = title.iter().map(|(text, y)| set(text, size, *y)).collect::<Option<Vec<_>>>()?;
        let kind = label(face.map(|(kind, _)| maker.kind_label(kind)), 36, 120)?;
        let who = label(audience.map(|audience| maker.who(audience).label.clone()), 40, 548)?;
        Some((title, kind, who))
    };
    // Where the font can't set a word, the mark speaks for itself.
    let font = maker.theme.bytes("social/card.ttf").and_then(Font::new);
    let (title, kind, who) = font.as_ref().and_then(words).unwrap_or_default();
    let view = CardView { inks, mark_x: if right_to_left { 80 } else { 683 }, title, kind, who, ink };
    let context = tera::Context::from_serialize(&view).map_err(|error| error.to_string())?;
    template::text(&maker.theme.tera, "card.xml", &context).map_err(|error| error.to_string())
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

/// A title in lines as large as they fit: their size, and each with its height. `width`
/// tells how far words of a size reach; nothing where it does not know.
fn lines(title: &str, width: impl Fn(&str, u32) -> Option<f32>) -> Option<(u32, Vec<(String, u32)>)> {
    const SIZES: [(u32, usize); 4] = [(104, 2), (80, 3), (60, 4), (44, 6)];
    let (smallest, _) = SIZES[3];
    width(title, smallest)?;
    let fits = |line: &str, size: u32| width(line, size).is_some_and(|width| width <= ROOM);
    let broken = |size: u32| {
        let mut lines: Vec<String> = Vec::new();
        for word in title.split_whitespace() {
            match lines.last_mut() {
                Some(line) if fits(&format!("{line} {word}"), size) => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    };
    let all = SIZES.iter().map(|&(size, most)| (size, most, broken(size)));
    let fitting =
        all.into_iter().find(|(size, most, lines)| lines.len() <= *most && lines.iter().all(|line| fits(line, *size)));
    let (size, lines) = match fitting {
        Some((size, _, lines)) => (size, lines),
        None => (smallest, vec![title.chars().take(20).chain(['…']).collect()]),
    };
    let step = size * 6 / 5;
    let first = 335 + size / 3 - step * (lines.len() as u32).saturating_sub(1) / 2;
    Some((size, lines.into_iter().zip((first..).step_by(step as usize)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_broken_between_words_and_shrink_until_they_fit() {
        // Each letter half as wide as high.
        let wide = |text: &str, size: u32| Some(text.chars().count() as f32 * size as f32 / 2.0);
        let broken = |title: &str| {
            let (size, lines) = lines(title, wide).expect("letters have a width");
            (size, lines.into_iter().map(|(text, _)| text).collect::<Vec<_>>())
        };
        assert_eq!(broken("Common Ground"), (104, vec!["Common".to_owned(), "Ground".to_owned()]));
        assert_eq!(broken("Common Ground Between"), (80, vec!["Common Ground".to_owned(), "Between".to_owned()]));
        assert_eq!(broken("Responsibilities"), (60, vec!["Responsibilities".to_owned()]));
        assert_eq!(broken(&"w".repeat(90)), (44, vec![format!("{}…", "w".repeat(20))]));
        assert_eq!(broken(""), (104, vec![]));
        let (_, two) = lines("Common Ground", wide).expect("letters have a width");
        assert!(two[0].1 < 335 + 104 && two[1].1 - two[0].1 == 124, "lines follow each other around the middle");
        assert!(lines("Common Ground", |_, _| None).is_none());
    }
}

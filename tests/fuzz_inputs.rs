//! Does any text build? The functions of the fuzz targets, on stable Rust: the
//! kept inputs, and a fixed number of changed ones.
//!
//! `CROSSTRAIN_FUZZ=100000 cargo test --release --test main -- fuzz_inputs` tries more.

#[path = "fuzz/inputs.rs"]
mod inputs;

use std::fs;

/// Pieces that mean something to some stage.
const PIECES: &[&str] = &[
    "---\n",
    "```question\n",
    "```activity\n",
    "```field\n",
    "```\n",
    "## ",
    "{#id}",
    "[[",
    "]]",
    "](",
    "![",
    "> [!SAY] ",
    "- [x] ",
    "- [ ] ",
    "  > ",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<b onclick=\"x\">",
    "<svg>",
    "javascript:",
    "{{#include ",
    "}}",
    "{{ ",
    "{% ",
    "&#0;",
    "&lt;",
    "\\",
    "\0",
    "\u{202e}",
    "\u{feff}",
    "e\u{301}",
    "\r\n",
    "\t",
    ": ",
    "title: ",
    "aliases: [",
    "&a",
    "*a",
    "<<: ",
    "!!",
    "[^a]",
    "|---|",
    "\n: ",
    "1. ",
    "*",
    "_",
    "`",
    "\"",
    "'",
    "#",
    "[output.",
    "\n\n",
    "[[fact]]\n",
    "\u{9b}",
    "minutes: 99999",
    "\u{1f469}\u{200d}",
];

/// Pseudo-random numbers: the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// A text that is a little different, or a mix of two.
    fn changed(&mut self, text: &str, other: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..=self.below(6) {
            let (a, b) = (self.place(&text), self.place(&text));
            let (a, b) = (a.min(b), a.max(b));
            match self.below(5) {
                0 => text.insert_str(a, PIECES[self.below(PIECES.len())]),
                1 => text.replace_range(a..b, ""),
                2 => text.replace_range(a..b, PIECES[self.below(PIECES.len())]),
                3 => {
                    let again = text[a..b].to_owned();
                    text.insert_str(a, &again);
                }
                _ => text.insert_str(a, &other[self.place(other)..]),
            }
            let end = {
                let mut end = text.len().min(4_000);
                while !text.is_char_boundary(end) {
                    end -= 1
                }
                end
            };
            text.truncate(end);
        }
        text
    }
}

/// The inputs that are kept for a target.
fn kept(target: &str) -> Vec<Vec<u8>> {
    let folder = crate::support::root().join("tests/fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|_| panic!("no inputs for {target}"));
    let mut kept: Vec<_> = entries.map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    kept.sort();
    kept
}

/// How many changed inputs are tried.
fn times() -> usize {
    std::env::var("CROSSTRAIN_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

fn tried(target: &str, run: fn(&str)) {
    let kept: Vec<String> = kept(target).iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    let mut dice = Dice(target.len() as u64);
    kept.iter().for_each(|text| run(text));
    for _ in 0..times() {
        let (a, b) = (dice.below(kept.len()), dice.below(kept.len()));
        let text = dice.changed(&kept[a], &kept[b]);
        if std::panic::catch_unwind(|| run(&text)).is_err() {
            panic!("{target} stopped at this input; keep it in tests/fuzz/corpus/{target}:\n{text:?}");
        }
    }
}

#[test]
fn front_matter() {
    tried("front_matter", inputs::front_matter);
}

#[test]
fn markdown() {
    tried("markdown", inputs::markdown);
}

#[test]
fn blocks() {
    tried("blocks", inputs::blocks);
}

#[test]
fn summary() {
    tried("summary", inputs::summary);
}

#[test]
fn settings() {
    tried("settings", inputs::settings);
}

#[test]
fn import() {
    tried("import", inputs::import);
}

#[test]
fn editor() {
    tried("editor", inputs::editor);
}

#[test]
fn requests() {
    tried("requests", |text| inputs::requests(&crate::support::root().join("tests/fuzz/book"), text));
}

/// Packages are bytes, which are changed as bytes.
#[test]
fn package() {
    let kept = kept("package");
    let mut dice = Dice(7);
    kept.iter().for_each(|bytes| inputs::package(bytes));
    for _ in 0..times() {
        let mut bytes = kept[dice.below(kept.len())].clone();
        for _ in 0..=dice.below(6) {
            let at = dice.below(bytes.len());
            bytes[at] = u8::try_from(dice.below(256)).unwrap();
        }
        assert!(std::panic::catch_unwind(|| inputs::package(&bytes)).is_ok(), "package stopped at {bytes:?}");
    }
}

//! Are includes carried out as mdBook does, and held to the book where mdBook does not?

use crosstrain::host::disk::Book;
use crosstrain::pipeline::Pipeline;
use crosstrain::source::{IncludeProblem, SourcePath};
use mdbook::book::{Book as MdBook, BookItem, Chapter};
use mdbook::builtin_preprocessors::LinkPreprocessor;
use mdbook::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::fs;
use std::path::Path;

const SECRET: &str = "THE-SECRET";

/// A plain book with one chapter and some files, and a secret beside it.
struct Case {
    folder: tempfile::TempDir,
}

impl Case {
    fn new(chapter: &str, files: &[(&str, &str)]) -> Case {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("secret.txt", SECRET);
        write("book/book.toml", "[book]\ntitle = \"x\"\n");
        write("book/src/SUMMARY.md", "- [One](one.md)\n");
        write("book/src/one.md", chapter);
        files.iter().for_each(|(path, text)| write(&format!("book/src/{path}"), text));
        Case { folder }
    }

    /// What becomes of the chapter, and what is wrong with it.
    fn ours(&self) -> (String, Vec<IncludeProblem>) {
        let book = Book::find(&self.folder.path().join("book")).unwrap();
        let snapshot = book.read(crate::support::TODAY, false).unwrap();
        let path = SourcePath::from("src/one.md");
        let text = snapshot.expanded.get(&path).or_else(|| snapshot.text(&path)).unwrap().text.clone();
        let problems = snapshot.include_problems.get(&path).into_iter().flatten();
        (text, problems.map(|(_, problem)| problem.clone()).collect())
    }

    fn theirs(&self) -> String {
        let root = self.folder.path().join("book").canonicalize().unwrap();
        let text = fs::read_to_string(root.join("src/one.md")).unwrap();
        let context = PreprocessorContext::new(root, Config::default(), "html".to_owned());
        let mut book = MdBook::new();
        book.push_item(BookItem::Chapter(Chapter::new("", text, Path::new("one.md"), Vec::new())));
        match LinkPreprocessor::new().run(&context, book).unwrap().items.remove(0) {
            BookItem::Chapter(chapter) => chapter.content,
            _ => unreachable!(),
        }
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    fn text(&mut self, pieces: &[&str], most: usize) -> String {
        (0..self.below(most)).map(|_| pieces[self.below(pieces.len())]).collect()
    }
}

#[test]
fn any_text_becomes_what_mdbook_makes_of_it() {
    let whole = [
        "{{#include a.txt}}",
        "{{#include a.txt:2}}",
        "{{#include sub/b.txt:2:}}",
        "{{#include a.txt::2}}",
        "{{#include a.txt:2:3}}",
        "{{#include a.txt:x}}",
        "{{#rustdoc_include sub/b.txt:y}}",
        "{{#rustdoc_include a.txt:2:2}}",
        "{{#playground sub/b.txt editable no_run}}",
        "{{#playpen a.txt}}",
        "{{#title New}}",
        "\\{{#include a.txt}}",
        "{{#include gone.txt}}",
    ];
    let marks = [
        "{{",
        "}}",
        "{",
        "}",
        "#",
        "\\",
        "\n",
        " ",
        "{{#",
        "include",
        " a.txt",
        " sub/b.txt",
        ":1",
        ":x",
        "title",
        "ü",
    ];
    let lines = [
        "one\n",
        "two }}\n",
        "// ANCHOR: x\n",
        "// ANCHOR_END: x\n",
        "  ANCHOR:y z\n",
        "ANCHOR_END: y\n",
        "{{#include c.txt}}\n",
        "{{#include ../c.txt}}\r\n",
        "{{#include",
        " c.txt}}",
        "\n",
    ];
    let all: Vec<&str> = whole.into_iter().chain(marks).collect();
    let mut dice = Dice(7);
    let mut carried = 0;
    for _ in 0..400 {
        let (chapter, a, b) = (dice.text(&all, 12), dice.text(&lines, 9), dice.text(&lines, 9));
        let case = Case::new(
            &chapter,
            &[("a.txt", &a), ("sub/b.txt", &b), ("c.txt", "see {{#include sub/d.txt:1}}"), ("sub/d.txt", "dee\n")],
        );
        let ((ours, problems), theirs) = (case.ours(), case.theirs());
        assert!(
            problems.iter().all(|problem| matches!(problem, IncludeProblem::Missing(_))),
            "{chapter:?}: {problems:?}"
        );
        assert_eq!(ours, theirs, "{chapter:?}\na: {a:?}\nb: {b:?}");
        carried += usize::from(ours != chapter);
    }
    assert!(carried > 150, "{carried} chapters had something to carry out");
}

#[test]
fn no_way_leads_out_of_the_book() {
    let way = "../../secret.txt";
    let chapters = [
        format!("{{{{#include {way}}}}}"),
        format!("{{{{#include\n{way}}}}} {{{{#x"),
        format!("{{{{ #include {way}}}}} {{{{#x"),
        format!("\\{{{{#include\n{way}}}}}"),
        format!("{{{{#-{{{{#include {way}}}}}"),
        format!("{{{{#include gone}} {{{{#include {way}}}}}"),
        format!("{{{{#playground x:{way}}}}} {{{{#playground {way}:1}}}} {{{{#rustdoc_include {way}:1}}}}"),
    ];
    for chapter in &chapters {
        let (text, _) = Case::new(chapter, &[("x:../y", "")]).ours();
        assert!(!text.contains(SECRET), "{chapter}: {text}");
    }
    // Files that lead out only once a part of them is taken.
    let parts = [
        ("{{#include a.txt:z}}", format!("ANCHOR: z\n{{{{\n// ANCHOR: y\n#include {way}}}}}\n")),
        ("{{#include a.txt:z}}", format!("ANCHOR: z\n{{{{#include\n// }}}} ANCHOR: y\n{way}}}}}\n")),
        ("{{#include a.txt:2}}", format!("{{{{#foo \n{{{{#include {way}}}}}\n")),
        ("{{#include a.txt::1}}{{#include b.txt}}", "{{#include".to_owned()),
    ];
    for (chapter, file) in &parts {
        let case = Case::new(chapter, &[("a.txt", file), ("b.txt", &format!(" {way}}}}}"))]);
        let (text, _) = case.ours();
        assert!(!text.contains(SECRET), "{chapter}: {text}");
    }
    // The first of these is what mdBook reads; if it no longer did, this would test nothing.
    assert!(Case::new(parts[0].0, &[("a.txt", &parts[0].1)]).theirs().contains(SECRET));
    assert!(chapters.iter().all(|chapter| Case::new(chapter, &[]).theirs().contains(SECRET)));
}

/// Ten files of which each includes the next ten times.
#[test]
fn a_bomb_is_defused() {
    let next = |at: usize| format!("{{{{#include f{at}.txt}}}}\n").repeat(10);
    let names: Vec<String> = (0..10).map(|at| format!("f{at}.txt")).collect();
    let texts: Vec<String> = (1..=10).map(|at| if at < 10 { next(at) } else { "boom\n".to_owned() }).collect();
    let files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (text, problems) = Case::new("{{#include f0.txt}}", &files).ours();
    assert_eq!(problems, [IncludeProblem::TooMuch("f9.txt".to_owned())]);
    assert_eq!(text, "{{#include f0.txt}}");
}

/// What is wrong with one include leaves the others alone.
#[test]
fn the_others_are_carried_out() {
    let (text, problems) = Case::new("{{#include ../../secret.txt}} {{#include a.txt}}", &[("a.txt", "good")]).ours();
    assert_eq!(text, "{{#include ../../secret.txt}} good");
    assert_eq!(problems, [IncludeProblem::Outside("../../secret.txt".to_owned())]);
}

#[test]
fn headings_of_what_is_not_there_are_not_missed() {
    let chapters = [
        ("SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n- [Three](three.md)\n"),
        ("two.md", "[a](one.md#a), [b](one.md#b), [c](three.md#c)\n"),
        ("three.md", "# Three\n\n[d](#d)\n"),
    ];
    let case = Case::new("# One\n\n{{#include gone.md}}\n\n[a](#a)\n", &chapters);
    let mut pipeline = Pipeline::new();
    let mut told = || {
        let book = Book::find(&case.folder.path().join("book")).unwrap();
        let snapshot = book.read(crate::support::TODAY, false).unwrap();
        let build = pipeline.build(&snapshot);
        build.diagnostics.iter().map(|found| format!("{} {}", found.lint.name, found.message)).collect::<Vec<_>>()
    };
    let missed = |page: &str, heading: &str| format!("anchor-missing `{page}` has no heading `#{heading}`");
    let lost = "include-missing no file at `gone.md`".to_owned();
    assert_eq!(told(), [lost, missed("three.md", "d"), missed("three.md", "c")]);
    fs::write(case.folder.path().join("book/src/gone.md"), "## A\n").unwrap();
    assert_eq!(told(), [missed("three.md", "d"), missed("one.md", "b"), missed("three.md", "c")]);
}

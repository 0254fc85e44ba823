//! Do CommonMark's own examples pass through our Markdown stage?
//!
//! The specification comes from npm (`commonmark-spec`, installed by
//! `tests/run`). Our extensions are off; the examples go through [`render`], the
//! function that writes pages, and must come out as the specification says.

use crosstrain::diag::Diagnostics;
use crosstrain::markdown::html::{AsWritten, Part, render};
use crosstrain::markdown::{Dialect, RawHtml, parse};
use crosstrain::source::SourceFile;

/// Examples that come out differently, with the reason.
const DIFFERENT: [(usize, &str); 0] = [];

#[test]
fn examples_of_the_specification_pass() {
    let path = crate::support::root().join("tests/node_modules/commonmark-spec/spec.txt");
    let spec = std::fs::read_to_string(&path).expect("the specification; `tests/run` installs it");
    let examples = examples(&spec);
    assert!(examples.len() > 600, "only {} examples found", examples.len());
    let mut wrong = Vec::new();
    for (number, (markdown, wanted)) in examples.iter().enumerate().map(|(at, example)| (at + 1, example)) {
        let html = html(markdown);
        let known = DIFFERENT.iter().any(|(different, _)| *different == number);
        if (normal(&html) == normal(wanted)) == known {
            wrong.push(format!("example {number}\n{markdown}--- wanted\n{wanted}--- got\n{html}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), examples.len(), wrong.join("\n\n"));
}

/// The specification's own format: tabs are written `→`.
fn examples(spec: &str) -> Vec<(String, String)> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut rest = spec;
    while let Some((_, after)) = rest.split_once(&format!("\n{fence} example\n")) {
        let (body, after) = after.split_once(&format!("\n{fence}\n")).expect("an end");
        let body = format!("{body}\n").replace('→', "\t");
        let (markdown, html) = body.split_once("\n.\n").map_or_else(
            || (body.strip_prefix(".\n").map_or("", |_| ""), body.trim_start_matches(".\n")),
            |(a, b)| (a, b),
        );
        examples.push((format!("{markdown}\n"), html.to_owned()));
        rest = after;
    }
    examples
}

fn html(markdown: &str) -> String {
    let plain = Dialect {
        ours: false,
        smart_punctuation: false,
        definition_lists: false,
        admonitions: false,
        html: RawHtml::Trusted,
    };
    let file = SourceFile::new("spec.md".into(), markdown.to_owned());
    // Front matter is split off before CommonMark begins; the examples have none.
    let mut document = parse(&file, plain, &mut Diagnostics::new());
    document.body = 0;
    // Headings come apart from the rest, with ids: put them back as they were.
    let levels: Vec<u8> = document.headings.iter().map(|heading| heading.level).collect();
    let parts = render(&file.text, &document, plain, &AsWritten, &[]);
    let mut html = String::new();
    for part in parts {
        match part {
            Part::Html(content) | Part::Table(content) => html.push_str(&content),
            Part::Heading(at, words) => html.push_str(&format!("<h{0}>{words}</h{0}>\n", levels[at])),
            Part::Note(..) | Part::Block(_) => panic!("extensions are off"),
        }
    }
    html
}

/// Ids of headings inside quotes and lists are ours, and so is the way to code by keyboard; white space between tags
/// and the two ways to write an empty element mean the same.
fn normal(html: &str) -> String {
    let mut text = html.replace("<pre tabindex=\"0\">", "<pre>").replace(" />", ">").replace("/>", ">");
    for level in 1..=6 {
        while let Some(start) = text.find(&format!("<h{level} id=\"")) {
            let end = text[start..].find('>').unwrap() + start;
            text.replace_range(start + 3..end, "");
        }
    }
    text.replace("&quot;", "\"").replace(">\n<", "><").trim().to_owned()
}

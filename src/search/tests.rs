//! Reads back what the builder wrote, in the way the reader's script does.

use super::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

fn data(bytes: &[u8]) -> Value {
    let script = std::str::from_utf8(bytes).unwrap();
    let json = script.strip_prefix("crosstrainSearch(").unwrap().strip_suffix(")\n").unwrap();
    serde_json::from_str(json).unwrap()
}

/// Entries and impacts of a word, and in how many entries it stands.
#[derive(Debug, PartialEq)]
struct List {
    postings: Vec<(u32, u32)>,
    entries: u32,
}

fn number(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (byte, rest) = bytes.split_first().unwrap();
        *bytes = rest;
        number |= u32::from(byte & 127) << shift;
        shift += 7;
        if *byte < 128 {
            return number;
        }
    }
}

/// All words of all shards, with their lists.
fn read(files: &[(String, Vec<u8>)]) -> BTreeMap<String, List> {
    let mut found = BTreeMap::new();
    for (_, bytes) in files.iter().filter(|(path, _)| path.contains("/b")) {
        let shard = data(bytes);
        let (front, postings) = (shard[2][0].as_str().unwrap(), shard[2][1].as_str().unwrap());
        let bytes = STANDARD_NO_PAD.decode(postings).unwrap();
        let mut rest = bytes.as_slice();
        let (mut words, mut lists): (Vec<(String, u32)>, u32) = (Vec::new(), 0);
        for part in front.split_inclusive(|c: char| c.is_ascii_uppercase()).collect::<Vec<_>>().windows(2) {
            let shared = usize::from(part[0].as_bytes().last().unwrap() - b'A');
            let tail = part[1].trim_end_matches(|c: char| c.is_ascii_uppercase());
            let last: Vec<u16> = words.last().map(|(word, _)| word.encode_utf16().collect()).unwrap_or_default();
            let word = String::from_utf16(&last[..shared]).unwrap() + tail;
            let back = number(&mut rest);
            words.push((word, if back > 0 { lists - back } else { lists }));
            lists += u32::from(back == 0);
        }
        let lists: Vec<List> = (0..lists).map(|_| list(&mut rest)).collect();
        assert!(rest.is_empty(), "nothing is left over");
        for (word, at) in words {
            let List { postings, entries } = &lists[at as usize];
            found.insert(word, List { postings: postings.clone(), entries: *entries });
        }
    }
    found
}

fn list(rest: &mut &[u8]) -> List {
    let head = number(rest);
    let entries = if head & 1 == 1 { number(rest) } else { head >> 1 };
    let mut next = 0;
    let postings = (0..head >> 1).map(|_| {
        let posting = number(rest);
        next += (posting >> 3) + 1;
        (next - 1, posting & 7)
    });
    List { postings: postings.collect(), entries }
}

fn record(title: &str, text: &str) -> Record {
    Record {
        title: title.into(),
        text: text.into(),
        kind: "glossary".into(),
        url: "glossary/x.html".into(),
        ..Record::default()
    }
}

#[test]
fn words_of_one_stem_share_a_list_and_titles_weigh_more_than_text() {
    let records =
        [record("Cookies", "a note"), record("Note", "one cookie among many other words"), record("Other", "")];
    let found = read(&build(&records, Record::clone, &Labels::default(), "en"));
    assert_eq!(found["cookie"], found["cookies"]);
    let impacts = &found["cookie"].postings;
    assert!(impacts[0].0 == 0 && impacts[1].0 == 1 && impacts[0].1 > impacts[1].1, "{impacts:?}");
}

#[test]
fn a_common_word_keeps_the_entries_it_is_most_about_and_grammar_goes() {
    let text = |at: usize| {
        if at < 10 { "the page page page page the the the" } else { "the page and some other words the the the" }
    };
    let records: Vec<Record> = (0..60).map(|at| record(if at < 10 { "Page" } else { "Thing" }, text(at))).collect();
    let files = build(&records, Record::clone, &Labels::default(), "en");
    let found = read(&files);
    assert_eq!(found["page"].postings.iter().map(|(entry, _)| *entry).collect::<Vec<_>>(), (0..10).collect::<Vec<_>>());
    assert_eq!(found["page"].entries, 60);
    assert!(!found.contains_key("the"));
    let common = data(&files[0].1)["common"].as_str().unwrap().to_owned();
    assert!(common.split(' ').any(|word| word == "the") && !common.split(' ').any(|word| word == "page"), "{common}");
}

#[test]
fn the_head_says_what_does_not_follow() {
    let mut records =
        [record("Landing page", ""), record("Content delivery network (CDN)", ""), record("Up\tand\ndown", "")];
    records[0].url = "glossary/landing-page.html".into();
    records[1].url = "glossary/cdn.html".into();
    records[1].aliases = vec!["CDN".into(), "edge  server".into()];
    records[1].teams = vec![1];
    records[2].url = "elsewhere/deep/page.html".into();
    records[2].teams = vec![0, 1];
    let labels = Labels {
        kinds: vec![("unused".into(), "None".into()), ("glossary".into(), "Terms".into())],
        teams: vec!["A".into(), "B".into()],
    };
    let head = data(&build(&records, Record::clone, &labels, "en")[0].1);
    assert_eq!(head["kinds"], serde_json::json!([["glossary", "Terms", "glossary/"]]));
    assert_eq!(head["titles"], "Landing page\nContent delivery network (CDN)\nUp and down");
    assert_eq!(head["aliases"], "\nCDN\tedge server\n");
    assert_eq!(head["urls"], "\ncdn\n/elsewhere/deep/page.html");
    assert_eq!((&head["kind"], &head["team"]), (&Value::from("000"), &Value::from("323")));
}

#[test]
fn an_empty_book_has_a_head() {
    let files = build(&[], Record::clone, &Labels::default(), "en");
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].0, "search/en/head.js");
}

proptest! {
    #[test]
    fn every_word_leads_to_its_entries(texts in prop::collection::vec("[a-cé水火木𠀀 ]{0,40}", 1..20)) {
        let records: Vec<Record> = texts.iter().map(|text| record("", text)).collect();
        let found = read(&build(&records, Record::clone, &Labels::default(), "xx"));
        let mut expected: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (entry, text) in texts.iter().enumerate() {
            for word in tokens::tokens(text) {
                let entries = expected.entry(word).or_default();
                if entries.last() != Some(&(entry as u32)) {
                    entries.push(entry as u32);
                }
            }
        }
        let found: BTreeMap<String, Vec<u32>> = found
            .into_iter()
            .map(|(word, list)| (word, list.postings.into_iter().map(|(entry, _)| entry).collect()))
            .collect();
        prop_assert_eq!(found, expected);
    }
}

//! The words for other sites: as data, and as a script that shows hover cards there.

use super::Web;
use crate::entry::{Audience, EntryData, Kind, written_names};
use crate::render::json;
use serde::Serialize;

/// What `terms.json` holds.
#[derive(Serialize)]
struct Terms<'a> {
    title: &'a str,
    language: &'a str,
    licence: &'a str,
    teams: Vec<&'a str>,
    terms: Vec<Word<'a>>,
}

/// One word.
#[derive(Serialize)]
struct Word<'a> {
    /// Everything it is called, the title first.
    names: Vec<&'a str>,
    definition: &'a str,
    /// Relative to the folder of this file.
    url: &'a str,
    /// Who needs it most, by position among the teams; none for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<usize>,
}

pub(super) fn files(web: &Web<'_>) -> Vec<(String, Vec<u8>)> {
    let config = &web.site.config;
    let terms: Vec<Word<'_>> = web
        .site
        .of_kind(Kind::Term)
        .filter_map(|(_, entry)| match &entry.data {
            EntryData::Term(term) => Some(Word {
                names: written_names(&entry.head).map(|(name, _)| name).collect(),
                definition: &term.definition.value,
                url: &entry.route,
                team: match term.audience.value {
                    Audience::Team(team) => Some(team),
                    Audience::Both => None,
                },
            }),
            _ => None,
        })
        .collect();
    if terms.is_empty() {
        return Vec::new();
    }
    let teams = config.teams.iter().map(|team| team.label.as_str()).collect();
    let data =
        json::text(&Terms { title: &config.title, language: &config.language, licence: &config.licence, teams, terms });
    let script =
        web.theme.file("assets/worker/embed.js").map(|text| crate::render::slim::js(&text)).unwrap_or_default();
    let words =
        web.theme.strings.json(|name| matches!(name, "page.needed" | "page.again") || name.starts_with("team.shared"));
    let embed = ascii(&format!("(book=>{{const WORDS={words};\n{script}}})({data});\n"));
    vec![("terms.json".to_owned(), data.into_bytes()), ("embed.js".to_owned(), embed.into_bytes())]
}

/// A script whose strings are written in ASCII: a page of another encoding reads it in its own.
fn ascii(script: &str) -> String {
    let mut plain = String::with_capacity(script.len());
    let mut units = [0; 2];
    for c in script.chars() {
        if c.is_ascii() {
            plain.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut units) {
            plain.push_str(&format!("\\u{unit:04x}"));
        }
    }
    plain
}

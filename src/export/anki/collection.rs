//! Notes into the SQLite file that Anki calls a collection, schema 11.

use super::{Deck, Model, Note};
use crate::export::{Job, Written, tidy};
use crate::source::gathered;
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};
use std::collections::BTreeSet;

const SCHEMA: &str = include_str!("schema.sql");
const STYLE: &str = include_str!("cards.css");

/// Where our numbers begin. Anki's own are milliseconds since 1970, so these
/// look like notes of 2001 and decks of 2008.
const NOTES: i64 = 1_000_000_000_000;
const DECKS: i64 = 1_200_000_000_000;

impl Model {
    const ALL: [Model; 2] = [Model::Term, Model::Card];

    fn id(self) -> i64 {
        match self {
            Model::Term => 1_402_620_000_001,
            Model::Card => 1_402_620_000_002,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Model::Term => "Crosstrain term",
            Model::Card => "Crosstrain card",
        }
    }

    fn fields(self) -> &'static [&'static str] {
        match self {
            Model::Term => &["Word", "Definition", "More", "Source"],
            Model::Card => &["Front", "Back", "Source"],
        }
    }

    /// Its cards: name, what is asked, what is answered.
    fn cards(self) -> &'static [[&'static str; 3]] {
        match self {
            Model::Term => &[
                [
                    "Word",
                    "<h1>{{Word}}</h1>",
                    "{{FrontSide}}<hr id=answer><p>{{Definition}}</p>{{More}}<p class=\"small\">{{Source}}</p>",
                ],
                [
                    "Meaning",
                    "<p>{{Definition}}</p>",
                    "{{FrontSide}}<hr id=answer><h1>{{Word}}</h1>{{More}}<p class=\"small\">{{Source}}</p>",
                ],
            ],
            Model::Card => {
                &[["Card", "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}<p class=\"small\">{{Source}}</p>"]]
            }
        }
    }
}

/// The bytes of the collection.
pub(super) fn collection(job: &Job<'_>, decks: &[Deck], notes: &[Note]) -> Written {
    let mut database = Connection::open_in_memory()?;
    database.execute_batch(SCHEMA)?;
    let newest = job.edited();
    write_settings(&database, job, decks, newest)?;
    let mut taken = BTreeSet::new();
    let mut position = 0;
    for note in notes {
        let id = free(NOTES + (note.identity % 100_000_000_000) as i64, &mut taken);
        write_note(&database, id, note)?;
        let deck = deck_id(&decks[note.deck]);
        for card in 0..note.model.cards().len() {
            position += 1;
            database.execute(
                "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
                params![free(id, &mut taken), id, deck, card as i64, note.edited, position],
            )?;
        }
    }
    Ok(database.serialize("main")?.to_vec())
}

/// The number itself, or the next one that nobody has.
fn free(wanted: i64, taken: &mut BTreeSet<i64>) -> i64 {
    (wanted..).find(|id| taken.insert(*id)).unwrap_or(wanted)
}

fn deck_id(deck: &Deck) -> i64 {
    DECKS + (deck.identity % 100_000_000_000) as i64
}

fn write_note(database: &Connection, id: i64, note: &Note) -> rusqlite::Result<()> {
    let fields = note.fields.join("\u{1f}");
    let first = tidy::words(note.fields.first().map_or("", String::as_str));
    let sum = Sha1::digest(first.as_bytes());
    let sum = i64::from(u32::from_be_bytes([sum[0], sum[1], sum[2], sum[3]]));
    let tags = format!(" {} ", note.tags.join(" "));
    let guid = format!("ct{:016x}", note.identity);
    database.execute(
        "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')",
        params![id, guid, note.model.id(), note.edited, tags, fields, first, sum],
    )?;
    Ok(())
}

fn write_settings(database: &Connection, job: &Job<'_>, decks: &[Deck], newest: i64) -> rusqlite::Result<()> {
    let models: Map<String, Value> = gathered(
        Model::ALL.iter().map(|model| (model.id().to_string(), model_json(*model, &job.site.config.language, newest))),
    );
    let mut all: Map<String, Value> = gathered(decks.iter().map(|deck| deck_json(deck_id(deck), &deck.name, newest)));
    all.extend([deck_json(1, "Default", newest)]);
    let conf = json!({
        "activeDecks": [1], "curDeck": 1, "newSpread": 0, "collapseTime": 1200, "timeLim": 0, "estTimes": true,
        "dueCounts": true, "curModel": null, "nextPos": 1, "sortType": "noteFld", "sortBackwards": false, "addToCur": true,
    });
    let dconf = json!({ "1": {
        "id": 1, "mod": 0, "name": "Default", "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0, "replayq": true,
        "new": { "bury": true, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1, "perDay": 20, "separate": true },
        "rev": { "bury": true, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "minSpace": 1, "perDay": 100 },
        "lapse": { "delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0 },
    } });
    database.execute(
        "INSERT INTO col VALUES (1, 1000000000, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')",
        params![
            newest * 1000,
            newest * 1000,
            conf.to_string(),
            Value::Object(models).to_string(),
            Value::Object(all).to_string(),
            dconf.to_string()
        ],
    )?;
    Ok(())
}

fn deck_json(id: i64, name: &str, newest: i64) -> (String, Value) {
    let deck = json!({
        "id": id, "name": name, "mod": newest, "usn": -1, "conf": 1, "desc": "", "dyn": 0, "collapsed": false,
        "extendNew": 10, "extendRev": 50, "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
    });
    (id.to_string(), deck)
}

fn model_json(model: Model, language: &str, newest: i64) -> Value {
    let field = |(at, name): (usize, &&str)| json!({ "name": name, "ord": at, "font": "Arial", "size": 20, "sticky": false, "rtl": false, "media": [] });
    // Screen readers say the words in the language of the book.
    let spoken = |html: &str| match html.strip_prefix("{{FrontSide}}") {
        Some(rest) => format!("{{{{FrontSide}}}}<div lang=\"{language}\">{rest}</div>"),
        None => format!("<div lang=\"{language}\">{html}</div>"),
    };
    let card = |(at, [name, question, answer]): (usize, &[&str; 3])| json!({ "name": name, "ord": at, "qfmt": spoken(question), "afmt": spoken(answer), "did": null, "bqfmt": "", "bafmt": "" });
    let required = |at: usize| json!([at, "any", [at]]);
    json!({
        "id": model.id(), "name": model.name(), "mod": newest, "usn": -1, "type": 0, "did": 1, "sortf": 0, "tags": [], "vers": [],
        "css": STYLE, "latexPre": "", "latexPost": "",
        "flds": model.fields().iter().enumerate().map(field).collect::<Vec<_>>(),
        "tmpls": model.cards().iter().enumerate().map(card).collect::<Vec<_>>(),
        "req": (0..model.cards().len()).map(required).collect::<Vec<_>>(),
    })
}

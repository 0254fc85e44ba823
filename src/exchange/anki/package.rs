//! Packages: an archive with a SQLite file and media. Since 2022 both are
//! compressed once more (Zstandard) and the list of media is a Protocol Buffer.

use super::{Deck, Note};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// More than any deck of words has, and a bound against archives that unpack to anything.
const LARGEST: u64 = 1 << 30;
/// The databases that a package may have, the newest first; in new ones the
/// oldest holds only a note that says to update Anki.
const DATABASES: [(&str, bool); 3] =
    [("collection.anki21b", true), ("collection.anki21", false), ("collection.anki2", false)];

pub(super) fn read(bytes: &[u8]) -> Result<Deck, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| "it is no whole Anki package".to_owned())?;
    let found = DATABASES.iter().find_map(|(name, packed)| Some((file(&mut archive, name)?, *packed)));
    let (database, packed) = found.ok_or("it holds no collection; is it an Anki package?")?;
    let database = if packed { unpacked(&database)? } else { database };
    let mut deck = notes(&database).map_err(|error| format!("its collection can't be read: {error}"))?;
    let names = file(&mut archive, "media").unwrap_or_default();
    let names = if packed { listed(&unpacked(&names)?) } else { serde_json::from_slice(&names).unwrap_or_default() };
    for (entry, name) in names {
        let Some(bytes) = file(&mut archive, &entry) else { continue };
        deck.media.insert(name, if packed { unpacked(&bytes)? } else { bytes });
    }
    Ok(deck)
}

fn file(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = archive.by_name(name).ok()?;
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let broken = || "a part of it is not packed as Anki does".to_owned();
    let decoder = ruzstd::decoding::StreamingDecoder::new(bytes).map_err(|_| broken())?;
    let mut out = Vec::new();
    decoder.take(LARGEST).read_to_end(&mut out).map_err(|_| broken())?;
    Ok(out)
}

fn notes(bytes: &[u8]) -> rusqlite::Result<Deck> {
    let mut bytes = bytes.to_vec();
    // Anki's own file has a log beside it (modes 2 of the header), which memory has not.
    if let Some(modes) = bytes.get_mut(18..20) {
        modes.fill(1);
    }
    let mut database = Connection::open_in_memory()?;
    database.deserialize_read_exact("main", Cursor::new(&bytes), bytes.len(), true)?;
    // Anki's own order of names, without which SQLite reads none of them.
    database.create_collation("unicase", |one, other| one.to_lowercase().cmp(&other.to_lowercase()))?;
    let models = models(&database)?;
    let mut query = database.prepare("SELECT id, mid, tags, flds FROM notes ORDER BY id")?;
    let rows = query.query_map([], |row| {
        let (id, model, tags, fields): (i64, i64, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let (model, names) = models.get(&model).cloned().unwrap_or_default();
        let value = |(at, value): (usize, &str)| {
            (names.get(at).cloned().unwrap_or(format!("Field {}", at + 1)), value.to_owned())
        };
        Ok(Note {
            at: format!("note {id}"),
            model,
            fields: fields.split('\u{1f}').enumerate().map(value).collect(),
            tags: tags.split_whitespace().map(str::to_owned).collect(),
            html: true,
        })
    })?;
    let notes = rows.collect::<rusqlite::Result<Vec<Note>>>()?;
    let learned = database.query_row("SELECT count(*) FROM cards WHERE reps > 0", [], |row| row.get::<_, i64>(0))?;
    Ok(Deck { notes, learned: usize::try_from(learned).unwrap_or_default(), media: BTreeMap::new() })
}

/// Kinds of notes: what each is called, and its fields.
type Models = BTreeMap<i64, (String, Vec<String>)>;

fn models(database: &Connection) -> rusqlite::Result<Models> {
    let mut models = Models::new();
    // Until 2020 they were JSON in a single row.
    let json: String = database.query_row("SELECT models FROM col", [], |row| row.get(0)).unwrap_or_default();
    if let Ok(serde_json::Value::Object(all)) = serde_json::from_str(&json) {
        for (id, model) in all {
            let fields = model["flds"].as_array().into_iter().flatten();
            let names = fields.filter_map(|field| Some(field["name"].as_str()?.to_owned())).collect();
            let name = model["name"].as_str().unwrap_or_default().to_owned();
            models.extend(id.parse().ok().map(|id: i64| (id, (name, names))));
        }
    }
    if let Ok(mut query) = database.prepare("SELECT id, name FROM notetypes") {
        let rows = query.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, Vec::new()))))?;
        models.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
        let mut query = database.prepare("SELECT ntid, ord, name FROM fields")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut fields = rows.collect::<rusqlite::Result<Vec<(i64, i64, String)>>>()?;
        fields.sort();
        for (model, _, name) in fields {
            if let Some((_, names)) = models.get_mut(&model) {
                names.push(name);
            }
        }
    }
    Ok(models)
}

/// The list of media: `repeated MediaEntry entries = 1`, with `string name = 1`.
/// Entries are called by their number.
fn listed(bytes: &[u8]) -> BTreeMap<String, String> {
    let first = |entry| fields(entry).find(|(number, _)| *number == 1);
    let entries = fields(bytes).filter(|(number, _)| *number == 1).enumerate();
    let named = entries.filter_map(|(at, (_, entry))| {
        let (_, name) = first(entry)?;
        Some((at.to_string(), String::from_utf8(name.to_vec()).ok()?))
    });
    named.collect()
}

/// The fields of a Protocol Buffer that hold bytes.
fn fields(mut bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    fn number(bytes: &mut &[u8]) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (first, rest) = bytes.split_first()?;
            *bytes = rest;
            value |= u64::from(first & 0x7f) << shift;
            if first & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
    std::iter::from_fn(move || {
        loop {
            let key = number(&mut bytes)?;
            match key & 7 {
                0 => drop(number(&mut bytes)?),
                2 => {
                    let length = usize::try_from(number(&mut bytes)?).ok()?;
                    let (value, rest) = bytes.split_at_checked(length)?;
                    bytes = rest;
                    return Some((key >> 3, value));
                }
                1 => bytes = bytes.get(8..)?,
                5 => bytes = bytes.get(4..)?,
                _ => return None,
            }
        }
    })
}

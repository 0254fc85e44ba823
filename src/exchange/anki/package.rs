//! Packages: an archive with a SQLite file and media. Since 2022 both are
//! compressed once more (Zstandard) and the list of media is a Protocol Buffer.

use super::{Deck, Note};
use crate::source::gathered;
use rusqlite::limits::Limit;
use rusqlite::{Connection, Row};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// More than all that is in any deck of words, and a bound against archives that unpack to anything.
const LARGEST: u64 = 1 << 30;
/// More steps than SQLite takes for a million notes, and a bound against databases without an end.
const MOST_STEPS: i32 = 50_000_000;
/// The databases that a package may have, the newest first; in new ones the
/// oldest holds only a note that says to update Anki.
const DATABASES: [(&str, bool); 3] =
    [("collection.anki21b", true), ("collection.anki21", false), ("collection.anki2", false)];

pub(super) fn read(bytes: &[u8]) -> Result<Deck, String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| "it is no whole Anki package".to_owned())?;
    let mut package = Package { archive, left: LARGEST };
    let mut found = None;
    for (name, packed) in DATABASES {
        if found.is_none() {
            found = package.file(name, packed)?.map(|database| (database, packed));
        }
    }
    let (database, packed) = found.ok_or("it holds no collection; is it an Anki package?")?;
    let mut deck = notes(&database).map_err(|error| format!("its collection can't be read: {error}"))?;
    let names = package.file("media", packed)?.unwrap_or_default();
    let names = if packed { listed(&names) } else { serde_json::from_slice(&names).unwrap_or_default() };
    for (entry, name) in names {
        if let Some(bytes) = package.file(&entry, packed)? {
            deck.media.insert(name, bytes);
        }
    }
    Ok(deck)
}

/// An archive, and how many bytes may still come out of it.
struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl Package<'_> {
    /// A file of the archive, if it is there; `packed` ones are compressed once more.
    fn file(&mut self, name: &str, packed: bool) -> Result<Option<Vec<u8>>, String> {
        let Ok(file) = self.archive.by_name(name) else { return Ok(None) };
        let Some(bytes) = within(&mut self.left, file)? else { return Ok(None) };
        if !packed {
            return Ok(Some(bytes));
        }
        let broken = || "a part of it is not packed as Anki does".to_owned();
        let decoder = ruzstd::decoding::StreamingDecoder::new(bytes.as_slice()).map_err(|_| broken())?;
        within(&mut self.left, decoder)?.ok_or_else(broken).map(Some)
    }
}

/// All that a reader gives; nothing if it breaks off.
fn within(left: &mut u64, reader: impl Read) -> Result<Option<Vec<u8>>, String> {
    let mut bytes = Vec::new();
    if reader.take(*left + 1).read_to_end(&mut bytes).is_err() {
        return Ok(None);
    }
    *left = left.checked_sub(bytes.len() as u64).ok_or("it unpacks to more than 1 GB, which no deck of words has")?;
    Ok(Some(bytes))
}

/// Opens a database that somebody else wrote: what takes too long or grows too large ends.
fn opened(bytes: &[u8]) -> rusqlite::Result<Connection> {
    let mut bytes = bytes.to_vec();
    // Anki's own file has a log beside it (modes 2 of the header), which memory has not.
    if let Some(modes) = bytes.get_mut(18..20) {
        modes.fill(1);
    }
    let mut database = Connection::open_in_memory()?;
    database.deserialize_read_exact("main", Cursor::new(&bytes), bytes.len(), true)?;
    // No value is larger than the file it stands in, unless it is worked out.
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::try_from(bytes.len()).unwrap_or(i32::MAX))?;
    database.progress_handler(MOST_STEPS, Some(|| true))?;
    // Anki's own order of names, without which SQLite reads none of them.
    database.create_collation("unicase", |one, other| one.to_lowercase().cmp(&other.to_lowercase()))?;
    Ok(database)
}

/// The rows of a query. Together they hold no more than the file does, in whatever encoding.
fn rows<T>(
    database: &Connection,
    query: &str,
    size: usize,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<(usize, T)>,
) -> rusqlite::Result<Vec<T>> {
    /// What SQLite needs at least for a row.
    const ROW: usize = 6;
    let (mut left, mut found) = (2 * size, Vec::new());
    let mut query = database.prepare(query)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (bytes, value) = read(row)?;
        left = left.checked_sub(bytes + ROW).ok_or(rusqlite::Error::InvalidQuery)?;
        found.push(value);
    }
    Ok(found)
}

fn notes(bytes: &[u8]) -> rusqlite::Result<Deck> {
    let database = opened(bytes)?;
    let models = models(&database, bytes.len())?;
    // Sorted here: SQLite would first take in all rows, however many there are.
    let mut notes = rows(&database, "SELECT id, mid, tags, flds FROM notes", bytes.len(), |row| {
        let (id, model, tags, fields): (i64, i64, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let (model, names) = models.get(&model).cloned().unwrap_or_default();
        let value = |(at, value): (usize, &str)| {
            (names.get(at).cloned().unwrap_or(format!("Field {}", at + 1)), value.to_owned())
        };
        let note = Note {
            at: format!("note {id}"),
            model,
            fields: fields.split('\u{1f}').enumerate().map(value).collect(),
            tags: tags.split_whitespace().map(str::to_owned).collect(),
            html: true,
        };
        Ok((tags.len() + fields.len(), (id, note)))
    })?;
    notes.sort_by_key(|(id, _)| *id);
    let notes = notes.into_iter().map(|(_, note)| note).collect();
    let learned = database.query_row("SELECT count(*) FROM cards WHERE reps > 0", [], |row| row.get::<_, i64>(0))?;
    Ok(Deck { notes, learned: usize::try_from(learned).unwrap_or_default(), media: BTreeMap::new() })
}

/// Kinds of notes: what each is called, and its fields.
type Models = BTreeMap<i64, (String, Vec<String>)>;

fn models(database: &Connection, size: usize) -> rusqlite::Result<Models> {
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
    let kinds = "SELECT id, name FROM notetypes";
    if database.prepare(kinds).is_ok() {
        let kinds = rows(database, kinds, size, |row| {
            let name: String = row.get(1)?;
            Ok((name.len(), (row.get(0)?, (name, Vec::new()))))
        })?;
        models.extend(kinds);
        let mut fields: Vec<(i64, i64, String)> = rows(database, "SELECT ntid, ord, name FROM fields", size, |row| {
            let name: String = row.get(2)?;
            Ok((name.len(), (row.get(0)?, row.get(1)?, name)))
        })?;
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
    gathered(named)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    const TABLES: &str = "CREATE TABLE col(models TEXT);
        CREATE TABLE cards(id INTEGER PRIMARY KEY, reps INTEGER);";

    fn said(notes: &str) -> String {
        let mut database = Connection::open_in_memory().unwrap();
        database.execute_batch(&format!("{TABLES}{notes}")).unwrap();
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("collection.anki2", SimpleFileOptions::default()).unwrap();
        archive.write_all(&database.serialize("main").unwrap()).unwrap();
        let read = read(&archive.finish().unwrap().into_inner());
        read.map_or_else(|said| said, |deck| format!("{} notes", deck.notes.len()))
    }

    #[test]
    fn a_table_is_read() {
        let table = "CREATE TABLE notes(id INTEGER PRIMARY KEY, mid INTEGER, tags TEXT, flds TEXT);
            INSERT INTO notes VALUES(1, 1, '', 'a'), (2, 1, '', 'b');";
        assert_eq!(said(table), "2 notes");
    }

    #[test]
    fn notes_without_end_are_refused() {
        let counted = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
        for (view, why) in [
            (format!("{counted} SELECT i AS id, 1 AS mid, '' AS tags, '' AS flds FROM n"), "can't be read"),
            (format!("{counted} SELECT i AS id, 1 AS mid, '' AS tags, '' AS flds FROM n WHERE i < 0"), "interrupted"),
            ("SELECT 1 AS id, 1 AS mid, '' AS tags, hex(zeroblob(900000000)) AS flds".to_owned(), "too big"),
        ] {
            let said = said(&format!("CREATE VIEW notes AS {view};"));
            assert!(said.starts_with("its collection can't be read") && said.contains(why), "{view}: {said}");
        }
    }

    #[test]
    fn archives_that_unpack_to_anything_are_refused() {
        let mut left = 1_000;
        assert_eq!(within(&mut left, std::io::repeat(0).take(600)), Ok(Some(vec![0; 600])));
        let why = within(&mut left, std::io::repeat(0)).unwrap_err();
        assert!(why.contains("unpacks to more"), "{why}");
    }
}

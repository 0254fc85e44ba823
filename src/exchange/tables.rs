//! Tables: one sort of records a file.

use super::row::{Row, Rows, Told};
use super::{Ask, Source, Taken, text};
use crate::record::{Record, Sort, to_cell};
use crate::table::Table;

/// The records of one sort as comma-separated values: the slug, every field that
/// one of them has, the text.
pub fn write(sort: Sort, records: &[Record]) -> String {
    let has = |name: &str| records.iter().any(|record| record.field(name).is_some());
    let mut names: Vec<String> =
        sort.fields().iter().filter(|field| has(field.name)).map(|field| field.name.to_owned()).collect();
    for (key, _) in records.iter().flat_map(|record| &record.fields) {
        if !names.contains(&key.value) {
            names.push(key.value.clone());
        }
    }
    let with_text = sort != Sort::Fact;
    let ends = if with_text { vec!["text".to_owned()] } else { Vec::new() };
    let cells = |record: &Record| {
        let cell = |name: &String| record.field(name).map_or(String::new(), |node| to_cell(node, sort.shape(name)));
        let text = if with_text { vec![record.text.clone()] } else { Vec::new() };
        [vec![record.slug.clone()], names.iter().map(cell).collect(), text].concat()
    };
    Table {
        rows: records.iter().map(cells).collect(),
        columns: [vec!["slug".to_owned()], names.clone(), ends].concat(),
    }
    .to_csv()
}

pub(super) fn read(source: &Source, ask: &Ask<'_>) -> Result<Taken, String> {
    let table = Table::from_csv(text(source, "")?)?;
    let sort = ask.sort.or_else(|| Sort::of_word(ask.name)).unwrap_or(Sort::Entry(crate::entry::Kind::Term));
    let mut taken = Taken::default();
    taken.understood.push(format!("{} rows, columns {}", table.rows.len(), table.columns.join(", ")));
    let mut rows = Rows::new(ask, sort, &table.columns, &mut taken);
    for (at, cells) in table.rows.iter().enumerate() {
        // The first line holds the names of the columns.
        let told = table.columns.iter().zip(cells).map(|(name, cell)| (name.clone(), Told::Cell(cell.clone())));
        let row = Row { at: format!("row {}", at + 2), slug: None, told: told.collect(), text: None };
        rows.take(row, &mut taken);
    }
    rows.finish(&mut taken);
    Ok(taken)
}

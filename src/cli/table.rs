//! Tables, for people and for programs.

use super::args::TableFormat;
use crate::host::terminal::print;
use std::collections::BTreeMap;

/// Prints rows under their headings.
pub(super) fn table(format: TableFormat, headings: &[&str], rows: &[Vec<String>]) {
    match format {
        TableFormat::Table => aligned(headings, rows),
        TableFormat::Csv => {
            print(csv(headings.iter().copied()));
            rows.iter().for_each(|row| print(csv(row.iter().map(String::as_str))));
        }
        TableFormat::Json => {
            let row = |row: &Vec<String>| -> BTreeMap<String, String> {
                headings.iter().map(|heading| heading.to_lowercase()).zip(row.iter().cloned()).collect()
            };
            let rows: Vec<_> = rows.iter().map(row).collect();
            print(serde_json::to_string_pretty(&rows).unwrap_or_default());
        }
    }
}

fn aligned(headings: &[&str], rows: &[Vec<String>]) {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([headings[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<String> = cells.zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        print(cells.join("  ").trim_end());
    };
    line(&mut headings.iter().copied());
    rows.iter().for_each(|row| line(&mut row.iter().map(String::as_str)));
}

fn csv<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cell = |cell: &str| match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    };
    cells.map(cell).collect::<Vec<_>>().join(",")
}

//! Tables, for people and for programs.

use super::args::TableFormat;
use crate::host::terminal::print;
use crate::table::Table;

/// Cells wider than this end in `…` where people read them.
const WIDEST: usize = 60;

/// Prints rows under their headings.
pub(super) fn table(format: TableFormat, headings: &[&str], rows: &[Vec<String>]) {
    let names = headings.iter().map(|heading| heading.to_lowercase()).collect();
    show(&Table { columns: names, rows: rows.to_vec() }, format);
}

/// Shows a table on standard output; says whether it is one for people.
pub(super) fn show(table: &Table, format: TableFormat) -> bool {
    match format {
        TableFormat::Table if table.rows.is_empty() => {}
        TableFormat::Table => print(table.to_text(WIDEST).trim_end()),
        TableFormat::Csv => print(table.to_csv().trim_end_matches('\n')),
        TableFormat::Json => print(table.to_json().trim_end()),
    }
    format == TableFormat::Table
}

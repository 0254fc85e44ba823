//! `crosstrain coverage`: what a curriculum promises, teaches and tests.

use super::{Ended, args, count};
use crate::coverage::{Row, Table, tables};
use crate::host::terminal::{Progress, print_text, say};
use crate::host::{Failure, Outcome, disk, report};
use crate::pipeline::Pipeline;
use crate::source::gathered;
use crate::table;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// Cells wider than this are cut in the terminal.
const WIDEST: usize = 60;

/// How many rows of each table are shown when all tables are.
const SHOWN: usize = 15;

pub(super) fn run(common: &args::Common, args: &args::Coverage) -> Outcome<Ended> {
    let book = super::book(common)?;
    let progress = Progress::start("counting");
    let snapshot = book.read(disk::today(), true)?;
    let build = Pipeline::new().build(&snapshot);
    let mut tables = tables(&build.site);
    drop(progress);
    if let Some(wanted) = args.table {
        tables.retain(|table| table.name == wanted.name());
    }
    let text = match args.format {
        args::TableFormat::Table => tables.iter().map(|table| drawn(table, args)).collect(),
        args::TableFormat::Csv => for_spreadsheets(&tables)?,
        args::TableFormat::Json => json(&tables),
    };
    match &args.output {
        Some(path) => report::write(path, &text)?,
        None => print_text(&text),
    }
    if common.quiet == 0 && args.format == args::TableFormat::Table {
        let open: usize = tables.iter().map(|table| table.rows.iter().filter(|row| row.open).count()).sum();
        say(format_args!("{} open.", count(open, "row")));
    }
    Ok(Ended::Fine)
}

/// The rows in which something is missing, or all of them, under a line that counts.
fn drawn(table: &Table, args: &args::Coverage) -> String {
    let open = table.rows.iter().filter(|row| row.open).count();
    let mut text = format!("{}: {}, {open} open\n", table.name, count(table.rows.len(), "row"));
    let rows: Vec<&Row> = table.rows.iter().filter(|row| args.all || row.open).collect();
    let limit = if args.all || args.table.is_some() { rows.len() } else { SHOWN };
    let shown = &rows[..rows.len().min(limit)];
    if !shown.is_empty() {
        let cells = shown.iter().map(|row| row.cells.clone()).collect();
        let drawn = table::Table::of(table.columns.iter().map(String::as_str), cells).to_text(WIDEST);
        drawn.lines().for_each(|line| text.push_str(&format!("  {line}\n")));
    }
    if rows.len() > limit {
        let _ = writeln!(text, "  and {} more: crosstrain coverage {}", rows.len() - limit, table.name);
    }
    text.push('\n');
    text
}

fn for_spreadsheets(tables: &[Table]) -> Outcome<String> {
    let [table] = tables else {
        return Err(
            Failure::new("a CSV file holds one table").help("name it: crosstrain coverage targets --format csv")
        );
    };
    let cells = table.rows.iter().map(|row| row.cells.clone()).collect();
    Ok(table::Table::of(table.columns.iter().map(String::as_str), cells).to_csv())
}

fn json(tables: &[Table]) -> String {
    let row = |table: &Table, row: &Row| {
        let cells = table.columns.iter().zip(&row.cells).map(|(column, cell)| (column.clone(), cell.as_str().into()));
        let mut value: Map<String, Value> = gathered(cells);
        value.insert("open".to_owned(), row.open.into());
        value
    };
    let tables: Map<String, Value> = gathered(
        tables.iter().map(|table| (table.name.to_owned(), table.rows.iter().map(|cells| row(table, cells)).collect())),
    );
    format!("{}\n", json!({"version": 1, "tables": tables}))
}

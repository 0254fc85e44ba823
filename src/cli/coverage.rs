//! `crosstrain coverage`: what a curriculum promises, teaches and tests.

use super::{Ended, args, count};
use crate::coverage::{Row, Table, tables};
use crate::host::terminal::{Progress, print_text, say};
use crate::host::{Failure, Outcome, disk, report};
use crate::pipeline::Pipeline;
use serde_json::{Map, Value, json};
use std::fmt::Write;

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
        args::TableFormat::Csv => csv(&tables)?,
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
        let widths: Vec<usize> = (0..table.columns.len())
            .map(|at| {
                let cells = shown.iter().map(|row| row.cells[at].chars().count());
                cells.chain([table.columns[at].chars().count()]).max().unwrap_or(0)
            })
            .collect();
        line(&mut text, &table.columns.iter().map(|column| column.to_uppercase()).collect::<Vec<_>>(), &widths);
        shown.iter().for_each(|row| line(&mut text, &row.cells, &widths));
    }
    if rows.len() > limit {
        let _ = writeln!(text, "  and {} more: crosstrain coverage {}", rows.len() - limit, table.name);
    }
    text.push('\n');
    text
}

fn line(text: &mut String, cells: &[String], widths: &[usize]) {
    let mut line = String::from("  ");
    for (cell, width) in cells.iter().zip(widths) {
        let _ = write!(line, "{cell:width$}  ");
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

fn csv(tables: &[Table]) -> Outcome<String> {
    let [table] = tables else {
        return Err(
            Failure::new("a CSV file holds one table").help("name it: crosstrain coverage targets --format csv")
        );
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| Failure::new(format!("can't write the table: {error}"));
    writer.write_record(&table.columns).map_err(failed)?;
    for row in &table.rows {
        writer.write_record(&row.cells).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::new(format!("can't write the table: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn json(tables: &[Table]) -> String {
    let row = |table: &Table, row: &Row| {
        let cells = table.columns.iter().zip(&row.cells).map(|(column, cell)| (column.clone(), cell.as_str().into()));
        let mut value: Map<String, Value> = cells.collect();
        value.insert("open".to_owned(), row.open.into());
        value
    };
    let tables: Map<String, Value> = tables
        .iter()
        .map(|table| (table.name.to_owned(), table.rows.iter().map(|cells| row(table, cells)).collect()))
        .collect();
    format!("{}\n", json!({"version": 1, "tables": tables}))
}

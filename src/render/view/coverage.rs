//! The page for authors: what is promised, taught and tested, and what is missing.

use super::Maker;
use super::frame::{Frame, generated};
use crate::coverage::{Table, tables};
use crate::render::strings::Strings;
use crate::site::Site;
use crate::source::Hasher;
use serde::Serialize;

/// What `coverage.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct CoverageView {
    frame: Frame,
    tables: Vec<TableView>,
}

/// One table.
#[derive(Debug, Serialize)]
struct TableView {
    id: &'static str,
    title: String,
    about: String,
    columns: Vec<String>,
    rows: Vec<RowView>,
    /// How many rows there are in all, and how many are open, in words.
    count: String,
    open: String,
}

/// One row in which something is missing.
#[derive(Debug, Serialize)]
struct RowView {
    cells: Vec<String>,
}

pub(in crate::render) fn view(maker: &Maker<'_>) -> CoverageView {
    let strings = maker.strings();
    let tables = tables(maker.site).into_iter().map(|table| table_view(maker.site, strings, table)).collect();
    let mut frame = generated(maker, strings.get("coverage.title"), "coverage", "coverage");
    frame.description = strings.get("coverage.lead").to_owned();
    CoverageView { frame, tables }
}

fn table_view(site: &Site, strings: &Strings, table: Table) -> TableView {
    let columns = table.columns.iter().map(|column| match column.split_once(' ') {
        Some((what, team)) => {
            let label = site.config.team(team).map_or(team, |at| site.config.teams[at].label.as_str());
            format!("{} {label}", strings.get(&format!("coverage.column.{what}")))
        }
        None => strings.get(&format!("coverage.column.{column}")).to_owned(),
    });
    let columns = columns.collect();
    let all = table.rows.len();
    let rows: Vec<RowView> = table
        .rows
        .into_iter()
        .filter(|row| row.open)
        .map(|row| RowView { cells: row.cells.iter().map(|cell| cell.replace('`', "")).collect() })
        .collect();
    TableView {
        id: table.name,
        title: strings.get(&format!("coverage.{}.title", table.name)).to_owned(),
        about: strings.get(&format!("coverage.{}.about", table.name)).to_owned(),
        columns,
        count: strings.count("coverage.count", all),
        open: strings.count("coverage.open", rows.len()),
        rows,
    }
}

/// Everything that the page shows.
pub(in crate::render) fn depend(hasher: &mut Hasher, site: &Site) {
    for table in tables(site) {
        hasher.part(table.name).number(table.rows.len() as u128);
        let open = table.rows.iter().filter(|row| row.open).flat_map(|row| &row.cells);
        for cell in table.columns.iter().chain(open) {
            hasher.part(cell);
        }
    }
}

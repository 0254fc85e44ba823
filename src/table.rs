//! Is a table as a value: for people, as CSV (RFC 4180), as JSON. The only door
//! to the CSV reader and writer.

use unicode_width::UnicodeWidthStr;

/// Rows of cells under named columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Table {
        Table { columns: columns.into_iter().map(str::to_owned).collect(), rows: Vec::new() }
    }

    /// A table of these rows.
    pub fn of<'a>(columns: impl IntoIterator<Item = &'a str>, rows: Vec<Vec<String>>) -> Table {
        Table { rows, ..Table::new(columns) }
    }

    /// Columns beside one another, as wide as their widest cell; in the last one
    /// and in cells wider than `widest`, what does not fit ends in `…`.
    pub fn to_text(&self, widest: usize) -> String {
        let cells = |row: &[String]| row.iter().map(|cell| cut(cell, widest)).collect::<Vec<_>>();
        let header = self.columns.iter().map(|name| name.to_uppercase().replace('_', " ")).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> =
            std::iter::once(header.as_slice()).chain(self.rows.iter().map(Vec::as_slice)).map(cells).collect();
        let width = |at: usize| rows.iter().map(|row| row[at].width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells =
                row.iter().zip(&widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.width())));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        rows.iter().map(line).collect::<Vec<_>>().join("\n") + "\n"
    }

    /// Comma-separated values, the names of the columns first.
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            // Memory does not run out of space, and all rows are of one length.
            let _ = writer.write_record(row);
        }
        writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// A list of objects, as JSON.
    pub fn to_json(&self) -> String {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let object = |row: &Vec<String>| {
            let fields = self.columns.iter().zip(row).map(|(name, cell)| format!("{}: {}", text(name), text(cell)));
            format!("  {{{}}}", fields.collect::<Vec<_>>().join(", "))
        };
        let rows: Vec<String> = self.rows.iter().map(object).collect();
        if rows.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", rows.join(",\n")) }
    }

    /// Reads lines of cells, as many in each as there are.
    pub fn cells(text: &str, separator: char) -> Result<Vec<Vec<String>>, String> {
        let separator = u8::try_from(separator).map_err(|_| format!("cells can't be parted by `{separator}`"))?;
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
        let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
        reader.records().map(|record| record.map(cells).map_err(|error| message(&error))).collect()
    }

    /// Reads comma-separated values. Where the first line has more semicolons or
    /// tabs than commas, as spreadsheets of many countries write it, those
    /// separate. The error says in one sentence what is wrong.
    pub fn from_csv(text: &str) -> Result<Table, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = text.lines().next().unwrap_or("");
        let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
        let separator =
            *b",;\t".iter().max_by_key(|separator| (count(**separator), **separator == b',')).unwrap_or(&b',');
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let columns = reader.headers().map(cells).map_err(|error| message(&error))?;
        let rows = reader.records().map(|record| Ok(cells(&record.map_err(|error| message(&error))?)));
        Ok(Table { columns, rows: rows.collect::<Result<_, String>>()? })
    }
}

fn message(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            format!("line {line} has {len} cells, but there are {expected_len} columns; is a quote missing?")
        }
        _ => error.to_string(),
    }
}

fn cut(cell: &str, widest: usize) -> String {
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if cell.width() <= widest {
        return cell;
    }
    let mut kept = String::new();
    for c in cell.chars() {
        if kept.width() + 2 > widest {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_read_columns() {
        let mut table = Table::new(["due", "review_by"]);
        table.rows = vec![vec!["2026".into(), "a  long\ncell".into()], vec!["漢字漢".into(), "x".into()]];
        assert_eq!(table.to_text(6), "DUE     REVIE…\n2026    a lon…\n漢字漢  x\n");
    }

    #[test]
    fn spreadsheets_separate_in_their_own_ways() {
        let wanted = Table { columns: vec!["a".into(), "b".into()], rows: vec![vec!["1,5".into(), "\"x\"".into()]] };
        for text in ["a,b\n\"1,5\",\"\"\"x\"\"\"\n", "\u{feff}a;b\r\n1,5;\"\"\"x\"\"\"\r\n", "a\tb\n1,5\t\"\"\"x\"\"\""]
        {
            assert_eq!(Table::from_csv(text).as_ref(), Ok(&wanted), "{text}");
        }
        let wrong = Table::from_csv("a,b\n1\n").expect_err("a row is short");
        assert!(wrong.starts_with("line 2 has 1 cells, but there are 2 columns"), "{wrong}");
    }

    proptest! {
        #[test]
        fn csv_restores_every_cell(rows in prop::collection::vec(prop::collection::vec("\\PC*|[\n\r,;\"\t ]*", 3), 0..5)) {
            let mut table = Table::new(["a", "b", "c"]);
            table.rows = rows;
            prop_assert_eq!(Table::from_csv(&table.to_csv()), Ok(table));
        }
    }
}

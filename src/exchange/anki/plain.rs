//! Notes exported as text: lines of cells, with what they mean in lines before
//! them that begin with `#`.

use super::{Deck, Note};
use crate::table::Table;

pub(super) fn read(text: &str) -> Result<Deck, String> {
    let (mut separator, mut html, mut columns) = ('\t', false, Vec::new());
    let (mut model, mut tags, mut others) = (None, None, Vec::new());
    let mut head = 0;
    for line in text.lines().take_while(|line| line.starts_with('#')) {
        head += 1;
        let Some((name, value)) = line[1..].split_once(':') else { continue };
        let column = || value.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match name.trim().to_lowercase().as_str() {
            "separator" => separator = named(value).ok_or_else(|| format!("`{line}` names no separator"))?,
            "html" => html = value.trim() == "true",
            "columns" => columns = value.split(separator).map(|name| name.trim().to_owned()).collect(),
            "notetype column" => model = column(),
            "tags column" => tags = column(),
            "deck column" | "guid column" => others.extend(column()),
            _ => {}
        }
    }
    let rows = Table::cells(&text.lines().skip(head).collect::<Vec<_>>().join("\n"), separator)?;
    let told = |at: &usize| Some(*at) != model && Some(*at) != tags && !others.contains(at);
    let note = |(number, cells): (usize, Vec<String>)| {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", String::as_str);
        let fields = cells.iter().enumerate().filter(|(at, _)| told(at)).enumerate().map(|(field, (at, cell))| {
            let usual =
                ["Front", "Back"].get(field).map_or_else(|| format!("Field {}", field + 1), |name| (*name).to_owned());
            (columns.get(at).cloned().unwrap_or(usual), cell.clone())
        });
        Note {
            at: format!("row {}", number + 1),
            model: cell(model).to_owned(),
            fields: fields.collect(),
            tags: cell(tags).split_whitespace().map(str::to_owned).collect(),
            html,
        }
    };
    Ok(Deck { notes: rows.into_iter().enumerate().map(note).collect(), ..Deck::default() })
}

fn named(value: &str) -> Option<char> {
    Some(match value.trim().to_lowercase().as_str() {
        "tab" => '\t',
        "comma" => ',',
        "semicolon" => ';',
        "pipe" => '|',
        "colon" => ':',
        "space" => ' ',
        _ => value.trim_end_matches(['\r', '\n']).chars().next()?,
    })
}

//! What `book.toml` says so that mdBook calls us.

use toml_edit::{Array, DocumentMut, Item, Table, value};

/// The script, beside `book.toml`.
pub const SCRIPT: &str = "crosstrain.js";
/// The style sheet, beside `book.toml`.
pub const STYLE: &str = "crosstrain.css";

/// The text of a `book.toml` with our preprocessor in it; everything else stays
/// as its author wrote it. A second time changes nothing.
pub fn installed(text: &str) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let ours = table(table(document.as_table_mut(), "preprocessor")?, "crosstrain")?;
    ours.set_implicit(false);
    if !ours.contains_key("command") {
        ours.insert("command", value("crosstrain mdbook"));
    }
    let html = table(table(document.as_table_mut(), "output")?, "html")?;
    html.set_implicit(false);
    add(html, "additional-css", STYLE)?;
    add(html, "additional-js", SCRIPT)?;
    Ok(document.to_string())
}

fn table<'a>(parent: &'a mut Table, name: &str) -> Result<&'a mut Table, String> {
    let mut fresh = Table::new();
    fresh.set_implicit(true);
    let item = parent.entry(name).or_insert(Item::Table(fresh));
    item.as_table_mut().ok_or_else(|| format!("`{name}` is no table of its own; write it as [{name}]"))
}

fn add(table: &mut Table, name: &str, file: &str) -> Result<(), String> {
    let list = table.entry(name).or_insert(value(Array::new()));
    let list = list.as_array_mut().ok_or_else(|| format!("`{name}` is no list"))?;
    if !list.iter().any(|known| known.as_str() == Some(file)) {
        list.push(file);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_stays() {
        let text = "# mine\n[book]\ntitle = \"A\" # short\n\n[output.html]\nadditional-css = [\"own.css\"]\n";
        let once = installed(text).expect("a book");
        assert!(once.starts_with("# mine\n[book]\ntitle = \"A\" # short\n"), "{once}");
        assert!(once.contains("additional-css = [\"own.css\", \"crosstrain.css\"]"), "{once}");
        assert!(once.contains("[preprocessor.crosstrain]\ncommand = \"crosstrain mdbook\"\n"), "{once}");
        assert_eq!(installed(&once).expect("a book"), once);
        assert!(installed("[book").is_err() && installed("output = 3").is_err());
    }
}

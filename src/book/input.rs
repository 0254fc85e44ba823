//! mdBook's JSON.

use serde_json::{Map, Value, json};

/// What mdBook sends.
#[derive(Debug)]
pub struct Input {
    /// The folder of `book.toml`.
    pub root: String,
    /// Where a renderer writes; nothing for a preprocessor.
    pub destination: Option<String>,
    book: Value,
}

/// Why something is not what mdBook sends.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistaken(pub String);

impl Input {
    /// Reads a list of context and book (for a preprocessor) or one context with
    /// a book in it (for a renderer).
    pub fn parse(text: &str) -> Result<Input, Mistaken> {
        let value: Value = serde_json::from_str(text).map_err(|error| Mistaken(error.to_string()))?;
        let (context, book, renders) = match value {
            Value::Array(mut both) if both.len() == 2 => {
                let book = both.pop().unwrap_or_default();
                (both.pop().unwrap_or_default(), book, false)
            }
            Value::Object(mut context) => {
                let book = context.remove("book").unwrap_or_default();
                (Value::Object(context), book, true)
            }
            _ => return Err(Mistaken("neither a list of two nor an object".to_owned())),
        };
        let text = |name: &str| context.get(name).and_then(Value::as_str).map(str::to_owned);
        let root = text("root").ok_or_else(|| Mistaken("no `root` in it".to_owned()))?;
        let destination = text("destination").filter(|_| renders);
        if renders && destination.is_none() {
            return Err(Mistaken("no `destination` in it".to_owned()));
        }
        if items(&book).is_none() {
            return Err(Mistaken("no list of chapters in it".to_owned()));
        }
        Ok(Input { root, destination, book })
    }

    /// All chapters with a file: its path below the source folder, and the text.
    pub fn chapters(&mut self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        self.each_chapter(&mut |path, content| {
            all.push((path.to_owned(), content.to_owned()));
            None
        });
        all
    }

    /// Asks for the new text of each chapter; nothing leaves it.
    pub fn each_chapter(&mut self, change: &mut dyn FnMut(&str, &str) -> Option<String>) {
        if let Some(items) = items_mut(&mut self.book) {
            walk(items, change);
        }
    }

    /// A path for a chapter that no chapter has.
    pub fn free_path(&mut self, stem: &str) -> String {
        let taken: Vec<String> = self.chapters().into_iter().map(|(path, _)| path).collect();
        let names = std::iter::once(stem.to_owned()).chain((2..).map(|number| format!("{stem}-{number}")));
        let mut free = names.map(|name| format!("{name}.md")).filter(|path| !taken.contains(path));
        free.next().unwrap_or_default()
    }

    /// Adds a chapter at the end.
    pub fn append(&mut self, title: &str, path: &str, content: &str) {
        let chapter = json!({ "Chapter": {
            "name": title, "content": content, "number": null, "sub_items": [], "path": path, "source_path": null, "parent_names": [],
        } });
        if let Some(items) = items_mut(&mut self.book) {
            items.push(chapter);
        }
    }

    /// The book, for mdBook.
    pub fn into_book(self) -> String {
        self.book.to_string()
    }
}

/// `items` since mdBook 0.5, `sections` before.
const LISTS: [&str; 2] = ["items", "sections"];

fn items(book: &Value) -> Option<&Vec<Value>> {
    LISTS.iter().find_map(|name| book.get(name)?.as_array())
}

fn items_mut(book: &mut Value) -> Option<&mut Vec<Value>> {
    let book = book.as_object_mut()?;
    let name = LISTS.into_iter().find(|name| book.get(*name).is_some_and(Value::is_array))?;
    book.get_mut(name)?.as_array_mut()
}

fn walk(items: &mut [Value], change: &mut dyn FnMut(&str, &str) -> Option<String>) {
    for item in items {
        let Some(chapter) = item.get_mut("Chapter").and_then(Value::as_object_mut) else { continue };
        if let Some(text) = changed(chapter, change) {
            chapter.insert("content".to_owned(), Value::String(text));
        }
        if let Some(below) = chapter.get_mut("sub_items").and_then(Value::as_array_mut) {
            walk(below, change);
        }
    }
}

fn changed(chapter: &Map<String, Value>, change: &mut dyn FnMut(&str, &str) -> Option<String>) -> Option<String> {
    // The file that was written; an index page has another path.
    let path = ["source_path", "path"].iter().find_map(|name| chapter.get(*name)?.as_str())?;
    change(&path.replace('\\', "/"), chapter.get("content")?.as_str()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn books_of_any_version_are_read_and_passed_on() {
        for list in LISTS {
            let text = format!(
                r#"[{{"root":"/b","new":1}},{{"{list}":["Separator",{{"PartTitle":"x"}},{{"Chapter":{{"name":"a","content":"A","path":"a.md","later":true,"sub_items":[{{"Chapter":{{"content":"B","path":"index.md","source_path":"README.md"}}}}]}}}},{{"Chapter":{{"name":"draft","content":"","path":null}}}}]}}]"#
            );
            let mut input = Input::parse(&text).expect("a book");
            assert_eq!((input.root.as_str(), &input.destination), ("/b", &None));
            assert_eq!(
                input.chapters(),
                [("a.md".to_owned(), "A".to_owned()), ("README.md".to_owned(), "B".to_owned())]
            );
            assert_eq!(input.free_path("a"), "a-2.md");
            input.each_chapter(&mut |path, content| (path == "a.md").then(|| content.to_lowercase()));
            let book = input.into_book();
            assert!(
                book.contains(r#""content":"a""#) && book.contains("later") && book.contains("Separator"),
                "{book}"
            );
        }
    }

    #[test]
    fn garbage_is_refused_with_a_reason() {
        for (text, why) in [
            ("", "EOF"),
            ("[1]", "list of two"),
            ("{}", "root"),
            (r#"{"root":"/b"}"#, "destination"),
            (r#"[{"root":"/b"},{}]"#, "chapters"),
        ] {
            let Mistaken(said) = Input::parse(text).expect_err("a mistake");
            assert!(said.contains(why), "{text}: {said}");
        }
    }
}

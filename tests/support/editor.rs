//! An editor that speaks to the language server over a connection in memory.

use super::CONFIG;
use crosstrain::host::lsp;
use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::thread::JoinHandle;

/// An editor with a book open. It tells of files that change on the disk, so
/// the server watches none.
pub(crate) struct Editor {
    connection: Connection,
    server: Option<JoinHandle<lsp::Ended>>,
    folder: tempfile::TempDir,
    asked: i32,
    versions: BTreeMap<String, i32>,
    /// What the server said last about each file, by path below the book's root.
    pub(crate) problems: BTreeMap<String, Vec<Value>>,
}

impl Editor {
    /// Starts an editor with a book of some files; `book.toml` among them
    /// replaces the usual settings.
    pub(crate) fn new(files: &[(&str, &str)]) -> Editor {
        Editor::with(files, json!({}))
    }

    /// The same, with more capabilities.
    pub(crate) fn with(files: &[(&str, &str)], general: Value) -> Editor {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "book.toml", CONFIG);
        std::fs::create_dir_all(folder.path().join("content")).unwrap();
        files.iter().for_each(|(path, text)| write(folder.path(), path, text));
        let (connection, theirs) = Connection::memory();
        let below = folder.path().to_path_buf();
        let server = std::thread::spawn(move || lsp::serve(&theirs, &below).unwrap());
        let (asked, versions, problems) = (0, BTreeMap::new(), BTreeMap::new());
        let mut editor = Editor { connection, server: Some(server), folder, asked, versions, problems };
        editor.ask(
            "initialize",
            json!({
                "rootUri": editor.uri(""),
                "capabilities": {
                    "general": general,
                    "workspace": {
                        "didChangeWatchedFiles": {"dynamicRegistration": true},
                        "workspaceEdit": {"documentChanges": true, "resourceOperations": ["rename", "create"]},
                    },
                    "textDocument": {
                        "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                        "hover": {"contentFormat": ["markdown"]},
                    },
                },
            }),
        );
        editor.tell("initialized", json!({}));
        editor
    }

    /// The address of a file.
    pub(crate) fn uri(&self, path: &str) -> String {
        format!("file://{}/{path}", self.folder.path().display()).trim_end_matches('/').to_owned()
    }

    /// The path of an address.
    pub(crate) fn path(&self, uri: &str) -> String {
        uri.strip_prefix(&self.uri("")).unwrap_or(uri).trim_start_matches('/').to_owned()
    }

    /// Writes a file and says so.
    pub(crate) fn write(&mut self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
        self.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": self.uri(path), "type": 2}]}));
    }

    /// Removes a file and says so.
    pub(crate) fn remove(&mut self, path: &str) {
        std::fs::remove_file(self.folder.path().join(path)).unwrap();
        self.tell("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": self.uri(path), "type": 3}]}));
    }

    /// Opens a file with some text.
    pub(crate) fn open(&mut self, path: &str, text: &str) {
        self.versions.insert(path.to_owned(), 1);
        let document = json!({"uri": self.uri(path), "languageId": "markdown", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Changes an open file; a change without a range is the whole text.
    pub(crate) fn change(&mut self, path: &str, changes: Value) {
        let version = self.versions.get_mut(path).unwrap();
        *version += 1;
        let document = json!({"uri": format!("file://{}/{path}", self.folder.path().display()), "version": *version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Closes a file.
    pub(crate) fn close(&mut self, path: &str) {
        self.versions.remove(path);
        self.tell("textDocument/didClose", json!({"textDocument": {"uri": self.uri(path)}}));
    }

    /// Sends a notification.
    pub(crate) fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification::new(method.to_owned(), params).into()).unwrap();
    }

    /// Asks, and waits for the answer; what is said meanwhile is noted.
    pub(crate) fn try_ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        self.connection.sender.send(Request::new(id.clone(), method.to_owned(), params).into()).unwrap();
        loop {
            match self.connection.receiver.recv().unwrap() {
                Message::Response(response) if response.id == id => {
                    return response.response_result.map_err(|error| error.message);
                }
                Message::Notification(note) if note.method == "textDocument/publishDiagnostics" => {
                    self.published(&note.params);
                }
                _ => {}
            }
        }
    }

    /// Asks something that must have an answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.try_ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Asks about a place in a file.
    pub(crate) fn ask_at(&mut self, method: &str, path: &str, (line, character): (u32, u32)) -> Value {
        let params =
            json!({"textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": character}});
        self.ask(method, params)
    }

    /// Opens a file whose text has a `^` in it, and asks about that place.
    pub(crate) fn ask_mark(&mut self, method: &str, path: &str, marked: &str) -> Value {
        let (before, after) = marked.split_once('^').unwrap();
        let text = format!("{before}{after}");
        if self.versions.contains_key(path) {
            self.change(path, json!([{"text": text}]));
        } else {
            self.open(path, &text);
        }
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
        let position = json!({"line": line, "character": character});
        let context = json!({"includeDeclaration": true, "triggerKind": 1});
        self.ask(method, json!({"textDocument": {"uri": self.uri(path)}, "position": position, "context": context}))
    }

    /// What can be done about a whole file. The answer needs a build, so that
    /// afterwards all problems of the text as it is have been told.
    pub(crate) fn actions(&mut self, path: &str) -> Value {
        let everything = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99_999, "character": 0}});
        let params =
            json!({"textDocument": {"uri": self.uri(path)}, "range": everything, "context": {"diagnostics": []}});
        self.ask("textDocument/codeAction", params)
    }

    fn published(&mut self, params: &Value) {
        let path = self.path(params["uri"].as_str().unwrap());
        self.problems.insert(path, params["diagnostics"].as_array().unwrap().clone());
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        let ended = self.server.take().unwrap().join().unwrap();
        assert_eq!(ended, lsp::Ended::Properly);
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

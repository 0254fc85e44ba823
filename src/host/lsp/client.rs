//! What the editor can do, as it said when it started us.

use crate::ide::Encoding;
use serde_json::{Value, json};

/// Mends a problem.
pub(super) const QUICK_FIX: &str = "quickfix";
/// Mends all that can be mended in a file.
pub(super) const FIX_ALL: &str = "source.fixAll";

/// What the editor can do.
#[derive(Debug, Clone, Default)]
pub(super) struct Client {
    /// What columns count.
    pub(super) encoding: Encoding,
    /// Whether edits may name the versions of files.
    pub(super) document_changes: bool,
    /// Whether files may be moved as part of an edit.
    pub(super) moves_files: bool,
    /// Whether it tells of files that change on the disk.
    pub(super) watches_files: bool,
    /// Whether it shows Markdown when hovering.
    pub(super) markdown_hover: bool,
    /// Whether it shows Markdown beside what can be written.
    pub(super) markdown_items: bool,
    /// Whether symbols may be nested.
    pub(super) nested_symbols: bool,
}

impl Client {
    /// Reads the editor's capabilities. Nothing is asked that could not be left unsaid.
    pub(super) fn of(capabilities: &Value) -> Client {
        let is = |place: &str| capabilities.pointer(place) == Some(&Value::Bool(true));
        let offers = |place: &str, name: &str| {
            let offered = capabilities.pointer(place).and_then(Value::as_array);
            offered.is_some_and(|offered| offered.iter().any(|value| value == name))
        };
        let document_changes = is("/workspace/workspaceEdit/documentChanges");
        Client {
            encoding: if offers("/general/positionEncodings", "utf-8") { Encoding::Utf8 } else { Encoding::Utf16 },
            document_changes,
            moves_files: document_changes && offers("/workspace/workspaceEdit/resourceOperations", "rename"),
            watches_files: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            markdown_hover: offers("/textDocument/hover/contentFormat", "markdown"),
            markdown_items: offers("/textDocument/completion/completionItem/documentationFormat", "markdown"),
            nested_symbols: is("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
        }
    }
}

/// What we can do for such an editor (`ServerCapabilities`).
pub(super) fn capabilities(client: &Client) -> Value {
    let encoding = match client.encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
    };
    json!({
        "positionEncoding": encoding,
        // A text comes whole once, then what changes of it (`Incremental`).
        "textDocumentSync": { "openClose": true, "change": 2, "save": true },
        // What begins a link, a value, an item of a list, a block.
        "completionProvider": { "triggerCharacters": ["[", "(", "/", "#", ":", " ", ",", "{", "-", "`", "="] },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "codeActionProvider": { "codeActionKinds": [QUICK_FIX, FIX_ALL] },
        "renameProvider": { "prepareProvider": true },
        "workspace": {
            "workspaceFolders": { "supported": true, "changeNotifications": true },
            "fileOperations": {
                "willRename": {
                    "filters": [{ "scheme": "file", "pattern": { "glob": "**/*.md", "matches": "file" } }],
                },
            },
        },
    })
}

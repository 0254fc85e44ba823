//! What the editor can do, as it said when it started us.

use crate::ide::Encoding;
use lsp_types as lsp;
use serde_json::Value;

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

/// What we can do for such an editor.
pub(super) fn capabilities(client: &Client) -> lsp::ServerCapabilities {
    let kinds = vec![lsp::CodeActionKind::QUICKFIX, lsp::CodeActionKind::SOURCE_FIX_ALL];
    let pages = lsp::FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: lsp::FileOperationPattern {
            glob: "**/*.md".to_owned(),
            matches: Some(lsp::FileOperationPatternKind::File),
            options: None,
        },
    };
    lsp::ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(lsp::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
            save: Some(lsp::TextDocumentSyncSaveOptions::Supported(true)),
            ..Default::default()
        })),
        completion_provider: Some(lsp::CompletionOptions {
            // What begins a link, a value, an item of a list, a block.
            trigger_characters: Some(
                ["[", "(", "/", "#", ":", " ", ",", "{", "-", "`", "="].map(str::to_owned).to_vec(),
            ),
            ..Default::default()
        }),
        hover_provider: Some(lsp::HoverProviderCapability::Simple(true)),
        definition_provider: Some(lsp::OneOf::Left(true)),
        references_provider: Some(lsp::OneOf::Left(true)),
        document_symbol_provider: Some(lsp::OneOf::Left(true)),
        workspace_symbol_provider: Some(lsp::OneOf::Left(true)),
        code_action_provider: Some(lsp::CodeActionProviderCapability::Options(lsp::CodeActionOptions {
            code_action_kinds: Some(kinds),
            ..Default::default()
        })),
        rename_provider: Some(lsp::OneOf::Right(lsp::RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: lsp::WorkDoneProgressOptions::default(),
        })),
        workspace: Some(lsp::WorkspaceServerCapabilities {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(lsp::OneOf::Left(true)),
            }),
            file_operations: Some(lsp::WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(lsp::FileOperationRegistrationOptions { filters: vec![pages] }),
                ..Default::default()
            }),
        }),
        ..Default::default()
    }
}

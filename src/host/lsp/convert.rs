//! Our values in the protocol's words.

use super::Client;
use super::protocol::{self, Location, Range, Uri, given};
use super::uri::uri_of;
use super::workspace::Workspace;
use crate::diag::{Diagnostic, Edit, Level};
use crate::entry::Entry;
use crate::ide::complete::{Item, Sort};
use crate::ide::symbols::Symbol;
use crate::ide::{Lines, Position};
use crate::source::{Place, SourcePath, Span};
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Translates places of one book, remembering the lines of the files it met.
pub(super) struct Convert<'a> {
    workspace: &'a Workspace,
    client: &'a Client,
    lines: RefCell<BTreeMap<SourcePath, Lines>>,
}

impl<'a> Convert<'a> {
    pub(super) fn new(workspace: &'a Workspace, client: &'a Client) -> Convert<'a> {
        Convert { workspace, client, lines: RefCell::default() }
    }

    /// The address of a file.
    pub(super) fn uri(&self, path: &SourcePath) -> Option<Uri> {
        let buffer = self.workspace.buffer(path).map(|buffer| buffer.uri.clone());
        buffer.or_else(|| uri_of(&self.workspace.path(path)))
    }

    fn with_lines<T>(&self, path: &SourcePath, ask: impl FnOnce(&Lines, &str) -> T) -> T {
        let text = self.workspace.snapshot().text(path).map_or("", |file| file.text.as_str());
        let mut known = self.lines.borrow_mut();
        let lines = known.entry(path.clone()).or_insert_with(|| Lines::new(text, self.client.encoding));
        ask(lines, text)
    }

    /// A span of a file as a range.
    pub(super) fn range(&self, path: &SourcePath, span: Span) -> Range {
        self.with_lines(path, |lines, text| {
            let at = |offset: u32| {
                let Position { line, column } = lines.position(text, offset as usize);
                protocol::Position { line, character: column }
            };
            Range { start: at(span.start), end: at(span.end) }
        })
    }

    /// The offset of a position in a file.
    pub(super) fn offset(&self, path: &SourcePath, position: protocol::Position) -> usize {
        let position = Position { line: position.line, column: position.character };
        self.with_lines(path, |lines, text| lines.offset(text, position))
    }

    /// A range of a file as a span.
    pub(super) fn span(&self, path: &SourcePath, range: Range) -> Span {
        Span::new(self.offset(path, range.start), self.offset(path, range.end))
    }

    /// A place with its address.
    pub(super) fn location(&self, place: &Place) -> Option<Location> {
        Some(Location { uri: self.uri(&place.path)?, range: self.range(&place.path, place.span) })
    }

    /// A problem (`Diagnostic`). Help and notes are part of the message: an editor has no
    /// other place for them.
    pub(super) fn diagnostic(&self, diagnostic: &Diagnostic) -> Value {
        let mut message = diagnostic.message.clone();
        for (what, texts) in [("help", &diagnostic.help), ("note", &diagnostic.notes)] {
            texts.iter().for_each(|text| message.push_str(&format!("\n{what}: {text}")));
        }
        let related = |label: &crate::diag::Label| {
            Some(json!({ "location": self.location(&label.place)?, "message": label.text }))
        };
        let related: Vec<_> = diagnostic.labels.iter().filter_map(related).collect();
        given(json!({
            "range": self.range(&diagnostic.place.path, diagnostic.place.span),
            // `Error`, `Warning`, `Hint`.
            "severity": match diagnostic.level {
                Level::Error => 1,
                Level::Warn => 2,
                Level::Note | Level::Off => 4,
            },
            "code": diagnostic.lint.name,
            "source": "crosstrain",
            "message": message,
            "relatedInformation": (!related.is_empty()).then_some(related),
        }))
    }

    /// What is to be said about a file (`PublishDiagnosticsParams`).
    pub(super) fn published(&self, path: &SourcePath) -> Option<Value> {
        let told = self.workspace.told(path);
        Some(given(json!({
            "uri": self.uri(path)?,
            "version": self.workspace.buffer(path).map(|buffer| buffer.version),
            "diagnostics": told.map(|diagnostic| self.diagnostic(diagnostic)).collect::<Vec<_>>(),
        })))
    }

    /// Changes of texts, and files that move after them (`WorkspaceEdit`).
    pub(super) fn edit<'e>(
        &self,
        edits: impl IntoIterator<Item = &'e Edit>,
        moves: impl IntoIterator<Item = (&'e SourcePath, &'e SourcePath)>,
    ) -> Value {
        let mut by_file: BTreeMap<&SourcePath, Vec<Value>> = BTreeMap::new();
        for edit in edits {
            let range = self.range(&edit.place.path, edit.place.span);
            by_file.entry(&edit.place.path).or_default().push(json!({ "range": range, "newText": edit.text }));
        }
        let by_file = by_file.into_iter().filter_map(|(path, edits)| Some((path, self.uri(path)?, edits)));
        if !self.client.document_changes {
            let changes: Map<String, Value> = by_file.map(|(_, uri, edits)| (uri.0, edits.into())).collect();
            return json!({ "changes": changes });
        }
        let changed = by_file.map(|(path, uri, edits)| {
            // Here it may be null, but must not be missing.
            let version = self.workspace.buffer(path).map(|buffer| buffer.version);
            json!({ "textDocument": { "uri": uri, "version": version }, "edits": edits })
        });
        let moved = moves.into_iter().filter_map(|(from, to)| {
            let (old, new) = (self.uri(from)?, uri_of(&self.workspace.path(to))?);
            Some(json!({ "kind": "rename", "oldUri": old, "newUri": new }))
        });
        json!({ "documentChanges": changed.chain(moved).collect::<Vec<_>>() })
    }

    /// Something that can be written (`CompletionItem`).
    pub(super) fn completion(&self, path: &SourcePath, item: &Item, order: usize) -> Value {
        given(json!({
            "label": item.label,
            "detail": (!item.detail.is_empty()).then_some(&item.detail),
            "documentation": (!item.about.is_empty()).then(|| markup(self.client.markdown_items, &item.about)),
            "kind": match item.sort {
                Sort::Heading => 1, // `Text`
                Sort::Field => 5,
                Sort::Word => 12, // `Value`
                Sort::File => 17,
                Sort::Entry => 18, // `Reference`
                Sort::Block => 22, // `Struct`
            },
            "filterText": item.filter,
            "sortText": format!("{}{order:04}", u8::from(!item.first)),
            "textEdit": { "range": self.range(path, item.span), "newText": item.text },
        }))
    }

    /// A part of a file (`DocumentSymbol`).
    pub(super) fn symbol(&self, path: &SourcePath, symbol: &Symbol) -> Value {
        let parts: Vec<_> = symbol.parts.iter().map(|part| self.symbol(path, part)).collect();
        given(json!({
            "name": symbol.name,
            "detail": (!symbol.detail.is_empty()).then_some(&symbol.detail),
            "kind": kind_of(symbol),
            "range": self.range(path, symbol.span),
            "selectionRange": self.range(path, symbol.head),
            "children": (!parts.is_empty()).then_some(parts),
        }))
    }

    /// Parts of a file one after another (`SymbolInformation`), for editors that can't nest them.
    pub(super) fn flat_symbols(&self, path: &SourcePath, symbols: &[Symbol]) -> Vec<Value> {
        let mut flat = Vec::new();
        for symbol in symbols {
            let place = Place::new(path, symbol.span);
            flat.extend(
                self.location(&place)
                    .map(|location| json!({ "name": symbol.name, "kind": kind_of(symbol), "location": location })),
            );
            flat.extend(self.flat_symbols(path, &symbol.parts));
        }
        flat
    }

    /// An entry, found by a name (`SymbolInformation`).
    pub(super) fn entry(&self, entry: &Entry, name: &str) -> Option<Value> {
        let place = Place::new(&entry.file.path, entry.head.title.span);
        let title = &entry.head.title.value;
        Some(json!({
            // Editors compare what they show with what was typed.
            "name": if name == title { title.clone() } else { format!("{title} ({name})") },
            "kind": 5, // `Class`
            "location": self.location(&place)?,
            "containerName": entry.id.kind.folder(),
        }))
    }
}

/// `Object` or `String`.
fn kind_of(symbol: &Symbol) -> u32 {
    match symbol.detail.as_str() {
        "question" | "activity" | "field" => 19,
        _ => 15,
    }
}

/// Some Markdown (`MarkupContent`), for an editor that may not show it: then without its marks.
pub(super) fn markup(shown: bool, text: &str) -> Value {
    if shown {
        return json!({ "kind": "markdown", "value": text });
    }
    json!({ "kind": "plaintext", "value": text.replace("**", "").replace(['`', '*'], "") })
}

//! Our values in the protocol's words.

use super::Client;
use super::uri::uri_of;
use super::workspace::Workspace;
use crate::diag::{Diagnostic, Edit, Level};
use crate::entry::Entry;
use crate::ide::complete::{Item, Sort};
use crate::ide::symbols::Symbol;
use crate::ide::{Lines, Position};
use crate::source::{Place, SourcePath, Span};
use lsp_types as lsp;
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
    pub(super) fn uri(&self, path: &SourcePath) -> Option<lsp::Uri> {
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
    pub(super) fn range(&self, path: &SourcePath, span: Span) -> lsp::Range {
        let at = |position: Position| lsp::Position::new(position.line, position.column);
        self.with_lines(path, |lines, text| {
            lsp::Range::new(at(lines.position(text, span.start as usize)), at(lines.position(text, span.end as usize)))
        })
    }

    /// The offset of a position in a file.
    pub(super) fn offset(&self, path: &SourcePath, position: lsp::Position) -> usize {
        let position = Position { line: position.line, column: position.character };
        self.with_lines(path, |lines, text| lines.offset(text, position))
    }

    /// A range of a file as a span.
    pub(super) fn span(&self, path: &SourcePath, range: lsp::Range) -> Span {
        Span::new(self.offset(path, range.start), self.offset(path, range.end))
    }

    /// A place with its address.
    pub(super) fn location(&self, place: &Place) -> Option<lsp::Location> {
        Some(lsp::Location::new(self.uri(&place.path)?, self.range(&place.path, place.span)))
    }

    /// A problem. Help and notes are part of the message: an editor has no
    /// other place for them.
    pub(super) fn diagnostic(&self, diagnostic: &Diagnostic) -> lsp::Diagnostic {
        let mut message = diagnostic.message.clone();
        for (what, texts) in [("help", &diagnostic.help), ("note", &diagnostic.notes)] {
            texts.iter().for_each(|text| message.push_str(&format!("\n{what}: {text}")));
        }
        let related = |label: &crate::diag::Label| {
            Some(lsp::DiagnosticRelatedInformation {
                location: self.location(&label.place)?,
                message: label.text.clone(),
            })
        };
        let related: Vec<_> = diagnostic.labels.iter().filter_map(related).collect();
        lsp::Diagnostic {
            range: self.range(&diagnostic.place.path, diagnostic.place.span),
            severity: Some(match diagnostic.level {
                Level::Error => lsp::DiagnosticSeverity::ERROR,
                Level::Warn => lsp::DiagnosticSeverity::WARNING,
                Level::Note | Level::Off => lsp::DiagnosticSeverity::HINT,
            }),
            code: Some(lsp::NumberOrString::String(diagnostic.lint.name.to_owned())),
            source: Some("crosstrain".to_owned()),
            message,
            related_information: (!related.is_empty()).then_some(related),
            ..lsp::Diagnostic::default()
        }
    }

    /// What is to be said about a file.
    pub(super) fn published(&self, path: &SourcePath) -> Option<lsp::PublishDiagnosticsParams> {
        let diagnostics = self.workspace.build().diagnostics.of(path);
        Some(lsp::PublishDiagnosticsParams {
            uri: self.uri(path)?,
            diagnostics: diagnostics.iter().map(|diagnostic| self.diagnostic(diagnostic)).collect(),
            version: self.workspace.buffer(path).map(|buffer| buffer.version),
        })
    }

    /// Changes of texts, and files that move after them.
    pub(super) fn edit<'e>(
        &self,
        edits: impl IntoIterator<Item = &'e Edit>,
        moves: impl IntoIterator<Item = (&'e SourcePath, &'e SourcePath)>,
    ) -> lsp::WorkspaceEdit {
        let mut by_file: BTreeMap<&SourcePath, Vec<lsp::TextEdit>> = BTreeMap::new();
        for edit in edits {
            let range = self.range(&edit.place.path, edit.place.span);
            by_file.entry(&edit.place.path).or_default().push(lsp::TextEdit::new(range, edit.text.clone()));
        }
        let by_file = by_file.into_iter().filter_map(|(path, edits)| Some((path, self.uri(path)?, edits)));
        if !self.client.document_changes {
            #[expect(clippy::mutable_key_type, reason = "the protocol's own type")]
            let changes = by_file.map(|(_, uri, edits)| (uri, edits)).collect();
            return lsp::WorkspaceEdit::new(changes);
        }
        let changed = by_file.map(|(path, uri, edits)| {
            let version = self.workspace.buffer(path).map(|buffer| buffer.version);
            lsp::DocumentChangeOperation::Edit(lsp::TextDocumentEdit {
                text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version },
                edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
            })
        });
        let moved = moves.into_iter().filter_map(|(from, to)| {
            Some(lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Rename(lsp::RenameFile {
                old_uri: self.uri(from)?,
                new_uri: uri_of(&self.workspace.path(to))?,
                options: None,
                annotation_id: None,
            })))
        });
        let operations = lsp::DocumentChanges::Operations(changed.chain(moved).collect());
        lsp::WorkspaceEdit { document_changes: Some(operations), ..lsp::WorkspaceEdit::default() }
    }

    /// Something that can be written.
    pub(super) fn completion(&self, path: &SourcePath, item: &Item, order: usize) -> lsp::CompletionItem {
        use lsp::CompletionItemKind as Kind;
        let edit = lsp::TextEdit::new(self.range(path, item.span), item.text.clone());
        lsp::CompletionItem {
            label: item.label.clone(),
            detail: (!item.detail.is_empty()).then(|| item.detail.clone()),
            documentation: (!item.about.is_empty())
                .then(|| lsp::Documentation::MarkupContent(markup(self.client.markdown_items, &item.about))),
            kind: Some(match item.sort {
                Sort::Field => Kind::FIELD,
                Sort::Word => Kind::VALUE,
                Sort::Entry => Kind::REFERENCE,
                Sort::Heading => Kind::TEXT,
                Sort::File => Kind::FILE,
                Sort::Block => Kind::STRUCT,
            }),
            filter_text: Some(item.filter.clone()),
            sort_text: Some(format!("{}{order:04}", u8::from(!item.first))),
            text_edit: Some(lsp::CompletionTextEdit::Edit(edit)),
            ..lsp::CompletionItem::default()
        }
    }

    /// A part of a file.
    pub(super) fn symbol(&self, path: &SourcePath, symbol: &Symbol) -> lsp::DocumentSymbol {
        let parts: Vec<_> = symbol.parts.iter().map(|part| self.symbol(path, part)).collect();
        #[expect(deprecated, reason = "the field must be given")]
        lsp::DocumentSymbol {
            name: symbol.name.clone(),
            detail: (!symbol.detail.is_empty()).then(|| symbol.detail.clone()),
            kind: kind_of(symbol),
            tags: None,
            deprecated: None,
            range: self.range(path, symbol.span),
            selection_range: self.range(path, symbol.head),
            children: (!parts.is_empty()).then_some(parts),
        }
    }

    /// Parts of a file one after another, for editors that can't nest them.
    pub(super) fn flat_symbols(&self, path: &SourcePath, symbols: &[Symbol]) -> Vec<lsp::SymbolInformation> {
        let mut flat = Vec::new();
        for symbol in symbols {
            let place = Place::new(path, symbol.span);
            flat.extend(
                self.location(&place).map(|location| information(symbol.name.clone(), kind_of(symbol), location, None)),
            );
            flat.extend(self.flat_symbols(path, &symbol.parts));
        }
        flat
    }

    /// An entry, found by a name.
    pub(super) fn entry(&self, entry: &Entry, name: &str) -> Option<lsp::SymbolInformation> {
        let place = Place::new(&entry.file.path, entry.head.title.span);
        let title = &entry.head.title.value;
        // Editors compare what they show with what was typed.
        let shown = if name == title { title.clone() } else { format!("{title} ({name})") };
        let folder = Some(entry.id.kind.folder().to_owned());
        Some(information(shown, lsp::SymbolKind::CLASS, self.location(&place)?, folder))
    }
}

fn kind_of(symbol: &Symbol) -> lsp::SymbolKind {
    match symbol.detail.as_str() {
        "question" | "activity" | "field" => lsp::SymbolKind::OBJECT,
        _ => lsp::SymbolKind::STRING,
    }
}

fn information(
    name: String,
    kind: lsp::SymbolKind,
    location: lsp::Location,
    container_name: Option<String>,
) -> lsp::SymbolInformation {
    #[expect(deprecated, reason = "the field must be given")]
    lsp::SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}

/// Some Markdown, for an editor that may not show it: then without its marks.
pub(super) fn markup(shown: bool, value: &str) -> lsp::MarkupContent {
    if shown {
        return lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: value.to_owned() };
    }
    lsp::MarkupContent { kind: lsp::MarkupKind::PlainText, value: value.replace("**", "").replace(['`', '*'], "") }
}

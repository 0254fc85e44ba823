//! Answers the editor's questions.

use super::client::{FIX_ALL, QUICK_FIX};
use super::convert::{Convert, markup};
use super::params::{file, part, place};
use super::protocol::{Move, Uri};
use super::{Server, Workspace};
use crate::edit::Changes;
use crate::ide::{self, Action, Page, actions, complete, hover, rename, symbols, target};
use crate::source::SourcePath;
use lsp_server::{ErrorCode, Request, Response};
use serde_json::{Value, json};

/// Why there is no answer.
enum Refusal {
    /// The question can't be read.
    Unreadable(serde_json::Error),
    /// We do not know such questions.
    Unknown,
    /// It can't be done, and why.
    Impossible(String),
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Refusal {
        Refusal::Unreadable(error)
    }
}

type Answer = Result<Value, Refusal>;

/// Answers a question.
pub(super) fn answer(server: &mut Server<'_>, request: Request) -> Response {
    let id = request.id.clone();
    match dispatch(server, &request) {
        Ok(value) => Response::new_ok(id, value),
        Err(Refusal::Unreadable(error)) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
        Err(Refusal::Unknown) => Response::new_err(id, ErrorCode::MethodNotFound as i32, "not offered".to_owned()),
        Err(Refusal::Impossible(why)) => Response::new_err(id, ErrorCode::RequestFailed as i32, why),
    }
}

fn dispatch(server: &mut Server<'_>, request: &Request) -> Answer {
    let params = &request.params;
    match request.method.as_str() {
        "textDocument/completion" => completion(server, params),
        "textDocument/hover" => hover(server, params),
        "textDocument/definition" => definition(server, params),
        "textDocument/references" => references(server, params),
        "textDocument/documentSymbol" => symbols(server, params),
        "workspace/symbol" => entries(server, params),
        "textDocument/prepareRename" => prepare_rename(server, params),
        "textDocument/rename" => rename(server, params),
        "workspace/willRenameFiles" => will_rename(server, params),
        "textDocument/codeAction" => code_actions(server, params),
        _ => Err(Refusal::Unknown),
    }
}

/// An answer about a file of a book that is built: nothing, if the file is in no book.
fn about<T: serde::Serialize>(
    server: &mut Server<'_>,
    uri: &Uri,
    ask: impl FnOnce(&Workspace, &Convert<'_>, &SourcePath) -> Result<T, Refusal>,
) -> Answer {
    let Some((at, path)) = server.locate(uri) else { return Ok(Value::Null) };
    if server.due.is_some() {
        server.settle();
    }
    let workspace = &server.workspaces[at];
    Ok(json!(ask(workspace, &Convert::new(workspace, &server.client), &path)?))
}

fn completion(server: &mut Server<'_>, params: &Value) -> Answer {
    // Asked at every letter, and about the text alone: names may be those of the last build.
    let (uri, position) = place(params)?;
    let Some((workspace, path)) = server.locate(&uri) else { return Ok(Value::Null) };
    let workspace = &server.workspaces[workspace];
    let Some(file) = workspace.snapshot().text(&path) else { return Ok(Value::Null) };
    let convert = Convert::new(workspace, &server.client);
    let page = Page::new(&workspace.build().site, file);
    let found = complete::complete(&page, convert.offset(&path, position));
    let items = found.items.iter().enumerate().map(|(order, item)| convert.completion(&path, item, order));
    Ok(json!({ "isIncomplete": found.more, "items": items.collect::<Vec<_>>() }))
}

fn hover(server: &mut Server<'_>, params: &Value) -> Answer {
    let (uri, position) = place(params)?;
    let shown = server.client.markdown_hover;
    about(server, &uri, |workspace, convert, path| {
        let offset = convert.offset(path, position);
        let site = &workspace.build().site;
        let of_target = || {
            let found = target::at(site, workspace.snapshot(), path, offset)?;
            Some((found.span, hover::about(site, &found.target)))
        };
        let of_field = || hover::field(&Page::new(site, workspace.snapshot().text(path)?), offset);
        Ok(of_target()
            .or_else(of_field)
            .map(|(span, text)| json!({ "contents": markup(shown, &text), "range": convert.range(path, span) })))
    })
}

fn definition(server: &mut Server<'_>, params: &Value) -> Answer {
    let (uri, position) = place(params)?;
    about(server, &uri, |workspace, convert, path| {
        let (site, snapshot) = (&workspace.build().site, workspace.snapshot());
        let found = target::at(site, snapshot, path, convert.offset(path, position));
        let place = found.and_then(|found| target::definition(site, snapshot, &found.target));
        Ok(place.and_then(|place| convert.location(&place)))
    })
}

fn references(server: &mut Server<'_>, params: &Value) -> Answer {
    let (uri, position) = place(params)?;
    let declared = part(params, "/context/includeDeclaration")?;
    about(server, &uri, |workspace, convert, path| {
        let (site, snapshot) = (&workspace.build().site, workspace.snapshot());
        let Some(found) = target::at(site, snapshot, path, convert.offset(path, position)) else { return Ok(None) };
        let places = ide::references(site, snapshot, &found.target, declared);
        Ok(Some(places.iter().filter_map(|place| convert.location(place)).collect::<Vec<_>>()))
    })
}

fn symbols(server: &mut Server<'_>, params: &Value) -> Answer {
    let nested = server.client.nested_symbols;
    about(server, &file(params)?, |workspace, convert, path| {
        let Some(file) = workspace.snapshot().text(path) else { return Ok(None) };
        let found = symbols::symbols(&Page::new(&workspace.build().site, file));
        Ok(Some(if nested {
            found.iter().map(|symbol| convert.symbol(path, symbol)).collect()
        } else {
            convert.flat_symbols(path, &found)
        }))
    })
}

/// Entries of all books by name.
fn entries(server: &mut Server<'_>, params: &Value) -> Answer {
    let query: String = part(params, "/query")?;
    server.settle();
    let of = |workspace: &Workspace| {
        let convert = Convert::new(workspace, &server.client);
        let site = &workspace.build().site;
        let found = symbols::entries(site, &query, MOST).into_iter();
        found.filter_map(|(ix, name)| convert.entry(site.entry(ix), name)).collect::<Vec<_>>()
    };
    Ok(json!(server.workspaces.iter().flat_map(of).collect::<Vec<_>>()))
}

/// More entries than this are not listed at a time.
const MOST: usize = 100;

fn prepare_rename(server: &mut Server<'_>, params: &Value) -> Answer {
    let (uri, position) = place(params)?;
    about(server, &uri, |workspace, convert, path| {
        let (site, offset) = (&workspace.build().site, convert.offset(path, position));
        let found = rename::prepare(site, workspace.snapshot(), path, offset);
        Ok(found.map(|(_, span, name)| json!({ "range": convert.range(path, span), "placeholder": name })))
    })
}

fn rename(server: &mut Server<'_>, params: &Value) -> Answer {
    let (uri, position) = place(params)?;
    let name: String = part(params, "/newName")?;
    let moves_files = server.client.moves_files;
    about(server, &uri, |workspace, convert, path| {
        let (site, snapshot) = (&workspace.build().site, workspace.snapshot());
        let found = rename::prepare(site, snapshot, path, convert.offset(path, position));
        let refused = |why: &str| Refusal::Impossible(why.to_owned());
        let (named, ..) = found.ok_or_else(|| refused("no page or heading is named here"))?;
        let changes = match &named {
            rename::Named::Page(ix) => rename::rename(site, snapshot, *ix, &name),
            rename::Named::Heading(ix, id) => rename::heading(site, snapshot, *ix, id, &name),
        };
        let changes = changes.map_err(Refusal::Impossible)?;
        if !moves_files && matches!(named, rename::Named::Page(_)) {
            return Err(refused("this editor can't move files; in a terminal: crosstrain rename"));
        }
        Ok(convert.edit(changes.edits(), changes.moves()))
    })
}

/// Files that somebody moves in the editor's list of files: what leads to them
/// follows. What can't be is left for the checks to tell.
fn will_rename(server: &mut Server<'_>, params: &Value) -> Answer {
    let files: Vec<Move> = part(params, "/files")?;
    let Some(first) = files.first().map(|file| &file.old_uri) else { return Ok(Value::Null) };
    about(server, first, |workspace, convert, _| {
        let (site, snapshot) = (&workspace.build().site, workspace.snapshot());
        let path_of = |uri: &Uri| workspace.source_path(&super::uri::path_of(uri)?);
        let changes = files.iter().filter_map(|file| {
            let ix = site.at_path(&path_of(&file.old_uri)?)?;
            rename::moved(site, snapshot, ix, &path_of(&file.new_uri)?).ok()
        });
        // Of several files each is worked out alone; together they may meet in one link.
        let mut all = Changes::new();
        changes.for_each(|changes| {
            changes.edits().for_each(|edit| all.replace(&edit.place.path, edit.place.span, edit.text.as_str()))
        });
        Ok((!all.is_empty()).then(|| convert.edit(all.edits(), None)))
    })
}

fn code_actions(server: &mut Server<'_>, params: &Value) -> Answer {
    let range = part(params, "/range")?;
    let only: Option<Vec<String>> = part(params, "/context/only")?;
    about(server, &file(params)?, |workspace, convert, path| {
        let wanted = |kind: &str| only.as_ref().is_none_or(|only| only.iter().any(|wanted| kind.starts_with(wanted)));
        let diagnostics = &workspace.build().diagnostics;
        let mut found = Vec::new();
        if wanted(QUICK_FIX) {
            let fixes = actions::fixes(diagnostics, path, convert.span(path, range));
            found.extend(fixes.iter().map(|action| code_action(convert, action, QUICK_FIX)));
        }
        if wanted(FIX_ALL) {
            let all = actions::fix_all(diagnostics, path);
            found.extend(all.iter().map(|action| code_action(convert, action, FIX_ALL)));
        }
        Ok(found)
    })
}

/// A change that mends something (`CodeAction`).
fn code_action(convert: &Convert<'_>, action: &Action<'_>, kind: &str) -> Value {
    let mends = action.mends.iter().map(|diagnostic| convert.diagnostic(diagnostic));
    json!({
        "title": action.title,
        "kind": kind,
        "diagnostics": mends.collect::<Vec<_>>(),
        "edit": convert.edit(&action.edits, None),
        "isPreferred": kind == QUICK_FIX,
    })
}

//! The language server: the only room that knows the protocol. What to answer
//! is `ide`'s business.
//!
//! One thread does everything, in the order in which the editor asked. Edits
//! change the buffers at once; a build follows when the editor pauses, or when
//! a question needs it. So an answer is always about the text that the editor
//! had when it asked, and problems are never shown for a text that is gone.

mod answer;
mod client;
mod convert;
mod params;
mod protocol;
mod uri;
mod workspace;

use self::client::Client;
use self::convert::Convert;
use self::params::{addresses, file, part};
use self::protocol::{Change, Document, Uri, Version};
use self::workspace::{Buffer, Workspace};
use super::watch::Watch;
use super::{Failure, Outcome};
use crate::ide::{Lines, Position};
use crate::source::SourcePath;
use crossbeam_channel::{Receiver, Sender, after, never, select, unbounded};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long the editor must pause before problems are looked for.
const PAUSE: Duration = Duration::from_millis(30);

/// How much a line in the editor's log matters (`MessageType`).
#[derive(Debug, Clone, Copy)]
enum Importance {
    Error = 1,
    Info = 3,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The editor said goodbye as the protocol asks.
    Properly,
    /// The editor went away.
    Abruptly,
}

/// Serves the editor on standard input and output until it goes away.
pub fn serve_stdio(folder: &Path) -> Outcome<Ended> {
    let (connection, threads) = Connection::stdio();
    let ended = serve(&connection, folder)?;
    drop(connection);
    threads.join().map_err(|error| Failure::io("can't talk to the editor", &error))?;
    Ok(ended)
}

/// Serves an editor. `folder` is where to look for a book if the editor names no folder.
pub fn serve(connection: &Connection, folder: &Path) -> Outcome<Ended> {
    let refused = |error: lsp_server::ProtocolError| Failure::new(format!("the editor did not greet: {error}"));
    let (id, params) = connection.initialize_start().map_err(refused)?;
    let client = Client::of(&params["capabilities"]);
    let about = json!({
        "capabilities": client::capabilities(&client),
        "serverInfo": { "name": "crosstrain", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, about).map_err(refused)?;
    let mut server = Server::new(connection, client);
    server.watch_files();
    let folders = folders(&params);
    for folder in if folders.is_empty() { vec![folder.to_path_buf()] } else { folders } {
        server.open_book(&folder);
    }
    server.settle();
    Ok(server.run())
}

/// The folders that the editor has open.
fn folders(params: &Value) -> Vec<PathBuf> {
    let several = addresses(params, "/workspaceFolders", "uri");
    let mut folders: Vec<PathBuf> = several.filter_map(|uri| uri::path_of(&uri)).collect();
    if folders.is_empty() {
        // Older editors say it this way.
        let one = params["rootUri"].as_str().map(|uri| Uri(uri.to_owned()));
        folders.extend(one.as_ref().and_then(uri::path_of));
    }
    folders
}

/// The state of a session.
struct Server<'a> {
    connection: &'a Connection,
    client: Client,
    workspaces: Vec<Workspace>,
    /// Messages that came and were not heeded yet.
    queue: VecDeque<Message>,
    /// Questions that the editor took back.
    cancelled: HashSet<RequestId>,
    /// Files that changed on the disk, where the editor does not tell.
    disk: (Sender<Vec<PathBuf>>, Receiver<Vec<PathBuf>>),
    /// When to look for problems.
    due: Option<Instant>,
    /// Whether the editor said that it will go.
    closing: bool,
    requests: i32,
}

impl<'a> Server<'a> {
    fn new(connection: &'a Connection, client: Client) -> Server<'a> {
        Server {
            connection,
            client,
            workspaces: Vec::new(),
            queue: VecDeque::new(),
            cancelled: HashSet::new(),
            disk: unbounded(),
            due: None,
            closing: false,
            requests: 0,
        }
    }

    fn run(&mut self) -> Ended {
        loop {
            while let Some(message) = self.queue.pop_front() {
                if let Some(ended) = self.heed(message) {
                    return ended;
                }
                self.gather();
            }
            let due = self.due.map_or_else(never, |due| after(due.saturating_duration_since(Instant::now())));
            select! {
                recv(self.connection.receiver) -> message => match message {
                    Ok(message) => self.take(message),
                    Err(_) => return Ended::Abruptly,
                },
                recv(self.disk.1) -> paths => self.changed_on_disk(&paths.unwrap_or_default()),
                recv(due) -> _ => self.settle(),
            }
        }
    }

    /// Takes in what came meanwhile, so that questions that were taken back need no answer.
    fn gather(&mut self) {
        while let Ok(message) = self.connection.receiver.try_recv() {
            self.take(message);
        }
    }

    fn take(&mut self, message: Message) {
        if let Message::Notification(note) = &message
            && note.method == "$/cancelRequest"
        {
            let Ok(id) = part::<RequestId>(&note.params, "/id") else { return };
            // Most come too late; what is kept for them would never be looked at again.
            let waits = |message: &Message| matches!(message, Message::Request(request) if request.id == id);
            if self.queue.iter().any(waits) {
                self.cancelled.insert(id);
            }
            return;
        }
        self.queue.push_back(message);
    }

    fn heed(&mut self, message: Message) -> Option<Ended> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(note) if note.method == "exit" => {
                return Some(if self.closing { Ended::Properly } else { Ended::Abruptly });
            }
            // What can't be read can't be heeded, and there is nobody to tell.
            Message::Notification(note) => drop(self.notification(&note)),
            // We ask for nothing whose answer matters.
            Message::Response(_) => {}
        }
        None
    }

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        let refuse = |code: ErrorCode, text: &str| Response::new_err(id.clone(), code as i32, text.to_owned());
        let response = if self.cancelled.remove(&id) {
            refuse(ErrorCode::RequestCanceled, "taken back")
        } else if self.closing {
            refuse(ErrorCode::InvalidRequest, "this session is over")
        } else if request.method == "shutdown" {
            self.closing = true;
            Response::new_ok(id, ())
        } else {
            answer::answer(self, request)
        };
        self.send(response);
    }

    fn notification(&mut self, note: &Notification) -> Result<(), serde_json::Error> {
        let params = &note.params;
        match note.method.as_str() {
            "textDocument/didOpen" => self.opened(part(params, "/textDocument")?),
            "textDocument/didChange" => {
                self.edited(part(params, "/textDocument")?, part(params, "/contentChanges")?);
            }
            "textDocument/didClose" => self.closed(&file(params)?),
            // A file that is saved may be one that others include.
            "textDocument/didSave" => {
                self.changed_on_disk(uri::path_of(&file(params)?).as_slice());
            }
            "workspace/didChangeWatchedFiles" => {
                let changed = addresses(params, "/changes", "uri");
                self.changed_on_disk(&changed.filter_map(|uri| uri::path_of(&uri)).collect::<Vec<_>>());
            }
            "workspace/didChangeWorkspaceFolders" => {
                let added = addresses(params, "/event/added", "uri").filter_map(|uri| uri::path_of(&uri));
                added.for_each(|folder| self.open_book(&folder));
                self.due();
            }
            _ => {}
        }
        Ok(())
    }

    fn opened(&mut self, document: Document) {
        let Document { uri, version, text } = document;
        let Some(path) = uri::path_of(&uri) else { return };
        if self.locate(&uri).is_none()
            && let Some(folder) = path.parent()
        {
            self.open_book(folder);
        }
        let Some((at, source)) = self.locate(&uri) else { return };
        self.workspaces[at].put(source.clone(), Buffer { uri, version, text });
        self.workspaces[at].forget(&source);
        self.due();
    }

    fn edited(&mut self, document: Version, changes: Vec<Change>) {
        let Version { uri, version } = document;
        let Some((at, source)) = self.locate(&uri) else { return };
        let Some(buffer) = self.workspaces[at].buffer(&source) else { return };
        let (mut text, encoding) = (buffer.text.clone(), self.client.encoding);
        for change in changes {
            let Some(range) = change.range else {
                text = change.text;
                continue;
            };
            let lines = Lines::new(&text, encoding);
            let at = |at: protocol::Position| lines.offset(&text, Position { line: at.line, column: at.character });
            let (start, end) = (at(range.start), at(range.end));
            text.replace_range(start..end.max(start), &change.text);
        }
        self.workspaces[at].put(source, Buffer { uri, version, text });
        self.due();
    }

    fn closed(&mut self, uri: &Uri) {
        let Some((at, source)) = self.locate(uri) else { return };
        let outcome = self.workspaces[at].close(&source);
        self.workspaces[at].forget(&source);
        self.heard(outcome);
    }

    fn changed_on_disk(&mut self, paths: &[PathBuf]) {
        for at in 0..self.workspaces.len() {
            let ours: Vec<PathBuf> =
                paths.iter().filter(|path| self.workspaces[at].source_path(path).is_some()).cloned().collect();
            let outcome = self.workspaces[at].reread(&ours);
            self.heard(outcome);
        }
    }

    /// Goes on after the disk was read, and tells the editor if that failed.
    fn heard(&mut self, outcome: Outcome<()>) {
        if let Err(failure) = outcome {
            self.log(Importance::Error, &failure);
        }
        self.due();
    }

    fn due(&mut self) {
        self.due = Some(Instant::now() + PAUSE);
    }

    /// Opens the book of a folder, unless it is open. A folder without a book is no mistake.
    fn open_book(&mut self, folder: &Path) {
        let workspace = match Workspace::open(folder) {
            Ok(workspace) => workspace,
            Err(failure) => return self.log(Importance::Info, &failure),
        };
        let root = &workspace.book().root;
        if self.workspaces.iter().any(|known| known.book().root == *root) {
            return;
        }
        if !self.client.watches_files {
            watch(workspace.book(), self.disk.0.clone());
        }
        self.workspaces.push(workspace);
    }

    /// The book and the name of a file.
    fn locate(&self, uri: &Uri) -> Option<(usize, SourcePath)> {
        let path = uri::path_of(uri)?;
        let found = |(at, workspace): (usize, &Workspace)| Some((at, workspace.source_path(&path)?));
        // Of books within books, the inner one.
        self.workspaces.iter().enumerate().filter_map(found).min_by_key(|(_, source)| source.as_str().len())
    }

    /// Builds what changed, and tells the editor what is wrong now, unless it
    /// has changed the text again meanwhile: then a build follows soon.
    fn settle(&mut self) {
        self.due = None;
        self.workspaces.iter_mut().for_each(Workspace::settle);
        self.gather();
        let edits = ["textDocument/didChange", "textDocument/didClose"];
        let old =
            |message: &Message| matches!(message, Message::Notification(note) if edits.contains(&note.method.as_str()));
        if self.queue.iter().any(old) {
            return self.due();
        }
        for at in 0..self.workspaces.len() {
            let news = self.workspaces[at].news();
            let convert = Convert::new(&self.workspaces[at], &self.client);
            let news: Vec<_> = news.iter().filter_map(|path| convert.published(path)).collect();
            news.into_iter().for_each(|params| self.notify("textDocument/publishDiagnostics", params));
        }
    }

    /// Asks the editor to tell of files that change on the disk.
    fn watch_files(&mut self) {
        if !self.client.watches_files {
            return;
        }
        let registration = json!({
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": [{ "globPattern": "**/*" }] },
        });
        self.requests += 1;
        let id = RequestId::from(self.requests);
        let params = json!({ "registrations": [registration] });
        self.send(Request::new(id, "client/registerCapability".to_owned(), params));
    }

    fn log(&self, kind: Importance, failure: &Failure) {
        let message = workspace::explained(failure);
        self.notify("window/logMessage", json!({ "type": kind as u32, "message": message }));
    }

    fn notify(&self, method: &str, params: Value) {
        self.send(Notification::new(method.to_owned(), params));
    }

    fn send(&self, message: impl Into<Message>) {
        // An editor that went away is noticed when we listen again.
        let _ = self.connection.sender.send(message.into());
    }
}

/// Watches the disk for an editor that does not.
fn watch(book: &super::disk::Book, tell: Sender<Vec<PathBuf>>) {
    let book = book.clone();
    std::thread::spawn(move || {
        let Ok(mut watch) = Watch::start(&book, None) else { return };
        while let Some(paths) = watch.wait() {
            if tell.send(paths).is_err() {
                return;
            }
        }
    });
}

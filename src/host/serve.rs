//! The preview: pages are written when the browser asks for them, and shown
//! again when something they show has changed. While the first build is under way,
//! the site that an earlier build wrote stands in, if nothing changed since.

mod connections;
mod guard;

use super::writer::Kept;
use super::{Failure, Outcome};
use crate::pipeline::Build;
use crate::site::decoded;
use crate::source::Digest;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use std::convert::Infallible;
use std::io::Read;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::{ReceiverStream, WatchStream};
use tokio_stream::{Stream, StreamExt};

/// The script that each page of the preview carries in addition.
const RELOAD: &str = include_str!("reload.js");
const RELOAD_TAG: &str = "<script src=\"/_crosstrain/reload.js\" defer></script></body>";

/// Threads that write pages and read files for the browser.
const READERS: usize = 16;

/// What the browser is shown at the moment.
#[derive(Clone)]
pub struct Shown {
    /// The last build without errors, or the first build.
    pub pages: Pages,
    /// The errors of the latest build, as text; empty when there are none.
    pub problems: Arc<str>,
    /// The address of the page that was just edited, where the browser should follow.
    pub edited: Option<Arc<str>>,
}

impl Shown {
    /// Pages without problems.
    pub fn new(pages: Pages) -> Shown {
        Shown { pages, problems: "".into(), edited: None }
    }
}

/// Where pages come from.
#[derive(Clone)]
pub enum Pages {
    /// From a build, which writes them when they are asked for.
    Built(Arc<Build>),
    /// From the folder of an earlier build.
    Kept(Arc<Kept>),
}

impl Pages {
    /// The digest of everything that a page's bytes depend on.
    fn key(&self, route: &str) -> Option<Digest> {
        match self {
            Pages::Built(build) => build.page_at(route).map(|page| build.page_key(page)),
            Pages::Kept(kept) => kept.key(route),
        }
    }

    fn answer(&self, src: &Path, route: &str) -> Response {
        match self {
            Pages::Built(build) => answer(build, src, route),
            Pages::Kept(kept) => kept_file(kept, route),
        }
    }
}

/// A running preview.
pub struct Preview {
    shown: watch::Sender<Option<Shown>>,
    /// Where it can be seen.
    pub address: SocketAddr,
}

impl Preview {
    /// Serves from a thread of its own until the program ends. Who asks before there
    /// is something to show waits for it.
    pub fn start(listener: TcpListener, src: PathBuf, first: Option<Shown>) -> Outcome<Preview> {
        let failed = |error: std::io::Error| Failure::io("can't start the preview", &error);
        let address = listener.local_addr().map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let (shown, receiver) = watch::channel(first);
        // Each of the threads that read files costs memory, and by itself the pool would grow to 512.
        let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(READERS).enable_all().build();
        let runtime = runtime.map_err(failed)?;
        let state = Served { shown: receiver, src: Arc::new(src), address };
        std::thread::Builder::new()
            .name("preview".to_owned())
            .spawn(move || runtime.block_on(serve(listener, state)))
            .map_err(failed)?;
        Ok(Preview { shown, address })
    }

    /// Shows another build, or other problems.
    pub fn show(&self, shown: Shown) {
        self.shown.send_replace(Some(shown));
    }

    /// What is shown at the moment.
    pub fn shown(&self) -> Option<Shown> {
        self.shown.borrow().clone()
    }
}

/// Takes a port before anything is built, so that a taken one is noticed at once.
pub fn listen(host: IpAddr, port: u16) -> Outcome<TcpListener> {
    TcpListener::bind((host, port)).map_err(|error| {
        let failure = Failure::new(format!("can't listen on {host}:{port}: {error}"));
        match error.kind() {
            std::io::ErrorKind::AddrInUse => failure.help(format!(
                "another program uses this port; choose another: crosstrain serve --port {}",
                port.saturating_add(1)
            )),
            std::io::ErrorKind::PermissionDenied => {
                failure.help("ports below 1024 need special rights; choose a higher one with --port")
            }
            _ => failure,
        }
    })
}

#[derive(Clone)]
struct Served {
    shown: watch::Receiver<Option<Shown>>,
    src: Arc<PathBuf>,
    address: SocketAddr,
}

async fn serve(listener: TcpListener, state: Served) {
    let routes = Router::new()
        .route("/_crosstrain/reload.js", get(|| async { script(RELOAD) }))
        .route("/_crosstrain/events", get(events))
        .fallback(get(file))
        .layer(from_fn_with_state(state.clone(), guarded))
        .with_state(state);
    if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
        connections::answer_all(listener, routes).await;
    }
}

/// Refuses those who may not ask.
async fn guarded(State(state): State<Served>, request: Request, next: Next) -> Response {
    let mut response = match guard::refusal(request.headers(), state.address) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    };
    response.headers_mut().extend(guard::HEADERS);
    response
}

#[derive(Deserialize)]
struct Page {
    page: String,
}

/// Tells a page when it should load itself again, and what is wrong at the moment.
async fn events(
    State(state): State<Served>,
    Query(asked): Query<Page>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut last: Option<Option<Digest>> = None;
    let stream = WatchStream::new(state.shown).filter_map(|shown| shown).map(move |shown| {
        let route = route_of(&asked.page);
        let key = shown.pages.key(&route);
        let reload = last.is_some_and(|last| last != key);
        let elsewhere = shown.edited.as_ref().filter(|edited| last.is_some() && ***edited != *route);
        last = Some(key);
        if let Some(edited) = elsewhere {
            return Ok(Event::default().event("go").data(serde_json::Value::from(&**edited).to_string()));
        }
        let name = if reload { "reload" } else { "problems" };
        // As JSON: browsers drop an event whose data is empty.
        Ok(Event::default().event(name).data(serde_json::Value::from(&*shown.problems).to_string()))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn file(State(mut state): State<Served>, uri: Uri) -> Response {
    let shown = state.shown.wait_for(Option::is_some).await.ok().and_then(|shown| shown.clone());
    let Some(shown) = shown else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let answer = move || shown.pages.answer(&state.src, &route_of(uri.path()));
    let found = tokio::task::spawn_blocking(answer).await;
    found.unwrap_or_else(|_| (StatusCode::INTERNAL_SERVER_ERROR, "the page could not be written").into_response())
}

/// A file that an earlier build wrote.
fn kept_file(kept: &Kept, route: &str) -> Response {
    let (status, bytes) = match kept.read(route) {
        Some(bytes) => (StatusCode::OK, bytes),
        None => match kept.read("404.html") {
            Some(bytes) => (StatusCode::NOT_FOUND, bytes),
            None => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    match String::from_utf8(bytes) {
        Ok(html) if status != StatusCode::OK || route.ends_with(".html") => html_response(status, &html),
        Ok(text) => ([(header::CONTENT_TYPE, content_type(route))], text).into_response(),
        Err(other) => ([(header::CONTENT_TYPE, content_type(route))], other.into_bytes()).into_response(),
    }
}

fn answer(build: &Build, src: &Path, route: &str) -> Response {
    if let Some(page) = build.page_at(route) {
        return page_response(build, page, StatusCode::OK);
    }
    if let Some(bytes) = build.theme_asset(route) {
        return ([(header::CONTENT_TYPE, content_type(route))], bytes.to_vec()).into_response();
    }
    if route.starts_with("search/")
        && let Some((_, bytes)) = build.search().iter().find(|(path, _)| path == route)
    {
        return ([(header::CONTENT_TYPE, content_type(route))], bytes.to_vec()).into_response();
    }
    if build.site.assets.contains_key(route)
        && let Ok(file) = std::fs::File::open(src.join(route))
    {
        return ([(header::CONTENT_TYPE, content_type(route))], in_pieces(file)).into_response();
    }
    if let Some(bytes) = build.picture_at(route).and_then(|picture| build.picture(picture).ok()) {
        return ([(header::CONTENT_TYPE, content_type(route))], bytes).into_response();
    }
    match build.page_at("404.html") {
        Some(page) => page_response(build, page, StatusCode::NOT_FOUND),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A file of any size, never more than a few pieces of it in memory.
fn in_pieces(file: std::fs::File) -> Body {
    let (send, receive) = mpsc::channel::<std::io::Result<Bytes>>(1);
    tokio::spawn(async move {
        let mut file = Some(file);
        while let Some(open) = file.take() {
            let Ok((piece, rest)) = tokio::task::spawn_blocking(move || next_piece(open)).await else { return };
            file = rest;
            // A reader who takes nothing for long has gone, or holds a place on purpose.
            match tokio::time::timeout(connections::STALL, send.send(piece)).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => return,
            }
        }
    });
    Body::from_stream(ReceiverStream::new(receive))
}

/// The next piece of a file, and the file if there may be more in it.
fn next_piece(mut file: std::fs::File) -> (std::io::Result<Bytes>, Option<std::fs::File>) {
    let mut piece = vec![0; 32 << 10];
    match file.read(&mut piece) {
        Ok(length) => {
            piece.truncate(length);
            (Ok(piece.into()), (length > 0).then_some(file))
        }
        Err(error) => (Err(error), None),
    }
}

/// A page, with what makes it load itself again.
fn html_response(status: StatusCode, html: &str) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, html.replacen("</body>", RELOAD_TAG, 1)).into_response()
}

fn page_response(build: &Build, page: usize, status: StatusCode) -> Response {
    match build.page(page) {
        Ok(html) => html_response(status, &html),
        Err(message) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")],
            message,
        )
            .into_response(),
    }
}

fn script(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], text).into_response()
}

/// The address of a file below the site's root, from the path of a request.
fn route_of(path: &str) -> String {
    let path = decoded(path.trim_start_matches('/'));
    if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("").to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "mp4" => "video/mp4",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::route_of;

    #[test]
    fn requests_become_addresses() {
        assert_eq!(route_of("/"), "index.html");
        assert_eq!(route_of("/glossary/"), "glossary/index.html");
        assert_eq!(route_of("/a%20b.html"), "a b.html");
        // Addresses are looked up in a list, never joined to a folder, so this leads nowhere.
        assert_eq!(route_of("/../../etc/passwd"), "../../etc/passwd");
    }
}

//! The preview: pages are written when the browser asks for them, and shown
//! again when something they show has changed. While the first build is under way,
//! the site that an earlier build wrote stands in, if nothing changed since.

mod answer;
mod body;
mod connections;
mod events;
mod guard;

use super::writer::Kept;
use super::{Failure, Outcome};
use crate::pipeline::Build;
use crate::site::decoded;
use crate::source::Digest;
use body::{Body, Response, plain, response};
use hyper::header::{ALLOW, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;
use url::form_urlencoded;

/// The script that each page of the preview carries in addition, and its address.
const RELOAD: &str = include_str!("reload.js");
const RELOAD_AT: &str = "/_crosstrain/reload.js";
/// Where that script hears of changes.
const EVENTS_AT: &str = "/_crosstrain/events";

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
            Pages::Built(build) => answer::built(build, src, route),
            Pages::Kept(kept) => answer::kept(kept, route),
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
    if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
        connections::answer_all(listener, move |request| respond(state.clone(), request)).await;
    }
}

/// Answers those who may ask.
async fn respond(state: Served, request: Parts) -> Response {
    let mut response = match guard::refusal(&request.headers, state.address) {
        Some(refusal) => refusal,
        None => dispatch(state, &request).await,
    };
    response.headers_mut().extend(guard::HEADERS);
    response
}

async fn dispatch(state: Served, request: &Parts) -> Response {
    // hyper leaves out the body of an answer to HEAD.
    if !matches!(request.method, Method::GET | Method::HEAD) {
        let mut refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "The preview is for reading.\n");
        refusal.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refusal;
    }
    match request.uri.path() {
        RELOAD_AT => response(StatusCode::OK, "text/javascript; charset=utf-8", Body::from(RELOAD)),
        EVENTS_AT => {
            let query = request.uri.query().unwrap_or_default();
            match form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "page") {
                Some((_, page)) => events::answer(state.shown, route_of(&page)),
                None => plain(StatusCode::BAD_REQUEST, "Which page? It is not among the parameters.\n"),
            }
        }
        path => file(state, route_of(path)).await,
    }
}

async fn file(mut state: Served, route: String) -> Response {
    let shown = state.shown.wait_for(Option::is_some).await.ok().and_then(|shown| shown.clone());
    let Some(shown) = shown else { return plain(StatusCode::SERVICE_UNAVAILABLE, "") };
    let found = tokio::task::spawn_blocking(move || shown.pages.answer(&state.src, &route)).await;
    found.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "the page could not be written"))
}

/// The address of a file below the site's root, from the path of a request.
fn route_of(path: &str) -> String {
    let path = decoded(path.trim_start_matches('/'));
    if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path }
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

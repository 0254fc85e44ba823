//! Tells a page when it should load itself again, and what is wrong at the moment, as
//! events that a server sends (HTML, 9.2).

use super::Shown;
use super::body::{Body, Response, response};
use crate::source::Digest;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, HeaderValue};
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// After how much silence a page is shown that somebody still speaks.
const SILENCE: Duration = Duration::from_secs(15);

/// Events for a page, until it is left.
pub(super) fn answer(mut shown: watch::Receiver<Option<Shown>>, route: String) -> Response {
    let (send, receive) = mpsc::channel(1);
    // What is shown now is told at once.
    shown.mark_changed();
    tokio::spawn(async move {
        let mut last = None;
        loop {
            let changed = tokio::select! {
                () = send.closed() => return,
                changed = tokio::time::timeout(SILENCE, shown.changed()) => changed,
            };
            let event = match changed {
                Ok(Ok(())) => shown.borrow_and_update().as_ref().map(|shown| event(shown, &route, &mut last)),
                Ok(Err(_)) => return,
                Err(_) => Some(":\n\n".to_owned()),
            };
            if let Some(event) = event
                && send.send(Ok(event.into())).await.is_err()
            {
                return;
            }
        }
    });
    let mut response = response(StatusCode::OK, "text/event-stream", Body::Pieces(receive));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// What a page is told of what is shown; `last` is what was shown of it before, and
/// nothing where it was told nothing yet.
fn event(shown: &Shown, route: &str, last: &mut Option<Option<Digest>>) -> String {
    let key = shown.pages.key(route);
    let before = last.replace(key);
    let elsewhere = shown.edited.as_ref().filter(|edited| before.is_some() && ***edited != *route);
    let (name, data) = match elsewhere {
        Some(edited) => ("go", edited),
        None if before.is_some_and(|before| before != key) => ("reload", &shown.problems),
        None => ("problems", &shown.problems),
    };
    // As JSON: browsers drop an event whose data is empty, and a line's end would end it.
    format!("event: {name}\ndata: {}\n\n", serde_json::Value::from(&**data))
}

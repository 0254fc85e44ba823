//! Connections of the preview, each with a bound on its time and its memory.

use super::body::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Connections that are answered at one time; later ones wait. A browser opens
/// six for a page, and one more for each tab to hear of changes.
const MOST: usize = 512;

/// How long a request may take to arrive, and a connection may do nothing.
const PATIENCE: Duration = Duration::from_secs(5);

/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 64 << 10;

/// Answers until the program ends.
pub(super) async fn answer_all<F>(listener: TcpListener, respond: impl Fn(Parts) -> F + Clone + Send + Sync + 'static)
where
    F: Future<Output = Response> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(MOST));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            // Out of file handles, most likely: others will be given back.
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let respond = respond.clone();
        tokio::spawn(async move {
            let answer = service_fn(|request: Request<Incoming>| {
                // No answer depends on what comes after the head.
                let answer = respond(request.into_parts().0);
                async move { Ok::<_, Infallible>(answer.await) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(LARGEST_HEAD)
                .serve_connection(TokioIo::new(stream), answer);
            // What goes wrong with one connection is its browser's business.
            let _ = connection.await;
            drop(place);
        });
    }
}

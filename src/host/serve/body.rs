//! What an answer of the preview is made of.

use hyper::StatusCode;
use hyper::body::{Bytes, Frame, SizeHint};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::sync::mpsc;

/// How long a piece may wait for its reader.
const STALL: Duration = Duration::from_secs(30);

/// An answer.
pub(super) type Response = hyper::Response<Body>;

/// A piece of an answer, or why it ends in the middle.
pub(super) type Piece = std::io::Result<Bytes>;

/// What is sent after the head of an answer.
#[derive(Debug)]
pub(super) enum Body {
    /// All at once; empty once it was taken.
    Whole(Bytes),
    /// Piece by piece, as they come.
    Pieces(mpsc::Receiver<Piece>),
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(whole: T) -> Body {
        Body::Whole(whole.into())
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Body::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Body::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Body::Pieces(pieces) => Poll::Ready(ready!(pieces.poll_recv(cx)).map(|piece| piece.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Body::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Body::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Body::Pieces(_) => SizeHint::default(),
        }
    }
}

/// An answer of some type.
pub(super) fn response(status: StatusCode, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A few words.
pub(super) fn plain(status: StatusCode, text: &str) -> Response {
    response(status, "text/plain; charset=utf-8", Body::from(text.to_owned()))
}

/// A file of any size, never more than a few pieces of it in memory.
pub(super) fn in_pieces(file: std::fs::File) -> Body {
    let (send, receive) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut file = Some(file);
        while let Some(open) = file.take() {
            let Ok((piece, rest)) = tokio::task::spawn_blocking(move || next_piece(open)).await else { return };
            file = rest;
            // A reader who takes nothing for long has gone, or holds a place on purpose.
            match tokio::time::timeout(STALL, send.send(piece)).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => return,
            }
        }
    });
    Body::Pieces(receive)
}

/// The next piece of a file, and the file if there may be more in it.
fn next_piece(mut file: std::fs::File) -> (Piece, Option<std::fs::File>) {
    let mut piece = vec![0; 32 << 10];
    match file.read(&mut piece) {
        Ok(length) => {
            piece.truncate(length);
            (Ok(piece.into()), (length > 0).then_some(file))
        }
        Err(error) => (Err(error), None),
    }
}

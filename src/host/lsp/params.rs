//! What the editor says, part by part. Types for whole messages would each be compiled
//! into a reader of all that an editor may say, of which we heed little.

use super::protocol::{Position, Uri};
use serde::de::DeserializeOwned;
use serde_json::{Error, Value};

/// A part of a message by its place in it (RFC 6901); what is not there is null.
pub(super) fn part<T: DeserializeOwned>(params: &Value, place: &str) -> Result<T, Error> {
    serde_json::from_value(params.pointer(place).cloned().unwrap_or_default())
}

/// The address of the file that a message is about.
pub(super) fn file(params: &Value) -> Result<Uri, Error> {
    part(params, "/textDocument/uri")
}

/// Where in a file a message asks.
pub(super) fn place(params: &Value) -> Result<(Uri, Position), Error> {
    Ok((file(params)?, part(params, "/position")?))
}

/// The addresses of the folders or files in a list; what has none is left out.
pub(super) fn addresses<'a>(params: &'a Value, list: &str, name: &'a str) -> impl Iterator<Item = Uri> + 'a {
    let items = params.pointer(list).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(move |item| Some(Uri(item.get(name)?.as_str()?.to_owned())))
}

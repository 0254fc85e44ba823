//! The protocol's values that are read and written here (Language Server Protocol 3.17).
//! A library of all its types would be compiled for longer than this room, and used for
//! a twentieth; its messages are written in their own words, as JSON.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The address of a file, as the editor writes it: some write a colon as `%3A`, and
/// compare what they get.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Uri(pub(super) String);

/// A place in a text. What a character is, was agreed on at the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// From nought.
    pub(super) line: u32,
    /// From nought.
    pub(super) character: u32,
}

/// A part of a text; its end is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Range {
    pub(super) start: Position,
    pub(super) end: Position,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Location {
    pub(super) uri: Uri,
    pub(super) range: Range,
}

/// A file that the editor opens.
#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: String,
}

/// Which file was changed, and what it is called since.
#[derive(Debug, Deserialize)]
pub(super) struct Version {
    pub(super) uri: Uri,
    pub(super) version: i32,
}

/// A change of a text: of a part, or of all of it.
#[derive(Debug, Deserialize)]
pub(super) struct Change {
    pub(super) range: Option<Range>,
    pub(super) text: String,
}

/// A file that the editor is about to move.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Move {
    pub(super) old_uri: Uri,
    pub(super) new_uri: Uri,
}

/// An object without its fields that are null: in most places the protocol allows a field
/// to be missing, but not to be null.
pub(super) fn given(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    value
}

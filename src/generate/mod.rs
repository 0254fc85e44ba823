//! Writes what other programs need to know of a book: schemas for editors,
//! settings, workflows for code hosts.

mod ci;
mod editor;
mod schema;

pub use ci::{HOSTS, Host};
pub use editor::{EDITORS, Editor};
pub use schema::{SCHEMA_FOLDER, schemas};

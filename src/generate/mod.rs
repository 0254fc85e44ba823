//! Writes what other programs need to know of a book: schemas for editors,
//! settings, workflows for code hosts, forms for content management systems.

mod ci;
mod cms;
mod editor;
mod schema;

pub use ci::{HOSTS, Host};
pub use cms::{Repository, cms, settings};
pub use editor::{EDITORS, Editor};
pub use schema::{SCHEMA_FOLDER, schemas};

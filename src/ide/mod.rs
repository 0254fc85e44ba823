//! Answers an editor's questions in plain data: offsets, names, edits. Knows
//! nothing of protocols; `host::lsp` translates.
//!
//! Two sorts of question. Completion and outlines are about the text that is
//! being written, which need not be whole ([`Page`]); everything else is about
//! the [`crate::site::Site`] that was made of it.

pub mod actions;
pub mod complete;
pub mod hover;
mod page;
pub mod position;
mod references;
pub mod rename;
pub mod symbols;
mod tables;
pub mod target;
mod yaml;

pub use actions::Action;
pub use page::Page;
pub use position::{Encoding, Lines, Position};
pub use references::references;
pub use target::{Found, Target};

use crate::entry::Kind;
use crate::site::{Ix, Site};

/// The term at a position among all terms.
fn term(site: &Site, at: u32) -> Ix {
    Ix(site.of_kind(Kind::Term).next().map_or(0, |(ix, _)| ix.0) + at)
}

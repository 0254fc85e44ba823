//! The output tree as a value: what stands at each address, and how to make it.

use crate::source::Digest;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One output file.
#[derive(Debug, Clone)]
pub enum Output {
    /// Bytes that are ready.
    Bytes(Arc<[u8]>),
    /// A file of the book, by path below the source folder, copied as it is.
    Asset(String),
    /// A picture for links on other sites, drawn when somebody asks for it: its number.
    Picture(usize),
    /// A page that is written when somebody asks for it: its number in the plan.
    Page(usize),
}

/// All output files, by path relative to the site's root, with the digest of
/// everything that decides their bytes.
pub type Bundle = BTreeMap<String, (Digest, Output)>;

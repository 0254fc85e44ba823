//! Content kinds.
pub mod question;

//! crosstrain
pub mod entry;

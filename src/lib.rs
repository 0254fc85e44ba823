//! crosstrain
pub mod bundle;
pub mod check;
pub mod config;
pub mod data;
pub mod diag;
pub mod entry;
pub mod markdown;

pub mod render;

pub mod quiz;

pub mod site;
pub mod search;
pub mod source;
pub mod summary;

//! Search: a small two-tier index, read by one script of ours.

pub mod tokens;

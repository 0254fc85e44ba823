//! The integration tests, in one binary. Each file answers one question; its
//! first line says which.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod check;
mod cli;
mod commonmark;
mod hostile;
mod incremental;
mod pathological;
mod search;
mod self_host;
mod support;
mod tidy;

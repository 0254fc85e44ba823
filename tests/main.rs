//! The integration tests, in one binary. Each file answers one question; its
//! first line says which.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests stop where they can't go on, and touch the disk"
)]

mod book;
mod check;
mod cli;
mod commonmark;
mod exchange;
mod export;
mod faults;
mod fuzz_inputs;
mod golden;
mod hostile;
mod hostile_corpus;
mod incremental;
mod languages;
mod lsp;
mod moving;
mod pathological;
mod report;
mod reproducible;
mod schema;
mod search;
mod self_host;
mod serve;
mod sessions;
mod spec;
mod support;
mod tidy;

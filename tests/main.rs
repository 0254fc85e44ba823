//! The integration tests, in one binary. Each file answers one question; its
//! first line says which.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests stop where they can't go on, and touch the disk"
)]

mod agendas;
mod book;
mod check;
mod circles;
mod cli;
mod cms;
mod commonmark;
mod exchange;
mod export;
mod external;
mod faults;
mod fuzz_inputs;
mod golden;
mod hostile;
mod hostile_corpus;
mod includes;
mod incremental;
mod languages;
mod lossless;
mod lsp;
mod moving;
mod pathological;
mod plain;
mod planted;
mod preprocess;
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

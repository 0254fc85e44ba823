//! `crosstrain lsp`: the language server, for editors to start.

use super::{Ended, args};
use crate::host::{Outcome, lsp};
use std::path::Path;

pub(super) fn run(common: &args::Common) -> Outcome<Ended> {
    let folder = common.directory.as_deref().unwrap_or(Path::new("."));
    Ok(match lsp::serve_stdio(folder)? {
        lsp::Ended::Properly => Ended::Fine,
        // The protocol asks for this exit code.
        lsp::Ended::Abruptly => Ended::Problems,
    })
}

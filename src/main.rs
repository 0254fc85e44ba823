//! The `crosstrain` program: arguments in, exit code out.

use std::process::ExitCode;

// Measured on 10,000 terms: see `benches/build.rs` and the reason in Cargo.toml.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    crosstrain::cli::run()
}

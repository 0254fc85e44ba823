//! The `crosstrain` program: arguments in, exit code out.

use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    crosstrain::cli::run()
}

//! The `crosstrain` program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    crosstrain::cli::run()
}

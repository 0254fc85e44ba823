//! Touches the disk, the clock, the network and the terminal; nothing else does.

pub mod apply;
pub mod browser;
pub mod disk;
pub mod external;
pub mod git;
mod includes;
pub mod lsp;
pub mod preprocess;
pub mod report;
pub mod serve;
pub mod shelf;
pub mod source;
pub mod terminal;
pub mod watch;
pub mod writer;

use std::fmt;

/// The machine's failure, with what we were trying to do and what to do next.
#[derive(Debug)]
pub struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    /// A failure with its message.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), help: None }
    }

    /// Adds a next step.
    pub fn help(mut self, help: impl Into<String>) -> Failure {
        self.help = Some(help.into());
        self
    }

    /// Says what we were trying to do when the system said no.
    pub fn io(doing: impl fmt::Display, error: &std::io::Error) -> Failure {
        let failure = Failure::new(format!("{doing}: {error}"));
        match error.kind() {
            std::io::ErrorKind::StorageFull => {
                failure.help("the disk is full; free some space and run again. The old site is still whole")
            }
            std::io::ErrorKind::PermissionDenied => failure.help("check who may read and write there"),
            _ => failure,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

/// A result whose error is the machine's.
pub type Outcome<T> = Result<T, Failure>;

/// The largest Markdown file that is read. The longest chapters of real books
/// have a tenth of this; beyond it something else was put into the folder.
const LARGEST_PAGE: u64 = 8 << 20;

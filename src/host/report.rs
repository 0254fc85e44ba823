//! Files that commands are asked to write or to read beside the book.

use super::{Failure, Outcome};
use std::fs;
use std::path::Path;

/// Writes a file that was asked for, with the folders it lies in.
pub fn write(path: &Path, text: &str) -> Outcome<()> {
    let failed = |error: std::io::Error| Failure::io(format_args!("can't write `{}`", path.display()), &error);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}

/// The text of a file, or nothing if it is not there.
pub fn read(path: &Path) -> Outcome<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io(format_args!("can't read `{}`", path.display()), &error)),
    }
}

/// Adds to the summary of a run in GitHub's workflows, where there is one.
pub fn add_to_run_summary(text: &str) -> Outcome<()> {
    use std::io::Write;
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY") else { return Ok(()) };
    let open = fs::OpenOptions::new().append(true).create(true).open(&path);
    open.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::io("can't write the summary of the run", &error))
}

/// Whether this runs in a workflow of GitHub.
pub fn in_github_workflow() -> bool {
    std::env::var("GITHUB_ACTIONS").is_ok_and(|value| value == "true")
}

//! Who let which programs run on this machine.
//!
//! One file of the user, never of a book: a book can't consent for its readers.
//! It holds command lines as they stand in `book.toml`, so that a changed one
//! asks again.

use super::super::{Failure, Outcome, shelf};
use super::chain::Program;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The command lines that may run, by the folder of the book.
type Allowed = BTreeMap<String, BTreeSet<String>>;

/// Whether all these programs may run for a book.
pub(super) fn given(root: &Path, programs: &[Program]) -> bool {
    let Some(path) = file() else { return false };
    let allowed = read(&path);
    let known = allowed.get(&name(root));
    known.is_some_and(|known| programs.iter().all(|program| known.contains(&program.command)))
}

/// Lets these programs run for a book from now on, and no others; none takes
/// back what was allowed.
pub(super) fn give(root: &Path, programs: &[Program]) -> Outcome<PathBuf> {
    let path = file().ok_or_else(|| {
        Failure::new("this machine has no folder for settings, so consent can't be kept")
            .help("set HOME, or consent each time: --preprocessors")
    })?;
    let mut allowed = read(&path);
    allowed.remove(&name(root));
    if !programs.is_empty() {
        allowed.insert(name(root), programs.iter().map(|program| program.command.clone()).collect());
    }
    let failed = |error: &std::io::Error| Failure::io(format_args!("can't write `{}`", path.display()), error);
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(|error| failed(&error))?;
    let text = serde_json::to_string_pretty(&allowed).unwrap_or_default();
    shelf::write(&path, text.as_bytes())?;
    Ok(path)
}

/// What can't be read allows nothing.
fn read(path: &Path) -> Allowed {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn name(root: &Path) -> String {
    root.to_string_lossy().into_owned()
}

/// The user's folder for settings, by the rules of each system.
fn file() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = if cfg!(windows) {
        set("APPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        set("XDG_CONFIG_HOME").or_else(|| set("HOME").map(|home| home.join(".config")))
    };
    Some(folder.filter(|folder| folder.is_absolute())?.join("crosstrain").join("preprocessors.json"))
}

//! Reads what is to be brought into a book, and copies pictures.

use super::{Failure, Outcome};
use crate::source::gathered;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// More than any book of text and pictures has; beyond it somebody named the wrong folder.
const LARGEST: u64 = 1 << 30;

/// The files of a source by path below it, with `/`; of a file, the file alone
/// under an empty path. Hidden files and what tools leave behind are passed over.
pub fn read(path: &Path, folder: bool) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let failed = |error: &std::io::Error| Failure::io(format_args!("can't read `{}`", path.display()), error);
    if !folder {
        let bytes = fs::read(path).map_err(|error| failed(&error))?;
        return Ok(gathered([(String::new(), bytes)]));
    }
    if !path.is_dir() {
        return Err(Failure::new(format!("`{}` is no folder", path.display())));
    }
    let skip = |name: &str| name.starts_with('.') || matches!(name, "node_modules" | "target" | "public" | "book");
    let walk = WalkDir::new(path).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| {
        entry.depth() == 0 || !(entry.file_type().is_dir() && skip(&entry.file_name().to_string_lossy()))
    });
    let (mut files, mut size) = (BTreeMap::new(), 0);
    for entry in walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        let Ok(below) = entry.path().strip_prefix(path) else { continue };
        let parts: Vec<String> =
            below.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        if parts.last().is_some_and(|name| name.starts_with('.')) {
            continue;
        }
        size += entry.metadata().map_or(0, |metadata| metadata.len());
        if size > LARGEST {
            return Err(
                Failure::new(format!("`{}` holds more than 1 GB", path.display())).help("name the folder of the text")
            );
        }
        files.insert(parts.join("/"), fs::read(entry.path()).map_err(|error| failed(&error))?);
    }
    Ok(files)
}

/// Writes a file where there is none; says whether there was room.
pub fn add(path: &Path, bytes: &[u8]) -> Outcome<bool> {
    if path.exists() {
        return Ok(false);
    }
    let failed = |error: std::io::Error| Failure::io(format_args!("can't write `{}`", path.display()), &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, bytes).map_err(failed)?;
    Ok(true)
}

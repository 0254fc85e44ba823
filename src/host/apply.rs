//! Makes changes to the files of a book: all of them, or none.

use super::disk::Book;
use super::{Failure, Outcome};
use crate::edit::Change;
use crate::source::SourcePath;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

const BOM: &str = "\u{feff}";

/// Makes the changes. Each file is replaced in one step; when one can't be,
/// those before it are put back as they were.
pub fn apply(book: &Book, changes: &[Change]) -> Outcome<()> {
    let steps = changes.iter().map(|change| Step::plan(book, change)).collect::<Outcome<Vec<Step>>>()?;
    for (at, step) in steps.iter().enumerate() {
        if let Err(error) = step.take() {
            steps[..at].iter().rev().for_each(Step::undo);
            let failure = Failure::io(format_args!("can't write `{}`", step.to.display()), &error);
            return Err(failure.help("nothing was changed"));
        }
    }
    Ok(())
}

/// What happens to one file.
struct Step {
    from: Option<PathBuf>,
    to: PathBuf,
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Step {
    /// Looks whether the file is what the change was made for.
    fn plan(book: &Book, change: &Change) -> Outcome<Step> {
        let to = book.root.join(change.to.as_str());
        let Some(from) = &change.from else {
            free(&to, &change.to)?;
            return Ok(Step { from: None, to, before: Vec::new(), after: change.after.clone().into_bytes() });
        };
        let at = book.root.join(from.as_str());
        let before = fs::read(&at).map_err(|error| Failure::io(format_args!("can't read `{from}`"), &error))?;
        let bom = if before.starts_with(BOM.as_bytes()) { BOM } else { "" };
        if before[bom.len()..] != *change.before.as_bytes() {
            return Err(Failure::new(format!("`{from}` is not what it was a moment ago")).help("run the command again"));
        }
        if !book.contains(&at) {
            return Err(Failure::new(format!("`{from}` is a link that leads out of the book")));
        }
        let moved = *from != change.to;
        if moved {
            free(&to, &change.to)?;
        }
        // A file that is a link stays one: what it leads to is changed.
        let real = at.canonicalize().unwrap_or_else(|_| at.clone());
        let (from, to) = if moved { (at, to) } else { (real.clone(), real) };
        Ok(Step { from: Some(from), to, before, after: format!("{bom}{}", change.after).into_bytes() })
    }

    fn take(&self) -> std::io::Result<()> {
        if let Some(folder) = self.to.parent() {
            fs::create_dir_all(folder)?;
        }
        match &self.from {
            Some(from) if *from != self.to => {
                fs::rename(from, &self.to)?;
                if self.after != self.before
                    && let Err(error) = replace(&self.to, &self.after)
                {
                    let _ = fs::rename(&self.to, from);
                    return Err(error);
                }
                Ok(())
            }
            Some(_) if self.after == self.before => Ok(()),
            _ => replace(&self.to, &self.after),
        }
    }

    /// As it was, as far as the system lets us.
    fn undo(&self) {
        let _ = match &self.from {
            Some(from) if *from != self.to => replace(&self.to, &self.before).and_then(|()| fs::rename(&self.to, from)),
            Some(from) => replace(from, &self.before),
            None => fs::remove_file(&self.to),
        };
    }
}

fn free(path: &Path, name: &SourcePath) -> Outcome<()> {
    match fs::symlink_metadata(path) {
        Ok(_) => {
            Err(Failure::new(format!("`{name}` is there already")).help("choose another name; no file is overwritten"))
        }
        Err(_) => Ok(()),
    }
}

/// Writes beside the file and puts the result in its place, with the rights it had.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = (|| {
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Ok(metadata) = fs::metadata(path) {
            fs::set_permissions(&beside, metadata.permissions())?;
        }
        fs::rename(&beside, path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

//! What git knows of a book: where its repository is, and what changed.

use super::{Failure, Outcome};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Branches that work is usually based on, the likeliest first.
const BASES: [&str; 4] = ["origin/HEAD", "origin/main", "main", "master"];

/// The folder of the repository that holds a folder, if one does.
pub fn top(folder: &Path) -> Option<PathBuf> {
    let text = git(folder, &["rev-parse", "--show-toplevel"]).ok()?;
    PathBuf::from(text.trim_end_matches(['\n', '\r'])).canonicalize().ok()
}

/// The way from the repository to the book, with a slash at its end, or nothing.
pub fn prefix(root: &Path) -> String {
    let below = top(root).and_then(|top| root.strip_prefix(top).ok().map(Path::to_path_buf)).unwrap_or_default();
    below.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}

/// The files that changed since a commit, by path below the book: what is
/// committed, what is not yet, and what is new. Without a commit, since the
/// branch left the one it is based on.
pub fn changed(root: &Path, since: Option<&str>) -> Outcome<BTreeSet<String>> {
    let since = match since {
        Some(commit) => commit.to_owned(),
        None => base(root)?,
    };
    let tracked = git(root, &["diff", "--name-only", "--relative", "--no-renames", "-z", &since, "--"])?;
    let new = git(root, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    Ok(tracked.split('\0').chain(new.split('\0')).filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// Where this branch left the branch it is based on; the last commit, if there is none.
fn base(root: &Path) -> Outcome<String> {
    git(root, &["rev-parse", "--verify", "--quiet", "HEAD"])
        .map_err(|failure| failure.help("--changed compares with a commit, and there is none here yet"))?;
    let merge_base = |branch: &&str| git(root, &["merge-base", "HEAD", branch]).ok();
    Ok(BASES.iter().find_map(merge_base).map_or_else(|| "HEAD".to_owned(), |commit| commit.trim().to_owned()))
}

fn git(folder: &Path, args: &[&str]) -> Outcome<String> {
    let doing = || format!("git {}", args.join(" "));
    let output = Command::new("git")
        .args(["-c", "core.quotepath=off"])
        .args(args)
        .current_dir(folder)
        .output()
        .map_err(|error| Failure::io(format_args!("can't run git"), &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Failure::new(format!("{} failed: {}", doing(), if said.is_empty() { "no answer" } else { &said })));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

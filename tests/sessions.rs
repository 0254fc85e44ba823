//! Does a session at the prompt go as it is written down?
//!
//! A case is a file in `tests/cli/`: a sentence of purpose, small files parted
//! by `-- path --` (`book.toml` is the usual one unless it is among them; none
//! for an empty folder), then `-- session --`: lines that begin with `$ ` are
//! run by the shell in that folder, and what follows each is what it prints.
//! Standard error is marked with `! `, an exit code other than 0 with `? `.
//! `UPDATE=1` accepts what is there now.

#![cfg(unix)]

use crate::support::{CONFIG, expect, files};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[test]
fn sessions_go_as_written() {
    let cases = files("tests/cli", "txt");
    assert!(!cases.is_empty());
    for path in cases {
        let text = fs::read_to_string(&path).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (before, session) = text.split_once("-- session --\n").unwrap_or_else(|| panic!("{}", path.display()));
        write_files(folder.path(), before);
        let mut actual = format!("{before}-- session --\n");
        for line in session.lines().filter(|line| line.starts_with("$ ")) {
            let _ = write!(actual, "{line}\n{}", run(folder.path(), &line[2..]));
        }
        expect(&path, &actual);
    }
}

/// The files of a case; the usual settings unless it has its own.
fn write_files(folder: &Path, text: &str) {
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            files.push((folder.join(name), String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
        }
    }
    if !files.is_empty() && !files.iter().any(|(path, _)| path.ends_with("book.toml")) {
        files.push((folder.join("book.toml"), CONFIG.to_owned()));
    }
    for (path, text) in files {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn run(folder: &Path, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_crosstrain")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", path)
        .env("CROSSTRAIN_TODAY", "2026-11-21")
        .env_remove("VISUAL")
        .env_remove("EDITOR")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let here = folder.canonicalize().unwrap().display().to_string();
    let clean = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(&here, "FOLDER");
    let mut shown = clean(&output.stdout);
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push('\n');
    }
    clean(&output.stderr).lines().for_each(|line| {
        let _ = writeln!(shown, "{}", format!("! {line}").trim_end());
    });
    if let Some(code) = output.status.code().filter(|code| *code != 0) {
        let _ = writeln!(shown, "? {code}");
    }
    shown
}

//! What programs answered before: in this command, and in earlier ones.
//!
//! A preview asks again after each edit, and `build` starts anew each time; a
//! chapter that nothing changed for needs no program. What is kept between
//! commands is a file of the user, one for each book, and never part of the book.

use super::super::shelf;
use super::chain::Program;
use crate::source::{Digest, Hasher, gathered};
use mdbook_preprocessor::book::Chapter;
use mdbook_preprocessor::config::Config;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Answers are kept for the same version of ours only.
const VERSION: &str = env!("CARGO_PKG_VERSION");

#[derive(Default)]
pub(super) struct Memory {
    /// What chapters became, and the round they were asked for in.
    answers: HashMap<Digest, (u64, String)>,
    round: u64,
    /// Digests of files, by name, size and time.
    files: HashMap<(PathBuf, u64, u128), Digest>,
    /// Where answers are kept; nothing before the first question, or without a place.
    path: Option<PathBuf>,
    changed: bool,
}

impl Memory {
    /// Takes up what earlier commands learned of a book, once.
    pub(super) fn recall(&mut self, root: &Path) {
        if self.path.is_some() || self.round > 0 {
            return;
        }
        self.path = file(root);
        let text = self.path.as_deref().and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
        let kept: Option<(String, BTreeMap<String, String>)> = serde_json::from_slice(&text).ok();
        let Some((_, kept)) = kept.filter(|(version, _)| version == VERSION) else { return };
        let answer = |(key, text): (String, String)| {
            let key = u128::from_str_radix(&key, 16).ok()?;
            // Of no round: it goes unless somebody asks for it.
            Some((Digest(key), (u64::MAX, text)))
        };
        self.answers.extend(kept.into_iter().filter_map(answer));
    }

    pub(super) fn knows(&self, key: Digest) -> bool {
        self.answers.contains_key(&key)
    }

    pub(super) fn answer(&mut self, key: Digest) -> Option<&str> {
        let (round, answer) = self.answers.get_mut(&key)?;
        *round = self.round;
        Some(answer)
    }

    pub(super) fn learn(&mut self, key: Digest, answer: String) {
        self.changed = true;
        self.answers.insert(key, (self.round, answer));
    }

    /// Forgets what this round did not use, and begins another. The first round of
    /// a command is kept for the next one; a preview does not write at each edit.
    pub(super) fn next_round(&mut self) {
        let before = self.answers.len();
        self.answers.retain(|_, (round, _)| *round == self.round);
        self.changed |= self.answers.len() != before;
        if let (Some(path), true, 0) = (&self.path, self.changed, self.round) {
            let answers: BTreeMap<String, &str> =
                gathered(self.answers.iter().map(|(key, (_, text))| (key.to_string(), text.as_str())));
            let text = serde_json::to_vec(&(VERSION, answers)).unwrap_or_default();
            // Where nothing can be kept, programs are asked again.
            if path.parent().is_some_and(|folder| std::fs::create_dir_all(folder).is_ok()) {
                let _ = shelf::write(path, &text);
            }
        }
        self.round += 1;
    }

    /// A digest of all that a program sees and is: its file, its settings, the files
    /// that these name, where the book lies and what `book.toml` says.
    pub(super) fn state(&mut self, root: &Path, config: &Config, program: &Program) -> Digest {
        let mut hasher = Hasher::new();
        hasher.part(&program.command).part(&program.settings).part(root.to_string_lossy().as_bytes());
        hasher.part(serde_json::to_vec(config).unwrap_or_default());
        let path = std::env::var_os("PATH").unwrap_or_default();
        let found =
            std::env::split_paths(&path).map(|folder| folder.join(&program.command)).find(|path| path.is_file());
        let settings: serde_json::Value = serde_json::from_str(&program.settings).unwrap_or_default();
        let named =
            settings.as_object().into_iter().flat_map(|table| table.values()).filter_map(|value| value.as_str());
        for file in found.into_iter().chain(named.map(|name| root.join(name))) {
            hasher.number(self.digest(file).map_or(0, |digest| digest.0));
        }
        hasher.finish()
    }

    fn digest(&mut self, file: PathBuf) -> Option<Digest> {
        let metadata = std::fs::metadata(&file).ok().filter(std::fs::Metadata::is_file)?;
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let key = (file, metadata.len(), modified.map_or(0, |time| time.as_nanos()));
        if let Some(digest) = self.files.get(&key) {
            return Some(*digest);
        }
        let digest = Digest::of(&std::fs::read(&key.0).ok()?);
        self.files.insert(key, digest);
        Some(digest)
    }
}

/// What an answer is kept under: the program as it is, and the chapter as it gets it.
pub(super) fn key(state: Digest, chapter: &Chapter) -> Digest {
    let mut hasher = Hasher::new();
    hasher.number(state.0).part(serde_json::to_vec(chapter).unwrap_or_default());
    hasher.finish()
}

/// Forgets what was kept for a book.
pub(super) fn forget(root: &Path) {
    if let Some(path) = file(root) {
        let _ = std::fs::remove_file(path);
    }
}

fn file(root: &Path) -> Option<PathBuf> {
    let name = format!("preprocessed-{}.json", Digest::of(root.to_string_lossy().as_bytes()));
    Some(shelf::cache()?.join(name))
}

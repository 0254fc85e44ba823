//! Files become what they hold: entries, facts, runs. Remembered by path and content.

use super::join;
use crate::check;
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics, lint, nearest};
use crate::entry::{self, Entry, Fact, Kind};
use crate::includes::moved_back;
use crate::source::{Digest, Input, Snapshot, SourceFile, SourcePath, Span, portable};
use crate::summary::{self, Item};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::HashSet;
use std::sync::Arc;

/// All files that were read, and what they became.
#[derive(Default)]
pub(super) struct Files {
    parsed: FxHashMap<SourcePath, Arc<Parsed>>,
}

/// What one file became, and from what.
struct Parsed {
    /// Digests of the file and of the settings, and whether it is listed as a chapter.
    key: (Digest, Digest, bool),
    what: What,
    diagnostics: Diagnostics,
}

/// Everything that the files hold.
pub(super) struct Content {
    /// Sorted.
    pub(super) entries: Vec<Arc<Entry>>,
    pub(super) facts: Vec<Fact>,
    pub(super) runs: Vec<entry::Run>,
    /// How many files had to be parsed.
    pub(super) fresh: usize,
}

enum What {
    Entry(Arc<Entry>),
    Facts(Vec<Fact>),
    /// In a box of its own, since few files hold one, and all are kept.
    Run(Box<entry::Run>),
    Nothing,
}

impl Files {
    /// What all files hold.
    pub(super) fn read(
        &mut self,
        snapshot: &Snapshot,
        config: &Arc<Config>,
        contents: &[Item],
        diagnostics: &mut Diagnostics,
    ) -> Content {
        let listed: HashSet<&str> = summary::chapters(contents).filter_map(|chapter| chapter.path.as_deref()).collect();
        let known = &self.parsed;
        let files: Vec<(&SourcePath, &Input)> = snapshot.inputs.iter().collect();
        let parsed: Vec<(&SourcePath, Arc<Parsed>, bool)> = files
            .into_par_iter()
            // Some are many times as long as others, and the last should not be long.
            .with_max_len(16)
            .filter_map(|(path, input)| {
                let (parsed, fresh) = parse_file(path, input, snapshot, config, &listed, known.get(path))?;
                Some((path, parsed, fresh))
            })
            .collect();
        let all = parsed.len();
        let mut fresh = 0;
        let mut entries: Vec<Arc<Entry>> = Vec::with_capacity(all);
        self.parsed.reserve(all - all.min(self.parsed.len()));
        let (mut facts, mut runs) = (Vec::new(), Vec::new());
        for (path, parsed, is_fresh) in parsed {
            diagnostics.extend(parsed.diagnostics.shared().cloned());
            match &parsed.what {
                What::Entry(entry) => entries.push(entry.clone()),
                What::Facts(found) => facts.extend(found.iter().cloned()),
                What::Run(run) => runs.push((**run).clone()),
                What::Nothing => {}
            }
            if is_fresh {
                fresh += 1;
                self.parsed.insert(path.clone(), parsed);
            }
        }
        if self.parsed.len() > all {
            self.parsed.retain(|path, _| snapshot.inputs.contains_key(path));
        }
        entries.sort_by(|a, b| (&a.id, &a.file.path).cmp(&(&b.id, &b.file.path)));
        Content { entries, facts, runs, fresh }
    }
}

impl Files {
    /// The entry that one file holds, if nothing is wrong with it.
    pub(super) fn one(
        &mut self,
        path: &SourcePath,
        snapshot: &Snapshot,
        config: &Arc<Config>,
        contents: &[Item],
    ) -> Option<Arc<Entry>> {
        let listed = summary::chapters(contents).filter_map(|chapter| chapter.path.as_deref()).collect();
        let known = self.parsed.get(path);
        let (parsed, _) = parse_file(path, snapshot.inputs.get(path)?, snapshot, config, &listed, known)?;
        self.parsed.insert(path.clone(), parsed.clone());
        match &parsed.what {
            What::Entry(entry) if parsed.diagnostics.errors() == 0 => Some(entry.clone()),
            _ => None,
        }
    }
}

fn parse_file(
    path: &SourcePath,
    input: &Input,
    snapshot: &Snapshot,
    config: &Arc<Config>,
    listed: &HashSet<&str>,
    known: Option<&Arc<Parsed>>,
) -> Option<(Arc<Parsed>, bool)> {
    let below = path.below(&config.src)?;
    if below == "SUMMARY.md" || !(config.ours || listed.contains(below)) {
        return None;
    }
    // The path and these two decide what the file is.
    let listed = listed.contains(below);
    let expanded = snapshot.expanded.get(path);
    let digest =
        expanded.map_or_else(|| input.digest(), |file| Digest(file.digest.0 ^ input.digest().0.rotate_left(1)));
    let key = (digest, config.digest, listed);
    if let Some(known) = known.filter(|known| known.key == key) {
        return Some((known.clone(), false));
    }
    let mut diagnostics = Diagnostics::new();
    if !portable(below) {
        diagnostics.push(entry::name_not_portable(path));
        return Some((Arc::new(Parsed { key, what: What::Nothing, diagnostics }), true));
    }
    let what = match readable(path, input, &mut diagnostics) {
        Some(file) => typed(file, expanded, entry::place(below, config.ours, listed), config, &mut diagnostics),
        None => What::Nothing,
    };
    Some((Arc::new(Parsed { key, what, diagnostics }), true))
}

fn typed(
    file: &Arc<SourceFile>,
    expanded: Option<&Arc<SourceFile>>,
    place: entry::Place,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> What {
    match place {
        entry::Place::Facts => What::Facts(entry::fact::lower(file, diagnostics)),
        entry::Place::Run => What::Run(Box::new(entry::run::lower(file, diagnostics))),
        entry::Place::Unknown => {
            diagnostics.push(kind_unknown(file, config));
            What::Nothing
        }
        entry::Place::Entry(id) => match expanded {
            None => {
                let entry = entry::lower(id, file, config, diagnostics);
                check::own(config, &entry, diagnostics);
                What::Entry(Arc::new(entry))
            }
            Some(expanded) => {
                let mut found = Diagnostics::new();
                let entry = entry::lower(id, expanded, config, &mut found);
                check::own(config, &entry, &mut found);
                diagnostics
                    .extend(found.into_iter().map(|found| moved_back(Arc::unwrap_or_clone(found), file, expanded)));
                What::Entry(Arc::new(entry))
            }
        },
    }
}

/// The text of an input, or what is wrong with it.
fn readable<'a>(path: &SourcePath, input: &'a Input, diagnostics: &mut Diagnostics) -> Option<&'a Arc<SourceFile>> {
    let at = |offset: usize, rule, message: String| Diagnostics::at(path, Span::at(offset), rule, message);
    let diagnostic = match input {
        Input::Text(file) => return Some(file),
        Input::NotUtf8 { before } => {
            at(before.text.len(), lint::ENCODING, "this file is not UTF-8 from here on".to_owned())
                .label("these bytes are no characters")
                .help("open the file in an editor and save it with the encoding UTF-8")
        }
        Input::TooLarge { bytes, limit } => {
            let mega = |bytes: u64| format!("{:.1} MB", bytes as f64 / 1e6);
            at(0, lint::FILE_TOO_LARGE, format!("this file has {}, and a page may have {}", mega(*bytes), mega(*limit)))
                .help("split it, or move what is not text into files that are copied")
        }
        Input::Unreadable { reason } => {
            at(0, lint::FILE_UNREADABLE, format!("this file can't be read: {reason}")).help("check who may read it")
        }
        Input::OutsideLink => {
            at(0, lint::FILE_UNREADABLE, "this is a link that leads out of the book, so it is not followed".to_owned())
                .help("copy the file into the book")
        }
    };
    diagnostics.push(diagnostic);
    None
}

fn kind_unknown(file: &SourceFile, config: &Config) -> Diagnostic {
    let below = file.path.below(&config.src).unwrap_or(file.path.as_str());
    let Some((folder, _)) = below.split_once('/') else {
        return Diagnostics::at(
            &file.path,
            Span::at(0),
            lint::KIND_UNKNOWN,
            format!("`{below}` is in no folder of a kind"),
        )
        .help("move it into a folder such as glossary/, or list it in SUMMARY.md as a chapter");
    };
    let folders: Vec<&str> = Kind::ALL.iter().map(|kind| kind.folder()).chain(["facts", "runs"]).collect();
    let diagnostic = match Kind::of_folder(folder) {
        Some(kind) => Diagnostics::at(
            &file.path,
            Span::at(0),
            lint::KIND_UNKNOWN,
            format!("{} lies directly in `{folder}/`, not in a folder below it", kind.a_word()),
        )
        .help(format!("move it to {}", join(&config.src, &format!("{folder}/{}", file.path.file_name())))),
        None => Diagnostics::at(
            &file.path,
            Span::at(0),
            lint::KIND_UNKNOWN,
            format!("the folder `{folder}` is no kind of content"),
        ),
    };
    let diagnostic = match nearest(folder, folders.iter().copied()).filter(|near| *near != folder) {
        Some(near) => diagnostic.help(format!("did you mean `{near}/`?")),
        None => diagnostic,
    };
    diagnostic.note(format!("folders of content: {}", folders.join(", ")))
}

//! Which questions are about which term.

use super::{Ix, Site};
use crate::entry::{EntryData, Kind};
use crate::source::{Digest, Hasher};

/// Questions about each term.
#[derive(Debug, Default)]
pub struct Asked {
    /// By entry: bank and position in it, in order.
    by_entry: Vec<Vec<(Ix, u32)>>,
}

impl Asked {
    /// Reads all banks.
    pub(super) fn new(site: &Site) -> Asked {
        let mut by_entry = vec![Vec::new(); site.entries.len()];
        for (bank, entry) in site.of_kind(Kind::Quiz) {
            let EntryData::Quiz(quiz) = &entry.data else { continue };
            for (at, item) in quiz.questions.iter().enumerate() {
                for term in &item.terms {
                    let Some(ix) = site.named(&term.value, Some(Kind::Term)) else { continue };
                    let list: &mut Vec<(Ix, u32)> = &mut by_entry[ix.0 as usize];
                    if list.last() != Some(&(bank, at as u32)) {
                        list.push((bank, at as u32));
                    }
                }
            }
        }
        Asked { by_entry }
    }

    /// Digest of everything that decides it: who answers to which name, and the banks.
    pub(super) fn digest(site: &Site) -> Digest {
        let mut hasher = Hasher::new();
        hasher.number(site.outside.0);
        for (_, entry) in site.of_kind(Kind::Quiz) {
            hasher.number(entry.file.digest.0);
        }
        hasher.finish()
    }

    /// The questions about an entry: bank and position in it.
    pub fn of(&self, ix: Ix) -> &[(Ix, u32)] {
        self.by_entry.get(ix.0 as usize).map_or(&[], Vec::as_slice)
    }
}

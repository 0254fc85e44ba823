//! All arrows of a site, seen from the entries they lead to.

use super::{Edge, Ix};
use crate::entry::Relation;

/// Arrows by the entry they lead to, in two flat lists (compressed sparse rows):
/// they are turned around on every build, and ten thousand small lists would
/// take longer to allocate than to fill.
#[derive(Debug, Default)]
pub(super) struct Backlinks {
    /// Where the arrows into each entry begin; one more at the end.
    starts: Vec<u32>,
    arrows: Vec<(Ix, Relation)>,
}

impl Backlinks {
    /// Turns all arrows around. Those into one entry are in the order of the
    /// entries they come from.
    pub(super) fn new<'a>(out: impl ExactSizeIterator<Item = &'a [Edge]> + Clone) -> Backlinks {
        let mut starts = vec![0; out.len() + 1];
        for edge in out.clone().flatten() {
            starts[edge.to.0 as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let nothing = (Ix(0), Relation::Link);
        let mut arrows = vec![nothing; *starts.last().unwrap_or(&0) as usize];
        for (from, edges) in out.enumerate() {
            for edge in edges {
                let place = &mut next[edge.to.0 as usize];
                arrows[*place as usize] = (Ix(from as u32), edge.relation);
                *place += 1;
            }
        }
        Backlinks { starts, arrows }
    }

    /// The arrows into an entry.
    pub(super) fn of(&self, ix: Ix) -> &[(Ix, Relation)] {
        let at = ix.0 as usize;
        &self.arrows[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

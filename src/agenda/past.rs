//! What activities took in past runs.

use crate::entry::Entry;
use crate::site::Site;

/// What one activity took over all runs in which it took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// The shortest time.
    pub least: u32,
    /// The longest time.
    pub most: u32,
    /// How often it took place.
    pub runs: usize,
}

/// What an activity of an entry took, by the id of its heading.
pub fn past(site: &Site, entry: &Entry, id: &str) -> Option<Past> {
    let of = format!("{}/{}", entry.id.kind.folder(), entry.id.slug);
    let all = site.runs.iter().flat_map(|run| &run.activities);
    let took: Vec<u32> =
        all.filter(|activity| activity.id == id && activity.of == of && activity.took > 0).map(|a| a.took).collect();
    let (least, most) = (*took.iter().min()?, *took.iter().max()?);
    Some(Past { least, most, runs: took.len() })
}

//! What is due to be read again, and the record that it was.

use super::{Changes, set_field, set_in_group};
use crate::data::{Node, Value, parse_toml, parse_yaml};
use crate::diag::Diagnostics;
use crate::entry::Fact;
use crate::site::{Ix, Site};
use crate::source::{Date, Snapshot, SourcePath};

/// One page or fact record with a day by which it should be looked at again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// Who looks after it; may be empty.
    pub owner: String,
    /// The day.
    pub by: Date,
    /// The file below the source folder; for a fact, `#` and its id after it.
    pub page: String,
    /// When it was last read or checked.
    pub last: Option<Date>,
}

/// Everything that has a day, by owner and day; what nobody owns comes last.
pub fn reviews(site: &Site) -> Vec<Due> {
    let below = |path: &SourcePath| path.below(&site.config.src).unwrap_or(path.as_str()).to_owned();
    let pages = site.entries.iter().filter_map(|entry| {
        let last = entry.head.reviewed.iter().map(|(_, date)| date.value).max();
        let by = entry.head.review_by.as_ref()?.value;
        Some(Due { owner: entry.head.owner.clone(), by, page: below(&entry.file.path), last })
    });
    let facts = site.facts.values().filter_map(|fact| {
        let page = format!("{}#{}", below(&fact.path), fact.id.value);
        Some(Due { owner: String::new(), by: fact.review_by.as_ref()?.value, page, last: fact.checked })
    });
    let mut due: Vec<Due> = pages.chain(facts).collect();
    due.sort_by(|a, b| (a.owner.is_empty(), a).cmp(&(b.owner.is_empty(), b)));
    due
}

/// How long a page may rest where nobody has said.
const USUAL: i32 = 365;

/// Records that a team has read a page today, and sets the next day where the
/// page has one: as far away as it was, or at `next`. Says that day.
pub fn done(
    changes: &mut Changes,
    site: &Site,
    snapshot: &Snapshot,
    ix: Ix,
    team: usize,
    next: Option<Date>,
) -> Option<Date> {
    let entry = site.entry(ix);
    let file = snapshot.text(&entry.file.path)?;
    let yaml = entry.document.front_matter;
    let root = yaml
        .and_then(|yaml| parse_yaml(&file.path, yaml.text(&file.text), yaml.start as usize, &mut Diagnostics::new()));
    let root = root.unwrap_or_else(|| Node::new(Value::Map(Vec::new()), crate::source::Span::default()));
    let today = site.today;
    set_in_group(changes, file, yaml, &root, "reviewed", &site.config.teams[team].id, &today.to_string());
    let last = entry.head.reviewed.iter().map(|(_, date)| date.value).max();
    let by = entry.head.review_by.as_ref().map(|by| by.value);
    let next = next.or_else(|| Some(later(today, by?, last)));
    if let Some(next) = next {
        set_field(changes, file, yaml, &root, "review_by", &next.to_string());
    }
    next
}

/// Records that a fact was checked against its source today. Says the next day.
pub fn checked(
    changes: &mut Changes,
    snapshot: &Snapshot,
    fact: &Fact,
    today: Date,
    next: Option<Date>,
) -> Option<Date> {
    let file = snapshot.text(&fact.path)?;
    let root = parse_toml(&file.path, &file.text, &mut Diagnostics::new());
    let Some(Value::List(records)) = root.get("fact").map(|node| &node.value) else { return None };
    let record = records.iter().find(|record| record.get("id").and_then(Node::scalar) == Some(&fact.id.value))?;
    let by = fact.review_by.as_ref()?.value;
    let next = next.unwrap_or_else(|| later(today, by, fact.checked));
    for (name, date) in [("checked", today), ("review_by", next)] {
        if let Some(node) = record.get(name) {
            let quote = if node.span.text(&file.text).starts_with('"') { "\"" } else { "" };
            changes.replace(&file.path, node.span, format!("{quote}{date}{quote}"));
        }
    }
    Some(next)
}

/// The next day, as far from today as the day that was set is from the last time.
fn later(today: Date, by: Date, last: Option<Date>) -> Date {
    let days = last.map(|last| by.number() - last.number()).filter(|days| *days > 0);
    Date::of_number(today.number() + days.unwrap_or(USUAL))
}

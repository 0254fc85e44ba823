//! What roles should know, against what their paths teach.

use crate::coverage::{Book, targets};
use crate::diag::{Diagnostics, lint};
use crate::entry::role::Mastery;
use crate::entry::{Audience, Entry, EntryData};
use crate::site::{Ix, Site};

/// Words of a role that no path of its team teaches well enough, and words to
/// decide with that nobody is asked to decide with.
pub(super) fn gaps(site: &Site, found: &mut Diagnostics) {
    let book = Book::new(site);
    for target in targets(&book) {
        let (role, term) = (site.entry(target.role), &site.entry(target.term).head.title.value);
        let name = &role.head.title.value;
        // That nobody is asked for more is then why no path gets there.
        if target.recall_only && target.wanted >= Mastery::Decide {
            let message =
                format!("`{name}` should {} `{term}`, and questions only ask for recall", phrase(target.wanted));
            found.push(
                Diagnostics::at(&role.file.path, target.span, lint::RECALL_ONLY, message)
                    .label(format!("wanted: {}", target.wanted.word()))
                    .help(format!("write a question in which somebody has to {} it", phrase(target.wanted))),
            );
        } else if let Some(gap) = book.gap(&target) {
            let message = match target.reached {
                Some((reached, _)) => {
                    format!(
                        "`{name}` should {} `{term}`, and the paths get to {}",
                        phrase(target.wanted),
                        reached.word()
                    )
                }
                None => format!("`{name}` should {} `{term}`, and no path teaches it", phrase(target.wanted)),
            };
            found.push(
                Diagnostics::at(&role.file.path, target.span, lint::COVERAGE_GAP, message)
                    .label(format!("wanted: {}", target.wanted.word()))
                    .help(gap.remedy.said(site, &gap, &target)),
            );
        }
    }
}

/// What someone at a level can do with a word.
fn phrase(mastery: Mastery) -> &'static str {
    match mastery {
        Mastery::Aware => "be aware of",
        Mastery::Explain => "explain",
        Mastery::Decide => "decide with",
        Mastery::Do => "do",
    }
}

/// The largest share of a page's words that may be foreign to a team.
const MOST_FOREIGN: usize = 10;

/// Letters and the space of an average English word.
const LETTERS: usize = 6;

/// A page on which more than a tenth of the words are terms of another team.
pub(super) fn jargon_budget(site: &Site, ix: Ix, entry: &Entry, found: &mut Diagnostics) {
    let mentions = &site.mentions[ix.0 as usize];
    let words = entry.document.words.len() / LETTERS;
    // Most pages are far from it, and need no counting team by team.
    if words < 50 || mentions.len() * MOST_FOREIGN <= words {
        return;
    }
    let first = site.of_kind(crate::entry::Kind::Term).next().map_or(0, |(ix, _)| ix.0);
    for (at, team) in site.config.teams.iter().enumerate() {
        let foreign = mentions.iter().filter(|mention| match &site.entry(Ix(first + mention.term)).data {
            EntryData::Term(term) => matches!(term.audience.value, Audience::Team(other) if other != at),
            _ => false,
        });
        let foreign = foreign.count();
        if foreign * MOST_FOREIGN > words {
            let message = format!("one word in {} of this page is foreign to {}", words / foreign, team.label);
            found.push(
                Diagnostics::at(&entry.file.path, entry.head.title.span, lint::JARGON_BUDGET, message)
                    .label(format!("{foreign} terms of others in about {words} words"))
                    .help("say the rarer ones in plain words, or split the page"),
            );
        }
    }
}

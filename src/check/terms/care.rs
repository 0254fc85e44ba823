//! What keeps a page true and connected: reviews, relations, questions.

use crate::check::words::words_at;
use crate::diag::{Diagnostics, lint};
use crate::entry::term::Priority;
use crate::entry::{Audience, Entry, EntryData, Name, Relation, Status, Term};
use crate::site::{Ix, Site};
use crate::source::{Place, Span};

/// The day by which the page should be read again is over.
pub(crate) fn review_overdue(site: &Site, entry: &Entry, found: &mut Diagnostics) {
    let Some(due) = entry.head.review_by.as_ref().filter(|due| due.value < site.today) else { return };
    let mut diagnostic = Diagnostics::at(
        &entry.file.path,
        due.span,
        lint::REVIEW_OVERDUE,
        format!("a review was due on {}", due.spelled()),
    )
    .label("overdue");
    if let Some((team, last)) = entry.head.reviewed.iter().max_by_key(|(_, date)| date.value) {
        let label = &site.config.teams[*team].label;
        diagnostic = diagnostic.also(Place::new(&entry.file.path, last.span), format!("last read by {label}"));
    }
    let help = match entry.head.owner.as_str() {
        "" => "read it, then set `reviewed` and `review_by`; an `owner` would know that it is due".to_owned(),
        owner => format!("{owner} should read it, then set `reviewed` and `review_by`"),
    };
    found.push(diagnostic.help(help));
}

/// A page for all teams that people of one team alone have read.
pub(crate) fn review_one_team(site: &Site, entry: &Entry, found: &mut Diagnostics) {
    let shared = match &entry.data {
        EntryData::Term(term) => term.audience.value == Audience::Both,
        EntryData::Module(module) => module.audience == Audience::Both,
        EntryData::FalseFriend(_) | EntryData::Friction(_) => true,
        _ => false,
    };
    let [(team, date)] = entry.head.reviewed.as_slice() else { return };
    if !shared || site.config.teams.len() < 2 {
        return;
    }
    let label = &site.config.teams[*team].label;
    found.push(
        Diagnostics::at(
            &entry.file.path,
            date.span,
            lint::REVIEW_ONE_TEAM,
            format!("only {label} has read `{}`", entry.head.title.value),
        )
        .label("the only review")
        .help("ask someone of the other team to read it, and add the day to `reviewed`"),
    );
}

/// A names B as related, and nothing on B's page leads to A.
pub(crate) fn related_one_way(site: &Site, ix: Ix, entry: &Entry, found: &mut Diagnostics) {
    for edge in site.out[ix.0 as usize].iter().filter(|edge| edge.relation == Relation::Related) {
        if site.out[edge.to.0 as usize].iter().any(|back| back.to == ix) {
            continue;
        }
        let other = site.entry(edge.to);
        let message = format!("nothing in `{}` leads back to `{}`", other.head.title.value, entry.head.title.value);
        found.push(
            Diagnostics::at(&entry.file.path, edge.span, lint::RELATED_ONE_WAY, message)
                .label("related in one direction only")
                .help(format!("add `{}` to `related` of {}", entry.id.slug, other.file.path)),
        );
    }
}

/// No question asks about the term.
pub(crate) fn untested(site: &Site, ix: Ix, entry: &Entry, term: &Term, found: &mut Diagnostics) {
    let wanted = term.priority != Priority::Extended && entry.head.status != Status::Retired;
    if !wanted || site.into_by(ix, Relation::Tests).next().is_some() {
        return;
    }
    found.push(
        Diagnostics::at(
            &entry.file.path,
            entry.head.title.span,
            lint::TERM_UNTESTED,
            format!("no question is about `{}`", entry.head.title.value),
        )
        .label("never asked")
        .help(format!("name it in `terms: [{}]` of a question, or write one", entry.id.slug)),
    );
}

/// Each team's words that no entry explains, by team: in a book that keeps its
/// glossary there are none left to look for.
pub(crate) fn unexplained_jargon(site: &Site) -> Vec<Vec<&str>> {
    let unexplained = |word: &&str| site.names.kinds(Name::of(word)).is_empty();
    site.config.jargon.iter().map(|words| words.iter().map(String::as_str).filter(unexplained).collect()).collect()
}

/// One team's view uses a word of another team that nobody has explained.
pub(crate) fn foreign_jargon(site: &Site, entry: &Entry, term: &Term, jargon: &[Vec<&str>], found: &mut Diagnostics) {
    if jargon.iter().all(Vec::is_empty) {
        return;
    }
    for (team, heading) in &term.views {
        let section = entry.document.section(*heading, entry.file.text.len());
        for prose in entry.document.prose.iter().filter(|prose| section.contains(prose.span.start as usize)) {
            let text = prose.span.text(&entry.file.text).to_ascii_lowercase();
            for (other, words) in jargon.iter().enumerate().filter(|(other, _)| other != team) {
                for word in words {
                    let Some(at) = words_at(&text, word).next() else { continue };
                    let span = Span::new(at, at + word.len()).shifted(prose.span.start as usize);
                    let labels = (&site.config.teams[*team].label, &site.config.teams[other].label);
                    found.push(
                        Diagnostics::at(
                            &entry.file.path,
                            span,
                            lint::FOREIGN_JARGON,
                            format!("`{word}` is a word of {} in the view of {}", labels.1, labels.0),
                        )
                        .label("not in the glossary")
                        .help(format!("say it in words that {} uses, or write a term for it", labels.0)),
                    );
                }
            }
        }
    }
}

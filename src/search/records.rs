//! What a site has to be found by.

use super::{Labels, Record, build};
use crate::entry::{Audience, Entry, EntryData, Kind, Status, written_names};
use crate::markdown::fragment_text;
use crate::site::{Ix, Site, relative};

/// The search index of a site: paths below its root, and bytes. `label` knows
/// what readers call a kind.
pub fn files(site: &Site, label: impl Fn(Kind) -> String) -> Vec<(String, Vec<u8>)> {
    let labels = Labels {
        kinds: Kind::ALL.iter().map(|kind| (kind.folder().to_owned(), label(*kind))).collect(),
        teams: site.config.teams.iter().map(|team| team.label.clone()).collect(),
    };
    build(&found(site), |(ix, entry)| record(site, *ix, entry), &labels, &site.config.language)
}

/// Everything that readers should find, in the order of the site.
pub fn records(site: &Site) -> Vec<Record> {
    found(site).into_iter().map(|(ix, entry)| record(site, ix, entry)).collect()
}

fn found(site: &Site) -> Vec<(Ix, &Entry)> {
    site.all().filter(|(_, entry)| !matches!(entry.head.status, Status::Retired)).collect()
}

fn record(site: &Site, ix: Ix, entry: &Entry) -> Record {
    let mut record = Record {
        title: entry.head.title.value.clone(),
        aliases: written_names(&entry.head).skip(1).map(|(name, _)| name.to_owned()).collect(),
        asked: entry.head.asked.iter().map(|asked| asked.value.clone()).collect(),
        url: relative("index.html", site.route(ix)),
        kind: entry.id.kind.folder().to_owned(),
        teams: match audience(entry) {
            Audience::Team(team) => vec![team],
            Audience::Both => Vec::new(),
        },
        summary: fragment_text(&entry.head.summary),
        headings: entry.document.headings.iter().map(|heading| heading.text.clone()).collect(),
        text: entry.document.words.read(&entry.file.text),
    };
    let mut more: Vec<&str> = Vec::new();
    match &entry.data {
        EntryData::Term(term) => record.summary = fragment_text(&term.definition.value),
        EntryData::FalseFriend(friend) => {
            more.extend(friend.meanings.iter().chain(&friend.say_instead).map(String::as_str));
        }
        EntryData::Module(module) => more.extend(module.objectives.iter().map(|objective| objective.text.as_str())),
        EntryData::Workshop(workshop) => more.extend(workshop.follow_up.iter().map(|action| action.what.as_str())),
        EntryData::LearningPath(path) => more.push(&path.ends_with),
        EntryData::Role(role) => more.extend(role.owns.iter().chain(&role.measured_by).map(String::as_str)),
        EntryData::Quiz(quiz) => {
            // Answers and explanations would give away what a question asks.
            let stems = quiz.questions.iter().map(|item| fragment_text(&item.question.stem));
            record.text = stems.collect::<Vec<_>>().join("\n");
            record.headings.clear();
        }
        EntryData::Worksheet(sheet) => more.extend([sheet.who.as_str(), sheet.when.as_str()]),
        EntryData::Friction(friction) => {
            more.extend([friction.symptom.as_str(), &friction.agreement, &friction.early_warning]);
            more.extend(friction.sides.iter().map(String::as_str));
        }
        EntryData::Page(_) => {}
    }
    for text in more {
        record.text.push('\n');
        record.text.push_str(&fragment_text(text));
    }
    record
}

/// Whose an entry is.
fn audience(entry: &Entry) -> Audience {
    match &entry.data {
        EntryData::Term(term) => term.audience.value,
        EntryData::Module(module) => module.audience,
        EntryData::LearningPath(path) => path.audience,
        EntryData::Role(role) => role.team,
        _ => Audience::Both,
    }
}

//! Entries into notes.

use super::{Deck, Model, Note};
use crate::diag::Diagnostics;
use crate::entry::question::{Interaction, Question};
use crate::entry::quiz::QuizItem;
use crate::entry::{Entry, EntryData, FalseFriend, Term};
use crate::export::content::{Pictures, Prose};
use crate::export::{Job, asked_at, lost};
use crate::markdown::html::escaped;
use crate::quiz::{choice_order, disordered};

/// The notes of a job, and the decks they are in.
pub(super) fn notes(job: &Job<'_>, pictures: &mut Pictures, diagnostics: &mut Diagnostics) -> (Vec<Deck>, Vec<Note>) {
    let mut maker = Maker { job, pictures, diagnostics, decks: Vec::new(), notes: Vec::new() };
    for ix in &job.chosen {
        let entry = job.site.entry(*ix);
        match &entry.data {
            EntryData::Term(term) => maker.term(entry, term),
            EntryData::FalseFriend(friend) => maker.false_friend(entry, friend),
            EntryData::Quiz(quiz) => quiz.questions.iter().for_each(|item| maker.question(entry, item)),
            _ => {}
        }
    }
    (maker.decks, maker.notes)
}

struct Maker<'a, 'b> {
    job: &'a Job<'a>,
    pictures: &'b mut Pictures,
    diagnostics: &'b mut Diagnostics,
    decks: Vec<Deck>,
    notes: Vec<Note>,
}

impl Maker<'_, '_> {
    fn term(&mut self, entry: &Entry, term: &Term) {
        let (job, config) = (self.job, &self.job.site.config);
        let prose = Prose::new(job, entry, "");
        let definition = prose.line(&term.definition.value, self.pictures);
        let mut more = also(job, entry);
        for (_, heading) in &term.views {
            let title = &entry.document.headings[*heading];
            let section = entry.document.section(*heading, entry.file.text.len());
            let view = prose.blocks(section.text(&entry.file.text), self.pictures);
            more.push_str(&format!("<h2>{}</h2>{view}", escaped(&title.text)));
        }
        let category = term.category.map(|at| &config.categories[at]);
        let names = ["glossary", category.map_or("", |category| &category.id)];
        let label = category.map(|category| category.label.as_str());
        let deck = self.deck(&names, [Some(job.word("nav.term").as_str()), label]);
        let tags = vec!["term".to_owned(), category.map_or(String::new(), |category| category.id.clone())];
        let fields = vec![escaped(&entry.head.title.value), definition, more, self.source(entry, "")];
        self.push(entry, "", Model::Term, deck, fields, tags);
    }

    fn false_friend(&mut self, entry: &Entry, friend: &FalseFriend) {
        let (job, teams) = (self.job, &self.job.site.config.teams);
        let prose = Prose::new(job, entry, "");
        let mut back = String::new();
        for (at, team) in teams.iter().enumerate() {
            let meaning = prose.line(friend.meanings.get(at).map_or("", String::as_str), self.pictures);
            let instead = prose.line(friend.say_instead.get(at).map_or("", String::as_str), self.pictures);
            back.push_str(&format!("<h2>{}</h2><p>{meaning}</p>", escaped(&team.label)));
            if !instead.is_empty() {
                back.push_str(&format!("<p><i>{}</i>: {instead}</p>", escaped(&job.word("team.instead"))));
            }
        }
        let asked: Vec<String> = teams.iter().map(|team| escaped(&team.label)).collect();
        let front = format!("<p>{}</p><p class=\"small\">{}</p>", escaped(&friend.word), asked.join(" · "));
        let deck = self.deck(&["false-friends"], [Some(job.word("nav.false-friend").as_str()), None]);
        let fields = vec![front, back, self.source(entry, "")];
        self.push(entry, "", Model::Card, deck, fields, vec!["false-friend".to_owned()]);
    }

    fn question(&mut self, entry: &Entry, item: &QuizItem) {
        let question = &item.question;
        if matches!(question.interaction, Interaction::Survey(_)) {
            let message = "a question without a right answer is no flash card".to_owned();
            lost(self.diagnostics, entry, asked_at(entry, item), message, "ask it in the workshop");
            return;
        }
        let prose = Prose::new(self.job, entry, "");
        let stem = prose.line(&question.stem, self.pictures);
        let scenario = prose.blocks(&question.scenario, self.pictures);
        let offered = offered(question, &prose, self.pictures, self.job);
        let front = format!("<p><b>{stem}</b></p>{scenario}{offered}");
        let back = prose.answer(question, self.pictures);
        let title = &entry.head.title.value;
        let deck =
            self.deck(&["quizzes", &entry.id.slug], [Some(self.job.word("nav.quiz").as_str()), Some(title.as_str())]);
        let fields = vec![front, back, self.source(entry, &question.id)];
        self.push(entry, &question.id, Model::Card, deck, fields, vec!["question".to_owned(), entry.id.slug.clone()]);
    }

    /// The deck of some names, which are its identity; the labels are what people see.
    fn deck(&mut self, names: &[&str], labels: [Option<&str>; 2]) -> usize {
        let identity = self.job.identity(&[&["deck"], names].concat());
        if let Some(known) = self.decks.iter().position(|deck| deck.identity == identity) {
            return known;
        }
        let plain = |text: &str| text.replace("::", ":");
        let parts = [Some(self.job.site.config.title.as_str())].into_iter().chain(labels).flatten();
        self.decks.push(Deck { identity, name: parts.map(plain).collect::<Vec<_>>().join("::") });
        self.decks.len() - 1
    }

    fn push(&mut self, entry: &Entry, part: &str, model: Model, deck: usize, fields: Vec<String>, tags: Vec<String>) {
        let identity = self.job.identity(&[entry.id.kind.folder(), &entry.id.slug, part]);
        let tags = tags.into_iter().filter(|tag| !tag.is_empty()).collect();
        let edited = self.job.shelf.edited(&entry.file.path);
        self.notes.push(Note { identity, model, deck, fields, tags, edited });
    }

    /// Where the page is published, if it is.
    fn source(&self, entry: &Entry, anchor: &str) -> String {
        let Some(url) = &self.job.site.config.url else { return String::new() };
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        let address = escaped(&format!("{url}{}{anchor}", entry.route));
        format!("<a href=\"{address}\">{}</a>", escaped(&entry.head.title.value))
    }
}

/// Other names of a term.
fn also(job: &Job<'_>, entry: &Entry) -> String {
    if entry.head.aliases.is_empty() {
        return String::new();
    }
    let names: Vec<String> = entry.head.aliases.iter().map(|name| escaped(&name.value)).collect();
    format!("<p><i>{}</i>: {}</p>", escaped(&job.word("export.also")), names.join(", "))
}

/// What there is to choose from, in an order that gives nothing away.
fn offered(question: &Question, prose: &Prose<'_>, pictures: &mut Pictures, job: &Job<'_>) -> String {
    let mut list = |items: Vec<&String>| -> String {
        let items: String = items.into_iter().map(|item| format!("<li>{}</li>", prose.line(item, pictures))).collect();
        format!("<ul>{items}</ul>")
    };
    match &question.interaction {
        Interaction::Single(choices) | Interaction::Multiple(choices) | Interaction::Predict { choices, .. } => {
            list(choice_order(question, choices.len()).into_iter().map(|at| &choices[at].text).collect())
        }
        Interaction::Order(items) => {
            let class: Vec<usize> = (0..items.len()).collect();
            list(disordered(&class, &question.id).into_iter().map(|at| &items[at]).collect())
        }
        Interaction::Match(pairs) => {
            let class: Vec<usize> = (0..pairs.len()).collect();
            let mut rights: Vec<&String> =
                disordered(&class, &question.id).into_iter().map(|at| &pairs[at].right).collect();
            let mut seen = std::collections::BTreeSet::new();
            rights.retain(|right| seen.insert(*right));
            list(pairs.iter().map(|pair| &pair.left).collect()) + &list(rights)
        }
        Interaction::Whose(items) => {
            let teams: Vec<String> = job.site.config.teams.iter().map(|team| escaped(&team.label)).collect();
            format!("{}<p>{}</p>", list(items.iter().map(|item| &item.text).collect()), teams.join(" · "))
        }
        Interaction::Number(number) if !number.unit.is_empty() => format!("<p>… {}</p>", escaped(&number.unit)),
        _ => String::new(),
    }
}

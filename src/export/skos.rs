//! SKOS in Turtle: the glossary as a vocabulary that other tools can link to.
//!
//! A concept's address is that of its page, or a name made of the teams' ids and
//! the slug where the book is not published.

use super::content::Prose;
use super::{Job, Written};
use crate::diag::Diagnostics;
use crate::entry::{Entry, EntryData, Kind, Relation, Term};
use crate::site::Ix;
use std::collections::BTreeSet;
use std::fmt::Write;

pub(super) fn write(job: &Job<'_>, _: &mut Diagnostics) -> Written {
    let writer = Writer { job, chosen: job.chosen.iter().copied().collect() };
    let mut out = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
                   @prefix dcterms: <http://purl.org/dc/terms/> .\n\n"
        .to_owned();
    writer.scheme(&mut out);
    for (at, category) in job.site.config.categories.iter().enumerate() {
        writer.collection(at, &category.id, &category.label, &mut out);
    }
    for ix in &job.chosen {
        let entry = job.site.entry(*ix);
        if let EntryData::Term(term) = &entry.data {
            writer.concept(*ix, entry, term, &mut out);
        }
    }
    Ok(out.into_bytes())
}

struct Writer<'a> {
    job: &'a Job<'a>,
    chosen: BTreeSet<Ix>,
}

impl Writer<'_> {
    fn scheme(&self, out: &mut String) {
        let config = &self.job.site.config;
        let mut facts = vec!["a skos:ConceptScheme".to_owned()];
        facts.push(format!("dcterms:title {}", self.spoken(&config.title)));
        if !config.description.is_empty() {
            facts.push(format!("dcterms:description {}", self.spoken(&config.description)));
        }
        if !config.licence.is_empty() {
            facts.push(format!("dcterms:rights {}", self.spoken(&config.licence)));
        }
        facts.push(format!("dcterms:language {}", quoted(&config.language)));
        let tops: Vec<String> = self.tops().map(|ix| self.address(ix)).collect();
        if !tops.is_empty() {
            facts.push(format!("skos:hasTopConcept {}", tops.join(", ")));
        }
        state(&self.named("glossary"), &facts, out);
    }

    /// Concepts with nothing broader.
    fn tops(&self) -> impl Iterator<Item = Ix> + '_ {
        self.chosen.iter().copied().filter(|ix| self.linked(*ix, Relation::Broader).is_empty())
    }

    fn collection(&self, at: usize, id: &str, label: &str, out: &mut String) {
        let within = |ix: &&Ix| match &self.job.site.entry(**ix).data {
            EntryData::Term(term) => term.category == Some(at),
            _ => false,
        };
        let members: Vec<String> = self.chosen.iter().filter(within).map(|ix| self.address(*ix)).collect();
        if !members.is_empty() {
            let facts = [
                "a skos:Collection".to_owned(),
                format!("skos:prefLabel {}", self.spoken(label)),
                format!("skos:member {}", members.join(", ")),
            ];
            state(&self.named(&format!("category-{id}")), &facts, out);
        }
    }

    fn concept(&self, ix: Ix, entry: &Entry, term: &Term, out: &mut String) {
        let scheme = self.named("glossary");
        let prose = Prose::new(self.job, entry, "");
        let mut facts = vec!["a skos:Concept".to_owned(), format!("skos:inScheme {scheme}")];
        if self.linked(ix, Relation::Broader).is_empty() {
            facts.push(format!("skos:topConceptOf {scheme}"));
        }
        facts.push(format!("skos:prefLabel {}", self.spoken(&entry.head.title.value)));
        // A name is preferred or an alternative, never both.
        let mut names = BTreeSet::from([entry.head.title.value.as_str()]);
        let aliases = entry.head.aliases.iter().filter(|alias| names.insert(alias.value.as_str()));
        facts.extend(aliases.map(|alias| format!("skos:altLabel {}", self.spoken(&alias.value))));
        facts.push(format!("skos:notation {}", quoted(&entry.id.slug)));
        facts.push(format!("skos:definition {}", self.spoken(&prose.words(&term.definition.value))));
        for (team, heading) in &term.views {
            let section = entry.document.section(*heading, entry.file.text.len());
            let label = &self.job.site.config.teams[*team].label;
            let view = prose.words(section.text(&entry.file.text));
            facts.push(format!("skos:scopeNote {}", self.spoken(&format!("{label}: {view}"))));
        }
        let broader = self.linked(ix, Relation::Broader);
        // What is broader can't be related as well (SKOS, S27).
        let mut related = self.linked(ix, Relation::Related);
        related.retain(|other| !broader.contains(other) && !self.linked(*other, Relation::Broader).contains(&ix));
        facts.extend(broader.iter().map(|other| format!("skos:broader {}", self.address(*other))));
        facts.extend(related.iter().map(|other| format!("skos:related {}", self.address(*other))));
        for source in &term.sources {
            let web = source.url.starts_with("https://") || source.url.starts_with("http://");
            let what = if web { iri(&source.url) } else { quoted(&source.title) };
            facts.push(format!("dcterms:source {what}"));
        }
        state(&self.address(ix), &facts, out);
    }

    /// Chosen terms that a term points at.
    fn linked(&self, ix: Ix, relation: Relation) -> Vec<Ix> {
        let terms = |other: &Ix| self.chosen.contains(other) && self.job.site.entry(*other).id.kind == Kind::Term;
        self.job.site.out_by(ix, relation).filter(terms).collect()
    }

    fn address(&self, ix: Ix) -> String {
        match &self.job.site.config.url {
            Some(url) => iri(&format!("{url}{}", self.job.site.route(ix))),
            None => self.named(&format!("glossary/{}", self.job.site.entry(ix).id.slug)),
        }
    }

    /// A name below the book's.
    fn named(&self, name: &str) -> String {
        let config = &self.job.site.config;
        match &config.url {
            Some(url) => iri(&format!("{url}#{name}")),
            None => {
                let teams: Vec<&str> = config.teams.iter().map(|team| team.id.as_str()).collect();
                iri(&format!("urn:crosstrain:{}:{name}", teams.join("-")))
            }
        }
    }

    /// Words in the language of the book.
    fn spoken(&self, words: &str) -> String {
        let language = &self.job.site.config.language;
        let plain = language.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if plain { format!("{}@{language}", quoted(words)) } else { quoted(words) }
    }
}

/// A subject and what is said of it.
fn state(subject: &str, facts: &[String], out: &mut String) {
    let _ = write!(out, "{subject}\n    {} .\n\n", facts.join(" ;\n    "));
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// An address, without the characters that can't stand in one.
fn iri(address: &str) -> String {
    let mut out = String::from("<");
    for c in address.chars() {
        match c {
            '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\' | '\0'..=' ' => {
                let _ = write!(out, "%{:02X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

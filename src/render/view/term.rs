//! The page of a term.

use super::frame::{About, Frame, Neighbours, UsedOn, about, entry, neighbours, used_on};
use super::{Anchor, Carded, Day, Maker, Who};
use crate::entry::term::Section as Role;
use crate::entry::{EntryData, Relation, Term};
use crate::markdown::html::Part;
use crate::markdown::{TopKind, fragment_text, outline};
use crate::render::body::{self, Section, all_as_html, as_html, sections};
use crate::render::links::PageLinks;
use crate::render::question::{Asked, question_html};
use crate::site::Ix;
use serde::Serialize;

/// What `term.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct TermView {
    frame: Frame,
    about: About,
    neighbours: Neighbours,
    title: String,
    who: Who,
    category: Option<Anchor>,
    aliases: Vec<String>,
    spoken: String,
    definition: String,
    /// What the word means to others.
    friends: Vec<Beware>,
    blocks: Vec<Block>,
    #[serde(serialize_with = "all_as_html")]
    questions: Vec<String>,
    /// Questions that are not shown, by quiz.
    more_questions: Vec<Anchor>,
    facts: Vec<super::facts::FactView>,
    sources: Vec<SourceView>,
    legal: bool,
    related: Vec<Carded>,
    used_on: Vec<UsedOn>,
}

/// A section in the form its role asks for.
#[derive(Debug, Default, Serialize)]
struct Block {
    /// `picture`, `views`, `phrasebook`, `questions`, `trips`, `hear`, `story`, `plain`.
    form: &'static str,
    /// Whether it is shown as it was written, in a form of its own or not: most are.
    plain: bool,
    section: Section,
    panels: Vec<Panel>,
    /// The sentence printed across all panels, as HTML; may be empty.
    agree: String,
    /// The author's heading of that sentence, or what it is called where there is none.
    agree_title: String,
    phrases: Vec<Phrase>,
}

/// One team's side of something.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Panel {
    pub(super) who: Who,
    pub(super) id: String,
    /// As HTML; may be empty.
    #[serde(serialize_with = "as_html")]
    pub(super) title: String,
    #[serde(serialize_with = "as_html")]
    pub(super) html: String,
}

/// A row of the phrasebook, as HTML.
#[derive(Debug, Serialize)]
struct Phrase {
    who: Who,
    #[serde(serialize_with = "as_html")]
    says: String,
    /// Who hears it, where there are only two teams.
    other: Option<Who>,
    #[serde(serialize_with = "as_html")]
    hears: String,
    #[serde(serialize_with = "as_html")]
    instead: String,
}

/// A false friend that is this very word.
#[derive(Debug, Serialize)]
struct Beware {
    word: String,
    href: String,
    meanings: Vec<Means>,
}

/// What a word means to one team.
#[derive(Debug, Serialize)]
struct Means {
    who: Who,
    text: String,
}

#[derive(Debug, Serialize)]
struct SourceView {
    title: String,
    publisher: String,
    reference: String,
    kind: String,
    url: String,
    checked: Option<Day>,
}

/// Questions shown on a term's page; more are a click away.
const MOST_QUESTIONS: usize = 2;

pub(in crate::render) fn view(maker: &Maker<'_>, ix: Ix, term: &Term) -> TermView {
    let site = maker.site;
    let links = PageLinks::own(site, ix);
    let head = &site.entry(ix).head;
    let blocks = Blocks { maker, ix, term, links: &links }.all();
    let (questions, more_questions) = questions(maker, ix);
    let mut frame = entry(maker, ix, &links);
    frame.questions = !questions.is_empty();
    TermView {
        about: about(maker, ix),
        neighbours: neighbours(maker, ix),
        title: maker.text(&head.title.value),
        who: maker.who(term.audience.value),
        category: category(maker, term),
        aliases: maker.texts(head.aliases.iter().map(|alias| &alias.value)),
        spoken: term.spoken.clone(),
        definition: maker.text(&term.definition.value),
        friends: maker.shared.friends(ix).iter().map(|ix| beware(maker, *ix)).collect(),
        blocks,
        questions,
        more_questions,
        facts: super::facts::of_term(maker, term),
        sources: term.sources.iter().map(|found| source(maker, found)).collect(),
        legal: !term.jurisdictions.is_empty(),
        related: related(maker, ix),
        used_on: used_on(maker, ix, &[Relation::Related, Relation::Broader]),
        frame,
    }
}

fn beware(maker: &Maker<'_>, ix: Ix) -> Beware {
    let Anchor { title, href } = maker.anchor(ix);
    let meanings = match &maker.site.entry(ix).data {
        EntryData::FalseFriend(friend) => friend.meanings.as_slice(),
        _ => &[],
    };
    let means = |(team, text): (usize, &String)| Means { who: maker.team(team), text: maker.text(text) };
    Beware { word: title, href, meanings: meanings.iter().enumerate().map(means).collect() }
}

fn category(maker: &Maker<'_>, term: &Term) -> Option<Anchor> {
    let named = maker.site.config.categories.get(term.category?)?;
    let href = maker.href(&format!("{}#by-{}", super::super::plan::index_of(crate::entry::Kind::Term), named.id));
    Some(Anchor { title: named.label.clone(), href })
}

fn source(maker: &Maker<'_>, source: &crate::entry::term::Source) -> SourceView {
    SourceView {
        title: maker.text(&source.title),
        publisher: source.publisher.clone(),
        reference: maker.text(&source.reference),
        kind: source.kind.clone(),
        url: source.url.clone(),
        checked: source.checked.map(|date| maker.day(date)),
    }
}

/// What the term goes with: what it names, then what names it.
fn related(maker: &Maker<'_>, ix: Ix) -> Vec<Carded> {
    let mut all: Vec<Ix> = maker.named(ix, Relation::Broader).chain(maker.named(ix, Relation::Related)).collect();
    all.extend(maker.site.into_by(ix, Relation::Broader));
    let mut seen = Vec::new();
    all.retain(|ix| {
        !seen.contains(ix) && {
            seen.push(*ix);
            true
        }
    });
    all.into_iter().map(|ix| maker.carded(ix)).collect()
}

fn questions(maker: &Maker<'_>, ix: Ix) -> (Vec<String>, Vec<Anchor>) {
    let site = maker.site;
    let (mut shown, mut more) = (Vec::new(), Vec::new());
    let all = site.asked.of(ix);
    for (at, (quiz_ix, number)) in all.iter().enumerate() {
        let EntryData::Quiz(quiz) = &site.entry(*quiz_ix).data else { continue };
        let Some(item) = quiz.questions.get(*number as usize) else { continue };
        if at < MOST_QUESTIONS {
            let links = PageLinks::new(site, *quiz_ix, maker.route);
            let bank = maker.anchor(*quiz_ix);
            let borrowed = Some((bank.href, bank.title));
            let asked = Asked { number: (at + 1, all.len().min(MOST_QUESTIONS)), borrowed };
            shown.push(question_html(maker, &item.question, &links, asked));
        } else {
            let href = maker.href(&format!("{}#{}", site.route(*quiz_ix), item.question.id));
            more.push(Anchor { title: fragment_text(&item.question.stem), href });
        }
    }
    (shown, more)
}

/// Sorts the sections of a term into the forms their roles ask for.
struct Blocks<'a> {
    maker: &'a Maker<'a>,
    ix: Ix,
    term: &'a Term,
    links: &'a PageLinks<'a>,
}

impl Blocks<'_> {
    /// The sections in the author's order; the views stand together where the
    /// first of them stands, with the phrasebook after them.
    fn all(&self) -> Vec<Block> {
        let headings = &self.links.entry().document.headings;
        let mut blocks: Vec<Block> = Vec::new();
        let mut views = Block { form: "views", ..Block::default() };
        let (mut place, mut phrasebook) = (None, None);
        for section in sections(self.links.parts(), headings, 2) {
            match self.role(&section) {
                Some(Role::Why(team)) => {
                    place.get_or_insert(blocks.len());
                    views.panels.push(self.panel(section, team));
                }
                Some(Role::Agree) => {
                    views.agree = bare_paragraph(&section.html);
                    views.agree_title = match section.words.is_empty() {
                        true => self.maker.strings().get("term.agree").to_owned(),
                        false => section.words,
                    };
                }
                Some(Role::Phrasebook) => phrasebook = Some(self.phrasebook(section)),
                Some(Role::Questions) => blocks.push(self.questions(section)),
                role => {
                    let form = form(role);
                    blocks.push(Block { form, plain: form != "picture", section, ..Block::default() });
                }
            }
        }
        views.panels.sort_by(|a, b| a.who.class.cmp(&b.who.class));
        let place = place.unwrap_or(0);
        let lead = [(!views.panels.is_empty() || !views.agree.is_empty()).then_some(views), phrasebook];
        blocks.splice(place..place, lead.into_iter().flatten());
        blocks
    }

    fn role(&self, section: &Section) -> Option<Role> {
        let heading = section.heading?;
        self.term.sections.iter().find(|(_, at)| *at == heading).map(|(role, _)| *role)
    }

    /// A team's view: the third-level heading, if there is one, is its title.
    fn panel(&self, section: Section, team: usize) -> Panel {
        let headings = &self.links.entry().document.headings;
        let (title, parts) = match section.parts.split_first() {
            Some((Part::Heading(_, title), rest)) => (title.clone(), rest),
            _ => (String::new(), section.parts.as_slice()),
        };
        Panel { who: self.maker.team(team), id: section.id, title, html: body::html(parts, headings) }
    }

    /// Questions of one team to the other: third-level headings become columns.
    fn questions(&self, section: Section) -> Block {
        let headings = &self.links.entry().document.headings;
        let columns = sections(section.parts.clone(), headings, 3);
        let panels = columns.into_iter().filter(|column| column.heading.is_some()).map(|column| {
            let team = self.team_named_first(&column.words);
            Panel {
                who: team.map_or(self.maker.who(crate::entry::Audience::Both), |team| self.maker.team(team)),
                id: column.id,
                title: column.title,
                html: column.html,
            }
        });
        Block { form: "questions", panels: panels.collect(), section, ..Block::default() }
    }

    /// The team whose label comes first in some words; a page that is not translated
    /// calls it as the book does.
    fn team_named_first(&self, words: &str) -> Option<usize> {
        let words = words.to_lowercase();
        let teams = self.maker.site.config.teams.iter().enumerate();
        teams
            .flat_map(|(team, named)| [(team, &named.label), (team, &named.written)])
            .filter_map(|(team, label)| Some((words.find(&label.to_lowercase())?, team)))
            .min()
            .map(|(_, team)| team)
    }

    /// The table of the phrasebook; anything else in the section stays as written.
    fn phrasebook(&self, section: Section) -> Block {
        let entry = self.maker.site.entry(self.ix);
        let heading = section.heading.unwrap_or(0);
        let span = entry.document.section(heading, entry.file.text.len());
        let rows = outline(&entry.file.text, span, self.maker.site.config.dialect).into_iter().find_map(|block| {
            match block.kind {
                TopKind::Table(rows) => Some(rows),
                _ => None,
            }
        });
        let cell = |row: &[crate::source::Spanned<String>], at: usize| {
            row.get(at).map(|cell| self.links.inline(&cell.value)).unwrap_or_default()
        };
        let phrase = |row: &Vec<crate::source::Spanned<String>>| {
            let team = self.team_named_first(&row.first()?.value)?;
            let two = self.maker.site.config.teams.len() == 2;
            Some(Phrase {
                who: self.maker.team(team),
                says: cell(row, 1),
                other: two.then(|| self.maker.team(1 - team)),
                hears: cell(row, 2),
                instead: cell(row, 3),
            })
        };
        let phrases: Option<Vec<Phrase>> =
            rows.map(|rows| rows.iter().skip(1).map(phrase).collect()).unwrap_or_default();
        let phrases = phrases.unwrap_or_default();
        let (form, plain) = if phrases.is_empty() { ("plain", true) } else { ("phrasebook", false) };
        Block { form, plain, section, phrases, ..Block::default() }
    }
}

fn form(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Picture) => "picture",
        Some(Role::SharedProject) => "story",
        Some(Role::Trips) => "trips",
        Some(Role::Misconception) => "hear",
        _ => "plain",
    }
}

/// A single paragraph without its tags.
fn bare_paragraph(html: &str) -> String {
    let trimmed = html.trim();
    match trimmed.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")) {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => trimmed.to_owned(),
    }
}

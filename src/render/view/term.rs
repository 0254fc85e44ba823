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
use crate::source::Spanned;
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

/// A section in the form its role asks for. Templates see which by `form`, and of each
/// form only what it shows.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Block {
    /// As it was written: `plain`, `trips`, `hear`, `story`, and `picture`.
    Written {
        form: &'static str,
        /// Whether nothing but the form's name is put around it: so it is for most.
        plain: bool,
        id: String,
        #[serde(serialize_with = "as_html")]
        title: String,
        words: String,
        #[serde(serialize_with = "as_html")]
        html: String,
    },
    Views {
        form: &'static str,
        id: &'static str,
        words: String,
        panels: Vec<Panel>,
        agree: Option<Agreed>,
    },
    Phrasebook {
        form: &'static str,
        id: String,
        #[serde(serialize_with = "as_html")]
        title: String,
        words: String,
        phrases: Vec<Phrase>,
        /// What is written beside the table.
        #[serde(serialize_with = "as_html")]
        before: String,
        #[serde(serialize_with = "as_html")]
        after: String,
    },
    Questions {
        form: &'static str,
        id: String,
        #[serde(serialize_with = "as_html")]
        title: String,
        words: String,
        /// What is written before the first column.
        #[serde(serialize_with = "as_html")]
        before: String,
        panels: Vec<Panel>,
    },
}

/// What is printed across the sides of all teams.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Agreed {
    /// The author's heading, or what it is called where there is none.
    pub(super) title: String,
    #[serde(serialize_with = "as_html")]
    pub(super) html: String,
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
    let mut frame = entry(maker, ix, links.cards());
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
        publisher: maker.text(&source.publisher),
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
        let (mut panels, mut agree) = (Vec::new(), None);
        let (mut place, mut phrasebook) = (None, None);
        for section in sections(self.links.parts(), headings, 2) {
            match self.role(&section) {
                Some(Role::Why(team)) => {
                    place.get_or_insert(blocks.len());
                    panels.push(self.panel(section, team));
                }
                Some(Role::Agree) => agree = Some(self.agreed(section)),
                Some(Role::Phrasebook) => phrasebook = Some(self.phrasebook(section)),
                Some(Role::Questions) => blocks.push(self.questions(section)),
                role => blocks.push(written(section, form(role))),
            }
        }
        panels.sort_by(|a, b| a.who.class.cmp(&b.who.class));
        let views = (!panels.is_empty() || agree.is_some()).then(|| {
            let words = self.maker.strings().get("term.views").to_owned();
            Block::Views { form: "views", id: "views", words, panels, agree }
        });
        let place = place.unwrap_or(0);
        blocks.splice(place..place, [views, phrasebook].into_iter().flatten());
        blocks
    }

    /// What all teams agree on, whatever blocks its author wrote it in.
    fn agreed(&self, section: Section) -> Agreed {
        let title = match section.words.is_empty() {
            true => self.maker.strings().get("term.agree").to_owned(),
            false => section.words,
        };
        Agreed { title, html: section.html.trim().to_owned() }
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
        let columns = sections(section.parts.clone(), headings, 3).into_iter();
        let (columns, others): (Vec<Section>, Vec<Section>) = columns.partition(|column| column.heading.is_some());
        if columns.is_empty() {
            return written(section, "plain");
        }
        let panel = |column: Section| {
            let team = self.team_named_first(&column.words);
            Panel {
                who: team.map_or(self.maker.who(crate::entry::Audience::Both), |team| self.maker.team(team)),
                id: column.id,
                title: column.title,
                html: column.html,
            }
        };
        let before = others.into_iter().map(|other| other.html).collect();
        let Section { id, title, words, .. } = section;
        let panels = columns.into_iter().map(panel).collect();
        Block::Questions { form: "questions", id, title, words, before, panels }
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

    /// The first table of the phrasebook as pairs of what is said and heard, with all else
    /// before and after it; a section whose table is not of that form stays as written.
    fn phrasebook(&self, section: Section) -> Block {
        let entry = self.maker.site.entry(self.ix);
        let span = entry.document.section(section.heading.unwrap_or(0), entry.file.text.len());
        let outline = outline(&entry.file.text, span, self.maker.site.config.dialect);
        let rows = outline.iter().filter_map(|block| match &block.kind {
            TopKind::Table(rows) => Some(rows),
            _ => None,
        });
        let rows: Vec<&Vec<Row>> = rows.collect();
        let is_table = |part: &Part| matches!(part, Part::Table(_));
        // One that stands among an author's HTML is no part of its own.
        let all_apart = section.parts.iter().filter(|part| is_table(part)).count() == rows.len();
        let at = section.parts.iter().position(is_table).filter(|_| all_apart);
        let phrases = rows.first().and_then(|rows| rows.iter().skip(1).map(|row| self.phrase(row)).collect());
        let phrases: Vec<Phrase> = phrases.unwrap_or_default();
        let Some(at) = at.filter(|_| !phrases.is_empty()) else { return written(section, "plain") };
        let headings = &entry.document.headings;
        let (before, after) =
            (body::html(&section.parts[..at], headings), body::html(&section.parts[at + 1..], headings));
        let Section { id, title, words, .. } = section;
        Block::Phrasebook { form: "phrasebook", id, title, words, phrases, before, after }
    }

    /// A row that begins with a team and says no more than there is room for.
    fn phrase(&self, row: &Row) -> Option<Phrase> {
        let [who, cells @ ..] = row.as_slice() else { return None };
        let team = self.team_named_first(&who.value)?;
        let two = self.maker.site.config.teams.len() == 2;
        let cell = |at: usize| cells.get(at).map(|cell| self.links.inline(&cell.value)).unwrap_or_default();
        (cells.len() <= 3).then(|| Phrase {
            who: self.maker.team(team),
            says: cell(0),
            other: two.then(|| self.maker.team(1 - team)),
            hears: cell(1),
            instead: cell(2),
        })
    }
}

/// The cells of a row of a table, as Markdown.
type Row = Vec<Spanned<String>>;

fn written(section: Section, form: &'static str) -> Block {
    let Section { id, title, words, html, .. } = section;
    Block::Written { form, plain: form != "picture", id, title, words, html }
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

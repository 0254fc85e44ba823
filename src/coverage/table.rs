//! The answers as tables, for people, spreadsheets and programs alike.

use super::{Balance, Book, balance, due, targets, traces};
use crate::entry::term::Priority;
use crate::entry::{EntryData, Kind, Relation};
use crate::site::{Ix, Site};

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The name that the command takes and that strings begin with.
    pub name: &'static str,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// As many cells as there are columns.
    pub cells: Vec<String>,
    /// Whether something is missing here.
    pub open: bool,
}

/// All tables.
pub fn tables(site: &Site) -> Vec<Table> {
    vec![of_targets(site), of_objectives(site), of_terms(site), of_balance(site), of_due(site)]
}

fn table(name: &'static str, columns: &[&str], rows: Vec<Row>) -> Table {
    Table { name, columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }
}

fn of_targets(site: &Site) -> Table {
    let title = |ix: Ix| site.entry(ix).head.title.value.clone();
    let book = Book::new(site);
    let rows = targets(&book).into_iter().map(|target| {
        let gap = book.gap(&target);
        let path = target.reached.map(|(_, path)| path).or(gap.as_ref().and_then(|gap| gap.path));
        let cells = vec![
            title(target.role),
            title(target.term),
            target.wanted.word().to_owned(),
            target.reached.map_or("", |(reached, _)| reached.word()).to_owned(),
            path.map(title).unwrap_or_default(),
            gap.as_ref().map(|gap| gap.remedy.said(site, gap, &target)).unwrap_or_default(),
        ];
        Row { cells, open: gap.is_some() }
    });
    table("targets", &["role", "term", "wanted", "reached", "path", "to_do"], rows.collect())
}

fn of_objectives(site: &Site) -> Table {
    let rows = traces(site).into_iter().map(|trace| {
        let open = trace.activities.is_empty() || trace.questions.is_empty();
        let cells = vec![
            site.entry(trace.module).head.title.value.clone(),
            trace.objective.to_owned(),
            trace.text.to_owned(),
            trace.activities.join("; "),
            trace.questions.join("; "),
        ];
        Row { cells, open }
    });
    table("objectives", &["module", "objective", "text", "activities", "questions"], rows.collect())
}

fn of_terms(site: &Site) -> Table {
    let count = |ix: Ix, relation: Relation| site.into_by(ix, relation).count();
    let rows = site.of_kind(Kind::Term).filter_map(|(ix, entry)| {
        let EntryData::Term(term) = &entry.data else { return None };
        let category = term.category.map(|at| site.config.categories[at].label.clone()).unwrap_or_default();
        let priority = ["core", "standard", "extended"][term.priority as usize];
        let (taught, tested, roles) =
            (count(ix, Relation::Teaches), count(ix, Relation::Tests), count(ix, Relation::Vocabulary));
        let cells = [taught, tested, roles].map(|count| count.to_string());
        let open = tested == 0 && term.priority != Priority::Extended;
        let first = vec![entry.head.title.value.clone(), category, priority.to_owned()];
        Some(Row { cells: first.into_iter().chain(cells).collect(), open })
    });
    table("terms", &["term", "category", "priority", "modules", "quizzes", "roles"], rows.collect())
}

fn of_balance(site: &Site) -> Table {
    let teams = &site.config.teams;
    let mut columns = vec!["category".to_owned()];
    for what in ["errs", "seen_from", "leads"] {
        columns.extend(teams.iter().map(|team| format!("{what} {}", team.id)));
    }
    let rows = balance(site).into_iter().map(|balance| {
        let category = balance.category.map(|at| site.config.categories[at].label.clone()).unwrap_or_default();
        let leads = balance.leads.iter().map(|minutes| *minutes as usize);
        let counts = balance.errs.iter().copied().chain(balance.seen_from.iter().copied()).chain(leads.clone());
        let cells = std::iter::once(category).chain(counts.map(|count| count.to_string())).collect();
        let open = Balance::lopsided(balance.errs.iter().copied()).is_some() || Balance::lopsided(leads).is_some();
        Row { cells, open }
    });
    Table { name: "balance", rows: rows.collect(), columns }
}

fn of_due(site: &Site) -> Table {
    let rows = due(site).into_iter().map(|due| {
        let open = due.date < site.today;
        Row { cells: vec![due.date.to_string(), due.owner, due.what, due.title], open }
    });
    table("due", &["by", "owner", "what", "title"], rows.collect())
}

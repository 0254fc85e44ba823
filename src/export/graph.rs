//! What leads to what, as a picture: entries and the arrows between them, in
//! Graphviz's notation and as JSON.

use super::{Unknown, choose, format};
use crate::entry::{Kind, Relation};
use crate::site::{Ix, Site};
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What stands in the picture unless something else is asked for.
const KINDS: [Kind; 3] = [Kind::LearningPath, Kind::Module, Kind::Term];

/// Entries, and arrows between them.
pub struct Graph<'a> {
    site: &'a Site,
    /// The entries, by kind as a site lists them, then by title.
    nodes: Vec<Ix>,
    /// From, to, and why; what goes both ways stands once.
    edges: BTreeSet<(Ix, Ix, Relation)>,
}

/// The arrows that authors draw on purpose, and what they are called. Links and
/// mentions in texts would hide them.
fn word(relation: Relation) -> Option<&'static str> {
    Some(match relation {
        Relation::Related => "related",
        Relation::Broader => "broader",
        Relation::Vocabulary => "vocabulary",
        Relation::WorksWith => "works-with",
        Relation::Requires => "requires",
        Relation::Teaches => "teaches",
        Relation::Uses => "uses",
        Relation::Quiz => "quiz",
        Relation::Tests => "tests",
        Relation::Step => "step",
        Relation::Runs => "runs",
        Relation::About => "about",
        Relation::Link | Relation::Mention => return None,
    })
}

fn both_ways(relation: Relation) -> bool {
    matches!(relation, Relation::Related | Relation::WorksWith)
}

/// The picture of some words, as in an export: a folder stands for its kind, a
/// page for what belongs to it and its neighbours; no words for all terms,
/// modules and paths.
pub fn graph<'a>(site: &'a Site, words: &[String]) -> Result<Graph<'a>, Unknown> {
    let mut nodes: BTreeSet<Ix> = BTreeSet::new();
    if words.is_empty() {
        nodes.extend(site.all().filter(|(_, entry)| KINDS.contains(&entry.id.kind)).map(|(ix, _)| ix));
    }
    for word in words {
        let Some(everything) = format("epub") else { continue };
        let chosen = choose(site, everything, std::slice::from_ref(word))?;
        if Kind::of_folder(word.trim_end_matches('/')).is_none() {
            let around = chosen.first().into_iter().flat_map(|ix| neighbours(site, *ix));
            nodes.extend(around.filter(|ix| KINDS.contains(&site.entry(*ix).id.kind)));
        }
        nodes.extend(chosen);
    }
    let mut edges = BTreeSet::new();
    for from in &nodes {
        for (to, relation) in arrows(site, *from).filter(|(to, _)| nodes.contains(to) && to != from) {
            let turned = both_ways(relation) && to < *from;
            edges.insert(if turned { (to, *from, relation) } else { (*from, to, relation) });
        }
    }
    let mut nodes: Vec<Ix> = nodes.into_iter().collect();
    nodes.sort_by_key(|ix| (site.entry(*ix).id.kind, &site.entry(*ix).head.title.value, *ix));
    Ok(Graph { site, nodes, edges })
}

fn arrows(site: &Site, from: Ix) -> impl Iterator<Item = (Ix, Relation)> {
    site.out[from.0 as usize]
        .iter()
        .map(|edge| (edge.to, edge.relation))
        .filter(|(_, relation)| word(*relation).is_some())
}

fn neighbours(site: &Site, ix: Ix) -> impl Iterator<Item = Ix> {
    let into = site.into(ix).iter().filter(|(_, relation)| word(*relation).is_some()).map(|(from, _)| *from);
    arrows(site, ix).map(|(to, _)| to).chain(into)
}

impl Graph<'_> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The address without its ending: what an entry is called in both notations.
    fn name(&self, ix: Ix) -> &str {
        self.site.route(ix).trim_end_matches(".html")
    }

    /// For Graphviz: `dot -Tsvg`.
    pub fn to_dot(&self) -> String {
        let mut out = format!("digraph {} {{\n", quoted(&self.site.config.title));
        out.push_str("  rankdir=LR\n  node [fontname=\"sans-serif\" shape=ellipse]\n  edge [color=\"#777777\"]\n");
        for ix in &self.nodes {
            let entry = self.site.entry(*ix);
            let (name, title) = (quoted(self.name(*ix)), quoted(&entry.head.title.value));
            let address = format!("{}{}", self.site.config.url.as_deref().unwrap_or_default(), entry.route);
            let (class, shape) = (entry.id.kind.word(), shape(entry.id.kind));
            let _ = writeln!(out, "  {name} [label={title} class=\"{class}\"{shape} URL={}]", quoted(&address));
        }
        for (from, to, relation) in &self.edges {
            let (from, to) = (quoted(self.name(*from)), quoted(self.name(*to)));
            let word = word(*relation).unwrap_or_default();
            let look = if both_ways(*relation) { " dir=none style=dotted" } else { "" };
            let _ = writeln!(out, "  {from} -> {to} [class=\"{word}\" tooltip=\"{word}\"{look}]");
        }
        out.push_str("}\n");
        out
    }

    /// For other programs: one line an entry, one line an arrow.
    pub fn to_json(&self) -> String {
        let node = |ix: &Ix| {
            let entry = self.site.entry(*ix);
            json!({"id": self.name(*ix), "kind": entry.id.kind.word(), "title": entry.head.title.value, "url": entry.route})
        };
        let edge = |(from, to, relation): &(Ix, Ix, Relation)| json!({"from": self.name(*from), "to": self.name(*to), "relation": word(*relation)});
        let lines = |values: Vec<serde_json::Value>| {
            values.iter().map(|value| format!("\n  {value}")).collect::<Vec<_>>().join(",")
        };
        let (nodes, edges) = (self.nodes.iter().map(node).collect(), self.edges.iter().map(edge).collect());
        format!("{{\"nodes\": [{}\n], \"edges\": [{}\n]}}\n", lines(nodes), lines(edges))
    }
}

fn shape(kind: Kind) -> &'static str {
    match kind {
        Kind::LearningPath => " shape=cds style=bold",
        Kind::Module | Kind::Workshop => " shape=box style=rounded",
        Kind::Role => " shape=house",
        _ => "",
    }
}

fn quoted(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

//! Where the links of a page lead, as the page has to write them.

use crate::entry::{Entry, Kind};
use crate::markdown::LinkKind;
use crate::markdown::html::{self, Links, Mention, Part, Target};
use crate::site::{Ix, Outcome, Site, relative};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The links written in one entry, seen from one page.
pub(super) struct PageLinks<'a> {
    site: &'a Site,
    /// The entry in which the links were written.
    written_in: Ix,
    /// The page on which they stand.
    route: &'a str,
    /// Terms that were linked, for hover cards.
    cards: RefCell<BTreeSet<Ix>>,
}

impl<'a> PageLinks<'a> {
    /// The links written in an entry, seen from a page.
    pub(super) fn new(site: &'a Site, written_in: Ix, route: &'a str) -> PageLinks<'a> {
        PageLinks { site, written_in, route, cards: RefCell::default() }
    }

    /// The links of an entry on its own page.
    pub(super) fn own(site: &'a Site, ix: Ix) -> PageLinks<'a> {
        PageLinks::new(site, ix, site.route(ix))
    }

    /// The body of the entry in parts, with terms linked where they are first mentioned.
    pub(super) fn parts(&self) -> Vec<Part> {
        let (site, entry) = (self.site, self.entry());
        let first_term = site.of_kind(Kind::Term).next().map_or(0, |(ix, _)| ix.0);
        let mentions: Vec<Mention> = site.mentions[self.written_in.0 as usize]
            .iter()
            .map(|found| {
                let term = Ix(found.term + first_term);
                self.cards.borrow_mut().insert(term);
                Mention { span: found.span, href: relative(self.route, site.route(term)) }
            })
            .collect();
        html::render(&entry.file.text, &entry.document, site.config.dialect, self, &mentions)
    }

    /// A line of Markdown.
    pub(super) fn inline(&self, markdown: &str) -> String {
        html::inline(markdown, self.site.config.dialect.html, self)
    }

    /// Some blocks of Markdown.
    pub(super) fn blocks(&self, markdown: &str) -> String {
        if markdown.is_empty() { String::new() } else { html::fragment(markdown, self.site.config.dialect.html, self) }
    }

    /// The entry in which the links were written.
    pub(super) fn entry(&self) -> &'a Entry {
        self.site.entry(self.written_in)
    }

    /// The terms linked so far.
    pub(super) fn cards(&self) -> Vec<Ix> {
        self.cards.borrow().iter().copied().collect()
    }

    fn to_entry(&self, ix: Ix, anchor: Option<&str>, kind: LinkKind) -> Target {
        let entry = self.site.entry(ix);
        let to = match anchor {
            Some(anchor) => format!("{}#{anchor}", self.site.route(ix)),
            None => self.site.route(ix).to_owned(),
        };
        let term = entry.id.kind == Kind::Term && ix != self.written_in && kind != LinkKind::Image;
        if term {
            self.cards.borrow_mut().insert(ix);
        }
        Target {
            href: relative(self.route, &to),
            class: if term { "term" } else { "" },
            words: entry.head.title.value.clone(),
        }
    }
}

impl Links for PageLinks<'_> {
    fn target(&self, kind: LinkKind, target: &str) -> Option<Target> {
        let plain = |to: &str| Target { href: relative(self.route, to), ..Target::default() };
        match self.site.follow(self.written_in, kind, target) {
            Outcome::Entry(ix, anchor) => Some(self.to_entry(ix, anchor.as_deref(), kind)),
            Outcome::AnchorMissing(ix, _) => Some(self.to_entry(ix, None, kind)),
            Outcome::Generated(route) => Some(plain(&route)),
            Outcome::Asset(path) => Some(plain(&path)),
            Outcome::Elsewhere | Outcome::Case(_) | Outcome::Ambiguous(_) | Outcome::Missing(_) => None,
        }
    }
}

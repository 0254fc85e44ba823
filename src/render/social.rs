//! The pictures that links to our pages bring along on other sites.
//!
//! One for each kind and team, not one for each page: whoever shows such a link writes
//! the page's title and description beside the picture anyway, as text that can be read
//! aloud, translated and enlarged. What text can't say at a glance is whose word it is,
//! in its ink and shape. So a book needs some thirty pictures, however many pages it has,
//! and only where its address is known: without one no other site could find them.

use super::names::audience_of;
use super::theme::Theme;
use crate::entry::{Audience, Kind};
use crate::site::{Ix, Site};
use crate::source::{Digest, Hasher};
use std::collections::BTreeSet;

/// What a picture tells apart: the kind of an entry and whose it is; nothing for the
/// pages that stand for the whole site.
pub(super) type Face = Option<(Kind, Option<Audience>)>;

/// The pictures of a site, none where its address is not known.
#[derive(Debug, Default)]
pub(super) struct Social {
    /// Sorted by what they tell apart.
    pictures: Vec<Picture>,
}

#[derive(Debug)]
struct Picture {
    face: Face,
    route: String,
    /// Digest of everything that decides its bytes.
    key: Digest,
}

impl Social {
    /// What a picture tells apart.
    pub(super) fn face(&self, at: usize) -> Face {
        self.pictures[at].face
    }

    pub(super) fn new(site: &Site, theme: &Theme) -> Social {
        if site.config.url.is_none() || !cfg!(feature = "cards") {
            return Social::default();
        }
        let faces: BTreeSet<Face> = std::iter::once(None).chain(site.all().map(|(ix, _)| face(site, ix))).collect();
        let picture = |face: Face| {
            let name = name(site, face);
            let mut hasher = Hasher::new();
            hasher.number(theme.digest().0).part(&name);
            let key = hasher.finish();
            Picture { face, route: format!("cards/{name}.{}.png", key.short()), key }
        };
        Social { pictures: faces.into_iter().map(picture).collect() }
    }

    /// The address of the picture of a page, below the site's root: an entry's, or
    /// that of the whole site.
    pub(super) fn route(&self, site: &Site, ix: Option<Ix>) -> Option<&str> {
        let face = ix.and_then(|ix| face(site, ix));
        let at = self.pictures.binary_search_by(|picture| picture.face.cmp(&face)).ok()?;
        Some(&self.pictures[at].route)
    }

    /// The pictures: address, and digest of everything that decides the bytes.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Digest)> {
        self.pictures.iter().map(|picture| (picture.route.as_str(), picture.key))
    }
}

/// What the picture of an entry tells apart from others.
fn face(site: &Site, ix: Ix) -> Face {
    let entry = site.entry(ix);
    Some((entry.id.kind, audience_of(&entry.data)))
}

fn name(site: &Site, face: Face) -> String {
    match face {
        None => "site".to_owned(),
        Some((kind, None)) => kind.word().to_owned(),
        Some((kind, Some(Audience::Both))) => format!("{}-all", kind.word()),
        Some((kind, Some(Audience::Team(team)))) => {
            let id = site.config.teams.get(team).map_or("", |team| team.id.as_str());
            format!("{}-{team}-{}", kind.word(), crate::entry::slug_of(id))
        }
    }
}

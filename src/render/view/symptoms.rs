//! Where to look when something goes wrong between people: what is seen and heard,
//! and words that mean two things.

use super::frame::{Frame, generated};
use super::{Anchor, Maker, Who};
use crate::entry::{EntryData, Kind};
use crate::site::Ix;
use serde::Serialize;

/// What `symptoms.html` sees.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SymptomsView {
    frame: Frame,
    frictions: Vec<Symptom>,
    friends: Vec<Heard>,
}

/// Something that can be seen, and the pattern behind it.
#[derive(Debug, Serialize)]
struct Symptom {
    text: String,
    link: Anchor,
}

/// A word, and what each team means by it.
#[derive(Debug, Serialize)]
struct Heard {
    link: Anchor,
    meanings: Vec<(Who, String)>,
}

pub(in crate::render) fn view(maker: &Maker<'_>) -> SymptomsView {
    let mut frame = generated(maker, maker.strings().get("symptoms.title"), Kind::Friction.word(), "symptoms");
    frame.description = maker.strings().get("symptoms.lead").to_owned();
    let of_kind = |kind| maker.shared.of_kind(kind).iter().copied();
    SymptomsView {
        frame,
        frictions: of_kind(Kind::Friction).filter_map(|ix| symptom(maker, ix)).collect(),
        friends: of_kind(Kind::FalseFriend).map(|ix| heard(maker, ix)).collect(),
    }
}

fn symptom(maker: &Maker<'_>, ix: Ix) -> Option<Symptom> {
    match &maker.site.entry(ix).data {
        EntryData::Friction(friction) if !friction.symptom.is_empty() => {
            Some(Symptom { text: maker.text(&friction.symptom), link: maker.anchor(ix) })
        }
        _ => None,
    }
}

fn heard(maker: &Maker<'_>, ix: Ix) -> Heard {
    let meanings = match &maker.site.entry(ix).data {
        EntryData::FalseFriend(friend) => friend.meanings.as_slice(),
        _ => &[],
    };
    let meaning = |(team, text): (usize, &String)| (maker.team(team), maker.text(text));
    Heard { link: maker.anchor(ix), meanings: meanings.iter().enumerate().map(meaning).collect() }
}

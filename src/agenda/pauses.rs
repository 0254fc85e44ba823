//! Where breaks go when nobody said.

use super::blocks::{Block, Placed, in_a_row};

/// What breaks are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pauses {
    /// Minutes without a break that people can stand.
    pub limit: u32,
    /// How long a break is.
    pub minutes: u32,
    /// A long break for a meal, where the day goes past noon: minutes between
    /// the start and the ideal moment, and how long it is.
    pub meal: Option<(u32, u32)>,
}

impl Pauses {
    /// Short breaks alone.
    pub fn short(limit: u32, minutes: u32) -> Pauses {
        Pauses { limit: limit.max(1), minutes, meal: None }
    }
}

/// Work with breaks put in: as few as the limit allows, at even distances,
/// between two parts where that is near. Breaks among the blocks are left out.
/// A block longer than the limit stands between two breaks.
pub fn with_pauses(blocks: &[Block], pauses: &Pauses) -> Vec<Placed> {
    let work: Vec<usize> = (0..blocks.len()).filter(|at| !blocks[*at].is_break).collect();
    let minutes: Vec<u32> = work.iter().map(|at| blocks[*at].minutes).collect();
    place(blocks, &work, &minutes, pauses)
}

/// The same for some of the blocks, at lengths of their own.
pub(super) fn place(blocks: &[Block], work: &[usize], minutes: &[u32], pauses: &Pauses) -> Vec<Placed> {
    let mut breaks = cuts(blocks, work, minutes, pauses);
    let meal = pauses.meal.and_then(|(ideal, length)| Some((add_meal(&mut breaks, minutes, pauses, ideal)?, length)));
    let mut row = Vec::with_capacity(work.len() + breaks.len());
    for (at, (block, minutes)) in work.iter().zip(minutes).enumerate() {
        if breaks.contains(&at) {
            let length = meal.filter(|(before, _)| *before == at).map_or(pauses.minutes, |(_, length)| length);
            row.push((None, length, true));
        }
        row.push((Some(*block), *minutes, false));
    }
    in_a_row(row)
}

/// The break that is nearest to noon becomes a meal; says before which block.
fn add_meal(breaks: &mut [usize], minutes: &[u32], pauses: &Pauses, ideal: u32) -> Option<usize> {
    let begins = |nth: usize, at: usize| minutes[..at].iter().sum::<u32>() + nth as u32 * pauses.minutes;
    breaks.iter().enumerate().map(|(nth, at)| (begins(nth, *at).abs_diff(ideal), *at)).min().map(|(_, at)| at)
}

/// Before which blocks a break stands, in order. Of all ways the one with the
/// fewest stretches over the limit, then the fewest breaks, then the most even.
fn cuts(blocks: &[Block], work: &[usize], minutes: &[u32], pauses: &Pauses) -> Vec<usize> {
    let n = work.len();
    // The best way to fill the first `end` blocks: its price, and where its last stretch begins.
    let mut best: Vec<((u32, u32, u64), usize)> = vec![((0, 0, 0), 0)];
    for end in 1..=n {
        let mut stretch = 0;
        let mut found: Option<((u32, u32, u64), usize)> = None;
        for start in (0..end).rev() {
            stretch += minutes[start];
            let over = stretch > pauses.limit;
            if over && start + 1 < end {
                break;
            }
            let inside = start > 0 && blocks[work[start]].part == blocks[work[start - 1]].part;
            let (before, _) = best[start];
            let uneven = u64::from(stretch) * u64::from(stretch) + if inside { INSIDE } else { 0 };
            let price = (before.0 + u32::from(over), before.1 + 1, before.2 + uneven);
            if found.is_none_or(|(known, _)| price < known) {
                found = Some((price, start));
            }
        }
        best.extend(found);
    }
    let mut cuts = Vec::new();
    let mut end = n;
    while end > 0 {
        end = best[end].1;
        cuts.push(end);
    }
    cuts.reverse();
    cuts.retain(|at| *at > 0);
    cuts
}

/// What a break inside a part costs, as unevenness: as if two stretches
/// differed from their mean by a quarter of an hour.
const INSIDE: u64 = 2 * 15 * 15;

#[cfg(test)]
mod tests {
    use super::super::blocks::stretches;
    use super::*;
    use proptest::prelude::*;

    fn lengths(minutes: &[u32], pauses: &Pauses) -> Vec<(u32, bool)> {
        let blocks: Vec<Block> = minutes.iter().map(|minutes| Block::work(*minutes, 0, 0)).collect();
        with_pauses(&blocks, pauses).iter().map(|placed| (placed.minutes, placed.is_break)).collect()
    }

    #[test]
    fn breaks_are_few_and_even() {
        let pauses = Pauses::short(60, 10);
        let minutes = [10, 20, 20, 15, 20, 15, 10];
        let expected =
            [(10, false), (20, false), (20, false), (10, true), (15, false), (20, false), (15, false), (10, false)];
        assert_eq!(lengths(&minutes, &pauses), expected);
        assert_eq!(lengths(&[30, 30], &pauses), [(30, false), (30, false)]);
        assert_eq!(lengths(&[90, 10], &pauses), [(90, false), (10, true), (10, false)]);
        assert_eq!(lengths(&[], &pauses), []);
    }

    #[test]
    fn the_break_near_noon_is_a_meal() {
        let pauses = Pauses { meal: Some((180, 45)), ..Pauses::short(90, 15) };
        let breaks: Vec<u32> =
            lengths(&[60; 6], &pauses).into_iter().filter(|(_, rest)| *rest).map(|(minutes, _)| minutes).collect();
        assert_eq!(breaks, [15, 15, 45, 15, 15]);
    }

    proptest! {
        /// Nothing is lost, nothing overlaps, and no stretch passes the limit
        /// unless a single block does.
        #[test]
        fn pauses_keep_the_law(minutes in prop::collection::vec(0u32..200, 0..24), limit in 1u32..150, pause in 1u32..30, parts in 1u32..5) {
            let blocks: Vec<Block> = minutes.iter().enumerate()
                .map(|(at, minutes)| Block { part: at as u32 % parts, ..Block::work(*minutes, 0, 0) }).collect();
            let placed = with_pauses(&blocks, &Pauses::short(limit, pause));
            let order: Vec<usize> = placed.iter().filter_map(|placed| placed.block).collect();
            prop_assert_eq!(order, (0..blocks.len()).collect::<Vec<_>>());
            prop_assert!(placed.windows(2).all(|pair| pair[0].end() == pair[1].at));
            prop_assert!(!placed.first().is_some_and(|first| first.is_break));
            prop_assert!(!placed.last().is_some_and(|last| last.is_break));
            prop_assert!(!placed.windows(2).any(|pair| pair[0].is_break && pair[1].is_break));
            for (first, last, minutes) in stretches(&placed) {
                prop_assert!(minutes <= limit || first == last, "{minutes} minutes from {first} to {last}");
            }
        }
    }
}

//! Where breaks go when nobody said.

use super::blocks::{Block, Placed, in_a_row};

/// What breaks are like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pauses {
    /// Minutes without a break that people can stand.
    pub limit: u32,
    /// How long a break is.
    pub minutes: u32,
    /// Long breaks, for meals, in order.
    pub meals: Vec<Meal>,
}

/// A rest that is long enough for a meal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meal {
    /// The moment for it: minutes since the start.
    pub at: u32,
    /// The breaks it consists of, in a row: which block, if it is one, and how long.
    pub rests: Vec<(Option<usize>, u32)>,
}

impl Meal {
    /// How long a rest has to be to count as a meal.
    pub const LEAST: u32 = 30;
    /// How much work has to follow its moment: nobody waits for lunch only to go home.
    const AFTER: u32 = 60;

    fn minutes(&self) -> u32 {
        self.rests.iter().map(|(_, minutes)| minutes).sum()
    }
}

impl Pauses {
    /// Short breaks alone.
    pub fn short(limit: u32, minutes: u32) -> Pauses {
        Pauses { limit: limit.max(1), minutes, meals: Vec::new() }
    }

    /// The meals that so many minutes of work are long enough for.
    pub(super) fn meals(&self, work: u32) -> impl Iterator<Item = &Meal> {
        let mut length = work;
        self.meals.iter().take_while(move |meal| {
            let kept = length >= meal.at + Meal::AFTER;
            length += meal.minutes();
            kept
        })
    }
}

/// Work with breaks put in: as few as the limit allows, at even distances,
/// between two parts where that is near; meals where their moment is nearest.
/// Breaks among the blocks are left out, unless they are such a meal.
/// A block longer than the limit stands between two breaks.
pub fn with_pauses(blocks: &[Block], pauses: &Pauses) -> Vec<Placed> {
    let work: Vec<usize> = (0..blocks.len()).filter(|at| !blocks[*at].is_break).collect();
    let minutes: Vec<u32> = work.iter().map(|at| blocks[*at].minutes).collect();
    place(blocks, &work, &minutes, pauses)
}

/// The same for some of the blocks, at lengths of their own.
pub(super) fn place(blocks: &[Block], work: &[usize], minutes: &[u32], pauses: &Pauses) -> Vec<Placed> {
    let mut row: Vec<(Option<usize>, u32, bool)> = Vec::with_capacity(work.len() * 2);
    let mut from = 0;
    // There is work before and after each.
    let meals: Vec<&Meal> = pauses.meals(minutes.iter().sum()).take(work.len().saturating_sub(1)).collect();
    for (nth, meal) in meals.iter().enumerate() {
        let begun = row.iter().map(|(_, minutes, _)| minutes).sum();
        let last = work.len() - (meals.len() - nth);
        let to = from + meal_place(blocks, &work[from..], &minutes[from..], pauses, (begun, meal.at), last - from);
        row.extend(stretch(blocks, &work[from..to], &minutes[from..to], pauses));
        row.extend(meal.rests.iter().map(|(block, minutes)| (*block, *minutes, true)));
        from = to;
    }
    row.extend(stretch(blocks, &work[from..], &minutes[from..], pauses));
    in_a_row(row)
}

/// Work between two meals, with short breaks.
fn stretch<'a>(
    blocks: &[Block],
    work: &'a [usize],
    minutes: &'a [u32],
    pauses: &Pauses,
) -> impl Iterator<Item = (Option<usize>, u32, bool)> + use<'a> {
    let breaks = cuts(&filled(blocks, work, minutes, pauses), work.len());
    let length = pauses.minutes;
    work.iter().zip(minutes).enumerate().flat_map(move |(at, (block, minutes))| {
        let pause = breaks.contains(&at).then_some((None, length, true));
        pause.into_iter().chain([(Some(*block), *minutes, false)])
    })
}

/// Before which block, of the second up to some last one, a meal comes nearest to its moment.
fn meal_place(
    blocks: &[Block],
    work: &[usize],
    minutes: &[u32],
    pauses: &Pauses,
    (begun, moment): (u32, u32),
    last: usize,
) -> usize {
    let best = filled(blocks, work, minutes, pauses);
    let begins = |before: usize| {
        let worked: u32 = minutes[..before].iter().sum();
        begun + worked + cuts(&best, before).len() as u32 * pauses.minutes
    };
    (1..=last).min_by_key(|before| begins(*before).abs_diff(moment)).unwrap_or(last)
}

/// The best way to fill the first so many blocks: its price, and where its last stretch begins.
type Best = ((u32, u32, u64), usize);

/// The best ways to fill with stretches. Of all ways the one with the fewest
/// stretches over the limit, then the fewest breaks, then the most even.
fn filled(blocks: &[Block], work: &[usize], minutes: &[u32], pauses: &Pauses) -> Vec<Best> {
    let mut best: Vec<Best> = vec![((0, 0, 0), 0)];
    for end in 1..=work.len() {
        let mut stretch = 0;
        let mut found: Option<Best> = None;
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
    best
}

/// Before which of the first so many blocks a break stands, in order.
fn cuts(best: &[Best], blocks: usize) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut end = blocks;
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
        let pauses = Pauses { meals: vec![Meal { at: 180, rests: vec![(None, 45)] }], ..Pauses::short(90, 15) };
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

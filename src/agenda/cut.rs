//! Shorter versions: what is left when there is less time.

use super::blocks::{Block, Placed};
use super::pauses::{Pauses, place};

/// The lengths for which a short version is made.
pub const LENGTHS: [u32; 3] = [60, 90, 180];

/// A shorter version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// What is left, with its breaks, on the clock.
    pub placed: Vec<Placed>,
    /// What is left out, in order.
    pub dropped: Vec<usize>,
}

impl Cut {
    /// How long it takes.
    pub fn minutes(&self) -> u32 {
        self.placed.last().map_or(0, Placed::end)
    }
}

/// The shortest that blocks can be made: every *must*, as short as it gets, with its breaks.
pub fn least(blocks: &[Block], pauses: &Pauses) -> u32 {
    let musts: Vec<usize> = kept(blocks, |block| block.priority == 0);
    shortest(blocks, &musts, pauses)
}

/// A version of at most so many minutes; nothing if there is so much *must*
/// that none can be made. It keeps every *must*, leaves out no more than it
/// has to, *could* before *should*, and shrinks the rest no further than its
/// author allowed.
pub fn cut(blocks: &[Block], minutes: u32, pauses: &Pauses) -> Option<Cut> {
    let mut left = kept(blocks, |_| true);
    let mut out = Vec::new();
    let mut order: Vec<usize> = kept(blocks, |block| block.priority > 0);
    // What comes later and is practised elsewhere is missed least.
    order.sort_by_key(|at| (blocks[*at].only, std::cmp::Reverse((blocks[*at].priority, *at))));
    let mut order = order.into_iter();
    while shortest(blocks, &left, pauses) > minutes {
        let gone = order.next()?;
        left.retain(|at| *at != gone);
        out.push(gone);
    }
    // Taking out a large block may have made room for smaller ones.
    for at in out.clone().into_iter().rev() {
        let mut more = left.clone();
        more.push(at);
        more.sort_unstable();
        if shortest(blocks, &more, pauses) <= minutes {
            left = more;
            out.retain(|other| *other != at);
        }
    }
    out.sort_unstable();
    Some(Cut { placed: fitted(blocks, &left, minutes, pauses), dropped: out })
}

fn kept(blocks: &[Block], keep: impl Fn(&Block) -> bool) -> Vec<usize> {
    (0..blocks.len()).filter(|at| !blocks[*at].is_break && keep(&blocks[*at])).collect()
}

/// How long some blocks take at their shortest, with the breaks they then need.
fn shortest(blocks: &[Block], work: &[usize], pauses: &Pauses) -> u32 {
    let minutes: Vec<u32> = work.iter().map(|at| blocks[*at].least).collect();
    place(blocks, work, &minutes, pauses).last().map_or(0, Placed::end)
}

/// Blocks that fit at their shortest, made as long as there is time for: each
/// gives the same share of what it can give. Longer blocks may need another
/// break, so the share is found by halving.
fn fitted(blocks: &[Block], work: &[usize], minutes: u32, pauses: &Pauses) -> Vec<Placed> {
    const SHARES: u32 = 1 << 12;
    let at_share = |share: u32| {
        let length = |at: &usize| {
            let Block { minutes, least, .. } = blocks[*at];
            least + (u64::from(minutes - least) * u64::from(share) / u64::from(SHARES)) as u32
        };
        place(blocks, work, &work.iter().map(length).collect::<Vec<_>>(), pauses)
    };
    let fits = |placed: &[Placed]| placed.last().map_or(0, Placed::end) <= minutes;
    let (mut low, mut high) = (0, SHARES);
    let whole = at_share(SHARES);
    if fits(&whole) {
        return whole;
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if fits(&at_share(middle)) { low = middle } else { high = middle }
    }
    filled(blocks, at_share(low), minutes, pauses)
}

/// Minutes that rounding left over go to the first blocks that can use them,
/// as long as no stretch grows past its limit.
fn filled(blocks: &[Block], placed: Vec<Placed>, minutes: u32, pauses: &Pauses) -> Vec<Placed> {
    let mut placed = placed;
    loop {
        let spare = minutes.saturating_sub(placed.last().map_or(0, Placed::end));
        let stretches = super::blocks::stretches(&placed);
        let room = |at: usize| {
            let in_limit = stretches
                .iter()
                .any(|(first, last, total)| (*first..=*last).contains(&at) && (*total < pauses.limit || first == last));
            in_limit && placed[at].block.is_some_and(|block| placed[at].minutes < blocks[block].minutes)
        };
        let Some(grows) = (0..placed.len()).find(|at| spare > 0 && room(*at)) else { return placed };
        let longer = placed.iter().enumerate();
        let longer: Vec<_> = longer
            .map(|(at, placed)| (placed.block, placed.minutes + u32::from(at == grows), placed.is_break))
            .collect();
        placed = super::blocks::in_a_row(longer);
    }
}

#[cfg(test)]
mod tests {
    use super::super::blocks::stretches;
    use super::*;
    use proptest::prelude::*;

    const PAUSES: Pauses = Pauses { limit: 90, minutes: 10, meal: None };

    fn kept_minutes(cut: &Cut) -> Vec<(usize, u32)> {
        cut.placed.iter().filter_map(|placed| Some((placed.block?, placed.minutes))).collect()
    }

    #[test]
    fn could_goes_before_should_and_must_stays() {
        let blocks = [Block::work(30, 0, 0), Block::work(30, 0, 1), Block::work(20, 0, 2), Block::work(30, 10, 0)];
        let made = |minutes| cut(&blocks, minutes, &PAUSES).map(|cut| kept_minutes(&cut));
        assert_eq!(made(90), Some(vec![(0, 30), (1, 30), (3, 30)]));
        assert_eq!(made(80), Some(vec![(0, 30), (1, 30), (3, 20)]));
        // Without the longer one there is room for the shorter again.
        assert_eq!(made(75), Some(vec![(0, 30), (2, 20), (3, 25)]));
        assert_eq!(made(50), Some(vec![(0, 30), (3, 20)]));
        assert_eq!((made(49), least(&blocks, &PAUSES)), (None, 50));
    }

    #[test]
    fn what_is_practised_nowhere_else_goes_last() {
        let only = Block { only: true, ..Block::work(20, 0, 2) };
        let blocks = [Block::work(30, 0, 0), only, Block::work(20, 0, 1)];
        assert_eq!(cut(&blocks, 50, &PAUSES).map(|cut| cut.dropped), Some(vec![2]));
    }

    #[test]
    fn breaks_that_are_not_needed_any_more_go() {
        let blocks = [Block::work(60, 0, 0), Block::pause(10), Block::work(60, 30, 0)];
        assert_eq!(cut(&blocks, 90, &PAUSES).map(|cut| (cut.minutes(), cut.placed.len())), Some((90, 2)));
    }

    fn block() -> impl Strategy<Value = Block> {
        (0u32..80, 0u32..90, 0usize..3, prop::bool::weighted(0.15), prop::bool::ANY, 0u32..3).prop_map(
            |(minutes, shrink, priority, is_break, only, part)| match is_break {
                true => Block::pause(minutes),
                false => Block { only, part, ..Block::work(minutes, shrink, priority) },
            },
        )
    }

    proptest! {
        /// A cut keeps every must, fits, overlaps nowhere, lets no stretch
        /// pass the limit, and shrinks and stretches nothing beyond its bounds;
        /// and one is refused only if the musts alone are too long.
        #[test]
        fn a_cut_keeps_the_law(mut blocks in prop::collection::vec(block(), 0..16), minutes in 0u32..400, limit in 20u32..120) {
            for (at, block) in blocks.iter_mut().enumerate() { block.part = at as u32 / 4; }
            let pauses = Pauses::short(limit, 10);
            let Some(made) = cut(&blocks, minutes, &pauses) else {
                prop_assert!(least(&blocks, &pauses) > minutes);
                return Ok(());
            };
            prop_assert!(made.minutes() <= minutes);
            let kept = kept_minutes(&made);
            for (at, block) in blocks.iter().enumerate().filter(|(_, block)| !block.is_break) {
                let here = kept.iter().find(|(kept, _)| *kept == at);
                prop_assert_eq!(here.is_none(), made.dropped.contains(&at));
                match here {
                    Some((_, minutes)) => prop_assert!((block.least..=block.minutes).contains(minutes)),
                    None => prop_assert!(block.priority > 0),
                }
            }
            prop_assert!(made.placed.windows(2).all(|pair| pair[0].end() == pair[1].at));
            for (first, last, minutes) in stretches(&made.placed) {
                prop_assert!(minutes <= limit || first == last);
            }
        }

        /// More time never leaves out a block that less time kept room for in number of musts,
        /// and the whole is given back when there is time for it.
        #[test]
        fn with_time_for_all_nothing_is_cut(blocks in prop::collection::vec(block(), 0..16)) {
            let pauses = Pauses::short(90, 10);
            let whole = super::super::pauses::with_pauses(&blocks, &pauses);
            let made = cut(&blocks, whole.last().map_or(0, Placed::end), &pauses).expect("all fits");
            prop_assert_eq!(made.dropped, Vec::<usize>::new());
            prop_assert_eq!(made.placed, whole);
        }
    }
}

//! Shorter versions: what is left when there is less time.

use super::blocks::{Block, Placed};
use super::pauses::{Meal, Pauses, place};
use std::ops::Range;

/// The lengths for which a short version is made.
pub const LENGTHS: [u32; 3] = [60, 90, 180];

/// A meeting as a stretch of blocks, and what its breaks are like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Its blocks among all.
    pub blocks: Range<usize>,
    /// Its breaks and its meals.
    pub pauses: Pauses,
}

impl Day {
    /// A meeting that takes its meals where it has them: rests of half an hour or longer.
    pub fn new(all: &[Block], blocks: Range<usize>, pauses: &Pauses) -> Day {
        let mut meals: Vec<Meal> = Vec::new();
        let (mut at, mut rests) = (0, Vec::new());
        let mut keep = |begins: u32, rests: Vec<(Option<usize>, u32)>| {
            if begins > 0 && rests.iter().any(|(_, minutes)| *minutes >= Meal::LEAST) {
                meals.push(Meal { at: begins, rests });
            }
        };
        let mut begins = 0;
        for block in blocks.clone() {
            let Block { minutes, is_break, .. } = all[block];
            match is_break {
                true if minutes == 0 => {}
                true if rests.is_empty() => (begins, rests) = (at, vec![(Some(block), minutes)]),
                true => rests.push((Some(block), minutes)),
                false => keep(begins, std::mem::take(&mut rests)),
            }
            at += minutes;
        }
        Day { blocks, pauses: Pauses { meals, ..pauses.clone() } }
    }
}

/// A shorter version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// What is left of each meeting, with its breaks, on the clock. Nothing is
    /// left of a meeting in which nothing was a must and all of it had to go.
    pub days: Vec<Vec<Placed>>,
    /// What is left out, in order.
    pub dropped: Vec<usize>,
}

impl Cut {
    /// How long it takes.
    pub fn minutes(&self) -> u32 {
        total(&self.days)
    }
}

/// The shortest that blocks can be made: every *must*, as short as it gets, with its breaks.
pub fn least(blocks: &[Block], days: &[Day]) -> u32 {
    let musts: Vec<usize> = kept(blocks, |block| block.priority == 0);
    shortest(blocks, &musts, days)
}

/// A version of at most so many minutes in all meetings together; nothing if
/// there is so much *must* that none can be made. It keeps every *must*, leaves
/// out no more than it has to, *could* before *should*, and shrinks the rest no
/// further than its author allowed. What happens on one day stays on that day,
/// and a day that is still long enough for its meals keeps them.
pub fn cut(blocks: &[Block], minutes: u32, days: &[Day]) -> Option<Cut> {
    let mut left = kept(blocks, |_| true);
    let mut out = Vec::new();
    let mut order: Vec<usize> = kept(blocks, |block| block.priority > 0);
    // What comes later and is practised elsewhere is missed least.
    order.sort_by_key(|at| (blocks[*at].only, std::cmp::Reverse((blocks[*at].priority, *at))));
    let mut order = order.into_iter();
    while shortest(blocks, &left, days) > minutes {
        let gone = order.next()?;
        left.retain(|at| *at != gone);
        out.push(gone);
    }
    // Taking out a large block may have made room for smaller ones.
    for at in out.clone().into_iter().rev() {
        let mut more = left.clone();
        more.push(at);
        more.sort_unstable();
        if shortest(blocks, &more, days) <= minutes {
            left = more;
            out.retain(|other| *other != at);
        }
    }
    out.sort_unstable();
    Some(Cut { days: fitted(blocks, &left, minutes, days), dropped: out })
}

fn kept(blocks: &[Block], keep: impl Fn(&Block) -> bool) -> Vec<usize> {
    (0..blocks.len()).filter(|at| !blocks[*at].is_break && keep(&blocks[*at])).collect()
}

fn total(days: &[Vec<Placed>]) -> u32 {
    days.iter().map(|day| day.last().map_or(0, Placed::end)).sum()
}

/// Some blocks at some lengths, each on its day.
fn by_day(blocks: &[Block], work: &[usize], days: &[Day], length: impl Fn(usize) -> u32) -> Vec<Vec<Placed>> {
    let of_day = |day: &Day| {
        let work: Vec<usize> = work.iter().copied().filter(|at| day.blocks.contains(at)).collect();
        let minutes: Vec<u32> = work.iter().map(|at| length(*at)).collect();
        place(blocks, &work, &minutes, &day.pauses)
    };
    days.iter().map(of_day).collect()
}

/// How long some blocks take at their shortest, with the breaks they then need.
fn shortest(blocks: &[Block], work: &[usize], days: &[Day]) -> u32 {
    total(&by_day(blocks, work, days, |at| blocks[at].least))
}

/// Blocks that fit at their shortest, made as long as there is time for: each
/// gives the same share of what it can give. Longer blocks may need another
/// break, so the share is found by halving.
fn fitted(blocks: &[Block], work: &[usize], minutes: u32, days: &[Day]) -> Vec<Vec<Placed>> {
    const SHARES: u32 = 1 << 12;
    let at_share = |share: u32| {
        by_day(blocks, work, days, |at| {
            let Block { minutes, least, .. } = blocks[at];
            least + (u64::from(minutes - least) * u64::from(share) / u64::from(SHARES)) as u32
        })
    };
    let (mut low, mut high) = (0, SHARES);
    let whole = at_share(SHARES);
    if total(&whole) <= minutes {
        return whole;
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if total(&at_share(middle)) <= minutes { low = middle } else { high = middle }
    }
    let mut placed = at_share(low);
    for (at, day) in days.iter().enumerate() {
        let spare = minutes.saturating_sub(total(&placed));
        placed[at] = grown(blocks, std::mem::take(&mut placed[at]), spare, &day.pauses);
    }
    placed
}

/// Minutes that rounding left over go to the first blocks that can use them,
/// as long as no stretch grows past its limit and the day does not become one
/// that needs another meal.
fn grown(blocks: &[Block], placed: Vec<Placed>, spare: u32, pauses: &Pauses) -> Vec<Placed> {
    let mut placed = placed;
    for _ in 0..spare {
        let work: u32 = placed.iter().filter(|placed| !placed.is_break).map(|placed| placed.minutes).sum();
        if pauses.meals(work).count() != pauses.meals(work + 1).count() {
            break;
        }
        let stretches = super::blocks::stretches(&placed);
        let room = |at: usize| {
            let in_limit = stretches
                .iter()
                .any(|(first, last, total)| (*first..=*last).contains(&at) && (*total < pauses.limit || first == last));
            in_limit && placed[at].block.is_some_and(|block| placed[at].minutes < blocks[block].minutes)
        };
        let Some(grows) = (0..placed.len()).find(|at| room(*at)) else { break };
        let longer = placed.iter().enumerate();
        let longer: Vec<_> = longer
            .map(|(at, placed)| (placed.block, placed.minutes + u32::from(at == grows), placed.is_break))
            .collect();
        placed = super::blocks::in_a_row(longer);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::super::blocks::stretches;
    use super::*;
    use proptest::prelude::*;

    fn pauses() -> Pauses {
        Pauses::short(90, 10)
    }

    fn one_day(blocks: &[Block], pauses: &Pauses) -> Vec<Day> {
        vec![Day::new(blocks, 0..blocks.len(), pauses)]
    }

    /// What is left of the work, with its minutes.
    fn work(blocks: &[Block], cut: &Cut) -> Vec<(usize, u32)> {
        let placed = cut.days.iter().flatten().filter_map(|placed| Some((placed.block?, placed.minutes)));
        placed.filter(|(at, _)| !blocks[*at].is_break).collect()
    }

    #[test]
    fn could_goes_before_should_and_must_stays() {
        let blocks = [Block::work(30, 0, 0), Block::work(30, 0, 1), Block::work(20, 0, 2), Block::work(30, 10, 0)];
        let days = one_day(&blocks, &pauses());
        let made = |minutes| cut(&blocks, minutes, &days).map(|cut| work(&blocks, &cut));
        assert_eq!(made(90), Some(vec![(0, 30), (1, 30), (3, 30)]));
        assert_eq!(made(80), Some(vec![(0, 30), (1, 30), (3, 20)]));
        // Without the longer one there is room for the shorter again.
        assert_eq!(made(75), Some(vec![(0, 30), (2, 20), (3, 25)]));
        assert_eq!(made(50), Some(vec![(0, 30), (3, 20)]));
        assert_eq!((made(49), least(&blocks, &days)), (None, 50));
    }

    #[test]
    fn what_is_practised_nowhere_else_goes_last() {
        let only = Block { only: true, ..Block::work(20, 0, 2) };
        let blocks = [Block::work(30, 0, 0), only, Block::work(20, 0, 1)];
        let made = cut(&blocks, 50, &one_day(&blocks, &pauses()));
        assert_eq!(made.map(|cut| cut.dropped), Some(vec![2]));
    }

    #[test]
    fn breaks_that_are_not_needed_any_more_go() {
        let blocks = [Block::work(60, 0, 0), Block::pause(10), Block::work(60, 30, 0)];
        let made = cut(&blocks, 90, &one_day(&blocks, &pauses()));
        assert_eq!(made.map(|cut| (cut.minutes(), cut.days[0].len())), Some((90, 2)));
    }

    /// Two hours, lunch with the break after it, two hours.
    fn a_day() -> [Block; 6] {
        let hour = || Block::work(60, 30, 0);
        [hour(), hour(), Block::pause(45), Block::pause(15), hour(), Block::work(60, 30, 1)]
    }

    #[test]
    fn a_day_keeps_its_lunch_as_long_as_it_is_one() {
        let blocks = a_day();
        let days = one_day(&blocks, &pauses());
        let rests = |minutes| {
            let made = cut(&blocks, minutes, &days).expect("there is one");
            let rests = made.days[0].iter().filter(|placed| placed.is_break);
            (made.minutes(), rests.map(|placed| (placed.block, placed.minutes)).collect::<Vec<_>>())
        };
        let lunch = || vec![(Some(2), 45), (Some(3), 15)];
        assert!(lunch().iter().all(|rest| rests(280).1.contains(rest)), "{:?}", rests(280));
        assert!(lunch().iter().all(|rest| rests(262).1.contains(rest)), "{:?}", rests(262));
        // Less than an hour would follow it.
        assert!(!rests(170).1.contains(&(Some(2), 45)), "{:?}", rests(170));
    }

    #[test]
    fn days_of_a_series_stay_apart() {
        let blocks = [Block::work(60, 30, 0), Block::work(60, 30, 1), Block::work(60, 30, 0), Block::work(60, 0, 2)];
        let days = [
            Day::new(&blocks, 0..2, &pauses()),
            Day::new(&blocks, 2..3, &pauses()),
            Day::new(&blocks, 3..4, &pauses()),
        ];
        let made = cut(&blocks, 120, &days).expect("there is one");
        let of_days: Vec<Vec<Option<usize>>> =
            made.days.iter().map(|day| day.iter().map(|placed| placed.block).collect()).collect();
        // Each begins at its own first minute, and nothing is left of the last.
        assert_eq!(of_days, [vec![Some(0), Some(1)], vec![Some(2)], vec![]]);
        assert!(made.days.iter().filter_map(|day| day.first()).all(|first| first.at == 0));
        assert_eq!((made.dropped, least(&blocks, &days)), (vec![3], 60));
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
        /// pass the limit, shrinks and stretches nothing beyond its bounds, keeps
        /// what happens on a day on that day, and the meals of a day that is long
        /// enough for them; and one is refused only if the musts alone are too long.
        #[test]
        fn a_cut_keeps_the_law(mut blocks in prop::collection::vec(block(), 0..24), minutes in 0u32..700, limit in 20u32..120, split in 0usize..24) {
            for (at, block) in blocks.iter_mut().enumerate() { block.part = at as u32 / 4; }
            let pauses = Pauses::short(limit, 10);
            let split = split.min(blocks.len());
            let days = [Day::new(&blocks, 0..split, &pauses), Day::new(&blocks, split..blocks.len(), &pauses)];
            let Some(made) = cut(&blocks, minutes, &days) else {
                prop_assert!(least(&blocks, &days) > minutes);
                return Ok(());
            };
            prop_assert!(made.minutes() <= minutes);
            let kept = work(&blocks, &made);
            for (at, block) in blocks.iter().enumerate().filter(|(_, block)| !block.is_break) {
                let here = kept.iter().find(|(kept, _)| *kept == at);
                prop_assert_eq!(here.is_none(), made.dropped.contains(&at));
                match here {
                    Some((_, minutes)) => prop_assert!((block.least..=block.minutes).contains(minutes)),
                    None => prop_assert!(block.priority > 0),
                }
            }
            prop_assert_eq!(made.days.len(), days.len());
            for (placed, day) in made.days.iter().zip(&days) {
                prop_assert!(placed.iter().filter_map(|placed| placed.block).all(|at| day.blocks.contains(&at)));
                prop_assert!(placed.first().is_none_or(|first| first.at == 0 && !first.is_break));
                prop_assert!(placed.last().is_none_or(|last| !last.is_break));
                prop_assert!(placed.windows(2).all(|pair| pair[0].end() == pair[1].at));
                let mut worked = 0;
                let mut pieces = 0;
                for (first, last, minutes) in stretches(placed) {
                    prop_assert!(minutes <= limit || first == last);
                    worked += minutes;
                    pieces += last - first + 1;
                }
                let wanted = day.pauses.meals(worked).count();
                let taken = day.pauses.meals.iter().filter(|meal| meal.rests.iter().all(|(block, minutes)|
                    placed.iter().any(|placed| placed.block == *block && placed.minutes == *minutes))).count();
                // Each meal has work before and after it.
                prop_assert_eq!(taken, wanted.min(pieces.max(1) - 1));
            }
        }

        /// With as much time as the whole takes with breaks of its own, nothing is left out.
        #[test]
        fn with_time_for_all_nothing_is_cut(blocks in prop::collection::vec(block(), 0..16)) {
            let days = one_day(&blocks, &pauses());
            let whole = super::super::pauses::with_pauses(&blocks, &days[0].pauses);
            let made = cut(&blocks, whole.last().map_or(0, Placed::end), &days).expect("all fits");
            prop_assert_eq!(made.dropped, Vec::<usize>::new());
            prop_assert_eq!(&made.days[0], &whole);
        }
    }
}

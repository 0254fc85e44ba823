//! Minutes in a row.

/// One stretch of time, as far as arithmetic cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// How long it takes.
    pub minutes: u32,
    /// How short it can be made; never more than `minutes`.
    pub least: u32,
    /// 0 must, 1 should, 2 could.
    pub priority: usize,
    /// Whether people rest.
    pub is_break: bool,
    /// Which part it belongs to; breaks between parts disturb least.
    pub part: u32,
    /// Whether an objective is practised nowhere else.
    pub only: bool,
}

impl Block {
    /// Time for work.
    pub fn work(minutes: u32, can_shrink: u32, priority: usize) -> Block {
        Block { minutes, least: minutes - can_shrink.min(minutes), priority, is_break: false, part: 0, only: false }
    }

    /// Time to rest.
    pub fn pause(minutes: u32) -> Block {
        Block { minutes, least: minutes, priority: 0, is_break: true, part: 0, only: false }
    }
}

/// A block on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Position of the block in what was given; nothing for a break that was put in.
    pub block: Option<usize>,
    /// Minutes since the start.
    pub at: u32,
    /// How long it takes now.
    pub minutes: u32,
    /// Whether people rest.
    pub is_break: bool,
}

impl Placed {
    /// When it ends.
    pub fn end(&self) -> u32 {
        self.at + self.minutes
    }
}

/// Blocks one after the other, from minute nought.
pub(super) fn in_a_row(blocks: impl IntoIterator<Item = (Option<usize>, u32, bool)>) -> Vec<Placed> {
    let mut at = 0;
    let mut place = |(block, minutes, is_break): (Option<usize>, u32, bool)| {
        let placed = Placed { block, at, minutes, is_break };
        at += minutes;
        placed
    };
    blocks.into_iter().map(&mut place).collect()
}

/// Positions of work without a break between: first and last, and the minutes.
pub fn stretches(placed: &[Placed]) -> Vec<(usize, usize, u32)> {
    let mut found: Vec<(usize, usize, u32)> = Vec::new();
    let mut working = false;
    for (at, block) in placed.iter().enumerate() {
        if block.is_break && block.minutes > 0 {
            working = false;
        } else if let Some(last) = found.last_mut().filter(|_| working) {
            (last.1, last.2) = (at, last.2 + block.minutes);
        } else {
            found.push((at, at, block.minutes));
            working = true;
        }
    }
    found
}

/// Whether people can sit in groups of at least and at most so many, nobody left over.
pub fn splits(people: u32, (least, most): (u32, u32)) -> bool {
    // With as few groups as possible, are all of them large enough?
    least > 0 && people >= least && people.div_ceil(most.max(1)) * least <= people
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three_to_five_fit_most_numbers() {
        let fits: Vec<u32> = (1..=12).filter(|people| splits(*people, (3, 5))).collect();
        assert_eq!(fits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        let fits: Vec<u32> = (1..=12).filter(|people| splits(*people, (4, 5))).collect();
        assert_eq!(fits, [4, 5, 8, 9, 10, 12]);
        assert_eq!((splits(9, (4, 4)), splits(8, (4, 4))), (false, true));
    }
}

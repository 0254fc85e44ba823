//! An order that looks random and is the same in every build.

use xxhash_rust::xxh3::xxh3_64;

/// The numbers below `len`, shuffled by `seed`.
pub fn shuffled(len: usize, seed: &str) -> Vec<usize> {
    let mut state = xxh3_64(seed.as_bytes());
    let mut order: Vec<usize> = (0..len).collect();
    for last in (1..len).rev() {
        order.swap(last, (next(&mut state) % (last as u64 + 1)) as usize);
    }
    order
}

/// Like [`shuffled`], but never in the order 0, 1, 2, … as far as readers can tell:
/// `class` says which items look alike.
pub fn disordered(class: &[usize], seed: &str) -> Vec<usize> {
    let mut order = shuffled(class.len(), seed);
    for _ in 0..order.len() {
        if order.iter().zip(class).any(|(item, home)| class[*item] != *home) {
            break;
        }
        order.rotate_left(1);
    }
    order
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_order_is_never_shown() {
        for len in 2..7 {
            for seed in 0..200 {
                let class: Vec<usize> = (0..len).collect();
                let order = disordered(&class, &seed.to_string());
                assert_ne!(order, class);
                let mut sorted = order;
                sorted.sort_unstable();
                assert_eq!(sorted, class);
            }
        }
        assert_eq!(disordered(&[0, 0], "a").len(), 2);
        assert_eq!(disordered(&[], "a"), Vec::<usize>::new());
    }

    #[test]
    fn the_same_seed_gives_the_same_order() {
        assert_eq!(shuffled(6, "early-stop"), shuffled(6, "early-stop"));
        assert_ne!(shuffled(6, "early-stop"), shuffled(6, "late-stop"));
    }
}

//! Small changes to a seed: always the same ones.

use std::iter;

/// Where the seed is cut off: at each sixteenth.
const CUTS: usize = 16;
/// How many more mutants a small seed has.
const MOST: usize = 184;
/// How many bytes the mutants of a large seed have together.
const WORK: usize = 1 << 18;
/// Bytes that mean something to some parser.
const MEANINGFUL: &[u8] = b"\"\\{}[]<>&;:,./=-+ 019Zu\0\x7f\x80\xff";

/// The seed itself, then its mutants.
pub(crate) fn of(seed: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let cuts = (0..CUTS).map(|part| seed[..seed.len() * part / CUTS].to_vec());
    let mut dice = Dice(seed.len() as u64);
    let count = MOST.min(WORK / seed.len().max(1));
    let changed = iter::repeat_with(move || change(seed, &mut dice)).take(count);
    iter::once(seed.to_vec()).chain(cuts).chain(changed)
}

fn change(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let end = (at + dice.below(32)).min(bytes.len());
        match (dice.below(5), bytes.get_mut(at)) {
            (0, Some(byte)) => *byte ^= 1 << dice.below(8),
            (1, Some(byte)) => *byte = MEANINGFUL[dice.below(MEANINGFUL.len())],
            (2, _) => bytes.insert(at, MEANINGFUL[dice.below(MEANINGFUL.len())]),
            (3, _) => bytes.extend_from_within(at..end),
            _ => drop(bytes.drain(at..end)),
        }
    }
    bytes
}

/// A small generator of numbers that look random (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % (limit.max(1) as u64)) as usize
    }
}

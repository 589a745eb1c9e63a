//! Randomness, passed in.

use std::sync::Mutex;

use sha2::{Digest, Sha256};

/// Gives random bytes.
pub trait Random: Send + Sync {
    /// Fills `bytes` with random values.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Random + '_ {
    /// An array of random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A number below `bound`, each equally likely.
    ///
    /// # Panics
    /// When `bound` is zero.
    pub fn below(&self, bound: u32) -> u32 {
        assert!(bound > 0, "there is no number below zero");
        // The lowest values are drawn again: they would make small results more likely.
        let unfair = bound.wrapping_neg() % bound;
        loop {
            let drawn = u32::from_be_bytes(self.bytes());
            if drawn >= unfair {
                return drawn % bound;
            }
        }
    }
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks the system for randomness"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes)
            .expect("the generator fails only where the system has no entropy at all");
    }
}

/// The same bytes in the same order for the same seed: for tests, never for keys that matter.
#[derive(Debug)]
pub struct SeededRandom {
    seed: u64,
    blocks: Mutex<u64>,
}

impl SeededRandom {
    /// A source that repeats itself for each `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            blocks: Mutex::new(0),
        }
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut blocks = self.blocks.lock().expect("no holder of this lock panics");
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(blocks.to_be_bytes())
                .finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
            *blocks += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let one: &dyn Random = &SeededRandom::new(7);
        let other: &dyn Random = &SeededRandom::new(7);

        let (a, b) = (one.bytes::<45>(), one.bytes::<45>());

        assert_eq!(a, other.bytes::<45>());
        assert_ne!(a, b);
    }

    #[test]
    fn numbers_stay_below_their_bound() {
        let random: &dyn Random = &SeededRandom::new(1);

        let drawn: std::collections::BTreeSet<u32> = (0..400).map(|_| random.below(7)).collect();

        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
    }
}

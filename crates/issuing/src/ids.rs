//! New identifiers: UUIDv7, from the tools' clock and randomness.

use std::sync::atomic::{AtomicU64, Ordering};

use uuid::{Builder, Uuid};

use crate::Tools;

/// The last moment that an id of this process bears, in microseconds.
#[derive(Debug, Default)]
pub struct LastMoment(AtomicU64);

impl LastMoment {
    /// `now`, or the microsecond after the last one, whichever is later.
    fn after(&self, now: u64) -> u64 {
        let step = |last: u64| now.max(last.saturating_add(1));
        let last = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| {
                Some(step(last))
            })
            .unwrap_or_else(|last| last);
        step(last)
    }
}

/// A new UUIDv7 that sorts after every other that this process has made.
///
/// The twelve bits after the milliseconds carry the fraction of the millisecond (RFC 9562, section 6.2, method 3), so
/// that lists paged by id keep the order in which rows were made. Of two ids made in one microsecond the second bears
/// the next one: nobody reads the time out of an id, and all the other bits stay random.
pub fn uuid(tools: &Tools) -> Uuid {
    let now = u64::try_from(tools.clock.now().as_microsecond()).unwrap_or_default();
    let micros = tools.last_moment.after(now);
    let fraction = u16::try_from((micros % 1000) * 4096 / 1000).unwrap_or_default();
    let mut counter_and_random: [u8; 10] = tools.random.bytes();
    counter_and_random[..2].copy_from_slice(&fraction.to_be_bytes());
    Builder::from_unix_timestamp_millis(micros / 1000, &counter_and_random).into_uuid()
}

/// A new id of the wanted kind.
pub fn new<T: From<Uuid>>(tools: &Tools) -> T {
    T::from(uuid(tools))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::FixedClock;
    use crate::testing;

    #[test]
    fn ids_sort_by_the_microsecond_they_were_made_in() {
        let clock = Arc::new(FixedClock::new(
            "2026-11-22T10:00:00.000001Z".parse().unwrap(),
        ));
        let tools = Tools {
            clock: clock.clone(),
            ..testing::tools("https://badges.test")
        };

        let earlier = uuid(&tools);
        clock.advance(jiff::SignedDuration::from_micros(1));
        let later = uuid(&tools);

        assert_eq!(earlier.get_version_num(), 7);
        assert!(earlier < later, "{earlier} {later}");
    }

    #[test]
    fn ids_sort_as_they_were_made_even_while_the_clock_stands_or_goes_back() {
        let clock = Arc::new(FixedClock::new("2026-11-22T10:00:00Z".parse().unwrap()));
        let tools = Tools {
            clock: clock.clone(),
            ..testing::tools("https://badges.test")
        };

        let mut made: Vec<Uuid> = (0..3000).map(|_| uuid(&tools)).collect();
        clock.advance(jiff::SignedDuration::from_secs(-60));
        made.push(uuid(&tools));

        assert!(made.is_sorted_by(|one, next| one < next));
    }
}

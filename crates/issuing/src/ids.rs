//! New identifiers: UUIDv7, from the tools' clock and randomness.

use uuid::{Builder, Uuid};

use crate::Tools;

/// A new UUIDv7 that sorts by time down to the microsecond.
///
/// The twelve bits after the milliseconds carry the fraction of the millisecond (RFC 9562,
/// section 6.2, method 3), so that lists paged by id keep the order in which rows were made.
pub fn uuid(tools: &Tools) -> Uuid {
    let now = tools.clock.now();
    let micros = u64::try_from(now.as_microsecond()).unwrap_or_default();
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
}

//! Days and times as the fields of a form send them. Empty is nothing; what cannot be read is told at its field, for
//! nothing would mean "now" or "for ever".

use accolade_issuing::violations::Violations;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A moment as a browser writes it, without its zone; pages say that times are UTC.
pub(crate) fn moment(found: &mut Violations, pointer: &str, text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = text.parse::<DateTime>().ok();
    let read = read.and_then(|at| at.to_zoned(TimeZone::UTC).ok());
    if read.is_none() {
        let message = "Write day and time as in 2026-11-22T14:00.";
        found.add(pointer, "bad_format", message);
    }
    read.map(|at| at.timestamp())
}

/// The last second of a day, in UTC: what holds until a day still holds on it.
pub(crate) fn end_of_day(found: &mut Violations, pointer: &str, text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = text.parse::<Date>().ok();
    let read = read.and_then(|day| day.at(23, 59, 59, 0).to_zoned(TimeZone::UTC).ok());
    if read.is_none() {
        found.add(pointer, "bad_format", "Write the day as in 2026-12-01.");
    }
    read.map(|at| at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_nothing_and_what_cannot_be_read_is_told() {
        let read = |text: &str| {
            let mut found = Violations::default();
            let moment = moment(&mut found, "/at", text).map(|at| at.to_string());
            let end = end_of_day(&mut found, "/until", text).map(|at| at.to_string());
            (moment, end, found.0.len())
        };

        let some = |text: &str| Some(text.to_owned());
        assert_eq!(read("  "), (None, None, 0));
        assert_eq!(read("2026-11-22T14:05").0, some("2026-11-22T14:05:00Z"));
        assert_eq!(read("2026-11-22").1, some("2026-11-22T23:59:59Z"));
        for wrong in ["tomorrow", "22.11.2026", "2026-13-01T10:00", "9999-99-99"] {
            assert_eq!(read(wrong), (None, None, 2), "{wrong}");
        }
    }
}

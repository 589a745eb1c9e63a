//! Dates, sizes and counts as people say them, in English and in UTC.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

/// A point in time that a page shows in words and a machine can read beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct When {
    /// "6 November 2026"
    pub(crate) words: String,
    /// "2026-11-06T09:30:00Z", for the `datetime` attribute
    pub(crate) machine: String,
}

impl When {
    /// "6 November 2026"
    pub(crate) fn day(at: Timestamp) -> Self {
        Self::written(at, "%-d %B %Y")
    }

    /// "22 November 2026 at 14:05 UTC": nobody's clock is meant but this one, so it says which.
    pub(crate) fn moment(at: Timestamp) -> Self {
        Self::written(at, "%-d %B %Y at %H:%M UTC")
    }

    /// "22 November 2026 at 14:05", where the head of the column says UTC.
    pub(crate) fn in_column(at: Timestamp) -> Self {
        Self::written(at, "%-d %B %Y at %H:%M")
    }

    /// "14:05 UTC", where the day is plain.
    pub(crate) fn hour(at: Timestamp) -> Self {
        Self::written(at, "%H:%M UTC")
    }

    fn written(at: Timestamp, pattern: &str) -> Self {
        let at = at.to_zoned(TimeZone::UTC);
        Self {
            words: at.strftime(pattern).to_string(),
            machine: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        }
    }
}

/// "6 November 2026"
pub(crate) fn day(at: Timestamp) -> String {
    When::day(at).words
}

/// How long something still lasts, whole minutes: "for another 14 minutes", "for another minute", "for a few more seconds".
pub(crate) fn for_another(left: SignedDuration) -> String {
    match left.as_mins() {
        ..=0 => "for a few more seconds".to_owned(),
        1 => "for another minute".to_owned(),
        minutes => format!("for another {minutes} minutes"),
    }
}

/// A byte count as a person says it: "812 bytes", "48 kB", "2.4 MB".
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// "1 badge", "31,806 awards", "no awards yet" is the template's business.
pub(crate) fn count(n: u64, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{} {many}", thousands(n))
    }
}

/// "once", "twice", "31,806 times"
pub(crate) fn times(n: u64) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        many => count(many, "time", "times"),
    }
}

/// "31,806"
pub(crate) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The first letters of a name, two at most: "AO" for "Amara Okafor".
pub(crate) fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// "days" of validity as a person counts them: "1 year", "18 months", "90 days".
pub(crate) fn span_of_days(days: u32) -> String {
    let days = u64::from(days);
    if days > 0 && days.is_multiple_of(365) {
        count(days / 365, "year", "years")
    } else if days > 0 && days.is_multiple_of(30) {
        count(days / 30, "month", "months")
    } else {
        count(days, "day", "days")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn dates_are_said_in_words() {
        let friday = at("2026-11-06T09:30:00Z");

        assert_eq!(When::day(friday).words, "6 November 2026");
        assert_eq!(When::day(friday).machine, "2026-11-06T09:30:00Z");
        assert_eq!(
            When::moment(at("2026-11-22T14:05:59Z")).words,
            "22 November 2026 at 14:05 UTC"
        );
        assert_eq!(When::hour(at("2026-11-22T04:05:59Z")).words, "04:05 UTC");
    }

    #[test]
    fn what_is_left_is_told_in_whole_minutes() {
        let left = |seconds| for_another(SignedDuration::from_secs(seconds));

        assert_eq!(left(15 * 60), "for another 15 minutes");
        assert_eq!(left(14 * 60 + 59), "for another 14 minutes");
        assert_eq!(left(119), "for another minute");
        assert_eq!(left(59), "for a few more seconds");
    }

    #[test]
    fn sizes_and_counts_are_grouped_as_people_write_them() {
        assert_eq!(size(812), "812 bytes");
        assert_eq!(size(47_512), "48 kB");
        assert_eq!(size(2_449_000), "2.4 MB");
        assert_eq!(count(1, "award", "awards"), "1 award");
        assert_eq!(count(31_806, "award", "awards"), "31,806 awards");
        assert_eq!(count(1_000_000, "award", "awards"), "1,000,000 awards");
        assert_eq!(span_of_days(730), "2 years");
    }

    #[test]
    fn initials_come_from_the_first_and_the_last_word() {
        assert_eq!(initials("Amara N. Okafor"), "AO");
        assert_eq!(initials("élodie"), "É");
        assert_eq!(initials("  "), "");
    }
}

//! Reading and writing the date-times that badges carry.

use jiff::Timestamp;

/// Why a text is not a date-time with a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// The text lacks a zone (`Z` or an offset), so it names no instant.
    #[error("the date-time has no time zone")]
    NoZone,
    /// The text is not of the form `2026-11-22T10:00:00Z`.
    #[error("not a date-time of the form 2026-11-22T10:00:00Z")]
    Malformed,
}

/// The first instant that can be written with four digits for the year.
const YEAR_ZERO: Timestamp = Timestamp::constant(-62_167_219_200, 0);

/// Reads an XML Schema `dateTimeStamp`: a date, a time and a mandatory zone.
///
/// Whatever is read can be written again: years before zero and after 9999 cannot.
pub fn parse_date_time_stamp(text: &str) -> Result<Timestamp, TimeError> {
    let zone_at = shape(text)?;
    if zone_at == text.len() {
        return Err(TimeError::NoZone);
    }
    // XML Schema writes the end of a day as 24:00:00, which no other notation knows.
    let instant = if text.get(11..13) == Some("24") {
        end_of_day(text)?
    } else {
        text.parse().map_err(|_| TimeError::Malformed)?
    };
    if instant < YEAR_ZERO {
        return Err(TimeError::Malformed);
    }
    Ok(instant)
}

/// Writes an instant as `2026-11-22T10:00:00Z`, dropping fractions of a second.
pub fn format_seconds(instant: Timestamp) -> String {
    whole_seconds(instant).to_string()
}

/// Drops the fraction of a second, towards the past.
pub fn whole_seconds(instant: Timestamp) -> Timestamp {
    let fraction = instant.subsec_nanosecond();
    let second = instant.as_second() - i64::from(fraction < 0);
    Timestamp::from_second(second).unwrap_or(instant)
}

/// Checks `YYYY-MM-DDThh:mm:ss[.fraction]` and tells where the zone begins.
fn shape(text: &str) -> Result<usize, TimeError> {
    const PATTERN: &[u8] = b"dddd-dd-ddTdd:dd:dd";
    let bytes = text.as_bytes();
    let fits = |byte: u8, pattern: u8| match pattern {
        b'd' => byte.is_ascii_digit(),
        other => byte == other,
    };
    if bytes.len() < PATTERN.len() || !bytes.iter().zip(PATTERN).all(|(b, p)| fits(*b, *p)) {
        return Err(TimeError::Malformed);
    }
    let mut at = PATTERN.len();
    if bytes.get(at) == Some(&b'.') {
        let digits = bytes[at + 1..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        if digits == 0 || digits > 9 {
            return Err(TimeError::Malformed);
        }
        at += 1 + digits;
    }
    match &bytes[at..] {
        [] | [b'Z'] => Ok(at),
        [b'+' | b'-', h1, h2, b':', m1, m2]
            if [h1, h2, m1, m2].iter().all(|byte| byte.is_ascii_digit()) =>
        {
            Ok(at)
        }
        _ => Err(TimeError::Malformed),
    }
}

fn end_of_day(text: &str) -> Result<Timestamp, TimeError> {
    let rest = text.get(13..).ok_or(TimeError::Malformed)?;
    if !rest.starts_with(":00:00") {
        return Err(TimeError::Malformed);
    }
    let day = text.get(..11).ok_or(TimeError::Malformed)?;
    let midnight: Timestamp = format!("{day}00{rest}")
        .parse()
        .map_err(|_| TimeError::Malformed)?;
    midnight
        .checked_add(jiff::SignedDuration::from_hours(24))
        .map_err(|_| TimeError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_time_needs_a_zone() {
        assert_eq!(
            parse_date_time_stamp("2026-11-22T10:00:00"),
            Err(TimeError::NoZone)
        );
        assert!(parse_date_time_stamp("2026-11-22T10:00:00Z").is_ok());
        assert!(parse_date_time_stamp("2026-11-22T10:00:00.123+05:30").is_ok());
    }

    #[test]
    fn other_notations_are_refused() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22 10:00:00Z",
            "2026-11-22T10:00Z",
            "2026-13-22T10:00:00Z",
            "2026-02-30T10:00:00Z",
            "2026-11-22T10:00:00z",
            "2026-11-22T10:00:00.Z",
            "2026-11-22T10:00:00+0530",
            "2026-11-22T10:00:00Z[UTC]",
            "2026-11-22T25:00:00Z",
            "0000-01-01T00:00:00+00:01",
            "２０２６-11-22T10:00:00Z",
        ] {
            assert_eq!(
                parse_date_time_stamp(text),
                Err(TimeError::Malformed),
                "{text}"
            );
        }
    }

    #[test]
    fn an_instant_is_written_in_whole_seconds() {
        let instant = parse_date_time_stamp("2026-11-22T10:00:00.999+01:00").unwrap();

        assert_eq!(format_seconds(instant), "2026-11-22T09:00:00Z");
    }

    #[test]
    fn the_end_of_a_day_is_the_start_of_the_next() {
        let end = parse_date_time_stamp("2026-11-22T24:00:00Z").unwrap();

        assert_eq!(format_seconds(end), "2026-11-23T00:00:00Z");
    }
}

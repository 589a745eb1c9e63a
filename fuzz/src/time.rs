//! Date-times: an instant that was read is written so that it can be read again.

use openbadges::time::{format_seconds, parse_date_time_stamp, whole_seconds};

/// Reads a date-time.
pub fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(instant) = parse_date_time_stamp(text) {
        let written = format_seconds(instant);
        assert_eq!(parse_date_time_stamp(&written), Ok(whole_seconds(instant)));
    }
}

//! The dates of 2.0, which are written more loosely than those of 3.0.

use jiff::Timestamp;
use serde_json::Value;

use crate::time::parse_date_time_stamp;
use crate::verify::codes::Code;
use crate::verify::run::{Findings, Run};

pub(super) fn check(run: &Run<'_>, assertion: &Value, findings: &mut Findings) {
    let issued = date(assertion, "issuedOn", findings);
    let expires = date(assertion, "expires", findings);
    if let (Some(issued), Some(expires)) = (issued, expires)
        && expires < issued
    {
        findings.add_at(
            "validity",
            Code::ValidityOrder,
            "/expires",
            format!("issued on {issued}, expires on {expires}"),
        );
    } else if let Some(issued) = issued
        && issued > run.latest_now()
    {
        findings.add_at(
            "validity",
            Code::ValidityNotYet,
            "/issuedOn",
            format!("issued on {issued}"),
        );
    } else {
        match expires {
            Some(expires) if expires <= run.now => {
                findings.add_at(
                    "validity",
                    Code::ValidityExpired,
                    "/expires",
                    format!("expired on {expires}"),
                );
            }
            Some(expires) => findings.add(
                "validity",
                Code::ValidityOk,
                format!("expires on {expires}"),
            ),
            None => findings.add("validity", Code::ValidityOk, "no end was set"),
        }
    }
}

fn date(assertion: &Value, name: &str, findings: &mut Findings) -> Option<Timestamp> {
    // That it is text was checked with the shape of the assertion.
    let text = assertion.get(name)?.as_str()?;
    let at = crate::json::pointer_to("", name);
    match read(text) {
        Some((date, true)) => Some(date),
        Some((date, false)) => {
            findings.add_at(
                "format",
                Code::FormatDeviation,
                at,
                format!("`{name}` should be a date, a time and a zone"),
            );
            Some(date)
        }
        None => {
            findings.add_at(
                "format",
                Code::FormatStructure,
                at,
                format!("`{name}` is no date"),
            );
            None
        }
    }
}

/// Reads a date; false if something had to be supplied.
fn read(text: &str) -> Option<(Timestamp, bool)> {
    if let Ok(date) = parse_date_time_stamp(text) {
        return Some((date, true));
    }
    let text = text.trim();
    // Seconds may be left out in ISO 8601.
    if let (Some(minutes), Some(rest)) = (text.get(..16), text.get(16..))
        && text.as_bytes().get(13) == Some(&b':')
        && !rest.starts_with(':')
    {
        if let Ok(date) = parse_date_time_stamp(&format!("{minutes}:00{rest}")) {
            return Some((date, true));
        }
        return parse_date_time_stamp(&format!("{minutes}:00Z"))
            .ok()
            .filter(|_| rest.is_empty())
            .map(|date| (date, false));
    }
    [format!("{text}Z"), format!("{text}T00:00:00Z")]
        .iter()
        .find_map(|guess| parse_date_time_stamp(guess).ok())
        .map(|date| (date, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_forms_that_issuers_write() {
        let strict = |text: &str| read(text).map(|(date, strict)| (date.to_string(), strict));

        assert_eq!(
            strict("2017-10-01T00:00:00Z"),
            Some(("2017-10-01T00:00:00Z".to_owned(), true))
        );
        assert_eq!(
            strict("2017-10-01T00:00Z"),
            Some(("2017-10-01T00:00:00Z".to_owned(), true))
        );
        assert_eq!(
            strict("2017-10-01T02:00+02:00"),
            Some(("2017-10-01T00:00:00Z".to_owned(), true))
        );
        assert_eq!(
            strict("2017-10-01"),
            Some(("2017-10-01T00:00:00Z".to_owned(), false))
        );
        assert_eq!(
            strict("2017-10-01T05:06:07"),
            Some(("2017-10-01T05:06:07Z".to_owned(), false))
        );
        for text in ["", "soon", "2017-13-01", "1506816000", "ééééééééééééé"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

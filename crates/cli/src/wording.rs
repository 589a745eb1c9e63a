//! A verification report in words: the answer first, then the facts, then how we know.

use openbadges::verify::{BadgeSummary, Code, Outcome, Report, Verdict};

use crate::terminal::{Paint, Tone, say};

/// Prints a report for people.
pub(crate) fn print(report: &Report, paint: Paint) {
    for line in lines(report, paint) {
        say(line);
    }
}

fn lines(report: &Report, paint: Paint) -> Vec<String> {
    let (word, tone) = word(report.verdict);
    let mut lines = vec![
        format!("{} {}", paint.tone(tone, word), plain(&sentence(report))),
        String::new(),
    ];
    if let Some(badge) = &report.badge {
        let facts = facts(badge, report);
        let width = facts
            .iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or_default();
        for (name, value) in facts {
            let name = format!("{name:width$}");
            lines.push(format!(
                "  {}  {}",
                paint.tone(Tone::Quiet, name),
                plain(&value)
            ));
        }
        lines.push(String::new());
    }
    for part in &report.credentials {
        lines.push(inside(part, paint));
    }
    if !report.credentials.is_empty() {
        lines.push(String::new());
    }
    lines.push(paint.tone(Tone::Strong, "How do you know?"));
    for check in &report.checks {
        let (mark, tone) = mark(check.outcome);
        lines.push(format!(
            "  {} {} {}",
            paint.tone(tone, mark),
            check.code.title(),
            paint.tone(Tone::Quiet, check.code.as_str())
        ));
        if check.outcome != Outcome::Pass && !check.detail.is_empty() {
            lines.push(format!("    {}", plain(&check.detail)));
        }
    }
    lines.push(String::new());
    let when = report.checked_at.strftime("%-d %B %Y at %H:%M UTC");
    let under = match report.policy.as_str() {
        "" | "default/2" => String::new(),
        policy => format!(", under the rules {}", plain(policy)),
    };
    lines.push(paint.tone(Tone::Quiet, format!("Checked on {when}{under}.")));
    lines
}

/// What came in a presentation, in one line.
fn inside(part: &Report, paint: Paint) -> String {
    let (word, tone) = word(part.verdict);
    let name = part.badge.as_ref().and_then(|badge| badge.name.as_deref());
    let name = name.unwrap_or("A credential without a name");
    let (word, sentence) = (paint.tone(tone, word), sentence(part));
    format!("  {}: {word} {}", plain(name), plain(&sentence))
}

fn word(verdict: Verdict) -> (&'static str, Tone) {
    match verdict {
        Verdict::Valid => ("Valid.", Tone::Good),
        Verdict::ValidWithWarnings => ("Valid, with something to know.", Tone::Note),
        Verdict::Expired => ("Expired.", Tone::Note),
        Verdict::NotYetValid => ("Not valid yet.", Tone::Note),
        Verdict::Suspended => ("Suspended.", Tone::Note),
        Verdict::Revoked => ("Withdrawn.", Tone::Bad),
        Verdict::Invalid => ("Not valid.", Tone::Bad),
        Verdict::Indeterminate => ("Cannot be checked now.", Tone::Note),
    }
}

/// One sentence that an employer can quote.
fn sentence(report: &Report) -> String {
    let badge = report.badge.as_ref();
    let issuer = report.issuer_name().unwrap_or("The issuer");
    let recipient = badge.and_then(|badge| badge.recipient.name.as_deref());
    let to = recipient
        .map(|name| format!(" to {name}"))
        .unwrap_or_default();
    let on = |text: Option<&str>| {
        text.map(|text| format!(" on {}", day(text)))
            .unwrap_or_default()
    };
    let issued = on(badge.and_then(|badge| badge.issued_on.as_deref()));
    let expires = badge.and_then(|badge| badge.expires.as_deref());
    match report.verdict {
        Verdict::Valid | Verdict::ValidWithWarnings if !report.credentials.is_empty() => {
            "What came in it holds.".to_owned()
        }
        Verdict::Valid | Verdict::ValidWithWarnings => {
            format!("{issuer} gave this badge{to}{issued}.")
        }
        Verdict::Expired => match expires {
            Some(date) => format!("It was true until {}.", day(date)),
            None => "Its time is over.".to_owned(),
        },
        Verdict::NotYetValid => format!("{issuer} says it begins{issued}."),
        Verdict::Suspended => format!("{issuer} has put this badge on hold."),
        Verdict::Revoked => {
            let reason = badge.and_then(|badge| badge.revocation_reason.as_deref());
            let reason = reason
                .map(|reason| format!(" The reason: {reason}"))
                .unwrap_or_default();
            format!("{issuer} took this badge back.{reason}")
        }
        Verdict::Invalid => match report.decisive() {
            Some(check) => check.code.title().to_owned(),
            None => "It is not what it claims to be.".to_owned(),
        },
        Verdict::Indeterminate => {
            "This says nothing against the badge; try again later.".to_owned()
        }
    }
}

fn facts(badge: &BadgeSummary, report: &Report) -> Vec<(&'static str, String)> {
    let recipient = match (&badge.recipient.name, &badge.recipient.identity) {
        (Some(name), _) => Some(name.clone()),
        (None, Some(identity)) => Some(identity.clone()),
        (None, None) if badge.recipient.hashed => Some("an address that stays hidden".to_owned()),
        (None, None) => None,
    };
    let issuer = match (&badge.issuer.name, &badge.issuer.url) {
        (Some(name), Some(url)) => Some(format!("{name}, {url}")),
        (Some(name), None) => Some(name.clone()),
        (None, _) => badge.issuer.id.clone(),
    };
    let form = report
        .subject
        .spec
        .as_ref()
        .map(|spec| format!("{spec}, {}", report.subject.form));
    let known = listed(report);
    [
        ("Badge", badge.name.clone()),
        ("Says", badge.description.clone()),
        ("Given to", recipient),
        ("Given by", issuer),
        ("Known as", known),
        ("Given on", badge.issued_on.as_deref().map(day)),
        ("Good until", badge.expires.as_deref().map(day)),
        ("Form", form),
        ("Address", report.subject.id.clone()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// What registers and web sites say about the issuer.
fn listed(report: &Report) -> Option<String> {
    let trust = &report.trust;
    let registers = trust.matching_issuers.iter().map(|known| {
        let name = known.name.as_deref().unwrap_or("without a name");
        format!("{name} ({})", known.registry)
    });
    let sites = trust
        .linked_domains
        .iter()
        .filter(|site| site.code == Code::IssuerDomainOk)
        .map(|site| site.origin.clone());
    let all: Vec<String> = registers.chain(sites).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn mark(outcome: Outcome) -> (&'static str, Tone) {
    match outcome {
        Outcome::Pass => ("✓", Tone::Good),
        Outcome::Warn => ("!", Tone::Note),
        Outcome::Fail => ("✗", Tone::Bad),
        Outcome::Unknown | Outcome::Skipped => ("?", Tone::Quiet),
    }
}

/// "6 November 2026", or the text itself if it is no time.
fn day(text: &str) -> String {
    text.parse::<jiff::Timestamp>().map_or_else(
        |_| text.to_owned(),
        |time| time.strftime("%-d %B %Y").to_string(),
    )
}

/// Text out of a badge, on one line and unable to steer the terminal.
fn plain(text: &str) -> String {
    let cleaned: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    cleaned.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(verdict: &str) -> Report {
        serde_json::from_value(serde_json::json!({
            "verdict": verdict,
            "checkedAt": "2026-11-22T14:05:00Z",
            "subject": {"spec": "OB-3.0", "form": "json", "id": "https://b.example/awards/1", "sha256": "00"},
            "badge": {
                "name": "Second\u{1b}[2J Try", "description": null, "criteria": null, "criteriaUrl": null,
                "image": null, "issuer": {"id": null, "name": "Kestrel Hill School", "url": null},
                "recipient": {"name": "Amara Okafor", "hashed": true, "identity": null},
                "issuedOn": "2026-11-06T09:00:00Z", "expires": null,
                "revocationReason": "Given to the wrong person."
            },
            "checks": [{"id": "format", "code": "format.ok", "outcome": "pass", "pointer": null, "detail": ""}],
            "fetched": []
        }))
        .unwrap()
    }

    #[test]
    fn the_first_line_is_the_answer() {
        let lines = lines(&report("valid"), Paint::plain());

        assert_eq!(
            lines[0],
            "Valid. Kestrel Hill School gave this badge to Amara Okafor on 6 November 2026."
        );
    }

    #[test]
    fn a_withdrawn_badge_says_why() {
        let lines = lines(&report("revoked"), Paint::plain());

        assert_eq!(
            lines[0],
            "Withdrawn. Kestrel Hill School took this badge back. The reason: Given to the wrong person."
        );
    }

    #[test]
    fn a_badge_cannot_steer_the_terminal() {
        let text = lines(&report("valid"), Paint::plain()).join("\n");

        assert!(!text.contains('\u{1b}'), "{text}");
    }
}

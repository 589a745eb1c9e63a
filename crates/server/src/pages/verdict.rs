//! A verification report in words: one line for the whole, one for each check.

use jiff::Timestamp;
use openbadges::verify::{Audience, Check, Code, Outcome, Report, Verdict};

use super::parts::{CheckView, CompareAnswer, Mark, Sign, Tone, VerdictView};
use super::words::{self, When};

/// Who gave what to whom, as far as it is known; the sentence is built from it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Story {
    /// What the badge calls its issuer.
    pub(crate) issuer: Option<String>,
    pub(crate) recipient: Option<String>,
    /// The badge's name; absent where the page is about that badge anyway.
    pub(crate) badge: Option<String>,
    pub(crate) given: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
    /// Since when it is withdrawn or on hold.
    pub(crate) changed: Option<Timestamp>,
}

/// The first line: what the report says, told with the story's names.
pub(crate) fn verdict(report: &Report, story: &Story) -> VerdictView {
    let (tone, sign) = look(report.verdict);
    VerdictView {
        tone,
        sign,
        word: word(report),
        line: line(report, story),
        checked: Some(When::moment(report.checked_at)),
    }
}

/// "How do you know?": every check in the order it was made.
pub(crate) fn checks(report: &Report) -> Vec<CheckView> {
    report.checks.iter().map(check).collect()
}

/// The same in plain words only, each finding once, for the page of an award. Where an address was compared beside the
/// report, the question about the person has its answer.
pub(crate) fn plain_checks(report: &Report, answer: Option<CompareAnswer>) -> Vec<CheckView> {
    let answered = |found: &Check| match (found.code, answer) {
        (Code::RecipientNotAsked, Some(CompareAnswer::Same)) => {
            said(Code::RecipientMatch, Mark::Passed)
        }
        (Code::RecipientNotAsked, Some(CompareAnswer::Different)) => {
            said(Code::RecipientMismatch, Mark::Note)
        }
        _ => said(found.code, mark(found)),
    };
    let mut checks: Vec<CheckView> = Vec::new();
    for check in &report.checks {
        let view = answered(check);
        match checks.iter_mut().find(|known| known.code == view.code) {
            Some(known) => known.times += 1,
            None => checks.push(view),
        }
    }
    checks
}

/// The state of a badge as its niche shows it: grey when it no longer stands.
pub(crate) fn is_off(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Revoked | Verdict::Suspended | Verdict::Invalid
    )
}

fn look(verdict: Verdict) -> (Tone, Sign) {
    match verdict {
        Verdict::Valid | Verdict::ValidWithWarnings => (Tone::Valid, Sign::Seal),
        Verdict::Expired | Verdict::NotYetValid => (Tone::Expired, Sign::Hourglass),
        Verdict::Suspended => (Tone::Expired, Sign::Pause),
        Verdict::Revoked => (Tone::Withdrawn, Sign::Octagon),
        Verdict::Invalid => (Tone::Withdrawn, Sign::Cross),
        Verdict::Indeterminate => (Tone::Unknown, Sign::Ring),
    }
}

fn word(report: &Report) -> String {
    match report.verdict {
        Verdict::Valid => "Valid".to_owned(),
        Verdict::ValidWithWarnings => {
            let warned = |check: &&Check| check.outcome == Outcome::Warn;
            match report.checks.iter().filter(warned).count() {
                0 | 1 => "Valid, with one thing to know".to_owned(),
                several => format!("Valid, with {several} things to know"),
            }
        }
        Verdict::Expired => "Expired".to_owned(),
        Verdict::NotYetValid => "Not valid yet".to_owned(),
        Verdict::Suspended => "Suspended".to_owned(),
        Verdict::Revoked => "Withdrawn".to_owned(),
        Verdict::Invalid => "Not valid".to_owned(),
        Verdict::Indeterminate => "Cannot be checked now".to_owned(),
    }
}

fn line(report: &Report, story: &Story) -> String {
    if let Some(line) = line_of_presentation(report) {
        return line;
    }
    let gave = story.gave();
    let since = |at: Option<Timestamp>| {
        at.map(|at| format!(" on {}", words::day(at)))
            .unwrap_or_default()
    };
    let decisive = report.decisive();
    match report.verdict {
        Verdict::Valid => format!("{gave} It has not been changed or withdrawn."),
        Verdict::ValidWithWarnings => match decisive {
            Some(check) => format!("{gave} {}", check.code.title()),
            None => gave,
        },
        Verdict::Expired => match story.until {
            Some(until) => format!("{gave} It was true until {}.", words::day(until)),
            None => format!("{gave} Its time is over."),
        },
        Verdict::NotYetValid => match story.given {
            Some(from) => format!(
                "{} gives {} from {} on.",
                story.who(),
                story.what(),
                words::day(from)
            ),
            None => "It will be true from a date that has not come.".to_owned(),
        },
        Verdict::Suspended => format!(
            "{} put {} on hold{}. Please ask before you rely on it.",
            story.who(),
            story.what(),
            since(story.changed)
        ),
        Verdict::Revoked => format!(
            "{} took {} back{}. Please do not rely on it.",
            story.who(),
            story.what(),
            since(story.changed)
        ),
        Verdict::Invalid => sentence_of(decisive, "It is not what it claims to be."),
        Verdict::Indeterminate => sentence_of(
            decisive,
            "Something could not be looked up. This says nothing against the badge.",
        ),
    }
}

/// A presentation was given by nobody: its line counts what came in it. `None` for a badge, and where a check tells more.
fn line_of_presentation(report: &Report) -> Option<String> {
    let parts = report.credentials.len();
    let undecided = matches!(report.verdict, Verdict::Invalid | Verdict::Indeterminate);
    if parts == 0 || undecided {
        return None;
    }
    let holds = |part: &&Report| {
        let verdict = part.verdict;
        matches!(verdict, Verdict::Valid | Verdict::ValidWithWarnings)
    };
    Some(
        match (parts, report.credentials.iter().filter(holds).count()) {
            (1, 1) => "What came in it holds.".to_owned(),
            (1, _) => "What came in it does not hold now; see below.".to_owned(),
            (all, good) if all == good => format!("All {all} that came in it hold."),
            (all, good) => format!("{good} of the {all} that came in it hold now; see below."),
        },
    )
}

fn sentence_of(check: Option<&Check>, otherwise: &str) -> String {
    match check {
        Some(check) => format!(
            "{} {}",
            check.code.title(),
            check.code.sentence(Audience::Employer)
        ),
        None => otherwise.to_owned(),
    }
}

fn check(check: &Check) -> CheckView {
    CheckView {
        detail: check.detail.clone(),
        ..said(check.code, mark(check))
    }
}

fn said(code: Code, mark: Mark) -> CheckView {
    CheckView {
        mark,
        title: code.title().to_owned(),
        sentence: code.sentence(Audience::Employer).to_owned(),
        detail: String::new(),
        code: code.as_str().to_owned(),
        times: 1,
    }
}

fn mark(check: &Check) -> Mark {
    match check.outcome {
        Outcome::Pass => Mark::Passed,
        Outcome::Warn => Mark::Note,
        Outcome::Fail => Mark::Failed,
        Outcome::Unknown => Mark::Unknown,
        Outcome::Skipped if check.code == Code::RecipientNotAsked => Mark::NotAsked,
        Outcome::Skipped => Mark::Skipped,
    }
}

impl Story {
    /// "Kestrel Hill School gave this badge to Amara Okafor on 6 November 2026."
    fn gave(&self) -> String {
        let mut sentence = format!("{} gave {}", self.who(), self.what());
        if let Some(recipient) = &self.recipient {
            sentence.push_str(&format!(" to {recipient}"));
        }
        if let Some(given) = self.given {
            sentence.push_str(&format!(" on {}", words::day(given)));
        }
        sentence.push('.');
        sentence
    }

    fn who(&self) -> &str {
        self.issuer.as_deref().unwrap_or("The issuer")
    }

    fn what(&self) -> String {
        match &self.badge {
            Some(name) => format!("“{name}”"),
            None => "this badge".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(verdict: Verdict, codes: &[(Code, Outcome)]) -> Report {
        let check = |(code, outcome): &(Code, Outcome)| serde_json::json!({"id": code, "code": code, "outcome": outcome, "detail": ""});
        serde_json::from_value(serde_json::json!({
            "verdict": verdict,
            "checkedAt": "2026-11-22T14:05:00Z",
            "subject": {"form": "json", "sha256": ""},
            "checks": codes.iter().map(check).collect::<Vec<_>>(),
            "fetched": [],
        }))
        .unwrap()
    }

    fn story() -> Story {
        let at = |text: &str| text.parse().ok();
        Story {
            issuer: Some("Kestrel Hill School".into()),
            recipient: Some("Amara Okafor".into()),
            badge: None,
            given: at("2026-11-06T10:00:00Z"),
            until: at("2026-11-20T10:00:00Z"),
            changed: at("2026-11-12T16:20:00Z"),
        }
    }

    #[test]
    fn a_valid_award_names_who_gave_what_to_whom_and_when() {
        let view = verdict(
            &report(Verdict::Valid, &[(Code::FormatOk, Outcome::Pass)]),
            &story(),
        );

        assert_eq!(
            view.line,
            "Kestrel Hill School gave this badge to Amara Okafor on 6 November 2026. \
             It has not been changed or withdrawn."
        );
    }

    #[test]
    fn a_withdrawn_award_says_so_first() {
        let view = verdict(
            &report(Verdict::Revoked, &[(Code::StatusRevoked, Outcome::Fail)]),
            &story(),
        );

        assert_eq!(view.word, "Withdrawn");
        assert_eq!(
            view.line,
            "Kestrel Hill School took this badge back on 12 November 2026. Please do not rely on it."
        );
        assert_eq!((view.tone, view.sign), (Tone::Withdrawn, Sign::Octagon));
    }

    #[test]
    fn what_could_not_be_checked_is_never_called_false() {
        let codes = [(Code::StatusUnreachable, Outcome::Unknown)];

        let view = verdict(&report(Verdict::Indeterminate, &codes), &Story::default());

        assert_eq!(
            (view.word.as_str(), view.tone),
            ("Cannot be checked now", Tone::Unknown)
        );
    }

    #[test]
    fn no_verdict_and_no_code_speaks_jargon() {
        for verdict_ in [
            Verdict::Valid,
            Verdict::ValidWithWarnings,
            Verdict::Expired,
            Verdict::NotYetValid,
            Verdict::Suspended,
            Verdict::Revoked,
            Verdict::Invalid,
            Verdict::Indeterminate,
        ] {
            let view = verdict(&report(verdict_, &[]), &story());
            assert!(
                !view.line.contains("revoked") && view.line.ends_with('.'),
                "{}",
                view.line
            );
        }
        for code in Code::all() {
            let said = format!("{} {}", code.title(), code.sentence(Audience::Employer));
            assert!(
                !said.contains("revoked") && !said.contains("assertion"),
                "{code}: {said}"
            );
        }
    }

    #[test]
    fn a_presentation_counts_what_came_in_it_and_names_no_giver() {
        let holding = |verdicts: &[Verdict]| Report {
            credentials: verdicts
                .iter()
                .map(|verdict| report(*verdict, &[]))
                .collect(),
            ..report(verdicts[0], &[])
        };
        for (verdicts, expected) in [
            (&[Verdict::Valid][..], "What came in it holds."),
            (
                &[Verdict::Expired],
                "What came in it does not hold now; see below.",
            ),
            (
                &[Verdict::Valid, Verdict::Valid],
                "All 2 that came in it hold.",
            ),
            (
                &[Verdict::Revoked, Verdict::Valid],
                "1 of the 2 that came in it hold now; see below.",
            ),
        ] {
            assert_eq!(
                verdict(&holding(verdicts), &Story::default()).line,
                expected
            );
        }
    }
}

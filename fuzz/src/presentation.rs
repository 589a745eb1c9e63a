//! Presentations: one that answers a question does not answer another.

use openbadges::verify::{Expected, Input, NoNetwork, Policy, Request, verify_presentation};

/// Verifies what somebody shows.
pub fn target(data: &[u8]) {
    let now = "2026-11-22T10:00:00Z".parse().expect("a timestamp");
    let answers = |challenge: &str| {
        let request = Request {
            input: Input::Bytes(data),
            recipient: None,
        };
        let question = Expected {
            challenge: Some(challenge),
            domain: Some("https://verifier.example"),
        };
        let policy = Policy::offline();
        let report = verify_presentation(&request, &question, &policy, &NoNetwork, now);
        report.verdict.holds()
    };
    assert!(!(answers("8f2c") && answers("another")));
}

//! The whole verifier: any bytes get a report, and nothing is valid without a signature that fits.

use openbadges::verify::{
    Code, Input, NoNetwork, Outcome, Policy, Report, Request, Verdict, verify,
};

use super::tidy::spellings;

/// Verifies a file.
pub fn target(data: &[u8]) {
    let now = "2026-11-22T10:00:00Z".parse().expect("a timestamp");
    for file in spellings(data) {
        let request = Request {
            input: Input::Bytes(&file),
            recipient: Some("ada@example.org"),
        };
        let report = verify(&request, &Policy::default(), &NoNetwork, now);
        let signed = report
            .checks
            .iter()
            .any(|check| check.code == Code::SignatureOk && check.outcome == Outcome::Pass);
        let valid = matches!(report.verdict, Verdict::Valid | Verdict::ValidWithWarnings);
        assert!(!valid || signed, "{report:?}");
        let text = serde_json::to_string(&report).expect("a report is JSON");
        let again: Report = serde_json::from_str(&text).expect("a report can be read");
        assert_eq!(again, report);
    }
}

//! The sample badges of `spec-data/samples`, which are not part of this repository.
//!
//! `ACCOLADE_SPEC_DATA` names the folder `spec-data`; otherwise it is looked for beside the workspace. Without it each of
//! these tests says so in one line and does nothing.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use openbadges::verify::{
    Evidence, Fetch, FetchError, Fetched, Input, Outcome, Policy, Report, Request, Verdict, verify,
    verify_recorded,
};
use serde_json::Value;
use url::Url;

/// Where we answer otherwise than the index, and why.
const EXCEPTIONS: &[(&str, Verdict, &str)] = &[
    (
        "ob30/simple-jwt.svg",
        Verdict::Indeterminate,
        "the token brings its own key and the issuer's site does not answer: anybody could make such a token in that issuer's name, so it is not called valid",
    ),
    (
        "made/jwt-jwk-header.jwt",
        Verdict::Indeterminate,
        "the index warns that the key in the header does not prove the issuer unless its site publishes it; the site does not answer, and who burns a verifier's budget can silence any site, so the question stays open",
    ),
    (
        "ob30/credential-status-revoked.json",
        Verdict::Indeterminate,
        "neither the did:web document nor the revocation list is in resolver.json; what does not answer is never held against a badge",
    ),
    (
        "ob30/complete.json",
        Verdict::Indeterminate,
        "the index says invalid because a schema is unreachable; schemas are not fetched here, and the unreachable status list leaves it open",
    ),
    (
        "clr20/simple_v1.json",
        Verdict::Indeterminate,
        "the unversioned context of CLR 2.0 has no copy that may be compiled in, so nobody can tell what was signed",
    ),
    (
        "ob20/basic-assertion-with-allowed-origins-valid-starts-with.json",
        Verdict::ValidWithWarnings,
        "the issuer profile is served under another id than it states, which is told as in warning-with-redirection.json",
    ),
    (
        "dcc/v2/ed25519/didWeb/badDidWeb.json",
        Verdict::Indeterminate,
        "the did:web document is only absent from resolver.json; an answer of 404 makes it invalid, as another test here shows",
    ),
];

#[test]
fn every_sample_gets_the_verdict_its_index_states() {
    let Some(folder) = samples() else { return };
    let index = json(&folder.join("index.json"));
    let entries = index.as_array().unwrap();
    let mut wrong = Vec::new();

    for entry in entries {
        let file = entry["file"].as_str().unwrap();
        let stated = entry["expect"].as_str().unwrap();
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let report = check(&bytes, &Resolver::serving(&folder, entry, &bytes));

        let exception = EXCEPTIONS.iter().find(|(excepted, ..)| *excepted == file);
        let expected = exception.map_or_else(|| expected(stated), |(_, verdict, _)| *verdict);
        let told = match stated {
            "legacy" => has_code(&report, "format.legacy"),
            "status-unverifiable" => report
                .decisive()
                .unwrap()
                .code
                .as_str()
                .starts_with("status."),
            _ => true,
        };
        if report.verdict != expected || !told {
            wrong.push(format!("{file}: {stated}, but got {}", told_by(&report)));
        }
    }

    assert!(entries.len() > 100);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_hosted_badge_whose_address_is_silent_could_not_be_checked() {
    let Some(folder) = samples() else { return };
    let bytes = std::fs::read(folder.join("ob20/basic-assertion.json")).unwrap();

    let report = check(&bytes, &Resolver::of(&folder));

    assert_eq!(
        report.verdict,
        Verdict::Indeterminate,
        "{}",
        told_by(&report)
    );
    assert!(has_code(&report, "hosted.unreachable"));
    assert_eq!(
        report.badge.unwrap().name.as_deref(),
        Some("Awesome Robotics Badge")
    );
}

#[test]
fn a_hosted_badge_that_differs_from_its_address_is_invalid() {
    let Some(folder) = samples() else { return };
    let original = std::fs::read_to_string(folder.join("ob20/basic-assertion.json")).unwrap();
    let mut resolver = Resolver::of(&folder);
    resolver.own.insert(
        "https://example.org/beths-robotics-badge.json".to_owned(),
        original.clone().into_bytes(),
    );

    for (from, to) in [
        ("ecf5409f", "ecf5409e"),
        ("2016-12-31", "2017-12-31"),
        ("deadsea", "redsea"),
        ("robot-work", "other-work"),
    ] {
        let report = check(original.replace(from, to).as_bytes(), &resolver);

        assert_eq!(
            report.verdict,
            Verdict::Invalid,
            "{from}: {}",
            told_by(&report)
        );
        assert!(has_code(&report, "hosted.differs"));
    }
    assert_eq!(
        check(original.as_bytes(), &resolver).verdict,
        Verdict::Valid
    );
}

#[test]
fn a_did_document_that_does_not_exist_makes_a_badge_invalid() {
    let Some(folder) = samples() else { return };
    let bytes = std::fs::read(folder.join("dcc/v2/ed25519/didWeb/badDidWeb.json")).unwrap();
    let mut resolver = Resolver::of(&folder);
    resolver.absent = true;

    let report = check(&bytes, &resolver);

    assert_eq!(report.verdict, Verdict::Invalid, "{}", told_by(&report));
    assert!(has_code(&report, "issuer.key.missing"));
}

#[test]
fn without_a_network_nothing_is_called_invalid_that_is_true() {
    let Some(folder) = samples() else { return };
    let index = json(&folder.join("index.json"));

    for entry in index.as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        let report = check(
            &std::fs::read(folder.join(file)).unwrap(),
            &openbadges::verify::NoNetwork,
        );

        if matches!(
            entry["expect"].as_str(),
            Some("valid" | "valid-with-warning" | "revoked" | "suspended")
        ) {
            assert_ne!(
                report.verdict,
                Verdict::Invalid,
                "{file}: {}",
                told_by(&report)
            );
        }
    }
}

#[test]
fn no_changed_leaf_of_a_good_badge_is_called_valid() {
    let Some(folder) = samples() else { return };
    let files = [
        "made/di-valid.json",
        "dcc/v1/bothSignatureTypes/didWeb/legacy-noStatus-noExpiry.json",
    ];
    for file in files {
        let document = json(&folder.join(file));
        let resolver = Resolver::of(&folder);
        assert_eq!(
            check(document.to_string().as_bytes(), &resolver).verdict,
            Verdict::Valid
        );

        let leaves = leaves_of(&document);

        assert!(leaves.len() > 20);
        for pointer in leaves {
            let mut changed = document.clone();
            alter(changed.pointer_mut(&pointer).unwrap());
            let report = check(changed.to_string().as_bytes(), &resolver);
            assert_ne!(
                report.verdict,
                Verdict::Valid,
                "{file}{pointer}: {}",
                told_by(&report)
            );
        }
    }
}

#[test]
fn no_removed_or_added_member_of_a_good_badge_is_called_valid() {
    let Some(folder) = samples() else { return };
    let document = json(&folder.join("made/di-valid.json"));
    let resolver = Resolver::of(&folder);

    for pointer in objects_of(&document) {
        let names: Vec<String> = document
            .pointer(&pointer)
            .unwrap()
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        for name in names {
            let mut changed = document.clone();
            changed
                .pointer_mut(&pointer)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .shift_remove(&name);
            let report = check(changed.to_string().as_bytes(), &resolver);
            assert_ne!(
                report.verdict,
                Verdict::Valid,
                "without {pointer}/{name}: {}",
                told_by(&report)
            );
        }
        let mut changed = document.clone();
        changed.pointer_mut(&pointer).unwrap()["grade"] = "A".into();
        let report = check(changed.to_string().as_bytes(), &resolver);
        assert_ne!(
            report.verdict,
            Verdict::Valid,
            "{pointer}/grade: {}",
            told_by(&report)
        );
    }
}

#[test]
fn every_report_can_be_made_again_from_its_evidence() {
    let Some(folder) = samples() else { return };
    let index = json(&folder.join("index.json"));
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    let policy = Policy::default();

    for entry in index.as_array().unwrap() {
        let bytes = std::fs::read(folder.join(entry["file"].as_str().unwrap())).unwrap();
        let request = Request {
            input: Input::Bytes(&bytes),
            recipient: Some("somebody@example.org"),
        };
        let resolver = Resolver::serving(&folder, entry, &bytes);

        let (report, evidence) = verify_recorded(&request, &policy, &resolver, now);
        let stored = serde_json::to_vec(&evidence).unwrap();
        let evidence: Evidence = serde_json::from_slice(&stored).unwrap();

        assert_eq!(report, verify(&request, &policy, &resolver, now));
        assert_eq!(evidence.replay(request.input), report, "{}", entry["file"]);
        assert_eq!(evidence.documents.len(), report.fetched.len());
    }
}

#[test]
fn damaged_copies_of_every_sample_are_answered() {
    let Some(folder) = samples() else { return };
    let index = json(&folder.join("index.json"));
    let mut state = 1_u64;
    let mut below = |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };

    for entry in index.as_array().unwrap() {
        let bytes = std::fs::read(folder.join(entry["file"].as_str().unwrap())).unwrap();
        let resolver = Resolver::of(&folder);
        for _ in 0..6 {
            let mut damaged = bytes.clone();
            damaged[below(bytes.len())] ^= 1 << below(8);
            damaged.truncate(bytes.len() - below(bytes.len()) / 8);
            let report = check(&damaged, &resolver);
            assert!(!report.checks.is_empty());
        }
    }
}

fn samples() -> Option<PathBuf> {
    let data = std::env::var_os("ACCOLADE_SPEC_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec-data"),
        PathBuf::from,
    );
    let folder = data.join("samples");
    if folder.join("index.json").exists() {
        return Some(folder);
    }
    // Past the capture of the test harness, so that nobody takes a skipped test for a passed one.
    let _ = writeln!(
        std::io::stderr(),
        "samples skipped: no folder {} (set ACCOLADE_SPEC_DATA)",
        folder.display()
    );
    None
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Answers from `resolver.json`; what is not in it does not answer.
struct Resolver {
    folder: PathBuf,
    files: HashMap<String, String>,
    own: HashMap<String, Vec<u8>>,
    /// Whether what is not there is said to be absent, instead of silent.
    absent: bool,
}

impl Resolver {
    fn of(folder: &Path) -> Self {
        let files = serde_json::from_value(json(&folder.join("resolver.json"))).unwrap();
        Self {
            folder: folder.to_owned(),
            files,
            own: HashMap::new(),
            absent: false,
        }
    }

    /// A hosted document of 2.0 is what its address serves, but `resolver.json` does not list the samples themselves. So
    /// each sample also answers at the address it states, and a baked picture at that of the assertion baked into it.
    fn serving(folder: &Path, entry: &Value, bytes: &[u8]) -> Self {
        let mut resolver = Self::of(folder);
        if entry["spec"] == "OB2" {
            let hosted = if entry["format"] == "JSON" {
                bytes.to_vec()
            } else {
                std::fs::read(folder.join("ob20/basic-assertion.json")).unwrap()
            };
            let document: Value = serde_json::from_slice(&hosted).unwrap();
            resolver
                .own
                .insert(document["id"].as_str().unwrap().to_owned(), hosted);
        }
        resolver
    }
}

impl Fetch for Resolver {
    fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
        let answer = |status: u16, body: Vec<u8>| Fetched {
            status,
            media_type: None,
            body,
            final_url: url.clone(),
        };
        if let Some(body) = self.own.get(url.as_str()) {
            return Ok(answer(200, body.clone()));
        }
        match self.files.get(url.as_str()) {
            Some(file) => Ok(answer(200, std::fs::read(self.folder.join(file)).unwrap())),
            None if self.absent => Ok(answer(404, Vec::new())),
            None => Err(FetchError::Unreachable("not in resolver.json".to_owned())),
        }
    }
}

fn check(bytes: &[u8], fetch: &dyn Fetch) -> Report {
    let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
    verify(
        &Request {
            input: Input::Bytes(bytes),
            recipient: None,
        },
        &Policy::default(),
        fetch,
        now,
    )
}

fn expected(stated: &str) -> Verdict {
    match stated {
        "valid" => Verdict::Valid,
        "valid-with-warning" | "legacy" => Verdict::ValidWithWarnings,
        "expired" => Verdict::Expired,
        "not-yet-valid" => Verdict::NotYetValid,
        "revoked" => Verdict::Revoked,
        "suspended" => Verdict::Suspended,
        "invalid" => Verdict::Invalid,
        "status-unverifiable" => Verdict::Indeterminate,
        other => panic!("the index states {other}"),
    }
}

fn has_code(report: &Report, code: &str) -> bool {
    report
        .checks
        .iter()
        .any(|check| check.code.as_str() == code)
}

/// A report in a few lines, for when a test fails.
fn told_by(report: &Report) -> String {
    let mut text = report.verdict.as_str().to_owned();
    for check in report
        .checks
        .iter()
        .filter(|check| check.outcome != Outcome::Skipped)
    {
        let pointer = check.pointer.as_deref().unwrap_or_default();
        text.push_str(&format!(
            "\n    {} {} {pointer} {}",
            check.id, check.code, check.detail
        ));
    }
    text
}

fn leaves_of(value: &Value) -> Vec<String> {
    walk(value, String::new())
        .into_iter()
        .filter(|(_, leaf)| *leaf)
        .map(|(pointer, _)| pointer)
        .collect()
}

fn objects_of(value: &Value) -> Vec<String> {
    walk(value, String::new())
        .into_iter()
        .map(|(pointer, _)| pointer)
        .filter(|pointer| value.pointer(pointer).unwrap().is_object())
        .collect()
}

fn walk(value: &Value, at: String) -> Vec<(String, bool)> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => return vec![(at, true)],
    };
    let inside = children
        .into_iter()
        .flat_map(|(name, child)| walk(child, format!("{at}/{name}")));
    std::iter::once((at.clone(), false)).chain(inside).collect()
}

fn alter(leaf: &mut Value) {
    *leaf = match leaf {
        Value::String(text) => {
            let last = text
                .pop()
                .map_or('a', |last| if last == 'x' { 'y' } else { 'x' });
            text.push(last);
            Value::String(text.clone())
        }
        Value::Bool(yes) => Value::Bool(!*yes),
        Value::Number(_) => 7_654_321.into(),
        _ => Value::String("changed".to_owned()),
    };
}

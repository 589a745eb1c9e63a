//! Is it true? Any badge in, one report out.
//!
//! [`verify`] takes bytes or an address (JSON, compact JWS, SD-JWT, PNG, SVG; Open Badges 3.0, 2.0 and older, CLR 2.0) and yields a
//! [`Report`]: one [`Verdict`] and the list of [`Check`]s that led to it, each with a stable [`Code`]. It never fails and
//! never touches the network itself: what must be fetched goes through [`Fetch`].
//!
//! ```
//! use openbadges::verify::{Input, NoNetwork, Policy, Request, Verdict, verify};
//!
//! let now = "2026-11-22T12:00:00Z".parse().expect("a timestamp");
//! let request = Request { input: Input::Bytes(b"{\"hello\": 1}"), recipient: None };
//! let report = verify(&request, &Policy::default(), &NoNetwork, now);
//! assert_eq!(report.verdict, Verdict::Invalid);
//! assert_eq!(report.checks[0].code.as_str(), "format.no_badge");
//! ```
//!
//! A [`Policy`] says under which rules, and which registers of issuers are asked. With [`verify_recorded`] and
//! [`verify_presentation_recorded`] everything that was fetched is kept as [`Evidence`], from which the same report can be made again offline.
//!
//! What it does not do: it does not fetch schemas, nor pictures other than those whose digest was signed, and it does not
//! follow refresh services (it says that there is one: a newer copy is another document, to be asked for and checked by
//! itself).

use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;

pub mod codes;
mod credential;
mod envelope;
mod evidence;
mod fetch;
mod fragment;
mod frame;
mod input;
mod issuer_keys;
mod lists;
mod person;
mod policy;
mod presentation;
mod proofs;
mod report;
mod resources;
mod run;
mod shape;
mod summary;
mod token;
mod trust;
mod v2;

pub use codes::{Audience, Code, Severity};
pub use evidence::{Evidence, Recorded, RecordedAnswer, RecordedBody, RecordedQuestion};
pub use fetch::{Fetch, FetchError, Fetched, NoNetwork};
pub use policy::{EndedKeys, Policy, ProofPolicy};
pub use presentation::Expected;
pub use report::{
    BadgeSummary, Check, FetchedRecord, IssuerSummary, Outcome, PresentationSummary,
    RecipientMatch, RecipientSummary, Report, SignatureEvidence, Subject, Verdict,
};

pub use trust::{
    LinkedDomain, LinkedDomains, MatchingIssuer, Registry, RegistryKind, Trust, TrustAnchor,
    TrustPolicy, UncheckedRegistry,
};

use fetch::Answer;
use input::Found;
use run::{Findings, Run};
use shape::v3::Purpose;

/// What is to be checked.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The badge, or where it is.
    pub input: Input<'a>,
    /// An e-mail address, URL or DID that the badge should have been given to.
    pub recipient: Option<&'a str>,
}

/// The badge, or where it is.
#[derive(Debug, Clone, Copy)]
pub enum Input<'a> {
    /// A file or a pasted text; a text that is nothing but an address is followed.
    Bytes(&'a [u8]),
    /// An address.
    Url(&'a Url),
}

/// What we ask for when somebody hands us an address.
const ACCEPT_ANYTHING: &str = "application/vc+ld+json, application/vc, application/ld+json;q=0.9, application/json;q=0.8, \
                               application/vc+jwt;q=0.7, image/png;q=0.6, image/svg+xml;q=0.6, text/plain;q=0.5";

/// How often an address may lead to another one: a picture at an address may hold the address of the assertion.
const MOST_HOPS: usize = 2;

/// The name and version of this crate, as reports state it.
const ENGINE: &str = concat!("openbadges ", env!("CARGO_PKG_VERSION"));

/// Checks a badge and says what was found.
pub fn verify(request: &Request<'_>, policy: &Policy, fetch: &dyn Fetch, now: Timestamp) -> Report {
    report_on(request, None, &mut Run::new(policy, fetch, now))
}

/// Checks a presentation that a verifier asked for.
///
/// Unlike [`verify`], which takes whatever comes, this wants a signed presentation that answers what was asked. Each
/// credential in it has its own report in [`Report::credentials`].
pub fn verify_presentation(
    request: &Request<'_>,
    expected: &Expected<'_>,
    policy: &Policy,
    fetch: &dyn Fetch,
    now: Timestamp,
) -> Report {
    report_on(request, Some(expected), &mut Run::new(policy, fetch, now))
}

/// Checks a badge like [`verify`], and keeps everything that was fetched, so that the report can be made again offline.
pub fn verify_recorded(
    request: &Request<'_>,
    policy: &Policy,
    fetch: &dyn Fetch,
    now: Timestamp,
) -> (Report, Evidence) {
    record(request, None, policy, fetch, now)
}

/// Checks a presentation like [`verify_presentation`], and keeps what was asked of the holder and everything that was
/// fetched, so that the report can be made again offline.
pub fn verify_presentation_recorded(
    request: &Request<'_>,
    expected: &Expected<'_>,
    policy: &Policy,
    fetch: &dyn Fetch,
    now: Timestamp,
) -> (Report, Evidence) {
    record(request, Some(expected), policy, fetch, now)
}

fn record(
    request: &Request<'_>,
    expected: Option<&Expected<'_>>,
    policy: &Policy,
    fetch: &dyn Fetch,
    now: Timestamp,
) -> (Report, Evidence) {
    let mut run = Run::new(policy, fetch, now);
    run.fetcher.evidence = Some(Vec::new());
    let report = report_on(request, expected, &mut run);
    let evidence = Evidence {
        engine: ENGINE.to_owned(),
        checked_at: now,
        policy: policy.clone(),
        recipient: request.recipient.map(str::to_owned),
        expected: expected.map(RecordedQuestion::from),
        documents: run.fetcher.evidence.take().unwrap_or_default(),
    };
    (report, evidence)
}

fn report_on(request: &Request<'_>, expected: Option<&Expected<'_>>, run: &mut Run<'_>) -> Report {
    let mut findings = Findings::default();
    let mut subject = Subject {
        spec: None,
        form: "url".to_owned(),
        id: None,
        sha256: String::new(),
    };
    let (found, origin) = match request.input {
        Input::Bytes(bytes) => {
            let reading = input::read(bytes, &mut findings);
            subject.form = reading.form.to_owned();
            subject.sha256 = sha256(bytes);
            (reading.found, None)
        }
        Input::Url(url) => {
            subject.sha256 = sha256(url.as_str().as_bytes());
            (Some(Found::Address(url.clone())), None)
        }
    };
    let (found, origin) = follow(run, found, origin, &mut subject, &mut findings);
    let mut badge = None;
    let mut shown = None;
    match folded(found, expected, &mut findings) {
        Some(Found::Presentation(presented)) => {
            let checked =
                presentation::check(run, &presented, expected, request.recipient, &mut findings);
            subject.spec = Some("VP".to_owned());
            subject.id.clone_from(&checked.id);
            shown = Some(checked);
        }
        Some(found) => {
            let learned = examine(
                run,
                &found,
                origin.as_ref(),
                (request.recipient, expected),
                &mut findings,
            );
            subject.spec = Some(learned.spec.to_owned());
            subject.id = learned.id;
            badge = learned.badge;
        }
        None => {}
    }
    let mut report = report_of(run, subject, badge, findings);
    report.fetched = std::mem::take(&mut run.fetcher.records);
    if let Some(shown) = shown {
        if let [only] = shown.reports.as_slice() {
            report.badge.clone_from(&only.badge);
        }
        report.presentation = Some(shown.summary);
        report.credentials = shown.reports;
    }
    report
}

/// The report on one document, without what was fetched for it.
fn report_of(
    run: &mut Run<'_>,
    subject: Subject,
    mut badge: Option<BadgeSummary>,
    mut findings: Findings,
) -> Report {
    if let (Some(badge), Some(reason)) = (&mut badge, findings.revocation_reason.take()) {
        badge.revocation_reason = Some(reason);
    }
    if let Some(badge) = &mut badge {
        badge.messages = std::mem::take(&mut findings.messages);
    }
    let trust = trust::check(run, badge.as_ref(), &mut findings);
    run.policy.judge(&mut findings);
    Report {
        verdict: Report::verdict_of(&findings.checks),
        checked_at: run.now,
        policy: run.policy.name.clone(),
        engine: ENGINE.to_owned(),
        subject,
        badge,
        recipient: findings.recipient,
        trust,
        checks: findings.checks,
        fetched: Vec::new(),
        presentation: None,
        credentials: Vec::new(),
    }
}

/// Takes the only credential out of a presentation that nobody signed; whoever asked for a presentation gets one or none.
fn folded(
    found: Option<Found>,
    expected: Option<&Expected<'_>>,
    findings: &mut Findings,
) -> Option<Found> {
    match (found?, expected) {
        (Found::Presentation(presented), None) => {
            let Some(only) = presented.bare_credential() else {
                return Some(Found::Presentation(presented));
            };
            input::in_value(only.clone(), findings, 0)
        }
        (found @ Found::Presentation(_), Some(_)) | (found, None) => Some(found),
        // An SD-JWT is shown by itself, and answers by its key binding.
        (Found::Token(token), Some(_)) if token.is_shown() => Some(Found::Token(token)),
        (_, Some(_)) => {
            let detail = "what was handed in is no presentation";
            findings.add("format", Code::PresentationMissing, detail);
            None
        }
    }
}

/// Follows addresses until there is a document.
fn follow(
    run: &mut Run<'_>,
    mut found: Option<Found>,
    mut origin: Option<Url>,
    subject: &mut Subject,
    findings: &mut Findings,
) -> (Option<Found>, Option<Url>) {
    for _ in 0..MOST_HOPS {
        let Some(Found::Address(url)) = found else {
            return (found, origin);
        };
        found = None;
        match run.fetcher.get(&url, ACCEPT_ANYTHING) {
            Answer::Unknown(why) => findings.add("input", Code::InputUnreachable, why),
            Answer::NotFound => findings.add(
                "input",
                Code::InputMissing,
                format!("the server says that {url} does not exist"),
            ),
            Answer::Gone(answer) | Answer::Found(answer) if answer.status == 410 => {
                findings.add(
                    "status",
                    Code::StatusRevoked,
                    format!("{url} answers that it is gone"),
                );
                // Only the withdrawal counts now; the body may still say what it was, and why.
                if let Ok(body) = crate::json::read(&answer.body)
                    && body.get("revoked") == Some(&Value::Bool(true))
                    && body.get("@context").is_some()
                    && shape::has_type(&body, "Assertion")
                {
                    found = Some(Found::V2(body));
                }
            }
            Answer::Found(answer) | Answer::Gone(answer) => {
                subject.sha256 = sha256(&answer.body);
                if is_page(&answer) {
                    findings.add(
                        "input",
                        Code::HostedUnreadable,
                        format!("{url} answers with a page for people"),
                    );
                    continue;
                }
                found = input::read(&answer.body, findings).found;
                if matches!(found, Some(Found::V2(_))) {
                    v2::note_elsewhere(&answer, &url, "hosted", findings);
                }
                origin = Some(if named_after(found.as_ref(), &answer.final_url) {
                    answer.final_url.clone()
                } else {
                    url
                });
            }
        }
    }
    if matches!(found, Some(Found::Address(_))) {
        findings.add(
            "input",
            Code::HostedUnreadable,
            "the address leads to an address that leads to an address",
        );
        found = None;
    }
    (found, origin)
}

fn is_page(answer: &Fetched) -> bool {
    let html = answer
        .media_type
        .as_deref()
        .is_some_and(|media_type| media_type.starts_with("text/html"));
    let start = answer.body.iter().find(|byte| !byte.is_ascii_whitespace());
    html && start == Some(&b'<')
}

fn named_after(found: Option<&Found>, url: &Url) -> bool {
    matches!(found, Some(Found::V2(document)) if document.get("id").and_then(Value::as_str) == Some(url.as_str()))
}

/// Checks what was found, each kind by its own rules.
fn examine(
    run: &mut Run<'_>,
    found: &Found,
    origin: Option<&Url>,
    (recipient, expected): (Option<&str>, Option<&Expected<'_>>),
    findings: &mut Findings,
) -> v2::Outcome {
    match found {
        Found::Credential(document) => {
            credential::check_embedded(run, document, 0, findings);
            learned(document, recipient, findings)
        }
        Found::Token(token) => {
            credential::check_token(run, token, 0, findings);
            token.check_shown(run, expected, findings);
            let learned = learned(&token.credential, recipient, findings);
            v2::Outcome {
                spec: if token.is_claims() {
                    "SD-JWT-VC"
                } else {
                    learned.spec
                },
                ..learned
            }
        }
        Found::V2(document) => {
            let origin = origin.map_or(v2::Origin::Copy, v2::Origin::Address);
            v2::check(run, document, origin, recipient, findings)
        }
        Found::V2Signed(jws, document) => {
            v2::check(run, document, v2::Origin::Signed(jws), recipient, findings)
        }
        // `follow` leaves no address behind, and presentations are checked as a whole.
        Found::Address(_) | Found::Presentation(_) => v2::Outcome {
            spec: "VC",
            id: None,
            badge: None,
        },
    }
}

fn learned(credential: &Value, recipient: Option<&str>, findings: &mut Findings) -> v2::Outcome {
    if !findings.invalid() {
        person::check_v3(credential, recipient, findings);
    }
    let spec = match Purpose::of(credential) {
        Purpose::Clr => "CLR-2.0",
        Purpose::Badge | Purpose::Endorsement => "OB-3.0",
        Purpose::StatusList | Purpose::Other => "VC",
    };
    v2::Outcome {
        spec,
        id: credential
            .get("id")
            .and_then(Value::as_str)
            .map(str::to_owned),
        badge: Some(summary::of_credential(credential)),
    }
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests;

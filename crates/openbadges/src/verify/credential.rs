//! One credential from its first line to its last: frame, shape, proof, dates, status, and what is inside.

use jiff::Timestamp;
use serde_json::Value;

use super::codes::{Code, Severity};
use super::issuer_keys::same;
use super::person::subject_of;
use super::run::{Findings, Run};
use super::shape::v3::{Purpose, check_credential, date_names, several};
use super::shape::{id_of, shorten};
use super::token::Token;
use super::{envelope, frame, lists, proofs, resources};
use crate::json;
use crate::proof::vc_jose::Envelope;
use crate::time::parse_date_time_stamp;
use crate::v3::extensions;

/// How deep credentials inside credentials are looked at.
pub(super) const DEEPEST: u8 = 3;

/// What came of checking a credential that stands inside, or is needed by, another.
pub(super) struct Inner {
    pub(super) findings: Findings,
    pub(super) document: Option<Value>,
}

impl Inner {
    /// What the findings come to when the policy has had its say. Whose word it is must be proved: a name that leads
    /// nowhere can be anybody's.
    fn weigh(&mut self, run: &Run<'_>) -> Severity {
        run.policy.judge(&mut self.findings);
        match self.findings.severity() {
            Severity::Pass | Severity::Note | Severity::Skipped | Severity::Warning
                if !self.findings.has(Code::IssuerKeyOk) =>
            {
                Severity::Unknown
            }
            severity => severity,
        }
    }
}

/// Checks a credential that somebody else handed over: JSON, or a compact JWS.
pub(super) fn check_inner(run: &mut Run<'_>, body: &[u8], depth: u8) -> Inner {
    let mut findings = Findings::default();
    let text = std::str::from_utf8(body).unwrap_or_default().trim();
    if text.starts_with('{') {
        return match json::read(body) {
            Ok(document) => {
                check_embedded(run, &document, depth + 1, &mut findings);
                Inner {
                    findings,
                    document: Some(document),
                }
            }
            Err(error) => {
                findings.add("format", Code::FormatUnreadable, error.to_string());
                Inner {
                    findings,
                    document: None,
                }
            }
        };
    }
    match Token::read(text) {
        Ok(token) => {
            check_token(run, &token, depth + 1, &mut findings);
            Inner {
                findings,
                document: Some(token.credential),
            }
        }
        Err((code, detail)) => {
            findings.add("format", code, detail);
            Inner {
                findings,
                document: None,
            }
        }
    }
}

/// Checks a credential with embedded proofs.
pub(super) fn check_embedded(
    run: &mut Run<'_>,
    credential: &Value,
    depth: u8,
    findings: &mut Findings,
) {
    if let Some(issuer) = check_form(run, credential, findings) {
        proofs::check(run, credential, &issuer, findings);
    } else if credential.get("proof").is_none() {
        findings.add_at(
            "proof",
            Code::SignatureMissing,
            "/proof",
            "there is no proof",
        );
    }
    check_rest(run, credential, Span::default(), depth, findings);
}

/// Checks a credential without a proof of its own, for which the proof of the presentation around it stands.
pub(super) fn check_self_asserted(run: &mut Run<'_>, credential: &Value, findings: &mut Findings) {
    if let Some(issuer) = check_form(run, credential, findings) {
        let places = proofs::Forms::new(run, credential).check_places_inside(credential);
        if let Err((code, detail)) = places {
            findings.add("proof", code, detail);
        }
        let detail = format!("{} says so, and signed the presentation", shorten(&issuer));
        findings.add("proof", Code::PresentationSelfAsserted, detail);
    }
    check_rest(run, credential, Span::default(), 0, findings);
}

/// Checks a credential inside a token.
pub(super) fn check_token(run: &mut Run<'_>, token: &Token, depth: u8, findings: &mut Findings) {
    let issuer = if token.is_claims() {
        token.check_form_of_claims(findings)
    } else {
        check_form(run, &token.credential, findings)
    };
    token.check_claims(findings);
    if let Some(issuer) = issuer {
        token.check_signature(run, &issuer, findings);
    }
    check_rest(run, &token.credential, token.span(), depth, findings);
}

/// Frame and shape; the issuer, if it makes sense to look at the proof at all.
fn check_form(run: &Run<'_>, credential: &Value, findings: &mut Findings) -> Option<String> {
    let known = frame::check(run.policy, credential, findings);
    let faults = check_credential(credential, frame::version(credential));
    let (whole, what) = match Purpose::of(credential) {
        Purpose::Badge => (Code::FormatOk, "Open Badges 3.0"),
        Purpose::Endorsement => (Code::FormatOk, "an endorsement of Open Badges 3.0"),
        Purpose::Clr => (Code::FormatOk, "Comprehensive Learner Record 2.0"),
        Purpose::StatusList => (Code::FormatOk, "a status list"),
        Purpose::Other => (Code::FormatCredential, "a verifiable credential"),
    };
    findings.add_faults(faults, whole, what);
    check_extensions(credential, findings);
    credential
        .get("issuer")
        .and_then(id_of)
        .filter(|_| known)
        .map(str::to_owned)
}

/// How many faults of extensions are told one by one.
const MOST_TOLD: usize = 8;

/// Checks the published extensions that the credential names. They add to a badge and take nothing from it, so one that
/// is wrong is a warning.
fn check_extensions(credential: &Value, findings: &mut Findings) {
    for used in extensions::used(credential) {
        let name = used.name;
        for fault in used.faults.iter().take(MOST_TOLD) {
            let code = if fault.grave {
                Code::ExtensionBroken
            } else {
                Code::FormatDeviation
            };
            let detail = format!("{name}: {}", fault.message);
            findings.add_at("extension", code, &fault.pointer, detail);
        }
        if used.faults.iter().any(|fault| fault.grave) {
            continue;
        }
        match used.place {
            Some(at) => {
                let detail = format!("{name}, by its published schema");
                findings.add_at("extension", Code::ExtensionOk, at, detail);
            }
            None => {
                let detail = format!("{name} is named, and nothing of it is there");
                findings.add_at("extension", Code::ExtensionSkipped, used.at, detail);
            }
        }
    }
}

fn check_rest(
    run: &mut Run<'_>,
    credential: &Value,
    of_token: Span,
    depth: u8,
    findings: &mut Findings,
) {
    // Nothing in an unproved document is worth asking the world about.
    let proof_seen = findings
        .checks
        .iter()
        .any(|check| check.id.starts_with("proof"));
    if findings.invalid() || !proof_seen {
        if credential.get("credentialStatus").is_some() {
            findings.add("status", Code::StatusSkipped, "an earlier check failed");
        }
        return;
    }
    check_dates(run, credential, of_token, findings);
    let purpose = Purpose::of(credential);
    if purpose != Purpose::StatusList {
        lists::check(run, credential, depth, findings);
    }
    resources::check(run, credential, findings);
    for (at, schema) in several(credential, "credentialSchema") {
        let id = schema
            .get("id")
            .and_then(Value::as_str)
            .map(shorten)
            .unwrap_or_default();
        findings.add_at(
            "schema",
            Code::SchemaSkipped,
            at,
            format!("{id} was not fetched"),
        );
    }
    if let Some((at, service)) = several(credential, "refreshService").into_iter().next() {
        let id = service
            .get("id")
            .and_then(Value::as_str)
            .map(shorten)
            .unwrap_or_default();
        findings.add_at(
            "refresh",
            Code::RefreshOffered,
            at,
            format!("{id} was not asked"),
        );
    }
    check_endorsements(run, credential, depth, findings);
    if purpose == Purpose::Clr {
        check_record(run, credential, depth, findings);
    }
}

/// From when until when something is in force, where that was said.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    pub(super) from: Option<Timestamp>,
    pub(super) until: Option<Timestamp>,
}

fn check_dates(run: &Run<'_>, credential: &Value, of_token: Span, findings: &mut Findings) {
    let (from_name, until_name) = date_names(frame::version(credential));
    let date = |name: &str| {
        credential
            .get(name)
            .and_then(Value::as_str)
            .and_then(|text| parse_date_time_stamp(text).ok())
    };
    // The contexts of both versions have the words of the second, and a signed document may be moved from one to the
    // other without breaking the signature: so the words of both count.
    let from = [date("validFrom"), date("issuanceDate"), of_token.from];
    let from = from.into_iter().flatten().max();
    let until = [date("validUntil"), date("expirationDate"), of_token.until];
    let until = until.into_iter().flatten().min();
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let at = json::pointer_to("", until_name);
        return findings.add_at(
            "validity",
            Code::ValidityOrder,
            at,
            format!("valid from {from} until {until}"),
        );
    }
    if let Some(from) = from
        && from > run.latest_now()
    {
        return findings.add_at(
            "validity",
            Code::ValidityNotYet,
            json::pointer_to("", from_name),
            format!("valid from {from}"),
        );
    }
    match until {
        Some(until) if until <= run.now => {
            findings.add_at(
                "validity",
                Code::ValidityExpired,
                json::pointer_to("", until_name),
                format!("valid until {until}"),
            );
        }
        Some(until) => findings.add("validity", Code::ValidityOk, format!("valid until {until}")),
        None => findings.add("validity", Code::ValidityOk, "no end was set"),
    }
}

/// How many endorsements, and how many credentials of a record, are told one by one.
const MOST_INSIDE: usize = 32;

/// The places where endorsements stand, apart from credentials that are checked by themselves.
const ENDORSED: &[&str] = &[
    "",
    "/issuer",
    "/credentialSubject/source",
    "/credentialSubject/achievement",
    "/credentialSubject/achievement/creator",
];

fn check_endorsements(run: &mut Run<'_>, credential: &Value, depth: u8, findings: &mut Findings) {
    let mut number = 0;
    for place in ENDORSED {
        let Some(holder) = credential.pointer(place) else {
            continue;
        };
        for name in ["endorsement", "endorsementJwt"] {
            for (at, endorsement) in several(holder, name) {
                if number == MOST_INSIDE {
                    return findings.add_at(
                        "endorsement",
                        Code::EndorsementUnchecked,
                        place.to_string(),
                        "there are more than are looked at",
                    );
                }
                let id = format!("endorsement.{number}");
                let at = format!("{place}{at}");
                number += 1;
                let ids: Vec<&str> = ENDORSED
                    .iter()
                    .filter_map(|place| id_of(credential.pointer(place)?))
                    .collect();
                let place = Place { id, at, ids };
                check_endorsement(run, endorsement, place, depth, findings);
            }
        }
    }
}

/// Where an endorsement stands, and what it may speak of.
struct Place<'a> {
    id: String,
    at: String,
    ids: Vec<&'a str>,
}

fn check_endorsement(
    run: &mut Run<'_>,
    endorsement: &Value,
    Place { id, at, ids }: Place<'_>,
    depth: u8,
    findings: &mut Findings,
) {
    let Some(mut inner) = check_nested(run, endorsement, depth) else {
        return findings.add_at(
            id,
            Code::EndorsementUnchecked,
            at,
            "too many or too deep: not looked at",
        );
    };
    let severity = inner.weigh(run);
    let document = inner.document.as_ref();
    let who = document
        .and_then(|document| document.get("issuer"))
        .and_then(id_of)
        .map(shorten)
        .unwrap_or_default();
    let code = match severity {
        _ if document.is_some_and(|document| Purpose::of(document) != Purpose::Endorsement) => {
            Code::EndorsementBroken
        }
        // Praise for somebody else can be copied into any badge.
        Severity::Pass | Severity::Note | Severity::Skipped | Severity::Warning
            if !document.is_some_and(|document| speaks_of(document, &ids)) =>
        {
            let detail = format!("by {who}: it speaks of something else");
            return findings.add_at(id, Code::EndorsementBroken, at, detail);
        }
        Severity::Pass | Severity::Note | Severity::Skipped | Severity::Warning => {
            Code::EndorsementOk
        }
        Severity::Unknown => Code::EndorsementUnchecked,
        Severity::Expired | Severity::NotYetValid => Code::EndorsementPast,
        _ => Code::EndorsementBroken,
    };
    findings.add_at(id, code, at, format!("by {who}: {}", inner.findings.gist()));
}

fn speaks_of(endorsement: &Value, ids: &[&str]) -> bool {
    subject_of(endorsement)
        .and_then(id_of)
        .is_some_and(|subject| ids.iter().any(|id| same(id, subject)))
}

/// A record holds credentials of their own; the record's issuer may vouch for one that has no proof.
fn check_record(run: &mut Run<'_>, credential: &Value, depth: u8, findings: &mut Findings) {
    let Some(subject) = credential.get("credentialSubject") else {
        return;
    };
    for (index, (at, inner)) in several(subject, "verifiableCredential")
        .into_iter()
        .enumerate()
    {
        if index == MOST_INSIDE {
            return findings.add_at(
                "clr",
                Code::ClrInnerUnchecked,
                "/credentialSubject",
                "there are more than are looked at",
            );
        }
        let (id, at) = (format!("clr.{index}"), format!("/credentialSubject{at}"));
        if inner.is_object() && inner.get("proof").is_none() && Envelope::of(inner).is_none() {
            findings.add_at(id, Code::ClrInnerUnchecked, at, "no proof of its own");
            continue;
        }
        let Some(mut inner) = check_nested(run, inner, depth) else {
            findings.add_at(
                id,
                Code::ClrInnerUnchecked,
                at,
                "too many or too deep: not looked at",
            );
            continue;
        };
        let code = match inner.weigh(run) {
            Severity::Pass | Severity::Note | Severity::Skipped | Severity::Warning => {
                Code::ClrInnerOk
            }
            Severity::Unknown => Code::ClrInnerUnchecked,
            _ => Code::ClrInnerBroken,
        };
        findings.add_at(id, code, at, inner.findings.gist());
    }
}

/// Checks a credential inside another, unless the budget or the depth is used up.
fn check_nested(run: &mut Run<'_>, value: &Value, depth: u8) -> Option<Inner> {
    if depth >= DEEPEST || run.inner_left == 0 {
        return None;
    }
    run.inner_left -= 1;
    Some(match value {
        Value::String(text) => check_inner(run, text.as_bytes(), depth),
        document => {
            let mut findings = Findings::default();
            match envelope::open(document, &mut findings) {
                Some(Some(token)) => check_inner(run, token.as_bytes(), depth),
                Some(None) => Inner {
                    findings,
                    document: None,
                },
                None => {
                    check_embedded(run, document, depth + 1, &mut findings);
                    Inner {
                        findings,
                        document: Some(document.clone()),
                    }
                }
            }
        }
    })
}

//! The credentials of a presentation: each is checked by the ordinary rules and gets a report of its own.

use serde_json::Value;

use crate::json::{items, pointer_to};
use crate::proof::vc_jose::Envelope;
use crate::verify::codes::Code;
use crate::verify::issuer_keys::same;
use crate::verify::person::subject_of;
use crate::verify::report::{Report, Subject, Verdict};
use crate::verify::run::{Findings, Run};
use crate::verify::shape::id_of;
use crate::verify::shape::v3::several;
use crate::verify::token::{self, Token};
use crate::verify::{credential, envelope, learned, report_of, sha256};

/// Checks every credential; `holder` is given if it is proved who shows them.
pub(super) fn check(
    run: &mut Run<'_>,
    document: &Value,
    holder: Option<&str>,
    recipient: Option<&str>,
    findings: &mut Findings,
) -> Vec<Report> {
    let inside = several(document, "verifiableCredential");
    if inside.is_empty() {
        let detail = "there is no credential in it";
        findings.add("credential", Code::PresentationEmpty, detail);
    }
    let mut reports = Vec::new();
    for (index, (at, item)) in inside.into_iter().enumerate() {
        let id = format!("credential.{index}");
        if run.inner_left == 0 {
            let detail = "there are more credentials than are looked at";
            findings.add_at(id, Code::PresentationTooMany, at, detail);
            break;
        }
        run.inner_left -= 1;
        let (report, document) = examine(run, item, holder, recipient);
        conclude(&report, id, at, findings);
        if let (Some(holder), Some(document)) = (holder, &document) {
            note_subject(document, holder, index, findings);
        }
        reports.push(report);
    }
    reports
}

/// Says in one line what came of a credential: its gravest finding decides about the whole too.
fn conclude(report: &Report, id: String, at: String, findings: &mut Findings) {
    match report.decisive() {
        Some(check) if report.verdict != Verdict::Valid => {
            findings.add_at(id, check.code, at, check.detail.clone());
        }
        _ => findings.add_at(id, Code::PresentationCredential, at, "it holds"),
    }
}

/// The report on a credential, and the credential itself, taken out of its token or envelope.
fn examine(
    run: &mut Run<'_>,
    item: &Value,
    holder: Option<&str>,
    recipient: Option<&str>,
) -> (Report, Option<Value>) {
    let mut findings = Findings::default();
    let mut subject = Subject {
        spec: None,
        form: "json".to_owned(),
        id: None,
        sha256: sha256(item.to_string().as_bytes()),
    };
    let text = match item {
        Value::String(text) => Some(text.trim()),
        document => envelope::open(document, &mut findings).flatten(),
    };
    let mut document = None;
    if let Some(text) = text {
        token::form_of(text).clone_into(&mut subject.form);
        subject.sha256 = sha256(text.as_bytes());
        match Token::read(text) {
            Ok(token) => {
                credential::check_token(run, &token, 0, &mut findings);
                token.check_shown(run, None, &mut findings);
                document = Some(token.credential);
            }
            Err((code, detail)) => findings.add("format", code, detail),
        }
    } else if Envelope::of(item).is_none() {
        if holder.is_some_and(|holder| is_self_asserted(item, holder)) {
            credential::check_self_asserted(run, item, &mut findings);
        } else {
            credential::check_embedded(run, item, 0, &mut findings);
        }
        document = Some(item.clone());
    }
    let mut badge = None;
    if let Some(document) = &document {
        let learned = learned(document, recipient, &mut findings);
        subject.spec = Some(learned.spec.to_owned());
        subject.id = learned.id;
        badge = learned.badge;
    }
    (report_of(run, subject, badge, findings), document)
}

/// A claim that the holder makes about anything, for which the proof of the presentation stands (data model 2.0,
/// section 4.13.4): without a proof of its own, and with the holder as issuer.
fn is_self_asserted(credential: &Value, holder: &str) -> bool {
    let unproved = credential
        .get("proof")
        .is_none_or(|proof| items(proof).is_empty());
    let issuer = credential.get("issuer").and_then(id_of);
    unproved && issuer.is_some_and(|issuer| same(issuer, holder))
}

/// Notes a credential that is about somebody else than who shows it; it need not be wrong.
fn note_subject(credential: &Value, holder: &str, index: usize, findings: &mut Findings) {
    if let Some(subject) = subject_of(credential).and_then(id_of)
        && subject.starts_with("did:")
        && !same(subject, holder)
    {
        let at = pointer_to("/verifiableCredential", index);
        let detail = "it is about another identifier than the holder's";
        findings.add_at(
            format!("credential.{index}"),
            Code::PresentationSubject,
            at,
            detail,
        );
    }
}

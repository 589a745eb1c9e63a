//! Endorsements of 2.0: hosted documents that speak for an assertion, a badge class or an issuer.

use serde_json::Value;

use super::contexts::CONTEXT_2;
use super::hosted::{self, same_place};
use super::linked;
use super::signed;
use super::{Origin, check_shape};
use crate::json::items;
use crate::verify::codes::{Code, Severity};
use crate::verify::run::{Findings, Run};
use crate::verify::shape::{id_of, shorten, v2 as classes};

const MOST: usize = 16;
const SPEC: &str = "OB-2.0";
const WHAT: &str = "an endorsement of Open Badges 2.0";

/// Checks the endorsements that the three documents of a badge name.
pub(super) fn check(
    run: &mut Run<'_>,
    assertion: &Value,
    badge: Option<&Value>,
    issuer: Option<&Value>,
    findings: &mut Findings,
) {
    let endorsed: Vec<&Value> = [Some(assertion), badge, issuer]
        .into_iter()
        .flatten()
        .collect();
    let ids: Vec<&str> = endorsed
        .iter()
        .filter_map(|document| document.get("id")?.as_str())
        .collect();
    let named = endorsed
        .iter()
        .filter_map(|document| document.get("endorsement"))
        .flat_map(items);
    for (index, endorsement) in named.take(MOST).enumerate() {
        let id = format!("endorsement.{index}");
        if run.inner_left == 0 {
            return findings.add(id, Code::EndorsementUnchecked, "too many: not looked at");
        }
        run.inner_left -= 1;
        let mut inner = Findings::default();
        let claim = check_one(run, endorsement, Origin::Copy, &mut inner);
        let about = claim
            .as_deref()
            .is_some_and(|claim| ids.iter().any(|id| same_place(id, claim)));
        let who = id_of(endorsement).map(shorten).unwrap_or_default();
        run.policy.judge(&mut inner);
        let proved = inner.has(Code::HostedOk) || inner.has(Code::IssuerKeyOk);
        let code = match inner.severity() {
            Severity::Unknown => Code::EndorsementUnchecked,
            Severity::Pass | Severity::Note | Severity::Skipped | Severity::Warning if !proved => {
                Code::EndorsementUnchecked
            }
            Severity::Pass | Severity::Note | Severity::Skipped | Severity::Warning if about => {
                Code::EndorsementOk
            }
            _ => Code::EndorsementBroken,
        };
        let gist = if about {
            inner.gist()
        } else {
            "it speaks of something else".to_owned()
        };
        findings.add(id, code, format!("{who}: {gist}"));
    }
}

/// Checks an endorsement that was handed over by itself, by its address or by the signature around it.
pub(super) fn check_alone(
    run: &mut Run<'_>,
    document: &Value,
    origin: Origin<'_>,
    findings: &mut Findings,
) {
    let Origin::Signed(jws) = origin else {
        check_one(run, document, origin, findings);
        return;
    };
    // What is signed needs no address: the signature is the proof.
    check_shape(document, &classes::ENDORSEMENT, WHAT, findings);
    if let Some(issuer) = linked::issuer_of(run, document, SPEC, findings) {
        signed::check(run, document, &issuer, jws, SPEC, findings);
    }
}

/// Checks one endorsement by its address and gives what it speaks of.
fn check_one(
    run: &mut Run<'_>,
    endorsement: &Value,
    origin: Origin<'_>,
    findings: &mut Findings,
) -> Option<String> {
    let document = match endorsement {
        Value::String(address) => linked::fetched(run, address, "endorsement", findings)?,
        object => {
            let mut object = object.clone();
            if let Some(members) = object.as_object_mut() {
                members
                    .entry("@context")
                    .or_insert_with(|| CONTEXT_2.into());
            }
            hosted::present(run, &object, origin, hosted::Weight::Assertion, findings)
        }
    };
    if document.get("revoked") == Some(&Value::Bool(true)) {
        findings.add(
            "status",
            Code::StatusRevoked,
            "the document says `revoked: true`",
        );
        return None;
    }
    check_shape(&document, &classes::ENDORSEMENT, WHAT, findings);
    if let Some(issuer) = linked::issuer_of(run, &document, SPEC, findings) {
        hosted::check_scope(&document, &issuer, findings);
    }
    document.get("claim").and_then(id_of).map(str::to_owned)
}

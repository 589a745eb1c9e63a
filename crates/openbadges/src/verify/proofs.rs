//! The embedded proofs of a credential: each is checked by itself, then the set as a whole is judged.
//!
//! Every proof of a kind we know must hold, and at least one must be by a key of the issuer. Kinds we do not know and good
//! proofs by others are told as warnings beside a good one. A [`ProofPolicy`] may ask for more, or for less.

use jiff::Timestamp;
use serde_json::Value;

use super::codes::Code;
use super::issuer_keys::{Binding, Problem, find_key};
use super::policy::ProofPolicy;
use super::report::SignatureEvidence;
use super::run::{Findings, Run};
use super::shape::shorten;
use crate::json::{items, pointer_to};
use crate::proof::Suite;
use crate::proof::data_integrity;
use crate::time::parse_date_time_stamp;

mod elsewhere;
mod fitting;
mod forms;

pub(super) use fitting::verify;
pub(super) use forms::Forms;

pub(super) const MOST_PROOFS: usize = 10;

/// Registered kinds of proof that are not checked here: no word against a badge that carries one.
const REGISTERED: &[&str] = &[
    "bbs-2023",
    "RsaSignature2018",
    "Ed25519Signature2018",
    "EcdsaSecp256k1Signature2019",
    "JsonWebSignature2020",
    "BbsBlsSignature2020",
    "EcdsaSecp256r1Signature2019",
];

/// What came of one proof.
enum Judgement {
    Good(Binding, SignatureEvidence),
    Unsupported(String),
    Unregistered(String),
    /// By a key that is not the issuer's, and that could not be looked up or used.
    ForeignUnchecked(String),
    Failed(Code, String),
}

/// Checks all proofs of a credential and adds a check for each, and one for the issuer's key.
pub(super) fn check(run: &mut Run<'_>, credential: &Value, issuer: &str, findings: &mut Findings) {
    let proofs = credential.get("proof").map_or(&[][..], items);
    if proofs.is_empty() {
        findings.add_at(
            "proof",
            Code::SignatureMissing,
            "/proof",
            "there is no proof",
        );
        return;
    }
    if proofs.len() > MOST_PROOFS {
        let detail = format!(
            "{} proofs, of which at most {MOST_PROOFS} are looked at",
            proofs.len()
        );
        findings.add_at("proof", Code::SignatureTooMany, "/proof", detail);
        return;
    }
    let mut judgements = Vec::new();
    let forms = Forms::new(run, credential);
    for (index, proof) in proofs.iter().enumerate() {
        let judgement = judge(run, &forms, credential, proof, issuer, index, findings);
        judgements.push(judgement);
    }
    conclude(
        run.policy.proofs,
        judgements,
        credential,
        proofs,
        issuer,
        findings,
    );
}

fn judge(
    run: &mut Run<'_>,
    forms: &Forms<'_>,
    credential: &Value,
    proof: &Value,
    issuer: &str,
    index: usize,
    findings: &mut Findings,
) -> Judgement {
    let suite = match suite_named(proof) {
        Ok(suite) => suite,
        Err((Code::SignatureSuiteUnsupported, detail)) => return Judgement::Unsupported(detail),
        Err((Code::SignatureSuiteUnknown, detail)) => return Judgement::Unregistered(detail),
        Err((code, detail)) => return Judgement::Failed(code, detail),
    };
    let (method, created) = match check_options(run, proof, "assertionMethod", index, findings) {
        Ok(options) => options,
        Err((code, detail)) => return Judgement::Failed(code, detail),
    };
    if run.proofs_left == 0 {
        return Judgement::Unsupported(
            "there are more proofs than one verification looks at".to_owned(),
        );
    }
    run.proofs_left -= 1;
    let (key, binding) = match find_key(run, method, issuer, created) {
        Ok(found) => found,
        Err((Code::SignatureSuiteUnsupported, detail)) => return Judgement::Unsupported(detail),
        Err((Code::IssuerKeyForeign, detail)) => return Judgement::ForeignUnchecked(detail),
        Err((code, detail)) => return Judgement::Failed(code, detail),
    };
    match verify(forms, credential, proof, &key, index, findings) {
        Ok(hash_data) => {
            if suite == Suite::Eddsa2022 {
                let detail = "eddsa-2022 is the name from before the standard was final";
                findings.add_at(
                    format!("proof.{index}"),
                    Code::SignatureOldSuite,
                    proof_pointer(credential, index),
                    detail,
                );
            }
            let evidence = SignatureEvidence {
                suite: suite.name().to_owned(),
                key_id: Some(method.to_owned()),
                key_thumbprint: key.thumbprint(),
                hash_data,
            };
            Judgement::Good(binding, evidence)
        }
        Err((code, detail)) => Judgement::Failed(code, detail),
    }
}

/// The suite of a proof, or why it is none that is checked here.
pub(super) fn suite_named(proof: &Value) -> Result<Suite, Problem> {
    data_integrity::suite_of(proof).ok_or_else(|| match proof_name(proof) {
        Some(name) if REGISTERED.contains(&name) => (
            Code::SignatureSuiteUnsupported,
            format!("{name} is not checked here"),
        ),
        Some(name) => (
            Code::SignatureSuiteUnknown,
            format!("{} is no registered kind of proof", shorten(name)),
        ),
        None => (
            Code::SignatureMalformed,
            "the proof does not say of what kind it is".to_owned(),
        ),
    })
}

pub(super) fn proof_name(proof: &Value) -> Option<&str> {
    proof
        .get("cryptosuite")
        .or_else(|| proof.get("type"))
        .and_then(Value::as_str)
}

/// Checks purpose and times, and gives the name of the key and when it is said to have been used.
pub(super) fn check_options<'p>(
    run: &Run<'_>,
    proof: &'p Value,
    purpose: &str,
    index: usize,
    findings: &mut Findings,
) -> Result<(&'p str, Option<Timestamp>), (Code, String)> {
    let malformed = |detail: &str| (Code::SignatureMalformed, detail.to_owned());
    if proof.get("proofPurpose").and_then(Value::as_str) != Some(purpose) {
        return Err(malformed(&format!(
            "the purpose of the proof is not {purpose}"
        )));
    }
    // Another word for `expires` in security/v1, which anybody may add to the contexts of a signed document.
    if proof.get("expiration").is_some() {
        return Err(malformed("a proof ends by `expires`, not by `expiration`"));
    }
    let time = |name: &str| match proof.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => match parse_date_time_stamp(text) {
            Ok(time) => Ok(Some(time)),
            Err(error) => Err((
                Code::SignatureMalformed,
                format!("`{name}` of the proof: {error}"),
            )),
        },
        Some(_) => Err((
            Code::SignatureMalformed,
            format!("`{name}` of the proof is no text"),
        )),
    };
    let created = time("created")?;
    if let Some(expires) = time("expires")?
        && expires <= run.now
    {
        return Err((
            Code::SignatureExpired,
            format!("the proof expired at {expires}"),
        ));
    }
    if let Some(created) = created
        && created > run.latest_now()
    {
        findings.add(
            format!("proof.{index}"),
            Code::SignatureFuture,
            format!("the proof says that it was created at {created}"),
        );
    }
    proof
        .get("verificationMethod")
        .and_then(Value::as_str)
        .map(|method| (method, created))
        .ok_or_else(|| malformed("the proof names no verification method"))
}

/// Turns the judgements into checks: what stands beside a good proof is a warning, what stands alone decides.
fn conclude(
    policy: ProofPolicy,
    judgements: Vec<Judgement>,
    credential: &Value,
    proofs: &[Value],
    issuer: &str,
    findings: &mut Findings,
) {
    let own = |judgement: &Judgement| {
        matches!(
            judgement,
            Judgement::Good(Binding::Issuer | Binding::Unbound, _)
        )
    };
    let any_own = judgements.iter().any(own);
    let may_skip = any_own && policy != ProofPolicy::Every;
    let may_fail = any_own && policy == ProofPolicy::Any;
    let mut bound = None;
    for (index, judgement) in judgements.into_iter().enumerate() {
        let id = format!("proof.{index}");
        let at = proof_pointer(credential, index);
        let name = proof_name(&proofs[index]).map(shorten).unwrap_or_default();
        match judgement {
            Judgement::Good(Binding::Foreign, _) if any_own => {
                findings.add_at(
                    id,
                    Code::SignatureForeign,
                    at,
                    format!("{name}: good, by a key that is not the issuer's"),
                );
            }
            Judgement::Good(Binding::Foreign, _) => {
                let detail = format!(
                    "{name}: good, but {} does not list the key",
                    shorten(issuer)
                );
                findings.add_at(id, Code::IssuerKeyForeign, at, detail);
            }
            Judgement::Good(binding, evidence) => {
                if proofs[..index].contains(&proofs[index]) {
                    let detail = "the same proof stands there before";
                    findings.add_at(id.clone(), Code::SignatureRepeated, at.clone(), detail);
                }
                bound = bound.max(Some(binding == Binding::Issuer));
                findings.add_at(
                    id,
                    Code::SignatureOk,
                    at,
                    format!("{name}: the signature fits"),
                );
                findings.rests_on(evidence);
            }
            Judgement::Unsupported(detail)
            | Judgement::Unregistered(detail)
            | Judgement::ForeignUnchecked(detail)
                if may_skip =>
            {
                findings.add_at(id, Code::SignatureSkipped, at, detail);
            }
            Judgement::Unsupported(detail) => {
                findings.add_at(id, Code::SignatureSuiteUnsupported, at, detail);
            }
            Judgement::Unregistered(detail) => {
                findings.add_at(id, Code::SignatureSuiteUnknown, at, detail);
            }
            Judgement::ForeignUnchecked(detail) => {
                findings.add_at(id, Code::IssuerKeyForeign, at, detail);
            }
            Judgement::Failed(code, detail) if may_fail => {
                let detail = format!("{code}: {detail}");
                findings.add_at(id, Code::SignatureBesideBroken, at, detail);
            }
            Judgement::Failed(code, detail) => findings.add_at(id, code, at, detail),
        }
    }
    match bound {
        Some(true) => findings.add(
            "issuer.key",
            Code::IssuerKeyOk,
            format!("{} releases the key for assertions", shorten(issuer)),
        ),
        Some(false) => {
            let detail = format!(
                "{} leads to no document that could list the key",
                shorten(issuer)
            );
            findings.add("issuer.key", Code::IssuerUnbound, detail);
        }
        None => {}
    }
}

pub(super) fn proof_pointer(credential: &Value, index: usize) -> String {
    match credential.get("proof") {
        Some(Value::Array(_)) => pointer_to("/proof", index),
        _ => "/proof".to_owned(),
    }
}

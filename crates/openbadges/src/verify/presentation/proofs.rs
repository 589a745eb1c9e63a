//! The embedded proofs of a presentation: made for authentication, by the holder, for this occasion.

use serde_json::Value;

use super::holder::{find_key, texts};
use super::{Expected, Presenter, check_occasion};
use crate::json::items;
use crate::verify::codes::Code;
use crate::verify::issuer_keys::Problem;
use crate::verify::proofs::{
    Forms, MOST_PROOFS, check_options, proof_name, proof_pointer, suite_named, verify,
};
use crate::verify::run::{Findings, Run};
use crate::verify::shape::shorten;

/// Checks all proofs; whoever signed, if every proof holds.
pub(super) fn check(
    run: &mut Run<'_>,
    document: &Value,
    holder: Option<&str>,
    expected: Option<&Expected<'_>>,
    findings: &mut Findings,
) -> Option<Presenter> {
    let proofs = document.get("proof").map_or(&[][..], items);
    if proofs.is_empty() {
        let (code, detail) = match expected {
            None => (
                Code::PresentationUnsigned,
                "nobody signed it; only what is inside can be checked",
            ),
            Some(_) => (Code::SignatureMissing, "there is no proof"),
        };
        findings.add_at("proof", code, "/proof", detail);
        return None;
    }
    if proofs.len() > MOST_PROOFS {
        let detail = format!(
            "{} proofs, of which at most {MOST_PROOFS} are looked at",
            proofs.len()
        );
        findings.add_at("proof", Code::SignatureTooMany, "/proof", detail);
        return None;
    }
    let forms = Forms::new(run, document);
    let mut presenter = None;
    let mut all_hold = true;
    for (index, proof) in proofs.iter().enumerate() {
        let id = format!("proof.{index}");
        let at = proof_pointer(document, index);
        let outcome = judge(run, &forms, document, proof, holder, index, findings);
        let name = proof_name(proof).map(shorten).unwrap_or_default();
        match outcome {
            Ok(found) => {
                findings.add_at(
                    id,
                    Code::SignatureOk,
                    at.clone(),
                    format!("{name}: the signature fits"),
                );
                all_hold &= check_occasion(&found, true, expected, &at, findings);
                presenter.get_or_insert(found);
            }
            Err((code, detail)) => {
                findings.add_at(id, code, at, format!("{name}: {detail}"));
                all_hold = false;
            }
        }
    }
    presenter.filter(|_| all_hold)
}

fn judge(
    run: &mut Run<'_>,
    forms: &Forms<'_>,
    document: &Value,
    proof: &Value,
    holder: Option<&str>,
    index: usize,
    findings: &mut Findings,
) -> Result<Presenter, Problem> {
    suite_named(proof)?;
    let (method, _) = check_options(run, proof, "authentication", index, findings)?;
    if run.proofs_left == 0 {
        let detail = "there are more proofs than one verification looks at".to_owned();
        return Err((Code::SignatureSuiteUnsupported, detail));
    }
    run.proofs_left -= 1;
    let (key, controller) = find_key(run, method, holder)?;
    verify(forms, document, proof, &key, index, findings)?;
    let malformed = |what: &str| (Code::SignatureMalformed, format!("`{what}` is no text"));
    let challenge = match proof.get("challenge") {
        None => None,
        Some(Value::String(challenge)) => Some(challenge.clone()),
        Some(_) => return Err(malformed("challenge")),
    };
    Ok(Presenter {
        controller,
        challenge,
        domain: texts(proof.get("domain")).ok_or_else(|| malformed("domain"))?,
    })
}

//! Whether a proof fits its document: with the newest contexts, with those of before, and for whom it is meant.

use std::cell::RefCell;

use serde_json::{Map, Value};

use super::forms::Forms;
use crate::canonical::rdfc::Hash;
use crate::canonical::view::View;
use crate::canonical::{self, CanonicalError};
use crate::contexts::{Edition, OPEN_BADGES_3_0_3};
use crate::json::{items, pointer_to};
use crate::keys::PublicKey;
use crate::proof::Suite;
use crate::proof::data_integrity::{self, ProofError};
use crate::proof::ecdsa_sd;
use crate::v3::extensions;
use crate::verify::codes::Code;
use crate::verify::run::Findings;
use crate::verify::shape::has_type;

/// Verifies with the newest contexts; a document with terms that were added later is tried without them too.
pub(in crate::verify) fn verify(
    forms: &Forms<'_>,
    credential: &Value,
    proof: &Value,
    key: &PublicKey,
    index: usize,
    findings: &mut Findings,
) -> Result<Option<String>, (Code, String)> {
    let selective = data_integrity::suite_of(proof) == Some(Suite::EcdsaSd2023);
    if selective {
        forms
            .spend(ecdsa_sd::signatures_in(proof))
            .map_err(|error| (code_of_canonical(&error), error.to_string()))?;
    }
    let hashes = RefCell::new(Vec::new());
    let verified = data_integrity::verify_views(credential, proof, key, |view, hash| {
        let form = forms.newest(view, hash)?;
        hashes
            .borrow_mut()
            .push(data_integrity::digest(hash, &form));
        Ok(form)
    });
    let error = match verified {
        Err(ProofError::BaseProof) => return Err(judge_base(forms, credential, proof, key)),
        // First the options, then the document; suites that go another way are left to themselves.
        Ok(()) => {
            if signs_meaning(proof) {
                forms.check_places(credential, Edition::Newest)?;
            }
            let hashes = hashes.into_inner();
            let whole = hashes.len() == 2 && !selective;
            return Ok(whole.then(|| hex::encode(hashes.concat())));
        }
        Err(error) => error,
    };
    if signs_meaning(proof)
        && let Some((early, late)) = without_late_terms(credential)
        && data_integrity::verify_views(&early, proof, key, |view, hash| {
            forms.of(view, Edition::Early303, hash)
        })
        .is_ok()
    {
        forms.check_places(&early, Edition::Early303)?;
        let detail = format!(
            "the proof fits the first edition of context 3.0.3, which does not sign `{late}`"
        );
        findings.add_at(
            format!("proof.{index}"),
            Code::SignatureEarlyContext,
            pointer_to("", late),
            detail,
        );
        return Ok(None);
    }
    Err((code_of(&error), error.to_string()))
}

/// Tells a good base proof, of which only a part may be shown, from a broken one.
fn judge_base(
    forms: &Forms<'_>,
    credential: &Value,
    proof: &Value,
    key: &PublicKey,
) -> (Code, String) {
    let canonicalize = |document: &Value| match document.as_object() {
        Some(members) => forms.of(View::whole(members), Edition::Newest, Hash::Sha256),
        None => canonical::canonicalize(document, Edition::Newest),
    };
    match ecdsa_sd::verify_base_with(credential, proof, key, &canonicalize) {
        Ok(()) => (
            Code::SignatureBaseProof,
            "the signature fits, and is for the holder, who derives from it a proof of what is shown"
                .to_owned(),
        ),
        Err(error) => (code_of(&error), error.to_string()),
    }
}

/// The document as a signer saw it who used the first edition of context 3.0.3 and dropped what that did not define.
fn without_late_terms(credential: &Value) -> Option<(Value, &'static str)> {
    let members = credential.as_object()?;
    let named = items(members.get("@context")?)
        .iter()
        .any(|context| context.as_str() == Some(OPEN_BADGES_3_0_3));
    if !named || has_type(credential, "VerifiablePresentation") {
        return None;
    }
    let late = ["endorsementJwt", "jti"]
        .into_iter()
        .find(|late| members.contains_key(*late))?;
    let early: Map<String, Value> = members
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "endorsementJwt" | "jti"))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Some((Value::Object(early), late))
}

/// Whether a proof covers the graph of its document, and not its text.
fn signs_meaning(proof: &Value) -> bool {
    data_integrity::suite_of(proof).is_some_and(|suite| !suite.signs_json_text())
}

fn code_of(error: &ProofError) -> Code {
    match error {
        ProofError::SignatureMismatch => Code::SignatureMismatch,
        ProofError::Document(canonical) | ProofError::Configuration(canonical) => {
            code_of_canonical(canonical)
        }
        ProofError::UnsupportedSuite => Code::SignatureSuiteUnsupported,
        _ => Code::SignatureMalformed,
    }
}

pub(super) fn code_of_canonical(error: &CanonicalError) -> Code {
    match error {
        CanonicalError::UnknownContext { url } if extensions::named_by(url).is_some() => {
            Code::FormatContextAbsent
        }
        CanonicalError::UnknownContext { .. } | CanonicalError::InlineContext => {
            Code::FormatContextUnknown
        }
        CanonicalError::TooComplex => Code::FormatTooComplex,
        CanonicalError::InvalidJsonLd(_) | CanonicalError::Disguised { .. } => {
            Code::FormatStructure
        }
        _ => Code::FormatUndefinedTerm,
    }
}

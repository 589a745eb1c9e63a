//! The embedded proofs of a credential: each is checked by itself, then the set as a whole is judged.
//!
//! Every proof of a kind we know must hold, and at least one must be by a key of the issuer. Kinds we do not know and good
//! proofs by others are told as warnings beside a good one. A [`ProofPolicy`] may ask for more, or for less.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::codes::Code;
use super::issuer_keys::{Binding, Problem, find_key};
use super::policy::ProofPolicy;
use super::report::SignatureEvidence;
use super::run::{Findings, Run};
use super::shape::shorten;
use crate::canonical::rdfc::Hash;
use crate::canonical::view::View;
use crate::canonical::{self, CanonicalError};
use crate::contexts::Edition;
use crate::json::{items, pointer_to};
use crate::keys::PublicKey;
use crate::proof::Suite;
use crate::proof::data_integrity::{self, ProofError};
use crate::proof::ecdsa_sd;
use crate::time::parse_date_time_stamp;
use crate::v3::extensions;

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

/// The canonical forms made for one credential: its proofs mostly cover the very same document.
pub(super) struct Forms<'c> {
    credential: &'c Value,
    work_left: Rc<Cell<usize>>,
    inline_contexts: bool,
    unsecured: RefCell<Option<(Hash, Result<String, CanonicalError>)>>,
}

impl<'c> Forms<'c> {
    pub(super) fn new(run: &Run<'_>, credential: &'c Value) -> Self {
        Self {
            credential,
            work_left: Rc::clone(&run.work_left),
            inline_contexts: run.policy.inline_contexts,
            unsecured: RefCell::default(),
        }
    }

    fn newest(&self, view: View<'_>, hash: Hash) -> Result<String, CanonicalError> {
        // The proof's own options differ from proof to proof; the document is worth keeping.
        let is_unsecured = view.with.is_none()
            && self
                .credential
                .as_object()
                .is_some_and(|members| std::ptr::eq(members, view.members));
        if !is_unsecured {
            return self.of(view, Edition::Newest, hash);
        }
        if let Some((by, form)) = &*self.unsecured.borrow()
            && *by == hash
        {
            return form.clone();
        }
        let form = self.of(view, Edition::Newest, hash);
        self.unsecured.replace(Some((hash, form.clone())));
        form
    }

    /// Takes work that is no canonical form into account, each unit about as long as an object takes.
    fn spend(&self, units: usize) -> Result<(), CanonicalError> {
        let left = self.work_left.get().checked_sub(units);
        self.work_left.set(left.unwrap_or_default());
        left.map(drop).ok_or(CanonicalError::TooComplex)
    }

    /// Refuses when all documents together have become too much work.
    pub(super) fn of(
        &self,
        view: View<'_>,
        edition: Edition,
        hash: Hash,
    ) -> Result<String, CanonicalError> {
        let left = self.work_left.get();
        if canonical::weight_of_view(view) > left {
            return Err(CanonicalError::TooComplex);
        }
        if self.inline_contexts {
            self.work_left
                .set(left.saturating_sub(canonical::weight_of_view(view)));
            let (document, lookup) = (view.to_value(), edition.lookup());
            return canonical::canonicalize_inline_hashed(&document, lookup, hash);
        }
        let (form, weight) = canonical::canonicalize_weighed(view, edition, hash);
        self.work_left.set(left.saturating_sub(weight));
        form
    }
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

/// Verifies with the newest contexts; a document with terms that were added later is tried without them too.
pub(super) fn verify(
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
            let hashes = hashes.into_inner();
            let whole = hashes.len() == 2 && !selective;
            return Ok(whole.then(|| hex::encode(hashes.concat())));
        }
        Err(error) => error,
    };
    if let Some((early, late)) = without_late_terms(credential)
        && data_integrity::verify_views(&early, proof, key, |view, hash| {
            forms.of(view, Edition::Early303, hash)
        })
        .is_ok()
    {
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

fn code_of_canonical(error: &CanonicalError) -> Code {
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

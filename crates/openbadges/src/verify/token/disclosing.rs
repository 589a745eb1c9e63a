//! Tokens of which the holder shows a part: SD-JWT, with a credential of the data model 2.0 or with the claims of an
//! SD-JWT VC inside.

use serde_json::Value;

use super::header::rules_of_sd_jwt;
use super::{Rules, Token, code_of};
use crate::proof::sd_jwt::{
    Asked, Processed, SdJwt, SdJwtError, check_binding, check_processed, credential_of, holder_key,
};
use crate::verify::codes::Code;
use crate::verify::frame;
use crate::verify::issuer_keys::Problem;
use crate::verify::presentation::Expected;
use crate::verify::run::{Findings, Run};
use crate::verify::shape::v3::check_credential;
use crate::verify::shape::{id_of, shorten};

/// What an SD-JWT is beside the token that the issuer signed.
pub(super) struct Shown {
    token: SdJwt,
    processed: Processed,
}

/// Whether a text is meant to be an SD-JWT: a compact JWS, and what is shown after it.
pub(in crate::verify) fn is_sd_jwt(text: &str) -> bool {
    text.split_once('~').is_some_and(|(token, _)| {
        token.split('.').count() == 3 && !text.contains(char::is_whitespace)
    })
}

/// The form of a token, as reports name it.
pub(in crate::verify) fn form_of(text: &str) -> &'static str {
    if is_sd_jwt(text) { "sd_jwt" } else { "jwt" }
}

/// Takes an SD-JWT apart and puts what is shown where it belongs.
pub(super) fn read(text: &str) -> Result<Token, Problem> {
    let token = SdJwt::parse(text).map_err(|error| problem(&error))?;
    let processed = token.processed().map_err(|error| problem(&error))?;
    let claims = processed.claims.clone();
    let has_context = claims.contains_key("@context");
    let rules = rules_of_sd_jwt(&token.jws.header, has_context);
    let document = Value::Object(claims);
    if !frame::is_credential(&document) && document.get("vct").is_none() {
        let detail = "the SD-JWT is no verifiable credential".to_owned();
        return Err((Code::FormatNoBadge, detail));
    }
    let credential = if rules == Ok(Rules::Claims) || !has_context {
        credential_of(&processed.claims)
    } else {
        document
    };
    Ok(Token {
        jws: token.jws.clone(),
        claims: processed.claims.clone(),
        credential,
        enclosed: false,
        rules,
        shown: Some(Shown { token, processed }),
    })
}

impl Token {
    /// Checks the form of claims that are no document; the issuer, if they name one.
    pub(in crate::verify) fn check_form_of_claims(
        &self,
        findings: &mut Findings,
    ) -> Option<String> {
        let kind = self.claims.get("vct").and_then(Value::as_str);
        let detail = format!("the type is {}", shorten(kind.unwrap_or_default()));
        let achievement = self.credential.pointer("/credentialSubject/achievement");
        let code = if achievement.is_some() {
            Code::FormatClaims
        } else {
            Code::FormatCredential
        };
        findings.add_at("format", code, "/vct", detail);
        // What the claims have in common with a badge; the rest may be held back, and is named otherwise.
        for fault in check_credential(&self.credential, 2).0 {
            if let Some(at) = fault.pointer.strip_prefix("/credentialSubject/achievement") {
                let at = format!("/achievement{at}");
                findings.add_at("format", Code::FormatDeviation, at, fault.message);
            }
        }
        let issuer = self.claims.get("iss").and_then(Value::as_str);
        if issuer.is_none() {
            let detail = "the claims name no issuer";
            findings.add_at("format", Code::FormatStructure, "/iss", detail);
        } else if self.credential.get("issuer").and_then(id_of) != issuer {
            let detail = "the claim `iss` is not the issuer that the badge names";
            findings.add_at("claims", Code::SignatureClaims, "/iss", detail);
        }
        issuer.map(str::to_owned)
    }

    /// The claims to which SD-JWT VC gives a meaning.
    pub(super) fn check_shown_claims(&self, findings: &mut Findings) {
        let processed = self.shown.as_ref().map(|shown| &shown.processed);
        if let Some(Err(error)) = processed.map(check_processed) {
            let (code, detail) = problem(&error);
            findings.add("claims", code, detail);
        }
    }

    /// Says how much is held back, and whose the token was shown to be. `expected` is what the verifier had asked.
    pub(in crate::verify) fn check_shown(
        &self,
        run: &Run<'_>,
        expected: Option<&Expected<'_>>,
        findings: &mut Findings,
    ) {
        let Some(shown) = self.shown.as_ref().filter(|_| !findings.invalid()) else {
            return;
        };
        if shown.processed.unopened > 0 {
            let detail = format!(
                "{} parts are shown, and up to {} are held back",
                shown.token.disclosures.len(),
                shown.processed.unopened
            );
            findings.add("disclosure", Code::DisclosureHeldBack, detail);
        }
        if shown.token.key_binding.is_none() && expected.is_none() {
            return;
        }
        let key = match holder_key(&shown.processed.claims) {
            Ok(Some(key)) => key,
            // A key that is named in another way than by itself.
            Err(SdJwtError::NoHolderKey) => {
                let detail = "the token is bound to a key that is not looked up";
                return findings.add_at(
                    "presentation",
                    Code::PresentationUnreachable,
                    "/cnf",
                    detail,
                );
            }
            Ok(None) => {
                let detail = "the token is bound to nobody's key";
                return findings.add_at("presentation", Code::PresentationHolder, "/cnf", detail);
            }
            Err(error) => {
                let detail = error.to_string();
                return findings.add_at("presentation", Code::PresentationHolder, "/cnf", detail);
            }
        };
        let asked = Asked {
            audience: expected.and_then(|expected| expected.domain),
            nonce: expected.and_then(|expected| expected.challenge),
            oldest: None,
            latest: Some(run.latest_now()),
        };
        match check_binding(&shown.token, &key, &asked) {
            Ok(()) => {
                let detail = "whoever shows it has the key that it was given to";
                findings.add("presentation", Code::PresentationOk, detail);
                if expected.is_none() {
                    let detail =
                        "it answers a question that is not known here, so it may be a copy";
                    findings.add("presentation", Code::PresentationUnasked, detail);
                }
            }
            Err(error) => {
                let code = match error {
                    SdJwtError::BindingMissing => Code::PresentationMissing,
                    SdJwtError::Binding("nonce") => Code::PresentationChallenge,
                    SdJwtError::Binding("aud") => Code::PresentationDomain,
                    _ => Code::PresentationHolder,
                };
                findings.add("presentation", code, error.to_string());
            }
        }
    }
}

/// The code for what is wrong with an SD-JWT.
fn problem(error: &SdJwtError) -> Problem {
    let code = match error {
        SdJwtError::Jws { error, .. } => code_of(error),
        SdJwtError::UnsupportedHash(_) | SdJwtError::CertificateChain => {
            Code::SignatureSuiteUnsupported
        }
        SdJwtError::Type(_) => Code::SignatureType,
        SdJwtError::Claim(_) => Code::SignatureClaims,
        SdJwtError::Digests(_)
        | SdJwtError::RepeatedDigest
        | SdJwtError::UnusedDisclosure(_)
        | SdJwtError::Member(_)
        | SdJwtError::Reserved(_) => Code::DisclosureBroken,
        _ => Code::FormatUnreadable,
    };
    (code, error.to_string())
}

//! Credentials inside a compact JWS: the claims must agree with the badge, and the key must be the issuer's.

use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::codes::Code;
use super::credential::Span;
use super::frame;
pub(super) use super::issuer_keys::Problem;
use super::issuer_keys::{Binding, key_code};
use super::report::SignatureEvidence;
use super::run::{Findings, Run};
use super::shape::{id_of, shorten};
use crate::json;
use crate::keys::PublicKey;
use crate::proof::jws::{CompactJws, JwsError};
use crate::proof::vc_jose::Content;
use crate::time::parse_date_time_stamp;

mod header;
mod keys;

pub(super) use header::{Rules, rules_of};
pub(super) use keys::method_of_document;

/// A token that was opened, with the credential in it. Nothing is verified yet.
pub(super) struct Token {
    pub(super) jws: CompactJws,
    pub(super) claims: Map<String, Value>,
    pub(super) credential: Value,
    /// Whether the credential sits in the claim `vc`, as version 1.1 had it.
    pub(super) enclosed: bool,
    /// The rules for its claims, or why its header fits no rules.
    rules: Result<Rules, Problem>,
}

/// Reads a compact JWS whose payload is an object.
pub(super) fn parse(text: &str) -> Result<(CompactJws, Map<String, Value>), Problem> {
    let jws = CompactJws::parse(text).map_err(|error| (code_of(&error), error.to_string()))?;
    let claims = jws
        .payload_object()
        .map_err(|error| (code_of(&error), error.to_string()))?;
    Ok((jws, claims))
}

/// The code for what is wrong with a JWS.
pub(super) fn code_of(error: &JwsError) -> Code {
    const OTHERS: &[&str] = &[
        "ES512", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256K", "Ed448",
    ];
    match error {
        JwsError::SignatureMismatch => Code::SignatureMismatch,
        JwsError::AlgorithmMismatch { .. } => Code::SignatureAlgorithm,
        JwsError::UnsupportedAlgorithm(name) if OTHERS.contains(&name.as_str()) => {
            Code::SignatureSuiteUnsupported
        }
        JwsError::UnsupportedAlgorithm(_) => Code::SignatureAlgorithm,
        JwsError::UnsupportedHeader(_) => Code::SignatureMalformed,
        _ => Code::FormatUnreadable,
    }
}

impl Token {
    /// Finds the credential in a token: the payload itself, or its claim `vc`.
    pub(super) fn open(jws: CompactJws, claims: Map<String, Value>) -> Self {
        let rules = rules_of(&jws.header);
        let enclosed = rules == Ok(Rules::Plain) && claims.get("vc").is_some_and(Value::is_object);
        let credential = if enclosed {
            enclosed_credential(&claims)
        } else {
            Value::Object(claims.clone())
        };
        Self {
            jws,
            claims,
            credential,
            enclosed,
            rules,
        }
    }

    /// Checks that the header fits, and that the claims say what the credential says.
    pub(super) fn check_claims(&self, findings: &mut Findings) {
        match &self.rules {
            Ok(Rules::Plain) => self.check_plain_claims(findings),
            Ok(Rules::Jose(Content::Credential)) => self.check_jose_claims(findings),
            Ok(Rules::Jose(Content::Presentation)) => findings.add_at(
                "claims",
                Code::SignatureType,
                "/type",
                "the header says that this is a presentation",
            ),
            Err((code, detail)) => findings.add("claims", *code, detail.clone()),
        }
    }

    /// The payload is the credential itself: claims beside it may repeat what it says, and must not contradict it.
    fn check_jose_claims(&self, findings: &mut Findings) {
        if frame::version(&self.credential) != 2 {
            let detail = "a credential of version 1.1 as the payload of a vc+jwt";
            findings.add_at("claims", Code::SignatureClaims, "/@context", detail);
        }
        for claim in ["vc", "vp"] {
            if self.claims.contains_key(claim) {
                let detail = format!("a vc+jwt must not have the claim `{claim}`");
                let at = json::pointer_to("", claim);
                findings.add_at("claims", Code::SignatureClaims, at, detail);
            }
        }
        let repeated = [
            ("iss", self.issuer()),
            ("jti", self.id()),
            ("sub", self.subject()),
        ];
        for (claim, stated) in repeated {
            if self.claims.contains_key(claim) {
                self.check_text(claim, stated, findings);
            }
        }
    }

    fn issuer(&self) -> Option<&str> {
        self.credential.get("issuer").and_then(id_of)
    }

    fn id(&self) -> Option<&str> {
        self.credential.get("id").and_then(Value::as_str)
    }

    fn subject(&self) -> Option<&str> {
        self.credential
            .get("credentialSubject")
            .and_then(|subject| subject.get("id"))
            .and_then(Value::as_str)
    }

    /// The claims of Open Badges 3.0 (section 8.2), which repeat the credential.
    fn check_plain_claims(&self, findings: &mut Findings) {
        let version = frame::version(&self.credential);
        if self.enclosed != (version == 1) {
            let detail = if self.enclosed {
                "a credential of version 2.0 inside the claim `vc`"
            } else {
                "a credential of version 1.1 outside the claim `vc`"
            };
            findings.add_at("claims", Code::SignatureClaims, "/vc", detail);
        } else if self.enclosed {
            findings.add_at(
                "format",
                Code::FormatLegacy,
                "/vc",
                "the credential is of version 1.1, inside the claim `vc`",
            );
        }
        self.check_text("iss", self.issuer(), findings);
        self.check_text("jti", self.id(), findings);
        self.check_text("sub", self.subject(), findings);
        let (from, until) = super::shape::v3::date_names(version);
        self.check_time("nbf", from, true, findings);
        self.check_time("exp", until, false, findings);
    }

    fn check_text(&self, claim: &str, stated: Option<&str>, findings: &mut Findings) {
        let at = json::pointer_to("", claim);
        match (self.claims.get(claim), stated) {
            (Some(Value::String(claimed)), Some(stated)) if claimed == stated => {}
            (None, None) => {}
            (None, Some(_)) => {
                findings.add_at(
                    "claims",
                    Code::SignatureClaimsMissing,
                    at,
                    format!("the claim `{claim}` is missing"),
                );
            }
            _ => {
                findings.add_at(
                    "claims",
                    Code::SignatureClaims,
                    at,
                    format!("the claim `{claim}` is not what the badge says"),
                );
            }
        }
    }

    fn check_time(&self, claim: &str, member: &str, wanted: bool, findings: &mut Findings) {
        let at = json::pointer_to("", claim);
        let stated = self
            .credential
            .get(member)
            .and_then(Value::as_str)
            .and_then(|text| parse_date_time_stamp(text).ok());
        match (self.claims.get(claim), stated) {
            (None, Some(_)) if wanted => {
                findings.add_at(
                    "claims",
                    Code::SignatureClaimsMissing,
                    at,
                    format!("the claim `{claim}` is missing"),
                );
            }
            (None, _) => {}
            (Some(claimed), stated) => {
                // A fraction of a second cannot stand in the claim of most issuers, so whole seconds are compared.
                let agrees = match (seconds_of(claimed), stated) {
                    (Some(seconds), Some(stated)) => stated.as_second() == seconds,
                    (Some(_), None) => true,
                    (None, _) => false,
                };
                if !agrees {
                    let detail = format!("the claim `{claim}` is not `{member}` to the second");
                    findings.add_at("claims", Code::SignatureClaims, at, detail);
                }
            }
        }
    }

    /// The time that the token itself sets.
    pub(super) fn span(&self) -> Span {
        let moment = |claim: &str| {
            let seconds = seconds_of(self.claims.get(claim)?)?;
            let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
            Timestamp::from_second(seconds.clamp(first, last)).ok()
        };
        Span {
            from: moment("nbf"),
            until: moment("exp"),
        }
    }

    /// Checks the signature and whose key made it.
    pub(super) fn check_signature(&self, run: &mut Run<'_>, issuer: &str, findings: &mut Findings) {
        let found = self.find_key(run, issuer);
        let (key, binding) = match found {
            Ok(found) => found,
            Err((code, detail)) => return findings.add("proof.0", code, detail),
        };
        if let Err(error) = self.jws.verify(&key) {
            return findings.add("proof.0", code_of(&error), error.to_string());
        }
        findings.add(
            "proof.0",
            Code::SignatureOk,
            format!("{}: the signature fits", self.jws.algorithm()),
        );
        findings.rests_on(SignatureEvidence {
            suite: self.jws.algorithm().to_string(),
            key_id: self.jws.key_id().map(str::to_owned),
            key_thumbprint: key.thumbprint(),
            hash_data: Some(hex::encode(Sha256::digest(self.jws.signing_input()))),
        });
        let issuer = shorten(issuer);
        match binding {
            Binding::Issuer => findings.add(
                "issuer.key",
                Code::IssuerKeyOk,
                format!("{issuer} publishes the key"),
            ),
            Binding::Unbound => findings.add(
                "issuer.key",
                Code::IssuerUnbound,
                format!("{issuer} leads to no document that could list the key"),
            ),
            Binding::SameSite => findings.add(
                "issuer.key",
                Code::IssuerKeySite,
                format!("the key is on the site of {issuer}, which publishes no set of keys"),
            ),
            Binding::Unconfirmed => findings.add(
                "issuer.key",
                Code::IssuerKeyUnconfirmed,
                format!("the site of {issuer} did not answer when asked for its keys"),
            ),
            Binding::Unpublished => findings.add(
                "issuer.key",
                Code::IssuerKeyUnpublished,
                format!("{issuer} publishes no set of keys to compare with"),
            ),
            Binding::Foreign => findings.add(
                "issuer.key",
                Code::IssuerKeyForeign,
                format!("{issuer} does not list the key"),
            ),
        }
    }

    fn find_key(&self, run: &mut Run<'_>, issuer: &str) -> Result<(PublicKey, Binding), Problem> {
        let header = self
            .jws
            .header
            .get("jwk")
            .map(PublicKey::from_jwk)
            .transpose();
        let header = header.map_err(|error| match key_code(&error) {
            Code::IssuerDocument => (
                Code::SignatureMalformed,
                format!("the key in the header: {error}"),
            ),
            code => (code, format!("the key in the header: {error}")),
        })?;
        let (key, binding) = match (self.jws.key_id(), &header) {
            (Some(name), _) => keys::named_key(run, name, issuer)?,
            (None, Some(key)) => (key.clone(), keys::header_binding(run, key, issuer)?),
            (None, None) => {
                return Err((
                    Code::SignatureNoKey,
                    "the header has neither kid nor jwk".to_owned(),
                ));
            }
        };
        if header.is_some_and(|header| header != key) {
            return Err((
                Code::SignatureNoKey,
                "kid and jwk of the header are different keys".to_owned(),
            ));
        }
        Ok((key, binding))
    }
}

/// Whole seconds of a claim, which may have fractions; none beyond the years that anybody means.
pub(super) fn seconds_of(claim: &Value) -> Option<i64> {
    let fraction = || claim.as_f64().filter(|n| n.abs() < 1e12);
    claim
        .as_i64()
        .or_else(|| fraction().map(|n| n.floor() as i64))
}

/// A credential of version 1.1, completed from the claims that may stand for its members.
fn enclosed_credential(claims: &Map<String, Value>) -> Value {
    let mut credential = claims.get("vc").cloned().unwrap_or_default();
    let Some(members) = credential.as_object_mut() else {
        return credential;
    };
    let mut complete = |member: &str, value: Option<Value>| {
        if let Some(value) = value
            && !members.contains_key(member)
        {
            members.insert(member.to_owned(), value);
        }
    };
    let date = |claim: &str| {
        let second = seconds_of(claims.get(claim)?)?;
        Some(crate::time::format_seconds(Timestamp::from_second(second).ok()?).into())
    };
    complete("id", claims.get("jti").cloned());
    complete("issuer", claims.get("iss").cloned());
    complete("issuanceDate", date("nbf"));
    complete("expirationDate", date("exp"));
    credential
}

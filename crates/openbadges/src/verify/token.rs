//! Credentials inside a compact JWS: the claims must agree with the badge, and the key must be the issuer's.

use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::codes::Code;
use super::credential::Span;
pub(super) use super::issuer_keys::Problem;
use super::issuer_keys::{Binding, check_site, key_code};
use super::report::SignatureEvidence;
use super::run::{Findings, Run};
use super::shape::shorten;
use crate::keys::PublicKey;
use crate::proof::jws::{CompactJws, JwsError};

mod claims;
mod disclosing;
mod header;
mod keys;
mod metadata;

use disclosing::Shown;
pub(super) use disclosing::{form_of, is_sd_jwt};
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
    /// What an SD-JWT is beside the token that the issuer signed.
    shown: Option<Shown>,
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
    /// Opens a compact JWS or an SD-JWT.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        if is_sd_jwt(text) {
            return disclosing::read(text);
        }
        let (jws, claims) = parse(text)?;
        Ok(Self::open(jws, claims))
    }

    /// Whether it is an SD-JWT, of which the holder shows what they like.
    pub(super) fn is_shown(&self) -> bool {
        self.shown.is_some()
    }

    /// Whether the claims are those of an SD-JWT VC, and the credential is only made up from them to be shown.
    pub(super) fn is_claims(&self) -> bool {
        self.is_shown()
            && (self.rules == Ok(Rules::Claims) || !self.claims.contains_key("@context"))
    }

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
            shown: None,
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
        check_site(issuer)?;
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
        let published = match self.rules {
            Ok(Rules::Claims) => metadata::key(run, self.jws.key_id(), issuer)?,
            _ => None,
        };
        let (key, binding) = match (self.jws.key_id(), &header) {
            _ if let Some(key) = published => (key, Binding::Issuer),
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

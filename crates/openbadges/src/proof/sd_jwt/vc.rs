//! Credentials as SD-JWT (SD-JWT-based Verifiable Credentials): which claims they have, and how they are checked.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::process::{self, Processed};
use super::{IssueOptions, Salts, SdJwt, SdJwtError, issue};
use crate::keys::{PublicKey, Signer};

/// Claims that every verifier must see (section 3.2.2.2 of SD-JWT VC), so they cannot be hidden.
const ALWAYS_SHOWN: &[&str] = &["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "status"];

/// Signs claims as an SD-JWT VC with all its disclosures.
///
/// The claims need `vct`, the name of the type of the credential. Times (`iat`, `nbf`, `exp`) are whole seconds since
/// 1970. The rest is as in [`issue`].
pub fn issue_vc(
    claims: &Value,
    hidden: &[&str],
    options: &IssueOptions,
    key: &dyn Signer,
    salts: Salts<'_>,
) -> Result<String, SdJwtError> {
    check_claims(claims.as_object().ok_or(SdJwtError::Claim("vct"))?)?;
    let shown_always = |pointer: &&str| {
        let mut parts = pointer.split('/').skip(1);
        parts
            .next()
            .is_some_and(|claim| ALWAYS_SHOWN.contains(&claim))
    };
    if let Some(pointer) = hidden.iter().copied().find(shown_always) {
        return Err(SdJwtError::Place(pointer.to_owned()));
    }
    issue(claims, hidden, options, key, salts)
}

/// What a verifier asks of the key binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BindingRule<'a> {
    /// None is asked for; one that is there is ignored, as nobody said what it should answer.
    Ignored,
    /// It must be there, by the key that the token is bound to, and answer this.
    Required {
        /// Who the verifier is: `aud`.
        audience: &'a str,
        /// What the verifier asked to be signed: `nonce`.
        nonce: &'a str,
    },
}

/// What a verifier asks of an SD-JWT VC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VcRules<'a> {
    /// The present moment.
    pub now: Timestamp,
    /// How far clocks of others may be off.
    pub clock_skew: SignedDuration,
    /// The type that the credential must be of; none takes any.
    pub vct: Option<&'a str>,
    /// Whether and how the holder must show that the token is theirs.
    pub binding: BindingRule<'a>,
    /// How old a key binding may be.
    pub longest_binding: SignedDuration,
}

impl<'a> VcRules<'a> {
    /// Any type, no key binding; clocks may be five minutes off, and a key binding lasts as long.
    pub fn at(now: Timestamp) -> Self {
        Self {
            now,
            clock_skew: SignedDuration::from_mins(5),
            vct: None,
            binding: BindingRule::Ignored,
            longest_binding: SignedDuration::from_mins(5),
        }
    }

    /// Asks for a type.
    #[must_use]
    pub fn vct(mut self, vct: &'a str) -> Self {
        self.vct = Some(vct);
        self
    }

    /// Asks for a key binding, or for none.
    #[must_use]
    pub fn binding(mut self, rule: BindingRule<'a>) -> Self {
        self.binding = rule;
        self
    }
}

/// An SD-JWT VC that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct VerifiedVc {
    /// The claims with everything that is disclosed. `status` and `credentialStatus` in it are still to be looked up.
    pub claims: Map<String, Value>,
    /// The key that the token is bound to, if it is bound to one.
    pub holder: Option<PublicKey>,
    /// Whether the holder showed that the token is theirs.
    pub bound: bool,
}

/// Checks an SD-JWT VC with the key of its issuer: signature, disclosures, claims, times and key binding.
///
/// That the key is the issuer's is for the caller to know; so is the status of the credential.
pub fn verify_vc(
    text: &str,
    key: &PublicKey,
    rules: &VcRules<'_>,
) -> Result<VerifiedVc, SdJwtError> {
    let token = SdJwt::parse(text)?;
    check_header(&token)?;
    token.jws.verify(key).map_err(|error| SdJwtError::Jws {
        part: "token",
        error,
    })?;
    let claims = process::claims(&token)?;
    check_processed(&claims)?;
    let claims = claims.claims;
    if rules
        .vct
        .is_some_and(|wanted| claims.get("vct").and_then(Value::as_str) != Some(wanted))
    {
        return Err(SdJwtError::Claim("vct"));
    }
    check_times(&claims, rules)?;
    let holder = holder_key(&claims)?;
    let skew = rules.clock_skew;
    let bound = match rules.binding {
        BindingRule::Ignored => false,
        BindingRule::Required { audience, nonce } => {
            let key = holder.as_ref().ok_or(SdJwtError::NoHolderKey)?;
            let asked = Asked {
                audience: Some(audience),
                nonce: Some(nonce),
                oldest: rules.now.saturating_sub(rules.longest_binding).ok(),
                latest: rules.now.saturating_add(skew).ok(),
            };
            check_binding(&token, key, &asked)?;
            true
        }
    };
    Ok(VerifiedVc {
        claims,
        holder,
        bound,
    })
}

/// `typ` must be that of an SD-JWT VC; `vc+sd-jwt` is the name from before.
fn check_header(token: &SdJwt) -> Result<(), SdJwtError> {
    let header = &token.jws.header;
    match header.get("typ").and_then(Value::as_str) {
        Some("dc+sd-jwt" | "vc+sd-jwt") => {}
        other => return Err(SdJwtError::Type(other.unwrap_or_default().to_owned())),
    }
    if header.contains_key("x5c") {
        return Err(SdJwtError::CertificateChain);
    }
    Ok(())
}

/// Checks that what must always be seen was not hidden, and the claims that the standard itself gives a meaning.
pub(crate) fn check_processed(processed: &Processed) -> Result<(), SdJwtError> {
    check_claims(&processed.claims)?;
    for place in &processed.places {
        let hidden = place.at.trim_start_matches('/');
        if ALWAYS_SHOWN.contains(&hidden) {
            return Err(SdJwtError::Member(hidden.to_owned()));
        }
    }
    Ok(())
}

fn check_claims(claims: &Map<String, Value>) -> Result<(), SdJwtError> {
    let vct = claims.get("vct").and_then(Value::as_str);
    if vct.is_none_or(str::is_empty) {
        return Err(SdJwtError::Claim("vct"));
    }
    for text in ["iss", "sub"] {
        if claims.get(text).is_some_and(|value| !value.is_string()) {
            return Err(SdJwtError::Claim(text));
        }
    }
    for time in ["iat", "nbf", "exp"] {
        if claims
            .get(time)
            .is_some_and(|value| seconds(value).is_none())
        {
            return Err(SdJwtError::Claim(time));
        }
    }
    for object in ["cnf", "status"] {
        if claims.get(object).is_some_and(|value| !value.is_object()) {
            return Err(SdJwtError::Claim(object));
        }
    }
    Ok(())
}

fn check_times(claims: &Map<String, Value>, rules: &VcRules<'_>) -> Result<(), SdJwtError> {
    let time = |name: &str| claims.get(name).and_then(seconds);
    let skew = rules.clock_skew.as_secs();
    let now = rules.now.as_second();
    let begun = time("nbf").is_none_or(|from| from <= now.saturating_add(skew));
    let ended = time("exp").is_some_and(|until| until <= now);
    if begun && !ended {
        Ok(())
    } else {
        Err(SdJwtError::NotInForce)
    }
}

/// The key in `cnf` (RFC 7800); an error if there is a confirmation that is not a plain key.
pub(crate) fn holder_key(claims: &Map<String, Value>) -> Result<Option<PublicKey>, SdJwtError> {
    match claims.get("cnf") {
        None => Ok(None),
        Some(cnf) => match cnf.get("jwk") {
            Some(jwk) => Ok(Some(PublicKey::from_jwk(jwk)?)),
            None => Err(SdJwtError::NoHolderKey),
        },
    }
}

/// What a key binding has to answer, as far as anything was asked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    pub(crate) audience: Option<&'a str>,
    pub(crate) nonce: Option<&'a str>,
    /// When it must have been made.
    pub(crate) oldest: Option<Timestamp>,
    pub(crate) latest: Option<Timestamp>,
}

/// Checks that the holder of `key` made the key binding, for this token with these disclosures, in answer to what was
/// asked.
pub(crate) fn check_binding(
    token: &SdJwt,
    key: &PublicKey,
    asked: &Asked<'_>,
) -> Result<(), SdJwtError> {
    let binding = token
        .key_binding
        .as_ref()
        .ok_or(SdJwtError::BindingMissing)?;
    let of_jws = |error| SdJwtError::Jws {
        part: "key binding",
        error,
    };
    if binding.header.get("typ").and_then(Value::as_str) != Some("kb+jwt") {
        return Err(SdJwtError::Binding("typ"));
    }
    binding.verify(key).map_err(of_jws)?;
    let claims = binding.payload_object().map_err(of_jws)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("aud").is_none() || asked.audience.is_some() && text("aud") != asked.audience {
        return Err(SdJwtError::Binding("aud"));
    }
    if text("nonce").is_none() || asked.nonce.is_some() && text("nonce") != asked.nonce {
        return Err(SdJwtError::Binding("nonce"));
    }
    if text("sd_hash") != Some(&token.shown_hash()?) {
        return Err(SdJwtError::Binding("sd_hash"));
    }
    let made = claims
        .get("iat")
        .and_then(seconds)
        .ok_or(SdJwtError::Binding("iat"))?;
    let too_old = asked.oldest.is_some_and(|oldest| made < oldest.as_second());
    let too_new = asked.latest.is_some_and(|latest| made > latest.as_second());
    if too_old || too_new {
        return Err(SdJwtError::Binding("iat"));
    }
    Ok(())
}

/// A NumericDate in whole seconds; fractions are cut off.
pub(super) fn seconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        value
            .as_f64()
            .filter(|number| number.abs() < 1e12)
            .map(|number| number.floor() as i64)
    })
}

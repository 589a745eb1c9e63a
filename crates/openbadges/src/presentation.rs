//! Presentations: credentials that their holder shows to somebody, signed for the occasion.
//!
//! ```
//! use openbadges::did::did_key;
//! use openbadges::keys::{Signer as _, SigningKey};
//! use openbadges::presentation::{Presentation, Occasion, sign};
//! use openbadges::verify::{Expected, Input, NoNetwork, Policy, Request, verify_presentation};
//!
//! let key = SigningKey::ed25519_from_seed([7; 32]);
//! let holder = did_key(&key.public_key()).ok_or("an Ed25519 key has a did:key")?;
//! let now = "2026-11-22T10:00:00Z".parse()?;
//!
//! // The holder answers the challenge of a verifier.
//! let presentation = Presentation::by(&holder).to_value();
//! let occasion = Occasion::at(now).challenge("8f2c").domain("https://verifier.example");
//! let signed = sign(&presentation, &occasion, &key)?;
//!
//! // The verifier asks for exactly that.
//! let text = signed.to_string();
//! let request = Request { input: Input::Bytes(text.as_bytes()), recipient: None };
//! let expected = Expected { challenge: Some("8f2c"), domain: Some("https://verifier.example") };
//! let report = verify_presentation(&request, &expected, &Policy::default(), &NoNetwork, now);
//! assert!(report.verdict.holds());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A presentation can also travel as a token: of the data model 2.0 with [`crate::proof::vc_jose::sign_presentation`],
//! of 1.1 with [`sign_v1_token`].

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::json::items;
use crate::keys::{Algorithm, SignError, Signer};
use crate::proof::data_integrity::{NewProof, ProofOptions, Suite, add_proof};
use crate::proof::jws;
use crate::proof::vc_jose::{Content, TokenOptions, envelop};

const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";
const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
const DATA_INTEGRITY: &str = "https://w3id.org/security/data-integrity/v2";

/// A presentation that is being put together (data model 2.0, section 4.13).
///
/// VC Data Model 2.0, 4.13: verifiable presentations.
#[derive(Debug, Clone, PartialEq)]
pub struct Presentation {
    version: u8,
    holder: String,
    id: Option<String>,
    credentials: Vec<Value>,
}

impl Presentation {
    /// An empty presentation of the data model 2.0 by this holder, an absolute URI.
    pub fn by(holder: impl Into<String>) -> Self {
        Self {
            version: 2,
            holder: holder.into(),
            id: None,
            credentials: Vec::new(),
        }
    }

    /// An empty presentation of the data model 1.1 by this holder.
    pub fn v1_by(holder: impl Into<String>) -> Self {
        Self {
            version: 1,
            ..Self::by(holder)
        }
    }

    /// Gives it an id, an absolute URI.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Puts a credential in, with its own proof.
    #[must_use]
    pub fn credential(mut self, credential: Value) -> Self {
        self.credentials.push(credential);
        self
    }

    /// Puts a credential in that is a token: enveloped in 2.0, as text in 1.1.
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        let credential = match self.version {
            1 => token.into(),
            _ => envelop(Content::Credential, token),
        };
        self.credential(credential)
    }

    /// The document, not signed yet.
    pub fn to_value(&self) -> Value {
        let contexts = match self.version {
            1 => json!([CREDENTIALS_V1, DATA_INTEGRITY]),
            _ => json!([CREDENTIALS_V2]),
        };
        let mut document = Map::new();
        document.insert("@context".to_owned(), contexts);
        document.insert("type".to_owned(), json!(["VerifiablePresentation"]));
        if let Some(id) = &self.id {
            document.insert("id".to_owned(), id.as_str().into());
        }
        document.insert("holder".to_owned(), self.holder.as_str().into());
        if !self.credentials.is_empty() {
            let credentials = Value::Array(self.credentials.clone());
            document.insert("verifiableCredential".to_owned(), credentials);
        }
        Value::Object(document)
    }
}

/// For what and with what a presentation is signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Occasion {
    /// When; written in whole seconds.
    pub at: Timestamp,
    /// The suite; none takes the one of the key.
    pub suite: Option<Suite>,
    /// The id of the key in the holder's document; none takes the only key of a `did:key` or `did:jwk`.
    pub verification_method: Option<String>,
    /// What the verifier asked to be signed.
    pub challenge: Option<String>,
    /// Who asked.
    pub domain: Option<String>,
}

impl Occasion {
    /// At a moment, for nobody in particular, with the key of a holder that is a key.
    pub fn at(at: Timestamp) -> Self {
        Self {
            at,
            suite: None,
            verification_method: None,
            challenge: None,
            domain: None,
        }
    }

    /// Answers a challenge.
    #[must_use]
    pub fn challenge(mut self, challenge: impl Into<String>) -> Self {
        self.challenge = Some(challenge.into());
        self
    }

    /// Says for whom it is made.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Names the suite.
    #[must_use]
    pub fn suite(mut self, suite: Suite) -> Self {
        self.suite = Some(suite);
        self
    }

    /// Names the key in the holder's document.
    #[must_use]
    pub fn verification_method(mut self, method: impl Into<String>) -> Self {
        self.verification_method = Some(method.into());
        self
    }
}

/// Signs a presentation with an embedded proof for `authentication`.
///
/// An error if it is no presentation, if no key is named and the holder is not one itself, or if the document has no
/// canonical form.
pub fn sign(
    presentation: &Value,
    occasion: &Occasion,
    key: &dyn Signer,
) -> Result<Value, SignError> {
    check_type(presentation)?;
    let suite = match (occasion.suite, key.public_key().algorithm()) {
        (Some(suite), _) => suite,
        (None, Algorithm::EdDsa) => Suite::EddsaRdfc2022,
        (None, _) => Suite::EcdsaRdfc2019,
    };
    let method = match &occasion.verification_method {
        Some(method) => method.clone(),
        None => only_method(presentation)?,
    };
    let mut proof = NewProof::from(ProofOptions {
        suite,
        created: occasion.at,
        verification_method: method,
        purpose: "authentication".to_owned(),
    });
    proof.challenge.clone_from(&occasion.challenge);
    proof.domains.extend(occasion.domain.clone());
    add_proof(presentation, &proof, key)
}

/// Signs a presentation of the data model 1.1 as a JWT with the claim `vp` (data model 1.1, section 6.3.1).
///
/// `iss` and `jti` come from the holder and the id, `aud` and `nonce` from the options.
pub fn sign_v1_token(
    presentation: &Value,
    options: &TokenOptions,
    key: &dyn Signer,
) -> Result<String, SignError> {
    check_type(presentation)?;
    let first = presentation.get("@context").map_or(&[][..], items).first();
    if first.and_then(Value::as_str) != Some(CREDENTIALS_V1) {
        let why = "only presentations of the data model 1.1 are signed in this form";
        return Err(SignError::Document(why.to_owned()));
    }
    let mut claims = Map::new();
    if let Some(holder) = holder_of(presentation) {
        claims.insert("iss".to_owned(), holder.into());
    }
    if let Some(id) = presentation.get("id") {
        claims.insert("jti".to_owned(), id.clone());
    }
    claims.insert("vp".to_owned(), presentation.clone());
    options.write_claims(&mut claims);
    let mut header = Map::new();
    header.insert("typ".to_owned(), "JWT".into());
    header.insert("kid".to_owned(), options.kid.as_str().into());
    jws::sign(header, Value::Object(claims).to_string().as_bytes(), key)
}

fn check_type(presentation: &Value) -> Result<(), SignError> {
    let types = presentation.get("type").map_or(&[][..], items);
    if types
        .iter()
        .any(|one| one.as_str() == Some("VerifiablePresentation"))
    {
        Ok(())
    } else {
        let why = "it is no presentation".to_owned();
        Err(SignError::Document(why))
    }
}

fn holder_of(presentation: &Value) -> Option<&str> {
    let holder = presentation.get("holder")?;
    holder.as_str().or_else(|| holder.get("id")?.as_str())
}

/// The full name of the one key of a holder that is a key.
fn only_method(presentation: &Value) -> Result<String, SignError> {
    let holder = holder_of(presentation).unwrap_or_default();
    if let Some(key) = holder.strip_prefix("did:key:") {
        Ok(format!("{holder}#{key}"))
    } else if holder.starts_with("did:jwk:") {
        Ok(format!("{holder}#0"))
    } else {
        let why = "no key is named, and the holder is not one".to_owned();
        Err(SignError::Document(why))
    }
}

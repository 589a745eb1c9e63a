//! Credentials and presentations inside a JWT as W3C secures them (Securing Verifiable Credentials using JOSE and COSE).
//!
//! The payload is the document itself, of the data model 2.0, and the header says by `typ` and `cty` what it is. This is
//! not the JWT of Open Badges 3.0 (section 8.2), which repeats the credential in its claims: see [`super::vc_jwt`] for
//! that one. Wherever JSON is expected, such a token travels in an envelope, an object whose `id` is a `data:` URL
//! (data model 2.0, sections 4.13.2 and 4.13.3).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::jws;
use crate::json::items;
use crate::keys::{SignError, Signer};

/// The first context of every document of the data model 2.0.
const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";

/// What a token holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Content {
    /// A verifiable credential.
    Credential,
    /// A verifiable presentation.
    Presentation,
}

impl Content {
    /// The header member `typ`.
    pub fn typ(self) -> &'static str {
        match self {
            Self::Credential => "vc+jwt",
            Self::Presentation => "vp+jwt",
        }
    }

    /// The header member `cty`.
    pub fn cty(self) -> &'static str {
        match self {
            Self::Credential => "vc",
            Self::Presentation => "vp",
        }
    }

    /// The type of what the payload must be.
    fn of_payload(self) -> &'static str {
        match self {
            Self::Credential => "VerifiableCredential",
            Self::Presentation => "VerifiablePresentation",
        }
    }

    /// The type of the envelope around such a token.
    fn of_envelope(self) -> &'static str {
        match self {
            Self::Credential => "EnvelopedVerifiableCredential",
            Self::Presentation => "EnvelopedVerifiablePresentation",
        }
    }
}

/// What a token says beside the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenOptions {
    /// `kid`: the absolute URL of the key in its controller's document.
    pub kid: String,
    /// `iat`: when the token was signed; whole seconds are written.
    pub issued_at: Option<Timestamp>,
    /// `exp`: when the signature ends, which says nothing about the credential; whole seconds are written.
    pub expires_at: Option<Timestamp>,
    /// `nonce`: what a verifier asked to be signed.
    pub nonce: Option<String>,
    /// `aud`: for whom a presentation is meant; one is written as text, several as a list.
    pub audience: Vec<String>,
}

impl TokenOptions {
    /// Options that name the key and nothing else.
    pub fn new(kid: impl Into<String>) -> Self {
        Self {
            kid: kid.into(),
            ..Self::default()
        }
    }

    /// Says when the token was signed.
    #[must_use]
    pub fn issued_at(mut self, at: Timestamp) -> Self {
        self.issued_at = Some(at);
        self
    }

    /// Lets the signature end.
    #[must_use]
    pub fn expires_at(mut self, at: Timestamp) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// Answers a verifier's nonce.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }

    /// Adds somebody for whom the token is meant.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// Writes `iat`, `exp`, `nonce` and `aud`, as far as they are set.
    pub(crate) fn write_claims(&self, payload: &mut Map<String, Value>) {
        let mut add = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                payload.insert(name.to_owned(), value);
            }
        };
        add("iat", self.issued_at.map(|at| at.as_second().into()));
        add("exp", self.expires_at.map(|at| at.as_second().into()));
        add("nonce", self.nonce.clone().map(Value::from));
        let audience = match self.audience.as_slice() {
            [] => None,
            [one] => Some(one.as_str().into()),
            several => Some(several.into()),
        };
        add("aud", audience);
    }
}

/// Signs a credential of the data model 2.0 as it is, with `typ` `vc+jwt` and `cty` `vc`.
///
/// An error if the document is of another version, has an embedded proof, or has a member `vc` or `vp`, which such a
/// payload must not have (section 3.1.1).
pub fn sign_credential(
    credential: &Value,
    options: &TokenOptions,
    key: &dyn Signer,
) -> Result<String, SignError> {
    sign(Content::Credential, credential, options, key)
}

/// Signs a presentation of the data model 2.0 as it is, with `typ` `vp+jwt` and `cty` `vp`.
///
/// The same errors as [`sign_credential`].
pub fn sign_presentation(
    presentation: &Value,
    options: &TokenOptions,
    key: &dyn Signer,
) -> Result<String, SignError> {
    sign(Content::Presentation, presentation, options, key)
}

fn sign(
    content: Content,
    document: &Value,
    options: &TokenOptions,
    key: &dyn Signer,
) -> Result<String, SignError> {
    check_signable(content, document).map_err(|why| SignError::Document(why.to_owned()))?;
    let mut payload = document.as_object().cloned().unwrap_or_default();
    options.write_claims(&mut payload);
    let mut header = Map::new();
    header.insert("typ".to_owned(), content.typ().into());
    header.insert("cty".to_owned(), content.cty().into());
    header.insert("kid".to_owned(), options.kid.as_str().into());
    jws::sign(header, Value::Object(payload).to_string().as_bytes(), key)
}

fn check_signable(content: Content, document: &Value) -> Result<(), &'static str> {
    let contexts = document.get("@context").map_or(&[][..], items);
    if contexts.first().and_then(Value::as_str) != Some(CREDENTIALS_V2) {
        return Err("only documents of the data model 2.0 are signed in this form");
    }
    if !has_type(document, content.of_payload()) {
        return Err("it is not of the type that the token is for");
    }
    if document.get("proof").is_some() {
        return Err("a JWT replaces the embedded proof");
    }
    if document.get("vc").is_some() || document.get("vp").is_some() {
        return Err("the members `vc` and `vp` are of the data model 1.1");
    }
    Ok(())
}

/// Puts a token into an envelope, so that it can stand where a JSON document is expected.
///
/// ```
/// use openbadges::proof::vc_jose::{Content, Envelope, envelop};
///
/// let envelope = envelop(Content::Credential, "e30.e30.c2ln");
/// assert_eq!(envelope["id"], "data:application/vc+jwt,e30.e30.c2ln");
/// let opened = Envelope::of(&envelope).ok_or("it is one")??;
/// assert_eq!((opened.content, opened.text), (Content::Credential, "e30.e30.c2ln"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn envelop(content: Content, token: &str) -> Value {
    json!({
        "@context": CREDENTIALS_V2,
        "type": content.of_envelope(),
        "id": format!("data:application/{},{token}", content.typ()),
    })
}

/// An envelope, opened: what its `data:` URL holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// What the envelope says that it holds.
    pub content: Content,
    /// How the content is secured.
    pub form: EnvelopeForm,
    /// The media type as it is written, with its parameters.
    pub media_type: &'a str,
    /// What comes after the comma: a token, as it stands.
    pub text: &'a str,
}

/// How the content of an envelope is secured, by its media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnvelopeForm {
    /// A compact JWS: `vc+jwt`, `vp+jwt`, or one of the names that were in use before.
    Jwt,
    /// An SD-JWT: `vc+sd-jwt`, `vp+sd-jwt` or `dc+sd-jwt`.
    SdJwt,
    /// Something that is not read here, such as COSE.
    Other,
}

/// Why an envelope cannot be opened (data model 2.0, sections 4.13.2 and 4.13.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// The credentials context is not among the contexts, so nothing says what the words mean.
    #[error("the context of an envelope must include that of verifiable credentials")]
    Context,
    /// The id is not a `data:` URL with content.
    #[error("the id of an envelope must be a data: URL")]
    Address,
    /// The media type is that of the other kind of envelope.
    #[error("the media type of the content does not fit the type of the envelope")]
    MediaType,
}

impl<'a> Envelope<'a> {
    /// Opens an envelope; `None` if the document is none by its type.
    pub fn of(document: &'a Value) -> Option<Result<Self, EnvelopeError>> {
        let content = [Content::Credential, Content::Presentation]
            .into_iter()
            .find(|content| has_type(document, content.of_envelope()))?;
        Some(Self::open(document, content))
    }

    fn open(document: &'a Value, content: Content) -> Result<Self, EnvelopeError> {
        let contexts = document.get("@context").map_or(&[][..], items);
        if !contexts
            .iter()
            .any(|context| context.as_str() == Some(CREDENTIALS_V2))
        {
            return Err(EnvelopeError::Context);
        }
        let (media_type, text) = document
            .get("id")
            .and_then(Value::as_str)
            .and_then(|id| id.strip_prefix("data:"))
            .and_then(|rest| rest.split_once(','))
            .filter(|(media_type, text)| !media_type.is_empty() && !text.is_empty())
            .ok_or(EnvelopeError::Address)?;
        let (form, stated) = form_of(media_type);
        if stated.is_some_and(|stated| stated != content) {
            return Err(EnvelopeError::MediaType);
        }
        Ok(Self {
            content,
            form,
            media_type,
            text,
        })
    }
}

/// The form that a media type stands for, and the content if it says that too.
fn form_of(media_type: &str) -> (EnvelopeForm, Option<Content>) {
    let bare = media_type.split(';').next().unwrap_or_default();
    let bare = bare.trim().to_ascii_lowercase();
    let (credential, presentation) = (Some(Content::Credential), Some(Content::Presentation));
    match bare.as_str() {
        "application/vc+jwt" | "application/vc+ld+jwt" | "application/vc-ld+jwt" => {
            (EnvelopeForm::Jwt, credential)
        }
        "application/vp+jwt" | "application/vp+ld+jwt" | "application/vp-ld+jwt" => {
            (EnvelopeForm::Jwt, presentation)
        }
        "application/jwt" => (EnvelopeForm::Jwt, None),
        "application/vc+sd-jwt" | "application/dc+sd-jwt" => (EnvelopeForm::SdJwt, credential),
        "application/vp+sd-jwt" => (EnvelopeForm::SdJwt, presentation),
        "application/sd-jwt" => (EnvelopeForm::SdJwt, None),
        _ => (EnvelopeForm::Other, None),
    }
}

fn has_type(document: &Value, wanted: &str) -> bool {
    document
        .get("type")
        .is_some_and(|value| items(value).iter().any(|one| one.as_str() == Some(wanted)))
}

#[cfg(test)]
mod tests;

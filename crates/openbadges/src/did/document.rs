use jiff::Timestamp;
use serde_json::Value;

use super::DidError;
use crate::json::items;
use crate::keys::{KeyError, PublicKey};
use crate::time::parse_date_time_stamp;

/// A DID document or controlled identifier document: who controls which keys, and for what.
///
/// Controlled Identifiers 1.0, 2.1: controlled identifier documents.
#[derive(Debug, Clone, PartialEq)]
pub struct ControllerDocument {
    /// The identifier that the document is about.
    pub id: String,
    /// Other identifiers of the same party.
    pub also_known_as: Vec<String>,
    /// All keys, with absolute ids.
    pub methods: Vec<VerificationMethod>,
    /// The absolute ids of the methods that may sign claims.
    pub assertion_methods: Vec<String>,
    /// The absolute ids of the methods by which the subject shows that it is the subject.
    pub authentication_methods: Vec<String>,
    /// What the party offers elsewhere.
    pub services: Vec<Service>,
}

/// A service of a controller document (Controlled Identifiers 1.0, section 2.1.4).
///
/// Controlled Identifiers 1.0, 2.1.4: services.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// The absolute id, if it has one.
    pub id: Option<String>,
    /// What it is, as in `LinkedDomains`.
    pub r#type: Vec<String>,
    /// Where it is: an address, an object, or a list of these.
    pub endpoint: Value,
}

/// One key of a controller document.
///
/// Controlled Identifiers 1.0, 2.2: verification methods.
#[derive(Debug, Clone, PartialEq)]
pub struct VerificationMethod {
    /// The absolute id.
    pub id: String,
    /// How the key is written: `Multikey`, `JsonWebKey`, `Ed25519VerificationKey2020`, …
    pub r#type: String,
    /// Who may use the key.
    pub controller: String,
    /// The key, or why it cannot be used.
    pub key: Result<PublicKey, KeyError>,
    /// Signatures do not verify from this time on.
    pub expires: Option<Timestamp>,
    /// Signatures do not verify from this time on.
    pub revoked: Option<Timestamp>,
}

impl ControllerDocument {
    /// Reads a document that was parsed as JSON; single keys that cannot be used stay in the list.
    pub fn parse(document: &Value) -> Result<Self, DidError> {
        let id = document
            .get("id")
            .and_then(Value::as_str)
            .filter(|id| !id.is_empty() && !id.contains('#'))
            .ok_or(DidError::Document("no id"))?;
        let listed = items(document.get("verificationMethod").unwrap_or(&Value::Null));
        let assertions = items(document.get("assertionMethod").unwrap_or(&Value::Null));
        let authentications = items(document.get("authentication").unwrap_or(&Value::Null));
        // A method may be written out in the relationship instead of the list.
        let embedded = assertions.iter().chain(authentications);
        let embedded = embedded.filter(|entry| entry.is_object());
        let lists = [listed, assertions, authentications];
        if lists.iter().any(|list| list.len() > MOST_METHODS) {
            return Err(DidError::Document("more keys than any party has"));
        }
        let mut methods = Vec::new();
        for method in listed.iter().chain(embedded) {
            methods.push(VerificationMethod::parse_within(id, method)?);
        }
        let named = |relationship: &[Value]| {
            relationship
                .iter()
                .filter_map(|entry| entry.as_str().or_else(|| entry.get("id")?.as_str()))
                .map(|reference| absolute(id, reference))
                .collect()
        };
        let services = items(document.get("service").unwrap_or(&Value::Null))
            .iter()
            .take(MOST_SERVICES)
            .map(|service| Service::parse(id, service))
            .collect();
        let also_known_as = items(document.get("alsoKnownAs").unwrap_or(&Value::Null))
            .iter()
            .filter_map(|entry| entry.as_str().map(str::to_owned))
            .collect();
        Ok(Self {
            id: id.to_owned(),
            also_known_as,
            methods,
            assertion_methods: named(assertions),
            authentication_methods: named(authentications),
            services,
        })
    }

    /// The web sites that the party calls its own, by services of type `LinkedDomains` (Well Known DID Configuration 1.0,
    /// section 4): origins such as `https://school.example`, as they are written. Nothing is proved until the site agrees.
    pub fn linked_domains(&self) -> impl Iterator<Item = &str> {
        let declares =
            |service: &&Service| service.r#type.iter().any(|kind| kind == "LinkedDomains");
        self.services
            .iter()
            .filter(declares)
            .flat_map(|service| items(&service.endpoint))
            .flat_map(|endpoint| items(endpoint.get("origins").unwrap_or(endpoint)))
            .filter_map(Value::as_str)
    }

    /// Finds the method with this absolute id; `None` also if two methods claim it.
    pub fn method(&self, id: &str) -> Option<&VerificationMethod> {
        let mut found = self.methods.iter().filter(|method| method.id == id);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Tells whether the method with this absolute id may sign claims.
    pub fn asserts(&self, id: &str) -> bool {
        self.assertion_methods.iter().any(|listed| listed == id)
    }

    /// Tells whether any key at all may sign claims.
    pub(crate) fn lists_assertion_keys(&self) -> bool {
        self.methods.iter().any(|method| self.asserts(&method.id))
    }

    /// Tells whether the subject may show by the method with this absolute id that it is the subject.
    pub fn authenticates(&self, id: &str) -> bool {
        self.authentication_methods
            .iter()
            .any(|listed| listed == id)
    }

    pub(super) fn of_one_key(did: &str, fragment: &str, key: PublicKey) -> Self {
        let id = format!("{did}#{fragment}");
        let r#type = if fragment == "0" {
            "JsonWebKey"
        } else {
            "Multikey"
        };
        let method = VerificationMethod {
            id: id.clone(),
            r#type: r#type.to_owned(),
            controller: did.to_owned(),
            key: Ok(key),
            expires: None,
            revoked: None,
        };
        Self {
            id: did.to_owned(),
            also_known_as: Vec::new(),
            methods: vec![method],
            assertion_methods: vec![id.clone()],
            authentication_methods: vec![id],
            services: Vec::new(),
        }
    }
}

/// How many keys a list of a document may have: every proof looks through them.
const MOST_METHODS: usize = 256;
/// More services than any honest document has.
const MOST_SERVICES: usize = 64;

impl Service {
    fn parse(document: &str, service: &Value) -> Self {
        let types = items(service.get("type").unwrap_or(&Value::Null));
        Self {
            id: service
                .get("id")
                .and_then(Value::as_str)
                .map(|id| absolute(document, id)),
            r#type: types
                .iter()
                .filter_map(|kind| kind.as_str().map(str::to_owned))
                .collect(),
            endpoint: service.get("serviceEndpoint").cloned().unwrap_or_default(),
        }
    }
}

impl VerificationMethod {
    /// Reads a method that stands alone, as served at the address of one key.
    pub fn parse(method: &Value) -> Result<Self, DidError> {
        Self::parse_within("", method)
    }

    /// Tells whether signatures checked at `now` may rely on the method.
    pub fn usable_at(&self, now: Timestamp) -> bool {
        [self.expires, self.revoked]
            .into_iter()
            .flatten()
            .all(|end| now < end)
    }

    fn parse_within(document: &str, method: &Value) -> Result<Self, DidError> {
        let text = |member| method.get(member).and_then(Value::as_str);
        let id = text("id").ok_or(DidError::Document("a verification method without id"))?;
        let r#type = text("type").unwrap_or_default();
        let times = || Ok((end(method, "expires")?, end(method, "revoked")?));
        let (key, (expires, revoked)) = match times() {
            Ok(times) => (key_of(r#type, method), times),
            Err(error) => (Err(error), (None, None)),
        };
        Ok(Self {
            id: absolute(document, id),
            r#type: r#type.to_owned(),
            controller: text("controller").unwrap_or_default().to_owned(),
            key,
            expires,
            revoked,
        })
    }
}

fn absolute(document: &str, reference: &str) -> String {
    if reference.starts_with('#') {
        format!("{document}{reference}")
    } else {
        reference.to_owned()
    }
}

fn end(method: &Value, member: &str) -> Result<Option<Timestamp>, KeyError> {
    const NO_TIME: KeyError = KeyError::Malformed("expires or revoked is not a date-time");
    match method.get(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => parse_date_time_stamp(text).map(Some).map_err(|_| NO_TIME),
        Some(_) => Err(NO_TIME),
    }
}

fn key_of(r#type: &str, method: &Value) -> Result<PublicKey, KeyError> {
    let forms = [
        "publicKeyMultibase",
        "publicKeyJwk",
        "publicKeyBase58",
        "publicKeyPem",
    ];
    if forms
        .iter()
        .filter(|form| method.get(**form).is_some())
        .count()
        > 1
    {
        return Err(KeyError::Malformed("the same key in two forms"));
    }
    let text = |member| {
        method
            .get(member)
            .and_then(Value::as_str)
            .ok_or(KeyError::Malformed("the method holds no key of its type"))
    };
    match r#type {
        "Multikey" => PublicKey::from_multikey(text("publicKeyMultibase")?),
        "Ed25519VerificationKey2020" => {
            only_ed25519(PublicKey::from_multikey(text("publicKeyMultibase")?)?)
        }
        "Ed25519VerificationKey2018" => ed25519_from_base58(text("publicKeyBase58")?),
        "JsonWebKey" | "JsonWebKey2020" => match method.get("publicKeyJwk") {
            Some(jwk) => PublicKey::from_jwk(jwk),
            None => Err(KeyError::Malformed("the method holds no key of its type")),
        },
        other => Err(KeyError::Unsupported(other.to_owned())),
    }
}

fn only_ed25519(key: PublicKey) -> Result<PublicKey, KeyError> {
    match key {
        PublicKey::Ed25519(_) => Ok(key),
        _ => Err(KeyError::Invalid("Ed25519")),
    }
}

fn ed25519_from_base58(text: &str) -> Result<PublicKey, KeyError> {
    let mut bytes = [0; 32];
    match bs58::decode(text).onto(&mut bytes) {
        Ok(32) => PublicKey::ed25519_from_bytes(&bytes),
        _ => Err(KeyError::Malformed("not 32 bytes of base58")),
    }
}

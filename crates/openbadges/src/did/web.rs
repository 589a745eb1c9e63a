use serde_json::{Value, json};
use url::{Host, Url};

use super::DidError;
use crate::keys::PublicKey;

/// The address of the document of a `did:web`: `https://host/path/did.json`.
///
/// The address is always https. Whoever fetches may fall back to http for the own machine.
pub fn did_web_url(did: &str) -> Result<Url, DidError> {
    let rest = did
        .strip_prefix("did:web:")
        .ok_or_else(|| DidError::UnsupportedMethod(did.to_owned()))?;
    let mut parts = rest.split(':');
    let host = parts.next().unwrap_or_default();
    let (host, port) = match host.split_once("%3A").or_else(|| host.split_once("%3a")) {
        Some((host, port)) => (host, Some(port)),
        None => (host, None),
    };
    // Only what a name or an address is made of, so that nothing else can be smuggled in.
    let plain = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
    };
    if host.is_empty() || !plain(host) {
        return Err(DidError::Malformed(
            "the host of a did:web is a domain name",
        ));
    }
    let mut address = format!("https://{host}");
    if let Some(port) = port {
        let port: u16 = port
            .parse()
            .map_err(|_| DidError::Malformed("not a port number"))?;
        address.push_str(&format!(":{port}"));
    }
    let segments: Vec<_> = parts.collect();
    if segments.is_empty() {
        address.push_str("/.well-known");
    }
    for segment in segments {
        if !is_segment(segment) {
            return Err(DidError::Malformed("a path segment of the did:web"));
        }
        address.push('/');
        address.push_str(segment);
    }
    address.push_str("/did.json");
    let url = Url::parse(&address).map_err(|_| DidError::Malformed("the host of a did:web"))?;
    match url.host() {
        Some(Host::Ipv4(address)) if !address.is_loopback() => Err(DidError::Malformed(
            "the host of a did:web is a domain name, not an IP address",
        )),
        Some(Host::Domain(_) | Host::Ipv4(_)) => Ok(url),
        _ => Err(DidError::Malformed(
            "the host of a did:web is a domain name",
        )),
    }
}

/// Names the `did:web` of a path below a public address; a port is written as `%3A`.
pub fn did_web_for(public_url: &Url, path_segments: &[&str]) -> Result<String, DidError> {
    let host = match public_url.host() {
        Some(Host::Domain(name)) => name.to_owned(),
        Some(Host::Ipv4(address)) => address.to_string(),
        _ => return Err(DidError::Malformed("the public address needs a host name")),
    };
    let mut did = format!("did:web:{host}");
    if let Some(port) = public_url.port() {
        did.push_str(&format!("%3A{port}"));
    }
    let below = public_url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty());
    for segment in below.chain(path_segments.iter().copied()) {
        if !is_segment(segment) {
            return Err(DidError::Malformed(
                "a path segment that a did:web cannot hold",
            ));
        }
        did.push(':');
        did.push_str(segment);
    }
    Ok(did)
}

/// A key as it is published in a DID document.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedKey {
    /// The part of the method id after `#`; Ed25519 keys are named by their multibase value anyway.
    pub fragment: String,
    /// The public key.
    pub key: PublicKey,
    /// Whether the key may sign claims: also for retired keys, not for compromised ones.
    pub asserts: bool,
    /// From when on signatures do not verify; leave it empty for keys that were merely replaced.
    pub revoked: Option<jiff::Timestamp>,
}

impl PublishedKey {
    /// A key that may sign claims, named by its own value: the multibase text, else the thumbprint.
    pub fn asserting(key: PublicKey) -> Self {
        let fragment = key.to_multikey().unwrap_or_else(|| key.thumbprint());
        Self {
            fragment,
            key,
            asserts: true,
            revoked: None,
        }
    }
}

/// Writes the document of a `did:web`.
///
/// An Ed25519 key appears twice, as `Multikey` named by its own multibase value and as
/// `Ed25519VerificationKey2020` named `…-2020`, because some verifiers bind the proof suite to the
/// type of the key. P-256 and RSA keys appear as `JsonWebKey`. References are absolute strings.
pub fn did_web_document(did: &str, keys: &[PublishedKey], also_known_as: &[String]) -> Value {
    let mut methods = Vec::new();
    let mut assertions = Vec::new();
    for key in keys {
        for method in methods_of(did, key) {
            if key.asserts {
                assertions.push(method["id"].clone());
            }
            methods.push(method);
        }
    }
    let mut document = json!({
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/suites/ed25519-2020/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
    });
    if !also_known_as.is_empty() {
        document["alsoKnownAs"] = json!(also_known_as);
    }
    document["verificationMethod"] = Value::Array(methods);
    document["authentication"] = Value::Array(assertions.clone());
    document["assertionMethod"] = Value::Array(assertions);
    document
}

fn methods_of(did: &str, key: &PublishedKey) -> Vec<Value> {
    let mut methods = match (&key.key, key.key.to_multikey()) {
        (PublicKey::Ed25519(_), Some(multikey)) => vec![
            json!({
                "id": format!("{did}#{multikey}"),
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": multikey,
            }),
            json!({
                "id": format!("{did}#{multikey}-2020"),
                "type": "Ed25519VerificationKey2020",
                "controller": did,
                "publicKeyMultibase": multikey,
            }),
        ],
        _ => vec![json!({
            "id": format!("{did}#{}", key.fragment),
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": key.key.to_jwk(),
        })],
    };
    if let Some(revoked) = key.revoked {
        for method in &mut methods {
            method["revoked"] = json!(crate::time::format_seconds(revoked));
        }
    }
    methods
}

/// Path segments stay as they are in the address; dots alone would climb out of the path.
fn is_segment(segment: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !segment.is_empty() && segment.bytes().all(plain) && !segment.bytes().all(|byte| byte == b'.')
}

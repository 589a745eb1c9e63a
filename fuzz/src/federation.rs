//! OpenID Federation: whatever the trust anchor says, signed or not, only its word about this issuer lists the issuer.

use openbadges::json;
use openbadges::keys::{Signer as _, SigningKey};
use openbadges::proof::jws;
use openbadges::verify::{
    Fetch, FetchError, Fetched, Input, Policy, Registry, RegistryKind, Request, TrustAnchor,
    TrustPolicy, verify,
};
use serde_json::{Map, Value, json};
use url::Url;

const BADGE: &[u8] = include_bytes!("../corpus/verify/signed.json");
const ANCHOR: &str = "https://registry.example";
const CONFIGURATION: &str = "https://registry.example/.well-known/openid-federation";

/// Takes a list of two, what the anchor says of itself and what it says of the issuer: claims that are then signed by
/// the anchor's key, or a text as it stands.
pub fn target(data: &[u8]) {
    let Ok(Value::Array(said)) = json::read(data) else {
        return;
    };
    let [configuration, statement] = said.as_slice() else {
        return;
    };
    let key = SigningKey::ed25519_from_seed([7; 32]);
    let anchor = Anchor {
        configuration: body(configuration, &key),
        statement: body(statement, &key),
    };
    let mut jwk = key.public_key().to_jwk();
    jwk["kid"] = "one".into();
    let policy = Policy {
        trust: TrustPolicy {
            registries: vec![Registry {
                name: "The federation".to_owned(),
                governance_url: None,
                kind: RegistryKind::Federation {
                    entity_configuration: CONFIGURATION.to_owned(),
                },
            }],
            anchors: vec![TrustAnchor {
                entity: ANCHOR.to_owned(),
                jwks: json!({ "keys": [jwk] }),
            }],
            ..TrustPolicy::default()
        },
        ..Policy::default()
    };
    let request = Request {
        input: Input::Bytes(BADGE),
        recipient: None,
    };
    let now = "2026-11-22T10:00:00Z".parse().expect("a timestamp");
    let report = verify(&request, &policy, &anchor, now);

    let issuer = report.badge.and_then(|badge| badge.issuer.id);
    if !report.trust.matching_issuers.is_empty() {
        assert!(
            configuration.is_object() && statement.is_object(),
            "unsigned"
        );
        assert_eq!(statement["sub"].as_str(), issuer.as_deref());
        assert!(statement["exp"].as_i64() > Some(now.as_second()));
    }
}

/// What is sent: a statement by the anchor's key, or a text.
fn body(said: &Value, key: &SigningKey) -> Vec<u8> {
    match said {
        Value::String(text) => text.clone().into_bytes(),
        claims => {
            let mut header = Map::new();
            header.insert("typ".to_owned(), "entity-statement+jwt".into());
            header.insert("kid".to_owned(), "one".into());
            let token = jws::sign(header, claims.to_string().as_bytes(), key);
            token.expect("any bytes can be signed").into_bytes()
        }
    }
}

/// A web in which there is only the anchor: its configuration where it belongs, and statements anywhere else.
struct Anchor {
    configuration: Vec<u8>,
    statement: Vec<u8>,
}

impl Fetch for Anchor {
    fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
        let body = if url.as_str() == CONFIGURATION {
            &self.configuration
        } else {
            &self.statement
        };
        Ok(Fetched {
            status: 200,
            media_type: None,
            body: body.clone(),
            final_url: url.clone(),
        })
    }
}

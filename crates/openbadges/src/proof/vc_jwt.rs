//! Credentials as JSON Web Tokens, as Open Badges 3.0 section 8.2 has them.

use serde_json::{Map, Value};

use super::jws;
use crate::json::items;
use crate::keys::{SignError, Signer};
use crate::time::parse_date_time_stamp;

/// Signs a credential as a JWT: the credential itself with `iss`, `sub`, `jti`, `nbf` and `exp`.
///
/// `kid` is a URL that serves the bare public JWK. The credential needs an issuer, an id, a subject
/// with an id and `validFrom`; times must be whole seconds, because a JWT has no fractions.
pub fn sign(credential: &Value, kid: &str, key: &dyn Signer) -> Result<String, SignError> {
    let payload = Value::Object(payload(credential)?);
    jws::sign(header(kid), payload.to_string().as_bytes(), key)
}

/// The header of a badge: `typ`, `alg` and `kid`, nothing else.
fn header(kid: &str) -> Map<String, Value> {
    Map::from_iter([
        ("typ".to_owned(), "JWT".into()),
        // Set by the key that signs.
        ("alg".to_owned(), Value::Null),
        ("kid".to_owned(), kid.into()),
    ])
}

fn payload(credential: &Value) -> Result<Map<String, Value>, SignError> {
    let mut payload = credential
        .as_object()
        .cloned()
        .ok_or_else(|| lacks("the form of an object"))?;
    if payload.contains_key("proof") {
        return Err(SignError::Document(
            "a JWT replaces the embedded proof".to_owned(),
        ));
    }
    if payload.contains_key("vc") {
        return Err(SignError::Document(
            "the claim `vc` is of the version 1.1".to_owned(),
        ));
    }
    let issuer = &credential["issuer"];
    let issuer = issuer.as_str().or_else(|| issuer["id"].as_str());
    let issuer = issuer.ok_or_else(|| lacks("an issuer id"))?.to_owned();
    let [subject] = items(&credential["credentialSubject"]) else {
        return Err(lacks("exactly one subject"));
    };
    let subject = subject["id"]
        .as_str()
        .ok_or_else(|| lacks("a subject id"))?
        .to_owned();
    let id = credential["id"]
        .as_str()
        .ok_or_else(|| lacks("an id"))?
        .to_owned();
    let valid_from = seconds(&credential["validFrom"])?.ok_or_else(|| lacks("validFrom"))?;
    payload.insert("iss".to_owned(), issuer.into());
    payload.insert("sub".to_owned(), subject.into());
    payload.insert("jti".to_owned(), id.into());
    payload.insert("nbf".to_owned(), valid_from.into());
    if let Some(valid_until) = seconds(&credential["validUntil"])? {
        payload.insert("exp".to_owned(), valid_until.into());
    }
    Ok(payload)
}

fn seconds(value: &Value) -> Result<Option<i64>, SignError> {
    if value.is_null() {
        return Ok(None);
    }
    let text = value.as_str().unwrap_or_default();
    let instant = parse_date_time_stamp(text)
        .map_err(|error| SignError::Document(format!("`{text}`: {error}")))?;
    if instant.subsec_nanosecond() != 0 {
        return Err(SignError::Document(
            "a JWT holds whole seconds only".to_owned(),
        ));
    }
    Ok(Some(instant.as_second()))
}

fn lacks(what: &str) -> SignError {
    SignError::Document(format!("it lacks {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SigningKey;
    use crate::proof::jws::CompactJws;
    use serde_json::json;

    fn credential() -> Value {
        json!({
            "id": "https://example.org/awards/1",
            "issuer": {"id": "did:web:example.org", "type": ["Profile"]},
            "validFrom": "2026-11-22T10:00:00Z",
            "validUntil": "2027-11-22T10:00:00Z",
            "credentialSubject": {"id": "urn:uuid:1", "type": ["AchievementSubject"]},
        })
    }

    #[test]
    fn the_claims_repeat_what_the_credential_says() {
        let key = SigningKey::p256_from_scalar([7; 32]).unwrap();

        let token = sign(&credential(), "https://example.org/keys/1", &key).unwrap();

        let jws = CompactJws::parse(&token).unwrap();
        assert_eq!(jws.verify(&key.public_key()), Ok(()));
        assert_eq!(
            Value::Object(jws.header.clone()),
            json!({"typ": "JWT", "alg": "ES256", "kid": "https://example.org/keys/1"})
        );
        let payload = jws.payload_object().unwrap();
        assert_eq!(payload["iss"], "did:web:example.org");
        assert_eq!(payload["sub"], "urn:uuid:1");
        assert_eq!(payload["jti"], "https://example.org/awards/1");
        assert_eq!(payload["nbf"], 1_795_341_600);
        assert_eq!(payload["exp"], 1_826_877_600);
        assert_eq!(
            payload["credentialSubject"],
            credential()["credentialSubject"]
        );
    }

    #[test]
    fn a_credential_that_lacks_a_claim_is_not_signed() {
        let key = SigningKey::ed25519_from_seed([7; 32]);
        for pointer in ["/id", "/issuer/id", "/validFrom", "/credentialSubject/id"] {
            let mut credential = credential();
            *credential.pointer_mut(pointer).unwrap() = Value::Null;

            assert!(
                sign(&credential, "https://example.org/k", &key).is_err(),
                "{pointer}"
            );
        }
    }

    #[test]
    fn fractions_of_a_second_are_refused() {
        let key = SigningKey::ed25519_from_seed([7; 32]);
        let mut credential = credential();
        credential["validFrom"] = json!("2026-11-22T10:00:00.5Z");

        assert!(sign(&credential, "https://example.org/k", &key).is_err());
    }
}

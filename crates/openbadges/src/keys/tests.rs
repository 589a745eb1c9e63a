use super::*;
use serde_json::json;

fn one_of_each() -> [SigningKey; 4] {
    [
        SigningKey::ed25519_from_seed([7; 32]),
        SigningKey::p256_from_scalar([7; 32]).unwrap(),
        SigningKey::p384_from_scalar([7; 48]).unwrap(),
        SigningKey::generate_rsa_2048().unwrap(),
    ]
}

#[test]
fn what_a_key_signs_its_public_half_verifies() {
    for key in one_of_each() {
        let public = key.public_key();

        let signature = key.sign(b"message").unwrap();

        assert_eq!(public.verify(b"message", &signature), Ok(()), "{key:?}");
        assert_eq!(
            public.verify(b"another", &signature),
            Err(SignatureMismatch)
        );
        assert_eq!(
            public.verify(b"message", &signature[1..]),
            Err(SignatureMismatch)
        );
        assert_eq!(public.verify(b"message", b""), Err(SignatureMismatch));
    }
}

#[test]
fn a_public_key_survives_every_notation() {
    for key in one_of_each() {
        let public = key.public_key();

        assert_eq!(PublicKey::from_jwk(&public.to_jwk()).as_ref(), Ok(&public));
        assert_eq!(PublicKey::from_pem(&public.to_pem()).as_ref(), Ok(&public));
        if let Some(multikey) = public.to_multikey() {
            assert_eq!(PublicKey::from_multikey(&multikey), Ok(public));
        }
    }
}

#[test]
fn a_private_key_survives_pkcs8() {
    for key in one_of_each() {
        let der = key.to_pkcs8_der().unwrap();

        let read = SigningKey::from_pkcs8_der(key.algorithm(), &der).unwrap();

        assert_eq!(read.public_key(), key.public_key());
        assert!(SigningKey::from_pkcs8_der(key.algorithm(), &der[1..]).is_err());
    }
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", SigningKey::ed25519_from_seed([7; 32]));

    assert!(shown.starts_with("SigningKey(EdDSA, "), "{shown}");
    assert!(!shown.contains("7, 7") && !shown.contains("0707"));
}

#[test]
fn a_jwk_with_private_members_is_refused() {
    let mut jwk = SigningKey::ed25519_from_seed([7; 32]).public_key().to_jwk();
    jwk["d"] = json!("AAAA");

    assert_eq!(PublicKey::from_jwk(&jwk), Err(KeyError::Private));
}

#[test]
fn the_thumbprint_of_rfc_7638_is_found() {
    let jwk = json!({
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29",
    });

    let key = PublicKey::from_jwk(&jwk).unwrap();

    assert_eq!(
        key.thumbprint(),
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    );
}

#[test]
fn keys_that_are_none_are_refused() {
    for text in [
        "",
        "z",
        "zz",
        "u6Mk",
        "z6Mk",
        "z6MkInvalid0",
        &format!("z{}", "1".repeat(200)),
    ] {
        assert!(PublicKey::from_multikey(text).is_err(), "{text}");
    }
    for jwk in [
        json!(null),
        json!({"kty": "OKP", "crv": "Ed25519", "x": "AA"}),
        json!({"kty": "OKP", "crv": "X25519", "x": "AA"}),
        json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}),
        json!({"kty": "RSA", "n": "", "e": ""}),
        json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"}),
    ] {
        assert!(PublicKey::from_jwk(&jwk).is_err(), "{jwk}");
    }
    for pem in [
        "",
        "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nMIP/\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
    ] {
        assert!(PublicKey::from_pem(pem).is_err(), "{pem}");
    }
}

#[test]
fn an_ed25519_key_of_small_order_is_refused() {
    let mut identity = [0; 32];
    identity[0] = 1;

    assert_eq!(
        PublicKey::ed25519_from_bytes(&identity),
        Err(KeyError::Invalid("Ed25519"))
    );
}

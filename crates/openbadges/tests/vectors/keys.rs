use openbadges::did::{did_key, resolve_did_key};
use openbadges::keys::{KeyError, PublicKey, Signer, SigningKey};
use openbadges::proof::jws::CompactJws;
use serde_json::Value;

use crate::{json, text, vectors};

#[test]
fn the_ed25519_identifiers_follow_from_their_seeds() {
    let Some(folder) = vectors() else { return };
    let identifiers = json(folder.join("did-key/ed25519-x25519.json"));
    for (did, vector) in identifiers.as_object().unwrap() {
        let Some(seed) = vector["seed"].as_str() else {
            continue;
        };
        let seed = hex::decode(seed).unwrap().try_into().unwrap();

        let key = SigningKey::ed25519_from_seed(seed).public_key();

        assert_eq!(did_key(&key).as_ref(), Some(did));
        let document = resolve_did_key(did).unwrap();
        assert_eq!(document.methods[0].key.as_ref(), Ok(&key));
        assert_eq!(
            document.methods[0].id,
            vector["didDocument"]["verificationMethod"][0]["id"]
        );
    }
}

#[test]
fn the_p256_and_p384_identifiers_hold_the_keys_of_their_documents() {
    let Some(folder) = vectors() else { return };
    let identifiers = json(folder.join("did-key/nist-curves.json"));
    let mut read = 0;
    for (did, vector) in identifiers.as_object().unwrap() {
        if !did.starts_with("did:key:zDna") && !did.starts_with("did:key:z82L") {
            assert!(resolve_did_key(did).is_err(), "{did}");
            continue;
        }
        let document = resolve_did_key(did).unwrap();

        let key = document.methods[0].key.as_ref().unwrap();
        let method = &vector["verificationMethod"];
        if let Some(base58) = method["publicKeyBase58"].as_str() {
            let compressed = bs58::decode(base58).into_vec().unwrap();
            let multikey = [&[0x80, 0x24], &compressed[..]].concat();
            let expected = format!("z{}", bs58::encode(multikey).into_string());
            assert_eq!(key.to_multikey(), Some(expected), "{did}");
        } else {
            let jwk = &method["publicKeyJwk"];
            assert_eq!(Ok(key), PublicKey::from_jwk(jwk).as_ref(), "{did}");
        }
        read += 1;
    }
    assert_eq!((read, identifiers.as_object().unwrap().len()), (5, 7));
}

#[test]
fn identifiers_of_other_kinds_of_key_are_told_to_be_unsupported() {
    let Some(folder) = vectors() else { return };
    for (file, count) in [
        ("bls12381.json", 6),
        ("rsa.json", 2),
        ("secp256k1.json", 6),
        ("x25519.json", 4),
    ] {
        let vectors = json(folder.join("did-key").join(file));
        // Where there is nothing to say of the keys but their documents, the identifiers stand a level below.
        let documents = vectors.get("didDocument").unwrap_or(&vectors);
        let identifiers = documents.as_object().unwrap();
        assert_eq!(identifiers.len(), count, "{file}");
        for did in identifiers.keys() {
            let error = resolve_did_key(did).unwrap_err();
            let unsupported = openbadges::did::DidError::Key(KeyError::Unsupported(String::new()));
            assert_eq!(
                std::mem::discriminant(&error),
                std::mem::discriminant(&unsupported),
                "{did}: {error}"
            );
        }
    }
}

/// What the W3C suite wants refused for other reasons than the signature is for the caller to refuse.
#[test]
fn the_jose_vectors_verify_where_the_signature_is_right() {
    let Some(folder) = vectors().map(|folder| folder.join("vc-jose-cose")) else {
        return;
    };
    let index = json(folder.join("index.json"));
    let mut verified = 0;
    for case in index["verify"].as_array().unwrap() {
        let file = case["file"].as_str().unwrap();
        if !file.ends_with(".txt") {
            continue;
        }
        let key = json(folder.join(case["key"].as_str().unwrap()));
        let jwk = [&key["publicKeyJwk"], &key]
            .into_iter()
            .find(|jwk| jwk["kty"].is_string());
        let jwk = public(jwk.unwrap());

        let outcome = CompactJws::parse(text(folder.join(file)).trim())
            .ok()
            .and_then(|jws| {
                let key = PublicKey::from_jwk(&jwk).ok()?;
                jws.verify(&key).ok()
            });

        let supported = ["EdDSA", "ES256", "ES384", "RS256"]
            .iter()
            .any(|algorithm| case["header"]["alg"] == *algorithm);
        if case["expect"] == "success" && supported {
            assert!(outcome.is_some(), "{file}");
            verified += 1;
        }
        if file.contains("bad-signature") || !supported {
            assert!(outcome.is_none(), "{file}");
        }
    }
    assert!(verified >= 2, "{verified}");
}

/// The vectors come with their private halves.
fn public(jwk: &Value) -> Value {
    let mut jwk = jwk.clone();
    jwk.as_object_mut().unwrap().remove("d");
    jwk
}

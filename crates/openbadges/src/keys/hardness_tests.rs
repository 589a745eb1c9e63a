//! Signatures and keys in forms that nobody should accept.

use super::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::elliptic_curve::PrimeField as _;
use serde_json::{Value, json};

fn p256_key() -> SigningKey {
    SigningKey::p256_from_scalar([7; 32]).unwrap()
}

fn p384_key() -> SigningKey {
    SigningKey::p384_from_scalar([7; 48]).unwrap()
}

fn on_curves() -> [SigningKey; 2] {
    [p256_key(), p384_key()]
}

fn all() -> [SigningKey; 4] {
    [
        SigningKey::ed25519_from_seed([7; 32]),
        p256_key(),
        p384_key(),
        SigningKey::generate_rsa_2048().unwrap(),
    ]
}

/// One signature with its `s` replaced by the order of the curve less `s`.
fn with_the_other_s(algorithm: Algorithm, signature: &[u8]) -> Vec<u8> {
    let (r, s) = signature.split_at(signature.len() / 2);
    let other = match algorithm {
        Algorithm::Es256 => {
            let s = p256::Scalar::from_repr(p256::FieldBytes::try_from(s).unwrap()).unwrap();
            (-s).to_repr().to_vec()
        }
        Algorithm::Es384 => {
            let s = p384::Scalar::from_repr(p384::FieldBytes::try_from(s).unwrap()).unwrap();
            (-s).to_repr().to_vec()
        }
        _ => unreachable!("no curve"),
    };
    [r, &other].concat()
}

#[test]
fn a_signature_in_der_is_no_signature() {
    for key in on_curves() {
        let signature = key.sign(b"message").unwrap();
        let der = match key.algorithm() {
            Algorithm::Es256 => p256::ecdsa::Signature::from_slice(&signature)
                .unwrap()
                .to_der()
                .as_bytes()
                .to_vec(),
            _ => p384::ecdsa::Signature::from_slice(&signature)
                .unwrap()
                .to_der()
                .as_bytes()
                .to_vec(),
        };

        assert_eq!(der[0], 0x30);
        assert_eq!(
            key.public_key().verify(b"message", &der),
            Err(SignatureMismatch)
        );
    }
}

#[test]
fn a_signature_has_its_one_length() {
    for key in all() {
        let public = key.public_key();
        let signature = key.sign(b"message").unwrap();
        let longer = [&signature[..], &[0]].concat();
        let padded = [&[0], &signature[..]].concat();
        // Zeros before each number keep their values.
        let (r, s) = signature.split_at(signature.len() / 2);
        let wide = [&[0], r, &[0], s].concat();
        let twice = signature.repeat(2);
        for other in [
            &longer,
            &padded,
            &wide,
            &twice,
            &signature[1..].to_vec(),
            &vec![],
        ] {
            assert_eq!(public.verify(b"message", other), Err(SignatureMismatch));
        }
    }
}

#[test]
fn zero_and_numbers_beyond_the_order_are_no_signatures() {
    for key in on_curves() {
        let public = key.public_key();
        let signature = key.sign(b"message").unwrap();
        let half = signature.len() / 2;
        for number in [vec![0; half], vec![0xff; half]] {
            let r = [&number[..], &signature[half..]].concat();
            let s = [&signature[..half], &number].concat();
            let both = number.repeat(2);
            for forged in [r, s, both] {
                assert_eq!(public.verify(b"message", &forged), Err(SignatureMismatch));
            }
        }
    }
}

/// Neither JWS nor Data Integrity asks for the smaller `s`; refusing one form would refuse half of what others sign.
#[test]
fn both_forms_of_s_verify_everywhere_alike() {
    use crate::proof::jws::CompactJws;

    for key in on_curves() {
        let public = key.public_key();
        let signature = key.sign(b"message").unwrap();
        let other = with_the_other_s(key.algorithm(), &signature);
        let header = URL_SAFE_NO_PAD.encode(json!({"alg": key.algorithm().as_str()}).to_string());
        let input = format!("{header}.e30");
        let signed = key.sign(input.as_bytes()).unwrap();
        let mirrored = with_the_other_s(key.algorithm(), &signed);

        assert_ne!(signature, other);
        assert_eq!(public.verify(b"message", &signature), Ok(()));
        assert_eq!(public.verify(b"message", &other), Ok(()));
        assert_eq!(public.verify(b"another", &other), Err(SignatureMismatch));
        for form in [signed, mirrored] {
            let token = format!("{input}.{}", URL_SAFE_NO_PAD.encode(form));
            let jws = CompactJws::parse(&token).unwrap();
            assert_eq!(jws.verify(&public), Ok(()));
        }
    }
}

#[test]
fn no_algorithm_verifies_with_the_key_of_another() {
    use crate::proof::jws::{CompactJws, JwsError};

    for key in all() {
        for stated in [
            Algorithm::EdDsa,
            Algorithm::Es256,
            Algorithm::Es384,
            Algorithm::Rs256,
        ] {
            let header = URL_SAFE_NO_PAD.encode(json!({"alg": stated.as_str()}).to_string());
            let input = format!("{header}.e30");
            let signature = key.sign(input.as_bytes()).unwrap();
            let token = format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature));

            let outcome = CompactJws::parse(&token).unwrap().verify(&key.public_key());

            let key = key.algorithm();
            let expected = match stated == key {
                true => Ok(()),
                false => Err(JwsError::AlgorithmMismatch { stated, key }),
            };
            assert_eq!(outcome, expected);
        }
    }
}

#[test]
fn a_key_does_not_verify_what_another_signed() {
    for signer in all() {
        let signature = signer.sign(b"message").unwrap();
        for verifier in all() {
            let same = signer.public_key() == verifier.public_key();

            let verified = verifier.public_key().verify(b"message", &signature);

            assert_eq!(verified.is_ok(), same, "{signer:?} {verifier:?}");
        }
    }
}

/// The encodings of the points whose order divides eight, with those that are not canonical.
#[test]
fn no_ed25519_key_of_small_order_is_taken_in_any_notation() {
    for point in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ] {
        let bytes: [u8; 32] = hex::decode(point).unwrap().try_into().unwrap();
        let multikey = bs58::encode([&[0xed, 0x01], &bytes[..]].concat()).into_string();
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(bytes)});

        assert!(PublicKey::ed25519_from_bytes(&bytes).is_err(), "{point}");
        assert!(PublicKey::from_multikey(&format!("z{multikey}")).is_err());
        assert!(PublicKey::from_jwk(&jwk).is_err());
    }
}

#[test]
fn what_is_no_point_of_the_curve_is_no_key() {
    for key in on_curves() {
        let jwk = key.public_key().to_jwk();
        let y = URL_SAFE_NO_PAD.decode(jwk["y"].as_str().unwrap()).unwrap();
        let with = |member: &str, bytes: &[u8]| {
            let mut jwk = jwk.clone();
            jwk[member] = URL_SAFE_NO_PAD.encode(bytes).into();
            PublicKey::from_jwk(&jwk)
        };
        let mut off = y.clone();
        off[5] ^= 1;
        let zeros = vec![0; y.len()];
        let beyond = vec![0xff; y.len()];

        for bytes in [&off, &zeros, &beyond] {
            assert!(matches!(with("y", bytes), Err(KeyError::Invalid(_))));
        }
        assert!(matches!(with("x", &beyond), Err(KeyError::Invalid(_))));
        assert!(matches!(with("y", &y[1..]), Err(KeyError::Malformed(_))));
        assert!(matches!(
            with("x", &[&[0], &y[..]].concat()),
            Err(KeyError::Malformed(_))
        ));
    }
    // The point at infinity, hybrid and uncompressed points, and points of the other curve.
    for (header, points) in [
        (
            [0x80, 0x24],
            [vec![0], vec![0; 33], vec![6; 65], vec![4; 65], vec![2; 49]],
        ),
        (
            [0x81, 0x24],
            [vec![0], vec![0; 49], vec![6; 97], vec![4; 97], vec![2; 33]],
        ),
    ] {
        for point in points {
            let text = bs58::encode([&header, &point[..]].concat()).into_string();
            assert!(
                PublicKey::from_multikey(&format!("z{text}")).is_err(),
                "{point:?}"
            );
        }
    }
}

#[test]
fn a_key_says_of_which_curve_it_is() {
    let [p256, p384] = on_curves().map(|key| key.public_key());
    let mut wrong = p256.to_jwk();
    wrong["crv"] = "P-384".into();
    let mut other = p384.to_jwk();
    other["crv"] = "P-256".into();

    assert!(PublicKey::from_jwk(&wrong).is_err());
    assert!(PublicKey::from_jwk(&other).is_err());
    for curve in ["P-521", "secp256k1", "p-384", ""] {
        let mut unknown = p384.to_jwk();
        unknown["crv"] = curve.into();
        assert!(matches!(
            PublicKey::from_jwk(&unknown),
            Err(KeyError::Unsupported(_))
        ));
    }
    assert!(p384.to_multikey().unwrap().starts_with("z82L"));
    assert!(p256.to_multikey().unwrap().starts_with("zDna"));
    let [mine, his] = on_curves();
    let der = mine.to_pkcs8_der().unwrap();
    assert!(SigningKey::from_pkcs8_der(his.algorithm(), &der).is_err());
    let der = his.to_pkcs8_der().unwrap();
    assert!(SigningKey::from_pkcs8_der(mine.algorithm(), &der).is_err());
}

#[test]
fn private_members_are_refused_for_every_kind_of_key() {
    for key in all() {
        let jwk = key.public_key().to_jwk();
        for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
            for value in [json!("AAAA"), json!(""), Value::Null] {
                let mut leaky = jwk.clone();
                leaky[member] = value;

                assert_eq!(PublicKey::from_jwk(&leaky), Err(KeyError::Private));
            }
        }
    }
}

#[test]
fn scalars_beyond_the_order_make_no_key() {
    assert!(SigningKey::p256_from_scalar([0; 32]).is_err());
    assert!(SigningKey::p256_from_scalar([0xff; 32]).is_err());
    assert!(SigningKey::p384_from_scalar([0; 48]).is_err());
    assert!(SigningKey::p384_from_scalar([0xff; 48]).is_err());
}

use serde_json::{Value, json};

use super::*;
use crate::keys::{Signer as _, SigningKey};
use crate::proof::{ProofOptions, Suite};

const CREDENTIAL: &str = include_str!("../../../benches/credential/credential.json");

fn key() -> SigningKey {
    SigningKey::ed25519_from_seed([7; 32])
}

fn sign(credential: &Value, suites: &[Suite], second: i64) -> String {
    let options: Vec<ProofOptions> = suites
        .iter()
        .map(|suite| ProofOptions {
            suite: *suite,
            created: jiff::Timestamp::from_second(1_795_000_000 + second).unwrap(),
            verification_method: "did:web:badges.example.edu#key-1".to_owned(),
            purpose: "assertionMethod".to_owned(),
        })
        .collect();
    data_integrity::sign(credential, &options, &key())
        .unwrap()
        .to_string()
}

/// Credentials of three classes and a few shapes, signed in different ways.
fn credentials(count: usize) -> Vec<String> {
    (0..count)
        .map(|number| {
            let mut credential: Value = json::read(CREDENTIAL.as_bytes()).unwrap();
            credential["id"] = format!("https://badges.example.edu/credentials/{number}").into();
            let subject = &mut credential["credentialSubject"];
            subject["identifier"][0]["salt"] = format!("salt \"{number}\" é\\\n").into();
            subject["achievement"]["name"] = format!("Class {}", number % 3).into();
            if number % 4 == 0 {
                subject["result"] = json!([]);
                subject.as_object_mut().unwrap().shift_remove("result");
            }
            let both = [Suite::EddsaRdfc2022, Suite::Ed25519Signature2020];
            credential["@context"]
                .as_array_mut()
                .unwrap()
                .push("https://w3id.org/security/suites/ed25519-2020/v1".into());
            let suites = match number % 7 {
                0..5 => &both[..1],
                5 => &both[..],
                _ => &[Suite::EddsaJcs2022],
            };
            sign(&credential, suites, (number % 5) as i64)
        })
        .collect()
}

/// What the verification of one says, proof by proof.
fn singly(text: &[u8], key: &PublicKey) -> Result<(), BatchError> {
    let document = json::read(text)?;
    let proofs = items(document.get("proof").unwrap_or(&Value::Null));
    if proofs.is_empty() {
        return Err(BatchError::NoProof);
    }
    for proof in proofs {
        data_integrity::verify(&document, proof, key, Edition::Newest)?;
    }
    Ok(())
}

#[test]
fn what_holds_alone_holds_together() {
    let texts = credentials(60);

    let verdicts = verify(&texts, &key().public_key(), Edition::Newest);

    assert_eq!(verdicts, vec![Ok(()); 60]);
}

#[test]
fn each_credential_gets_the_verdict_that_it_gets_alone() {
    let sound = credentials(240);
    let key = key().public_key();
    let changed: Vec<Vec<u8>> = sound
        .iter()
        .enumerate()
        .map(|(number, text)| change(text, number))
        .collect();

    let verdicts = verify(&changed, &key, Edition::Newest);

    for (text, verdict) in changed.iter().zip(&verdicts) {
        assert_eq!(
            *verdict,
            singly(text, &key),
            "{}",
            String::from_utf8_lossy(text)
        );
    }
    let held = verdicts.iter().filter(|verdict| verdict.is_ok()).count();
    assert!((30..150).contains(&held), "{held}");
}

/// One of the ways in which a text can be changed, some of which change nothing that is signed.
fn change(text: &str, number: usize) -> Vec<u8> {
    let at = (number * 7_919) % text.len();
    let mut bytes = text.as_bytes().to_vec();
    match number % 16 {
        0 => bytes[at] ^= 1 << (number % 7),
        1 => bytes.insert(at, b' '),
        2 => drop(bytes.remove(at)),
        3 => bytes.truncate(at),
        4 => bytes.extend_from_slice(b" \n"),
        5 => return text.replace("salt ", "\\u0073alt ").into_bytes(),
        6 => {
            return text
                .replace("\"proofPurpose\":\"a", "\"proofPurpose\":\"b")
                .into_bytes();
        }
        7 => return text.replacen("\"salt", "\"alt", 2).into_bytes(),
        8 => {
            return text
                .replace("},\"proof\"", ",\"x\":1},\"proof\"")
                .into_bytes();
        }
        9 => return format!("{},\"proof\":{{}}}}", &text[..text.len() - 1]).into_bytes(),
        10 => {
            return text
                .replace("\"proof\":", "\"proof\":[],\"x\":")
                .into_bytes();
        }
        11 => {
            return text
                .replace("\"created\"", "\"previousProof\":\"urn:x\",\"created\"")
                .into_bytes();
        }
        12 => {
            return text
                .replace("credentials/1", "credentials/../1")
                .into_bytes();
        }
        13 => {
            return text
                .replace("\"created\":\"2026", "\"created\":\"2027")
                .into_bytes();
        }
        14 => return text.replacen("\"salt\":\"", "\"salt\":\"@", 1).into_bytes(),
        _ => {}
    }
    bytes
}

#[test]
fn a_signature_moved_to_another_credential_does_not_hold() {
    let mut texts = credentials(40);
    let proof = |text: &str| text[text.rfind("\"proofValue\"").unwrap()..].to_owned();
    let other = proof(&texts[10]);
    texts[11] = texts[11].replace(&proof(&texts[11]), &other);

    let verdicts = verify(&texts, &key().public_key(), Edition::Newest);

    let failed: Vec<usize> = (0..40).filter(|at| verdicts[*at].is_err()).collect();
    assert_eq!(failed, [11]);
}

#[test]
fn another_key_verifies_none() {
    let texts = credentials(30);
    let other = SigningKey::ed25519_from_seed([8; 32]).public_key();
    let of_another_kind = SigningKey::p256_from_scalar([7; 32]).unwrap().public_key();

    for key in [other, of_another_kind] {
        let verdicts = verify(&texts, &key, Edition::Newest);

        for (text, verdict) in texts.iter().zip(verdicts) {
            assert_eq!(verdict, singly(text.as_bytes(), &key));
            assert!(verdict.is_err());
        }
    }
}

#[test]
fn most_credentials_of_a_class_are_known_by_their_text() {
    let texts = credentials(60);
    let (key, mut classes) = (key().public_key(), Classes::new(Edition::Newest));

    let known = texts
        .iter()
        .filter(|text| match classes.covered(text.as_bytes(), &key) {
            Some(_) => true,
            None => {
                covered(text.as_bytes(), &key, Edition::Newest, &mut classes).unwrap();
                false
            }
        })
        .count();

    // Six shapes, each read three times; and the JSON suite is read always.
    assert_eq!(known, 60 - 6 * 3 - 6);
}

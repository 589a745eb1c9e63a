use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use openbadges::canonical::rdfc::Hash;
use openbadges::canonical::{
    CanonicalError, canonicalize_hashed, canonicalize_with_inline_contexts,
};
use openbadges::contexts::{self, Edition};
use openbadges::did::resolve_did_key;
use openbadges::json::items;
use openbadges::keys::{PublicKey, SigningKey};
use openbadges::proof::data_integrity::{self, NewProof, ProofError};
use openbadges::proof::{ProofOptions, Suite, canonical_json};
use openbadges::time::parse_date_time_stamp;
use serde_json::Value;

use crate::{json, spec_data, text, vectors};

/// The compiled-in contexts, and one that only these vectors use.
pub(crate) fn lookup(url: &str) -> Option<&'static str> {
    static CITIZENSHIP: LazyLock<Option<String>> = LazyLock::new(|| {
        let path = spec_data()?.join("contexts/citizenship-v4rc1.jsonld");
        std::fs::read_to_string(path).ok()
    });
    if url == "https://w3id.org/citizenship/v4rc1" {
        return CITIZENSHIP.as_deref();
    }
    contexts::find(url, Edition::Newest)
}

pub(crate) fn canonicalize(document: &Value, hash: Hash) -> Result<String, CanonicalError> {
    canonicalize_hashed(document, lookup, hash)
}

/// The proof chain vectors wrap their own context once more, which JSON-LD forbids and their maker tolerates.
fn canonicalize_inline(document: &Value, _: Hash) -> Result<String, CanonicalError> {
    let mut document = document.clone();
    for context in document["@context"].as_array_mut().into_iter().flatten() {
        if let Some(inner) = context.get_mut("@context") {
            *context = inner.take();
        }
    }
    canonicalize_with_inline_contexts(&document, lookup)
}

pub(crate) fn without_proof(document: &Value) -> Value {
    let mut document = document.clone();
    document.as_object_mut().unwrap().remove("proof");
    document
}

fn key_of(proof: &Value) -> PublicKey {
    let method = proof["verificationMethod"].as_str().unwrap();
    let (did, fragment) = method.split_once('#').unwrap();
    if did.starts_with("did:key:") {
        resolve_did_key(did)
            .unwrap()
            .method(method)
            .unwrap()
            .key
            .clone()
            .unwrap()
    } else {
        PublicKey::from_multikey(fragment).unwrap()
    }
}

pub(crate) fn verify_all(document: &Value) -> Result<(), ProofError> {
    items(&document["proof"]).iter().try_for_each(|proof| {
        data_integrity::verify_with(document, proof, &key_of(proof), canonicalize)
    })
}

/// A file of the folder by the beginning of its name.
pub(crate) fn file(folder: &Path, prefix: &str) -> PathBuf {
    let mut files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .find(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with(prefix)
        })
        .unwrap_or_else(|| panic!("{prefix} in {}", folder.display()))
}

fn suite_folders(vectors: &Path) -> Vec<PathBuf> {
    [
        "vc-di-eddsa/eddsa-rdfc-2022",
        "vc-di-eddsa/eddsa-rdfc-2022/employ",
        "vc-di-eddsa/Ed25519Signature2020",
    ]
    .iter()
    .map(|folder| vectors.join(folder))
    .collect()
}

#[test]
fn documents_and_proof_options_have_the_published_canonical_form() {
    let Some(folder) = vectors() else { return };
    for folder in suite_folders(&folder) {
        let signed = json(file(&folder, "signed"));
        let config = json(file(&folder, "proofConfig"));

        assert_eq!(
            canonicalize(&without_proof(&signed), Hash::Sha256).unwrap(),
            text(file(&folder, "canonDoc"))
        );
        assert_eq!(
            canonicalize(&config, Hash::Sha256).unwrap(),
            text(file(&folder, "proofCanon"))
        );
    }
}

#[test]
fn the_published_proofs_verify() {
    let Some(folder) = vectors() else { return };
    for folder in suite_folders(&folder) {
        assert_eq!(
            verify_all(&json(file(&folder, "signed"))),
            Ok(()),
            "{}",
            folder.display()
        );
    }
}

#[test]
fn the_published_jcs_proof_verifies() {
    let Some(folder) = vectors().map(|folder| folder.join("vc-di-eddsa/eddsa-jcs-2022")) else {
        return;
    };
    let signed = json(folder.join("signedJCS.json"));
    let config = json(folder.join("proofConfigJCS.json"));

    assert_eq!(
        canonical_json(&without_proof(&signed)).unwrap(),
        text(folder.join("canonDocJCS.txt"))
    );
    assert_eq!(
        canonical_json(&config).unwrap(),
        text(folder.join("proofCanonJCS.txt"))
    );
    assert_eq!(verify_all(&signed), Ok(()));
}

#[test]
fn signing_anew_gives_the_published_proof_value() {
    let Some(folder) = vectors().map(|folder| folder.join("vc-di-eddsa")) else {
        return;
    };
    let pair = json(folder.join("keyPair.json"));
    let secret = pair["privateKeyMultibase"]
        .as_str()
        .unwrap()
        .strip_prefix('z')
        .unwrap();
    let secret = bs58::decode(secret).into_vec().unwrap();
    let key = SigningKey::ed25519_from_seed(secret[2..].try_into().unwrap());
    for suite in ["eddsa-rdfc-2022", "Ed25519Signature2020", "eddsa-jcs-2022"] {
        let published = json(file(&folder.join(suite), "signed"));
        let proof = &published["proof"];
        let options = ProofOptions {
            suite: data_integrity::suite_of(proof).unwrap(),
            created: parse_date_time_stamp(proof["created"].as_str().unwrap()).unwrap(),
            verification_method: proof["verificationMethod"].as_str().unwrap().to_owned(),
            purpose: proof["proofPurpose"].as_str().unwrap().to_owned(),
        };

        let signed = data_integrity::sign(&without_proof(&published), &[options], &key).unwrap();

        assert_eq!(signed, published);
    }
}

#[test]
fn published_sets_and_chains_of_proofs_verify() {
    let Some(folder) = vectors().map(|folder| folder.join("vc-di-eddsa/proof-set-chain")) else {
        return;
    };
    for name in [
        "signedProofSet1",
        "signedProofSet2",
        "signedProofChain1",
        "signedProofChain2",
    ] {
        let signed = json(folder.join(format!("{name}.json")));

        assert_eq!(verify_all(&signed), Ok(()), "{name}");
    }
}

#[test]
fn adding_the_proofs_of_published_sets_and_chains_gives_the_published_documents() {
    let Some(folder) = vectors().map(|folder| folder.join("vc-di-eddsa/proof-set-chain")) else {
        return;
    };
    let pairs = json(folder.join("multiKeyPairs.json"));
    let mut added = 0;
    for name in [
        "signedProofSet1",
        "signedProofSet2",
        "signedProofChain1",
        "signedProofChain2",
    ] {
        let published = json(folder.join(format!("{name}.json")));
        let mut document = without_proof(&published);
        for proof in items(&published["proof"]) {
            let key = secret_of(&pairs, proof["verificationMethod"].as_str().unwrap());

            document =
                data_integrity::add_proof_with(&document, &plan_of(proof), &key, canonicalize)
                    .unwrap();

            added += 1;
        }
        // The order in which a proof lists its members says nothing.
        assert_eq!(sorted(&document), sorted(&published), "{name}");
    }
    assert_eq!(added, 10);
}

/// The proof to be made so that this one comes out.
fn plan_of(proof: &Value) -> NewProof {
    let text = |name: &str| proof[name].as_str().unwrap().to_owned();
    let mut plan = NewProof::from(ProofOptions {
        suite: data_integrity::suite_of(proof).unwrap(),
        created: parse_date_time_stamp(proof["created"].as_str().unwrap()).unwrap(),
        verification_method: text("verificationMethod"),
        purpose: text("proofPurpose"),
    });
    plan.id = proof.get("id").map(|_| text("id"));
    for previous in items(proof.get("previousProof").unwrap_or(&Value::Null)) {
        plan = plan.after(previous.as_str().unwrap());
    }
    plan
}

/// The Ed25519 key that belongs to a method, from the published pairs.
pub(crate) fn secret_of(pairs: &Value, method: &str) -> SigningKey {
    let pair = pairs
        .as_object()
        .unwrap()
        .values()
        .find(|pair| method.ends_with(pair["publicKeyMultibase"].as_str().unwrap()))
        .unwrap();
    let secret = pair["privateKeyMultibase"].as_str().unwrap();
    let secret = bs58::decode(&secret[1..]).into_vec().unwrap();
    SigningKey::ed25519_from_seed(secret[2..].try_into().unwrap())
}

/// The document with one proof as a list, and its text in canonical JSON.
fn sorted(document: &Value) -> String {
    canonical_json(document).unwrap()
}

#[test]
fn a_proof_of_a_chain_falls_when_an_earlier_one_is_changed() {
    let Some(folder) = vectors().map(|folder| folder.join("vc-di-eddsa/proof-set-chain")) else {
        return;
    };
    let mut signed = json(folder.join("signedProofChain1.json"));
    let last = signed["proof"].as_array().unwrap().len() - 1;
    let proof = signed["proof"][last].clone();
    signed["proof"][0]["created"] = "2023-02-24T23:36:39Z".into();

    let outcome = data_integrity::verify_with(&signed, &proof, &key_of(&proof), canonicalize);

    assert_eq!(outcome, Err(ProofError::SignatureMismatch));
}

#[test]
fn the_proof_chain_vectors_pass() {
    let Some(folder) = vectors().map(|folder| folder.join("di-proof-chain")) else {
        return;
    };
    let mut done = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let document = json(path.clone());
        let last = items(&document["proof"]).last().unwrap();

        let outcome =
            data_integrity::verify_with(&document, last, &key_of(last), canonicalize_inline);

        let expected = match path.to_str().unwrap().contains("Ok-") {
            true => Ok(()),
            false => Err(ProofError::PreviousProof),
        };
        assert_eq!(outcome, expected, "{}", path.display());
        done += 1;
    }
    assert_eq!(done, 12);
}

#[test]
fn the_examples_of_the_implementation_guide_verify() {
    let Some(folder) = vectors().map(|folder| folder.join("1edtech-impl-guide")) else {
        return;
    };
    for folder in ["ob", "clr"].map(|name| folder.join(name)) {
        let signed = json(folder.join("signed-credential.json"));
        let unsigned = json(folder.join("credential.json"));
        let values = json(folder.join("values.json"));
        let bytes = hex::decode(values["publicKeyHex"].as_str().unwrap()).unwrap();
        let key = PublicKey::ed25519_from_bytes(&bytes.try_into().unwrap()).unwrap();
        let [proof] = items(&signed["proof"]) else {
            panic!("one proof")
        };

        assert_eq!(
            canonicalize(&unsigned, Hash::Sha256).unwrap(),
            text(folder.join("document-canon.txt"))
        );
        let mut options = json(folder.join("proof.json"));
        assert_eq!(&options, proof);
        options.as_object_mut().unwrap().shift_remove("proofValue");
        options["@context"] = unsigned["@context"].clone();
        assert_eq!(
            canonicalize(&options, Hash::Sha256).unwrap(),
            text(folder.join("proof-canon.txt"))
        );
        for edition in [Edition::Newest, Edition::Early303] {
            assert_eq!(
                data_integrity::verify(&signed, proof, &key, edition),
                Ok(())
            );
        }
    }
}

#[test]
fn every_changed_word_of_a_published_badge_is_noticed() {
    let Some(folder) = vectors().map(|folder| folder.join("1edtech-impl-guide/ob")) else {
        return;
    };
    let signed = json(folder.join("signed-credential.json"));
    let mut pointers = Vec::new();
    texts(&signed, String::new(), &mut pointers);
    assert!(pointers.len() > 20);
    for pointer in pointers {
        if pointer.starts_with("/@context") {
            continue;
        }
        let mut changed = signed.clone();
        let place = changed.pointer_mut(&pointer).unwrap();
        *place = format!("{}a", place.as_str().unwrap()).into();
        let [proof] = items(&changed["proof"]) else {
            panic!("one proof")
        };
        let key = key_of(&items(&signed["proof"])[0]);

        let outcome = data_integrity::verify(&changed, proof, &key, Edition::Newest);

        assert!(outcome.is_err(), "{pointer}");
    }
}

fn texts(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(pointer),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| texts(item, format!("{pointer}/{index}"), found)),
        Value::Object(members) => members
            .iter()
            .for_each(|(name, member)| texts(member, format!("{pointer}/{name}"), found)),
        _ => {}
    }
}

#[test]
fn a_suite_does_not_verify_with_the_key_of_another() {
    let Some(folder) = vectors() else { return };
    let signed = json(folder.join("vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json"));
    let p256 = SigningKey::p256_from_scalar([1; 32]).unwrap();
    let key = openbadges::keys::Signer::public_key(&p256);

    let outcome = data_integrity::verify_with(&signed, &signed["proof"], &key, canonicalize);

    let suite = Suite::EddsaRdfc2022.name();
    assert_eq!(
        outcome,
        Err(ProofError::WrongKey {
            suite,
            key: key.algorithm()
        })
    );
}

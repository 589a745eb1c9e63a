//! Every value in between that the EdDSA suites publish: hashes, what is signed, signatures, and each step of sets and
//! chains of proofs.

use openbadges::canonical::rdfc::Hash;
use openbadges::keys::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::proofs::{canonicalize, secret_of, without_proof};
use crate::{json as read_json, text, vectors};

/// The folders with steps, and the ending of their files' names.
const STEPS: &[(&str, &str)] = &[
    ("eddsa-rdfc-2022", "DataInt"),
    ("eddsa-rdfc-2022/employ", "DataInt"),
    ("eddsa-jcs-2022", "JCS"),
    ("Ed25519Signature2020", "EdSig"),
];

/// The key pair that all of them are signed with.
fn published_key(pair: &Value) -> SigningKey {
    let secret = pair["privateKeyMultibase"].as_str().unwrap();
    let secret = bs58::decode(&secret[1..]).into_vec().unwrap();
    SigningKey::ed25519_from_seed(secret[2..].try_into().unwrap())
}

#[test]
fn each_published_hash_and_signature_is_found() {
    let Some(folder) = vectors().map(|folder| folder.join("vc-di-eddsa")) else {
        return;
    };
    let key = published_key(&read_json(folder.join("keyPair.json")));
    let mut compared = 0;
    for (steps, ending) in STEPS {
        let published = |name: &str| {
            let file = folder.join(steps).join(format!("{name}{ending}.txt"));
            text(file).trim_end().to_owned()
        };
        let form = |name: &str| text(folder.join(steps).join(format!("{name}{ending}.txt")));
        let hash = |form: &str| hex::encode(Sha256::digest(form));

        let (document, proof) = (hash(&form("canonDoc")), hash(&form("proofCanon")));
        let combined = format!("{proof}{document}");
        let signature = key.sign(&hex::decode(&combined).unwrap()).unwrap();
        let found = [
            ("docHash", document),
            ("proofHash", proof),
            ("combinedHash", combined),
            ("sigHex", hex::encode(&signature)),
            (
                "sigBTC58",
                format!("z{}", bs58::encode(&signature).into_string()),
            ),
        ];

        for (name, value) in found {
            assert_eq!(value, published(name), "{steps} {name}");
            compared += 1;
        }
    }
    assert_eq!(compared, 20);
}

#[test]
fn the_signed_documents_are_the_unsigned_ones_with_a_proof() {
    let Some(folder) = vectors().map(|folder| folder.join("vc-di-eddsa")) else {
        return;
    };
    for (unsigned, signed) in [
        ("unsigned", "eddsa-rdfc-2022/signedDataInt"),
        ("unsigned", "Ed25519Signature2020/signedEdSig"),
        ("unsigned", "eddsa-jcs-2022/signedJCS"),
        ("employmentAuth", "eddsa-rdfc-2022/employ/signedDataInt"),
        (
            "proof-set-chain/unsigned",
            "proof-set-chain/signedProofSet2",
        ),
    ] {
        let mut bare = without_proof(&read_json(folder.join(format!("{signed}.json"))));
        let mut unsigned = read_json(folder.join(format!("{unsigned}.json")));
        // The 2020 suite needs a context of its own.
        for document in [&mut bare, &mut unsigned] {
            document["@context"] = json!(null);
        }

        assert_eq!(bare, unsigned, "{signed}");
    }
}

#[test]
fn each_step_of_the_published_sets_and_chains_is_as_published() {
    let Some(folder) = vectors().map(|folder| folder.join("vc-di-eddsa/proof-set-chain")) else {
        return;
    };
    let pairs = read_json(folder.join("multiKeyPairs.json"));
    let unsigned = read_json(folder.join("unsigned.json"));
    for (step, before, after) in [
        ("Set", "1", "signedProofSet2"),
        ("Set", "2", "signedProofSet2"),
        ("Chain", "1", "signedProofChain1"),
        ("Chain", "2", "signedProofChain2"),
    ] {
        let config = read_json(folder.join(format!("proof{step}Config{before}.json")));
        let proof = read_json(folder.join(format!("proof{step}ConfigSigned{before}.json")));
        // A proof in a chain covers the proofs that it names; they stand in the document while it is made.
        let covered = match step {
            "Chain" => read_json(folder.join(format!("proofChainTempDoc{before}.json"))),
            _ => unsigned.clone(),
        };
        let mut options = config.clone();
        options["@context"] = covered["@context"].clone();

        let hashes = [options, covered].map(|document| {
            let form = canonicalize(&document, Hash::Sha256).unwrap();
            Sha256::digest(form).to_vec()
        });
        let key = secret_of(&pairs, config["verificationMethod"].as_str().unwrap());
        let signature = key.sign(&hashes.concat()).unwrap();
        let value = format!("z{}", bs58::encode(signature).into_string());

        assert_eq!(proof["proofValue"], value, "{step} {before}");
        let signed = read_json(folder.join(format!("{after}.json")));
        assert!(signed["proof"].as_array().unwrap().contains(&proof));
        assert_eq!(without_proof(&signed), unsigned);
    }
}

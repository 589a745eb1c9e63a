//! The vectors of `ecdsa-sd-2023` (vc-di-ecdsa), each intermediate value, and the documents of its test suite.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use openbadges::canonical::canonicalize_with_inline_contexts;
use openbadges::canonical::rdfc::Hash;
use openbadges::keys::{PublicKey, SignError, Signer, SigningKey};
use openbadges::proof::data_integrity::{self, ProofError};
use openbadges::proof::ecdsa_sd::{
    self, BaseProof, DerivedProof, Fresh, Signature, Statements, select,
};
use openbadges::proof::{ProofOptions, Suite};
use openbadges::time::parse_date_time_stamp;
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::proofs::{canonicalize, lookup, verify_all, without_proof};
use crate::{json as read, text, vectors};

/// Signs with the nonce of RFC 6979, as those who made the vectors did.
struct Deterministic(p256::ecdsa::SigningKey);

impl Deterministic {
    fn of(pair: &Value) -> Self {
        let secret = pair["secretKeyMultibase"].as_str().unwrap();
        let secret = bs58::decode(&secret[1..]).into_vec().unwrap();
        Self(p256::ecdsa::SigningKey::from_slice(&secret[2..]).unwrap())
    }
}

impl Signer for Deterministic {
    fn public_key(&self) -> PublicKey {
        PublicKey::P256(*self.0.verifying_key())
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let signature: p256::ecdsa::Signature = self.0.sign(message);
        Ok(signature.to_bytes().to_vec())
    }
}

/// One of both credentials of which all steps are published.
struct Steps {
    folder: PathBuf,
    unsigned: Value,
    mandatory: Vec<String>,
    selective: Vec<String>,
    keys: Value,
}

impl Steps {
    fn all(vectors: &Path) -> Vec<Self> {
        let folder = vectors.join("vc-di-ecdsa");
        let pointers = |name: &str| serde_json::from_value(read(folder.join(name))).unwrap();
        [
            ("employ", "employmentAuth", "employ"),
            ("prc", "prCredUnsigned", "prCred"),
        ]
        .into_iter()
        .map(|(name, unsigned, prefix)| Self {
            unsigned: unsigned_for(
                read(folder.join(format!("{unsigned}.json"))),
                &read(
                    folder
                        .join("ecdsa-sd-2023")
                        .join(name)
                        .join("addSignedSDBase.json"),
                ),
            ),
            folder: folder.join("ecdsa-sd-2023").join(name),
            mandatory: pointers(&format!("{prefix}Mandatory.json")),
            selective: pointers(&format!("{prefix}Selective.json")),
            keys: read(folder.join("ecdsa-sd-2023/SDKeyMaterial.json")),
        })
        .collect()
    }

    fn step(&self, name: &str) -> Value {
        read(self.folder.join(format!("{name}.json")))
    }

    fn hmac_key(&self) -> [u8; 32] {
        let key = hex::decode(self.keys["hmacKeyString"].as_str().unwrap()).unwrap();
        key.try_into().unwrap()
    }

    fn statements(&self) -> Statements<'static> {
        Statements::of(&self.unsigned, &self.hmac_key(), &sha256_form).unwrap()
    }

    fn combined(&self) -> Vec<String> {
        [self.mandatory.clone(), self.selective.clone()].concat()
    }
}

/// The description of the resident card was reworded after the steps were published; they have the older one.
fn unsigned_for(mut unsigned: Value, signed: &Value) -> Value {
    unsigned["description"] = signed["description"].clone();
    assert_eq!(unsigned, without_proof(signed));
    unsigned
}

fn sha256_form(document: &Value) -> Result<String, openbadges::canonical::CanonicalError> {
    canonicalize(document, Hash::Sha256)
}

fn indexes(value: &Value) -> BTreeSet<usize> {
    serde_json::from_value(value.clone()).unwrap()
}

/// The numbers of a published `[[0, "line"], …]`, and its lines.
fn group(value: &Value) -> (BTreeSet<usize>, Vec<String>) {
    let pairs: Vec<(usize, String)> = serde_json::from_value(value["value"].clone()).unwrap();
    pairs.into_iter().unzip()
}

fn hexes(signatures: &[Signature]) -> Value {
    signatures.iter().map(hex::encode).collect()
}

fn multikey(key: &PublicKey) -> Value {
    key.to_multikey().unwrap().into()
}

/// The labels as published: pairs of the canonical name and the label, in any order.
fn labels(proof: &DerivedProof) -> BTreeSet<(String, String)> {
    use base64::Engine;
    let base64 = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    proof
        .label_map
        .iter()
        .map(|(number, label)| {
            (
                format!("c14n{number}"),
                format!("u{}", base64.encode(label)),
            )
        })
        .collect()
}

fn published_labels(value: &Value) -> BTreeSet<(String, String)> {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn the_statements_of_the_base_documents_have_the_published_labels() {
    let Some(vectors) = vectors() else { return };
    for steps in Steps::all(&vectors) {
        let canonical = sha256_form(&steps.unsigned).unwrap();
        let statements = steps.statements();

        let published: Vec<String> = serde_json::from_value(steps.step("addBaseDocCanon")).unwrap();
        assert_eq!(canonical, published.concat());
        assert_eq!(json!(statements.lines()), steps.step("addBaseDocHMACCanon"));
        assert_eq!(
            json!(statements.lines()),
            steps.step("derivedAllGroupData")["nquads"]
        );
    }
}

#[test]
fn the_pointers_choose_the_published_statements() {
    let Some(vectors) = vectors() else { return };
    for steps in Steps::all(&vectors) {
        let statements = steps.statements();
        let published = steps.step("derivedGroupIndexes");
        let groups = steps.step("derivedAllGroupData")["groups"].clone();
        let transform = steps.step("addBaseTransform");
        for value in steps.step("addPointerValues").as_array().unwrap() {
            let pointer = value["pointer"].as_str().unwrap();
            assert_eq!(steps.unsigned.pointer(pointer), Some(&value["value"]));
        }
        for (name, pointers) in [
            ("mandatory", &steps.mandatory),
            ("selective", &steps.selective),
            ("combined", &steps.combined()),
        ] {
            let chosen = statements.select(pointers).unwrap();

            assert_eq!(chosen, indexes(&published[format!("{name}Indexes")]));
            assert_eq!(chosen, group(&groups[name]["matching"]).0);
            let (others, lines) = group(&groups[name]["nonMatching"]);
            let mut rest = statements.lines().to_vec();
            let mut index = 0;
            rest.retain(|_| {
                index += 1;
                !chosen.contains(&(index - 1))
            });
            assert_eq!(rest, lines);
            assert_eq!(others.len() + chosen.len(), statements.lines().len());
        }
        let mandatory = statements.select(&steps.mandatory).unwrap();
        assert_eq!(transform["mandatoryPointers"], json!(steps.mandatory));
        assert_eq!(mandatory, group(&transform["mandatory"]).0);
        let (others, _) = group(&transform["nonMandatory"]);
        assert_eq!(others, indexes(&published["nonMandatoryIndexes"]));
    }
}

#[test]
fn the_base_proof_is_made_as_published_to_the_last_byte() {
    let Some(vectors) = vectors() else { return };
    for steps in Steps::all(&vectors) {
        let published = steps.step("addSignedSDBase");
        let config = steps.step("addProofConfig");
        let canonical = sha256_form(&config).unwrap();
        let mandatory = group(&steps.step("addBaseTransform")["mandatory"])
            .1
            .concat();
        let hashes = steps.step("addHashData");
        let base = Deterministic::of(&steps.keys["baseKeyPair"]);
        let proof_key = Deterministic::of(&steps.keys["proofKeyPair"]);
        let options = ProofOptions {
            suite: Suite::EcdsaSd2023,
            created: parse_date_time_stamp(config["created"].as_str().unwrap()).unwrap(),
            verification_method: config["verificationMethod"].as_str().unwrap().to_owned(),
            purpose: config["proofPurpose"].as_str().unwrap().to_owned(),
        };
        let fresh = Fresh {
            hmac_key: steps.hmac_key(),
            proof_key: &proof_key,
        };

        let signed = ecdsa_sd::sign_with(
            &steps.unsigned,
            &options,
            &steps.mandatory,
            &base,
            &fresh,
            &sha256_form,
        )
        .unwrap();

        assert_eq!(
            canonical,
            text(steps.folder.join("addProofConfigCanon.txt"))
        );
        assert_eq!(hashes["proofHash"], hex::encode(Sha256::digest(canonical)));
        assert_eq!(
            hashes["mandatoryHash"],
            hex::encode(Sha256::digest(mandatory))
        );
        assert_eq!(signed, published);
        let value = BaseProof::decode(signed["proof"]["proofValue"].as_str().unwrap()).unwrap();
        let raw = json!({
            "baseSignature": hex::encode(value.base_signature),
            "publicKey": multikey(&value.public_key),
            "signatures": hexes(&value.signatures),
            "mandatoryPointers": value.mandatory_pointers,
        });
        assert_eq!(raw, steps.step("addRawBaseSignatureInfo"));
        let checked = ecdsa_sd::verify_base_with(
            &published,
            &published["proof"],
            &base.public_key(),
            &sha256_form,
        );
        assert_eq!(checked, Ok(()));
    }
}

#[test]
fn the_derived_proof_is_made_as_published_to_the_last_byte() {
    let Some(vectors) = vectors() else { return };
    for steps in Steps::all(&vectors) {
        let base = steps.step("addSignedSDBase");
        let published = steps.step("derivedRevealDocument");

        let derived =
            ecdsa_sd::derive_with(&base, &base["proof"], &steps.selective, &sha256_form).unwrap();

        let recovered = BaseProof::decode(base["proof"]["proofValue"].as_str().unwrap()).unwrap();
        let raw = json!({
            "baseSignature": hex::encode(recovered.base_signature),
            "proofPublicKey": multikey(&recovered.public_key),
            "hmacKey": hex::encode(recovered.hmac_key),
            "signatures": hexes(&recovered.signatures),
            "mandatoryPointers": recovered.mandatory_pointers,
        });
        assert_eq!(raw, steps.step("derivedRecoveredBaseData"));
        assert_eq!(
            select(&steps.unsigned, &steps.combined()).unwrap(),
            steps.step("derivedUnsignedReveal")
        );
        assert_eq!(derived, published);
        let value = DerivedProof::decode(derived["proof"]["proofValue"].as_str().unwrap()).unwrap();
        let disclosed = steps.step("derivedDisclosureData");
        assert_eq!(
            disclosed["baseSignature"],
            hex::encode(value.base_signature)
        );
        assert_eq!(disclosed["publicKey"], multikey(&value.public_key));
        assert_eq!(disclosed["signatures"], hexes(&value.signatures));
        assert_eq!(
            published_labels(&disclosed["labelMap"]["value"]),
            labels(&value)
        );
        assert_eq!(
            disclosed["mandatoryIndexes"],
            json!(value.mandatory_indexes)
        );
        let mandatory = &steps.step("derivedAdjMandatoryIndexes")["adjMandatoryIndexes"];
        assert_eq!(*mandatory, json!(value.mandatory_indexes));
        let filtered = steps.step("derivedAdjSignatures");
        assert_eq!(filtered["filteredSignatures"], hexes(&value.signatures));
        for (index, kept) in filtered["adjSignatureIndexes"]
            .as_array()
            .unwrap()
            .iter()
            .enumerate()
        {
            let kept = usize::try_from(kept.as_u64().unwrap()).unwrap();
            assert_eq!(recovered.signatures[kept], value.signatures[index]);
        }
    }
}

#[test]
fn the_derived_proof_verifies_by_the_published_steps() {
    let Some(vectors) = vectors() else { return };
    for steps in Steps::all(&vectors) {
        let derived = steps.step("derivedRevealDocument");
        let value = DerivedProof::decode(derived["proof"]["proofValue"].as_str().unwrap()).unwrap();

        let lines = value
            .lines(&sha256_form(&without_proof(&derived)).unwrap())
            .unwrap();

        assert_eq!(json!(lines), steps.step("verifyNQuads"));
        let expected = steps.step("verifyDerivedProofValue");
        assert_eq!(expected["baseSignature"], hex::encode(value.base_signature));
        assert_eq!(expected["publicKey"], multikey(&value.public_key));
        assert_eq!(expected["signatures"], hexes(&value.signatures));
        assert_eq!(expected["mandatoryIndexes"], json!(value.mandatory_indexes));
        assert_eq!(published_labels(&expected["labelMap"]), labels(&value));
        let data = steps.step("verifyCreateVerifyData");
        let (must, may): (Vec<_>, Vec<_>) = lines
            .iter()
            .enumerate()
            .partition(|(index, _)| value.mandatory_indexes.contains(index));
        let must: String = must.into_iter().map(|(_, line)| line.as_str()).collect();
        let may: Vec<_> = may.into_iter().map(|(_, line)| line).collect();
        assert_eq!(data["baseSignature"], hex::encode(value.base_signature));
        assert_eq!(data["publicKey"], multikey(&value.public_key));
        assert_eq!(data["signatures"], hexes(&value.signatures));
        assert_eq!(data["nonMandatory"], json!(may));
        assert_eq!(data["mandatoryHash"], hex::encode(Sha256::digest(must)));
        assert_eq!(data["proofHash"], steps.step("addHashData")["proofHash"]);
        assert_eq!(verify_all(&derived), Ok(()));
        assert_eq!(
            verify_all(&steps.step("addSignedSDBase")),
            Err(ProofError::BaseProof)
        );
    }
}

#[test]
fn the_documents_of_the_vc_di_ecdsa_test_suite_are_signed_derived_and_verified() {
    let Some(vectors) = vectors() else { return };
    let inline = |document: &Value| canonicalize_with_inline_contexts(document, lookup);
    let key = SigningKey::p256_from_scalar([3; 32]).unwrap();
    let proof_key = SigningKey::p256_from_scalar([5; 32]).unwrap();
    let mut done = 0;
    for folder in [
        "valid/vc1.1",
        "valid/vc2.0",
        "achievement/vc1.1",
        "achievement/vc2.0",
    ] {
        let folder = vectors.join("vc-di-ecdsa-test-suite").join(folder);
        let mandatory: Vec<String> =
            serde_json::from_value(read(folder.join("mandatoryPointers.json"))).unwrap();
        let selective: Vec<String> =
            serde_json::from_value(read(folder.join("selectivePointers.json"))).unwrap();
        let mut document = read(folder.join("document.json"));
        // The suite puts in who issues; and names are no terms of the first credentials context.
        document["issuer"] = "https://vc.example/issuers/5678".into();
        if document["@context"][0] == "https://www.w3.org/2018/credentials/v1" {
            document["issuanceDate"] = "2026-11-22T10:00:00Z".into();
            let contexts = document["@context"].as_array_mut().unwrap();
            contexts.insert(1, "https://w3id.org/security/data-integrity/v2".into());
        }
        let options = ProofOptions {
            suite: Suite::EcdsaSd2023,
            created: "2026-11-22T10:00:00Z".parse().unwrap(),
            verification_method: "https://vc.example/issuers/5678#key".to_owned(),
            purpose: "assertionMethod".to_owned(),
        };
        let fresh = Fresh {
            hmac_key: [9; 32],
            proof_key: &proof_key,
        };
        let verify = |document: &Value| {
            data_integrity::verify_with(
                document,
                &document["proof"],
                &key.public_key(),
                |document, _| inline(document),
            )
        };

        let signed =
            ecdsa_sd::sign_with(&document, &options, &mandatory, &key, &fresh, &inline).unwrap();
        let derived =
            ecdsa_sd::derive_with(&signed, &signed["proof"], &selective, &inline).unwrap();

        assert_eq!(verify(&signed), Err(ProofError::BaseProof));
        assert_eq!(verify(&derived), Ok(()), "{}", folder.display());
        for pointer in &selective {
            assert_eq!(
                derived.pointer(pointer),
                document.pointer(pointer),
                "{pointer}"
            );
        }
        let subject = &derived["credentialSubject"];
        assert!(subject.get("description").is_none() && derived.get("name").is_none());
        let mut pointers = Vec::new();
        leaves(&derived, String::new(), &mut pointers);
        for pointer in pointers {
            let mut changed = derived.clone();
            let leaf = changed.pointer_mut(&pointer).unwrap();
            *leaf = match &*leaf {
                Value::String(text) => format!("{text}a").into(),
                _ => 77.into(),
            };
            assert!(verify(&changed).is_err(), "{pointer}");
        }
        done += 1;
    }
    assert_eq!(done, 4);
}

fn leaves(value: &Value, pointer: String, found: &mut Vec<String>) {
    match value {
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .for_each(|(index, element)| leaves(element, format!("{pointer}/{index}"), found)),
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| *name != "@context")
            .for_each(|(name, member)| leaves(member, format!("{pointer}/{name}"), found)),
        _ => found.push(pointer),
    }
}

//! The vectors of the ECDSA cryptosuites (vc-di-ecdsa): `ecdsa-rdfc-2019` and `ecdsa-jcs-2019`.

use std::path::{Path, PathBuf};

use openbadges::canonical::rdfc::Hash;
use openbadges::did::did_key;
use openbadges::keys::{PublicKey, Signer, SigningKey};
use openbadges::proof::{ProofOptions, Suite, canonical_json, data_integrity};
use openbadges::time::parse_date_time_stamp;
use p256::ecdsa::signature::Signer as _;
use serde_json::Value;
use sha2::{Digest, Sha256, Sha384};

use crate::proofs::{canonicalize, file, verify_all, without_proof};
use crate::{json, text, vectors};

/// A folder with every step of one proof.
struct Vector {
    folder: PathBuf,
    suite: Suite,
    unsigned: PathBuf,
    curve: Curve,
}

#[derive(Clone, Copy)]
enum Curve {
    P256,
    P384,
}

impl Curve {
    fn hash(self) -> Hash {
        match self {
            Self::P256 => Hash::Sha256,
            Self::P384 => Hash::Sha384,
        }
    }

    fn hex_digest(self, text: &str) -> String {
        match self {
            Self::P256 => hex::encode(Sha256::digest(text)),
            Self::P384 => hex::encode(Sha384::digest(text)),
        }
    }

    /// The secret of `p256KeyPair.json` or `p384KeyPair.json`, without its header.
    fn scalar(self, pair: &Value) -> Vec<u8> {
        let secret = pair["secretKeyMultibase"].as_str().unwrap();
        let secret = bs58::decode(&secret[1..]).into_vec().unwrap();
        let header = match self {
            Self::P256 => [0x86, 0x26],
            Self::P384 => [0x87, 0x26],
        };
        assert_eq!(secret[..2], header);
        secret[2..].to_vec()
    }

    fn pair(self, vectors: &Path) -> Value {
        vectors_json(
            vectors,
            match self {
                Self::P256 => "p256KeyPair.json",
                Self::P384 => "p384KeyPair.json",
            },
        )
    }

    fn key(self, vectors: &Path) -> SigningKey {
        let scalar = self.scalar(&self.pair(vectors));
        match self {
            Self::P256 => SigningKey::p256_from_scalar(scalar.try_into().unwrap()).unwrap(),
            Self::P384 => SigningKey::p384_from_scalar(scalar.try_into().unwrap()).unwrap(),
        }
    }

    /// The signature with the nonce of RFC 6979, as those who made the vectors chose it.
    fn deterministic_signature(self, vectors: &Path, message: &[u8]) -> Vec<u8> {
        let scalar = self.scalar(&self.pair(vectors));
        match self {
            Self::P256 => {
                let key = p256::ecdsa::SigningKey::from_slice(&scalar).unwrap();
                let signature: p256::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
            Self::P384 => {
                let key = p384::ecdsa::SigningKey::from_slice(&scalar).unwrap();
                let signature: p384::ecdsa::Signature = key.sign(message);
                signature.to_bytes().to_vec()
            }
        }
    }
}

fn vectors_json(vectors: &Path, name: &str) -> Value {
    json(vectors.join("vc-di-ecdsa").join(name))
}

fn all(vectors: &Path) -> Vec<Vector> {
    use Curve::{P256, P384};
    use Suite::{EcdsaJcs2019, EcdsaRdfc2019};

    let folder = vectors.join("vc-di-ecdsa");
    [
        ("ecdsa-rdfc-2019-p256", EcdsaRdfc2019, "unsigned", P256),
        (
            "ecdsa-rdfc-2019-p256/employ",
            EcdsaRdfc2019,
            "employmentAuth",
            P256,
        ),
        ("ecdsa-rdfc-2019-p384", EcdsaRdfc2019, "unsigned", P384),
        (
            "ecdsa-rdfc-2019-p384/employ",
            EcdsaRdfc2019,
            "employmentAuth",
            P384,
        ),
        ("ecdsa-jcs-2019-p256", EcdsaJcs2019, "unsigned", P256),
        ("ecdsa-jcs-2019-p384", EcdsaJcs2019, "unsigned", P384),
    ]
    .into_iter()
    .map(|(name, suite, unsigned, curve)| Vector {
        folder: folder.join(name),
        suite,
        unsigned: folder.join(format!("{unsigned}.json")),
        curve,
    })
    .collect()
}

#[test]
fn the_key_pairs_of_vc_di_ecdsa_belong_together() {
    let Some(vectors) = vectors() else { return };
    for curve in [Curve::P256, Curve::P384] {
        let published = curve.pair(&vectors)["publicKeyMultibase"].clone();
        let published = published.as_str().unwrap();

        let public = curve.key(&vectors).public_key();

        assert_eq!(public.to_multikey().as_deref(), Some(published));
        assert_eq!(PublicKey::from_multikey(published).as_ref(), Ok(&public));
        assert_eq!(did_key(&public), Some(format!("did:key:{published}")));
    }
}

#[test]
fn each_step_of_each_vc_di_ecdsa_proof_is_as_published() {
    let Some(vectors) = vectors() else { return };
    let mut done = 0;
    for vector in all(&vectors) {
        let named = |prefix: &str| file(&vector.folder, prefix);
        let canonical = |document: &Value| match vector.suite {
            Suite::EcdsaJcs2019 => canonical_json(document).unwrap(),
            _ => canonicalize(document, vector.curve.hash()).unwrap(),
        };
        let signed = json(named("signed"));
        let config = json(named("proofConfig"));

        let document = canonical(&without_proof(&signed));
        let options = canonical(&config);
        let hashes = [&options, &document].map(|text| vector.curve.hex_digest(text));

        assert_eq!(without_proof(&signed), json(&vector.unsigned));
        assert_eq!(document, text(named("canonDoc")));
        assert_eq!(options, text(named("proofCanon")));
        assert_eq!(hashes[0], text(named("proofHash")));
        assert_eq!(hashes[1], text(named("docHash")));
        assert_eq!(hashes.concat(), text(named("combinedHash")));
        let signature = hex::decode(text(named("sigHex"))).unwrap();
        let encoded = format!("z{}", bs58::encode(&signature).into_string());
        assert_eq!(encoded, text(named("sigBTC58")));
        assert_eq!(signed["proof"]["proofValue"], encoded);
        assert_eq!(
            data_integrity::suite_of(&signed["proof"]),
            Some(vector.suite)
        );
        done += 1;
    }
    assert_eq!(done, 6);
}

#[test]
fn each_vc_di_ecdsa_proof_verifies_and_is_the_one_of_rfc_6979() {
    let Some(vectors) = vectors() else { return };
    for vector in all(&vectors) {
        let signed = json(file(&vector.folder, "signed"));
        let message = hex::decode(text(file(&vector.folder, "combinedHash"))).unwrap();
        let published = text(file(&vector.folder, "sigHex"));

        let again = vector.curve.deterministic_signature(&vectors, &message);

        assert_eq!(verify_all(&signed), Ok(()), "{}", vector.folder.display());
        assert_eq!(hex::encode(again), published, "{}", vector.folder.display());
    }
}

#[test]
fn what_is_signed_anew_with_the_keys_of_vc_di_ecdsa_differs_in_the_signature_only() {
    let Some(vectors) = vectors() else { return };
    for vector in all(&vectors) {
        // The employment contexts are not compiled in; signing takes no others.
        if vector.unsigned.ends_with("employmentAuth.json") {
            continue;
        }
        let published = json(file(&vector.folder, "signed"));
        let proof = &published["proof"];
        let options = ProofOptions {
            suite: vector.suite,
            created: parse_date_time_stamp(proof["created"].as_str().unwrap()).unwrap(),
            verification_method: proof["verificationMethod"].as_str().unwrap().to_owned(),
            purpose: proof["proofPurpose"].as_str().unwrap().to_owned(),
        };
        let key = vector.curve.key(&vectors);

        let mut signed = data_integrity::sign(&json(&vector.unsigned), &[options], &key).unwrap();

        assert_eq!(verify_all(&signed), Ok(()));
        signed["proof"]["proofValue"] = proof["proofValue"].clone();
        assert_eq!(signed, published);
    }
}

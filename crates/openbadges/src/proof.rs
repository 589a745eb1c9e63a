//! Signatures on badges: Data Integrity proofs inside the document, and JWS around it.

mod base58;
pub mod batch;
pub mod data_integrity;
pub mod ecdsa_sd;
mod jcs;
pub mod jws;
pub mod sd_jwt;
pub mod template;
pub mod vc_jose;
pub mod vc_jwt;

pub use jcs::{JcsError, canonical_json};

use jiff::Timestamp;

use crate::keys::Algorithm;

/// The Data Integrity suites that are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Suite {
    /// `DataIntegrityProof` with `eddsa-rdfc-2022`: the one that Open Badges 3.0 asks for.
    EddsaRdfc2022,
    /// `Ed25519Signature2020`: older, and all that some deployed wallets know.
    Ed25519Signature2020,
    /// `DataIntegrityProof` with `eddsa-jcs-2022`: over the JSON text instead of its meaning.
    EddsaJcs2022,
    /// `DataIntegrityProof` with `eddsa-2022`, the draft name of `eddsa-rdfc-2022`; only verified.
    Eddsa2022,
    /// `DataIntegrityProof` with `ecdsa-rdfc-2019` and a P-256 or P-384 key, which decides the hash.
    EcdsaRdfc2019,
    /// `DataIntegrityProof` with `ecdsa-jcs-2019`: as `ecdsa-rdfc-2019`, over the JSON text.
    EcdsaJcs2019,
    /// `DataIntegrityProof` with `ecdsa-sd-2023` and a P-256 key: the holder may show a part only.
    EcdsaSd2023,
}

impl Suite {
    /// The value of `cryptosuite`; `None` for the suite that has a proof type of its own.
    pub fn cryptosuite(self) -> Option<&'static str> {
        match self {
            Self::EddsaRdfc2022 => Some("eddsa-rdfc-2022"),
            Self::Ed25519Signature2020 => None,
            Self::EddsaJcs2022 => Some("eddsa-jcs-2022"),
            Self::Eddsa2022 => Some("eddsa-2022"),
            Self::EcdsaRdfc2019 => Some("ecdsa-rdfc-2019"),
            Self::EcdsaJcs2019 => Some("ecdsa-jcs-2019"),
            Self::EcdsaSd2023 => Some("ecdsa-sd-2023"),
        }
    }

    /// The value of the proof's `type`.
    pub fn proof_type(self) -> &'static str {
        match self {
            Self::Ed25519Signature2020 => "Ed25519Signature2020",
            _ => "DataIntegrityProof",
        }
    }

    /// Whether the suite signs the JSON text (RFC 8785) instead of the canonical quads.
    pub fn signs_json_text(self) -> bool {
        matches!(self, Self::EddsaJcs2022 | Self::EcdsaJcs2019)
    }

    /// Whether the suite works with keys of this algorithm.
    pub fn works_with(self, algorithm: Algorithm) -> bool {
        match self {
            Self::EddsaRdfc2022
            | Self::Ed25519Signature2020
            | Self::EddsaJcs2022
            | Self::Eddsa2022 => algorithm == Algorithm::EdDsa,
            Self::EcdsaRdfc2019 | Self::EcdsaJcs2019 => {
                matches!(algorithm, Algorithm::Es256 | Algorithm::Es384)
            }
            Self::EcdsaSd2023 => algorithm == Algorithm::Es256,
        }
    }

    /// The name by which people know the suite.
    pub fn name(self) -> &'static str {
        self.cryptosuite().unwrap_or("Ed25519Signature2020")
    }
}

/// What goes into a new proof beside the signature.
///
/// Data Integrity 1.0, 2.1: proofs.
#[derive(Debug, Clone, PartialEq)]
pub struct ProofOptions {
    /// The suite.
    pub suite: Suite,
    /// When the proof is made; written in whole seconds.
    pub created: Timestamp,
    /// The id of the key in the issuer's controller document.
    pub verification_method: String,
    /// What the proof is for: `assertionMethod` for badges.
    pub purpose: String,
}

impl ProofOptions {
    /// An `eddsa-rdfc-2022` proof of a badge by the one Ed25519 key that this did:key is made of.
    #[must_use]
    pub fn by_did_key(did: &str, created: Timestamp) -> Self {
        let key = did.trim_start_matches("did:key:");
        Self {
            suite: Suite::EddsaRdfc2022,
            created,
            verification_method: format!("{did}#{key}"),
            purpose: "assertionMethod".to_owned(),
        }
    }
}

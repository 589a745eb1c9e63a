//! Public keys in the notations that badges use, and keys that sign.

mod backend;
mod batch;
mod ed25519;
mod elliptic;
mod jwk;
mod multikey;
mod pem;
mod public;
mod signing;

pub use batch::verify_all;
pub use ed25519::Ed25519SigningKey;
pub use elliptic::{P256SigningKey, P384SigningKey};
#[cfg(feature = "native")]
pub(crate) use jwk::coordinates as curve_coordinates;
pub use public::{PublicKey, RsaPublicKey};
pub use signing::{RsaSigningKey, SigningKey};

/// The signature algorithms that badges are signed with.
///
/// RFC 7518, 3.1, and RFC 8037, 3.1: the values of `alg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Ed25519.
    EdDsa,
    /// ECDSA over P-256 with SHA-256; the signature is `r` followed by `s`.
    Es256,
    /// ECDSA over P-384 with SHA-384; the signature is `r` followed by `s`.
    Es384,
    /// RSA PKCS#1 v1.5 with SHA-256.
    Rs256,
}

impl Algorithm {
    /// The name in a JWS header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Rs256 => "RS256",
        }
    }

    /// Reads the name of a JWS header; `Ed25519` (RFC 9864) means `EdDSA` here.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "EdDSA" | "Ed25519" => Some(Self::EdDsa),
            "ES256" => Some(Self::Es256),
            "ES384" => Some(Self::Es384),
            "RS256" => Some(Self::Rs256),
            _ => None,
        }
    }
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Why a key could not be read, made or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The key is of a kind that is not supported, such as another curve.
    #[error("keys of the kind {0} are not supported")]
    Unsupported(String),
    /// The notation is broken: wrong prefix, wrong length, wrong base.
    #[error("the key is malformed: {0}")]
    Malformed(&'static str),
    /// The bytes are no point of the curve, or the RSA numbers are out of bounds.
    #[error("the key is not a valid {0} key")]
    Invalid(&'static str),
    /// A document that should hold a public key holds a private one.
    #[error("the key document contains private members")]
    Private,
    /// The operating system or the cryptographic library refused.
    #[error("the key could not be made")]
    Unavailable,
}

/// The signature was not made over this message by this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not match")]
pub struct SignatureMismatch;

/// Why something could not be signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The document has no canonical form, for instance because a context does not define a term.
    #[error(transparent)]
    Canonical(#[from] crate::canonical::CanonicalError),
    /// The document lacks what this kind of signature needs.
    #[error("the document cannot be signed: {0}")]
    Document(String),
    /// The key cannot make this kind of signature.
    #[error("{0} needs another kind of key")]
    WrongKey(&'static str),
    /// The suite is only verified, never issued.
    #[error("{0} is no longer issued")]
    Retired(&'static str),
    /// The suite draws random numbers, so it has a function of its own that takes them.
    #[error("{0} needs randomness and is not made here")]
    NeedsRandomness(&'static str),
    /// The key did not sign.
    #[error("the key could not sign")]
    Unavailable,
}

/// Something that signs: a [`SigningKey`], or a key that lives elsewhere.
pub trait Signer: Send + Sync {
    /// The public half.
    fn public_key(&self) -> PublicKey;

    /// Signs the message itself (not its hash) with the algorithm of the public key.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError>;
}

#[cfg(test)]
mod hardness_tests;
#[cfg(test)]
mod tests;

//! The keys of an issuer.

use accolade_storage::signing_keys::{self, SigningKey};
use accolade_storage::types::{IssuerId, KeyAlgorithm, KeyState, SigningKeyId};
use accolade_storage::{DbConnection, StorageError, issuers};
use openbadges::keys::{KeyError, Signer};
use serde_json::json;
use zeroize::Zeroizing;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::keyring::{self, SealedFor};
use crate::{Tools, ids};

/// Why a key could not be replaced.
#[derive(Debug, thiserror::Error)]
pub enum RotateKeyError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such issuer.
    #[error("there is no such issuer")]
    UnknownIssuer,
    /// The new key could not be made.
    #[error(transparent)]
    Key(#[from] NewKeyError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why a key could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NewKeyError {
    /// The cryptographic library refused.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Replaces the key that signs with this algorithm.
///
/// The old one signs no more but stays published: what it signed keeps verifying.
pub fn rotate_key(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    algorithm: KeyAlgorithm,
) -> Result<SigningKey, RotateKeyError> {
    authorize(conn, caller, Action::RotateKey, Some(issuer))?;
    if issuers::find(conn, issuer)?.is_none() {
        return Err(RotateKeyError::UnknownIssuer);
    }
    let now = tools.now();
    for old in signing_keys::of_issuer(conn, issuer)? {
        if old.algorithm == algorithm && old.state == KeyState::Active {
            signing_keys::set_state(conn, old.id, KeyState::Retired, Some(now))?;
        }
    }
    let key = add(conn, tools, issuer, algorithm)?;
    let deed = Deed {
        action: "signing_key.rotated",
        subject_kind: "signing_key",
        subject: key.id.into(),
        issuer: Some(issuer),
        detail: json!({ "algorithm": algorithm.as_str(), "kid": key.kid }),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(key)
}

/// Makes, seals and stores a key.
pub(super) fn add(
    conn: &mut DbConnection,
    tools: &Tools,
    issuer: IssuerId,
    algorithm: KeyAlgorithm,
) -> Result<SigningKey, NewKeyError> {
    let id: SigningKeyId = ids::new(tools);
    let private = tools
        .key_source
        .generate(keyring::algorithm(algorithm), &*tools.random)?;
    let public = private.public_key();
    let der = Zeroizing::new(private.to_pkcs8_der()?);
    let public_multikey = public
        .to_multikey()
        .filter(|_| algorithm != KeyAlgorithm::Rs256);
    // An Ed25519 key is known by its multibase value in DID documents, the others by thumbprint.
    let kid = match (algorithm, &public_multikey) {
        (KeyAlgorithm::EdDsa, Some(multikey)) => multikey.clone(),
        _ => public.thumbprint(),
    };
    let key = SigningKey {
        id,
        issuer_id: issuer,
        algorithm,
        kid,
        public_jwk: public.to_jwk().to_string(),
        public_multikey,
        sealed: tools
            .keyring
            .seal(&*tools.random, SealedFor::SigningKey(id), &der),
        state: KeyState::Active,
        created_at: tools.now(),
        retired_at: None,
    };
    signing_keys::insert(conn, &key)?;
    Ok(key)
}

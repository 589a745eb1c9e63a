//! Secrets at rest: sealed under the operator's key, opened when needed.
//!
//! Sealing is XChaCha20-Poly1305. The id of the row that holds the secret is bound to it as
//! associated data, so that a sealed value copied into another row does not open there.

mod file;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use accolade_storage::signing_keys::SigningKey as StoredKey;
use accolade_storage::types::{
    AccountId, AssertionId, BatchId, ClaimCardId, ClaimId, KeyAlgorithm, MailId, RosterId,
    SigningKeyId, WebhookId,
};
use accolade_storage::types::{ApplicationId, ApplicationLinkId};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use openbadges::keys::{Algorithm, SigningKey};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::random::Random;

pub use file::KeyFileError;

/// First byte of a sealed value: how it was sealed.
const SEALED_V1: u8 = 1;
const NONCE_LENGTH: usize = 24;

/// The value was sealed under another key or for another row, or it was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// The value does not open.
    #[error(
        "a stored secret does not open: was it sealed under another key? Start with the key file \
         that belongs to this database"
    )]
    DoesNotOpen,
    /// It opened but holds no key.
    #[error("a stored signing key is damaged: {0}")]
    Damaged(String),
}

/// Which row a secret belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedFor {
    /// The private part of a signing key.
    SigningKey(SigningKeyId),
    /// The plain recipient of an award.
    Recipient(AssertionId),
    /// A letter in the outbox.
    Mail(MailId),
    /// Who claimed a badge, and what they said.
    Claim(ClaimId),
    /// For whom a card is.
    ClaimCard(ClaimCardId),
    /// A row of a batch, by its number.
    BatchRow(BatchId, i32),
    /// The people of a class list.
    Roster(RosterId),
    /// A word to a visitor that travels in a cookie until the next page; it has no row.
    Flash,
    /// The addresses around an application.
    Application(ApplicationId),
    /// The address that a link to an application was mailed to.
    ApplicationLink(ApplicationLinkId),
    /// The secret that signs messages to a webhook.
    Webhook(WebhookId),
    /// A sign-in that goes on at a provider, in a cookie too.
    Voyage,
    /// An answer that is kept for an account: it may tell a secret of which the rest of the database has a digest only.
    Answer(AccountId),
}

impl SealedFor {
    fn associated_data(self) -> Vec<u8> {
        let (kind, id): (&[u8], &Uuid) = match &self {
            Self::SigningKey(id) => (b"signing-key:", id.as_uuid()),
            Self::Recipient(id) => (b"recipient:", id.as_uuid()),
            Self::Mail(id) => (b"mail:", id.as_uuid()),
            Self::Claim(id) => (b"claim:", id.as_uuid()),
            Self::ClaimCard(id) => (b"claim-card:", id.as_uuid()),
            Self::BatchRow(id, number) => {
                let place = [id.as_uuid().as_bytes().as_slice(), &number.to_be_bytes()];
                return [b"batch-row:".as_slice(), &place.concat()].concat();
            }
            Self::Roster(id) => (b"roster:", id.as_uuid()),
            Self::Flash => return b"flash:".to_vec(),
            Self::Application(id) => (b"application:", id.as_uuid()),
            Self::ApplicationLink(id) => (b"application-link:", id.as_uuid()),
            Self::Webhook(id) => (b"webhook:", id.as_uuid()),
            Self::Voyage => return b"voyage:".to_vec(),
            Self::Answer(id) => (b"answer:", id.as_uuid()),
        };
        [kind, id.as_bytes()].concat()
    }
}

/// Seals and opens secrets; keeps opened signing keys ready.
#[derive(Clone)]
pub struct Keyring {
    cipher: XChaCha20Poly1305,
    root: Arc<Zeroizing<[u8; 32]>>,
    opened: Arc<Mutex<HashMap<SigningKeyId, Arc<SigningKey>>>>,
}

impl Keyring {
    /// A keyring under this master key.
    pub fn from_key(key: [u8; 32]) -> Self {
        let key = Zeroizing::new(key);
        let cipher = XChaCha20Poly1305::new((&*key).into());
        let root = Sha256::new_with_prefix(b"accolade derived secrets 1\0")
            .chain_update(*key)
            .finalize();
        Self {
            cipher,
            root: Arc::new(Zeroizing::new(root.into())),
            opened: Arc::default(),
        }
    }

    /// The keyring whose master key stands in the file at `path`; a new one if there is no file.
    ///
    /// The file is created readable for its owner only, and refused if others may read it.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        file::load_or_create(path).map(|key| Self::from_key(*key))
    }

    /// A secret that follows from the master key and a purpose: the same each time, and of no use for anything else.
    pub fn derived_secret(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let secret = Sha256::new_with_prefix(self.root.as_slice())
            .chain_update(purpose)
            .finalize();
        Zeroizing::new(secret.into())
    }

    /// Seals a secret for one row.
    pub fn seal(&self, random: &dyn Random, row: SealedFor, secret: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_LENGTH] = random.bytes();
        let payload = Payload {
            msg: secret,
            aad: &row.associated_data(),
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .expect("only secrets of more than 256 GiB cannot be sealed");
        [&[SEALED_V1], &nonce[..], &sealed].concat()
    }

    /// Opens what was sealed for this row.
    pub fn open(&self, row: SealedFor, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        let body = sealed
            .strip_prefix(&[SEALED_V1])
            .ok_or(KeyringError::DoesNotOpen)?;
        let (nonce, text) = body
            .split_first_chunk::<NONCE_LENGTH>()
            .ok_or(KeyringError::DoesNotOpen)?;
        let payload = Payload {
            msg: text,
            aad: &row.associated_data(),
        };
        self.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| KeyringError::DoesNotOpen)
    }

    /// The private key of this row, opened once and then kept.
    pub fn signing_key(&self, stored: &StoredKey) -> Result<Arc<SigningKey>, KeyringError> {
        if let Some(key) = self.cache().get(&stored.id) {
            return Ok(key.clone());
        }
        let der = self.open(SealedFor::SigningKey(stored.id), &stored.sealed)?;
        let key = SigningKey::from_pkcs8_der(algorithm(stored.algorithm), &der)
            .map_err(|error| KeyringError::Damaged(error.to_string()))?;
        let key = Arc::new(key);
        self.cache().insert(stored.id, key.clone());
        Ok(key)
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, HashMap<SigningKeyId, Arc<SigningKey>>> {
        self.opened.lock().expect("no holder of this lock panics")
    }
}

/// The engine's word for a stored algorithm.
pub(crate) fn algorithm(stored: KeyAlgorithm) -> Algorithm {
    match stored {
        KeyAlgorithm::EdDsa => Algorithm::EdDsa,
        KeyAlgorithm::Es256 => Algorithm::Es256,
        KeyAlgorithm::Rs256 => Algorithm::Rs256,
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    fn row(number: u128) -> SealedFor {
        SealedFor::SigningKey(Uuid::from_u128(number).into())
    }

    #[test]
    fn a_secret_opens_for_its_own_row_only() {
        let keyring = Keyring::from_key([1; 32]);
        let sealed = keyring.seal(&SeededRandom::new(1), row(1), b"secret");

        assert_eq!(keyring.open(row(1), &sealed).unwrap().as_slice(), b"secret");
        assert_eq!(
            keyring.open(row(2), &sealed),
            Err(KeyringError::DoesNotOpen)
        );
        let other_table = SealedFor::Recipient(Uuid::from_u128(1).into());
        assert_eq!(
            keyring.open(other_table, &sealed),
            Err(KeyringError::DoesNotOpen)
        );
    }

    #[test]
    fn a_changed_or_short_value_does_not_open() {
        let keyring = Keyring::from_key([1; 32]);
        let sealed = keyring.seal(&SeededRandom::new(1), row(1), b"secret");

        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 1;
            assert!(keyring.open(row(1), &changed).is_err(), "byte {position}");
            assert!(
                keyring.open(row(1), &sealed[..position]).is_err(),
                "length {position}"
            );
        }
    }

    #[test]
    fn another_master_key_opens_nothing() {
        let sealed = Keyring::from_key([1; 32]).seal(&SeededRandom::new(1), row(1), b"secret");

        assert!(Keyring::from_key([2; 32]).open(row(1), &sealed).is_err());
    }

    #[test]
    fn debug_prints_no_secret() {
        assert_eq!(
            format!("{:?}", Keyring::from_key([7; 32])),
            "Keyring(secret)"
        );
    }
}

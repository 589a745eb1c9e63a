//! The keys of the test issuer: the same after each start, and good for nothing else.

use accolade_issuing::keyring::Keyring;
use openbadges::did::did_key;
use openbadges::keys::{KeyError, Signer, SigningKey};
use openbadges::proof::Suite;

/// A key with its did:key.
pub(super) struct TestKey {
    pub(super) key: SigningKey,
    pub(super) did: String,
}

impl TestKey {
    fn new(key: SigningKey) -> Self {
        let did = did_key(&key.public_key()).expect("every curve of ours has a did:key");
        Self { key, did }
    }

    /// The full name of the key.
    pub(super) fn method(&self) -> String {
        let fragment = self.did.trim_start_matches("did:key:");
        format!("{}#{fragment}", self.did)
    }
}

/// One key a curve.
pub(super) struct Keys {
    pub(super) ed25519: TestKey,
    pub(super) p256: TestKey,
    pub(super) p384: TestKey,
}

impl Keys {
    /// Derived from the master key, so that a test suite can be told the identifiers once.
    pub(super) fn of(keyring: &Keyring) -> Self {
        let ed25519 = keyring.derived_secret("vc-api ed25519");
        Self {
            ed25519: TestKey::new(SigningKey::ed25519_from_seed(*ed25519)),
            p256: TestKey::new(first_scalar(|attempt| {
                let secret = keyring.derived_secret(&format!("vc-api p256 {attempt}"));
                SigningKey::p256_from_scalar(*secret)
            })),
            p384: TestKey::new(first_scalar(|attempt| {
                let low = keyring.derived_secret(&format!("vc-api p384 {attempt} low"));
                let high = keyring.derived_secret(&format!("vc-api p384 {attempt} high"));
                let mut scalar = [0; 48];
                scalar[..16].copy_from_slice(&high[..16]);
                scalar[16..].copy_from_slice(&*low);
                SigningKey::p384_from_scalar(scalar)
            })),
        }
    }

    /// The key of an identifier, if it is one of ours.
    pub(super) fn by_did(&self, did: &str) -> Option<&TestKey> {
        [&self.ed25519, &self.p256, &self.p384]
            .into_iter()
            .find(|key| key.did == did)
    }

    /// The key that a suite is used with where nobody names one.
    pub(super) fn of_suite(&self, suite: Suite) -> &TestKey {
        match suite {
            Suite::EcdsaRdfc2019 | Suite::EcdsaJcs2019 | Suite::EcdsaSd2023 => &self.p256,
            _ => &self.ed25519,
        }
    }
}

/// Nearly every number is a scalar of the curve; the few others are passed over.
pub(super) fn first_scalar(attempt: impl Fn(u32) -> Result<SigningKey, KeyError>) -> SigningKey {
    (0..)
        .find_map(|number| attempt(number).ok())
        .expect("one of all numbers is a scalar of the curve")
}

//! The keys that the seeds are signed with.

use std::sync::LazyLock;

use openbadges::keys::{PublicKey, Signer as _, SigningKey};

/// Public keys of two kinds.
pub(super) static KEYS: LazyLock<[PublicKey; 2]> = LazyLock::new(|| {
    let p256 = SigningKey::p256_from_scalar([7; 32]).expect("seven is a scalar");
    [
        SigningKey::ed25519_from_seed([7; 32]).public_key(),
        p256.public_key(),
    ]
});

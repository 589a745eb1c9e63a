//! Passkeys: a key pair on the person's device signs in; the site knows the public half.
//!
//! Of WebAuthn we use what a passkey needs: discoverable credentials that verify their user, ES256 or Ed25519, and
//! no attestation, because we do not care which company made the device. A challenge needs no row: it is a digest
//! over the browser's own secret and the time, so it is good in that browser only, for five minutes, and not after
//! signing in, when the secret changes.

mod read;

use accolade_storage::passkeys::{self, Passkey};
use accolade_storage::types::PasskeyId;
use accolade_storage::{DbConnection, StorageError, accounts};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::secrets::Secret;
use crate::sessions::{self, Browser};
use crate::sign_in::SignedIn;
use crate::violations::Violations;
use crate::{Tools, ids, limits};

use read::{AuthenticatorData, ClientData};

/// COSE's number for ECDSA on P-256 with SHA-256.
const ES256: i32 = -7;
/// COSE's number for Ed25519.
const EDDSA: i32 = -8;

/// How long a challenge is good.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(5);

/// Why a passkey was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// What the device sent does not prove what it should.
    #[error("{0}")]
    Refused(&'static str),
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A new passkey, as a browser tells of it.
#[derive(Debug, Clone)]
pub struct Registration {
    /// `clientDataJSON`.
    pub client_data: Vec<u8>,
    /// What `getAuthenticatorData()` gives.
    pub authenticator_data: Vec<u8>,
    /// What `getPublicKey()` gives: a SubjectPublicKeyInfo.
    pub public_key: Vec<u8>,
    /// What `getPublicKeyAlgorithm()` gives.
    pub algorithm: i32,
    /// What its owner calls it.
    pub name: String,
}

/// A signature by a passkey, as a browser tells of it.
#[derive(Debug, Clone)]
pub struct Presented {
    /// `rawId`.
    pub credential: Vec<u8>,
    /// `clientDataJSON`.
    pub client_data: Vec<u8>,
    /// `authenticatorData`.
    pub authenticator_data: Vec<u8>,
    /// `signature`.
    pub signature: Vec<u8>,
}

/// A challenge for this browser, to be signed within five minutes.
pub fn challenge(tools: &Tools, browser: &Secret) -> String {
    let seconds = tools.clock.now().as_second().to_be_bytes();
    let mac = challenge_mac(browser, seconds);
    BASE64_URL_SAFE_NO_PAD.encode([&seconds[..], &mac].concat())
}

/// Adds a passkey to the caller's account.
pub fn register(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    browser: &Secret,
    new: &Registration,
) -> Result<Passkey, PasskeyError> {
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    let data = vetted(
        tools,
        browser,
        "webauthn.create",
        &new.client_data,
        &new.authenticator_data,
    )?;
    let credential = data
        .credential
        .ok_or(PasskeyError::Refused("The device named no passkey."))?;
    let public_key = read::public_key(new.algorithm, &new.public_key).ok_or(
        PasskeyError::Refused("The device makes keys of a kind we do not take."),
    )?;
    let mut found = Violations::default();
    found.required("/name", &new.name, limits::NAME);
    let held = passkeys::of_account(conn, account)?.len();
    found.count("/name", held + 1, limits::PASSKEYS);
    found.into_result()?;
    let passkey = Passkey {
        id: ids::new(tools),
        account_id: account,
        credential: credential.to_vec(),
        algorithm: new.algorithm,
        public_key: public_key.to_vec(),
        counter: i64::from(data.counter),
        name: new.name.trim().to_owned(),
        created_at: tools.now(),
        last_used_at: None,
    };
    passkeys::insert(conn, &passkey).map_err(|error| match error {
        StorageError::Conflict(_) => PasskeyError::Refused("This passkey is known already."),
        other => other.into(),
    })?;
    record(conn, tools, caller, passkey.id, "passkey.added")?;
    Ok(passkey)
}

/// Signs in whoever holds the passkey. `onward` is the page to show, a path of ours.
pub fn sign_in(
    conn: &mut DbConnection,
    tools: &Tools,
    browser_secret: &Secret,
    presented: &Presented,
    onward: &str,
    browser: &Browser,
) -> Result<SignedIn, PasskeyError> {
    let data = vetted(
        tools,
        browser_secret,
        "webauthn.get",
        &presented.client_data,
        &presented.authenticator_data,
    )?;
    let unknown = PasskeyError::Refused("This passkey belongs to no account here.");
    let Some(passkey) = passkeys::by_credential(conn, &presented.credential)? else {
        return Err(unknown);
    };
    if !is_signed(&passkey, presented) {
        return Err(PasskeyError::Refused(
            "The signature is not that of this passkey.",
        ));
    }
    let counter = i64::from(data.counter);
    // A device that counts and counts backwards is a copy of another.
    if passkey.counter > 0 && counter <= passkey.counter {
        return Err(PasskeyError::Refused(
            "This passkey seems to have been copied.",
        ));
    }
    passkeys::note_use(conn, passkey.id, counter, tools.now())?;
    let Some(account) = accounts::find(conn, passkey.account_id)? else {
        return Err(unknown);
    };
    let (_, secret) = sessions::sign_in(conn, tools, account.id, Some(browser_secret), browser)?;
    Ok(SignedIn {
        secret,
        account,
        is_new: false,
        onward: onward.to_owned(),
    })
}

/// Removes one of the caller's passkeys; `false` if the caller has no such one.
pub fn remove(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: PasskeyId,
) -> Result<bool, PasskeyError> {
    authorize(conn, caller, Action::EditAccount, None)?;
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    let removed = passkeys::remove(conn, account, id)?;
    if removed {
        record(conn, tools, caller, id, "passkey.removed")?;
    }
    Ok(removed)
}

/// Checks everything but the signature: what was asked, where, in which browser, and that the person was there.
fn vetted<'a>(
    tools: &Tools,
    browser: &Secret,
    kind: &str,
    client_data: &[u8],
    authenticator_data: &'a [u8],
) -> Result<AuthenticatorData<'a>, PasskeyError> {
    let client = ClientData::read(client_data).ok_or(PasskeyError::Refused(
        "The browser's part could not be read.",
    ))?;
    if client.kind != kind || !is_ours(tools, browser, &client.challenge) {
        return Err(PasskeyError::Refused(
            "It answers another question, or came too late. Try once more.",
        ));
    }
    let site = tools.addresses.base();
    if client.origin != site.origin().ascii_serialization() {
        return Err(PasskeyError::Refused("It was made for another site."));
    }
    let data = AuthenticatorData::read(authenticator_data).ok_or(PasskeyError::Refused(
        "The device's part could not be read.",
    ))?;
    let host = site.host_str().unwrap_or_default();
    if data.site[..] != Sha256::digest(host)[..] {
        return Err(PasskeyError::Refused("It was made for another site."));
    }
    if !data.was_verified {
        return Err(PasskeyError::Refused(
            "The device did not check who you are.",
        ));
    }
    Ok(data)
}

fn is_signed(passkey: &Passkey, presented: &Presented) -> bool {
    let algorithm: &'static dyn VerificationAlgorithm = match passkey.algorithm {
        ES256 => &ECDSA_P256_SHA256_ASN1,
        EDDSA => &ED25519,
        _ => return false,
    };
    let signed = [
        &presented.authenticator_data[..],
        &Sha256::digest(&presented.client_data)[..],
    ]
    .concat();
    let key = UnparsedPublicKey::new(algorithm, &passkey.public_key);
    key.verify(&signed, &presented.signature).is_ok()
}

fn is_ours(tools: &Tools, browser: &Secret, challenge: &str) -> bool {
    let Ok(bytes) = BASE64_URL_SAFE_NO_PAD.decode(challenge) else {
        return false;
    };
    let Some((seconds, mac)) = bytes.split_first_chunk::<8>() else {
        return false;
    };
    let age = tools.clock.now().as_second() - i64::from_be_bytes(*seconds);
    mac == challenge_mac(browser, *seconds) && (0..GOOD_FOR.as_secs()).contains(&age)
}

fn challenge_mac(browser: &Secret, seconds: [u8; 8]) -> [u8; 32] {
    let purpose = format!("passkey {}", i64::from_be_bytes(seconds));
    *browser.digest_with(&purpose).as_bytes()
}

fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    passkey: PasskeyId,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "passkey",
        subject: passkey.into(),
        issuer: None,
        detail: json!({}),
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;

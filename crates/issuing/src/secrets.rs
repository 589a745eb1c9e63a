//! Secrets that are handed out once and known again by their digest: cookies, links, tickets.

use std::fmt;
use std::str::FromStr;

use accolade_storage::types::Digest;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::Tools;

/// 32 random bytes, 43 characters of the URL-safe base64 alphabet when written.
///
/// Nothing prints it by accident: ask for [`reveal`](Self::reveal).
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// The text is no secret of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not one of our secrets")]
pub struct NotASecret;

impl Secret {
    /// A new one.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.random.bytes())
    }

    /// The text to hand out.
    pub fn reveal(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database keeps of it.
    pub fn digest(&self) -> Digest {
        Digest::from_bytes(Sha256::digest(self.0).into())
    }

    /// The digest of this secret and a text together.
    pub fn digest_with(&self, text: &str) -> Digest {
        let hash = Sha256::new_with_prefix(b"with\0").chain_update(self.0);
        Digest::from_bytes(hash.chain_update(text).finalize().into())
    }

    /// A value that follows from the secret and gives nothing of it away: 43 characters.
    pub fn derived(&self, purpose: &str) -> String {
        let hash = Sha256::new_with_prefix(b"for\0").chain_update(self.0);
        BASE64_URL_SAFE_NO_PAD.encode(hash.chain_update(purpose).finalize())
    }
}

impl FromStr for Secret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, NotASecret> {
        if text.len() != 43 {
            return Err(NotASecret);
        }
        let bytes = BASE64_URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| NotASecret)?;
        Ok(Self(bytes.try_into().map_err(|_| NotASecret)?))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_secret_reads_back_from_its_text_and_prints_nothing() {
        let secret = Secret::new(&testing::tools("https://badges.test"));

        assert_eq!(secret.reveal().parse(), Ok(secret.clone()));
        assert_eq!(secret.reveal().len(), 43);
        assert_eq!(format!("{secret:?}"), "Secret");
        assert_ne!(secret.derived("csrf"), secret.derived("other"));
        for garbage in ["", "short", &"é".repeat(22), &"=".repeat(43)] {
            assert_eq!(garbage.parse::<Secret>(), Err(NotASecret), "{garbage}");
        }
    }
}

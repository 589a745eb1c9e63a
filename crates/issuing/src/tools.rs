use std::sync::Arc;

use accolade_storage::types::Timestamp;
use openbadges::proof::template::AwardTemplates;

use crate::addresses::Addresses;
use crate::clock::{Clock, SystemClock};
use crate::house::HouseRules;

use crate::ids::LastMoment;
use crate::key_source::{KeySource, SystemKeys};
use crate::keyring::Keyring;
use crate::random::{Random, SystemRandom};

/// What use cases take from the world around them, so that tests can bring their own.
#[derive(Clone)]
pub struct Tools {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives random bytes.
    pub random: Arc<dyn Random>,
    /// Seals and opens secrets at rest.
    pub keyring: Keyring,
    /// Knows the public address of everything.
    pub addresses: Addresses,
    /// Makes new signing keys.
    pub key_source: Arc<dyn KeySource>,
    /// What the operator decided for everybody.
    pub rules: HouseRules,
    /// What the credentials of one badge class have in common, prepared for signing.
    pub templates: Arc<AwardTemplates>,
    /// Keeps new identifiers in the order in which they are made.
    pub last_moment: Arc<LastMoment>,
}

/// How many badge classes and shapes of award are kept prepared; each takes some tens of kilobytes.
pub(crate) const TEMPLATES: usize = 200;

impl Tools {
    /// Tools with the system's clock, randomness and key generation.
    pub fn system(addresses: Addresses, keyring: Keyring) -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            keyring,
            addresses,
            key_source: Arc::new(SystemKeys),
            rules: HouseRules::default(),
            templates: Arc::new(AwardTemplates::new(TEMPLATES)),
            last_moment: Arc::default(),
        }
    }

    /// The present moment as the database keeps it.
    pub fn now(&self) -> Timestamp {
        self.clock.now().into()
    }
}

impl std::fmt::Debug for Tools {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tools")
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}

//! The OB 2.0 revocation list.

use accolade_storage::assertions::Assertion;
use accolade_storage::issuers::Issuer;
use openbadges::v2::{RevocationList, RevokedEntry};
use serde_json::Value;

use super::award::signed_v2_id;
use crate::addresses::Addresses;

/// The signed assertions that were taken back. Hosted ones say so at their own address.
pub fn revocation_list_v2(addresses: &Addresses, issuer: &Issuer, revoked: &[Assertion]) -> Value {
    let entries = revoked.iter().map(|assertion| {
        RevokedEntry::new(signed_v2_id(assertion.id), assertion.state_reason.clone())
    });
    let slug = &issuer.slug;
    RevocationList::new(addresses.revocations(slug), addresses.issuer(slug), entries).to_value()
}

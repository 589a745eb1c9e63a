//! The OB 2.0 revocation list.

use accolade_storage::assertions::Assertion;
use accolade_storage::issuers::Issuer;
use openbadges::v2::{RevocationList, RevokedEntry};
use serde_json::Value;

use super::award::{reason_v2, signed_v2_id};
use crate::addresses::Addresses;

/// The signed assertions that do not hold now. Hosted ones say so at their own address.
///
/// Open Badges 2.0 knows no suspension, so a suspended assertion stands in the list for as long as
/// it is suspended, and its reason says so: to rely on it now would be wrong.
pub fn revocation_list_v2(
    addresses: &Addresses,
    issuer: &Issuer,
    not_in_force: &[Assertion],
) -> Value {
    let entries = not_in_force
        .iter()
        .map(|assertion| RevokedEntry::new(signed_v2_id(assertion.id), reason_v2(assertion)));
    let slug = &issuer.slug;
    RevocationList::new(addresses.revocations(slug), addresses.issuer(slug), entries).to_value()
}

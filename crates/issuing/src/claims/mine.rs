//! The secret link in the mail that brings an award: whoever holds it may say "It's mine".
//!
//! Its key follows from the award's id and the master key, so nothing is stored, every letter about the award may carry the
//! same link, and a link that was lost is simply sent again.

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::types::{AssertionId, AssertionState, ClaimedHow};
use accolade_storage::{DbConnection, StorageError};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::Tools;
use crate::access::Caller;

/// Why an award could not be taken by its link.
#[derive(Debug, thiserror::Error)]
pub enum MineError {
    /// There is no such award, or the key is not its own.
    #[error("the link opens no award")]
    Unknown,
    /// The issuer took the award back before.
    #[error("the award was taken back by its issuer")]
    Revoked,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The public address by which the earner takes this award.
pub fn address(tools: &Tools, award: AssertionId) -> String {
    tools.addresses.mine(award, &key(tools, award))
}

/// The part of the address that nobody can guess: 43 characters.
pub fn key(tools: &Tools, award: AssertionId) -> String {
    let tag = hmac::sign(&signer(tools), award.as_uuid().as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(tag.as_ref())
}

/// The award behind a link; nothing when the key is not its own.
pub fn find(
    conn: &mut DbConnection,
    tools: &Tools,
    award: AssertionId,
    key: &str,
) -> Result<Option<Assertion>, StorageError> {
    if opens(tools, award, key) {
        assertions::find(conn, award)
    } else {
        Ok(None)
    }
}

/// Takes an award as one's own, and says whether nobody had before. Asking twice changes nothing.
pub fn claim(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    award: AssertionId,
    key: &str,
) -> Result<(Assertion, bool), MineError> {
    let award = find(conn, tools, award, key)?.ok_or(MineError::Unknown)?;
    if award.state == AssertionState::Revoked {
        return Err(MineError::Revoked);
    }
    let is_new = super::mark(conn, tools, caller, &award, ClaimedHow::Mail)?;
    Ok((award, is_new))
}

/// Compared in constant time, so that nobody can feel their way to a key.
fn opens(tools: &Tools, award: AssertionId, key: &str) -> bool {
    let Ok(tag) = BASE64_URL_SAFE_NO_PAD.decode(key) else {
        return false;
    };
    hmac::verify(&signer(tools), award.as_uuid().as_bytes(), &tag).is_ok()
}

fn signer(tools: &Tools) -> hmac::Key {
    let secret = tools.keyring.derived_secret("links to one's own award");
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_slice())
}

#[cfg(test)]
mod tests {
    use accolade_storage::audit_events::{self, AuditFilter};
    use accolade_storage::{PageRequest, award_claims, on_each_database};

    use super::*;
    use crate::revocation;
    use crate::testing::World;

    on_each_database! {
        fn the_mailed_link_claims_an_award_once(db: &TestDatabase) {
            let world = World::new(db);
            let award = world.award(&world.badge(world.issuer("acme").id)).assertion;
            let nobody = Caller::anonymous();
            let key = key(&world.tools, award.id);
            let claim = || db.write(|conn| claim(conn, &world.tools, &nobody, award.id, &key)).unwrap();

            let (first, second) = (claim(), claim());

            let stored = db.read(|conn| award_claims::of(conn, award.id)).unwrap().unwrap();
            let noted = db
                .read(|conn| audit_events::list(conn, AuditFilter::new().subject(award.id), PageRequest::default()))
                .unwrap();
            assert_eq!((first.1, second.1), (true, false));
            assert_eq!((stored.how, stored.account_id), (ClaimedHow::Mail, None));
            assert_eq!(noted.items.iter().filter(|event| event.action == "award.claimed").count(), 1);
        }

        fn the_key_of_one_award_opens_no_other(db: &TestDatabase) {
            let world = World::new(db);
            let badge = world.badge(world.issuer("acme").id);
            let (mine, other) = (world.award(&badge).assertion, world.award(&badge).assertion);
            let right = key(&world.tools, mine.id);

            for (id, wrong) in [(other.id, right.as_str()), (mine.id, ""), (mine.id, "é"), (mine.id, &right[..42])] {
                let refused = db.write(|conn| claim(conn, &world.tools, &Caller::anonymous(), id, wrong));

                assert!(matches!(refused, Err(MineError::Unknown)), "{wrong}: {refused:?}");
            }
        }

        fn what_was_taken_back_cannot_be_claimed(db: &TestDatabase) {
            let world = World::new(db);
            let award = world.award(&world.badge(world.issuer("acme").id)).assertion;
            let operator = Caller::operator();
            db.write(|conn| revocation::revoke(conn, &world.tools, &operator, award.id, "A mistake.")).unwrap();

            let key = key(&world.tools, award.id);
            let refused = db.write(|conn| claim(conn, &world.tools, &Caller::anonymous(), award.id, &key));

            assert!(matches!(refused, Err(MineError::Revoked)), "{refused:?}");
        }
    }
}

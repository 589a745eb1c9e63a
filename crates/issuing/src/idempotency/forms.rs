//! A form that is sent twice is done once: whoever presses its button again is led to what the first press made.
//!
//! Of two answers a browser shows the second, so the second must not be a refusal.

use accolade_storage::idempotency_keys::{self, IdempotencyKey};
use accolade_storage::types::Digest;
use accolade_storage::{DbConnection, StorageError};
use jiff::SignedDuration;

use crate::Tools;
use crate::access::Caller;

/// For how long the same form counts as the same press.
pub const ONE_PRESS: SignedDuration = SignedDuration::from_secs(30);

/// Where the first press of the same form led, if that was just now.
pub fn earlier(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    form: Digest,
) -> Result<Option<String>, StorageError> {
    let Some(account) = caller.account else {
        return Ok(None);
    };
    let now = tools.clock.now();
    let found = idempotency_keys::find(conn, account, &key(form))?;
    let fresh = found.filter(|press| now.duration_since(press.created_at.as_jiff()) < ONE_PRESS);
    Ok(fresh.and_then(|press| press.location))
}

/// Notes where a form led, in the transaction that did what it asked for.
///
/// When the same form was being done elsewhere this is a [`StorageError::Conflict`]: roll back and begin again, which
/// finds what the other made.
pub fn done(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    form: Digest,
    led_to: &str,
) -> Result<(), StorageError> {
    let Some(account) = caller.account else {
        return Ok(());
    };
    let press = IdempotencyKey {
        account_id: account,
        key: key(form),
        request_digest: form,
        status: 303,
        location: Some(led_to.to_owned()),
        body: String::new(),
        created_at: tools.now(),
    };
    idempotency_keys::delete(conn, account, &press.key)?;
    idempotency_keys::insert(conn, &press)
}

fn key(form: Digest) -> String {
    format!("form {form}")
}

#[cfg(test)]
mod tests {
    use accolade_storage::on_each_database;

    use super::*;
    use crate::idempotency::request_digest;
    use crate::testing::World;

    on_each_database! {
        fn the_same_form_leads_its_sender_to_what_the_first_press_made_for_half_a_minute(db: &TestDatabase) {
            let world = World::new(db);
            let (_, ann) = world.person("ann@acme.example", None);
            let (_, bob) = world.person("bob@acme.example", None);
            let (form, other) = (request_digest(&[b"mia"]), request_digest(&[b"tom"]));
            let ask = |caller: &Caller, form| db.read(|conn| earlier(conn, &world.tools, caller, form)).unwrap();
            let press = |to: &str| db.write(|conn| done(conn, &world.tools, &ann, form, to)).unwrap();

            press("/desk/awards/1");
            let found = (ask(&ann, form), ask(&ann, other), ask(&bob, form));
            world.clock.advance(ONE_PRESS);
            let late = ask(&ann, form);
            press("/desk/awards/2");

            assert_eq!(found, (Some("/desk/awards/1".to_owned()), None, None));
            assert_eq!(late, None);
            assert_eq!(ask(&ann, form).as_deref(), Some("/desk/awards/2"));
        }
    }
}

//! What nobody needs any more is forgotten: sketches that nobody came back to, letters and webhook messages that ended,
//! codes and sessions that are over, answers that nobody asks for again.

use accolade_storage::types::Timestamp;
use accolade_storage::{
    DbConnection, StorageError, idempotency_keys, mails, sessions, sign_ins, sketches,
    webhook_deliveries,
};
use jiff::SignedDuration;

use crate::Tools;
use crate::sketches::KEPT_HOURS as SKETCHES_KEPT_HOURS;

/// How long letters and webhook messages that ended are kept, in hours, for those who look why something did not arrive:
/// thirty days.
const MESSAGES_KEPT_HOURS: i64 = 30 * 24;

/// How long codes and links for signing in are kept after they ended, in hours: they are counted against those who ask
/// too often.
const SIGN_INS_KEPT_HOURS: i64 = 24;

/// How long a session is kept after its last use, in hours: a day longer than an unused one is good.
const SESSIONS_KEPT_HOURS: i64 = 31 * 24;

/// How long the answer to a request with an `Idempotency-Key` can be had again, in hours.
const ANSWERS_KEPT_HOURS: i64 = 24;

/// Whether there is anything to forget. It reads only, so that it may be asked often.
pub fn is_due(conn: &mut DbConnection, tools: &Tools) -> Result<bool, StorageError> {
    Ok(
        sketches::any_before(conn, before(tools, SKETCHES_KEPT_HOURS))?
            || mails::any_ended_before(conn, before(tools, MESSAGES_KEPT_HOURS))?
            || webhook_deliveries::any_ended_before(conn, before(tools, MESSAGES_KEPT_HOURS))?
            || sign_ins::any_before(conn, before(tools, SIGN_INS_KEPT_HOURS))?
            || sessions::any_before(conn, before(tools, SESSIONS_KEPT_HOURS))?
            || idempotency_keys::any_before(conn, before(tools, ANSWERS_KEPT_HOURS))?,
    )
}

/// Forgets what is too old, and says how many things that were.
pub fn tidy(conn: &mut DbConnection, tools: &Tools) -> Result<usize, StorageError> {
    Ok(
        sketches::forget_before(conn, before(tools, SKETCHES_KEPT_HOURS))?
            + mails::delete_ended_before(conn, before(tools, MESSAGES_KEPT_HOURS))?
            + webhook_deliveries::delete_ended_before(conn, before(tools, MESSAGES_KEPT_HOURS))?
            + sign_ins::forget_before(conn, before(tools, SIGN_INS_KEPT_HOURS))?
            + sessions::forget_before(conn, before(tools, SESSIONS_KEPT_HOURS))?
            + idempotency_keys::delete_before(conn, before(tools, ANSWERS_KEPT_HOURS))?,
    )
}

/// The moment so many hours ago.
fn before(tools: &Tools, hours: i64) -> Timestamp {
    let now = tools.clock.now();
    now.checked_sub(SignedDuration::from_hours(hours))
        .unwrap_or(now)
        .into()
}

#[cfg(test)]
mod tests {
    use accolade_storage::sign_ins::SignIn;
    use accolade_storage::types::Digest;

    use super::*;
    use crate::idempotency::{self, Answer, Begun};
    use crate::mail::{self, Letter};
    use crate::secrets::Secret;
    use crate::sessions::{self as browsing, Browser};
    use crate::sketches::{self as drawing, Keeper, SketchContent};
    use crate::testing::World;

    fn sign_in(tools: &Tools) -> SignIn {
        SignIn {
            id: crate::ids::new(tools),
            email: "mia@example.org".into(),
            account_id: None,
            ticket_digest: Digest::from_bytes([1; 32]),
            link_digest: Digest::from_bytes([2; 32]),
            code_digest: Digest::from_bytes([3; 32]),
            onward: "/desk".into(),
            tries: 0,
            created_at: tools.now(),
            expires_at: tools.now(),
            used_at: None,
            session_id: None,
        }
    }

    fn letter() -> Letter {
        Letter::SignIn {
            code: "123456".into(),
            link: "https://badges.test/sign-in/abc".into(),
            minutes: 10,
        }
    }

    accolade_storage::on_each_database! {
        fn letters_that_ended_are_forgotten_after_a_month(db: &TestDatabase) {
            let world = World::new(db);
            let tools = &world.tools;
            let id = db.write(|conn| mail::post(conn, tools, "mia@example.org", letter())).unwrap();
            db.write(|conn| mail::sent(conn, tools, id)).unwrap();

            let soon = db.read(|conn| is_due(conn, tools)).unwrap();
            world.clock.advance(SignedDuration::from_hours(31 * 24));
            let late = db.read(|conn| is_due(conn, tools)).unwrap();
            let forgotten = db.write(|conn| tidy(conn, tools)).unwrap();

            assert_eq!((soon, late, forgotten), (false, true, 1));
            assert_eq!(db.read(|conn| mails::find(conn, id)).unwrap(), None);
        }

        fn a_sketch_of_nobody_is_forgotten_after_a_season(db: &TestDatabase) {
            let world = World::new(db);
            let tools = &world.tools;
            let keeper = Keeper { session: Some(crate::ids::new(tools)), account: None };
            db.write(|conn| drawing::keep(conn, tools, keeper, &SketchContent::default())).unwrap();

            world.clock.advance(SignedDuration::from_hours(SKETCHES_KEPT_HOURS - 1));
            let soon = db.write(|conn| tidy(conn, tools)).unwrap();
            world.clock.advance(SignedDuration::from_hours(2));
            let late = db.write(|conn| tidy(conn, tools)).unwrap();

            assert_eq!((soon, late), (0, 1));
            assert!(db.read(|conn| drawing::open(conn, keeper)).unwrap().is_none());
        }

        fn a_code_that_ended_is_forgotten_the_day_after(db: &TestDatabase) {
            let world = World::new(db);
            let tools = &world.tools;
            db.write(|conn| sign_ins::insert(conn, &sign_in(tools))).unwrap();

            let soon = db.read(|conn| is_due(conn, tools)).unwrap();
            world.clock.advance(SignedDuration::from_hours(SIGN_INS_KEPT_HOURS + 1));
            let forgotten = db.write(|conn| tidy(conn, tools)).unwrap();

            assert_eq!((soon, forgotten), (false, 1));
        }

        fn a_session_is_forgotten_once_nobody_has_used_it_for_a_month(db: &TestDatabase) {
            let world = World::new(db);
            let tools = &world.tools;
            let (left, used) = (Secret::new(tools), Secret::new(tools));
            let keep = |secret: &Secret| {
                db.write(|conn| browsing::keep(conn, tools, secret, &Browser::default())).unwrap()
            };
            let (unused, kept) = (keep(&left), keep(&used));

            world.clock.advance(SignedDuration::from_hours(SESSIONS_KEPT_HOURS - 25));
            db.write(|conn| browsing::note_use(conn, tools, kept.id)).unwrap();
            let soon = db.read(|conn| is_due(conn, tools)).unwrap();
            world.clock.advance(SignedDuration::from_hours(26));
            let forgotten = db.write(|conn| tidy(conn, tools)).unwrap();

            assert_eq!((soon, forgotten), (false, 1));
            assert_eq!(db.read(|conn| sessions::find(conn, unused.id)).unwrap(), None);
            assert!(db.read(|conn| browsing::resume(conn, tools, &used)).unwrap().is_some());
        }

        fn an_answer_can_be_had_again_for_a_day(db: &TestDatabase) {
            let world = World::new(db);
            let tools = &world.tools;
            let (ada, _) = world.person("ada@a.example", None);
            let asked = idempotency::request_digest(&[b"the same"]);
            let answer = Answer { status: 200, location: None, body: "{}".into() };
            db.write(|conn| idempotency::finish(conn, tools, ada.id, "once", asked, answer)).unwrap();
            let begin = || db.write(|conn| idempotency::begin(conn, tools, ada.id, "once", asked)).unwrap();

            world.clock.advance(SignedDuration::from_hours(ANSWERS_KEPT_HOURS - 1));
            let soon = (db.write(|conn| tidy(conn, tools)).unwrap(), begin());
            world.clock.advance(SignedDuration::from_hours(2));
            let late = (db.write(|conn| tidy(conn, tools)).unwrap(), begin());

            assert!(matches!(soon, (0, Begun::Replay(_))), "{soon:?}");
            assert_eq!(late, (1, Begun::New));
        }
    }
}

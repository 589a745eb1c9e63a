//! Reminding earners of awards that wait for them or end soon: each award once of each thing, however many copies run.

use std::collections::{HashSet, VecDeque};

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::reminders::{self, ReminderSettings};
use accolade_storage::types::{AssertionId, AssertionState, IssuerId, ReminderKind, Timestamp};
use accolade_storage::{DbConnection, StorageError, badge_classes, issuers};
use jiff::SignedDuration;
use serde_json::json;
use uuid::Builder;

use crate::Tools;
use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::awards::{self, SealedRecipient};
use crate::claims::mine;
use crate::limits;
use crate::mail::{self, Letter};
use crate::violations::Violations;

/// How many letters one turn writes.
pub const AT_ONCE: usize = 100;

/// How far back an award may lie when reminders are switched on: nobody is written to about last year.
const BACK: SignedDuration = SignedDuration::from_hours(30 * 24);

/// After how many days an issuer reminds; absent days remind nobody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Days {
    /// After the award, for those who have not claimed it.
    pub unclaimed: Option<u32>,
    /// Before the end, for awards that end.
    pub expiring: Option<u32>,
}

/// Why reminders could not be set, or a letter not sent again.
#[derive(Debug, thiserror::Error)]
pub enum ReminderError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The days are wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such award.
    #[error("there is no such award")]
    UnknownAward,
    /// The award stands no more.
    #[error("the award was taken back")]
    Revoked,
    /// Nobody can be written to.
    #[error("no address of the recipient is kept")]
    NoAddress,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// An award whose earner is to be reminded.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    award: Assertion,
    kind: ReminderKind,
}

/// What holds at an issuer: its own word, or that of the nearest issuer above that has said something.
pub fn days_of(conn: &mut DbConnection, issuer: IssuerId) -> Result<Days, StorageError> {
    let mut line = vec![issuer];
    line.extend(
        issuers::ancestors(conn, issuer)?
            .into_iter()
            .map(|above| above.id),
    );
    for id in line {
        if let Some(said) = reminders::settings_of(conn, id)? {
            let days = |days: Option<i32>| days.and_then(|days| u32::try_from(days).ok());
            return Ok(Days {
                unclaimed: days(said.unclaimed_days),
                expiring: days(said.expiring_days),
            });
        }
    }
    Ok(Days::default())
}

/// Says after how many days an issuer reminds, and those below it that say nothing themselves.
pub fn set_days(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    days: Days,
) -> Result<(), ReminderError> {
    authorize(conn, caller, Action::EditIssuer, Some(issuer))?;
    let mut found = Violations::default();
    for (pointer, days) in [
        ("/unclaimedDays", days.unclaimed),
        ("/expiringDays", days.expiring),
    ] {
        if days.is_some_and(|days| days == 0 || days as usize > limits::REMINDER_DAYS.value) {
            let message = format!(
                "Between 1 and {} days, or nothing.",
                limits::REMINDER_DAYS.value
            );
            found.add(pointer, "out_of_range", message);
        }
    }
    found.into_result()?;
    let column = |days: Option<u32>| days.and_then(|days| i32::try_from(days).ok());
    let settings = ReminderSettings {
        issuer_id: issuer,
        unclaimed_days: column(days.unclaimed),
        expiring_days: column(days.expiring),
        updated_at: tools.now(),
    };
    reminders::set(conn, &settings)?;
    let deed = Deed {
        action: "issuer.reminders_set",
        subject_kind: "issuer",
        subject: issuer.into(),
        issuer: Some(issuer),
        detail: json!({ "unclaimedDays": days.unclaimed, "expiringDays": days.expiring }),
    };
    Ok(audit::record(conn, tools, caller, deed)?)
}

/// Whom to remind now, at most [`AT_ONCE`] of them. Changes nothing.
pub fn candidates(conn: &mut DbConnection, tools: &Tools) -> Result<Vec<Candidate>, StorageError> {
    let all = reminders::all_settings(conn)?;
    let own: HashSet<IssuerId> = all.iter().map(|said| said.issuer_id).collect();
    let mut found = Vec::new();
    for said in all {
        for issuer in covered(conn, said.issuer_id, &own)? {
            let room = AT_ONCE.saturating_sub(found.len());
            if room == 0 {
                return Ok(found);
            }
            let limit = i64::try_from(room).unwrap_or(i64::MAX);
            found.extend(of_issuer(conn, tools, issuer, &said, limit)?);
        }
    }
    found.truncate(AT_ONCE);
    Ok(found)
}

/// Reminds of these awards, those left out that another copy was faster with; answers with how many letters were written.
pub fn remind(
    conn: &mut DbConnection,
    tools: &Tools,
    candidates: &[Candidate],
) -> Result<usize, StorageError> {
    let mut written = 0;
    for Candidate { award, kind } in candidates {
        // Noted also where nobody can be written to, so that it is not looked at again and again.
        if !reminders::note(conn, award.id, *kind, tools.now())? {
            continue;
        }
        let Some((email, who)) = address_of(conn, tools, award) else {
            continue;
        };
        let (badge, issuer) = names(conn, award)?;
        let link = mine::address(tools, award.id);
        let letter = match (kind, award.valid_until) {
            (ReminderKind::Unclaimed, _) => Letter::StillWaiting {
                name: who.name,
                badge,
                issuer,
                given: award.valid_from.as_jiff(),
                link,
            },
            (ReminderKind::Expiring, Some(until)) => Letter::EndsSoon {
                name: who.name,
                badge,
                issuer,
                until: until.as_jiff(),
                link,
            },
            (ReminderKind::Expiring, None) => continue,
        };
        mail::post(conn, tools, &email, letter)?;
        written += 1;
    }
    Ok(written)
}

/// Sends the letter that brings an award once more.
pub fn resend(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    award: AssertionId,
) -> Result<Assertion, ReminderError> {
    let found = assertions::find(conn, award)?;
    authorize(
        conn,
        caller,
        Action::Award,
        found.as_ref().map(|award| award.issuer_id),
    )?;
    let award = found.ok_or(ReminderError::UnknownAward)?;
    if award.state == AssertionState::Revoked {
        return Err(ReminderError::Revoked);
    }
    let (email, who) = address_of(conn, tools, &award).ok_or(ReminderError::NoAddress)?;
    let (badge, issuer) = names(conn, &award)?;
    let letter = Letter::Awarded {
        name: who.name,
        badge,
        issuer,
        note: None,
        link: mine::address(tools, award.id),
    };
    mail::post(conn, tools, &email, letter)?;
    let deed = Deed {
        action: "award.resent",
        subject_kind: "assertion",
        subject: award.id.into(),
        issuer: Some(award.issuer_id),
        detail: json!({}),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(award)
}

/// The issuer and those below it that have said nothing themselves.
fn covered(
    conn: &mut DbConnection,
    issuer: IssuerId,
    own: &HashSet<IssuerId>,
) -> Result<Vec<IssuerId>, StorageError> {
    let (mut covered, mut open) = (Vec::new(), VecDeque::from([issuer]));
    while let Some(next) = open.pop_front() {
        if covered.contains(&next) {
            continue;
        }
        covered.push(next);
        let below = issuers::children(conn, next)?;
        open.extend(
            below
                .into_iter()
                .map(|below| below.id)
                .filter(|id| !own.contains(id)),
        );
    }
    Ok(covered)
}

fn of_issuer(
    conn: &mut DbConnection,
    tools: &Tools,
    issuer: IssuerId,
    said: &ReminderSettings,
    limit: i64,
) -> Result<Vec<Candidate>, StorageError> {
    let now = tools.clock.now();
    let days = |days: i32| SignedDuration::from_hours(24 * i64::from(days));
    let mut found = Vec::new();
    if let Some(after) = said.unclaimed_days {
        let until = now - days(after);
        let awards =
            reminders::unclaimed(conn, issuer, first_id(until - BACK), first_id(until), limit)?;
        found.extend(awards.into_iter().map(|award| Candidate {
            award,
            kind: ReminderKind::Unclaimed,
        }));
    }
    if let Some(before) = said.expiring_days {
        let until = Timestamp::from(now + days(before));
        let awards = reminders::expiring(conn, issuer, now.into(), until, limit)?;
        found.extend(awards.into_iter().map(|award| Candidate {
            award,
            kind: ReminderKind::Expiring,
        }));
    }
    Ok(found)
}

/// The smallest id that can be made at this moment: ids begin with their time.
fn first_id(at: jiff::Timestamp) -> AssertionId {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    AssertionId::from_uuid(Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid())
}

fn address_of(
    conn: &mut DbConnection,
    tools: &Tools,
    award: &Assertion,
) -> Option<(String, SealedRecipient)> {
    let opened = awards::recipient(conn, tools, &Caller::operator(), award);
    let who = opened.ok().flatten()?;
    Some((who.email.clone()?, who))
}

fn names(conn: &mut DbConnection, award: &Assertion) -> Result<(String, String), StorageError> {
    let badge = badge_classes::find(conn, award.badge_class_id)?.map(|class| class.name);
    let issuer = issuers::find(conn, award.issuer_id)?.map(|issuer| issuer.name);
    Ok((badge.unwrap_or_default(), issuer.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use accolade_storage::types::{ClaimedHow, Role};
    use accolade_storage::{Database, mails, on_each_database};

    use super::*;
    use crate::awards::{AwardOrder, Recipient};
    use crate::claims;
    use crate::testing::World;

    fn set(world: &World<'_>, issuer: IssuerId, unclaimed: Option<u32>, expiring: Option<u32>) {
        let days = Days {
            unclaimed,
            expiring,
        };
        world
            .db
            .write(|conn| set_days(conn, &world.tools, &Caller::operator(), issuer, days))
            .unwrap();
    }

    fn turn_in(db: &Database, tools: &Tools) -> usize {
        let found = db.read(|conn| candidates(conn, tools)).unwrap();
        db.write(|conn| remind(conn, tools, &found)).unwrap()
    }

    fn turn(world: &World<'_>) -> usize {
        turn_in(world.db, &world.tools)
    }

    fn days(world: &World<'_>, days: i64) {
        world.clock.advance(SignedDuration::from_hours(24 * days));
    }

    on_each_database! {
        fn an_unclaimed_award_is_reminded_of_once(db: &TestDatabase) {
            let world = World::new(db);
            let issuer = world.issuer("kestrel");
            let badge = world.badge(issuer.id);
            set(&world, issuer.id, Some(7), None);
            world.award(&badge);
            let taken = world.award(&badge).assertion;
            db.write(|conn| claims::mark(conn, &world.tools, &Caller::anonymous(), &taken, ClaimedHow::Mail)).unwrap();
            world.award_with(AwardOrder::to(badge.id, Recipient::named("Leo")));

            days(&world, 6);
            let early = turn(&world);
            days(&world, 2);
            let (due, again) = (turn(&world), turn(&world));

            assert_eq!((early, due, again), (0, 1, 0));
            assert_eq!(db.read(|conn| mails::newest(conn, 10)).unwrap().len(), 1);
        }

        fn two_copies_that_find_the_same_award_write_one_letter(db: &TestDatabase) {
            let world = World::new(db);
            let issuer = world.issuer("kestrel");
            set(&world, issuer.id, Some(7), None);
            world.award(&world.badge(issuer.id));
            days(&world, 8);
            let found = db.read(|conn| candidates(conn, &world.tools)).unwrap();
            let other = db.another_copy();

            let first = db.write(|conn| remind(conn, &world.tools, &found)).unwrap();
            let second = other.write(|conn| remind(conn, &world.tools, &found)).unwrap();

            assert_eq!((first, second), (1, 0));
        }

        fn an_award_that_ends_soon_is_reminded_of_once(db: &TestDatabase) {
            let world = World::new(db);
            let issuer = world.issuer("kestrel");
            let mut content = world.content("First Aid");
            content.validity_days = Some(100);
            let badge = world.badge_with(issuer.id, content, false);
            set(&world, issuer.id, None, Some(14));
            world.award(&badge);

            days(&world, 85);
            let early = turn(&world);
            days(&world, 2);
            let (due, again) = (turn(&world), turn(&world));
            days(&world, 20);

            assert_eq!((early, due, again, turn(&world)), (0, 1, 0, 0));
        }

        fn what_is_said_above_holds_below_until_something_else_is_said(db: &TestDatabase) {
            let world = World::new(db);
            let district = world.issuer("district");
            let (quiet, other) = (world.issuer_below("quiet", district.id), world.issuer_below("other", district.id));
            set(&world, district.id, Some(7), None);
            set(&world, other.id, None, None);
            world.award(&world.badge(quiet.id));
            world.award(&world.badge(other.id));

            days(&world, 8);

            assert_eq!(turn(&world), 1);
            assert_eq!(db.read(|conn| days_of(conn, quiet.id)).unwrap().unclaimed, Some(7));
            assert_eq!(db.read(|conn| days_of(conn, other.id)).unwrap().unclaimed, None);
        }

        fn nobody_is_written_to_about_last_year(db: &TestDatabase) {
            let world = World::new(db);
            let issuer = world.issuer("kestrel");
            world.award(&world.badge(issuer.id));
            days(&world, 365);

            set(&world, issuer.id, Some(7), None);

            assert_eq!(turn(&world), 0);
        }

        fn the_letter_that_brings_an_award_can_be_sent_again(db: &TestDatabase) {
            let world = World::new(db);
            let issuer = world.issuer("kestrel");
            let badge = world.badge(issuer.id);
            let award = world.award(&badge).assertion;
            let named = world.award_with(AwardOrder::to(badge.id, Recipient::named("Leo"))).assertion;
            let (_, viewer) = world.person("viewer@a.org", Some((issuer.id, Role::Viewer)));
            let again = |caller: &Caller, id| db.write(|conn| resend(conn, &world.tools, caller, id));

            assert!(again(&Caller::operator(), award.id).is_ok());
            assert!(matches!(again(&Caller::operator(), named.id), Err(ReminderError::NoAddress)));
            assert!(matches!(again(&viewer, award.id), Err(ReminderError::Access(AccessError::Forbidden))));
            assert_eq!(db.read(|conn| mails::newest(conn, 10)).unwrap().len(), 1);
        }
    }
}

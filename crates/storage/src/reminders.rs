//! After how many days an issuer reminds, and of what each earner was reminded.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::assertions::Assertion;
use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::on_backend;
use crate::schema::{assertions, award_claims, reminder_settings, reminders};
use crate::types::{AssertionId, AssertionState, IssuerId, RecipientKind, ReminderKind, Timestamp};

/// After how many days an issuer reminds; absent days remind nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reminder_settings, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct ReminderSettings {
    /// Whose awards.
    pub issuer_id: IssuerId,
    /// Days after the award, for those who have not claimed it.
    pub unclaimed_days: Option<i32>,
    /// Days before the end, for awards that end.
    pub expiring_days: Option<i32>,
    /// When this was said.
    pub updated_at: Timestamp,
}

/// What an issuer has said, if anything.
pub fn settings_of(conn: &mut DbConnection, issuer: IssuerId) -> Result<Option<ReminderSettings>> {
    Ok(reminder_settings::table
        .find(issuer)
        .select(ReminderSettings::as_select())
        .first(conn)
        .optional()?)
}

/// What all issuers have said: a row for each that reminds.
pub fn all_settings(conn: &mut DbConnection) -> Result<Vec<ReminderSettings>> {
    Ok(reminder_settings::table
        .order(reminder_settings::issuer_id)
        .select(ReminderSettings::as_select())
        .load(conn)?)
}

/// Stores what an issuer says now.
pub fn set(conn: &mut DbConnection, settings: &ReminderSettings) -> Result<()> {
    on_backend!(conn, |c| diesel::insert_into(reminder_settings::table)
        .values(settings)
        .on_conflict(reminder_settings::issuer_id)
        .do_update()
        .set(settings)
        .execute(c))?;
    Ok(())
}

/// Notes that somebody is reminded, and says whether nobody had noted it before. Two copies of the server that find the
/// same award at once get one "yes" between them.
pub fn note(
    conn: &mut DbConnection,
    award: AssertionId,
    kind: ReminderKind,
    at: Timestamp,
) -> Result<bool> {
    let row = (
        reminders::assertion_id.eq(award),
        reminders::kind.eq(kind),
        reminders::sent_at.eq(at),
    );
    let rows = on_backend!(conn, |c| diesel::insert_into(reminders::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(rows > 0)
}

/// Of what an earner was reminded, and when.
pub fn of_award(
    conn: &mut DbConnection,
    award: AssertionId,
) -> Result<Vec<(ReminderKind, Timestamp)>> {
    Ok(reminders::table
        .filter(reminders::assertion_id.eq(award))
        .select((reminders::kind, reminders::sent_at))
        .load(conn)?)
}

/// Awards of an issuer between two ids (their age) that stand, went to an address, and were neither claimed nor reminded of.
pub fn unclaimed(
    conn: &mut DbConnection,
    issuer: IssuerId,
    from: AssertionId,
    until: AssertionId,
    limit: i64,
) -> Result<Vec<Assertion>> {
    let claimed = award_claims::table.filter(award_claims::assertion_id.eq(assertions::id));
    Ok(assertions::table
        .filter(assertions::issuer_id.eq(issuer))
        .filter(assertions::id.ge(from))
        .filter(assertions::id.lt(until))
        .filter(assertions::state.eq(AssertionState::Issued))
        .filter(assertions::recipient_kind.eq(RecipientKind::Email))
        .filter(not(exists(claimed)))
        .filter(not(exists(reminded(ReminderKind::Unclaimed))))
        .order(assertions::id)
        .limit(limit)
        .select(Assertion::as_select())
        .load(conn)?)
}

/// Awards of an issuer that end between two moments, stand, went to an address, and were not reminded of.
pub fn expiring(
    conn: &mut DbConnection,
    issuer: IssuerId,
    from: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<Assertion>> {
    Ok(assertions::table
        .filter(assertions::issuer_id.eq(issuer))
        .filter(assertions::valid_until.gt(from))
        .filter(assertions::valid_until.le(until))
        .filter(assertions::state.eq(AssertionState::Issued))
        .filter(assertions::recipient_kind.eq(RecipientKind::Email))
        .filter(not(exists(reminded(ReminderKind::Expiring))))
        .order((assertions::valid_until, assertions::id))
        .limit(limit)
        .select(Assertion::as_select())
        .load(conn)?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn reminded(kind: ReminderKind) -> _ {
    reminders::table
        .filter(reminders::assertion_id.eq(assertions::id))
        .filter(reminders::kind.eq(kind))
}

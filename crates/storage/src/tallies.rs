//! Numbers over many awards, for those who want to see where an organisation stands.

use std::collections::HashMap;

use diesel::dsl::{count_star, exists, max, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::schema::{
    applications, assertions, award_claims, badge_class_versions, badge_classes, batches,
    claim_links, claims, evidence,
};
use crate::types::{
    ApplicationState, AssertionId, AssertionState, BadgeClassId, BatchState, ClaimState, IssuerId,
    RecipientKind, Timestamp,
};

/// How many rows are read at once while people are counted.
const AT_ONCE: i64 = 10_000;

/// How many awards there are, and of what kind. Awards that were taken back do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Awards that stand.
    pub awards: i64,
    /// Those of them that go to an address, so that somebody can take them.
    pub mailed: i64,
    /// Those of the mailed ones that were taken.
    pub claimed: i64,
    /// Those that show evidence.
    pub with_evidence: i64,
}

/// Counts the awards of these issuers since a moment.
pub fn tally(conn: &mut DbConnection, issuers: &[IssuerId], since: Timestamp) -> Result<Tally> {
    let standing = || {
        assertions::table
            .filter(assertions::issuer_id.eq_any(issuers))
            .filter(assertions::state.ne(AssertionState::Revoked))
            .filter(assertions::created_at.ge(since))
    };
    let taken = exists(award_claims::table.filter(award_claims::assertion_id.eq(assertions::id)));
    let shown = exists(evidence::table.filter(evidence::assertion_id.eq(assertions::id)));
    let mailed = || standing().filter(assertions::recipient_kind.eq(RecipientKind::Email));
    Ok(Tally {
        awards: standing().count().get_result(conn)?,
        mailed: mailed().count().get_result(conn)?,
        claimed: mailed().filter(taken).count().get_result(conn)?,
        with_evidence: standing().filter(shown).count().get_result(conn)?,
    })
}

/// How many awards these issuers made on each day since a moment, as days since 1 January 1970 in UTC.
pub fn by_day(
    conn: &mut DbConnection,
    issuers: &[IssuerId],
    since: Timestamp,
) -> Result<Vec<(i64, i64)>> {
    // Times are microseconds, and both databases cut integer division off.
    let day = || sql::<BigInt>("created_at / 86400000000");
    Ok(assertions::table
        .filter(assertions::issuer_id.eq_any(issuers))
        .filter(assertions::state.ne(AssertionState::Revoked))
        .filter(assertions::created_at.ge(since))
        .group_by(day())
        .select((day(), count_star()))
        .load(conn)?)
}

/// Who holds what: calls `each` with the badge class and the recipient's key of every award of an issuer that stands.
///
/// Awards are read a few thousand at a time: there may be millions.
pub fn holders(
    conn: &mut DbConnection,
    issuer: IssuerId,
    since: Timestamp,
    mut each: impl FnMut(BadgeClassId, Option<Vec<u8>>),
) -> Result<()> {
    let mut after: Option<AssertionId> = None;
    loop {
        let mut query = assertions::table
            .filter(assertions::issuer_id.eq(issuer))
            .filter(assertions::state.ne(AssertionState::Revoked))
            .filter(assertions::created_at.ge(since))
            .order(assertions::id)
            .limit(AT_ONCE)
            .select((
                assertions::id,
                assertions::badge_class_id,
                assertions::recipient_key,
            ))
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(assertions::id.gt(after));
        }
        let rows: Vec<(AssertionId, BadgeClassId, Option<Vec<u8>>)> = query.load(conn)?;
        let Some((last, ..)) = rows.last() else {
            return Ok(());
        };
        after = Some(*last);
        for (_, badge_class, person) in rows {
            each(badge_class, person);
        }
    }
}

/// The published badge classes of these issuers, each with the content of its current version.
pub fn contents(
    conn: &mut DbConnection,
    issuers: &[IssuerId],
) -> Result<Vec<(BadgeClassId, String)>> {
    Ok(badge_classes::table
        .inner_join(
            badge_class_versions::table.on(badge_class_versions::badge_class_id
                .eq(badge_classes::id)
                .and(
                    badge_class_versions::number
                        .nullable()
                        .eq(badge_classes::current_version),
                )),
        )
        .filter(badge_classes::issuer_id.eq_any(issuers))
        .order(badge_classes::id)
        .select((badge_classes::id, badge_class_versions::content))
        .load(conn)?)
}

/// Things of one sort that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pile {
    /// How many there are.
    pub number: i64,
    /// When the newest of them began to wait.
    pub newest: Option<Timestamp>,
}

/// What waits for somebody to do something about it, within one issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Applications without a decision.
    pub applications: Pile,
    /// Claims that the issuer has to allow.
    pub claims: Pile,
    /// Batches that stopped.
    pub stopped_batches: Pile,
    /// Batches that somebody began and did not start.
    pub draft_batches: Pile,
}

/// Counts what waits within each of these issuers. Where nothing waits, an issuer may be missing.
pub fn waiting(
    conn: &mut DbConnection,
    issuers: &[IssuerId],
) -> Result<HashMap<IssuerId, Waiting>> {
    let applications: Vec<Counted> = applications::table
        .filter(applications::issuer_id.eq_any(issuers))
        .filter(applications::state.eq(ApplicationState::Submitted))
        .group_by(applications::issuer_id)
        .select((
            applications::issuer_id,
            count_star(),
            max(applications::submitted_at),
        ))
        .load(conn)?;
    let claims: Vec<Counted> = claims::table
        .inner_join(claim_links::table.on(claim_links::id.eq(claims::link_id)))
        .filter(claim_links::issuer_id.eq_any(issuers))
        .filter(claims::state.eq(ClaimState::Waiting))
        .group_by(claim_links::issuer_id)
        .select((
            claim_links::issuer_id,
            count_star(),
            max(claims::created_at),
        ))
        .load(conn)?;
    let mut batches = |state: BatchState| -> Result<Vec<Counted>> {
        Ok(batches::table
            .filter(batches::issuer_id.eq_any(issuers))
            .filter(batches::state.eq(state))
            .group_by(batches::issuer_id)
            .select((batches::issuer_id, count_star(), max(batches::updated_at)))
            .load(conn)?)
    };
    let (stopped, drafts) = (batches(BatchState::Paused)?, batches(BatchState::Draft)?);

    let mut waits: HashMap<IssuerId, Waiting> = HashMap::new();
    let mut put = |counted: Vec<Counted>, pile_of: fn(&mut Waiting) -> &mut Pile| {
        for (issuer, number, newest) in counted {
            *pile_of(waits.entry(issuer).or_default()) = Pile { number, newest };
        }
    };
    put(applications, |waiting| &mut waiting.applications);
    put(claims, |waiting| &mut waiting.claims);
    put(stopped, |waiting| &mut waiting.stopped_batches);
    put(drafts, |waiting| &mut waiting.draft_batches);
    Ok(waits)
}

/// An issuer, how many things of one kind wait there, and since when the newest does.
type Counted = (IssuerId, i64, Option<Timestamp>);

/// How many applications wait for a decision within these issuers.
pub fn waiting_applications(conn: &mut DbConnection, issuers: &[IssuerId]) -> Result<i64> {
    Ok(applications::table
        .filter(applications::issuer_id.eq_any(issuers))
        .filter(applications::state.eq(ApplicationState::Submitted))
        .count()
        .get_result(conn)?)
}

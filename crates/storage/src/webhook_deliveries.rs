//! Messages to webhooks: written together with the change they tell of, sent after it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::{changed_one, insert_rows, on_backend};
use crate::schema::webhook_deliveries;
use crate::types::{DeliveryId, DeliveryState, Timestamp, WebhookId};

/// One message to one webhook.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = webhook_deliveries, treat_none_as_default_value = false)]
pub struct Delivery {
    /// Names the message, the same at each try, so that whoever takes it knows it again.
    pub id: DeliveryId,
    /// To whom it goes.
    pub webhook_id: WebhookId,
    /// What it tells of: "awarded".
    pub event: String,
    /// The exact text that is signed and sent.
    pub body: String,
    /// How far it has come.
    pub state: DeliveryState,
    /// When it is tried next.
    pub due_at: Timestamp,
    /// How often it was tried.
    pub attempts: i32,
    /// The status of the last answer; absent when none came.
    pub last_status: Option<i32>,
    /// The beginning of the last answer, or why there was none.
    pub last_answer: Option<String>,
    /// When it was tried last.
    pub last_tried_at: Option<Timestamp>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was taken or given up.
    pub ended_at: Option<Timestamp>,
}

/// What came of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// How far the message has come by it.
    pub state: DeliveryState,
    /// The status of the answer.
    pub status: Option<i32>,
    /// The beginning of the answer, or why there was none.
    pub answer: Option<String>,
    /// When it was tried.
    pub at: Timestamp,
    /// When it is tried next, if it is.
    pub due_at: Timestamp,
}

/// Writes messages down.
pub fn insert_all(conn: &mut DbConnection, deliveries: &[Delivery]) -> Result<()> {
    insert_rows!(conn, webhook_deliveries::table, deliveries)
}

/// Finds a message.
pub fn find(conn: &mut DbConnection, id: DeliveryId) -> Result<Option<Delivery>> {
    Ok(webhook_deliveries::table
        .find(id)
        .select(Delivery::as_select())
        .first(conn)
        .optional()?)
}

/// The messages to a webhook, newest first.
pub fn list(
    conn: &mut DbConnection,
    webhook: WebhookId,
    page: PageRequest,
) -> Result<Page<Delivery>> {
    let mut query = webhook_deliveries::table
        .filter(webhook_deliveries::webhook_id.eq(webhook))
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(webhook_deliveries::id.lt(DeliveryId::from_uuid(after)));
    }
    let rows = query
        .order(webhook_deliveries::id.desc())
        .limit(page.rows())
        .select(Delivery::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |delivery| delivery.id.into()))
}

/// Takes up to `limit` messages that are due, the oldest first, and keeps other copies of the server from taking them
/// before `until`. Each try is counted when it begins.
pub fn lease(
    conn: &mut DbConnection,
    now: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let due: Vec<Delivery> = webhook_deliveries::table
        .filter(waiting())
        .filter(webhook_deliveries::due_at.le(now))
        .order((webhook_deliveries::due_at, webhook_deliveries::id))
        .limit(limit)
        .select(Delivery::as_select())
        .load(conn)?;
    let mut leased = Vec::with_capacity(due.len());
    for mut delivery in due {
        // Whoever changed it in between has taken it.
        let unchanged = webhook_deliveries::table
            .find(delivery.id)
            .filter(webhook_deliveries::state.eq(DeliveryState::Waiting))
            .filter(webhook_deliveries::due_at.eq(delivery.due_at));
        let taken = on_backend!(conn, |c| diesel::update(unchanged)
            .set((
                webhook_deliveries::due_at.eq(until),
                webhook_deliveries::attempts.eq(webhook_deliveries::attempts + 1)
            ))
            .execute(c))?;
        if taken == 1 {
            delivery.due_at = until;
            delivery.attempts += 1;
            leased.push(delivery);
        }
    }
    Ok(leased)
}

/// When the next message is due, if any waits.
pub fn next_due(conn: &mut DbConnection) -> Result<Option<Timestamp>> {
    Ok(webhook_deliveries::table
        .filter(waiting())
        .order((webhook_deliveries::due_at, webhook_deliveries::id))
        .select(webhook_deliveries::due_at)
        .first(conn)
        .optional()?)
}

/// Notes what came of a try.
pub fn tried(conn: &mut DbConnection, id: DeliveryId, tried: &Tried) -> Result<()> {
    let ended = (tried.state != DeliveryState::Waiting).then_some(tried.at);
    changed_one(
        diesel::update(webhook_deliveries::table.find(id))
            .set((
                webhook_deliveries::state.eq(tried.state),
                webhook_deliveries::last_status.eq(tried.status),
                webhook_deliveries::last_answer.eq(&tried.answer),
                webhook_deliveries::last_tried_at.eq(Some(tried.at)),
                webhook_deliveries::due_at.eq(tried.due_at),
                webhook_deliveries::ended_at.eq(ended),
            ))
            .execute(conn)?,
    )
}

/// Lets everything that waits for a webhook wait until `moment` at least: what does not answer now is not asked a
/// thousand times over.
pub fn hold_back(conn: &mut DbConnection, webhook: WebhookId, moment: Timestamp) -> Result<usize> {
    let sooner = webhook_deliveries::table
        .filter(webhook_deliveries::webhook_id.eq(webhook))
        .filter(webhook_deliveries::state.eq(DeliveryState::Waiting))
        .filter(webhook_deliveries::due_at.lt(moment));
    Ok(diesel::update(sooner)
        .set(webhook_deliveries::due_at.eq(moment))
        .execute(conn)?)
}

/// Gives everything up that waits for a webhook.
pub fn give_up(conn: &mut DbConnection, webhook: WebhookId, at: Timestamp) -> Result<usize> {
    let waits = webhook_deliveries::table
        .filter(webhook_deliveries::webhook_id.eq(webhook))
        .filter(webhook_deliveries::state.eq(DeliveryState::Waiting));
    Ok(diesel::update(waits)
        .set((
            webhook_deliveries::state.eq(DeliveryState::Failed),
            webhook_deliveries::ended_at.eq(Some(at)),
        ))
        .execute(conn)?)
}

/// Sends a message once more, as if it were new.
pub fn restart(conn: &mut DbConnection, id: DeliveryId, at: Timestamp) -> Result<()> {
    changed_one(
        diesel::update(webhook_deliveries::table.find(id))
            .set((
                webhook_deliveries::state.eq(DeliveryState::Waiting),
                webhook_deliveries::attempts.eq(0),
                webhook_deliveries::due_at.eq(at),
                webhook_deliveries::ended_at.eq(None::<Timestamp>),
            ))
            .execute(conn)?,
    )
}

/// Whether any message ended before `moment`.
pub fn any_ended_before(conn: &mut DbConnection, moment: Timestamp) -> Result<bool> {
    let old = webhook_deliveries::table.filter(webhook_deliveries::ended_at.lt(moment));
    let first: Option<DeliveryId> = old.select(webhook_deliveries::id).first(conn).optional()?;
    Ok(first.is_some())
}

/// Forgets messages that ended before `moment`, and says how many there were.
pub fn delete_ended_before(conn: &mut DbConnection, moment: Timestamp) -> Result<usize> {
    let old = webhook_deliveries::table.filter(webhook_deliveries::ended_at.lt(moment));
    Ok(diesel::delete(old).execute(conn)?)
}

/// The condition of the partial index; neither database matches a bound value with it.
fn waiting() -> diesel::expression::SqlLiteral<Bool> {
    sql::<Bool>("webhook_deliveries.state = 'waiting'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestDatabase;
    use crate::types::{IssuerId, WebhookState};
    use crate::webhooks::{self, Webhook};

    fn after(db: &TestDatabase, seconds: i64) -> Timestamp {
        Timestamp::from_microseconds(db.start().as_microseconds() + seconds * 1_000_000).unwrap()
    }

    fn webhook(db: &TestDatabase, issuer: IssuerId) -> Webhook {
        let webhook = Webhook {
            id: db.id(),
            issuer_id: issuer,
            url: "https://hooks.example/".to_owned(),
            events: "awarded".to_owned(),
            covers_below: false,
            state: WebhookState::Active,
            secret_sealed: vec![1],
            old_secret_sealed: None,
            old_secret_until: None,
            failing_since: None,
            created_by: None,
            created_at: db.start(),
            updated_at: db.start(),
        };
        db.write(|conn| webhooks::insert(conn, &webhook)).unwrap();
        webhook
    }

    fn message(db: &TestDatabase, webhook: &Webhook, due_in: i64) -> Delivery {
        let delivery = Delivery {
            id: db.id(),
            webhook_id: webhook.id,
            event: "awarded".to_owned(),
            body: "{}".to_owned(),
            state: DeliveryState::Waiting,
            due_at: after(db, due_in),
            attempts: 0,
            last_status: None,
            last_answer: None,
            last_tried_at: None,
            created_at: db.start(),
            ended_at: None,
        };
        db.write(|conn| insert_all(conn, std::slice::from_ref(&delivery)))
            .unwrap();
        delivery
    }

    crate::on_each_database! {
        fn a_message_is_taken_once_until_its_lease_runs_out(db: &TestDatabase) {
            let webhook = webhook(db, db.issuer().insert().id);
            let due = message(db, &webhook, 0);
            message(db, &webhook, 100);
            let lease_at = |at| db.write(|conn| lease(conn, after(db, at), after(db, at + 60), 10)).unwrap();

            let (first, meanwhile, later) = (lease_at(0), lease_at(30), lease_at(60));

            assert_eq!(first.iter().map(|one| one.id).collect::<Vec<_>>(), [due.id]);
            assert!(meanwhile.is_empty());
            assert_eq!(later[0].attempts, 2);
        }

        fn what_waits_for_a_silent_address_waits_together(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let (silent, other) = (webhook(db, issuer.id), webhook(db, issuer.id));
            message(db, &silent, 0);
            message(db, &silent, 500);
            message(db, &other, 0);

            let held = db.write(|conn| hold_back(conn, silent.id, after(db, 100))).unwrap();

            let now_due = db.write(|conn| lease(conn, after(db, 50), after(db, 90), 10)).unwrap();
            assert_eq!((held, now_due.len()), (1, 1));
            assert_eq!(now_due[0].webhook_id, other.id);
        }

        fn a_message_that_ended_can_be_sent_again_under_its_id(db: &TestDatabase) {
            let webhook = webhook(db, db.issuer().insert().id);
            let sent = message(db, &webhook, 0);
            let done = Tried {
                state: DeliveryState::Delivered,
                status: Some(204),
                answer: None,
                at: after(db, 1),
                due_at: sent.due_at,
            };
            db.write(|conn| tried(conn, sent.id, &done)).unwrap();
            assert_eq!(db.read(next_due).unwrap(), None);

            db.write(|conn| restart(conn, sent.id, after(db, 5))).unwrap();

            let again = db.read(|conn| find(conn, sent.id)).unwrap().unwrap();
            assert_eq!((again.state, again.attempts, again.last_status), (DeliveryState::Waiting, 0, Some(204)));
            assert_eq!(db.read(next_due).unwrap(), Some(after(db, 5)));
        }
    }
}

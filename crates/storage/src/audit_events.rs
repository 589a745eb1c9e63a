//! Audit events: who changed what, and when. Written once, never changed.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::schema::audit_events;
use crate::types::{AccountId, AuditEventId, IssuerId, SubjectId, Timestamp};

/// One change that mattered.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_events, treat_none_as_default_value = false)]
pub struct AuditEvent {
    /// Names the event.
    pub id: AuditEventId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; absent if the operator did from the terminal.
    pub account_id: Option<AccountId>,
    /// What was done, such as "award".
    pub action: String,
    /// What sort of thing it was done to, such as "assertion".
    pub subject_kind: String,
    /// To which one.
    pub subject_id: SubjectId,
    /// The issuer within whose house it happened.
    pub issuer_id: Option<IssuerId>,
    /// More about it, as JSON.
    pub detail: String,
}

/// Which events to list; all of them by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AuditFilter {
    issuer: Option<IssuerId>,
    account: Option<AccountId>,
    subject: Option<SubjectId>,
    kinds: &'static [&'static str],
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl AuditFilter {
    /// Every event.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those within one issuer's house.
    #[must_use]
    pub fn issuer(mut self, issuer: IssuerId) -> Self {
        self.issuer = Some(issuer);
        self
    }

    /// Only what one account did.
    #[must_use]
    pub fn account(mut self, account: AccountId) -> Self {
        self.account = Some(account);
        self
    }

    /// Only what was done to things of these sorts; none names all.
    #[must_use]
    pub fn kinds(mut self, kinds: &'static [&'static str]) -> Self {
        self.kinds = kinds;
        self
    }

    /// Only what happened at this moment or later.
    #[must_use]
    pub fn from(mut self, moment: Timestamp) -> Self {
        self.from = Some(moment);
        self
    }

    /// Only what happened before this moment.
    #[must_use]
    pub fn until(mut self, moment: Timestamp) -> Self {
        self.until = Some(moment);
        self
    }

    /// Only what happened to one thing.
    #[must_use]
    pub fn subject(mut self, subject: impl Into<SubjectId>) -> Self {
        self.subject = Some(subject.into());
        self
    }
}

/// Stores an event, in the transaction of the change it tells about.
pub fn insert(conn: &mut DbConnection, event: &AuditEvent) -> Result<()> {
    diesel::insert_into(audit_events::table)
        .values(event)
        .execute(conn)?;
    Ok(())
}

/// The events that pass a filter, newest first.
pub fn list(
    conn: &mut DbConnection,
    filter: AuditFilter,
    page: PageRequest,
) -> Result<Page<AuditEvent>> {
    let mut query = audit_events::table.into_boxed();
    if let Some(issuer) = filter.issuer {
        query = query.filter(audit_events::issuer_id.eq(Some(issuer)));
    }
    if let Some(account) = filter.account {
        query = query.filter(audit_events::account_id.eq(Some(account)));
    }
    if let Some(subject) = filter.subject {
        query = query.filter(audit_events::subject_id.eq(subject));
    }
    if !filter.kinds.is_empty() {
        query = query.filter(audit_events::subject_kind.eq_any(filter.kinds));
    }
    if let Some(from) = filter.from {
        query = query.filter(audit_events::at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(audit_events::at.lt(until));
    }
    if let Some(after) = page.after {
        query = query.filter(audit_events::id.lt(AuditEventId::from_uuid(after)));
    }
    let rows = query
        .order(audit_events::id.desc())
        .limit(page.rows())
        .select(AuditEvent::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |event| event.id.into()))
}

/// The events within any of these issuers' houses that pass a filter, newest first: each house is read through its
/// index, and the newest of all of them make the page.
pub fn list_of(
    conn: &mut DbConnection,
    issuers: &[IssuerId],
    filter: AuditFilter,
    page: PageRequest,
) -> Result<Page<AuditEvent>> {
    let mut all = Vec::new();
    let mut more = false;
    for issuer in issuers {
        let found = list(conn, filter.issuer(*issuer), page)?;
        more |= found.next.is_some();
        all.extend(found.items);
    }
    all.sort_by_key(|event| std::cmp::Reverse(event.id));
    let mut page = Page::cut(all, page, |event| event.id.into());
    if more && page.next.is_none() {
        page.next = page.items.last().map(|event| event.id.into());
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestDatabase;

    fn event(db: &TestDatabase, issuer: Option<IssuerId>, subject: SubjectId) -> AuditEvent {
        let event = AuditEvent {
            id: db.id(),
            at: db.start(),
            account_id: None,
            action: "award".to_owned(),
            subject_kind: "assertion".to_owned(),
            subject_id: subject,
            issuer_id: issuer,
            detail: "{}".to_owned(),
        };
        db.write(|conn| insert(conn, &event)).unwrap();
        event
    }

    crate::on_each_database! {
        fn events_are_listed_by_what_they_are_about(db: &TestDatabase) {
            let (here, there): (IssuerId, IssuerId) = (db.id(), db.id());
            let (one, two): (SubjectId, SubjectId) = (db.id(), db.id());
            let first = event(db, Some(here), one);
            let second = event(db, Some(here), two);
            let third = event(db, Some(there), one);
            let mut by_ada = event(db, None, two);
            by_ada.id = db.id();
            by_ada.account_id = Some(db.id());
            db.write(|conn| insert(conn, &by_ada)).unwrap();

            let ask = |filter| {
                db.read(|conn| list(conn, filter, PageRequest::first(3)))
                    .unwrap()
                    .items
            };

            assert_eq!(
                ask(AuditFilter::new().issuer(here)),
                [second, first.clone()]
            );
            assert_eq!(ask(AuditFilter::new().subject(one)), [third, first]);
            assert_eq!(
                ask(AuditFilter::new().account(by_ada.account_id.unwrap())),
                [by_ada]
            );
            assert_eq!(ask(AuditFilter::new()).len(), 3);
        }

        fn the_events_of_several_houses_are_one_list_page_by_page(db: &TestDatabase) {
            let houses: [IssuerId; 2] = [db.id(), db.id()];
            let made: Vec<AuditEvent> = (0..5).map(|number| event(db, Some(houses[number % 2]), db.id())).collect();
            event(db, Some(db.id()), db.id());
            let mut expected: Vec<AuditEventId> = made.iter().map(|event| event.id).collect();
            expected.sort_by_key(|id| std::cmp::Reverse(*id));

            let (mut read, mut after) = (Vec::new(), None);
            loop {
                let page = PageRequest { after, limit: 2 };
                let found = db.read(|conn| list_of(conn, &houses, AuditFilter::new(), page)).unwrap();
                read.extend(found.items.iter().map(|event| event.id));
                after = found.next;
                if after.is_none() {
                    break;
                }
            }

            assert_eq!(read, expected);
        }
    }
}

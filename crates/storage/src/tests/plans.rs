//! Every look-up and every list finds its rows through an index.

use std::sync::{Arc, Mutex};

use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::accounts;
use crate::api_tokens;
use crate::application_evidence;
use crate::application_links;
use crate::applications::{self, ApplicationFilter};
use crate::assertions::{self, AssertionFilter, Search};
use crate::audit_events::{self, AuditFilter};
use crate::award_claims;
use crate::badge_class_versions;
use crate::badge_classes;
use crate::batch_rows::{self, RowFilter};
use crate::batches;
use crate::blobs;
use crate::claim_cards;
use crate::claim_links;
use crate::claims;
use crate::connection::DbConnection;
use crate::desk_letters;
use crate::endorsements;
use crate::entry_requests;
use crate::error::Result;
use crate::evidence;
use crate::frameworks;
use crate::idempotency_keys;
use crate::invitations;
use crate::issuers;
use crate::library::{self, LibraryFilter};
use crate::mails;
use crate::memberships;
use crate::page::PageRequest;
use crate::passkeys;
use crate::reminders;
use crate::review_policies;
use crate::review_requests;
use crate::reviewers;
use crate::reviews;
use crate::rosters;
use crate::rows::on_backend;
use crate::saved_comments;
use crate::sessions;
use crate::setup_links;
use crate::sign_ins;
use crate::signed_documents;
use crate::signing_keys;
use crate::sketches;
use crate::status_lists;
use crate::superseded_documents;
use crate::tallies;
use crate::testing::TestDatabase;
use crate::types::{
    AccountId, AssertionState, ClaimState, Digest, DocumentFormat, IssuerId, KeyAlgorithm,
    RowState, StatusPurpose,
};
use crate::webhook_deliveries;
use crate::webhooks;

/// Notes the text of each query.
struct Listener(Arc<Mutex<Vec<String>>>);

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let sql = text.split(" -- binds").next().unwrap_or_default();
            self.0.lock().unwrap().push(sql.to_owned());
        }
    }
}

#[derive(QueryableByName)]
struct PlanRow {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// Everything that requests wait for.
fn ask_everything(conn: &mut DbConnection, db: &TestDatabase) -> Result<()> {
    let page = PageRequest::after(db.id(), 20);
    let (issuer, account): (IssuerId, AccountId) = (db.id(), db.id());
    let digest = Digest::from_bytes([0; 32]);
    let filter = AssertionFilter::new();

    accounts::find(conn, account)?;
    accounts::by_identity(conn, "email", "ada@example.org")?;
    accounts::identities_of(conn, account)?;
    accounts::list(conn, page)?;
    api_tokens::by_digest(conn, digest)?;
    api_tokens::list(conn, account, page)?;
    assertions::find(conn, db.id())?;
    assertions::list(conn, filter, page)?;
    assertions::list_by_issuer(conn, issuer, filter, page)?;
    assertions::list_by_issuer(conn, issuer, filter.state(AssertionState::Issued), page)?;
    assertions::list_by_issuer(conn, issuer, filter.state(AssertionState::Revoked), page)?;
    assertions::list_by_badge_class(conn, db.id(), filter, page)?;
    assertions::not_in_force(conn, issuer)?;
    assertions::holdings(conn, issuer, db.id(), &[vec![1; 16], vec![2; 16]])?;
    assertions::index_taken(conn, db.id(), 7)?;
    assertions::count_by_badge_class(conn, db.id())?;
    assertions::count_by_issuer(conn, issuer)?;
    audit_events::list(conn, AuditFilter::new(), page)?;
    audit_events::list(conn, AuditFilter::new().issuer(issuer), page)?;
    audit_events::list(conn, AuditFilter::new().account(account), page)?;
    audit_events::list(conn, AuditFilter::new().subject(issuer), page)?;
    award_claims::of(conn, db.id())?;
    award_claims::of_many(conn, &[db.id(), db.id()])?;
    award_claims::of_account(conn, account)?;
    award_claims::count_by_badge_class(conn, db.id())?;
    award_claims::count_by_issuer(conn, issuer)?;
    badge_class_versions::by_number(conn, db.id(), 1)?;
    badge_class_versions::latest(conn, db.id())?;
    badge_class_versions::of_badge_class(conn, db.id())?;
    badge_class_versions::find_many(conn, &[db.id(), db.id()])?;
    badge_classes::find(conn, db.id())?;
    badge_classes::list_by_issuer(conn, issuer, page)?;
    badge_classes::list_published(conn, page)?;
    badge_classes::remixes_of(conn, db.id(), page)?;
    badge_classes::count_awards(conn, db.id())?;
    badge_classes::count_published(conn)?;
    sketches::find(conn, db.id())?;
    sketches::any_before(conn, db.start())?;
    sketches::open_of(conn, Some(db.id()), Some(account))?;
    sketches::open_of(conn, Some(db.id()), None)?;
    sketches::open_of(conn, None, Some(account))?;
    sketches::of_badge_class(conn, account, db.id())?;
    sketches::nobodys(conn, db.id())?;
    entry_requests::find(conn, account)?;
    entry_requests::list(conn, 100)?;
    entry_requests::operators(conn, 20)?;
    blobs::find(conn, digest)?;
    blobs::exists(conn, digest)?;
    blobs::describe(conn, &[digest, digest])?;
    claim_cards::find(conn, db.id())?;
    claim_cards::by_code(conn, "R7K2M9QD")?;
    claim_cards::of_link(conn, db.id())?;
    claim_links::find(conn, db.id())?;
    claim_links::by_code(conn, "R7K2M9QD")?;
    claim_links::list_by_issuer(conn, issuer, page)?;
    claim_links::list_by_badge_class(conn, db.id(), page)?;
    claims::find(conn, db.id())?;
    claims::by_once(conn, digest)?;
    claims::by_address(conn, digest)?;
    claims::by_assertion(conn, db.id())?;
    claims::by_card(conn, db.id())?;
    claims::of_card(conn, db.id())?;
    claims::counts(conn, db.id())?;
    claims::list(conn, db.id(), ClaimState::Waiting, page)?;
    endorsements::find(conn, db.id())?;
    endorsements::of_version(conn, db.id(), 1)?;
    evidence::find(conn, db.id())?;
    evidence::of_assertion(conn, db.id())?;
    frameworks::find(conn, db.id())?;
    frameworks::of_issuers(conn, &[issuer, issuer])?;
    frameworks::search(conn, db.id(), "two words", 20)?;
    frameworks::item(conn, db.id(), 7)?;
    idempotency_keys::find(conn, account, "once")?;
    idempotency_keys::any_before(conn, db.start())?;
    issuers::find(conn, issuer)?;
    issuers::by_slug(conn, "acme")?;
    issuers::ancestors(conn, issuer)?;
    issuers::children(conn, issuer)?;
    issuers::list_all(conn, page)?;
    issuers::list_active(conn, page)?;
    review_policies::of_issuers(conn, &[issuer, issuer])?;
    issuers::top(conn, page)?;
    let shelf = LibraryFilter::new()
        .words("two words")
        .language("de")
        .tag("x");
    library::search(conn, &shelf, page)?;
    library::search(conn, &shelf.licence("CC BY 4.0"), page)?;
    memberships::of_account(conn, account)?;
    memberships::of_issuer(conn, issuer)?;
    memberships::roles_for(conn, account, &[issuer, issuer])?;
    review_requests::find(conn, db.id())?;
    review_requests::latest(conn, db.id())?;
    review_requests::of_badge_class(conn, db.id())?;
    reviewers::find(conn, db.id())?;
    reviewers::by_token(conn, digest)?;
    reviewers::of_request(conn, db.id())?;
    reviewers::comments(conn, db.id())?;
    reminders::settings_of(conn, issuer)?;
    reminders::of_award(conn, db.id())?;
    reminders::unclaimed(conn, issuer, db.id(), db.id(), 100)?;
    reminders::expiring(conn, issuer, db.start(), db.start(), 100)?;
    webhooks::find(conn, db.id())?;
    webhooks::of_issuer(conn, issuer)?;
    webhooks::count_of_issuer(conn, issuer)?;
    webhooks::any_active(conn)?;
    webhooks::active_of(conn, &[issuer, issuer])?;
    webhook_deliveries::find(conn, db.id())?;
    webhook_deliveries::list(conn, db.id(), page)?;
    webhook_deliveries::next_due(conn)?;
    signed_documents::find(conn, db.id(), DocumentFormat::V3Json)?;
    signed_documents::of_assertion(conn, db.id())?;
    signing_keys::by_kid(conn, issuer, "key")?;
    signing_keys::of_issuer(conn, issuer)?;
    signing_keys::active(conn, issuer, KeyAlgorithm::EdDsa)?;
    status_lists::by_number(conn, issuer, 1)?;
    status_lists::open_for(conn, issuer, StatusPurpose::Revocation, 100)?;
    status_lists::next_number(conn, issuer)?;
    ask_for_applications(conn, db)?;
    ask_for_awards(conn, db)?;
    ask_for_batches(conn, db)?;
    ask_for_people(conn, db)?;
    ask_for_letters(conn, db)?;
    ask_for_numbers(conn, db)
}

/// What the list of awards asks for, filter by filter, and what follows from one award.
fn ask_for_awards(conn: &mut DbConnection, db: &TestDatabase) -> Result<()> {
    let (page, issuer, start) = (PageRequest::after(db.id(), 20), db.id(), Some(db.start()));
    let key = Some(vec![1; 16]);
    let all = Search {
        issuers: vec![issuer],
        ..Search::default()
    };
    let searches = [
        all.clone(),
        Search {
            issuers: vec![issuer, db.id(), db.id()],
            ..all.clone()
        },
        Search {
            badge_class: Some(db.id()),
            ..all.clone()
        },
        Search {
            state: Some(AssertionState::Revoked),
            ..all.clone()
        },
        Search {
            state: Some(AssertionState::Issued),
            ..all.clone()
        },
        Search {
            batch: Some(db.id()),
            ..all.clone()
        },
        Search {
            from: start,
            until: start,
            ..all.clone()
        },
        Search {
            claimed: Some(true),
            ..all.clone()
        },
        Search {
            claimed: Some(false),
            ..all.clone()
        },
        Search {
            recipient: key.clone(),
            ..all.clone()
        },
        Search {
            recipient: key,
            name: Some("mia".to_owned()),
            ..all.clone()
        },
    ];
    for wanted in searches {
        assertions::search(conn, &wanted, page)?;
        assertions::search_ids(conn, &wanted, 20)?;
    }
    assertions::recent(conn, 20)?;
    assertions::taken_places(conn, db.id(), Some(&[1, 2]))?;
    assertions::replacement_of(conn, db.id())?;
    assertions::places_of_batch(conn, db.id())?;
    assertions::standing_of_batch(conn, db.id(), 1, 100)?;
    assertions::count_named_of_batch(conn, db.id())?;
    assertions::named_of_batch(conn, db.id(), 7, 100)?;
    assertions::corrected_of_batch(conn, db.id(), 1, 100)?;
    superseded_documents::of_assertion(conn, db.id())?;
    Ok(())
}

/// What batches, their rows and class lists ask for.
fn ask_for_batches(conn: &mut DbConnection, db: &TestDatabase) -> Result<()> {
    let (page, batch, issuer) = (PageRequest::after(db.id(), 20), db.id(), db.id());
    let all = RowFilter::default();

    batches::find(conn, batch)?;
    batches::list_by_issuer(conn, issuer, page)?;
    batches::newest_of(conn, db.id(), db.id())?;
    batches::at_work(conn)?;
    batch_rows::find(conn, batch, 7)?;
    batch_rows::list(conn, batch, all, 7, 100)?;
    batch_rows::list(
        conn,
        batch,
        RowFilter {
            state: Some(RowState::Broken),
            ..all
        },
        7,
        100,
    )?;
    batch_rows::list(conn, batch, RowFilter { twins: true, ..all }, 7, 100)?;
    batch_rows::count_by_state(conn, batch)?;
    batch_rows::count_twins(conn, batch)?;
    batch_rows::is_repeated(conn, batch, &[1; 16], 7)?;
    batch_rows::holders(conn, issuer, db.id(), &[&[1; 16], &[2; 16]])?;
    rosters::find(conn, db.id())?;
    rosters::of_issuer(conn, issuer)?;
    Ok(())
}

/// What signing in and being signed in ask for, and what somebody did.
fn ask_for_people(conn: &mut DbConnection, db: &TestDatabase) -> Result<()> {
    let (page, issuer, account) = (PageRequest::after(db.id(), 20), db.id(), db.id());
    let digest = Digest::from_bytes([0; 32]);
    let filter = AuditFilter::new().issuer(issuer);

    sessions::by_digest(conn, digest)?;
    sessions::find(conn, db.id())?;
    sessions::of_account(conn, account)?;
    sessions::any_before(conn, db.start())?;
    sign_ins::by_ticket(conn, digest)?;
    sign_ins::by_link(conn, digest)?;
    sign_ins::count_since(conn, "ada@example.org", db.start())?;
    sign_ins::any_before(conn, db.start())?;
    setup_links::find(conn, digest)?;
    invitations::find(conn, db.id())?;
    invitations::by_digest(conn, digest)?;
    invitations::of_issuer(conn, issuer)?;
    passkeys::by_credential(conn, &[1, 2, 3])?;
    passkeys::of_account(conn, account)?;
    audit_events::list(conn, filter.kinds(&["assertion", "batch"]), page)?;
    audit_events::list(conn, filter.from(db.start()).until(db.start()), page)?;
    audit_events::list(conn, filter.account(account), page)?;
    Ok(())
}

/// What the errand that sends letters asks for, and the page of the outbox.
fn ask_for_letters(conn: &mut DbConnection, db: &TestDatabase) -> Result<()> {
    mails::next_due(conn)?;
    mails::newest(conn, 50)?;
    mails::find(conn, db.id())?;
    mails::any_ended_before(conn, db.start())?;
    Ok(())
}

/// What the desk and its charts count.
fn ask_for_numbers(conn: &mut DbConnection, db: &TestDatabase) -> Result<()> {
    let issuers: [IssuerId; 2] = [db.id(), db.id()];

    tallies::tally(conn, &issuers, db.start())?;
    tallies::by_day(conn, &issuers, db.start())?;
    tallies::holders(conn, issuers[0], db.start(), |_, _| {})?;
    tallies::contents(conn, &issuers)?;
    audit_events::list_of(conn, &issuers, AuditFilter::new(), PageRequest::first(20))?;
    memberships::accounts_of(conn, &issuers)?;
    accounts::names_of(conn, &[db.id(), db.id()])?;
    badge_classes::names_of(conn, &[db.id(), db.id()])?;
    assertions::names_of(conn, &[db.id(), db.id()])?;
    issuers::names_of(conn, &issuers)?;
    tallies::waiting(conn, &issuers)?;
    tallies::waiting_applications(conn, &issuers)?;
    badge_classes::with_drafts(conn, &issuers, 200)?;
    review_requests::open(conn, &issuers)?;
    reviewers::of_requests(conn, &[db.id(), db.id()])?;
    desk_letters::of_account(conn, db.id())?;
    desk_letters::due(conn, db.start(), 20)?;
    Ok(())
}

/// What the earner's page and the assessor's queue wait for.
fn ask_for_applications(conn: &mut DbConnection, db: &TestDatabase) -> Result<()> {
    let page = PageRequest::after(db.id(), 20);
    let (issuer, account): (IssuerId, AccountId) = (db.id(), db.id());
    let digest = Digest::from_bytes([0; 32]);
    let filter = ApplicationFilter::new(issuer);

    applications::find(conn, db.id())?;
    applications::of_assertion(conn, db.id())?;
    applications::next_try(conn, db.id())?;
    applications::of_applicant(conn, digest, db.id())?;
    applications::of_account(conn, account, page)?;
    applications::list(conn, filter, page)?;
    applications::waiting(conn, filter, 40)?;
    applications::waiting(conn, filter.waiting_for(account), 40)?;
    applications::count(conn, filter.waiting_for(account))?;
    applications::counts(conn, issuer)?;
    application_evidence::find(conn, db.id(), db.id())?;
    application_evidence::of_application(conn, db.id())?;
    application_links::by_digest(conn, digest)?;
    application_links::of_application(conn, db.id())?;
    reviews::of_application(conn, db.id())?;
    saved_comments::of_account(conn, account)?;
    Ok(())
}

/// SQLite explains a query without its values, and says "SCAN" where it reads a whole table.
#[test]
fn no_query_reads_or_sorts_a_whole_table() {
    let db = TestDatabase::sqlite();
    let heard = Arc::new(Mutex::new(Vec::new()));

    db.read(|conn| {
        conn.set_instrumentation(Listener(Arc::clone(&heard)));
        ask_everything(conn, &db)?;
        conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
        Ok::<_, crate::StorageError>(())
    })
    .unwrap();

    let queries = heard.lock().unwrap().clone();
    assert!(
        queries.len() > 50,
        "only {} queries were heard",
        queries.len()
    );
    let slow: Vec<String> = queries
        .iter()
        .map(|query| (query, plan(&db, query)))
        .filter(|(query, plan)| is_slow(query, plan))
        .map(|(query, plan)| format!("{query}\nis answered by {plan:?}"))
        .collect();
    assert!(slow.is_empty(), "{}", slow.join("\n\n"));
}

#[test]
fn one_persons_awards_are_found_without_reading_those_of_others() {
    let db = TestDatabase::sqlite();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let wanted = Search {
        issuers: vec![db.id()],
        recipient: Some(vec![1; 16]),
        ..Search::default()
    };

    db.read(|conn| {
        conn.set_instrumentation(Listener(Arc::clone(&heard)));
        assertions::holdings(conn, db.id(), db.id(), &[vec![1; 16], vec![2; 16]])?;
        batch_rows::holders(conn, db.id(), db.id(), &[&[1; 16], &[2; 16]])?;
        assertions::search(conn, &wanted, PageRequest::first(20))?;
        conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
        Ok::<_, crate::StorageError>(())
    })
    .unwrap();

    let queries = heard.lock().unwrap().clone();
    let by_key: Vec<bool> = queries
        .iter()
        .filter(|query| query.contains("recipient_key"))
        .map(|query| plan(&db, query)[0].contains("assertions_by_recipient"))
        .collect();
    assert_eq!(by_key, [true, true, true], "{queries:?}");
}

#[test]
fn a_query_without_an_index_would_be_noticed() {
    let db = TestDatabase::sqlite();
    let slow = |query: &str| is_slow(query, &plan(&db, query));

    assert!(slow("SELECT id FROM issuers WHERE email = ''"));
    assert!(slow(
        "SELECT id FROM issuers WHERE slug > '' ORDER BY id LIMIT 1"
    ));
    assert!(!slow("SELECT id FROM issuers WHERE slug = ''"));
}

/// Whether a plan reads a whole table, or sorts more rows than the query wants. A query without
/// a limit wants all rows it finds, so it may sort them.
fn is_slow(query: &str, plan: &[String]) -> bool {
    plan.iter().any(|step| {
        let scan =
            step.starts_with("SCAN ") && !step.contains("INDEX") && step != "SCAN CONSTANT ROW";
        scan || query.contains("LIMIT") && step.contains("TEMP B-TREE")
    })
}

fn plan(db: &TestDatabase, query: &str) -> Vec<String> {
    let text = format!("EXPLAIN QUERY PLAN {query}");
    let rows: Vec<PlanRow> = db
        .read(|conn| {
            on_backend!(conn, |c| diesel::sql_query(text).load(c))
                .map_err(crate::StorageError::from)
        })
        .unwrap();
    rows.into_iter().map(|row| row.detail).collect()
}

//! Tests of the queries on assertions.

use super::*;
use crate::badge_class_versions::BadgeClassVersion;
use crate::error::StorageError;
use crate::status_lists::StatusList;
use crate::testing::TestDatabase;
use crate::types::StatusPurpose;

fn world(db: &TestDatabase) -> (BadgeClassVersion, StatusList) {
    let issuer = db.issuer().insert();
    let badge_class = db.badge_class(&issuer).insert();
    (
        db.version(&badge_class).insert(),
        db.status_list(&issuer).insert(),
    )
}

crate::on_each_database! {
    fn every_field_is_stored(db: &TestDatabase) {
        let (version, list) = world(db);
        let mut assertion = db
            .assertion(&version, &list)
            .valid_until(db.start())
            .build();
        assertion.narrative = Some("Read it twice.".to_owned());
        assertion.result = Some("[]".to_owned());
        assertion.assessment = Some("{\"by\":\"Ms Ito\"}".to_owned());
        assertion.created_by = Some(db.account().insert().id);

        db.write(|conn| insert(conn, &assertion)).unwrap();

        assert_eq!(
            db.read(|conn| find(conn, assertion.id)).unwrap(),
            Some(assertion)
        );
    }

    fn more_rows_than_a_statement_takes_are_all_stored(db: &TestDatabase) {
        let (version, list) = world(db);
        let rows: Vec<_> = (0..1_234)
            .map(|i| db.assertion(&version, &list).index(i).build())
            .collect();

        db.write(|conn| insert_all(conn, &rows)).unwrap();
        db.write(|conn| insert_all(conn, &[])).unwrap();

        assert_eq!(
            db.read(|conn| count_by_badge_class(conn, version.badge_class_id))
                .unwrap(),
            1_234
        );
        assert_eq!(db.read(count).unwrap(), 1_234);
    }

    fn one_bad_row_among_many_stores_none(db: &TestDatabase) {
        let (version, list) = world(db);
        let mut rows: Vec<_> = (0..600)
            .map(|i| db.assertion(&version, &list).index(i).build())
            .collect();
        rows[599].status_index = 0;

        let outcome = db.write(|conn| insert_all(conn, &rows));

        assert!(
            matches!(outcome, Err(StorageError::Conflict(_))),
            "{outcome:?}"
        );
        assert_eq!(db.read(count).unwrap(), 0);
    }

    fn lists_keep_to_their_filter_newest_first(db: &TestDatabase) {
        let (version, list) = world(db);
        let (other_version, other_list) = world(db);
        let first = db.assertion(&version, &list).insert();
        let revoked = db
            .assertion(&version, &list)
            .state(AssertionState::Revoked)
            .insert();
        let elsewhere = db.assertion(&other_version, &other_list).insert();
        let page = PageRequest::default();

        let ask = |filter| {
            db.read(|conn| super::list(conn, filter, page))
                .unwrap()
                .items
        };
        let of_issuer = ask(AssertionFilter::new().issuer(list.issuer_id));
        let standing = ask(AssertionFilter::new()
            .issuer(list.issuer_id)
            .state(AssertionState::Issued));
        let taken_back = ask(AssertionFilter::new().state(AssertionState::Revoked));
        let of_other = ask(AssertionFilter::new().badge_class(other_version.badge_class_id));
        let recent = db.read(|conn| recent(conn, 2)).unwrap();

        assert_eq!(of_issuer, [revoked.clone(), first.clone()]);
        assert_eq!(standing, [first]);
        assert_eq!(taken_back, std::slice::from_ref(&revoked));
        assert_eq!(of_other, std::slice::from_ref(&elsewhere));
        assert_eq!(recent, [elsewhere, revoked]);
        assert_eq!(
            db.read(|conn| count_by_issuer(conn, list.issuer_id))
                .unwrap(),
            2
        );
    }

    fn a_page_goes_on_behind_its_cursor(db: &TestDatabase) {
        let (version, list) = world(db);
        let ids: Vec<_> = (0..5)
            .map(|_| db.assertion(&version, &list).insert().id)
            .collect();
        let filter = AssertionFilter::new();

        let first = db
            .read(|conn| {
                list_by_badge_class(conn, version.badge_class_id, filter, PageRequest::first(3))
            })
            .unwrap();
        let rest = PageRequest::after(first.next.unwrap(), 3);
        let second = db
            .read(|conn| list_by_issuer(conn, list.issuer_id, filter, rest))
            .unwrap();

        let seen: Vec<_> = first
            .items
            .iter()
            .chain(&second.items)
            .map(|row| row.id)
            .collect();
        assert_eq!(seen, ids.into_iter().rev().collect::<Vec<_>>());
        assert_eq!(second.next, None);
    }

    fn a_place_in_a_status_list_is_given_once(db: &TestDatabase) {
        let (version, list) = world(db);
        db.assertion(&version, &list).index(7).insert();
        let second = db.assertion(&version, &list).index(7).build();

        let taken = db.read(|conn| index_taken(conn, list.id, 7)).unwrap();
        let free = db.read(|conn| index_taken(conn, list.id, 8)).unwrap();
        let outcome = db.write(|conn| insert(conn, &second));

        assert!(taken);
        assert!(!free);
        assert!(
            matches!(outcome, Err(StorageError::Conflict(_))),
            "{outcome:?}"
        );
    }

    fn a_place_in_a_suspension_list_is_given_once(db: &TestDatabase) {
        let (version, list) = world(db);
        let issuer = db
            .read(|conn| crate::issuers::find(conn, list.issuer_id))
            .unwrap()
            .unwrap();
        let held = db
            .status_list(&issuer)
            .number(2)
            .purpose(StatusPurpose::Suspension)
            .insert();
        db.assertion(&version, &list)
            .suspension((held.id, 9))
            .insert();
        let second = db
            .assertion(&version, &list)
            .suspension((held.id, 9))
            .build();

        let taken = db.read(|conn| index_taken(conn, held.id, 9)).unwrap();
        let outcome = db.write(|conn| insert(conn, &second));

        assert!(taken);
        assert!(
            matches!(outcome, Err(StorageError::Conflict(_))),
            "{outcome:?}"
        );
    }

    fn what_does_not_hold_says_why_and_stands_in_the_list(db: &TestDatabase) {
        let (version, list) = world(db);
        let assertion = db.assertion(&version, &list).insert();
        db.assertion(&version, &list).insert();
        let suspended = db
            .assertion(&version, &list)
            .state(AssertionState::Suspended)
            .insert();

        db.write(|conn| {
            set_state(
                conn,
                assertion.id,
                AssertionState::Revoked,
                Some("Copied."),
                db.start(),
            )
        })
        .unwrap();

        let listed = db
            .read(|conn| not_in_force(conn, list.issuer_id))
            .unwrap();
        let ids: Vec<_> = listed.iter().map(|listed| listed.id).collect();
        assert_eq!(ids, [assertion.id, suspended.id]);
        assert_eq!(listed[0].state_reason.as_deref(), Some("Copied."));
        assert_eq!(listed[0].state_changed_at, Some(db.start()));
    }
}

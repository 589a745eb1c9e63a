use super::*;
use crate::application_evidence::{self, ApplicationEvidence};
use crate::application_links::{self, ApplicationLink};
use crate::error::StorageError;
use crate::reviews::{self, Review};
use crate::saved_comments::{self, SavedComment};
use crate::testing::TestDatabase;
use crate::types::{ApplicationLinkKind, EvidenceKind, ReviewKind, Visibility};

/// A badge class to apply for.
struct Field {
    issuer: IssuerId,
    badge_class: BadgeClassId,
    version: BadgeClassVersionId,
}

fn field(db: &TestDatabase) -> Field {
    let issuer = db.issuer().insert();
    let class = db.badge_class(&issuer).insert();
    let version = db.version(&class).insert();
    Field {
        issuer: issuer.id,
        badge_class: class.id,
        version: version.id,
    }
}

fn at(db: &TestDatabase, seconds: i64) -> Timestamp {
    Timestamp::from_microseconds(db.start().as_microseconds() + seconds * 1_000_000).unwrap()
}

fn application(db: &TestDatabase, field: &Field, submitted: Option<i64>) -> Application {
    let row = Application {
        id: db.id(),
        issuer_id: field.issuer,
        badge_class_id: field.badge_class,
        version_id: field.version,
        state: match submitted {
            Some(_) => ApplicationState::Submitted,
            None => ApplicationState::Draft,
        },
        attempt: 1,
        previous_id: None,
        applicant_name: "Malik".to_owned(),
        applicant_sealed: vec![1],
        applicant_key: Digest::from_bytes([7; 32]),
        account_id: None,
        nominator_name: None,
        nomination: None,
        show_name: true,
        then_and_now: false,
        words: None,
        quiz_score: None,
        ready: false,
        reason: None,
        decided_by: None,
        decided_by_name: None,
        decided_at: None,
        assigned_to: None,
        assertion_id: None,
        revision: 0,
        submitted_at: submitted.map(|seconds| at(db, seconds)),
        created_at: db.start(),
        updated_at: db.start(),
    };
    db.write(|conn| insert(conn, &row)).unwrap();
    row
}

fn review(db: &TestDatabase, of: &Application, account: AccountId) -> Review {
    Review {
        id: db.id(),
        application_id: of.id,
        kind: ReviewKind::Assessor,
        reviewer_name: "Ines".to_owned(),
        account_id: Some(account),
        link_id: None,
        person_key: None,
        holds: "[]".to_owned(),
        decisions: "[]".to_owned(),
        supports: true,
        comment: None,
        created_at: db.start(),
        updated_at: db.start(),
        results: "[]".to_owned(),
    }
}

crate::on_each_database! {
    fn who_waited_longest_comes_first(db: &TestDatabase) {
        let field = field(db);
        application(db, &field, None);
        let late = application(db, &field, Some(20));
        let early = application(db, &field, Some(10));

        let waiting = db
            .read(|conn| waiting(conn, ApplicationFilter::new(field.issuer), 10))
            .unwrap();

        assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [early.id, late.id]);
    }

    fn what_somebody_else_takes_care_of_or_i_have_looked_at_waits_for_me_no_more(db: &TestDatabase) {
        let field = field(db);
        let (ines, ruth) = (db.account().insert(), db.account().insert());
        let free = application(db, &field, Some(1));
        let mut hers = application(db, &field, Some(2));
        hers.assigned_to = Some(ruth.id);
        let looked = application(db, &field, Some(3));
        db.write(|conn| {
            update(conn, &hers)?;
            reviews::insert(conn, &review(db, &looked, ines.id))
        })
        .unwrap();
        let filter = ApplicationFilter::new(field.issuer).waiting_for(ines.id);

        let mine = db.read(|conn| waiting(conn, filter, 10)).unwrap();
        let number = db.read(|conn| count(conn, filter)).unwrap();

        assert_eq!(mine.iter().map(|row| row.id).collect::<Vec<_>>(), [free.id]);
        assert_eq!(number, 1);
    }

    fn applications_are_counted_by_badge_and_state(db: &TestDatabase) {
        let field = field(db);
        application(db, &field, None);
        application(db, &field, Some(1));
        application(db, &field, Some(2));

        let counted = db.read(|conn| counts(conn, field.issuer)).unwrap();

        assert_eq!(
            counted.iter().map(|one| (one.state, one.count)).collect::<Vec<_>>(),
            [(ApplicationState::Draft, 1), (ApplicationState::Submitted, 2)]
        );
    }

    fn a_filter_narrows_the_list(db: &TestDatabase) {
        let field = field(db);
        let draft = application(db, &field, None);
        let mut ready = application(db, &field, Some(5));
        ready.ready = true;
        db.write(|conn| update(conn, &ready)).unwrap();
        application(db, &field, Some(50));
        let all = ApplicationFilter::new(field.issuer);

        let list = |filter| db.read(|conn| list(conn, filter, PageRequest::first(10))).unwrap().items;

        assert_eq!(list(all).len(), 3);
        assert_eq!(list(all.state(ApplicationState::Draft)), [draft]);
        assert_eq!(list(all.ready().badge_class(field.badge_class)), [ready.clone()]);
        assert_eq!(list(all.submitted_before(at(db, 20))), [ready]);
    }

    fn a_try_is_followed_by_one_try_at_most(db: &TestDatabase) {
        let field = field(db);
        let first = application(db, &field, Some(1));
        let mut second = first.clone();
        second.id = db.id();
        second.previous_id = Some(first.id);
        second.attempt = 2;
        let mut third = second.clone();
        third.id = db.id();

        db.write(|conn| insert(conn, &second)).unwrap();
        let again = db.write(|conn| insert(conn, &third));

        assert!(matches!(again, Err(StorageError::Conflict(_))), "{again:?}");
        assert_eq!(db.read(|conn| next_try(conn, first.id)).unwrap(), Some(second.clone()));
        assert_eq!(db.read(|conn| earlier(conn, &second)).unwrap(), [first]);
        let known = db
            .read(|conn| of_applicant(conn, second.applicant_key, field.badge_class))
            .unwrap();
        assert_eq!(known.len(), 2);
    }

    fn a_person_looks_once(db: &TestDatabase) {
        let field = field(db);
        let ines = db.account().insert();
        let row = application(db, &field, Some(1));
        let mut first = review(db, &row, ines.id);

        db.write(|conn| reviews::insert(conn, &first)).unwrap();
        let again = db.write(|conn| reviews::insert(conn, &review(db, &row, ines.id)));
        first.supports = false;
        db.write(|conn| reviews::update(conn, &first)).unwrap();

        assert!(matches!(again, Err(StorageError::Conflict(_))), "{again:?}");
        assert_eq!(db.read(|conn| reviews::of_application(conn, row.id)).unwrap(), [first]);
    }

    fn evidence_is_changed_and_taken_away_only_where_it_belongs(db: &TestDatabase) {
        let field = field(db);
        let (one, other) = (application(db, &field, None), application(db, &field, None));
        let mut item = ApplicationEvidence {
            id: db.id(),
            application_id: one.id,
            criterion: Some("question".to_owned()),
            position: 1,
            kind: EvidenceKind::Text,
            visibility: Visibility::Public,
            content: "{}".to_owned(),
            blob: None,
            second_blob: None,
            kept: false,
            created_at: db.start(),
        };
        db.write(|conn| application_evidence::insert_all(conn, std::slice::from_ref(&item))).unwrap();
        item.visibility = Visibility::Private;
        db.write(|conn| application_evidence::update(conn, &item)).unwrap();

        let elsewhere = db.write(|conn| application_evidence::remove(conn, other.id, item.id)).unwrap();
        let listed = db.read(|conn| application_evidence::of_application(conn, one.id)).unwrap();
        let found = db.read(|conn| application_evidence::find(conn, other.id, item.id)).unwrap();
        let here = db.write(|conn| application_evidence::remove(conn, one.id, item.id)).unwrap();

        assert!(!elsewhere && here);
        assert_eq!(listed, [item]);
        assert_eq!(found, None);
    }

    fn a_link_is_found_by_its_digest_and_moves_on(db: &TestDatabase) {
        let field = field(db);
        let (first, second) = (application(db, &field, None), application(db, &field, None));
        let digest = Digest::from_bytes([9; 32]);
        let mut link = ApplicationLink {
            id: db.id(),
            digest,
            application_id: first.id,
            kind: ApplicationLinkKind::Earner,
            name: None,
            sealed: None,
            person_key: None,
            created_by: None,
            created_at: db.start(),
            expires_at: at(db, 60),
            closed_at: None,
        };
        db.write(|conn| application_links::insert(conn, &link)).unwrap();
        link.application_id = second.id;
        db.write(|conn| application_links::update(conn, &link)).unwrap();

        assert_eq!(db.read(|conn| application_links::by_digest(conn, digest)).unwrap(), Some(link.clone()));
        assert_eq!(db.read(|conn| application_links::of_application(conn, second.id)).unwrap(), [link]);
        assert_eq!(db.read(|conn| application_links::of_application(conn, first.id)).unwrap(), []);
    }

    fn saved_comments_belong_to_one_account(db: &TestDatabase) {
        let (ines, ruth) = (db.account().insert(), db.account().insert());
        let comment = SavedComment {
            id: db.id(),
            account_id: ines.id,
            words: "Add the chart you decided against.".to_owned(),
            created_at: db.start(),
        };
        db.write(|conn| saved_comments::insert(conn, &comment)).unwrap();

        let by_other = db.write(|conn| saved_comments::remove(conn, ruth.id, comment.id)).unwrap();

        assert!(!by_other);
        assert_eq!(db.read(|conn| saved_comments::of_account(conn, ines.id)).unwrap(), std::slice::from_ref(&comment));
        assert!(db.write(|conn| saved_comments::remove(conn, ines.id, comment.id)).unwrap());
    }
}

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use accolade_storage::assertions::AssertionFilter;
use accolade_storage::batch_rows::RowFilter;
use accolade_storage::types::{AssertionState, BadgeClassId, MailState, Role, RowState, Twin};
use accolade_storage::{
    Database, PageRequest, assertions, batch_rows, mails, on_each_database, status_lists,
};

use super::work::{Step, turn};
use super::*;
use crate::awards;
use crate::content::{ResultDescription, ResultLevel};
use crate::corrections::{self, CorrectionEdit};
use crate::mail;
use crate::tables::{Meaning, Person};
use crate::testing::World;
use crate::webhooks::{self, NewWebhook};

fn pasted(world: &World<'_>, caller: &Caller, badge_class: BadgeClassId, text: &str) -> Batch {
    let new = NewBatch {
        badge_class,
        title: "Pasted".into(),
        source: Source::Text(text.into()),
    };
    world
        .db
        .write(|conn| create(conn, &world.tools, caller, new))
        .unwrap()
}

fn how(mailing: Mailing, duplicates: DuplicateRule) -> Start {
    Start {
        narrative: None,
        mailing,
        note: Some("Well done!".into()),
        duplicates,
        starts_at: None,
    }
}

fn started(world: &World<'_>, caller: &Caller, batch: &Batch, start_as: Start) -> Batch {
    world
        .db
        .write(|conn| start(conn, &world.tools, caller, batch.id, start_as))
        .unwrap()
}

/// Turns until nothing is left to do now; says until when.
fn work_off(world: &World<'_>) -> Option<Timestamp> {
    for _ in 0..50 {
        if let Step::Idle(until) = turn(world.db, &world.tools).unwrap() {
            return until;
        }
    }
    panic!("the work never ends");
}

fn now_is(db: &Database, id: BatchId) -> Batch {
    db.read(|conn| batches::find(conn, id)).unwrap().unwrap()
}

fn states(world: &World<'_>, id: BatchId) -> Vec<(i32, RowState, Option<Twin>)> {
    let operator = Caller::operator();
    let views = world
        .db
        .read(|conn| {
            rows(
                conn,
                &world.tools,
                &operator,
                id,
                RowFilter::default(),
                0,
                100,
            )
        })
        .unwrap();
    views
        .iter()
        .map(|row| (row.number, row.state, row.twin))
        .collect()
}

/// A table whose every seventh row has no address that mail could go to.
fn every_seventh_broken(rows: usize) -> String {
    let mut table = String::from("Name;E-mail\r\n");
    for number in 1..=rows {
        let at = if number % 7 == 0 { "(at)" } else { "@" };
        let _ = write!(
            table,
            "\"Pupil {number}\";pupil-{number}{at}school.example\r\n"
        );
    }
    table
}

fn class_of(count: usize) -> String {
    (1..=count)
        .map(|number| format!("Pupil {number},pupil-{number}@school.example\n"))
        .collect()
}

fn waiting_mails(db: &Database) -> usize {
    let newest = db.read(|conn| mails::newest(conn, 1_000)).unwrap();
    newest
        .iter()
        .filter(|mail| mail.state == MailState::Waiting)
        .count()
}

on_each_database! {
    fn each_row_that_can_be_awarded_is_awarded_once(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let (_, teacher) = world.person("ann@acme.example", Some((issuer.id, Role::Issuer)));
        let batch = pasted(&world, &teacher, badge.id, "Mia Carter\nben@school.example\nbad@\nTom <tom@school.example>");
        assert_eq!((batch.total_rows, batch.state), (4, BatchState::Draft));

        started(&world, &teacher, &batch, how(Mailing::None, DuplicateRule::Skip));
        work_off(&world);

        let done = now_is(db, batch.id);
        assert_eq!((done.state, done.awarded_rows, done.failed_rows), (BatchState::Done, 3, 0));
        assert_eq!(
            states(&world, batch.id),
            [
                (1, RowState::Awarded, None),
                (2, RowState::Awarded, None),
                (3, RowState::Broken, None),
                (4, RowState::Awarded, None),
            ]
        );
        let filter = AssertionFilter::new().badge_class(badge.id);
        let page = db.read(|conn| assertions::list(conn, filter, PageRequest::first(10))).unwrap();
        let of_rows: BTreeSet<_> = page.items.iter().map(|award| award.batch_row).collect();
        assert_eq!(of_rows, BTreeSet::from([Some(1), Some(2), Some(4)]));
        assert!(page.items.iter().all(|award| award.created_by == teacher.account));
    }

    fn an_operators_batch_is_awarded_though_the_operator_has_no_role_there(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let (account, person) = world.person("op@site.example", None);
        db.write(|conn| crate::accounts::make_operator(conn, &world.tools, account.id)).unwrap();
        let operator = Caller { operator: true, ..person };
        let batch = pasted(&world, &operator, badge.id, "mia@school.example");

        started(&world, &operator, &batch, how(Mailing::None, DuplicateRule::Skip));
        work_off(&world);

        let done = now_is(db, batch.id);
        assert_eq!((done.state, done.awarded_rows), (BatchState::Done, 1));
    }

    fn more_than_one_chunk_is_awarded_and_stays_flat(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, &class_of(2_300));

        started(&world, &operator, &batch, how(Mailing::None, DuplicateRule::Skip));
        work_off(&world);

        assert_eq!(now_is(db, batch.id).awarded_rows, 2_300);
        let counted = db.read(|conn| assertions::count_by_badge_class(conn, badge.id)).unwrap();
        let lists = db.read(|conn| status_lists::of_issuer(conn, issuer.id)).unwrap();
        assert_eq!((counted, lists[0].used), (2_300, 2_300));
    }

    fn of_a_hundred_thousand_rows_every_seventh_is_broken_and_told(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();

        let batch = pasted(&world, &operator, badge.id, &every_seventh_broken(100_000));

        let counted = db.read(|conn| batch_rows::count_by_state(conn, batch.id)).unwrap();
        assert_eq!(counted.into_iter().collect::<HashMap<_, _>>(), HashMap::from([(RowState::Ready, 85_715), (RowState::Broken, 14_285)]));
        let only = RowFilter { state: Some(RowState::Broken), ..RowFilter::default() };
        let broken = db.read(|conn| rows(conn, &world.tools, &operator, batch.id, only, 99_000, 100)).unwrap();
        assert_eq!((broken[0].number, broken[0].problems[0].field.as_str()), (99_001, "email"));
    }

    fn where_every_seventh_row_is_broken_the_others_are_awarded_once_and_those_go_on_by_themselves(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, &every_seventh_broken(2_800));

        started(&world, &operator, &batch, how(Mailing::Now, DuplicateRule::Skip));
        work_off(&world);
        let rest = db.write(|conn| go_on(conn, &world.tools, &operator, batch.id)).unwrap();

        let done = now_is(db, batch.id);
        assert_eq!((done.state, done.awarded_rows, done.failed_rows), (BatchState::Done, 2_400, 0));
        assert_eq!((rest.state, rest.total_rows), (BatchState::Draft, 400));
        let counted = db.read(|conn| assertions::count_by_badge_class(conn, badge.id)).unwrap();
        assert_eq!(counted, 2_400);
        let newest = db.read(|conn| mails::newest(conn, 10_000)).unwrap();
        assert_eq!(newest.len(), 2_400);
        let standing = db.read(|conn| assertions::standing_of_batch(conn, batch.id, 1, 2_800)).unwrap();
        assert!(standing.iter().all(|(row, _)| row % 7 != 0), "a broken row was awarded");
    }

    fn a_worker_that_died_is_followed_by_another_when_its_lease_is_over(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, "Mia\nTom\nEve");
        let mut batch = started(&world, &operator, &batch, how(Mailing::None, DuplicateRule::Skip));
        batch.lease = Some(db.id());
        batch.leased_until = Some((world.tools.clock.now() + SignedDuration::from_secs(20)).into());
        db.write(|conn| batches::update(conn, &batch)).unwrap();

        let until = work_off(&world);
        let meanwhile = now_is(db, batch.id);
        world.clock.advance(SignedDuration::from_secs(21));
        work_off(&world);

        assert_eq!(until, batch.leased_until);
        assert_eq!(meanwhile.awarded_rows, 0);
        assert_eq!(now_is(db, batch.id).awarded_rows, 3);
    }

    fn a_paused_batch_waits_and_goes_on(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, "Mia\nTom");
        started(&world, &operator, &batch, how(Mailing::None, DuplicateRule::Skip));

        db.write(|conn| pause(conn, &world.tools, &operator, batch.id)).unwrap();
        work_off(&world);
        let paused = now_is(db, batch.id);
        db.write(|conn| resume(conn, &world.tools, &operator, batch.id)).unwrap();
        work_off(&world);

        assert_eq!((paused.state, paused.awarded_rows), (BatchState::Paused, 0));
        assert_eq!(now_is(db, batch.id).state, BatchState::Done);
    }

    fn a_batch_begins_when_its_time_has_come(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, "Mia");
        let at = world.tools.clock.now() + SignedDuration::from_hours(2);
        let later = Start { starts_at: Some(at), ..how(Mailing::None, DuplicateRule::Skip) };
        started(&world, &operator, &batch, later);

        let until = work_off(&world);
        let before = now_is(db, batch.id).state;
        world.clock.advance(SignedDuration::from_hours(2));
        work_off(&world);

        assert_eq!((until, before), (Some(at.into()), BatchState::Scheduled));
        assert_eq!(now_is(db, batch.id).state, BatchState::Done);
    }

    fn those_who_were_seen_before_are_left_out_or_awarded_again(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        world.award(&badge);
        let text = "mia@example.org\nTom <tom@a.example>\nTOM@a.example\n";
        let one = pasted(&world, &operator, badge.id, text);
        let other = pasted(&world, &operator, badge.id, text);

        started(&world, &operator, &one, how(Mailing::None, DuplicateRule::Skip));
        work_off(&world);
        started(&world, &operator, &other, how(Mailing::None, DuplicateRule::Award));
        work_off(&world);

        assert_eq!(
            states(&world, one.id),
            [
                (1, RowState::Skipped, Some(Twin::Holder)),
                (2, RowState::Awarded, None),
                (3, RowState::Skipped, Some(Twin::Row)),
            ]
        );
        assert_eq!(now_is(db, other.id).awarded_rows, 3);
    }

    fn who_got_the_badge_since_the_table_was_looked_over_is_left_out(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let twice = [(); 2].map(|()| pasted(&world, &operator, badge.id, "mia@a.example\ntom@a.example\n"));

        for batch in &twice {
            started(&world, &operator, batch, how(Mailing::None, DuplicateRule::Skip));
        }
        work_off(&world);

        let mut awarded = twice.map(|batch| now_is(db, batch.id).awarded_rows);
        awarded.sort_unstable();
        assert_eq!(awarded, [0, 2]);
        let counted = db.read(|conn| assertions::count_by_badge_class(conn, badge.id)).unwrap();
        assert_eq!(counted, 2);
    }

    fn a_letter_that_waited_goes_to_the_address_that_was_put_right(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, "Mia Carter,mja@a.example");
        started(&world, &operator, &batch, how(Mailing::Later, DuplicateRule::Skip));
        work_off(&world);
        let filter = AssertionFilter::new().badge_class(badge.id);
        let award = db.read(|conn| assertions::list(conn, filter, PageRequest::first(1))).unwrap().items.remove(0);
        let edit = CorrectionEdit {
            recipient: Some(awards::Recipient { name: Some("Mia Carter".into()), ..awards::Recipient::email("mia@a.example") }),
            ..CorrectionEdit::default()
        };
        db.write(|conn| corrections::edit(conn, &world.tools, &operator, award.id, edit)).unwrap();

        world.clock.advance(SignedDuration::from_mins(16));
        work_off(&world);

        let letters = db.read(|conn| mails::newest(conn, 10)).unwrap();
        let to: Vec<_> = letters
            .iter()
            .map(|letter| mail::open(&world.tools, letter).unwrap().unwrap().to)
            .collect();
        assert_eq!(to, ["mia@a.example"]);
    }

    fn a_row_is_mended_in_place(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, "name,email,link\nMia,mia(at)a.example,ftp://x\nTom,tom@a.example,\n");
        let before = db.read(|conn| row(conn, &world.tools, &operator, batch.id, 1)).unwrap();

        let person = Person { name: "Mia".into(), email: "tom@a.example".into(), ..Person::default() };
        let after = db.write(|conn| mend(conn, &world.tools, &operator, batch.id, 1, person)).unwrap();

        let fields: Vec<_> = before.problems.iter().map(|one| one.field.as_str()).collect();
        assert_eq!((before.state, fields), (RowState::Broken, vec!["email", "evidence"]));
        assert_eq!((after.state, after.problems.len()), (RowState::Ready, 0));
    }

    fn a_column_called_like_a_result_says_what_was_reached_and_a_wrong_level_what_there_is(db: &TestDatabase) {
        let world = World::new(db);
        let mut content = world.content("Graded");
        let level = |name: &str| ResultLevel {
            id: name.to_lowercase(),
            name: name.into(),
            description: None,
            points: None,
        };
        content.results = vec![ResultDescription {
            id: "r1".into(),
            name: "Depth".into(),
            r#type: "RubricCriterionLevel".into(),
            allowed_values: vec![],
            required_value: None,
            value_min: None,
            value_max: None,
            levels: vec![level("Secure"), level("Leading")],
        }];
        let badge = world.badge_with(world.issuer("acme").id, content, false);
        let operator = Caller::operator();
        let table = "name,email,depth\nMia,mia@a.example,leading\nTom,tom@a.example,great\nBen,ben@a.example,\n";

        let batch = pasted(&world, &operator, badge.id, table);
        let rows = db
            .read(|conn| rows(conn, &world.tools, &operator, batch.id, RowFilter::default(), 0, 9))
            .unwrap();
        started(&world, &operator, &batch, how(Mailing::None, DuplicateRule::Skip));
        work_off(&world);

        let states: Vec<_> = rows.iter().map(|row| row.state).collect();
        assert_eq!(states, [RowState::Ready, RowState::Broken, RowState::Ready]);
        assert_eq!(rows[1].problems[0].field, "results");
        assert_eq!(rows[1].problems[0].message, "Depth: One of Secure, Leading.");
        let filter = AssertionFilter::new().badge_class(badge.id);
        let given = db
            .read(|conn| assertions::list(conn, filter, PageRequest::first(9)))
            .unwrap();
        let mut levels: Vec<_> = given
            .items
            .iter()
            .map(|award| awards::results(award).first().and_then(|one| one.level.clone()))
            .collect();
        levels.sort();
        assert_eq!(levels, [None, Some("leading".into())]);
    }

    fn columns_that_were_guessed_wrong_are_set_right(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, "name,alias,mail\nc7,Mia Carter,mia@a.example\n");

        let meanings = [Meaning::Ignored, Meaning::Name, Meaning::Email];
        db.write(|conn| set_columns(conn, &world.tools, &operator, batch.id, &meanings)).unwrap();

        let found = db.read(|conn| row(conn, &world.tools, &operator, batch.id, 1)).unwrap();
        assert_eq!(found.person.name, "Mia Carter");
        assert_eq!(found.state, RowState::Ready);
    }

    fn a_whole_batch_is_undone_within_a_quarter_of_an_hour(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let operator = Caller::operator();
        let other = world.award(&badge).assertion;
        let batch = pasted(&world, &operator, badge.id, &class_of(40));
        started(&world, &operator, &batch, how(Mailing::Now, DuplicateRule::Skip));
        work_off(&world);
        assert_eq!(waiting_mails(db), 40);

        world.clock.advance(SignedDuration::from_mins(14));
        db.write(|conn| undo(conn, &world.tools, &operator, batch.id)).unwrap();

        assert_eq!(now_is(db, batch.id).state, BatchState::Undone);
        assert_eq!(waiting_mails(db), 0);
        let filter = AssertionFilter::new().badge_class(badge.id).state(AssertionState::Revoked);
        let gone = db.read(|conn| assertions::list(conn, filter, PageRequest::first(100))).unwrap();
        assert_eq!(gone.items.len(), 40);
        assert_eq!(gone.items[0].state_reason.as_deref(), Some("Awarded by mistake"));
        let list = db.read(|conn| status_lists::of_issuer(conn, issuer.id)).unwrap().remove(0);
        let bits = openbadges::status::BitstringList::from_bits(list.bits);
        assert!(gone.items.iter().all(|one| bits.get(one.status_index as usize) .unwrap()));
        assert!(!bits.get(other.status_index as usize).unwrap());
        let again = db.write(|conn| undo(conn, &world.tools, &operator, batch.id));
        assert!(matches!(again, Err(BatchError::WrongState(BatchState::Undone))), "{again:?}");
    }

    fn who_was_told_of_the_awards_of_a_batch_is_told_that_they_were_undone(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let operator = Caller::operator();
        let new = NewWebhook {
            url: "https://hooks.example/accolade".into(),
            events: vec!["awarded".into(), "revoked".into()],
            covers_below: false,
        };
        db.write(|conn| webhooks::create(conn, &world.tools, &operator, issuer.id, new)).unwrap();
        let batch = pasted(&world, &operator, badge.id, &class_of(7));
        started(&world, &operator, &batch, how(Mailing::None, DuplicateRule::Skip));
        work_off(&world);

        db.write(|conn| undo(conn, &world.tools, &operator, batch.id)).unwrap();

        let due = db.write(|conn| webhooks::take(conn, &world.tools, 100)).unwrap();
        let told = |word: &str| due.iter().filter(|message| message.body.contains(word)).count();
        assert_eq!((told("\"type\":\"awarded\""), told("\"type\":\"revoked\"")), (7, 7));
        assert_eq!(told("Awarded by mistake"), 7);
    }

    fn after_the_quarter_of_an_hour_the_held_mails_leave_and_nothing_is_undone(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, "Mia <mia@a.example>\nTom\nEve <eve@a.example>\n");
        started(&world, &operator, &batch, how(Mailing::Later, DuplicateRule::Skip));
        let until = work_off(&world).unwrap();
        let held = waiting_mails(db);

        world.clock.set(until.as_jiff());
        work_off(&world);

        assert_eq!((held, waiting_mails(db)), (0, 2));
        assert_eq!(now_is(db, batch.id).state, BatchState::Done);
        let late = db.write(|conn| undo(conn, &world.tools, &operator, batch.id));
        assert!(matches!(late, Err(BatchError::TooLate)), "{late:?}");
    }

    fn who_lost_the_right_meanwhile_awards_no_more(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let (account, teacher) = world.person("ann@acme.example", Some((issuer.id, Role::Issuer)));
        let batch = pasted(&world, &teacher, badge.id, "Mia");
        started(&world, &teacher, &batch, how(Mailing::None, DuplicateRule::Skip));
        db.write(|conn| accolade_storage::memberships::remove(conn, account.id, issuer.id)).unwrap();

        work_off(&world);

        let stopped = now_is(db, batch.id);
        assert_eq!((stopped.state, stopped.awarded_rows), (BatchState::Paused, 0));
        assert!(stopped.problem.is_some());
    }

    fn a_stranger_sees_no_batch(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let batch = pasted(&world, &Caller::operator(), badge.id, "Mia");
        let (_, stranger) = world.person("eve@a.example", None);

        let seen = db.read(|conn| find(conn, &stranger, batch.id));

        assert!(matches!(seen, Err(BatchError::Access(AccessError::Hidden))), "{seen:?}");
    }

    fn an_empty_table_is_no_batch(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let new = NewBatch { badge_class: badge.id, title: "x".into(), source: Source::Text("name,email\n".into()) };

        let made = db.write(|conn| create(conn, &world.tools, &Caller::operator(), new));

        assert!(matches!(made, Err(BatchError::Invalid(_))), "{made:?}");
    }

    fn the_recipients_own_page_is_in_the_letter(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let operator = Caller::operator();
        let batch = pasted(&world, &operator, badge.id, "Mia <mia@a.example>");
        started(&world, &operator, &batch, how(Mailing::Now, DuplicateRule::Skip));

        work_off(&world);

        let mail = db.read(|conn| mails::newest(conn, 1)).unwrap().remove(0);
        let envelope = mail::open(&world.tools, &mail).unwrap().unwrap();
        let filter = AssertionFilter::new().badge_class(badge.id);
        let award = db.read(|conn| assertions::list(conn, filter, PageRequest::first(1))).unwrap().items.remove(0);
        assert_eq!(envelope.to, "mia@a.example");
        let mail::Letter::Awarded { note, link, .. } = envelope.letter else { panic!("another letter") };
        assert_eq!((note.as_deref(), link), (Some("Well done!"), crate::claims::mine::address(&world.tools, award.id)));
        let sealed = db
            .read(|conn| Ok::<_, StorageError>(awards::recipient(conn, &world.tools, &operator, &award)))
            .unwrap();
        assert_eq!(sealed.unwrap().unwrap().name.as_deref(), Some("Mia"));
    }
}

#[test]
fn what_the_database_could_not_do_now_is_tried_again_wherever_it_happened() {
    let away = || StorageError::Unavailable("no connection".to_owned());

    for passing in [
        BatchError::Storage(away()),
        BatchError::Award(AwardError::Storage(away())),
        BatchError::Award(AwardError::Status(StatusError::Storage(away()))),
        BatchError::Status(StatusError::Signing(SigningError::Storage(away()))),
    ] {
        assert!(passing.is_passing(), "{passing:?}");
    }
    assert!(!BatchError::Award(AwardError::Archived).is_passing());
}

use super::*;
use crate::testing::World;

fn sign_in() -> Letter {
    Letter::SignIn {
        code: "123456".into(),
        link: "https://badges.test/sign-in/abc".into(),
        minutes: 10,
    }
}

accolade_storage::on_each_database! {
    fn a_posted_letter_is_taken_once_and_says_what_was_written(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        db.write(|conn| post(conn, tools, "mia@example.org", sign_in())).unwrap();

        let taken = db.write(|conn| take(conn, tools, 10)).unwrap();
        let again = db.write(|conn| take(conn, tools, 10)).unwrap();

        let envelope = taken[0].envelope.clone().unwrap();
        assert_eq!(taken.len(), 1);
        assert_eq!(envelope.to, "mia@example.org");
        assert_eq!(envelope.letter, sign_in());
        assert!(again.is_empty());
    }

    fn a_letter_is_not_readable_in_the_database(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        let id = db.write(|conn| post(conn, tools, "mia@example.org", sign_in())).unwrap();

        let stored = db.read(|conn| mails::find(conn, id)).unwrap().unwrap();

        let text = String::from_utf8_lossy(&stored.sealed);
        assert!(!text.contains("mia@") && !text.contains("123456"));
    }

    fn a_mail_server_that_is_away_for_an_hour_gets_the_letter_afterwards_and_once(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        db.write(|conn| post(conn, tools, "mia@example.org", sign_in())).unwrap();
        let mut tries = 0;
        for _ in 0..60 {
            for letter in db.write(|conn| take(conn, tools, 10)).unwrap() {
                tries += 1;
                db.write(|conn| refused(conn, tools, &letter, "no answer", false)).unwrap();
            }
            world.clock.advance(SignedDuration::from_mins(1));
        }

        world.clock.advance(SignedDuration::from_mins(60));
        let taken = db.write(|conn| take(conn, tools, 10)).unwrap();
        db.write(|conn| sent(conn, tools, taken[0].id)).unwrap();

        world.clock.advance(SignedDuration::from_hours(100));
        let after = db.write(|conn| take(conn, tools, 10)).unwrap();
        assert!((4..12).contains(&tries), "{tries}");
        assert_eq!(taken.len(), 1);
        assert!(after.is_empty());
    }

    fn a_letter_that_nobody_takes_is_given_up_after_three_days(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        let id = db.write(|conn| post(conn, tools, "mia@example.org", sign_in())).unwrap();

        world.clock.advance(SignedDuration::from_hours(73));
        let taken = db.write(|conn| take(conn, tools, 10)).unwrap();
        db.write(|conn| refused(conn, tools, &taken[0], "no answer", false)).unwrap();

        let stored = db.read(|conn| mails::find(conn, id)).unwrap().unwrap();
        assert_eq!(stored.state, MailState::Failed);
        assert_eq!(stored.last_error.as_deref(), Some("no answer"));
    }

    fn a_letter_leaves_by_one_copy_of_the_server_however_long_the_one_before_it_takes(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        for _ in 0..2 {
            db.write(|conn| post(conn, tools, "mia@example.org", sign_in())).unwrap();
        }
        let ours = db.write(|conn| take(conn, tools, 10)).unwrap();

        let first = db.write(|conn| hold(conn, tools, &ours[0])).unwrap();
        world.clock.advance(SignedDuration::from_secs(119));
        db.write(|conn| sent(conn, tools, ours[0].id)).unwrap();
        world.clock.advance(SignedDuration::from_secs(2));
        let theirs = db.write(|conn| take(conn, tools, 10)).unwrap();
        let second = db.write(|conn| hold(conn, tools, &ours[1])).unwrap();
        let by_them = db.write(|conn| hold(conn, tools, &theirs[0])).unwrap();

        assert_eq!((first, second, by_them), (true, false, true));
        assert_eq!((theirs.len(), theirs[0].id), (1, ours[1].id));
    }

    fn a_letter_that_was_called_back_stays_when_it_was_taken_already(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        let bundle: BundleId = ids::new(tools);
        let posting = Posting {
            envelope: Envelope { to: "mia@example.org".into(), letter: sign_in() },
            not_before: None,
            bundle: Some(bundle),
        };
        db.write(|conn| post_all(conn, tools, &[posting])).unwrap();
        let taken = db.write(|conn| take(conn, tools, 10)).unwrap();

        db.write(|conn| mails::drop_bundle(conn, bundle, tools.now())).unwrap();
        let held = db.write(|conn| hold(conn, tools, &taken[0])).unwrap();

        assert!(!held);
    }

    fn a_letter_waits_for_its_moment(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        let posting = Posting {
            envelope: Envelope { to: "mia@example.org".into(), letter: sign_in() },
            not_before: Some(later(tools, SignedDuration::from_mins(15))),
            bundle: None,
        };
        db.write(|conn| post_all(conn, tools, &[posting])).unwrap();

        let early = db.write(|conn| take(conn, tools, 10)).unwrap();
        world.clock.advance(SignedDuration::from_mins(15));
        let in_time = db.write(|conn| take(conn, tools, 10)).unwrap();

        assert!(early.is_empty());
        assert_eq!(in_time.len(), 1);
    }
}

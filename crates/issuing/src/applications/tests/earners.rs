use std::sync::Barrier;
use std::thread;

use accolade_storage::on_each_database;
use accolade_storage::types::Visibility;
use jiff::SignedDuration;

use super::super::applying::{ApplicationEdit, Nominator};
use super::*;
use crate::awards::AwardOrder;
use crate::badge_classes::{self, BadgeClassEdit};
use crate::content::{BadgeContent, BadgeLink};

on_each_database! {
    fn badges_to_have_first_are_a_note_and_no_bar(db: &TestDatabase) {
        let world = World::new(db);
        let other = world.issuer("other");
        let river = world.badge_with(other.id, world.content("River Keeper"), false);
        let night = world.badge_with(other.id, world.content("Night Sky"), false);
        world.award_with(AwardOrder::new(river.id, "Malik@example.org"));
        let school = School::in_world(world, AssessmentRule::default());
        let begun = school.submitted();
        let link = |name: &str, url: String| BadgeLink { name: name.into(), url };
        let addresses = &school.world.tools.addresses;
        let content = BadgeContent {
            prerequisites: vec![
                link("River Keeper", addresses.badge(river.id)),
                link("Night Sky", addresses.badge_version(night.id, 1)),
                link("First Aid", "https://elsewhere.example/badges/1".into()),
            ],
            ..BadgeContent::default()
        };

        let prior = school
            .write(|conn, tools| prerequisites(conn, tools, &begun.application, &content))
            .unwrap();

        let held: Vec<_> = prior.iter().map(|one| one.held).collect();
        assert_eq!(held, [Some(true), Some(false), None]);
    }

    fn the_secret_link_opens_one_application_and_a_letter_carries_it(db: &TestDatabase) {
        let school = School::new(db);

        let begun = school.begun();

        let (_, opened) = school
            .write(|conn, tools| links::earner(conn, tools, &begun.token))
            .unwrap();
        let letters = school.letters();
        assert_eq!(opened, begun.application);
        assert_eq!(opened.state, ApplicationState::Draft);
        assert_eq!(letters[0].0, "malik@example.org");
        assert!(
            matches!(&letters[0].1, Letter::ApplicationBegun { link, nominator: None, .. }
                if *link == format!("https://badges.test/applications/{}", begun.token)),
            "{letters:?}"
        );
    }

    fn nobody_applies_for_a_badge_that_takes_no_applications(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("kestrel");
        let closed = AssessmentRule { open: false, ..AssessmentRule::default() };
        let badges = [
            world.badge(issuer.id),
            world.badge_with(issuer.id, content(&world, Some(closed)), false),
        ];

        for badge in badges {
            let refused = db.write(|conn| {
                applying::begin(conn, &world.tools, &Caller::anonymous(), badge.id, &new("a@b.org"))
            });

            assert!(matches!(refused, Err(ApplicationError::NotOpen)), "{refused:?}");
        }
    }

    fn wrong_input_is_told_field_by_field(db: &TestDatabase) {
        let school = School::new(db);
        let nobody = Caller::anonymous();
        let order = NewApplication {
            name: " ".into(),
            email: "malik@".into(),
            show_name: true,
            nominator: Some(Nominator {
                name: String::new(),
                email: "ruth".into(),
                reason: "x".repeat(4001),
            }),
        };
        let itself = NewApplication {
            nominator: Some(Nominator {
                name: "Malik".into(),
                email: "MALIK@example.org".into(),
                reason: "He is good.".into(),
            }),
            ..new("malik@example.org")
        };

        let begin = |order: &NewApplication| {
            school.write(|conn, tools| applying::begin(conn, tools, &nobody, school.badge.id, order))
        };

        assert_eq!(
            pointers(begin(&order)),
            [
                ("/name".to_owned(), "required"),
                ("/email".to_owned(), "bad_format"),
                ("/nominator/name".to_owned(), "required"),
                ("/nominator/email".to_owned(), "bad_format"),
                ("/nominator/reason".to_owned(), "too_long"),
            ]
        );
        assert_eq!(pointers(begin(&itself)), [("/email".to_owned(), "not_allowed")]);
    }

    fn the_nominee_is_written_to_and_whoever_proposed_them_does_not_own_it(db: &TestDatabase) {
        let school = School::new(db);
        let ruth = school.signed_in("ruth@example.org");
        let order = NewApplication {
            nominator: Some(Nominator {
                name: "Ruth".into(),
                email: "ruth@example.org".into(),
                reason: "His talk moved the canteen.".into(),
            }),
            ..new("malik@example.org")
        };

        let begun = school
            .write(|conn, tools| applying::begin(conn, tools, &ruth, school.badge.id, &order))
            .unwrap();

        assert_eq!(begun.application.account_id, None);
        let (to, letter) = school.letters().remove(0);
        assert_eq!(to, "malik@example.org");
        assert!(
            matches!(letter, Letter::ApplicationBegun { nominator: Some(by), nomination: Some(why), .. }
                if by == "Ruth" && why == "His talk moved the canteen.")
        );
    }

    fn a_link_that_ended_or_was_never_made_opens_nothing(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.begun();
        let open = |token: &str| school.write(|conn, tools| links::earner(conn, tools, token));

        for wrong in ["", "é", &begun.token[1..], &"A".repeat(43), &"A".repeat(100_000)] {
            assert!(matches!(open(wrong), Err(ApplicationError::Unknown)));
        }
        school.world.clock.advance(SignedDuration::from_hours(24 * 366));
        assert!(matches!(open(&begun.token), Err(ApplicationError::LinkEnded)));
    }

    fn what_is_shown_can_be_replaced_and_removed_until_it_is_handed_in(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.begun();
        let token = begun.token.as_str();
        let add = |criterion, item: &NewEvidence| {
            school.write(|conn, tools| showing::add(conn, tools, token, criterion, item))
        };
        let first = add(Some("question"), &words("Why?")).unwrap();
        let second = add(None, &words("The whole story.")).unwrap();

        let mut better = words("Why on Fridays?");
        better.visibility = Visibility::Private;
        school
            .write(|conn, tools| showing::replace(conn, tools, token, first.id, &better))
            .unwrap();
        school
            .write(|conn, tools| showing::remove(conn, tools, token, second.id))
            .unwrap();
        school.submit(token).unwrap();
        let late = add(None, &words("And another thing."));
        let gone = school.write(|conn, tools| showing::remove(conn, tools, token, first.id));

        let items = db
            .read(|conn| application_evidence::of_application(conn, begun.application.id))
            .unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!(showing::words(&items[0]).narrative.as_deref(), Some("Why on Fridays?"));
        assert_eq!(items[0].visibility, Visibility::Private);
        for refused in [late.map(|_| ()), gone] {
            assert!(matches!(
                refused,
                Err(ApplicationError::WrongState(ApplicationState::Submitted))
            ));
        }
    }

    fn hostile_evidence_is_refused(db: &TestDatabase) {
        let school = School::new(db);
        let token = school.begun().token;
        let add = |criterion: Option<&str>, item: &NewEvidence| {
            pointers(school.write(|conn, tools| showing::add(conn, tools, &token, criterion, item)))
        };
        let mut script = NewEvidence::new(EvidenceKind::Link);
        script.content.url = Some("javascript:alert(1)".into());
        let mut missing = NewEvidence::new(EvidenceKind::Picture);
        missing.file = Some(accolade_storage::types::Digest::from_bytes([3; 32]));

        assert_eq!(add(None, &script), [("/url".to_owned(), "bad_scheme")]);
        assert_eq!(add(None, &missing), [("/file".to_owned(), "unknown")]);
        assert_eq!(add(Some("nothing"), &words("a")), [("/criterion".to_owned(), "unknown")]);
        assert_eq!(add(None, &words("a\u{0}b")), [("/narrative".to_owned(), "bad_format")]);
        assert_eq!(add(None, &words(&"x".repeat(20_001))), [("/narrative".to_owned(), "too_long")]);
    }

    fn there_is_an_end_to_what_can_be_shown(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.begun();
        for number in 0..crate::limits::APPLICATION_EVIDENCE.value {
            school.show(&begun.token, "question", &words(&format!("Piece {number}")));
        }

        let more = school.write(|conn, tools| {
            showing::add(conn, tools, &begun.token, None, &words("one more"))
        });

        assert_eq!(pointers(more), [(String::new(), "too_many")]);
    }

    fn what_the_rule_asks_for_is_missed_at_its_own_point(db: &TestDatabase) {
        let school = School::with(db, a_picture_of_the_chart());
        let begun = school.begun();

        assert_eq!(
            pointers(school.submit(&begun.token)),
            [
                ("/criteria/question".to_owned(), "required"),
                ("/criteria/chart".to_owned(), "required"),
            ]
        );
        school.show(&begun.token, "chart", &words("It was a bar chart."));
        assert_eq!(
            pointers(school.submit(&begun.token)),
            [("/criteria/chart".to_owned(), "required")]
        );
        let mut picture = NewEvidence::new(EvidenceKind::Picture);
        picture.file = Some(school.world.picture());
        school.show(&begun.token, "chart", &picture);
        assert!(school.submit(&begun.token).is_ok());
    }

    fn one_person_waits_once_for_one_badge(db: &TestDatabase) {
        let school = School::new(db);
        school.submitted();
        let second = school.begun_by(&Caller::anonymous(), "Malik@Example.org");
        school.show(&second.token, "question", &words("Once more."));

        let refused = school.submit(&second.token);

        assert_eq!(pointers(refused), [(String::new(), "duplicate")]);
    }

    fn of_two_handed_in_at_once_one_waits(db: &TestDatabase) {
        let school = School::new(db);
        let tokens = [(); 2].map(|()| school.begun().token);
        for token in &tokens {
            school.show(token, "question", &words("Why on Fridays?"));
        }
        let start = Barrier::new(2);

        let waiting = thread::scope(|scope| {
            let runs = tokens.each_ref().map(|token| {
                let (school, start) = (&school, &start);
                scope.spawn(move || {
                    start.wait();
                    school.submit(token).is_ok()
                })
            });
            runs.map(|run| run.join().unwrap())
        });

        assert_eq!(waiting.iter().filter(|went| **went).count(), 1);
    }

    fn the_next_try_begins_with_everything_that_was_sent(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.submitted();
        let nobody = Caller::anonymous();
        school.decide(begun.application.id, not_yet()).unwrap();

        let again = || school.write(|conn, tools| applying::again(conn, tools, &nobody, &begun.token));
        let (next, twice) = (again().unwrap(), again().unwrap());

        let items = |id| db.read(|conn| application_evidence::of_application(conn, id)).unwrap();
        assert_eq!(next.id, twice.id);
        assert_eq!((next.attempt, next.previous_id), (2, Some(begun.application.id)));
        assert_eq!(next.state, ApplicationState::Draft);
        assert_eq!(items(next.id).len(), 1);
        assert!(items(next.id)[0].kept);
        // The first try stays as it was.
        assert_eq!(items(begun.application.id).len(), 1);
        assert_eq!(school.application(begun.application.id).state, ApplicationState::Returned);
        assert_eq!(person(&school.world.tools, &next).unwrap().email, "malik@example.org");
        assert!(school.submit(&begun.token).is_ok());
    }

    fn what_was_sent_can_be_taken_back_until_it_is_decided(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.submitted();
        let withdraw = || {
            school.write(|conn, tools| applying::withdraw(conn, tools, &Caller::anonymous(), &begun.token))
        };

        let first = withdraw().unwrap();
        let second = withdraw().unwrap();
        let late = school.decide(begun.application.id, yes());

        assert_eq!(first.state, ApplicationState::Withdrawn);
        assert_eq!(second.revision, first.revision);
        assert!(matches!(
            late,
            Err(ApplicationError::WrongState(ApplicationState::Withdrawn))
        ));
    }

    fn what_the_earner_says_is_kept_as_they_go(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.begun();
        let edit = |edit: ApplicationEdit| {
            school.write(|conn, tools| applying::edit(conn, tools, &begun.token, &edit))
        };

        let saved = edit(ApplicationEdit {
            name: Some("Malik J.".into()),
            show_name: Some(false),
            words: Some(" I counted bins. ".into()),
        })
        .unwrap();
        let emptied = edit(ApplicationEdit { words: Some(String::new()), ..ApplicationEdit::default() });
        let nameless = edit(ApplicationEdit { name: Some(String::new()), ..ApplicationEdit::default() });

        assert_eq!(saved.words.as_deref(), Some("I counted bins."));
        assert!(!saved.show_name);
        assert_eq!(emptied.unwrap().words, None);
        assert_eq!(pointers(nameless), [("/name".to_owned(), "required")]);
    }

    fn a_badge_that_changed_meanwhile_keeps_the_work_that_has_lost_its_point(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.submitted();
        school.decide(begun.application.id, not_yet()).unwrap();
        let operator = Caller::operator();
        let mut changed = content(&school.world, Some(AssessmentRule::default()));
        changed.criteria.items.remove(0);
        db.write(|conn| {
            let edit = BadgeClassEdit { content: Some(changed), ..BadgeClassEdit::default() };
            badge_classes::edit(conn, &school.world.tools, &operator, school.badge.id, edit)?;
            badge_classes::publish(conn, &school.world.tools, &operator, school.badge.id)
        })
        .unwrap();

        let next = school
            .write(|conn, tools| applying::again(conn, tools, &Caller::anonymous(), &begun.token))
            .unwrap();

        let items = db.read(|conn| application_evidence::of_application(conn, next.id)).unwrap();
        assert_ne!(next.version_id, begun.application.version_id);
        assert_eq!(items[0].criterion, None);
    }
}

use accolade_storage::audit_events::{self, AuditFilter};
use accolade_storage::on_each_database;
use accolade_storage::types::{ReviewAnswer, Role};
use accolade_storage::{Database, PageRequest, badge_class_versions, mails};

use super::*;
use crate::access::AccessError;
use crate::badge_classes::{BadgeClassEdit, NewBadgeClass, draft, edit, publish, publish_despite};
use crate::mail::{self, Letter};
use crate::testing::World;

fn drafted(world: &World<'_>) -> BadgeClass {
    let issuer = world.issuer("acme");
    let new = NewBadgeClass {
        content: world.content("Good question"),
        suspendable: false,
    };
    let operator = Caller::operator();
    world
        .db
        .write(|conn| draft(conn, &world.tools, &operator, issuer.id, new))
        .unwrap()
}

fn of_three(quorum: u32) -> NewReview {
    let person = |name: &str| NewReviewer {
        name: name.into(),
        role: Some("head of science".into()),
        email: None,
    };
    NewReview {
        reviewers: vec![person("Rosa"), person("Paul"), person("Ines")],
        quorum,
        deadline: None,
        message: Some(" Please look. ".into()),
    }
}

fn asked(world: &World<'_>, class: &BadgeClass, new: NewReview) -> Vec<Invitation> {
    let operator = Caller::operator();
    let done = world
        .db
        .write(|conn| ask(conn, &world.tools, &operator, class.id, new));
    done.unwrap().1
}

fn yes() -> ReviewWord {
    ReviewWord {
        answer: ReviewAnswer::Approved,
        words: None,
        show_publicly: true,
        show_words: false,
        comments: vec![],
    }
}

fn no(words: &str) -> ReviewWord {
    ReviewWord {
        answer: ReviewAnswer::Objected,
        words: Some(words.into()),
        show_publicly: true,
        show_words: false,
        comments: vec![],
    }
}

/// The last part of a link that was handed over.
fn secret(invitation: &Invitation) -> &str {
    invitation.secret.as_deref().unwrap()
}

fn says(
    world: &World<'_>,
    invitation: &Invitation,
    word: ReviewWord,
) -> Result<Opened, AnswerError> {
    world
        .db
        .write(|conn| answer(conn, &world.tools, secret(invitation), word))
}

fn published(world: &World<'_>, class: &BadgeClass) -> Result<BadgeClassVersion, BadgeClassError> {
    let operator = Caller::operator();
    let done = world
        .db
        .write(|conn| publish(conn, &world.tools, &operator, class.id));
    done.map(|(_, version)| version)
}

fn rename(world: &World<'_>, class: &BadgeClass) {
    let change = BadgeClassEdit {
        content: Some(world.content("Better question")),
        ..BadgeClassEdit::default()
    };
    let operator = Caller::operator();
    world
        .db
        .write(|conn| edit(conn, &world.tools, &operator, class.id, change))
        .unwrap();
}

fn codes(error: Result<impl std::fmt::Debug, BadgeClassError>) -> Vec<(String, &'static str)> {
    match error {
        Err(BadgeClassError::Invalid(found)) => {
            let code =
                |violation: crate::violations::Violation| (violation.pointer, violation.code);
            found.0.into_iter().map(code).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn state_of(db: &Database, class: &BadgeClass) -> BadgeClassState {
    let found = db.read(|conn| badge_classes::find(conn, class.id)).unwrap();
    found.unwrap().state
}

#[test]
fn a_quorum_counts_those_who_said_yes_and_nobody_else() {
    let standing = |approved, objected, waiting, quorum| Standing {
        approved,
        objected,
        waiting,
        quorum,
    };

    for (standing, reached, possible, missing) in [
        (standing(0, 0, 3, 2), false, true, 2),
        (standing(1, 1, 1, 2), false, true, 1),
        (standing(1, 2, 0, 2), false, false, 1),
        (standing(2, 1, 0, 2), true, true, 0),
        (standing(3, 0, 0, 2), true, true, 0),
        (standing(0, 3, 0, 1), false, false, 1),
    ] {
        let found = (standing.reached(), standing.possible(), standing.missing());
        assert_eq!(found, (reached, possible, missing), "{standing:?}");
    }
}

on_each_database! {
    fn a_draft_is_published_when_enough_said_yes(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let links = asked(&world, &class, of_three(2));
        assert_eq!(state_of(db, &class), BadgeClassState::InReview);

        says(&world, &links[0], yes()).unwrap();
        says(&world, &links[1], no("Thirty is too many.")).unwrap();
        let refused = published(&world, &class);
        let Err(BadgeClassError::NotApproved(NotApproved::TooFew(standing))) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!((standing.approved, standing.objected, standing.waiting), (1, 1, 1));
        says(&world, &links[2], ReviewWord { show_publicly: false, ..yes() }).unwrap();
        let version = published(&world, &class).unwrap();

        let shown = db.read(|conn| approvals_of(conn, &version)).unwrap();
        assert_eq!(shown.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Rosa"]);
        assert!(matches!(says(&world, &links[1], yes()), Err(AnswerError::Over)));
    }

    fn a_yes_to_one_text_is_no_yes_to_another(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let first = asked(&world, &class, of_three(1));
        says(&world, &first[0], yes()).unwrap();
        rename(&world, &class);

        let refused = published(&world, &class);
        assert!(matches!(
            refused,
            Err(BadgeClassError::NotApproved(NotApproved::OtherText))
        ));
        let second = asked(&world, &class, of_three(1));
        assert!(matches!(says(&world, &first[1], yes()), Err(AnswerError::Over)));
        assert!(published(&world, &class).is_err());
        says(&world, &second[1], yes()).unwrap();
        let version = published(&world, &class).unwrap();

        let shown = db.read(|conn| approvals_of(conn, &version)).unwrap();
        assert_eq!(shown[0].name, "Paul");
        let rounds = db.read(|conn| review_requests::of_badge_class(conn, class.id)).unwrap();
        assert_eq!(
            rounds.iter().map(|round| (round.round, round.state)).collect::<Vec<_>>(),
            [(2, ReviewState::Published), (1, ReviewState::Replaced)]
        );
    }

    fn a_steward_may_publish_all_the_same_with_a_reason_that_is_kept(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let links = asked(&world, &class, of_three(3));
        says(&world, &links[0], yes()).unwrap();
        rename(&world, &class);
        let (_, teacher) = world.person("teacher@a.org", Some((class.issuer_id, Role::Issuer)));
        let (_, steward) = world.person("steward@a.org", Some((class.issuer_id, Role::Steward)));
        let despite = |caller: &Caller, reason: &str| {
            db.write(|conn| publish_despite(conn, &world.tools, caller, class.id, reason))
        };

        assert!(matches!(
            despite(&teacher, "We must begin."),
            Err(BadgeClassError::Access(AccessError::Forbidden))
        ));
        assert_eq!(codes(despite(&steward, "  ")), [("/reason".to_owned(), "required")]);
        let (_, version) = despite(&steward, "We must begin.").unwrap();

        let round = db.read(|conn| review_requests::latest(conn, class.id)).unwrap().unwrap();
        assert_eq!(round.override_reason.as_deref(), Some("We must begin."));
        // Rosa's yes was to another text.
        assert!(db.read(|conn| approvals_of(conn, &version)).unwrap().is_empty());
    }

    fn a_link_opens_one_round_to_one_person_until_its_end(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let soon = world.tools.clock.now() + jiff::SignedDuration::from_hours(24);
        let links = asked(&world, &class, NewReview { deadline: Some(soon.into()), ..of_three(1) });
        let open = |secret: &str| db.read(|conn| by_secret(conn, &world.tools, secret));

        let opened = open(secret(&links[0])).unwrap();
        assert_eq!((opened.reviewer.name.as_str(), opened.open), ("Rosa", true));
        assert!(matches!(open("x"), Err(AnswerError::Unknown)));
        assert!(matches!(open(&links[0].reviewer.id.to_string()), Err(AnswerError::Unknown)));
        world.clock.advance(jiff::SignedDuration::from_hours(24));
        assert!(!open(secret(&links[0])).unwrap().open);
        assert!(matches!(says(&world, &links[0], yes()), Err(AnswerError::Over)));
    }

    fn an_answer_takes_the_place_of_the_one_before_and_is_counted_once(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let links = asked(&world, &class, of_three(2));
        let remark = NewComment { target: "image".into(), body: "The owl looks cross.".into() };
        let with_remark = ReviewWord { comments: vec![remark], ..yes() };

        says(&world, &links[0], with_remark.clone()).unwrap();
        says(&world, &links[0], with_remark).unwrap();
        let opened = says(&world, &links[0], no("I thought again.")).unwrap();

        assert_eq!(opened.comments.len(), 1);
        assert!(!opened.reviewer.show_publicly);
        let all = db.read(|conn| reviewers::of_request(conn, opened.request.id)).unwrap();
        let standing = Standing::of(&opened.request, &all);
        assert_eq!((standing.approved, standing.objected, standing.waiting), (0, 1, 2));
    }

    fn an_objection_needs_words_and_a_remark_a_part_that_exists(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let links = asked(&world, &class, of_three(2));
        let stray = NewComment { target: "criterion:gone".into(), body: "x".into() };

        let refused = says(&world, &links[0], ReviewWord { comments: vec![stray], ..no(" ") });

        let Err(AnswerError::Invalid(found)) = refused else { panic!("{refused:?}") };
        let pointers: Vec<_> = found.0.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(pointers, ["/words", "/comments/0/target"]);
    }

    fn a_renewed_link_replaces_the_old_one(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let links = asked(&world, &class, of_three(2));
        let (tools, operator) = (&world.tools, &Caller::operator());

        let new = db
            .write(|conn| renew_link(conn, tools, operator, class.id, links[0].reviewer.id))
            .unwrap();

        assert!(matches!(says(&world, &links[0], yes()), Err(AnswerError::Unknown)));
        assert!(says(&world, &new, yes()).is_ok());
    }

    fn a_renewed_link_takes_back_what_was_said_and_the_log_keeps_it(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let links = asked(&world, &class, of_three(2));
        says(&world, &links[0], no("Thirty is too many.")).unwrap();

        let new = db
            .write(|conn| renew_link(conn, &world.tools, &Caller::operator(), class.id, links[0].reviewer.id))
            .unwrap();

        let events = db
            .read(|conn| audit_events::list(conn, AuditFilter::new().subject(class.id), PageRequest::default()))
            .unwrap();
        let renewed = events.items.iter().find(|one| one.action == "review.link_renewed").unwrap();
        assert_eq!((new.reviewer.answer, &new.reviewer.words), (None, &None));
        assert_eq!(new.reviewer.renewed_at, Some(world.tools.now()));
        assert!(renewed.detail.contains("objected") && renewed.detail.contains("Thirty is too many."), "{renewed:?}");
    }

    fn a_link_that_goes_by_letter_is_told_to_nobody_else(db: &TestDatabase) {
        let mut world = World::new(db);
        world.tools.rules.sends_mail = true;
        let class = drafted(&world);
        let mut new = of_three(2);
        new.reviewers[0].email = Some("rosa@port.example".into());

        let links = asked(&world, &class, new);
        let renewed = db
            .write(|conn| renew_link(conn, &world.tools, &Caller::operator(), class.id, links[0].reviewer.id))
            .unwrap();

        let told: Vec<bool> = links.iter().map(|one| one.secret.is_some()).collect();
        assert_eq!(told, [false, true, true]);
        assert_eq!((renewed.secret, renewed.reviewer.by_letter), (None, true));
        assert_eq!(db.read(|conn| mails::newest(conn, 9)).unwrap().len(), 2);
    }

    fn a_round_can_be_taken_back(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let links = asked(&world, &class, of_three(2));
        let (tools, operator) = (&world.tools, &Caller::operator());

        db.write(|conn| withdraw(conn, tools, operator, class.id)).unwrap();

        assert_eq!(state_of(db, &class), BadgeClassState::Draft);
        assert!(matches!(says(&world, &links[0], yes()), Err(AnswerError::Over)));
        let again = db.write(|conn| withdraw(conn, tools, operator, class.id));
        assert!(matches!(again, Err(BadgeClassError::NotInReview)));
        assert!(published(&world, &class).is_ok());
    }

    fn what_is_asked_must_make_sense(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let same = NewReviewer { name: "A".into(), role: None, email: Some("A@a.org".into()) };
        let wrong = NewReview {
            reviewers: vec![same.clone(), NewReviewer { email: Some("a@a.org ".into()), ..same }],
            quorum: 3,
            deadline: Some(world.tools.now()),
            message: Some("x".repeat(limits::REVIEW_WORDS.value + 1)),
        };
        let ask = |new| db.write(|conn| ask(conn, &world.tools, &Caller::operator(), class.id, new));

        let found: Vec<_> = codes(ask(wrong)).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(found, ["/reviewers/1/email", "/quorum", "/deadline", "/message"]);
        assert_eq!(
            codes(ask(NewReview { reviewers: vec![], ..of_three(1) })),
            [("/reviewers".to_owned(), "required")]
        );
    }

    fn a_published_badge_stays_published_while_its_next_text_is_judged(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let class = world.badge(issuer.id);
        rename(&world, &class);

        asked(&world, &class, of_three(2));

        assert_eq!(state_of(db, &class), BadgeClassState::Published);
        let latest = db.read(|conn| badge_class_versions::latest(conn, class.id)).unwrap();
        assert_eq!(latest.unwrap().name, "Good question");
    }
}

/// Every letter that waits, newest first, each with its address.
fn posted(world: &World<'_>) -> Vec<(String, Letter)> {
    let kept = world.db.read(|conn| mails::newest(conn, 50)).unwrap();
    kept.iter()
        .filter_map(|kept| mail::open(&world.tools, kept).unwrap())
        .map(|envelope| (envelope.to, envelope.letter))
        .collect()
}

on_each_database! {
    fn whoever_asked_hears_of_an_objection_and_of_the_yes_that_was_missing(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let (_, asker) = world.person("ines@acme.example", Some((class.issuer_id, Role::Issuer)));
        let (_, invitations) = db
            .write(|conn| ask(conn, &world.tools, &asker, class.id, of_three(2)))
            .unwrap();

        says(&world, &invitations[0], no("Thirty is many.")).unwrap();
        says(&world, &invitations[0], no("Thirty is too many.")).unwrap();
        world.clock.advance(jiff::SignedDuration::from_mins(1));
        says(&world, &invitations[1], yes()).unwrap();
        says(&world, &invitations[2], yes()).unwrap();

        let letters = posted(&world);
        assert_eq!(letters.len(), 2, "{letters:?}");
        assert!(letters.iter().all(|(to, _)| to == "ines@acme.example"));
        let Letter::DraftApproved { approved, objected, may_publish, .. } = &letters[0].1 else {
            panic!("{:?}", letters[0]);
        };
        assert_eq!((*approved, *objected, *may_publish), (2, 1, false));
        let Letter::DraftObjected { reviewer, words, .. } = &letters[1].1 else {
            panic!("{:?}", letters[1]);
        };
        assert_eq!((reviewer.as_str(), words.as_deref()), ("Rosa", Some("Thirty is many.")));
    }

    fn those_who_said_yes_hear_that_it_is_published_and_where_to_endorse_it(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let mut new = of_three(1);
        new.reviewers[0].email = Some("rosa@lab.example".into());
        new.reviewers[1].email = Some("paul@lab.example".into());
        let invitations = asked(&world, &class, new);
        says(&world, &invitations[0], yes()).unwrap();
        says(&world, &invitations[1], no("Not mine.")).unwrap();

        published(&world, &class).unwrap();

        let told: Vec<_> = posted(&world)
            .into_iter()
            .filter_map(|(to, letter)| match letter {
                Letter::DraftPublished { endorse, .. } => Some((to, endorse)),
                _ => None,
            })
            .collect();
        let endorse = format!("https://badges.test/library/{}/endorse", class.id);
        assert_eq!(told, [("rosa@lab.example".to_owned(), endorse)]);
    }

    fn words_are_quoted_only_with_the_leave_of_who_said_them_and_beside_their_name(db: &TestDatabase) {
        let world = World::new(db);
        let class = drafted(&world);
        let invitations = asked(&world, &class, of_three(3));
        let quoted = |show_publicly, show_words| ReviewWord {
            words: Some("A good badge.".into()),
            show_publicly,
            show_words,
            ..yes()
        };
        for (invitation, (name, words)) in invitations.iter().zip([(true, true), (true, false), (false, true)]) {
            says(&world, invitation, quoted(name, words)).unwrap();
        }

        let version = published(&world, &class).unwrap();

        let shown = db.read(|conn| approvals_of(conn, &version)).unwrap();
        let quotes: Vec<bool> = shown.iter().map(|reviewer| reviewer.show_words).collect();
        assert_eq!(quotes, [true, false]);
    }
}

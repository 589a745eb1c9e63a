use accolade_storage::on_each_database;
use accolade_storage::types::ReviewKind;
use jiff::SignedDuration;

use super::*;
use crate::access::AccessError;
use crate::awards::AwardOrder;
use crate::revocation;

fn own(school: &School<'_>, token: &str) {
    school
        .write(|conn, tools| reviewing::own(conn, tools, &Caller::anonymous(), token, all_met()))
        .unwrap();
}

on_each_database! {
    fn the_earner_and_two_peers_make_it_ready_without_an_assessor(db: &TestDatabase) {
        let school = School::with(db, own_and_two_peers_or_one_assessor());
        let begun = school.submitted();
        let id = begun.application.id;
        own(&school, &begun.token);
        let noor = school.asked(&begun.token, "noor@example.org").unwrap();
        let yuki = school.asked(&begun.token, "yuki@example.org").unwrap();

        school.peer_says(&noor, all_met()).unwrap();
        let before = school.application(id).ready;
        school.peer_says(&yuki, all_met()).unwrap();

        assert!(!before);
        assert!(school.application(id).ready);
        let mut links = school
            .letters()
            .into_iter()
            .filter(|(_, letter)| matches!(letter, Letter::ReviewAsked { by_earner: true, days: 30, .. }))
            .map(|(to, _)| to)
            .collect::<Vec<_>>();
        links.sort();
        assert_eq!(links, ["noor@example.org", "yuki@example.org"]);
    }

    fn nobody_is_their_own_peer(db: &TestDatabase) {
        let school = School::with(db, own_and_two_peers_or_one_assessor());
        let malik = school.signed_in("malik@example.org");
        let begun = school.submitted();

        let by_address = school.asked(&begun.token, " MALIK@example.org ");
        let noor = school.asked(&begun.token, "noor@example.org").unwrap();
        let signed_in = school.write(|conn, tools| {
            reviewing::by_link(conn, tools, &malik, &noor, "Noor", all_met())
        });
        let with_own_link = school.peer_says(&begun.token, all_met());
        let as_earner = school.write(|conn, tools| {
            reviewing::own(conn, tools, &Caller::anonymous(), &noor, all_met())
        });

        assert_eq!(pointers(by_address), [("/email".to_owned(), "not_allowed")]);
        assert!(matches!(signed_in, Err(ApplicationError::OwnWork)), "{signed_in:?}");
        assert!(matches!(with_own_link, Err(ApplicationError::Unknown)));
        assert!(matches!(as_earner, Err(ApplicationError::Unknown)));
    }

    fn an_assessor_does_not_judge_their_own_work(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.begun_by(&school.assessor, "private@example.org");
        school.show(&begun.token, "question", &words("Mine."));
        school.submit(&begun.token).unwrap();
        let other = school.begun_by(&Caller::anonymous(), "ines@kestrel.example");
        school.show(&other.token, "question", &words("Mine too."));
        school.submit(&other.token).unwrap();

        for id in [begun.application.id, other.application.id] {
            let decided = school.decide(id, yes());
            let at_once = school.write(|conn, tools| {
                deciding::accept_ready(conn, tools, &school.assessor, id)
            });

            assert!(matches!(decided, Err(ApplicationError::OwnWork)), "{decided:?}");
            assert!(matches!(at_once, Err(ApplicationError::OwnWork)), "{at_once:?}");
        }
        assert_eq!(school.awards(), 0);
    }

    fn the_same_person_counts_once_however_often_and_whichever_way_they_come(db: &TestDatabase) {
        let school = School::with(db, own_and_two_peers_or_one_assessor());
        let begun = school.submitted();
        own(&school, &begun.token);
        let noor = school.asked(&begun.token, "noor@example.org").unwrap();
        let twice = school.asked(&begun.token, "Noor@Example.org");
        let yuki = school.asked(&begun.token, "yuki@example.org").unwrap();
        let account = school.signed_in("noor@example.org");

        school.peer_says(&noor, chart_open()).unwrap();
        school.peer_says(&noor, all_met()).unwrap();
        let by_other_link = school.write(|conn, tools| {
            reviewing::by_link(conn, tools, &account, &yuki, "Yuki", all_met())
        });

        assert_eq!(pointers(twice), [("/email".to_owned(), "duplicate")]);
        assert!(matches!(by_other_link, Err(ApplicationError::LookedAlready)), "{by_other_link:?}");
        let reviews = db
            .read(|conn| reviews::of_application(conn, begun.application.id))
            .unwrap();
        assert_eq!(reviews.iter().filter(|one| one.kind == ReviewKind::Peer).count(), 1);
        assert!(!school.application(begun.application.id).ready);
    }

    fn who_looked_by_account_does_not_look_again_by_a_link_signed_out(db: &TestDatabase) {
        let school = School::with(db, own_and_two_peers_or_one_assessor());
        let begun = school.submitted();
        own(&school, &begun.token);
        let address = "ines@kestrel.example";
        let link = school.asked(&begun.token, address).unwrap();
        let at = school.world.tools.now();
        db.write(|conn| accounts::prove_identity(conn, "email", address, at)).unwrap();
        school
            .write(|conn, tools| reviewing::by_account(conn, tools, &school.assessor, begun.application.id, all_met()))
            .unwrap();

        let signed_out = school.write(|conn, tools| {
            reviewing::by_link(conn, tools, &Caller::anonymous(), &link, "Somebody else", all_met())
        });

        assert!(matches!(signed_out, Err(ApplicationError::LookedAlready)), "{signed_out:?}");
    }

    fn a_reviewers_link_ends(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.submitted();
        let id = begun.application.id;
        let asked = Asked { name: "Dr Venkat".into(), email: "rosa@port.example".into() };
        let link = school
            .write(|conn, tools| asking::outside(conn, tools, &school.assessor, id, &asked))
            .unwrap();
        let token = links::token(&school.world.tools, link.id);

        let first = school.peer_says(&token, all_met()).unwrap();
        school
            .write(|conn, tools| asking::take_back(conn, tools, &school.assessor, id, link.id))
            .unwrap();
        let closed = school.peer_says(&token, chart_open());
        let noor = school.asked(&begun.token, "noor@example.org").unwrap();
        school.world.clock.advance(SignedDuration::from_hours(24 * 31));
        let late = school.peer_says(&noor, all_met());

        assert_eq!(first.kind, ReviewKind::Outside);
        assert!(matches!(closed, Err(ApplicationError::LinkEnded)));
        assert!(matches!(late, Err(ApplicationError::LinkEnded)));
    }

    fn a_link_opens_nothing_once_it_is_decided_or_taken_back(db: &TestDatabase) {
        let school = School::new(db);
        let (decided, withdrawn) = (school.submitted(), school.begun_by(&Caller::anonymous(), "lena@example.org"));
        school.show(&withdrawn.token, "question", &words("Why on Fridays?"));
        school.submit(&withdrawn.token).unwrap();
        let noor = school.asked(&decided.token, "noor@example.org").unwrap();
        let yuki = school.asked(&withdrawn.token, "yuki@example.org").unwrap();
        let look = |token: &str| school.write(|conn, tools| links::reviewer(conn, tools, token));
        assert!(look(&noor).is_ok() && look(&yuki).is_ok());

        school.decide(decided.application.id, yes()).unwrap();
        school
            .write(|conn, tools| applying::withdraw(conn, tools, &Caller::anonymous(), &withdrawn.token))
            .unwrap();

        for token in [&noor, &yuki] {
            assert!(matches!(look(token), Err(ApplicationError::LinkEnded)));
            assert!(matches!(school.peer_says(token, chart_open()), Err(ApplicationError::LinkEnded)));
        }
    }

    fn who_holds_the_badge_asked_for_is_known_by_the_address(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("other");
        let wanted = world.badge(issuer.id);
        let rule = AssessmentRule {
            any_of: vec![vec![Look {
                holding: Some(wanted.id),
                ..Look::of(ReviewKind::Holder, 1)
            }]],
            ..AssessmentRule::default()
        };
        let school = School::in_world(world, rule);
        let world = &school.world;
        let held = world.award_with(AwardOrder::new(wanted.id, "noor@example.org"));
        let holder = school.signed_in("noor@example.org");
        let (_, unproved) = world.person("yuki@example.org", None);
        world.award_with(AwardOrder::new(wanted.id, "yuki@example.org"));
        let begun = school.submitted();
        let id = begun.application.id;
        let look = |who: &Caller| {
            school.write(|conn, tools| reviewing::by_account(conn, tools, who, id, all_met()))
        };

        let refused = look(&unproved);
        let review = look(&holder).unwrap();
        let ready = school.application(id).ready;
        let decided = school.decide_as(&holder, id, yes());
        db.write(|conn| {
            revocation::revoke(conn, &world.tools, &Caller::operator(), held.assertion.id, "Gone.")
        })
        .unwrap();
        let without = look(&holder);

        assert_eq!(review.kind, ReviewKind::Holder);
        assert!(ready);
        for refusal in [refused.map(|_| ()), decided.map(|_| ()), without.map(|_| ())] {
            assert!(
                matches!(refusal, Err(ApplicationError::Access(AccessError::Hidden))),
                "{refusal:?}"
            );
        }
    }

    fn a_peer_who_holds_the_badge_fills_the_holders_place(db: &TestDatabase) {
        let world = World::new(db);
        let wanted = world.badge(world.issuer("other").id);
        let rule = AssessmentRule {
            any_of: vec![vec![
                Look { holding: Some(wanted.id), ..Look::of(ReviewKind::Peer, 1) },
            ]],
            ..AssessmentRule::default()
        };
        let school = School::in_world(world, rule);
        school.world.award_with(AwardOrder::new(wanted.id, "noor@example.org"));
        let begun = school.submitted();
        let (noor, yuki) = (
            school.asked(&begun.token, "noor@example.org").unwrap(),
            school.asked(&begun.token, "yuki@example.org").unwrap(),
        );

        school.peer_says(&yuki, all_met()).unwrap();
        let before = school.application(begun.application.id).ready;
        school.peer_says(&noor, all_met()).unwrap();

        assert!(!before);
        assert!(school.application(begun.application.id).ready);
    }

    fn what_is_said_must_fit_the_badge(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.submitted();
        let noor = school.asked(&begun.token, "noor@example.org").unwrap();
        let mut level = finding("question", Finding::Met, None);
        level.level = Some("secure".into());
        let review = NewReview {
            decisions: vec![
                finding("nothing", Finding::Met, None),
                level.clone(),
                level,
            ],
            comment: Some("x".repeat(2001)),
            results: Vec::new(),
        };

        assert_eq!(
            pointers(school.peer_says(&noor, review)),
            [
                ("/comment".to_owned(), "too_long"),
                ("/decisions/0/criterion".to_owned(), "unknown"),
                ("/decisions/1/level".to_owned(), "unknown"),
                ("/decisions/2/criterion".to_owned(), "duplicate"),
                ("/decisions/2/level".to_owned(), "unknown"),
            ]
        );
    }

    fn half_a_look_supports_nothing(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.submitted();
        let noor = school.asked(&begun.token, "noor@example.org").unwrap();
        let says = |findings: &[(&str, Finding)]| {
            let decisions = findings.iter().map(|(id, found)| finding(id, *found, None)).collect();
            school.peer_says(&noor, NewReview { decisions, ..NewReview::default() }).unwrap().supports
        };

        assert!(!says(&[]));
        assert!(!says(&[("question", Finding::Met)]));
        assert!(!says(&[("question", Finding::NotApplicable), ("chart", Finding::NotApplicable)]));
        assert!(says(&[("question", Finding::NotApplicable), ("chart", Finding::Met)]));
        assert!(says(&[
            ("question", Finding::Met),
            ("chart", Finding::Met),
            ("extra", Finding::NotYet),
        ]));
    }

    fn a_quiz_score_opens_the_way(db: &TestDatabase) {
        let rule = AssessmentRule { least_quiz_score: Some(80), ..AssessmentRule::default() };
        let school = School::with(db, rule);
        let begun = school.submitted();
        let id = begun.application.id;
        let score = |score| {
            school.write(|conn, tools| reviewing::quiz_score(conn, tools, &school.assessor, id, score))
        };

        let early = school.decide(id, yes()).unwrap();
        score(79).unwrap();
        let low = school.application(id).ready;
        let huge = score(4_000_000_000);
        score(80).unwrap();

        assert!(matches!(early, Decided::Noted(_, standing) if standing.failed.len() == 1));
        assert!(!low);
        assert_eq!(pointers(huge), [("/score".to_owned(), "out_of_range")]);
        assert!(school.application(id).ready);
    }
}

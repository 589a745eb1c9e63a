use std::sync::Barrier;
use std::thread;

use accolade_storage::types::{DocumentFormat, ReviewKind, Visibility};
use accolade_storage::{PageRequest, on_each_database, signed_documents};

use super::*;
use crate::access::AccessError;
use crate::awards::{self, AwardResult};
use crate::badge_classes::{self, BadgeClassEdit};

fn two_assessors() -> AssessmentRule {
    AssessmentRule {
        any_of: vec![vec![Look::of(ReviewKind::Assessor, 2)]],
        ..AssessmentRule::default()
    }
}

fn done(told: Told<Decided>) -> Application {
    match told {
        Ok(Decided::Done(application)) => application,
        other => panic!("{other:?}"),
    }
}

on_each_database! {
    fn a_yes_makes_an_award_with_the_work_the_reason_and_the_rule(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.begun();
        school.show(&begun.token, "question", &words("Why on Fridays?"));
        let mut private = words("My mother helped.");
        private.visibility = Visibility::Private;
        school.show(&begun.token, "chart", &private);
        school.submit(&begun.token).unwrap();
        let mut ruling = yes();
        ruling.review.decisions[1].level = Some("leading".into());
        ruling.reason = Some("The cook changed the menu.".into());

        let accepted = done(school.decide(begun.application.id, ruling));

        let award = accepted.assertion_id.unwrap();
        let (assertion, evidence, body) = db
            .read(|conn| {
                Ok::<_, StorageError>((
                    accolade_storage::assertions::find(conn, award)?.unwrap(),
                    accolade_storage::evidence::of_assertion(conn, award)?,
                    signed_documents::find(conn, award, DocumentFormat::V3Json)?.unwrap().body,
                ))
            })
            .unwrap();
        assert_eq!(accepted.state, ApplicationState::Accepted);
        assert_eq!(assertion.recipient_name.as_deref(), Some("Malik Jefferson"));
        assert_eq!(assertion.created_by, school.assessor.account);
        let assessment = awards::assessment(&assertion).unwrap();
        assert_eq!(assessment.by.as_deref(), Some("Somebody"));
        assert_eq!(
            assessment.how.as_deref(),
            Some("Point by point. The rule: One assessor. Found complete by an assessor.")
        );
        assert_eq!(
            evidence.iter().map(|item| item.visibility).collect::<Vec<_>>(),
            [Visibility::Public, Visibility::Private, Visibility::Public]
        );
        assert_eq!(awards::results(&assertion)[0].level.as_deref(), Some("leading"));
        for signed in ["The cook changed the menu.", "Why on Fridays?", "assessor, Acme School"] {
            assert!(body.contains(signed), "{signed} is missing from {body}");
        }
        assert!(!body.contains("My mother helped."));
        assert!(school.letters().iter().any(|(to, letter)| to == "malik@example.org"
            && matches!(letter, Letter::ApplicationAccepted { reason: Some(_), .. })));
    }

    fn what_was_judged_is_awarded_though_another_version_was_published_meanwhile(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.submitted();
        let operator = Caller::operator();
        let mut changed = content(&school.world, Some(AssessmentRule::default()));
        changed.criteria.items.remove(0);
        changed.results.clear();
        db.write(|conn| {
            let edit = BadgeClassEdit { content: Some(changed), ..BadgeClassEdit::default() };
            badge_classes::edit(conn, &school.world.tools, &operator, school.badge.id, edit)?;
            badge_classes::publish(conn, &school.world.tools, &operator, school.badge.id)
        })
        .unwrap();

        let accepted = done(school.decide(begun.application.id, yes()));

        let award = db.read(|conn| accolade_storage::assertions::find(conn, accepted.assertion_id.unwrap())).unwrap().unwrap();
        assert_eq!(award.version_id, begun.application.version_id);
    }

    fn what_was_reached_in_the_whole_goes_into_the_award(db: &TestDatabase) {
        let school = School::new(db);
        let id = school.submitted().application.id;
        let depth = |level: &str| AwardResult {
            result: "depth".into(),
            level: Some(level.into()),
            ..AwardResult::default()
        };
        let mut ruling = yes();
        ruling.review.decisions[1].level = Some("secure".into());
        ruling.review.results = vec![depth("deep")];

        let accepted = done(school.decide(id, ruling));

        let award = accepted.assertion_id.unwrap();
        let assertion = db
            .read(|conn| accolade_storage::assertions::find(conn, award))
            .unwrap()
            .unwrap();
        let reached: Vec<_> = awards::results(&assertion)
            .into_iter()
            .map(|one| (one.result, one.level.unwrap()))
            .collect();
        assert_eq!(
            reached,
            [("chart".into(), "secure".into()), ("depth".into(), "deep".into())]
        );
    }

    fn a_level_that_is_none_of_the_badge_or_belongs_to_a_point_is_refused(db: &TestDatabase) {
        let school = School::new(db);
        let id = school.submitted().application.id;
        let with = |result: &str, level: &str| {
            let mut ruling = yes();
            ruling.review.results = vec![AwardResult {
                result: result.into(),
                level: Some(level.into()),
                ..AwardResult::default()
            }];
            match school.decide(id, ruling) {
                Err(ApplicationError::Invalid(found)) => {
                    (found.0[0].pointer.clone(), found.0[0].code)
                }
                other => panic!("{other:?}"),
            }
        };

        let unknown = with("depth", "bottomless");
        let misplaced = with("chart", "secure");

        assert_eq!(unknown, ("/review/results/0/level".into(), "unknown"));
        assert_eq!(misplaced, ("/review/results/0/result".into(), "not_allowed"));
    }

    fn two_who_say_yes_at_once_make_one_award(db: &TestDatabase) {
        let school = School::new(db);
        let id = school.submitted().application.id;
        let (_, ruth) = school
            .world
            .person("ruth@kestrel.example", Some((school.issuer.id, Role::Issuer)));
        let start = Barrier::new(2);

        let told: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = [&school.assessor, &ruth]
                .into_iter()
                .map(|who| {
                    let (start, school) = (&start, &school);
                    scope.spawn(move || {
                        start.wait();
                        school.decide_as(who, id, yes())
                    })
                })
                .collect();
            threads.into_iter().map(|one| one.join().unwrap()).collect()
        });

        let awards: Vec<_> = told.into_iter().map(|one| done(one).assertion_id.unwrap()).collect();
        assert_eq!(awards[0], awards[1]);
        assert_eq!(school.awards(), 1);
    }

    fn a_second_assessor_is_told_what_the_first_decided(db: &TestDatabase) {
        let school = School::new(db);
        let id = school.submitted().application.id;
        let seen = school.application(id).revision;
        let (_, ruth) = school
            .world
            .person("ruth@kestrel.example", Some((school.issuer.id, Role::Issuer)));
        let with_revision = |ruling: Ruling| Ruling { revision: Some(seen), ..ruling };

        school.decide(id, with_revision(not_yet())).unwrap();
        let late = school.decide_as(&ruth, id, with_revision(yes()));

        assert!(matches!(
            late,
            Err(ApplicationError::WrongState(ApplicationState::Returned))
        ));
        assert_eq!(school.application(id).decided_by, school.assessor.account);
        assert_eq!(school.awards(), 0);
    }

    fn a_decision_on_what_others_have_said_more_of_since_is_not_taken(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.submitted();
        let id = begun.application.id;
        let seen = school.application(id).revision;
        let noor = school.asked(&begun.token, "noor@example.org").unwrap();
        school.peer_says(&noor, chart_open()).unwrap();

        let stale = school.decide(id, Ruling { revision: Some(seen), ..yes() });
        let seen = school.application(id).revision;
        let fresh = school.decide(id, Ruling { revision: Some(seen), ..yes() });

        assert!(matches!(stale, Err(ApplicationError::ChangedMeanwhile)));
        assert_eq!(done(fresh).state, ApplicationState::Accepted);
    }

    fn where_two_must_agree_the_first_yes_is_noted(db: &TestDatabase) {
        let school = School::with(db, two_assessors());
        let id = school.submitted().application.id;
        let (_, ruth) = school
            .world
            .person("ruth@kestrel.example", Some((school.issuer.id, Role::Issuer)));

        let first = school.decide(id, yes()).unwrap();
        let twice = school.decide(id, yes()).unwrap();
        let second = school.decide_as(&ruth, id, yes());

        for noted in [first, twice] {
            assert!(matches!(noted, Decided::Noted(_, standing)
                if standing.nearest().unwrap().missing == [Look::of(ReviewKind::Assessor, 1)]));
        }
        assert_eq!(done(second).state, ApplicationState::Accepted);
        assert_eq!(school.awards(), 1);
    }

    fn a_yes_needs_every_required_point_and_a_no_needs_a_word(db: &TestDatabase) {
        let school = School::new(db);
        let id = school.submitted().application.id;
        let ruling = |outcome, review| Ruling { outcome, review, reason: None, revision: None };

        let early = school.decide(id, ruling(Outcome::Accept, chart_open()));
        let mute = school.decide(id, ruling(Outcome::Return, all_met()));
        let cold = school.decide(id, ruling(Outcome::Decline, chart_open()));

        assert_eq!(pointers(early), [("/review/chart".to_owned(), "required")]);
        assert_eq!(pointers(mute), [("/reason".to_owned(), "required")]);
        assert_eq!(pointers(cold), [("/reason".to_owned(), "required")]);
        assert_eq!(school.application(id).state, ApplicationState::Submitted);
    }

    fn what_is_missing_is_told_to_the_earner(db: &TestDatabase) {
        let school = School::new(db);
        let begun = school.submitted();

        let returned = done(school.decide(begun.application.id, not_yet()));

        let letters = school.letters();
        assert_eq!(returned.state, ApplicationState::Returned);
        assert!(
            letters.iter().any(|(_, letter)| matches!(letter, Letter::ApplicationReturned { open, link, .. }
                if open == &["Chooses a chart: Add the chart you threw away."]
                    && link.ends_with(&begun.token))),
            "{letters:?}"
        );
    }

    fn many_that_are_ready_are_accepted_and_the_others_are_not(db: &TestDatabase) {
        let school = School::with(db, own_and_two_peers_or_one_assessor());
        let ready = school.submitted();
        school
            .write(|conn, tools| {
                reviewing::own(conn, tools, &Caller::anonymous(), &ready.token, all_met())
            })
            .unwrap();
        for email in ["noor@example.org", "yuki@example.org"] {
            let link = school.asked(&ready.token, email).unwrap();
            school.peer_says(&link, all_met()).unwrap();
        }
        let other = school.begun_by(&Caller::anonymous(), "lena@example.org");
        school.show(&other.token, "question", &words("Why?"));
        school.submit(&other.token).unwrap();
        let accept = |id| {
            school.write(|conn, tools| deciding::accept_ready(conn, tools, &school.assessor, id))
        };

        let first = done(accept(ready.application.id));
        let again = done(accept(ready.application.id));
        let not_ready = accept(other.application.id).unwrap();

        assert_eq!(first.assertion_id, again.assertion_id);
        assert!(matches!(not_ready, Decided::Noted(..)));
        assert_eq!(school.awards(), 1);
    }

    fn only_those_who_assess_see_and_decide(db: &TestDatabase) {
        let school = School::new(db);
        let id = school.submitted().application.id;
        let (_, viewer) = school
            .world
            .person("viewer@kestrel.example", Some((school.issuer.id, Role::Viewer)));
        let stranger = school.signed_in("stranger@example.org");

        let by_viewer = school.decide_as(&viewer, id, yes());
        let by_stranger = school.decide_as(&stranger, id, yes());
        let by_nobody = school.decide_as(&Caller::anonymous(), id, yes());

        assert!(matches!(by_viewer, Err(ApplicationError::Access(AccessError::Forbidden))));
        assert!(matches!(by_stranger, Err(ApplicationError::Access(AccessError::Hidden))));
        assert!(matches!(by_nobody, Err(ApplicationError::Access(AccessError::Unauthenticated))));
    }

    fn somebody_takes_care_of_it(db: &TestDatabase) {
        let school = School::new(db);
        let id = school.submitted().application.id;
        let (ruth, assesses) = school
            .world
            .person("ruth@kestrel.example", Some((school.issuer.id, Role::Issuer)));
        let (outsider, _) = school.world.person("outsider@example.org", None);
        let assign = |to| {
            school.write(|conn, tools| deciding::assign(conn, tools, &school.assessor, id, to))
        };
        let next = |who: &Caller| {
            db.write(|conn| deciding::next_waiting(conn, who, school.issuer.id, None)).unwrap()
        };

        assign(Some(ruth.id)).unwrap();
        let refused = assign(Some(outsider.id));

        assert_eq!(pointers(refused), [("/account".to_owned(), "not_allowed")]);
        assert_eq!(next(&assesses).map(|one| one.id), Some(id));
        assert_eq!(next(&school.assessor), None);
    }

    fn a_comment_is_kept_once(db: &TestDatabase) {
        let school = School::new(db);
        let keep = |words: &str| {
            school.write(|conn, tools| comments::keep(conn, tools, &school.assessor, words))
        };

        let first = keep("Add the chart.").unwrap();
        let again = keep(" Add the chart. ").unwrap();
        let empty = keep(" ");
        let kept = db.write(|conn| comments::list(conn, &school.assessor)).unwrap();
        db.write(|conn| comments::forget(conn, &school.assessor, first.id)).unwrap();

        assert_eq!(first, again);
        assert_eq!(kept, [first]);
        assert_eq!(pointers(empty), [("/words".to_owned(), "required")]);
        assert_eq!(db.write(|conn| comments::list(conn, &school.assessor)).unwrap(), []);
    }

    fn one_queue_holds_what_waits_in_every_organisation_where_somebody_assesses(db: &TestDatabase) {
        let school = School::new(db);
        let world = &school.world;
        let harbour = world.issuer("harbour");
        let class = world.issuer_below("class", harbour.id);
        let badge = world.badge_with(class.id, content(world, Some(AssessmentRule::default())), false);
        world.person("ines@kestrel.example", Some((harbour.id, Role::Steward)));
        let (_, viewer) = world.person("viewer@kestrel.example", Some((school.issuer.id, Role::Viewer)));
        let first = school.submitted().application.id;
        world.clock.advance(jiff::SignedDuration::from_hours(1));
        let begun = school
            .write(|conn, tools| applying::begin(conn, tools, &Caller::anonymous(), badge.id, &new("zoe@example.org")))
            .unwrap();
        school.show(&begun.token, "question", &words("Why on Fridays?"));
        school.submit(&begun.token).unwrap();
        let second = begun.application.id;
        let all = queue::Wanted::default();

        let waiting = db.read(|conn| queue::waiting(conn, &school.assessor, all, 10)).unwrap();
        let page = db.read(|conn| queue::list(conn, &school.assessor, all, PageRequest::first(1))).unwrap();
        let after = PageRequest { after: page.next, limit: 1 };
        let last = db.read(|conn| queue::list(conn, &school.assessor, all, after)).unwrap();
        let desks = db.read(|conn| queue::desks(conn, &school.assessor)).unwrap();
        let nothing = db.read(|conn| queue::waiting(conn, &viewer, all, 10)).unwrap();

        assert_eq!(waiting.iter().map(|one| one.id).collect::<Vec<_>>(), [first, second]);
        assert_eq!(page.items[0].id, second);
        assert_eq!((last.items[0].id, last.next), (first, None));
        assert_eq!(desks.iter().map(|desk| desk.waiting).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(nothing, []);
    }
}

use accolade_storage::on_each_database;
use accolade_storage::types::ReviewAnswer;

use super::*;
use crate::access::Caller;
use crate::badge_classes::{self as badges, BadgeClassEdit, NewBadgeClass};
use crate::review_requests::{NewReview, NewReviewer, ReviewWord, answer, ask};
use crate::testing::World;

fn drafted(world: &World<'_>, caller: &Caller, issuer: IssuerId, name: &str) -> BadgeClass {
    let new = NewBadgeClass {
        content: world.content(name),
        suspendable: false,
    };
    let done = world
        .db
        .write(|conn| badges::draft(conn, &world.tools, caller, issuer, new));
    done.unwrap()
}

fn review(world: &World<'_>, caller: &Caller, badge: BadgeClassId, hours: Option<i64>) -> String {
    let now = world.tools.now().as_jiff();
    let new = NewReview {
        reviewers: vec![NewReviewer {
            name: "Rosa".into(),
            ..NewReviewer::default()
        }],
        quorum: 1,
        deadline: hours.map(|hours| (now + SignedDuration::from_hours(hours)).into()),
        message: None,
    };
    let done = world
        .db
        .write(|conn| ask(conn, &world.tools, caller, badge, new));
    done.unwrap().1.remove(0).secret.unwrap()
}

fn kinds(world: &World<'_>, heads: &[(Issuer, Role)]) -> Vec<(Kind, u64)> {
    let found = world
        .db
        .read(|conn| piles(conn, &world.tools, heads))
        .unwrap();
    found.iter().map(|pile| (pile.kind, pile.number)).collect()
}

fn told_kinds(world: &World<'_>, account: AccountId) -> Vec<(Kind, u64)> {
    let found = world
        .db
        .read(|conn| told(conn, &world.tools, account))
        .unwrap();
    found.iter().map(|pile| (pile.kind, pile.number)).collect()
}

on_each_database! {
    fn a_finished_draft_waits_for_a_steward_and_an_unfinished_one_for_nobody(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let (_, teacher) = world.person("teacher@acme.example", Some((issuer.id, Role::Issuer)));
        drafted(&world, &teacher, issuer.id, "Good question");
        let mut unfinished = world.content("Half a badge");
        unfinished.description = String::new();
        let new = NewBadgeClass { content: unfinished, suspendable: false };
        db.write(|conn| badges::draft(conn, &world.tools, &teacher, issuer.id, new)).unwrap();

        let for_steward = kinds(&world, &[(issuer.clone(), Role::Steward)]);
        let for_issuer = kinds(&world, &[(issuer, Role::Issuer)]);

        assert_eq!(for_steward, [(Kind::ReadyDrafts, 1)]);
        assert_eq!(for_issuer, []);
    }

    fn a_draft_with_its_reviewers_waits_to_be_published_once_enough_said_yes(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let operator = Caller::operator();
        let badge = drafted(&world, &operator, issuer.id, "Good question");
        let secret = review(&world, &operator, badge.id, None);
        let heads = [(issuer, Role::Owner)];
        let before = kinds(&world, &heads);

        let word = ReviewWord {
            answer: ReviewAnswer::Approved,
            words: None,
            show_publicly: false,
            show_words: false,
            comments: vec![],
        };
        db.write(|conn| answer(conn, &world.tools, &secret, word)).unwrap();

        assert_eq!(before, [(Kind::Reviews, 1)]);
        assert_eq!(kinds(&world, &heads), [(Kind::ReadyDrafts, 1), (Kind::Reviews, 1)]);
    }

    fn the_review_of_a_second_version_is_counted_as_that_of_the_first(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let operator = Caller::operator();
        let badge = world.badge(issuer.id);
        let edit = BadgeClassEdit {
            content: Some(world.content("Better question")),
            ..BadgeClassEdit::default()
        };
        db.write(|conn| badges::edit(conn, &world.tools, &operator, badge.id, edit)).unwrap();

        review(&world, &operator, badge.id, None);

        assert_eq!(kinds(&world, &[(issuer, Role::Owner)]), [(Kind::Reviews, 1)]);
    }

    fn a_round_that_ends_soon_is_told_to_whoever_began_it(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let (ines, asker) = world.person("ines@acme.example", Some((issuer.id, Role::Issuer)));
        let (ruth, _) = world.person("ruth@acme.example", Some((issuer.id, Role::Issuer)));
        let badge = drafted(&world, &asker, issuer.id, "Good question");
        review(&world, &asker, badge.id, Some(72));

        let early = told_kinds(&world, ines.id);
        world.clock.advance(SignedDuration::from_hours(30));

        assert_eq!(early, []);
        assert_eq!(told_kinds(&world, ines.id), [(Kind::EndingReviews, 1)]);
        assert_eq!(told_kinds(&world, ruth.id), []);
    }

    fn nobody_gets_a_letter_about_the_draft_they_wrote_themselves(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let (ines, owner) = world.person("ines@acme.example", Some((issuer.id, Role::Owner)));
        let (ruth, _) = world.person("ruth@acme.example", Some((issuer.id, Role::Steward)));

        drafted(&world, &owner, issuer.id, "Good question");

        assert_eq!(told_kinds(&world, ines.id), []);
        assert_eq!(told_kinds(&world, ruth.id), [(Kind::ReadyDrafts, 1)]);
    }

    fn the_strongest_role_counts_where_two_of_them_reach(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        drafted(&world, &Caller::operator(), school.id, "Good question");

        let found = kinds(&world, &[(district, Role::Viewer), (school, Role::Owner)]);

        assert_eq!(found, [(Kind::ReadyDrafts, 1)]);
    }
}

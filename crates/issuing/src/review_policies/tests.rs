use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::types::{ReviewAnswer, Role};
use accolade_storage::{mails, on_each_database};

use super::*;
use crate::badge_classes::{self, BadgeClassError, NewBadgeClass};
use crate::mail::{self, Letter};
use crate::review_requests::{self, Invitation, NewReview, NewReviewer, ReviewWord};
use crate::testing::World;

fn draft(world: &World<'_>, issuer: IssuerId) -> BadgeClass {
    let new = NewBadgeClass {
        content: world.content("Swimming"),
        suspendable: false,
    };
    world
        .db
        .write(|conn| badge_classes::draft(conn, &world.tools, &Caller::operator(), issuer, new))
        .unwrap()
}

fn needs(world: &World<'_>, issuer: IssuerId, needed: Option<u32>) -> Policy {
    world
        .db
        .write(|conn| decide(conn, &world.tools, &Caller::operator(), issuer, needed))
        .unwrap()
}

fn publish(world: &World<'_>, badge: &BadgeClass) -> Result<(), BadgeClassError> {
    world
        .db
        .write(|conn| badge_classes::publish(conn, &world.tools, &Caller::operator(), badge.id))
        .map(drop)
}

/// The last part of somebody's link: as it was handed over, or as it stands in their letter.
fn secret_of(world: &World<'_>, asked: &Invitation) -> String {
    if let Some(secret) = &asked.secret {
        return secret.clone();
    }
    let letters = world.db.read(|conn| mails::newest(conn, 20)).unwrap();
    let link = letters.iter().find_map(|row| {
        let envelope = mail::open(&world.tools, row).unwrap()?;
        match envelope.letter {
            Letter::DraftReviewAsked { link, .. }
                if Some(envelope.to.as_str()) == asked.reviewer.email.as_deref() =>
            {
                Some(link)
            }
            _ => None,
        }
    });
    link.unwrap().rsplit('/').next().unwrap().to_owned()
}

/// Asks as many people, of whom `quorum` must say yes, and all do.
fn approved(world: &World<'_>, badge: &BadgeClass, people: usize, quorum: u32) {
    approved_by(world, badge, people, quorum, false);
}

fn approved_by(world: &World<'_>, badge: &BadgeClass, people: usize, quorum: u32, by_letter: bool) {
    let operator = Caller::operator();
    let new = NewReview {
        reviewers: (0..people)
            .map(|number| NewReviewer {
                name: format!("Person {number}"),
                email: by_letter.then(|| format!("person{number}@port.example")),
                ..NewReviewer::default()
            })
            .collect(),
        quorum,
        deadline: None,
        message: None,
    };
    let (_, asked) = world
        .db
        .write(|conn| review_requests::ask(conn, &world.tools, &operator, badge.id, new))
        .unwrap();
    for one in asked {
        let yes = ReviewWord {
            answer: ReviewAnswer::Approved,
            words: None,
            show_publicly: false,
            show_words: false,
            comments: Vec::new(),
        };
        world
            .db
            .write(|conn| review_requests::answer(conn, &world.tools, &secret_of(world, &one), yes))
            .unwrap();
    }
}

on_each_database! {
    fn nothing_is_published_unseen_where_the_district_asks_for_review(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        let badge = draft(&world, school.id);
        needs(&world, district.id, Some(2));

        let unseen = publish(&world, &badge);
        approved(&world, &badge, 2, 1);
        let too_easy = publish(&world, &badge);
        let despite = db.write(|conn| {
            badge_classes::publish_despite(conn, &world.tools, &Caller::operator(), badge.id, "In a hurry")
        });
        approved(&world, &badge, 2, 2);
        let seen = publish(&world, &badge);

        assert!(matches!(unseen, Err(BadgeClassError::ReviewNeeded(2))), "{unseen:?}");
        assert!(matches!(too_easy, Err(BadgeClassError::ReviewNeeded(2))), "{too_easy:?}");
        assert!(matches!(despite, Err(BadgeClassError::ReviewNeeded(2))), "{despite:?}");
        assert!(seen.is_ok(), "{seen:?}");
    }

    fn a_yes_by_a_link_that_was_handed_over_is_none_where_letters_leave_the_site(db: &TestDatabase) {
        let mut world = World::new(db);
        world.tools.rules.sends_mail = true;
        let school = world.issuer("school");
        let badge = draft(&world, school.id);
        needs(&world, school.id, Some(2));

        approved_by(&world, &badge, 2, 2, false);
        let by_hand = publish(&world, &badge);
        approved_by(&world, &badge, 2, 2, true);
        let by_letter = publish(&world, &badge);

        assert!(matches!(by_hand, Err(BadgeClassError::ReviewNeeded(2))), "{by_hand:?}");
        assert!(by_letter.is_ok(), "{by_letter:?}");
    }

    fn what_is_asked_for_above_holds_below_and_can_only_grow(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        let nothing = db.read(|conn| of_issuer(conn, school.id)).unwrap();

        needs(&world, district.id, Some(2));
        let easier = needs(&world, school.id, Some(1));
        let stricter = needs(&world, school.id, Some(3));
        needs(&world, district.id, None);
        let alone = needs(&world, school.id, None);

        assert_eq!(nothing, Policy::default());
        assert_eq!((easier.needed, easier.above.is_some()), (Some(2), true));
        assert_eq!((stricter.needed, stricter.above), (Some(3), None));
        assert_eq!(alone.needed, None);
    }

    fn a_steward_decides_and_an_issuer_does_not(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let (_, steward) = world.person("s@a.org", Some((school.id, Role::Steward)));
        let (_, issuer) = world.person("i@a.org", Some((school.id, Role::Issuer)));
        let decide_as = |caller: &Caller, needed| {
            db.write(|conn| decide(conn, &world.tools, caller, school.id, needed))
        };

        assert!(matches!(decide_as(&issuer, Some(1)), Err(PolicyError::Access(AccessError::Forbidden))));
        assert!(matches!(decide_as(&steward, Some(0)), Err(PolicyError::Invalid(_))));
        assert!(decide_as(&steward, Some(1)).is_ok());
    }
}

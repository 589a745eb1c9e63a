use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::types::{ReviewAnswer, Role};

use super::*;
use crate::awards::{self, AwardOrder};
use crate::badge_classes::{self, NewBadgeClass};
use crate::content::Alignment;
use crate::review_requests::{self, NewReview, NewReviewer, ReviewWord};
use crate::testing::World;

/// A published badge for a skill.
fn badge_for(world: &World<'_>, issuer: IssuerId, name: &str, skill: &str) -> BadgeClass {
    let mut content = world.content(name);
    content.alignments = vec![Alignment {
        name: skill.into(),
        url: "https://skills.example/1".into(),
        code: None,
        framework: None,
        description: None,
        r#type: None,
    }];
    content.tags = vec!["term-1".into()];
    world.badge_with(issuer, content, false)
}

fn award_to(world: &World<'_>, badge: &BadgeClass, people: std::ops::Range<usize>) {
    for person in people {
        world.award_with(AwardOrder::new(badge.id, &format!("p{person}@example.org")));
    }
}

fn cells(map: &CapacityMap, name: &str) -> Vec<Cell> {
    let row = map.rows.iter().find(|row| row.issuer.slug == name).unwrap();
    row.cells.clone()
}

accolade_storage::on_each_database! {
    fn a_district_counts_the_people_of_its_schools_and_each_person_once(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        let class = world.issuer_below("class", school.id);
        let asks = badge_for(&world, school.id, "Good question", "Curiosity");
        let makes = badge_for(&world, class.id, "Maker", "Making");
        award_to(&world, &asks, 0..6);
        award_to(&world, &makes, 3..8);

        let seen = db.read(|conn| overview(conn, &world.tools, &Caller::operator(), district.id)).unwrap();

        assert_eq!(seen.issuers, 3);
        assert_eq!(seen.tally.awards, 11);
        assert_eq!(seen.people, 8);
        assert_eq!(seen.months.len(), 12);
        assert_eq!(seen.months.last().unwrap().awards, 11);
        assert_eq!(seen.months.iter().map(|month| month.awards).sum::<i64>(), 11);
    }

    fn a_district_sees_the_drafts_of_its_schools_that_wait_for_a_yes(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        let operator = Caller::operator();
        let draft = NewBadgeClass { content: world.content("Good question"), suspendable: false };
        let person = |name: &str| NewReviewer { name: name.into(), ..NewReviewer::default() };
        let asked = db
            .write(|conn| {
                let badge = badge_classes::draft(conn, &world.tools, &operator, school.id, draft)?;
                let new = NewReview {
                    reviewers: vec![person("Rosa"), person("Paul")],
                    quorum: 2,
                    deadline: None,
                    message: None,
                };
                review_requests::ask(conn, &world.tools, &operator, badge.id, new)
            })
            .unwrap();
        let objection = ReviewWord {
            answer: ReviewAnswer::Objected,
            words: Some("Too many points.".into()),
            show_publicly: false,
            show_words: false,
            comments: vec![],
        };
        let secret = asked.1[0].secret.clone().unwrap();
        db.write(|conn| review_requests::answer(conn, &world.tools, &secret, objection)).unwrap();

        let seen = db.read(|conn| overview(conn, &world.tools, &operator, district.id)).unwrap();

        let open = &seen.open_reviews[0];
        assert_eq!((open.name.as_str(), open.issuer_name.as_str()), ("Good question", "Acme School"));
        assert_eq!((open.standing.approved, open.standing.objected, open.standing.waiting), (0, 1, 1));
        assert_eq!(seen.waiting_applications, 0);
    }

    fn the_map_has_a_row_for_each_school_and_hides_small_groups(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let hill = world.issuer_below("hill", district.id);
        let class = world.issuer_below("class", hill.id);
        let bay = world.issuer_below("bay", district.id);
        let curiosity = badge_for(&world, hill.id, "Good question", "Curiosity");
        let also_curious = badge_for(&world, class.id, "Why", "curiosity");
        let making = badge_for(&world, bay.id, "Maker", "Making");
        award_to(&world, &curiosity, 0..5);
        award_to(&world, &also_curious, 3..7);
        award_to(&world, &making, 0..4);

        let map = db.read(|conn| capacity(conn, &world.tools, &Caller::operator(), district.id, By::Skill)).unwrap();

        let names: Vec<&str> = map.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["Curiosity", "Making"]);
        assert_eq!(cells(&map, "hill"), [Cell::People(7), Cell::Nobody]);
        assert_eq!(cells(&map, "bay"), [Cell::Nobody, Cell::Few]);
        assert_eq!(map.rows.len(), 2, "the district itself gives nothing, the class counts for its school");
    }

    fn the_map_can_be_of_badges_and_of_tags(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let first = badge_for(&world, school.id, "Good question", "Curiosity");
        let second = badge_for(&world, school.id, "Maker", "Making");
        award_to(&world, &first, 0..5);
        award_to(&world, &second, 0..6);
        let of = |by| db.read(|conn| capacity(conn, &world.tools, &Caller::operator(), school.id, by)).unwrap();

        let (badges, tags) = (of(By::Badge), of(By::Tag));

        let names = |map: &CapacityMap| map.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&badges), ["Maker", "Good question"]);
        assert_eq!(names(&tags), ["term-1"]);
        assert_eq!(cells(&tags, "school"), [Cell::People(6)]);
    }

    fn awards_taken_back_and_awards_of_long_ago_do_not_count(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let badge = badge_for(&world, school.id, "Good question", "Curiosity");
        award_to(&world, &badge, 0..1);
        world.clock.advance(SignedDuration::from_hours(24 * 400));
        let gone = world.award_with(AwardOrder::new(badge.id, "gone@example.org"));
        db.write(|conn| crate::revocation::revoke(conn, &world.tools, &Caller::operator(), gone.assertion.id, "A slip."))
            .unwrap();
        award_to(&world, &badge, 1..3);

        let seen = db.read(|conn| overview(conn, &world.tools, &Caller::operator(), school.id)).unwrap();

        assert_eq!((seen.tally.awards, seen.people), (2, 2));
    }

    fn those_known_by_name_alone_count_once_an_award(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let badge = badge_for(&world, school.id, "Good question", "Curiosity");
        for name in ["Mia", "Ben"] {
            let order = AwardOrder { recipient: awards::Recipient::named(name), ..AwardOrder::new(badge.id, "") };
            world.award_with(order);
        }

        let seen = db.read(|conn| overview(conn, &world.tools, &Caller::operator(), school.id)).unwrap();

        assert_eq!(seen.people, 2);
        assert_eq!(seen.tally.mailed, 0);
    }

    fn a_stranger_sees_no_numbers_and_a_viewer_above_sees_them(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        let (_, stranger) = world.person("stranger@example.org", None);
        let (_, viewer) = world.person("viewer@example.org", Some((district.id, Role::Viewer)));

        let refused = db.read(|conn| overview(conn, &world.tools, &stranger, school.id));
        let seen = db.read(|conn| overview(conn, &world.tools, &viewer, school.id));

        assert!(matches!(refused, Err(OverviewError::Access(AccessError::Hidden))), "{refused:?}");
        assert_eq!(seen.unwrap().tally, Tally::default());
    }
}

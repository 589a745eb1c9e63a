use std::collections::HashSet;
use std::sync::Arc;

use accolade_storage::types::{DocumentFormat, EvidenceKind};
use accolade_storage::{assertions, on_each_database, signed_documents, status_lists};
use jiff::SignedDuration;
use openbadges::verify::{Input, Policy, Request, Verdict, verify};
use serde_json::{Map, Value};

use super::*;
use crate::awards::{NewEvidence, Recipient};
use crate::random::{Random, SeededRandom};
use crate::signing::Signer;
use crate::testing::{DocumentsFetch, World};

/// Orders for many people, each a little different.
fn orders(badge_class: BadgeClassId, count: i32) -> Vec<Numbered> {
    (1..=count)
        .map(|number| Numbered {
            number,
            order: AwardOrder::new(badge_class, &format!("pupil-{number}@school.example")),
        })
        .collect()
}

/// Words that make trouble where text is put together by hand.
fn odd_words(random: &dyn Random) -> String {
    const PARTS: &[&str] = &[
        "Mia",
        " ",
        "\"",
        "\\",
        "&",
        "<b>",
        "\n",
        "é",
        "日本",
        "\u{2028}",
        "@",
        "_:c14n0",
        "\u{1f984}",
        "'",
        "\t",
        "{}",
    ];
    let part = |_| PARTS[random.below(PARTS.len() as u32) as usize];
    (0..1 + random.below(12)).map(part).collect()
}

fn odd_order(badge_class: BadgeClassId, random: &dyn Random) -> AwardOrder {
    let sometimes = || random.below(2) == 0;
    let mut order = AwardOrder::new(badge_class, "mia@example.org");
    if sometimes() {
        order.recipient = Recipient::named(&format!("M {}", odd_words(random)));
    }
    if sometimes() {
        order.narrative = Some(odd_words(random));
    }
    if sometimes() {
        let mut evidence = NewEvidence::new(EvidenceKind::Link);
        evidence.content.url = Some(format!("https://work.example/{}", random.below(1000)));
        evidence.content.name = Some(odd_words(random));
        order.evidence = vec![evidence];
    }
    order
}

fn made(world: &World<'_>, series: &mut Series<'_>, orders: Vec<Numbered>) -> Vec<Award> {
    let drafts = series.draft(None, orders).unwrap();
    world
        .db
        .write(|conn| series.shelf().store(conn, drafts))
        .unwrap()
}

on_each_database! {
    fn each_of_many_awards_verifies_and_has_a_place_of_its_own(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge_with(issuer.id, world.content("Many"), true);
        let mut series = Series::begin(db, &world.tools, &Caller::operator(), badge.id).unwrap();

        let awards = made(&world, &mut series, orders(badge.id, 150));
        let more = made(&world, &mut series, orders(badge.id, 30));

        let all = || awards.iter().chain(&more).map(|award| &award.assertion);
        let places: HashSet<_> = all().map(|a| (a.status_list_id, a.status_index)).collect();
        let held: HashSet<_> = all().map(|a| (a.suspension_list_id, a.suspension_index)).collect();
        assert_eq!((places.len(), held.len()), (180, 180));
        let lists = db.read(|conn| status_lists::of_issuer(conn, issuer.id)).unwrap();
        assert_eq!(lists.iter().map(|list| list.used).collect::<Vec<_>>(), [180, 180]);
        let fetch = DocumentsFetch { db, addresses: &world.tools.addresses };
        for assertion in all().step_by(29) {
            let body = db
                .read(|conn| signed_documents::find(conn, assertion.id, DocumentFormat::V3Json))
                .unwrap()
                .unwrap()
                .body;
            let request = Request { input: Input::Bytes(body.as_bytes()), recipient: None };
            let report = verify(&request, &Policy::default(), &fetch, world.tools.clock.now());
            assert_eq!(report.verdict, Verdict::Valid, "{:#?}", report.checks);
        }
    }

    fn what_a_template_signs_is_what_the_general_path_signs(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let random: &dyn Random = &SeededRandom::new(4);
        let orders = (1..=120).map(|number| Numbered { number, order: odd_order(badge.id, random) });
        let mut series = Series::begin(db, &world.tools, &Caller::operator(), badge.id).unwrap();

        let awards = made(&world, &mut series, orders.collect());

        assert_eq!(awards.len(), 120);
        db.read(|conn| {
            let signer = Signer::load(conn, &world.tools, &issuer).unwrap();
            for award in &awards {
                let id = award.assertion.id;
                let body = signed_documents::find(conn, id, DocumentFormat::V3Json)?.unwrap().body;
                let mut unsigned: Map<String, Value> = serde_json::from_str(&body).unwrap();
                unsigned.shift_remove("proof");
                let again = signer.json(&Value::Object(unsigned), world.tools.clock.now());
                assert_eq!(again.unwrap(), body);
            }
            Ok::<_, AwardError>(())
        })
        .unwrap();
    }

    fn who_draws_the_same_places_at_once_gets_others(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        world.award(&badge);
        let same_chance = || Tools { random: Arc::new(SeededRandom::new(9)), ..world.tools.clone() };
        let (one, other) = (same_chance(), same_chance());
        let mut first = Series::begin(db, &one, &Caller::operator(), badge.id).unwrap();
        let mut second = Series::begin(db, &other, &Caller::operator(), badge.id).unwrap();

        let early = first.draft(None, orders(badge.id, 20)).unwrap();
        world.clock.advance(SignedDuration::from_secs(1));
        let late = second.draft(None, orders(badge.id, 20)).unwrap();
        assert_eq!(early.revocation.places, late.revocation.places);
        let early = db.write(|conn| first.shelf().store(conn, early)).unwrap();
        let late = db.write(|conn| second.shelf().store(conn, late)).unwrap();

        let awards = early.iter().chain(&late);
        let places: HashSet<_> = awards.map(|award| award.assertion.status_index).collect();
        assert_eq!(places.len(), 40);
        let lists = db.read(|conn| status_lists::of_issuer(conn, issuer.id)).unwrap();
        assert_eq!(lists[0].used, 41);
        let body = db
            .read(|conn| signed_documents::find(conn, late[0].assertion.id, DocumentFormat::V3Json))
            .unwrap()
            .unwrap()
            .body;
        assert!(body.contains(&format!("/status/1#{}\"", late[0].assertion.status_index)));
    }

    fn a_series_goes_on_in_a_new_list_when_one_is_full(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let first = world.award(&badge).assertion.status_list_id;
        // All but three of the places that a list gives away.
        db.write(|conn| status_lists::increment_used(conn, first, 32_768 - 1 - 3)).unwrap();
        let mut series = Series::begin(db, &world.tools, &Caller::operator(), badge.id).unwrap();

        let awards = made(&world, &mut series, orders(badge.id, 5));

        let of_first = awards.iter().filter(|award| award.assertion.status_list_id == first);
        assert_eq!(of_first.count(), 3);
        let lists = db.read(|conn| status_lists::of_issuer(conn, issuer.id)).unwrap();
        assert_eq!(lists.iter().map(|list| list.used).collect::<Vec<_>>(), [32_768, 2]);
    }

    fn what_cannot_be_awarded_is_told_apart(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let mut series = Series::begin(db, &world.tools, &Caller::operator(), badge.id).unwrap();
        let mut orders = orders(badge.id, 3);
        orders[1].order.recipient = Recipient::email("nobody");

        let drafts = series.draft(None, orders).unwrap();

        assert_eq!(drafts.refused.len(), 1);
        assert_eq!(drafts.refused[0].0, 2);
        let awards = db.write(|conn| series.shelf().store(conn, drafts)).unwrap();
        assert_eq!(awards.len(), 2);
        assert_eq!(db.read(|conn| assertions::count_by_badge_class(conn, badge.id)).unwrap(), 2);
    }
}

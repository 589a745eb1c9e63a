use accolade_storage::types::{ClaimedHow, Role};
use accolade_storage::{Database, PageRequest, audit_events, mails, on_each_database};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac_of::signature_of;
use jiff::SignedDuration;
use serde_json::Value;

use super::*;
use crate::access::{AccessError, Caller};
use crate::awards::AwardOrder;
use crate::claims;
use crate::revocation;
use crate::testing::World;

/// The signature as a receiver computes it, by another library than ours.
mod hmac_of {
    use sha2::{Digest as _, Sha256};

    pub(super) fn signature_of(key: &[u8], content: &str) -> Vec<u8> {
        let mut block = [0_u8; 64];
        block[..key.len()].copy_from_slice(key);
        let inner = Sha256::new_with_prefix(block.map(|byte| byte ^ 0x36))
            .chain_update(content)
            .finalize();
        Sha256::new_with_prefix(block.map(|byte| byte ^ 0x5c))
            .chain_update(inner)
            .finalize()
            .to_vec()
    }
}

fn hook(
    world: &World<'_>,
    issuer: IssuerId,
    events: &[&str],
    covers_below: bool,
) -> (Webhook, Secret) {
    let new = NewWebhook {
        url: "https://hooks.example/accolade".into(),
        events: events.iter().map(|word| (*word).to_owned()).collect(),
        covers_below,
    };
    world
        .db
        .write(|conn| create(conn, &world.tools, &Caller::operator(), issuer, new))
        .unwrap()
}

fn messages(db: &Database, webhook: &Webhook) -> Vec<Delivery> {
    let page = db.read(|conn| webhook_deliveries::list(conn, webhook.id, PageRequest::default()));
    let mut items = page.unwrap().items;
    items.reverse();
    items
}

fn take_all(world: &World<'_>) -> Vec<Due> {
    world
        .db
        .write(|conn| take(conn, &world.tools, 100))
        .unwrap()
}

fn say(world: &World<'_>, due: &Due, outcome: &Outcome) {
    world
        .db
        .write(|conn| answered(conn, &world.tools, due.id, outcome))
        .unwrap();
}

fn pinged<'db>(db: &'db Database) -> (World<'db>, Webhook) {
    let world = World::new(db);
    let issuer = world.issuer("kestrel");
    let (webhook, _) = hook(&world, issuer.id, &["awarded"], false);
    db.write(|conn| ping(conn, &world.tools, &Caller::operator(), webhook.id))
        .unwrap();
    (world, webhook)
}

on_each_database! {
    fn a_life_of_an_award_is_told_in_order(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("kestrel");
        let badge = world.badge_with(issuer.id, world.content("Good question"), true);
        let (webhook, _) = hook(&world, issuer.id, &["claimed", "awarded", "revoked", "suspended", "reinstated"], false);
        let (tools, operator) = (&world.tools, Caller::operator());

        let tick = || world.clock.advance(SignedDuration::from_secs(1));

        let award = world.award(&badge).assertion;
        tick();
        db.write(|conn| claims::mark(conn, tools, &operator, &award, ClaimedHow::Mail)).unwrap();
        tick();
        db.write(|conn| revocation::suspend(conn, tools, &operator, award.id, "We look into it.")).unwrap();
        tick();
        db.write(|conn| revocation::reinstate(conn, tools, &operator, award.id, None)).unwrap();
        tick();
        db.write(|conn| revocation::revoke(conn, tools, &operator, award.id, "A mistake.")).unwrap();

        let told = messages(db, &webhook);
        let words: Vec<&str> = told.iter().map(|one| one.event.as_str()).collect();
        let last: Value = serde_json::from_str(&told[4].body).unwrap();
        assert_eq!(words, ["awarded", "claimed", "suspended", "reinstated", "revoked"]);
        assert_eq!(last["type"], "revoked");
        assert_eq!(last["data"]["award"]["id"], award.id.to_string());
        assert_eq!(last["data"]["award"]["reason"], "A mistake.");
        assert!(told.iter().all(|one| !one.body.contains("mia@") && !one.body.contains("sha256$")));
    }

    fn only_those_who_asked_hear_and_those_above_who_cover_what_is_below(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        let other = world.issuer("other");
        let (covering, _) = hook(&world, district.id, &["awarded"], true);
        let (own, _) = hook(&world, district.id, &["awarded"], false);
        let (deaf, _) = hook(&world, school.id, &["revoked"], false);
        let (stranger, _) = hook(&world, other.id, &["awarded"], true);

        world.award(&world.badge(school.id));

        let heard = [&covering, &own, &deaf, &stranger].map(|webhook| messages(db, webhook).len());
        assert_eq!(heard, [1, 0, 0, 0]);
    }

    fn what_is_rolled_back_is_never_told(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("kestrel");
        let badge = world.badge(issuer.id);
        let (webhook, _) = hook(&world, issuer.id, &["awarded"], false);

        let outcome: Result<(), crate::awards::AwardError> = db.write(|conn| {
            let order = AwardOrder::new(badge.id, "mia@example.org");
            crate::awards::award(conn, &world.tools, &Caller::operator(), order)?;
            Err(crate::awards::AwardError::NotPublished)
        });

        assert!(outcome.is_err());
        assert!(messages(db, &webhook).is_empty());
    }

    fn a_receiver_can_check_the_signature(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("kestrel");
        let (webhook, secret) = hook(&world, issuer.id, &["awarded"], false);
        world.award(&world.badge(issuer.id));

        let due = take_all(&world).remove(0);

        let [(_, id), (_, at), (_, signature)] = &due.headers;
        let key = BASE64_STANDARD.decode(secret.reveal().trim_start_matches("whsec_")).unwrap();
        let expected = BASE64_STANDARD.encode(signature_of(&key, &format!("{id}.{at}.{}", due.body)));
        assert_eq!(due.url.as_deref(), Some(webhook.url.as_str()));
        assert_eq!(*signature, format!("v1,{expected}"));
        assert_eq!(*at, world.tools.now().as_jiff().as_second().to_string());
    }

    fn both_secrets_sign_for_a_day_after_a_change(db: &TestDatabase) {
        let (world, webhook) = pinged(db);
        db.write(|conn| rotate_secret(conn, &world.tools, &Caller::operator(), webhook.id)).unwrap();

        let first = take_all(&world).remove(0);
        world.clock.advance(SignedDuration::from_hours(25));
        let later = take_all(&world).remove(0);

        assert_eq!(first.headers[2].1.split(' ').count(), 2);
        assert_eq!(later.headers[2].1.split(' ').count(), 1);
        assert_eq!(first.headers[0], later.headers[0]);
    }

    fn a_message_is_tried_again_under_its_id_until_it_is_taken(db: &TestDatabase) {
        let (world, webhook) = pinged(db);
        let first = take_all(&world).remove(0);
        say(&world, &first, &Outcome::Answered(500, "broken".into()));
        assert!(take_all(&world).is_empty());
        assert!(db.read(|conn| webhooks::find(conn, webhook.id)).unwrap().unwrap().failing_since.is_some());

        world.clock.advance(SignedDuration::from_secs(5));
        let second = take_all(&world).remove(0);
        say(&world, &second, &Outcome::Answered(204, String::new()));

        let kept = &messages(db, &webhook)[0];
        let webhook = db.read(|conn| webhooks::find(conn, webhook.id)).unwrap().unwrap();
        assert_eq!((second.id, &second.headers[0]), (first.id, &first.headers[0]));
        assert_eq!((kept.state, kept.attempts, kept.last_status), (DeliveryState::Delivered, 2, Some(204)));
        assert_eq!(webhook.failing_since, None);
    }

    fn an_address_that_is_silent_for_days_is_told_nothing_more(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("kestrel");
        let (_, steward) = world.person("steward@a.org", Some((issuer.id, Role::Steward)));
        let new = NewWebhook { url: "https://hooks.example/".into(), events: vec!["awarded".into()], covers_below: false };
        let (webhook, _) = db.write(|conn| create(conn, &world.tools, &steward, issuer.id, new)).unwrap();
        world.award(&world.badge(issuer.id));
        let mut tries = 0;
        for _ in 0..100 {
            for due in take_all(&world) {
                tries += 1;
                say(&world, &due, &Outcome::Silent("no connection could be made".into()));
            }
            world.clock.advance(SignedDuration::from_hours(1));
        }

        let webhook = db.read(|conn| webhooks::find(conn, webhook.id)).unwrap().unwrap();
        let events = db.read(|conn| audit_events::list(conn, audit_events::AuditFilter::new().subject(webhook.id), PageRequest::default()));
        let letters = db.read(|conn| mails::newest(conn, 10)).unwrap();
        assert_eq!(webhook.state, accolade_storage::types::WebhookState::Disabled);
        assert_eq!(messages(db, &webhook)[0].state, DeliveryState::Failed);
        assert!((8..20).contains(&tries), "{tries}");
        assert_eq!(events.unwrap().items.iter().filter(|event| event.action == "webhook.disabled").count(), 1);
        assert_eq!(letters.len(), 1);
    }

    fn an_address_that_says_it_is_gone_is_believed(db: &TestDatabase) {
        let (world, webhook) = pinged(db);

        say(&world, &take_all(&world).remove(0), &Outcome::Answered(410, "Gone".into()));

        let webhook = db.read(|conn| webhooks::find(conn, webhook.id)).unwrap().unwrap();
        assert_eq!(webhook.state, accolade_storage::types::WebhookState::Disabled);
        assert_eq!(messages(db, &webhook)[0].state, DeliveryState::Failed);
    }

    fn a_message_can_be_sent_again_by_hand(db: &TestDatabase) {
        let (world, webhook) = pinged(db);
        let first = take_all(&world).remove(0);
        say(&world, &first, &Outcome::Answered(200, "ok".into()));
        world.clock.advance(SignedDuration::from_hours(24 * 10));

        db.write(|conn| replay(conn, &world.tools, &Caller::operator(), first.id)).unwrap();

        let again = take_all(&world).remove(0);
        assert_eq!((again.id, &again.body, &again.headers[0]), (first.id, &first.body, &first.headers[0]));
        say(&world, &again, &Outcome::Answered(500, "no".into()));
        assert_eq!(messages(db, &webhook)[0].state, DeliveryState::Waiting);
    }

    fn two_copies_share_the_messages(db: &TestDatabase) {
        let (world, _) = pinged(db);
        let other = db.another_copy();

        let first = take_all(&world);
        let second = other.write(|conn| take(conn, &world.tools, 100)).unwrap();

        assert_eq!((first.len(), second.len()), (1, 0));
    }

    fn what_is_wrong_with_a_webhook_is_told_by_field(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("kestrel");
        for (url, events, pointer) in [
            ("", vec!["awarded"], "/url"),
            ("ftp://hooks.example/", vec!["awarded"], "/url"),
            ("https://me:secret@hooks.example/", vec!["awarded"], "/url"),
            ("https://hooks.example/", vec![], "/events"),
            ("https://hooks.example/", vec!["awarded", "ping"], "/events/1"),
        ] {
            let new = NewWebhook {
                url: url.into(),
                events: events.into_iter().map(str::to_owned).collect(),
                covers_below: false,
            };
            let outcome = db.write(|conn| create(conn, &world.tools, &Caller::operator(), issuer.id, new));

            let Err(WebhookError::Invalid(found)) = outcome else { panic!("{url}: {outcome:?}") };
            assert!(found.0.iter().any(|one| one.pointer == pointer), "{url}: {found:?}");
        }
    }

    fn strangers_do_not_learn_that_a_webhook_exists(db: &TestDatabase) {
        let (world, webhook) = pinged(db);
        let (_, stranger) = world.person("stranger@a.org", None);

        let refused = db.write(|conn| ping(conn, &world.tools, &stranger, webhook.id));

        assert!(matches!(refused, Err(WebhookError::Access(AccessError::Hidden))), "{refused:?}");
    }
}

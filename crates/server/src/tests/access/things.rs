//! The real things that the walk asks for.

use accolade_issuing::access::Caller;
use accolade_issuing::applications::applying::{self, NewApplication};
use accolade_issuing::assessment::AssessmentRule;
use accolade_issuing::badge_classes::{self, NewBadgeClass};
use accolade_issuing::batches::{self, NewBatch, Source};
use accolade_issuing::claims::{self, CardOrder, ClaimOrder, Code, LinkOrder, Terms};
use accolade_issuing::content::BadgeContent;
use accolade_issuing::invitations::{self, NewInvitation};
use accolade_issuing::testing::World;
use accolade_issuing::webhooks::{self, NewWebhook};
use accolade_issuing::{endorsements, frameworks, rosters};
use accolade_storage::claim_links::ClaimLink;
use accolade_storage::types::{
    BadgeClassId, ClaimCardId, ClaimId, DeliveryId, IssuerId, Role, WebhookId,
};

/// The real things that stand behind the braces of a pattern.
pub(super) struct Things {
    award: String,
    badge: String,
    pub(super) draft: String,
    batch: String,
    roster: String,
    application: String,
    framework: String,
    endorsement: String,
    claim_link: String,
    claim_code: String,
    claim_card: String,
    claim: String,
    webhook: String,
    delivery: String,
    invitation: String,
}

pub(super) fn things(world: &World<'_>) -> Things {
    let issuer = world.issuer("acme");
    let badge = world.badge(issuer.id);
    let award = world.award(&badge);
    let operator = Caller::operator();
    let new = NewBadgeClass {
        content: world.content("Secret plans"),
        suspendable: false,
    };
    let draft = world
        .db
        .write(|conn| badge_classes::draft(conn, &world.tools, &operator, issuer.id, new))
        .unwrap();
    let new = NewBatch {
        badge_class: badge.id,
        title: "Class".into(),
        source: Source::Text("Mia".into()),
    };
    let batch = world
        .db
        .write(|conn| batches::create(conn, &world.tools, &operator, new))
        .unwrap();
    let roster = world
        .db
        .write(|conn| rosters::save(conn, &world.tools, &operator, issuer.id, "7b", "Mia"))
        .unwrap();
    let framework = world
        .db
        .write(|conn| {
            let table = b"conceptUri,preferredLabel\nhttps://frame.example/1,listen";
            let read = frameworks::read(table, "Frame").unwrap();
            frameworks::take_in(conn, &world.tools, &operator, issuer.id, read)
        })
        .unwrap();
    let elsewhere = world.badge(world.issuer("elsewhere").id);
    let endorsement = world
        .db
        .write(|conn| {
            endorsements::endorse(
                conn,
                &world.tools,
                &operator,
                issuer.id,
                elsewhere.id,
                "Good.",
            )
        })
        .unwrap();
    let (claim_link, claim_card, claim) = claiming(world, badge.id);
    let (webhook, delivery) = hooked(world, issuer.id);
    let (_, invitation) = world
        .db
        .write(|conn| {
            let new = NewInvitation {
                role: Role::Viewer,
                email: None,
                seats: 1,
                days: 1,
            };
            invitations::invite(conn, &world.tools, &operator, issuer.id, new)
        })
        .unwrap();
    Things {
        claim_link: claim_link.id.to_string(),
        claim_code: claim_link.code.unwrap(),
        claim_card: claim_card.to_string(),
        claim: claim.to_string(),
        webhook: webhook.to_string(),
        delivery: delivery.to_string(),
        invitation: invitation.unwrap().rsplit('/').next().unwrap().to_owned(),
        framework: framework.id.to_string(),
        endorsement: endorsement.id.to_string(),
        batch: batch.id.to_string(),
        roster: roster.id.to_string(),
        award: award.assertion.id.to_string(),
        badge: badge.id.to_string(),
        draft: draft.id.to_string(),
        application: application(world, issuer.id),
    }
}

/// A link, a card of another, and a claim that waits for the issuer.
fn claiming(world: &World<'_>, badge: BadgeClassId) -> (ClaimLink, ClaimCardId, ClaimId) {
    let operator = Caller::operator();
    let order = LinkOrder {
        giver: "Acme".into(),
        terms: Terms {
            approval: true,
            ..Terms::default()
        },
        ..LinkOrder::default()
    };
    let cards = CardOrder {
        count: 1,
        names: Vec::new(),
    };
    let mia = ClaimOrder {
        name: "Mia".into(),
        email: "mia@example.org".into(),
        once: "once".into(),
        ..ClaimOrder::default()
    };
    let link = world
        .db
        .write(|conn| claims::create(conn, &world.tools, &operator, badge, order.clone()))
        .unwrap();
    let (_, made) = world
        .db
        .write(|conn| claims::create_cards(conn, &world.tools, &operator, badge, order, &cards))
        .unwrap();
    let code: Code = link.code.as_deref().unwrap().parse().unwrap();
    let claim = world
        .db
        .write(|conn| claims::claim(conn, &world.tools, code, &mia))
        .unwrap();
    (link, made[0].id, claim.id)
}

/// A webhook, and a message that was meant for it.
fn hooked(world: &World<'_>, issuer: IssuerId) -> (WebhookId, DeliveryId) {
    let operator = Caller::operator();
    let new = NewWebhook {
        url: "https://hooks.example/".into(),
        events: vec!["awarded".into()],
        covers_below: false,
    };
    let (webhook, _) = world
        .db
        .write(|conn| webhooks::create(conn, &world.tools, &operator, issuer, new))
        .unwrap();
    let delivery = world
        .db
        .write(|conn| webhooks::ping(conn, &world.tools, &operator, webhook.id))
        .unwrap();
    (webhook.id, delivery.id)
}

/// An application for a badge that takes some.
fn application(world: &World<'_>, issuer: IssuerId) -> String {
    let content = BadgeContent {
        assessment: Some(AssessmentRule::default()),
        ..world.content("Data Storyteller")
    };
    let badge = world.badge_with(issuer, content, false);
    let new = NewApplication {
        name: "Malik".into(),
        email: "malik@example.org".into(),
        show_name: true,
        nominator: None,
    };
    let begun = world
        .db
        .write(|conn| applying::begin(conn, &world.tools, &Caller::anonymous(), badge.id, &new))
        .unwrap();
    begun.application.id.to_string()
}

impl Things {
    pub(super) fn path(&self, pattern: &str) -> String {
        let id = if pattern.contains("/applications/{id}") {
            &self.application
        } else if pattern.contains("assertions/{id}") || pattern.contains("awards/{id}") {
            &self.award
        } else if pattern.contains("batches/{id}") {
            &self.batch
        } else if pattern.contains("rosters/{id}") {
            &self.roster
        } else if pattern.contains("frameworks/{id}") {
            &self.framework
        } else if pattern.contains("endorsements/{id}") {
            &self.endorsement
        } else if pattern.contains("claim-cards/{id}") {
            &self.claim_card
        } else if pattern.contains("webhooks/{id}") {
            &self.webhook
        } else if pattern.contains("webhook-deliveries/{id}") {
            &self.delivery
        } else if pattern.contains("v1/claims/{id}") {
            &self.claim
        } else if pattern.contains("claim-links/{id}") || pattern.starts_with("/desk/claims/{id}") {
            &self.claim_link
        } else {
            &self.badge
        };
        pattern
            .replace("{issuer}", "acme")
            .replace("{slug}", "acme")
            .replace("{id}", id)
            .replace("{account}", &self.badge)
            .replace("{number}", "1")
            .replace("{digest}", &"0".repeat(64))
            .replace("{reviewer}", id)
            .replace("{secret}", &self.invitation)
            .replace("{code}", &self.claim_code)
    }
}

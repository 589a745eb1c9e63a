use accolade_storage::types::{
    AssertionState, DocumentFormat, EvidenceKind, RecipientKind, Visibility,
};
use accolade_storage::{assertions, on_each_database};
use openbadges::baking::{ImageKind, Payload, unbake};
use openbadges::proof::jws::CompactJws;
use serde_json::{Value, json};

use super::*;
use crate::badge_classes::BadgeClassEdit;
use crate::content::{ResultDescription, ResultLevel};
use crate::testing::World;
use crate::violations::Violation;

fn body(world: &World<'_>, award: &Award, format: DocumentFormat) -> String {
    world
        .db
        .write(|conn| form_kept(conn, &world.tools, &award.assertion, format))
        .unwrap()
}

fn credential(world: &World<'_>, award: &Award) -> Value {
    serde_json::from_str(&body(world, award, DocumentFormat::V3Json)).unwrap()
}

fn refused(world: &World<'_>, order: AwardOrder) -> AwardError {
    world
        .db
        .write(|conn| award(conn, &world.tools, &Caller::operator(), order))
        .unwrap_err()
}

fn violations(world: &World<'_>, order: AwardOrder) -> Vec<(String, &'static str)> {
    match refused(world, order) {
        AwardError::Invalid(Violations(entries)) => entries
            .into_iter()
            .map(|Violation { pointer, code, .. }| (pointer, code))
            .collect(),
        other => panic!("{other:?}"),
    }
}

on_each_database! {
    fn an_award_becomes_the_default_credential(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);

        let award = world.award(&badge);

        let credential = credential(&world, &award);
        let id = award.assertion.id;
        let status = format!("https://badges.test/issuers/acme/status/1#{}", award.assertion.status_index);
        assert_eq!(credential["id"], format!("https://badges.test/awards/{id}"));
        assert_eq!(credential["type"], json!(["VerifiableCredential", "OpenBadgeCredential"]));
        assert_eq!(credential["issuer"]["id"], "did:web:badges.test:issuers:acme");
        assert_eq!(credential["validFrom"], "2026-11-22T10:00:00Z");
        assert_eq!(credential["credentialStatus"]["id"], status);
        assert_eq!(credential["credentialSubject"]["id"], Value::Null);
        assert_eq!(
            credential["credentialSubject"]["identifier"],
            json!([{
                "type": "IdentityObject",
                "identityType": "emailAddress",
                "hashed": true,
                "identityHash": award.assertion.recipient_hash,
                "salt": award.assertion.recipient_salt,
            }])
        );
        assert_eq!(
            credential["proof"].as_array().unwrap().iter().map(|p| &p["type"]).collect::<Vec<_>>(),
            ["DataIntegrityProof", "Ed25519Signature2020"]
        );
        assert_eq!(
            credential["credentialSubject"]["achievement"]["id"],
            format!("https://badges.test/badges/{}", badge.id)
        );
    }

    fn the_other_forms_have_ids_of_their_own(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let award = world.award(&world.badge(issuer.id));
        let id = award.assertion.id;

        let jwt = CompactJws::parse(&body(&world, &award, DocumentFormat::V3Jwt)).unwrap();
        let claims = jwt.payload_object().unwrap();
        assert_eq!(claims["sub"], award.assertion.subject_urn);
        assert_eq!(claims["jti"], format!("https://badges.test/awards/{id}"));
        assert_eq!(claims["credentialSubject"]["id"], award.assertion.subject_urn);
        assert!(jwt.key_id().unwrap().starts_with("https://badges.test/issuers/acme/keys/"));

        let hosted: Value =
            serde_json::from_str(&body(&world, &award, DocumentFormat::V2Json)).unwrap();
        assert_eq!(hosted["id"], format!("https://badges.test/awards/{id}.v2.json"));
        assert_eq!(
            hosted["badge"],
            format!("https://badges.test/badges/{}/versions/1", award.assertion.badge_class_id)
        );

        let jws = CompactJws::parse(&body(&world, &award, DocumentFormat::V2Jws)).unwrap();
        let signed = jws.payload_object().unwrap();
        assert_eq!(signed["id"], format!("urn:uuid:{id}"));
        assert_eq!(jws.header["alg"], "RS256");
        assert!(signed["verification"]["creator"].as_str().unwrap().ends_with("/v2.json"));
    }

    fn the_plain_address_is_sealed_and_hashed_in_lower_case(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let award = world.award_with(AwardOrder::new(world.badge(issuer.id).id, "  Mia@Example.org "));
        let (_, stranger) = world.person("stranger@a.org", None);

        for format in DocumentFormat::ALL {
            assert!(!body(&world, &award, *format).to_lowercase().contains("mia@example"));
        }
        assert!(openbadges::recipient::matches(
            &award.assertion.recipient_hash,
            Some(&award.assertion.recipient_salt),
            true,
            "mia@example.org",
        ));
        let asked = |caller: &Caller| {
            db.read(|conn| {
                Ok::<_, StorageError>(recipient_email(conn, &world.tools, caller, &award.assertion))
            })
            .unwrap()
        };
        assert_eq!(asked(&Caller::operator()).unwrap().as_deref(), Some("mia@example.org"));
        assert!(matches!(asked(&stranger), Err(RecipientError::Access(AccessError::Hidden))));
    }

    fn a_name_is_shown_only_if_the_order_says_so(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let named = |show_name| {
            let mut order = AwardOrder::new(badge.id, "mia@example.org");
            order.recipient.name = Some("Mia Carter".into());
            order.recipient.show_name = show_name;
            world.award_with(order)
        };

        let shown = credential(&world, &named(true));
        assert_eq!(
            shown["credentialSubject"]["identifier"][1],
            json!({
                "type": "IdentityObject",
                "identityType": "name",
                "hashed": false,
                "identityHash": "Mia Carter",
            })
        );
        let hidden = named(false);
        assert_eq!(hidden.assertion.recipient_name, None);
        for format in DocumentFormat::ALL {
            assert!(!body(&world, &hidden, *format).contains("Mia Carter"));
        }
        let operator = Caller::operator();
        let kept = db
            .read(|conn| {
                Ok::<_, StorageError>(recipient(conn, &world.tools, &operator, &hidden.assertion))
            })
            .unwrap();
        assert_eq!(kept.unwrap().unwrap().name.as_deref(), Some("Mia Carter"));
    }

    fn somebody_without_an_address_is_known_by_name(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let order = AwardOrder::to(world.badge(issuer.id).id, Recipient::named("  Tom Ash "));

        let award = world.award_with(order);

        let (urn, kind) = (&award.assertion.subject_urn, award.assertion.recipient_kind);
        assert_eq!(kind, RecipientKind::Named);
        assert_eq!(
            credential(&world, &award)["credentialSubject"]["identifier"],
            json!([
                {"type": "IdentityObject", "identityType": "identifier", "hashed": false, "identityHash": urn},
                {"type": "IdentityObject", "identityType": "name", "hashed": false, "identityHash": "Tom Ash"},
            ])
        );
        let hosted: Value = serde_json::from_str(&body(&world, &award, DocumentFormat::V2Json)).unwrap();
        assert_eq!(hosted["recipient"], json!({"type": "id", "hashed": false, "identity": urn}));
        let kept = db
            .read(|conn| {
                Ok::<_, StorageError>(recipient(conn, &world.tools, &Caller::operator(), &award.assertion))
            })
            .unwrap();
        let sealed = SealedRecipient { email: None, name: Some("Tom Ash".into()) };
        assert_eq!(kept.unwrap(), Some(sealed));
    }

    fn nobody_at_all_cannot_receive_an_award(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let mut order = AwardOrder::new(world.badge(issuer.id).id, " ");
        order.recipient.name = Some("  ".into());

        assert_eq!(violations(&world, order), [("/recipient/email".to_owned(), "required")]);
    }

    fn only_public_evidence_is_signed(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let mut order = AwardOrder::new(world.badge(issuer.id).id, "mia@example.org");
        order.narrative = Some("She asked why.".into());
        let mut text = NewEvidence::new(EvidenceKind::Text);
        text.content.narrative = Some("What I learned".into());
        let mut secret = NewEvidence::new(EvidenceKind::Text);
        secret.visibility = Visibility::Private;
        secret.content.narrative = Some("Not for all".into());
        let mut link = NewEvidence::new(EvidenceKind::Link);
        link.content.url = Some("https://example.org/work".into());
        let mut picture = NewEvidence::new(EvidenceKind::Picture);
        picture.file = Some(world.picture());
        picture.content.alt = Some("A drawing".into());
        order.evidence = vec![text, secret, link, picture];

        let award = world.award_with(order);

        let credential = credential(&world, &award);
        let ids: Vec<_> = credential["evidence"].as_array().unwrap().iter().map(|e| &e["id"]).collect();
        let id = award.assertion.id;
        assert_eq!(ids[0], &format!("https://badges.test/awards/{id}#evidence-1"));
        assert_eq!(ids[1], "https://example.org/work");
        let file = ids[2].as_str().unwrap();
        assert!(file.starts_with("https://badges.test/files/") && file.ends_with(".png"), "{file}");
        assert_eq!(credential["credentialSubject"]["narrative"], "She asked why.");
        for format in DocumentFormat::ALL {
            assert!(!body(&world, &award, *format).contains("Not for all"));
        }
        assert_eq!(award.evidence.len(), 4);
    }

    fn results_point_at_what_the_badge_class_describes(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let mut content = world.content("Graded");
        content.results = vec![ResultDescription {
            id: "grade".into(),
            name: "Grade".into(),
            r#type: "Percent".into(),
            allowed_values: vec![],
            required_value: None,
            value_min: Some("0".into()),
            value_max: Some("100".into()),
            levels: vec![ResultLevel {
                id: "gold".into(),
                name: "Gold".into(),
                description: None,
                points: None,
            }],
        }];
        let badge = world.badge_with(issuer.id, content, false);
        let with = |value: &str, level: &str| {
            let mut order = AwardOrder::new(badge.id, "mia@example.org");
            order.results = vec![AwardResult {
                result: "grade".into(),
                value: Some(value.into()),
                level: Some(level.into()),
                status: None,
            }];
            order
        };

        let credential = credential(&world, &world.award_with(with("93", "gold")));

        let subject = &credential["credentialSubject"];
        let described = &subject["achievement"]["resultDescription"][0];
        assert_eq!(subject["result"][0]["resultDescription"], described["id"]);
        assert_eq!(subject["result"][0]["achievedLevel"], described["rubricCriterionLevel"][0]["id"]);
        assert_eq!(
            violations(&world, with("101", "lead")),
            [("/results/0/level".into(), "unknown"), ("/results/0/value".into(), "out_of_range")]
        );
    }

    fn a_wrong_order_is_told_field_by_field_and_leaves_nothing(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let mut order = AwardOrder::new(badge.id, "mia");
        order.narrative = Some("x".repeat(crate::limits::NARRATIVE.value + 1));
        order.valid_from = Some("2026-11-22T10:00:00Z".parse().unwrap());
        order.valid_until = Some("2026-11-21T10:00:00Z".parse().unwrap());
        let mut link = NewEvidence::new(EvidenceKind::Link);
        link.content.url = Some("javascript:alert(1)".into());
        let mut picture = NewEvidence::new(EvidenceKind::Picture);
        picture.file = Some([9; 32].into());
        order.evidence = vec![link, picture, NewEvidence::new(EvidenceKind::Testimonial)];

        let found = violations(&world, order);

        assert_eq!(
            found.iter().map(|(pointer, code)| (pointer.as_str(), *code)).collect::<Vec<_>>(),
            [
                ("/recipient/email", "bad_format"),
                ("/narrative", "too_long"),
                ("/evidence/0/url", "bad_scheme"),
                ("/evidence/1/file", "unknown"),
                ("/evidence/2/narrative", "required"),
                ("/evidence/2/author", "required"),
                ("/validUntil", "bad_order"),
            ]
        );
        let made = db.read(|conn| assertions::count_by_issuer(conn, issuer.id)).unwrap();
        assert_eq!(made, 0);
    }

    fn what_fails_after_the_award_takes_it_back(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let order = AwardOrder::new(badge.id, "mia@example.org");

        let failed: Result<(), AwardError> = db.write(|conn| {
            award(conn, &world.tools, &Caller::operator(), order)?;
            Err(AwardError::Archived)
        });

        assert!(failed.is_err());
        db.read(|conn| {
            assert_eq!(assertions::count_by_issuer(conn, issuer.id)?, 0);
            assert_eq!(accolade_storage::status_lists::of_issuer(conn, issuer.id)?, []);
            let filter = accolade_storage::audit_events::AuditFilter::new().issuer(issuer.id);
            let page = accolade_storage::PageRequest::first(50);
            let events = accolade_storage::audit_events::list(conn, filter, page)?.items;
            assert!(events.iter().all(|event| event.action != "award.made"));
            Ok::<_, StorageError>(())
        })
        .unwrap();
    }

    fn the_first_awards_at_once_share_one_status_list(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);

        std::thread::scope(|scope| {
            for _ in 0..4 {
                let (tools, badge) = (&world.tools, badge.id);
                scope.spawn(move || {
                    let order = AwardOrder::new(badge, "mia@example.org");
                    db.write(|conn| award(conn, tools, &Caller::operator(), order)).unwrap();
                });
            }
        });

        let lists = db.read(|conn| accolade_storage::status_lists::of_issuer(conn, issuer.id));
        let lists = lists.unwrap();
        assert_eq!(lists.iter().map(|list| list.used).collect::<Vec<_>>(), [4]);
    }

    fn an_award_keeps_the_version_it_was_earned_under(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let award = world.award(&badge);
        let before = body(&world, &award, DocumentFormat::V3Json);
        let operator = Caller::operator();

        let edit = BadgeClassEdit { content: Some(world.content("Better question")), suspendable: None, revision: None };
        db.write(|conn| {
            crate::badge_classes::edit(conn, &world.tools, &operator, badge.id, edit)?;
            crate::badge_classes::publish(conn, &world.tools, &operator, badge.id)
        })
        .unwrap();
        let later = world.award(&badge);

        assert_eq!(body(&world, &award, DocumentFormat::V3Json), before);
        assert_ne!(later.assertion.version_id, award.assertion.version_id);
        assert_eq!(credential(&world, &later)["name"], "Better question");
        let stored = db.read(|conn| assertions::find(conn, award.assertion.id)).unwrap().unwrap();
        assert_eq!(stored, award.assertion);
    }

    fn an_archived_badge_class_cannot_be_awarded(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        db.write(|conn| {
            crate::badge_classes::archive(conn, &world.tools, &Caller::operator(), badge.id)
        })
        .unwrap();

        let error = refused(&world, AwardOrder::new(badge.id, "mia@example.org"));

        assert!(matches!(error, AwardError::Archived));
    }

    fn the_validity_period_of_the_class_ends_the_award(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let mut content = world.content("For a while");
        content.validity_days = Some(10);

        let award = world.award(&world.badge_with(issuer.id, content, false));

        assert_eq!(award.assertion.state, AssertionState::Issued);
        assert_eq!(credential(&world, &award)["validUntil"], "2026-12-02T10:00:00Z");
    }

    fn an_award_lies_baked_in_the_picture_of_its_class(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let award = world.award(&world.badge(issuer.id));
        let taken_out = |kind, version| {
            let picture = db
                .read(|conn| baked(conn, &world.tools, &award.assertion, kind, version))
                .unwrap();
            assert_eq!(openbadges::baking::kind_of(&picture), Some(kind));
            unbake(&picture).unwrap().remove(0)
        };

        for kind in [ImageKind::Png, ImageKind::Svg] {
            let Payload::V3Json(json) = taken_out(kind, Version::V3) else { panic!("not 3.0") };
            let json: Value = serde_json::from_str(&json).unwrap();
            assert_eq!(json, credential(&world, &award));
            assert!(matches!(taken_out(kind, Version::V2), Payload::V2Json { .. }));
        }
    }
}

//! Awards as a stranger's verifier sees them: from the public documents alone.

use std::sync::Arc;

use accolade_storage::assertions::Assertion;
use accolade_storage::types::{DocumentFormat, EvidenceKind, KeyAlgorithm};
use accolade_storage::{blobs, on_each_database};
use jiff::SignedDuration;
use openbadges::baking::ImageKind;
use openbadges::verify::{Input, Outcome, Policy, Report, Request, Verdict, verify};

use super::*;
use crate::content::{Alignment, ResultDescription};
use crate::issuers::{NewIssuer, RotateKeyError, rotate_key};
use crate::key_source::SystemKeys;
use crate::revocation;
use crate::testing::{DocumentsFetch, World};

/// What the public documents say about these bytes now.
fn report(world: &World<'_>, bytes: &[u8]) -> Report {
    let fetch = DocumentsFetch {
        db: world.db,
        addresses: &world.tools.addresses,
    };
    let request = Request {
        input: Input::Bytes(bytes),
        recipient: Some("mia@example.org"),
    };
    verify(
        &request,
        &Policy::default(),
        &fetch,
        world.tools.clock.now(),
    )
}

/// Every form in which an award leaves the house, with a name for messages.
fn forms(world: &World<'_>, assertion: &Assertion) -> Vec<(String, Vec<u8>)> {
    world
        .db
        .write(|conn| {
            let mut forms = Vec::new();
            for format in DocumentFormat::ALL {
                let body = form_kept(conn, &world.tools, assertion, *format)?;
                forms.push((format.to_string(), body.into_bytes()));
            }
            for kind in [ImageKind::Png, ImageKind::Svg] {
                for version in [Version::V3, Version::V2] {
                    let picture = baked(conn, &world.tools, assertion, kind, version)?;
                    forms.push((format!("{kind:?} {version:?}"), picture));
                }
            }
            Ok::<_, BakedError>(forms)
        })
        .unwrap()
}

fn assert_all(world: &World<'_>, assertion: &Assertion, expected: Verdict) {
    for (name, bytes) in forms(world, assertion) {
        let report = report(world, &bytes);
        assert_eq!(report.verdict, expected, "{name}: {:#?}", report.checks);
    }
}

/// An award that uses every part of the documents.
fn rich_award(world: &World<'_>, issuer: accolade_storage::types::IssuerId) -> Assertion {
    let mut content = world.content("Rich & <strange> {name} «é»");
    content.tags = vec!["science".into()];
    content.alignments = vec![Alignment {
        name: "Asking".into(),
        url: "https://frameworks.example/asking".into(),
        code: Some("A.1".into()),
        framework: Some("Frame".into()),
        description: Some("To ask".into()),
        r#type: Some("CFItem".into()),
    }];
    content.results = vec![ResultDescription {
        id: "grade".into(),
        name: "Grade".into(),
        r#type: "LetterGrade".into(),
        allowed_values: vec!["C".into(), "B".into(), "A".into()],
        required_value: Some("B".into()),
        value_min: None,
        value_max: None,
        levels: vec![],
    }];
    content.validity_days = Some(365);
    let badge = world.badge_with(issuer, content, false);
    let mut order = AwardOrder::new(badge.id, "mia@example.org");
    order.recipient.name = Some("Mia Carter".into());
    order.narrative = Some("She asked *why* & then how.".into());
    order.results = vec![AwardResult {
        result: "grade".into(),
        value: Some("A".into()),
        ..AwardResult::default()
    }];
    let mut text = NewEvidence::new(EvidenceKind::Text);
    text.content.name = Some("Reflection".into());
    text.content.narrative = Some("I learned that & this.".into());
    text.content.genre = Some("Essay".into());
    let mut pair = NewEvidence::new(EvidenceKind::Pair);
    pair.file = Some(world.picture());
    pair.second_file = Some(world.picture());
    pair.content.caption = Some("Then and now".into());
    order.evidence = vec![text, pair];
    world.award_with(order).assertion
}

on_each_database! {
    fn every_form_of_an_award_verifies(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");

        let plain = world.award(&world.badge(issuer.id)).assertion;
        let rich = rich_award(&world, issuer.id);

        assert_all(&world, &plain, Verdict::Valid);
        assert_all(&world, &rich, Verdict::Valid);
    }

    fn an_award_to_somebody_without_an_address_verifies(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let order = AwardOrder::to(world.badge(issuer.id).id, Recipient::named("Tom Ash"));

        let award = world.award_with(order).assertion;

        let fetch = DocumentsFetch { db, addresses: &world.tools.addresses };
        for (name, bytes) in forms(&world, &award) {
            let request = Request { input: Input::Bytes(&bytes), recipient: None };
            let report = verify(&request, &Policy::default(), &fetch, world.tools.clock.now());
            assert_eq!(report.verdict, Verdict::Valid, "{name}: {:#?}", report.checks);
            let told = report.badge.unwrap().recipient;
            assert_eq!(told.identity, None, "{name}");
            let is_2_0 = name.contains('2');
            assert_eq!(told.name.as_deref(), (!is_2_0).then_some("Tom Ash"), "{name}");
        }
    }

    fn an_award_without_second_proof_and_with_other_jwt_keys_verifies(db: &TestDatabase) {
        let world = World::new(db);
        for (slug, jwt_algorithm) in [("ed", KeyAlgorithm::EdDsa), ("rsa", KeyAlgorithm::Rs256)] {
            let issuer = world.issuer_with(NewIssuer {
                slug: slug.into(),
                compatibility_proof: false,
                jwt_algorithm,
                ..World::new_issuer()
            });

            let award = world.award(&world.badge(issuer.id)).assertion;

            assert_all(&world, &award, Verdict::Valid);
        }
    }

    fn a_revoked_award_says_so_in_every_form(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let award = world.award(&badge).assertion;
        let other = world.award(&badge).assertion;

        db.write(|conn| {
            revocation::revoke(conn, &world.tools, &Caller::operator(), award.id, "A mistake")
        })
        .unwrap();

        assert_all(&world, &award, Verdict::Revoked);
        assert_all(&world, &other, Verdict::Valid);
    }

    fn a_hold_is_seen_in_3_0_and_ends(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge_with(issuer.id, world.content("Held"), true);
        let award = world.award(&badge).assertion;
        let (tools, operator) = (&world.tools, &Caller::operator());
        let v3 = || forms(&world, &award).into_iter().filter(|(name, _)| {
            name.starts_with("v3") || name.ends_with("V3")
        });

        db.write(|conn| revocation::suspend(conn, tools, operator, award.id, "Wait")).unwrap();
        for (name, bytes) in v3() {
            assert_eq!(report(&world, &bytes).verdict, Verdict::Suspended, "{name}");
        }
        db.write(|conn| revocation::reinstate(conn, tools, operator, award.id, None)).unwrap();

        assert_all(&world, &award, Verdict::Valid);
    }

    fn an_award_expires(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let award = rich_award(&world, issuer.id);

        world.clock.advance(SignedDuration::from_hours(24 * 366));

        assert_all(&world, &award, Verdict::Expired);
    }

    fn awards_outlive_the_key_that_signed_them(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let before = world.award(&badge).assertion;

        // The fixed source knows only one RSA key.
        let tools = Tools { key_source: Arc::new(SystemKeys), ..world.tools.clone() };
        db.write(|conn| {
            for algorithm in KeyAlgorithm::ALL {
                rotate_key(conn, &tools, &Caller::operator(), issuer.id, *algorithm)?;
            }
            Ok::<_, RotateKeyError>(())
        })
        .unwrap();
        let after = world.award(&badge).assertion;

        assert_all(&world, &before, Verdict::Valid);
        assert_all(&world, &after, Verdict::Valid);
    }

    fn another_recipient_and_a_changed_text_are_found_out(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let award = world.award(&world.badge(issuer.id)).assertion;
        let forms = forms(&world, &award);

        let (_, json) = &forms[0];
        let changed = String::from_utf8(json.clone()).unwrap().replace("good question.", "good answer.");
        assert_eq!(report(&world, changed.as_bytes()).verdict, Verdict::Invalid);

        let fetch = DocumentsFetch { db, addresses: &world.tools.addresses };
        let request = Request { input: Input::Bytes(json), recipient: Some("tom@example.org") };
        let report = verify(&request, &Policy::default(), &fetch, world.tools.clock.now());
        assert!(report.checks.iter().any(|check| {
            check.code.as_str() == "recipient.mismatch" && check.outcome != Outcome::Pass
        }));
    }
}

on_each_database! {
    fn a_file_of_the_site_cannot_pose_as_an_award(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let real = world.award(&badge).assertion;
        let hosted = forms(&world, &real)
            .into_iter()
            .find(|(name, _)| *name == DocumentFormat::V2Json.to_string())
            .map(|(_, bytes)| openbadges::json::read(&bytes).unwrap())
            .unwrap();
        // Written as before 2.0 it needs no id: its address is its id, and the address is on the issuer's host.
        let forged = serde_json::json!({
            "recipient": {"type": "email", "hashed": false, "identity": "mia@example.org"},
            "uid": "1", "badge": hosted["badge"], "issuedOn": hosted["issuedOn"],
            "verify": {"type": "hosted", "url": "https://badges.example/files/x"},
        });
        let blob = db
            .write(|conn| {
                let bytes = forged.to_string().into_bytes();
                let blob = crate::files::accept_file(conn, &world.tools, &bytes, "text/plain")?;
                blobs::publish(conn, &[blob.digest], world.tools.now())?;
                Ok::<_, crate::files::FileError>(blob)
            })
            .unwrap();
        let address = world.tools.addresses.file(&blob.digest, "txt");

        let report = report(&world, address.as_bytes());

        assert_eq!(report.verdict, Verdict::Invalid, "{:#?}", report.checks);
        assert!(report.checks.iter().any(|check| check.code.as_str() == "hosted.scope"));
    }
}

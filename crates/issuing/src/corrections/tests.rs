use accolade_storage::on_each_database;
use accolade_storage::types::{DocumentFormat, Role};
use openbadges::verify::{Input, Policy, Request, Verdict, verify};

use super::*;
use crate::awards::form_kept;
use crate::content::ResultDescription;
use crate::testing::{DocumentsFetch, World};
use crate::webhooks::NewWebhook;

fn body(world: &World<'_>, assertion: &Assertion, format: DocumentFormat) -> String {
    world
        .db
        .write(|conn| form_kept(conn, &world.tools, assertion, format))
        .unwrap()
}

fn verdict(world: &World<'_>, text: &str) -> Verdict {
    let fetch = DocumentsFetch {
        db: world.db,
        addresses: &world.tools.addresses,
    };
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    verify(
        &request,
        &Policy::default(),
        &fetch,
        world.tools.clock.now(),
    )
    .verdict
}

on_each_database! {
    fn who_listens_hears_of_the_new_award_and_of_the_end_of_the_one_before(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let before = world.award(&world.badge(issuer.id)).assertion;
        let operator = Caller::operator();
        let new = NewWebhook {
            url: "https://hooks.example/accolade".into(),
            events: vec!["awarded".into(), "revoked".into()],
            covers_below: false,
        };
        db.write(|conn| webhooks::create(conn, &world.tools, &operator, issuer.id, new)).unwrap();

        let after = db.write(|conn| reissue(conn, &world.tools, &operator, before.id, None)).unwrap();

        let due = db.write(|conn| webhooks::take(conn, &world.tools, 100)).unwrap();
        let told = |word: &str, award: AssertionId| {
            let word = format!("\"type\":\"{word}\"");
            let about = |body: &str| body.contains(&word) && body.contains(&award.to_string());
            due.iter().filter(|message| about(&message.body)).count()
        };
        assert_eq!(due.len(), 2);
        assert_eq!((told("awarded", after.assertion.id), told("revoked", before.id)), (1, 1));
    }

    fn a_corrected_award_keeps_its_address_and_says_the_right_thing_in_every_form(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let mut order = AwardOrder::new(badge.id, "mia@example.org");
        order.recipient.name = Some("Mia Cartre".into());
        let before = world.award_with(order).assertion;
        let operator = Caller::operator();
        let first = body(&world, &before, DocumentFormat::V3Json);
        let token = body(&world, &before, DocumentFormat::V3Jwt);

        world.clock.advance(jiff::SignedDuration::from_hours(1));
        let after = db
            .write(|conn| {
                let mut correction = present(conn, &world.tools, &operator, &before)?;
                correction.recipient.name = Some("Mia Carter".into());
                correct(conn, &world.tools, &operator, before.id, correction)
            })
            .unwrap();

        let stored = db.read(|conn| assertions::find(conn, before.id)).unwrap().unwrap();
        assert_eq!(stored, after);
        assert_eq!((after.status_index, after.created_at), (before.status_index, before.created_at));
        assert!(after.corrected_at.is_some());
        for format in DocumentFormat::ALL {
            let text = body(&world, &after, *format);
            assert_eq!(verdict(&world, &text), Verdict::Valid, "{format}");
            assert!(!text.contains("Cartre"), "{format}");
        }
        assert!(body(&world, &after, DocumentFormat::V3Json).contains("Mia Carter"));
        assert_ne!(body(&world, &after, DocumentFormat::V3Jwt), token);
        let past = db.read(|conn| superseded_documents::of_assertion(conn, before.id)).unwrap();
        assert_eq!(past.iter().find(|one| one.format == DocumentFormat::V3Json).unwrap().body, first);
    }

    fn what_a_corrected_award_said_before_can_be_read_by_those_who_may_know_whose_it_is(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let (_, teacher) = world.person("teacher@acme.example", Some((issuer.id, Role::Issuer)));
        let (_, viewer) = world.person("viewer@acme.example", Some((issuer.id, Role::Viewer)));
        let mut order = AwardOrder::new(world.badge(issuer.id).id, "mia@example.org");
        order.recipient.name = Some("Mia Cartre".into());
        order.narrative = Some("Asked why.".into());
        order.valid_until = Some("2027-07-31T23:59:59Z".parse().unwrap());
        let award = world.award_with(order).assertion;
        let text = body(&world, &award, DocumentFormat::V3Json);
        world.clock.advance(jiff::SignedDuration::from_hours(1));
        db.write(|conn| {
            let mut correction = present(conn, &world.tools, &teacher, &award)?;
            correction.recipient.name = Some("Mia Carter".into());
            correction.narrative = None;
            correct(conn, &world.tools, &teacher, award.id, correction)
        })
        .unwrap();

        let read = |caller: &Caller| db.read(|conn| history(conn, caller, award.id));
        let wordings = read(&teacher).unwrap();

        assert_eq!(wordings.len(), 1);
        assert_eq!((wordings[0].revision, wordings[0].until), (1, world.tools.now()));
        assert_eq!(wordings[0].said, Said::now(&award));
        assert_eq!(wordings[0].document, text);
        assert!(matches!(read(&viewer), Err(CorrectionError::Access(_))));
    }

    fn what_is_given_anew_stands_in_the_place_of_the_earlier_one(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let before = world.award(&badge).assertion;

        let award = db
            .write(|conn| reissue(conn, &world.tools, &Caller::operator(), before.id, None))
            .unwrap();

        let earlier = db.read(|conn| assertions::find(conn, before.id)).unwrap().unwrap();
        assert_eq!(earlier.state, AssertionState::Revoked);
        assert_eq!(award.assertion.replaces_id, Some(before.id));
        assert_eq!(award.assertion.recipient_key, before.recipient_key);
        assert_eq!(db.read(|conn| assertions::replacement_of(conn, before.id)).unwrap(), Some(award.assertion.id));
        assert_eq!(verdict(&world, &body(&world, &award.assertion, DocumentFormat::V3Json)), Verdict::Valid);
    }

    fn what_was_taken_back_is_not_corrected(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let award = world.award(&badge).assertion;
        let operator = Caller::operator();
        let correction = db.read(|conn| present(conn, &world.tools, &operator, &award)).unwrap();
        db.write(|conn| revocation::revoke(conn, &world.tools, &operator, award.id, "No")).unwrap();

        let outcome = db.write(|conn| correct(conn, &world.tools, &operator, award.id, correction));

        assert!(matches!(outcome, Err(CorrectionError::Revoked)), "{outcome:?}");
    }

    fn a_correction_of_one_part_leaves_the_others_as_they_were(db: &TestDatabase) {
        let world = World::new(db);
        let badge = world.badge(world.issuer("acme").id);
        let mut order = AwardOrder::new(badge.id, "mia@example.org");
        order.recipient.name = Some("Mia Carter".into());
        order.narrative = Some("She lead the hike.".into());
        let before = world.award_with(order).assertion;
        let wanted = CorrectionEdit {
            narrative: Some(Some("She led the hike.".into())),
            ..CorrectionEdit::default()
        };

        let after = db
            .write(|conn| edit(conn, &world.tools, &Caller::operator(), before.id, wanted))
            .unwrap();

        assert_eq!(after.narrative.as_deref(), Some("She led the hike."));
        assert_eq!(after.recipient_name.as_deref(), Some("Mia Carter"));
        assert_eq!((after.recipient_key, after.valid_until), (before.recipient_key, before.valid_until));
    }

    fn a_result_is_put_right_and_stays_when_something_else_is(db: &TestDatabase) {
        let world = World::new(db);
        let mut content = world.content("Graded");
        content.results = vec![ResultDescription {
            id: "grade".into(),
            name: "Grade".into(),
            r#type: "LetterGrade".into(),
            allowed_values: vec!["B".into(), "A".into()],
            required_value: None,
            value_min: None,
            value_max: None,
            levels: vec![],
        }];
        let grade = content.results[0].clone();
        let badge = world.badge_with(world.issuer("acme").id, content, false);
        let mut order = AwardOrder::new(badge.id, "mia@example.org");
        order.results = vec![grade.read("B").unwrap()];
        let award = world.award_with(order).assertion;
        let change = |wanted: CorrectionEdit| {
            db.write(|conn| edit(conn, &world.tools, &Caller::operator(), award.id, wanted)).unwrap()
        };

        let raised = change(CorrectionEdit {
            results: Some(vec![grade.read("A").unwrap()]),
            ..CorrectionEdit::default()
        });
        let reworded = change(CorrectionEdit {
            narrative: Some(Some("She led the hike.".into())),
            ..CorrectionEdit::default()
        });

        assert_eq!(awards::results(&raised)[0].value.as_deref(), Some("A"));
        assert_eq!(awards::results(&reworded), awards::results(&raised));
    }
}

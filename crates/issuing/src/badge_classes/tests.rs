use accolade_storage::on_each_database;
use accolade_storage::types::Role;

use super::*;
use crate::testing::World;

fn drafted(world: &World<'_>, issuer: IssuerId, content: BadgeContent) -> BadgeClass {
    let new = NewBadgeClass {
        content,
        suspendable: false,
    };
    world
        .db
        .write(|conn| draft(conn, &world.tools, &Caller::operator(), issuer, new))
        .unwrap()
}

on_each_database! {
    fn a_draft_needs_only_a_name(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let content = BadgeContent { name: "An idea".into(), ..BadgeContent::default() };

        let class = drafted(&world, issuer.id, content);

        assert_eq!(class.state, BadgeClassState::Draft);
        let stored = db.read(|conn| badge_classes::find(conn, class.id)).unwrap();
        assert_eq!(stored, Some(class));
    }

    fn an_incomplete_draft_cannot_be_published(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let content = BadgeContent { name: "An idea".into(), ..BadgeContent::default() };
        let class = drafted(&world, issuer.id, content);

        let refused =
            db.write(|conn| publish(conn, &world.tools, &Caller::operator(), class.id));

        assert!(matches!(refused, Err(BadgeClassError::Invalid(_))), "{refused:?}");
        let stored = db.read(|conn| badge_classes::find(conn, class.id)).unwrap();
        assert_eq!(stored, Some(class));
    }

    fn publishing_again_makes_the_next_version_and_keeps_the_first(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let class = world.badge_with(issuer.id, world.content("First"), false);
        let (tools, operator) = (&world.tools, &Caller::operator());
        let first = db.read(|conn| badge_class_versions::by_number(conn, class.id, 1)).unwrap();

        let nothing = db.write(|conn| publish(conn, tools, operator, class.id));
        assert!(matches!(nothing, Err(BadgeClassError::NothingToPublish)));
        let change =
            BadgeClassEdit { content: Some(world.content("Second")), suspendable: Some(true), revision: None };
        let edited = db.write(|conn| edit(conn, tools, operator, class.id, change)).unwrap();
        assert_eq!(edited.name, "First");
        let (published, second) =
            db.write(|conn| publish(conn, tools, operator, class.id)).unwrap();

        assert_eq!((published.name.as_str(), second.number), ("Second", 2));
        assert!(published.suspendable);
        let kept = db.read(|conn| badge_class_versions::by_number(conn, class.id, 1)).unwrap();
        assert_eq!(kept, first);
    }

    fn an_archived_class_cannot_be_edited(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let class = world.badge(issuer.id);
        let (tools, operator) = (&world.tools, &Caller::operator());
        db.write(|conn| archive(conn, tools, operator, class.id)).unwrap();

        let refused =
            db.write(|conn| edit(conn, tools, operator, class.id, BadgeClassEdit::default()));

        assert!(matches!(refused, Err(BadgeClassError::Archived)));
    }

    fn a_picture_must_have_been_uploaded(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let mut content = world.content("No picture");
        if let Some(image) = &mut content.image {
            image.blob = [1; 32].into();
        }

        let new = NewBadgeClass { content, suspendable: false };
        let refused =
            db.write(|conn| draft(conn, &world.tools, &Caller::operator(), issuer.id, new));

        let Err(BadgeClassError::Invalid(found)) = refused else { panic!("{refused:?}") };
        assert_eq!((found.0[0].pointer.as_str(), found.0[0].code), ("/image/blob", "unknown"));
    }

    fn drafts_are_hidden_from_strangers_and_published_classes_are_not(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let hidden = drafted(&world, issuer.id, world.content("Draft"));
        let public = world.badge(issuer.id);
        let (_, stranger) = world.person("stranger@a.org", None);
        let (_, teacher) = world.person("teacher@a.org", Some((issuer.id, Role::Issuer)));
        let try_edit = |caller: &Caller, id| {
            db.write(|conn| edit(conn, &world.tools, caller, id, BadgeClassEdit::default()))
        };

        let refused = try_edit(&stranger, hidden.id).unwrap_err();
        assert!(matches!(refused, BadgeClassError::Access(AccessError::Hidden)));
        let refused = try_edit(&stranger, public.id).unwrap_err();
        assert!(matches!(refused, BadgeClassError::Access(AccessError::Forbidden)));
        assert!(try_edit(&teacher, hidden.id).is_ok());
    }
}

fn edited(
    world: &World<'_>,
    class: &BadgeClass,
    content: BadgeContent,
    read: Option<i32>,
) -> Result<BadgeClass, BadgeClassError> {
    let change = BadgeClassEdit {
        content: Some(content),
        suspendable: None,
        revision: read,
    };
    world
        .db
        .write(|conn| edit(conn, &world.tools, &Caller::operator(), class.id, change))
}

fn free(world: &World<'_>, licence: &str) -> BadgeContent {
    BadgeContent {
        licence: Some(licence.into()),
        attribution: Some("Mia Berg".into()),
        ..world.content("Good question")
    }
}

fn found_in_library(db: &accolade_storage::Database) -> Vec<BadgeClassId> {
    let page = accolade_storage::PageRequest::default();
    let found = db
        .read(|conn| library::search(conn, &library::LibraryFilter::new(), page))
        .unwrap();
    found.items.into_iter().map(|(class, _)| class.id).collect()
}

on_each_database! {
    fn of_two_who_edit_the_second_is_told(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let class = drafted(&world, issuer.id, world.content("First"));

        let saved = edited(&world, &class, world.content("Mine"), Some(0)).unwrap();
        let refused = edited(&world, &class, world.content("Yours"), Some(0));

        assert_eq!(saved.revision, 1);
        assert!(matches!(refused, Err(BadgeClassError::ChangedMeanwhile(1))), "{refused:?}");
        let kept = db.read(|conn| badge_classes::find(conn, class.id)).unwrap().unwrap();
        assert_eq!(kept, saved);
        assert!(edited(&world, &class, world.content("Both"), Some(1)).is_ok());
    }

    fn what_is_free_stands_in_the_library_until_it_is_archived(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let (tools, operator) = (&world.tools, &Caller::operator());
        world.badge(issuer.id);
        let class = world.badge_with(issuer.id, free(&world, "CC BY 4.0"), false);

        assert_eq!(found_in_library(db), [class.id]);
        db.write(|conn| archive(conn, tools, operator, class.id)).unwrap();
        assert!(found_in_library(db).is_empty());
        let back = db.write(|conn| unarchive(conn, tools, operator, class.id)).unwrap();

        assert_eq!(back.state, BadgeClassState::Published);
        assert_eq!(found_in_library(db), [class.id]);
        let twice = db.write(|conn| unarchive(conn, tools, operator, class.id));
        assert!(matches!(twice, Err(BadgeClassError::NotArchived)));
    }

    fn a_remix_names_what_it_was_made_from_whatever_is_edited(db: &TestDatabase) {
        let world = World::new(db);
        let (acme, other) = (world.issuer("acme"), world.issuer("other"));
        let source = world.badge_with(acme.id, free(&world, "CC BY 4.0"), false);
        let (_, teacher) = world.person("teacher@other.org", Some((other.id, Role::Issuer)));

        let mine =
            db.write(|conn| remix(conn, &world.tools, &teacher, source.id, other.id)).unwrap();
        let saved = edited(&world, &mine, world.content("My own"), None).unwrap();

        assert_eq!((mine.remixed_from, mine.remixed_version), (Some(source.id), Some(1)));
        let content = BadgeContent::read(mine.draft.as_deref().unwrap()).unwrap();
        assert_eq!(content.attribution.as_deref(), Some("Mia Berg; Acme School"));
        let content = BadgeContent::read(saved.draft.as_deref().unwrap()).unwrap();
        let lineage = content.remixed_from.unwrap();
        assert_eq!((lineage.badge, lineage.version), (source.id, 1));
        assert_eq!(lineage.licence.as_deref(), Some("CC BY 4.0"));
    }

    fn only_what_is_free_to_change_can_be_remixed(db: &TestDatabase) {
        let world = World::new(db);
        let acme = world.issuer("acme");
        let closed = world.badge(acme.id);
        let fixed = world.badge_with(acme.id, free(&world, "CC BY-ND 4.0"), false);
        let hidden = drafted(&world, acme.id, free(&world, "CC BY 4.0"));
        let into_acme = |id| {
            db.write(|conn| remix(conn, &world.tools, &Caller::operator(), id, acme.id))
        };

        for class in [&closed, &fixed] {
            assert!(matches!(into_acme(class.id), Err(BadgeClassError::NotFree)));
        }
        assert!(matches!(
            into_acme(hidden.id),
            Err(BadgeClassError::Access(AccessError::Hidden))
        ));
    }

    fn what_must_stay_under_its_licence_is_not_published_under_another(db: &TestDatabase) {
        let world = World::new(db);
        let acme = world.issuer("acme");
        let other = world.issuer("other");
        let source = world.badge_with(acme.id, free(&world, "CC BY-SA 4.0"), false);
        let (tools, operator) = (&world.tools, &Caller::operator());
        let mine = db.write(|conn| remix(conn, tools, operator, source.id, other.id)).unwrap();

        edited(&world, &mine, free(&world, "CC BY 4.0"), None).unwrap();
        let refused = db.write(|conn| publish(conn, tools, operator, mine.id));
        let Err(BadgeClassError::Invalid(found)) = refused else { panic!("{refused:?}") };
        assert_eq!((found.0[0].pointer.as_str(), found.0[0].code), ("/licence", "share_alike"));
        edited(&world, &mine, free(&world, "CC BY-SA 4.0"), None).unwrap();

        assert!(db.write(|conn| publish(conn, tools, operator, mine.id)).is_ok());
    }

    fn a_duplicate_says_the_same_under_another_name(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let class = world.badge_with(issuer.id, world.content(&"n".repeat(200)), false);
        let (tools, operator) = (&world.tools, &Caller::operator());

        let copy = db.write(|conn| duplicate(conn, tools, operator, class.id)).unwrap();

        assert!(copy.name.ends_with(" (copy)") && copy.name.chars().count() == 200);
        assert_eq!((copy.state, copy.remixed_from), (BadgeClassState::Draft, None));
        assert!(db.write(|conn| publish(conn, tools, operator, copy.id)).is_ok());
    }
}

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
            BadgeClassEdit { content: Some(world.content("Second")), suspendable: Some(true) };
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

use accolade_storage::on_each_database;
use accolade_storage::types::Role;

use super::*;
use crate::testing::World;

fn drawing() -> SketchContent {
    SketchContent {
        name: "Second Try".into(),
        criteria: "- Try\n- Look what went wrong\n\n* Try again".into(),
        recipients: "Mia\nBen".into(),
        ..SketchContent::default()
    }
}

on_each_database! {
    fn a_sketch_is_kept_for_a_visitor_and_becomes_a_badge_after_signing_in(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        let school = world.issuer("school");
        let (teacher, caller) = world.person("ms@school.example", Some((school.id, Role::Issuer)));
        let session: SessionId = ids::new(tools);
        let visitor = Keeper { session: Some(session), account: None };
        db.write(|conn| keep(conn, tools, visitor, &SketchContent::default())).unwrap();
        let sketch = db.write(|conn| keep(conn, tools, visitor, &drawing())).unwrap();

        db.write(|conn| adopt(conn, session, teacher.id)).unwrap();
        let elsewhere = Keeper { session: None, account: Some(teacher.id) };
        let (found, content) = db.read(|conn| open(conn, elsewhere)).unwrap().unwrap();
        let badge =
            db.write(|conn| to_badge_class(conn, tools, &caller, sketch.id, school.id)).unwrap();

        assert_eq!((found.id, content), (sketch.id, drawing()));
        let says = BadgeContent::read(badge.draft.as_deref().unwrap()).unwrap();
        let items: Vec<_> = says.criteria.items.iter().map(|item| item.text.as_str()).collect();
        assert_eq!(items, ["Try", "Look what went wrong", "Try again"]);
        assert_eq!(says.palette.as_deref(), Some("lagoon"));
        assert!(says.check_publishable().is_empty());
        assert_eq!(says.image.unwrap().recipe, Some(Recipe::default()));
        let left = db.read(|conn| open(conn, elsewhere)).unwrap();
        assert_eq!(left, None, "a finished sketch is not open");
    }

    fn a_sketch_of_somebody_else_is_no_sketch(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        let school = world.issuer("school");
        let (_, caller) = world.person("a@school.example", Some((school.id, Role::Owner)));
        let (other, _) = world.person("b@school.example", None);
        let theirs = Keeper { session: None, account: Some(other.id) };
        let sketch = db.write(|conn| keep(conn, tools, theirs, &drawing())).unwrap();

        let taken = db.write(|conn| to_badge_class(conn, tools, &caller, sketch.id, school.id));

        assert!(matches!(taken, Err(SketchError::Unknown)), "{taken:?}");
    }

    fn what_is_missing_is_told_and_a_second_badge_of_one_name_too(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        let school = world.issuer("school");
        let (teacher, caller) = world.person("ms@school.example", Some((school.id, Role::Owner)));
        let keeper = Keeper { session: None, account: Some(teacher.id) };
        let made = |content: &SketchContent| {
            let sketch = db.write(|conn| keep(conn, tools, keeper, content)).unwrap();
            db.write(|conn| to_badge_class(conn, tools, &caller, sketch.id, school.id))
        };
        let pointers = |result: Result<BadgeClass, SketchError>| match result {
            Err(SketchError::Invalid(found)) => {
                found.0.into_iter().map(|one| (one.pointer, one.code)).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };

        let empty = pointers(made(&SketchContent::default()));
        made(&drawing()).unwrap();
        let again = pointers(made(&SketchContent { name: " second TRY ".into(), ..drawing() }));

        assert_eq!(empty, [("/name".to_owned(), "required"), ("/criteria".to_owned(), "required")]);
        assert_eq!(again, [("/name".to_owned(), "taken")]);
    }

    fn a_stranger_to_the_issuer_makes_no_badge_there(db: &TestDatabase) {
        let world = World::new(db);
        let tools = &world.tools;
        let school = world.issuer("school");
        let (stranger, caller) = world.person("s@else.example", None);
        let keeper = Keeper { session: None, account: Some(stranger.id) };
        let sketch = db.write(|conn| keep(conn, tools, keeper, &drawing())).unwrap();

        let made = db.write(|conn| to_badge_class(conn, tools, &caller, sketch.id, school.id));

        assert!(matches!(made, Err(SketchError::BadgeClass(BadgeClassError::Access(_)))), "{made:?}");
        let kept = db.read(|conn| open(conn, keeper)).unwrap();
        assert_eq!(kept.map(|(sketch, _)| sketch.badge_class_id), Some(None));
    }
}

#[test]
fn one_line_of_criteria_stays_a_sentence_and_several_become_a_list() {
    assert_eq!(
        criteria("Read twenty books.").narrative,
        "Read twenty books."
    );
    assert_eq!(criteria("Read.\nWrite.").items.len(), 2);
    let long = format!("Read.\n{}", "word ".repeat(200));
    assert!(criteria(&long).items.is_empty());
}

#[test]
fn an_upload_needs_words_of_its_own() {
    let content = SketchContent {
        upload: Some([1; 32].into()),
        ..drawing()
    };

    assert_eq!(content.check().0[0].pointer, "/alt");
}

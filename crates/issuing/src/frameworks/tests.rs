use accolade_storage::on_each_database;
use accolade_storage::types::Role;

use super::*;
use crate::testing::World;

/// A small framework of our own.
pub(super) const SAMPLE: &str = include_str!("sample.json");

fn refused(bytes: &[u8]) -> String {
    read(bytes, "").unwrap_err().to_string()
}

#[test]
fn a_case_package_is_read() {
    let read = read(SAMPLE.as_bytes(), " ").unwrap();

    assert_eq!(read.name, "Northern Skills Frame");
    assert_eq!(read.format, FrameworkFormat::Case);
    assert_eq!(read.items[0].code.as_deref(), Some("MA-4.1"));
    assert_eq!(read.items[0].name, "Collects and organises data");
}

#[test]
fn an_esco_table_is_read_under_the_name_it_is_given() {
    let table = "\u{feff}conceptType,conceptUri,skillType,preferredLabel,altLabels,description\n\
        KnowledgeSkillCompetence,http://data.example/esco/skill/1,skill/competence,listen,\"hear\nattend\",\"To give ear, fully.\"\n\
        ,not an address,,nameless,,\n";

    let read = read(table.as_bytes(), "ESCO 1.2").unwrap();

    assert_eq!((read.name.as_str(), read.items.len()), ("ESCO 1.2", 1));
    assert_eq!(read.items[0].also, ["hear", "attend"]);
    assert_eq!(
        read.items[0].description.as_deref(),
        Some("To give ear, fully.")
    );
}

#[test]
fn hostile_files_are_refused_with_a_word() {
    let deep = format!(
        "{{\"CFDocument\":{}1{}}}",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let script = r#"{"CFDocument":{"title":"x"},"CFItems":[{"fullStatement":"x","uri":"javascript:alert(1)"}]}"#;

    assert!(refused(b"\xff\xfe\x00a").contains("UTF-8"));
    assert!(refused(b"a\0b").contains("not text"));
    assert!(refused(deep.as_bytes()).contains("not a CASE package"));
    assert!(refused(br#"{"CFItems":[]}"#).contains("CFDocument"));
    assert!(refused(script.as_bytes()).contains("No skill"));
    assert!(refused(b"name,url\na,b").contains("conceptUri"));
    assert!(refused(b"").contains("conceptUri"));
    let many = "conceptUri,preferredLabel\n".to_owned()
        + &"https://a.example/x,y\n".repeat(limits::FRAMEWORK_ITEMS.value + 1);
    assert!(refused(many.as_bytes()).contains("at most"));
    let huge = vec![b' '; limits::FRAMEWORK_BYTES.value + 1];
    assert!(matches!(read(&huge, ""), Err(FrameworkError::TooLarge(_))));
}

#[test]
fn control_signs_and_overlong_words_do_not_come_in() {
    let long = "y".repeat(3_000);
    let table = format!("conceptUri,preferredLabel\nhttps://a.example/x,a\u{1b}[31mb{long}\n");

    let read = read(table.as_bytes(), "").unwrap();
    let item = stored(
        FrameworkId::from_uuid(uuid::Uuid::nil()),
        0,
        read.items[0].clone(),
    );

    assert!(item.name.starts_with("a[31mb"));
    assert_eq!(item.name.chars().count(), limits::CRITERIA_ITEM.value);
}

on_each_database! {
    fn a_steward_takes_a_framework_in_and_out(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let (_, steward) = world.person("steward@a.org", Some((issuer.id, Role::Steward)));
        let (_, teacher) = world.person("teacher@a.org", Some((issuer.id, Role::Issuer)));
        let read = || read(SAMPLE.as_bytes(), "").unwrap();

        let refused = db.write(|conn| take_in(conn, &world.tools, &teacher, issuer.id, read()));
        assert!(matches!(refused, Err(FrameworkError::Access(AccessError::Forbidden))));
        let made = db
            .write(|conn| take_in(conn, &world.tools, &steward, issuer.id, read()))
            .unwrap();
        let found = db.read(|conn| frameworks::search(conn, made.id, "MA-4.3", 5)).unwrap();
        assert_eq!(found[0].name, "Chooses a fitting display");
        db.write(|conn| remove(conn, &world.tools, &steward, made.id)).unwrap();

        assert_eq!(db.read(|conn| frameworks::find(conn, made.id)).unwrap(), None);
    }
}

use super::*;
use crate::content::Criteria;

fn item(id: &str, text: &str) -> CriteriaItem {
    CriteriaItem {
        id: id.into(),
        text: text.into(),
        hint: None,
        required: true,
    }
}

fn with_items(items: Vec<CriteriaItem>) -> BadgeContent {
    BadgeContent {
        name: "Good question".into(),
        criteria: Criteria {
            narrative: String::new(),
            items,
        },
        ..BadgeContent::default()
    }
}

fn told(old: &BadgeContent, new: &BadgeContent) -> Vec<(String, ChangeKind)> {
    between(old, new)
        .into_iter()
        .map(|change| (change.pointer, change.kind))
        .collect()
}

#[test]
fn nothing_is_said_of_what_stayed() {
    let content = with_items(vec![item("a", "Ask")]);

    assert_eq!(between(&content, &content), []);
}

#[test]
fn criteria_are_added_removed_changed_and_moved() {
    let old = with_items(vec![
        item("a", "Ask"),
        item("b", "Listen"),
        item("c", "Write"),
        item("d", "Rest"),
    ]);
    let new = with_items(vec![
        item("d", "Rest"),
        item("a", "Ask twice"),
        item("c", "Write"),
        item("e", "Tell"),
    ]);

    assert_eq!(
        told(&old, &new),
        [
            ("/criteria/items/b".to_owned(), ChangeKind::Removed),
            ("/criteria/items/a".to_owned(), ChangeKind::Changed),
            ("/criteria/items/c".to_owned(), ChangeKind::Moved),
            ("/criteria/items/e".to_owned(), ChangeKind::Added),
        ]
    );
}

#[test]
fn a_criterion_that_became_optional_is_told() {
    let old = with_items(vec![item("a", "Ask")]);
    let mut new = old.clone();
    new.criteria.items[0].required = false;

    let changes = between(&old, &new);

    assert_eq!(
        changes[0].words.last(),
        Some(&Piece::Added(" (if you wish)".into()))
    );
}

#[test]
fn each_field_that_changed_is_told_once() {
    let old = BadgeContent {
        name: "A".into(),
        tags: vec!["x".into()],
        ..BadgeContent::default()
    };
    let new = BadgeContent {
        name: "B".into(),
        validity_days: Some(30),
        translations: [(
            "de".to_owned(),
            crate::content::Translation {
                name: "B".into(),
                ..Default::default()
            },
        )]
        .into(),
        ..BadgeContent::default()
    };

    assert_eq!(
        told(&old, &new),
        [
            ("/name".to_owned(), ChangeKind::Changed),
            ("/tags".to_owned(), ChangeKind::Removed),
            ("/validityDays".to_owned(), ChangeKind::Added),
            ("/translations/de".to_owned(), ChangeKind::Added),
        ]
    );
}

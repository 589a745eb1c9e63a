use super::*;
use crate::content::{BadgeImage, CriteriaItem, ResultLevel};

fn complete() -> BadgeContent {
    BadgeContent {
        name: "Good question".into(),
        description: "For asking.".into(),
        criteria: Criteria {
            narrative: "Ask.".into(),
            items: vec![],
        },
        image: Some(BadgeImage {
            blob: [0; 32].into(),
            alt: "An owl.".into(),
            recipe: None,
        }),
        ..BadgeContent::default()
    }
}

fn found(violations: &Violations) -> Vec<(&str, &str)> {
    violations
        .0
        .iter()
        .map(|entry| (entry.pointer.as_str(), entry.code))
        .collect()
}

#[test]
fn a_name_is_enough_for_a_draft_but_not_to_publish() {
    let content = BadgeContent {
        name: "A".into(),
        ..BadgeContent::default()
    };

    assert!(content.check_draft().is_empty());
    assert_eq!(
        found(&content.check_publishable()),
        [
            ("/description", "required"),
            ("/criteria/narrative", "required"),
            ("/image", "required")
        ]
    );
    assert!(complete().check_publishable().is_empty());
}

#[test]
fn each_wrong_field_has_its_own_entry() {
    let content = BadgeContent {
        name: " ".into(),
        claim: "x".repeat(limits::DESCRIPTION.value + 1),
        tags: vec!["a".into(), "a".into(), String::new()],
        achievement_type: Some("Medal".into()),
        language: Some("English".into()),
        validity_days: Some(0),
        alignments: vec![Alignment {
            name: "A".into(),
            url: "javascript:alert(1)".into(),
            code: None,
            framework: None,
            description: None,
            r#type: Some("ext:Standard".into()),
        }],
        ..complete()
    };

    assert_eq!(
        found(&content.check_draft()),
        [
            ("/name", "required"),
            ("/claim", "too_long"),
            ("/tags/2", "required"),
            ("/tags/1", "duplicate"),
            ("/achievementType", "unknown"),
            ("/language", "bad_format"),
            ("/alignments/0/url", "bad_scheme"),
            ("/validityDays", "out_of_range"),
        ]
    );
}

#[test]
fn results_and_items_are_checked_inside() {
    let item = CriteriaItem {
        id: "a b".into(),
        text: "Do".into(),
        hint: None,
        required: true,
    };
    let level = ResultLevel {
        id: "1".into(),
        name: " ".into(),
        description: None,
        points: None,
    };
    let content = BadgeContent {
        criteria: Criteria {
            narrative: String::new(),
            items: vec![item],
        },
        results: vec![ResultDescription {
            id: "grade".into(),
            name: "Grade".into(),
            r#type: "Percent".into(),
            allowed_values: vec![],
            required_value: None,
            value_min: Some("10".into()),
            value_max: Some("9".into()),
            levels: vec![level],
        }],
        ..complete()
    };

    assert_eq!(
        found(&content.check_draft()),
        [
            ("/criteria/items/0/id", "bad_format"),
            ("/results/0/valueMax", "bad_order"),
            ("/results/0/levels/0/name", "required"),
        ]
    );
}

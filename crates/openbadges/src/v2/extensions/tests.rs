use serde_json::json;

use super::*;

fn pointers(faults: Vec<Fault>) -> Vec<String> {
    faults.into_iter().map(|fault| fault.pointer).collect()
}

#[test]
fn every_published_extension_is_known_by_its_context_and_by_its_type() {
    for published in published::PUBLISHED {
        let folder = published.folder;
        for host in ["w3id.org/openbadges", "openbadgespec.org"] {
            let context = format!("https://{host}/extensions/{folder}/context.json");
            let value = json!({"@context": context, "type": ["Extension"]});
            assert_eq!(published_name(&value), Some(folder));
        }
    }
    for spelling in ["extensions:ApplyLink", "extensions:applyLinkExtension"] {
        let value = json!({"type": ["Extension", spelling]});
        assert_eq!(published_name(&value), Some("applyLinkExtension"));
    }
    assert_eq!(published_name(&json!({"type": "License"})), None);
}

#[test]
fn an_extension_that_was_built_is_read_again() {
    let link = ApplyLink::of("https://badges.example/apply");

    let built = link.build().unwrap();

    assert_eq!(built["@context"], ApplyLink::CONTEXT);
    assert_eq!(built["type"], json!(["Extension", "extensions:ApplyLink"]));
    assert_eq!(ApplyLink::read(&built), Ok(link));
}

#[test]
fn an_extension_with_a_fault_cannot_be_built() {
    let license = License::of("MIT", "The MIT licence");

    assert_eq!(pointers(license.build().unwrap_err()), ["/id"]);
}

#[test]
fn extensions_are_found_however_deep_they_stand() {
    let document = json!({
        "type": "Assertion",
        "badge": {"issuer": {"x:where": {
            "@context": GeoCoordinates::CONTEXT,
            "type": ["Extension", "extensions:GeoCoordinates"],
            "description": "Here",
            "geo": {"latitude": "60.39"}
        }}},
        "x:own": {"type": ["Extension", "x:Own"]},
    });

    assert_eq!(
        pointers(check(&document)),
        [
            "/badge/issuer/x:where/geo/latitude",
            "/badge/issuer/x:where/geo/longitude",
            "/x:own/@context",
        ]
    );
}

#[test]
fn an_assessment_is_checked_to_its_last_level() {
    let mut assessment = Assessment::of("Exam", "Ties", "Three knots", false, false, "Watching");
    let mut rubric = Rubric::of("4dfb4cb7-50e4-4f0d-a267-4f0f0e28e8a5", "Knots");
    let mut row = RubricCriterion::of("4dfb4cb7-50e4-4f0d-a267-4f0f0e28e8a6");
    row.criterion_levels = vec![RubricLevel::of("no uuid", "Holds")];
    rubric.rubric_criteria = vec![row];
    assessment.rubrics = vec![rubric];
    let mut extension = AssessmentExtension::of("Knots that hold");
    extension.assessments = vec![assessment];

    let faults = pointers(extension.build().unwrap_err());

    assert_eq!(
        faults,
        ["/assessments/0/rubrics/0/rubricCriteria/0/criterionLevels/0/identifier"]
    );
}

#[test]
fn a_member_may_stand_under_its_iri() {
    let example = json!({
        "@context": Example::CONTEXT,
        "type": ["Extension", "extensions:ExampleExtension"],
        "http://schema.org/text": "Some of my favourite text"
    });

    assert!(check(&example).is_empty());
}

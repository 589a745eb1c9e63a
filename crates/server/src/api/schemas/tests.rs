//! The shapes here and the types that `issuing` reads are the same.

use accolade_issuing::applications::applying::{ApplicationEdit, NewApplication, Nominator};
use accolade_issuing::applications::asking::Asked;
use accolade_issuing::applications::deciding::Ruling;
use accolade_issuing::applications::{CriterionDecision, NewReview};
use accolade_issuing::assessment::{AssessmentRule, EvidenceDemand, Look};
use accolade_issuing::awards::{Assessment, AwardResult, EvidenceContent, NewEvidence, Recipient};
use accolade_issuing::content;
use accolade_issuing::content::{
    Alignment as AlignmentContent, BadgeContent as Content, BadgeImage as Image, Criteria as Ways,
    CriteriaItem as Item, ResultDescription as Description, ResultLevel as Level,
};
use accolade_issuing::issuers::{IssuerEdit as Edit, NewIssuer as New};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::*;
use accolade_issuing::drawing::Recipe;

use crate::api::assertions::EvidenceItem;
use crate::api::drawings::DrawingOrder;

/// A value for each field of a shape that its schema allows.
fn sample(shape: &str) -> Value {
    let (_, part) = all().into_iter().find(|(name, _)| *name == shape).unwrap();
    let schema = serde_json::to_value(part).unwrap();
    let fields = schema["properties"].as_object().unwrap().iter();
    Value::Object(
        fields
            .map(|(name, part)| (name.clone(), value_of(part)))
            .collect::<Map<_, _>>(),
    )
}

fn value_of(part: &Value) -> Value {
    if let Some(reference) = part["$ref"].as_str() {
        return sample(reference.rsplit('/').next().unwrap());
    }
    if let Some(usual) = part["default"].as_str() {
        return usual.into();
    }
    if let Some(words) = part["enum"].as_array() {
        return words[0].clone();
    }
    if part["additionalProperties"].is_object() {
        return json!({ "de": value_of(&part["additionalProperties"]) });
    }
    match (
        part["type"].as_str(),
        part["format"].as_str(),
        part["pattern"].as_str(),
    ) {
        (Some("array"), ..) => json!([value_of(&part["items"])]),
        (Some("boolean"), ..) => json!(true),
        (Some("integer"), ..) => json!(1),
        (_, Some("uuid"), _) => json!("01931b4e-8a00-7000-8000-000000000001"),
        (_, Some("date-time"), _) => json!("2026-11-22T10:00:00Z"),
        (_, _, Some(_)) => json!("ab".repeat(32)),
        _ => json!("text"),
    }
}

/// Reads the sample as the real type, writes it again, and finds every field in both.
fn same<T: DeserializeOwned + serde::Serialize>(shape: &str) {
    let sample = sample(shape);
    let read: T = serde_json::from_value(sample.clone())
        .unwrap_or_else(|error| panic!("{shape} has a field that is not read: {error}"));
    let written = serde_json::to_value(read).unwrap();
    let names = |value: &Value| {
        let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    assert_eq!(names(&written), names(&sample), "{shape}");
}

#[test]
fn every_shape_is_what_is_read() {
    same::<New>("NewIssuer");
    same::<Edit>("IssuerEdit");
    same::<Content>("BadgeContent");
    same::<Ways>("Criteria");
    same::<Item>("CriteriaItem");
    same::<Image>("BadgeImage");
    same::<Recipe>("Recipe");
    same::<DrawingOrder>("DrawingRequest");
    same::<AlignmentContent>("Alignment");
    same::<Description>("ResultDescription");
    same::<Level>("ResultLevel");
    same::<content::Translation>("Translation");
    same::<content::TranslatedItem>("TranslatedItem");
    same::<content::BadgeLink>("BadgeLink");
    same::<content::RelatedBadge>("RelatedBadge");
    same::<content::Lineage>("Lineage");
    same::<Recipient>("Recipient");
    same::<EvidenceContent>("EvidenceWords");
    same::<AwardResult>("AwardResult");
    same::<Assessment>("Assessment");
    same::<AssessmentRule>("AssessmentRule");
    same::<Look>("Look");
    same::<EvidenceDemand>("EvidenceDemand");
    same::<NewApplication>("NewApplication");
    same::<Nominator>("Nominator");
    same::<ApplicationEdit>("ApplicationEdit");
    same::<NewReview>("NewReview");
    same::<CriterionDecision>("CriterionDecision");
    same::<Ruling>("Ruling");
    same::<Asked>("Asked");
}

#[test]
fn nothing_that_is_said_of_evidence_is_lost() {
    let sample = sample("NewEvidence");

    let item: EvidenceItem = serde_json::from_value(sample.clone()).unwrap();

    let kept = serde_json::to_value(NewEvidence::from(item)).unwrap();
    assert_eq!(kept, sample);
}

#[test]
fn requests_of_the_api_are_read_from_their_samples() {
    use crate::api::{assertions, claim_codes, keys, own_account, saved_comments, tokens};

    let reads = |shape: &str, read: fn(Value) -> Result<(), serde_json::Error>| {
        read(sample(shape)).unwrap_or_else(|error| panic!("{shape}: {error}"));
    };
    reads("AwardRequest", |v| {
        serde_json::from_value::<assertions::AwardRequest>(v).map(drop)
    });
    reads("AwardCorrection", |v| {
        serde_json::from_value::<assertions::CorrectionRequest>(v).map(drop)
    });
    reads("ManyAwards", |v| {
        serde_json::from_value::<assertions::ManyRequest>(v).map(drop)
    });
    reads("ClaimByCode", |v| {
        serde_json::from_value::<claim_codes::ClaimRequest>(v).map(drop)
    });
    reads("AccountEdit", |v| {
        serde_json::from_value::<own_account::AccountEdit>(v).map(drop)
    });
    reads("CommentToKeep", |v| {
        serde_json::from_value::<saved_comments::CommentRequest>(v).map(drop)
    });
    reads("Reason", |v| {
        serde_json::from_value::<assertions::Reason>(v).map(drop)
    });
    reads("OptionalReason", |v| {
        serde_json::from_value::<assertions::OptionalReason>(v).map(drop)
    });
    reads("KeyRotation", |v| {
        serde_json::from_value::<keys::KeyRotation>(v).map(drop)
    });
    reads("TokenRequest", |v| {
        serde_json::from_value::<tokens::TokenRequest>(v).map(drop)
    });
}

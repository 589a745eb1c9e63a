use super::{layout, rendered, text};
use crate::pages::{
    gallery::Rendered,
    layout::Place,
    reference::{
        BodyView, FieldView, Group, Operation, ReferencePage, ResponseView, SchemaView, TypeView,
    },
    text::Rich,
};

pub(super) fn all() -> Vec<Rendered> {
    vec![rendered("reference", &page())]
}

fn kind(words: &str, anchor: Option<&str>) -> TypeView {
    TypeView {
        words: words.into(),
        anchor: anchor.map(str::to_owned),
    }
}

fn field(name: &str, place: &str) -> FieldView {
    FieldView {
        name: name.into(),
        place: place.into(),
        kind: kind("text", None),
        required: true,
        limits: "at most 200 characters".into(),
        description: Rich::from_markdown("The badge class to award."),
    }
}

fn page() -> ReferencePage {
    let operation = Operation {
        anchor: "award".into(),
        method: "POST".into(),
        path: "/api/v1/badge-classes/{id}/awards".into(),
        summary: "Award a badge".into(),
        description: Rich::from_markdown("Signs and publishes. Send an `Idempotency-Key`."),
        scopes: vec!["awards:write".into()],
        open: false,
        parameters: vec![field("id", "path"), field("Idempotency-Key", "header")],
        bodies: vec![BodyView {
            media_type: "application/json".into(),
            kind: kind("AwardRequest", Some("schema-award-request")),
            example: text(
                "{\n  \"recipient\": {\n    \"email\": \"amara@kestrelhill.example\"\n  }\n}",
            ),
        }],
        responses: vec![ResponseView {
            status: "201".into(),
            description: Rich::from_markdown("The award, with its address in `Location`."),
            kind: kind("Award", Some("schema-award-request")),
        }],
        curl: "curl -X POST https://badges.alderbay.example/api/v1/badge-classes/{id}/awards"
            .into(),
    };
    ReferencePage {
        layout: layout(Place::Api),
        title: "Accolade API".into(),
        version: "1".into(),
        description: Rich::from_markdown("Everything the platform can do, from your own system."),
        groups: vec![Group {
            anchor: "awards".into(),
            name: "Awards".into(),
            description: Rich::from_markdown("Give, read and take back."),
            operations: vec![operation],
        }],
        schemas: vec![SchemaView {
            anchor: "schema-award-request".into(),
            name: "AwardRequest".into(),
            description: Rich::from_markdown("What an award needs."),
            fields: vec![field("recipient", "")],
            words: String::new(),
        }],
    }
}

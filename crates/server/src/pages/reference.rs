//! The API reference, drawn from the same OpenAPI document that machines read.

mod example;
mod filling;
mod schemas;

use actix_web::web;
use askama::Template;

use super::{
    layout::{Layout, Place},
    response,
    text::Rich,
};
use crate::{
    answer::{Answer, Freshness},
    api,
    problem::Problem,
    state::State,
};

/// `/api/docs`
#[derive(Template)]
#[template(path = "reference/show.html")]
pub(crate) struct ReferencePage {
    pub(crate) layout: Layout,
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) description: Rich,
    pub(crate) groups: Vec<Group>,
    pub(crate) schemas: Vec<SchemaView>,
}

/// Operations on one kind of thing.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) anchor: String,
    pub(crate) name: String,
    pub(crate) description: Rich,
    pub(crate) operations: Vec<Operation>,
}

/// One request that can be made.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) anchor: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) summary: String,
    pub(crate) description: Rich,
    /// The scopes a token needs; empty when no token is needed.
    pub(crate) scopes: Vec<String>,
    pub(crate) open: bool,
    pub(crate) parameters: Vec<FieldView>,
    pub(crate) bodies: Vec<BodyView>,
    pub(crate) responses: Vec<ResponseView>,
    pub(crate) curl: String,
}

/// A parameter, or one member of an object.
#[derive(Debug, Clone)]
pub(crate) struct FieldView {
    pub(crate) name: String,
    /// "path", "query", "header"; empty for members.
    pub(crate) place: String,
    pub(crate) kind: TypeView,
    pub(crate) required: bool,
    /// "at most 200 characters", "1 to 100"
    pub(crate) limits: String,
    pub(crate) description: Rich,
}

/// A type in words, leading to its own entry when it has one.
#[derive(Debug, Clone, Default)]
pub(crate) struct TypeView {
    pub(crate) words: String,
    pub(crate) anchor: Option<String>,
}

/// What a request sends, in one media type.
#[derive(Debug, Clone)]
pub(crate) struct BodyView {
    pub(crate) media_type: String,
    pub(crate) kind: TypeView,
    pub(crate) example: Option<String>,
}

/// What may come back.
#[derive(Debug, Clone)]
pub(crate) struct ResponseView {
    pub(crate) status: String,
    pub(crate) description: Rich,
    pub(crate) kind: TypeView,
}

/// An object of requests or answers, member by member.
#[derive(Debug, Clone)]
pub(crate) struct SchemaView {
    pub(crate) anchor: String,
    pub(crate) name: String,
    pub(crate) description: Rich,
    pub(crate) fields: Vec<FieldView>,
    /// For types that are no objects: their values or their form.
    pub(crate) words: String,
}

/// `GET /api/docs`
pub(crate) async fn show(state: web::Data<State>) -> Result<Answer, Problem> {
    let document = serde_json::to_value(api::openapi()).map_err(Problem::internal)?;
    let base = state.tools.addresses.url("");
    let page = filling::page(Layout::new(&state.site_name, Place::Api), &document, &base);
    response::page(&page, Freshness::Page)
}

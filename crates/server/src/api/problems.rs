//! Explanations of problem types, at the addresses that the problems name.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::problem::{Kind, Problem, TYPES};

/// What a type of problem means.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemType {
    /// The address that names it.
    r#type: String,
    /// The HTTP status it comes with.
    status: u16,
    /// Its title.
    title: &'static str,
    /// What it means, and what to do about it.
    meaning: &'static str,
}

impl From<Kind> for ProblemType {
    fn from(kind: Kind) -> Self {
        Self {
            r#type: format!("{TYPES}/{}", kind.slug()),
            status: kind.status().as_u16(),
            title: kind.title(),
            meaning: kind.meaning(),
        }
    }
}

/// Lists every type of problem.
#[utoipa::path(
    get, path = "/api/problems", tag = "Problems",
    responses((status = 200, description = "All types of problem", body = Vec<ProblemType>)),
)]
pub async fn list(request: HttpRequest) -> HttpResponse {
    let all: Vec<ProblemType> = Kind::ALL.iter().copied().map(ProblemType::from).collect();
    Answer::json("application/json", &all).to(&request)
}

/// Explains one type of problem.
#[utoipa::path(
    get, path = "/api/problems/{slug}", tag = "Problems",
    params(("slug" = String, Path, description = "The last part of its `type`")),
    responses((status = 200, description = "The type of problem", body = ProblemType)),
)]
pub async fn show(slug: web::Path<String>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let kind = Kind::ALL.iter().find(|kind| kind.slug() == slug.as_str());
    let kind = *kind.ok_or_else(Problem::not_found)?;
    Ok(Answer::json("application/json", &ProblemType::from(kind)).to(&request))
}

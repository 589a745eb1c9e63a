//! Reviews of drafts: who was asked for their word, and what they said.

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::review_requests::{
    self as use_cases, Invitation, NewReview, ReviewWord, Standing,
};
use accolade_storage::DbConnection;
use accolade_storage::badge_classes;
use accolade_storage::review_requests::{self, ReviewRequest};
use accolade_storage::reviewers::{self, ReviewComment, Reviewer};
use accolade_storage::types::{BadgeClassId, ReviewerId};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::once::Outcome;
use super::{Exchange, JsonBody, PREFIX, moment, schemas};
use crate::limits;
use crate::problem::Problem;
use crate::state::State;

/// One round of review.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReviewView {
    /// Its id.
    id: Uuid,
    /// Counts from one.
    round: i32,
    /// `open`, `withdrawn`, `replaced` or `published`.
    state: String,
    /// How many must say yes.
    quorum: usize,
    /// How many said yes.
    approved: usize,
    /// How many said not so.
    objected: usize,
    /// How many have not answered.
    waiting: usize,
    /// Whether enough said yes.
    reached: bool,
    /// Whether the draft still says what was sent.
    same_text: bool,
    /// Until when answers are taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<String>,
    /// The version that came of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
    /// Why it was published without the quorum.
    #[serde(skip_serializing_if = "Option::is_none")]
    override_reason: Option<String>,
    /// When it was sent.
    created_at: String,
    /// Who was asked.
    reviewers: Vec<ReviewerView>,
}

/// Somebody who was asked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReviewerView {
    /// Its id.
    id: Uuid,
    /// Who it is.
    name: String,
    /// As what they speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// `approved` or `objected`; absent while they have not answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// Whether the public page may name them.
    show_publicly: bool,
    /// Whether their words may stand there too.
    show_words: bool,
    /// What they remarked.
    comments: Vec<RemarkView>,
    /// Whether their link went to their address alone; where one was handed over, whoever asked has seen it.
    by_letter: bool,
    /// When they got another link, which took back what they had said.
    #[serde(skip_serializing_if = "Option::is_none")]
    renewed_at: Option<String>,
    /// Their link: only in the answer to the request that made it, and only if no letter carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

/// A remark on one part.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemarkView {
    /// `image`, `words`, or `criterion:` and the id of an item.
    on: String,
    /// The remark.
    body: String,
}

/// All rounds of review of a badge class.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftReviews {
    /// The newest first.
    items: Vec<ReviewView>,
}

/// What somebody behind a review link sees.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenedReview {
    /// Who holds the link.
    name: String,
    /// Who will award the badge.
    issuer: String,
    /// The text to judge.
    #[schema(value_type = schemas::BadgeContent)]
    content: Value,
    /// Whether an answer is taken now.
    open: bool,
    /// What they said; absent while they have not.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
}

/// Lists the rounds of review of a badge class.
#[utoipa::path(
    get, path = "/api/v1/badge-classes/{id}/reviews", tag = "Reviews",
    params(("id" = Uuid, Path, description = "The badge class")),
    responses((status = 200, description = "The rounds", body = DraftReviews)),
    security(("token" = ["badges:read"])),
)]
pub async fn list(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| {
            let found = badge_classes::find(conn, *id)?;
            let issuer = found.as_ref().map(|badge_class| badge_class.issuer_id);
            authorize(conn, caller, Action::ViewDrafts, issuer)?;
            let badge_class = found.ok_or_else(Problem::not_found)?;
            let draft = badge_class.draft.as_deref();
            let mut items = Vec::new();
            for round in review_requests::of_badge_class(conn, *id)? {
                items.push(view(conn, &round, draft, &[])?);
            }
            Ok(DraftReviews { items })
        })
        .await
}

/// Sends the draft to people for their word. Letters go to those with an address, whose links are told to nobody else; the
/// other links come back once, here.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/reviews", tag = "Reviews",
    params(("id" = Uuid, Path, description = "The badge class")),
    request_body = schemas::DraftReview,
    responses((status = 201, description = "The round, with the links", body = ReviewView)),
    security(("token" = ["badges:write"])),
)]
pub async fn ask(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    new: JsonBody<NewReview>,
) -> Result<HttpResponse, Problem> {
    let (new, bytes) = new.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let (round, made) = use_cases::ask(conn, tools, caller, *id, new.clone())?;
            let links: Vec<_> = made
                .iter()
                .filter_map(|one| {
                    let link = tools.addresses.review(one.secret.as_ref()?);
                    Some((one.reviewer.id, link))
                })
                .collect();
            let view = view(conn, &round, Some(&round.content), &links)?;
            Outcome::created(format!("{PREFIX}/badge-classes/{}/reviews", *id), &view)
        })
        .await
}

/// Takes the open round back.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/reviews/withdraw", tag = "Reviews",
    params(("id" = Uuid, Path, description = "The badge class")),
    responses((status = 200, description = "The round", body = ReviewView)),
    security(("token" = ["badges:write"])),
)]
pub async fn withdraw(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(&[], move |conn, tools, caller| {
            let round = use_cases::withdraw(conn, tools, caller, *id)?;
            Outcome::changed(&view(conn, &round, Some(&round.content), &[])?)
        })
        .await
}

/// Makes another link for somebody who lost theirs; the old one opens nothing any more, and what they had said is taken
/// back. The link comes back here unless a letter carries it.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/reviewers/{reviewer}/link", tag = "Reviews",
    params(
        ("id" = Uuid, Path, description = "The badge class"),
        ("reviewer" = Uuid, Path, description = "Who was asked"),
    ),
    responses((status = 200, description = "Who was asked, with the new link", body = ReviewerView)),
    security(("token" = ["badges:write"])),
)]
pub async fn renew(
    exchange: Exchange,
    place: web::Path<(BadgeClassId, ReviewerId)>,
) -> Result<HttpResponse, Problem> {
    let (id, reviewer) = place.into_inner();
    exchange
        .change(&[], move |conn, tools, caller| {
            let Invitation { reviewer, secret } =
                use_cases::renew_link(conn, tools, caller, id, reviewer)?;
            let link = secret.map(|secret| tools.addresses.review(&secret));
            Outcome::changed(&voice(&reviewer, &[], link))
        })
        .await
}

/// Shows the draft behind a review link. The last part of the link is all that is needed.
#[utoipa::path(
    get, path = "/api/v1/draft-reviews/{token}", tag = "Reviews",
    params(("token" = String, Path, description = "The last part of the link")),
    responses((status = 200, description = "The draft", body = OpenedReview)),
)]
pub async fn open(exchange: Exchange, token: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, _| opened(use_cases::by_secret(conn, tools, &token)?))
        .await
}

/// Says yes or not so, for the holder of a review link. It takes the place of what they said before.
#[utoipa::path(
    post, path = "/api/v1/draft-reviews/{token}", tag = "Reviews",
    params(("token" = String, Path, description = "The last part of the link")),
    request_body = schemas::ReviewWord,
    responses((status = 200, description = "What was said", body = OpenedReview)),
)]
pub async fn answer(
    exchange: Exchange,
    request: HttpRequest,
    state: web::Data<State>,
    token: web::Path<String>,
    word: JsonBody<ReviewWord>,
) -> Result<HttpResponse, Problem> {
    state.limits.review(limits::address_of(&request, &state))?;
    let (word, bytes) = word.parts();
    exchange
        .change(&bytes, move |conn, tools, _| {
            let said = use_cases::answer(conn, tools, &token, word.clone())?;
            Outcome::changed(&opened(said)?)
        })
        .await
}

fn opened(opened: use_cases::Opened) -> Result<OpenedReview, Problem> {
    Ok(OpenedReview {
        name: opened.reviewer.name,
        issuer: opened.issuer.name,
        content: serde_json::to_value(&opened.content).map_err(Problem::internal)?,
        open: opened.open,
        answer: opened.reviewer.answer.map(|answer| answer.to_string()),
    })
}

fn view(
    conn: &mut DbConnection,
    round: &ReviewRequest,
    draft: Option<&str>,
    links: &[(ReviewerId, String)],
) -> Result<ReviewView, Problem> {
    let people = reviewers::of_request(conn, round.id)?;
    let comments = reviewers::comments(conn, round.id)?;
    let standing = Standing::of(round, &people);
    let link_of = |id| {
        let found = links.iter().find(|(one, _)| *one == id);
        found.map(|(_, link)| link.clone())
    };
    Ok(ReviewView {
        id: round.id.into(),
        round: round.round,
        state: round.state.to_string(),
        quorum: standing.quorum,
        approved: standing.approved,
        objected: standing.objected,
        waiting: standing.waiting,
        reached: standing.reached(),
        same_text: draft == Some(round.content.as_str()),
        deadline: round.deadline.map(moment),
        version: round.version_number,
        override_reason: round.override_reason.clone(),
        created_at: moment(round.created_at),
        reviewers: people
            .iter()
            .map(|reviewer| voice(reviewer, &comments, link_of(reviewer.id)))
            .collect(),
    })
}

fn voice(reviewer: &Reviewer, comments: &[ReviewComment], link: Option<String>) -> ReviewerView {
    let theirs = comments
        .iter()
        .filter(|comment| comment.reviewer_id == reviewer.id);
    ReviewerView {
        id: reviewer.id.into(),
        name: reviewer.name.clone(),
        role: reviewer.role.clone(),
        answer: reviewer.answer.map(|answer| answer.to_string()),
        words: reviewer.words.clone(),
        show_publicly: reviewer.show_publicly,
        show_words: reviewer.show_words,
        comments: theirs
            .map(|comment| RemarkView {
                on: comment.target.clone(),
                body: comment.body.clone(),
            })
            .collect(),
        by_letter: reviewer.by_letter,
        renewed_at: reviewer.renewed_at.map(moment),
        link,
    }
}

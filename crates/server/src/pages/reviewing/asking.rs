//! The author's side: whom to ask, what they said, round by round.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::badge_classes::{self, BadgeClassError};
use accolade_issuing::content::BadgeContent;
use accolade_issuing::review_requests::{self, Invitation, NewReview, NewReviewer, Standing};
use accolade_issuing::violations::Violations;
use accolade_storage::badge_classes as stored;
use accolade_storage::review_requests::ReviewRequest;
use accolade_storage::types::{BadgeClassId, ReviewState, ReviewerId};
use accolade_storage::{DbConnection, review_requests as rounds, reviewers};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Voice, part};
use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, Visitor};
use crate::pages::editor::{Errors, Fields, missing};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::Link;
use crate::pages::words::When;
use crate::pages::{editor, paths, response};
use crate::problem::Problem;
use crate::state::State;

/// `/desk/badges/{id}/review`
#[derive(Template)]
#[template(path = "reviewing/show.html")]
pub(crate) struct ReviewPage {
    pub(crate) layout: Layout,
    pub(crate) title: String,
    pub(crate) badge: Link,
    pub(crate) rounds: Vec<Round>,
    /// Whether a draft is there to be sent.
    pub(crate) can_ask: bool,
    /// How many things it lacks before it can be sent.
    pub(crate) missing: usize,
    pub(crate) edit: String,
    pub(crate) action: String,
    pub(crate) withdraw: String,
    pub(crate) publish: String,
    pub(crate) form: AskForm,
    pub(crate) errors: Errors,
    /// Links that were made just now. They cannot be shown again.
    pub(crate) links: Vec<(String, String)>,
    /// Whether letters leave this site.
    pub(crate) mail: bool,
}

/// The form that sends a draft.
pub(crate) struct AskForm {
    pub(crate) people: Vec<NewReviewer>,
    pub(crate) quorum: String,
    /// A day, `2026-12-01`.
    pub(crate) deadline: String,
    pub(crate) message: String,
}

/// One round.
pub(crate) struct Round {
    pub(crate) number: i32,
    pub(crate) state: &'static str,
    pub(crate) open: bool,
    pub(crate) reached: bool,
    pub(crate) same_text: bool,
    pub(crate) line: String,
    pub(crate) asked: When,
    pub(crate) deadline: Option<When>,
    pub(crate) reason: Option<String>,
    pub(crate) voices: Vec<Voice>,
}

/// `GET /desk/badges/{id}/review`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    let page = page(&state, &visitor, *id, None, Violations::default(), vec![]).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /desk/badges/{id}/review`: sends the draft, or shows the form with another row.
pub(crate) async fn ask(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    Posted(sent): Posted<Vec<(String, String)>>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, fields) = (*id, Fields::new(sent));
    let form = AskForm::read(&fields);
    if fields.only_shown() {
        let page = page(
            &state,
            &visitor,
            id,
            Some(form),
            Violations::default(),
            vec![],
        )
        .await?;
        return response::page(&page, Freshness::Never);
    }
    let new = match form.order() {
        Ok(new) => new,
        Err(errors) => return again(&state, &visitor, id, form, errors).await,
    };
    let done = state
        .write(
            move |conn, tools| match review_requests::ask(conn, tools, &caller, id, new) {
                Ok((_, invitations)) => Ok(Ok(invitations)),
                Err(BadgeClassError::Invalid(errors)) => Ok(Err(errors)),
                Err(error) => Err(Problem::from(error)),
            },
        )
        .await?;
    match done {
        Ok(invitations) => {
            state.errands.wake();
            sent_out(&state, &visitor, id, invitations).await
        }
        Err(errors) => again(&state, &visitor, id, form, errors).await,
    }
}

/// `POST /desk/badges/{id}/review/withdraw`
pub(crate) async fn withdraw(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    Posted(_): Posted<Vec<(String, String)>>,
) -> Result<Answer, Problem> {
    let (caller, id) = (visitor.required()?, *id);
    state
        .write(move |conn, tools| review_requests::withdraw(conn, tools, &caller, id))
        .await?;
    Ok(Answer::see_other(paths::review(id)).flash("Taken back. What was said is kept below."))
}

/// `POST /desk/badges/{id}/review/{reviewer}/link`
pub(crate) async fn renew(
    state: web::Data<State>,
    visitor: Visitor,
    place: web::Path<(BadgeClassId, ReviewerId)>,
    Posted(_): Posted<Vec<(String, String)>>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, reviewer) = place.into_inner();
    let invitation = state
        .write(move |conn, tools| review_requests::renew_link(conn, tools, &caller, id, reviewer))
        .await?;
    state.errands.wake();
    sent_out(&state, &visitor, id, vec![invitation]).await
}

async fn again(
    state: &web::Data<State>,
    visitor: &Visitor,
    id: BadgeClassId,
    form: AskForm,
    errors: Violations,
) -> Result<Answer, Problem> {
    let page = page(state, visitor, id, Some(form), errors, vec![]).await?;
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The page with the links that are to be handed over: it is the only time that anybody but their holders sees them.
async fn sent_out(
    state: &web::Data<State>,
    visitor: &Visitor,
    id: BadgeClassId,
    invitations: Vec<Invitation>,
) -> Result<Answer, Problem> {
    let links: Vec<_> = invitations
        .into_iter()
        .filter_map(|invitation| {
            let link = state.tools.addresses.review(&invitation.secret?);
            Some((invitation.reviewer.name, link))
        })
        .collect();
    if links.is_empty() {
        return Ok(Answer::see_other(paths::review(id))
            .flash("It is with them: a letter with a link is on its way to each."));
    }
    let page = page(state, visitor, id, None, Violations::default(), links).await?;
    response::page(&page, Freshness::Never)
}

async fn page(
    state: &web::Data<State>,
    visitor: &Visitor,
    id: BadgeClassId,
    form: Option<AskForm>,
    errors: Violations,
    links: Vec<(String, String)>,
) -> Result<ReviewPage, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(state, visitor, Place::Desk);
    let mail = state.mail.is_on();
    state
        .read(move |conn| load(conn, &caller, id, layout, form, errors, links, mail))
        .await
}

#[expect(
    clippy::too_many_arguments,
    reason = "the one place where all of a page comes together"
)]
fn load(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
    layout: Layout,
    form: Option<AskForm>,
    errors: Violations,
    links: Vec<(String, String)>,
    mail: bool,
) -> Result<ReviewPage, Problem> {
    let found = stored::find(conn, id)?;
    let at = found.as_ref().map(|class| class.issuer_id);
    authorize(conn, caller, Action::ViewDrafts, at)?;
    let badge_class = found.ok_or_else(Problem::not_found)?;
    let content = badge_classes::present(conn, &badge_class)?;
    let may = authorize(conn, caller, Action::EditBadge, at).is_ok();
    let all = rounds::of_badge_class(conn, id)?;
    let form = match form {
        Some(form) => form,
        None => AskForm::from_last(conn, all.first())?,
    };
    let mut shown = Vec::with_capacity(all.len());
    for request in &all {
        shown.push(round(conn, request, badge_class.draft.as_deref(), may)?);
    }
    Ok(ReviewPage {
        layout,
        title: editor::called(&badge_class.name),
        badge: Link {
            href: paths::badge(id),
            words: editor::called(&badge_class.name),
        },
        rounds: shown,
        can_ask: may && badge_class.draft.is_some(),
        missing: missing(id, &content).len(),
        edit: paths::badge_edit(id),
        action: paths::review(id),
        withdraw: paths::withdraw_review(id),
        publish: paths::badge(id),
        form,
        errors: Errors(errors),
        links,
        mail,
    })
}

fn round(
    conn: &mut DbConnection,
    request: &ReviewRequest,
    draft: Option<&str>,
    may: bool,
) -> Result<Round, Problem> {
    let people = reviewers::of_request(conn, request.id)?;
    let comments = reviewers::comments(conn, request.id)?;
    let content = BadgeContent::read(&request.content).map_err(Problem::internal)?;
    let standing = Standing::of(request, &people);
    let open = request.state == ReviewState::Open;
    let voice = |reviewer: &reviewers::Reviewer| {
        let renew =
            (open && may).then(|| paths::new_review_link(request.badge_class_id, reviewer.id));
        Voice::of(reviewer, &comments, |target| part(&content, target), renew)
    };
    Ok(Round {
        number: request.round,
        state: match request.state {
            ReviewState::Open => "Open",
            ReviewState::Withdrawn => "Taken back",
            ReviewState::Replaced => "Followed by another round",
            ReviewState::Published => "Published",
        },
        open,
        reached: standing.reached(),
        same_text: draft == Some(request.content.as_str()),
        line: line(standing),
        asked: When::day(request.created_at.as_jiff()),
        deadline: request.deadline.map(|end| When::moment(end.as_jiff())),
        reason: request.override_reason.clone(),
        voices: people.iter().map(voice).collect(),
    })
}

fn line(standing: Standing) -> String {
    let Standing {
        approved, quorum, ..
    } = standing;
    let said = format!("{approved} of the {quorum} that are needed have approved it.");
    if standing.reached() || standing.possible() {
        said
    } else {
        format!("{said} With those who object it cannot come to {quorum} any more.")
    }
}

impl AskForm {
    /// The people of the last round are asked again unless somebody takes them out.
    fn from_last(conn: &mut DbConnection, last: Option<&ReviewRequest>) -> Result<Self, Problem> {
        let mut people = Vec::new();
        if let Some(last) = last {
            for reviewer in reviewers::of_request(conn, last.id)? {
                people.push(NewReviewer {
                    name: reviewer.name,
                    role: reviewer.role,
                    email: reviewer.email,
                });
            }
        }
        if people.is_empty() {
            people = vec![NewReviewer::default(), NewReviewer::default()];
        }
        Ok(Self {
            people,
            quorum: last.map_or(1, |last| last.quorum).to_string(),
            deadline: String::new(),
            message: String::new(),
        })
    }

    fn read(fields: &Fields) -> Self {
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        let mut people: Vec<_> = fields
            .triples("people", ["name", "role", "email"])
            .into_iter()
            .map(|[name, role, email]| NewReviewer {
                name,
                role: said(role),
                email: said(email),
            })
            .collect();
        if !fields.only_shown() {
            people.retain(|one| *one != NewReviewer::default());
        }
        fields.arrange("people", &mut people, NewReviewer::default);
        Self {
            people,
            quorum: fields.line("quorum"),
            deadline: fields.line("deadline"),
            message: fields.text("message"),
        }
    }

    /// What was typed as an order; what cannot be read stands at its field.
    fn order(&self) -> Result<NewReview, Violations> {
        let mut found = Violations::default();
        let deadline = match self.deadline.as_str() {
            "" => None,
            // Until the end of that day.
            day => match day.parse::<Date>().and_then(Date::tomorrow) {
                Ok(next) => next
                    .to_zoned(TimeZone::UTC)
                    .ok()
                    .map(|at| at.timestamp().into()),
                Err(_) => {
                    found.add("/deadline", "bad_format", "Write the day as 2026-12-01.");
                    None
                }
            },
        };
        found.into_result()?;
        Ok(NewReview {
            reviewers: self.people.clone(),
            quorum: self.quorum.parse().unwrap_or(0),
            deadline,
            message: Some(self.message.clone()),
        })
    }
}

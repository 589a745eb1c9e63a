//! The side of the person behind a link: the badge as it would look, remarks on its parts, yes or not so.

use accolade_issuing::review_requests::{self, AnswerError, NewComment, Opened, ReviewWord};
use accolade_issuing::violations::Violations;
use accolade_storage::types::{ReviewAnswer, ReviewState};
use accolade_storage::{StorageError, blobs};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::part;
use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, Visitor};
use crate::limits;
use crate::pages::badges::view;
use crate::pages::editor::{Errors, Fields};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::{self, AlignmentView, Picture};
use crate::pages::text::Rich;
use crate::pages::words::When;
use crate::pages::{response, words};
use crate::problem::Problem;
use crate::standard::shown;
use crate::state::State;

/// `/review/{token}`
#[derive(Template)]
#[template(path = "reviewing/answer.html")]
pub(crate) struct AnswerPage {
    pub(crate) layout: Layout,
    pub(crate) issuer: String,
    pub(crate) badge: String,
    /// Who holds the link.
    pub(crate) person: String,
    pub(crate) message: Option<String>,
    pub(crate) picture: Option<Picture>,
    pub(crate) claim: String,
    pub(crate) description: Rich,
    pub(crate) narrative: Option<Rich>,
    pub(crate) points: Vec<Point>,
    pub(crate) alignments: Vec<AlignmentView>,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) action: String,
    /// Whether an answer is taken now.
    pub(crate) open: bool,
    /// Why none is taken.
    pub(crate) over: &'static str,
    pub(crate) deadline: Option<When>,
    /// What was said before, or typed just now.
    pub(crate) approved: bool,
    pub(crate) objected: bool,
    pub(crate) words: String,
    pub(crate) public: bool,
    /// Whether their words may be quoted there.
    pub(crate) quote: bool,
    pub(crate) on_picture: String,
    pub(crate) on_words: String,
    /// Remarks that are kept already.
    pub(crate) kept: Vec<(String, String)>,
    pub(crate) answered: Option<When>,
    pub(crate) errors: Errors,
}

/// One criterion, with a place for a remark.
pub(crate) struct Point {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
    pub(crate) optional: bool,
    /// The remark as it was typed.
    pub(crate) typed: String,
}

/// `GET /review/{token}`
pub(crate) async fn look(
    state: web::Data<State>,
    visitor: Visitor,
    token: web::Path<String>,
) -> Result<Answer, Problem> {
    let opened = opened(&state, &token).await?;
    let layout = Layout::of(&state, &visitor, Place::Elsewhere);
    let page = filled(layout, &token, opened, None, Violations::default());
    quiet(response::page(&page, Freshness::Never))
}

/// `POST /review/{token}`
pub(crate) async fn answer(
    state: web::Data<State>,
    visitor: Visitor,
    token: web::Path<String>,
    request: HttpRequest,
    Posted(sent): Posted<Vec<(String, String)>>,
) -> Result<Answer, Problem> {
    state.limits.review(limits::address_of(&request, &state))?;
    let fields = Fields::new(sent);
    let before = opened(&state, &token).await?;
    let mut errors = Violations::default();
    let word = word(&fields, &before);
    let Some(word) = word else {
        errors.add("/answer", "required", "Say yes or not so.");
        return again(&state, &visitor, &token, before, &fields, errors);
    };
    let secret = token.clone();
    let done = state
        .write(
            move |conn, tools| match review_requests::answer(conn, tools, &secret, word) {
                Ok(opened) => Ok(Ok(opened)),
                Err(AnswerError::Invalid(errors)) => Ok(Err(errors)),
                Err(error) => Err(Problem::from(error)),
            },
        )
        .await?;
    match done {
        Ok(opened) => Ok(
            Answer::see_other(accolade_issuing::addresses::paths::review(&token)).flash(format!(
                "Thank you. {} sees what you said; you may change it while the round is open.",
                opened.issuer.name
            )),
        ),
        Err(errors) => again(&state, &visitor, &token, before, &fields, errors),
    }
}

/// `GET /review/{token}/picture`: the picture of the draft that is judged.
pub(crate) async fn picture(
    state: web::Data<State>,
    token: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let opened = opened(&state, &token).await?;
    let image = opened.content.image.ok_or_else(Problem::not_found)?;
    let blob = state
        .read(move |conn| -> Result<_, StorageError> { blobs::find(conn, image.blob) })
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(shown(blob).fresh(Freshness::Private).to(&request))
}

async fn opened(state: &web::Data<State>, token: &str) -> Result<Opened, Problem> {
    let (secret, tools) = (token.to_owned(), state.tools.clone());
    state
        .read(move |conn| review_requests::by_secret(conn, &tools, &secret))
        .await
}

/// What the form says; nothing without a yes or a no.
fn word(fields: &Fields, opened: &Opened) -> Option<ReviewWord> {
    let answer: ReviewAnswer = fields.line("answer").parse().ok()?;
    let comment = |target: String, field: String| NewComment {
        body: fields.text(&field),
        target,
    };
    let mut comments = vec![
        comment("image".into(), "on-picture".into()),
        comment("words".into(), "on-words".into()),
    ];
    for item in &opened.content.criteria.items {
        comments.push(comment(
            format!("criterion:{}", item.id),
            format!("on-{}", item.id),
        ));
    }
    Some(ReviewWord {
        answer,
        words: fields.said("words"),
        show_publicly: fields.ticked("public"),
        show_words: fields.ticked("quote"),
        comments,
    })
}

fn again(
    state: &web::Data<State>,
    visitor: &Visitor,
    token: &str,
    opened: Opened,
    fields: &Fields,
    errors: Violations,
) -> Result<Answer, Problem> {
    let layout = Layout::of(state, visitor, Place::Elsewhere);
    let page = filled(layout, token, opened, Some(fields), errors);
    quiet(response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// The link is the key: it goes into no index and into no other site's log.
fn quiet(answer: Result<Answer, Problem>) -> Result<Answer, Problem> {
    use actix_web::http::header::{HeaderName, REFERRER_POLICY};

    let robots = HeaderName::from_static("x-robots-tag");
    Ok(answer?
        .header(robots, "noindex")
        .header(REFERRER_POLICY, "no-referrer"))
}

fn filled(
    layout: Layout,
    token: &str,
    opened: Opened,
    typed: Option<&Fields>,
    errors: Violations,
) -> AnswerPage {
    let Opened {
        request,
        reviewer,
        comments,
        issuer,
        content,
        open,
        ..
    } = opened;
    let remark = |field: &str| typed.map(|fields| fields.text(field)).unwrap_or_default();
    let narrative = content.criteria.narrative.trim();
    let said = |answer: ReviewAnswer| match typed {
        Some(fields) => fields.line("answer") == answer.as_str(),
        None => reviewer.answer == Some(answer),
    };
    AnswerPage {
        layout,
        issuer: issuer.name,
        badge: content.name.clone(),
        person: reviewer.name.clone(),
        message: request.message.clone(),
        picture: content.image.as_ref().map(|image| Picture {
            src: format!(
                "{}/picture",
                accolade_issuing::addresses::paths::review(token)
            ),
            alt: image.alt.clone(),
            palette: parts::palette(content.palette.as_deref().unwrap_or("lagoon")),
            off: false,
        }),
        claim: view::plain_claim(&content),
        description: Rich::from_markdown(&content.description),
        narrative: (!narrative.is_empty()).then(|| Rich::from_markdown(narrative)),
        points: content
            .criteria
            .items
            .iter()
            .map(|item| Point {
                id: item.id.clone(),
                text: item.text.clone(),
                hint: item.hint.clone(),
                optional: !item.required,
                typed: remark(&format!("on-{}", item.id)),
            })
            .collect(),
        alignments: view::alignments(&content),
        facts: facts(&content),
        action: accolade_issuing::addresses::paths::review(token),
        open,
        over: match request.state {
            ReviewState::Open => "The day until which answers were asked for has passed.",
            ReviewState::Withdrawn => "The draft was taken back; nothing is asked of you any more.",
            ReviewState::Replaced => {
                "The draft was changed and sent again: look for a newer letter."
            }
            ReviewState::Published => "The badge is published.",
        },
        deadline: request.deadline.map(|end| When::moment(end.as_jiff())),
        approved: said(ReviewAnswer::Approved),
        objected: said(ReviewAnswer::Objected),
        words: match typed {
            Some(fields) => fields.text("words"),
            None => reviewer.words.clone().unwrap_or_default(),
        },
        public: match typed {
            Some(fields) => fields.ticked("public"),
            None => reviewer.show_publicly,
        },
        quote: match typed {
            Some(fields) => fields.ticked("quote"),
            None => reviewer.show_words,
        },
        on_picture: remark("on-picture"),
        on_words: remark("on-words"),
        kept: comments
            .into_iter()
            .map(|comment| (part(&content, &comment.target), comment.body))
            .collect(),
        answered: reviewer.answered_at.map(|at| When::day(at.as_jiff())),
        errors: Errors(errors),
    }
}

fn facts(content: &accolade_issuing::content::BadgeContent) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(audience) = &content.audience {
        facts.push(("For", audience.clone()));
    }
    if let Some(hours) = content.study_load_hours {
        facts.push((
            "Time it takes",
            words::count(u64::from(hours), "hour", "hours"),
        ));
    }
    let validity = content
        .validity_days
        .map_or_else(|| "No end date".to_owned(), words::span_of_days);
    facts.push(("Good for", validity));
    facts
}

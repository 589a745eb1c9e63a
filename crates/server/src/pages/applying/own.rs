//! `/applications/{token}`: the earner's own page, from the first word to what was decided.

use accolade_issuing::addresses::paths;
use accolade_issuing::applications::applying::{self, ApplicationEdit};
use accolade_issuing::applications::{ApplicationError, Prior, links, prerequisites, reviewing};
use accolade_issuing::claims::mine;
use accolade_storage::types::{ApplicationState, ReviewKind};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::fields::{Errors, Fields, Pairs, errors_of};
use super::records::{self, Records};
use super::view::{
    BadgeLine, LookView, PointView, ShownView, attempt, badge_line, lacking, looks, points, shown,
};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::EvidenceView;
use crate::pages::response;
use crate::pages::words::When;
use crate::problem::Problem;
use crate::state::State;

/// `/applications/{token}`
#[derive(Template)]
#[template(path = "applying/own.html")]
pub(crate) struct OwnPage {
    pub(crate) layout: Layout,
    pub(crate) here: String,
    pub(crate) badge: BadgeLine,
    pub(crate) attempt: String,
    /// Whether this is not the first try.
    pub(crate) tried_before: bool,
    pub(crate) state: ApplicationState,
    pub(crate) name: String,
    /// Who proposed the person, and why.
    pub(crate) nominated: Option<(String, String)>,
    pub(crate) words: String,
    pub(crate) show_name: bool,
    pub(crate) points: Vec<PointView>,
    /// What was shown for the whole.
    pub(crate) rest: Vec<ShownView>,
    pub(crate) rule: String,
    /// The badges to have first, and whether they are there.
    pub(crate) prior: Vec<Prior>,
    /// Whether the earner's own look counts.
    pub(crate) own_look: bool,
    pub(crate) seen: SeenView,
    /// What the rule still lacks.
    pub(crate) lacking: Vec<String>,
    pub(crate) asking: Option<Asking>,
    pub(crate) closed: Option<Closed>,
    pub(crate) earlier: Vec<EarlierTry>,
    /// Whether the award shows the first try beside the last; absent where there is no such choice.
    pub(crate) then_and_now: Option<bool>,
    pub(crate) errors: Errors,
}

/// What has happened since it was handed in.
#[derive(Debug, Clone, Default)]
pub(crate) struct SeenView {
    pub(crate) submitted: Option<When>,
    /// Who has looked, and as what; what they found is told with the decision.
    pub(crate) looked: Vec<(String, &'static str)>,
    /// Whether somebody has taken it on.
    pub(crate) taken: bool,
}

/// The form that asks a peer, and who was asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asking {
    /// Name, and whether they have looked.
    pub(crate) asked: Vec<(String, bool)>,
    /// Whether whoever assesses hands the links over, because no letters leave this site.
    pub(crate) by_hand: bool,
    pub(crate) name: String,
    pub(crate) email: String,
}

/// What was decided.
#[derive(Debug, Clone)]
pub(crate) struct Closed {
    pub(crate) by: String,
    pub(crate) when: Option<When>,
    pub(crate) reason: Option<String>,
    /// Where the award is taken.
    pub(crate) award: Option<String>,
    /// How many points are not there yet.
    pub(crate) open: usize,
}

/// A try before this one.
#[derive(Debug, Clone)]
pub(crate) struct EarlierTry {
    pub(crate) attempt: String,
    pub(crate) when: Option<When>,
    pub(crate) look: Option<LookView>,
    pub(crate) reason: Option<String>,
}

/// `GET /applications/{token}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    token: web::Path<String>,
) -> Result<Answer, Problem> {
    let page = page(&state, &visitor, &token).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /applications/{token}`: keeps what was written, and hands it in if that is what was asked for.
pub(crate) async fn save(
    state: web::Data<State>,
    visitor: Visitor,
    token: web::Path<String>,
    form: Pairs,
) -> Result<Answer, Problem> {
    let fields = Fields::from(form);
    match keep(&state, &visitor, &token, &fields).await {
        Ok(ApplicationState::Submitted) => {
            state.errands.wake();
            Ok(Answer::see_other(paths::application(&token)).flash("Sent. Everything is here."))
        }
        Ok(_) => Ok(Answer::see_other(paths::application(&token))
            .flash("Kept. Come back to this page whenever you like.")),
        Err(problem) => {
            let errors = errors_of(problem)?;
            let mut page = page(&state, &visitor, &token).await?;
            page.name = fields.value("name").to_owned();
            page.words = fields.value("words").to_owned();
            page.show_name = fields.ticked("show_name");
            page.with_errors(errors);
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn keep(
    state: &State,
    visitor: &Visitor,
    token: &str,
    fields: &Fields,
) -> Result<ApplicationState, Problem> {
    let caller = visitor.caller.clone();
    let (token, fields) = (token.to_owned(), fields.clone());
    let edit = ApplicationEdit {
        name: Some(fields.value("name").to_owned()),
        show_name: Some(fields.ticked("show_name")),
        words: Some(fields.value("words").to_owned()),
    };
    let submits = fields.value("do") == "submit";
    let kept = {
        let token = token.clone();
        state
            .write(move |conn, tools| -> Result<_, ApplicationError> {
                let application = applying::edit(conn, tools, &token, &edit)?;
                let said = accolade_issuing::applications::content(conn, &application)?;
                let points = accolade_issuing::applications::points(&said);
                let review = fields.review(&points);
                if !review.decisions.is_empty() {
                    reviewing::own(conn, tools, &caller, &token, review)?;
                }
                Ok(application)
            })
            .await?
    };
    if !submits {
        return Ok(kept.state);
    }
    // Apart from the keeping: what was written stays when something is missing still.
    let caller = visitor.caller.clone();
    let submitted = state
        .write(move |conn, tools| applying::submit(conn, tools, &caller, &token))
        .await?;
    Ok(submitted.state)
}

pub(crate) async fn page(
    state: &State,
    visitor: &Visitor,
    token: &str,
) -> Result<OwnPage, Problem> {
    let (tools, secret) = (state.tools.clone(), token.to_owned());
    let (records, prior) = state
        .read(move |conn| -> Result<_, ApplicationError> {
            let (_, application) = links::earner(conn, &tools, &secret)?;
            let records = records::load(conn, application, &paths::application(&secret))?;
            let prior = prerequisites(conn, &tools, &records.application, &records.content)?;
            Ok((records, prior))
        })
        .await?;
    let award = records
        .application
        .assertion_id
        .map(|award| mine::address(&state.tools, award));
    let layout = Layout::of(state, visitor, Place::Elsewhere);
    let mut page = OwnPage {
        prior,
        ..filled(layout, token, &records, award)
    };
    if let Some(asking) = &mut page.asking {
        asking.by_hand = !state.mail.is_on();
    }
    Ok(page)
}

fn filled(layout: Layout, token: &str, records: &Records, award: Option<String>) -> OwnPage {
    let application = &records.application;
    let decided = matches!(
        application.state,
        ApplicationState::Returned | ApplicationState::Accepted | ApplicationState::Declined
    );
    let said = if decided {
        records::last_of_assessors(records.reviews.clone())
    } else {
        records.earlier.first().and_then(|(_, said)| said.clone())
    };
    let points = points(records, said.as_ref());
    let open = points
        .iter()
        .filter(|point| {
            point
                .said
                .as_ref()
                .is_some_and(|said| said.word == "Not yet")
        })
        .count();
    let waits = application.state == ApplicationState::Submitted;
    OwnPage {
        here: paths::application(token),
        badge: badge_line(records),
        attempt: attempt(application.attempt),
        tried_before: application.attempt > 1,
        state: application.state,
        name: application.applicant_name.clone(),
        nominated: application
            .nominator_name
            .clone()
            .zip(application.nomination.clone()),
        words: application.words.clone().unwrap_or_default(),
        show_name: application.show_name,
        rest: shown(records, None),
        rule: records.rule_in_words(),
        prior: Vec::new(),
        own_look: records.rule.asks_the_earner(),
        seen: SeenView {
            submitted: application.submitted_at.map(|at| When::day(at.as_jiff())),
            looked: looks(records)
                .into_iter()
                .zip(&records.reviews)
                .filter(|(_, review)| review.kind != ReviewKind::Own)
                .map(|(look, _)| (look.name, look.role))
                .collect(),
            taken: application.assigned_to.is_some(),
        },
        lacking: if waits { lacking(records) } else { Vec::new() },
        asking: (waits && records.rule.asks_peers()).then(|| asking(records)),
        closed: decided.then(|| Closed {
            by: application
                .decided_by_name
                .clone()
                .unwrap_or_else(|| records.issuer.name.clone()),
            when: application.decided_at.map(|at| When::day(at.as_jiff())),
            reason: application.reason.clone(),
            award,
            open,
        }),
        earlier: earlier(records),
        then_and_now: (application.attempt > 1 && application.state == ApplicationState::Accepted)
            .then_some(application.then_and_now),
        points,
        layout,
        errors: Errors::default(),
    }
}

fn asking(records: &Records) -> Asking {
    let has_looked = |id| {
        records
            .reviews
            .iter()
            .any(|review| review.link_id == Some(id))
    };
    Asking {
        asked: records
            .links
            .iter()
            .filter(|link| link.closed_at.is_none() && link.created_by.is_none())
            .map(|link| (link.name.clone().unwrap_or_default(), has_looked(link.id)))
            .collect(),
        ..Asking::default()
    }
}

fn earlier(records: &Records) -> Vec<EarlierTry> {
    records
        .earlier
        .iter()
        .map(|(before, said)| EarlierTry {
            attempt: attempt(before.attempt),
            when: before.decided_at.map(|at| When::day(at.as_jiff())),
            look: said.as_ref().map(|said| super::view::look(records, said)),
            reason: before.reason.clone(),
        })
        .collect()
}

impl OwnPage {
    /// Puts each error to the point it is about.
    pub(crate) fn with_errors(&mut self, errors: Errors) {
        for point in &mut self.points {
            let pointer = format!("/criteria/{}", point.id);
            point.error = errors.at(&pointer).map(str::to_owned);
        }
        self.errors = errors;
    }

    /// "One point is not there yet." or "3 points are not there yet."
    fn not_yet(&self, open: &usize) -> String {
        match *open {
            0 => "Something is not there yet.".to_owned(),
            1 => "One point is not there yet.".to_owned(),
            more => format!("{more} points are not there yet."),
        }
    }

    fn is_draft(&self) -> bool {
        self.state == ApplicationState::Draft
    }

    fn waits(&self) -> bool {
        self.state == ApplicationState::Submitted
    }
}

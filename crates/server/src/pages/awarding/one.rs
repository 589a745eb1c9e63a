//! The form: one person's name or address, or everybody's at once.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::awards::{self, AwardError, AwardOrder, AwardResult, NewEvidence, Recipient};
use accolade_issuing::batches::{self, NewBatch, Source};
use accolade_issuing::claims::mine;
use accolade_issuing::content::BadgeContent;
use accolade_issuing::idempotency::forms;
use accolade_issuing::mail::{self, Letter};
use accolade_issuing::rosters;
use accolade_issuing::sketches;
use accolade_issuing::tables::text_of;
use accolade_issuing::violations::Violations;
use accolade_storage::types::{BadgeClassId, BatchId, Digest, EvidenceKind, RosterId};
use accolade_storage::{DbConnection, badge_classes, batch_rows, batches as stored};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::{Badge, batch_path, content_of};
use crate::answer::{Answer, Freshness};
use crate::auth::{PostedFile, PostedFiles, Visitor};
use crate::pages::layout::{Layout, Place};
use crate::pages::once;
use crate::pages::response;
use crate::pages::results::{self, ResultField};
use crate::problem::Problem;
use crate::state::State;

/// `/desk/badges/{id}/award`
#[derive(Template)]
#[template(path = "awarding/award.html")]
pub(crate) struct AwardingPage {
    pub(crate) layout: Layout,
    pub(crate) badge: Badge,
    /// This page.
    pub(crate) here: String,
    pub(crate) one: OneForm,
    /// What was pasted.
    pub(crate) people: String,
    pub(crate) people_error: Option<String>,
    /// Id and name of each class list.
    pub(crate) rosters: Vec<(String, String)>,
    /// Whether this installation sends mail.
    pub(crate) can_mail: bool,
}

/// One person, as typed.
#[derive(Debug, Clone, Default)]
pub(crate) struct OneForm {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) narrative: String,
    pub(crate) evidence: String,
    pub(crate) hide_name: bool,
    pub(crate) mail: bool,
    /// Which results were reached.
    pub(crate) results: Vec<ResultField>,
    /// Whether this person holds the badge already.
    pub(crate) held: bool,
    /// Field and sentence.
    pub(crate) errors: Vec<(&'static str, String)>,
}

impl OneForm {
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        let found = self.errors.iter().find(|(known, _)| *known == field);
        found.map(|(_, sentence)| sentence.as_str())
    }

    fn read(form: &PostedFiles, content: &BadgeContent) -> Self {
        let text = |name| form.value(name).trim().to_owned();
        Self {
            name: text("name"),
            email: text("email"),
            narrative: text("narrative"),
            evidence: text("evidence"),
            hide_name: !form.value("hide_name").is_empty(),
            mail: !form.value("mail").is_empty(),
            results: results::fields_typed(&content.results, |name| form.value(name).to_owned()),
            held: false,
            errors: Vec::new(),
        }
    }

    fn order(&self, badge_class: BadgeClassId, results: Vec<AwardResult>) -> AwardOrder {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let recipient = Recipient {
            email: said(&self.email),
            name: said(&self.name),
            show_name: !self.hide_name,
        };
        let mut order = AwardOrder::to(badge_class, recipient);
        order.narrative = said(&self.narrative);
        order.results = results;
        if !self.evidence.is_empty() {
            let mut link = NewEvidence::new(EvidenceKind::Link);
            link.content.url = Some(self.evidence.clone());
            order.evidence = vec![link];
        }
        order
    }

    fn wrong(mut self, violations: &Violations) -> Self {
        let field = |pointer: &str| match pointer {
            "/recipient/name" => "name",
            "/narrative" => "narrative",
            pointer if pointer.starts_with("/evidence") => "evidence",
            _ => "email",
        };
        let found = violations.0.iter();
        self.errors = found
            .map(|one| (field(&one.pointer), one.message.clone()))
            .collect();
        self
    }
}

/// What came of the form for one person.
enum Given {
    /// The page of the award.
    Award(String),
    Again(OneForm),
}

/// `GET /desk/badges/{id}/award`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    let one = OneForm {
        mail: true,
        ..OneForm::default()
    };
    let (account, badge) = (visitor.account.as_ref().map(|account| account.id), *id);
    let people = state
        .read(move |conn| sketches::people_waiting(conn, account, badge))
        .await?;
    let page = page(&state, &visitor, *id, one, people.unwrap_or_default(), None).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /desk/badges/{id}/award`
pub(crate) async fn award(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    form: PostedFiles,
) -> Result<Answer, Problem> {
    if form.value("do") == "one" {
        one(&state, &visitor, *id, &form).await
    } else {
        many(&state, &visitor, *id, &form).await
    }
}

async fn one(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    form: &PostedFiles,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let press = once::digest_with_files(&award_path(id), form);
    let form = form.clone();
    let given = once::write(state, move |conn, tools| {
        give(conn, tools, &caller, id, &form, press)
    })
    .await?;
    state.errands.wake();
    match given {
        Given::Award(award) => Ok(Answer::see_other(award).flash("Awarded.")),
        Given::Again(one) => {
            let page = page(state, visitor, id, one, String::new(), None).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn give(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
    form: &PostedFiles,
    press: Digest,
) -> Result<Given, Problem> {
    let class = badge_classes::find(conn, id)?;
    let issuer = class.as_ref().map(|class| class.issuer_id);
    authorize(conn, caller, Action::Award, issuer)?;
    let class = class.ok_or_else(Problem::not_found)?;
    let content = content_of(conn, &class)?;
    let typed = OneForm::read(form, &content);
    let again = !form.value("again").is_empty();
    let read = results::read(&content.results, |name| form.value(name).to_owned());
    let Ok(results) = read else {
        return Ok(Given::Again(typed));
    };
    let order = typed.order(id, results);
    let key = awards::recipient_key(tools, &order.recipient);
    awards::one_at_a_time(conn, id)?;
    // A second press finds the award that the first one made.
    if let Some(award) = forms::earlier(conn, tools, caller, press)? {
        return Ok(Given::Award(award));
    }
    if !again && !batch_rows::holders(conn, class.issuer_id, id, &[&key])?.is_empty() {
        return Ok(Given::Again(OneForm {
            held: true,
            ..typed
        }));
    }
    let award = match awards::award(conn, tools, caller, order) {
        Ok(award) => award.assertion,
        Err(AwardError::Invalid(violations)) => return Ok(Given::Again(typed.wrong(&violations))),
        Err(error) => return Err(error.into()),
    };
    if typed.mail && !typed.email.is_empty() {
        let (badge, _) = Badge::load(conn, &class)?;
        let letter = Letter::Awarded {
            name: Some(typed.name).filter(|name| !name.is_empty()),
            badge: badge.name,
            issuer: badge.issuer,
            note: None,
            link: mine::address(tools, award.id),
        };
        mail::post(conn, tools, &typed.email, letter)?;
    }
    let desk = format!("/desk/awards/{}", award.id);
    forms::done(conn, tools, caller, press, &desk)?;
    Ok(Given::Award(desk))
}

async fn many(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    form: &PostedFiles,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let kept = form.value("people").to_owned();
    let handed = Handed {
        pasted: kept.clone(),
        file: form.file("table").cloned(),
        roster: form.value("roster").parse().ok(),
        press: once::digest_with_files(&award_path(id), form),
    };
    let made = once::write(state, move |conn, tools| {
        look_over(conn, tools, &caller, id, &handed)
    })
    .await;
    match made {
        Ok(batch) => Ok(Answer::see_other(batch_path(batch))),
        Err(problem) if problem.errors.is_empty() => Err(problem),
        Err(problem) => {
            let one = OneForm {
                mail: true,
                ..OneForm::default()
            };
            let error = problem.errors.into_iter().next();
            let error = error.map(|fault| fault.message);
            let page = page(state, visitor, id, one, kept, error).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// What was handed in: a file, a class list or a text, in this order.
#[derive(Clone)]
struct Handed {
    pasted: String,
    file: Option<PostedFile>,
    roster: Option<RosterId>,
    press: Digest,
}

/// A draft of what was handed in; a second press leads to the draft of the first. What is wrong with the whole of it is an
/// error, so that nothing of it stays.
fn look_over(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
    handed: &Handed,
) -> Result<BatchId, Problem> {
    let earlier = forms::earlier(conn, tools, caller, handed.press)?;
    if let Some(Ok(batch)) = earlier.map(|batch| batch.parse())
        && stored::find(conn, batch)?.is_some()
    {
        return Ok(batch);
    }
    let (title, source) = match (&handed.file, handed.roster) {
        (Some(file), _) => {
            let text = text_of(&file.bytes).into_owned();
            (file.name.clone(), Source::Text(text))
        }
        (None, Some(roster)) if handed.pasted.trim().is_empty() => {
            let (roster, people) = rosters::people(conn, tools, caller, roster)?;
            (roster.name, Source::People(people))
        }
        _ => ("Pasted".to_owned(), Source::Text(handed.pasted.clone())),
    };
    let new = NewBatch {
        badge_class: id,
        title,
        source,
    };
    let batch = batches::create(conn, tools, caller, new)?;
    forms::done(conn, tools, caller, handed.press, &batch.id.to_string())?;
    Ok(batch.id)
}

/// The form for one badge.
fn award_path(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/award")
}

async fn page(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    one: OneForm,
    people: String,
    people_error: Option<String>,
) -> Result<AwardingPage, Problem> {
    let caller = visitor.required()?;
    let (badge, lists, content) = state
        .read(move |conn| -> Result<_, Problem> {
            let class = badge_classes::find(conn, id)?;
            let issuer = class.as_ref().map(|class| class.issuer_id);
            authorize(conn, &caller, Action::Award, issuer)?;
            let class = class.ok_or_else(Problem::not_found)?;
            let (badge, issuer) = Badge::load(conn, &class)?;
            let content = content_of(conn, &class)?;
            Ok((badge, rosters::list(conn, &caller, issuer.id)?, content))
        })
        .await?;
    let list = |one: accolade_storage::rosters::Roster| {
        (one.id.to_string(), format!("{} ({})", one.name, one.people))
    };
    let one = match one.results.is_empty() {
        true => OneForm {
            results: results::fields(&content.results, &[]),
            ..one
        },
        false => one,
    };
    Ok(AwardingPage {
        layout: Layout::of(state, visitor, Place::Desk),
        badge,
        here: award_path(id),
        one,
        people,
        people_error,
        rosters: lists.into_iter().map(list).collect(),
        can_mail: state.mail.is_on(),
    })
}

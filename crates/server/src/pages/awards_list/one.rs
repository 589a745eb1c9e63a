//! `/desk/awards/{id}`: what happened to one award, and what can be done about it.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::addresses::paths;
use accolade_issuing::awards::{self, Recipient};
use accolade_issuing::corrections::{self, Correction, CorrectionError};
use accolade_issuing::reminders;
use accolade_issuing::revocation;
use accolade_issuing::violations::Violations;
use accolade_storage::assertions::{self, Assertion};
use accolade_storage::audit_events::{self, AuditFilter};
use accolade_storage::types::{AssertionId, AssertionState};
use accolade_storage::{
    DbConnection, PageRequest, accounts, award_claims, badge_classes, superseded_documents,
};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::list::{who, word};
use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, Visitor};
use crate::pages::awarding::{Badge, batch_path};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::Link;
use crate::pages::response;
use crate::pages::typed;
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::State;

/// How many events the page shows.
const EVENTS: u32 = 100;

/// `/desk/awards/{id}`
#[derive(Template)]
#[template(path = "awards_list/one.html")]
pub(crate) struct AwardDeskPage {
    pub(crate) layout: Layout,
    pub(crate) badge: Badge,
    /// This page.
    pub(crate) here: String,
    /// The public page.
    pub(crate) public: String,
    pub(crate) who: String,
    /// The address it went to, for those who may know it.
    pub(crate) email: Option<String>,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    /// Why it does not stand.
    pub(crate) reason: Option<String>,
    pub(crate) given: When,
    pub(crate) corrected: Option<When>,
    pub(crate) claimed: Option<When>,
    pub(crate) batch: Option<String>,
    /// The award that it stands in for, and the one that stands in for it.
    pub(crate) replaces: Option<Link>,
    pub(crate) replaced_by: Option<Link>,
    pub(crate) events: Vec<Event>,
    /// "2 earlier wordings"
    pub(crate) earlier: Option<String>,
    pub(crate) stands: bool,
    pub(crate) held: bool,
    pub(crate) suspendable: bool,
    pub(crate) may_change: bool,
    pub(crate) can_mail: bool,
    pub(crate) form: CorrectionForm,
    /// What was wrong with the reason.
    pub(crate) reason_error: Option<String>,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) when: When,
    pub(crate) who: String,
    pub(crate) what: String,
}

/// What the award shall say.
#[derive(Debug, Clone, Default)]
pub(crate) struct CorrectionForm {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) show_name: bool,
    pub(crate) narrative: String,
    /// A day.
    pub(crate) valid_until: String,
    pub(crate) open: bool,
    pub(crate) errors: Vec<(&'static str, String)>,
}

impl CorrectionForm {
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        let found = self.errors.iter().find(|(known, _)| *known == field);
        found.map(|(_, sentence)| sentence.as_str())
    }

    fn of(correction: Correction) -> Self {
        let day = |at: jiff::Timestamp| at.to_zoned(TimeZone::UTC).date().to_string();
        Self {
            name: correction.recipient.name.unwrap_or_default(),
            email: correction.recipient.email.unwrap_or_default(),
            show_name: correction.recipient.show_name,
            narrative: correction.narrative.unwrap_or_default(),
            valid_until: correction.valid_until.map(day).unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// A button of the page, with what belongs to it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sent {
    r#do: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    show_name: String,
    #[serde(default)]
    narrative: String,
    #[serde(default)]
    valid_until: String,
}

/// `GET /desk/awards/{id}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<AssertionId>,
) -> Result<Answer, Problem> {
    let page = page(&state, &visitor, *id).await?;
    response::page(&page, Freshness::Never)
}

/// What came of a button.
enum Done {
    Onward(String, &'static str),
    Wrong(Violations),
}

/// `POST /desk/awards/{id}`
pub(crate) async fn act(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<AssertionId>,
    Posted(sent): Posted<Sent>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, form) = (*id, sent.clone());
    let done = state
        .write(move |conn, tools| step(conn, tools, &caller, id, &form))
        .await?;
    state.errands.wake();
    match done {
        Done::Onward(path, word) => Ok(Answer::see_other(path).flash(word)),
        Done::Wrong(found) => {
            let mut page = page(&state, &visitor, id).await?;
            page.wrong(sent, &found);
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn step(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: AssertionId,
    sent: &Sent,
) -> Result<Done, Problem> {
    let here = format!("/desk/awards/{id}");
    let needs_reason = matches!(sent.r#do.as_str(), "revoke" | "suspend");
    if needs_reason && sent.reason.trim().is_empty() {
        let message = "Say why: the reason is shown with the award.";
        return Ok(Done::Wrong(Violations::one("/reason", "required", message)));
    }
    let word = match sent.r#do.as_str() {
        "revoke" => {
            revocation::revoke(conn, tools, caller, id, &sent.reason)?;
            "Withdrawn. The page of the award says so."
        }
        "suspend" => {
            revocation::suspend(conn, tools, caller, id, &sent.reason)?;
            "Put on hold."
        }
        "reinstate" => {
            revocation::reinstate(conn, tools, caller, id, None)?;
            "It stands again."
        }
        "resend" => {
            reminders::resend(conn, tools, caller, id)?;
            "The mail is on its way once more."
        }
        "reissue" => {
            let award = corrections::reissue(conn, tools, caller, id)?.assertion;
            let path = format!("/desk/awards/{}", award.id);
            return Ok(Done::Onward(
                path,
                "Given anew. The earlier award is withdrawn.",
            ));
        }
        "correct" => {
            let correction = match sent.correction() {
                Ok(correction) => correction,
                Err(found) => return Ok(Done::Wrong(found)),
            };
            match corrections::correct(conn, tools, caller, id, correction) {
                Ok(_) => "Corrected. The address of the award is the same.",
                Err(CorrectionError::Invalid(found)) => return Ok(Done::Wrong(found)),
                Err(error) => return Err(error.into()),
            }
        }
        _ => return Err(Problem::unreadable("The form names no action.")),
    };
    Ok(Done::Onward(here, word))
}

impl Sent {
    /// What was typed; a day that cannot be read is told, for none would mean no end.
    fn correction(&self) -> Result<Correction, Violations> {
        let mut found = Violations::default();
        let valid_until = typed::end_of_day(&mut found, "/validUntil", &self.valid_until);
        found.into_result()?;
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(Correction {
            recipient: Recipient {
                email: said(&self.email),
                name: said(&self.name),
                show_name: !self.show_name.is_empty(),
            },
            narrative: said(&self.narrative),
            valid_until,
            reason: said(&self.reason),
        })
    }
}

impl AwardDeskPage {
    /// The same page with what was typed, and each message beside its field.
    fn wrong(&mut self, sent: Sent, found: &Violations) {
        if sent.r#do != "correct" {
            self.reason_error = found.0.first().map(|one| one.message.clone());
            return;
        }
        let field = |pointer: &str| match pointer {
            "/recipient/name" => "name",
            "/narrative" => "narrative",
            "/validUntil" => "valid_until",
            _ => "email",
        };
        self.form = CorrectionForm {
            name: sent.name,
            email: sent.email,
            show_name: !sent.show_name.is_empty(),
            narrative: sent.narrative,
            valid_until: sent.valid_until,
            open: true,
            errors: found
                .0
                .iter()
                .map(|one| (field(&one.pointer), one.message.clone()))
                .collect(),
        };
    }
}

async fn page(state: &State, visitor: &Visitor, id: AssertionId) -> Result<AwardDeskPage, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(state, visitor, Place::Desk);
    let (tools, can_mail) = (state.tools.clone(), state.mail.is_on());
    state
        .read(move |conn| filled(conn, &tools, &caller, layout, id, can_mail))
        .await
}

fn filled(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    layout: Layout,
    id: AssertionId,
    can_mail: bool,
) -> Result<AwardDeskPage, Problem> {
    let found = assertions::find(conn, id)?;
    let issuer = found.as_ref().map(|award| award.issuer_id);
    authorize(conn, caller, Action::ViewAwards, issuer)?;
    let award = found.ok_or_else(Problem::not_found)?;
    let may_open = authorize(conn, caller, Action::OpenRecipient, issuer).is_ok();
    let sealed = match may_open {
        true => awards::recipient(conn, tools, caller, &award)?,
        false => None,
    };
    let form = match may_open {
        true => CorrectionForm::of(corrections::present(conn, tools, caller, &award)?),
        false => CorrectionForm::default(),
    };
    let class = badge_classes::find(conn, award.badge_class_id)?.ok_or_else(Problem::not_found)?;
    let (badge, _) = Badge::load(conn, &class)?;
    let link = |id: AssertionId, words: &str| Link {
        href: format!("/desk/awards/{id}"),
        words: words.to_owned(),
    };
    let past = superseded_documents::of_assertion(conn, id)?;
    let revisions = past.iter().map(|one| one.revision).max().unwrap_or(0);
    let (state, tone) = word(award.state);
    Ok(AwardDeskPage {
        layout,
        badge,
        here: format!("/desk/awards/{id}"),
        public: paths::award(id),
        email: sealed.as_ref().and_then(|sealed| sealed.email.clone()),
        who: who(&award, sealed),
        state,
        tone,
        reason: award.state_reason.clone(),
        given: When::moment(award.created_at.as_jiff()),
        corrected: award.corrected_at.map(|at| When::moment(at.as_jiff())),
        claimed: award_claims::of(conn, id)?.map(|claim| When::moment(claim.claimed_at.as_jiff())),
        batch: award.batch_id.map(batch_path),
        replaces: award
            .replaces_id
            .map(|id| link(id, "Given anew in the place of an earlier award")),
        replaced_by: assertions::replacement_of(conn, id)?
            .map(|id| link(id, "Another award stands in its place")),
        events: events(conn, &award)?,
        earlier: (revisions > 0).then(|| {
            words::count(
                u64::from(revisions.unsigned_abs()),
                "earlier wording",
                "earlier wordings",
            )
        }),
        stands: award.state == AssertionState::Issued,
        held: award.state == AssertionState::Suspended,
        suspendable: award.suspension_list_id.is_some(),
        may_change: authorize(conn, caller, Action::Revoke, issuer).is_ok(),
        can_mail,
        form,
        reason_error: None,
    })
}

/// What the log says of this award, the newest first.
fn events(conn: &mut DbConnection, award: &Assertion) -> Result<Vec<Event>, Problem> {
    let filter = AuditFilter::new().subject(award.id);
    let found = audit_events::list(conn, filter, PageRequest::first(EVENTS))?;
    let mut events = Vec::with_capacity(found.items.len());
    for event in found.items {
        let who = match event.account_id {
            Some(account) => accounts::find(conn, account)?.map(|account| account.name),
            None => None,
        };
        let detail: serde_json::Value = serde_json::from_str(&event.detail).unwrap_or_default();
        let because = detail["reason"]
            .as_str()
            .map(|reason| format!(": {reason}"));
        let what = match event.action.as_str() {
            "award.made" => "Given",
            "award.revoked" => "Withdrawn",
            "award.suspended" => "Put on hold",
            "award.reinstated" => "Let stand again",
            "award.corrected" => "Corrected",
            "award.reissued" => "Given in the place of an earlier award",
            "award.resent" => "Mail sent once more",
            "award.claimed" => "Taken by the earner",
            other => other,
        };
        events.push(Event {
            when: When::moment(event.at.as_jiff()),
            who: who.unwrap_or_default(),
            what: format!("{what}{}", because.unwrap_or_default()),
        });
    }
    // An award of a batch has no event of its own: the batch has one for each thousand.
    if award.batch_id.is_some() {
        events.push(Event {
            when: When::moment(award.created_at.as_jiff()),
            who: String::new(),
            what: "Given in a batch".to_owned(),
        });
    }
    Ok(events)
}

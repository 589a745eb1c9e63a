//! `/desk/awards/{id}`: what happened to one award, and what can be done about it.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::addresses::paths;
use accolade_issuing::awards;
use accolade_issuing::content::BadgeContent;
use accolade_issuing::corrections::{self, Correction};
use accolade_issuing::violations::Violations;
use accolade_storage::types::{AssertionId, AssertionState};
use accolade_storage::{
    DbConnection, assertions, award_claims, badge_classes, superseded_documents,
};
use actix_web::web;
use askama::Template;
use jiff::tz::TimeZone;

use super::before::{self, PastWording};
use super::change::Sent;
use super::history::{Event, events};
use super::list::{who, word};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::awarding::{Badge, batch_path};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::Link;
use crate::pages::response;
use crate::pages::results::{self, ResultField};
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::State;

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
    /// What it said before, the newest first; for those who may know whose it is.
    pub(crate) wordings: Vec<PastWording>,
    pub(crate) stands: bool,
    pub(crate) held: bool,
    pub(crate) suspendable: bool,
    pub(crate) may_change: bool,
    pub(crate) can_mail: bool,
    pub(crate) form: CorrectionForm,
    /// The reason as typed, and what was wrong with it where the award is taken back or given anew.
    pub(crate) reason_typed: String,
    pub(crate) reason_error: Option<String>,
    pub(crate) anew_error: Option<String>,
}

/// What the award shall say.
#[derive(Debug, Clone, Default)]
pub(crate) struct CorrectionForm {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) show_name: bool,
    pub(crate) narrative: String,
    pub(crate) results: Vec<ResultField>,
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

    fn of(correction: Correction, content: &BadgeContent) -> Self {
        let day = |at: jiff::Timestamp| at.to_zoned(TimeZone::UTC).date().to_string();
        Self {
            name: correction.recipient.name.unwrap_or_default(),
            email: correction.recipient.email.unwrap_or_default(),
            show_name: correction.recipient.show_name,
            narrative: correction.narrative.unwrap_or_default(),
            results: results::fields(&content.results, &correction.results),
            valid_until: correction.valid_until.map(day).unwrap_or_default(),
            ..Self::default()
        }
    }
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

pub(super) async fn page(
    state: &State,
    visitor: &Visitor,
    id: AssertionId,
) -> Result<AwardDeskPage, Problem> {
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
        true => {
            let content = awards::content(conn, &award)?;
            CorrectionForm::of(corrections::present(conn, tools, caller, &award)?, &content)
        }
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
    let wordings = match may_open {
        true => before::wordings(&award, &corrections::history(conn, caller, id)?),
        false => Vec::new(),
    };
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
        wordings,
        stands: award.state == AssertionState::Issued,
        held: award.state == AssertionState::Suspended,
        suspendable: award.suspension_list_id.is_some(),
        may_change: authorize(conn, caller, Action::Revoke, issuer).is_ok(),
        can_mail,
        form,
        reason_typed: String::new(),
        reason_error: None,
        anew_error: None,
    })
}

impl AwardDeskPage {
    /// The same page with what was typed, and each message beside its field.
    pub(super) fn wrong(&mut self, sent: Sent, found: &Violations) {
        let first = found.0.first().map(|one| one.message.clone());
        match sent.r#do.as_str() {
            "correct" => {}
            "reissue" => {
                self.anew_error = first;
                self.reason_typed = sent.reason;
                return;
            }
            _ => {
                self.reason_error = first;
                self.reason_typed = sent.reason;
                return;
            }
        }
        for field in &mut self.form.results {
            sent.more(&field.name).clone_into(&mut field.typed);
            for choice in &mut field.choices {
                choice.chosen = choice.value == field.typed;
            }
            let id = field.name.trim_start_matches("result-");
            let pointer = format!("/results/{id}");
            let fault = found.0.iter().find(|one| one.pointer == pointer);
            field.error = fault.map(|one| one.message.clone());
        }
        let field = |pointer: &str| match pointer {
            pointer if pointer.starts_with("/results") => "results",
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
            results: std::mem::take(&mut self.form.results),
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

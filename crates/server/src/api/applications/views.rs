//! What the API shows of applications.

use accolade_issuing::Tools;
use accolade_issuing::applications::{
    self, ApplicationError, CriterionDecision, decisions, given_results, links, showing,
};
use accolade_issuing::awards::{AwardResult, EvidenceContent};
use accolade_storage::DbConnection;
use accolade_storage::application_evidence::{self, ApplicationEvidence};
use accolade_storage::application_links::ApplicationLink;
use accolade_storage::applications::Application;
use accolade_storage::reviews::{self, Review};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::{moment, schemas};

/// One try of one person for one badge.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApplicationView {
    /// Its id.
    id: Uuid,
    /// Who gives the badge.
    issuer: Uuid,
    /// What is asked for.
    badge_class: Uuid,
    /// `draft`, `submitted`, `returned`, `accepted`, `declined` or `withdrawn`.
    state: String,
    /// The first try is one.
    attempt: i32,
    /// The try before this one.
    previous: Option<Uuid>,
    /// What to call the person.
    name: String,
    /// Whether the name may stand on the badge.
    show_name: bool,
    /// Who proposed the person.
    nominator: Option<String>,
    /// Why they did.
    nomination: Option<String>,
    /// What the earner says of the whole.
    words: Option<String>,
    /// What was shown.
    evidence: Vec<PieceView>,
    /// What a quiz gave.
    quiz_score: Option<i32>,
    /// What the rule asks for, in words.
    rule: String,
    /// Whether the rule holds, so that a yes is all that is left.
    ready: bool,
    /// The automatic checks.
    checks: Vec<CheckView>,
    /// What others said; for members of the issuer only.
    #[serde(skip_serializing_if = "Option::is_none")]
    reviews: Option<Vec<ReviewView>>,
    /// What was said with the decision.
    reason: Option<String>,
    /// Who decided.
    decided_by: Option<String>,
    /// When.
    decided_at: Option<String>,
    /// Who takes care of it; for members of the issuer only.
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_to: Option<Uuid>,
    /// What came of it.
    assertion: Option<Uuid>,
    /// Whether the award shows the first try beside the last.
    then_and_now: bool,
    /// Counts the changes.
    revision: i32,
    /// When it was handed in.
    submitted_at: Option<String>,
    /// When it was begun.
    created_at: String,
}

/// One piece of work.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PieceView {
    /// Its id.
    id: Uuid,
    /// The criterion it is for; the whole if null.
    criterion: Option<String>,
    /// What sort of thing it is.
    kind: String,
    /// Who sees it once the badge is given.
    visibility: String,
    /// Its words.
    #[serde(flatten)]
    #[schema(value_type = schemas::EvidenceWords)]
    content: EvidenceContent,
    /// The digest of its file, or of the first picture of a pair.
    file: Option<String>,
    /// The digest of the second picture.
    second_file: Option<String>,
    /// Whether it was there in the try before.
    kept: bool,
}

/// One automatic check.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckView {
    /// What is asked.
    words: String,
    /// Whether it is so.
    passed: bool,
}

/// What one person said.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReviewView {
    /// Its id.
    id: Uuid,
    /// `self`, `peer`, `assessor`, `holder`, `outside` or `machine`.
    kind: String,
    /// By what name.
    name: String,
    /// Point by point.
    #[schema(value_type = Vec<schemas::CriterionDecision>)]
    decisions: Vec<CriterionDecision>,
    /// Whether all that is required was found.
    supports: bool,
    /// Of the whole.
    comment: Option<String>,
    /// The results that belong to the whole.
    #[schema(value_type = Vec<schemas::AwardResult>)]
    results: Vec<AwardResult>,
    /// When it was last changed.
    updated_at: String,
}

/// An application that was begun, with the secret of its link. It is told once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BegunView {
    /// The application.
    pub(super) application: ApplicationView,
    /// The secret part of the earner's link.
    pub(super) token: String,
    /// The earner's own page.
    pub(super) url: String,
}

/// Somebody who was asked to look.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskedView {
    /// The id of their link.
    id: Uuid,
    /// What they are called.
    name: Option<String>,
    /// Until when the link is good.
    expires_at: String,
    /// The link itself; only for those who asked from outside the application. A peer's link is mailed and told to nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl ApplicationView {
    /// What the earner and those who were asked see: without what others said.
    pub(super) fn of(
        conn: &mut DbConnection,
        tools: &Tools,
        application: Application,
    ) -> Result<Self, ApplicationError> {
        Self::with(conn, tools, application, false)
    }

    /// What members of the issuer see.
    pub(super) fn of_member(
        conn: &mut DbConnection,
        tools: &Tools,
        application: Application,
    ) -> Result<Self, ApplicationError> {
        Self::with(conn, tools, application, true)
    }

    fn with(
        conn: &mut DbConnection,
        _: &Tools,
        application: Application,
        whole: bool,
    ) -> Result<Self, ApplicationError> {
        let said = applications::content(conn, &application)?;
        let evidence = application_evidence::of_application(conn, application.id)?;
        let checks = applications::checks(conn, &application, &said)?;
        let rule = applications::rule(&said);
        let reviews = if whole {
            let rows = reviews::of_application(conn, application.id)?;
            Some(rows.into_iter().map(ReviewView::from).collect())
        } else {
            None
        };
        Ok(Self {
            id: application.id.into(),
            issuer: application.issuer_id.into(),
            badge_class: application.badge_class_id.into(),
            state: application.state.to_string(),
            attempt: application.attempt,
            previous: application.previous_id.map(Uuid::from),
            name: application.applicant_name,
            show_name: application.show_name,
            nominator: application.nominator_name,
            nomination: application.nomination,
            words: application.words,
            evidence: evidence.into_iter().map(PieceView::from).collect(),
            quiz_score: application.quiz_score,
            rule: rule.in_words(&|badge| format!("the badge {badge}")),
            ready: application.ready,
            checks: checks
                .into_iter()
                .map(|check| CheckView {
                    words: check.words,
                    passed: check.passed,
                })
                .collect(),
            reviews,
            reason: application.reason,
            decided_by: application.decided_by_name,
            decided_at: application.decided_at.map(moment),
            assigned_to: application.assigned_to.filter(|_| whole).map(Uuid::from),
            assertion: application.assertion_id.map(Uuid::from),
            then_and_now: application.then_and_now,
            revision: application.revision,
            submitted_at: application.submitted_at.map(moment),
            created_at: moment(application.created_at),
        })
    }
}

impl From<ApplicationEvidence> for PieceView {
    fn from(item: ApplicationEvidence) -> Self {
        Self {
            content: showing::words(&item),
            id: item.id.into(),
            criterion: item.criterion,
            kind: item.kind.to_string(),
            visibility: item.visibility.to_string(),
            file: item.blob.map(|digest| digest.to_string()),
            second_file: item.second_blob.map(|digest| digest.to_string()),
            kept: item.kept,
        }
    }
}

impl From<Review> for ReviewView {
    fn from(review: Review) -> Self {
        Self {
            decisions: decisions(&review),
            results: given_results(&review),
            id: review.id.into(),
            kind: review.kind.to_string(),
            name: review.reviewer_name,
            supports: review.supports,
            comment: review.comment,
            updated_at: moment(review.updated_at),
        }
    }
}

impl AskedView {
    /// Without the link, which only its receiver gets.
    pub(super) fn of(link: ApplicationLink) -> Self {
        Self {
            id: link.id.into(),
            name: link.name,
            expires_at: moment(link.expires_at),
            url: None,
        }
    }

    /// With the link, if it is to be handed over. One that goes by letter is told to nobody else: what is said by it is
    /// its receiver's word.
    pub(super) fn to_hand_over(tools: &Tools, link: ApplicationLink) -> Self {
        let by_hand = !tools.rules.sends_mail;
        Self {
            url: by_hand.then(|| links::address(tools, &link)),
            ..Self::of(link)
        }
    }
}

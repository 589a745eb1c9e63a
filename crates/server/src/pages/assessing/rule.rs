//! `/desk/badges/{id}/assessment`: who has to look at applications for a badge, and what has to be shown.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::assessment::{AssessmentRule, EvidenceDemand, Look};
use accolade_issuing::badge_classes::{self as use_cases, BadgeClassEdit, BadgeClassError};
use accolade_issuing::content::BadgeContent;
use accolade_storage::badge_class_versions;
use accolade_storage::badge_classes::{self, BadgeClass, BadgeClassFilter};
use accolade_storage::types::{BadgeClassId, BadgeClassState, EvidenceKind, ReviewKind};
use accolade_storage::{DbConnection, PageRequest};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::paths;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::applying::fields::{Errors, Fields, Pairs, errors_of};
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::problem::Problem;
use crate::state::State;

/// How many ways the form offers.
const WAYS: usize = 3;

/// The kinds of look, in the order of the form.
const KINDS: [ReviewKind; 6] = [
    ReviewKind::Assessor,
    ReviewKind::Own,
    ReviewKind::Peer,
    ReviewKind::Holder,
    ReviewKind::Outside,
    ReviewKind::Machine,
];

/// `/desk/badges/{id}/assessment`
#[derive(Template)]
#[template(path = "assessing/rule.html")]
pub(crate) struct RulePage {
    pub(crate) layout: Layout,
    pub(crate) here: String,
    pub(crate) badge: String,
    /// The badge on the desk.
    pub(crate) badge_page: String,
    /// Whether a version is public that says otherwise.
    pub(crate) published: bool,
    /// Whether letters leave this site; without, links to peers go from hand to hand.
    pub(crate) has_mail: bool,
    pub(crate) open: bool,
    pub(crate) ways: Vec<WayForm>,
    pub(crate) points: Vec<DemandForm>,
    /// Badges that a reviewer can be asked to hold: id and name.
    pub(crate) badges: Vec<(String, String)>,
    pub(crate) quiz: String,
    /// The rule as people say it; nothing while nobody can apply.
    pub(crate) words: String,
    pub(crate) errors: Errors,
}

/// One way to a yes.
#[derive(Debug, Clone)]
pub(crate) struct WayForm {
    pub(crate) number: usize,
    pub(crate) looks: Vec<LookForm>,
    pub(crate) holding: String,
    pub(crate) error: Option<String>,
}

/// How many people of one kind.
#[derive(Debug, Clone)]
pub(crate) struct LookForm {
    pub(crate) kind: &'static str,
    pub(crate) words: &'static str,
    pub(crate) count: u32,
    pub(crate) most: u32,
}

/// What has to be shown for one point.
#[derive(Debug, Clone)]
pub(crate) struct DemandForm {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) least: u32,
    /// The word of the one kind that counts; empty for any.
    pub(crate) kind: String,
}

/// `GET /desk/badges/{id}/assessment`
pub(crate) async fn form(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    let page = page(&state, &visitor, *id, None).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /desk/badges/{id}/assessment`: writes the rule into the draft; it counts from the next publication.
pub(crate) async fn edit(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    form: Pairs,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let fields = Fields::from(form);
    let (id, sent) = (*id, fields.clone());
    let changed = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let (_, mut content) = editable(conn, &caller, id)?;
            content.assessment = Some(rule_of(&sent, &content));
            let edit = BadgeClassEdit {
                content: Some(content),
                ..BadgeClassEdit::default()
            };
            Ok(use_cases::edit(conn, tools, &caller, id, edit)?)
        })
        .await;
    match changed {
        Ok(_) => Ok(Answer::see_other(paths::rule(id))
            .flash("Kept in the draft. It counts as soon as the badge is published again.")),
        Err(problem) => {
            let errors = errors_of(problem)?;
            let page = page(&state, &visitor, id, Some((fields, errors))).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The badge class and its draft, or what is published, if the caller may change it.
fn editable(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<(BadgeClass, BadgeContent), Problem> {
    let found = badge_classes::find(conn, id)?;
    let public = found
        .as_ref()
        .is_some_and(|class| class.current_version.is_some());
    let issuer = found.as_ref().map(|class| class.issuer_id);
    authorize(conn, caller, Action::EditBadge, issuer).map_err(|refusal| refusal.known(public))?;
    let class = found.ok_or_else(Problem::not_found)?;
    let text = match (&class.draft, class.current_version) {
        (Some(draft), _) => draft.clone(),
        (None, Some(number)) => {
            let version = badge_class_versions::by_number(conn, id, number)?;
            version.ok_or_else(Problem::not_found)?.content
        }
        (None, None) => return Err(Problem::not_found()),
    };
    let content = BadgeContent::read(&text).map_err(BadgeClassError::from)?;
    Ok((class, content))
}

async fn page(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    sent: Option<(Fields, Errors)>,
) -> Result<RulePage, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(state, visitor, Place::Desk);
    let has_mail = state.mail.is_on();
    state
        .read(move |conn| -> Result<_, Problem> {
            let (class, content) = editable(conn, &caller, id)?;
            let filter = BadgeClassFilter::new()
                .issuer(class.issuer_id)
                .state(BadgeClassState::Published);
            let published = badge_classes::list(conn, filter, PageRequest::first(100))?;
            let badges = published
                .items
                .into_iter()
                .map(|class| (class.id.to_string(), class.name));
            let (rule, errors) = match sent {
                Some((fields, errors)) => (rule_of(&fields, &content), errors),
                None => (
                    content.assessment.clone().unwrap_or(AssessmentRule {
                        open: false,
                        ..AssessmentRule::default()
                    }),
                    Errors::default(),
                ),
            };
            let badges: Vec<_> = badges.collect();
            Ok(RulePage {
                layout,
                here: paths::rule(id),
                badge: content.name.clone(),
                badge_page: crate::pages::paths::badge(id),
                has_mail,
                published: class.current_version.is_some(),
                open: rule.open,
                ways: ways(&rule, &errors),
                points: demands(&rule, &content),
                quiz: rule
                    .least_quiz_score
                    .map_or(String::new(), |score| score.to_string()),
                words: in_words(&rule, &badges),
                badges,
                errors,
            })
        })
        .await
}

impl RulePage {
    /// The kinds of evidence, with their names in the list.
    fn kinds(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("text", "Words"),
            ("picture", "Pictures"),
            ("link", "Links and films"),
            ("file", "Files"),
            ("pair", "Then and now"),
            ("testimonial", "Words of somebody who was there"),
        ]
    }
}

fn in_words(rule: &AssessmentRule, badges: &[(String, String)]) -> String {
    let naming = |badge: BadgeClassId| {
        let id = badge.to_string();
        let known = badges.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| "another badge".to_owned(), |(_, name)| name.clone())
    };
    if rule.open {
        rule.in_words(&naming)
    } else {
        String::new()
    }
}

fn ways(rule: &AssessmentRule, errors: &Errors) -> Vec<WayForm> {
    (0..WAYS.max(rule.any_of.len()))
        .map(|position| {
            let looks = rule
                .any_of
                .get(position)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let of_kind = |kind| looks.iter().find(|look| look.kind == kind);
            WayForm {
                number: position + 1,
                looks: KINDS
                    .iter()
                    .map(|kind| LookForm {
                        kind: kind.as_str(),
                        words: words(*kind),
                        count: of_kind(*kind).map_or(0, |look| look.count),
                        most: match kind {
                            ReviewKind::Own | ReviewKind::Machine => 1,
                            _ => 5,
                        },
                    })
                    .collect(),
                holding: looks
                    .iter()
                    .find_map(|look| look.holding)
                    .map_or(String::new(), |badge| badge.to_string()),
                error: errors
                    .below(&format!("/assessment/anyOf/{position}"))
                    .map(str::to_owned),
            }
        })
        .collect()
}

fn words(kind: ReviewKind) -> &'static str {
    match kind {
        ReviewKind::Assessor => "Assessors of yours",
        ReviewKind::Own => "The earner’s own look",
        ReviewKind::Peer => "Peers, asked by the earner",
        ReviewKind::Holder => "People who hold the badge chosen below",
        ReviewKind::Outside => "People you ask from outside",
        ReviewKind::Machine => "A program, through the API",
    }
}

fn demands(rule: &AssessmentRule, content: &BadgeContent) -> Vec<DemandForm> {
    let items = content.criteria.items.iter();
    items
        .map(|item| {
            let demand = rule
                .evidence
                .iter()
                .find(|demand| demand.criterion.as_deref() == Some(&item.id));
            DemandForm {
                id: item.id.clone(),
                text: item.text.clone(),
                least: demand.map_or(0, |demand| demand.least),
                kind: demand
                    .and_then(|demand| demand.kinds.first())
                    .map_or(String::new(), ToString::to_string),
            }
        })
        .collect()
}

/// The rule that a form says.
fn rule_of(fields: &Fields, content: &BadgeContent) -> AssessmentRule {
    let any_of = (1..=WAYS).filter_map(|way| {
        let holding = fields.value(&format!("holding-{way}")).parse().ok();
        let looks: Vec<_> = KINDS
            .iter()
            .filter_map(|kind| {
                let count = fields.value(&format!("look-{way}-{kind}")).parse().ok()?;
                let holder = *kind == ReviewKind::Holder;
                (count > 0).then(|| Look {
                    holding: if holder { holding } else { None },
                    ..Look::of(*kind, count)
                })
            })
            .collect();
        (!looks.is_empty()).then_some(looks)
    });
    let evidence = content.criteria.items.iter().filter_map(|item| {
        let least: u32 = fields.value(&format!("least-{}", item.id)).parse().ok()?;
        let kind: Option<EvidenceKind> = fields.value(&format!("kind-{}", item.id)).parse().ok();
        (least > 0).then(|| EvidenceDemand {
            criterion: Some(item.id.clone()),
            kinds: kind.into_iter().collect(),
            least,
        })
    });
    AssessmentRule {
        open: fields.ticked("open"),
        any_of: any_of.collect(),
        evidence: evidence.collect(),
        least_quiz_score: fields.value("quiz").trim().parse().ok(),
    }
}

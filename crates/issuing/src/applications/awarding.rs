//! From an accepted application to its award.

use accolade_storage::applications::Application;
use accolade_storage::badge_classes;
use accolade_storage::reviews::{self, Review};
use accolade_storage::types::{EvidenceKind, ReviewKind, Visibility};
use accolade_storage::{DbConnection, StorageError, application_evidence, issuers};

use super::points::{decisions, given_results, points, whole_results};
use super::{ApplicationError, people, rule, showing};
use crate::Tools;
use crate::access::Caller;
use crate::awards::{
    self, Assessment, Award, AwardOrder, AwardResult, EvidenceContent, NewEvidence,
};
use crate::content::BadgeContent;

/// What the judgement's own piece of evidence is marked with.
const GENRE: &str = "Assessment";

/// Makes the award. The use case that calls this has seen that the rule holds.
pub(super) fn award(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    application: &Application,
    said: &BadgeContent,
) -> Result<Award, ApplicationError> {
    let person = people::person(tools, application)?;
    let reviews = reviews::of_application(conn, application.id)?;
    let decider = people::name_of(conn, caller)?;
    let mut order = AwardOrder::new(application.badge_class_id, &person.email);
    order.version = Some(application.version_id);
    order.recipient.name = Some(application.applicant_name.clone());
    order.recipient.show_name = application.show_name;
    order.narrative.clone_from(&application.words);
    order.evidence = evidence(conn, application)?;
    if let Some(reason) = &application.reason {
        order
            .evidence
            .push(judgement(conn, application, &decider, reason)?);
    }
    order.results = results(&reviews, said);
    order.assessment = Some(assessment(conn, &reviews, said, decider)?);
    Ok(awards::award(conn, tools, &caller.entrusted(), order)?)
}

fn evidence(
    conn: &mut DbConnection,
    application: &Application,
) -> Result<Vec<NewEvidence>, StorageError> {
    let items = application_evidence::of_application(conn, application.id)?;
    Ok(items.iter().map(showing::as_order).collect())
}

/// The reason as a piece of evidence: so it is signed with the award.
fn judgement(
    conn: &mut DbConnection,
    application: &Application,
    decider: &str,
    reason: &str,
) -> Result<NewEvidence, StorageError> {
    let issuer = issuers::find(conn, application.issuer_id)?;
    Ok(NewEvidence {
        visibility: Visibility::Public,
        content: EvidenceContent {
            name: Some("Why it was given".to_owned()),
            narrative: Some(reason.to_owned()),
            genre: Some(GENRE.to_owned()),
            author: Some(decider.to_owned()),
            author_role: issuer.map(|issuer| format!("assessor, {}", issuer.name)),
            ..EvidenceContent::default()
        },
        ..NewEvidence::new(EvidenceKind::Testimonial)
    })
}

/// Who judged, and by which rule.
fn assessment(
    conn: &mut DbConnection,
    reviews: &[Review],
    said: &BadgeContent,
    decider: String,
) -> Result<Assessment, StorageError> {
    let rule = rule(said);
    let mut names = std::collections::HashMap::new();
    for badge in rule.badges_to_hold() {
        if let Some(class) = badge_classes::find(conn, badge)? {
            names.insert(badge, class.name);
        }
    }
    let naming = |badge| {
        names
            .get(&badge)
            .cloned()
            .unwrap_or_else(|| "another badge".to_owned())
    };
    let looked = |kind| {
        reviews
            .iter()
            .filter(|review| review.supports && review.kind == kind)
            .count()
    };
    let words: Vec<_> = [
        (ReviewKind::Own, "the earner", "the earner"),
        (ReviewKind::Peer, "a peer", "peers"),
        (
            ReviewKind::Holder,
            "a holder of the badge asked for",
            "holders of the badge asked for",
        ),
        (
            ReviewKind::Outside,
            "an outside reviewer",
            "outside reviewers",
        ),
        (ReviewKind::Assessor, "an assessor", "assessors"),
        (
            ReviewKind::Machine,
            "an automatic check",
            "automatic checks",
        ),
    ]
    .into_iter()
    .filter_map(|(kind, one, many)| match looked(kind) {
        0 => None,
        1 => Some(one.to_owned()),
        count => Some(format!("{count} {many}")),
    })
    .collect();
    let rule_words = rule.in_words(&naming);
    Ok(Assessment {
        by: Some(decider),
        role: Some("assessor".to_owned()),
        how: Some(format!(
            "Point by point. The rule: {rule_words} Found complete by {}.",
            listed(&words)
        )),
    })
}

/// The levels and results that the assessors gave; of several, the last one’s.
fn results(reviews: &[Review], said: &BadgeContent) -> Vec<AwardResult> {
    let of_assessors = || {
        reviews
            .iter()
            .rev()
            .filter(|review| review.kind == ReviewKind::Assessor)
    };
    let levels = points(said).into_iter().filter_map(|point| {
        let rubric = point.rubric?;
        let level = of_assessors()
            .flat_map(|review| decisions(review).into_iter().rev())
            .filter(|decision| decision.criterion == point.id)
            .find_map(|decision| decision.level)?;
        rubric.read(&level).ok()
    });
    let of_the_whole = whole_results(said).into_iter().filter_map(|described| {
        of_assessors()
            .flat_map(given_results)
            .find(|given| given.result == described.id)
    });
    levels.chain(of_the_whole).collect()
}

fn listed(words: &[String]) -> String {
    match words.split_last() {
        None => "nobody in particular".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

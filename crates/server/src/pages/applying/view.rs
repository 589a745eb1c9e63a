//! The parts that pages about applications share.

use accolade_issuing::applications::{CriterionDecision, Finding, Point, decisions, showing};
use accolade_storage::application_evidence::ApplicationEvidence;
use accolade_storage::evidence::Evidence;
use accolade_storage::reviews::Review;
use accolade_storage::types::{ReviewKind, Visibility};
use uuid::Uuid;

use super::records::Records;
use crate::pages::awards::evidence;
use crate::pages::files::Shelf;
use crate::pages::parts::{EvidenceView, Tone};

/// The badge at the head of a page.
#[derive(Debug, Clone)]
pub(crate) struct BadgeLine {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) src: String,
    pub(crate) issuer: String,
    pub(crate) palette: &'static str,
}

/// One point of the badge with what was shown for it and what was said of it.
#[derive(Debug, Clone)]
pub(crate) struct PointView {
    /// Counts from one.
    pub(crate) number: usize,
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) hint: Option<String>,
    pub(crate) optional: bool,
    /// What the rule wants to see here.
    pub(crate) demands: Vec<String>,
    pub(crate) shown: Vec<ShownView>,
    /// What was said of it last.
    pub(crate) said: Option<SaidView>,
    /// What the earner finds.
    pub(crate) own: &'static str,
    /// What is missing before it can be handed in.
    pub(crate) error: Option<String>,
}

/// One piece of work.
#[derive(Debug, Clone)]
pub(crate) struct ShownView {
    /// Its number on the page.
    pub(crate) position: i32,
    pub(crate) id: String,
    pub(crate) view: EvidenceView,
    /// Whether it was there in the try before.
    pub(crate) kept: bool,
    pub(crate) private: bool,
}

/// What somebody said of one point.
#[derive(Debug, Clone)]
pub(crate) struct SaidView {
    pub(crate) tone: Tone,
    /// "It is there", "Not yet"
    pub(crate) word: &'static str,
    pub(crate) comment: Option<String>,
}

/// What one person said of all of it.
#[derive(Debug, Clone)]
pub(crate) struct LookView {
    pub(crate) name: String,
    /// "asked by Malik", "assessor"
    pub(crate) role: &'static str,
    pub(crate) tone: Tone,
    /// "found everything", "not yet"
    pub(crate) word: &'static str,
    pub(crate) comment: Option<String>,
    pub(crate) points: Vec<(String, SaidView)>,
    pub(crate) holds: bool,
}

pub(crate) fn badge_line(records: &Records) -> BadgeLine {
    BadgeLine {
        name: records.version.name.clone(),
        href: accolade_issuing::addresses::paths::badge(records.version.badge_class_id),
        src: records.picture.path(&records.version.image_blob),
        issuer: records.issuer.name.clone(),
        palette: crate::pages::parts::palette(
            records.content.palette.as_deref().unwrap_or("lagoon"),
        ),
    }
}

/// What was shown for one criterion, or for the whole.
pub(crate) fn shown(records: &Records, criterion: Option<&str>) -> Vec<ShownView> {
    views(
        records
            .evidence
            .iter()
            .filter(|item| item.criterion.as_deref() == criterion),
        &records.files,
    )
}

/// Pieces of work as a page shows them.
pub(crate) fn views<'a>(
    items: impl Iterator<Item = &'a ApplicationEvidence>,
    shelf: &Shelf,
) -> Vec<ShownView> {
    items
        .filter_map(|item| {
            Some(ShownView {
                position: item.position,
                id: item.id.to_string(),
                view: evidence::view(&as_evidence(item), shelf)?,
                kept: item.kept,
                private: item.visibility == Visibility::Private,
            })
        })
        .collect()
}

/// A piece of work in the form in which awards keep it.
fn as_evidence(item: &ApplicationEvidence) -> Evidence {
    Evidence {
        id: item.id,
        assertion_id: Uuid::nil().into(),
        position: item.position,
        kind: item.kind,
        visibility: item.visibility,
        content: serde_json::to_string(&showing::words(item)).unwrap_or_default(),
        blob: item.blob,
        second_blob: item.second_blob,
    }
}

/// The points with what is shown, and with what `said` found at each.
pub(crate) fn points(records: &Records, said: Option<&Review>) -> Vec<PointView> {
    let found = said.map(decisions).unwrap_or_default();
    let own = records
        .reviews
        .iter()
        .find(|review| review.kind == ReviewKind::Own)
        .map(decisions)
        .unwrap_or_default();
    records
        .points
        .iter()
        .zip(1..)
        .map(|(point, number)| point_view(records, point, number, &found, &own))
        .collect()
}

fn point_view(
    records: &Records,
    point: &Point,
    number: usize,
    found: &[CriterionDecision],
    own: &[CriterionDecision],
) -> PointView {
    let of = |decisions: &[CriterionDecision]| {
        decisions
            .iter()
            .find(|decision| decision.criterion == point.id)
            .cloned()
    };
    let demands = records
        .rule
        .evidence
        .iter()
        .zip(&records.checks)
        .filter(|(demand, _)| demand.criterion.as_deref() == Some(&point.id))
        .map(|(_, check)| short(&check.words))
        .collect();
    PointView {
        number,
        id: point.id.clone(),
        text: point.text.clone(),
        hint: point.hint.clone(),
        optional: !point.required,
        demands,
        shown: shown(records, Some(&point.id)),
        said: of(found).as_ref().map(said_view),
        own: of(own).map_or("", |decision| super::fields::finding_word(decision.finding)),
        error: None,
    }
}

/// "At least one picture for “The point itself”" without the point itself, which stands right above.
fn short(words: &str) -> String {
    words.split(" for “").next().unwrap_or_default().to_owned()
}

pub(crate) fn said_view(decision: &CriterionDecision) -> SaidView {
    let (tone, word) = match decision.finding {
        Finding::Met => (Tone::Valid, "It is there"),
        Finding::NotYet => (Tone::Expired, "Not yet"),
        Finding::NotApplicable => (Tone::Unknown, "Not needed"),
    };
    SaidView {
        tone,
        word,
        comment: decision.comment.clone(),
    }
}

/// What everybody said, the earner apart.
pub(crate) fn looks(records: &Records) -> Vec<LookView> {
    records
        .reviews
        .iter()
        .map(|review| look(records, review))
        .collect()
}

pub(crate) fn look(records: &Records, review: &Review) -> LookView {
    let said = decisions(review);
    let text = |id: &str| {
        let point = records.points.iter().find(|point| point.id == id);
        point.map(|point| point.text.clone())
    };
    LookView {
        name: review.reviewer_name.clone(),
        role: match review.kind {
            ReviewKind::Own => "the earner’s own look",
            ReviewKind::Peer => "asked by the earner",
            ReviewKind::Assessor => "assessor",
            ReviewKind::Holder => "holds a badge that the rule asks for",
            ReviewKind::Outside => "asked from outside",
            ReviewKind::Machine => "a program",
        },
        tone: if review.supports {
            Tone::Valid
        } else {
            Tone::Expired
        },
        word: if review.supports {
            "Everything is there"
        } else {
            "Not yet"
        },
        comment: review.comment.clone(),
        points: said
            .iter()
            .filter_map(|decision| Some((text(&decision.criterion)?, said_view(decision))))
            .collect(),
        holds: review.holds.len() > 2,
    }
}

/// "First try", "Second try", "4th try"
pub(crate) fn attempt(number: i32) -> String {
    match number {
        1 => "First try".to_owned(),
        2 => "Second try".to_owned(),
        3 => "Third try".to_owned(),
        more => format!("Try number {more}"),
    }
}

/// What the rule still lacks, nearest way first: "Two peers are still to look."
pub(crate) fn lacking(records: &Records) -> Vec<String> {
    let mut lines: Vec<_> = records
        .standing
        .failed
        .iter()
        .map(|check| format!("{} is still missing.", check.words))
        .collect();
    if let Some(way) = records.standing.nearest() {
        let looks = way
            .missing
            .iter()
            .map(|look| look.in_words(&|badge| records.name_of(badge)));
        lines.extend(looks.map(|words| format!("Still to look: {words}.")));
    }
    lines
}

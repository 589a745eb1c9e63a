//! Applications and their assessment.

use accolade_issuing::limits;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{PartialSchema, ToSchema};

use super::awards::NewEvidence;
use super::parts::{boolean, count, described, field, flag, id, list, named, number, text, word};
use super::{Part, extended};

shapes! {
    AssessmentRule "How applications for a badge are assessed. One way is enough; of one way every look is needed" {
        "open" free boolean(true), "Whether people may apply at present";
        "anyOf" free list(list(named("Look"), limits::ASSESSMENT_LOOKS), limits::ASSESSMENT_WAYS), "The ways to a yes; one assessor if unsaid";
        "evidence" free list(named("EvidenceDemand"), limits::EVIDENCE_DEMANDS), "What has to be shown before an application can be handed in";
        "leastQuizScore" free number(limits::QUIZ_SCORE), "The least score of a quiz, handed in by a program";
    }
    Look "How many people of one kind have to find everything there" {
        "kind" needed word(&["peer", "self", "assessor", "holder", "outside", "machine"]), "Whose look it is";
        "count" free number(limits::ASSESSMENT_COUNT), "How many of them, each another person; one if unsaid";
        "holding" free id(), "The badge class that each of them must hold";
    }
    EvidenceDemand "What has to be shown" {
        "criterion" free text(limits::WORD), "The id of the criterion; any, if unsaid";
        "kinds" free list(word(&["picture", "text", "link", "file", "pair", "testimonial"]), limits::WORD), "The kinds that count; all, if none is named";
        "least" free number(limits::APPLICATION_EVIDENCE), "How many pieces, at least; one if unsaid";
    }
    NewApplication "Somebody who wants a badge, or is proposed for one" {
        "name" needed text(limits::NAME), "What to call the person";
        "email" needed text(limits::EMAIL), "Where to write to: the secret link goes there";
        "showName" free boolean(true), "Whether the name may stand on the badge, where everybody can read it";
        "nominator" free named("Nominator"), "Who proposes them, if they do not apply themselves";
    }
    Nominator "Who proposes somebody, and why" {
        "name" needed text(limits::NAME), "What to call them";
        "email" needed text(limits::EMAIL), "Where to write to";
        "reason" needed text(limits::APPLICATION_WORDS), "Why this person";
    }
    ApplicationEdit "What the earner may change while they still write; what is absent stays" {
        "name" free text(limits::NAME), "What to call the person";
        "showName" free flag(), "Whether the name may stand on the badge";
        "words" free text(limits::APPLICATION_WORDS), "What they say of the whole; empty takes it away";
    }
    NewReview "What somebody says of an application" {
        "decisions" free list(named("CriterionDecision"), limits::CRITERIA_ITEMS), "Point by point";
        "comment" free text(limits::REVIEW_COMMENT), "Of the whole";
        "results" free list(named("AwardResult"), limits::RESULTS), "The results that belong to the whole and not to one criterion";
    }
    CriterionDecision "What was said of one point" {
        "criterion" needed text(limits::WORD), "The id of the criterion; `whole` for a badge without single ones";
        "finding" needed word(&["met", "not_yet", "not_applicable"]), "What was found";
        "comment" free text(limits::REVIEW_COMMENT), "A word about it";
        "level" free text(limits::WORD), "The id of the rubric level that was reached";
    }
    Ruling "A decision, point by point and of the whole" {
        "outcome" needed word(&["accept", "return", "decline"]), "What becomes of the application";
        "review" free named("NewReview"), "What was found";
        "reason" free text(limits::REVIEW_COMMENT), "What the earner is told, and what the award says of it";
        "revision" free count(), "The revision that was looked at: a decision on what others have said more of since is refused";
    }
    LinkReview "What somebody who was asked says, and by what name" {
        "name" needed text(limits::NAME), "What to call them";
        "review" free named("NewReview"), "What they found";
    }
    MachineReview "What a member or a program says" {
        "review" free named("NewReview"), "What was found";
        "program" free text(limits::NAME), "By what name a program speaks; left out by a person";
    }
    Score "What a quiz gave" {
        "score" needed number(limits::QUIZ_SCORE), "The points";
    }
    Assignment "Who takes care of an application" {
        "account" free id(), "An account that assesses for the issuer; nobody if null";
    }
    Wanted "Whether something is wanted" {
        "wanted" needed flag(), "Whether it is";
    }
    Asked "Somebody to be asked to look" {
        "name" needed text(limits::NAME), "What to call them";
        "email" needed text(limits::EMAIL), "Where the link goes";
    }
    CommentToKeep "A comment to be kept for use again" {
        "words" needed text(limits::REVIEW_COMMENT), "What it says";
    }
}

/// An item of evidence for an application, and which criterion it is for.
#[derive(Debug)]
pub(crate) struct Piece;

impl PartialSchema for Piece {
    fn schema() -> Part {
        let about = "A piece of work, and what it is for";
        let means = "The id of the criterion; the whole if left out";
        let criterion = ("criterion", false, described(text(limits::WORD), means));
        extended(NewEvidence::schema(), about, vec![criterion])
    }
}

impl ToSchema for Piece {}

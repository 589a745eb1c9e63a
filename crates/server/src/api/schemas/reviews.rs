//! The word of others on a badge.

use accolade_issuing::limits;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{PartialSchema, ToSchema};

use super::Part;
use super::parts::{boolean, count, described, field, id, list, moment, named, number, text, word};

shapes! {
    DraftReview "Whom to ask for their word on a draft" {
        "reviewers" needed list(named("DraftReviewer"), limits::REVIEWERS), "Who is asked";
        "quorum" needed count(), "How many of them must say yes";
        "deadline" free moment(), "Until when answers are taken; without end if unsaid";
        "message" free text(limits::REVIEW_WORDS), "A word to all of them";
    }
    DraftReviewer "Somebody to ask" {
        "name" needed text(limits::NAME), "Who it is";
        "role" free text(limits::NAME), "As what they speak";
        "email" free text(limits::EMAIL), "Where to send the link; it can be handed over instead";
    }
    ReviewWord "What a reviewer says; it takes the place of what they said before" {
        "answer" needed word(&["approved", "objected"]), "Yes or not so";
        "words" free text(limits::REVIEW_WORDS), "In words; needed for an objection";
        "showPublicly" free boolean(false), "Whether the public page may name them, should they approve";
        "showWords" free boolean(false), "Whether their words may stand there too, beside their name";
        "comments" free list(named("ReviewRemark"), limits::REVIEW_COMMENTS), "Remarks on single parts";
    }
    ReviewRemark "A remark on one part" {
        "target" needed text(limits::WORD), "`image`, `words`, or `criterion:` and the id of an item";
        "body" needed text(limits::REVIEW_WORDS), "The remark";
    }
    ReviewPolicyRequest "How many people must approve a draft before it is published" {
        "needed" needed number(limits::REVIEWERS), "How many, from 1 on; null for none";
    }
    RemixRequest "Where one's own version will stand" {
        "issuer" needed id(), "The issuer";
    }
    EndorsementRequest "An organisation's word" {
        "endorser" needed id(), "The organisation that says it, and signs";
        "comment" needed text(limits::REVIEW_WORDS), "What it says (Markdown)";
    }
}

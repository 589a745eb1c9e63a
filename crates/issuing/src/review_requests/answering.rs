//! What the person behind a review link sees and says.

use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::review_requests::{self, ReviewRequest};
use accolade_storage::reviewers::{self, ReviewComment, Reviewer};
use accolade_storage::types::ReviewAnswer;
use accolade_storage::{DbConnection, StorageError};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{digest, letters, standing};
use crate::access::Caller;
use crate::audit::{self, Deed};
use crate::content::{BadgeContent, UnreadableContent};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// What a review link opens.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The round.
    pub request: ReviewRequest,
    /// Who holds the link.
    pub reviewer: Reviewer,
    /// What they said about single parts so far.
    pub comments: Vec<ReviewComment>,
    /// The badge class.
    pub badge_class: BadgeClass,
    /// Who will award it.
    pub issuer: Issuer,
    /// The text to judge.
    pub content: BadgeContent,
    /// Whether an answer is taken now.
    pub open: bool,
}

/// What a reviewer says. It takes the place of what they said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReviewWord {
    /// Yes or not so.
    pub answer: ReviewAnswer,
    /// In words; needed for an objection.
    #[serde(default)]
    pub words: Option<String>,
    /// Whether the public page may name them, should they approve.
    #[serde(default)]
    pub show_publicly: bool,
    /// Whether their words may stand there too, beside their name.
    #[serde(default)]
    pub show_words: bool,
    /// Remarks on single parts.
    #[serde(default)]
    pub comments: Vec<NewComment>,
}

/// A remark on one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewComment {
    /// `image`, `words`, or `criterion:` and the id of an item.
    pub target: String,
    /// The remark.
    pub body: String,
}

/// Why an answer was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// No link carries this secret.
    #[error("there is no such review")]
    Unknown,
    /// The round ended.
    #[error("this round of review is over")]
    Over,
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// What is stored cannot be read.
    #[error(transparent)]
    Unreadable(#[from] UnreadableContent),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What the link with this secret opens. It stays open to read when the round is over.
pub fn by_secret(
    conn: &mut DbConnection,
    tools: &Tools,
    secret: &str,
) -> Result<Opened, AnswerError> {
    let reviewer = reviewers::by_token(conn, digest(secret))?.ok_or(AnswerError::Unknown)?;
    let request = review_requests::find(conn, reviewer.request_id)?.ok_or(AnswerError::Unknown)?;
    let badge_class =
        badge_classes::find(conn, request.badge_class_id)?.ok_or(AnswerError::Unknown)?;
    let issuer = issuers::find(conn, badge_class.issuer_id)?.ok_or(AnswerError::Unknown)?;
    let mut comments = reviewers::comments(conn, request.id)?;
    comments.retain(|comment| comment.reviewer_id == reviewer.id);
    Ok(Opened {
        content: BadgeContent::read(&request.content)?,
        open: standing::takes_answers(&request, tools.now()),
        request,
        reviewer,
        comments,
        badge_class,
        issuer,
    })
}

/// Takes what the holder of a link says.
pub fn answer(
    conn: &mut DbConnection,
    tools: &Tools,
    secret: &str,
    word: ReviewWord,
) -> Result<Opened, AnswerError> {
    let Opened {
        request,
        mut reviewer,
        badge_class,
        content,
        open,
        comments,
        ..
    } = by_secret(conn, tools, secret)?;
    if !open {
        return Err(AnswerError::Over);
    }
    check(&content, &word, comments.len()).into_result()?;
    let said = |text: Option<String>| {
        text.map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let before = reviewers::of_request(conn, request.id)?;
    reviewer.answer = Some(word.answer);
    reviewer.words = said(word.words);
    reviewer.show_publicly = word.show_publicly && word.answer == ReviewAnswer::Approved;
    reviewer.show_words = word.show_words && reviewer.show_publicly;
    reviewer.answered_at = Some(tools.now());
    reviewers::update(conn, &reviewer)?;
    for remark in word.comments {
        let Some(body) = said(Some(remark.body)) else {
            continue;
        };
        // A second press of the button sends the same remark again.
        let known = |old: &ReviewComment| old.target == remark.target && old.body == body;
        if comments.iter().any(known) {
            continue;
        }
        let remark = ReviewComment {
            id: ids::new(tools),
            request_id: request.id,
            reviewer_id: reviewer.id,
            target: remark.target,
            body,
            created_at: tools.now(),
        };
        reviewers::comment(conn, &remark)?;
    }
    let deed = Deed {
        action: match word.answer {
            ReviewAnswer::Approved => "review.approved",
            ReviewAnswer::Objected => "review.objected",
        },
        subject_kind: "badge_class",
        subject: badge_class.id.into(),
        issuer: Some(badge_class.issuer_id),
        detail: json!({ "round": request.round, "reviewer": reviewer.name }),
    };
    audit::record(conn, tools, &Caller::anonymous(), deed)?;
    let after = reviewers::of_request(conn, request.id)?;
    letters::tell_asker(
        conn,
        tools,
        &badge_class,
        &request,
        (&before, &after),
        &reviewer,
    )?;
    by_secret(conn, tools, secret)
}

fn check(content: &BadgeContent, word: &ReviewWord, earlier: usize) -> Violations {
    let mut found = Violations::default();
    let words = word.words.as_deref().unwrap_or_default();
    match word.answer {
        ReviewAnswer::Approved => found.text("/words", words, limits::REVIEW_WORDS),
        ReviewAnswer::Objected => {
            if words.trim().is_empty() {
                let message = "Say what stands against it, so that it can be mended.";
                found.add("/words", "required", message);
            }
            found.text("/words", words, limits::REVIEW_WORDS);
        }
    }
    let said = word
        .comments
        .iter()
        .filter(|remark| !remark.body.trim().is_empty());
    found.count("/comments", said.count() + earlier, limits::REVIEW_COMMENTS);
    for (position, remark) in word.comments.iter().enumerate() {
        let at = |member: &str| format!("/comments/{position}/{member}");
        found.text(&at("body"), &remark.body, limits::REVIEW_WORDS);
        let known = match remark.target.strip_prefix("criterion:") {
            Some(id) => content.criteria.items.iter().any(|item| item.id == id),
            None => matches!(remark.target.as_str(), "image" | "words"),
        };
        if !known {
            found.add(
                &at("target"),
                "unknown",
                "There is no such part of the badge.",
            );
        }
    }
    found
}

//! A draft goes to others for their word: who is asked, in which rounds, and whether enough said yes.
//!
//! Each round keeps the text that was judged in it, so that a yes is never a yes to something else.
//! Whoever is asked needs no account: a link with a secret opens the round to one person.

mod answering;
mod letters;
mod standing;

use accolade_storage::badge_class_versions::BadgeClassVersion;
use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::review_requests::{self, ReviewRequest};
use accolade_storage::reviewers::{self, Reviewer};
use accolade_storage::types::{
    BadgeClassId, BadgeClassState, Digest, ReviewState, ReviewerId, Timestamp,
};
use accolade_storage::{DbConnection, StorageError};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::access::{Action, Caller};
use crate::audit::{self, Deed};
use crate::badge_classes::{BadgeClassError, find, open};
use crate::content::BadgeContent;
use crate::violations::Violations;
use crate::{Tools, ids, limits};

pub use answering::{AnswerError, NewComment, Opened, ReviewWord, answer, by_secret};
pub(crate) use standing::approval;
pub use standing::{NotApproved, Standing};

/// Whom to ask, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewReview {
    /// Who is asked.
    pub reviewers: Vec<NewReviewer>,
    /// How many of them must say yes.
    pub quorum: u32,
    /// Until when answers are taken; without end if unsaid.
    #[serde(default)]
    pub deadline: Option<Timestamp>,
    /// A word to all of them.
    #[serde(default)]
    pub message: Option<String>,
}

/// Somebody to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct NewReviewer {
    /// Who it is.
    pub name: String,
    /// As what they speak.
    pub role: Option<String>,
    /// Where to send the link; it can be handed over instead.
    pub email: Option<String>,
}

/// A reviewer, and the secret that opens the round to them. It cannot be read again.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Who was asked.
    pub reviewer: Reviewer,
    /// The last part of their link; none if a letter carries it: what is said by it is theirs only if nobody else has it.
    pub secret: Option<String>,
}

/// Sends the draft to others. A round that was open ends with it.
pub fn ask(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
    new: NewReview,
) -> Result<(ReviewRequest, Vec<Invitation>), BadgeClassError> {
    let mut badge_class = open(conn, caller, Action::EditBadge, id)?;
    let draft = badge_class
        .draft
        .clone()
        .ok_or(BadgeClassError::NothingToPublish)?;
    let new = trimmed(new);
    check(tools, &new).into_result()?;
    BadgeContent::read(&draft)?
        .check_publishable()
        .into_result()?;
    let last = review_requests::latest(conn, id)?;
    let now = tools.now();
    let request = ReviewRequest {
        id: ids::new(tools),
        badge_class_id: id,
        round: last.as_ref().map_or(0, |last| last.round) + 1,
        state: ReviewState::Open,
        content: draft,
        message: new.message,
        quorum: i32::try_from(new.quorum).unwrap_or(i32::MAX),
        deadline: new.deadline,
        version_number: None,
        override_reason: None,
        created_by: caller.account,
        created_at: now,
        closed_at: None,
    };
    if let Some(last) = last.filter(|last| last.state == ReviewState::Open) {
        end(conn, tools, last, ReviewState::Replaced)?;
    }
    review_requests::insert(conn, &request)?;
    let mut invitations = Vec::with_capacity(new.reviewers.len());
    for reviewer in new.reviewers {
        invitations.push(invite(conn, tools, &badge_class, &request, reviewer)?);
    }
    if badge_class.current_version.is_none() {
        badge_class.state = BadgeClassState::InReview;
        badge_class.updated_at = now;
        badge_classes::update(conn, &badge_class)?;
    }
    note(conn, tools, caller, &badge_class, &request, "review.asked")?;
    Ok((request, invitations))
}

/// Takes an open round back. Its links say so from now on.
pub fn withdraw(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<ReviewRequest, BadgeClassError> {
    let mut badge_class = find(conn, caller, Action::EditBadge, id)?;
    let request = newest_open(conn, id)?;
    let request = end(conn, tools, request, ReviewState::Withdrawn)?;
    if badge_class.state == BadgeClassState::InReview {
        badge_class.state = BadgeClassState::Draft;
        badge_class.updated_at = tools.now();
        badge_classes::update(conn, &badge_class)?;
    }
    note(
        conn,
        tools,
        caller,
        &badge_class,
        &request,
        "review.withdrawn",
    )?;
    Ok(request)
}

/// Makes a new link for somebody who lost theirs; the old one opens nothing any more. What they had said is taken back:
/// who asked might otherwise answer in their place and leave an objection behind. The log keeps it.
pub fn renew_link(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
    reviewer: ReviewerId,
) -> Result<Invitation, BadgeClassError> {
    let badge_class = find(conn, caller, Action::EditBadge, id)?;
    let request = newest_open(conn, id)?;
    let reviewer = reviewers::find(conn, reviewer)?
        .filter(|reviewer| reviewer.request_id == request.id)
        .ok_or(BadgeClassError::UnknownBadgeClass)?;
    let (secret, token_digest) = secret(tools);
    let deed = Deed {
        action: "review.link_renewed",
        subject_kind: "badge_class",
        subject: badge_class.id.into(),
        issuer: Some(badge_class.issuer_id),
        detail: json!({
            "name": badge_class.name,
            "round": request.round,
            "reviewer": reviewer.name,
            "said": reviewer.answer.map(|answer| answer.to_string()),
            "words": reviewer.words,
        }),
    };
    audit::record(conn, tools, caller, deed)?;
    let reviewer = Reviewer {
        token_digest,
        by_letter: goes_by_letter(tools, reviewer.email.as_deref()),
        answer: None,
        words: None,
        show_publicly: false,
        show_words: false,
        answered_at: None,
        renewed_at: Some(tools.now()),
        ..reviewer
    };
    reviewers::update(conn, &reviewer)?;
    Ok(deliver(
        conn,
        tools,
        &badge_class,
        &request,
        reviewer,
        secret,
    )?)
}

/// Ends a round with the version that came of it.
pub(crate) fn close(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    badge_class: &BadgeClass,
    mut request: ReviewRequest,
    version: &BadgeClassVersion,
    despite: Option<&str>,
) -> Result<(), StorageError> {
    request.version_number = Some(version.number);
    request.override_reason = despite.map(str::to_owned);
    // A yes to another text is no yes to this one.
    if request.content == version.content {
        let reviewers = reviewers::of_request(conn, request.id)?;
        letters::tell_of_publication(conn, tools, badge_class, &reviewers)?;
    }
    let request = end(conn, tools, request, ReviewState::Published)?;
    if despite.is_some() {
        note(
            conn,
            tools,
            caller,
            badge_class,
            &request,
            "review.overridden",
        )?;
    }
    Ok(())
}

/// Those who said yes to the very text of this version and let themselves be named, oldest first.
pub fn approvals_of(
    conn: &mut DbConnection,
    version: &BadgeClassVersion,
) -> Result<Vec<Reviewer>, StorageError> {
    use accolade_storage::types::ReviewAnswer::Approved;

    let rounds = review_requests::of_badge_class(conn, version.badge_class_id)?;
    let round = rounds.into_iter().find(|round| {
        round.version_number == Some(version.number) && round.content == version.content
    });
    let Some(round) = round else {
        return Ok(Vec::new());
    };
    let mut reviewers = reviewers::of_request(conn, round.id)?;
    reviewers.retain(|reviewer| reviewer.answer == Some(Approved) && reviewer.show_publicly);
    Ok(reviewers)
}

fn newest_open(
    conn: &mut DbConnection,
    id: BadgeClassId,
) -> Result<ReviewRequest, BadgeClassError> {
    review_requests::latest(conn, id)?
        .filter(|request| request.state == ReviewState::Open)
        .ok_or(BadgeClassError::NotInReview)
}

fn end(
    conn: &mut DbConnection,
    tools: &Tools,
    mut request: ReviewRequest,
    state: ReviewState,
) -> Result<ReviewRequest, StorageError> {
    request.state = state;
    request.closed_at = Some(tools.now());
    review_requests::update(conn, &request)?;
    Ok(request)
}

fn invite(
    conn: &mut DbConnection,
    tools: &Tools,
    badge_class: &BadgeClass,
    request: &ReviewRequest,
    new: NewReviewer,
) -> Result<Invitation, StorageError> {
    let (secret, token_digest) = secret(tools);
    let reviewer = Reviewer {
        id: ids::new(tools),
        request_id: request.id,
        name: new.name,
        role: new.role,
        by_letter: goes_by_letter(tools, new.email.as_deref()),
        email: new.email,
        token_digest,
        answer: None,
        words: None,
        show_publicly: false,
        answered_at: None,
        created_at: request.created_at,
        renewed_at: None,
        show_words: false,
    };
    reviewers::insert(conn, &reviewer)?;
    deliver(conn, tools, badge_class, request, reviewer, secret)
}

/// Whether a link goes out by letter, and to nobody else.
fn goes_by_letter(tools: &Tools, email: Option<&str>) -> bool {
    email.is_some() && tools.rules.sends_mail
}

/// Mails the link to those who are reached so, and gives it back for everybody else.
fn deliver(
    conn: &mut DbConnection,
    tools: &Tools,
    badge_class: &BadgeClass,
    request: &ReviewRequest,
    reviewer: Reviewer,
    secret: String,
) -> Result<Invitation, StorageError> {
    let secret = match reviewer.email.as_deref().filter(|_| reviewer.by_letter) {
        Some(email) => {
            letters::invite(
                conn,
                tools,
                badge_class,
                request,
                (&reviewer, email),
                &secret,
            )?;
            None
        }
        None => Some(secret),
    };
    Ok(Invitation { reviewer, secret })
}

/// 256 random bits as text, and the digest that is kept of it.
fn secret(tools: &Tools) -> (String, Digest) {
    let random: [u8; 32] = tools.random.bytes();
    let secret = BASE64_URL_SAFE_NO_PAD.encode(random);
    let digest = digest(&secret);
    (secret, digest)
}

fn digest(secret: &str) -> Digest {
    Digest::from_bytes(Sha256::digest(secret).into())
}

/// White space around words means nothing, and an empty field is no field.
fn trimmed(mut new: NewReview) -> NewReview {
    let said = |text: Option<String>| {
        text.map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    new.message = said(new.message);
    for reviewer in &mut new.reviewers {
        reviewer.name = reviewer.name.trim().to_owned();
        reviewer.role = said(reviewer.role.take());
        reviewer.email = said(reviewer.email.take()).map(|email| email.to_lowercase());
    }
    new
}

fn check(tools: &Tools, new: &NewReview) -> Violations {
    let mut found = Violations::default();
    found.count("/reviewers", new.reviewers.len(), limits::REVIEWERS);
    if new.reviewers.is_empty() {
        found.add("/reviewers", "required", "Name at least one person to ask.");
    }
    for (position, reviewer) in new.reviewers.iter().enumerate() {
        let at = |member: &str| format!("/reviewers/{position}/{member}");
        found.required(&at("name"), &reviewer.name, limits::NAME);
        found.optional(&at("role"), reviewer.role.as_deref(), limits::NAME);
        if let Some(email) = &reviewer.email {
            found.email(&at("email"), email);
            let earlier = &new.reviewers[..position];
            if earlier
                .iter()
                .any(|other| other.email.as_ref() == Some(email))
            {
                found.add(&at("email"), "duplicate", "This person is asked already.");
            }
        }
    }
    if new.quorum == 0 || new.quorum as usize > new.reviewers.len().max(1) {
        let message = "At least one must say yes, and no more than are asked can.";
        found.add("/quorum", "out_of_range", message);
    }
    if new.deadline.is_some_and(|deadline| deadline <= tools.now()) {
        found.add("/deadline", "in_the_past", "This moment has passed.");
    }
    found.optional("/message", new.message.as_deref(), limits::REVIEW_WORDS);
    found
}

fn note(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    badge_class: &BadgeClass,
    request: &ReviewRequest,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "badge_class",
        subject: badge_class.id.into(),
        issuer: Some(badge_class.issuer_id),
        detail: json!({
            "name": badge_class.name,
            "round": request.round,
            "quorum": request.quorum,
            "reason": request.override_reason,
        }),
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;

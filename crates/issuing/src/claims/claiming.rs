//! Claiming a badge by a code: no account, no staff step unless the issuer wants one, and never one seat too many.

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::claim_links::{self, ClaimLink};
use accolade_storage::claims::Claim;
use accolade_storage::types::{
    AssertionId, ClaimId, ClaimState, ClaimedHow, Digest, EvidenceKind, Timestamp, Visibility,
};
use accolade_storage::{DbConnection, StorageError, claim_cards, claims};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use openbadges::recipient::normalise_email;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::code::Code;
use super::letters;
use super::links::record;
use super::standing::{Door, Standing, find_locked};
use super::terms::Terms;
use crate::access::{Caller, Scopes};
use crate::awards::{self, AwardError, AwardOrder, EvidenceContent, NewEvidence, Recipient};
use crate::keyring::SealedFor;
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// How long an address that claims again is told so by the letter it got, and not by another one.
const QUIET: SignedDuration = SignedDuration::from_hours(1);

/// What somebody who claims says of themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimOrder {
    /// The name as it should stand on the badge.
    pub name: String,
    /// Where the badge is sent; blank for people without an address.
    pub email: String,
    /// Whether the name may be read by anyone who has the badge's address.
    pub show_name: bool,
    /// The answer to the link's question.
    pub answer: String,
    /// Whether the answer may be read by anyone.
    pub show_answer: bool,
    /// A text that this one form carries; sent twice, it is one claim.
    pub once: String,
}

/// What is kept, sealed, of who claimed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Claimant {
    /// The name.
    pub name: String,
    /// The normalised address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The answer to the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Whether the name is public.
    pub show_name: bool,
    /// Whether the answer is public.
    pub show_answer: bool,
}

/// Why a badge could not be claimed.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// Nothing has this code.
    #[error("no badge waits behind this code")]
    Unknown,
    /// The code gives nothing now.
    #[error("the code gives no badge now")]
    NotOpen(Standing),
    /// What was said cannot be taken.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The award could not be made.
    #[error(transparent)]
    Award(#[from] AwardError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Claims a badge. The same form sent twice is one claim; an address that has the badge gets no second one and learns so
/// by mail alone.
pub fn claim(
    conn: &mut DbConnection,
    tools: &Tools,
    code: Code,
    order: &ClaimOrder,
) -> Result<Claim, ClaimError> {
    let door = find_locked(conn, code)?.ok_or(ClaimError::Unknown)?;
    let once = once_digest(&door.link, &order.once);
    if let Some(before) = claims::by_once(conn, once)? {
        return Ok(before);
    }
    match door.standing(conn, tools.now())? {
        Standing::Open => {}
        other => return Err(ClaimError::NotOpen(other)),
    }
    let terms = Terms::read(&door.link.terms);
    let claimant = check(tools, &door, &terms, order)?;
    let address = claimant
        .email
        .as_deref()
        .map(|email| address_digest(tools, &door.link, email));
    let new = NewClaim {
        door: &door,
        claimant: &claimant,
        once,
        address,
    };
    if let Some(address) = address
        && let Some(earlier) = before(conn, tools, &new, address)?
    {
        return repeat(conn, tools, &new, &earlier, address);
    }
    if terms.approval {
        return wait(conn, tools, &new);
    }
    let award = make_award(
        conn,
        tools,
        &on_behalf_of(&door.link),
        &door.link,
        &claimant,
    )?;
    let how = if door.card.is_some() {
        ClaimedHow::Card
    } else {
        ClaimedHow::Link
    };
    super::mark(conn, tools, &Caller::anonymous(), &award, how)?;
    let claim = new.insert(conn, tools, ClaimState::Awarded, Some(&award))?;
    take_seat(conn, tools, &door)?;
    let detail = json!({ "claim": claim.id, "award": award.id });
    record(
        conn,
        tools,
        &Caller::anonymous(),
        &door.link,
        "claim_link.used",
        door.link.id.into(),
        detail,
    )?;
    letters::awarded(conn, tools, &award, &claimant)?;
    Ok(claim)
}

/// Who claimed, as the issuer and the page behind the receipt may read it.
pub fn claimant(tools: &Tools, claim: &Claim) -> Claimant {
    let opened = tools
        .keyring
        .open(SealedFor::Claim(claim.id), &claim.sealed);
    let read = opened
        .ok()
        .and_then(|opened| serde_json::from_slice(&opened).ok());
    read.unwrap_or_default()
}

/// What names a claim in the address of the page that shows what came of it; nobody can guess it.
pub fn receipt(tools: &Tools, claim: ClaimId) -> String {
    let tag = hmac::sign(&receipt_key(tools), claim.as_uuid().as_bytes());
    BASE64_URL_SAFE_NO_PAD
        .encode([claim.as_uuid().as_bytes().as_slice(), &tag.as_ref()[..16]].concat())
}

/// The claim that a receipt names.
pub fn by_receipt(
    conn: &mut DbConnection,
    tools: &Tools,
    text: &str,
) -> Result<Option<Claim>, StorageError> {
    let decoded = BASE64_URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    let Some((id, _)) = decoded.split_first_chunk::<16>() else {
        return Ok(None);
    };
    let id = ClaimId::from_uuid(uuid::Uuid::from_bytes(*id));
    let expected = Sha256::digest(receipt(tools, id));
    if expected != Sha256::digest(text) {
        return Ok(None);
    }
    claims::find(conn, id)
}

/// Signs the award that a claim asks for.
pub(super) fn make_award(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    link: &ClaimLink,
    claimant: &Claimant,
) -> Result<Assertion, ClaimError> {
    let terms = Terms::read(&link.terms);
    let mut order = AwardOrder::to(
        link.badge_class_id,
        Recipient {
            email: claimant.email.clone(),
            name: Some(claimant.name.clone()),
            show_name: claimant.show_name,
        },
    );
    order.evidence = terms.evidence;
    order.evidence.extend(reflection(terms.question, claimant));
    Ok(awards::award(conn, tools, caller, order)?.assertion)
}

/// The answer as a piece of evidence.
fn reflection(question: Option<String>, claimant: &Claimant) -> Option<NewEvidence> {
    let answer = claimant.answer.clone()?;
    let visibility = if claimant.show_answer {
        Visibility::Public
    } else {
        Visibility::Private
    };
    let content = EvidenceContent {
        name: question.map(|text| text.chars().take(limits::NAME.value).collect()),
        narrative: Some(answer),
        ..EvidenceContent::default()
    };
    Some(NewEvidence {
        visibility,
        content,
        ..NewEvidence::new(EvidenceKind::Text)
    })
}

/// The link was made by somebody who might award; it goes on working for the issuer when that person has left.
fn on_behalf_of(link: &ClaimLink) -> Caller {
    Caller {
        account: link.created_by,
        operator: true,
        scopes: Scopes::all(),
        token: None,
    }
}

struct NewClaim<'a> {
    door: &'a Door,
    claimant: &'a Claimant,
    once: Digest,
    address: Option<Digest>,
}

impl NewClaim<'_> {
    fn insert(
        &self,
        conn: &mut DbConnection,
        tools: &Tools,
        state: ClaimState,
        award: Option<&Assertion>,
    ) -> Result<Claim, StorageError> {
        let id: ClaimId = ids::new(tools);
        let plain =
            serde_json::to_vec(self.claimant).expect("text and truth values always serialise");
        // A repeated claim uses no card up.
        let card = self
            .door
            .card
            .as_ref()
            .filter(|_| state != ClaimState::Repeated);
        let claim = Claim {
            id,
            link_id: self.door.link.id,
            card_id: card.map(|card| card.id),
            state,
            once: self.once,
            address_digest: self.address,
            sealed: tools
                .keyring
                .seal(&*tools.random, SealedFor::Claim(id), &plain),
            assertion_id: award.map(|award| award.id),
            created_at: tools.now(),
            decided_at: None,
            decided_by: None,
        };
        claims::insert(conn, &claim)?;
        Ok(claim)
    }
}

/// What an address has already.
enum Before {
    /// A claim that the issuer has not decided on.
    Waiting,
    /// The badge.
    Award(AssertionId),
}

/// What this address has already: by a claim with this link, or because the badge was given to it some other way.
fn before(
    conn: &mut DbConnection,
    tools: &Tools,
    new: &NewClaim<'_>,
    address: Digest,
) -> Result<Option<Before>, StorageError> {
    awards::one_at_a_time(conn, new.door.link.badge_class_id)?;
    let claims = claims::by_address(conn, address)?;
    let standing = claims
        .into_iter()
        .find(|claim| matches!(claim.state, ClaimState::Waiting | ClaimState::Awarded));
    if let Some(claim) = standing {
        return Ok(Some(
            claim.assertion_id.map_or(Before::Waiting, Before::Award),
        ));
    }
    let held = held_already(conn, tools, &new.door.link, new.claimant)?;
    Ok(held.map(Before::Award))
}

/// The award of the link's badge that the claimant's address has already, however it was given.
pub(super) fn held_already(
    conn: &mut DbConnection,
    tools: &Tools,
    link: &ClaimLink,
    claimant: &Claimant,
) -> Result<Option<AssertionId>, StorageError> {
    let Some(email) = &claimant.email else {
        return Ok(None);
    };
    let key = awards::recipient_key(tools, &Recipient::email(email));
    let held = assertions::holdings(conn, link.issuer_id, link.badge_class_id, &[key])?;
    // A badge that ended may be earned once more.
    let now = tools.now();
    let held = held
        .into_iter()
        .find(|award| award.valid_until.is_none_or(|end| now < end));
    Ok(held.map(|award| award.assertion))
}

fn repeat(
    conn: &mut DbConnection,
    tools: &Tools,
    new: &NewClaim<'_>,
    earlier: &Before,
    address: Digest,
) -> Result<Claim, ClaimError> {
    let since = Timestamp::from(tools.now().as_jiff() - QUIET);
    let recent = claims::by_address(conn, address)?
        .into_iter()
        .find(|claim| claim.state == ClaimState::Repeated && claim.created_at > since);
    let award = match earlier {
        Before::Award(award) => assertions::find(conn, *award)?,
        Before::Waiting => None,
    };
    if recent.is_none()
        && let Some(award) = &award
    {
        letters::repeated(conn, tools, award, new.claimant)?;
    }
    Ok(new.insert(conn, tools, ClaimState::Repeated, award.as_ref())?)
}

fn wait(conn: &mut DbConnection, tools: &Tools, new: &NewClaim<'_>) -> Result<Claim, ClaimError> {
    let claim = new.insert(conn, tools, ClaimState::Waiting, None)?;
    take_seat(conn, tools, new.door)?;
    let detail = json!({ "claim": claim.id });
    record(
        conn,
        tools,
        &Caller::anonymous(),
        &new.door.link,
        "claim_link.asked",
        new.door.link.id.into(),
        detail,
    )?;
    Ok(claim)
}

/// Counts the seat and uses the card up. The link is held by this transaction, so the count is true.
fn take_seat(conn: &mut DbConnection, tools: &Tools, door: &Door) -> Result<(), StorageError> {
    let now = tools.now();
    let mut link = door.link.clone();
    link.taken += 1;
    if link.seats.is_some_and(|seats| link.taken >= seats) {
        link.used_up_at = Some(now);
    }
    claim_links::update(conn, &link)?;
    match &door.card {
        Some(card) => claim_cards::set_used(conn, card.id, Some(now)),
        None => Ok(()),
    }
}

fn check(
    tools: &Tools,
    door: &Door,
    terms: &Terms,
    order: &ClaimOrder,
) -> Result<Claimant, Violations> {
    let mut found = Violations::default();
    let on_card = door
        .card
        .as_ref()
        .and_then(|card| super::links::name_on_card(tools, card));
    let mut name = super::tidy_name(&order.name);
    if name.is_empty() {
        name = on_card.unwrap_or_default();
    }
    match name.as_str() {
        "" => found.add(
            "/name",
            "required",
            "Write your name, as it should stand on the badge.",
        ),
        name => found.text("/name", name, limits::NAME),
    }
    let email = Some(normalise_email(&order.email)).filter(|email| !email.is_empty());
    match &email {
        None if terms.without_email => {}
        None => found.add(
            "/email",
            "required",
            "The badge is sent to your e-mail address, so it needs one.",
        ),
        Some(email) => {
            found.email("/email", email);
            if found.is_empty() && !terms.allows(email) {
                found.add(
                    "/email",
                    "not_allowed",
                    not_on_the_list(terms, &door.link.giver),
                );
            }
        }
    }
    let answer = Some(order.answer.trim().to_owned())
        .filter(|answer| !answer.is_empty() && terms.question.is_some());
    found.optional("/answer", answer.as_deref(), limits::DESCRIPTION);
    if terms.answer_needed && answer.is_none() {
        found.add(
            "/answer",
            "required",
            "Write a sentence: the answer belongs to the badge.",
        );
    }
    found.into_result()?;
    Ok(Claimant {
        name,
        email,
        answer,
        show_name: order.show_name,
        show_answer: order.show_answer,
    })
}

fn not_on_the_list(terms: &Terms, giver: &str) -> String {
    match terms.domains().as_slice() {
        [] => format!(
            "This badge is for people whom {giver} named. Use the address that {giver} knows."
        ),
        [one] => format!("This badge is for addresses that end in {one}."),
        [most @ .., last] => format!(
            "This badge is for addresses that end in {} or {last}.",
            most.join(", ")
        ),
    }
}

/// A form belongs to its link: the same text sent to another one is another claim.
fn once_digest(link: &ClaimLink, once: &str) -> Digest {
    let digest = Sha256::new_with_prefix(link.id.as_uuid().as_bytes()).chain_update(once);
    Digest::from_bytes(digest.finalize().into())
}

/// An address has a badge once, by whichever of its links.
fn address_digest(tools: &Tools, link: &ClaimLink, email: &str) -> Digest {
    let secret = tools.keyring.derived_secret("addresses of claims");
    let mut context =
        hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_slice()));
    context.update(link.badge_class_id.as_uuid().as_bytes());
    context.update(email.as_bytes());
    let mut digest = [0; 32];
    digest.copy_from_slice(context.sign().as_ref());
    Digest::from_bytes(digest)
}

fn receipt_key(tools: &Tools) -> hmac::Key {
    let secret = tools.keyring.derived_secret("receipts of claims");
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_slice())
}

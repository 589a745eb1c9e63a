//! Making claim links and sheets of cards, changing them, ending them.

use accolade_storage::claim_cards::{self, ClaimCard};
use accolade_storage::claim_links::{self, ClaimLink};
use accolade_storage::types::{
    BadgeClassId, BadgeClassState, ClaimCardId, ClaimLinkId, ClaimLinkKind, ClaimLinkState,
    SubjectId, Timestamp,
};
use accolade_storage::{DbConnection, StorageError, accounts, badge_classes, issuers};
use serde_json::{Value, json};

use super::code::Code;
use super::terms::Terms;
use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::keyring::SealedFor;
use crate::limits::{self, Limit};
use crate::violations::Violations;
use crate::{Tools, ids};

/// What an issuer says of a link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkOrder {
    /// What the issuer calls it; the badge's name if blank.
    pub title: String,
    /// Who gives the badge, as earners read it; the caller's name if blank.
    pub giver: String,
    /// How many may claim; any number if absent. Cards count themselves.
    pub seats: Option<u32>,
    /// From when it is answered; at once if absent.
    pub opens_at: Option<Timestamp>,
    /// Until when; until it is closed if absent.
    pub closes_at: Option<Timestamp>,
    /// What it asks and adds.
    pub terms: Terms,
}

/// Cards to be made: so many, and for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardOrder {
    /// How many for nobody in particular.
    pub count: u32,
    /// One more for each of these people.
    pub names: Vec<String>,
}

/// Why a link could not be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The order is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such link, card or badge class.
    #[error("there is no such claim link")]
    Unknown,
    /// The badge class has not been published yet.
    #[error("the badge class is not published yet")]
    NotPublished,
    /// The badge class is archived.
    #[error("the badge class is archived")]
    Archived,
    /// The link was closed for good.
    #[error("the claim link is closed")]
    Closed,
    /// The card was used before.
    #[error("the card is used already")]
    CardUsed,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Makes a link with one code for many.
pub fn create(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    badge_class: BadgeClassId,
    order: LinkOrder,
) -> Result<ClaimLink, LinkError> {
    let code = free_code(conn, tools)?;
    make(conn, tools, caller, badge_class, order, Some(code))
}

/// Makes a sheet of cards with a code each.
pub fn create_cards(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    badge_class: BadgeClassId,
    order: LinkOrder,
    cards: &CardOrder,
) -> Result<(ClaimLink, Vec<ClaimCard>), LinkError> {
    let order = LinkOrder {
        seats: None,
        ..order
    };
    let link = make(conn, tools, caller, badge_class, order, None)?;
    let cards = lay_cards(conn, tools, &link, cards, 0)?;
    Ok((link, cards))
}

/// Adds cards to a sheet.
pub fn add_cards(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ClaimLinkId,
    cards: &CardOrder,
) -> Result<Vec<ClaimCard>, LinkError> {
    let link = manageable(conn, caller, id)?;
    if link.state == ClaimLinkState::Closed {
        return Err(LinkError::Closed);
    }
    if link.kind != ClaimLinkKind::Cards {
        let message = "This link has one code for all. Make a sheet of cards instead.";
        return Err(Violations::one("/cards", "not_allowed", message).into());
    }
    let present = claim_cards::of_link(conn, link.id)?.len();
    let made = lay_cards(conn, tools, &link, cards, present)?;
    record(
        conn,
        tools,
        caller,
        &link,
        "claim_link.cards_added",
        link.id.into(),
        json!({ "cards": made.len() }),
    )?;
    Ok(made)
}

/// Changes everything that an issuer says of a link.
pub fn edit(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ClaimLinkId,
    order: LinkOrder,
) -> Result<ClaimLink, LinkError> {
    let mut link = manageable(conn, caller, id)?;
    if link.state == ClaimLinkState::Closed {
        return Err(LinkError::Closed);
    }
    let order = order.tidied();
    let mut found = order.check(conn)?;
    let seats = order.seats.filter(|_| link.kind == ClaimLinkKind::Code);
    let seats = seats.map(|seats| i32::try_from(seats).unwrap_or(i32::MAX));
    if seats.is_some_and(|seats| seats < link.taken) {
        found.add(
            "/seats",
            "out_of_range",
            format!("{} have claimed already.", link.taken),
        );
    }
    found.into_result()?;
    let now = tools.now();
    if !order.title.is_empty() {
        link.title = order.title;
    }
    if !order.giver.is_empty() {
        link.giver = order.giver;
    }
    link.seats = seats;
    link.used_up_at = if seats.is_some_and(|seats| link.taken >= seats) {
        link.used_up_at.or(Some(now))
    } else {
        None
    };
    link.opens_at = order.opens_at;
    link.closes_at = order.closes_at;
    link.terms = order.terms.written();
    link.updated_at = now;
    claim_links::update(conn, &link)?;
    record(
        conn,
        tools,
        caller,
        &link,
        "claim_link.edited",
        link.id.into(),
        json!({}),
    )?;
    Ok(link)
}

/// Pauses a link, opens it again, or closes it for good. What it is already is no error.
pub fn set_state(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ClaimLinkId,
    state: ClaimLinkState,
) -> Result<ClaimLink, LinkError> {
    let mut link = manageable(conn, caller, id)?;
    if link.state == state {
        return Ok(link);
    }
    if link.state == ClaimLinkState::Closed {
        return Err(LinkError::Closed);
    }
    let now = tools.now();
    link.state = state;
    link.updated_at = now;
    let deed = match state {
        ClaimLinkState::Open => "claim_link.resumed",
        ClaimLinkState::Paused => "claim_link.paused",
        ClaimLinkState::Closed => "claim_link.closed",
    };
    if state == ClaimLinkState::Closed {
        link.closed_at = Some(now);
    }
    claim_links::update(conn, &link)?;
    record(conn, tools, caller, &link, deed, link.id.into(), json!({}))?;
    Ok(link)
}

/// Withdraws one card that nobody has used.
pub fn withdraw_card(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ClaimCardId,
) -> Result<ClaimLink, LinkError> {
    let card = claim_cards::find(conn, id)?;
    let link = card.as_ref().map(|card| card.link_id);
    let link = match link {
        Some(link) => manageable(conn, caller, link)?,
        None => return Err(unknown(conn, caller)),
    };
    // Read again: the link is held now, so nobody uses the card meanwhile.
    let card = claim_cards::find(conn, id)?.ok_or(LinkError::Unknown)?;
    if card.used_at.is_some() {
        return Err(LinkError::CardUsed);
    }
    if claim_cards::withdraw(conn, id, tools.now())? {
        let detail = json!({ "card": card.position });
        record(
            conn,
            tools,
            caller,
            &link,
            "claim_card.withdrawn",
            id.into(),
            detail,
        )?;
    }
    Ok(link)
}

/// For whom a card is, if for anybody in particular.
pub fn name_on_card(tools: &Tools, card: &ClaimCard) -> Option<String> {
    let sealed = card.name_sealed.as_ref()?;
    let opened = tools
        .keyring
        .open(SealedFor::ClaimCard(card.id), sealed)
        .ok()?;
    String::from_utf8(opened.to_vec()).ok()
}

/// The link, held against other changes, if the caller may manage it.
pub(super) fn manageable(
    conn: &mut DbConnection,
    caller: &Caller,
    id: ClaimLinkId,
) -> Result<ClaimLink, LinkError> {
    let link = claim_links::find(conn, id)?;
    let issuer = link.as_ref().map(|link| link.issuer_id);
    authorize(conn, caller, Action::ManageClaims, issuer)?;
    claim_links::find_for_update(conn, id)?.ok_or(LinkError::Unknown)
}

fn unknown(conn: &mut DbConnection, caller: &Caller) -> LinkError {
    match authorize(conn, caller, Action::ManageClaims, None) {
        Ok(()) => LinkError::Unknown,
        Err(refusal) => refusal.into(),
    }
}

fn make(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    badge_class: BadgeClassId,
    order: LinkOrder,
    code: Option<Code>,
) -> Result<ClaimLink, LinkError> {
    let class = badge_classes::find(conn, badge_class)?;
    let issuer = class.as_ref().map(|class| class.issuer_id);
    let is_public = class
        .as_ref()
        .is_some_and(|class| class.current_version.is_some());
    authorize(conn, caller, Action::ManageClaims, issuer)
        .map_err(|refusal| refusal.known(is_public))?;
    let class = class.ok_or(LinkError::Unknown)?;
    if class.state == BadgeClassState::Archived {
        return Err(LinkError::Archived);
    }
    if class.current_version.is_none() {
        return Err(LinkError::NotPublished);
    }
    let order = order.tidied();
    let now = tools.now();
    let mut found = order.check(conn)?;
    if order.closes_at.is_some_and(|end| end <= now) {
        found.add("/closesAt", "in_the_past", "This moment has passed.");
    }
    found.into_result()?;
    let giver = match order.giver.as_str() {
        "" => name_of(conn, caller, class.issuer_id)?,
        said => said.to_owned(),
    };
    let link = ClaimLink {
        id: ids::new(tools),
        issuer_id: class.issuer_id,
        badge_class_id: class.id,
        kind: if code.is_some() {
            ClaimLinkKind::Code
        } else {
            ClaimLinkKind::Cards
        },
        code: code.map(|code| code.plain().to_owned()),
        title: if order.title.is_empty() {
            class.name
        } else {
            order.title
        },
        giver,
        state: ClaimLinkState::Open,
        terms: order.terms.written(),
        seats: order
            .seats
            .map(|seats| i32::try_from(seats).unwrap_or(i32::MAX)),
        taken: 0,
        opens_at: order.opens_at,
        closes_at: order.closes_at,
        used_up_at: None,
        closed_at: None,
        created_by: caller.account,
        created_at: now,
        updated_at: now,
    };
    claim_links::insert(conn, &link)?;
    record(
        conn,
        tools,
        caller,
        &link,
        "claim_link.created",
        link.id.into(),
        json!({ "badgeClass": link.badge_class_id }),
    )?;
    Ok(link)
}

fn lay_cards(
    conn: &mut DbConnection,
    tools: &Tools,
    link: &ClaimLink,
    order: &CardOrder,
    present: usize,
) -> Result<Vec<ClaimCard>, LinkError> {
    let mut names: Vec<Option<String>> = order
        .names
        .iter()
        .map(|name| super::tidy_name(name))
        .filter(|name| !name.is_empty())
        .map(Some)
        .collect();
    let mut found = Violations::default();
    for (position, name) in names
        .iter()
        .flatten()
        .take(limits::CLAIM_CARDS.value)
        .enumerate()
    {
        found.text(&format!("/names/{position}"), name, limits::NAME);
    }
    let count = names.len().saturating_add(order.count as usize);
    if count == 0 {
        found.add("/count", "required", "Say how many cards, or paste names.");
    }
    found.count("/count", present.saturating_add(count), limits::CLAIM_CARDS);
    found.into_result()?;
    names.resize(count, None);
    let mut cards = Vec::with_capacity(count);
    for (position, name) in (present + 1..).zip(names) {
        let id: ClaimCardId = ids::new(tools);
        let seal = |name: String| {
            tools
                .keyring
                .seal(&*tools.random, SealedFor::ClaimCard(id), name.as_bytes())
        };
        cards.push(ClaimCard {
            id,
            link_id: link.id,
            position: i32::try_from(position).unwrap_or(i32::MAX),
            code: free_code(conn, tools)?.plain().to_owned(),
            name_sealed: name.map(seal),
            used_at: None,
            withdrawn_at: None,
        });
    }
    claim_cards::insert_all(conn, &cards)?;
    Ok(cards)
}

/// A code that no link and no card has. One in a million draws is taken where a million codes are out, and even then the
/// row's own rule would refuse it.
fn free_code(conn: &mut DbConnection, tools: &Tools) -> Result<Code, StorageError> {
    loop {
        let code = Code::draw(&*tools.random);
        if super::standing::find(conn, code)?.is_none() {
            return Ok(code);
        }
    }
}

fn name_of(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: accolade_storage::types::IssuerId,
) -> Result<String, StorageError> {
    if let Some(account) = caller.account
        && let Some(account) = accounts::find(conn, account)?
        && !account.name.trim().is_empty()
    {
        return Ok(account.name);
    }
    Ok(issuers::find(conn, issuer)?
        .map(|issuer| issuer.name)
        .unwrap_or_default())
}

impl LinkOrder {
    fn tidied(mut self) -> Self {
        self.title = self.title.trim().to_owned();
        self.giver = super::tidy_name(&self.giver);
        self.terms = self.terms.tidied();
        self
    }

    fn check(&self, conn: &mut DbConnection) -> Result<Violations, StorageError> {
        let mut found = self.terms.check(conn)?;
        found.text("/title", &self.title, limits::NAME);
        found.text("/giver", &self.giver, limits::NAME);
        if let Some(seats) = self.seats {
            check_seats(&mut found, seats, limits::CLAIM_SEATS);
        }
        for (pointer, moment) in [("/opensAt", self.opens_at), ("/closesAt", self.closes_at)] {
            if let Some(moment) = moment {
                found.date(pointer, moment.as_jiff());
            }
        }
        if let (Some(start), Some(end)) = (self.opens_at, self.closes_at)
            && end <= start
        {
            found.add("/closesAt", "bad_order", "It must end after it begins.");
        }
        Ok(found)
    }
}

fn check_seats(found: &mut Violations, seats: u32, most: Limit) {
    if seats == 0 || seats as usize > most.value {
        let message = format!("Between 1 and {}, or leave it empty.", most.value);
        found.add("/seats", "out_of_range", message);
    }
}

pub(super) fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    link: &ClaimLink,
    action: &str,
    subject: SubjectId,
    detail: Value,
) -> Result<(), StorageError> {
    let kind = action.split('.').next().unwrap_or_default();
    let deed = Deed {
        action,
        subject_kind: kind,
        subject,
        issuer: Some(link.issuer_id),
        detail,
    };
    audit::record(conn, tools, caller, deed)
}

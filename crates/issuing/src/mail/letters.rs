//! What letters can say. The words around it are in `templates/mail` of the server.

use serde::{Deserialize, Serialize};

use crate::waiting::Kind;

/// One kind of letter a variant, with everything its template needs. Addresses are whole ones.
///
/// A release reads what the release before it wrote: add members with `#[serde(default)]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// The way in: a code to type and a link to open.
    SignIn {
        /// Six digits.
        code: String,
        /// The page that signs in.
        link: String,
        /// For how many minutes both are good.
        minutes: u32,
    },
    /// Somebody with an account wants to add this address to it.
    ProveAddress {
        /// What the owner of the account is called.
        name: String,
        /// Six digits.
        code: String,
        /// For how many minutes they are good.
        minutes: u32,
    },
    /// Somebody was invited to work for an organisation.
    Invited {
        /// Who invites.
        inviter: String,
        /// The organisation.
        issuer: String,
        /// With which role.
        role: String,
        /// The page with the button that accepts.
        link: String,
        /// After how many days it ends.
        days: u32,
    },
    /// Somebody who works nowhere yet asks the operators to be let in.
    EntryAsked {
        /// What the person is called.
        name: String,
        /// Their address, if they showed one to be theirs.
        email: Option<String>,
        /// The badge that they drew, if they drew one.
        badge: Option<String>,
        /// For how many people it is.
        people: u64,
        /// The page where it is answered.
        link: String,
    },
    /// Somebody who asked to be let in works for an organisation now.
    LetIn {
        /// The organisation.
        issuer: String,
        /// With which role.
        role: String,
        /// The badge that they drew, if they drew one.
        badge: Option<String>,
        /// The page where they go on.
        link: String,
    },
    /// Somebody was given a badge.
    Awarded {
        /// What the recipient is called, if that is known.
        name: Option<String>,
        /// The badge.
        badge: String,
        /// Who gives it.
        issuer: String,
        /// What the issuer wants to say with it.
        note: Option<String>,
        /// The page where the recipient takes it.
        link: String,
    },
    /// Somebody claimed a badge again that their address has already.
    AlreadyYours {
        /// The badge.
        badge: String,
        /// Who gave it.
        issuer: String,
        /// When it was given.
        given: jiff::Timestamp,
        /// The page where the recipient takes it.
        link: String,
    },
    /// A claim was looked at, and the badge was not given.
    NotThisTime {
        /// What the claimant is called.
        name: String,
        /// The badge.
        badge: String,
        /// Who decided, as the link says it.
        giver: String,
        /// Why.
        reason: Option<String>,
    },
    /// A badge waits to be taken.
    StillWaiting {
        /// What the recipient is called, if that is known.
        name: Option<String>,
        /// The badge.
        badge: String,
        /// Who gave it.
        issuer: String,
        /// When it was given.
        given: jiff::Timestamp,
        /// The page where the recipient takes it.
        link: String,
    },
    /// A badge ends soon.
    EndsSoon {
        /// What the recipient is called, if that is known.
        name: Option<String>,
        /// The badge.
        badge: String,
        /// Who gave it.
        issuer: String,
        /// When it ends.
        until: jiff::Timestamp,
        /// The page where the recipient keeps it.
        link: String,
    },
    /// A webhook did not answer for days and is told nothing more.
    WebhookSilent {
        /// Its address.
        url: String,
        /// Whose webhook it is.
        issuer: String,
        /// The page where it is looked at.
        link: String,
    },
    /// An application was begun: the link to go on with it. Somebody else may have proposed the person.
    ApplicationBegun {
        /// What the person is called.
        name: String,
        /// The badge.
        badge: String,
        /// Who gives it.
        issuer: String,
        /// Who proposed them, if somebody did.
        nominator: Option<String>,
        /// Why they did.
        nomination: Option<String>,
        /// The person's own page of the application.
        link: String,
    },
    /// An application was handed in.
    ApplicationReceived {
        /// What the earner is called.
        name: String,
        /// The badge.
        badge: String,
        /// Who gives it.
        issuer: String,
        /// The earner's own page.
        link: String,
    },
    /// An application came back for another try.
    ApplicationReturned {
        /// What the earner is called.
        name: String,
        /// The badge.
        badge: String,
        /// Who sent it back.
        by: String,
        /// What was said of the whole.
        reason: Option<String>,
        /// The points that are not there yet, each with what was said of it.
        open: Vec<String>,
        /// The earner's own page.
        link: String,
    },
    /// An application was accepted.
    ApplicationAccepted {
        /// What the earner is called.
        name: String,
        /// The badge.
        badge: String,
        /// Who gives it.
        issuer: String,
        /// Who decided.
        by: String,
        /// What was said of it.
        reason: Option<String>,
        /// The page where the earner takes the award.
        link: String,
    },
    /// An application was answered with no.
    ApplicationDeclined {
        /// What the earner is called.
        name: String,
        /// The badge.
        badge: String,
        /// Who gives it.
        issuer: String,
        /// Why not.
        reason: Option<String>,
        /// The earner's own page.
        link: String,
    },
    /// Somebody is asked to look at an application.
    ReviewAsked {
        /// What the reviewer is called.
        name: Option<String>,
        /// Whose application it is.
        applicant: String,
        /// The badge.
        badge: String,
        /// Who gives it.
        issuer: String,
        /// Whether the earner asks; the issuer does otherwise.
        by_earner: bool,
        /// For how many days the link is good.
        days: u32,
        /// The page for looking.
        link: String,
    },
    /// Somebody is asked for their word on a badge before it is published.
    DraftReviewAsked {
        /// Who is asked.
        name: String,
        /// The badge.
        badge: String,
        /// Who will give it.
        issuer: String,
        /// A word from those who ask.
        note: Option<String>,
        /// The day until which an answer counts, in words.
        until: Option<String>,
        /// The page where they look and answer.
        link: String,
    },
    /// A reviewer objected to a draft: to whoever asked for their word.
    DraftObjected {
        /// Who asked.
        name: String,
        /// The badge.
        badge: String,
        /// Whose badge it is.
        issuer: String,
        /// Who objects.
        reviewer: String,
        /// What stands against it.
        words: Option<String>,
        /// The page of the round.
        link: String,
    },
    /// Enough have said yes to a draft: to whoever asked for their word.
    DraftApproved {
        /// Who asked.
        name: String,
        /// The badge.
        badge: String,
        /// Whose badge it is.
        issuer: String,
        /// How many said yes.
        approved: usize,
        /// How many objected.
        objected: usize,
        /// Whether the reader may publish it.
        may_publish: bool,
        /// The page of the round.
        link: String,
    },
    /// A badge that somebody approved is published.
    DraftPublished {
        /// Who approved.
        name: String,
        /// The badge.
        badge: String,
        /// Who gives it.
        issuer: String,
        /// Its public page.
        link: String,
        /// The page where an organisation signs its word on it.
        endorse: String,
    },
    /// Things wait at somebody's desk.
    DeskWaits {
        /// Whose desk it is.
        name: String,
        /// What waits, the most urgent of each organisation first.
        things: Vec<WaitingThing>,
        /// Their desk.
        desk: String,
        /// The page that ends these letters; a program may post to it (RFC 8058).
        stop: String,
    },
}

/// Things of one sort that wait in one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingThing {
    /// What sort.
    pub kind: Kind,
    /// How many.
    pub number: u64,
    /// Where.
    pub issuer: String,
}

impl Letter {
    /// The address that ends letters of this kind at one request, for those that come without being asked for.
    pub fn stop(&self) -> Option<&str> {
        match self {
            Self::DeskWaits { stop, .. } => Some(stop),
            _ => None,
        }
    }
}

//! Secret links: to the earner's own page, and for people who are asked to look.
//!
//! A link's secret follows from its id and the master key, so that a later letter may carry it again; the database
//! keeps only its digest.

use accolade_storage::application_links::{self, ApplicationLink};
use accolade_storage::applications::{self, Application};
use accolade_storage::types::{
    ApplicationId, ApplicationLinkId, ApplicationLinkKind, ApplicationState, Digest,
};
use accolade_storage::{DbConnection, StorageError};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};

use super::ApplicationError;
use super::people::{self, Person};
use crate::access::Caller;
use crate::keyring::SealedFor;
use crate::{Tools, ids};

/// How long the earner's own link works.
const EARNER_DAYS: i64 = 365;

/// How long somebody who is asked to look has time.
const REVIEWER_DAYS: i64 = 30;

/// Secrets of ours are 43 characters long; what is longer is not even hashed.
const LONGEST: usize = 64;

/// A link to be made.
pub(super) struct NewLink<'a> {
    pub(super) application: ApplicationId,
    pub(super) kind: ApplicationLinkKind,
    pub(super) name: Option<&'a str>,
    pub(super) email: Option<&'a str>,
}

/// The secret part of a link's address.
pub fn token(tools: &Tools, id: ApplicationLinkId) -> String {
    let secret = tools.keyring.derived_secret("links to applications");
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_slice());
    BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&key, id.as_uuid().as_bytes()).as_ref())
}

/// The whole address of a link.
pub fn address(tools: &Tools, link: &ApplicationLink) -> String {
    let token = token(tools, link.id);
    match link.kind {
        ApplicationLinkKind::Earner => tools.addresses.application(&token),
        ApplicationLinkKind::Peer | ApplicationLinkKind::Outside => tools.addresses.assess(&token),
    }
}

/// Whether a link is the earner's own.
pub fn is_earners(link: &ApplicationLink) -> bool {
    link.kind == ApplicationLinkKind::Earner
}

/// The earner's link to an application, and the application it opens.
pub fn earner(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
) -> Result<(ApplicationLink, Application), ApplicationError> {
    let (link, application) = open(conn, tools, token)?;
    match link.kind {
        ApplicationLinkKind::Earner => Ok((link, application)),
        _ => Err(ApplicationError::Unknown),
    }
}

/// A reviewer's link to an application, and the application it opens. It ends when the application does: what was taken
/// back is nobody's business any more, and what was decided is the earner's.
pub fn reviewer(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
) -> Result<(ApplicationLink, Application), ApplicationError> {
    let (link, application) = open(conn, tools, token)?;
    match link.kind {
        ApplicationLinkKind::Earner => Err(ApplicationError::Unknown),
        _ if application.state != ApplicationState::Submitted => Err(ApplicationError::LinkEnded),
        _ => Ok((link, application)),
    }
}

fn open(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
) -> Result<(ApplicationLink, Application), ApplicationError> {
    if token.len() > LONGEST {
        return Err(ApplicationError::Unknown);
    }
    let link =
        application_links::by_digest(conn, digest(token))?.ok_or(ApplicationError::Unknown)?;
    if link.closed_at.is_some() || link.expires_at <= tools.now() {
        return Err(ApplicationError::LinkEnded);
    }
    let application =
        applications::find(conn, link.application_id)?.ok_or(ApplicationError::Unknown)?;
    Ok((link, application))
}

pub(super) fn make(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    new: &NewLink<'_>,
) -> Result<ApplicationLink, StorageError> {
    let id: ApplicationLinkId = ids::new(tools);
    let days = match new.kind {
        ApplicationLinkKind::Earner => EARNER_DAYS,
        ApplicationLinkKind::Peer | ApplicationLinkKind::Outside => REVIEWER_DAYS,
    };
    let now = tools.clock.now();
    let end = now.checked_add(SignedDuration::from_hours(24 * days));
    let sealed = new.email.map(|email| {
        let person = Person {
            email: email.to_owned(),
            nominator_email: None,
        };
        people::seal(tools, SealedFor::ApplicationLink(id), &person)
    });
    let link = ApplicationLink {
        id,
        digest: digest(&token(tools, id)),
        application_id: new.application,
        kind: new.kind,
        name: new.name.map(str::to_owned),
        sealed,
        person_key: new.email.map(|email| people::key_of(tools, email)),
        created_by: caller.account,
        created_at: now.into(),
        expires_at: end.unwrap_or(now).into(),
        closed_at: None,
    };
    application_links::insert(conn, &link)?;
    Ok(link)
}

/// The address that a link was mailed to.
pub(super) fn mailed_to(
    tools: &Tools,
    link: &ApplicationLink,
) -> Result<Option<String>, ApplicationError> {
    let Some(sealed) = &link.sealed else {
        return Ok(None);
    };
    let opened = tools
        .keyring
        .open(SealedFor::ApplicationLink(link.id), sealed)?;
    let person: Option<Person> = serde_json::from_slice(&opened).ok();
    Ok(person.map(|person| person.email))
}

/// The earner's own link, for letters.
pub(super) fn of_earner(
    conn: &mut DbConnection,
    application: ApplicationId,
) -> Result<Option<ApplicationLink>, StorageError> {
    let links = application_links::of_application(conn, application)?;
    Ok(links
        .into_iter()
        .rfind(|link| link.kind == ApplicationLinkKind::Earner))
}

fn digest(token: &str) -> Digest {
    Digest::from_bytes(Sha256::digest(token).into())
}

//! People who are asked to look: peers by the earner, outside reviewers by the issuer.

use accolade_storage::DbConnection;
use accolade_storage::application_links::{self, ApplicationLink};
use accolade_storage::applications::Application;
use accolade_storage::types::{
    ApplicationId, ApplicationLinkId, ApplicationLinkKind, ApplicationState,
};
use openbadges::recipient::normalise_email;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::links::{self, NewLink};
use super::people;
use super::{ApplicationError, applying, letters, open_for, record};
use crate::access::{Action, Caller};
use crate::violations::Violations;
use crate::{Tools, limits};

/// Somebody to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Asked {
    /// What to call them.
    pub name: String,
    /// Where the link goes. Whoever has the address is the person: the earner never sees the link.
    pub email: String,
}

/// Asks a peer to look at one's own application, once it is handed in.
pub fn peer(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    token: &str,
    asked: &Asked,
) -> Result<ApplicationLink, ApplicationError> {
    let application = applying::locked(conn, tools, token)?;
    ask(
        conn,
        tools,
        caller,
        &application,
        ApplicationLinkKind::Peer,
        asked,
    )
}

/// Asks somebody from outside. They need no account.
pub fn outside(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ApplicationId,
    asked: &Asked,
) -> Result<ApplicationLink, ApplicationError> {
    let application = open_for(conn, caller, Action::AssessApplications, id)?;
    ask(
        conn,
        tools,
        caller,
        &application,
        ApplicationLinkKind::Outside,
        asked,
    )
}

/// Ends a link that the issuer made, before it was used or after.
pub fn take_back(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ApplicationId,
    link: ApplicationLinkId,
) -> Result<(), ApplicationError> {
    open_for(conn, caller, Action::AssessApplications, id)?;
    let links = application_links::of_application(conn, id)?;
    let mut link = links
        .into_iter()
        .find(|known| known.id == link && known.kind != ApplicationLinkKind::Earner)
        .ok_or(ApplicationError::Unknown)?;
    link.closed_at = link.closed_at.or_else(|| Some(tools.now()));
    application_links::update(conn, &link)?;
    Ok(())
}

fn ask(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    application: &Application,
    kind: ApplicationLinkKind,
    asked: &Asked,
) -> Result<ApplicationLink, ApplicationError> {
    if application.state != ApplicationState::Submitted {
        return Err(ApplicationError::WrongState(application.state));
    }
    let email = normalise_email(&asked.email);
    let key = people::key_of(tools, &email);
    let present: Vec<_> = application_links::of_application(conn, application.id)?
        .into_iter()
        .filter(|link| link.kind != ApplicationLinkKind::Earner)
        .collect();
    let mut found = Violations::default();
    found.required("/name", &asked.name, limits::NAME);
    found.email("/email", &email);
    found.count("", present.len() + 1, limits::APPLICATION_LINKS);
    if key == application.applicant_key {
        let message = match kind {
            ApplicationLinkKind::Peer => "That is your own address. Ask somebody else to look.",
            _ => "That is the address of whoever applies. Ask somebody else to look.",
        };
        found.add("/email", "not_allowed", message);
    }
    let is_known =
        |link: &ApplicationLink| link.closed_at.is_none() && link.person_key == Some(key);
    if present.iter().any(is_known) {
        found.add("/email", "duplicate", "This person was asked already.");
    }
    found.into_result()?;
    let link = NewLink {
        application: application.id,
        kind,
        name: Some(asked.name.trim()),
        email: Some(&email),
    };
    let link = links::make(conn, tools, caller, &link)?;
    record(
        conn,
        tools,
        caller,
        application,
        "application.reviewer_asked",
        json!({ "kind": kind }),
    )?;
    letters::asked(conn, tools, application, &link, &email)?;
    Ok(link)
}

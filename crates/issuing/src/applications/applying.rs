//! The earner's side: begin, change, hand in, take back, try again.

use accolade_storage::applications::{self, Application};
use accolade_storage::badge_class_versions::{self, BadgeClassVersion};
use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::types::{
    ApplicationId, ApplicationLinkKind, ApplicationState, BadgeClassId, BadgeClassState, Visibility,
};
use accolade_storage::{DbConnection, application_evidence, application_links, blobs};
use openbadges::recipient::normalise_email;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::links::{self, NewLink};
use super::people::{self, Person};
use super::{ApplicationError, checks, content, letters, points, record, save};
use crate::access::{Action, Caller, authorize};
use crate::assessment::CheckSubject;
use crate::awards;
use crate::content::BadgeContent;
use crate::keyring::SealedFor;
use crate::violations::Violations;
use crate::webhooks::{self, Event};
use crate::{Tools, ids, limits};

/// Somebody who wants a badge, or is proposed for one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewApplication {
    /// What to call the person.
    pub name: String,
    /// Where to write to.
    pub email: String,
    /// Whether the name may stand on the badge, where everybody can read it.
    #[serde(default = "yes")]
    pub show_name: bool,
    /// Who proposes them, if they do not apply themselves.
    #[serde(default)]
    pub nominator: Option<Nominator>,
}

/// Who proposes somebody, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Nominator {
    /// What to call them.
    pub name: String,
    /// Where to write to.
    pub email: String,
    /// Why this person.
    pub reason: String,
}

/// What the earner may change while they still write; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ApplicationEdit {
    /// What to call the person.
    pub name: Option<String>,
    /// Whether the name may stand on the badge.
    pub show_name: Option<bool>,
    /// What they say of the whole; empty takes it away.
    pub words: Option<String>,
}

/// An application that was begun, and the secret that opens it.
#[derive(Debug, Clone, PartialEq)]
pub struct Begun {
    /// The application.
    pub application: Application,
    /// The secret part of the earner's link.
    pub token: String,
}

/// The badge class, its current version and what it says, if one can apply for it now.
pub fn open_badge(
    conn: &mut DbConnection,
    id: BadgeClassId,
) -> Result<(BadgeClass, BadgeClassVersion, BadgeContent), ApplicationError> {
    let class = badge_classes::find(conn, id)?.ok_or(ApplicationError::UnknownBadgeClass)?;
    let number = class
        .current_version
        .ok_or(ApplicationError::UnknownBadgeClass)?;
    let version = badge_class_versions::by_number(conn, id, number)?
        .ok_or(ApplicationError::UnknownBadgeClass)?;
    let content = BadgeContent::read(&version.content)?;
    let open = class.state != BadgeClassState::Archived
        && content.assessment.as_ref().is_some_and(|rule| rule.open);
    if open {
        Ok((class, version, content))
    } else {
        Err(ApplicationError::NotOpen)
    }
}

/// Begins an application. The secret link also goes out by mail, to the nominee if somebody proposed them.
pub fn begin(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    badge: BadgeClassId,
    new: &NewApplication,
) -> Result<Begun, ApplicationError> {
    let (class, version, _) = open_badge(conn, badge)?;
    authorize(conn, caller, Action::Apply, Some(class.issuer_id))?;
    new.check().into_result()?;
    let email = normalise_email(&new.email);
    let id: ApplicationId = ids::new(tools);
    let now = tools.now();
    let person = Person {
        email: email.clone(),
        nominator_email: new.nominator.as_ref().map(|by| normalise_email(&by.email)),
    };
    let key = people::key_of(tools, &email);
    let application = Application {
        id,
        issuer_id: class.issuer_id,
        badge_class_id: class.id,
        version_id: version.id,
        state: ApplicationState::Draft,
        attempt: 1,
        previous_id: None,
        applicant_name: new.name.trim().to_owned(),
        applicant_sealed: people::seal(tools, SealedFor::Application(id), &person),
        applicant_key: key,
        // Whoever proposes somebody else is not the one who applies.
        account_id: caller.account.filter(|_| new.nominator.is_none()),
        nominator_name: new.nominator.as_ref().map(|by| by.name.trim().to_owned()),
        nomination: new.nominator.as_ref().map(|by| by.reason.trim().to_owned()),
        show_name: new.show_name,
        then_and_now: false,
        words: None,
        quiz_score: None,
        ready: false,
        reason: None,
        decided_by: None,
        decided_by_name: None,
        decided_at: None,
        assigned_to: None,
        assertion_id: None,
        revision: 0,
        submitted_at: None,
        created_at: now,
        updated_at: now,
    };
    applications::insert(conn, &application)?;
    let link = NewLink {
        application: id,
        kind: ApplicationLinkKind::Earner,
        name: None,
        email: None,
    };
    let link = links::make(conn, tools, caller, &link)?;
    let nominated = new.nominator.is_some();
    record(
        conn,
        tools,
        caller,
        &application,
        "application.begun",
        json!({ "nominated": nominated }),
    )?;
    letters::begun(conn, tools, &application, &link)?;
    Ok(Begun {
        application,
        token: links::token(tools, link.id),
    })
}

/// Changes what the earner says, while they still write.
pub fn edit(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
    edit: &ApplicationEdit,
) -> Result<Application, ApplicationError> {
    let mut application = draft(conn, tools, token)?;
    let mut found = Violations::default();
    if let Some(name) = &edit.name {
        found.required("/name", name, limits::NAME);
    }
    let words = edit.words.as_deref().map(str::trim);
    found.optional("/words", words, limits::APPLICATION_WORDS);
    found.into_result()?;
    if let Some(name) = &edit.name {
        name.trim().clone_into(&mut application.applicant_name);
    }
    if let Some(words) = words {
        application.words = Some(words.to_owned()).filter(|words| !words.is_empty());
    }
    application.show_name = edit.show_name.unwrap_or(application.show_name);
    save(conn, tools, &mut application)?;
    Ok(application)
}

/// Hands an application in. From then on others look, and the earner waits.
pub fn submit(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    token: &str,
) -> Result<Application, ApplicationError> {
    let mut application = draft(conn, tools, token)?;
    // Handing in twice at once must not make two that wait: the badge's other applications of this person come second.
    awards::one_at_a_time(conn, application.badge_class_id)?;
    let waiting =
        applications::of_applicant(conn, application.applicant_key, application.badge_class_id)?
            .into_iter()
            .any(|other| other.state == ApplicationState::Submitted);
    if waiting {
        let message = "One of yours for this badge is waiting already. Take that one back first.";
        return Err(Violations::one("", "duplicate", message).into());
    }
    open_badge(conn, application.badge_class_id)?;
    let said = content(conn, &application)?;
    complete(conn, &application, &said)?.into_result()?;
    application.state = ApplicationState::Submitted;
    application.submitted_at = Some(tools.now());
    save(conn, tools, &mut application)?;
    record(
        conn,
        tools,
        caller,
        &application,
        "application.submitted",
        json!({}),
    )?;
    letters::received(conn, tools, &application)?;
    let event = Event::ApplicationReceived {
        application: application.id.into(),
        badge_class: application.badge_class_id,
    };
    webhooks::note(conn, tools, application.issuer_id, &event)?;
    Ok(application)
}

/// What is missing before an application can be handed in, each told at its criterion: `/criteria/{id}`.
pub fn complete(
    conn: &mut DbConnection,
    application: &Application,
    said: &BadgeContent,
) -> Result<Violations, ApplicationError> {
    let mut found = Violations::default();
    let items = application_evidence::of_application(conn, application.id)?;
    if items.is_empty() && application.words.is_none() {
        let message = "Show something first: a few words of your own are enough to begin with.";
        let first = points(said)
            .first()
            .map_or(String::new(), |point| point.id.clone());
        found.add(&format!("/criteria/{first}"), "required", message);
    }
    for check in checks(conn, application, said)? {
        // The score comes from a program, later perhaps: the earner cannot mend it here.
        if let (false, CheckSubject::Evidence { criterion }) = (check.passed, &check.subject) {
            let at = criterion.as_deref().unwrap_or("whole");
            let message = format!("{} is needed here.", check.words);
            found.add(&format!("/criteria/{at}"), "required", message);
        }
    }
    Ok(found)
}

/// Takes an application back, before it was decided.
pub fn withdraw(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    token: &str,
) -> Result<Application, ApplicationError> {
    let mut application = locked(conn, tools, token)?;
    match application.state {
        ApplicationState::Draft | ApplicationState::Submitted => {}
        // Asked twice: it is so already.
        ApplicationState::Withdrawn => return Ok(application),
        other => return Err(ApplicationError::WrongState(other)),
    }
    application.state = ApplicationState::Withdrawn;
    save(conn, tools, &mut application)?;
    record(
        conn,
        tools,
        caller,
        &application,
        "application.withdrawn",
        json!({}),
    )?;
    Ok(application)
}

/// Begins the next try with everything that was sent before. Asked twice, it gives the same try.
pub fn again(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    token: &str,
) -> Result<Application, ApplicationError> {
    let before = locked(conn, tools, token)?;
    match before.state {
        ApplicationState::Returned => {}
        // The link has moved on to the next try.
        ApplicationState::Draft => return Ok(before),
        other => return Err(ApplicationError::WrongState(other)),
    }
    let (_, version, said) = open_badge(conn, before.badge_class_id)?;
    let id: ApplicationId = ids::new(tools);
    let person = people::person(tools, &before)?;
    let now = tools.now();
    let next = Application {
        id,
        version_id: version.id,
        state: ApplicationState::Draft,
        attempt: before.attempt + 1,
        previous_id: Some(before.id),
        applicant_sealed: people::seal(tools, SealedFor::Application(id), &person),
        ready: false,
        reason: None,
        decided_by: None,
        decided_by_name: None,
        decided_at: None,
        assertion_id: None,
        revision: 0,
        submitted_at: None,
        created_at: now,
        updated_at: now,
        ..before.clone()
    };
    applications::insert(conn, &next)?;
    let known = points(&said);
    let mut items = application_evidence::of_application(conn, before.id)?;
    for item in &mut items {
        item.id = ids::new(tools);
        item.application_id = id;
        item.kept = true;
        // A criterion that the badge has lost since: the work stays, for the whole.
        item.criterion = item
            .criterion
            .take()
            .filter(|criterion| known.iter().any(|point| &point.id == criterion));
    }
    application_evidence::insert_all(conn, &items)?;
    let (mut link, _) = links::earner(conn, tools, token)?;
    link.application_id = id;
    application_links::update(conn, &link)?;
    record(
        conn,
        tools,
        caller,
        &next,
        "application.tried_again",
        json!({ "previous": before.id }),
    )?;
    Ok(next)
}

/// Says whether the award may show the first try beside the last. The earner may change that at any time.
pub fn show_then_and_now(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
    wanted: bool,
) -> Result<Application, ApplicationError> {
    let mut application = locked(conn, tools, token)?;
    application.then_and_now = wanted;
    application.updated_at = tools.now();
    applications::update(conn, &application)?;
    if wanted && application.state == ApplicationState::Accepted {
        publish_first_try(conn, tools, &application)?;
    }
    Ok(application)
}

/// Gives the files of the first try an address, those that everybody may see.
fn publish_first_try(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
) -> Result<(), ApplicationError> {
    let Some(first) = applications::earlier(conn, application)?.pop() else {
        return Ok(());
    };
    let files: Vec<_> = application_evidence::of_application(conn, first.id)?
        .iter()
        .filter(|item| item.visibility == Visibility::Public)
        .flat_map(|item| [item.blob, item.second_blob])
        .flatten()
        .collect();
    blobs::publish(conn, &files, tools.now())?;
    Ok(())
}

/// The application behind the earner's link, if it still takes work. It only looks: whoever brings files is asked
/// before any of them is stored.
pub fn taking(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
) -> Result<Application, ApplicationError> {
    let (_, application) = links::earner(conn, tools, token)?;
    match application.state {
        ApplicationState::Draft => Ok(application),
        other => Err(ApplicationError::WrongState(other)),
    }
}

/// The application behind the earner's link, kept from changing until the transaction ends.
pub(super) fn locked(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
) -> Result<Application, ApplicationError> {
    let (_, application) = links::earner(conn, tools, token)?;
    applications::find_for_update(conn, application.id)?.ok_or(ApplicationError::Unknown)
}

/// The same, if it is still being written.
pub(super) fn draft(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
) -> Result<Application, ApplicationError> {
    let application = locked(conn, tools, token)?;
    match application.state {
        ApplicationState::Draft => Ok(application),
        other => Err(ApplicationError::WrongState(other)),
    }
}

impl NewApplication {
    fn check(&self) -> Violations {
        let mut found = Violations::default();
        found.required("/name", &self.name, limits::NAME);
        found.email("/email", &normalise_email(&self.email));
        if let Some(by) = &self.nominator {
            found.required("/nominator/name", &by.name, limits::NAME);
            found.email("/nominator/email", &normalise_email(&by.email));
            found.required("/nominator/reason", &by.reason, limits::APPLICATION_WORDS);
            if normalise_email(&by.email) == normalise_email(&self.email) {
                let message = "This is your own address. To ask for the badge yourself, apply.";
                found.add("/email", "not_allowed", message);
            }
        }
        found
    }
}

fn yes() -> bool {
    true
}

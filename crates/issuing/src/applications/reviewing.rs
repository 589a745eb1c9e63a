//! Looking at an application: the earner at their own, a peer or an outsider by a link, a member or a holder by account.

use accolade_storage::DbConnection;
use accolade_storage::application_links::ApplicationLink;
use accolade_storage::applications::{self, Application};
use accolade_storage::reviews::{self, Review};
use accolade_storage::types::{
    ApplicationId, ApplicationLinkKind, ApplicationState, BadgeClassId, Digest, ReviewKind,
};
use serde_json::json;

use super::people;
use super::points::NewReview;
use super::{ApplicationError, applying, content, links, open_for, points, record, rule, save};
use crate::access::{AccessError, Action, Caller, authorize};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// As what somebody with an account looks at an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// As a member of the issuer: may decide.
    Assessor,
    /// As somebody who holds a badge that the rule asks for: may say a word.
    Holder,
}

/// Who speaks, once that is settled.
struct Speaker {
    kind: ReviewKind,
    name: String,
    link: Option<ApplicationLink>,
    person_key: Option<Digest>,
    holds: Vec<BadgeClassId>,
}

/// As what the caller may look at an application; a refusal if as nothing.
pub fn seat(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    application: &Application,
) -> Result<Seat, ApplicationError> {
    seat_for(conn, tools, caller, Action::ViewApplications, application)
}

fn seat_for(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    action: Action,
    application: &Application,
) -> Result<Seat, ApplicationError> {
    let issuer = Some(application.issuer_id);
    let refusal = match authorize(conn, caller, action, issuer) {
        Ok(()) => return Ok(Seat::Assessor),
        Err(refusal) => refusal,
    };
    let (Some(account), AccessError::Hidden | AccessError::Forbidden) = (caller.account, &refusal)
    else {
        return Err(refusal.into());
    };
    let said = content(conn, application)?;
    let addresses = people::proved_addresses(conn, account)?;
    let held = people::held(conn, tools, &rule(&said).badges_to_hold(), &addresses)?;
    let waits = application.state == ApplicationState::Submitted;
    if held.is_empty() || !waits || people::is_applicant(conn, tools, caller, application)? {
        return Err(refusal.into());
    }
    Ok(Seat::Holder)
}

/// The earner's own look, while they write or wait.
pub fn own(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    token: &str,
    review: NewReview,
) -> Result<Review, ApplicationError> {
    let application = applying::locked(conn, tools, token)?;
    if !matches!(
        application.state,
        ApplicationState::Draft | ApplicationState::Submitted
    ) {
        return Err(ApplicationError::WrongState(application.state));
    }
    let speaker = Speaker {
        kind: ReviewKind::Own,
        name: application.applicant_name.clone(),
        link: None,
        person_key: Some(application.applicant_key),
        holds: Vec::new(),
    };
    // The earner's account is not noted: an account looks once, and this look is nobody else's.
    let nobody = Caller {
        account: None,
        ..caller.clone()
    };
    keep(conn, tools, &nobody, application, speaker, review)
}

/// A look by somebody who was asked. Whoever opens the link has the address that it was mailed to.
pub fn by_link(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    token: &str,
    name: &str,
    review: NewReview,
) -> Result<Review, ApplicationError> {
    let (link, application) = links::reviewer(conn, tools, token)?;
    let application =
        applications::find_for_update(conn, application.id)?.ok_or(ApplicationError::Unknown)?;
    waits(&application)?;
    let itself = link.person_key == Some(application.applicant_key)
        || people::is_applicant(conn, tools, caller, &application)?;
    if itself {
        return Err(ApplicationError::OwnWork);
    }
    let mut found = Violations::default();
    found.required("/name", name, limits::NAME);
    found.into_result()?;
    let said = content(conn, &application)?;
    let mut addresses: Vec<_> = links::mailed_to(tools, &link)?.into_iter().collect();
    if let Some(account) = caller.account {
        addresses.extend(people::proved_addresses(conn, account)?);
    }
    let speaker = Speaker {
        kind: match link.kind {
            ApplicationLinkKind::Outside => ReviewKind::Outside,
            _ => ReviewKind::Peer,
        },
        name: name.trim().to_owned(),
        holds: people::held(conn, tools, &rule(&said).badges_to_hold(), &addresses)?,
        person_key: link.person_key,
        link: Some(link),
    };
    keep(conn, tools, caller, application, speaker, review)
}

/// A look by account: as a member of the issuer, or as somebody who holds a badge that the rule asks for.
pub fn by_account(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ApplicationId,
    review: NewReview,
) -> Result<Review, ApplicationError> {
    let application = applications::find_for_update(conn, id)?.ok_or(ApplicationError::Unknown)?;
    let kind = match seat_for(
        conn,
        tools,
        caller,
        Action::AssessApplications,
        &application,
    )? {
        Seat::Assessor => ReviewKind::Assessor,
        Seat::Holder => ReviewKind::Holder,
    };
    as_account(conn, tools, caller, application, kind, review)
}

/// What a program found, handed in with a token of a member.
pub fn by_machine(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ApplicationId,
    name: &str,
    review: NewReview,
) -> Result<Review, ApplicationError> {
    let application = open_for(conn, caller, Action::AssessApplications, id)?;
    waits(&application)?;
    let mut found = Violations::default();
    found.required("/name", name, limits::NAME);
    found.into_result()?;
    let speaker = Speaker {
        kind: ReviewKind::Machine,
        name: name.trim().to_owned(),
        link: None,
        // One word of a program, however many programs there are.
        person_key: Some(people::key_of(tools, "a program")),
        holds: Vec::new(),
    };
    let program = Caller {
        account: None,
        ..caller.clone()
    };
    keep(conn, tools, &program, application, speaker, review)
}

/// Hands in what a quiz gave. The last score counts.
pub fn quiz_score(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ApplicationId,
    score: u32,
) -> Result<Application, ApplicationError> {
    let mut application = open_for(conn, caller, Action::AssessApplications, id)?;
    if !matches!(
        application.state,
        ApplicationState::Draft | ApplicationState::Submitted
    ) {
        return Err(ApplicationError::WrongState(application.state));
    }
    let most = limits::QUIZ_SCORE.value;
    let score = i32::try_from(score)
        .ok()
        .filter(|score| usize::try_from(*score).is_ok_and(|score| score <= most))
        .ok_or_else(|| {
            let message = format!("A number from 0 to {most}.");
            Violations::one("/score", "out_of_range", &message)
        })?;
    application.quiz_score = Some(score);
    save(conn, tools, &mut application)?;
    let detail = json!({ "score": score });
    record(
        conn,
        tools,
        caller,
        &application,
        "application.scored",
        detail,
    )?;
    Ok(application)
}

/// The look of an account whose right to it is settled.
pub(super) fn as_account(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    application: Application,
    kind: ReviewKind,
    review: NewReview,
) -> Result<Review, ApplicationError> {
    waits(&application)?;
    if people::is_applicant(conn, tools, caller, &application)? {
        return Err(ApplicationError::OwnWork);
    }
    let said = content(conn, &application)?;
    let addresses = match caller.account {
        Some(account) => people::proved_addresses(conn, account)?,
        None => Vec::new(),
    };
    let speaker = Speaker {
        kind,
        name: people::name_of(conn, caller)?,
        link: None,
        person_key: None,
        holds: people::held(conn, tools, &rule(&said).badges_to_hold(), &addresses)?,
    };
    keep(conn, tools, caller, application, speaker, review)
}

fn waits(application: &Application) -> Result<(), ApplicationError> {
    match application.state {
        ApplicationState::Submitted => Ok(()),
        other => Err(ApplicationError::WrongState(other)),
    }
}

/// Keeps what somebody said: their word is written, or replaces what they said before.
fn keep(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    mut application: Application,
    speaker: Speaker,
    review: NewReview,
) -> Result<Review, ApplicationError> {
    let said = content(conn, &application)?;
    let points = points(&said);
    let review = review.tidied();
    review.check(&said).into_result()?;
    let before = earlier_word(conn, tools, caller, &application, &speaker)?;
    let now = tools.now();
    let row = Review {
        id: before
            .as_ref()
            .map_or_else(|| ids::new(tools), |old| old.id),
        application_id: application.id,
        kind: speaker.kind,
        reviewer_name: speaker.name,
        account_id: caller.account,
        link_id: speaker.link.as_ref().map(|link| link.id),
        person_key: speaker.person_key,
        holds: serde_json::to_string(&speaker.holds).expect("a list of ids serialises"),
        decisions: serde_json::to_string(&review.decisions).expect("text always serialises"),
        results: serde_json::to_string(&review.results).expect("text always serialises"),
        supports: review.supports(&points),
        comment: review.comment,
        created_at: before.as_ref().map_or(now, |old| old.created_at),
        updated_at: now,
    };
    match before {
        Some(_) => reviews::update(conn, &row)?,
        None => reviews::insert(conn, &row)?,
    }
    save(conn, tools, &mut application)?;
    let detail = json!({ "kind": row.kind, "supports": row.supports });
    record(
        conn,
        tools,
        caller,
        &application,
        "application.reviewed",
        detail,
    )?;
    Ok(row)
}

/// Whether the speaker's link was mailed to an address of the account that wrote this. A link is opened without signing
/// in, too, and then nothing else tells that the two are one person.
fn wrote(
    conn: &mut DbConnection,
    tools: &Tools,
    review: &Review,
    speaker: &Speaker,
) -> Result<bool, ApplicationError> {
    let (Some(account), Some(key)) = (review.account_id, speaker.person_key) else {
        return Ok(false);
    };
    let addresses = people::proved_addresses(conn, account)?;
    Ok(addresses
        .iter()
        .any(|address| people::key_of(tools, address) == key))
}

/// What the same person said before, by the same way. By another way they may not speak again.
fn earlier_word(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    application: &Application,
    speaker: &Speaker,
) -> Result<Option<Review>, ApplicationError> {
    let mut keys: Vec<_> = speaker.person_key.into_iter().collect();
    if let Some(account) = caller.account {
        let addresses = people::proved_addresses(conn, account)?;
        keys.extend(addresses.iter().map(|one| people::key_of(tools, one)));
    }
    let link = speaker.link.as_ref().map(|link| link.id);
    let mut same = None;
    for review in reviews::of_application(conn, application.id)? {
        let by_account = caller.account.is_some() && review.account_id == caller.account;
        let by_person = review.person_key.is_some_and(|key| keys.contains(&key))
            || wrote(conn, tools, &review, speaker)?;
        let by_link = link.is_some() && review.link_id == link;
        if !(by_account || by_person || by_link) {
            continue;
        }
        if review.kind != speaker.kind || review.link_id != link {
            return Err(ApplicationError::LookedAlready);
        }
        same = Some(review);
    }
    Ok(same)
}

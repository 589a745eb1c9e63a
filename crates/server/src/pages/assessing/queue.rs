//! `/desk/{slug}/applications`: who waits, and the ones that one click can answer.

use std::collections::HashMap;

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::applications::ApplicationError;
use accolade_issuing::applications::deciding::{self, Decided};
use accolade_storage::applications::{self, Application, ApplicationFilter};
use accolade_storage::types::{ApplicationId, ApplicationState, BadgeClassId, Timestamp};
use accolade_storage::{DbConnection, PageRequest, badge_classes};
use actix_web::web;
use askama::Template;
use jiff::SignedDuration;
use serde::Deserialize;
use uuid::Uuid;

use super::paths;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::applying::fields::{Fields, Pairs};
use crate::pages::applying::view::attempt;
use crate::pages::desk::{DeskHead, DeskTab, issuer_of};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::Tone;
use crate::pages::response;
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::State;

/// How many stand on one page.
const ON_A_PAGE: u32 = 50;

/// `/desk/{slug}/applications`
#[derive(Template)]
#[template(path = "assessing/queue.html")]
pub(crate) struct QueuePage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) here: String,
    /// How many wait at all, and since when the oldest does.
    pub(crate) waiting: u64,
    pub(crate) oldest: Option<When>,
    pub(crate) tabs: Vec<StateTab>,
    pub(crate) badges: Vec<(String, String)>,
    /// What the filter is set to.
    pub(crate) badge: String,
    pub(crate) state: String,
    pub(crate) age: String,
    /// Those that wait and for which the rule holds already.
    pub(crate) ready: Vec<QueueLine>,
    pub(crate) lines: Vec<QueueLine>,
    pub(crate) next: Option<String>,
    /// The first that waits for this person.
    pub(crate) first: Option<String>,
}

/// One state with its number.
#[derive(Debug, Clone)]
pub(crate) struct StateTab {
    pub(crate) words: &'static str,
    pub(crate) count: i64,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// One application in the list.
#[derive(Debug, Clone)]
pub(crate) struct QueueLine {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) badge: String,
    pub(crate) attempt: Option<String>,
    /// How long it has waited: "2 days".
    pub(crate) age: String,
    pub(crate) tone: Tone,
    pub(crate) state: &'static str,
    pub(crate) taken: bool,
}

/// What to show of the queue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueueQuery {
    state: String,
    badge: String,
    age: String,
    after: Option<Uuid>,
}

/// `GET /desk/{slug}/applications`
pub(crate) async fn list(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    query: web::Query<QueueQuery>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(&state, &visitor, Place::Desk);
    let (query, now) = (query.into_inner(), state.tools.now());
    let page = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            deciding::may_view(conn, &caller, issuer.id)?;
            let head = DeskHead::load(conn, &caller, &issuer, DeskTab::Applications)?;
            let account = caller.account;
            Ok(filled(conn, layout, head, &issuer, account, &query, now)?)
        })
        .await?;
    response::page(&page, Freshness::Never)
}

/// `POST /desk/{slug}/applications`: accepts those that were ticked and are ready.
pub(crate) async fn accept_ready(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    form: Pairs,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (who, name) = (caller.clone(), slug.to_string());
    state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &who, &name)?;
            authorize(conn, &who, Action::AssessApplications, Some(issuer.id))?;
            Ok(())
        })
        .await?;
    let fields = Fields::from(form);
    let most = accolade_issuing::limits::APPLICATIONS_AT_ONCE.value;
    let ids: Vec<ApplicationId> = fields
        .all("id")
        .filter_map(|id| id.parse().ok())
        .take(most)
        .collect();
    let (mut given, mut left) = (0_u64, 0_u64);
    // One transaction for each: what cannot be accepted must not hold up the others.
    for id in ids {
        let caller = caller.clone();
        let done = state
            .write(move |conn, tools| deciding::accept_ready(conn, tools, &caller, id))
            .await;
        match done {
            Ok(Decided::Done(_)) => given += 1,
            Ok(Decided::Noted(..)) => left += 1,
            Err(problem) if problem.kind.status().is_server_error() => return Err(problem),
            Err(_) => left += 1,
        }
    }
    state.errands.wake();
    let back = Answer::see_other(paths::applications(&slug));
    Ok(match (given, left) {
        (0, 0) => back.caution("Nobody was ticked."),
        (given, 0) => back.flash(format!("Awarded to {given}.")),
        (given, left) => back.caution(format!(
            "Awarded to {given}. {left} were left: somebody has said more of them since, or taken them back."
        )),
    })
}

fn filled(
    conn: &mut DbConnection,
    layout: Layout,
    head: DeskHead,
    issuer: &accolade_storage::issuers::Issuer,
    account: Option<accolade_storage::types::AccountId>,
    query: &QueueQuery,
    now: Timestamp,
) -> Result<QueuePage, ApplicationError> {
    let here = paths::applications(&issuer.slug);
    let counts = applications::counts(conn, issuer.id)?;
    let mut names = HashMap::new();
    for count in &counts {
        if !names.contains_key(&count.badge_class)
            && let Some(class) = badge_classes::find(conn, count.badge_class)?
        {
            names.insert(count.badge_class, class.name);
        }
    }
    let all = ApplicationFilter::new(issuer.id);
    let mine = account.map_or(all, |account| all.waiting_for(account));
    let badge: Option<BadgeClassId> = query.badge.parse().ok();
    let mut filter = if query.state.is_empty() { mine } else { all };
    if let Some(badge) = badge {
        filter = filter.badge_class(badge);
    }
    if let Some(before) = older_than(&query.age, now) {
        filter = filter.submitted_before(before);
    }
    let wanted: Option<ApplicationState> = query.state.parse().ok();
    let (rows, next) = match wanted {
        None | Some(ApplicationState::Submitted) => {
            (applications::waiting(conn, filter, ON_A_PAGE)?, None)
        }
        Some(state) => {
            let request = PageRequest {
                after: query.after,
                limit: ON_A_PAGE,
            };
            let page = applications::list(conn, filter.state(state), request)?;
            (page.items, page.next)
        }
    };
    let ready = applications::waiting(conn, all.ready(), ON_A_PAGE)?;
    let oldest = applications::waiting(conn, all, 1)?;
    let of_state = |state| {
        counts
            .iter()
            .filter(|count| count.state == state)
            .map(|count| count.count)
            .sum::<i64>()
    };
    let for_me = applications::count(conn, mine.state(ApplicationState::Submitted))?;
    let tab = |words, state: &str, count| StateTab {
        words,
        count,
        href: if state.is_empty() {
            here.clone()
        } else {
            format!("{here}?state={state}")
        },
        current: query.state == state,
    };
    let line = |row: &Application| line(row, &names, now);
    let first = rows
        .iter()
        .find(|row| row.state == ApplicationState::Submitted)
        .map(|row| paths::application(row.id));
    let mut badges: Vec<_> = names
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone()))
        .collect();
    badges.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(QueuePage {
        layout,
        head,
        waiting: u64::try_from(of_state(ApplicationState::Submitted)).unwrap_or_default(),
        oldest: oldest
            .first()
            .and_then(|row| row.submitted_at)
            .map(|at| When::day(at.as_jiff())),
        tabs: vec![
            tab("Waiting for you", "", for_me),
            tab(
                "All that wait",
                "submitted",
                of_state(ApplicationState::Submitted),
            ),
            tab(
                "Sent back",
                "returned",
                of_state(ApplicationState::Returned),
            ),
            tab("Accepted", "accepted", of_state(ApplicationState::Accepted)),
            tab("Declined", "declined", of_state(ApplicationState::Declined)),
        ],
        badges,
        badge: query.badge.clone(),
        state: query.state.clone(),
        age: query.age.clone(),
        ready: ready.iter().map(line).collect(),
        lines: rows.iter().map(line).collect(),
        next: next.map(|after| format!("{here}?state={}&after={after}", query.state)),
        first,
        here,
    })
}

fn older_than(age: &str, now: Timestamp) -> Option<Timestamp> {
    let days: i64 = age.parse().ok().filter(|days| (1..=365).contains(days))?;
    let then = now.as_jiff() - SignedDuration::from_hours(24 * days);
    Some(then.into())
}

fn line(row: &Application, names: &HashMap<BadgeClassId, String>, now: Timestamp) -> QueueLine {
    let since = row.submitted_at.unwrap_or(row.created_at);
    let waited = now.as_jiff().duration_since(since.as_jiff());
    let (tone, state) = match row.state {
        ApplicationState::Draft => (Tone::Unknown, "Being written"),
        ApplicationState::Submitted if row.ready => (Tone::Valid, "Ready"),
        ApplicationState::Submitted => (Tone::Unknown, "Waits"),
        ApplicationState::Returned => (Tone::Expired, "Sent back"),
        ApplicationState::Accepted => (Tone::Valid, "Accepted"),
        ApplicationState::Declined => (Tone::Withdrawn, "Declined"),
        ApplicationState::Withdrawn => (Tone::Unknown, "Taken back"),
    };
    QueueLine {
        id: row.id.to_string(),
        href: paths::application(row.id),
        name: row.applicant_name.clone(),
        badge: names.get(&row.badge_class_id).cloned().unwrap_or_default(),
        attempt: (row.attempt > 1).then(|| attempt(row.attempt)),
        age: age(waited),
        tone,
        state,
        taken: row.assigned_to.is_some(),
    }
}

/// "2 days", "20 hours", "just now"
pub(super) fn age(waited: SignedDuration) -> String {
    let hours = u64::try_from(waited.as_hours()).unwrap_or_default();
    match hours {
        0 => "just now".to_owned(),
        1..24 => words::count(hours, "hour", "hours"),
        _ => words::count(hours / 24, "day", "days"),
    }
}

impl QueuePage {
    /// "Nine wait for you" begins with a number in words, up to twelve.
    fn heading(&self) -> String {
        const WORDS: [&str; 12] = [
            "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
            "Eleven", "Twelve",
        ];
        let waiting = usize::try_from(self.waiting).unwrap_or(usize::MAX);
        match waiting {
            0 => "Nobody waits".to_owned(),
            1 => "One waits".to_owned(),
            2..=12 => format!("{} wait", WORDS[waiting - 1]),
            many => format!("{many} wait"),
        }
    }
}

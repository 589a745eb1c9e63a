//! The outbox: letters to read where no mail leaves, in the demo and in tests.

use accolade_issuing::mail::{self, Envelope};
use accolade_storage::mails::{self, Mail};
use accolade_storage::types::{MailId, MailState};
use accolade_storage::{DbConnection, StorageError};
use actix_web::web;
use askama::Template;

use super::{
    layout::{Layout, Place},
    response,
    words::When,
};
use crate::{
    answer::{Answer, Freshness},
    mail::{Block, message},
    problem::Problem,
    state::State,
};

/// How many letters the list shows.
const NEWEST: i64 = 100;

/// `/outbox`
#[derive(Template)]
#[template(path = "outbox/list.html")]
pub(crate) struct OutboxPage {
    pub(crate) layout: Layout,
    /// The newest first.
    pub(crate) letters: Vec<LetterLine>,
}

/// A letter in the list.
#[derive(Debug, Clone)]
pub(crate) struct LetterLine {
    pub(crate) href: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    /// "22 November 2026, 10:04 UTC"
    pub(crate) when: When,
    /// "waits until …", where it has not left.
    pub(crate) state: Option<String>,
}

/// `/outbox/{id}`
#[derive(Template)]
#[template(path = "outbox/show.html")]
pub(crate) struct LetterPage {
    pub(crate) layout: Layout,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) when: When,
    pub(crate) blocks: Vec<Block>,
    pub(crate) reason: String,
}

/// `GET /outbox`
pub(crate) async fn list(state: web::Data<State>) -> Result<Answer, Problem> {
    only_where_no_mail_leaves(&state)?;
    let stored = state.read(|conn| mails::newest(conn, NEWEST)).await?;
    let letters = stored
        .iter()
        .filter_map(|mail| Some((mail, opened(&state, mail)?)))
        .map(|(mail, envelope)| LetterLine {
            href: format!("/outbox/{}", mail.id),
            subject: message(&envelope.letter, &state.site_name).subject,
            to: envelope.to,
            when: When::moment(mail.created_at.into()),
            state: waits(mail),
        })
        .collect();
    let page = OutboxPage {
        layout: Layout::new(&state.site_name, Place::Elsewhere),
        letters,
    };
    response::page(&page, Freshness::Never)
}

/// `GET /outbox/{id}`
pub(crate) async fn show(
    state: web::Data<State>,
    id: web::Path<MailId>,
) -> Result<Answer, Problem> {
    only_where_no_mail_leaves(&state)?;
    let find = move |conn: &mut DbConnection| -> Result<_, StorageError> { mails::find(conn, *id) };
    let mail = state.read(find).await?.ok_or_else(Problem::not_found)?;
    let envelope = opened(&state, &mail).ok_or_else(Problem::not_found)?;
    let message = message(&envelope.letter, &state.site_name);
    let page = LetterPage {
        layout: Layout::new(&state.site_name, Place::Elsewhere),
        to: envelope.to,
        subject: message.subject,
        when: When::moment(mail.created_at.into()),
        blocks: message.blocks,
        reason: message.reason,
    };
    response::page(&page, Freshness::Never)
}

/// Letters are for their readers alone wherever they really leave.
fn only_where_no_mail_leaves(state: &State) -> Result<(), Problem> {
    if state.mail.is_outbox() {
        Ok(())
    } else {
        Err(Problem::not_found())
    }
}

fn opened(state: &State, mail: &Mail) -> Option<Envelope> {
    mail::open(&state.tools, mail).ok().flatten()
}

fn waits(mail: &Mail) -> Option<String> {
    match mail.state {
        MailState::Sent => None,
        MailState::Waiting => Some(format!("Leaves {}", When::moment(mail.due_at.into()).words)),
        MailState::Failed => Some("Given up".to_owned()),
        MailState::Dropped => Some("Called back".to_owned()),
    }
}

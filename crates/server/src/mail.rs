//! Mail: letters from the outbox become messages and leave by SMTP, or stay to be read on the outbox page.

mod message;
mod relay;
mod words;

use accolade_issuing::mail::{self, Due};
use accolade_storage::{StorageError, mails};

pub(crate) use message::{Block, Message};
pub(crate) use relay::Relay;
pub(crate) use words::{message, what_a_role_does};

use crate::errands::Turn;
use crate::problem::Problem;
use crate::state::State;

/// Where letters go.
#[derive(Clone, Default)]
pub enum MailPolicy {
    /// Nowhere: this site sends no mail.
    #[default]
    Off,
    /// Onto a page that everybody can read: for the demo and for tests.
    Outbox,
    /// To a mail server: `smtp://user:password@host:port` (STARTTLS if the server has it, by `?tls=required` always) or
    /// `smtps://…`.
    Smtp {
        /// The server's address.
        url: String,
        /// The address that letters come from: `Name <mailbox@host>`.
        from: String,
    },
}

/// Where letters go, ready to be used.
pub enum Delivery {
    /// Nowhere.
    Off,
    /// Onto the outbox page.
    Outbox,
    /// To a mail server.
    Smtp(Box<Relay>),
}

impl Delivery {
    /// Reads the policy; the error says what is wrong with an address.
    pub fn of(policy: &MailPolicy) -> Result<Self, String> {
        Ok(match policy {
            MailPolicy::Off => Self::Off,
            MailPolicy::Outbox => Self::Outbox,
            MailPolicy::Smtp { url, from } => Self::Smtp(Box::new(Relay::new(url, from)?)),
        })
    }

    /// Whether a letter reaches anybody; pages offer mail only then.
    pub fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Whether letters can be read on the outbox page.
    pub fn is_outbox(&self) -> bool {
        matches!(self, Self::Outbox)
    }
}

/// Letters that are taken at once: few, so that a copy that stops keeps few waiting.
const HANDFUL: i64 = 20;

/// Sends what is due.
pub(crate) async fn turn(state: &State) -> Result<Turn, Problem> {
    // Looking takes no lock; only what is due is worth one.
    let next = state.read(mails::next_due).await?;
    if next.is_none_or(|next| next > state.tools.now()) {
        return Ok(Turn::Idle(next.map(Into::into)));
    }
    let due = state
        .write(|conn, tools| -> Result<_, StorageError> { mail::take(conn, tools, HANDFUL) })
        .await?;
    if due.is_empty() {
        // Another copy was faster.
        return rest(state).await;
    }
    for letter in due {
        let asked = letter.clone();
        let ours = state
            .write(move |conn, tools| mail::hold(conn, tools, &asked))
            .await?;
        if !ours {
            continue;
        }
        let outcome = deliver(state, &letter).await;
        if let Err(refusal) = &outcome {
            tracing::warn!(mail.id = %letter.id, attempts = letter.attempts, why = %refusal.why, "a letter did not leave");
        }
        state
            .write(move |conn, tools| match outcome {
                Ok(()) => mail::sent(conn, tools, letter.id),
                Err(refusal) => mail::refused(conn, tools, &letter, &refusal.why, refusal.for_good),
            })
            .await?;
    }
    Ok(Turn::Busy)
}

/// Nothing is due: the next letter says when to come back.
async fn rest(state: &State) -> Result<Turn, Problem> {
    let next = state.read(mails::next_due).await?;
    Ok(Turn::Idle(next.map(Into::into)))
}

/// Why a letter did not leave.
struct Refusal {
    why: String,
    for_good: bool,
}

async fn deliver(state: &State, letter: &Due) -> Result<(), Refusal> {
    let for_good = |why: &str| Refusal {
        why: why.to_owned(),
        for_good: true,
    };
    let envelope = letter
        .envelope
        .as_ref()
        .ok_or_else(|| for_good("it cannot be read with this key or this release"))?;
    match &*state.mail {
        Delivery::Off => Err(for_good("this site sends no mail")),
        Delivery::Outbox => Ok(()),
        Delivery::Smtp(relay) => {
            let message = message(&envelope.letter, &state.site_name);
            let host = state.public_url().host_str().unwrap_or("localhost");
            let id = format!("<{}@{host}>", letter.id);
            relay
                .send(&envelope.to, &id, &message, envelope.letter.stop())
                .await
                .map_err(|failure| Refusal {
                    why: failure.to_string(),
                    for_good: failure.is_permanent(),
                })
        }
    }
}

#[cfg(test)]
mod tests;

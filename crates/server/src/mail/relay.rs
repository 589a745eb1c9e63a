//! The mail server that takes our letters.

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::Message;

/// A mail server and the address our letters come from.
pub struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// Why the mail server did not get a letter.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SendError {
    /// No mail can go to this address.
    #[error("the address is none: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The letter cannot be written as a mail.
    #[error("the letter cannot be written: {0}")]
    Unwritable(#[from] lettre::error::Error),
    /// The mail server did not take it.
    #[error("the mail server did not take it: {0}")]
    Smtp(#[from] SmtpError),
}

impl SendError {
    /// Whether trying again is of no use.
    pub(crate) fn is_permanent(&self) -> bool {
        match self {
            Self::Address(_) | Self::Unwritable(_) => true,
            Self::Smtp(error) => error.is_permanent(),
        }
    }
}

impl Relay {
    /// Reads the server's address and ours; connects when there is something to send.
    pub(crate) fn new(url: &str, from: &str) -> Result<Self, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| format!("the mail server's address cannot be used: {error}"))?
            .build();
        let from = from
            .parse()
            .map_err(|error| format!("{from:?} is no mail address to send from: {error}"))?;
        Ok(Self { transport, from })
    }

    /// Hands one letter over.
    pub(crate) async fn send(
        &self,
        to: &str,
        message_id: &str,
        message: &Message,
    ) -> Result<(), SendError> {
        let mail = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.parse()?))
            .subject(message.subject.clone())
            .message_id(Some(message_id.to_owned()))
            // So that no holiday notice answers a machine (RFC 3834, section 5).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .multipart(MultiPart::alternative_plain_html(
                message.text(),
                message.html(),
            ))?;
        self.transport.send(mail).await?;
        Ok(())
    }
}

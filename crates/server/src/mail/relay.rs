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

    /// Hands one letter over; `stop` is the address that ends letters of its kind.
    pub(crate) async fn send(
        &self,
        to: &str,
        message_id: &str,
        message: &Message,
        stop: Option<&str>,
    ) -> Result<(), SendError> {
        let mut mail = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.parse()?))
            .subject(message.subject.clone())
            .message_id(Some(message_id.to_owned()))
            // So that no holiday notice answers a machine (RFC 3834, section 5).
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(stop) = stop {
            // The mail program offers to end these letters with one press (RFC 8058, section 3.1).
            mail = mail
                .raw_header(header("List-Unsubscribe", &format!("<{stop}>")))
                .raw_header(header(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click",
                ));
        }
        let mail = mail.multipart(MultiPart::alternative_plain_html(
            message.text(),
            message.html(),
        ))?;
        self.transport.send(mail).await?;
        Ok(())
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests;

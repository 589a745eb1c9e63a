//! The errors of the crates below, as problems.
//!
//! What a client may know goes out; the rest goes to the log, once, here.

mod awards;
mod badges;
mod earning;
mod issuers;
mod people;

use accolade_issuing::access::AccessError;
use accolade_issuing::files::FileError;
use accolade_issuing::idempotency::IdempotencyError;
use accolade_issuing::violations::Violations;
use accolade_storage::StorageError;

use super::{FieldError, Kind, Problem};

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Conflict(_) => Self::new(Kind::Conflict),
            StorageError::Unavailable(why) => {
                tracing::error!(%why, "the database is not available");
                Self {
                    retry_after: Some(5),
                    ..Self::new(Kind::Unavailable)
                }
            }
            error => Self::internal(chain(&error)),
        }
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::Unauthenticated => Self::new(Kind::Unauthenticated),
            AccessError::MissingScope(scope) => {
                Self::new(Kind::MissingScope).detail(format!("It needs the scope `{scope}`."))
            }
            AccessError::Forbidden => Self::new(Kind::Forbidden),
            AccessError::Hidden => Self::not_found(),
            AccessError::Archived => Self::new(Kind::IssuerArchived),
            AccessError::Storage(error) => error.into(),
        }
    }
}

impl From<Violations> for Problem {
    fn from(violations: Violations) -> Self {
        let error = |violation: accolade_issuing::violations::Violation| FieldError {
            pointer: violation.pointer,
            code: violation.code.to_owned(),
            message: violation.message,
        };
        Self::invalid(violations.0.into_iter().map(error).collect())
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Empty => Self::unreadable("The file is empty."),
            FileError::TooLarge(most) => {
                Self::new(Kind::TooLarge).detail(format!("At most {most} bytes are taken here."))
            }
            FileError::NotAccepted(_) => {
                Self::new(Kind::UnsupportedMediaType).detail(sentence(&error))
            }
            FileError::NotWhatItClaims(_) | FileError::Image(_) => {
                Self::new(Kind::ImageRefused).detail(sentence(&error))
            }
            FileError::Unknown => Self::not_found(),
            FileError::Storage(error) => error.into(),
        }
    }
}

impl From<IdempotencyError> for Problem {
    fn from(error: IdempotencyError) -> Self {
        match error {
            IdempotencyError::Conflict => Self::new(Kind::IdempotencyKeyReused),
            IdempotencyError::Invalid(violations) => violations.into(),
            IdempotencyError::Keyring(error) => Self::internal(error),
            IdempotencyError::Storage(error) => error.into(),
        }
    }
}

/// An error with all its causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !text.ends_with(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = inner.source();
    }
    text
}

/// An error's own words as a sentence.
fn sentence(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    let text = first.unwrap_or_default() + letters.as_str();
    if text.ends_with('.') {
        text
    } else {
        text + "."
    }
}

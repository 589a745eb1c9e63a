//! Of awards, from the order to what comes after.

use accolade_issuing::awards::{AwardError, BakedError, FormError, RecipientError};
use accolade_issuing::batches::BatchError;
use accolade_issuing::corrections::CorrectionError;
use accolade_issuing::reminders::ReminderError;
use accolade_issuing::revocation::{RevokeError, SuspendError};
use accolade_issuing::rosters::RosterError;

use super::{chain, sentence};
use crate::problem::{Kind, Problem};

impl From<AwardError> for Problem {
    fn from(error: AwardError) -> Self {
        match error {
            AwardError::Access(error) => error.into(),
            AwardError::Invalid(violations) => violations.into(),
            AwardError::UnknownBadgeClass => Self::not_found(),
            AwardError::NotPublished => Self::new(Kind::BadgeClassNotPublished),
            AwardError::Archived => Self::new(Kind::BadgeClassArchived),
            AwardError::Storage(error) => error.into(),
            error => Self::internal(chain(&error)),
        }
    }
}

impl From<BatchError> for Problem {
    fn from(error: BatchError) -> Self {
        match error {
            BatchError::Access(error) => error.into(),
            BatchError::Invalid(violations) => violations.into(),
            BatchError::Unknown => Self::not_found(),
            BatchError::WrongState(_) | BatchError::TooLate => {
                Self::new(Kind::WrongState).detail(sentence(&error))
            }
            BatchError::Award(error) => error.into(),
            BatchError::Storage(error) => error.into(),
            error => Self::internal(chain(&error)),
        }
    }
}

impl From<CorrectionError> for Problem {
    fn from(error: CorrectionError) -> Self {
        match error {
            CorrectionError::Access(error) => error.into(),
            CorrectionError::Invalid(violations) => violations.into(),
            CorrectionError::Unknown => Self::not_found(),
            CorrectionError::Revoked => Self::new(Kind::AlreadyRevoked),
            CorrectionError::Award(error) => error.into(),
            CorrectionError::Revoke(error) => error.into(),
            CorrectionError::Recipient(error) => error.into(),
            CorrectionError::Storage(error) => error.into(),
        }
    }
}

impl From<RosterError> for Problem {
    fn from(error: RosterError) -> Self {
        match error {
            RosterError::Access(error) => error.into(),
            RosterError::Invalid(violations) => violations.into(),
            RosterError::Unknown => Self::not_found(),
            RosterError::Storage(error) => error.into(),
            error => Self::internal(chain(&error)),
        }
    }
}

impl From<FormError> for Problem {
    fn from(error: FormError) -> Self {
        match error {
            FormError::Storage(error) => error.into(),
            error => Self::internal(chain(&error)),
        }
    }
}

impl From<BakedError> for Problem {
    fn from(error: BakedError) -> Self {
        match error {
            BakedError::Storage(error) => error.into(),
            error => Self::internal(chain(&error)),
        }
    }
}

impl From<RecipientError> for Problem {
    fn from(error: RecipientError) -> Self {
        match error {
            RecipientError::Access(error) => error.into(),
            error => Self::internal(chain(&error)),
        }
    }
}

impl From<RevokeError> for Problem {
    fn from(error: RevokeError) -> Self {
        match error {
            RevokeError::Access(error) => error.into(),
            RevokeError::Invalid(violations) => violations.into(),
            RevokeError::UnknownAward => Self::not_found(),
            RevokeError::AlreadyRevoked => Self::new(Kind::AlreadyRevoked),
            RevokeError::Storage(error) => error.into(),
            error @ RevokeError::Status(_) => Self::internal(chain(&error)),
        }
    }
}

impl From<SuspendError> for Problem {
    fn from(error: SuspendError) -> Self {
        match error {
            SuspendError::Access(error) => error.into(),
            SuspendError::Invalid(violations) => violations.into(),
            SuspendError::UnknownAward => Self::not_found(),
            SuspendError::NotSuspendable => Self::new(Kind::NotSuspendable),
            SuspendError::AlreadyRevoked => Self::new(Kind::AlreadyRevoked),
            SuspendError::AlreadySuspended => Self::new(Kind::AlreadySuspended),
            SuspendError::NotSuspended => Self::new(Kind::NotSuspended),
            SuspendError::Storage(error) => error.into(),
            error @ SuspendError::Status(_) => Self::internal(chain(&error)),
        }
    }
}

impl From<ReminderError> for Problem {
    fn from(error: ReminderError) -> Self {
        match error {
            ReminderError::Access(error) => error.into(),
            ReminderError::Invalid(violations) => violations.into(),
            ReminderError::UnknownAward => Self::not_found(),
            ReminderError::Revoked => Self::new(Kind::AlreadyRevoked),
            ReminderError::NoAddress => Self::new(Kind::WrongState).detail(sentence(&error)),
            ReminderError::Storage(error) => error.into(),
        }
    }
}

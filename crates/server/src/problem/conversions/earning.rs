//! Of applications and claims.

use accolade_issuing::applications::ApplicationError;
use accolade_issuing::claims::mine::MineError;
use accolade_issuing::claims::{ClaimError, DecisionError, LinkError};

use super::{chain, sentence};
use crate::problem::{Kind, Problem};

impl From<ApplicationError> for Problem {
    fn from(error: ApplicationError) -> Self {
        match error {
            ApplicationError::Access(error) => error.into(),
            ApplicationError::Invalid(violations) => violations.into(),
            ApplicationError::UnknownBadgeClass | ApplicationError::Unknown => Self::not_found(),
            ApplicationError::NotOpen => Self::new(Kind::NotOpen),
            ApplicationError::LinkEnded => Self::new(Kind::LinkEnded),
            ApplicationError::WrongState(state) => {
                Self::new(Kind::WrongState).detail(format!("The application is {state}."))
            }
            ApplicationError::OwnWork => Self::new(Kind::OwnWork),
            ApplicationError::LookedAlready => Self::new(Kind::LookedAlready),
            ApplicationError::ChangedMeanwhile => Self::new(Kind::Conflict).detail(
                "Somebody else looked at this meanwhile. Read what they said, then decide.",
            ),
            ApplicationError::Award(error) => error.into(),
            ApplicationError::Storage(error) => error.into(),
            error => Self::internal(chain(&error)),
        }
    }
}

impl From<MineError> for Problem {
    fn from(error: MineError) -> Self {
        match error {
            MineError::Unknown => Self::not_found(),
            MineError::Revoked => Self::new(Kind::AlreadyRevoked),
            MineError::Storage(error) => error.into(),
        }
    }
}

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Access(error) => error.into(),
            LinkError::Invalid(violations) => violations.into(),
            LinkError::Unknown => Self::not_found(),
            LinkError::NotPublished => Self::new(Kind::BadgeClassNotPublished),
            LinkError::Archived => Self::new(Kind::BadgeClassArchived),
            LinkError::Closed | LinkError::CardUsed => {
                Self::new(Kind::WrongState).detail(sentence(&error))
            }
            LinkError::Storage(error) => error.into(),
        }
    }
}

impl From<ClaimError> for Problem {
    fn from(error: ClaimError) -> Self {
        match error {
            ClaimError::Unknown => Self::not_found(),
            ClaimError::NotOpen(_) => Self::new(Kind::WrongState).detail(sentence(&error)),
            ClaimError::Invalid(violations) => violations.into(),
            ClaimError::Award(error) => error.into(),
            ClaimError::Storage(error) => error.into(),
        }
    }
}

impl From<DecisionError> for Problem {
    fn from(error: DecisionError) -> Self {
        match error {
            DecisionError::Access(error) => error.into(),
            DecisionError::Unknown => Self::not_found(),
            DecisionError::Decided => Self::new(Kind::WrongState).detail(sentence(&error)),
            DecisionError::Invalid(violations) => violations.into(),
            DecisionError::Award(error) => (*error).into(),
            DecisionError::Storage(error) => error.into(),
        }
    }
}

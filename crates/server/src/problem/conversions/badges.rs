//! Of badges: drawn, written, reviewed, endorsed.

use accolade_issuing::badge_classes::BadgeClassError;
use accolade_issuing::endorsements::EndorsementError;
use accolade_issuing::frameworks::FrameworkError;
use accolade_issuing::review_requests::AnswerError;
use accolade_issuing::sketches::SketchError;

use super::{chain, sentence};
use crate::problem::{Kind, Problem};

impl From<SketchError> for Problem {
    fn from(error: SketchError) -> Self {
        match error {
            SketchError::Invalid(violations) => violations.into(),
            SketchError::Unknown => Self::not_found(),
            SketchError::BadgeClass(error) => error.into(),
            SketchError::Picture(error) => error.into(),
            SketchError::Storage(error) => error.into(),
        }
    }
}

impl From<BadgeClassError> for Problem {
    fn from(error: BadgeClassError) -> Self {
        match error {
            BadgeClassError::Access(error) => error.into(),
            BadgeClassError::Invalid(violations) => violations.into(),
            BadgeClassError::UnknownIssuer | BadgeClassError::UnknownBadgeClass => {
                Self::not_found()
            }
            BadgeClassError::Archived => Self::new(Kind::BadgeClassArchived),
            BadgeClassError::NothingToPublish => Self::new(Kind::NothingToPublish),
            BadgeClassError::ChangedMeanwhile(_) => {
                Self::new(Kind::EditedMeanwhile).detail(sentence(&error))
            }
            BadgeClassError::NotApproved(_) | BadgeClassError::ReviewNeeded(_) => {
                Self::new(Kind::NotApproved).detail(sentence(&error))
            }
            BadgeClassError::NotFree => Self::new(Kind::NotFree),
            BadgeClassError::NotInReview | BadgeClassError::NotArchived => {
                Self::new(Kind::WrongState).detail(sentence(&error))
            }
            BadgeClassError::Image(error) => error.into(),
            BadgeClassError::Storage(error) => error.into(),
            error @ BadgeClassError::Unreadable(_) => Self::internal(chain(&error)),
        }
    }
}

impl From<EndorsementError> for Problem {
    fn from(error: EndorsementError) -> Self {
        match error {
            EndorsementError::Access(error) => error.into(),
            EndorsementError::Invalid(violations) => violations.into(),
            EndorsementError::Unknown => Self::not_found(),
            EndorsementError::OfItsOwn | EndorsementError::Already => {
                Self::new(Kind::WrongState).detail(sentence(&error))
            }
            EndorsementError::Storage(error) => error.into(),
            error @ EndorsementError::Signing(_) => Self::internal(chain(&error)),
        }
    }
}

impl From<FrameworkError> for Problem {
    fn from(error: FrameworkError) -> Self {
        match error {
            FrameworkError::Access(error) => error.into(),
            FrameworkError::Unknown => Self::not_found(),
            FrameworkError::Unreadable(why) => Self::unreadable(why),
            FrameworkError::TooLarge(most) => {
                Self::new(Kind::TooLarge).detail(format!("At most {most} bytes are taken here."))
            }
            FrameworkError::TooMany(_) => Self::new(Kind::WrongState).detail(sentence(&error)),
            FrameworkError::Storage(error) => error.into(),
        }
    }
}

impl From<AnswerError> for Problem {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Invalid(violations) => violations.into(),
            AnswerError::Unknown => Self::not_found(),
            AnswerError::Over => Self::new(Kind::ReviewOver),
            AnswerError::Storage(error) => error.into(),
            error @ AnswerError::Unreadable(_) => Self::internal(chain(&error)),
        }
    }
}

//! The errors of the crates below, as problems.
//!
//! What a client may know goes out; the rest goes to the log, once, here.

use accolade_issuing::access::AccessError;
use accolade_issuing::accounts::AccountError;
use accolade_issuing::applications::ApplicationError;
use accolade_issuing::awards::{AwardError, BakedError, FormError, RecipientError};
use accolade_issuing::badge_classes::BadgeClassError;
use accolade_issuing::batches::BatchError;
use accolade_issuing::claims::mine::MineError;
use accolade_issuing::claims::{ClaimError, DecisionError, LinkError};
use accolade_issuing::corrections::CorrectionError;
use accolade_issuing::endorsements::EndorsementError;
use accolade_issuing::files::FileError;
use accolade_issuing::frameworks::FrameworkError;
use accolade_issuing::idempotency::IdempotencyError;
use accolade_issuing::invitations::InvitationError;
use accolade_issuing::issuers::TreeError;
use accolade_issuing::issuers::{CreateIssuerError, EditIssuerError, RotateKeyError};
use accolade_issuing::members::MemberError;
use accolade_issuing::overview::OverviewError;
use accolade_issuing::passkeys::PasskeyError;
use accolade_issuing::reminders::ReminderError;
use accolade_issuing::review_policies::PolicyError;
use accolade_issuing::review_requests::AnswerError;
use accolade_issuing::revocation::{RevokeError, SuspendError};
use accolade_issuing::rosters::RosterError;
use accolade_issuing::setup::SetupError;
use accolade_issuing::sign_in::SignInError;
use accolade_issuing::sketches::SketchError;
use accolade_issuing::tokens::TokenError;
use accolade_issuing::violations::Violations;
use accolade_issuing::webhooks::WebhookError;
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
            IdempotencyError::Storage(error) => error.into(),
        }
    }
}

impl From<OverviewError> for Problem {
    fn from(error: OverviewError) -> Self {
        match error {
            OverviewError::Access(error) => error.into(),
            OverviewError::UnknownIssuer => Self::not_found(),
            OverviewError::Unreadable(error) => Self::internal(error),
            OverviewError::Storage(error) => error.into(),
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Access(error) => error.into(),
            AccountError::Invalid(violations) => violations.into(),
            AccountError::UnknownAccount | AccountError::UnknownIssuer => Self::not_found(),
            AccountError::Storage(error) => error.into(),
        }
    }
}

impl From<MemberError> for Problem {
    fn from(error: MemberError) -> Self {
        match error {
            MemberError::Access(error) => error.into(),
            MemberError::Unknown => Self::not_found(),
            MemberError::LastOwner => Self::new(Kind::LastOwner),
            MemberError::Storage(error) => error.into(),
        }
    }
}

impl From<InvitationError> for Problem {
    fn from(error: InvitationError) -> Self {
        match error {
            InvitationError::Access(error) => error.into(),
            InvitationError::Invalid(violations) => violations.into(),
            InvitationError::Closed => Self::new(Kind::InvitationClosed),
            InvitationError::Account(error) => error.into(),
            InvitationError::Storage(error) => error.into(),
        }
    }
}

impl From<TreeError> for Problem {
    fn from(error: TreeError) -> Self {
        match error {
            TreeError::Access(error) => error.into(),
            TreeError::UnknownIssuer => Self::not_found(),
            TreeError::Invalid(violations) => violations.into(),
            TreeError::Storage(error) => error.into(),
        }
    }
}

impl From<PasskeyError> for Problem {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Refused(why) => Self::new(Kind::PasskeyRefused).detail(why),
            PasskeyError::Access(error) => error.into(),
            PasskeyError::Invalid(violations) => violations.into(),
            PasskeyError::Storage(error) => error.into(),
        }
    }
}

impl From<SetupError> for Problem {
    fn from(error: SetupError) -> Self {
        match error {
            SetupError::Stale => Self::not_found(),
            SetupError::Invalid(violations) => violations.into(),
            SetupError::Account(error) => error.into(),
            SetupError::Issuer(error) => error.into(),
            SetupError::Storage(error) => error.into(),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Invalid(violations) => violations.into(),
            SignInError::TooMany => Self::new(Kind::TooManyRequests),
            SignInError::Account(error) => error.into(),
            SignInError::Storage(error) => error.into(),
        }
    }
}

impl From<TokenError> for Problem {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Access(error) => error.into(),
            TokenError::Invalid(violations) => violations.into(),
            TokenError::UnknownToken => Self::not_found(),
            TokenError::Storage(error) => error.into(),
        }
    }
}

impl From<CreateIssuerError> for Problem {
    fn from(error: CreateIssuerError) -> Self {
        match error {
            CreateIssuerError::Access(error) => error.into(),
            CreateIssuerError::Invalid(violations) => slug_taken(violations),
            CreateIssuerError::Image(error) => error.into(),
            CreateIssuerError::Storage(error) => error.into(),
            error @ CreateIssuerError::Key(_) => Self::internal(chain(&error)),
        }
    }
}

/// A slug that is taken is a conflict with another issuer unless the client has more to mend.
fn slug_taken(violations: Violations) -> Problem {
    let taken = |v: &accolade_issuing::violations::Violation| v.code == "taken";
    if violations.0.len() == 1 && violations.0.iter().all(taken) {
        return Problem {
            errors: Problem::from(violations).errors,
            ..Problem::new(Kind::SlugTaken)
        };
    }
    violations.into()
}

impl From<EditIssuerError> for Problem {
    fn from(error: EditIssuerError) -> Self {
        match error {
            EditIssuerError::Access(error) => error.into(),
            EditIssuerError::Invalid(violations) => violations.into(),
            EditIssuerError::UnknownIssuer => Self::not_found(),
            EditIssuerError::Image(error) => error.into(),
            EditIssuerError::Storage(error) => error.into(),
        }
    }
}

impl From<RotateKeyError> for Problem {
    fn from(error: RotateKeyError) -> Self {
        match error {
            RotateKeyError::Access(error) => error.into(),
            RotateKeyError::UnknownIssuer => Self::not_found(),
            RotateKeyError::Storage(error) => error.into(),
            error => Self::internal(chain(&error)),
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

impl From<PolicyError> for Problem {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Access(error) => error.into(),
            PolicyError::Invalid(violations) => violations.into(),
            PolicyError::Storage(error) => error.into(),
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

impl From<WebhookError> for Problem {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::Access(error) => error.into(),
            WebhookError::Invalid(violations) => violations.into(),
            WebhookError::Unknown => Self::not_found(),
            WebhookError::Storage(error) => error.into(),
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

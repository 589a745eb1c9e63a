//! Of organisations and of what they decide.

use accolade_issuing::entry::EntryError;
use accolade_issuing::invitations::InvitationError;
use accolade_issuing::issuers::{CreateIssuerError, EditIssuerError, RotateKeyError, TreeError};
use accolade_issuing::members::MemberError;
use accolade_issuing::overview::OverviewError;
use accolade_issuing::review_policies::PolicyError;
use accolade_issuing::violations::Violations;
use accolade_issuing::webhooks::WebhookError;

use super::chain;
use crate::problem::{Kind, Problem};

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

impl From<EntryError> for Problem {
    fn from(error: EntryError) -> Self {
        match error {
            EntryError::Access(error) => error.into(),
            EntryError::Invalid(violations) => violations.into(),
            EntryError::Unknown => Self::not_found(),
            EntryError::Account(error) => error.into(),
            EntryError::Storage(error) => error.into(),
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

impl From<PolicyError> for Problem {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Access(error) => error.into(),
            PolicyError::Invalid(violations) => violations.into(),
            PolicyError::Storage(error) => error.into(),
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

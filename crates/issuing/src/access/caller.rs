//! Who asks.

use accolade_storage::types::{AccountId, ApiTokenId};

use super::Scopes;

/// Who asks for something, and with what rights the request came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The person, if one is known.
    pub account: Option<AccountId>,
    /// Whether the caller runs this platform.
    pub operator: bool,
    /// What the session or token was made for.
    pub scopes: Scopes,
    /// The token the request came with.
    pub token: Option<ApiTokenId>,
}

impl Caller {
    /// Nobody in particular.
    pub fn anonymous() -> Self {
        Self {
            account: None,
            operator: false,
            scopes: Scopes::none(),
            token: None,
        }
    }

    /// The operator at the terminal: no account, every right.
    pub fn operator() -> Self {
        Self {
            account: None,
            operator: true,
            scopes: Scopes::all(),
            token: None,
        }
    }

    /// A person with all scopes, as a signed-in session has.
    pub fn person(account: AccountId) -> Self {
        Self {
            account: Some(account),
            operator: false,
            scopes: Scopes::all(),
            token: None,
        }
    }

    /// The same caller with every right, for what a use case has decided by a rule of its own: an assessor's yes makes an
    /// award though assessors do not award. Whatever is written down still names the caller.
    pub(crate) fn entrusted(&self) -> Self {
        Self {
            operator: true,
            scopes: Scopes::all(),
            ..self.clone()
        }
    }

    /// Whether nobody is known behind the request.
    pub fn is_anonymous(&self) -> bool {
        self.account.is_none() && !self.operator
    }
}

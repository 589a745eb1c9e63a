//! Of accounts, and of getting in.

use accolade_issuing::accounts::AccountError;
use accolade_issuing::passkeys::PasskeyError;
use accolade_issuing::setup::SetupError;
use accolade_issuing::sign_in::SignInError;
use accolade_issuing::tokens::TokenError;

use crate::problem::{Kind, Problem};

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

//! The first start: a one-time link makes the first operator and the first organisation.
//!
//! The link is printed where the program was started, so whoever opens it runs the machine. Each start prints
//! another one until one was used; then there is an operator, and no such link works any more.

use accolade_storage::accounts::{self, Account};
use accolade_storage::setup_links::{self, SetupLink};
use accolade_storage::types::IssuerKind;
use accolade_storage::{DbConnection, StorageError};
use jiff::SignedDuration;

use crate::Tools;
use crate::access::Caller;
use crate::accounts::AccountError;
use crate::addresses::paths;
use crate::issuers::{self, CreateIssuerError, NewIssuer};
use crate::secrets::Secret;
use crate::sessions::{self, Browser};
use crate::violations::Violations;

/// How long a link is good.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24);

/// What the first operator says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FirstWords {
    /// What to call them.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// What the first organisation is called.
    pub organisation: String,
    /// Its part of the public address.
    pub slug: String,
    /// What sort of organisation it is.
    pub kind: Option<IssuerKind>,
    /// Its own web site; this one if it has none.
    pub website: String,
}

/// Why the site could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The link is unknown, used or too old, or there is an operator already.
    #[error("this link sets nothing up any more")]
    Stale,
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The account could not be made.
    #[error(transparent)]
    Account(AccountError),
    /// The organisation could not be founded.
    #[error(transparent)]
    Issuer(CreateIssuerError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// A new link in place of the one before; none if there is an operator already.
pub fn renew(conn: &mut DbConnection, tools: &Tools) -> Result<Option<String>, StorageError> {
    if accounts::any_operator(conn)? {
        return Ok(None);
    }
    let secret = Secret::new(tools);
    let now = tools.now();
    let link = SetupLink {
        digest: secret.digest(),
        created_at: now,
        expires_at: (now.as_jiff() + GOOD_FOR).into(),
        used_at: None,
    };
    setup_links::replace(conn, &link)?;
    Ok(Some(tools.addresses.url(&paths::setup(&secret.reveal()))))
}

/// Whether this link can still be used.
pub fn is_good(
    conn: &mut DbConnection,
    tools: &Tools,
    secret: &Secret,
) -> Result<bool, StorageError> {
    let now = tools.now();
    let link = setup_links::find(conn, secret.digest())?;
    let good = link.is_some_and(|link| link.used_at.is_none() && now < link.expires_at);
    Ok(good && !accounts::any_operator(conn)?)
}

/// Makes the operator and their organisation, and signs them in: the account, and the secret for its cookie.
pub fn finish(
    conn: &mut DbConnection,
    tools: &Tools,
    secret: &Secret,
    words: &FirstWords,
    before: Option<&Secret>,
    browser: &Browser,
) -> Result<(Account, Secret), SetupError> {
    if !is_good(conn, tools, secret)?
        || !setup_links::mark_used(conn, secret.digest(), tools.now())?
    {
        return Err(SetupError::Stale);
    }
    let account = crate::accounts::find_or_create(conn, tools, &words.email, &words.name)
        .map_err(account_error)?;
    let email = openbadges::recipient::normalise_email(&words.email);
    // Whoever reads the terminal of the machine is believed.
    accounts::prove_identity(conn, "email", &email, tools.now())?;
    crate::accounts::make_operator(conn, tools, account.id).map_err(account_error)?;
    let caller = Caller {
        operator: true,
        ..Caller::person(account.id)
    };
    issuers::create(conn, tools, &caller, organisation(tools, words, email))
        .map_err(issuer_error)?;
    let (_, cookie) = sessions::sign_in(conn, tools, account.id, before, browser)?;
    Ok((account, cookie))
}

fn organisation(tools: &Tools, words: &FirstWords, email: String) -> NewIssuer {
    let website = words.website.trim();
    NewIssuer {
        slug: words.slug.trim().to_owned(),
        kind: words.kind.unwrap_or(IssuerKind::Organisation),
        name: words.organisation.clone(),
        url: if website.is_empty() {
            tools.addresses.base().to_string()
        } else {
            website.to_owned()
        },
        email,
        ..NewIssuer::default()
    }
}

fn account_error(error: AccountError) -> SetupError {
    match error {
        AccountError::Invalid(violations) => violations.into(),
        AccountError::Storage(error) => error.into(),
        other => SetupError::Account(other),
    }
}

/// The organisation's fields have names of their own on the page, for the operator has a name too.
fn issuer_error(error: CreateIssuerError) -> SetupError {
    match error {
        CreateIssuerError::Invalid(mut violations) => {
            for violation in &mut violations.0 {
                match violation.pointer.as_str() {
                    "/name" => violation.pointer = "/organisation".to_owned(),
                    "/url" => violation.pointer = "/website".to_owned(),
                    _ => {}
                }
            }
            violations.into()
        }
        CreateIssuerError::Storage(error) => error.into(),
        other => SetupError::Issuer(other),
    }
}

#[cfg(test)]
mod tests;

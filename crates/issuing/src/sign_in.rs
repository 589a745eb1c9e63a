//! Signing in without a password: a letter with a link and a code shows whose address it is.
//!
//! The browser in which it begins holds a ticket; a code is good only together with that ticket, so that
//! guessing codes means asking for letters. The link stands by itself and works on any device. Either is
//! good once, for ten minutes.

pub mod external;

use accolade_storage::accounts::{self, Account};
use accolade_storage::sign_ins::{self, SignIn};
use accolade_storage::types::{AccountId, SessionId, SignInId};
use accolade_storage::{DbConnection, StorageError};
use jiff::SignedDuration;
use openbadges::recipient::normalise_email;

use crate::accounts::AccountError;
use crate::addresses::paths;
use crate::house::SignUp;
use crate::mail::{self, Letter};
use crate::secrets::Secret;
use crate::sessions::{self, Browser};
use crate::violations::Violations;
use crate::{Tools, ids, invitations, sketches};

/// How long a letter is good.
pub const GOOD_FOR: SignedDuration = SignedDuration::from_mins(10);

/// How many wrong codes are forgiven.
const TRIES: i32 = 5;

/// How many letters one address gets within [`SPAN`].
const LETTERS: i64 = 5;

/// The time over which letters to one address are counted.
const SPAN: SignedDuration = SignedDuration::from_mins(30);

/// Why signing in failed.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address cannot be one.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The address got as many letters as it can for now.
    #[error("this address got several letters already: wait a little")]
    TooMany,
    /// The account could not be found or made.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What somebody shows to sign in.
#[derive(Debug, Clone)]
pub enum Proof {
    /// The ticket of the browser, and the code as it was typed.
    Code {
        /// What the browser holds.
        ticket: Secret,
        /// What was typed.
        code: String,
    },
    /// The secret in the link.
    Link(Secret),
    /// The same, from somebody who was told what was drawn where the letter was asked for, and wants it.
    LinkAndSketch(Secret),
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// Signed in.
    In(SignedIn),
    /// The code is wrong, and may be tried so many times more.
    WrongCode {
        /// How many tries are left.
        left: i32,
    },
    /// The letter is used up, too old, or was never written.
    Stale,
}

/// Somebody who signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// For the cookie.
    pub secret: Secret,
    /// Who.
    pub account: Account,
    /// Whether the account was made just now.
    pub is_new: bool,
    /// The page to show.
    pub onward: String,
}

/// A letter that still waits to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Where it went.
    pub email: String,
    /// Names it.
    pub id: SignInId,
    /// The session in which it was asked for.
    pub asked_in: Option<SessionId>,
    /// Whether the person comes from the studio.
    pub from_studio: bool,
    /// What the badge is called that waits in the browser where the letter was asked for.
    pub sketch: Option<String>,
}

/// Writes a letter and gives the ticket for the browser in which this began.
///
/// `onward` is the page to show afterwards, a path of ours; `asked_in` the visitor's session, in which something may
/// have been drawn. An address that may not have an account gets a
/// ticket too, and no letter: nobody is told which addresses are known.
pub fn begin(
    conn: &mut DbConnection,
    tools: &Tools,
    email: &str,
    onward: &str,
    asked_in: Option<SessionId>,
) -> Result<Secret, SignInError> {
    let email = normalise_email(email);
    let mut found = Violations::default();
    found.email("/email", &email);
    found.into_result()?;
    let (ticket, code, link) = letter(conn, tools, &email, onward, Asker::Visitor(asked_in))?;
    if may_enter(conn, tools, &email)? || is_invited(conn, tools, onward)? {
        let letter = Letter::SignIn {
            code,
            link: tools.addresses.url(&paths::sign_in_link(&link.reveal())),
            minutes: minutes(),
        };
        mail::post(conn, tools, &email, letter)?;
    }
    Ok(ticket)
}

/// For how many minutes a letter is good.
pub(crate) fn minutes() -> u32 {
    u32::try_from(GOOD_FOR.as_mins()).unwrap_or_default()
}

/// Who asks for a letter.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asker {
    /// Somebody who wants to sign in, in this session if they have one.
    Visitor(Option<SessionId>),
    /// An account that wants to add the address; such a letter signs nobody in.
    Account(AccountId),
}

/// Writes a letter's row: its ticket, its code and the secret of its link.
pub(crate) fn letter(
    conn: &mut DbConnection,
    tools: &Tools,
    email: &str,
    onward: &str,
    asker: Asker,
) -> Result<(Secret, String, Secret), SignInError> {
    let now = tools.now();
    if sign_ins::count_since(conn, email, (now.as_jiff() - SPAN).into())? >= LETTERS {
        return Err(SignInError::TooMany);
    }
    let (ticket, link) = (Secret::new(tools), Secret::new(tools));
    let code = format!("{:06}", tools.random.below(1_000_000));
    let (account_id, session_id) = match asker {
        Asker::Visitor(session) => (None, session),
        Asker::Account(account) => (Some(account), None),
    };
    let row = SignIn {
        id: ids::new(tools),
        email: email.to_owned(),
        account_id,
        ticket_digest: ticket.digest(),
        link_digest: link.digest(),
        code_digest: ticket.digest_with(&code),
        onward: onward.to_owned(),
        tries: 0,
        created_at: now,
        expires_at: (now.as_jiff() + GOOD_FOR).into(),
        used_at: None,
        session_id,
    };
    sign_ins::insert(conn, &row)?;
    Ok((ticket, code, link))
}

/// A link that signs in whoever has this address, without a letter: for an operator whose mail does not work.
///
/// Only the terminal calls this. None if no account has the address.
pub fn link_without_letter(
    conn: &mut DbConnection,
    tools: &Tools,
    email: &str,
) -> Result<Option<String>, SignInError> {
    let email = normalise_email(email);
    if accounts::by_identity(conn, "email", &email)?.is_none() {
        return Ok(None);
    }
    let (_, _, link) = letter(conn, tools, &email, "/desk", Asker::Visitor(None))?;
    Ok(Some(
        tools.addresses.url(&paths::sign_in_link(&link.reveal())),
    ))
}

/// The letter that a ticket belongs to, if it can still be used.
pub fn waiting_for_code(
    conn: &mut DbConnection,
    tools: &Tools,
    ticket: &Secret,
) -> Result<Option<Waiting>, StorageError> {
    let row = sign_ins::by_ticket(conn, ticket.digest())?;
    Ok(row.filter(|row| is_good(tools, row)).map(Waiting::of))
}

/// The letter with this link, if it can still be used. Looking at it does not use it up.
pub fn waiting_at_link(
    conn: &mut DbConnection,
    tools: &Tools,
    link: &Secret,
) -> Result<Option<Waiting>, StorageError> {
    let row = sign_ins::by_link(conn, link.digest())?;
    let Some(row) = row.filter(|row| is_good(tools, row)) else {
        return Ok(None);
    };
    let sketch = match studio_session(&row) {
        Some(session) => sketches::waiting_in(conn, session)?,
        None => None,
    };
    Ok(Some(Waiting {
        sketch,
        ..Waiting::of(row)
    }))
}

/// The session whose sketch may follow whoever uses the letter: only for those who came from the studio.
fn studio_session(row: &SignIn) -> Option<SessionId> {
    row.session_id.filter(|_| is_studio(&row.onward))
}

fn is_studio(onward: &str) -> bool {
    let path = onward.split('?').next().unwrap_or_default();
    path == paths::STUDIO || path.starts_with("/studio/")
}

/// Signs in whoever shows a good proof. `before` is the secret in the browser's cookie.
pub fn finish(
    conn: &mut DbConnection,
    tools: &Tools,
    proof: &Proof,
    before: Option<&Secret>,
    browser: &Browser,
) -> Result<Outcome, SignInError> {
    let row = match proof {
        Proof::Code { ticket, .. } => sign_ins::by_ticket(conn, ticket.digest())?,
        Proof::Link(link) | Proof::LinkAndSketch(link) => sign_ins::by_link(conn, link.digest())?,
    };
    let Some(row) = row.filter(|row| row.account_id.is_none() && is_good(tools, row)) else {
        return Ok(Outcome::Stale);
    };
    if let Proof::Code { ticket, code } = proof
        && let Some(left) = tried_in_vain(conn, tools, &row, ticket, code)?
    {
        return Ok(if left > 0 {
            Outcome::WrongCode { left }
        } else {
            Outcome::Stale
        });
    }
    sign_ins::mark_used(conn, row.id, tools.now())?;
    // Whoever could not have an account got no letter; this is for rules that changed meanwhile.
    if !may_enter(conn, tools, &row.email)? && !is_invited(conn, tools, &row.onward)? {
        return Ok(Outcome::Stale);
    }
    let is_new = accounts::by_identity(conn, "email", &row.email)?.is_none();
    let account = crate::accounts::find_or_create(conn, tools, &row.email, name_of(&row.email))?;
    accounts::prove_identity(conn, "email", &row.email, tools.now())?;
    let (_, secret) = sessions::sign_in(conn, tools, account.id, before, browser)?;
    if let (Proof::LinkAndSketch(_), Some(drawn_in)) = (proof, studio_session(&row)) {
        sketches::adopt(conn, drawn_in, account.id)?;
    }
    Ok(Outcome::In(SignedIn {
        secret,
        account,
        is_new,
        onward: row.onward,
    }))
}

impl Waiting {
    fn of(row: SignIn) -> Self {
        Self {
            asked_in: row.session_id,
            from_studio: is_studio(&row.onward),
            email: row.email,
            id: row.id,
            sketch: None,
        }
    }
}

/// Whether this address may sign in at all.
fn may_enter(conn: &mut DbConnection, tools: &Tools, email: &str) -> Result<bool, StorageError> {
    match tools.rules.sign_up {
        SignUp::Open => Ok(true),
        SignUp::Invited => Ok(accounts::by_identity(conn, "email", email)?.is_some()),
    }
}

/// Whether the page that somebody comes from is an open invitation, which lets in those who have no account yet.
fn is_invited(conn: &mut DbConnection, tools: &Tools, onward: &str) -> Result<bool, StorageError> {
    let secret = onward.rsplit('/').next().and_then(|last| last.parse().ok());
    match secret.filter(|_| onward.starts_with("/invitation/")) {
        Some(secret) => Ok(invitations::look(conn, tools, &secret)?.is_some()),
        None => Ok(false),
    }
}

/// How many tries are left if the code is wrong; nothing if it is right. The last wrong one uses the letter up.
pub(crate) fn tried_in_vain(
    conn: &mut DbConnection,
    tools: &Tools,
    row: &SignIn,
    ticket: &Secret,
    code: &str,
) -> Result<Option<i32>, StorageError> {
    if ticket.digest_with(&digits(code)) == row.code_digest {
        return Ok(None);
    }
    sign_ins::count_try(conn, row.id)?;
    let left = TRIES - row.tries - 1;
    if left <= 0 {
        sign_ins::mark_used(conn, row.id, tools.now())?;
    }
    Ok(Some(left))
}

pub(crate) fn is_good(tools: &Tools, row: &SignIn) -> bool {
    row.used_at.is_none() && tools.now() < row.expires_at
}

/// The digits of a code, however it was grouped.
fn digits(code: &str) -> String {
    code.chars()
        .filter_map(|c| c.to_digit(10))
        .filter_map(|d| char::from_digit(d, 10))
        .collect()
}

/// What to call somebody of whom only the address is known.
fn name_of(email: &str) -> &str {
    email
        .split('@')
        .next()
        .filter(|name| !name.is_empty())
        .unwrap_or(email)
}

#[cfg(test)]
mod tests;

//! Whoever looks at a page: signed in or not.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;

use accolade_issuing::access::Caller;
use accolade_issuing::secrets::Secret;
use accolade_issuing::sessions::{self, Browser};
use accolade_storage::StorageError;
use accolade_storage::types::{AccountId, SessionId};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::flash::{Flash, FlashWasShown};
use super::{cookies, session};
use crate::problem::{Kind, Problem};
use crate::state::State;

/// What the value in every form follows from, together with the cookie.
const FORMS: &str = "forms";

/// Somebody who looks at a page or sends its form.
///
/// A browser that holds no cookie of ours gets one, so that the form on the page can be told from a form on
/// somebody else's. Pages that everybody sees alike do without a visitor.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// With which rights.
    pub caller: Caller,
    /// Who, if they signed in.
    pub account: Option<AccountLine>,
    /// What every form of the page carries in a field named `csrf`.
    pub csrf: String,
    /// What the page before left to be said.
    pub flash: Option<Flash>,
    /// The session, if the browser has one: also that of a visitor for whom something is kept.
    pub session: Option<SessionId>,
    secret: Secret,
    browser: Browser,
}

/// The person behind a session, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// Names the account.
    pub id: AccountId,
    /// What to call the person.
    pub name: String,
    /// An address that they proved; empty if there is none.
    pub email: String,
}

impl Visitor {
    /// The signed-in caller; a problem that leads to signing in, and back, for everybody else.
    pub fn required(&self) -> Result<Caller, Problem> {
        if self.account.is_none() {
            return Err(Problem::new(Kind::Unauthenticated).detail("Sign in first."));
        }
        Ok(self.caller.clone())
    }

    /// The session to keep something in, begun now if the visitor has none.
    ///
    /// Signing in goes on with the same session, so what hangs on its id stays with the person. New ones are counted
    /// by `address`: whoever throws the cookie away each time would fill the database.
    pub async fn keep(&self, state: &State, address: IpAddr) -> Result<SessionId, Problem> {
        if let Some(session) = self.session {
            return Ok(session);
        }
        state.limits.visitor(address)?;
        let (secret, browser) = (self.secret.clone(), self.browser.clone());
        let kept = state
            .write(move |conn, tools| -> Result<_, StorageError> {
                sessions::keep(conn, tools, &secret, &browser)
            })
            .await?;
        Ok(kept.id)
    }

    /// The secret in the browser's cookie.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// What is noted about the browser.
    pub(crate) fn browser(&self) -> &Browser {
        &self.browser
    }

    #[cfg(test)]
    pub(crate) fn sample(account: Option<AccountLine>, flash: Option<Flash>) -> Self {
        let secret: Secret = "A".repeat(43).parse().unwrap();
        Self {
            caller: account
                .as_ref()
                .map_or_else(Caller::anonymous, |account| Caller::person(account.id)),
            account,
            csrf: secret.derived(FORMS),
            flash,
            session: None,
            secret,
            browser: Browser::default(),
        }
    }
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let state = session::state_of(&request)?;
            let resumed = session::resumed(&request, &state).await?;
            let secret = cookies::secret(&request).unwrap_or_else(|| {
                let secret = Secret::new(&state.tools);
                cookies::give(&request, secret.clone());
                secret
            });
            Ok(Self {
                caller: resumed
                    .as_ref()
                    .map_or_else(Caller::anonymous, sessions::Resumed::caller),
                csrf: secret.derived(FORMS),
                flash: flash(&request, &state),
                session: resumed.as_ref().map(|resumed| resumed.session.id),
                account: resumed.and_then(|resumed| {
                    let account = resumed.account?;
                    Some(AccountLine {
                        id: account.id,
                        name: account.name,
                        email: resumed.email.unwrap_or_default(),
                    })
                }),
                secret,
                browser: session::browser_of(&request, &state),
            })
        })
    }
}

/// Only what is shown counts as said: a form that is sent leaves the word for the page that follows.
fn flash(request: &HttpRequest, state: &State) -> Option<Flash> {
    if !request.method().is_safe() {
        return None;
    }
    let flash = cookies::flash(request, state)?;
    request.extensions_mut().insert(FlashWasShown);
    Some(flash)
}

/// Whether a form or a script's request came from a page of ours: only those know what follows from the cookie.
pub(super) fn is_from_our_page(request: &HttpRequest, csrf: &str) -> bool {
    let Some(secret) = cookies::secret(request) else {
        return false;
    };
    let expected = secret.derived(FORMS);
    let differences = expected
        .bytes()
        .zip(csrf.bytes())
        .fold(0, |all, (a, b)| all | (a ^ b));
    expected.len() == csrf.len() && differences == 0
}

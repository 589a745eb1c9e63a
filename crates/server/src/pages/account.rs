//! One's own account: name, ways to sign in, where one is signed in, tokens for programs.

pub(crate) mod addresses;
pub(crate) mod keys;
pub(crate) mod sessions;
pub(crate) mod tokens;

use accolade_issuing::access::Scope;
use accolade_issuing::accounts::{self, AccountError};
use accolade_issuing::{desk_letters, passkeys as passkey_cases, sessions as session_cases};
use accolade_storage::accounts::AccountIdentity;
use accolade_storage::api_tokens::ApiToken;
use accolade_storage::passkeys::Passkey;
use accolade_storage::sessions::Session;
use accolade_storage::types::SessionId;
use accolade_storage::{PageRequest, StorageError, accounts as account_rows, api_tokens, passkeys};
use actix_web::{http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::{
    faults::Faults,
    layout::{Layout, Place},
    parts::Link,
    response,
    words::When,
};
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor},
    problem::Problem,
    state::State,
};

/// How many tokens the page shows.
const TOKENS: u32 = 100;

/// `/account`
#[derive(Template)]
#[template(path = "account/show.html")]
pub(crate) struct AccountPage {
    pub(crate) layout: Layout,
    /// What to call the person, as it stands or as it was typed.
    pub(crate) person: String,
    pub(crate) identities: Vec<IdentityRow>,
    pub(crate) sessions: Vec<SessionRow>,
    pub(crate) passkeys: Vec<KeyRow>,
    pub(crate) tokens: Vec<TokenRow>,
    /// Every scope: its word, whether it is ticked, and what it is for.
    pub(crate) scopes: Vec<ScopeChoice>,
    /// Providers that can be added as a way to sign in.
    pub(crate) providers: Vec<Link>,
    /// What a new passkey must sign.
    pub(crate) challenge: String,
    /// The host that passkeys are made for.
    pub(crate) site_host: String,
    /// The account, as a passkey names it: base64.
    pub(crate) handle: String,
    /// The secret of a token that was just made; it can be read this once.
    pub(crate) new_token: Option<String>,
    /// Whether letters about the desk are on; none where this site sends no mail.
    pub(crate) letters: Option<bool>,
    pub(crate) faults: Faults,
}

/// One way to sign in that was proved.
#[derive(Debug, Clone)]
pub(crate) struct IdentityRow {
    pub(crate) kind: String,
    pub(crate) value: String,
    /// As people read it.
    pub(crate) words: String,
    pub(crate) is_proved: bool,
}

/// One browser.
#[derive(Debug, Clone)]
pub(crate) struct SessionRow {
    pub(crate) id: String,
    pub(crate) browser: String,
    pub(crate) network: String,
    pub(crate) seen: When,
    pub(crate) is_this: bool,
}

/// One passkey.
#[derive(Debug, Clone)]
pub(crate) struct KeyRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) added: When,
    pub(crate) used: Option<When>,
}

/// One token.
#[derive(Debug, Clone)]
pub(crate) struct TokenRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) scopes: String,
    pub(crate) used: Option<When>,
    pub(crate) ends: Option<When>,
}

/// One thing that a token may be used for.
#[derive(Debug, Clone)]
pub(crate) struct ScopeChoice {
    pub(crate) word: &'static str,
    pub(crate) means: &'static str,
}

/// The form with the name.
#[derive(Debug, Deserialize)]
pub(crate) struct NameForm {
    #[serde(default)]
    name: String,
}

/// The form that switches letters about the desk.
#[derive(Debug, Deserialize)]
pub(crate) struct LettersForm {
    /// `on` or `off`.
    #[serde(default)]
    letters: String,
}

/// `GET /account`
pub(crate) async fn show(state: web::Data<State>, visitor: Visitor) -> Result<Answer, Problem> {
    visitor.required()?;
    response::page(
        &page(&state, &visitor, Faults::default()).await?,
        Freshness::Never,
    )
}

/// `POST /account`: another name.
pub(crate) async fn rename(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(form): Posted<NameForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let name = form.name.clone();
    let renamed = state
        .change(move |conn, tools| accounts::rename(conn, tools, &caller, &name))
        .await?;
    match renamed {
        Ok(()) => Ok(saved("Saved.")),
        Err(AccountError::Invalid(violations)) => {
            let page = AccountPage {
                person: form.name,
                ..page(&state, &visitor, violations.into()).await?
            };
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /account/letters`: letters about the desk, on or off.
pub(crate) async fn letters(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(form): Posted<LettersForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let on = form.letters == "on";
    state
        .write(move |conn, tools| desk_letters::switch(conn, tools, &caller, on))
        .await?;
    Ok(saved(if on {
        "You get a letter when something waits for you."
    } else {
        "You get no more letters about what waits for you."
    }))
}

/// Back to the account page, with a word.
fn saved(word: impl Into<String>) -> Answer {
    Answer::see_other("/account").flash(word)
}

/// Everything that the page reads of the account.
struct Rows {
    identities: Vec<AccountIdentity>,
    sessions: Vec<Session>,
    passkeys: Vec<Passkey>,
    tokens: Vec<ApiToken>,
    letters: bool,
}

async fn page(state: &State, visitor: &Visitor, faults: Faults) -> Result<AccountPage, Problem> {
    let account = visitor.account.clone().ok_or_else(Problem::not_found)?;
    let tools = state.tools.clone();
    let id = account.id;
    let rows = state
        .read(move |conn| -> Result<_, StorageError> {
            Ok(Rows {
                identities: account_rows::identities_of(conn, id)?,
                sessions: session_cases::of_account(conn, &tools, id)?,
                passkeys: passkeys::of_account(conn, id)?,
                tokens: api_tokens::list(conn, id, PageRequest::first(TOKENS))?.items,
                letters: desk_letters::are_on(conn, id)?,
            })
        })
        .await?;
    let now = state.tools.now();
    let alive = |token: &ApiToken| {
        token.revoked_at.is_none() && token.expires_at.is_none_or(|end| now < end)
    };
    Ok(AccountPage {
        layout: Layout::of(state, visitor, Place::Elsewhere).with_script("passkeys.js"),
        person: account.name,
        identities: rows.identities.into_iter().map(identity).collect(),
        sessions: rows
            .sessions
            .into_iter()
            .map(|session| session_row(session, visitor.session))
            .collect(),
        passkeys: rows.passkeys.into_iter().map(key_row).collect(),
        tokens: rows
            .tokens
            .into_iter()
            .filter(alive)
            .map(token_row)
            .collect(),
        scopes: scopes(),
        providers: state.providers.links("/account"),
        challenge: passkey_cases::challenge(&state.tools, visitor.secret()),
        site_host: state.public_url().host_str().unwrap_or_default().to_owned(),
        handle: keys::handle(id),
        new_token: None,
        letters: state.mail.is_on().then_some(rows.letters),
        faults,
    })
}

fn identity(identity: AccountIdentity) -> IdentityRow {
    let words = match identity.kind.as_str() {
        "oidc" => {
            let provider = identity.value.split(' ').next().unwrap_or_default();
            let host = provider
                .trim_start_matches("https://")
                .trim_end_matches('/');
            format!("An account at {host}")
        }
        _ => identity.value.clone(),
    };
    IdentityRow {
        words,
        is_proved: identity.proved_at.is_some(),
        kind: identity.kind,
        value: identity.value,
    }
}

fn session_row(session: Session, present: Option<SessionId>) -> SessionRow {
    SessionRow {
        id: session.id.to_string(),
        browser: browser_words(&session.user_agent),
        network: session.address,
        seen: When::day(session.last_seen_at.into()),
        is_this: Some(session.id) == present,
    }
}

fn key_row(passkey: Passkey) -> KeyRow {
    KeyRow {
        id: passkey.id.to_string(),
        name: passkey.name,
        added: When::day(passkey.created_at.into()),
        used: passkey.last_used_at.map(|at| When::day(at.into())),
    }
}

fn token_row(token: ApiToken) -> TokenRow {
    TokenRow {
        id: token.id.to_string(),
        name: token.name,
        scopes: token.scopes,
        used: token.last_used_at.map(|at| When::day(at.into())),
        ends: token.expires_at.map(|at| When::day(at.into())),
    }
}

fn scopes() -> Vec<ScopeChoice> {
    let means = |scope| match scope {
        Scope::IssuersRead => "read what is not public of organisations",
        Scope::IssuersWrite => "create and change organisations",
        Scope::BadgesRead => "read drafts of badges",
        Scope::BadgesWrite => "write, publish and archive badges",
        Scope::AwardsRead => "list awards and who got them",
        Scope::AwardsWrite => "award, withdraw, put on hold",
        Scope::ApplicationsRead => "read what people applied for",
        Scope::ApplicationsWrite => "decide on what people applied for, hand in scores",
        Scope::AccountWrite => "see and change this account: its name and how you sign in",
        Scope::TokensWrite => "make and end tokens",
        Scope::Verify => "check badges",
    };
    Scope::ALL
        .iter()
        .map(|scope| ScopeChoice {
            word: scope.as_str(),
            means: means(*scope),
        })
        .collect()
}

/// "Firefox on Linux", as well as that can be told; the whole name where it cannot.
fn browser_words(agent: &str) -> String {
    let find = |known: &[(&'static str, &'static str)]| {
        let found = known.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    let browser = find(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Mac OS X", "a Mac"),
        ("Windows", "Windows"),
        ("CrOS", "a Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        _ if agent.is_empty() => "A browser that does not say its name".to_owned(),
        _ => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_as_people_call_them() {
        for (agent, words) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604",
                "Safari on an iPhone",
            ),
            ("curl/8.0", "curl/8.0"),
            ("", "A browser that does not say its name"),
        ] {
            assert_eq!(browser_words(agent), words);
        }
    }
}

//! Signing in and out: an address, then a code or a link from a letter; a passkey; a provider.

pub(crate) mod elsewhere;
pub(crate) mod passkey;

use accolade_issuing::access::AccessError;
use accolade_issuing::addresses::paths;
use accolade_issuing::passkeys;
use accolade_issuing::secrets::Secret;
use accolade_issuing::sessions;
use accolade_issuing::sign_in::{self, Outcome, Proof, SignInError, SignedIn, Waiting};
use accolade_storage::StorageError;
use actix_web::{HttpRequest, http::StatusCode, web};
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded;

use super::{
    layout::{Layout, Place},
    parts::Link,
    response,
};
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor, cookies, own_path},
    limits,
    problem::{Kind, Problem},
    state::State,
};

/// Where people go who wanted nothing in particular.
const HOME: &str = "/desk";

/// `/sign-in`
#[derive(Template)]
#[template(path = "sign_in/show.html")]
pub(crate) struct SignInPage {
    pub(crate) layout: Layout,
    /// What was typed, kept when the form comes back.
    pub(crate) email: String,
    pub(crate) error: Option<String>,
    /// Where to go afterwards.
    pub(crate) to: String,
    /// Who else can vouch for the person.
    pub(crate) providers: Vec<Link>,
    /// What a passkey must sign, and the host that it is made for.
    pub(crate) challenge: String,
    pub(crate) site_host: String,
    /// Why a passkey or a provider did not help.
    pub(crate) trouble: Option<String>,
    /// Whether letters leave this site.
    pub(crate) has_mail: bool,
}

/// `/sign-in/code`
#[derive(Template)]
#[template(path = "sign_in/code.html")]
pub(crate) struct CodePage {
    pub(crate) layout: Layout,
    /// Where the letter went.
    pub(crate) email: String,
    pub(crate) ticket: String,
    pub(crate) error: Option<String>,
}

/// `/sign-in/link/{secret}`
#[derive(Template)]
#[template(path = "sign_in/link.html")]
pub(crate) struct LinkPage {
    pub(crate) layout: Layout,
    /// Whose address the letter went to.
    pub(crate) email: String,
    /// The address of the page itself.
    pub(crate) action: String,
    /// Whether the person comes from the studio, and what they drew may be in another browser.
    pub(crate) from_studio: bool,
    /// What the badge is called that was drawn where the letter was asked for, if that is not this browser.
    pub(crate) sketch: Option<String>,
}

/// A letter that cannot be used any more.
#[derive(Template)]
#[template(path = "sign_in/stale.html")]
pub(crate) struct StalePage {
    pub(crate) layout: Layout,
}

/// Where to go afterwards.
#[derive(Debug, Deserialize)]
pub(crate) struct Onward {
    #[serde(default)]
    to: String,
}

/// The form with the address.
#[derive(Debug, Deserialize)]
pub(crate) struct EmailForm {
    email: String,
    #[serde(default)]
    to: String,
}

/// What the page with the code is about.
#[derive(Debug, Deserialize)]
pub(crate) struct Ticket {
    ticket: String,
}

/// The form with the code.
#[derive(Debug, Deserialize)]
pub(crate) struct CodeForm {
    ticket: String,
    #[serde(default)]
    code: String,
}

/// The button of the link, and whether what was drawn elsewhere comes along.
#[derive(Debug, Deserialize)]
pub(crate) struct LinkForm {
    #[serde(default)]
    sketch: String,
}

/// A form that says nothing but where it came from.
#[derive(Debug, Deserialize)]
pub(crate) struct Empty {}

/// `GET /sign-in`
pub(crate) async fn form(
    state: web::Data<State>,
    visitor: Visitor,
    query: web::Query<Onward>,
) -> Result<Answer, Problem> {
    let to = own_path(&query.to).unwrap_or(HOME);
    if visitor.account.is_some() {
        return Ok(Answer::see_other(to));
    }
    let page = page(&state, &visitor, String::new(), to, None);
    response::page(&page, Freshness::Never)
}

/// `POST /sign-in`: sends a letter. The answer is the same whether the address is known.
pub(crate) async fn ask(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    Posted(form): Posted<EmailForm>,
) -> Result<Answer, Problem> {
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let to = own_path(&form.to).unwrap_or(HOME).to_owned();
    let (email, onward, session) = (form.email.clone(), to.clone(), visitor.session);
    let begun = state
        .write(move |conn, tools| -> Result<_, SignInError> {
            match sign_in::begin(conn, tools, &email, &onward, session) {
                Err(SignInError::Invalid(violations)) => Ok(Err(violations.to_string())),
                Err(SignInError::TooMany) => Ok(Err(String::new())),
                other => other.map(Ok),
            }
        })
        .await?;
    match begun {
        Ok(ticket) => {
            state.errands.wake();
            Ok(Answer::see_other(code_page(&ticket)))
        }
        Err(why) => {
            let why = refusal(&why).to_owned();
            let page = page(&state, &visitor, form.email, &to, Some(why));
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `GET /sign-in/code`
pub(crate) async fn code_form(
    state: web::Data<State>,
    visitor: Visitor,
    query: web::Query<Ticket>,
) -> Result<Answer, Problem> {
    let waiting = waiting_for_code(&state, &query.ticket).await?;
    match waiting {
        Some(waiting) => {
            let page = CodePage {
                layout: Layout::of(&state, &visitor, Place::Elsewhere),
                email: waiting.email,
                ticket: query.into_inner().ticket,
                error: None,
            };
            response::page(&page, Freshness::Never)
        }
        None => stale(&state, &visitor),
    }
}

/// `POST /sign-in/code`
pub(crate) async fn code(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    Posted(form): Posted<CodeForm>,
) -> Result<Answer, Problem> {
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let Ok(ticket) = form.ticket.parse::<Secret>() else {
        return stale(&state, &visitor);
    };
    let proof = Proof::Code {
        ticket,
        code: form.code,
    };
    let outcome = finish(&state, &visitor, proof).await?;
    let left = match outcome {
        Outcome::In(signed_in) => return Ok(welcome(&request, signed_in)),
        Outcome::Stale => return stale(&state, &visitor),
        Outcome::WrongCode { left } => left,
    };
    let Some(waiting) = waiting_for_code(&state, &form.ticket).await? else {
        return stale(&state, &visitor);
    };
    let page = CodePage {
        layout: Layout::of(&state, &visitor, Place::Elsewhere),
        email: waiting.email,
        ticket: form.ticket,
        error: Some(wrong_code(left)),
    };
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `GET /sign-in/link/{secret}`: shows a button and uses nothing up, for programs look at links in letters too.
pub(crate) async fn link_form(
    state: web::Data<State>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Answer, Problem> {
    let Ok(secret) = path.parse::<Secret>() else {
        return stale(&state, &visitor);
    };
    let waiting = state
        .write(move |conn, tools| -> Result<_, StorageError> {
            sign_in::waiting_at_link(conn, tools, &secret)
        })
        .await?;
    match waiting {
        Some(waiting) => {
            let is_elsewhere = waiting.asked_in.is_none() || waiting.asked_in != visitor.session;
            let page = LinkPage {
                from_studio: waiting.from_studio && is_elsewhere,
                sketch: waiting.sketch.filter(|_| is_elsewhere),
                layout: Layout::of(&state, &visitor, Place::Elsewhere),
                email: waiting.email,
                action: paths::sign_in_link(&path),
            };
            response::page(&page, Freshness::Never)
        }
        None => stale(&state, &visitor),
    }
}

/// `POST /sign-in/link/{secret}`
pub(crate) async fn link(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    path: web::Path<String>,
    Posted(form): Posted<LinkForm>,
) -> Result<Answer, Problem> {
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let Ok(secret) = path.parse::<Secret>() else {
        return stale(&state, &visitor);
    };
    let proof = match form.sketch.is_empty() {
        true => Proof::Link(secret),
        false => Proof::LinkAndSketch(secret),
    };
    let outcome = finish(&state, &visitor, proof).await?;
    match outcome {
        Outcome::In(signed_in) => Ok(welcome(&request, signed_in)),
        Outcome::Stale | Outcome::WrongCode { .. } => stale(&state, &visitor),
    }
}

/// `POST /sign-out`
pub(crate) async fn sign_out(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    Posted(Empty {}): Posted<Empty>,
) -> Result<Answer, Problem> {
    if let (Some(session), Some(_)) = (visitor.session, &visitor.account) {
        let caller = visitor.caller.clone();
        state
            .write(move |conn, tools| -> Result<_, AccessError> {
                sessions::end(conn, tools, &caller, session)
            })
            .await?;
    }
    cookies::take_away(&request);
    Ok(Answer::see_other("/"))
}

/// Runs the last step with a proof, in one transaction.
async fn finish(state: &State, visitor: &Visitor, proof: Proof) -> Result<Outcome, Problem> {
    let (before, browser) = (visitor.secret().clone(), visitor.browser().clone());
    state
        .write(move |conn, tools| sign_in::finish(conn, tools, &proof, Some(&before), &browser))
        .await
}

fn page(
    state: &State,
    visitor: &Visitor,
    email: String,
    to: &str,
    error: Option<String>,
) -> SignInPage {
    SignInPage {
        layout: Layout::of(state, visitor, Place::Elsewhere).with_script("passkeys.js"),
        email,
        error,
        providers: state.providers.links(to),
        to: to.to_owned(),
        challenge: passkeys::challenge(&state.tools, visitor.secret()),
        site_host: state.public_url().host_str().unwrap_or_default().to_owned(),
        trouble: None,
        has_mail: state.mail.is_on(),
    }
}

async fn waiting_for_code(state: &State, ticket: &str) -> Result<Option<Waiting>, Problem> {
    let Ok(ticket) = ticket.parse::<Secret>() else {
        return Ok(None);
    };
    state
        .write(move |conn, tools| -> Result<_, StorageError> {
            sign_in::waiting_for_code(conn, tools, &ticket)
        })
        .await
}

fn welcome(request: &HttpRequest, signed_in: SignedIn) -> Answer {
    cookies::give(request, signed_in.secret);
    let onward = own_path(&signed_in.onward).unwrap_or(HOME).to_owned();
    if signed_in.is_new {
        let greeting = format!(
            "Welcome, {}. Is that what we should call you?",
            signed_in.account.name
        );
        return Answer::see_other(onward)
            .flash(greeting)
            .flash_link("/account", "Write your name");
    }
    Answer::see_other(onward).flash(format!("Welcome back, {}.", signed_in.account.name))
}

fn stale(state: &State, visitor: &Visitor) -> Result<Answer, Problem> {
    let page = StalePage {
        layout: Layout::of(state, visitor, Place::Elsewhere),
    };
    response::page_with(Kind::Revoked.status(), &page)
}

fn code_page(ticket: &Secret) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("ticket", &ticket.reveal())
        .finish();
    format!("{}?{query}", paths::SIGN_IN_CODE)
}

/// What to say where an address got too many letters.
pub(crate) fn too_many_letters() -> &'static str {
    "This address got several letters from us already. Look for the newest one, or try again in half an hour."
}

fn refusal(why: &str) -> &'static str {
    if why.is_empty() {
        too_many_letters()
    } else {
        "This is not a whole e-mail address. It should look like name@school.example."
    }
}

/// What to say of a wrong code.
pub(crate) fn wrong_code(left: i32) -> String {
    match left {
        1 => {
            "That is not the code in the letter. One more try, then we write a new one.".to_owned()
        }
        many => format!("That is not the code in the letter. You have {many} more tries."),
    }
}

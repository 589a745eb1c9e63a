//! The public addresses: documents of the standards, files, and the pages at the same addresses.
//!
//! A path becomes an [`Address`], the `Accept` header one [`Form`] of it, and [`render`] the bytes. The verifier
//! takes the same way for our own documents, without a request ([`crate::own_documents`]).

use accolade_issuing::Tools;
use accolade_storage::DbConnection;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::answer::Answer;
use crate::kept::Moment;
use crate::negotiate;
use crate::problem::Problem;
use crate::state::State;

pub mod address;
mod awards;
mod badges;
pub mod cards;
mod files;
mod forms;
mod issuers;
mod keys;
mod people;
mod status;

pub use address::Address;
pub(crate) use files::shown;
pub use forms::{Ending, Form, Offer};

/// Answers a public address in the form that its reader asks for.
pub async fn show(request: HttpRequest, state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let address = Address::of_path(request.path()).ok_or_else(Problem::not_found)?;
    let (media_type, form) = choose(&address, &negotiate::accept_of(&request))?;
    if let Address::Card { id, hash } = &address
        && let Some(elsewhere) = cards::moved(&state, *id, hash).await?
    {
        return Ok(elsewhere.to(&request));
    }
    let now = Moment::now(&state.database, state.now());
    let answer = match state.kept.find(&address, form, now) {
        Some(answer) => answer,
        None => {
            let answer = match form {
                Form::Page => people::page(&state, &address).await?,
                _ => document(&state, &address, form).await?,
            };
            state.kept.keep(address.clone(), form, now, answer.clone());
            answer
        }
    };
    if form == Form::Page {
        return Ok(answer.to(&request));
    }
    let answer = if address.has_forms() {
        answer.varies()
    } else {
        answer
    };
    Ok(answer.labelled(media_type).to(&request))
}

/// The form that a reader with this `Accept` header gets, and its label.
///
/// An address that has one form only, such as a typed ending, gives it whatever is asked.
pub fn choose(address: &Address, accept: &str) -> Result<Offer, Problem> {
    let offers = address.offers();
    match negotiate::choose(accept, offers) {
        Err(_) if !address.has_forms() => Ok(offers[0]),
        chosen => chosen,
    }
}

/// The bytes at an address in one form; none if nothing is there.
pub fn render(
    conn: &mut DbConnection,
    tools: &Tools,
    address: &Address,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    match address {
        Address::Issuer { slug } => issuers::profile(conn, tools, slug, form),
        Address::DidDocument { slug } => issuers::did_document(conn, tools, slug),
        Address::Revocations { slug } => issuers::revocations(conn, tools, slug),
        Address::Key { slug, kid } => keys::key(conn, tools, slug, kid, form),
        Address::Jwks { slug } => keys::of_issuer(conn, tools, slug),
        Address::AllJwks => keys::of_all(conn, tools).map(Some),
        Address::StatusList { slug, number } => status::list(conn, slug, *number, form),
        Address::Badge { id } => badges::current(conn, tools, *id, form),
        Address::BadgeVersion { id, number } => badges::version(conn, tools, *id, *number, form),
        Address::BadgeTranslation {
            id,
            number,
            language,
        } => badges::translation(conn, tools, *id, *number, language, form),
        Address::Endorsement { id } => badges::endorsement(conn, *id),
        Address::Award { id } | Address::AwardFile { id, .. } => {
            awards::document(conn, tools, *id, form)
        }
        Address::Card { id, .. } => cards::card(conn, tools, *id),
        Address::File { digest, ending } => files::file(conn, *digest, ending),
    }
}

/// The same within a transaction, where a token that nobody asked for before is signed and kept.
pub fn render_signing(
    conn: &mut DbConnection,
    tools: &Tools,
    address: &Address,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    if let Address::Award { id } | Address::AwardFile { id, .. } = address {
        awards::sign_token(conn, tools, *id, form)?;
    }
    render(conn, tools, address, form)
}

/// The bytes at an address in one form; a token that nobody asked for before is signed now.
async fn document(state: &State, address: &Address, form: Form) -> Result<Answer, Problem> {
    let tools = state.tools.clone();
    let wanted = address.clone();
    let found = state
        .read(move |conn| render(conn, &tools, &wanted, form))
        .await?;
    let found = match found {
        Some(answer) => Some(answer),
        None if address.is_signed(form) => {
            let wanted = address.clone();
            let signing = move |conn: &mut DbConnection, tools: &Tools| {
                render_signing(conn, tools, &wanted, form)
            };
            state.write(signing).await?
        }
        None => None,
    };
    found.ok_or_else(Problem::not_found)
}

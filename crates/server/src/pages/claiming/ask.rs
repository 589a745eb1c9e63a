//! `/claim` and `/claim/{code}`: what is asked of somebody who has a code.

use std::net::IpAddr;

use accolade_issuing::addresses::paths;
use accolade_issuing::claims::{self, ClaimError, ClaimOrder, Code, Door, Standing, Terms};
use accolade_storage::{DbConnection, StorageError};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::{Faults, Offered, shut};
use crate::answer::Answer;
use crate::limits;
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::problem::Problem;
use crate::state::State;

const UNKNOWN: &str = "No badge waits behind that code. Look at it once more, sign by sign, or ask whoever gave it to you.";
const NO_CODE: &str = "A code has eight letters and digits, as in R7K2-M9TD.";

/// `/claim`
#[derive(Template)]
#[template(path = "claiming/code.html")]
pub(crate) struct CodePage {
    pub(crate) layout: Layout,
    pub(crate) typed: String,
    pub(crate) fault: Option<&'static str>,
}

/// `/claim/{code}` while the code gives its badge.
#[derive(Template)]
#[template(path = "claiming/ask.html")]
pub(crate) struct AskPage {
    pub(crate) layout: Layout,
    pub(crate) badge: Offered,
    /// The name that the card already carries.
    pub(crate) for_whom: Option<String>,
    pub(crate) action: String,
    /// What makes sending the form twice one claim.
    pub(crate) once: String,
    pub(crate) form: AskForm,
    pub(crate) faults: Faults,
    pub(crate) email_needed: bool,
    pub(crate) email_hint: String,
    pub(crate) question: Option<String>,
    pub(crate) answer_needed: bool,
    /// What becomes public, in honest words.
    pub(crate) public: String,
}

/// What the claimant wrote.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AskForm {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) answer: String,
    pub(crate) share: String,
    /// "anyone", "us", or nothing while nothing is chosen.
    pub(crate) names: String,
    pub(crate) once: String,
}

impl AskForm {
    pub(crate) fn shares(&self) -> bool {
        self.share == "yes"
    }
}

/// The code as it was typed.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    code: Option<String>,
}

/// `GET /claim`
pub(crate) async fn code(
    state: web::Data<State>,
    request: HttpRequest,
    typed: web::Query<Typed>,
) -> Result<Answer, Problem> {
    let Some(typed) = typed.into_inner().code else {
        return code_page(&state, StatusCode::OK, String::new(), None);
    };
    let Ok(code) = typed.parse::<Code>() else {
        return code_page(
            &state,
            StatusCode::UNPROCESSABLE_ENTITY,
            typed,
            Some(NO_CODE),
        );
    };
    match behind(&state, &request, code).await? {
        Some(_) => Ok(Answer::see_other(paths::claim(code.plain()))),
        None => code_page(
            &state,
            StatusCode::UNPROCESSABLE_ENTITY,
            code.to_string(),
            Some(UNKNOWN),
        ),
    }
}

/// `GET /claim/{code}`
pub(crate) async fn ask(
    state: web::Data<State>,
    request: HttpRequest,
    code: web::Path<String>,
) -> Result<Answer, Problem> {
    let Ok(code) = code.parse::<Code>() else {
        return code_page(
            &state,
            StatusCode::NOT_FOUND,
            code.into_inner(),
            Some(NO_CODE),
        );
    };
    match behind(&state, &request, code).await? {
        Some(seen) => seen.page(&state, code, AskForm::default(), Faults::default()),
        None => code_page(
            &state,
            StatusCode::NOT_FOUND,
            code.to_string(),
            Some(UNKNOWN),
        ),
    }
}

/// `POST /claim/{code}`
pub(crate) async fn claim(
    state: web::Data<State>,
    request: HttpRequest,
    code: web::Path<String>,
    form: web::Form<AskForm>,
) -> Result<Answer, Problem> {
    let Ok(code) = code.parse::<Code>() else {
        return code_page(
            &state,
            StatusCode::NOT_FOUND,
            code.into_inner(),
            Some(NO_CODE),
        );
    };
    let form = form.into_inner();
    let Some(seen) = behind(&state, &request, code).await? else {
        return code_page(
            &state,
            StatusCode::NOT_FOUND,
            code.to_string(),
            Some(UNKNOWN),
        );
    };
    state
        .limits
        .claim(limits::address_of(&request, &state), code.plain())?;
    if let Some(faults) = form.faults() {
        return seen.page(&state, code, form, faults);
    }
    let order = form.order();
    let outcome = state
        .write(
            move |conn, tools| match claims::claim(conn, tools, code, &order) {
                Ok(claim) => Ok(Ok(claims::receipt(tools, claim.id))),
                // Nothing was written yet when these are found: the page is shown again.
                Err(ClaimError::Invalid(found)) => Ok(Err(Some(Faults::from(found)))),
                Err(ClaimError::NotOpen(_)) => Ok(Err(None)),
                Err(error) => Err(Problem::from(error)),
            },
        )
        .await?;
    match outcome {
        Ok(receipt) => {
            state.errands.wake();
            Ok(Answer::see_other(paths::claim_made(code.plain(), &receipt)))
        }
        Err(Some(faults)) => seen.page(&state, code, form, faults),
        // Somebody was faster: the page says so now.
        Err(None) => match behind(&state, &request, code).await? {
            Some(seen) => seen.page(&state, code, form, Faults::default()),
            None => code_page(
                &state,
                StatusCode::NOT_FOUND,
                code.to_string(),
                Some(UNKNOWN),
            ),
        },
    }
}

impl AskForm {
    /// What the page alone asks for; the rest is looked at where the claim is made.
    fn faults(&self) -> Option<Faults> {
        let mut faults = Faults::default();
        if self.name.contains('\u{FFFD}') {
            faults.add(
                "/name",
                "Some letters of your name were lost on the way. Write it once more.",
            );
        }
        if !matches!(self.names.as_str(), "anyone" | "us") {
            faults.add(
                "/names",
                "Choose one of the two. Nothing is decided for you.",
            );
        }
        if self.once.is_empty() || self.once.len() > 64 {
            faults.add("/names", "This form was not whole. Send it once more.");
        }
        (!faults.is_empty()).then_some(faults)
    }

    fn order(&self) -> ClaimOrder {
        ClaimOrder {
            name: self.name.clone(),
            email: self.email.clone(),
            show_name: self.names == "anyone",
            answer: self.answer.clone(),
            show_answer: self.shares(),
            once: self.once.clone(),
        }
    }
}

/// What stands behind a code, read for a page.
struct Seen {
    door: Door,
    standing: Standing,
    badge: Offered,
    for_whom: Option<String>,
    /// Where the badge is that this card was used for.
    used_for: Option<String>,
}

/// Reads what stands behind a code; whoever tries codes that nobody made is made to wait.
async fn behind(state: &State, request: &HttpRequest, code: Code) -> Result<Option<Seen>, Problem> {
    let address: IpAddr = limits::address_of(request, state);
    state.limits.may_try_codes(address)?;
    let tools = state.tools.clone();
    let seen = state.read(move |conn| seen(conn, &tools, code)).await?;
    if seen.is_none() {
        state.limits.wrong_code(address)?;
    }
    Ok(seen)
}

fn seen(
    conn: &mut DbConnection,
    tools: &accolade_issuing::Tools,
    code: Code,
) -> Result<Option<Seen>, StorageError> {
    let Some(door) = claims::find(conn, code)? else {
        return Ok(None);
    };
    let link = &door.link;
    let Some(badge) = Offered::latest(conn, link.badge_class_id, link.issuer_id, &link.giver)?
    else {
        return Ok(None);
    };
    let used = door.use_of_card(conn)?.and_then(|claim| claim.assertion_id);
    Ok(Some(Seen {
        standing: door.standing(conn, tools.now())?,
        for_whom: door
            .card
            .as_ref()
            .and_then(|card| claims::name_on_card(tools, card)),
        used_for: used.map(paths::award),
        badge,
        door,
    }))
}

impl Seen {
    fn page(
        self,
        state: &State,
        code: Code,
        form: AskForm,
        faults: Faults,
    ) -> Result<Answer, Problem> {
        if self.standing != Standing::Open {
            return shut::page(state, self.badge, self.standing, self.used_for);
        }
        let status = if faults.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        response::page_with(status, &self.ask(state, code, form, faults))
    }

    fn ask(self, state: &State, code: Code, mut form: AskForm, faults: Faults) -> AskPage {
        let terms = Terms::read(&self.door.link.terms);
        if form.once.is_empty() || form.once.len() > 64 {
            form.once = BASE64_URL_SAFE_NO_PAD.encode(state.tools.random.bytes::<18>());
        }
        if let (true, Some(name)) = (form.name.is_empty(), &self.for_whom) {
            form.name.clone_from(name);
        }
        AskPage {
            layout: Layout::new(&state.site_name, Place::Claim),
            action: paths::claim(code.plain()),
            once: form.once.clone(),
            email_needed: !terms.without_email,
            email_hint: email_hint(&terms),
            public: public(&self.badge, &terms),
            question: terms.question,
            answer_needed: terms.answer_needed,
            for_whom: self.for_whom,
            badge: self.badge,
            form,
            faults,
        }
    }
}

fn email_hint(terms: &Terms) -> String {
    let ends = match terms.domains().as_slice() {
        [] => String::new(),
        domains => format!("It must end in {}. ", domains.join(" or ")),
    };
    if terms.without_email {
        "The badge is sent there, so that you find it again. Without one you get a link and a QR code to keep.".to_owned()
    } else {
        format!("{ends}The badge is sent there. Nobody can read the address from the badge.")
    }
}

fn public(badge: &Offered, terms: &Terms) -> String {
    let first = if terms.approval {
        format!("{} looks at it first. ", badge.giver)
    } else {
        String::new()
    };
    format!(
        "{first}The badge gets a page of its own. Whoever has its link can read which badge it is, who gave it, on which day, \
         and what you chose above. {} keeps what you write here.",
        badge.issuer
    )
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "what was typed goes into the page"
)]
fn code_page(
    state: &State,
    status: StatusCode,
    typed: String,
    fault: Option<&'static str>,
) -> Result<Answer, Problem> {
    let page = CodePage {
        layout: Layout::new(&state.site_name, Place::Claim),
        // What is longer than any code is not repeated.
        typed: typed.chars().take(40).collect(),
        fault,
    };
    response::page_with(status, &page)
}

//! The awards that were found, as a file: written page by page while it is sent, however many there are.

use accolade_issuing::access::Caller;
use accolade_issuing::awards::{self, SealedRecipient};
use accolade_storage::assertions::{self, Assertion, Search};
use accolade_storage::types::AssertionId;
use accolade_storage::{DbConnection, PageRequest};
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use futures_util::stream;
use serde_json::json;
use uuid::Uuid;

use super::list::{Names, word};
use crate::pages::spreadsheet;
use crate::problem::Problem;
use crate::state::State;

/// How many awards are read at a time.
const A_PAGE: u32 = 500;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Csv,
    Json,
}

/// One award of the file.
struct Line {
    id: AssertionId,
    address: String,
    badge: String,
    name: String,
    email: String,
    state: &'static str,
    reason: String,
    given: String,
    until: String,
}

/// What is left to write.
struct Rest {
    state: web::Data<State>,
    caller: Caller,
    search: Search,
    /// Whether the reader may know the addresses.
    may_open: bool,
    form: Form,
    after: Option<Uuid>,
    begun: bool,
    ended: bool,
}

/// Which awards, and for whom the file is.
pub(crate) struct Wanted {
    /// Of which issuer, for the name of the file.
    pub(crate) slug: String,
    pub(crate) search: Search,
    /// Whether the reader may know the addresses.
    pub(crate) may_open: bool,
}

/// The file, as an answer.
pub(crate) fn answer(
    state: web::Data<State>,
    caller: Caller,
    wanted: Wanted,
    form: Form,
) -> HttpResponse {
    let rest = Rest {
        state,
        caller,
        search: wanted.search,
        may_open: wanted.may_open,
        form,
        after: None,
        begun: false,
        ended: false,
    };
    let (media_type, ending) = match form {
        Form::Csv => ("text/csv; charset=utf-8", "csv"),
        Form::Json => ("application/json", "json"),
    };
    let attachment = format!("attachment; filename=\"awards-{}.{ending}\"", wanted.slug);
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header((header::CONTENT_DISPOSITION, attachment))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(stream::unfold(rest, next))
}

async fn next(mut rest: Rest) -> Option<(Result<Bytes, Problem>, Rest)> {
    if rest.ended {
        return None;
    }
    match rest.piece().await {
        Ok(text) => Some((Ok(Bytes::from(text)), rest)),
        Err(problem) => {
            rest.ended = true;
            Some((Err(problem), rest))
        }
    }
}

impl Rest {
    /// The text of the next few hundred awards.
    async fn piece(&mut self) -> Result<String, Problem> {
        let (search, caller) = (self.search.clone(), self.caller.clone());
        let (tools, may_open) = (self.state.tools.clone(), self.may_open);
        let request = PageRequest {
            after: self.after,
            limit: A_PAGE,
        };
        let (lines, next) = self
            .state
            .read(move |conn| -> Result<_, Problem> {
                let found = assertions::search(conn, &search, request)?;
                let mut names = Names::default();
                let mut lines = Vec::with_capacity(found.items.len());
                for award in &found.items {
                    let sealed = match may_open {
                        true => awards::recipient(conn, &tools, &caller, award)?,
                        false => None,
                    };
                    let address = tools.addresses.award(award.id);
                    lines.push(Line::of(conn, award, sealed, address, &mut names)?);
                }
                Ok((lines, found.next))
            })
            .await?;
        let first = !std::mem::replace(&mut self.begun, true);
        self.after = next;
        self.ended = next.is_none();
        Ok(match self.form {
            Form::Csv => csv_text(&lines, first),
            Form::Json => json_text(&lines, first, self.ended),
        })
    }
}

impl Line {
    fn of(
        conn: &mut DbConnection,
        award: &Assertion,
        sealed: Option<SealedRecipient>,
        address: String,
        names: &mut Names,
    ) -> Result<Self, Problem> {
        let (sealed_name, email) = match sealed {
            Some(sealed) => (sealed.name, sealed.email),
            None => (None, None),
        };
        let name = award.recipient_name.clone().or(sealed_name);
        Ok(Self {
            id: award.id,
            address,
            badge: names.of(conn, award)?,
            name: name.unwrap_or_default(),
            email: email.unwrap_or_default(),
            state: word(award.state).0,
            reason: award.state_reason.clone().unwrap_or_default(),
            given: award.created_at.to_string(),
            until: award
                .valid_until
                .map(|at| at.to_string())
                .unwrap_or_default(),
        })
    }
}

fn csv_text(lines: &[Line], first: bool) -> String {
    const HEAD: [&str; 8] = [
        "name",
        "email",
        "badge",
        "state",
        "reason",
        "given",
        "good until",
        "address",
    ];
    let rows = lines.iter().map(|line| {
        [
            line.name.as_str(),
            &line.email,
            &line.badge,
            line.state,
            &line.reason,
            &line.given,
            &line.until,
            &line.address,
        ]
    });
    let text = spreadsheet::csv(HEAD, rows);
    if first {
        return text;
    }
    // The titles stand on the first line, and only once in the file.
    text.split_once("\r\n")
        .map(|(_, rows)| rows.to_owned())
        .unwrap_or_default()
}

fn json_text(lines: &[Line], first: bool, last: bool) -> String {
    let mut text = String::from(if first { "[" } else { "" });
    for (place, line) in lines.iter().enumerate() {
        if !first || place > 0 {
            text.push(',');
        }
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let value = json!({
            "id": line.id,
            "address": line.address,
            "badge": line.badge,
            "name": said(&line.name),
            "email": said(&line.email),
            "state": line.state,
            "reason": said(&line.reason),
            "given": line.given,
            "goodUntil": said(&line.until),
        });
        text.push('\n');
        text.push_str(&value.to_string());
    }
    if last {
        text.push_str("\n]\n");
    }
    text
}

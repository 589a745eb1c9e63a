//! The log as files: what a page shows, with the ids and addresses a program needs.

use accolade_issuing::access::Caller;
use accolade_storage::{DbConnection, PageRequest};
use actix_web::http::header;
use actix_web::web;
use serde_json::{Value, json};

use super::super::issuer_of;
use super::{AuditRow, Wish, events};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::spreadsheet;
use crate::problem::Problem;
use crate::state::State;

/// How many events one file holds at most: a range of days brings the others.
const A_FILE: usize = 50_000;

/// How many are read at once.
const AT_ONCE: u32 = 1_000;

/// What stands in the last line of a file that is full.
const MORE: &str = "There are more: choose fewer days.";

/// Rows of a file, and whether there are more than it holds.
struct Filled {
    rows: Vec<AuditRow>,
    more: bool,
}

/// `GET /desk/{slug}/audit.csv`
pub(crate) async fn csv(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let file = file(&state, &visitor, slug.into_inner(), wish.into_inner()).await?;
    let text = as_csv(&file, &|path| state.tools.addresses.url(path));
    Ok(attached("text/csv; charset=utf-8", "log.csv", text))
}

/// `GET /desk/{slug}/audit.json`
pub(crate) async fn json(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let file = file(&state, &visitor, slug.into_inner(), wish.into_inner()).await?;
    let text = as_json(&file, &|path| state.tools.addresses.url(path)).to_string();
    Ok(attached("application/json", "log.json", text))
}

fn as_csv(file: &Filled, url: &dyn Fn(&str) -> String) -> String {
    let addresses: Vec<String> = file.rows.iter().map(|row| address(row, url)).collect();
    let mut lines: Vec<[&str; 10]> = file
        .rows
        .iter()
        .zip(&addresses)
        .map(|(row, address)| {
            [
                row.when.machine.as_str(),
                &row.place,
                &row.who,
                &row.what,
                &row.kind,
                row.name.as_deref().unwrap_or_default(),
                &row.id,
                address,
                &row.action,
                &row.detail,
            ]
        })
        .collect();
    if file.more {
        let mut last = [""; 10];
        last[0] = MORE;
        lines.push(last);
    }
    let head = [
        "When", "Where", "Who", "What", "Kind", "On", "Id", "Address", "Action", "Detail",
    ];
    spreadsheet::csv(head, lines)
}

fn as_json(file: &Filled, url: &dyn Fn(&str) -> String) -> Value {
    let events: Vec<Value> = file
        .rows
        .iter()
        .map(|row| {
            let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
            let address = Some(address(row, url)).filter(|address| !address.is_empty());
            json!({
                "when": row.when.machine, "where": row.place, "who": row.who, "what": row.what,
                "subject": row.kind, "on": row.name, "id": row.id, "address": address,
                "action": row.action, "detail": detail,
            })
        })
        .collect();
    json!({ "events": events, "more": file.more })
}

/// The whole address of the page about what an event was done to; empty where there is none.
fn address(row: &AuditRow, url: &dyn Fn(&str) -> String) -> String {
    row.href.as_deref().map(url).unwrap_or_default()
}

async fn file(
    state: &State,
    visitor: &Visitor,
    slug: String,
    wish: Wish,
) -> Result<Filled, Problem> {
    let caller = visitor.required()?;
    state
        .read(move |conn| filled(conn, &caller, &slug, &wish))
        .await
}

fn filled(
    conn: &mut DbConnection,
    caller: &Caller,
    slug: &str,
    wish: &Wish,
) -> Result<Filled, Problem> {
    let issuer = issuer_of(conn, caller, slug)?;
    let filter = wish.filter().map_err(Problem::unreadable)?;
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = PageRequest {
            after,
            limit: AT_ONCE,
        };
        let (found, next) = events(conn, caller, &issuer, wish.is_below(), filter, page)?;
        rows.extend(found);
        if next.is_none() || rows.len() >= A_FILE {
            return Ok(Filled {
                more: next.is_some(),
                rows,
            });
        }
        after = next;
    }
}

fn attached(media_type: &str, name: &str, text: String) -> Answer {
    Answer::bytes(media_type, text)
        .fresh(Freshness::Never)
        .header(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::words::When;

    fn full() -> Filled {
        Filled {
            rows: vec![AuditRow {
                when: When::moment("2026-11-22T10:04:00Z".parse().unwrap()),
                who: "Ines Carvalho".into(),
                what: "Withdrew an award".into(),
                kind: "award".into(),
                name: Some("“Good question” for Mia".into()),
                id: "0199".into(),
                place: "Kestrel Hill School".into(),
                action: "award.revoked".into(),
                href: Some("/desk/awards/0199".into()),
                detail: "{}".into(),
                more: vec![],
            }],
            more: true,
        }
    }

    #[test]
    fn a_file_says_which_thing_it_was_and_that_there_is_more() {
        let url = |path: &str| format!("https://badges.test{path}");

        let (csv, json) = (as_csv(&full(), &url), as_json(&full(), &url));

        assert!(
            csv.contains(",0199,https://badges.test/desk/awards/0199,award.revoked,"),
            "{csv}"
        );
        assert!(
            csv.trim_end().lines().last().unwrap().starts_with(MORE),
            "{csv}"
        );
        assert_eq!(json["events"][0]["id"], "0199");
        assert_eq!(json["more"], true);
    }
}

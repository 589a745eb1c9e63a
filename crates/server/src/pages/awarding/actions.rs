//! What can be done on the page of a batch: one form, whose buttons say what.

use accolade_issuing::Tools;
use accolade_issuing::access::Caller;
use accolade_issuing::batches::{self, BatchError, Start};
use accolade_issuing::tables::{Meaning, Person};
use accolade_issuing::violations::Violations;
use accolade_storage::DbConnection;
use accolade_storage::batches::Batch;
use accolade_storage::types::{BatchId, DuplicateRule, Mailing};
use actix_web::http::StatusCode;
use actix_web::web;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::batch::page;
use super::batch_path;
use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
use crate::pages::response;
use crate::pages::words;
use crate::problem::Problem;
use crate::state::State;

/// Every field of the form, in its order.
type Fields = Vec<(String, String)>;

/// What came of a button.
enum Done {
    /// Where to go on, and the word to say there.
    Onward(String, Option<String>),
    /// Something in the form is wrong.
    Wrong(Violations),
}

/// `POST /desk/batches/{id}`
pub(crate) async fn act(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BatchId>,
    Posted(fields): Posted<Fields>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let form = Form(fields);
    let (id, sent) = (*id, form.clone());
    let done = state
        .write(move |conn, tools| step(conn, tools, &caller, id, &sent))
        .await?;
    state.errands.wake();
    match done {
        Done::Onward(path, Some(word)) => Ok(Answer::see_other(path).flash(word)),
        Done::Onward(path, None) => Ok(Answer::see_other(path)),
        Done::Wrong(found) => {
            let mut page = page(&state, &visitor, id, 0).await?;
            page.narrative = form.value("narrative").to_owned();
            page.note = form.value("note").to_owned();
            page.errors = found
                .0
                .into_iter()
                .map(|one| (one.pointer.trim_start_matches('/').to_owned(), one.message))
                .collect();
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn step(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    form: &Form,
) -> Result<Done, Problem> {
    let here = batch_path(id);
    let said = |word: &str| Ok(Done::Onward(here.clone(), Some(word.to_owned())));
    if let Ok(number) = form.value("skip").parse() {
        batches::skip(conn, tools, caller, id, number, true)?;
        return Ok(Done::Onward(format!("{here}#rows"), None));
    }
    if let Ok(number) = form.value("take").parse() {
        batches::skip(conn, tools, caller, id, number, false)?;
        return Ok(Done::Onward(format!("{here}#rows"), None));
    }
    if let Ok(number) = form.value("fix").parse::<i32>() {
        let mut person = batches::row(conn, tools, caller, id, number)?.person;
        form.value(&format!("meant_{number}"))
            .clone_into(&mut person.email);
        batches::mend(conn, tools, caller, id, number, person)?;
        return Ok(Done::Onward(here, None));
    }
    match form.value("do") {
        "columns" => {
            let meanings = (0..).map_while(|place| form.find(&format!("c{place}")));
            let meanings: Vec<Meaning> = meanings.filter_map(Meaning::of_word).collect();
            batches::set_columns(conn, tools, caller, id, &meanings)?;
            said("The columns are read anew.")
        }
        "check" => {
            let left = mend(conn, tools, caller, id, form)?;
            match left {
                0 => said("Every row that was shown is right now."),
                left => said(&format!(
                    "{} still need a look.",
                    words::count(left, "row", "rows")
                )),
            }
        }
        "award" => {
            mend(conn, tools, caller, id, form)?;
            let batch = batches::find(conn, caller, id)?;
            match batches::start(conn, tools, caller, id, form.start(batch)) {
                Ok(_) => Ok(Done::Onward(here, None)),
                Err(BatchError::Invalid(found)) => Ok(Done::Wrong(found)),
                Err(error) => Err(error.into()),
            }
        }
        "pause" => batches::pause(conn, tools, caller, id)
            .map_err(Problem::from)
            .and(said("Paused. Nothing is lost.")),
        "resume" => {
            mend(conn, tools, caller, id, form)?;
            batches::resume(conn, tools, caller, id)?;
            Ok(Done::Onward(here, None))
        }
        "cancel" => batches::cancel(conn, tools, caller, id)
            .map_err(Problem::from)
            .and(said("Stopped. What was awarded before stays.")),
        "undo" => batches::undo(conn, tools, caller, id)
            .map_err(Problem::from)
            .and(said("All of it is taken back.")),
        "discard" => {
            let batch = batches::find(conn, caller, id)?;
            batches::discard(conn, tools, caller, id)?;
            let award = format!("/desk/badges/{}/award", batch.badge_class_id);
            Ok(Done::Onward(
                award,
                Some("Thrown away. Nothing was awarded.".to_owned()),
            ))
        }
        _ => Err(Problem::unreadable("The form names no action.")),
    }
}

/// Writes down what was typed into the rows that need a look; says how many still do.
fn mend(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    form: &Form,
) -> Result<u64, Problem> {
    let mut left = 0;
    for number in form
        .all("row")
        .filter_map(|number| number.parse::<i32>().ok())
    {
        let before = batches::row(conn, tools, caller, id, number)?.person;
        let field = |name: &str, before: &str| {
            let typed = form.find(&format!("{name}_{number}"));
            typed.unwrap_or(before).trim().to_owned()
        };
        let person = Person {
            email: field("email", &before.email),
            name: field("name", &before.name),
            narrative: field("narrative", &before.narrative),
            evidence: field("evidence", &before.evidence),
        };
        let row = if person == before {
            batches::row(conn, tools, caller, id, number)?
        } else {
            batches::mend(conn, tools, caller, id, number, person)?
        };
        left += u64::from(!row.problems.is_empty());
    }
    Ok(left)
}

/// The fields of the form by name.
#[derive(Debug, Clone)]
struct Form(Fields);

impl Form {
    fn find(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(field, _)| field == name);
        field.map(|(_, value)| value.as_str())
    }

    fn value(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fields = self.0.iter().filter(move |(field, _)| field == name);
        fields.map(|(_, value)| value.as_str())
    }

    /// How to run it: as the form says, or as it was said before where the page has only the button.
    fn start(&self, batch: Batch) -> Start {
        if self.find("narrative").is_none() {
            return Start {
                narrative: batch.narrative,
                mailing: batch.mailing,
                note: batch.note,
                duplicates: batch.duplicates,
                starts_at: None,
            };
        }
        let text = |name| Some(self.value(name).to_owned());
        Start {
            narrative: text("narrative"),
            mailing: self.value("mailing").parse().unwrap_or(Mailing::None),
            note: text("note"),
            duplicates: match self.value("twins") {
                "award" => DuplicateRule::Award,
                _ => DuplicateRule::Skip,
            },
            starts_at: self.starts_at(),
        }
    }

    /// As a browser writes a moment without its zone; pages say that times are UTC.
    fn starts_at(&self) -> Option<jiff::Timestamp> {
        let typed: DateTime = self.value("starts_at").parse().ok()?;
        let zoned = typed.to_zoned(TimeZone::UTC).ok()?;
        Some(zoned.timestamp())
    }
}

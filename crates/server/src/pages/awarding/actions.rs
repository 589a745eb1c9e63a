//! What can be done on the page of a batch: one form, whose buttons say what.

use accolade_issuing::Tools;
use accolade_issuing::access::{AccessError, Caller};
use accolade_issuing::batches::{self, BatchError, Start};
use accolade_issuing::idempotency::forms;
use accolade_issuing::limits;
use accolade_issuing::rosters::{self, RosterError};
use accolade_issuing::tables::{Meaning, Person};
use accolade_issuing::violations::Violations;
use accolade_storage::DbConnection;
use accolade_storage::batches::Batch;
use accolade_storage::types::{BatchId, BatchState, DuplicateRule, Mailing};
use actix_web::http::StatusCode;
use actix_web::web;

use super::batch::page;
use super::batch_path;
use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
use crate::pages::{once, response, results, typed, words};
use crate::problem::Problem;
use crate::state::State;

/// Every field of the form, in its order.
type Fields = Vec<(String, String)>;

/// What came of a button.
enum Done {
    /// Where to go on, and the word to say there.
    Onward(String, Option<String>),
    /// The page of the batch, and why nothing was done.
    TooLate(&'static str),
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
    let done = once::write(&state, move |conn, tools| {
        step(conn, tools, &caller, id, &sent)
    })
    .await?;
    state.errands.wake();
    match done {
        Done::Onward(path, Some(word)) => Ok(Answer::see_other(path).flash(word)),
        Done::Onward(path, None) => Ok(Answer::see_other(path)),
        Done::TooLate(why) => Ok(Answer::see_other(batch_path(id)).caution(why)),
        Done::Wrong(found) => {
            let mut page = page(&state, &visitor, id, 0).await?;
            page.narrative = form.value("narrative").to_owned();
            page.note = form.value("note").to_owned();
            page.list_name = form.value("list_name").to_owned();
            page.starts_at = form.value("starts_at").to_owned();
            page.mailing = form.value("mailing").parse().unwrap_or(page.mailing);
            page.award_twins = form.value("twins") == "award";
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
        "award" => award(conn, tools, caller, id, form),
        "pause" => stepped(
            batches::pause(conn, tools, caller, id),
            BatchState::Paused,
            said("Paused. Nothing is lost."),
        ),
        "resume" => {
            let batch = batches::find(conn, caller, id)?;
            if batch.state == BatchState::Paused {
                mend(conn, tools, caller, id, form)?;
            }
            stepped(
                batches::resume(conn, tools, caller, id),
                BatchState::Running,
                Ok(Done::Onward(here, None)),
            )
        }
        "cancel" => stepped(
            batches::cancel(conn, tools, caller, id),
            BatchState::Cancelled,
            said("Stopped. What was awarded before stays."),
        ),
        "undo" => stepped(
            batches::undo(conn, tools, caller, id),
            BatchState::Undone,
            said("All of it is taken back."),
        ),
        "go-on" => go_on(conn, tools, caller, id),
        "keep-list" => keep_list(conn, tools, caller, id, form.value("list_name")),
        "discard" => {
            let batch = match batches::find(conn, caller, id) {
                Ok(batch) => batch,
                // Pressed once more, the button finds its work done.
                Err(BatchError::Unknown | BatchError::Access(AccessError::Hidden)) => {
                    let gone = "That list is not here any more.".to_owned();
                    return Ok(Done::Onward("/desk".to_owned(), Some(gone)));
                }
                Err(error) => return Err(error.into()),
            };
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

/// Starts the batch. Pressed once more, the button leads to what the first press began.
fn award(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    form: &Form,
) -> Result<Done, Problem> {
    let batch = batches::find(conn, caller, id)?;
    match batch.state {
        BatchState::Draft => {
            mend(conn, tools, caller, id, form)?;
        }
        BatchState::Scheduled => {}
        _ => return Ok(Done::Onward(batch_path(id), None)),
    }
    let started = match form.start(batch) {
        Ok(start) => batches::start(conn, tools, caller, id, start),
        Err(found) => return Ok(Done::Wrong(found)),
    };
    match started {
        Ok(_) => Ok(Done::Onward(batch_path(id), None)),
        Err(BatchError::Invalid(found)) => Ok(Done::Wrong(found)),
        // Another press was faster by a moment.
        Err(BatchError::WrongState(_)) => Ok(Done::Onward(batch_path(id), None)),
        Err(error) => Err(error.into()),
    }
}

/// What came of a button that stops a batch or lets it go on: a second press, or one that came too late, leads to the page
/// that says how the batch stands.
fn stepped(
    done: Result<Batch, BatchError>,
    wanted: BatchState,
    word: Result<Done, Problem>,
) -> Result<Done, Problem> {
    match done {
        Ok(_) => word,
        Err(BatchError::WrongState(state)) if state == wanted => word,
        Err(BatchError::WrongState(_)) => Ok(Done::TooLate(
            "Meanwhile it went on: here you see how it stands now.",
        )),
        Err(BatchError::TooLate) => Ok(Done::TooLate(
            "The fifteen minutes are over. You can still withdraw the awards, one or many at a time.",
        )),
        Err(error) => Err(error.into()),
    }
}

/// Keeps who stands in the batch as a class list.
fn keep_list(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    name: &str,
) -> Result<Done, Problem> {
    let here = batch_path(id);
    let word = "The list is kept. It stands under Batches, and is offered whenever you award.";
    let press = once::digest(&here, [("list", name)]);
    if forms::earlier(conn, tools, caller, press)?.is_some() {
        return Ok(Done::Onward(here, Some(word.to_owned())));
    }
    let issuer = batches::find(conn, caller, id)?.issuer_id;
    let people = batches::people(conn, tools, caller, id, limits::ROSTER_PEOPLE.value + 1)?;
    match rosters::create(conn, tools, caller, issuer, name, &people) {
        Ok(_) => {
            forms::done(conn, tools, caller, press, &here)?;
            Ok(Done::Onward(here, Some(word.to_owned())))
        }
        Err(RosterError::Invalid(found)) => {
            let first = found.0.into_iter().next();
            let message = first.map_or_else(String::new, |one| one.message);
            Ok(Done::Wrong(Violations::one("/list", "refused", &message)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Leads to a draft of the rows that were left behind. The same press leads to the same draft.
fn go_on(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
) -> Result<Done, Problem> {
    let press = once::digest(&batch_path(id), [("do", "go-on")]);
    if let Some(draft) = forms::earlier(conn, tools, caller, press)? {
        return Ok(Done::Onward(draft, None));
    }
    let draft = match batches::go_on(conn, tools, caller, id) {
        Ok(draft) => batch_path(draft.id),
        Err(BatchError::Invalid(_) | BatchError::WrongState(_)) => {
            return Ok(Done::TooLate("There is nobody to go on with here."));
        }
        Err(error) => return Err(error.into()),
    };
    forms::done(conn, tools, caller, press, &draft)?;
    let word = "Here are those that were not awarded. Mend them, then award them.";
    Ok(Done::Onward(draft, Some(word.to_owned())))
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
            results: before
                .results
                .iter()
                .map(|(id, said)| (id.clone(), field(&results::name(id), said)))
                .filter(|(_, said)| !said.is_empty())
                .collect(),
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
    /// A time that cannot be read is told, for none would mean now.
    fn start(&self, batch: Batch) -> Result<Start, Violations> {
        if self.find("narrative").is_none() {
            return Ok(Start {
                narrative: batch.narrative,
                mailing: batch.mailing,
                note: batch.note,
                duplicates: batch.duplicates,
                starts_at: None,
            });
        }
        let mut found = Violations::default();
        let starts_at = typed::moment(&mut found, "/startsAt", self.value("starts_at"));
        found.into_result()?;
        let text = |name| Some(self.value(name).to_owned());
        Ok(Start {
            narrative: text("narrative"),
            mailing: self.value("mailing").parse().unwrap_or(Mailing::None),
            note: text("note"),
            duplicates: match self.value("twins") {
                "award" => DuplicateRule::Award,
                _ => DuplicateRule::Skip,
            },
            starts_at,
        })
    }
}

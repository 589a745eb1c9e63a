//! What a batch left behind: rows that need a look go on in a draft of their own, once the others are awarded.

use accolade_storage::DbConnection;
use accolade_storage::batch_rows::{self, RowFilter};
use accolade_storage::batches::Batch;
use accolade_storage::types::{BatchId, BatchState, RowState};

use super::rows::{columns, touch, view};
use super::{BatchError, NewBatch, RowView, Source, create, find};
use crate::Tools;
use crate::access::Caller;
use crate::violations::Violations;

/// How many rows are opened at a time.
const CHUNK: i64 = 1_000;

/// In which states a row of this batch was left behind. What somebody left out on purpose was not.
pub fn states_left(batch: &Batch) -> &'static [RowState] {
    match batch.state {
        BatchState::Cancelled => &[RowState::Broken, RowState::Failed, RowState::Ready],
        _ => &[RowState::Broken, RowState::Failed],
    }
}

/// At most `limit` rows that were left behind, in order, from behind row `after`.
pub fn rows_left(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    after: i32,
    limit: i64,
) -> Result<Vec<RowView>, BatchError> {
    let batch = find(conn, caller, id)?;
    let mut found = Vec::new();
    // Each state by itself, so that an index gives the order.
    for state in states_left(&batch) {
        let only = RowFilter {
            state: Some(*state),
            twins: false,
        };
        found.extend(batch_rows::list(conn, id, only, after, limit)?);
    }
    found.sort_unstable_by_key(|row| row.number);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let columns = columns(&batch);
    let views = found.iter().map(|row| view(tools, &columns, row));
    Ok(views.collect::<Result<_, _>>()?)
}

/// Makes a new draft of all that a finished batch left behind, to be mended there and awarded in the same way. The finished
/// batch stays as it is.
pub fn go_on(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
) -> Result<Batch, BatchError> {
    let before = find(conn, caller, id)?;
    let finished = [BatchState::Mailing, BatchState::Done, BatchState::Cancelled];
    if !finished.contains(&before.state) {
        return Err(BatchError::WrongState(before.state));
    }
    let (mut people, mut after) = (Vec::new(), 0);
    loop {
        let some = rows_left(conn, tools, caller, id, after, CHUNK)?;
        let Some(last) = some.last() else { break };
        after = last.number;
        people.extend(some.into_iter().map(|row| row.person));
    }
    if people.is_empty() {
        let message = "Nobody was left behind: every row was awarded, or left out on purpose.";
        return Err(Violations::one("/rows", "required", message).into());
    }
    let new = NewBatch {
        badge_class: before.badge_class_id,
        title: match before.title.strip_prefix("Rest of ") {
            Some(_) => before.title.clone(),
            None => format!("Rest of {}", before.title),
        },
        source: Source::People(people),
    };
    let mut batch = create(conn, tools, caller, new)?;
    batch.narrative = before.narrative;
    batch.mailing = before.mailing;
    batch.note = before.note;
    batch.duplicates = before.duplicates;
    touch(conn, tools, &mut batch)?;
    Ok(batch)
}

#[cfg(test)]
mod tests {
    use accolade_storage::types::{DuplicateRule, Mailing};
    use accolade_storage::{assertions, on_each_database};

    use super::*;
    use crate::batches::{Start, cancel, mend, pause, start, undo, work};
    use crate::tables::Person;
    use crate::testing::World;

    fn drafted(world: &World<'_>, text: &str) -> Batch {
        let new = NewBatch {
            badge_class: world.badge(world.issuer("acme").id).id,
            title: "year-8.csv".into(),
            source: Source::Text(text.into()),
        };
        let operator = Caller::operator();
        world
            .db
            .write(|conn| create(conn, &world.tools, &operator, new))
            .unwrap()
    }

    fn begun(world: &World<'_>, id: BatchId) {
        let how = Start {
            narrative: Some("Your bridge stood.".into()),
            mailing: Mailing::Now,
            note: Some("Bravo!".into()),
            duplicates: DuplicateRule::Skip,
            starts_at: None,
        };
        let operator = Caller::operator();
        world
            .db
            .write(|conn| start(conn, &world.tools, &operator, id, how))
            .unwrap();
    }

    fn worked_off(world: &World<'_>) {
        while work::turn(world.db, &world.tools).unwrap() == work::Step::Busy {}
    }

    on_each_database! {
        fn rows_that_were_left_behind_go_on_in_a_draft_of_their_own(db: &TestDatabase) {
            let world = World::new(db);
            let operator = Caller::operator();
            let batch = drafted(&world, "name,email,text\nMia,mia@a.example,\nTom,tom(at)a.example,Swam\nMia,mia@a.example,\nEve,eve@,\n");
            let early = db.write(|conn| go_on(conn, &world.tools, &operator, batch.id));
            begun(&world, batch.id);
            worked_off(&world);

            let rest = db.write(|conn| go_on(conn, &world.tools, &operator, batch.id)).unwrap();
            let told = db.read(|conn| rows_left(conn, &world.tools, &operator, rest.id, 0, 9)).unwrap();
            let tom = Person { email: "tom@a.example".into(), ..told[0].person.clone() };
            db.write(|conn| mend(conn, &world.tools, &operator, rest.id, 1, tom)).unwrap();
            begun(&world, rest.id);
            worked_off(&world);

            assert!(matches!(early, Err(BatchError::WrongState(BatchState::Draft))), "{early:?}");
            assert_eq!((rest.title.as_str(), rest.total_rows, rest.state), ("Rest of year-8.csv", 2, BatchState::Draft));
            assert_eq!((rest.narrative.as_deref(), rest.mailing, rest.note.as_deref()), (Some("Your bridge stood."), Mailing::Now, Some("Bravo!")));
            let words: Vec<_> = told.iter().map(|row| (row.person.name.as_str(), row.person.narrative.as_str(), row.problems.len())).collect();
            assert_eq!(words, [("Tom", "Swam", 1), ("Eve", "", 1)]);
            let awarded = db.read(|conn| assertions::count_by_badge_class(conn, batch.badge_class_id)).unwrap();
            assert_eq!(awarded, 2);
            let last = db.write(|conn| go_on(conn, &world.tools, &operator, rest.id)).unwrap();
            assert_eq!((last.title.as_str(), last.total_rows), ("Rest of year-8.csv", 1));
        }

        fn of_a_batch_that_was_stopped_the_others_go_on_too_and_of_one_that_left_none_nobody(db: &TestDatabase) {
            let world = World::new(db);
            let operator = Caller::operator();
            let batch = drafted(&world, "Mia\nTom\nbad@\n");
            begun(&world, batch.id);
            db.write(|conn| pause(conn, &world.tools, &operator, batch.id)).unwrap();
            db.write(|conn| cancel(conn, &world.tools, &operator, batch.id)).unwrap();

            let rest = db.write(|conn| go_on(conn, &world.tools, &operator, batch.id)).unwrap();
            begun(&world, rest.id);
            worked_off(&world);
            db.write(|conn| undo(conn, &world.tools, &operator, rest.id)).unwrap();
            let undone = db.write(|conn| go_on(conn, &world.tools, &operator, rest.id));

            assert_eq!(rest.total_rows, 3);
            assert!(matches!(undone, Err(BatchError::WrongState(BatchState::Undone))), "{undone:?}");
        }
    }
}

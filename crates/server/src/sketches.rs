//! Sketches of nobody's account are kept for a season, and then forgotten.

use accolade_issuing::sketches::KEPT_HOURS;
use accolade_storage::{StorageError, sketches};
use jiff::SignedDuration;

use crate::errands::Turn;
use crate::problem::Problem;
use crate::state::State;

/// Forgets what is too old.
pub(crate) async fn turn(state: &State) -> Result<Turn, Problem> {
    let day = (state.now() - SignedDuration::from_hours(KEPT_HOURS)).into();
    let any = state
        .read(move |conn| -> Result<_, StorageError> { sketches::any_before(conn, day) })
        .await?;
    if any {
        state
            .write(move |conn, _| -> Result<_, StorageError> { sketches::forget_before(conn, day) })
            .await?;
    }
    Ok(Turn::Idle(None))
}

#[cfg(test)]
mod tests {
    use accolade_issuing::sketches::{self as issuing, Keeper, SketchContent};
    use accolade_issuing::testing::World;

    use super::*;
    use crate::testing::{database, state};

    #[actix_web::test]
    async fn a_season_later_a_sketch_of_nobody_is_forgotten() {
        let db = database();
        let world = World::new(&db);
        let keeper = Keeper {
            session: Some(accolade_issuing::ids::new(&world.tools)),
            account: None,
        };
        db.write(|conn| issuing::keep(conn, &world.tools, keeper, &SketchContent::default()))
            .unwrap();
        let open = || db.read(|conn| issuing::open(conn, keeper)).unwrap();

        turn(&state(&world)).await.unwrap();
        let soon = open();
        world
            .clock
            .advance(SignedDuration::from_hours(KEPT_HOURS + 1));
        turn(&state(&world)).await.unwrap();

        assert!(soon.is_some());
        assert!(open().is_none());
    }
}

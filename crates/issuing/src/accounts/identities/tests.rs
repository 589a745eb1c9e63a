use accolade_storage::on_each_database;
use accolade_storage::sessions as session_rows;

use super::*;
use crate::sessions::{self, Browser};
use crate::testing::World;

fn begun(world: &World<'_>, caller: &Caller, email: &str) -> (Secret, String) {
    let ticket = world
        .db
        .write(|conn| begin_adding(conn, &world.tools, caller, email))
        .unwrap();
    let due = world
        .db
        .write(|conn| mail::take(conn, &world.tools, 100))
        .unwrap();
    match due.last().unwrap().envelope.clone().unwrap().letter {
        Letter::ProveAddress { code, .. } => (ticket, code),
        other => panic!("{other:?}"),
    }
}

fn finished(
    world: &World<'_>,
    caller: &Caller,
    ticket: &Secret,
    code: &str,
    merge: bool,
) -> Outcome {
    world
        .db
        .write(|conn| finish_adding(conn, &world.tools, caller, ticket, code, merge))
        .unwrap()
}

on_each_database! {
    fn a_second_address_is_added_by_its_code_and_the_last_one_stays(db: &TestDatabase) {
        let world = World::new(db);
        let (ada, caller) = world.person("ada@a.example", None);
        let (_, eve) = world.person("eve@a.example", None);
        db.write(|conn| accounts::prove_identity(conn, "email", "ada@a.example", db.start())).unwrap();
        let (ticket, code) = begun(&world, &caller, "Ada@home.example");

        let by_eve = finished(&world, &eve, &ticket, &code, false);
        let added = finished(&world, &caller, &ticket, &code, false);
        let again = finished(&world, &caller, &ticket, &code, false);
        let first = db.write(|conn| remove(conn, &world.tools, &caller, "email", "ada@a.example"));
        let last = db.write(|conn| remove(conn, &world.tools, &caller, "email", "ada@home.example"));

        assert!(matches!(by_eve, Outcome::Stale) && matches!(again, Outcome::Stale));
        assert!(matches!(added, Outcome::Added { ref email } if email == "ada@home.example"), "{added:?}");
        assert!(first.is_ok(), "{first:?}");
        assert!(matches!(last, Err(AccountError::Invalid(_))), "{last:?}");
        assert_eq!(db.read(|conn| accounts::identities_of(conn, ada.id)).unwrap().len(), 1);
    }

    fn proving_an_address_of_another_account_joins_the_two_after_saying_what_moves(db: &TestDatabase) {
        let world = World::new(db);
        let (one, two) = (world.issuer("one"), world.issuer("two"));
        let (ada, caller) = world.person("ada@a.example", Some((one.id, Role::Viewer)));
        let (old, _) = world.person("ada@old.example", Some((one.id, Role::Owner)));
        world.person("ada@old.example", Some((two.id, Role::Assessor)));
        let (session, cookie) = db
            .write(|conn| sessions::sign_in(conn, &world.tools, old.id, None, &Browser::default()))
            .unwrap();
        let (ticket, code) = begun(&world, &caller, "ada@old.example");

        let asked = finished(&world, &caller, &ticket, &code, false);
        let before = db.read(|conn| accounts::by_identity(conn, "email", "ada@old.example")).unwrap();
        let merged = finished(&world, &caller, &ticket, &code, true);

        let Outcome::LeadsElsewhere(belongings) = asked else { panic!("{asked:?}") };
        assert_eq!(belongings.roles.len(), 2);
        assert_eq!(before, Some(old.clone()));
        assert!(matches!(merged, Outcome::Merged(_)), "{merged:?}");
        let after = db.read(|conn| accounts::by_identity(conn, "email", "ada@old.example")).unwrap();
        assert_eq!(after.map(|account| account.id), Some(ada.id));
        let mut roles = db.read(|conn| memberships::roles_for(conn, ada.id, &[one.id, two.id])).unwrap();
        roles.sort();
        assert_eq!(roles, [(one.id, Role::Owner), (two.id, Role::Assessor)]);
        assert_eq!(db.read(|conn| memberships::of_account(conn, old.id)).unwrap(), []);
        let resumed = db.read(|conn| sessions::resume(conn, &world.tools, &cookie)).unwrap().unwrap();
        assert_eq!(resumed.account.unwrap().id, ada.id);
        assert!(db.read(|conn| session_rows::find(conn, session.id)).unwrap().is_some());
    }

    fn a_code_that_adds_an_address_signs_nobody_in(db: &TestDatabase) {
        let world = World::new(db);
        let (_, caller) = world.person("ada@a.example", None);
        let (ticket, code) = begun(&world, &caller, "ada@home.example");
        let proof = sign_in::Proof::Code { ticket, code };

        let outcome = db
            .write(|conn| sign_in::finish(conn, &world.tools, &proof, None, &Browser::default()))
            .unwrap();

        assert!(matches!(outcome, sign_in::Outcome::Stale), "{outcome:?}");
    }
}

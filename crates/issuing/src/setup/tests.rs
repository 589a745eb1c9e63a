use accolade_storage::issuers as rows;
use accolade_storage::on_each_database;

use super::*;
use crate::testing::World;

fn words() -> FirstWords {
    FirstWords {
        name: "Marit Solheim".into(),
        email: "Marit@alderbay.example".into(),
        organisation: "Alder Bay District".into(),
        slug: "alder-bay".into(),
        kind: Some(IssuerKind::District),
        website: String::new(),
    }
}

fn renewed(world: &World<'_>) -> Secret {
    let link = world
        .db
        .write(|conn| renew(conn, &world.tools))
        .unwrap()
        .unwrap();
    link.rsplit('/').next().unwrap().parse().unwrap()
}

fn finished(
    world: &World<'_>,
    link: &Secret,
    words: &FirstWords,
) -> Result<(Account, Secret), SetupError> {
    let browser = Browser::default();
    world
        .db
        .write(|conn| finish(conn, &world.tools, link, words, None, &browser))
}

on_each_database! {
    fn the_link_makes_an_operator_and_their_organisation_and_is_used_up(db: &TestDatabase) {
        let world = World::new(db);
        let old = renewed(&world);
        let link = renewed(&world);

        let by_old = finished(&world, &old, &words());
        let (account, cookie) = finished(&world, &link, &words()).unwrap();
        let again = finished(&world, &link, &words());

        let resumed = db.read(|conn| sessions::resume(conn, &world.tools, &cookie)).unwrap().unwrap();
        let issuer = db.read(|conn| rows::by_slug(conn, "alder-bay")).unwrap().unwrap();
        assert!(resumed.caller().operator);
        assert_eq!(resumed.email.as_deref(), Some("marit@alderbay.example"));
        assert_eq!((account.name.as_str(), issuer.name.as_str()), ("Marit Solheim", "Alder Bay District"));
        assert!(matches!(by_old, Err(SetupError::Stale)) && matches!(again, Err(SetupError::Stale)));
        assert_eq!(db.write(|conn| renew(conn, &world.tools)).unwrap(), None);
    }

    fn wrong_words_leave_the_link_as_it_was(db: &TestDatabase) {
        let world = World::new(db);
        let link = renewed(&world);
        let nameless = FirstWords { organisation: " ".into(), ..words() };

        let refused = finished(&world, &link, &nameless);

        let Err(SetupError::Invalid(violations)) = refused else { panic!("{refused:?}") };
        assert_eq!(violations.0[0].pointer, "/organisation");
        assert!(db.read(|conn| is_good(conn, &world.tools, &link)).unwrap());
        assert!(!db.read(accounts::any_operator).unwrap());
        finished(&world, &link, &words()).unwrap();
    }

    fn a_link_ends_after_a_day(db: &TestDatabase) {
        let world = World::new(db);
        let link = renewed(&world);
        world.clock.advance(GOOD_FOR);

        let late = finished(&world, &link, &words());

        assert!(matches!(late, Err(SetupError::Stale)), "{late:?}");
    }
}

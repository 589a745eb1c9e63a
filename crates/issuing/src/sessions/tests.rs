use accolade_storage::on_each_database;

use super::*;
use crate::testing::World;

fn browser() -> Browser {
    Browser {
        user_agent: "Firefox\0 ".to_owned() + &"x".repeat(300),
        address: "192.0.2.0/24".to_owned(),
    }
}

fn signed_in(world: &World<'_>, account: AccountId, before: Option<&Secret>) -> (Session, Secret) {
    world
        .db
        .write(|conn| sign_in(conn, &world.tools, account, before, &browser()))
        .unwrap()
}

fn resumed(world: &World<'_>, secret: &Secret) -> Option<Resumed> {
    world
        .db
        .read(|conn| resume(conn, &world.tools, secret))
        .unwrap()
}

on_each_database! {
    fn a_visitors_session_goes_on_under_another_secret_when_they_sign_in(db: &TestDatabase) {
        let world = World::new(db);
        let (account, _) = world.person("ada@a.example", None);
        let planted = Secret::new(&world.tools);
        let kept = db.write(|conn| keep(conn, &world.tools, &planted, &browser())).unwrap();

        let (session, secret) = signed_in(&world, account.id, Some(&planted));

        assert_eq!(session.id, kept.id);
        assert_eq!(resumed(&world, &planted), None);
        assert_eq!(resumed(&world, &secret).unwrap().account, Some(account));
        assert_eq!(kept.user_agent.chars().count(), 200);
    }

    fn signing_in_as_somebody_else_ends_the_session_before(db: &TestDatabase) {
        let world = World::new(db);
        let (ada, _) = world.person("ada@a.example", None);
        let (grace, _) = world.person("grace@a.example", None);
        let (first, old) = signed_in(&world, ada.id, None);

        let (second, new) = signed_in(&world, grace.id, Some(&old));

        assert_ne!(first.id, second.id);
        assert_eq!(resumed(&world, &old), None);
        assert_eq!(resumed(&world, &new).unwrap().account, Some(grace));
    }

    fn a_session_ends_thirty_days_after_its_last_use_and_after_ninety_in_all(db: &TestDatabase) {
        let world = World::new(db);
        let (ada, _) = world.person("ada@a.example", None);
        let (unused, idle) = signed_in(&world, ada.id, None);
        let (session, used) = signed_in(&world, ada.id, None);

        let mut days = 0;
        while resumed(&world, &used).is_some() {
            if days % 20 == 0 {
                db.write(|conn| note_use(conn, &world.tools, session.id)).unwrap();
            }
            assert_eq!(resumed(&world, &idle).is_some(), days < 30, "{days}");
            world.clock.advance(SignedDuration::from_hours(24));
            days += 1;
        }

        assert_eq!(days, 90);
        assert_ne!(unused.id, session.id);
    }

    fn one_ends_ones_own_sessions_only(db: &TestDatabase) {
        let world = World::new(db);
        let (ada, caller) = world.person("ada@a.example", None);
        let (_, stranger) = world.person("eve@a.example", None);
        let (first, first_secret) = signed_in(&world, ada.id, None);
        let (kept, kept_secret) = signed_in(&world, ada.id, None);
        signed_in(&world, ada.id, None);

        let by_stranger = db.write(|conn| end(conn, &world.tools, &stranger, first.id)).unwrap();
        let still = resumed(&world, &first_secret).is_some();
        let by_owner = db.write(|conn| end(conn, &world.tools, &caller, first.id)).unwrap();
        let others = db.write(|conn| end_others(conn, &world.tools, &caller, Some(kept.id))).unwrap();

        assert_eq!((by_stranger, still, by_owner, others), (false, true, true, 1));
        assert_eq!(resumed(&world, &first_secret), None);
        assert!(resumed(&world, &kept_secret).is_some());
        let left = db.read(|conn| of_account(conn, &world.tools, ada.id)).unwrap();
        assert_eq!(left.len(), 1);
    }
}

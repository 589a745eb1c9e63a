use accolade_storage::on_each_database;
use jiff::SignedDuration;

use super::*;
use crate::access::Scope;
use crate::testing::World;

fn wanted(scopes: &str) -> NewToken {
    NewToken {
        account: None,
        name: "Script".into(),
        scopes: scopes.parse().unwrap(),
        expires_at: None,
    }
}

on_each_database! {
    fn a_secret_opens_for_its_account_with_its_scopes(db: &TestDatabase) {
        let world = World::new(db);
        let (account, person) = world.person("a@a.org", None);

        let (token, secret) = db
            .write(|conn| create(conn, &world.tools, &person, wanted("awards:write verify")))
            .unwrap();

        let caller = db.read(|conn| authenticate(conn, &world.tools, &secret)).unwrap().unwrap();
        assert!(secret.starts_with(PREFIX));
        assert_eq!(caller.account, Some(account.id));
        assert_eq!(caller.scopes.to_string(), "awards:write verify");
        assert_eq!(caller.token, Some(token.id));
        assert!(!caller.operator);
        let wrong = secret.to_uppercase();
        assert_eq!(db.read(|conn| authenticate(conn, &world.tools, &wrong)).unwrap(), None);
    }

    fn an_ended_or_expired_token_opens_nothing(db: &TestDatabase) {
        let world = World::new(db);
        let (_, person) = world.person("a@a.org", None);
        let (_, other) = world.person("b@a.org", None);
        let soon = world.tools.clock.now() + SignedDuration::from_secs(60);
        let (_, brief) = db
            .write(|conn| {
                let new = NewToken { expires_at: Some(soon.into()), ..wanted("verify") };
                create(conn, &world.tools, &person, new)
            })
            .unwrap();
        let (token, ended) =
            db.write(|conn| create(conn, &world.tools, &person, wanted("verify"))).unwrap();

        let refused = db.write(|conn| revoke(conn, &world.tools, &other, token.id));
        assert!(matches!(refused, Err(TokenError::UnknownToken)));
        db.write(|conn| revoke(conn, &world.tools, &person, token.id)).unwrap();
        world.clock.advance(SignedDuration::from_secs(60));

        for secret in [brief, ended] {
            assert_eq!(db.read(|conn| authenticate(conn, &world.tools, &secret)).unwrap(), None);
        }
    }

    fn a_token_makes_none_that_outlives_it(db: &TestDatabase) {
        let world = World::new(db);
        let (_, person) = world.person("a@a.org", None);
        let in_days = |days: i64| {
            let end = world.tools.clock.now() + SignedDuration::from_hours(24 * days);
            Some(end.into())
        };
        let until = |end| NewToken { expires_at: end, ..wanted("tokens:write") };
        let (token, _) = db.write(|conn| create(conn, &world.tools, &person, until(in_days(7)))).unwrap();
        let maker = Caller { token: Some(token.id), ..person };
        let make = |end| db.write(|conn| create(conn, &world.tools, &maker, until(end)));

        let (shorter, as_long, longer, endless) = (make(in_days(1)), make(in_days(7)), make(in_days(8)), make(None));

        assert!(shorter.is_ok() && as_long.is_ok());
        for refused in [longer, endless] {
            let Err(TokenError::Invalid(found)) = refused else { panic!("{refused:?}") };
            assert_eq!(found.0[0].pointer, "/expiresAt");
        }
    }

    fn a_token_cannot_make_a_stronger_one_nor_one_for_another(db: &TestDatabase) {
        let world = World::new(db);
        let (_, person) = world.person("a@a.org", None);
        let (other, _) = world.person("b@a.org", None);
        let weak = Caller { scopes: [Scope::TokensWrite].into_iter().collect(), ..person.clone() };

        let stronger =
            db.write(|conn| create(conn, &world.tools, &weak, wanted("tokens:write awards:write")));
        assert!(matches!(stronger, Err(TokenError::Invalid(_))), "{stronger:?}");
        let for_other = NewToken { account: Some(other.id), ..wanted("verify") };
        let foreign = db.write(|conn| create(conn, &world.tools, &person, for_other));
        assert!(matches!(foreign, Err(TokenError::Access(AccessError::Forbidden))), "{foreign:?}");
    }
}

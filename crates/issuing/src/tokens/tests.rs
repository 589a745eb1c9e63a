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

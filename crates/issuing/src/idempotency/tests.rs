use accolade_storage::{assertions, on_each_database};

use super::*;
use crate::access::Caller;
use crate::awards::{self, AwardError, AwardOrder};
use crate::testing::World;

on_each_database! {
    fn the_same_key_and_body_give_the_same_award(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let (account, _) = world.person("a@a.org", None);
        let ask = |body: &str| -> Result<String, IdempotencyError> {
            let request = request_digest(&[b"POST", body.as_bytes()]);
            db.write(|conn| match begin(conn, &world.tools, account.id, "key-1", request)? {
                Begun::Replay(earlier) => Ok(earlier.body),
                Begun::New => {
                    let order = AwardOrder::new(badge.id, "mia@example.org");
                    let award = awards::award(conn, &world.tools, &Caller::operator(), order)
                        .map_err(|error| match error {
                            AwardError::Storage(error) => error,
                            other => panic!("{other}"),
                        })?;
                    let body = award.assertion.id.to_string();
                    let answer = Answer { status: 201, location: None, body: body.clone() };
                    finish(conn, &world.tools, account.id, "key-1", request, answer)?;
                    Ok(body)
                }
            })
        };

        let first = ask("{}").unwrap();
        let second = ask("{}").unwrap();
        let other = ask("{\"narrative\":\"x\"}");

        assert_eq!(first, second);
        assert!(matches!(other, Err(IdempotencyError::Conflict)));
        assert_eq!(db.read(|conn| assertions::count_by_issuer(conn, issuer.id)).unwrap(), 1);
    }

    fn a_kept_answer_tells_nothing_to_who_reads_the_database(db: &TestDatabase) {
        let world = World::new(db);
        let (ada, _) = world.person("a@a.org", None);
        let asked = request_digest(&[b"1"]);
        let answer = Answer {
            status: 201,
            location: Some("/api/v1/my-applications/s3cret".into()),
            body: "{\"token\":\"s3cret\"}".into(),
        };
        db.write(|conn| finish(conn, &world.tools, ada.id, "k", asked, answer.clone())).unwrap();

        let kept = db.read(|conn| idempotency_keys::find(conn, ada.id, "k")).unwrap().unwrap();
        let again = db.read(|conn| begin(conn, &world.tools, ada.id, "k", asked)).unwrap();

        assert!(!format!("{kept:?}").contains("s3cret"), "{kept:?}");
        assert_eq!(again, Begun::Replay(answer));
    }

    fn an_answer_of_the_release_before_is_given_again(db: &TestDatabase) {
        let world = World::new(db);
        let (ada, _) = world.person("a@a.org", None);
        let asked = request_digest(&[b"1"]);
        let plain = IdempotencyKey {
            account_id: ada.id,
            key: "k".into(),
            request_digest: asked,
            status: 201,
            location: Some("/here".into()),
            body: "{}".into(),
            created_at: world.tools.now(),
        };
        db.write(|conn| idempotency_keys::insert(conn, &plain)).unwrap();

        let again = db.read(|conn| begin(conn, &world.tools, ada.id, "k", asked)).unwrap();

        let answer = Answer { status: 201, location: Some("/here".into()), body: "{}".into() };
        assert_eq!(again, Begun::Replay(answer));
    }

    fn keys_of_two_accounts_do_not_meet(db: &TestDatabase) {
        let world = World::new(db);
        let (one, _) = world.person("a@a.org", None);
        let (other, _) = world.person("b@a.org", None);
        let answer = Answer { status: 201, location: None, body: "1".into() };
        let (mine, theirs) = (request_digest(&[b"1"]), request_digest(&[b"2"]));

        db.write(|conn| finish(conn, &world.tools, one.id, "k", mine, answer)).unwrap();

        let begun = db.read(|conn| begin(conn, &world.tools, other.id, "k", theirs)).unwrap();
        assert_eq!(begun, Begun::New);
        let begun = db.read(|conn| begin(conn, &world.tools, one.id, "", mine));
        assert!(matches!(begun, Err(IdempotencyError::Invalid(_))));
    }
}

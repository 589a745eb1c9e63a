use accolade_storage::types::KeyState;
use accolade_storage::{audit_events, on_each_database, signing_keys};

use super::*;
use crate::documents;
use crate::testing::World;

on_each_database! {
    fn a_new_issuer_has_a_key_of_each_algorithm_and_its_founder_owns_it(db: &TestDatabase) {
        let world = World::new(db);
        let above = world.issuer("district");
        let (account, steward) = world.person("s@a.org", Some((above.id, Role::Steward)));
        let new = NewIssuer {
            slug: "school".into(),
            parent: Some(above.id),
            ..World::new_issuer()
        };

        let issuer = db.write(|conn| create(conn, &world.tools, &steward, new)).unwrap();

        let keys = db.read(|conn| signing_keys::of_issuer(conn, issuer.id)).unwrap();
        let mut algorithms: Vec<_> = keys.iter().map(|key| key.algorithm.as_str()).collect();
        algorithms.sort_unstable();
        assert_eq!(algorithms, ["ES256", "EdDSA", "RS256"]);
        let roles = db.read(|conn| memberships::roles_for(conn, account.id, &[issuer.id])).unwrap();
        assert_eq!(roles, [(issuer.id, Role::Owner)]);
        let filter = audit_events::AuditFilter::new().subject(issuer.id);
        let page = accolade_storage::PageRequest::first(9);
        let events = db.read(|conn| audit_events::list(conn, filter, page)).unwrap().items;
        assert_eq!(events[0].action, "issuer.created");
        assert_eq!(events[0].account_id, Some(account.id));
    }

    fn a_wrong_profile_is_told_field_by_field(db: &TestDatabase) {
        let world = World::new(db);
        world.issuer("taken");
        let with_slug = |slug: &str| NewIssuer { slug: slug.into(), ..World::new_issuer() };
        let found = |new: NewIssuer| {
            let operator = Caller::operator();
            match db.write(|conn| create(conn, &world.tools, &operator, new)) {
                Err(CreateIssuerError::Invalid(Violations(found))) => found
                    .into_iter()
                    .map(|violation| (violation.pointer, violation.code))
                    .collect::<Vec<_>>(),
                other => panic!("{other:?}"),
            }
        };

        assert_eq!(found(with_slug("taken")), [("/slug".into(), "taken")]);
        for slug in ["Acme", "a--b", "-a", "a/b", "é", ".."] {
            assert_eq!(found(with_slug(slug)), [("/slug".into(), "bad_format")], "{slug}");
        }
        let wrong = NewIssuer {
            name: String::new(),
            url: "ftp://a.example".into(),
            email: "nobody".into(),
            linkedin_id: Some("acme".into()),
            image: Some([3; 32].into()),
            ..with_slug("fine")
        };
        assert_eq!(
            found(wrong),
            [
                ("/name".into(), "required"),
                ("/url".into(), "bad_scheme"),
                ("/email".into(), "bad_format"),
                ("/linkedinId".into(), "bad_format"),
                ("/image".into(), "unknown"),
            ]
        );
    }

    fn a_rotated_key_signs_no_more_but_stays_published(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let old = db
            .read(|conn| signing_keys::active(conn, issuer.id, KeyAlgorithm::EdDsa))
            .unwrap()
            .unwrap();

        let new = db
            .write(|conn| {
                let algorithm = KeyAlgorithm::EdDsa;
                rotate_key(conn, &world.tools, &Caller::operator(), issuer.id, algorithm)
            })
            .unwrap();

        let keys = db.read(|conn| signing_keys::of_issuer(conn, issuer.id)).unwrap();
        let retired = keys.iter().find(|key| key.id == old.id).unwrap();
        assert_eq!(retired.state, KeyState::Retired);
        let document =
            documents::issuer::did_document(&world.tools.addresses, &issuer, &keys).to_string();
        for key in [&old, &new] {
            let method = format!("\"did:web:badges.test:issuers:acme#{}\"", key.kid);
            assert!(document.contains(&method), "{method}");
        }
    }

    fn an_edit_changes_only_what_it_names(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let change = IssuerEdit { name: Some("Acme College".into()), ..IssuerEdit::default() };

        let edited = db
            .write(|conn| edit(conn, &world.tools, &Caller::operator(), issuer.id, change))
            .unwrap();

        assert_eq!(edited, Issuer { name: "Acme College".into(), ..issuer });
    }

    fn private_keys_are_never_stored_in_the_open(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");

        for stored in db.read(|conn| signing_keys::of_issuer(conn, issuer.id)).unwrap() {
            let key = world.tools.keyring.signing_key(&stored).unwrap();
            let der = key.to_pkcs8_der().unwrap();
            let tail = &der[der.len() - 16..];
            assert!(!stored.sealed.windows(16).any(|window| window == tail));
            assert!(!stored.public_jwk.contains("\"d\""));
        }
    }
}

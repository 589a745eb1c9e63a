use accolade_storage::on_each_database;
use accolade_storage::types::Role;
use serde_json::Value;

use super::*;
use crate::testing::World;

on_each_database! {
    fn another_organisation_signs_its_word_with_its_own_key(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let museum = world.issuer("museum");
        let badge = world.badge(school.id);
        let (_, steward) = world.person("steward@museum.org", Some((museum.id, Role::Steward)));
        let say = |words: &str| {
            db.write(|conn| endorse(conn, &world.tools, &steward, museum.id, badge.id, words))
        };

        let made = say(" We open our archive to its holders. ").unwrap();

        let document: Value = serde_json::from_str(&made.document).unwrap();
        assert_eq!(document["credentialSubject"]["id"], world.tools.addresses.badge(badge.id));
        assert_eq!(document["issuer"]["id"], world.tools.addresses.issuer_did("museum"));
        assert!(document["proof"].is_array() || document["proof"].is_object());
        let shown = db.read(|conn| documents_of(conn, badge.id, 1)).unwrap();
        assert_eq!(shown, [document]);
        assert!(matches!(say("Again."), Err(EndorsementError::Already)));
        db.write(|conn| withdraw(conn, &world.tools, &steward, made.id)).unwrap();
        assert!(db.read(|conn| documents_of(conn, badge.id, 1)).unwrap().is_empty());
    }

    fn nobody_endorses_its_own(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        let badge = world.badge(school.id);
        let of_district = world.badge(district.id);
        let operator = Caller::operator();
        let say = |endorser: IssuerId, id| {
            db.write(|conn| endorse(conn, &world.tools, &operator, endorser, id, "Good."))
        };

        for (endorser, badge) in [(school.id, &badge), (district.id, &badge), (school.id, &of_district)] {
            let refused = say(endorser, badge.id);
            assert!(matches!(refused, Err(EndorsementError::OfItsOwn)), "{refused:?}");
        }
    }
}

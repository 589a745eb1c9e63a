use accolade_storage::on_each_database;

use super::*;
use crate::testing::World;

fn names(members: &[Member]) -> Vec<(&str, Role, Option<&str>)> {
    let from = |member: &Member| member.from.as_ref().map(|issuer| issuer.slug.clone());
    members
        .iter()
        .map(|member| {
            (
                member.email.as_str(),
                member.role,
                from(member).map(|slug| &*slug.leak()),
            )
        })
        .collect()
}

on_each_database! {
    fn roles_are_listed_with_where_they_come_from(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        world.person("above@a.example", Some((district.id, Role::Steward)));
        world.person("viewer@a.example", Some((school.id, Role::Viewer)));
        let (_, owner) = world.person("owner@a.example", Some((school.id, Role::Owner)));
        let (_, stranger) = world.person("eve@a.example", None);

        let members = db.read(|conn| list(conn, &owner, school.id)).unwrap();
        let hidden = db.read(|conn| list(conn, &stranger, school.id));

        assert_eq!(
            names(&members),
            [
                ("owner@a.example", Role::Owner, None),
                ("viewer@a.example", Role::Viewer, None),
                ("above@a.example", Role::Steward, Some("district")),
            ]
        );
        assert!(matches!(hidden, Err(MemberError::Access(AccessError::Hidden))), "{hidden:?}");
    }

    fn the_last_owner_stays_unless_one_stands_above(db: &TestDatabase) {
        let world = World::new(db);
        let district = world.issuer("district");
        let school = world.issuer_below("school", district.id);
        let (ada, owner) = world.person("ada@a.example", Some((school.id, Role::Owner)));
        let go = || db.write(|conn| remove(conn, &world.tools, &owner, school.id, ada.id));
        let lower = || db.write(|conn| change_role(conn, &world.tools, &owner, school.id, ada.id, Role::Viewer));

        let (alone, lowered) = (go(), lower());
        world.person("above@a.example", Some((district.id, Role::Owner)));
        let with_one_above = go();

        assert!(matches!(alone, Err(MemberError::LastOwner)), "{alone:?}");
        assert!(matches!(lowered, Err(MemberError::LastOwner)), "{lowered:?}");
        assert!(with_one_above.is_ok(), "{with_one_above:?}");
    }

    fn owners_change_roles_and_others_only_leave(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let (_, owner) = world.person("owner@a.example", Some((school.id, Role::Owner)));
        let (ben, viewer) = world.person("ben@a.example", Some((school.id, Role::Viewer)));
        let (cleo, steward) = world.person("cleo@a.example", Some((school.id, Role::Steward)));
        let tools = &world.tools;

        let raised = db.write(|conn| change_role(conn, tools, &owner, school.id, ben.id, Role::Issuer));
        let by_steward = db.write(|conn| change_role(conn, tools, &steward, school.id, ben.id, Role::Owner));
        let other = db.write(|conn| remove(conn, tools, &viewer, school.id, cleo.id));
        let own = db.write(|conn| remove(conn, tools, &viewer, school.id, ben.id));
        let twice = db.write(|conn| remove(conn, tools, &owner, school.id, ben.id));

        assert!(raised.is_ok() && own.is_ok(), "{raised:?} {own:?}");
        for refused in [by_steward, other] {
            assert!(matches!(refused, Err(MemberError::Access(AccessError::Forbidden))), "{refused:?}");
        }
        assert!(matches!(twice, Err(MemberError::Unknown)), "{twice:?}");
    }
}

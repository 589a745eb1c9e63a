use accolade_storage::on_each_database;

use super::*;
use crate::testing::World;

fn by_link(seats: u32) -> NewInvitation {
    NewInvitation {
        role: Role::Issuer,
        email: None,
        seats,
        days: 14,
    }
}

fn invited(
    world: &World<'_>,
    owner: &Caller,
    issuer: IssuerId,
    new: NewInvitation,
) -> (Invitation, Secret) {
    let (invitation, link) = world
        .db
        .write(|conn| invite(conn, &world.tools, owner, issuer, new))
        .unwrap();
    (invitation, secret_of(&link.unwrap()))
}

/// The secret at the end of a link.
fn secret_of(link: &str) -> Secret {
    link.rsplit('/').next().unwrap().parse().unwrap()
}

fn for_one(email: &str) -> NewInvitation {
    NewInvitation {
        email: Some(email.to_owned()),
        seats: 9,
        ..by_link(1)
    }
}

fn accepted(
    world: &World<'_>,
    caller: &Caller,
    secret: &Secret,
) -> Result<Issuer, InvitationError> {
    world
        .db
        .write(|conn| accept(conn, &world.tools, caller, secret))
}

on_each_database! {
    fn a_link_has_as_many_seats_as_it_was_given_and_nobody_takes_two(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let (_, owner) = world.person("owner@a.example", Some((school.id, Role::Owner)));
        let (_, link) = invited(&world, &owner, school.id, by_link(2));
        let guests: Vec<Caller> = (0..3).map(|n| world.person(&format!("{n}@a.example"), None).1).collect();

        for guest in [&guests[0], &guests[0], &owner, &guests[1]] {
            assert_eq!(accepted(&world, guest, &link).ok().map(|issuer| issuer.id), Some(school.id));
            if *guest == guests[1] { break; }
            assert!(db.read(|conn| look(conn, &world.tools, &link)).unwrap().is_some());
        }
        let third = accepted(&world, &guests[2], &link);

        assert!(matches!(third, Err(InvitationError::Closed)), "{third:?}");
        let kept = db.read(|conn| memberships::roles_for(conn, owner.account.unwrap(), &[school.id])).unwrap();
        assert_eq!(kept, [(school.id, Role::Owner)]);
    }

    fn a_mailed_invitation_makes_the_account_and_signs_in(db: &TestDatabase) {
        let mut world = World::new(db);
        world.tools.rules.sends_mail = true;
        let school = world.issuer("school");
        let (_, owner) = world.person("owner@a.example", Some((school.id, Role::Owner)));
        let mailed = for_one("New@a.example");
        let (invitation, told) = db
            .write(|conn| invite(conn, &world.tools, &owner, school.id, mailed))
            .unwrap();

        let letters = db.write(|conn| mail::take(conn, &world.tools, 9)).unwrap();
        let Some(Letter::Invited { link, .. }) = letters[0].envelope.clone().map(|envelope| envelope.letter) else { panic!() };
        let link = secret_of(&link);
        let (_, cookie) = db
            .write(|conn| accept_by_mail(conn, &world.tools, &link, None, &Browser::default()))
            .unwrap();
        let again = db.write(|conn| accept_by_mail(conn, &world.tools, &link, None, &Browser::default()));

        assert_eq!((invitation.seats, letters.len(), told), (1, 1, None));
        let resumed = db.read(|conn| sessions::resume(conn, &world.tools, &cookie)).unwrap().unwrap();
        assert_eq!(resumed.email.as_deref(), Some("new@a.example"));
        assert!(matches!(again, Err(InvitationError::Closed)), "{again:?}");
    }

    fn a_link_that_whoever_invites_has_seen_signs_nobody_in(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let (_, owner) = world.person("owner@a.example", Some((school.id, Role::Owner)));
        let (victim, _) = world.person("operator@a.example", None);
        let shown = [by_link(2), for_one("operator@a.example")];

        for new in shown {
            let (_, link) = invited(&world, &owner, school.id, new);
            let offer = db.read(|conn| look(conn, &world.tools, &link)).unwrap().unwrap();
            let refused = db.write(|conn| accept_by_mail(conn, &world.tools, &link, None, &Browser::default()));

            assert_eq!(offer.email, None);
            assert!(matches!(refused, Err(InvitationError::Closed)), "{refused:?}");
        }
        assert!(db.write(|conn| mail::take(conn, &world.tools, 9)).unwrap().is_empty());
        assert!(db.read(|conn| sessions::of_account(conn, &world.tools, victim.id)).unwrap().is_empty());
    }

    fn ended_and_withdrawn_invitations_are_closed(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let (_, owner) = world.person("owner@a.example", Some((school.id, Role::Owner)));
        let (_, stranger) = world.person("eve@a.example", Some((world.issuer("other").id, Role::Owner)));
        let (withdrawn, first) = invited(&world, &owner, school.id, by_link(1));
        let (_, second) = invited(&world, &owner, school.id, by_link(1));
        let tools = &world.tools;

        let by_stranger = db.write(|conn| withdraw(conn, tools, &stranger, school.id, withdrawn.id));
        db.write(|conn| withdraw(conn, tools, &owner, school.id, withdrawn.id)).unwrap();
        let left = db.read(|conn| open(conn, tools, &owner, school.id)).unwrap().len();
        let one = accepted(&world, &stranger, &first);
        world.clock.advance(SignedDuration::from_hours(14 * 24));
        let two = accepted(&world, &stranger, &second);

        assert!(by_stranger.is_err() && left == 1);
        assert!(matches!(one, Err(InvitationError::Closed)) && matches!(two, Err(InvitationError::Closed)));
    }

    fn only_owners_invite_and_only_with_sense(db: &TestDatabase) {
        let world = World::new(db);
        let school = world.issuer("school");
        let (_, steward) = world.person("s@a.example", Some((school.id, Role::Steward)));
        let (_, owner) = world.person("o@a.example", Some((school.id, Role::Owner)));
        let odd = NewInvitation { email: Some("nobody".into()), seats: 0, days: 0, ..by_link(1) };

        let by_steward = db.write(|conn| invite(conn, &world.tools, &steward, school.id, by_link(1)));
        let without_sense = db.write(|conn| invite(conn, &world.tools, &owner, school.id, odd));

        assert!(matches!(by_steward, Err(InvitationError::Access(AccessError::Forbidden))));
        let Err(InvitationError::Invalid(violations)) = without_sense else { panic!() };
        let pointers: Vec<_> = violations.0.iter().map(|v| v.pointer.as_str()).collect();
        assert_eq!(pointers, ["/email", "/seats", "/days"]);
    }
}

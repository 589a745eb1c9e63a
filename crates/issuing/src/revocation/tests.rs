use accolade_storage::on_each_database;
use accolade_storage::status_lists;
use accolade_storage::types::StatusListId;
use openbadges::status::{BitstringList, mirror};

use super::*;
use crate::documents;
use crate::testing::World;

fn bits(world: &World<'_>, list: StatusListId) -> BitstringList {
    let list = world
        .db
        .read(|conn| status_lists::find(conn, list))
        .unwrap()
        .unwrap();
    BitstringList::from_bits(list.bits)
}

on_each_database! {
    fn revoking_sets_the_bit_and_its_mirror_and_no_other(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let award = world.award(&badge).assertion;
        world.award(&badge);

        let revoked = db
            .write(|conn| revoke(conn, &world.tools, &Caller::operator(), award.id, " Mistake. "))
            .unwrap();

        assert_eq!(revoked.state, AssertionState::Revoked);
        assert_eq!(revoked.state_reason.as_deref(), Some("Mistake."));
        let stored = db.read(|conn| assertions::find(conn, award.id)).unwrap().unwrap();
        assert_eq!(stored, revoked);
        let bits = bits(&world, award.status_list_id);
        let index = award.status_index as usize;
        let mut expected = [index, mirror(index)];
        expected.sort_unstable();
        let set: Vec<_> = (0..bits.len()).filter(|i| bits.get(*i).unwrap()).collect();
        assert_eq!(set, expected);
    }

    fn revoking_twice_is_refused_and_changes_nothing(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let award = world.award(&world.badge(issuer.id)).assertion;
        let operator = Caller::operator();
        let first = db
            .write(|conn| revoke(conn, &world.tools, &operator, award.id, "One"))
            .unwrap();

        let second = db.write(|conn| revoke(conn, &world.tools, &operator, award.id, "Two"));

        assert!(matches!(second, Err(RevokeError::AlreadyRevoked)), "{second:?}");
        assert_eq!(db.read(|conn| assertions::find(conn, award.id)).unwrap(), Some(first));
    }

    fn a_hold_at_the_same_moment_does_not_undo_a_withdrawal(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge_with(issuer.id, world.content("Held"), true);
        for _ in 0..6 {
            let award = world.award(&badge).assertion;
            let start = std::sync::Barrier::new(2);

            let revoked = std::thread::scope(|scope| {
                let revoking = scope.spawn(|| {
                    start.wait();
                    db.write(|conn| revoke(conn, &world.tools, &Caller::operator(), award.id, "No"))
                });
                scope.spawn(|| {
                    start.wait();
                    // Whichever comes second may be refused.
                    let _ = db.write(|conn| {
                        suspend(conn, &world.tools, &Caller::operator(), award.id, "Wait")
                    });
                });
                revoking.join().unwrap()
            });

            assert_eq!(revoked.unwrap().state, AssertionState::Revoked);
            let stored = db.read(|conn| assertions::find(conn, award.id)).unwrap().unwrap();
            assert_eq!(stored.state, AssertionState::Revoked);
        }
    }

    fn a_revocation_needs_a_reason(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let award = world.award(&world.badge(issuer.id)).assertion;

        let refused =
            db.write(|conn| revoke(conn, &world.tools, &Caller::operator(), award.id, " \n"));

        assert!(matches!(refused, Err(RevokeError::Invalid(_))), "{refused:?}");
    }

    fn only_suspendable_classes_can_be_put_on_hold(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let award = world.award(&world.badge(issuer.id)).assertion;

        let refused =
            db.write(|conn| suspend(conn, &world.tools, &Caller::operator(), award.id, "Why"));

        assert!(matches!(refused, Err(SuspendError::NotSuspendable)), "{refused:?}");
    }

    fn a_hold_can_be_ended_and_a_revocation_cannot(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge_with(issuer.id, world.content("On hold"), true);
        let award = world.award(&badge).assertion;
        let (tools, operator) = (&world.tools, &Caller::operator());
        let index = award.suspension_index.unwrap() as usize;
        let on_hold = || bits(&world, award.suspension_list_id.unwrap()).get(index).unwrap();
        let state = || db.read(|conn| assertions::find(conn, award.id)).unwrap().unwrap().state;

        db.write(|conn| suspend(conn, tools, operator, award.id, "Looking into it")).unwrap();
        assert!(on_hold());
        assert_eq!(state(), AssertionState::Suspended);
        let again = db.write(|conn| suspend(conn, tools, operator, award.id, "Again"));
        assert!(matches!(again, Err(SuspendError::AlreadySuspended)));

        db.write(|conn| reinstate(conn, tools, operator, award.id, None)).unwrap();
        assert!(!on_hold());
        assert_eq!(state(), AssertionState::Issued);
        let again = db.write(|conn| reinstate(conn, tools, operator, award.id, None));
        assert!(matches!(again, Err(SuspendError::NotSuspended)));

        db.write(|conn| suspend(conn, tools, operator, award.id, "Once more")).unwrap();
        db.write(|conn| revoke(conn, tools, operator, award.id, "It was wrong")).unwrap();
        let too_late = db.write(|conn| reinstate(conn, tools, operator, award.id, None));
        assert!(matches!(too_late, Err(SuspendError::AlreadyRevoked)));
        assert_eq!(state(), AssertionState::Revoked);
    }

    fn an_award_on_hold_stands_in_the_2_0_list_for_as_long(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge_with(issuer.id, world.content("On hold"), true);
        let award = world.award(&badge).assertion;
        let (tools, operator) = (&world.tools, &Caller::operator());
        let listed = || {
            let awards = db.read(|conn| assertions::not_in_force(conn, issuer.id)).unwrap();
            let list =
                documents::status::revocation_list_v2(&tools.addresses, &issuer, &awards);
            list["revokedAssertions"].clone()
        };

        db.write(|conn| suspend(conn, tools, operator, award.id, "Looking into it")).unwrap();
        let during = listed();
        db.write(|conn| reinstate(conn, tools, operator, award.id, None)).unwrap();
        let after = listed();

        assert_eq!(during[0]["revocationReason"], "Suspended for now: Looking into it");
        assert_eq!(after, serde_json::json!([]));
    }

    fn two_revocations_at_once_keep_both_bits(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge(issuer.id);
        let awards: Vec<_> = (0..4).map(|_| world.award(&badge).assertion).collect();
        let other = db.another_copy();

        std::thread::scope(|scope| {
            for (position, award) in awards.iter().enumerate() {
                let (db, tools) = (if position % 2 == 0 { world.db } else { &other }, &world.tools);
                scope.spawn(move || {
                    db.write(|conn| revoke(conn, tools, &Caller::operator(), award.id, "Both"))
                        .unwrap();
                });
            }
        });

        let bits = bits(&world, awards[0].status_list_id);
        for award in &awards {
            assert!(bits.get(award.status_index as usize).unwrap());
        }
    }

    fn strangers_learn_nothing_and_viewers_that_they_may_not(db: &TestDatabase) {
        use accolade_storage::types::Role;
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let award = world.award(&world.badge(issuer.id)).assertion;
        let (_, stranger) = world.person("stranger@a.org", None);
        let (_, viewer) = world.person("viewer@a.org", Some((issuer.id, Role::Viewer)));
        let try_as = |caller: &Caller, id| {
            db.write(|conn| revoke(conn, &world.tools, caller, id, "Because")).unwrap_err()
        };
        let unknown: AssertionId = crate::ids::new(&world.tools);

        assert!(matches!(try_as(&stranger, award.id), RevokeError::Access(AccessError::Hidden)));
        assert!(matches!(try_as(&stranger, unknown), RevokeError::Access(AccessError::Hidden)));
        assert!(matches!(try_as(&viewer, award.id), RevokeError::Access(AccessError::Forbidden)));
        assert!(matches!(try_as(&Caller::operator(), unknown), RevokeError::UnknownAward));
    }

    fn many_are_changed_at_once_and_those_that_cannot_be_are_named(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let badge = world.badge_with(issuer.id, world.content("Swimming"), true);
        // A millisecond each: they are told in the order of their ids.
        let made = |badge| {
            world.clock.advance(jiff::SignedDuration::from_millis(1));
            world.award(badge).assertion
        };
        let awards: Vec<_> = (0..3).map(|_| made(&badge)).collect();
        let firm = made(&world.badge(issuer.id));
        let operator = Caller::operator();
        db.write(|conn| revoke(conn, &world.tools, &operator, awards[0].id, "No")).unwrap();
        let all: Vec<_> = awards.iter().chain([&firm, &firm]).map(|award| award.id).collect();
        let order = |deed| ManyOrder { deed, awards: all.clone(), reason: Some("Looked at".into()) };
        let change = |deed| {
            db.write(|conn| change_many(conn, &world.tools, &operator, issuer.id, &order(deed))).unwrap()
        };

        let held = change(ManyDeed::Suspend);
        let released = change(ManyDeed::Reinstate);
        let revoked = change(ManyDeed::Revoke);

        assert_eq!(held.changed, [awards[1].id, awards[2].id]);
        assert_eq!(held.left, [(awards[0].id, Left::Revoked), (firm.id, Left::NotSuspendable)]);
        assert_eq!(released.changed, held.changed);
        assert_eq!(revoked.changed, [awards[1].id, awards[2].id, firm.id]);
        assert_eq!(revoked.left, [(awards[0].id, Left::Revoked)]);
        for award in awards.iter().chain([&firm]) {
            assert!(bits(&world, award.status_list_id).get(award.status_index as usize).unwrap());
        }
    }

    fn awards_of_another_house_are_not_changed_along(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let below = world.issuer_below("class", issuer.id);
        let (own, lower) = (world.award(&world.badge(issuer.id)), world.award(&world.badge(below.id)));
        let foreign = world.award(&world.badge(world.issuer("other").id));
        let revoke_all = |awards: Vec<AssertionId>| {
            let order = ManyOrder { deed: ManyDeed::Revoke, awards, reason: Some("No".into()) };
            db.write(|conn| change_many(conn, &world.tools, &Caller::operator(), issuer.id, &order))
        };

        let refused = revoke_all(vec![own.assertion.id, foreign.assertion.id]);
        let done = revoke_all(vec![own.assertion.id, lower.assertion.id]).unwrap();

        assert!(matches!(refused, Err(SuspendError::UnknownAward)), "{refused:?}");
        assert_eq!(done.changed.len(), 2);
    }
}

use accolade_storage::on_each_database;
use accolade_storage::types::{IssuerId, MailState, Role};
use accolade_storage::{Database, mails};

use super::*;
use crate::badge_classes::{self, NewBadgeClass};
use crate::testing::World;
use crate::waiting::Kind;

fn draft(world: &World<'_>, issuer: IssuerId, name: &str) {
    let new = NewBadgeClass {
        content: world.content(name),
        suspendable: false,
    };
    world
        .db
        .write(|conn| badge_classes::draft(conn, &world.tools, &Caller::operator(), issuer, new))
        .unwrap();
}

fn turn_in(db: &Database, tools: &Tools) -> usize {
    let found = db.read(|conn| looks(conn, tools)).unwrap();
    db.write(|conn| write(conn, tools, found)).unwrap()
}

fn turn(world: &World<'_>) -> usize {
    turn_in(world.db, &world.tools)
}

fn hours(world: &World<'_>, hours: i64) {
    world.clock.advance(SignedDuration::from_hours(hours));
}

/// The letters that wait to be sent.
fn letters(world: &World<'_>) -> Vec<Letter> {
    let kept = world.db.read(|conn| mails::newest(conn, 20)).unwrap();
    kept.iter()
        .filter(|kept| kept.state == MailState::Waiting)
        .filter_map(|kept| mail::open(&world.tools, kept).unwrap())
        .map(|envelope| envelope.letter)
        .collect()
}

on_each_database! {
    fn who_may_publish_is_told_of_a_finished_draft_once_and_again_after_a_week(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        world.person("steward@acme.example", Some((issuer.id, Role::Steward)));
        draft(&world, issuer.id, "Good question");

        hours(&world, 2);
        let first = turn(&world);
        hours(&world, 25);
        let next_day = turn(&world);
        hours(&world, 7 * 24);

        assert_eq!((first, next_day, turn(&world)), (1, 0, 1));
        let Letter::DeskWaits { things, .. } = letters(&world).remove(0) else {
            panic!("another letter");
        };
        assert_eq!((things[0].kind, things[0].number), (Kind::ReadyDrafts, 1));
    }

    fn what_comes_later_on_the_same_day_is_told_the_next(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        world.person("steward@acme.example", Some((issuer.id, Role::Steward)));
        draft(&world, issuer.id, "Good question");
        hours(&world, 2);
        turn(&world);

        hours(&world, 3);
        draft(&world, issuer.id, "Better question");
        let same_day = turn(&world);
        hours(&world, 22);

        assert_eq!((same_day, turn(&world)), (0, 1));
    }

    fn nobody_is_written_to_when_nothing_waits_or_their_role_cannot_help(db: &TestDatabase) {
        let world = World::new(db);
        let (issuer, other) = (world.issuer("acme"), world.issuer("other"));
        world.person("viewer@acme.example", Some((issuer.id, Role::Viewer)));
        world.person("owner@other.example", Some((other.id, Role::Owner)));
        draft(&world, issuer.id, "Good question");

        hours(&world, 2);

        assert_eq!(turn(&world), 0);
    }

    fn two_copies_that_look_at_once_write_one_letter(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        world.person("steward@acme.example", Some((issuer.id, Role::Steward)));
        draft(&world, issuer.id, "Good question");
        hours(&world, 2);
        let found = db.read(|conn| looks(conn, &world.tools)).unwrap();
        let other = db.another_copy();

        let first = db.write(|conn| write(conn, &world.tools, found.clone())).unwrap();
        let second = other.write(|conn| write(conn, &world.tools, found)).unwrap();

        assert_eq!((first, second), (1, 0));
    }

    fn the_link_in_a_letter_ends_them_and_the_account_begins_them_again(db: &TestDatabase) {
        let world = World::new(db);
        let issuer = world.issuer("acme");
        let (account, caller) = world.person("steward@acme.example", Some((issuer.id, Role::Steward)));
        let (other, _) = world.person("other@acme.example", None);
        draft(&world, issuer.id, "Good question");
        let right = key(&world.tools, account.id);
        let stop = |id, key: &str| db.write(|conn| stop(conn, &world.tools, id, key)).unwrap();

        let wrong = (stop(other.id, &right), stop(account.id, "no key"));
        let ended = stop(account.id, &right);
        hours(&world, 2);
        let silent = turn(&world);
        db.write(|conn| switch(conn, &world.tools, &caller, true)).unwrap();

        assert_eq!(wrong, (false, false));
        assert!(ended);
        assert_eq!((silent, turn(&world)), (0, 1));
    }
}

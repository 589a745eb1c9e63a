use accolade_storage::on_each_database;

use super::*;
use crate::house::HouseRules;
use crate::sketches::{Keeper, SketchContent};
use crate::testing::World;

/// What the newest letter to an address says.
struct Mailed {
    code: String,
    link: Secret,
}

fn begun(world: &World<'_>, email: &str) -> (Secret, Mailed) {
    let ticket = world
        .db
        .write(|conn| begin(conn, &world.tools, email, "/desk", None))
        .unwrap();
    (ticket, mailed(world).unwrap())
}

/// The newest letter that waits to be sent.
fn mailed(world: &World<'_>) -> Option<Mailed> {
    let due = world
        .db
        .write(|conn| mail::take(conn, &world.tools, 100))
        .unwrap();
    match due.last()?.envelope.clone()?.letter {
        Letter::SignIn { code, link, .. } => Some(Mailed {
            code,
            link: link.rsplit('/').next()?.parse().ok()?,
        }),
        _ => None,
    }
}

fn finished(world: &World<'_>, proof: &Proof) -> Outcome {
    world
        .db
        .write(|conn| finish(conn, &world.tools, proof, None, &Browser::default()))
        .unwrap()
}

fn by_code(ticket: &Secret, code: &str) -> Proof {
    Proof::Code {
        ticket: ticket.clone(),
        code: code.to_owned(),
    }
}

fn another(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

on_each_database! {
    fn a_code_signs_in_where_it_began_and_only_once(db: &TestDatabase) {
        let world = World::new(db);
        let (ticket, letter) = begun(&world, "Ada@A.example");
        let typed = format!("{} {}", &letter.code[..3], &letter.code[3..]);
        let proof = by_code(&ticket, &typed);

        let first = finished(&world, &proof);
        let replayed = finished(&world, &proof);

        let Outcome::In(signed_in) = first else { panic!("{first:?}") };
        assert!(signed_in.is_new);
        assert_eq!((signed_in.account.name.as_str(), signed_in.onward.as_str()), ("ada", "/desk"));
        assert!(matches!(replayed, Outcome::Stale), "{replayed:?}");
        let identities = db.read(|conn| accounts::identities_of(conn, signed_in.account.id)).unwrap();
        assert_eq!(identities[0].value, "ada@a.example");
        assert!(identities[0].proved_at.is_some());
    }

    fn a_link_can_be_looked_at_and_is_used_once(db: &TestDatabase) {
        let world = World::new(db);
        let (ticket, letter) = begun(&world, "ada@a.example");
        let link = letter.link.clone();
        for _ in 0..3 {
            let seen = db.write(|conn| waiting_at_link(conn, &world.tools, &link)).unwrap();
            assert_eq!(seen.unwrap().email, "ada@a.example");
        }

        let first = finished(&world, &Proof::Link(link.clone()));
        let replayed = finished(&world, &Proof::Link(link.clone()));
        let code = finished(&world, &by_code(&ticket, &letter.code));

        assert!(matches!(first, Outcome::In(_)), "{first:?}");
        assert!(matches!(replayed, Outcome::Stale) && matches!(code, Outcome::Stale));
        assert_eq!(db.write(|conn| waiting_at_link(conn, &world.tools, &link)).unwrap(), None);
    }

    fn a_code_is_worth_nothing_without_its_ticket(db: &TestDatabase) {
        let world = World::new(db);
        let (_, letter) = begun(&world, "ada@a.example");
        let (other, _) = begun(&world, "eve@a.example");
        let foreign = Secret::new(&world.tools);

        let with_none = finished(&world, &by_code(&foreign, &letter.code));
        let with_other = finished(&world, &by_code(&other, &letter.code));

        assert!(matches!(with_none, Outcome::Stale));
        assert!(matches!(with_other, Outcome::WrongCode { left: 4 }), "{with_other:?}");
    }

    fn five_wrong_codes_use_the_letter_up(db: &TestDatabase) {
        let world = World::new(db);
        let (ticket, letter) = begun(&world, "ada@a.example");
        let wrong = by_code(&ticket, another(&letter.code));

        for left in (1..5).rev() {
            let outcome = finished(&world, &wrong);
            assert!(matches!(outcome, Outcome::WrongCode { left: l } if l == left), "{outcome:?}");
        }
        let fifth = finished(&world, &wrong);
        let right = finished(&world, &by_code(&ticket, &letter.code));
        let link = finished(&world, &Proof::Link(letter.link.clone()));

        assert!(matches!(fifth, Outcome::Stale) && matches!(right, Outcome::Stale));
        assert!(matches!(link, Outcome::Stale));
    }

    fn a_letter_is_good_for_ten_minutes(db: &TestDatabase) {
        let world = World::new(db);
        let (ticket, letter) = begun(&world, "ada@a.example");
        world.clock.advance(GOOD_FOR);

        let late = finished(&world, &by_code(&ticket, &letter.code));

        assert!(matches!(late, Outcome::Stale));
    }

    fn an_address_gets_five_letters_in_half_an_hour(db: &TestDatabase) {
        let world = World::new(db);
        for _ in 0..5 {
            begun(&world, "ada@a.example");
        }

        let sixth = db.write(|conn| begin(conn, &world.tools, "ADA@a.example", "/", None));
        begun(&world, "grace@a.example");
        world.clock.advance(SPAN);
        begun(&world, "ada@a.example");

        assert!(matches!(sixth, Err(SignInError::TooMany)), "{sixth:?}");
    }

    fn where_accounts_are_by_invitation_others_get_no_letter_and_are_not_told(db: &TestDatabase) {
        let mut world = World::new(db);
        world.tools.rules = HouseRules {
            sign_up: SignUp::Invited,
            ..HouseRules::default()
        };
        world.person("ada@a.example", None);

        let unknown = db.write(|conn| begin(conn, &world.tools, "eve@a.example", "/", None)).unwrap();
        let none = mailed(&world);
        begun(&world, "ada@a.example");

        let waits = db.write(|conn| waiting_for_code(conn, &world.tools, &unknown)).unwrap();
        assert!(none.is_none());
        assert_eq!(waits.unwrap().email, "eve@a.example");
    }
}

/// A visitor drew a badge on a laptop and asked for a letter from there; gives the session and the letter's link.
fn drawn_and_asked(world: &World<'_>, onward: &str) -> (SessionId, Secret) {
    let laptop = Secret::new(&world.tools);
    let session = world
        .db
        .write(|conn| -> Result<_, sketches::SketchError> {
            let session = sessions::keep(conn, &world.tools, &laptop, &Browser::default())?;
            let keeper = Keeper {
                session: Some(session.id),
                account: None,
            };
            let content = SketchContent {
                name: "Band".into(),
                ..SketchContent::default()
            };
            sketches::keep(conn, &world.tools, keeper, &content)?;
            Ok(session.id)
        })
        .unwrap();
    world
        .db
        .write(|conn| begin(conn, &world.tools, "ada@a.example", onward, Some(session)))
        .unwrap();
    (session, mailed(world).unwrap().link)
}

fn drawn_by(world: &World<'_>, outcome: Outcome) -> Option<String> {
    let Outcome::In(signed_in) = outcome else {
        panic!("{outcome:?}")
    };
    let keeper = Keeper {
        session: None,
        account: Some(signed_in.account.id),
    };
    let found = world.db.read(|conn| sketches::open(conn, keeper)).unwrap();
    found.map(|(_, content)| content.name)
}

on_each_database! {
    fn what_was_drawn_where_the_letter_was_asked_for_follows_who_says_so(db: &TestDatabase) {
        let world = World::new(db);
        let (_, link) = drawn_and_asked(&world, "/studio/award");

        let told = db.write(|conn| waiting_at_link(conn, &world.tools, &link)).unwrap().unwrap();
        let outcome = finished(&world, &Proof::LinkAndSketch(link));

        assert!(told.from_studio);
        assert_eq!(told.sketch.as_deref(), Some("Band"));
        assert_eq!(drawn_by(&world, outcome).as_deref(), Some("Band"));
    }

    fn a_sketch_of_somebody_else_comes_into_no_account_unasked(db: &TestDatabase) {
        let world = World::new(db);
        let (session, link) = drawn_and_asked(&world, "/studio/award");

        let outcome = finished(&world, &Proof::Link(link));

        assert_eq!(drawn_by(&world, outcome), None);
        let left = db.read(|conn| sketches::waiting_in(conn, session)).unwrap();
        assert_eq!(left.as_deref(), Some("Band"), "it stays where it was drawn");
    }

    fn a_letter_that_leads_elsewhere_brings_no_sketch(db: &TestDatabase) {
        let world = World::new(db);
        let (_, link) = drawn_and_asked(&world, "/studios-of-others");

        let told = db.write(|conn| waiting_at_link(conn, &world.tools, &link)).unwrap().unwrap();
        let outcome = finished(&world, &Proof::LinkAndSketch(link));

        assert_eq!((told.from_studio, told.sketch), (false, None));
        assert_eq!(drawn_by(&world, outcome), None);
    }
}

use std::sync::Barrier;

use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::claim_cards::ClaimCard;
use accolade_storage::claim_links::{self, ClaimLink};
use accolade_storage::claims::Claim;
use accolade_storage::types::{
    ClaimLinkState, ClaimState, EvidenceKind, RecipientKind, Role, Timestamp, Visibility,
};
use accolade_storage::{Database, assertions, evidence, mails, on_each_database};
use jiff::SignedDuration;

use super::*;
use crate::access::AccessError;
use crate::awards::{EvidenceContent, NewEvidence, evidence_content};
use crate::badge_classes;
use crate::revocation;
use crate::testing::World;

/// A badge whose link anybody may use with a name alone, unless a test says otherwise.
fn open_terms() -> LinkOrder {
    LinkOrder {
        giver: "Ms Carvalho".into(),
        terms: Terms {
            without_email: true,
            ..Terms::default()
        },
        ..LinkOrder::default()
    }
}

fn link(world: &World<'_>, badge: &BadgeClass, order: LinkOrder) -> ClaimLink {
    world
        .db
        .write(|conn| create(conn, &world.tools, &Caller::operator(), badge.id, order))
        .unwrap()
}

fn cards(world: &World<'_>, badge: &BadgeClass, order: &CardOrder) -> Vec<ClaimCard> {
    world
        .db
        .write(|conn| {
            create_cards(
                conn,
                &world.tools,
                &Caller::operator(),
                badge.id,
                open_terms(),
                order,
            )
        })
        .unwrap()
        .1
}

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn code_of(link: &ClaimLink) -> Code {
    code(link.code.as_deref().unwrap())
}

fn by(name: &str, email: &str) -> ClaimOrder {
    ClaimOrder {
        name: name.into(),
        email: email.into(),
        show_name: true,
        once: format!("{name} {email}"),
        ..ClaimOrder::default()
    }
}

fn claim_in(
    db: &Database,
    tools: &Tools,
    code: Code,
    order: &ClaimOrder,
) -> Result<Claim, ClaimError> {
    db.write(|conn| claim(conn, tools, code, order))
}

fn claim_with(world: &World<'_>, code: Code, order: &ClaimOrder) -> Result<Claim, ClaimError> {
    claim_in(world.db, &world.tools, code, order)
}

fn refused(world: &World<'_>, code: Code, name: &str) -> Standing {
    match claim_with(world, code, &by(name, "")) {
        Err(ClaimError::NotOpen(standing)) => standing,
        other => panic!("{other:?}"),
    }
}

fn pointers(outcome: Result<Claim, ClaimError>) -> Vec<String> {
    match outcome {
        Err(ClaimError::Invalid(found)) => found.0.into_iter().map(|one| one.pointer).collect(),
        other => panic!("{other:?}"),
    }
}

fn awards_of(world: &World<'_>, badge: &BadgeClass) -> i64 {
    world
        .db
        .read(|conn| assertions::count_by_badge_class(conn, badge.id))
        .unwrap()
}

fn later(world: &World<'_>, hours: i64) -> Timestamp {
    Timestamp::from(world.tools.now().as_jiff() + SignedDuration::from_hours(hours))
}

fn scene<'db>(db: &'db Database) -> (World<'db>, BadgeClass) {
    let world = World::new(db);
    let badge = world.badge(world.issuer("kestrel").id);
    (world, badge)
}

on_each_database! {
    fn a_code_gives_the_badge_to_whoever_has_it(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, open_terms());

        let claim = claim_with(&world, code_of(&link), &by("Amara Okafor", "Amara@Pupils.example")).unwrap();

        let id = claim.assertion_id.unwrap();
        let award = db.read(|conn| assertions::find(conn, id)).unwrap().unwrap();
        let claimed = db.read(|conn| award_claims::of(conn, id)).unwrap().unwrap();
        let link = db.read(|conn| claim_links::find(conn, link.id)).unwrap().unwrap();
        assert_eq!((award.recipient_name.as_deref(), award.recipient_kind), (Some("Amara Okafor"), RecipientKind::Email));
        assert_eq!(claimant(&world.tools, &claim).email.as_deref(), Some("amara@pupils.example"));
        assert_eq!((claimed.how, link.taken, claim.state), (ClaimedHow::Link, 1, ClaimState::Awarded));
    }

    fn a_name_is_enough_where_the_link_says_so(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let open = link(&world, &badge, open_terms());
        let by_mail = link(&world, &badge, LinkOrder::default());
        let mut hidden = by("Leo", "");
        hidden.show_name = false;

        let claim = claim_with(&world, code_of(&open), &hidden).unwrap();

        let award = db.read(|conn| assertions::find(conn, claim.assertion_id.unwrap())).unwrap().unwrap();
        assert_eq!((award.recipient_name, award.recipient_kind), (None, RecipientKind::Named));
        assert_eq!(claimant(&world.tools, &claim).name, "Leo");
        assert_eq!(pointers(claim_with(&world, code_of(&by_mail), &by("Leo", ""))), ["/email"]);
    }

    fn the_form_sent_twice_is_one_award(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, LinkOrder { seats: Some(1), ..open_terms() });
        let order = by("Leo", "");

        let first = claim_with(&world, code_of(&link), &order).unwrap();
        let again = claim_with(&world, code_of(&link), &order).unwrap();

        assert_eq!(first, again);
        assert_eq!(awards_of(&world, &badge), 1);
    }

    fn an_address_has_the_badge_once_by_whichever_link(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let (one, other) = (link(&world, &badge, open_terms()), link(&world, &badge, open_terms()));
        let first = claim_with(&world, code_of(&one), &by("Leo", "leo@a.example")).unwrap();

        let again = claim_with(&world, code_of(&other), &by("Leo B", " LEO@a.example")).unwrap();

        let other = db.read(|conn| claim_links::find(conn, other.id)).unwrap().unwrap();
        assert_eq!((again.state, again.assertion_id), (ClaimState::Repeated, first.assertion_id));
        assert_eq!((awards_of(&world, &badge), other.taken), (1, 0));
        assert_eq!(receipt(&world.tools, first.id).len(), receipt(&world.tools, again.id).len());
    }

    fn an_address_that_was_given_the_badge_gets_no_second_one_by_a_link(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, LinkOrder { seats: Some(1), ..open_terms() });
        let given = world.award(&badge).assertion;

        let again = claim_with(&world, code_of(&link), &by("Mia", "MIA@example.org")).unwrap();

        let link = db.read(|conn| claim_links::find(conn, link.id)).unwrap().unwrap();
        assert_eq!((again.state, again.assertion_id), (ClaimState::Repeated, Some(given.id)));
        assert_eq!((awards_of(&world, &badge), link.taken), (1, 0));
        assert_eq!(db.read(|conn| mails::newest(conn, 9)).unwrap().len(), 1);
    }

    fn a_yes_to_a_claim_makes_no_second_award_when_the_badge_came_meanwhile(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let mut order = open_terms();
        order.terms.approval = true;
        let link = link(&world, &badge, order);
        let claim = claim_with(&world, code_of(&link), &by("Mia", "mia@example.org")).unwrap();
        let given = world.award(&badge).assertion;

        let award = db.write(|conn| approve(conn, &world.tools, &Caller::operator(), claim.id)).unwrap();

        assert_eq!((award.id, awards_of(&world, &badge)), (given.id, 1));
    }

    fn a_badge_that_was_taken_back_or_has_ended_can_be_claimed_again(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, open_terms());
        let gone = world.award(&badge).assertion;
        db.write(|conn| revocation::revoke(conn, &world.tools, &Caller::operator(), gone.id, "No")).unwrap();

        let claim = claim_with(&world, code_of(&link), &by("Mia", "mia@example.org")).unwrap();

        assert_eq!(claim.state, ClaimState::Awarded);
    }

    fn seats_are_never_oversold(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, LinkOrder { seats: Some(3), ..open_terms() });
        let (code, start) = (code_of(&link), Barrier::new(8));

        let outcomes: Vec<_> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..8)
                .map(|number| {
                    let (copy, tools, start) = (db.another_copy(), &world.tools, &start);
                    scope.spawn(move || {
                        start.wait();
                        claim_in(&copy, tools, code, &by(&format!("Pupil {number}"), ""))
                    })
                })
                .collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        });

        let given = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let used_up = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Err(ClaimError::NotOpen(Standing::UsedUp(_)))))
            .count();
        assert_eq!((given, used_up, awards_of(&world, &badge)), (3, 5, 3), "{outcomes:?}");
    }

    fn a_card_is_used_once_even_by_two_at_a_time(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let card = cards(&world, &badge, &CardOrder { count: 1, ..CardOrder::default() }).remove(0);
        let (code, start) = (code(&card.code), Barrier::new(4));

        let given = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4)
                .map(|number| {
                    let (copy, tools, start) = (db.another_copy(), &world.tools, &start);
                    scope.spawn(move || {
                        start.wait();
                        claim_in(&copy, tools, code, &by(&format!("Pupil {number}"), "")).is_ok()
                    })
                })
                .collect();
            runs.into_iter().map(|run| run.join().unwrap()).filter(|given| *given).count()
        });

        assert_eq!((given, awards_of(&world, &badge)), (1, 1));
    }

    fn one_address_takes_a_badge_once_though_two_links_give_it_at_once(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let links = [(); 2].map(|()| link(&world, &badge, open_terms()));
        let start = Barrier::new(2);

        std::thread::scope(|scope| {
            for link in &links {
                let (copy, tools, start) = (db.another_copy(), &world.tools, &start);
                scope.spawn(move || {
                    start.wait();
                    claim_in(&copy, tools, code_of(link), &by("Amara", "amara@pupils.example")).unwrap();
                });
            }
        });

        assert_eq!(awards_of(&world, &badge), 1);
    }

    fn a_window_opens_and_ends_at_its_very_moments(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let (start, end) = (later(&world, 2), later(&world, 4));
        let link = link(&world, &badge, LinkOrder { opens_at: Some(start), closes_at: Some(end), ..open_terms() });
        let code = code_of(&link);
        let set = |at: Timestamp, micros: i64| world.clock.set(at.as_jiff() + SignedDuration::from_micros(micros));

        set(start, -1);
        assert_eq!(refused(&world, code, "early"), Standing::NotYet(start));
        set(start, 0);
        assert!(claim_with(&world, code, &by("first", "")).is_ok());
        set(end, -1);
        assert!(claim_with(&world, code, &by("last", "")).is_ok());
        set(end, 0);
        assert_eq!(refused(&world, code, "late"), Standing::Ended(end));
    }

    fn a_link_can_be_paused_and_closed(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, open_terms());
        let set = |state| {
            db.write(|conn| set_state(conn, &world.tools, &Caller::operator(), link.id, state))
        };

        set(ClaimLinkState::Paused).unwrap();
        assert_eq!(refused(&world, code_of(&link), "a"), Standing::Paused);
        set(ClaimLinkState::Open).unwrap();
        assert!(claim_with(&world, code_of(&link), &by("b", "")).is_ok());
        set(ClaimLinkState::Closed).unwrap();
        assert_eq!(refused(&world, code_of(&link), "c"), Standing::Closed(world.tools.now()));
        assert!(matches!(set(ClaimLinkState::Open), Err(LinkError::Closed)));
    }

    fn the_day_on_which_the_last_seat_went_is_remembered(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, LinkOrder { seats: Some(1), ..open_terms() });
        let day = world.tools.now();
        claim_with(&world, code_of(&link), &by("Leo", "")).unwrap();

        world.clock.advance(SignedDuration::from_hours(48));

        assert_eq!(refused(&world, code_of(&link), "Mia"), Standing::UsedUp(day));
        let more = LinkOrder { seats: Some(2), ..open_terms() };
        db.write(|conn| edit(conn, &world.tools, &Caller::operator(), link.id, more)).unwrap();
        assert!(claim_with(&world, code_of(&link), &by("Mia", "")).is_ok());
    }

    fn a_badge_that_is_archived_is_not_given_any_more(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, open_terms());
        db.write(|conn| badge_classes::archive(conn, &world.tools, &Caller::operator(), badge.id)).unwrap();

        assert_eq!(refused(&world, code_of(&link), "Leo"), Standing::NotGiven);
    }

    fn the_issuer_says_yes_once_however_often(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let mut order = open_terms();
        order.terms.approval = true;
        let link = link(&world, &badge, order);
        let claim = claim_with(&world, code_of(&link), &by("Leo", "leo@a.example")).unwrap();
        let repeated = claim_with(&world, code_of(&link), &by("Leo B", "leo@a.example")).unwrap();
        let approve = || db.write(|conn| approve(conn, &world.tools, &Caller::operator(), claim.id));
        assert_eq!((claim.state, awards_of(&world, &badge)), (ClaimState::Waiting, 0));

        let (first, second) = (approve().unwrap(), approve().unwrap());

        let settled = db.read(|conn| accolade_storage::claims::find(conn, repeated.id)).unwrap().unwrap();
        let no = db.write(|conn| decline(conn, &world.tools, &Caller::operator(), claim.id, None));
        assert_eq!((first.id, awards_of(&world, &badge)), (second.id, 1));
        assert_eq!(settled.assertion_id, Some(first.id));
        assert!(matches!(no, Err(DecisionError::Decided)), "{no:?}");
    }

    fn a_no_frees_the_seat_and_the_card(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let mut order = open_terms();
        order.terms.approval = true;
        let one_card = CardOrder { count: 1, ..CardOrder::default() };
        let seat = link(&world, &badge, LinkOrder { seats: Some(1), ..order.clone() });
        let card = db
            .write(|conn| create_cards(conn, &world.tools, &Caller::operator(), badge.id, order, &one_card))
            .unwrap()
            .1
            .remove(0);

        for code in [code_of(&seat), code(&card.code)] {
            let claim = claim_with(&world, code, &by("Leo", "")).unwrap();
            db.write(|conn| decline(conn, &world.tools, &Caller::operator(), claim.id, Some("Not yet."))).unwrap();

            let next = claim_with(&world, code, &by("Mia", "")).unwrap();

            assert_eq!(next.state, ClaimState::Waiting);
        }
    }

    fn all_that_wait_are_given_at_once(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let mut order = open_terms();
        order.terms.approval = true;
        let link = link(&world, &badge, order);
        for name in ["Leo", "Mia", "Ada"] {
            claim_with(&world, code_of(&link), &by(name, "")).unwrap();
        }
        let all = || db.write(|conn| approve_all(conn, &world.tools, &Caller::operator(), link.id)).unwrap();

        let given = (all(), all());

        assert_eq!((given, awards_of(&world, &badge)), ((3, 0), 3));
    }

    fn cards_carry_names_and_are_withdrawn_singly(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let names = vec!["Maria".into(), "  ".into(), "Leo".into()];
        let sheet = cards(&world, &badge, &CardOrder { count: 1, names });
        let operator = Caller::operator();
        let withdraw = |card: &ClaimCard| db.write(|conn| withdraw_card(conn, &world.tools, &operator, card.id));

        let claim = claim_with(&world, code(&sheet[0].code), &ClaimOrder::default()).unwrap();
        withdraw(&sheet[1]).unwrap();

        let on_cards: Vec<_> = sheet.iter().map(|card| name_on_card(&world.tools, card)).collect();
        assert_eq!(on_cards, [Some("Maria".into()), Some("Leo".into()), None]);
        assert_eq!(claimant(&world.tools, &claim).name, "Maria");
        assert_eq!(refused(&world, code(&sheet[0].code), "x"), Standing::CardUsed(world.tools.now()));
        assert_eq!(refused(&world, code(&sheet[1].code), "x"), Standing::CardWithdrawn(world.tools.now()));
        assert!(claim_with(&world, code(&sheet[2].code), &by("Ada", "")).is_ok());
        assert!(matches!(withdraw(&sheet[0]), Err(LinkError::CardUsed)));
    }

    fn evidence_of_the_link_and_the_answer_stand_in_the_award(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let mut order = open_terms();
        order.terms.question = Some("What will you remember?".into());
        order.terms.answer_needed = true;
        order.terms.evidence = vec![NewEvidence {
            content: EvidenceContent { url: Some("https://kestrel.example/night".into()), ..EvidenceContent::default() },
            ..NewEvidence::new(EvidenceKind::Link)
        }];
        let link = link(&world, &badge, order);
        let answered = ClaimOrder { answer: " That Polaris stays. ".into(), ..by("Amara", "") };

        let claim = claim_with(&world, code_of(&link), &answered).unwrap();

        let shown = db.read(|conn| evidence::of_assertion(conn, claim.assertion_id.unwrap())).unwrap();
        let answer = evidence_content(&shown[1]);
        assert_eq!((shown[0].kind, shown[0].visibility), (EvidenceKind::Link, Visibility::Public));
        assert_eq!((shown[1].kind, shown[1].visibility), (EvidenceKind::Text, Visibility::Private));
        assert_eq!(answer.narrative.as_deref(), Some("That Polaris stays."));
        assert_eq!(pointers(claim_with(&world, code_of(&link), &by("Leo", ""))), ["/answer"]);
    }

    fn only_those_on_the_list_may_claim(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let terms = Terms { allowed: vec!["pupils.example".into()], ..Terms::default() };
        let link = link(&world, &badge, LinkOrder { terms, ..LinkOrder::default() });

        assert_eq!(pointers(claim_with(&world, code_of(&link), &by("Leo", "leo@home.example"))), ["/email"]);
        assert!(claim_with(&world, code_of(&link), &by("Leo", "leo@pupils.example")).is_ok());
    }

    fn hostile_names_become_harmless_or_are_refused(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, open_terms());
        let long = "x".repeat(201);

        let turned = claim_with(&world, code_of(&link), &by(" Leo\u{202E}\n\t gnp.exe ", "")).unwrap();

        assert_eq!(claimant(&world.tools, &turned).name, "Leo gnp.exe");
        for name in ["", " \u{200B}\n", "Leo\0", "Leo\u{7}", long.as_str()] {
            assert_eq!(pointers(claim_with(&world, code_of(&link), &by(name, ""))), ["/name"], "{name:?}");
        }
    }

    fn orders_that_contradict_themselves_are_refused(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let past = Timestamp::from(world.tools.now().as_jiff() - SignedDuration::from_hours(1));
        let terms = |terms: Terms| LinkOrder { terms, ..LinkOrder::default() };
        let list = vec!["not an address".to_owned()];
        let picture = vec![NewEvidence::new(EvidenceKind::Picture)];
        for (order, pointer) in [
            (LinkOrder { seats: Some(0), ..LinkOrder::default() }, "/seats"),
            (LinkOrder { closes_at: Some(past), ..LinkOrder::default() }, "/closesAt"),
            (LinkOrder { opens_at: Some(later(&world, 2)), closes_at: Some(later(&world, 1)), ..LinkOrder::default() }, "/closesAt"),
            (terms(Terms { allowed: list, ..Terms::default() }), "/allowed/0"),
            (terms(Terms { allowed: vec!["a.example".into()], without_email: true, ..Terms::default() }), "/withoutEmail"),
            (terms(Terms { answer_needed: true, ..Terms::default() }), "/question"),
            (terms(Terms { evidence: picture, ..Terms::default() }), "/evidence/0/kind"),
        ] {
            let outcome = db.write(|conn| create(conn, &world.tools, &Caller::operator(), badge.id, order.clone()));

            let Err(LinkError::Invalid(found)) = outcome else { panic!("{order:?}: {outcome:?}") };
            assert!(found.0.iter().any(|one| one.pointer == pointer), "{pointer}: {found:?}");
        }
    }

    fn links_are_managed_by_those_who_may_award(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, open_terms());
        let (_, viewer) = world.person("viewer@a.org", Some((badge.issuer_id, Role::Viewer)));
        let (_, teacher) = world.person("teacher@a.org", Some((badge.issuer_id, Role::Issuer)));
        let (_, stranger) = world.person("stranger@a.org", None);
        let close = |caller: &Caller| {
            db.write(|conn| set_state(conn, &world.tools, caller, link.id, ClaimLinkState::Paused))
        };

        assert!(matches!(close(&viewer), Err(LinkError::Access(AccessError::Forbidden))));
        assert!(matches!(close(&stranger), Err(LinkError::Access(AccessError::Hidden))));
        assert!(close(&teacher).is_ok());
        let made = db.write(|conn| create(conn, &world.tools, &teacher, badge.id, LinkOrder::default())).unwrap();
        assert_eq!((made.giver.as_str(), made.title.as_str()), ("Somebody", "Good question"));
    }

    fn a_receipt_names_one_claim_and_cannot_be_made_up(db: &TestDatabase) {
        let (world, badge) = scene(db);
        let link = link(&world, &badge, open_terms());
        let claim = claim_with(&world, code_of(&link), &by("Leo", "")).unwrap();
        let good = receipt(&world.tools, claim.id);
        let forged = good.replacen(&good[30..34], "AAAA", 1);
        let read = |text: &str| db.read(|conn| by_receipt(conn, &world.tools, text)).unwrap();

        assert_eq!(read(&good), Some(claim));
        for wrong in ["", "é", &good[..42], forged.as_str()] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    fn a_code_that_nobody_made_opens_nothing(db: &TestDatabase) {
        let (world, _) = scene(db);

        let outcome = claim_with(&world, code("R7K2-M9TD"), &by("Leo", ""));

        assert!(matches!(outcome, Err(ClaimError::Unknown)));
    }
}

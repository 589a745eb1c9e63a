use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::assessment::CheckSubject;

fn badge(number: u128) -> BadgeClassId {
    BadgeClassId::from_uuid(Uuid::from_u128(number))
}

fn rule(any_of: Vec<Vec<Look>>) -> AssessmentRule {
    AssessmentRule {
        any_of,
        ..AssessmentRule::default()
    }
}

fn yes(kind: ReviewKind) -> Voice<'static> {
    Voice {
        kind,
        holds: &[],
        supports: true,
    }
}

fn own_and_two_peers_or_one_assessor() -> AssessmentRule {
    rule(vec![
        vec![Look::of(ReviewKind::Own, 1), Look::of(ReviewKind::Peer, 2)],
        vec![Look::of(ReviewKind::Assessor, 1)],
    ])
}

#[test]
fn one_way_is_enough_and_of_one_way_every_look_is_needed() {
    use ReviewKind::{Assessor, Own, Peer};
    let rule = own_and_two_peers_or_one_assessor();
    let holds = |kinds: &[ReviewKind]| {
        let voices: Vec<_> = kinds.iter().copied().map(yes).collect();
        standing(&rule, &voices, &[]).holds()
    };

    assert!(holds(&[Assessor]));
    assert!(holds(&[Own, Peer, Peer]));
    assert!(!holds(&[Peer, Peer]));
    assert!(!holds(&[Own, Peer]));
    assert!(!holds(&[]));
}

#[test]
fn what_is_missing_is_told_for_the_nearest_way() {
    let rule = rule(vec![
        vec![Look::of(ReviewKind::Own, 1), Look::of(ReviewKind::Peer, 2)],
        vec![Look::of(ReviewKind::Assessor, 2)],
    ]);

    let standing = standing(&rule, &[yes(ReviewKind::Own), yes(ReviewKind::Peer)], &[]);

    assert_eq!(
        standing.nearest().unwrap().missing,
        [Look::of(ReviewKind::Peer, 1)]
    );
}

#[test]
fn a_no_fills_no_place() {
    let no = Voice {
        supports: false,
        ..yes(ReviewKind::Assessor)
    };

    assert!(!standing(&AssessmentRule::default(), &[no], &[]).holds());
}

#[test]
fn one_person_is_a_peer_or_a_holder_but_not_both() {
    let holding = Look {
        holding: Some(badge(1)),
        ..Look::of(ReviewKind::Holder, 1)
    };
    let rule = rule(vec![vec![Look::of(ReviewKind::Peer, 1), holding]]);
    let badges = [badge(1)];
    let holder = Voice {
        holds: &badges,
        ..yes(ReviewKind::Peer)
    };

    assert!(!standing(&rule, &[holder], &[]).holds());
    // The holder moves over, so that the other peer finds a place, in whichever order they came.
    assert!(standing(&rule, &[holder, yes(ReviewKind::Peer)], &[]).holds());
    assert!(standing(&rule, &[yes(ReviewKind::Peer), holder], &[]).holds());
}

#[test]
fn a_check_that_is_not_passed_holds_everything_up() {
    let failed = Check {
        subject: CheckSubject::Quiz,
        passed: false,
        words: "A quiz score of at least 80".into(),
    };
    let passed = Check {
        passed: true,
        ..failed.clone()
    };
    let voices = [yes(ReviewKind::Assessor)];
    let rule = AssessmentRule::default();

    assert!(!standing(&rule, &voices, &[failed]).holds());
    assert!(standing(&rule, &voices, &[passed]).holds());
}

#[test]
fn a_rule_without_a_way_never_holds() {
    assert!(!standing(&rule(vec![]), &[yes(ReviewKind::Assessor)], &[]).holds());
}

fn kind() -> impl Strategy<Value = ReviewKind> {
    prop::sample::select(ReviewKind::ALL.to_vec())
}

fn look() -> impl Strategy<Value = Look> {
    (kind(), 1..3u32, prop::option::of(0..2u128)).prop_map(|(kind, count, holding)| Look {
        kind,
        count,
        holding: holding.map(badge),
    })
}

/// Kind, the badges held, and whether it is a yes.
type Person = (ReviewKind, Vec<BadgeClassId>, bool);

fn person() -> impl Strategy<Value = Person> {
    (
        kind(),
        prop::collection::vec((0..2u128).prop_map(badge), 0..2),
        any::<bool>(),
    )
}

fn voices(people: &[Person]) -> Vec<Voice<'_>> {
    people
        .iter()
        .map(|(kind, holds, supports)| Voice {
            kind: *kind,
            holds,
            supports: *supports,
        })
        .collect()
}

/// Tries every order of people at the places of a way.
fn can_be_filled(places: &[&Look], voices: &[Voice<'_>]) -> bool {
    let Some((place, others)) = places.split_first() else {
        return true;
    };
    (0..voices.len()).any(|chosen| {
        let mut rest = voices.to_vec();
        let voice = rest.remove(chosen);
        place.takes(&voice) && can_be_filled(others, &rest)
    })
}

proptest! {
    #[test]
    fn a_rule_holds_just_when_the_places_of_one_way_can_all_be_filled(
        ways in prop::collection::vec(prop::collection::vec(look(), 1..3), 0..3),
        people in prop::collection::vec(person(), 0..5),
    ) {
        let voices = voices(&people);
        let expected = ways.iter().any(|way| {
            let places: Vec<&Look> = way
                .iter()
                .flat_map(|look| (0..look.count).map(move |_| look))
                .collect();
            can_be_filled(&places, &voices)
        });

        prop_assert_eq!(standing(&rule(ways), &voices, &[]).holds(), expected);
    }

    #[test]
    fn one_more_word_never_takes_a_yes_away_and_order_does_not_matter(
        ways in prop::collection::vec(prop::collection::vec(look(), 1..3), 1..3),
        people in prop::collection::vec(person(), 0..5),
        another in person(),
    ) {
        let rule = rule(ways);
        let before = standing(&rule, &voices(&people), &[]).holds();
        let mut reversed = people.clone();
        reversed.reverse();
        let mut more = people.clone();
        more.push(another);

        prop_assert_eq!(standing(&rule, &voices(&reversed), &[]).holds(), before);
        prop_assert!(!before || standing(&rule, &voices(&more), &[]).holds());
    }

    #[test]
    fn what_is_missing_is_enough_to_make_the_rule_hold(
        looks in prop::collection::vec(look(), 1..3),
        people in prop::collection::vec(person(), 0..5),
    ) {
        let rule = rule(vec![looks]);
        let first = standing(&rule, &voices(&people), &[]);
        let mut all = people.clone();
        for look in &first.ways[0].missing {
            // Somebody of the kind asked for; a holder comes as a peer does.
            let kind = if look.kind == ReviewKind::Holder { ReviewKind::Peer } else { look.kind };
            for _ in 0..look.count {
                all.push((kind, look.holding.into_iter().collect(), true));
            }
        }

        prop_assert!(standing(&rule, &voices(&all), &[]).holds());
    }
}

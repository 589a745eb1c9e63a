//! Hard to fool: every attack on badges that we know of, each answered by a clear code, in little time and memory.
//!
//! An [`Attack`](world::Attack) is a value: what is handed in, what the web around it answers, and the code and verdict that
//! must come of it. The tests below assert that, and that no verification has more than 64 MB on the heap; this measures each
//! attack in a process of its own, against the promise of 100 ms:
//!
//! ```sh
//! cargo test --release -p openbadges --test hostile -- --ignored timing --nocapture
//! ```

mod bombs;
mod contexts;
mod graphs;
mod heaps;
mod issuers;
mod leaves;
mod lists;
mod memory;
mod pictures;
mod proofs;
mod texts;
mod timing;
mod tokens;
mod world;

use world::Attack;

/// All attacks, topic by topic.
const TOPICS: [fn() -> Vec<Attack>; 9] = [
    contexts::attacks,
    proofs::attacks,
    issuers::attacks,
    tokens::attacks,
    lists::attacks,
    graphs::attacks,
    heaps::attacks,
    texts::attacks,
    pictures::attacks,
];

fn attacks() -> Vec<Attack> {
    TOPICS.iter().flat_map(|attacks| attacks()).collect()
}

/// What one verification may do at most, whatever it is handed: these do not depend on the machine.
#[test]
fn no_attack_asks_for_more_than_the_policy_allows_or_fills_the_report() {
    let budget = openbadges::verify::Policy::default().fetch_budget;

    for attack in attacks() {
        let (report, asked) = attack.run();

        assert!(asked <= budget, "{}: {asked} questions", attack.name);
        assert!(
            report.checks.len() <= 100,
            "{}: {} checks",
            attack.name,
            report.checks.len()
        );
    }
}

#[test]
fn every_attack_has_a_name_of_its_own() {
    let attacks = attacks();
    let names: std::collections::HashSet<&str> =
        attacks.iter().map(|attack| attack.name.as_str()).collect();

    assert_eq!(names.len(), attacks.len());
    assert!(attacks.len() > 90, "{}", attacks.len());
}

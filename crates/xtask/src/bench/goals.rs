//! What the project wants to reach: each goal with the floor below which it counts as missed.

use super::{
    criterion::Medians,
    peers::Peers,
    report::{Report, Section, Target},
};

/// A goal: our benchmark, what stands beside it, and how many times as fast we want to be.
struct Goal {
    work: &'static str,
    benchmark: &'static str,
    /// How many works one run of the benchmark does.
    works: f64,
    beside: Beside,
    goal: f64,
    floor: f64,
}

enum Beside {
    /// These benchmarks, one after the other.
    Ours(&'static str, &'static [&'static str]),
    /// A figure of Node.
    Node(&'static str),
}

use Beside::{Node, Ours};

/// Bare cryptography: what no signature can do without.
const RAW: Beside = Ours(
    "bare Ed25519 signature and SHA-256 of the canonical form",
    &["floor/ed25519-sign", "floor/sha256-of-canonical-form"],
);

/// A line a goal.
#[rustfmt::skip]
const GOALS: &[Goal] = &[
    Goal { work: "sign through a template, text out",      benchmark: "template/sign",          works: 1.0,    beside: RAW,                          goal: 0.75,  floor: 0.6 },
    Goal { work: "sign through a template, text out",      benchmark: "template/sign",          works: 1.0,    beside: Node("sign/eddsa-rdfc-2022"), goal: 250.0, floor: 150.0 },
    Goal { work: "sign any credential over known contexts", benchmark: "sign/eddsa-rdfc-2022",  works: 1.0,    beside: Node("sign/eddsa-rdfc-2022"), goal: 100.0, floor: 60.0 },
    Goal { work: "verify any credential, from text",       benchmark: "verify/proof",           works: 1.0,    beside: Node("verify/proof"),         goal: 90.0,  floor: 55.0 },
    Goal { work: "verify 1,000 of one issuer in a batch",  benchmark: "batch/verify-1000",      works: 1000.0, beside: Node("verify/proof"),         goal: 180.0, floor: 90.0 },
    Goal { work: "sign a JWT, EdDSA",                      benchmark: "token/EdDSA-sign",       works: 1.0,    beside: Ours(JSONWEBTOKEN, &["token/EdDSA-sign-jsonwebtoken"]), goal: 1.4, floor: 1.2 },
    Goal { work: "sign a JWT, ES256",                      benchmark: "token/ES256-sign",       works: 1.0,    beside: Ours(JSONWEBTOKEN, &["token/ES256-sign-jsonwebtoken"]), goal: 1.0, floor: 1.0 },
    Goal { work: "sign a JWT, RS256",                      benchmark: "token/RS256-sign",       works: 1.0,    beside: Ours(JSONWEBTOKEN, &["token/RS256-sign-jsonwebtoken"]), goal: 2.5, floor: 2.0 },
];

const JSONWEBTOKEN: &str = "`jsonwebtoken` as it comes";

/// A picture of 100,000 bytes goes in and out: megabytes a second.
const BAKING: (f64, Target) = (
    0.1,
    Target::Figure {
        goal: 500.0,
        floor: 200.0,
    },
);

/// Adds the goals, in the order of the table above. What has no benchmark yet is shown as not measured.
pub(crate) fn add(report: &mut Report, medians: &Medians, peers: &Peers) {
    let mut section = Section::new("Goals, one core");
    for goal in GOALS {
        let ours = medians.per_second(goal.benchmark).ok();
        let beside = match goal.beside {
            Ours(name, benchmarks) => {
                one_after_the_other(medians, benchmarks).map(|figure| (name, figure))
            }
            Node(name) => peers
                .node
                .get(name)
                .map(|figure| (super::VC_IN_NODE, *figure)),
        };
        let target = Target::Ratio {
            goal: goal.goal,
            floor: goal.floor,
        };
        section.towards(
            goal.work,
            ours.map(|ours| goal.works * ours),
            beside,
            target,
        );
    }
    let (megabytes, target) = BAKING;
    let figure = |benchmark| {
        medians
            .per_second(benchmark)
            .ok()
            .map(|runs| megabytes * runs)
    };
    section.towards(
        "bake and unbake a PNG of 100 KB, megabytes",
        figure("baking/png-100k"),
        figure("baking/copy-100k").map(|copies| ("two copies of it in memory", copies)),
        target,
    );
    report.add(section);
}

/// How often a second all of them can be done.
fn one_after_the_other(medians: &Medians, benchmarks: &[&str]) -> Option<f64> {
    let mut seconds = 0.0;
    for benchmark in benchmarks {
        seconds += 1.0 / medians.per_second(benchmark).ok()?;
    }
    Some(1.0 / seconds)
}

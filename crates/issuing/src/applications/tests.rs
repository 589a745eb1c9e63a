//! A school, a badge with three points, and people around it.

mod assessors;
mod earners;
mod reviewers;

use accolade_storage::applications::Application;
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::issuers::Issuer;
use accolade_storage::types::{BadgeClassId, EvidenceKind, Role};
use accolade_storage::{accounts, mails};

use super::applying::{Begun, NewApplication};
use super::asking::Asked;
use super::deciding::{Decided, Outcome, Ruling};
use super::*;
use crate::assessment::{EvidenceDemand, Look};
use crate::awards::NewEvidence;
use crate::content::{CriteriaItem, ResultDescription, ResultLevel};
use crate::mail::{self, Letter};
use crate::testing::World;

/// Everything that a test about applications begins with.
struct School<'db> {
    world: World<'db>,
    issuer: Issuer,
    badge: BadgeClass,
    /// Ines, who assesses.
    assessor: Caller,
}

/// What came of something in a transaction of its own.
type Told<T> = Result<T, ApplicationError>;

impl<'db> School<'db> {
    fn new(db: &'db accolade_storage::Database) -> Self {
        Self::with(db, AssessmentRule::default())
    }

    fn with(db: &'db accolade_storage::Database, rule: AssessmentRule) -> Self {
        Self::in_world(World::new(db), rule)
    }

    fn in_world(world: World<'db>, rule: AssessmentRule) -> Self {
        let issuer = world.issuer("kestrel");
        let badge = world.badge_with(issuer.id, content(&world, Some(rule)), false);
        let (_, assessor) = world.person("ines@kestrel.example", Some((issuer.id, Role::Assessor)));
        Self {
            world,
            issuer,
            badge,
            assessor,
        }
    }

    fn write<T>(&self, change: impl FnOnce(&mut DbConnection, &Tools) -> Told<T>) -> Told<T> {
        self.world.db.write(|conn| change(conn, &self.world.tools))
    }

    /// Malik begins.
    fn begun(&self) -> Begun {
        self.begun_by(&Caller::anonymous(), "malik@example.org")
    }

    fn begun_by(&self, caller: &Caller, email: &str) -> Begun {
        self.write(|conn, tools| applying::begin(conn, tools, caller, self.badge.id, &new(email)))
            .unwrap()
    }

    /// Malik shows something for each point and hands it in.
    fn submitted(&self) -> Begun {
        let begun = self.begun();
        self.show(&begun.token, "question", &words("Why on Fridays?"));
        self.submit(&begun.token).unwrap();
        begun
    }

    fn show(&self, token: &str, criterion: &str, item: &NewEvidence) {
        self.write(|conn, tools| showing::add(conn, tools, token, Some(criterion), item))
            .unwrap();
    }

    fn submit(&self, token: &str) -> Told<Application> {
        self.write(|conn, tools| applying::submit(conn, tools, &Caller::anonymous(), token))
    }

    fn decide(&self, id: ApplicationId, ruling: Ruling) -> Told<Decided> {
        self.decide_as(&self.assessor, id, ruling)
    }

    fn decide_as(&self, who: &Caller, id: ApplicationId, ruling: Ruling) -> Told<Decided> {
        self.write(|conn, tools| deciding::decide(conn, tools, who, id, ruling))
    }

    /// Noor is asked by the earner; gives the secret of her link.
    fn asked(&self, token: &str, email: &str) -> Told<String> {
        let asked = Asked {
            name: "Noor".into(),
            email: email.into(),
        };
        self.write(|conn, tools| {
            let link = asking::peer(conn, tools, &Caller::anonymous(), token, &asked)?;
            Ok(links::token(tools, link.id))
        })
    }

    fn peer_says(&self, link: &str, review: NewReview) -> Told<reviews::Review> {
        let nobody = Caller::anonymous();
        self.write(|conn, tools| reviewing::by_link(conn, tools, &nobody, link, "Noor", review))
    }

    fn application(&self, id: ApplicationId) -> Application {
        self.world
            .db
            .read(|conn| applications::find(conn, id))
            .unwrap()
            .unwrap()
    }

    /// The letters that were posted, in no order, with their addresses.
    fn letters(&self) -> Vec<(String, Letter)> {
        let rows = self.world.db.read(|conn| mails::newest(conn, 100)).unwrap();
        rows.iter()
            .map(|row| mail::open(&self.world.tools, row).unwrap().unwrap())
            .map(|envelope| (envelope.to, envelope.letter))
            .collect()
    }

    fn awards(&self) -> i64 {
        let badge: BadgeClassId = self.badge.id;
        self.world
            .db
            .read(|conn| accolade_storage::assertions::count_by_badge_class(conn, badge))
            .unwrap()
    }

    /// An account that proved its address.
    fn signed_in(&self, email: &str) -> Caller {
        let (_, caller) = self.world.person(email, None);
        let at = self.world.tools.now();
        self.world
            .db
            .write(|conn| accounts::prove_identity(conn, "email", email, at))
            .unwrap();
        caller
    }
}

fn content(world: &World<'_>, rule: Option<AssessmentRule>) -> BadgeContent {
    let mut content = world.content("Data Storyteller");
    let item = |id: &str, text: &str, required| CriteriaItem {
        id: id.into(),
        text: text.into(),
        hint: None,
        required,
    };
    content.criteria.items = vec![
        item("question", "Asks a question", true),
        item("chart", "Chooses a chart", true),
        item("extra", "Draws it by hand", false),
    ];
    let level = |id: &str| ResultLevel {
        id: id.into(),
        name: id.into(),
        description: None,
        points: None,
    };
    content.results = vec![ResultDescription {
        id: "chart".into(),
        name: "The chart".into(),
        r#type: "RubricCriterionLevel".into(),
        allowed_values: vec![],
        required_value: None,
        value_min: None,
        value_max: None,
        levels: vec![level("secure"), level("leading")],
    }];
    content.results.push(ResultDescription {
        id: "depth".into(),
        name: "Depth".into(),
        levels: vec![level("surface"), level("deep")],
        ..content.results[0].clone()
    });
    content.assessment = rule;
    content
}

fn new(email: &str) -> NewApplication {
    NewApplication {
        name: "Malik Jefferson".into(),
        email: email.into(),
        show_name: true,
        nominator: None,
    }
}

fn words(text: &str) -> NewEvidence {
    let mut item = NewEvidence::new(EvidenceKind::Text);
    item.content.narrative = Some(text.into());
    item
}

fn finding(criterion: &str, finding: Finding, comment: Option<&str>) -> CriterionDecision {
    CriterionDecision {
        criterion: criterion.into(),
        finding,
        comment: comment.map(str::to_owned),
        level: None,
    }
}

/// Everything is there.
fn all_met() -> NewReview {
    NewReview {
        decisions: vec![
            finding("question", Finding::Met, None),
            finding("chart", Finding::Met, None),
        ],
        ..NewReview::default()
    }
}

/// The chart is not there yet.
fn chart_open() -> NewReview {
    NewReview {
        decisions: vec![
            finding("question", Finding::Met, None),
            finding(
                "chart",
                Finding::NotYet,
                Some("Add the chart you threw away."),
            ),
        ],
        ..NewReview::default()
    }
}

fn yes() -> Ruling {
    Ruling {
        outcome: Outcome::Accept,
        review: all_met(),
        reason: None,
        revision: None,
    }
}

fn not_yet() -> Ruling {
    Ruling {
        outcome: Outcome::Return,
        review: chart_open(),
        reason: None,
        revision: None,
    }
}

fn own_and_two_peers_or_one_assessor() -> AssessmentRule {
    use accolade_storage::types::ReviewKind::{Assessor, Own, Peer};
    AssessmentRule {
        any_of: vec![
            vec![Look::of(Own, 1), Look::of(Peer, 2)],
            vec![Look::of(Assessor, 1)],
        ],
        ..AssessmentRule::default()
    }
}

fn a_picture_of_the_chart() -> AssessmentRule {
    AssessmentRule {
        evidence: vec![EvidenceDemand {
            criterion: Some("chart".into()),
            kinds: vec![EvidenceKind::Picture, EvidenceKind::Pair],
            least: 1,
        }],
        ..AssessmentRule::default()
    }
}

fn pointers<T: std::fmt::Debug>(told: Told<T>) -> Vec<(String, &'static str)> {
    match told {
        Err(ApplicationError::Invalid(Violations(entries))) => entries
            .into_iter()
            .map(|entry| (entry.pointer, entry.code))
            .collect(),
        other => panic!("{other:?}"),
    }
}

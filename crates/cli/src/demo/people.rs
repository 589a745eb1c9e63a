//! Who works in the demo, and the many who learn there.

use std::sync::Arc;

use accolade_issuing::{
    Tools,
    access::Caller,
    accounts,
    awards::{AwardError, AwardOrder, NewEvidence, Numbered, Recipient, Series},
    claims,
    clock::FixedClock,
};
use accolade_server::state::State;
use accolade_storage::{
    assertions,
    types::{BadgeClassId, ClaimedHow, EvidenceKind, IssuerId, Role, Visibility},
};
use anyhow::Result;
use jiff::{SignedDuration, Timestamp};

use crate::terminal::Progress;

/// Somebody who works for an organisation of the demo.
pub(super) struct Colleague {
    pub(super) email: &'static str,
    pub(super) name: &'static str,
    /// The key of the organisation in the story.
    pub(super) issuer: &'static str,
    pub(super) role: Role,
    /// What the welcome says of them.
    pub(super) what: &'static str,
}

/// They sign in by mail, and the letters are on the outbox page.
pub(super) const COLLEAGUES: [Colleague; 4] = [
    Colleague {
        email: "ines.carvalho@kestrelhill.example",
        name: "Ines Carvalho",
        issuer: "kestrel",
        role: Role::Owner,
        what: "a teacher who leads her school’s badges",
    },
    Colleague {
        email: "jonas.berg@alderbay.example",
        name: "Jonas Berg",
        issuer: "district",
        role: Role::Steward,
        what: "the district’s steward",
    },
    Colleague {
        email: "ruth.adeyemi@harbourstreet.example",
        name: "Ruth Adeyemi",
        issuer: "harbour",
        role: Role::Issuer,
        what: "a teacher at the other school",
    },
    Colleague {
        email: "tom.lindqvist@kestrelhill.example",
        name: "Tom Lindqvist",
        issuer: "kestrel",
        role: Role::Assessor,
        what: "assesses applications",
    },
];

/// Gives everybody an account and a role.
pub(super) fn employ(site: &State, issuers: &dyn Fn(&str) -> IssuerId) -> Result<()> {
    site.database.write(|conn| {
        for colleague in &COLLEAGUES {
            let account =
                accounts::find_or_create(conn, &site.tools, colleague.email, colleague.name)?;
            let issuer = issuers(colleague.issuer);
            let operator = Caller::operator();
            accounts::grant(
                conn,
                &site.tools,
                &operator,
                account.id,
                issuer,
                colleague.role,
            )?;
        }
        Ok(())
    })
}

/// A badge that many were given: its key in the story, of how many pupils of which school, from which on.
struct Crowd {
    badge: &'static str,
    school: &'static str,
    pupils: std::ops::Range<usize>,
}

const CROWDS: [Crowd; 11] = [
    Crowd {
        badge: "second-try",
        school: "kestrelhill",
        pupils: 0..186,
    },
    Crowd {
        badge: "good-question",
        school: "kestrelhill",
        pupils: 40..183,
    },
    Crowd {
        badge: "clear-speaker",
        school: "kestrelhill",
        pupils: 100..152,
    },
    Crowd {
        badge: "code-explorer",
        school: "kestrelhill",
        pupils: 10..84,
    },
    Crowd {
        badge: "night-sky",
        school: "kestrelhill",
        pupils: 60..63,
    },
    Crowd {
        badge: "collaboration",
        school: "alderbay",
        pupils: 0..121,
    },
    Crowd {
        badge: "data-storyteller",
        school: "alderbay",
        pupils: 30..66,
    },
    Crowd {
        badge: "river-keeper",
        school: "harbourstreet",
        pupils: 0..141,
    },
    Crowd {
        badge: "maker",
        school: "harbourstreet",
        pupils: 20..138,
    },
    Crowd {
        badge: "kind-words",
        school: "harbourstreet",
        pupils: 0..92,
    },
    Crowd {
        badge: "curious-reader",
        school: "harbourstreet",
        pupils: 70..128,
    },
];

/// How full each month of a school year is, the one eleven months ago first.
const SEASON: [usize; 12] = [9, 15, 14, 19, 17, 24, 31, 7, 1, 18, 27, 30];

const FIRST_NAMES: [&str; 24] = [
    "Amara", "Ben", "Chidi", "Dana", "Elif", "Finn", "Grace", "Hugo", "Ines", "Jamal", "Kaia",
    "Leo", "Mina", "Noor", "Otis", "Priya", "Quinn", "Rosa", "Sami", "Tove", "Uma", "Viktor",
    "Wren", "Yusuf",
];
const WORDS: [&str; 5] = [
    "First I did it the way I always do. Then Noor asked why, and I had no answer, so I tried another.",
    "The second version is shorter. It took longer.",
    "We measured on three days because on the first one it rained.",
    "I showed it to somebody who did not know it. She understood it at once.",
    "It broke twice. Now it holds a bag of sugar.",
];
const LAST_NAMES: [&str; 19] = [
    "Okafor",
    "Berg",
    "Castellanos",
    "Dahl",
    "Eriksen",
    "Farouk",
    "Garnett",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowal",
    "Lund",
    "Mbeki",
    "Nilsson",
    "Osei",
    "Petrov",
    "Reyes",
    "Sato",
    "Varga",
];

/// Awards badges to classes full of pupils over the last twelve months, unless that was done; says how many.
pub(super) fn teach(
    site: &State,
    now: Timestamp,
    badges: &dyn Fn(&str) -> BadgeClassId,
) -> Result<usize> {
    let mut made = 0;
    let mut progress = Progress::begin("Classes", CROWDS.len());
    for crowd in &CROWDS {
        let badge = badges(crowd.badge);
        let there = site
            .database
            .read(|conn| assertions::count_by_badge_class(conn, badge))?;
        if usize::try_from(there).unwrap_or_default() < crowd.pupils.len() {
            made += award(site, now, badge, crowd)?;
        }
        progress.step();
    }
    Ok(made)
}

fn award(site: &State, now: Timestamp, badge: BadgeClassId, crowd: &Crowd) -> Result<usize> {
    let whole: usize = SEASON.iter().sum();
    let (mut from, mut share, mut made) = (crowd.pupils.start, 0, 0);
    for (month, part) in SEASON.iter().enumerate() {
        share += part;
        let until = crowd.pupils.start + crowd.pupils.len() * share / whole;
        let days = i64::try_from(11 - month).unwrap_or_default() * 30;
        let tools = Tools {
            clock: Arc::new(FixedClock::new(now - SignedDuration::from_hours(24 * days))),
            ..site.tools.clone()
        };
        let orders: Vec<Numbered> = (0..)
            .zip(from..until)
            .map(|(number, pupil)| Numbered {
                number,
                order: order(badge, crowd.school, pupil),
            })
            .collect();
        from = until;
        if orders.is_empty() {
            continue;
        }
        made += orders.len();
        let mut series = Series::begin(&site.database, &tools, &Caller::operator(), badge)?;
        let drafts = series.draft(None, orders)?;
        site.database.write(|conn| -> Result<_, AwardError> {
            for award in series
                .store(conn, drafts)?
                .iter()
                .enumerate()
                .filter(|(place, _)| place % 4 > 0)
                .map(|(_, award)| award)
            {
                claims::mark(
                    conn,
                    &tools,
                    &Caller::anonymous(),
                    &award.assertion,
                    ClaimedHow::Mail,
                )?;
            }
            Ok(())
        })?;
    }
    Ok(made)
}

fn order(badge: BadgeClassId, school: &str, pupil: usize) -> AwardOrder {
    let mut order = AwardOrder::to(badge, recipient(school, pupil));
    // Three in five wrote something down.
    if pupil % 5 < 3 {
        let mut words = NewEvidence::new(EvidenceKind::Text);
        words.visibility = Visibility::Public;
        words.content.name = Some("What I did".to_owned());
        words.content.narrative = Some(WORDS[pupil % WORDS.len()].to_owned());
        order.evidence.push(words);
    }
    order
}

fn recipient(school: &str, pupil: usize) -> Recipient {
    let first = FIRST_NAMES[pupil % FIRST_NAMES.len()];
    let last = LAST_NAMES[(pupil * 7 + pupil / 24) % LAST_NAMES.len()];
    Recipient {
        email: Some(format!(
            "{}.{}{pupil}@pupils.{school}.example",
            first.to_lowercase(),
            last.to_lowercase()
        )),
        name: Some(format!("{first} {last}")),
        show_name: true,
    }
}

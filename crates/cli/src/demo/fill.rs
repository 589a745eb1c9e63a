//! Making the story come true, once.
//!
//! Every step has a key that is kept with its result, in the same transaction. A step whose key
//! is there is not done again, so a second run adds nothing and an interrupted one goes on.

use std::{collections::BTreeMap, sync::Arc};

use accolade_issuing::{
    Tools,
    access::Caller,
    accounts,
    awards::{self, Assessment, AwardOrder, AwardResult, EvidenceContent, NewEvidence, Recipient},
    badge_classes::{self, NewBadgeClass},
    clock::FixedClock,
    content::{
        Alignment, BadgeContent, BadgeImage, Criteria, CriteriaItem, ResultDescription, ResultLevel,
    },
    files, frameworks,
    idempotency::{self, Answer, Begun},
    issuers::{self, NewIssuer},
    revocation,
};
use accolade_server::state::State;
use accolade_storage::{
    DbConnection,
    types::{AccountId, AssertionId, BadgeClassId, Digest, IssuerId, Visibility},
};
use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::content::{
    Award, Badge, Change, Evidence, Issuer, Story, badge_drawing, description_of, picture,
};
use crate::terminal::Progress;

/// The framework whose codes the badges name.
const FRAMEWORK: &str = "Northern Skills Frame";
/// When the organisations came, and when they drew their badges.
const ISSUERS_DAYS_AGO: i64 = 500;
const BADGES_DAYS_AGO: i64 = 480;
/// How long it is known that a step was done: a century.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24 * 36_525);

/// What is there after filling.
#[derive(Debug)]
pub(super) struct Filled {
    /// The operator of the demo.
    pub(super) account: AccountId,
    /// How many steps were really done.
    pub(super) added: usize,
    /// All awards, in the order of the story.
    pub(super) awards: Vec<Made>,
    /// The organisations, by their keys in the story.
    pub(super) issuers: BTreeMap<String, IssuerId>,
    /// The badge classes, by their keys in the story.
    pub(super) badges: BTreeMap<String, BadgeClassId>,
}

/// One award of the demo.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) id: AssertionId,
    pub(super) key: String,
    pub(super) address: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) badge: String,
    pub(super) state: Expected,
}

/// The state an award has in the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Good,
    Expired,
    Withdrawn,
    Suspended,
}

impl Expected {
    /// The word for it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Suspended => "suspended",
        }
    }
}

impl Filled {
    /// One award of each state, to click on.
    pub(super) fn highlights(&self) -> impl Iterator<Item = (&'static str, &Made)> {
        [
            ("An award", Expected::Good),
            ("Expired", Expected::Expired),
            ("Suspended", Expected::Suspended),
            ("Withdrawn", Expected::Withdrawn),
        ]
        .into_iter()
        .filter_map(|(what, state)| {
            Some((what, self.awards.iter().find(|made| made.state == state)?))
        })
    }
}

/// Makes whatever of the story is missing.
pub(super) fn fill(site: &State, story: &Story) -> Result<Filled> {
    let account = site.database.write(|conn| -> Result<_> {
        let tools = &site.tools;
        let account =
            accounts::find_or_create(conn, tools, "operator@alderbay.example", "Marit Solheim")?;
        if !account.is_operator {
            accounts::make_operator(conn, tools, account.id)?;
        }
        Ok(account.id)
    })?;
    let mut filler = Filler::new(site, account);
    let mut progress = Progress::begin(
        "Demo",
        story.issuers.len() + story.badges.len() + story.awards.len(),
    );
    let mut issuers = BTreeMap::new();
    for issuer in &story.issuers {
        let id = filler.issuer(issuer, &issuers)?;
        issuers.insert(issuer.key.as_str(), id);
        progress.step();
    }
    if let Some(first) = story.issuers.first() {
        filler.framework(story, issuers[first.key.as_str()])?;
    }
    let mut badges = BTreeMap::new();
    for badge in &story.badges {
        let id = filler.badge(badge, issuers[badge.issuer.as_str()])?;
        badges.insert(badge.key.as_str(), id);
        progress.step();
    }
    let mut ids = BTreeMap::new();
    for award in oldest_first(&story.awards) {
        let badge = badge_of(story, award);
        ids.insert(
            award.key.as_str(),
            filler.award(award, badge, badges[badge.key.as_str()])?,
        );
        progress.step();
    }
    let made = |award: &Award| {
        let badge = badge_of(story, award);
        let id = ids[award.key.as_str()];
        Made {
            id,
            key: award.key.clone(),
            email: award.email.clone(),
            address: site.tools.addresses.award(id),
            name: award.name.clone(),
            badge: badge.name.clone(),
            state: expected(award, badge),
        }
    };
    let awards = story.awards.iter().map(made).collect();
    let owned = |key: &&str| (*key).to_owned();
    Ok(Filled {
        account,
        added: filler.added,
        awards,
        issuers: issuers.iter().map(|(key, id)| (owned(key), *id)).collect(),
        badges: badges.iter().map(|(key, id)| (owned(key), *id)).collect(),
    })
}

fn oldest_first(awards: &[Award]) -> Vec<&Award> {
    let mut sorted: Vec<_> = awards.iter().collect();
    sorted.sort_by_key(|award| std::cmp::Reverse(award.days_ago));
    sorted
}

fn badge_of<'a>(story: &'a Story, award: &Award) -> &'a Badge {
    let found = story.badges.iter().find(|badge| badge.key == award.badge);
    found.expect("a test holds the awards against the badges")
}

fn expected(award: &Award, badge: &Badge) -> Expected {
    let is_over = badge
        .validity_days
        .is_some_and(|days| i64::from(days) < award.days_ago);
    match award {
        Award {
            withdrawn: Some(_), ..
        } => Expected::Withdrawn,
        Award {
            suspended: Some(_), ..
        } => Expected::Suspended,
        _ if is_over => Expected::Expired,
        _ => Expected::Good,
    }
}

/// Does the steps of the story that were not done yet.
pub(super) struct Filler<'a> {
    site: &'a State,
    account: AccountId,
    now: Timestamp,
    /// How many steps were really done.
    pub(super) added: usize,
}

impl<'a> Filler<'a> {
    /// For steps that are kept in the name of this account.
    pub(super) fn new(site: &'a State, account: AccountId) -> Self {
        Self {
            site,
            account,
            now: site.tools.clock.now(),
            added: 0,
        }
    }

    fn issuer(&mut self, issuer: &Issuer, known: &BTreeMap<&str, IssuerId>) -> Result<IssuerId> {
        let parent = issuer.parent.as_deref().map(|key| known[key]);
        let id = self.once("issuer", &issuer.key, ISSUERS_DAYS_AGO, |conn, tools| {
            let order = NewIssuer {
                slug: issuer.slug.clone(),
                parent,
                kind: issuer.kind,
                name: issuer.name.clone(),
                description: issuer.description.clone(),
                url: issuer.url.clone(),
                email: issuer.email.clone(),
                palette: issuer.palette.clone(),
                compatibility_proof: issuer.compatibility_proof,
                ..NewIssuer::default()
            };
            Ok(issuers::create(conn, tools, &Caller::operator(), order)?
                .id
                .to_string())
        })?;
        Ok(id.parse()?)
    }

    /// The framework that the skills of the story come from, to be picked from in the editor.
    fn framework(&mut self, story: &Story, issuer: IssuerId) -> Result<()> {
        let skills: BTreeMap<_, _> = story
            .badges
            .iter()
            .flat_map(|badge| &badge.alignments)
            .map(|skill| (skill.code.as_str(), skill.name.as_str()))
            .collect();
        let items: Vec<_> = skills
            .into_iter()
            .map(|(code, name)| {
                json!({ "uri": address_of_skill(code), "humanCodingScheme": code, "fullStatement": name })
            })
            .collect();
        let package = json!({
            "CFDocument": { "title": FRAMEWORK, "uri": "https://skills.northern.example/", "language": "en" },
            "CFItems": items,
        });
        self.once("framework", "northern", ISSUERS_DAYS_AGO, |conn, tools| {
            let read = frameworks::read(package.to_string().as_bytes(), "")?;
            let made = frameworks::take_in(conn, tools, &Caller::operator(), issuer, read)?;
            Ok(made.id.to_string())
        })?;
        Ok(())
    }

    fn badge(&mut self, badge: &Badge, issuer: IssuerId) -> Result<BadgeClassId> {
        let id = self.once("badge", &badge.key, BADGES_DAYS_AGO, |conn, tools| {
            let drawing = badge_drawing(&badge.key)?;
            let blob = files::accept_image(conn, tools, drawing.as_bytes())?;
            let image = BadgeImage {
                blob: blob.digest,
                alt: description_of(drawing).to_owned(),
                recipe: None,
            };
            let new = NewBadgeClass {
                content: content(badge, image),
                suspendable: badge.suspendable,
            };
            let caller = Caller::operator();
            let draft = badge_classes::draft(conn, tools, &caller, issuer, new)?;
            badge_classes::publish(conn, tools, &caller, draft.id)?;
            Ok(draft.id.to_string())
        })?;
        Ok(id.parse()?)
    }

    fn award(&mut self, award: &Award, badge: &Badge, id: BadgeClassId) -> Result<AssertionId> {
        let made = self.once("award", &award.key, award.days_ago, |conn, tools| {
            let order = order(conn, tools, award, badge, id)?;
            let made = awards::award(conn, tools, &Caller::operator(), order)?;
            Ok(made.assertion.id.to_string())
        })?;
        let assertion: AssertionId = made.parse()?;
        if let Some(Change { days_ago, reason }) = &award.withdrawn {
            self.once("withdraw", &award.key, *days_ago, |conn, tools| {
                revocation::revoke(conn, tools, &Caller::operator(), assertion, reason)?;
                Ok(made.clone())
            })?;
        }
        if let Some(Change { days_ago, reason }) = &award.suspended {
            self.once("suspend", &award.key, *days_ago, |conn, tools| {
                revocation::suspend(conn, tools, &Caller::operator(), assertion, reason)?;
                Ok(made.clone())
            })?;
        }
        Ok(assertion)
    }

    /// Does a step on its day in the story, unless it was done.
    pub(super) fn once(
        &mut self,
        what: &str,
        key: &str,
        days_ago: i64,
        step: impl FnOnce(&mut DbConnection, &Tools) -> Result<String>,
    ) -> Result<String> {
        let key = format!("demo/{what}/{key}");
        let at = self.now - SignedDuration::from_hours(24 * days_ago);
        let tools = Tools {
            clock: Arc::new(FixedClock::new(at)),
            ..self.site.tools.clone()
        };
        // Housekeeping forgets answers of the day before; those of the story are dated after every such day.
        let for_good = Tools {
            clock: Arc::new(FixedClock::new(self.now + KEPT_FOR)),
            ..self.site.tools.clone()
        };
        let account = self.account;
        let mut is_new = false;
        let result = self.site.database.write(|conn| -> Result<String> {
            let digest = idempotency::request_digest(&[key.as_bytes()]);
            match idempotency::begin(conn, &tools, account, &key, digest)? {
                Begun::Replay(earlier) => Ok(earlier.body),
                Begun::New => {
                    is_new = true;
                    let body = step(conn, &tools)?;
                    let answer = Answer {
                        status: 201,
                        location: None,
                        body: body.clone(),
                    };
                    idempotency::finish(conn, &for_good, account, &key, digest, answer)?;
                    Ok(body)
                }
            }
        });
        let result = result.with_context(|| key.clone())?;
        self.added += usize::from(is_new);
        Ok(result)
    }
}

fn content(badge: &Badge, image: BadgeImage) -> BadgeContent {
    BadgeContent {
        name: badge.name.clone(),
        description: badge.description.clone(),
        claim: badge.claim.clone(),
        criteria: Criteria {
            narrative: badge.criteria.clone(),
            items: badge.items.iter().enumerate().map(criterion).collect(),
        },
        image: Some(image),
        palette: Some(badge.palette.clone()),
        tags: badge.tags.clone(),
        alignments: badge.alignments.iter().map(alignment).collect(),
        results: levels(badge).into_iter().collect(),
        study_load_hours: badge.hours,
        validity_days: badge.validity_days,
        language: Some("en".to_owned()),
        licence: Some("CC BY 4.0".to_owned()),
        attribution: Some("Alder Bay School District".to_owned()),
        level: badge.level.clone(),
        assessment: badge.assessment.clone(),
        ..BadgeContent::default()
    }
}

fn criterion((position, item): (usize, &super::content::Item)) -> CriteriaItem {
    CriteriaItem {
        id: format!("c{}", position + 1),
        text: item.text.clone(),
        hint: item.hint.clone(),
        required: true,
    }
}

fn address_of_skill(code: &str) -> String {
    format!("https://skills.northern.example/{code}")
}

fn alignment(skill: &super::content::Skill) -> Alignment {
    Alignment {
        name: skill.name.clone(),
        url: address_of_skill(&skill.code),
        code: Some(skill.code.clone()),
        framework: Some(FRAMEWORK.to_owned()),
        description: None,
        r#type: None,
    }
}

/// A rubric that bears the id of a criterion belongs to it.
fn result_id(badge: &Badge) -> String {
    match badge.levels_of {
        Some(number) => format!("c{number}"),
        None => "level".to_owned(),
    }
}

fn levels(badge: &Badge) -> Option<ResultDescription> {
    if badge.levels.is_empty() {
        return None;
    }
    let level = |level: &super::content::Level| ResultLevel {
        id: level.id.clone(),
        name: level.name.clone(),
        description: Some(level.description.clone()),
        points: None,
    };
    Some(ResultDescription {
        id: result_id(badge),
        name: "Level".to_owned(),
        r#type: "RubricCriterionLevel".to_owned(),
        allowed_values: Vec::new(),
        required_value: None,
        value_min: None,
        value_max: None,
        levels: badge.levels.iter().map(level).collect(),
    })
}

fn order(
    conn: &mut DbConnection,
    tools: &Tools,
    award: &Award,
    badge: &Badge,
    id: BadgeClassId,
) -> Result<AwardOrder> {
    let mut evidence = Vec::new();
    for item in &award.evidence {
        evidence.push(new_evidence(conn, tools, item)?);
    }
    let level = badge
        .levels
        .iter()
        .find(|level| Some(&level.id) == award.level.as_ref());
    let result = level.map(|level| AwardResult {
        result: result_id(badge),
        level: Some(level.id.clone()),
        ..AwardResult::default()
    });
    Ok(AwardOrder {
        recipient: Recipient {
            email: Some(award.email.clone()),
            name: Some(award.name.clone()),
            show_name: true,
        },
        narrative: Some(award.narrative.clone()),
        evidence,
        results: result.into_iter().collect(),
        assessment: Some(Assessment {
            by: Some(award.assessed.by.clone()),
            role: Some(award.assessed.role.clone()),
            how: award.assessed.how.clone(),
        }),
        ..AwardOrder::new(id, &award.email)
    })
}

fn new_evidence(conn: &mut DbConnection, tools: &Tools, item: &Evidence) -> Result<NewEvidence> {
    let mut stored = |name: &Option<String>| -> Result<Option<Digest>> {
        let Some(name) = name else { return Ok(None) };
        Ok(Some(
            files::accept_image(conn, tools, picture(name)?.as_bytes())?.digest,
        ))
    };
    Ok(NewEvidence {
        kind: item.kind,
        visibility: Visibility::Public,
        file: stored(&item.picture)?,
        second_file: stored(&item.second_picture)?,
        content: EvidenceContent {
            name: Some(item.name.clone()),
            narrative: item.narrative.clone(),
            genre: item.genre.clone(),
            url: item.url.clone(),
            alt: item.alt.clone(),
            caption: item.caption.clone(),
            second_alt: item.second_alt.clone(),
            author: item.author.clone(),
            second_caption: item.second_caption.clone(),
            author_role: item.author_role.clone(),
            ..EvidenceContent::default()
        },
    })
}

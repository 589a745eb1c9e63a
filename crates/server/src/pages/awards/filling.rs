//! Records and report become the page.

use accolade_issuing::{addresses::paths, awards};
use accolade_storage::types::{AssertionState, RecipientKind};
use openbadges::verify::{Report, Verdict};

use super::{AwardPage, Fall, Fallen, Preview, records::Records, share, tries};
use crate::{
    pages::{
        badges::view::{alignments, criteria, picture, plain_claim},
        layout::{Layout, Place},
        parts::{CompareView, Fact, Happening, Link, Tone},
        text::Rich,
        verdict::{self, Story},
        words::When,
    },
    state::State,
};

pub(super) fn page(
    state: &State,
    records: &Records,
    report: &Report,
    card: String,
    compare: CompareView,
) -> AwardPage {
    let addresses = &state.tools.addresses;
    let Records {
        assertion,
        version,
        content,
        ..
    } = records;
    let verdict = verdict::verdict(report, &story(records));
    let mut picture = picture(version, content, &records.shelf);
    if verdict::is_off(report.verdict) {
        picture.off = true;
        picture.palette = "ash";
    }
    let (tries, evidence) = tries::tries(records);
    AwardPage {
        tries,
        layout: Layout::new(&state.site_name, Place::Elsewhere),
        preview: preview(state, records, card, &verdict.word),
        fallen: fallen(records, report.verdict),
        verdict,
        picture,
        recipient: assertion.recipient_name.clone(),
        badge: Link {
            href: paths::badge_version(version.badge_class_id, version.number),
            words: version.name.clone(),
        },
        claim: plain_claim(content),
        facts: facts(records),
        narrative: assertion.narrative.as_deref().map(Rich::from_markdown),
        evidence,
        criteria: criteria(content),
        alignments: alignments(content),
        checks: verdict::plain_checks(report, compare.answer),
        history: history(records),
        compare: (assertion.recipient_kind == RecipientKind::Email).then_some(compare),
        share: share::share(records, addresses, report.verdict.holds()),
        downloads: share::downloads(records),
    }
}

fn story(records: &Records) -> Story {
    let assertion = &records.assertion;
    Story {
        issuer: Some(records.issuer.name.clone()),
        recipient: assertion.recipient_name.clone(),
        badge: None,
        given: Some(assertion.valid_from.as_jiff()),
        until: assertion.valid_until.map(|at| at.as_jiff()),
        changed: assertion.state_changed_at.map(|at| at.as_jiff()),
    }
}

fn preview(state: &State, records: &Records, card: String, word: &str) -> Preview {
    let badge = &records.version.name;
    let issuer = &records.issuer.name;
    let title = match (&records.assertion.recipient_name, records.assertion.state) {
        (Some(name), AssertionState::Issued) => format!("{name} earned {badge}"),
        (Some(name), _) => format!("{word}: {badge}, given to {name}"),
        (None, AssertionState::Issued) => format!("{badge}, from {issuer}"),
        (None, _) => format!("{word}: {badge}, from {issuer}"),
    };
    Preview {
        address: state.tools.addresses.award(records.assertion.id),
        line: format!("{word}. From {issuer}. {}", plain_claim(&records.content)),
        image: card,
        image_alt: format!("{word}. {badge}, from {issuer}."),
        site: if state.site_name.is_empty() {
            "Accolade".to_owned()
        } else {
            state.site_name.to_string()
        },
        title,
    }
}

fn fallen(records: &Records, verdict: Verdict) -> Option<Fallen> {
    let assertion = &records.assertion;
    let kind = match (assertion.state, verdict) {
        (AssertionState::Revoked, _) | (_, Verdict::Revoked) => Fall::Withdrawn,
        (AssertionState::Suspended, _) | (_, Verdict::Suspended) => Fall::Suspended,
        _ => return None,
    };
    Some(Fallen {
        kind,
        issuer: records.issuer.name.clone(),
        reason: assertion.state_reason.clone(),
        when: assertion.state_changed_at.map(|at| When::day(at.as_jiff())),
    })
}

fn facts(records: &Records) -> Vec<Fact> {
    let assertion = &records.assertion;
    let by =
        Fact::new("Given by", &records.issuer.name).leading_to(paths::issuer(&records.issuer.slug));
    let by = match records.above.first() {
        Some(parent) => by.noting(format!("part of {}", parent.name)),
        None => by,
    };
    let mut facts = vec![
        by,
        Fact::date("Given on", When::day(assertion.valid_from.as_jiff())),
    ];
    facts.push(match assertion.valid_until {
        Some(until) => Fact::date("Good until", When::day(until.as_jiff())),
        None => Fact::new("Good until", "No end date"),
    });
    facts.extend(assessed(records));
    facts.extend(results(records));
    facts
}

fn assessed(records: &Records) -> Option<Fact> {
    let assessment = awards::assessment(&records.assertion)?;
    let who = match (assessment.by, assessment.role) {
        (Some(by), Some(role)) => format!("{by}, {role}"),
        (one, other) => one.or(other)?,
    };
    let fact = Fact::new("Assessed by", who);
    Some(match assessment.how {
        Some(how) => fact.noting(how),
        None => fact,
    })
}

fn results(records: &Records) -> Vec<Fact> {
    let described = |id: &str| records.content.results.iter().find(|known| known.id == id);
    awards::results(&records.assertion)
        .into_iter()
        .filter_map(|result| {
            let description = described(&result.result)?;
            let level = result
                .level
                .and_then(|id| description.levels.iter().find(|level| level.id == id))
                .map(|level| level.name.clone());
            let value = level.or(result.value).or(result.status)?;
            Some(Fact::new("Result", value).noting(&description.name))
        })
        .collect()
}

fn history(records: &Records) -> Vec<Happening> {
    let assertion = &records.assertion;
    let issuer = &records.issuer.name;
    let mut history = vec![Happening {
        tone: Tone::Valid,
        when: When::moment(assertion.created_at.as_jiff()),
        what: format!("Given by {issuer}."),
    }];
    if let Some(at) = assertion.corrected_at {
        history.push(Happening {
            tone: Tone::Valid,
            when: When::moment(at.as_jiff()),
            what: format!("Corrected by {issuer}: this is how it should have read."),
        });
    }
    let because = match &assertion.state_reason {
        Some(reason) => format!(": {reason}"),
        None => ".".to_owned(),
    };
    let change = match assertion.state {
        AssertionState::Issued => (Tone::Valid, format!("{issuer} let it stand again{because}")),
        AssertionState::Suspended => (Tone::Expired, format!("Put on hold by {issuer}{because}")),
        AssertionState::Revoked => (Tone::Withdrawn, format!("Withdrawn by {issuer}{because}")),
    };
    if let Some(at) = assertion.state_changed_at {
        history.push(Happening {
            tone: change.0,
            when: When::moment(at.as_jiff()),
            what: change.1,
        });
    }
    history
}

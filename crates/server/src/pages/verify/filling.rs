//! A report becomes a result on the page.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use jiff::{Timestamp, civil, tz::TimeZone};
use openbadges::verify::{BadgeSummary, Code, LinkedDomain, Report};
use url::Url;

use super::{ResultView, input::Item};
use crate::{
    pages::{
        badges::view::is_web,
        parts::{CompareAnswer, CompareView, CriteriaView, Fact, Link, Picture},
        text::Rich,
        verdict::{self, Story},
        words::When,
    },
    state::State,
};

/// Pictures above this size are not carried inside the page.
const PICTURE_BYTES: usize = 1_500_000;

/// A text above this size is not sent along with the compare form.
const CARRIED_BYTES: usize = 200_000;

pub(super) fn result(state: &State, item: &Item, report: &Report) -> ResultView {
    let nothing = BadgeSummary::default();
    let badge = report.badge.as_ref().unwrap_or(&nothing);
    ResultView {
        verdict: verdict::verdict(report, &story(badge, report)),
        given: item.label(),
        name: badge.name.clone(),
        claim: badge.description.clone(),
        picture: picture(state, item, badge, report),
        reason: badge.revocation_reason.clone(),
        facts: facts(badge, report),
        criteria: CriteriaView {
            items: Vec::new(),
            narrative: badge.criteria.as_deref().map(Rich::from_markdown),
        },
        links: links(badge, report),
        checks: verdict::checks(report),
        technical: technical(report),
        compare: CompareView {
            answer: answer(report),
        },
        carried: carried(item, report),
        inside: inside(state, item, report),
    }
}

/// A presentation is only the folder: what it holds is what somebody wants to read about.
fn inside(state: &State, item: &Item, report: &Report) -> Vec<ResultView> {
    let named = |(index, part): (usize, &Report)| {
        let name = part.badge.as_ref().and_then(|badge| badge.name.clone());
        ResultView {
            given: name.unwrap_or_else(|| format!("number {}", index + 1)),
            ..result(state, item, part)
        }
    };
    report.credentials.iter().enumerate().map(named).collect()
}

fn story(badge: &BadgeSummary, report: &Report) -> Story {
    Story {
        issuer: report.issuer_name().map(str::to_owned),
        recipient: badge.recipient.name.clone(),
        badge: badge.name.clone(),
        given: badge.issued_on.as_deref().and_then(moment),
        until: badge.expires.as_deref().and_then(moment),
        changed: None,
    }
}

/// Dates in the wild come with and without a time and a zone; a missing zone is read as UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let utc = |at: civil::DateTime| {
        at.to_zoned(TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    };
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| text.parse::<civil::DateTime>().ok().and_then(utc))
        .or_else(|| {
            text.parse::<civil::Date>()
                .ok()
                .and_then(|date| utc(date.at(0, 0, 0, 0)))
        })
}

/// The badge's picture, but only from this host or from inside the badge: no other server learns of the check.
fn picture(state: &State, item: &Item, badge: &BadgeSummary, report: &Report) -> Option<Picture> {
    let inside = badge
        .image
        .as_deref()
        .filter(|image| is_embedded(image))
        .map(str::to_owned);
    let src = inside
        .or_else(|| uploaded(item))
        .or_else(|| own_path(state, badge.image.as_deref()?))?;
    let off = verdict::is_off(report.verdict);
    Some(Picture {
        src,
        alt: badge
            .name
            .as_ref()
            .map_or_else(String::new, |name| format!("The picture of {name}.")),
        palette: if off { "ash" } else { "lagoon" },
        off,
    })
}

fn is_embedded(image: &str) -> bool {
    let kinds = [
        "data:image/png;base64,",
        "data:image/svg+xml;base64,",
        "data:image/jpeg;base64,",
    ];
    image.len() <= PICTURE_BYTES && kinds.iter().any(|kind| image.starts_with(kind))
}

/// An uploaded picture is shown from the page itself; nothing was stored that could be linked to.
fn uploaded(item: &Item) -> Option<String> {
    let Item::File { bytes, .. } = item else {
        return None;
    };
    let kind = match openbadges::baking::kind_of(bytes)? {
        openbadges::baking::ImageKind::Png => "image/png",
        openbadges::baking::ImageKind::Svg => "image/svg+xml",
    };
    let fits = bytes.len() <= PICTURE_BYTES;
    fits.then(|| format!("data:{kind};base64,{}", BASE64.encode(bytes)))
}

fn own_path(state: &State, image: &str) -> Option<String> {
    let (image, own) = (Url::parse(image).ok()?, state.public_url());
    (image.origin() == own.origin()).then(|| image.path().to_owned())
}

fn facts(badge: &BadgeSummary, report: &Report) -> Vec<Fact> {
    if report.badge.is_none() {
        return Vec::new();
    }
    let recipient = &badge.recipient;
    let hidden = "tied to an e-mail address that stays hidden";
    let mut facts = vec![match (&recipient.name, &recipient.identity) {
        (Some(name), Some(identity)) => Fact::new("Given to", name).noting(identity),
        (Some(name), None) if recipient.hashed => Fact::new("Given to", name).noting(hidden),
        (Some(one), None) | (None, Some(one)) => Fact::new("Given to", one),
        (None, None) if recipient.hashed => Fact::new("Given to", "One person").noting(hidden),
        (None, None) => Fact::new("Given to", "Not said"),
    }];
    let issuer = &badge.issuer;
    let whose = issuer.name.clone().unwrap_or_else(|| "Not said".to_owned());
    facts.push(match issuer.url.as_ref().or(issuer.id.as_ref()) {
        Some(address) => Fact::new("Given by", whose).noting(address),
        None => Fact::new("Given by", whose),
    });
    for known in &report.trust.matching_issuers {
        let name = known.name.as_ref().or(known.legal_name.as_ref());
        let fact = Fact::new(
            "Known as",
            name.map_or("Listed, without a name", |name| name),
        );
        facts.push(fact.noting(format!("in the register {}", known.registry)));
    }
    let confirmed = |site: &&LinkedDomain| site.code == Code::IssuerDomainOk;
    for site in report.trust.linked_domains.iter().filter(confirmed) {
        facts.push(Fact::new("Confirmed by", &site.origin));
    }
    facts.extend(dated("Given on", badge.issued_on.as_deref()));
    facts.extend(dated("Good until", badge.expires.as_deref()));
    facts
}

/// A date in words, or as it was written if it cannot be read.
fn dated(term: &'static str, text: Option<&str>) -> Option<Fact> {
    let text = text?;
    Some(match moment(text) {
        Some(at) => Fact::date(term, When::day(at)),
        None => Fact::new(term, text),
    })
}

fn links(badge: &BadgeSummary, report: &Report) -> Vec<Link> {
    let link = |href: &Option<String>, words: &str| {
        let href = href.clone().filter(|href| is_web(href))?;
        Some(Link {
            href,
            words: words.to_owned(),
        })
    };
    [
        link(&report.subject.id, "The badge at its own address"),
        link(&badge.criteria_url, "The criteria in full"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn technical(report: &Report) -> Vec<Fact> {
    let subject = &report.subject;
    let mut facts = vec![
        Fact::new("Standard", standard(subject.spec.as_deref())),
        Fact::new("Form", form(&subject.form)),
    ];
    if let Some(id) = &subject.id {
        facts.push(Fact::new("Identifier", id));
    }
    facts.push(Fact::new("SHA-256 of what was checked", &subject.sha256));
    facts.push(Fact::new("Rules", &report.policy).noting(&report.engine));
    for record in &report.fetched {
        let fact = Fact::new("Looked up", &record.url);
        facts.push(match (&record.problem, record.status) {
            (Some(problem), _) => fact.noting(problem),
            (None, Some(status)) => fact.noting(format!("answered {status}")),
            (None, None) => fact,
        });
    }
    facts
}

fn standard(spec: Option<&str>) -> &str {
    match spec {
        Some("OB-3.0") => "Open Badges 3.0",
        Some("OB-2.0") => "Open Badges 2.0",
        Some("OB-1.1") => "Open Badges 1.1",
        Some("OB-0.5") => "Open Badges before 1.0",
        Some("CLR-2.0") => "Comprehensive Learner Record 2.0",
        Some("VP") => "Verifiable Presentation",
        Some("SD-JWT-VC") => "Badge as SD-JWT VC",
        Some("VC") => "Verifiable Credentials, without a badge",
        Some(other) => other,
        None => "Not recognised",
    }
}

fn form(form: &str) -> &str {
    match form {
        "json" => "JSON",
        "jwt" => "Signed text (JWT or JWS)",
        "sd_jwt" => "Signed text, shown in part (SD-JWT)",
        "png" => "Inside a PNG picture",
        "svg" => "Inside an SVG drawing",
        "url" => "At a web address",
        other => other,
    }
}

fn answer(report: &Report) -> Option<CompareAnswer> {
    report.checks.iter().find_map(|check| match check.code {
        Code::RecipientMatch => Some(CompareAnswer::Same),
        Code::RecipientMismatch => Some(CompareAnswer::Different),
        _ => None,
    })
}

/// What the compare form sends along, where comparing makes sense and the thing itself can be sent again.
fn carried(item: &Item, report: &Report) -> String {
    let comparable = [
        Code::RecipientNotAsked,
        Code::RecipientMatch,
        Code::RecipientMismatch,
    ];
    if !report
        .checks
        .iter()
        .any(|check| comparable.contains(&check.code))
    {
        return String::new();
    }
    match item {
        Item::Address(url) => url.to_string(),
        Item::Text(text) if text.len() <= CARRIED_BYTES => text.clone(),
        Item::Text(_) | Item::File { .. } => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_time_and_zone() {
        for text in [
            "2026-11-06",
            "2026-11-06T00:00:00",
            "2026-11-06T00:00:00Z",
            "2026-11-06T02:00:00+02:00",
        ] {
            assert_eq!(
                moment(text).map(|at| at.to_string()).as_deref(),
                Some("2026-11-06T00:00:00Z"),
                "{text}"
            );
        }
        assert_eq!(moment("last Friday"), None);
    }
}

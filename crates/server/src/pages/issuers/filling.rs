//! Records become the list of issuers and the page of one.

use accolade_issuing::addresses::paths;
use accolade_storage::{
    DbConnection, PageRequest, StorageError, assertions, badge_classes,
    badge_classes::BadgeClassFilter, issuers, issuers::Issuer, types::BadgeClassState,
};
use url::Url;

use super::{Face, IssuerCard, IssuerFamily, IssuerPage, IssuersPage, MachineAddress};
use crate::{
    pages::{
        badges::view::{first_paragraph, is_web},
        cards,
        layout::{Layout, Place},
        parts::{BadgeCard, Fact, Link},
        text::Rich,
        words,
    },
    problem::Problem,
    state::State,
};

/// How many organisations one list shows; a site with more needs a search, not a longer page.
const MOST: u32 = 200;

pub(super) async fn list(state: &State) -> Result<IssuersPage, Problem> {
    Ok(IssuersPage {
        layout: Layout::new(&state.site_name, Place::Issuers),
        families: state.read(families).await?,
    })
}

fn families(conn: &mut DbConnection) -> Result<Vec<IssuerFamily>, StorageError> {
    let mut heads = issuers::top(conn, PageRequest::first(MOST))?.items;
    heads.retain(gives_badges);
    heads.sort_by_key(|issuer| issuer.name.to_lowercase());
    heads
        .iter()
        .map(|head| {
            let mut members = Vec::new();
            below(conn, head, &mut members)?;
            Ok(IssuerFamily {
                head: cards::of_issuer(conn, head)?,
                members,
            })
        })
        .collect()
}

/// What is archived gives no badges, and so does nobody below it: both keep their own pages and leave the list.
fn gives_badges(issuer: &Issuer) -> bool {
    issuer.archived_at.is_none()
}

/// Everyone below `issuer`, each followed by those below it.
fn below(
    conn: &mut DbConnection,
    issuer: &Issuer,
    members: &mut Vec<IssuerCard>,
) -> Result<(), StorageError> {
    let children = issuers::children(conn, issuer.id)?;
    for child in children.into_iter().filter(gives_badges) {
        if members.len() >= MOST as usize {
            break;
        }
        members.push(cards::of_issuer(conn, &child)?);
        below(conn, &child, members)?;
    }
    Ok(())
}

/// What the database knows about one issuer.
struct Records {
    parent: Option<Issuer>,
    children: Vec<IssuerCard>,
    badges: Vec<BadgeCard>,
    published: u64,
    awards: u64,
    face: Face,
}

pub(super) async fn page(state: &State, issuer: Issuer) -> Result<IssuerPage, Problem> {
    let of = issuer.clone();
    let records = state.read(move |conn| load(conn, &of)).await?;
    Ok(fill(state, &issuer, records))
}

fn load(conn: &mut DbConnection, issuer: &Issuer) -> Result<Records, StorageError> {
    let filter = BadgeClassFilter::new()
        .issuer(issuer.id)
        .state(BadgeClassState::Published);
    let badges = badge_classes::list(conn, filter, PageRequest::first(MOST))?.items;
    let children = issuers::children(conn, issuer.id)?;
    let awards = assertions::count_by_issuer(conn, issuer.id)?;
    Ok(Records {
        parent: issuers::ancestors(conn, issuer.id)?.into_iter().next(),
        children: children
            .iter()
            .filter(|child| gives_badges(child))
            .map(|child| cards::of_issuer(conn, child))
            .collect::<Result<_, _>>()?,
        badges: cards::of_badges(conn, &badges, false)?,
        published: cards::count_published(conn, issuer)?,
        awards: u64::try_from(awards).unwrap_or_default(),
        face: cards::face(conn, issuer)?,
    })
}

fn fill(state: &State, issuer: &Issuer, records: Records) -> IssuerPage {
    let kind = cards::kind(issuer.kind);
    IssuerPage {
        layout: Layout::new(&state.site_name, Place::Issuers),
        canonical: state.tools.addresses.issuer(&issuer.slug),
        name: issuer.name.clone(),
        over: if records.parent.is_some() {
            format!("{kind} of")
        } else {
            kind.to_owned()
        },
        facts: facts(issuer, &records),
        parent: records.parent.map(|parent| Link {
            href: paths::issuer(&parent.slug),
            words: parent.name,
        }),
        description: Rich::from_markdown(&issuer.description),
        summary: first_paragraph(&issuer.description),
        face: records.face,
        badges: records.badges,
        children: records.children,
        machine: machine(state, issuer),
    }
}

fn facts(issuer: &Issuer, records: &Records) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new("Badges", words::count(records.published, "badge", "badges")).noting(format!(
            "{} so far",
            words::count(records.awards, "award", "awards")
        )),
    ];
    if is_web(&issuer.url) {
        let host = Url::parse(&issuer.url)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| issuer.url.clone());
        facts.push(Fact::new("Website", host).leading_to(&issuer.url));
    }
    if !issuer.email.is_empty() {
        let mail = format!("mailto:{}", issuer.email);
        facts.push(Fact::new("E-mail", &issuer.email).leading_to(mail));
    }
    facts
}

fn machine(state: &State, issuer: &Issuer) -> Vec<MachineAddress> {
    let addresses = &state.tools.addresses;
    let slug = &issuer.slug;
    let linked = |what, value: String, path: String| MachineAddress {
        what,
        value,
        href: Some(path),
    };
    vec![
        MachineAddress {
            what: "Name in signed badges",
            value: addresses.issuer_did(slug),
            href: None,
        },
        linked(
            "Who signs for it",
            addresses.did_document(slug),
            paths::did_document(slug),
        ),
        linked("Keys", addresses.jwks(slug), paths::jwks(slug)),
        linked(
            "Withdrawn badges (2.0)",
            addresses.revocations(slug),
            paths::revocations(slug),
        ),
    ]
}

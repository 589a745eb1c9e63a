//! Badges and issuers as they stand in lists.

use accolade_issuing::{addresses::paths, content::BadgeContent};
use accolade_storage::{
    DbConnection, PageRequest, StorageError, assertions, badge_class_versions,
    badge_class_versions::BadgeClassVersion,
    badge_classes,
    badge_classes::{BadgeClass, BadgeClassFilter},
    issuers,
    issuers::Issuer,
    types::{BadgeClassState, IssuerKind},
};

use super::{
    badges::view::{first_paragraph, plain_claim},
    files::Shelf,
    issuers::{Face, IssuerCard},
    parts::{self, BadgeCard},
    words,
};

/// How many published badges of one issuer are counted before a card says "and more".
const COUNTED: u32 = 500;

/// A card for each badge that has a published version; `with_issuer` says whose it is.
pub(crate) fn of_badges(
    conn: &mut DbConnection,
    badge_classes: &[BadgeClass],
    with_issuer: bool,
) -> Result<Vec<BadgeCard>, StorageError> {
    let mut cards = Vec::with_capacity(badge_classes.len());
    for badge_class in badge_classes {
        let Some(version) = badge_class_versions::latest(conn, badge_class.id)? else {
            continue;
        };
        let shelf = Shelf::of(conn, [version.image_blob])?;
        let given = badge_classes::count_awards(conn, badge_class.id)?;
        let given = match u64::try_from(given).unwrap_or_default() {
            0 => "not given yet".to_owned(),
            given => format!("given {}", words::times(given)),
        };
        let issuer = if with_issuer {
            issuers::find(conn, badge_class.issuer_id)?
        } else {
            None
        };
        let foot = match issuer {
            Some(issuer) => format!("{}, {given}", issuer.name),
            None => capital(&given),
        };
        cards.push(card(&version, foot, &shelf));
    }
    Ok(cards)
}

fn card(version: &BadgeClassVersion, foot: String, shelf: &Shelf) -> BadgeCard {
    let content = BadgeContent::read(&version.content).unwrap_or_default();
    BadgeCard {
        href: paths::badge(version.badge_class_id),
        name: version.name.clone(),
        line: plain_claim(&content),
        foot,
        src: shelf.path(&version.image_blob),
    }
}

/// A card for an issuer.
pub(crate) fn of_issuer(
    conn: &mut DbConnection,
    issuer: &Issuer,
) -> Result<IssuerCard, StorageError> {
    let awards = assertions::count_by_issuer(conn, issuer.id)?;
    let badges = count_published(conn, issuer)?;
    Ok(IssuerCard {
        href: paths::issuer(&issuer.slug),
        name: issuer.name.clone(),
        kind: kind(issuer.kind).to_owned(),
        line: first_paragraph(&issuer.description),
        foot: format!(
            "{}, {}",
            words::count(badges, "badge", "badges"),
            words::count(u64::try_from(awards).unwrap_or_default(), "award", "awards")
        ),
        face: face(conn, issuer)?,
    })
}

/// How many badges of this issuer are published.
pub(crate) fn count_published(
    conn: &mut DbConnection,
    issuer: &Issuer,
) -> Result<u64, StorageError> {
    let filter = BadgeClassFilter::new()
        .issuer(issuer.id)
        .state(BadgeClassState::Published);
    Ok(
        badge_classes::list(conn, filter, PageRequest::first(COUNTED))?
            .items
            .len() as u64,
    )
}

/// The issuer's picture, or the first letters of its name.
pub(crate) fn face(conn: &mut DbConnection, issuer: &Issuer) -> Result<Face, StorageError> {
    let src = match issuer.image_blob {
        Some(digest) => Some(Shelf::of(conn, [digest])?.path(&digest)),
        None => None,
    };
    Ok(Face {
        src,
        letters: words::initials(&issuer.name),
        palette: parts::palette(&issuer.palette),
    })
}

/// "School"
pub(crate) fn kind(kind: IssuerKind) -> &'static str {
    match kind {
        IssuerKind::District => "District",
        IssuerKind::School => "School",
        IssuerKind::Classroom => "Classroom",
        IssuerKind::Club => "Club",
        IssuerKind::Organisation => "Organisation",
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

//! What stands around a badge on its public page: who approved it, other languages, badges beside it, where it came
//! from and what became of it.

use accolade_issuing::addresses::paths;
use accolade_issuing::content::{BadgeContent, Commons, Lineage};
use accolade_issuing::review_requests;
use accolade_storage::badge_class_versions::BadgeClassVersion;
use accolade_storage::badge_classes;
use accolade_storage::types::{BadgeClassId, BadgeClassState};
use accolade_storage::{DbConnection, PageRequest, StorageError, endorsements, issuers};
use url::Url;

use crate::pages::editor::relation_words;
use crate::pages::parts::Link;
use crate::pages::words::{self, When};

/// Who stands for a badge, and what it goes with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    pub(crate) vouchers: Vec<Voucher>,
    /// The other languages.
    pub(crate) languages: Vec<LanguageLink>,
    /// The language of this page.
    pub(crate) language: String,
    /// Badges to have first.
    pub(crate) before: Vec<Link>,
    /// Badges beside it, each with how it stands to this one.
    pub(crate) beside: Vec<(String, Link)>,
    pub(crate) from: Option<Origin>,
    /// What others made from it.
    pub(crate) remixes: Vec<Link>,
    /// Where one makes one's own version, if the licence allows it.
    pub(crate) remix: Option<String>,
    /// Where an organisation says its word on it.
    pub(crate) endorse: String,
}

/// Somebody who said yes to the badge.
#[derive(Debug, Clone)]
pub(crate) struct Voucher {
    pub(crate) name: String,
    pub(crate) role: Option<String>,
    pub(crate) initials: String,
    pub(crate) when: When,
    pub(crate) words: Option<String>,
    /// Whether only the issuer knows that it was they: their link was handed over.
    pub(crate) by_hand: bool,
    /// The signed document, where the word is an organisation's and signed with its key.
    pub(crate) signed: Option<String>,
}

/// The same badge in another language.
#[derive(Debug, Clone)]
pub(crate) struct LanguageLink {
    pub(crate) tag: String,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// The badge that this one was made from.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) badge: Link,
    pub(crate) issuer: String,
    pub(crate) licence: Option<String>,
}

/// What the database knows about the surroundings of one version.
pub(super) fn load(
    conn: &mut DbConnection,
    version: &BadgeClassVersion,
    base: &Url,
) -> Result<Around, StorageError> {
    let content = BadgeContent::read(&version.content).unwrap_or_default();
    let id = version.badge_class_id;
    let licence = content.licence.as_deref().and_then(Commons::read);
    Ok(Around {
        vouchers: vouchers(conn, version)?,
        languages: languages(id, version.number, &content),
        language: content.language().to_owned(),
        before: content
            .prerequisites
            .iter()
            .map(|badge| link(base, &badge.name, &badge.url))
            .collect(),
        beside: content
            .related
            .iter()
            .map(|badge| {
                let how = relation_words(badge.relation).to_owned();
                (how, link(base, &badge.name, &badge.url))
            })
            .collect(),
        from: content.remixed_from.as_ref().map(origin),
        remixes: remixes(conn, id)?,
        remix: licence
            .filter(Commons::allows_changes)
            .map(|_| crate::pages::paths::remix(id)),
        endorse: crate::pages::paths::endorse(id),
    })
}

fn vouchers(
    conn: &mut DbConnection,
    version: &BadgeClassVersion,
) -> Result<Vec<Voucher>, StorageError> {
    let mut vouchers = Vec::new();
    for reviewer in review_requests::approvals_of(conn, version)? {
        let Some(at) = reviewer.answered_at else {
            continue;
        };
        vouchers.push(Voucher {
            initials: words::initials(&reviewer.name),
            name: reviewer.name,
            role: reviewer.role,
            when: When::day(at.as_jiff()),
            words: reviewer.words.filter(|_| reviewer.show_words),
            by_hand: !reviewer.by_letter,
            signed: None,
        });
    }
    for said in endorsements::of_version(conn, version.badge_class_id, version.number)? {
        let Some(endorser) = issuers::find(conn, said.endorser_id)? else {
            continue;
        };
        vouchers.push(Voucher {
            initials: words::initials(&endorser.name),
            name: endorser.name,
            role: None,
            when: When::day(said.created_at.as_jiff()),
            words: said.comment,
            by_hand: false,
            signed: Some(paths::endorsement(said.id)),
        });
    }
    Ok(vouchers)
}

fn languages(id: BadgeClassId, number: i32, content: &BadgeContent) -> Vec<LanguageLink> {
    if content.translations.is_empty() {
        return Vec::new();
    }
    let first = content.language();
    content
        .languages()
        .map(|tag| LanguageLink {
            tag: tag.to_owned(),
            href: if tag == first {
                paths::badge_version(id, number)
            } else {
                paths::badge_translation(id, number, tag)
            },
            current: tag == first,
        })
        .collect()
}

fn origin(from: &Lineage) -> Origin {
    Origin {
        badge: Link {
            href: paths::badge_version(from.badge, from.version),
            words: from.name.clone(),
        },
        issuer: from.issuer.clone(),
        licence: from.licence.clone(),
    }
}

/// A badge of this site is linked by its path, so that the link holds under whatever name the site is reached.
fn link(base: &Url, name: &str, url: &str) -> Link {
    let ours = url.strip_prefix(base.as_str().trim_end_matches('/'));
    let href = ours.filter(|path| path.starts_with('/')).unwrap_or(url);
    Link {
        href: href.to_owned(),
        words: name.to_owned(),
    }
}

/// How many are named.
const REMIXES: u32 = 12;

fn remixes(conn: &mut DbConnection, id: BadgeClassId) -> Result<Vec<Link>, StorageError> {
    let page = badge_classes::remixes_of(conn, id, PageRequest::first(REMIXES))?;
    let mut links = Vec::new();
    for remix in page.items {
        if remix.state != BadgeClassState::Published {
            continue;
        }
        let Some(issuer) = issuers::find(conn, remix.issuer_id)? else {
            continue;
        };
        links.push(Link {
            href: paths::badge(remix.id),
            words: format!("{} of {}", remix.name, issuer.name),
        });
    }
    Ok(links)
}

//! What stands at the head of every page about one organisation: its name and the tabs beside it.

use accolade_issuing::access::{AccessError, Caller, highest_role, includes};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::Role;
use accolade_storage::{DbConnection, StorageError};

use crate::pages::parts::Link;
use crate::problem::Problem;

/// The pages about one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeskTab {
    Overview,
    Badges,
    Claims,
    People,
    Settings,
    Awards,
    Batches,
    Applications,
    Webhooks,
    Audit,
}

/// Each tab: its place in the address, its name, and the least role that finds something there.
const TABS: &[(DeskTab, &str, &str, Role)] = &[
    (DeskTab::Overview, "", "Overview", Role::Viewer),
    (DeskTab::Badges, "/badges", "Badges", Role::Viewer),
    (DeskTab::Awards, "/awards", "Awards", Role::Viewer),
    (DeskTab::Batches, "/batches", "Batches", Role::Issuer),
    (DeskTab::Claims, "/claims", "Claim codes", Role::Issuer),
    (
        DeskTab::Applications,
        "/applications",
        "Applications",
        Role::Assessor,
    ),
    (DeskTab::People, "/members", "People", Role::Viewer),
    (DeskTab::Settings, "/settings", "Settings", Role::Steward),
    (DeskTab::Webhooks, "/webhooks", "Webhooks", Role::Steward),
    (DeskTab::Audit, "/audit", "Log", Role::Steward),
];

/// The head of a page about one organisation.
#[derive(Debug, Clone)]
pub(crate) struct DeskHead {
    /// What the organisation is called.
    pub(crate) name: String,
    /// The organisation right above, for those who may see its desk.
    pub(crate) above: Option<Link>,
    /// The pages that the reader may open.
    pub(crate) tabs: Vec<Tab>,
}

/// One of the pages about an organisation.
#[derive(Debug, Clone)]
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) words: &'static str,
    pub(crate) current: bool,
}

impl DeskHead {
    /// The head for this reader. What each page shows is decided by its own use case.
    pub(crate) fn load(
        conn: &mut DbConnection,
        caller: &Caller,
        issuer: &Issuer,
        current: DeskTab,
    ) -> Result<Self, StorageError> {
        let role = highest_role(conn, caller, Some(issuer.id))?;
        let may = |least| caller.operator || role.is_some_and(|role| includes(role, least));
        let above = match issuer.parent_id {
            Some(parent) => issuers::find(conn, parent)?,
            None => None,
        };
        let above = match above {
            Some(parent)
                if caller.operator || highest_role(conn, caller, Some(parent.id))?.is_some() =>
            {
                Some(Link {
                    href: desk(&parent.slug),
                    words: parent.name,
                })
            }
            _ => None,
        };
        let tabs = TABS
            .iter()
            .filter(|(.., least)| may(*least))
            .map(|(tab, path, words, _)| Tab {
                href: format!("{}{path}", desk(&issuer.slug)),
                words,
                current: *tab == current,
            })
            .collect();
        Ok(Self {
            name: issuer.name.clone(),
            above,
            tabs,
        })
    }
}

/// The desk of an organisation.
pub(super) fn desk(slug: &str) -> String {
    format!("/desk/{slug}")
}

/// The organisation of this name, if the caller has any role in it; to everybody else there is nothing here.
pub(crate) fn issuer_of(
    conn: &mut DbConnection,
    caller: &Caller,
    slug: &str,
) -> Result<Issuer, Problem> {
    let issuer = issuers::by_slug(conn, slug)?.ok_or_else(Problem::not_found)?;
    let role = highest_role(conn, caller, Some(issuer.id))?;
    if role.is_none() && !caller.operator {
        return Err(AccessError::Hidden.into());
    }
    Ok(issuer)
}

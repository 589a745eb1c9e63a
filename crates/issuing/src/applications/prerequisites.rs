//! The badges to have first, and whether the applicant has them: a note for those who read, never a bar.

use accolade_storage::DbConnection;
use accolade_storage::applications::Application;
use accolade_storage::types::BadgeClassId;

use super::{ApplicationError, people};
use crate::Tools;
use crate::addresses::Addresses;
use crate::content::BadgeContent;

/// One badge to have first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prior {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Whether it was given to the applicant's address and stands; absent for a badge of another site.
    pub held: Option<bool>,
}

/// The badges that a badge asks to have first, each with what is known of it here.
pub fn prerequisites(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
    content: &BadgeContent,
) -> Result<Vec<Prior>, ApplicationError> {
    if content.prerequisites.is_empty() {
        return Ok(Vec::new());
    }
    let address = people::person(tools, application)?.email;
    let ours: Vec<_> = content
        .prerequisites
        .iter()
        .map(|badge| badge_at(&tools.addresses, &badge.url))
        .collect();
    let known: Vec<_> = ours.iter().copied().flatten().collect();
    let held = people::held(conn, tools, &known, &[address])?;
    Ok(content
        .prerequisites
        .iter()
        .zip(ours)
        .map(|(badge, id)| Prior {
            name: badge.name.clone(),
            url: badge.url.clone(),
            held: id.map(|id| held.contains(&id)),
        })
        .collect())
}

/// The badge class of this site that stands at an address, in whichever version.
pub fn badge_at(addresses: &Addresses, url: &str) -> Option<BadgeClassId> {
    let rest = url.trim().strip_prefix(&addresses.url("/badges/"))?;
    rest.split(['/', '?', '#']).next()?.parse().ok()
}

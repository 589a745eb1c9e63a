//! Copies of badge classes: for oneself, and from others whose licence allows it.

use accolade_storage::badge_class_versions;
use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::types::{BadgeClassId, BadgeClassState, IssuerId};
use accolade_storage::{DbConnection, issuers};

use super::{BadgeClassError, begin, find, present, record};
use crate::access::{AccessError, Action, Caller, authorize};
use crate::content::{BadgeContent, Commons, Lineage};
use crate::{Tools, limits};

/// Begins a badge class that says what another of the same issuer says now.
pub fn duplicate(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<BadgeClass, BadgeClassError> {
    let source = find(conn, caller, Action::EditBadge, id)?;
    authorize(conn, caller, Action::DraftBadge, Some(source.issuer_id))?;
    let mut content = present(conn, &source)?;
    content.name = renamed(&content.name);
    let mut copy = begin(tools, source.issuer_id, &content, source.suspendable);
    copy.remixed_from = source.remixed_from;
    copy.remixed_version = source.remixed_version;
    badge_classes::insert(conn, &copy)?;
    record(conn, tools, caller, &copy, "badge_class.duplicated")?;
    Ok(copy)
}

/// Begins one's own version of somebody's published badge class, whose licence must allow it.
///
/// Name, licence and maker of the original stay written in it.
pub fn remix(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
    into: IssuerId,
) -> Result<BadgeClass, BadgeClassError> {
    authorize(conn, caller, Action::DraftBadge, Some(into))?;
    if issuers::find(conn, into)?.is_none() {
        return Err(BadgeClassError::UnknownIssuer);
    }
    let hidden = || BadgeClassError::Access(AccessError::Hidden);
    let source = badge_classes::find(conn, id)?.ok_or_else(hidden)?;
    let version = badge_class_versions::latest(conn, id)?.ok_or_else(hidden)?;
    if source.state == BadgeClassState::Archived {
        return Err(BadgeClassError::Archived);
    }
    let maker = issuers::find(conn, source.issuer_id)?.ok_or(BadgeClassError::UnknownIssuer)?;
    let mut content = BadgeContent::read(&version.content)?;
    let licence = content.licence.as_deref().and_then(Commons::read);
    let licence = licence
        .filter(Commons::allows_changes)
        .ok_or(BadgeClassError::NotFree)?;
    let thanks = content.attribution.take();
    content.attribution = Some(credit(thanks.as_deref(), &maker.name));
    content.remixed_from = Some(Lineage {
        badge: source.id,
        version: version.number,
        name: version.name,
        issuer: maker.name,
        url: tools.addresses.badge_version(source.id, version.number),
        licence: Some(licence.name()),
        attribution: thanks,
    });
    let mut copy = begin(tools, into, &content, false);
    copy.remixed_from = Some(source.id);
    copy.remixed_version = Some(version.number);
    badge_classes::insert(conn, &copy)?;
    record(conn, tools, caller, &copy, "badge_class.remixed")?;
    Ok(copy)
}

/// "Good question (copy)", within the limit of a name.
fn renamed(name: &str) -> String {
    const MARK: &str = " (copy)";
    let room = limits::NAME.value - MARK.len();
    let kept: String = name.trim().chars().take(room).collect();
    kept + MARK
}

/// Whom to name: those whom the original names, and its maker.
fn credit(thanks: Option<&str>, maker: &str) -> String {
    let line = match thanks.map(str::trim).filter(|thanks| !thanks.is_empty()) {
        Some(thanks) if thanks.contains(maker) => thanks.to_owned(),
        Some(thanks) => format!("{thanks}; {maker}"),
        None => maker.to_owned(),
    };
    line.chars().take(limits::NAME.value).collect()
}

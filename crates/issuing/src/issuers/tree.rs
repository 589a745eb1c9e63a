//! Where an organisation hangs, and whether it still gives badges.

use std::collections::BTreeSet;

use accolade_storage::issuers::Issuer;
use accolade_storage::memberships::{self, Membership};
use accolade_storage::types::{IssuerId, Role};
use accolade_storage::{DbConnection, StorageError, issuers};

use super::{founding, record};
use crate::access::{AccessError, Action, Caller, authorize};
use crate::violations::Violations;
use crate::{Tools, limits};

/// Why an organisation could not be moved or archived.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The caller may not, here or at the place it should go to.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such organisation.
    #[error("there is no such issuer")]
    UnknownIssuer,
    /// It cannot hang there.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Hangs an organisation below another, or by itself. Its address, its keys and its badges stay what they are;
/// roles from above change with the place.
pub fn move_below(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: IssuerId,
    parent: Option<IssuerId>,
) -> Result<Issuer, TreeError> {
    authorize(conn, caller, Action::MoveIssuer, Some(id))?;
    hold(conn, id, parent)?;
    let mut issuer = issuers::find_for_update(conn, id)?.ok_or(TreeError::UnknownIssuer)?;
    if issuer.parent_id == parent {
        return Ok(issuer);
    }
    match parent {
        Some(parent) => {
            if issuers::find(conn, parent)?.is_none() {
                return Err(
                    Violations::one("/parent", "unknown", "There is no such issuer.").into(),
                );
            }
            authorize(conn, caller, Action::CreateIssuer, Some(parent))?;
            fits(conn, id, parent)?;
        }
        None => authorize(conn, caller, founding(tools), None)?,
    }
    issuer.parent_id = parent;
    issuer.updated_at = tools.now();
    issuers::update(conn, &issuer)?;
    keep_an_owner(conn, tools, caller, id)?;
    record(conn, tools, caller, &issuer, "issuer.moved")?;
    Ok(issuer)
}

/// Archives an organisation: it and those below give no new badges. What was given stays.
pub fn archive(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: IssuerId,
) -> Result<Issuer, TreeError> {
    set_archived(conn, tools, caller, id, true)
}

/// Takes an archived organisation up again.
pub fn unarchive(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: IssuerId,
) -> Result<Issuer, TreeError> {
    set_archived(conn, tools, caller, id, false)
}

fn set_archived(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: IssuerId,
    archived: bool,
) -> Result<Issuer, TreeError> {
    authorize(conn, caller, Action::ArchiveIssuer, Some(id))?;
    let mut issuer = issuers::find_for_update(conn, id)?.ok_or(TreeError::UnknownIssuer)?;
    if issuer.archived_at.is_some() == archived {
        return Ok(issuer);
    }
    issuer.archived_at = archived.then(|| tools.now());
    issuer.updated_at = tools.now();
    issuers::update(conn, &issuer)?;
    let action = if archived {
        "issuer.archived"
    } else {
        "issuer.unarchived"
    };
    record(conn, tools, caller, &issuer, action)?;
    Ok(issuer)
}

/// Keeps others from moving this organisation, its new parent and all above that until this transaction ends. Two moves
/// that would make a circle together have one of them in common, and so come one after the other.
fn hold(
    conn: &mut DbConnection,
    id: IssuerId,
    parent: Option<IssuerId>,
) -> Result<(), StorageError> {
    let mut held = BTreeSet::from([id]);
    if let Some(parent) = parent {
        held.insert(parent);
        held.extend(
            issuers::ancestors(conn, parent)?
                .iter()
                .map(|above| above.id),
        );
    }
    // In one order, or two moves would wait for each other.
    for id in held {
        issuers::find_for_update(conn, id)?;
    }
    Ok(())
}

/// Whether `id` and everything below it can hang below `parent`: no circle, and not too deep.
fn fits(conn: &mut DbConnection, id: IssuerId, parent: IssuerId) -> Result<(), TreeError> {
    let above = issuers::ancestors(conn, parent)?;
    if parent == id || above.iter().any(|issuer| issuer.id == id) {
        let message = "An organisation cannot stand below itself.";
        return Err(Violations::one("/parent", "circle", message).into());
    }
    let levels = above.len() + 1 + height(conn, id)?;
    if levels > limits::ISSUER_DEPTH.value {
        let message = format!("At most {} levels.", limits::ISSUER_DEPTH.value);
        return Err(Violations::one("/parent", "too_many", &message).into());
    }
    Ok(())
}

/// How many levels begin with this organisation.
fn height(conn: &mut DbConnection, id: IssuerId) -> Result<usize, StorageError> {
    let mut levels = 0;
    let mut level = vec![id];
    while !level.is_empty() && levels <= limits::ISSUER_DEPTH.value {
        levels += 1;
        let mut below = Vec::new();
        for id in level {
            below.extend(
                issuers::children(conn, id)?
                    .into_iter()
                    .map(|child| child.id),
            );
        }
        level = below;
    }
    Ok(levels)
}

/// An organisation whose owners stood above it would have none in its new place: whoever moved it becomes one.
fn keep_an_owner(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: IssuerId,
) -> Result<(), StorageError> {
    let mut line = vec![id];
    line.extend(
        issuers::ancestors(conn, id)?
            .into_iter()
            .map(|above| above.id),
    );
    for place in line {
        let members = memberships::of_issuer(conn, place)?;
        if members.iter().any(|member| member.role == Role::Owner) {
            return Ok(());
        }
    }
    let Some(account_id) = caller.account else {
        return Ok(());
    };
    let membership = Membership {
        account_id,
        issuer_id: id,
        role: Role::Owner,
        created_at: tools.now(),
    };
    memberships::set(conn, &membership)
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use accolade_storage::on_each_database;

    use super::*;
    use crate::testing::World;

    on_each_database! {
        fn a_school_moves_with_its_owner_to_another_district_but_not_below_itself(db: &TestDatabase) {
            let world = World::new(db);
            let (old, new) = (world.issuer("old"), world.issuer("new"));
            let school = world.issuer_below("school", old.id);
            let class = world.issuer_below("class", school.id);
            let (ada, caller) = world.person("ada@a.example", Some((old.id, Role::Owner)));
            let tools = &world.tools;
            let go = |to| db.write(|conn| move_below(conn, tools, &caller, school.id, to));

            let without_right = go(Some(new.id));
            world.person("ada@a.example", Some((new.id, Role::Steward)));
            let circle = go(Some(class.id));
            let moved = go(Some(new.id)).unwrap();
            let top = go(None);

            assert!(matches!(without_right, Err(TreeError::Access(AccessError::Forbidden))), "{without_right:?}");
            assert!(matches!(circle, Err(TreeError::Invalid(_))), "{circle:?}");
            assert_eq!(moved.parent_id, Some(new.id));
            let roles = db.read(|conn| memberships::roles_for(conn, ada.id, &[school.id])).unwrap();
            assert_eq!(roles, [(school.id, Role::Owner)]);
            assert!(matches!(top, Err(TreeError::Access(AccessError::Forbidden))), "{top:?}");
        }

        fn of_two_that_are_hung_below_each_other_at_once_one_is_told_of_the_circle(db: &TestDatabase) {
            let world = World::new(db);
            let (one, other) = (world.issuer("one").id, world.issuer("other").id);
            let (caller, start) = (Caller::operator(), Barrier::new(2));

            let moved = thread::scope(|scope| {
                let runs = [(one, other), (other, one)].map(|(id, parent)| {
                    let (copy, tools, caller, start) = (db.another_copy(), &world.tools, &caller, &start);
                    scope.spawn(move || {
                        start.wait();
                        copy.write(|conn| move_below(conn, tools, caller, id, Some(parent))).is_ok()
                    })
                });
                runs.map(|run| run.join().unwrap())
            });

            assert_eq!(moved.iter().filter(|went| **went).count(), 1);
        }

        fn nothing_new_begins_in_or_below_an_archived_organisation(db: &TestDatabase) {
            let world = World::new(db);
            let district = world.issuer("district");
            let school = world.issuer_below("school", district.id);
            let (_, owner) = world.person("ada@a.example", Some((district.id, Role::Owner)));
            let tools = &world.tools;
            let try_to = |action| db.read(|conn| authorize(conn, &owner, action, Some(school.id)));

            db.write(|conn| archive(conn, tools, &owner, district.id)).unwrap();
            let (award, draft, revoke) =
                (try_to(Action::Award), try_to(Action::DraftBadge), try_to(Action::Revoke));
            db.write(|conn| unarchive(conn, tools, &owner, district.id)).unwrap();

            for refused in [award, draft] {
                assert!(matches!(refused, Err(AccessError::Archived)), "{refused:?}");
            }
            assert!(revoke.is_ok());
            assert!(try_to(Action::Award).is_ok());
        }
    }
}

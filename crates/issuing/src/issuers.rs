//! Issuers: founded with their keys, edited, keys rotated.

mod check;
mod keys;
mod tree;

use accolade_storage::issuers::Issuer;
use accolade_storage::memberships::{self, Membership};
use accolade_storage::types::{Digest, IssuerId, IssuerKind, KeyAlgorithm, Role};
use accolade_storage::{DbConnection, StorageError, blobs, issuers};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::files::FileError;
use crate::house::Founding;
use crate::violations::Violations;
use crate::{Tools, ids, limits};

pub use check::is_reserved;
pub use keys::{NewKeyError, RotateKeyError, rotate_key};
pub use tree::{TreeError, archive, move_below, unarchive};

/// What a new issuer should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewIssuer {
    /// Its part of the public address; cannot be changed later.
    pub slug: String,
    /// The issuer above.
    #[serde(default)]
    pub parent: Option<IssuerId>,
    /// What sort of organisation it is.
    #[serde(default = "organisation")]
    pub kind: IssuerKind,
    /// What it is called.
    pub name: String,
    /// What it says about itself.
    #[serde(default)]
    pub description: String,
    /// Its own web site.
    pub url: String,
    /// Where to write to.
    pub email: String,
    /// A stored picture; kept as PNG.
    #[serde(default)]
    pub image: Option<Digest>,
    /// The colours of its pages, by name.
    #[serde(default = "lagoon")]
    pub palette: String,
    /// Its organisation number at LinkedIn.
    #[serde(default)]
    pub linkedin_id: Option<String>,
    /// Whether to add a second proof for readers that know only the older suite.
    #[serde(default = "yes")]
    pub compatibility_proof: bool,
    /// Which key signs its JSON Web Tokens.
    #[serde(default = "es256")]
    pub jwt_algorithm: KeyAlgorithm,
}

impl Default for NewIssuer {
    fn default() -> Self {
        Self {
            slug: String::new(),
            parent: None,
            kind: organisation(),
            name: String::new(),
            description: String::new(),
            url: String::new(),
            email: String::new(),
            image: None,
            palette: lagoon(),
            linkedin_id: None,
            compatibility_proof: yes(),
            jwt_algorithm: es256(),
        }
    }
}

/// What to change of an issuer; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct IssuerEdit {
    /// What sort of organisation it is.
    pub kind: Option<IssuerKind>,
    /// What it is called.
    pub name: Option<String>,
    /// What it says about itself.
    pub description: Option<String>,
    /// Its own web site.
    pub url: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// A stored picture; kept as PNG.
    pub image: Option<Digest>,
    /// The colours of its pages, by name.
    pub palette: Option<String>,
    /// Its organisation number at LinkedIn; empty takes it away.
    pub linkedin_id: Option<String>,
    /// Whether to add a second proof for readers that know only the older suite.
    pub compatibility_proof: Option<bool>,
    /// Which key signs its JSON Web Tokens.
    pub jwt_algorithm: Option<KeyAlgorithm>,
}

/// Why an issuer could not be founded.
#[derive(Debug, thiserror::Error)]
pub enum CreateIssuerError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The input is wrong; a slug that is taken is told here too.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// Its picture could not be turned into PNG.
    #[error(transparent)]
    Image(#[from] FileError),
    /// Its keys could not be made.
    #[error(transparent)]
    Key(#[from] NewKeyError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why an issuer could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum EditIssuerError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such issuer.
    #[error("there is no such issuer")]
    UnknownIssuer,
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// Its picture could not be turned into PNG.
    #[error(transparent)]
    Image(#[from] FileError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Founds an issuer with one key of each algorithm. Whoever founds it owns it.
pub fn create(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    new: NewIssuer,
) -> Result<Issuer, CreateIssuerError> {
    let action = match new.parent {
        None => founding(tools),
        Some(_) => Action::CreateIssuer,
    };
    authorize(conn, caller, action, new.parent)?;
    check::new_issuer(conn, &new)?.into_result()?;
    let image_blob = check::image(conn, tools, new.image)?;
    let now = tools.now();
    let issuer = Issuer {
        id: ids::new(tools),
        slug: new.slug,
        parent_id: new.parent,
        kind: new.kind,
        name: new.name.trim().to_owned(),
        description: new.description.trim().to_owned(),
        url: new.url,
        email: new.email.trim().to_owned(),
        image_blob,
        palette: new.palette,
        linkedin_id: new.linkedin_id.filter(|id| !id.is_empty()),
        compatibility_proof: new.compatibility_proof,
        jwt_algorithm: new.jwt_algorithm,
        created_at: now,
        updated_at: now,
        archived_at: None,
    };
    issuers::insert(conn, &issuer).map_err(slug_taken)?;
    blobs::publish(conn, issuer.image_blob.as_slice(), now)?;
    for algorithm in KeyAlgorithm::ALL {
        keys::add(conn, tools, issuer.id, *algorithm)?;
    }
    if let Some(account_id) = caller.account {
        let membership = Membership {
            account_id,
            issuer_id: issuer.id,
            role: Role::Owner,
            created_at: now,
        };
        memberships::set(conn, &membership)?;
    }
    record(conn, tools, caller, &issuer, "issuer.created")?;
    Ok(issuer)
}

/// Changes the profile. What was signed before keeps saying what it said.
pub fn edit(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: IssuerId,
    edit: IssuerEdit,
) -> Result<Issuer, EditIssuerError> {
    authorize(conn, caller, Action::EditIssuer, Some(id))?;
    // Every column is written back: one that moves or archives it meanwhile must come before or after.
    let mut issuer = issuers::find_for_update(conn, id)?.ok_or(EditIssuerError::UnknownIssuer)?;
    check::edit(conn, &edit)?.into_result()?;
    if let Some(image) = check::image(conn, tools, edit.image)? {
        issuer.image_blob = Some(image);
    }
    apply(&mut issuer, edit);
    issuer.updated_at = tools.now();
    issuers::update(conn, &issuer)?;
    blobs::publish(conn, issuer.image_blob.as_slice(), issuer.updated_at)?;
    record(conn, tools, caller, &issuer, "issuer.edited")?;
    Ok(issuer)
}

fn apply(issuer: &mut Issuer, edit: IssuerEdit) {
    let replace = |place: &mut String, text: Option<String>| {
        if let Some(text) = text {
            *place = text.trim().to_owned();
        }
    };
    replace(&mut issuer.name, edit.name);
    replace(&mut issuer.description, edit.description);
    replace(&mut issuer.url, edit.url);
    replace(&mut issuer.email, edit.email);
    replace(&mut issuer.palette, edit.palette);
    issuer.kind = edit.kind.unwrap_or(issuer.kind);
    issuer.compatibility_proof = edit
        .compatibility_proof
        .unwrap_or(issuer.compatibility_proof);
    issuer.jwt_algorithm = edit.jwt_algorithm.unwrap_or(issuer.jwt_algorithm);
    if let Some(linkedin_id) = edit.linkedin_id {
        issuer.linkedin_id = Some(linkedin_id).filter(|id| !id.is_empty());
    }
}

/// What it takes to found an issuer under no other.
fn founding(tools: &Tools) -> Action {
    match tools.rules.founding {
        Founding::Operator => Action::CreateTopIssuer,
        Founding::Anyone => Action::FoundIssuer,
    }
}

/// Somebody founded one of this name between our look and our write.
fn slug_taken(error: StorageError) -> CreateIssuerError {
    match error {
        StorageError::Conflict(_) => Violations::one("/slug", "taken", check::SLUG_TAKEN).into(),
        other => other.into(),
    }
}

fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: &Issuer,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "issuer",
        subject: issuer.id.into(),
        issuer: Some(issuer.id),
        detail: json!({ "slug": issuer.slug, "name": issuer.name }),
    };
    audit::record(conn, tools, caller, deed)
}

fn organisation() -> IssuerKind {
    IssuerKind::Organisation
}

fn lagoon() -> String {
    "lagoon".to_owned()
}

fn es256() -> KeyAlgorithm {
    KeyAlgorithm::Es256
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests;

//! Sketches: a badge that somebody draws before signing in, and whom they mean to give it to.
//!
//! A sketch hangs on the browser in which it began, and on the account from when its person signs in. It is
//! nobody else's business: no right is asked, only whose it is. [`to_badge_class`] makes a badge class of it,
//! and there the access table decides.

use accolade_storage::assertions::{self, AssertionFilter};
use accolade_storage::badge_classes::{BadgeClass, BadgeClassFilter};
use accolade_storage::sketches::{self, Sketch};
use accolade_storage::types::{AccountId, BadgeClassId, Digest, IssuerId, SessionId, SketchId};
use accolade_storage::{DbConnection, PageRequest, StorageError, badge_classes as stored};
use serde::{Deserialize, Serialize};

use crate::access::Caller;
use crate::badge_classes::{self, BadgeClassError, NewBadgeClass};
use crate::content::{BadgeContent, BadgeImage, Criteria, CriteriaItem};
use crate::drawing::{self, Caption, Recipe};
use crate::files::{self, FileError};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// How long a sketch of nobody's account is kept, in hours: 90 days.
pub const KEPT_HOURS: i64 = 90 * 24;
/// How many badges of one issuer are looked through for one of the same name.
const LOOKED_THROUGH: u32 = 500;

/// What a sketch says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SketchContent {
    /// How it is drawn.
    pub recipe: Recipe,
    /// A picture of their own, instead of the drawing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload: Option<Digest>,
    /// What the picture shows; empty means as the recipe suggests.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// What the badge is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it is, told to somebody who may want to earn it; empty means what it takes.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What somebody must do for it, a line each.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub criteria: String,
    /// Names and addresses as they were pasted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub recipients: String,
}

/// Whose sketches are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keeper {
    /// The browser.
    pub session: Option<SessionId>,
    /// The person, if they signed in.
    pub account: Option<AccountId>,
}

/// Why a sketch could not be kept or used.
#[derive(Debug, thiserror::Error)]
pub enum SketchError {
    /// Something in it is wrong or missing.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such sketch, or it is somebody else's.
    #[error("there is no such sketch")]
    Unknown,
    /// The badge class could not be made.
    #[error(transparent)]
    BadgeClass(#[from] BadgeClassError),
    /// The picture could not be stored.
    #[error(transparent)]
    Picture(#[from] FileError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The sketch that the keeper works on.
///
/// One that an older release wrote and nobody can read any more counts as none.
pub fn open(
    conn: &mut DbConnection,
    keeper: Keeper,
) -> Result<Option<(Sketch, SketchContent)>, StorageError> {
    let found = sketches::open_of(conn, keeper.session, keeper.account)?;
    Ok(found.and_then(|sketch| {
        let content = serde_json::from_str(&sketch.content).ok()?;
        Some((sketch, content))
    }))
}

/// One sketch of an account, finished or not.
pub fn of_account(
    conn: &mut DbConnection,
    account: Option<AccountId>,
    id: SketchId,
) -> Result<Option<(Sketch, SketchContent)>, StorageError> {
    Ok(read_own(sketches::find(conn, id)?, account))
}

/// The same, locked until the transaction ends: two presses of a button make one badge.
pub fn locked(
    conn: &mut DbConnection,
    account: Option<AccountId>,
    id: SketchId,
) -> Result<Option<(Sketch, SketchContent)>, StorageError> {
    Ok(read_own(sketches::find_for_update(conn, id)?, account))
}

fn read_own(found: Option<Sketch>, account: Option<AccountId>) -> Option<(Sketch, SketchContent)> {
    let sketch = found.filter(|sketch| account.is_some() && sketch.account_id == account)?;
    let content = serde_json::from_str(&sketch.content).ok()?;
    Some((sketch, content))
}

/// Keeps what the keeper works on: in the sketch that is open, or in a new one. Wrong or unfinished input is
/// kept too, as long as it is not too long to be kept.
pub fn keep(
    conn: &mut DbConnection,
    tools: &Tools,
    keeper: Keeper,
    content: &SketchContent,
) -> Result<Sketch, SketchError> {
    content.check_lengths().into_result()?;
    let now = tools.now();
    let text = serde_json::to_string(content).expect("text, numbers and lists always serialise");
    if let Some((sketch, _)) = open(conn, keeper)? {
        let sketch = Sketch {
            content: text,
            account_id: sketch.account_id.or(keeper.account),
            updated_at: now,
            ..sketch
        };
        sketches::update(conn, &sketch)?;
        return Ok(sketch);
    }
    let sketch = Sketch {
        id: ids::new(tools),
        session_id: keeper.session,
        account_id: keeper.account,
        content: text,
        badge_class_id: None,
        created_at: now,
        updated_at: now,
    };
    sketches::insert(conn, &sketch)?;
    Ok(sketch)
}

/// What the badge is called that waits in a browser for somebody to sign in; empty if it has no name yet.
pub fn waiting_in(
    conn: &mut DbConnection,
    session: SessionId,
) -> Result<Option<String>, StorageError> {
    let found = sketches::nobodys(conn, session)?;
    Ok(found.and_then(|sketch| {
        let content: SketchContent = serde_json::from_str(&sketch.content).ok()?;
        Some(content.name.trim().to_owned())
    }))
}

/// Gives what was drawn in a browser to the account that signed in there.
pub fn adopt(
    conn: &mut DbConnection,
    session: SessionId,
    account: AccountId,
) -> Result<(), StorageError> {
    sketches::adopt(conn, session, account).map(|_| ())
}

/// Makes a badge class of the sketch: drafted, not published.
///
/// A badge of the same name that the issuer has already is told as a fault of `/name`.
pub fn to_badge_class(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    sketch: SketchId,
    issuer: IssuerId,
) -> Result<BadgeClass, SketchError> {
    let sketch = sketches::find_for_update(conn, sketch)?
        .filter(|sketch| sketch.badge_class_id.is_none())
        .filter(|sketch| sketch.account_id.is_some() && sketch.account_id == caller.account)
        .ok_or(SketchError::Unknown)?;
    let content: SketchContent =
        serde_json::from_str(&sketch.content).map_err(|_| SketchError::Unknown)?;
    let mut found = content.check();
    if has_badge_called(conn, issuer, &content.name)? {
        found.add(
            "/name",
            "taken",
            format!(
                "There is already a badge called “{}”. Add a word that tells them apart.",
                content.name.trim()
            ),
        );
    }
    found.into_result()?;
    let new = NewBadgeClass {
        content: content.badge_content(conn, tools)?,
        suspendable: false,
    };
    let badge_class = badge_classes::draft(conn, tools, caller, issuer, new)?;
    let finished = Sketch {
        badge_class_id: Some(badge_class.id),
        updated_at: tools.now(),
        ..sketch
    };
    sketches::update(conn, &finished)?;
    Ok(badge_class)
}

/// The people that an account named while it drew this badge, for as long as nobody has it: others had to publish it first.
pub fn people_waiting(
    conn: &mut DbConnection,
    account: Option<AccountId>,
    badge_class: BadgeClassId,
) -> Result<Option<String>, StorageError> {
    let Some(account) = account else {
        return Ok(None);
    };
    let Some(sketch) = sketches::of_badge_class(conn, account, badge_class)? else {
        return Ok(None);
    };
    let held = AssertionFilter::new().badge_class(badge_class);
    if !assertions::list(conn, held, PageRequest::first(1))?
        .items
        .is_empty()
    {
        return Ok(None);
    }
    let content: SketchContent = serde_json::from_str(&sketch.content).unwrap_or_default();
    Ok(Some(content.recipients).filter(|people| !people.trim().is_empty()))
}

fn has_badge_called(
    conn: &mut DbConnection,
    issuer: IssuerId,
    name: &str,
) -> Result<bool, StorageError> {
    let filter = BadgeClassFilter::new().issuer(issuer);
    let badges = stored::list(conn, filter, PageRequest::first(LOOKED_THROUGH))?;
    let wanted = name.trim().to_lowercase();
    Ok(badges
        .items
        .iter()
        .any(|badge| badge.name.to_lowercase() == wanted))
}

/// The stored picture of a drawing, with what to say of it.
///
/// # Errors
/// When the recipe has a fault; the pointers are those of the recipe.
pub fn drawn(
    conn: &mut DbConnection,
    tools: &Tools,
    recipe: &Recipe,
    title: &str,
    alt: &str,
) -> Result<BadgeImage, SketchError> {
    let alt = match alt.trim() {
        "" => recipe.description(),
        said => said.to_owned(),
    };
    let caption = Caption {
        title,
        description: &alt,
    };
    let svg = drawing::draw(recipe, caption)?;
    Ok(BadgeImage {
        blob: files::accept_image(conn, tools, svg.as_bytes())?.digest,
        alt,
        recipe: Some(recipe.clone()),
    })
}

impl SketchContent {
    /// What is wrong or missing before it can become a badge. The pointers are its members: `/name`,
    /// `/above`, `/criteria`.
    pub fn check(&self) -> Violations {
        let mut found = self.check_lengths();
        if self.name.trim().is_empty() {
            found.add("/name", "required", "Give the badge a name.");
        }
        if self.criteria.trim().is_empty() {
            let message = "Say what somebody must do for it. One line is enough.";
            found.add("/criteria", "required", message);
        }
        match self.upload {
            None => found.nest("", self.recipe.check()),
            Some(_) if self.alt.trim().is_empty() => {
                let message = "Describe your picture for those who cannot see it.";
                found.add("/alt", "required", message);
            }
            Some(_) => {}
        }
        found
    }

    fn check_lengths(&self) -> Violations {
        let mut found = Violations::default();
        found.text("/name", &self.name, limits::NAME);
        found.text("/description", &self.description, limits::DESCRIPTION);
        found.text("/criteria", &self.criteria, limits::NARRATIVE);
        found.text("/alt", &self.alt, limits::ALT_TEXT);
        found.text("/recipients", &self.recipients, limits::PASTED);
        found
    }

    /// What the picture shows, in words.
    pub fn alt(&self) -> String {
        match (self.alt.trim(), self.upload) {
            ("", None) => self.recipe.description(),
            (said, _) => said.to_owned(),
        }
    }

    /// Name of the palette in which a page should hang it.
    pub fn hangs_in(&self) -> &'static str {
        if self.upload.is_some() {
            "ash"
        } else {
            self.recipe.hangs_in()
        }
    }

    /// The content of the badge class that it becomes; its picture is stored.
    fn badge_content(
        &self,
        conn: &mut DbConnection,
        tools: &Tools,
    ) -> Result<BadgeContent, SketchError> {
        let name = self.name.trim();
        let image = match self.upload {
            Some(blob) => BadgeImage {
                blob,
                alt: self.alt.trim().to_owned(),
                recipe: None,
            },
            None => drawn(conn, tools, &self.recipe, name, &self.alt)?,
        };
        let description = match self.description.trim() {
            "" => self
                .criteria
                .trim()
                .chars()
                .take(limits::DESCRIPTION.value)
                .collect(),
            said => said.to_owned(),
        };
        Ok(BadgeContent {
            name: name.to_owned(),
            description,
            criteria: criteria(&self.criteria),
            image: Some(image),
            palette: self
                .upload
                .is_none()
                .then(|| self.recipe.hangs_in().to_owned()),
            ..BadgeContent::default()
        })
    }
}

/// Several short lines are things to tick off; one line, or a long text, is told as it is.
fn criteria(text: &str) -> Criteria {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim().trim_start_matches(['-', '*', '•', '–']).trim())
        .filter(|line| !line.is_empty())
        .collect();
    let are_items = (2..=limits::CRITERIA_ITEMS.value).contains(&lines.len())
        && lines
            .iter()
            .all(|line| line.chars().count() <= limits::CRITERIA_ITEM.value);
    if !are_items {
        return Criteria {
            narrative: text.trim().to_owned(),
            items: Vec::new(),
        };
    }
    let item = |(index, line): (usize, &&str)| CriteriaItem {
        id: format!("{}", index + 1),
        text: (*line).to_owned(),
        hint: None,
        required: true,
    };
    Criteria {
        narrative: String::new(),
        items: lines.iter().enumerate().map(item).collect(),
    }
}

#[cfg(test)]
mod tests;

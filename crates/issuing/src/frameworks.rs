//! Frameworks of skills: taken in from a file, searched, picked from.

mod case;
mod esco;

use accolade_storage::frameworks::{self, Framework, FrameworkItem};
use accolade_storage::types::{FrameworkFormat, FrameworkId, IssuerId};
use accolade_storage::{DbConnection, StorageError, issuers};
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// A framework as it was read from a file, not stored yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFramework {
    name: String,
    url: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    licence: Option<String>,
    format: FrameworkFormat,
    items: Vec<ReadItem>,
}

/// One skill or standard as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct ReadItem {
    code: Option<String>,
    name: String,
    description: Option<String>,
    url: String,
    kind: Option<String>,
    /// Other words to find it by.
    also: Vec<String>,
}

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FrameworkError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such framework or issuer.
    #[error("there is no such framework")]
    Unknown,
    /// It is neither of the kinds that are read here.
    #[error("{0}")]
    Unreadable(String),
    /// It is too large.
    #[error("a framework may have at most {0} bytes")]
    TooLarge(usize),
    /// The issuer has as many as it may have.
    #[error("an issuer may have at most {0} frameworks")]
    TooMany(usize),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Reads a CASE package (JSON) or a table of ESCO skills (CSV), without a database: a large one takes a second.
pub fn read(bytes: &[u8], called: &str) -> Result<ReadFramework, FrameworkError> {
    if bytes.len() > limits::FRAMEWORK_BYTES.value {
        return Err(FrameworkError::TooLarge(limits::FRAMEWORK_BYTES.value));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| unreadable("The file is not text in UTF-8."))?
        .trim_start_matches('\u{feff}');
    if text.contains('\0') {
        return Err(unreadable("The file is not text."));
    }
    let mut read = if text.trim_start().starts_with('{') {
        case::read(text)?
    } else {
        esco::read(text)?
    };
    let called = called.trim();
    if !called.is_empty() {
        read.name = called.to_owned();
    }
    read.name = cut(&read.name, limits::NAME.value);
    read.items
        .retain(|item| !item.name.trim().is_empty() && is_web(&item.url));
    match read.items.len() {
        0 => Err(unreadable(
            "No skill with a name and a web address was found in the file.",
        )),
        many if many > limits::FRAMEWORK_ITEMS.value => Err(unreadable(&format!(
            "It has {many} items; at most {} are taken.",
            limits::FRAMEWORK_ITEMS.value
        ))),
        _ => Ok(read),
    }
}

/// Stores a framework that was read; issuers below may pick from it too.
pub fn take_in(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    read: ReadFramework,
) -> Result<Framework, FrameworkError> {
    authorize(conn, caller, Action::ManageFrameworks, Some(issuer))?;
    if issuers::find(conn, issuer)?.is_none() {
        return Err(FrameworkError::Unknown);
    }
    if frameworks::of_issuers(conn, &[issuer])?.len() >= limits::FRAMEWORKS.value {
        return Err(FrameworkError::TooMany(limits::FRAMEWORKS.value));
    }
    let framework = Framework {
        id: ids::new(tools),
        issuer_id: issuer,
        name: read.name,
        url: read.url.filter(|url| is_web(url)),
        publisher: read.publisher.map(|text| cut(&text, limits::NAME.value)),
        language: read.language.map(|text| cut(&text, limits::WORD.value)),
        licence: read.licence.map(|text| cut(&text, limits::NAME.value)),
        format: read.format,
        items: i32::try_from(read.items.len()).unwrap_or(i32::MAX),
        created_by: caller.account,
        created_at: tools.now(),
    };
    let items: Vec<_> = (0..)
        .zip(read.items)
        .map(|(position, item)| stored(framework.id, position, item))
        .collect();
    frameworks::insert(conn, &framework, &items)?;
    record(conn, tools, caller, &framework, "framework.taken_in")?;
    Ok(framework)
}

/// Takes a framework out. Badges keep the alignments that were picked from it.
pub fn remove(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: FrameworkId,
) -> Result<(), FrameworkError> {
    let found = frameworks::find(conn, id)?;
    let issuer = found.as_ref().map(|framework| framework.issuer_id);
    authorize(conn, caller, Action::ManageFrameworks, issuer)?;
    let framework = found.ok_or(FrameworkError::Unknown)?;
    frameworks::remove(conn, id)?;
    record(conn, tools, caller, &framework, "framework.removed")?;
    Ok(())
}

fn stored(framework_id: FrameworkId, position: i32, item: ReadItem) -> FrameworkItem {
    let name = cut(item.name.trim(), limits::CRITERIA_ITEM.value);
    let description = item
        .description
        .map(|text| cut(&text, limits::DESCRIPTION.value));
    let code = item.code.map(|text| cut(&text, limits::WORD.value));
    let mut words = vec![name.to_lowercase()];
    words.extend(code.as_deref().map(str::to_lowercase));
    words.extend(item.also.iter().map(|word| word.to_lowercase()));
    words.extend(description.as_deref().map(str::to_lowercase));
    FrameworkItem {
        framework_id,
        position,
        code,
        name,
        description,
        url: item.url,
        kind: item.kind.map(|text| cut(&text, limits::WORD.value)),
        words: cut(&words.join("\n"), 4 * limits::DESCRIPTION.value),
    }
}

fn unreadable(why: &str) -> FrameworkError {
    FrameworkError::Unreadable(why.to_owned())
}

/// Whether a badge may carry the address: signed documents hold nothing else.
fn is_web(url: &str) -> bool {
    let mut found = Violations::default();
    found.url("", url);
    found.is_empty()
}

/// The beginning of a text. Control signs fall away: a form could not send them back.
fn cut(text: &str, most: usize) -> String {
    let plain = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    text.chars().filter(plain).take(most).collect()
}

fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    framework: &Framework,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "framework",
        subject: framework.id.into(),
        issuer: Some(framework.issuer_id),
        detail: json!({ "name": framework.name, "items": framework.items }),
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;

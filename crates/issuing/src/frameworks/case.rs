//! Packages of the Competencies and Academic Standards Exchange (CASE 1.0 and 1.1).

use accolade_storage::types::FrameworkFormat;
use serde::Deserialize;

use super::{FrameworkError, ReadFramework, ReadItem, unreadable};

/// What is read of a package; everything else in it is passed over.
#[derive(Deserialize)]
struct Package {
    #[serde(rename = "CFDocument")]
    document: Document,
    #[serde(rename = "CFItems", default)]
    items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    title: String,
    uri: Option<String>,
    #[serde(rename = "officialSourceURL")]
    official_source_url: Option<String>,
    creator: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    #[serde(rename = "licenseURI")]
    licence: Option<Link>,
}

#[derive(Deserialize)]
struct Link {
    title: Option<String>,
    uri: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    uri: Option<String>,
    full_statement: String,
    abbreviated_statement: Option<String>,
    alternative_label: Option<String>,
    human_coding_scheme: Option<String>,
    notes: Option<String>,
    #[serde(rename = "CFItemType")]
    kind: Option<String>,
    #[serde(default)]
    concept_keywords: Vec<String>,
}

pub(super) fn read(text: &str) -> Result<ReadFramework, FrameworkError> {
    let package: Package = serde_json::from_str(text).map_err(|error| {
        unreadable(&format!(
            "This JSON is not a CASE package with a CFDocument and CFItems: {error}."
        ))
    })?;
    let Document {
        title,
        uri,
        official_source_url,
        creator,
        publisher,
        language,
        licence,
    } = package.document;
    Ok(ReadFramework {
        name: title,
        url: official_source_url.or(uri),
        publisher: publisher.or(creator),
        language,
        licence: licence.and_then(|link| link.title.or(link.uri)),
        format: FrameworkFormat::Case,
        items: package.items.into_iter().map(item).collect(),
    })
}

/// A short statement is the better name where there is one; the full one then says what it means.
fn item(item: Item) -> ReadItem {
    let short = item
        .abbreviated_statement
        .or(item.alternative_label)
        .filter(|text| !text.trim().is_empty());
    let (name, description) = match short {
        Some(short) => (short, Some(item.full_statement)),
        None => (
            item.full_statement,
            item.notes.filter(|notes| !notes.trim().is_empty()),
        ),
    };
    ReadItem {
        code: item.human_coding_scheme,
        name,
        description,
        url: item.uri.unwrap_or_default(),
        kind: item.kind,
        also: item.concept_keywords,
    }
}

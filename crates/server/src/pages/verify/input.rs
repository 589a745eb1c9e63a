//! What a person hands in: pasted lines and dropped files.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, http::header::CONTENT_TYPE, web};
use futures_util::StreamExt as _;
use url::{Url, form_urlencoded};

use crate::{
    api::body,
    problem::{Kind, Problem},
    verify_service::Given,
};

/// A form that was sent.
#[derive(Debug, Default)]
pub(super) struct Handed {
    /// The text field as it was, to be shown again.
    pub(super) pasted: String,
    /// The address to compare with, if one was given.
    pub(super) recipient: Option<String>,
    pub(super) items: Vec<Item>,
}

/// One thing to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Address(Url),
    Text(String),
    File { name: String, bytes: Vec<u8> },
}

impl Item {
    /// What to call it on the page.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Address(url) => url.to_string(),
            Self::Text(_) => "the pasted text".to_owned(),
            Self::File { name, .. } => name.clone(),
        }
    }

    pub(super) fn to_given(&self) -> Given {
        match self {
            Self::Address(url) => Given::Url(url.clone()),
            Self::Text(text) => Given::Bytes(text.clone().into_bytes()),
            Self::File { bytes, .. } => Given::Bytes(bytes.clone()),
        }
    }
}

/// Reads the form, sent either way; `most` bounds all of it together.
pub(super) async fn read(
    request: &HttpRequest,
    payload: web::Payload,
    most: usize,
) -> Result<Handed, Problem> {
    let sent_as = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let multipart = sent_as.is_some_and(|kind| kind.starts_with("multipart/form-data"));
    let fields = body::in_time(async {
        if multipart {
            parts(request, payload, most).await
        } else {
            pairs(payload, most).await
        }
    });
    Ok(handed(fields.await?))
}

/// One field of the form. Only files have a file name.
struct Field {
    name: String,
    file_name: Option<String>,
    bytes: Vec<u8>,
}

async fn pairs(payload: web::Payload, most: usize) -> Result<Vec<Field>, Problem> {
    let body = payload
        .to_bytes_limited(most)
        .await
        .map_err(|_| Problem::new(Kind::TooLarge))?
        .map_err(|_| Problem::unreadable("the form broke off"))?;
    Ok(form_urlencoded::parse(&body)
        .map(|(name, value)| Field {
            name: name.into_owned(),
            file_name: None,
            bytes: value.into_owned().into_bytes(),
        })
        .collect())
}

async fn parts(
    request: &HttpRequest,
    payload: web::Payload,
    most: usize,
) -> Result<Vec<Field>, Problem> {
    let broken = |_| Problem::unreadable("the form broke off");
    let mut form = Multipart::new(request.headers(), payload);
    let mut fields = Vec::new();
    let mut left = most;
    while let Some(part) = form.next().await {
        let mut part = part.map_err(broken)?;
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(broken)?;
            left = left
                .checked_sub(chunk.len())
                .ok_or_else(|| Problem::new(Kind::TooLarge))?;
            bytes.extend_from_slice(&chunk);
        }
        let disposition = part.content_disposition();
        fields.push(Field {
            name: disposition
                .and_then(|d| d.get_name())
                .unwrap_or_default()
                .to_owned(),
            file_name: disposition
                .and_then(|d| d.get_filename())
                .map(str::to_owned),
            bytes,
        });
    }
    Ok(fields)
}

fn handed(fields: Vec<Field>) -> Handed {
    let mut handed = Handed::default();
    for field in fields {
        match (field.name.as_str(), field.file_name) {
            ("text", _) => {
                handed.pasted = String::from_utf8_lossy(&field.bytes).into_owned();
                handed.items.extend(pasted(&handed.pasted));
            }
            ("recipient", _) => {
                let address = String::from_utf8_lossy(&field.bytes).trim().to_owned();
                handed.recipient = Some(address).filter(|address| !address.is_empty());
            }
            // A browser sends an empty, nameless part for a file field left alone.
            ("file", Some(name)) if !field.bytes.is_empty() => {
                handed.items.push(Item::File {
                    name,
                    bytes: field.bytes,
                });
            }
            _ => {}
        }
    }
    handed
}

/// The things in a pasted text: each line if every line is an address or a signed text, else the whole.
fn pasted(text: &str) -> Vec<Item> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let each: Option<Vec<Item>> = lines.iter().map(|line| one_line(line)).collect();
    match each {
        Some(items) => items,
        None => vec![Item::Text(text.trim().to_owned())],
    }
}

fn one_line(line: &str) -> Option<Item> {
    if let Some(url) = address(line) {
        return Some(Item::Address(url));
    }
    let signed = line.split('.').count() >= 3
        && line
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~=".contains(&byte));
    signed.then(|| Item::Text(line.to_owned()))
}

/// A web address; one that was copied without its beginning is completed.
fn address(line: &str) -> Option<Url> {
    let whole = Url::parse(line)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    if whole.is_some() {
        return whole;
    }
    let (host, _) = line.split_once('/')?;
    let looks_like_host = host.contains('.')
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte));
    looks_like_host
        .then(|| Url::parse(&format!("https://{line}")).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Item {
        Item::Address(text.parse().unwrap())
    }

    #[test]
    fn each_line_with_an_address_is_one_badge() {
        let items = pasted("https://a.example/b/1\n\n  badges.example/awards/2  \n");

        assert_eq!(
            items,
            [
                url("https://a.example/b/1"),
                url("https://badges.example/awards/2")
            ]
        );
    }

    #[test]
    fn a_document_over_many_lines_is_one_badge() {
        let text = "{\n  \"id\": \"https://a.example/b/1\"\n}";

        assert_eq!(pasted(text), [Item::Text(text.to_owned())]);
    }

    #[test]
    fn a_signed_text_is_not_mistaken_for_a_host() {
        assert_eq!(
            pasted("eyJhbGci.eyJpc3Mi.c2ln"),
            [Item::Text("eyJhbGci.eyJpc3Mi.c2ln".into())]
        );
    }

    #[test]
    fn nothing_pasted_is_nothing_to_check() {
        assert_eq!(pasted(" \n "), []);
    }
}

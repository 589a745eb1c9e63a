//! Forms that were sent from our own pages.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use url::form_urlencoded;

use super::visitor::is_from_our_page;
use crate::api::body;
use crate::problem::{Kind, Problem};

/// The largest form without files, in bytes.
const LARGEST_FORM: usize = 1024 * 1024;

/// The largest form with files, all of them together, in bytes.
const LARGEST_UPLOAD: usize = 24 * 1024 * 1024;

/// The field that shows where a form came from.
const CSRF: &str = "csrf";

/// A form without files. A field that may come several times is a `Vec`; one that may be missing has a
/// `#[serde(default)]`. Fields it does not know are passed over.
#[derive(Debug)]
pub struct Posted<T>(pub T);

/// A form with files.
#[derive(Debug, Clone, Default)]
pub struct PostedFiles {
    /// Every field that is no file, in the order sent.
    pub fields: Vec<(String, String)>,
    /// Every file that was chosen.
    pub files: Vec<PostedFile>,
}

/// One chosen file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedFile {
    /// The name of its field.
    pub field: String,
    /// What the file is called on the sender's machine.
    pub name: String,
    /// What the browser takes it for.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl PostedFiles {
    /// The fields as a value, in the way of [`Posted`].
    pub fn form<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let mut encoded = form_urlencoded::Serializer::new(String::new());
        encoded.extend_pairs(&self.fields);
        read(encoded.finish().as_bytes())
    }

    /// The first value of a field; empty if it was not sent.
    pub fn value(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(field, _)| field == name);
        field.map_or("", |(_, value)| value)
    }

    /// The first file that was chosen in a field.
    pub fn file(&self, field: &str) -> Option<&PostedFile> {
        self.files.iter().find(|file| file.field == field)
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let bytes = body::read(payload, LARGEST_FORM).await?;
            let csrf = form_urlencoded::parse(&bytes)
                .find(|(name, _)| name == CSRF)
                .map(|(_, value)| value.into_owned());
            check(&request, csrf.as_deref())?;
            Ok(Self(read(&bytes)?))
        })
    }
}

impl FromRequest for PostedFiles {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            if body::content_type(&request) != "multipart/form-data" {
                return Err(body::unsupported(&["multipart/form-data"]));
            }
            let form = Multipart::new(request.headers(), payload);
            let form = body::in_time(parts(form)).await?;
            let csrf = form.fields.iter().find(|(name, _)| name == CSRF);
            check(&request, csrf.map(|(_, value)| value.as_str()))?;
            Ok(form)
        })
    }
}

fn check(request: &HttpRequest, csrf: Option<&str>) -> Result<(), Problem> {
    match csrf {
        Some(csrf) if is_from_our_page(request, csrf) => Ok(()),
        _ => Err(Problem::new(Kind::FormTooOld)),
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    serde_html_form::from_bytes(bytes)
        .map_err(|error| Problem::unreadable(format!("The form could not be read: {error}.")))
}

async fn parts(mut form: Multipart) -> Result<PostedFiles, Problem> {
    let mut posted = PostedFiles::default();
    let mut left = LARGEST_UPLOAD;
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|_| broken())?;
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| broken())?;
            left = left
                .checked_sub(chunk.len())
                .ok_or_else(|| Problem::new(Kind::TooLarge))?;
            bytes.extend_from_slice(&chunk);
        }
        let disposition = part.content_disposition();
        let field = disposition
            .and_then(|d| d.get_name())
            .unwrap_or_default()
            .to_owned();
        match disposition.and_then(|d| d.get_filename()) {
            // A browser sends an empty, nameless part for a file field left alone.
            Some(name) if name.is_empty() && bytes.is_empty() => {}
            Some(name) => posted.files.push(PostedFile {
                name: name.to_owned(),
                media_type: part
                    .content_type()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                field,
                bytes,
            }),
            None => posted
                .fields
                .push((field, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(posted)
}

fn broken() -> Problem {
    Problem::unreadable("the form broke off")
}

//! Tokens that travel as JSON: an object whose `id` is a `data:` URL (data model 2.0, 4.13.2 and 4.13.3).

use serde_json::Value;

use super::codes::Code;
use super::run::Findings;
use super::shape::shorten;
use crate::proof::vc_jose::{Envelope, EnvelopeError, EnvelopeForm};

/// What is inside an envelope, if the document is one; why it cannot be read goes to the findings.
///
/// The outer `None`: it is no envelope. The inner one: there is nothing in it that we read.
pub(super) fn open<'a>(document: &'a Value, findings: &mut Findings) -> Option<Option<&'a str>> {
    let opened = match Envelope::of(document)? {
        Ok(envelope) if envelope.form != EnvelopeForm::Other => Some(envelope.text),
        Ok(envelope) => {
            let detail = format!("{} is not read here", shorten(envelope.media_type));
            findings.add_at("format", Code::SignatureSuiteUnsupported, "/id", detail);
            None
        }
        Err(error) => {
            let at = match error {
                EnvelopeError::Context => "/@context",
                EnvelopeError::Address | EnvelopeError::MediaType => "/id",
            };
            findings.add_at("format", Code::FormatStructure, at, error.to_string());
            None
        }
    };
    Some(opened)
}

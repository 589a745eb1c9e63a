//! What is handed in to be verified.

use accolade_issuing::limits::Limit;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{PartialSchema, ToSchema};

use super::Part;
use super::parts::{address, anything, binary, described, field, list, named, nested, string};
use crate::api::verify::batch::MOST;

/// Not a limit of issuing, but written down like one.
const MOST_AT_ONCE: Limit = Limit {
    name: "batch",
    value: MOST,
    meaning: "badges verified in one request",
};

shapes! {
    VerifyRequest "Either `url` or `credential`; or, instead of all this, the credential itself" {
        "url" free address(), "Where the badge is";
        "credential" free anything(), "The badge: a JSON document, or a JSON Web Token as a string";
        "recipient" free string(), "An e-mail address, URL or DID that it should belong to";
    }
    VerifyBatch "Many badges at once" {
        "items" needed list(named("VerifyRequest"), MOST_AT_ONCE), "The badges, each as `POST /api/v1/verify` takes it";
    }
    Reports "What the verifications found" {
        "items" needed nested("Report"), "A report for each badge, in their order";
    }
    VerifyForm "A form, as a browser sends it" {
        "file" free binary(), "A badge file: JSON, JWT, PNG or SVG";
        "text" free string(), "A badge as text, or its address";
        "url" free address(), "The address of a badge";
        "recipient" free string(), "An e-mail address, URL or DID that it should belong to";
    }
}

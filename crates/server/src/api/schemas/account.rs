//! One's own account.

use accolade_issuing::limits;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{PartialSchema, ToSchema};

use super::Part;
use super::parts::{described, field, moment, scopes, text};

shapes! {
    AccountEdit "What to change of one's own account" {
        "name" needed text(limits::NAME), "What to call the person";
    }
    TokenRequest "A token to be made" {
        "name" needed text(limits::NAME), "What you call it";
        "scopes" needed scopes(), "What it may be used for, at most what your own token may";
        "expiresAt" free moment(), "When it ends; never if unsaid";
    }
}

//! What requests look like: schemas of the types that `issuing` reads, with its limits in them.
//!
//! `issuing` knows nothing of OpenAPI, so the shapes stand here; tests hold the two together.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

macro_rules! shapes {
    ($($shape:ident $about:literal { $($field:literal $need:ident $part:expr, $means:literal;)+ })+) => {
        $(
            #[doc = $about]
            #[derive(Debug)]
            pub(crate) struct $shape;

            impl PartialSchema for $shape {
                fn schema() -> Part {
                    let object = ObjectBuilder::new().schema_type(Type::Object).description(Some($about));
                    $(let object = field(object, $field, needed!($need), described($part, $means));)+
                    object.into()
                }
            }

            impl ToSchema for $shape {}
        )+

        /// These shapes by name.
        pub(super) fn shapes() -> Vec<(&'static str, Part)> {
            vec![$((stringify!($shape), $shape::schema()),)+]
        }
    };
}

macro_rules! needed {
    (needed) => {
        true
    };
    (free) => {
        false
    };
}

mod account;
mod applications;
mod awards;
mod badges;
mod claims;
mod issuers;
mod parts;
mod report;
mod reviews;
#[cfg(test)]
mod tests;
mod verifying;

pub(crate) use account::{AccountEdit, TokenRequest};
pub(crate) use applications::{
    ApplicationEdit, Asked, Assignment, CommentToKeep, CriterionDecision, LinkReview,
    MachineReview, NewApplication, NewReview, Piece, Ruling, Score, Wanted,
};
pub(crate) use awards::{
    Assessment, AwardCorrection, AwardRequest, AwardResult, EvidenceWords, ManyAwards, NewEvidence,
    OptionalReason, Reason,
};
pub(crate) use badges::{BadgeClassDraft, BadgeContent, DrawingRequest};
pub(crate) use claims::{
    ClaimByCode, ClaimCardsOrder, ClaimDecision, ClaimLinkOrder, ClaimLinkStateChange, ReminderDays,
};
pub(crate) use issuers::{
    InvitationRequest, IssuerEdit, KeyRotation, MoveRequest, NewIssuer, NewWebhook, RoleRequest,
    WebhookEdit,
};
pub(crate) use report::Report;
pub(crate) use reviews::{
    DraftReview, EndorsementRequest, RemixRequest, ReviewPolicyRequest, ReviewWord,
};
pub(crate) use verifying::{Reports, VerifyBatch, VerifyForm, VerifyRequest};

type Part = RefOr<Schema>;

/// Every shape by name, for the components of the OpenAPI document.
pub(crate) fn all() -> Vec<(&'static str, Part)> {
    let more = [
        (
            "BadgeClassDraft",
            <BadgeClassDraft as utoipa::PartialSchema>::schema(),
        ),
        (
            "NewEvidence",
            <NewEvidence as utoipa::PartialSchema>::schema(),
        ),
        ("Piece", <Piece as utoipa::PartialSchema>::schema()),
    ];
    let shapes = [
        account::shapes(),
        applications::shapes(),
        awards::shapes(),
        badges::shapes(),
        claims::shapes(),
        issuers::shapes(),
        reviews::shapes(),
        verifying::shapes(),
        report::all(),
    ];
    shapes.into_iter().flatten().chain(more).collect()
}

/// An object with more fields.
fn extended(base: Part, about: &str, more: Vec<(&str, bool, Part)>) -> Part {
    let RefOr::T(Schema::Object(mut object)) = base else {
        return base;
    };
    object.description = Some(about.to_owned());
    for (name, needed, part) in more {
        object.properties.insert(name.to_owned(), part);
        if needed {
            object.required.push(name.to_owned());
        }
    }
    RefOr::T(Schema::Object(object))
}

//! Organisations, their people, keys and webhooks.

use accolade_issuing::limits;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::{PartialSchema, ToSchema};

use super::Part;
use super::parts::{
    address, anything, boolean, described, digest, field, flag, id, number, text, word,
};

shapes! {
    NewIssuer "An issuer to be founded" {
        "slug" needed text(limits::SLUG), "Its part of the public address, for ever: a to z, 0 to 9, single hyphens";
        "parent" free id(), "The issuer above; without it only the operator may found one";
        "kind" free word(&["organisation", "district", "school", "classroom", "club"]), "What sort of organisation it is";
        "name" needed text(limits::NAME), "What it is called";
        "description" free text(limits::DESCRIPTION), "What it says about itself";
        "url" needed address(), "Its own web site";
        "email" needed text(limits::EMAIL), "Where to write to";
        "image" free digest(), "The digest of an uploaded picture";
        "palette" free text(limits::WORD), "The colours of its pages, by name";
        "linkedinId" free text(limits::WORD), "Its organisation number at LinkedIn";
        "compatibilityProof" free boolean(true), "Whether a second proof is added for readers that know only the older suite";
        "jwtAlgorithm" free word(&["ES256", "EdDSA", "RS256"]), "Which key signs its JSON Web Tokens";
    }
    RoleRequest "A role" {
        "role" needed word(&["owner", "steward", "issuer", "assessor", "viewer"]), "Which";
    }
    InvitationRequest "Whom to invite" {
        "role" needed word(&["owner", "steward", "issuer", "assessor", "viewer"]), "To which role";
        "email" free text(limits::EMAIL), "Whom to mail it to; absent for a link that is handed on";
        "seats" free number(limits::INVITATION_SEATS), "How many people a link is for";
        "days" free number(limits::INVITATION_DAYS), "After how many days it ends";
    }
    MoveRequest "Where to hang an issuer" {
        "parent" needed id(), "The issuer above; null for none";
    }
    IssuerEdit "What to change of an issuer; what is absent stays" {
        "kind" free word(&["organisation", "district", "school", "classroom", "club"]), "What sort of organisation it is";
        "name" free text(limits::NAME), "What it is called";
        "description" free text(limits::DESCRIPTION), "What it says about itself";
        "url" free address(), "Its own web site";
        "email" free text(limits::EMAIL), "Where to write to";
        "image" free digest(), "The digest of an uploaded picture";
        "palette" free text(limits::WORD), "The colours of its pages, by name";
        "linkedinId" free text(limits::WORD), "Its organisation number at LinkedIn; empty takes it away";
        "compatibilityProof" free flag(), "Whether a second proof is added for readers that know only the older suite";
        "jwtAlgorithm" free word(&["ES256", "EdDSA", "RS256"]), "Which key signs its JSON Web Tokens";
    }
    KeyRotation "Which key to replace" {
        "algorithm" needed word(&["EdDSA", "ES256", "RS256"]), "The algorithm whose active key is replaced";
    }
    NewWebhook "A webhook to be made" {
        "url" needed address(), "Where messages go: https, and no private address";
        "events" needed anything(), "`awarded`, `claimed`, `revoked`, `suspended`, `reinstated`, `application.received`";
        "coversBelow" free boolean(false), "Whether it hears of the issuers below, too";
    }
    WebhookEdit "What to change of a webhook; what is absent stays" {
        "url" free address(), "Where messages go";
        "events" free anything(), "Of which events";
        "coversBelow" free flag(), "Whether it hears of the issuers below, too";
        "active" free flag(), "Whether it is told anything";
    }
}

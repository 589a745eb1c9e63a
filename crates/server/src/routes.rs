//! Every address the server answers, on one page.
//!
//! [`table`] is the same list as data: tests walk it as nobody and as somebody without rights, and hold it
//! against the OpenAPI document.

use accolade_issuing::access::Action;
use accolade_issuing::addresses::paths;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::pages::assessing::paths as assessing;
use crate::pages::paths as desk;
use crate::problem::{Kind, Problem};
use crate::{api, health, pages, standard, vc_api};

/// Who may ask at all; what they may see or do there is decided in `issuing::access`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Anyone,
    /// Everyone with a good token.
    Account,
    /// Whoever the access table allows this action.
    Needs(Action),
    /// A page for everyone, whose forms are taken from our own pages only.
    Form,
    /// A page for everyone who signed in.
    SignedIn,
    /// A page for whoever the access table allows this action.
    Page(Action),
}

/// One method at one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// The method; GET answers HEAD too.
    pub method: &'static str,
    /// The address, with names in braces for its changing parts.
    pub pattern: &'static str,
    /// Who may ask.
    pub access: Access,
}

macro_rules! routes {
    ($($pattern:expr => { $($method:ident $access:expr => $handler:path),+ $(,)? })+) => {
        fn table_of_handlers() -> Vec<Route> {
            use Access::{Account, Anyone, Form, Needs, Page, SignedIn};
            vec![$($(Route { method: stringify!($method), pattern: $pattern, access: $access },)+)+]
        }

        fn register(cfg: &mut web::ServiceConfig) {
            $(cfg.service(
                web::resource($pattern)
                    $(.route(web::method(Method::$method).to($handler)))+
                    .default_service(web::to(|| other_method(&[$(stringify!($method)),+]))),
            );)+
        }
    };
}

routes! {
    "/healthz" => { GET Anyone => health::healthz }
    "/readyz" => { GET Anyone => health::readyz }

    paths::ISSUER => { GET Anyone => standard::show }
    paths::DID_DOCUMENT => { GET Anyone => standard::show }
    paths::REVOCATIONS => { GET Anyone => standard::show }
    paths::JWKS => { GET Anyone => standard::show }
    paths::ALL_JWKS => { GET Anyone => standard::show }
    paths::KEY => { GET Anyone => standard::show }
    paths::KEY_V2 => { GET Anyone => standard::show }
    paths::STATUS_LIST => { GET Anyone => standard::show }
    paths::BADGE => { GET Anyone => standard::show }
    paths::BADGE_VERSION => { GET Anyone => standard::show }
    paths::BADGE_TRANSLATION => { GET Anyone => standard::show }
    paths::ENDORSEMENT => { GET Anyone => standard::show }
    paths::AWARD => { GET Anyone => standard::show, POST Anyone => pages::awards::compare }
    "/desk/{slug}/reminders" => { POST Page(Action::EditIssuer) => pages::claim_links::remind }
    "/desk/{slug}/webhooks" => {
        GET Page(Action::ViewWebhooks) => pages::webhooks::list,
        POST Page(Action::ManageWebhooks) => pages::webhooks::create,
    }
    "/desk/webhooks/{id}" => { GET Page(Action::ViewWebhooks) => pages::webhooks::show }
    "/desk/webhooks/{id}/deeds" => { POST Page(Action::ManageWebhooks) => pages::webhooks::act }
    "/desk/awards/{id}/resend" => { POST Page(Action::Award) => pages::claim_links::resend }
    "/desk/{slug}/claims" => { GET Page(Action::ViewClaims) => pages::claim_links::of_issuer }
    "/desk/badges/{id}/claims" => {
        GET Page(Action::ManageClaims) => pages::claim_links::new,
        POST Page(Action::ManageClaims) => pages::claim_links::create,
    }
    "/desk/claims/{id}" => {
        GET Page(Action::ViewClaims) => pages::claim_links::show,
        POST Page(Action::ManageClaims) => pages::claim_links::edit,
    }
    "/desk/claims/{id}/state" => { POST Page(Action::ManageClaims) => pages::claim_links::set_state }
    "/desk/claims/{id}/decisions" => { POST Page(Action::ManageClaims) => pages::claim_links::decide }
    "/desk/claims/{id}/cards" => {
        GET Page(Action::ViewClaims) => pages::claim_links::sheet,
        POST Page(Action::ManageClaims) => pages::claim_links::cards,
    }
    "/desk/claims/{id}/show" => { GET Page(Action::ViewClaims) => pages::claim_links::screen }
    "/desk/claims/{id}/count" => { GET Page(Action::ViewClaims) => pages::claim_links::count }
    paths::MINE => {
        GET Anyone => pages::claiming::show_mine,
        POST Anyone => pages::claiming::take_mine,
    }
    paths::CLAIM => { GET Anyone => pages::claiming::code }
    paths::CLAIM_CODE => { GET Anyone => pages::claiming::ask, POST Anyone => pages::claiming::claim }
    paths::CLAIM_MADE => { GET Anyone => pages::claiming::done }
    paths::AWARD_CARD => { GET Anyone => standard::show }
    paths::FILE => { GET Anyone => standard::show }

    paths::STUDIO => { GET Form => pages::studio::show, POST Form => pages::studio::save }
    paths::STUDIO_PREVIEW => { GET Anyone => pages::studio::pictures::svg }
    paths::STUDIO_PIXELS => { GET Anyone => pages::studio::pictures::pixels }
    paths::STUDIO_EMBLEM => { GET Anyone => pages::studio::pictures::emblem }
    paths::STUDIO_CHECK => { GET Anyone => pages::studio::pictures::check }
    paths::STUDIO_RECIPIENTS => {
        GET Form => pages::studio::recipients::show,
        POST Form => pages::studio::recipients::save,
    }
    paths::STUDIO_AWARD => {
        GET SignedIn => pages::studio::award::show,
        POST SignedIn => pages::studio::award::make,
    }
    paths::STUDIO_PICTURE => { GET Form => pages::studio::pictures::own }

    paths::SIGN_IN => { GET Form => pages::sign_in::form, POST Form => pages::sign_in::ask }
    paths::SIGN_IN_CODE => {
        GET Form => pages::sign_in::code_form,
        POST Form => pages::sign_in::code,
    }
    paths::SIGN_IN_PASSKEY => { POST Form => pages::sign_in::passkey::present }
    paths::SIGN_IN_WITH => { GET Form => pages::sign_in::elsewhere::begin }
    paths::SIGN_IN_BACK => { GET Form => pages::sign_in::elsewhere::back }
    paths::SIGN_IN_LINK => {
        GET Form => pages::sign_in::link_form,
        POST Form => pages::sign_in::link,
    }
    paths::SETUP => { GET Form => pages::setup::show, POST Form => pages::setup::finish }
    paths::INVITATION => {
        GET Form => pages::organisations::invitation::show,
        POST Form => pages::organisations::invitation::accept,
    }
    "/desk/new-issuer" => {
        GET SignedIn => pages::organisations::new::form,
        POST SignedIn => pages::organisations::new::create,
    }
    "/desk/{slug}/settings" => {
        GET Page(Action::EditIssuer) => pages::organisations::settings::show,
        POST Page(Action::EditIssuer) => pages::organisations::settings::edit,
    }
    "/desk/{slug}/review-policy" => {
        POST Page(Action::EditIssuer) => pages::organisations::review_policy::decide,
    }
    "/desk/{slug}/move" => { POST Page(Action::MoveIssuer) => pages::organisations::settings::move_below }
    "/desk/{slug}/archive" => { POST Page(Action::ArchiveIssuer) => pages::organisations::settings::archive }
    "/desk/{slug}/members" => {
        GET Page(Action::ViewMembers) => pages::organisations::members::show,
        POST Page(Action::ManageMembers) => pages::organisations::members::invite,
    }
    "/desk/{slug}/members/{account}" => {
        POST Page(Action::ManageMembers) => pages::organisations::members::change,
    }
    "/desk/{slug}/invitations/{id}" => {
        POST Page(Action::ManageMembers) => pages::organisations::members::withdraw,
    }
    paths::SIGN_OUT => { POST Form => pages::sign_in::sign_out }
    "/desk" => { GET SignedIn => pages::desk::home::show }
    assessing::QUEUE => { GET SignedIn => pages::assessing::everywhere }
    "/desk/badges/{id}/award" => {
        GET Page(Action::Award) => pages::awarding::one::show,
        POST Page(Action::Award) => pages::awarding::one::award,
    }
    "/desk/batches/{id}" => {
        GET Page(Action::Award) => pages::awarding::batch::show,
        POST Page(Action::Award) => pages::awarding::act,
    }
    "/desk/awards/{id}" => {
        GET Page(Action::ViewAwards) => pages::awards_list::one::show,
        POST Page(Action::Revoke) => pages::awards_list::one::act,
    }
    "/desk/{slug}/awards" => {
        GET Page(Action::ViewAwards) => pages::awards_list::list::show,
        POST Page(Action::Revoke) => pages::awards_list::act,
    }
    "/desk/{slug}/awards.csv" => { GET Page(Action::ViewAwards) => pages::awards_list::csv }
    "/desk/{slug}/awards.json" => { GET Page(Action::ViewAwards) => pages::awards_list::json }
    "/desk/{slug}/batches" => {
        GET Page(Action::Award) => pages::awarding::list::show,
        POST Page(Action::Award) => pages::awarding::list::change,
    }
    "/desk/{slug}" => { GET Page(Action::ViewAwards) => pages::desk::overview::show }
    "/desk/{slug}/audit" => { GET Page(Action::ViewAudit) => pages::desk::audit::show }
    "/desk/{slug}/audit.csv" => { GET Page(Action::ViewAudit) => pages::desk::audit::csv }
    "/desk/{slug}/audit.json" => { GET Page(Action::ViewAudit) => pages::desk::audit::json }
    desk::ISSUER_BADGES => {
        GET Page(Action::ViewDrafts) => pages::desk_badges::list,
        POST Page(Action::DraftBadge) => pages::desk_badges::create,
    }
    desk::BADGE => { GET Page(Action::ViewDrafts) => pages::desk_badges::show }
    desk::BADGE_EDIT => { GET Page(Action::EditBadge) => pages::editor::begin }
    desk::BADGE_EDIT_STEP => {
        GET Page(Action::EditBadge) => pages::editor::show,
        POST Page(Action::EditBadge) => pages::editor::save,
    }
    desk::BADGE_PICTURE => { GET Page(Action::ViewDrafts) => pages::editor::picture }
    desk::BADGE_PUBLISH => { POST Page(Action::PublishBadge) => pages::desk_badges::publish }
    desk::BADGE_DUPLICATE => { POST Page(Action::EditBadge) => pages::desk_badges::duplicate }
    desk::BADGE_ARCHIVE => { POST Page(Action::ArchiveBadge) => pages::desk_badges::archive }
    desk::BADGE_UNARCHIVE => { POST Page(Action::ArchiveBadge) => pages::desk_badges::unarchive }
    desk::BADGE_REVIEW => {
        GET Page(Action::ViewDrafts) => pages::reviewing::show,
        POST Page(Action::EditBadge) => pages::reviewing::ask,
    }
    desk::BADGE_REVIEW_WITHDRAW => { POST Page(Action::EditBadge) => pages::reviewing::withdraw }
    desk::BADGE_REVIEW_LINK => { POST Page(Action::EditBadge) => pages::reviewing::renew }
    paths::REVIEW => { GET Form => pages::reviewing::look, POST Form => pages::reviewing::answer }
    paths::REVIEW_PICTURE => { GET Anyone => pages::reviewing::picture }
    paths::LIBRARY => { GET Anyone => pages::library::list }
    desk::REMIX => { GET SignedIn => pages::library::choose, POST SignedIn => pages::library::remix }
    desk::ENDORSE => { GET SignedIn => pages::endorsing::show, POST SignedIn => pages::endorsing::say }
    desk::FRAMEWORKS => {
        GET Page(Action::ViewDrafts) => pages::frameworks::list,
        POST Page(Action::ManageFrameworks) => pages::frameworks::take_in,
    }
    desk::FRAMEWORK_REMOVE => { POST Page(Action::ManageFrameworks) => pages::frameworks::remove }
    desk::BADGE_VERSIONS => { GET Page(Action::ViewDrafts) => pages::desk_badges::versions }
    "/account/addresses" => { POST SignedIn => pages::account::addresses::begin }
    "/account/addresses/code" => {
        GET SignedIn => pages::account::addresses::code_form,
        POST SignedIn => pages::account::addresses::code,
    }
    "/account/identities" => { POST SignedIn => pages::account::addresses::remove }
    "/account/passkeys" => { POST SignedIn => pages::account::keys::add }
    "/account/passkeys/{id}" => { POST SignedIn => pages::account::keys::remove }
    "/account/sessions" => { POST SignedIn => pages::account::sessions::end_others }
    "/account/sessions/{id}" => { POST SignedIn => pages::account::sessions::end }
    "/account/tokens" => { POST SignedIn => pages::account::tokens::create }
    "/account/tokens/{id}" => { POST SignedIn => pages::account::tokens::end }
    "/account" => { GET SignedIn => pages::account::show, POST SignedIn => pages::account::rename }

    paths::APPLY => {
        GET Form => pages::applying::apply_form,
        POST Form => pages::applying::apply,
    }
    paths::NOMINATE => {
        GET Form => pages::applying::nominate_form,
        POST Form => pages::applying::nominate,
    }
    paths::APPLICATION => { GET Form => pages::applying::show, POST Form => pages::applying::save }
    "/applications/{token}/add" => {
        GET Form => pages::applying::add_form,
        POST Form => pages::applying::add,
    }
    "/applications/{token}/evidence/{id}" => {
        GET Form => pages::applying::change_form,
        POST Form => pages::applying::change,
    }
    "/applications/{token}/files/{digest}" => { GET Anyone => pages::applying::file }
    "/applications/{token}/{deed}" => { POST Form => pages::applying::act }
    paths::ASSESS => {
        GET Form => pages::assessing::show_asked,
        POST Form => pages::assessing::say,
    }
    "/assess/{token}/files/{digest}" => { GET Anyone => pages::assessing::asked_file }
    assessing::APPLICATIONS => {
        GET Page(Action::ViewApplications) => pages::assessing::list,
        POST Page(Action::AssessApplications) => pages::assessing::accept_ready,
    }
    assessing::APPLICATION => {
        GET Page(Action::ViewApplications) => pages::assessing::show,
        POST Page(Action::AssessApplications) => pages::assessing::decide,
    }
    assessing::APPLICATION_FILE => { GET Page(Action::ViewApplications) => pages::assessing::file }
    assessing::APPLICATION_DEED => {
        POST Page(Action::AssessApplications) => pages::assessing::act,
    }
    assessing::COMMENTS => { POST SignedIn => pages::assessing::keep_comment }
    assessing::COMMENT => { POST SignedIn => pages::assessing::forget_comment }
    assessing::RULE => {
        GET Page(Action::EditBadge) => pages::assessing::rule_form,
        POST Page(Action::EditBadge) => pages::assessing::edit_rule,
    }

    "/api/openapi.json" => { GET Anyone => api::reference::openapi_json }
    "/api/problems" => { GET Anyone => api::problems::list }
    "/api/problems/{slug}" => { GET Anyone => api::problems::show }

    "/vc" => { GET Anyone => vc_api::handlers::identifiers }
    "/vc/credentials/issue" => { POST Anyone => vc_api::handlers::issue_credential }
    "/vc/credentials/verify" => { POST Anyone => vc_api::handlers::verify_credential }
    "/vc/credentials/status" => { POST Anyone => vc_api::handlers::set_status }
    "/vc/presentations/verify" => { POST Anyone => vc_api::handlers::verify_presentation }
    "/vc/presentations/prove" => { POST Anyone => vc_api::handlers::prove_presentation }
    "/vc/status-lists/{purpose}" => { GET Anyone => vc_api::handlers::status_list }

    "/api/v1/verify" => { POST Anyone => api::verify::verify }
    "/api/v1/verify/batch" => { POST Anyone => api::verify::batch::verify_batch }
    "/api/v1/me" => {
        GET Account => api::me::show,
        PATCH Needs(Action::EditAccount) => api::own_account::rename,
    }
    "/api/v1/me/identities" => {
        GET Needs(Action::EditAccount) => api::own_account::identities,
        DELETE Needs(Action::EditAccount) => api::own_account::remove_identity,
    }
    "/api/v1/me/passkeys" => { GET Needs(Action::EditAccount) => api::own_account::list_passkeys }
    "/api/v1/me/passkeys/{id}" => {
        DELETE Needs(Action::EditAccount) => api::own_account::remove_passkey,
    }
    "/api/v1/saved-comments" => {
        GET Needs(Action::KeepComments) => api::saved_comments::list,
        POST Needs(Action::KeepComments) => api::saved_comments::keep,
    }
    "/api/v1/saved-comments/{id}" => {
        DELETE Needs(Action::KeepComments) => api::saved_comments::forget,
    }
    "/api/v1/invitations/{secret}" => { GET Anyone => api::invitations::show }
    "/api/v1/invitations/{secret}/accept" => {
        POST Needs(Action::JoinIssuer) => api::invitations::accept,
    }
    "/api/v1/claim-codes/{code}" => {
        GET Anyone => api::claim_codes::show,
        POST Anyone => api::claim_codes::claim,
    }
    "/api/v1/tokens" => {
        GET Needs(Action::CreateToken) => api::tokens::list,
        POST Needs(Action::CreateToken) => api::tokens::create,
    }
    "/api/v1/tokens/{id}" => { DELETE Needs(Action::RevokeToken) => api::tokens::withdraw }
    "/api/v1/images" => { POST Account => api::uploads::image }
    "/api/v1/drawings" => { POST Account => api::drawings::draw }
    "/api/v1/drawings/parts" => { GET Anyone => api::drawings::parts }
    "/api/v1/files" => { POST Account => api::uploads::file }
    "/api/v1/files/{digest}" => { GET Account => api::uploads::stored }
    "/api/v1/audit-events" => { GET Needs(Action::ViewAudit) => api::audit_events::list }
    "/api/v1/issuers" => {
        GET Anyone => api::issuers::list,
        POST Needs(Action::CreateIssuer) => api::issuers::create,
    }
    "/api/v1/issuers/{issuer}" => {
        GET Anyone => api::issuers::show,
        PATCH Needs(Action::EditIssuer) => api::issuers::edit,
    }
    "/api/v1/issuers/{issuer}/members" => {
        GET Needs(Action::ViewMembers) => api::members::list,
    }
    "/api/v1/issuers/{issuer}/members/{account}" => {
        PUT Needs(Action::ManageMembers) => api::members::change,
        DELETE Needs(Action::ManageMembers) => api::members::remove,
    }
    "/api/v1/issuers/{issuer}/invitations" => {
        GET Needs(Action::ManageMembers) => api::members::invitations,
        POST Needs(Action::ManageMembers) => api::members::invite,
    }
    "/api/v1/issuers/{issuer}/invitations/{id}" => {
        DELETE Needs(Action::ManageMembers) => api::members::withdraw,
    }
    "/api/v1/issuers/{issuer}/move" => {
        POST Needs(Action::MoveIssuer) => api::members::move_below,
    }
    "/api/v1/issuers/{issuer}/archive" => {
        POST Needs(Action::ArchiveIssuer) => api::members::archive,
    }
    "/api/v1/issuers/{issuer}/unarchive" => {
        POST Needs(Action::ArchiveIssuer) => api::members::unarchive,
    }
    "/api/v1/sessions" => {
        GET Needs(Action::RevokeToken) => api::sessions::list,
        DELETE Needs(Action::RevokeToken) => api::own_account::end_sessions,
    }
    "/api/v1/sessions/{id}" => { DELETE Needs(Action::RevokeToken) => api::sessions::end }
    "/api/v1/issuers/{issuer}/keys" => {
        GET Anyone => api::keys::list,
        POST Needs(Action::RotateKey) => api::keys::rotate,
    }
    "/api/v1/issuers/{issuer}/badge-classes" => {
        GET Anyone => api::badge_classes::list_of_issuer,
        POST Needs(Action::DraftBadge) => api::badge_classes::draft,
    }
    "/api/v1/issuers/{issuer}/assertions" => {
        GET Needs(Action::ViewAwards) => api::assertions::list_of_issuer,
    }
    "/api/v1/issuers/{issuer}/assertions.csv" => {
        GET Needs(Action::ViewAwards) => api::assertions::export_csv,
    }
    "/api/v1/issuers/{issuer}/assertions.json" => {
        GET Needs(Action::ViewAwards) => api::assertions::export_json,
    }
    "/api/v1/issuers/{issuer}/assertions/change" => {
        POST Needs(Action::Revoke) => api::assertions::change,
    }
    "/api/v1/issuers/{issuer}/overview" => { GET Needs(Action::ViewAwards) => api::overview::show }
    "/api/v1/issuers/{issuer}/capacity" => {
        GET Needs(Action::ViewAwards) => api::overview::capacity,
    }
    "/api/v1/issuers/{issuer}/audit-events" => {
        GET Needs(Action::ViewAudit) => api::audit_events::list_of_issuer,
    }
    "/api/v1/badge-classes" => { GET Anyone => api::badge_classes::list_published }
    "/api/v1/badge-classes/{id}" => {
        GET Anyone => api::badge_classes::show,
        PUT Needs(Action::EditBadge) => api::badge_classes::replace,
        PATCH Needs(Action::EditBadge) => api::badge_classes::patch,
    }
    "/api/v1/badge-classes/{id}/versions" => { GET Anyone => api::badge_classes::versions }
    "/api/v1/badge-classes/{id}/publish" => {
        POST Needs(Action::PublishBadge) => api::badge_classes::publish,
    }
    "/api/v1/badge-classes/{id}/duplicate" => { POST Needs(Action::EditBadge) => api::library::duplicate }
    "/api/v1/badge-classes/{id}/unarchive" => {
        POST Needs(Action::ArchiveBadge) => api::library::unarchive,
    }
    "/api/v1/badge-classes/{id}/changes" => { GET Anyone => api::library::changes_between }
    "/api/v1/badge-classes/{id}/remix" => { POST Needs(Action::DraftBadge) => api::library::remix }
    "/api/v1/badge-classes/{id}/remixes" => { GET Anyone => api::library::remixes }
    "/api/v1/library" => { GET Anyone => api::library::search }
    "/api/v1/badge-classes/{id}/reviews" => {
        GET Needs(Action::ViewDrafts) => api::draft_reviews::list,
        POST Needs(Action::EditBadge) => api::draft_reviews::ask,
    }
    "/api/v1/badge-classes/{id}/reviews/withdraw" => {
        POST Needs(Action::EditBadge) => api::draft_reviews::withdraw,
    }
    "/api/v1/badge-classes/{id}/reviewers/{reviewer}/link" => {
        POST Needs(Action::EditBadge) => api::draft_reviews::renew,
    }
    "/api/v1/draft-reviews/{token}" => { GET Anyone => api::draft_reviews::open, POST Anyone => api::draft_reviews::answer }
    "/api/v1/badge-classes/{id}/endorsements" => {
        GET Anyone => api::endorsements::list,
        POST Needs(Action::Endorse) => api::endorsements::endorse,
    }
    "/api/v1/endorsements/{id}" => { DELETE Needs(Action::Endorse) => api::endorsements::withdraw }
    "/api/v1/issuers/{issuer}/review-policy" => {
        GET Needs(Action::ViewDrafts) => api::review_policies::show,
        PUT Needs(Action::EditIssuer) => api::review_policies::decide,
    }
    "/api/v1/issuers/{issuer}/frameworks" => {
        GET Needs(Action::ViewDrafts) => api::frameworks::list,
        POST Needs(Action::ManageFrameworks) => api::frameworks::take_in,
    }
    "/api/v1/frameworks/{id}" => { DELETE Needs(Action::ManageFrameworks) => api::frameworks::remove }
    "/api/v1/frameworks/{id}/items" => { GET Needs(Action::ViewDrafts) => api::frameworks::items }
    "/api/v1/badge-classes/{id}/archive" => {
        POST Needs(Action::ArchiveBadge) => api::badge_classes::archive,
    }
    "/api/v1/badge-classes/{id}/assertions" => {
        GET Needs(Action::ViewAwards) => api::assertions::list_of_badge_class,
        POST Needs(Action::Award) => api::assertions::award,
    }
    "/api/v1/badge-classes/{id}/batches" => { POST Needs(Action::Award) => api::batches::create }
    "/api/v1/issuers/{issuer}/batches" => { GET Needs(Action::Award) => api::batches::list }
    "/api/v1/batches/{id}" => {
        GET Needs(Action::Award) => api::batches::show,
        DELETE Needs(Action::Award) => api::batches::discard,
    }
    "/api/v1/batches/{id}/rows" => { GET Needs(Action::Award) => api::batches::rows }
    "/api/v1/batches/{id}/rows/{number}" => { PUT Needs(Action::Award) => api::batches::mend }
    "/api/v1/batches/{id}/columns" => { PUT Needs(Action::Award) => api::batches::set_columns }
    "/api/v1/batches/{id}/start" => { POST Needs(Action::Award) => api::batches::start }
    "/api/v1/batches/{id}/pause" => { POST Needs(Action::Award) => api::batches::pause }
    "/api/v1/batches/{id}/resume" => { POST Needs(Action::Award) => api::batches::resume }
    "/api/v1/batches/{id}/cancel" => { POST Needs(Action::Award) => api::batches::cancel }
    "/api/v1/batches/{id}/undo" => { POST Needs(Action::Award) => api::batches::undo }
    "/api/v1/issuers/{issuer}/rosters" => {
        GET Needs(Action::Award) => api::rosters::list,
        POST Needs(Action::Award) => api::rosters::save,
    }
    "/api/v1/rosters/{id}" => {
        GET Needs(Action::Award) => api::rosters::show,
        DELETE Needs(Action::Award) => api::rosters::forget,
    }
    "/api/v1/badge-classes/{id}/applications" => { POST Anyone => api::applications::mine::begin }
    "/api/v1/my-applications/{token}" => {
        GET Anyone => api::applications::mine::show_mine,
        PATCH Anyone => api::applications::mine::edit,
    }
    "/api/v1/my-applications/{token}/files" => { POST Anyone => api::applications::mine::upload }
    "/api/v1/my-applications/{token}/evidence" => {
        POST Anyone => api::applications::mine::add_evidence,
    }
    "/api/v1/my-applications/{token}/evidence/{id}" => {
        PUT Anyone => api::applications::mine::change_evidence,
        DELETE Anyone => api::applications::mine::remove_evidence,
    }
    "/api/v1/my-applications/{token}/submit" => { POST Anyone => api::applications::mine::submit }
    "/api/v1/my-applications/{token}/withdraw" => {
        POST Anyone => api::applications::mine::withdraw,
    }
    "/api/v1/my-applications/{token}/again" => { POST Anyone => api::applications::mine::again }
    "/api/v1/my-applications/{token}/then-and-now" => {
        PUT Anyone => api::applications::mine::then_and_now,
    }
    "/api/v1/my-applications/{token}/review" => {
        PUT Anyone => api::applications::mine::look_at_own,
    }
    "/api/v1/my-applications/{token}/peers" => { POST Anyone => api::applications::mine::ask_peer }
    "/api/v1/reviews/{token}" => {
        GET Anyone => api::applications::mine::show_by_link,
        PUT Anyone => api::applications::mine::by_link,
    }
    "/api/v1/issuers/{issuer}/applications" => {
        GET Needs(Action::ViewApplications) => api::applications::desk::list,
    }
    "/api/v1/applications" => { GET Needs(Action::ViewQueue) => api::applications::desk::queue }
    "/api/v1/applications/{id}" => {
        GET Needs(Action::ViewApplications) => api::applications::desk::show,
    }
    "/api/v1/applications/{id}/review" => {
        PUT Needs(Action::AssessApplications) => api::applications::desk::look,
    }
    "/api/v1/applications/{id}/decide" => {
        POST Needs(Action::AssessApplications) => api::applications::desk::decide,
    }
    "/api/v1/applications/{id}/quiz-score" => {
        PUT Needs(Action::AssessApplications) => api::applications::desk::quiz_score,
    }
    "/api/v1/applications/{id}/assignment" => {
        PUT Needs(Action::AssessApplications) => api::applications::desk::assign,
    }
    "/api/v1/applications/{id}/outside-reviewers" => {
        POST Needs(Action::AssessApplications) => api::applications::desk::ask_outside,
    }
    "/api/v1/issuers/{issuer}/claim-links" => {
        GET Needs(Action::ViewClaims) => api::claim_links::list_of_issuer,
    }
    "/api/v1/badge-classes/{id}/claim-links" => {
        GET Needs(Action::ViewClaims) => api::claim_links::list_of_badge_class,
        POST Needs(Action::ManageClaims) => api::claim_links::create,
    }
    "/api/v1/claim-links/{id}" => {
        GET Needs(Action::ViewClaims) => api::claim_links::show,
        PUT Needs(Action::ManageClaims) => api::claim_links::replace,
    }
    "/api/v1/claim-links/{id}/state" => { POST Needs(Action::ManageClaims) => api::claim_links::set_state }
    "/api/v1/claim-links/{id}/cards" => {
        GET Needs(Action::ViewClaims) => api::claim_links::cards,
        POST Needs(Action::ManageClaims) => api::claim_links::add_cards,
    }
    "/api/v1/claim-links/{id}/claims" => { GET Needs(Action::ViewClaims) => api::claim_links::claims_of }
    "/api/v1/claim-links/{id}/approve-all" => {
        POST Needs(Action::ManageClaims) => api::claim_links::approve_all,
    }
    "/api/v1/claim-cards/{id}/withdraw" => {
        POST Needs(Action::ManageClaims) => api::claim_links::withdraw_card,
    }
    "/api/v1/claims/{id}/decision" => { POST Needs(Action::ManageClaims) => api::claim_links::decide }
    "/api/v1/issuers/{issuer}/reminders" => {
        GET Needs(Action::ViewAwards) => api::reminders::show,
        PUT Needs(Action::EditIssuer) => api::reminders::set,
    }
    "/api/v1/assertions/{id}/resend" => { POST Needs(Action::Award) => api::reminders::resend }
    "/api/v1/issuers/{issuer}/webhooks" => {
        GET Needs(Action::ViewWebhooks) => api::webhooks::list,
        POST Needs(Action::ManageWebhooks) => api::webhooks::create,
    }
    "/api/v1/webhooks/{id}" => {
        GET Needs(Action::ViewWebhooks) => api::webhooks::show,
        PATCH Needs(Action::ManageWebhooks) => api::webhooks::edit,
        DELETE Needs(Action::ManageWebhooks) => api::webhooks::remove,
    }
    "/api/v1/webhooks/{id}/secret" => { POST Needs(Action::ManageWebhooks) => api::webhooks::rotate_secret }
    "/api/v1/webhooks/{id}/ping" => { POST Needs(Action::ManageWebhooks) => api::webhooks::ping }
    "/api/v1/webhooks/{id}/deliveries" => { GET Needs(Action::ViewWebhooks) => api::webhooks::deliveries }
    "/api/v1/webhook-deliveries/{id}/replay" => {
        POST Needs(Action::ManageWebhooks) => api::webhooks::replay,
    }
    "/api/v1/assertions/{id}" => { GET Needs(Action::ViewAwards) => api::assertions::show }
    "/api/v1/assertions/{id}/correct" => { POST Needs(Action::Award) => api::assertions::correct }
    "/api/v1/assertions/{id}/reissue" => { POST Needs(Action::Award) => api::assertions::reissue }
    "/api/v1/assertions/{id}/revoke" => { POST Needs(Action::Revoke) => api::assertions::revoke }
    "/api/v1/assertions/{id}/suspend" => {
        POST Needs(Action::Suspend) => api::assertions::suspend,
    }
    "/api/v1/assertions/{id}/reinstate" => {
        POST Needs(Action::Reinstate) => api::assertions::reinstate,
    }
}

/// Addresses that are pages and nothing else, registered by [`pages::configure`].
const PAGES: &[(&str, &str)] = &[
    ("GET", "/"),
    ("GET", paths::VERIFY),
    ("POST", paths::VERIFY),
    ("GET", "/issuers"),
    ("GET", "/badges"),
    ("GET", "/outbox"),
    ("GET", "/outbox/{id}"),
    ("GET", "/api/docs"),
    ("GET", "/assets/{file}"),
    ("GET", "/favicon.ico"),
    ("GET", "/robots.txt"),
];

/// Every method at every address, and who may ask.
pub fn table() -> Vec<Route> {
    let page = |&(method, pattern)| Route {
        method,
        pattern,
        access: Access::Anyone,
    };
    table_of_handlers()
        .into_iter()
        .chain(PAGES.iter().map(page))
        .collect()
}

/// Registers every address.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.app_data(web::PathConfig::default().error_handler(|_, _| Problem::not_found().into()))
        .app_data(web::FormConfig::default().error_handler(|error, _| {
            Problem::unreadable(format!("The form could not be read: {error}.")).into()
        }))
        .app_data(web::QueryConfig::default().error_handler(|error, _| {
            Problem::new(Kind::BadQuery)
                .detail(format!("{error}."))
                .into()
        }));
    register(cfg);
    pages::configure(cfg);
    cfg.default_service(web::to(nothing_here));
}

async fn nothing_here(_: HttpRequest) -> Result<HttpResponse, Problem> {
    Err(Problem::not_found())
}

async fn other_method(methods: &'static [&'static str]) -> Result<HttpResponse, Problem> {
    let mut problem = Problem::new(Kind::MethodNotAllowed);
    problem.allow = Some(methods.join(", ").replace("GET", "GET, HEAD").into());
    Err(problem)
}

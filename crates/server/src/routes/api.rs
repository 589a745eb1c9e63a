//! What programs use.

use accolade_issuing::access::Action;
use actix_web::http::Method;
use actix_web::web;

use super::Access::{Account, Anyone, Needs};
use super::Route;
use crate::{api, vc_api};

routes! {
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
    "/api/v1/batches/{id}/go-on" => { POST Needs(Action::Award) => api::batches::go_on }
    "/api/v1/batches/{id}/left.csv" => { GET Needs(Action::Award) => api::batches::left }
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
    "/api/v1/assertions/{id}/history" => {
        GET Needs(Action::OpenRecipient) => api::assertions::history,
    }
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

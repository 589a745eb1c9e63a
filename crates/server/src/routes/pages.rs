//! What people see, and the documents under the same addresses.

use accolade_issuing::access::Action;
use accolade_issuing::addresses::paths;
use actix_web::http::Method;
use actix_web::web;

use super::Access::{Anyone, Form, Page, SignedIn};
use super::Route;
use crate::pages::assessing::paths as assessing;
use crate::pages::paths as desk;
use crate::{health, pages, standard};

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
    paths::ASK_ENTRY => { POST SignedIn => pages::desk::entry::ask }
    paths::DESK_ENTRY => {
        GET Page(Action::AnswerEntry) => pages::desk::entry::show,
        POST Page(Action::AnswerEntry) => pages::desk::entry::answer,
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
    "/desk/batches/{id}/slips" => { GET Page(Action::Award) => pages::awarding::slips::show }
    "/desk/batches/{id}/left.csv" => { GET Page(Action::Award) => pages::awarding::left::csv }
    "/desk/awards/{id}" => {
        GET Page(Action::ViewAwards) => pages::awards_list::one::show,
        POST Page(Action::Revoke) => pages::awards_list::change_one,
    }
    "/desk/awards/{id}/before/{revision}" => {
        GET Page(Action::OpenRecipient) => pages::awards_list::before::document,
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
    "/account/letters" => { POST SignedIn => pages::account::letters }
    paths::STOP_LETTERS => { GET Anyone => pages::letters::ask, POST Anyone => pages::letters::stop }
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
}

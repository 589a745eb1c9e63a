//! What people see: a page group a module, each page a struct and a template that the compiler checks.
//!
//! Those of the public read and change nothing. Those that share an address with documents (issuers, badges,
//! awards) are shown by [`crate::standard`]; the rest has its routes here.

pub(crate) mod account;
pub(crate) mod applying;
pub(crate) mod assessing;
pub(crate) mod assets;
pub(crate) mod awarding;
pub(crate) mod awards;
pub(crate) mod awards_list;
pub(crate) mod badges;
mod cards;
mod changes;
pub(crate) mod claim_links;
pub(crate) mod claiming;
pub(crate) mod desk;
pub(crate) mod desk_badges;
pub(crate) mod editor;
pub(crate) mod endorsing;
mod faults;
mod files;
pub(crate) mod frameworks;
#[cfg(test)]
mod gallery;
mod home;
pub(crate) mod issuers;
mod layout;
pub(crate) mod letters;
pub(crate) mod library;
mod once;
pub(crate) mod organisations;
mod outbox;
mod parts;
pub(crate) mod paths;
mod problem;
mod qr;
mod reference;
mod response;
mod results;
pub(crate) mod reviewing;
pub(crate) mod setup;
pub(crate) mod sign_in;
mod spreadsheet;
pub(crate) mod studio;
mod text;
mod typed;
mod verdict;
mod verify;
pub(crate) mod webhooks;
pub(crate) mod words;

pub(crate) use parts::Link;

use actix_web::{HttpResponse, Route, guard, web};

use crate::{problem::Problem, state::State};

/// The routes that are pages and nothing else.
pub fn configure(service: &mut web::ServiceConfig) {
    service
        .app_data(web::Data::new(home::Numbers::default()))
        .app_data(web::Data::new(studio::pictures::Drawings::default()))
        .route("/", get().to(home::show))
        .route("/issuers", get().to(issuers::list))
        .route("/badges", get().to(badges::list))
        .service(
            web::resource("/verify")
                .route(get().to(verify::form))
                .route(web::post().to(verify::check)),
        )
        .route("/outbox", get().to(outbox::list))
        .route("/outbox/{id}", get().to(outbox::show))
        .route("/api/docs", get().to(reference::show))
        .route("/assets/{file}", get().to(assets::serve))
        .route("/favicon.ico", get().to(assets::favicon))
        .route("/robots.txt", get().to(assets::robots));
}

/// GET, and HEAD, whose answer loses its body on the way.
fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// A problem as a page with a way onward.
pub fn problem_page(state: &State, problem: &Problem, request_id: Option<&str>) -> HttpResponse {
    problem::page(state, problem, request_id)
}

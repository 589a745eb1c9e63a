//! What people see: a page group a module, each page a struct and a template that the compiler checks.
//!
//! Pages read, they never change anything. Those that share an address with documents (issuers, badges,
//! awards) are shown by [`crate::standard`]; the rest has its routes here.

pub(crate) mod assets;
pub(crate) mod awards;
pub(crate) mod badges;
mod cards;
mod files;
#[cfg(test)]
mod gallery;
mod home;
pub(crate) mod issuers;
mod layout;
mod parts;
mod problem;
mod qr;
mod reference;
mod response;
mod text;
mod verdict;
mod verify;
mod words;

use actix_web::{HttpResponse, web};

use crate::{problem::Problem, state::State};

/// The routes that are pages and nothing else.
pub fn configure(service: &mut web::ServiceConfig) {
    service
        .app_data(web::Data::new(home::Numbers::default()))
        .route("/", web::get().to(home::show))
        .route("/issuers", web::get().to(issuers::list))
        .route("/badges", web::get().to(badges::list))
        .service(
            web::resource("/verify")
                .route(web::get().to(verify::form))
                .route(web::post().to(verify::check)),
        )
        .route("/api/docs", web::get().to(reference::show))
        .route("/assets/{file}", web::get().to(assets::serve))
        .route("/favicon.ico", web::get().to(assets::favicon))
        .route("/robots.txt", web::get().to(assets::robots));
}

/// A problem as a page with a way onward.
pub fn problem_page(state: &State, problem: &Problem, request_id: Option<&str>) -> HttpResponse {
    problem::page(state, problem, request_id)
}

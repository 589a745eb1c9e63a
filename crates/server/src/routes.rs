//! Every address the server answers: a line each.
//!
//! Those of people and documents stand in `routes/pages.rs`, those of programs in `routes/api.rs`.
//! [`table`] is the same list as data: tests walk it as nobody and as somebody without rights, and hold it
//! against the OpenAPI document.

use accolade_issuing::access::Action;
use accolade_issuing::addresses::paths;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::problem::{Kind, Problem};

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
        /// These routes as data.
        pub(super) fn table() -> Vec<Route> {
            vec![$($(Route { method: stringify!($method), pattern: $pattern, access: $access },)+)+]
        }

        /// Registers these routes.
        pub(super) fn register(cfg: &mut web::ServiceConfig) {
            $(cfg.service(
                web::resource($pattern)
                    $(.route(web::method(Method::$method).to($handler)))+
                    .default_service(web::to(|| super::other_method(&[$(stringify!($method)),+]))),
            );)+
        }
    };
}

mod api;
mod pages;

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
    pages::table()
        .into_iter()
        .chain(api::table())
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
    pages::register(cfg);
    api::register(cfg);
    crate::pages::configure(cfg);
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

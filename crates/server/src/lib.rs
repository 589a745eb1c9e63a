//! Accolade over HTTP: the public addresses, the REST API and the pages.
//!
//! A request becomes a call on `accolade-issuing`, its outcome becomes JSON, a signed document or a page.
//! Nothing here decides who may do what or changes a row by itself. Start with [`server::Server::bind`].

pub mod answer;
pub mod api;
pub mod auth;
mod batches;
pub mod config;
mod desk_letters;
pub mod errands;
pub mod fetcher;
pub mod health;
mod housekeeping;
pub mod kept;
pub mod limits;
pub mod mail;
pub mod middleware;
pub mod negotiate;
pub mod own_documents;
pub mod pages;
pub mod problem;
pub mod providers;
mod reminders;
pub mod reports;
pub mod routes;
pub mod server;
pub mod standard;
pub mod state;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod vc_api;
pub mod verify_service;
mod webhooks;

pub use config::Config;
pub use server::Server;

//! The addresses that the standards and the world's readers know.

mod badges_v2;
mod caching;
mod forms;
mod issuers;
mod schemas;
mod states;
mod vc_api;

//! What the end-to-end suites share: a server on a free port with a clock that stands still,
//! clients, and a school with badges to award.

mod binary;
mod client;
mod school;
mod server;
mod term;
mod walk;

pub use binary::{Finished, accolade, accolade_in};
pub use client::{Answer, Client};
pub use school::{BadgeBuilder, School, award_to};
pub use server::TestServer;
pub use walk::{links, walk};

/// A small drawing that any sanitiser lets through.
pub const DRAWING: &str = concat!(
    r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">"##,
    r##"<circle cx="256" cy="256" r="240" fill="#1f6b50"/><path d="M140 260l80 80l160 -160" "##,
    r##"fill="none" stroke="#fff" stroke-width="40"/></svg>"##
);

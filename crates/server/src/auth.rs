//! Who asks: bearer tokens and session cookies become callers, forms prove that they came from our pages.
//!
//! A page takes a [`Visitor`]; what it was sent comes as [`Posted`] or [`PostedFiles`]. The API takes
//! [`Authenticated`].

mod caller;
pub(crate) mod cookies;
mod flash;
mod onward;
mod posted;
mod session;
mod visitor;

pub use caller::Authenticated;
pub use flash::{Flash, Tone};
pub use onward::own_path;
pub use posted::{Posted, PostedFile, PostedFiles};
pub use visitor::{AccountLine, Visitor};

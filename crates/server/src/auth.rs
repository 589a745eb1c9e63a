//! Who asks: bearer tokens become callers.

mod caller;

pub use caller::Authenticated;

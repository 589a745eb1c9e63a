//! The desk: what a signed-in person looks after, and where each organisation stands.

pub(crate) mod audit;
pub(crate) mod chart;
pub(crate) mod deeds;
pub(crate) mod entry;
pub(crate) mod frame;
pub(crate) mod home;
pub(crate) mod map;
pub(crate) mod overview;
pub(crate) mod waits;

pub(crate) use frame::{DeskHead, DeskTab, issuer_of};

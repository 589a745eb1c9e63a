//! Does a document have the parts it must have?
//!
//! The walk and the tables are those that readers and builders use ([`crate::document::shape`]); here stands what a
//! report says about the frame of a credential.

pub(super) mod v3;

pub(super) use crate::document::Faults;
pub(super) use crate::document::shape::{Class, check};
pub(super) use crate::document::words::{
    has_type, id_of, is_uri, is_web_address, shorten, types, web_address,
};
pub(super) use crate::v2::classes as v2;

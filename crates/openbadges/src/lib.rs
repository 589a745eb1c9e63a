//! Open Badges 2.0 and 3.0: read, write, sign, verify and bake.

pub mod baking;
pub mod canonical;
pub mod contexts;
pub mod did;
mod document;
pub mod json;
pub mod keys;
pub mod proof;
pub mod recipient;
pub mod status;
pub mod time;
pub mod v2;
pub mod v3;
pub mod verify;

//! The pages as people get them, without any script.

mod awards;
mod shell;
mod verify;

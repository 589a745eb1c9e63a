//! The real program.

mod demo;
mod operator;
mod verify;

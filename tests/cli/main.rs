//! The real program.

mod batches;
mod demo;
mod operator;
mod verify;

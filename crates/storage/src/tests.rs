//! Tests of the database as a whole: its schema, its transactions, its pages.

mod plans;
mod schema;
mod transactions;

pub(crate) use schema::tables;

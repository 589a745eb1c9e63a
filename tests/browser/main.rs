//! What only a browser can show: pages without script, at two widths, light and dark, held
//! against the accessibility rules.

mod assessor;
mod claimer;
mod desk;
mod driver;
mod gallery;
mod hand;
mod pages;
mod passkey;
mod steward;
mod teacher;

//! What only a browser can show: pages without script, at two widths, light and dark, held
//! against the accessibility rules.

mod driver;
mod pages;
mod steward;
mod teacher;

//! The desk: what a signed-in person looks after, and where each organisation stands.

mod audit;
mod chart;
mod frame;
mod home;
mod map;
mod overview;

pub(crate) use audit::{AuditPage, AuditRow, csv as audit_csv, json as audit_json, log as audit};
pub(crate) use chart::Chart;
pub(crate) use frame::{DeskHead, DeskTab, Tab, issuer_of};
pub(crate) use home::{DeskPage, WaitingLine, show as home};
pub(crate) use map::{MapCell, MapRow, MapView};
pub(crate) use overview::{BigNumber, OverviewPage, show as overview};

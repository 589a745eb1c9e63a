//! The assessor's side: the queue, one application beside its criteria, and the same for people who were asked by link.

mod asked;
mod desk;
mod everywhere;
mod judge;
mod one;
pub(crate) mod paths;
mod queue;
mod rule;

pub(crate) use asked::{file as asked_file, say, show as show_asked};
pub(crate) use desk::{act, file, forget_comment, keep_comment};
pub(crate) use everywhere::show as everywhere;
pub(crate) use one::{decide, show};
pub(crate) use queue::{accept_ready, list};
pub(crate) use rule::{edit as edit_rule, form as rule_form};

#[cfg(test)]
pub(crate) use asked::AskedPage;
#[cfg(test)]
pub(crate) use everywhere::{DeskLine, EverywherePage, WaitingLine};
#[cfg(test)]
pub(crate) use judge::{JudgePoint, JudgeView};
#[cfg(test)]
pub(crate) use one::{AskForm, AskedPerson, NextLine, OnePage, Told};
#[cfg(test)]
pub(crate) use queue::{QueueLine, QueuePage, StateTab};
#[cfg(test)]
pub(crate) use rule::{DemandForm, LookForm, RulePage, WayForm};

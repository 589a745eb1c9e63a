//! Where earners take their badges: by a code, by a card, by the link in a letter. No account, no script.

mod ask;
mod done;
mod faults;
mod mine;
mod offered;
mod shut;

pub(crate) use ask::{ask, claim, code};
pub(crate) use done::done;
pub(crate) use faults::Faults;
pub(crate) use mine::{show as show_mine, take as take_mine};
pub(crate) use offered::Offered;

#[cfg(test)]
pub(crate) use ask::{AskForm, AskPage, CodePage};
#[cfg(test)]
pub(crate) use done::{DonePage, Keep, KeepFile};
#[cfg(test)]
pub(crate) use shut::ShutPage;

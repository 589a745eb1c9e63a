//! The earner's side of an application: begin without an account, show work point by point, hand in, see what is said.

mod adding;
mod beginning;
mod doing;
pub(crate) mod fields;
mod own;
pub(crate) mod records;
pub(crate) mod view;

pub(crate) use adding::{add, add_form, change, change_form};
pub(crate) use beginning::{apply, apply_form, nominate, nominate_form};
pub(crate) use doing::{act, file};
pub(crate) use own::{save, show};

#[cfg(test)]
pub(crate) use adding::EvidencePage;
#[cfg(test)]
pub(crate) use beginning::BeginPage;
#[cfg(test)]
pub(crate) use own::{Asking, Closed, EarlierTry, OwnPage, SeenView};

//! The canonical forms of a document, made once for all its proofs and within what a verification may spend.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use serde_json::Value;

use super::elsewhere;
use super::fitting::code_of_canonical;
use crate::canonical::rdfc::Hash;
use crate::canonical::view::View;
use crate::canonical::{self, CanonicalError};
use crate::contexts::Edition;
use crate::verify::codes::Code;
use crate::verify::issuer_keys::Problem;
use crate::verify::run::Run;
use crate::verify::shape::shorten;

/// The canonical forms made for one credential: its proofs mostly cover the very same document.
pub(in crate::verify) struct Forms<'c> {
    credential: &'c Value,
    work_left: Rc<Cell<usize>>,
    inline_contexts: bool,
    unsecured: RefCell<Option<(Hash, Result<String, CanonicalError>)>>,
    /// Whether what was signed stands where it is read; the same for all proofs of the newest edition.
    places: RefCell<Option<Result<(), Problem>>>,
}

impl<'c> Forms<'c> {
    pub(in crate::verify) fn new(run: &Run<'_>, credential: &'c Value) -> Self {
        Self {
            credential,
            work_left: Rc::clone(&run.work_left),
            inline_contexts: run.policy.inline_contexts,
            unsecured: RefCell::default(),
            places: RefCell::default(),
        }
    }

    pub(super) fn newest(&self, view: View<'_>, hash: Hash) -> Result<String, CanonicalError> {
        // The proof's own options differ from proof to proof; the document is worth keeping.
        let is_unsecured = view.with.is_none()
            && self
                .credential
                .as_object()
                .is_some_and(|members| std::ptr::eq(members, view.members));
        if !is_unsecured {
            return self.of(view, Edition::Newest, hash);
        }
        if let Some((by, form)) = &*self.unsecured.borrow()
            && *by == hash
        {
            return form.clone();
        }
        let form = self.of(view, Edition::Newest, hash);
        self.unsecured.replace(Some((hash, form.clone())));
        form
    }

    /// Refuses a document that says at another place what is looked for in the object itself.
    pub(super) fn check_places(&self, document: &Value, edition: Edition) -> Result<(), Problem> {
        // Such contexts give words any meaning: whoever allows them reads no badges.
        if self.inline_contexts {
            return Ok(());
        }
        let known = self.places.borrow().clone();
        if let Some(known) = known.filter(|_| edition == Edition::Newest) {
            return known;
        }
        let found = self.places_in(document, edition);
        if edition == Edition::Newest {
            self.places.replace(Some(found.clone()));
        }
        found
    }

    /// The same for a credential that only the proof of the presentation around it covers. That may be one over the text,
    /// so a credential without a canonical form is left to it.
    pub(in crate::verify) fn check_places_inside(&self, document: &Value) -> Result<(), Problem> {
        let readable = document
            .as_object()
            .is_some_and(|members| self.newest(View::unsecured(members), Hash::Sha256).is_ok());
        match readable {
            true => self.check_places(document, Edition::Newest),
            false => Ok(()),
        }
    }

    fn places_in(&self, document: &Value, edition: Edition) -> Result<(), Problem> {
        if let Some(name) = elsewhere::blank_name(document) {
            let detail = format!("{} is no name for an object", shorten(name));
            return Err((Code::FormatStructure, detail));
        }
        let Some(members) = document.as_object() else {
            return Ok(());
        };
        let view = View::unsecured(members);
        let lines = match edition {
            Edition::Newest => self.newest(view, Hash::Sha256),
            other => self.of(view, other, Hash::Sha256),
        };
        let lines = lines.map_err(|error| (code_of_canonical(&error), error.to_string()))?;
        elsewhere::check(document, &lines)
    }

    /// Takes work that is no canonical form into account, each unit about as long as an object takes.
    pub(super) fn spend(&self, units: usize) -> Result<(), CanonicalError> {
        let left = self.work_left.get().checked_sub(units);
        self.work_left.set(left.unwrap_or_default());
        left.map(drop).ok_or(CanonicalError::TooComplex)
    }

    /// Refuses when all documents together have become too much work.
    pub(in crate::verify) fn of(
        &self,
        view: View<'_>,
        edition: Edition,
        hash: Hash,
    ) -> Result<String, CanonicalError> {
        let left = self.work_left.get();
        if canonical::weight_of_view(view) > left {
            return Err(CanonicalError::TooComplex);
        }
        if self.inline_contexts {
            self.work_left
                .set(left.saturating_sub(canonical::weight_of_view(view)));
            let (document, lookup) = (view.to_value(), edition.lookup());
            return canonical::canonicalize_inline_hashed(&document, lookup, hash);
        }
        let (form, weight) = canonical::canonicalize_weighed(view, edition, hash);
        self.work_left.set(left.saturating_sub(weight));
        form
    }
}

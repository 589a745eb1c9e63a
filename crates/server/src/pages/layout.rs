//! What stands around every page: the site's name and where in it the reader is.

use super::assets;
use crate::auth::{AccountLine, Flash, Visitor};
use crate::state::State;

/// The frame of a page; `base.html` reads nothing else.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Who runs this site, as the operator named it.
    pub(crate) site: String,
    /// Which entry of the main navigation is the current page.
    pub(crate) place: Place,
    /// The modules that add comfort to this page, by their names in `assets/js`; it works without them.
    pub(crate) scripts: Vec<&'static str>,
    /// Who is signed in. Pages that everybody sees alike say nothing of it.
    pub(crate) account: Option<AccountLine>,
    /// What every form of the page carries in a field named `csrf`; empty where there is no visitor.
    pub(crate) csrf: String,
    /// What the page before left to be said.
    pub(crate) flash: Option<Flash>,
}

/// The entries of the main navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Verify,
    Badges,
    Issuers,
    Api,
    Claim,
    Desk,
    Elsewhere,
}

impl Layout {
    /// The frame that everybody sees alike, for pages that may be kept.
    pub(crate) fn new(site: &str, place: Place) -> Self {
        Self {
            site: site.to_owned(),
            place,
            scripts: Vec::new(),
            account: None,
            csrf: String::new(),
            flash: None,
        }
    }

    /// The frame for this visitor, with their name and the value that their forms carry.
    pub(crate) fn of(state: &State, visitor: &Visitor, place: Place) -> Self {
        Self {
            site: state.site_name.to_string(),
            ..Self::of_visitor(visitor, place)
        }
    }

    /// The same without the site's name.
    pub(crate) fn of_visitor(visitor: &Visitor, place: Place) -> Self {
        Self {
            account: visitor.account.clone(),
            csrf: visitor.csrf.clone(),
            flash: visitor.flash.clone(),
            ..Self::new("", place)
        }
    }

    /// The same with a module that adds comfort.
    #[must_use]
    pub(crate) fn with_script(mut self, name: &'static str) -> Self {
        self.scripts.push(name);
        self
    }

    /// The permanent address of an embedded file, by the name it has in `assets`.
    pub(crate) fn asset(&self, name: &str) -> &'static str {
        assets::address(name)
    }

    /// Whether the masthead should say the site's name beside the product's.
    pub(crate) fn is_named(&self) -> bool {
        !self.site.is_empty() && !self.site.eq_ignore_ascii_case("accolade")
    }

    /// Whether `place` is the current entry, by its name in the template.
    pub(crate) fn is(&self, name: &str) -> bool {
        let place = match self.place {
            Place::Verify => "verify",
            Place::Badges => "badges",
            Place::Issuers => "issuers",
            Place::Api => "api",
            Place::Claim => "claim",
            Place::Desk => "desk",
            Place::Elsewhere => "",
        };
        place == name
    }
}

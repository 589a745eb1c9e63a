//! What letters can say. The words around it are in `templates/mail` of the server.

use serde::{Deserialize, Serialize};

/// One kind of letter a variant, with everything its template needs. Addresses are whole ones.
///
/// A release reads what the release before it wrote: add members with `#[serde(default)]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// The way in: a code to type and a link to open.
    SignIn {
        /// Six digits.
        code: String,
        /// The page that signs in.
        link: String,
        /// For how many minutes both are good.
        minutes: u32,
    },
    /// Somebody was given a badge.
    Awarded {
        /// What the recipient is called, if that is known.
        name: Option<String>,
        /// The badge.
        badge: String,
        /// Who gives it.
        issuer: String,
        /// What the issuer wants to say with it.
        note: Option<String>,
        /// The page where the recipient takes it.
        link: String,
    },
}

//! What a token was made for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! scopes {
    ($($(#[$doc:meta])* $scope:ident = $word:literal;)*) => {
        /// One thing that a token may be used for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Scope {
            $($(#[$doc])* $scope,)*
        }

        impl Scope {
            /// All scopes.
            pub const ALL: &[Self] = &[$(Self::$scope),*];

            /// The word in tokens and in the API.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$scope => $word,)*
                }
            }
        }
    };
}

scopes! {
    /// Read issuers' private data.
    IssuersRead = "issuers:read";
    /// Create and change issuers.
    IssuersWrite = "issuers:write";
    /// Read drafts.
    BadgesRead = "badges:read";
    /// Write, publish and archive badge classes.
    BadgesWrite = "badges:write";
    /// List awards and their recipients.
    AwardsRead = "awards:read";
    /// Award, revoke, suspend, reinstate.
    AwardsWrite = "awards:write";
    /// See applications and what was shown with them.
    ApplicationsRead = "applications:read";
    /// Judge applications and hand in scores.
    ApplicationsWrite = "applications:write";
    /// See and change one's own account: its name, how one signs in.
    AccountWrite = "account:write";
    /// Make and end tokens.
    TokensWrite = "tokens:write";
    /// Verify documents with the account's own rate limit.
    Verify = "verify";
}

/// The word names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a scope")]
pub struct UnknownScope(pub String);

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(word: &str) -> Result<Self, UnknownScope> {
        Self::ALL
            .iter()
            .copied()
            .find(|scope| scope.as_str() == word)
            .ok_or_else(|| UnknownScope(word.to_owned()))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A set of scopes; written with spaces between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u16);

impl Scopes {
    /// Every scope.
    pub fn all() -> Self {
        Scope::ALL.iter().copied().collect()
    }

    /// No scope.
    pub fn none() -> Self {
        Self(0)
    }

    /// Whether the scope is in the set.
    pub fn contains(self, scope: Scope) -> bool {
        self.0 & bit(scope) != 0
    }

    /// Whether all of `others` are in the set.
    pub fn includes(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Whether the set holds nothing.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The scopes in the set.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL
            .iter()
            .copied()
            .filter(move |scope| self.contains(*scope))
    }
}

fn bit(scope: Scope) -> u16 {
    1 << scope as u16
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |set, scope| set | bit(scope)))
    }
}

impl FromStr for Scopes {
    type Err = UnknownScope;

    fn from_str(words: &str) -> Result<Self, UnknownScope> {
        words.split_whitespace().map(Scope::from_str).collect()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.iter().map(Scope::as_str).collect();
        f.write_str(&words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_reads_back_from_its_words() {
        let scopes: Scopes = [Scope::AwardsWrite, Scope::Verify].into_iter().collect();

        assert_eq!(scopes.to_string(), "awards:write verify");
        assert_eq!(scopes.to_string().parse(), Ok(scopes));
        assert_eq!(Scopes::all().to_string().parse(), Ok(Scopes::all()));
        assert_eq!(
            "awards:all".parse::<Scopes>(),
            Err(UnknownScope("awards:all".into()))
        );
    }
}

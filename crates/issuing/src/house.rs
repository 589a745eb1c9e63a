//! What the operator decided for everybody who uses this installation.

use std::str::FromStr;

/// The operator's decisions that use cases ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HouseRules {
    /// Who may make an account by signing in.
    pub sign_up: SignUp,
    /// Who may found an organisation that stands under no other.
    pub founding: Founding,
    /// Whether letters leave this site. Then a link that proves something is told to nobody but its reader; without them
    /// it is handed on, and proves less. The server says so from where its mail goes.
    pub sends_mail: bool,
}

/// Who may make an account by signing in for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignUp {
    /// Whoever shows that an e-mail address is theirs.
    #[default]
    Open,
    /// Only those who were invited or have an account already.
    Invited,
}

/// Who may found an organisation that stands under no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Founding {
    /// The operator alone.
    #[default]
    Operator,
    /// Everybody with an account.
    Anyone,
}

/// The word names no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{given:?} is not one of {known}")]
pub struct UnknownRule {
    given: String,
    known: &'static str,
}

impl FromStr for SignUp {
    type Err = UnknownRule;

    fn from_str(word: &str) -> Result<Self, UnknownRule> {
        match word {
            "open" => Ok(Self::Open),
            "invited" => Ok(Self::Invited),
            other => Err(UnknownRule {
                given: other.to_owned(),
                known: "open, invited",
            }),
        }
    }
}

impl FromStr for Founding {
    type Err = UnknownRule;

    fn from_str(word: &str) -> Result<Self, UnknownRule> {
        match word {
            "operator" => Ok(Self::Operator),
            "anyone" => Ok(Self::Anyone),
            other => Err(UnknownRule {
                given: other.to_owned(),
                known: "operator, anyone",
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_is_answered_with_the_known_ones() {
        assert_eq!("anyone".parse(), Ok(Founding::Anyone));
        assert_eq!("invited".parse(), Ok(SignUp::Invited));
        let error = "everybody".parse::<SignUp>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "\"everybody\" is not one of open, invited"
        );
    }
}

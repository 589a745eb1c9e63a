//! A JSON document as one flat list of tokens: quick to make, from text or from a value, and to walk.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::MAXIMUM_DEPTH;
use crate::canonical::view::View;

/// One token. The members of an object are a text and what belongs to it, in turn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    /// What it holds follows, as far as before the place `end`.
    Array {
        end: usize,
    },
    /// What it holds follows, as far as before the place `end`.
    Object {
        end: usize,
    },
}

/// The tokens of one value. A place is an index into them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Tape<'a> {
    pub(super) tokens: Vec<Token<'a>>,
}

impl<'a> Tape<'a> {
    /// The tokens of an object; `None` if it nests deeper than [`MAXIMUM_DEPTH`].
    pub(crate) fn of_view(view: View<'a>) -> Option<Self> {
        let mut tape = Self {
            tokens: Vec::with_capacity(256),
        };
        tape.push_members(view.iter(), 1)?;
        Some(tape)
    }

    /// Adds an object of texts behind everything else, and tells its place.
    pub(crate) fn append<'t>(
        &mut self,
        members: impl Iterator<Item = (&'t str, &'t str)>,
    ) -> usize {
        let place = self.tokens.len();
        self.tokens.push(Token::Object { end: 0 });
        for (name, text) in members {
            self.tokens.push(Token::Text(Cow::Owned(name.to_owned())));
            self.tokens.push(Token::Text(Cow::Owned(text.to_owned())));
        }
        self.close(place);
        place
    }

    fn push(&mut self, value: &'a Value, depth: usize) -> Option<()> {
        match value {
            Value::Null => self.tokens.push(Token::Null),
            Value::Bool(value) => self.tokens.push(Token::Bool(*value)),
            Value::Number(number) => self.tokens.push(Token::Number(number.clone())),
            Value::String(text) => self.tokens.push(Token::Text(Cow::Borrowed(text))),
            Value::Array(items) => {
                let place = self.open(Token::Array { end: 0 }, depth + 1)?;
                for item in items {
                    self.push(item, depth + 1)?;
                }
                self.close(place);
            }
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.as_str(), value));
                self.push_members(members, depth + 1)?;
            }
        }
        Some(())
    }

    fn push_members(
        &mut self,
        members: impl Iterator<Item = (&'a str, &'a Value)>,
        depth: usize,
    ) -> Option<()> {
        let place = self.open(Token::Object { end: 0 }, depth)?;
        for (name, value) in members {
            self.tokens.push(Token::Text(Cow::Borrowed(name)));
            self.push(value, depth)?;
        }
        self.close(place);
        Some(())
    }

    fn open(&mut self, token: Token<'a>, depth: usize) -> Option<usize> {
        self.tokens.push(token);
        (depth <= MAXIMUM_DEPTH).then_some(self.tokens.len() - 1)
    }

    pub(super) fn close(&mut self, place: usize) {
        let after = self.tokens.len();
        if let Token::Array { end } | Token::Object { end } = &mut self.tokens[place] {
            *end = after;
        }
    }

    pub(crate) fn token(&self, place: usize) -> &Token<'a> {
        &self.tokens[place]
    }

    /// The text at a place, if it is one.
    pub(crate) fn text(&self, place: usize) -> Option<&str> {
        match &self.tokens[place] {
            Token::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The place behind the value at a place.
    pub(crate) fn after(&self, place: usize) -> usize {
        match self.tokens[place] {
            Token::Array { end } | Token::Object { end } => end,
            _ => place + 1,
        }
    }

    /// The value at a place.
    pub(crate) fn to_value(&self, place: usize) -> Value {
        match &self.tokens[place] {
            Token::Null => Value::Null,
            Token::Bool(value) => Value::Bool(*value),
            Token::Number(number) => Value::Number(number.clone()),
            Token::Text(text) => Value::String(text.to_string()),
            Token::Array { .. } => self.items(place).map(|item| self.to_value(item)).collect(),
            Token::Object { .. } => {
                let members = self.members(place);
                members
                    .map(|(name, value)| (name.to_owned(), self.to_value(value)))
                    .collect()
            }
        }
    }

    /// The place of the value of a member.
    pub(crate) fn member(&self, object: usize, name: &str) -> Option<usize> {
        let mut members = self.members(object);
        members.find_map(|(known, value)| (known == name).then_some(value))
    }

    /// The places of the items of an array; anything else is its own only item.
    pub(crate) fn items(&self, place: usize) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let (mut next, end) = match self.tokens[place] {
            Token::Array { end } => (place + 1, end),
            _ => (place, place + 1),
        };
        std::iter::from_fn(move || {
            let item = (next < end).then_some(next)?;
            next = self.after(item);
            Some(item)
        })
    }

    /// The names of an object's members, each with the place of its value.
    pub(crate) fn members(&self, place: usize) -> impl Iterator<Item = (&str, usize)> {
        let (mut next, end) = match self.tokens[place] {
            Token::Object { end } => (place + 1, end),
            _ => (place, place),
        };
        std::iter::from_fn(move || {
            let name = (next < end).then(|| self.text(next))??;
            let value = next + 1;
            next = self.after(value);
            Some((name, value))
        })
    }
}

//! Names for the things in a document that have none, so that they can be found again in a part of it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::canonical::rdfc::{Quad, Term};

/// Members whose value is JSON and nothing else: the objects in them are no things.
const LITERAL_JSON: &[&str] = &[
    "jsonSchema",
    "_sd",
    "publicKeyJwk",
    "secretKeyJwk",
    "privateKeyJwk",
];

/// A document in which every thing has an address, and how to take the made ones out of its statements again.
pub(super) struct Skolemised {
    /// The document with the addresses.
    pub(super) document: Value,
    prefix: String,
    made: usize,
}

impl Skolemised {
    /// Gives each object without an `id` an address that occurs nowhere in the document.
    ///
    /// The published algorithm does this on the expanded form and compacts it again, which may fold arrays and so make
    /// pointers lead elsewhere; here the document keeps its shape. Whether the names went where they belong is for the caller
    /// to see: without them the statements must be those of the document.
    pub(super) fn new(document: &Value) -> Self {
        let text = document.to_string();
        let prefix = (0..)
            .map(|number: usize| format!("urn:bnid:{number}:"))
            .find(|prefix| !text.contains(prefix.as_str()))
            .unwrap_or_default();
        let mut walk = Walk {
            prefix: &prefix,
            made: 0,
            given: BTreeMap::new(),
        };
        let document = walk.value(document);
        let made = walk.made;
        Self {
            document,
            prefix,
            made,
        }
    }

    /// Turns the made addresses back into blank nodes, whose numbers are the same in every part of the document.
    ///
    /// Blank nodes that were left get numbers after those; `other` says which, by the number they have.
    pub(super) fn undo(&self, quad: Quad, other: &impl Fn(usize) -> Option<usize>) -> Option<Quad> {
        let term = |term: Term| self.undo_term(term, other);
        Some(Quad {
            subject: term(quad.subject)?,
            predicate: quad.predicate,
            object: term(quad.object)?,
            graph: match quad.graph {
                Some(graph) => Some(term(graph)?),
                None => None,
            },
        })
    }

    /// The first number that no made address has.
    pub(super) fn after(&self) -> usize {
        self.made
    }

    /// The number in a made address.
    fn number(&self, iri: &str) -> Option<usize> {
        iri.strip_prefix(&self.prefix)?.parse().ok()
    }

    /// Turns one term back, as [`undo`](Self::undo) does.
    pub(super) fn undo_term(
        &self,
        term: Term,
        other: &impl Fn(usize) -> Option<usize>,
    ) -> Option<Term> {
        match term {
            Term::Blank(node) => other(node).map(Term::Blank),
            Term::Iri(iri) => Some(match self.number(&iri) {
                Some(number) => Term::Blank(number),
                None => Term::Iri(iri),
            }),
            literal => Some(literal),
        }
    }
}

struct Walk<'a> {
    prefix: &'a str,
    made: usize,
    /// The names of blank nodes that the document itself gives, and what became of them.
    given: BTreeMap<String, String>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Object(members) => Value::Object(self.object(members)),
            Value::Array(elements) => elements.iter().map(|value| self.value(value)).collect(),
            Value::String(text) if text.starts_with("_:") => self.given(text).into(),
            other => other.clone(),
        }
    }

    fn object(&mut self, members: &Map<String, Value>) -> Map<String, Value> {
        let mut named: Map<_, _> = members
            .iter()
            .map(|(name, member)| {
                let is_json = name == "@context" || LITERAL_JSON.contains(&name.as_str());
                let member = if is_json {
                    member.clone()
                } else {
                    self.value(member)
                };
                (name.clone(), member)
            })
            .collect();
        let is_thing = !["id", "@id", "@value"]
            .iter()
            .any(|name| members.contains_key(*name));
        if is_thing {
            named.insert("id".to_owned(), self.make().into());
        }
        named
    }

    fn given(&mut self, name: &str) -> String {
        if let Some(known) = self.given.get(name) {
            return known.clone();
        }
        let made = self.make();
        self.given.insert(name.to_owned(), made.clone());
        made
    }

    fn make(&mut self) -> String {
        let made = format!("{}{}", self.prefix, self.made);
        self.made += 1;
        made
    }
}

//! From the tokens of a document to quads: the objects.
//!
//! This does what expansion and the making of quads do together (JSON-LD 1.1 API, Expansion, Node Map
//! Generation, Object to RDF Conversion), for what honest documents consist of. Every function answers
//! `None` as soon as it sees anything else: the reference path then decides what that is worth.

use std::sync::Arc;

use super::active::{Active, Applied, Meaning, Property};
use super::quads::{Node, Quads, Subject};
use super::tables::{self, Container, ContextId, NameId};
use crate::canonical::limits;
use crate::canonical::part::Part;
use crate::contexts::Edition;
use crate::json::tape::{Tape, Token};

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
const REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
const NIL: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";

/// A member as it is found: its name, the number of its name, and the place of its value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'t> {
    pub(super) name: &'t str,
    pub(super) id: Option<NameId>,
    pub(super) value: usize,
}

/// What a value is said of, and by which property.
#[derive(Clone, Copy)]
pub(super) struct Target<'p> {
    pub(super) subject: Subject,
    /// Another than that of the property in a list.
    pub(super) predicate: &'p str,
    pub(super) property: &'p Property,
}

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) graph: Option<u32>,
    pub(super) depth: usize,
}

impl Place {
    pub(super) fn below(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }
}

pub(super) struct Expander<'t> {
    pub(super) tape: &'t Tape<'t>,
    pub(super) edition: Edition,
    pub(super) applied: Applied,
    pub(super) quads: Quads,
    /// The members of the objects that are being looked at, the innermost last.
    pub(super) members: Vec<Member<'t>>,
    pub(super) seen: Seen,
}

/// What the reference path sets limits to.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) contexts: usize,
    objects: usize,
    values: usize,
}

impl<'t> Expander<'t> {
    pub(super) fn new(tape: &'t Tape<'t>, edition: Edition) -> Self {
        Self {
            tape,
            edition,
            applied: Applied::new(),
            quads: Quads::new(),
            members: Vec::with_capacity(64),
            seen: Seen::default(),
        }
    }

    /// Makes the quads of a part of the document that is a document by itself.
    pub(super) fn document(mut self, part: Part) -> Option<Quads> {
        let place = Place {
            graph: None,
            depth: 1,
        };
        matches!(self.tape.token(part.object), Token::Object { .. }).then_some(())?;
        self.collect(part.object)?;
        self.members.retain(|member| {
            part.without != Some(member.name)
                && (part.context.is_none() || member.name != "@context")
        });
        self.members.extend(part.context.map(|value| Member {
            name: "@context",
            id: None,
            value,
        }));
        let count = self.members.len();
        self.node(count, &Active::empty(), None, place)?;
        (!self.quads.list.is_empty()).then_some(self.quads)
    }

    pub(super) fn count_object(&mut self) -> Option<()> {
        self.seen.objects += 1;
        (self.seen.objects <= limits::MOST_OBJECTS).then_some(())
    }

    /// Puts the members of an object on the stack, and tells how many there are.
    fn collect(&mut self, object: usize) -> Option<usize> {
        self.count_object()?;
        let before = self.members.len();
        let tape = self.tape;
        self.members
            .extend(tape.members(object).map(|(name, value)| Member {
                name,
                id: tables::name_id(name),
                value,
            }));
        Some(self.members.len() - before)
    }

    /// The members of the innermost object.
    pub(super) fn collected(&self, count: usize) -> &[Member<'t>] {
        &self.members[self.members.len() - count..]
    }

    fn drop_collected(&mut self, count: usize) {
        self.members.truncate(self.members.len() - count);
    }

    /// Makes the quads of an object whose members are on the stack, and tells how it is named.
    fn node(
        &mut self,
        count: usize,
        around: &Arc<Active>,
        scoped: Option<ContextId>,
        place: Place,
    ) -> Option<Node> {
        let outer = self.terms_of_object(count, around, scoped)?;
        let (inner, types) = self.terms_of_types(count, &outer)?;
        let node = self.name(count, &inner)?;
        let subject = self.quads.subject(node)?;
        let start = self.members.len() - count;
        for index in start..start + count {
            let member = self.members[index];
            if member.name == "@context" {
                continue;
            }
            match member.id.and_then(|id| inner.term(id)) {
                Some(Meaning::Id) => {}
                Some(Meaning::Type) if Some(index) == types => {
                    self.types(member.value, &outer, subject, place)?;
                }
                Some(Meaning::Iri(property)) if Some(index) != types => {
                    self.property(&member, property, &inner, subject, place)?;
                }
                None => self.undefined(&member, &inner, subject, place)?,
                _ => return None,
            }
        }
        self.drop_collected(count);
        Some(node)
    }

    /// How the object is named: by its `id`, or not at all.
    fn name(&mut self, count: usize, inner: &Active) -> Option<Node> {
        let tape = self.tape;
        let is_id = |member: &&Member<'_>| {
            matches!(member.id.and_then(|id| inner.term(id)), Some(Meaning::Id))
        };
        match self.collected(count).iter().find(is_id) {
            Some(member) => {
                let text = tape.text(member.value)?;
                self.iri_node(text, inner)
            }
            None => Some(Node::Blank(self.quads.fresh_blank())),
        }
    }

    fn types(
        &mut self,
        value: usize,
        outer: &Active,
        subject: Subject,
        place: Place,
    ) -> Option<()> {
        let tape = self.tape;
        let mut any = false;
        for item in tape.items(value) {
            any = true;
            let object = self.vocab_node(tape.text(item)?, outer)?;
            self.quads.link(subject, TYPE, object, place.graph)?;
        }
        any.then_some(())
    }

    /// A member that no context defines is an error, except under a vocabulary for all words.
    fn undefined(
        &mut self,
        member: &Member<'t>,
        inner: &Arc<Active>,
        subject: Subject,
        place: Place,
    ) -> Option<()> {
        let iri = in_vocab(member.name, inner)?;
        let property = Property::plain(iri);
        self.property(member, &property, inner, subject, place)
    }

    fn property(
        &mut self,
        member: &Member<'t>,
        property: &Property,
        inner: &Arc<Active>,
        subject: Subject,
        place: Place,
    ) -> Option<()> {
        match member.name {
            "jsonSchema" => return None,
            // The reference path forgets a vocabulary there.
            "verifiableCredential" if inner.vocab.is_some() => return None,
            "verifiableCredential" | "proof" => self.must_be_graphs(member.value)?,
            _ => {}
        }
        let target = Target {
            subject,
            predicate: &property.iri,
            property,
        };
        match property.container {
            Container::List => self.list(member.value, target, inner, place),
            _ => self.value(member.value, target, inner, place),
        }
    }

    /// In these two members everything must be an object that says more than its own name.
    fn must_be_graphs(&self, value: usize) -> Option<()> {
        let tape = self.tape;
        tape.items(value).try_for_each(|item| {
            let mut said = false;
            for (name, value) in tape.members(item) {
                let null = matches!(tape.token(value), Token::Null);
                said |= !null && !matches!(name, "id" | "@context");
                (name != "@value").then_some(())?;
            }
            said.then_some(())
        })
    }

    /// Counts a value; no document may have more than the reference path allows, or nest deeper.
    pub(super) fn count_value(&mut self, place: Place) -> Option<()> {
        self.seen.values += 1;
        (self.seen.values <= limits::MOST_VALUES && place.depth < limits::DEEPEST).then_some(())
    }

    /// Makes the quads of an object that is a value, and tells how it is named.
    pub(super) fn object(
        &mut self,
        object: usize,
        property: &Property,
        inner: &Arc<Active>,
        place: Place,
    ) -> Option<Node> {
        let count = self.collect(object)?;
        let place = match property.container {
            Container::Graph => Place {
                graph: Some(self.quads.fresh_blank()),
                ..place.below()
            },
            _ => place.below(),
        };
        let node = self.node(count, inner, property.scoped, place)?;
        Some(match place.graph {
            Some(graph) if property.container == Container::Graph => Node::Blank(graph),
            _ => node,
        })
    }

    /// Makes the quads of a list: a chain of nodes, each with one item.
    fn list(
        &mut self,
        value: usize,
        target: Target<'_>,
        inner: &Arc<Active>,
        place: Place,
    ) -> Option<()> {
        self.count_value(place)?;
        let tape = self.tape;
        if matches!(tape.token(value), Token::Null) {
            return Some(());
        }
        let (mut from, mut link) = (target.subject, target.predicate);
        for item in tape.items(value) {
            match tape.token(item) {
                Token::Null => continue,
                Token::Array { .. } => return None,
                _ => {}
            }
            let cell = Node::Blank(self.quads.fresh_blank());
            self.quads.link(from, link, cell, place.graph)?;
            let cell = self.quads.subject(cell)?;
            let first = Target {
                subject: cell,
                predicate: FIRST,
                property: target.property,
            };
            self.value(item, first, inner, place.below())?;
            (from, link) = (cell, REST);
        }
        let nil = self.quads.node(NIL)?;
        self.quads.link(from, link, nil, place.graph)
    }
}

/// The IRI of a word that only a vocabulary for all words gives a meaning.
pub(super) fn in_vocab(word: &str, active: &Active) -> Option<String> {
    let plain = !word.is_empty() && !word.starts_with('@') && !word.contains(':');
    let iri = format!("{}{word}", active.vocab.filter(|_| plain)?);
    super::literal::is_absolute(&iri).then_some(iri)
}

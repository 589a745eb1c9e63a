//! Deserialisation to RDF (JSON-LD 1.1 API, section 7): expanded nodes as statements.

mod literal;

pub(crate) use literal::has_one_form;

use std::collections::HashMap;

use crate::canonical::rdfc::{Quad, Term};

use super::context::Text;
use super::error::{ErrorCode, LinkedError, Loss, invalid};
use super::iri;
use super::item::{Id, Item, ListObject, Node};
use super::processor::Processor;

const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const FIRST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#first";
const REST: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest";
const NIL: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";

impl<'a> Processor<'a> {
    /// Turns an expanded document into statements, the blank nodes numbered as they come.
    pub(super) fn quads(&mut self, items: &[Item<'a>]) -> Result<Vec<Quad>, LinkedError> {
        let mut writer = Writer {
            processor: self,
            quads: Vec::new(),
            numbers: HashMap::new(),
            blanks: 0,
            indexes: HashMap::new(),
        };
        writer.nodes(items, Graph::Default)?;
        Ok(writer.quads)
    }
}

/// The graph that statements go to.
#[derive(Clone, Copy)]
enum Graph<'g> {
    Default,
    Named(&'g Term),
    /// Its name cannot be written, so nothing in it can.
    Unnameable,
}

struct Writer<'p, 'a> {
    processor: &'p mut Processor<'a>,
    quads: Vec<Quad>,
    numbers: HashMap<Text, usize>,
    blanks: usize,
    indexes: HashMap<(Term, Option<Term>), &'a str>,
}

impl<'a> Writer<'_, 'a> {
    /// Writes what a graph holds: only nodes have something to say there.
    fn nodes(&mut self, items: &[Item<'a>], graph: Graph<'_>) -> Result<(), LinkedError> {
        for item in items {
            let node = item.as_node().filter(|node| !node.says_nothing());
            match node {
                Some(node) => drop(self.node(node, graph)?),
                None => {
                    let loss = || Loss::Dropped("what says nothing in a graph");
                    self.processor.lost::<()>(loss)?;
                }
            }
        }
        Ok(())
    }

    /// Writes a node and all that hangs on it; answers with its name, where it has one that can be written.
    fn node(&mut self, node: &Node<'a>, graph: Graph<'_>) -> Result<Option<Term>, LinkedError> {
        let subject = match &node.id {
            Id::Absent => Some(self.blank()),
            Id::Null => None,
            Id::Is(id) => self.name(id),
        };
        self.check_index(node, subject.as_ref(), graph)?;
        for name in node.types.iter().flatten() {
            let object = self.name(name);
            self.state(subject.as_ref(), TYPE, object, graph)?;
        }
        for (property, items) in &node.properties {
            for item in items {
                let object = self.object(item, graph)?;
                self.state_property(subject.as_ref(), property, object, graph)?;
            }
        }
        for (property, items) in &node.reverse {
            for item in items {
                let other = self.object(item, graph)?;
                let object = subject.clone();
                self.state_property(other.as_ref(), property, object, graph)?;
            }
        }
        self.nodes(node.included.as_deref().unwrap_or_default(), graph)?;
        let inner = match &subject {
            Some(name) => Graph::Named(name),
            None => Graph::Unnameable,
        };
        self.nodes(node.graph.as_deref().unwrap_or_default(), inner)?;
        Ok(subject)
    }

    /// One node cannot have two indexes in one graph.
    fn check_index(
        &mut self,
        node: &Node<'a>,
        subject: Option<&Term>,
        graph: Graph<'_>,
    ) -> Result<(), LinkedError> {
        let (Some(index), Some(subject)) = (node.index, subject) else {
            return Ok(());
        };
        let graph = match graph {
            Graph::Named(name) => Some(name.clone()),
            Graph::Default | Graph::Unnameable => None,
        };
        match self.indexes.insert((subject.clone(), graph), index) {
            Some(other) if other != index => Err(invalid(ErrorCode::ConflictingIndexes, index)),
            _ => Ok(()),
        }
    }

    fn object(&mut self, item: &Item<'a>, graph: Graph<'_>) -> Result<Option<Term>, LinkedError> {
        match item {
            Item::Node(node) => self.node(node, graph),
            Item::List(list) => self.list(list, graph).map(Some),
            Item::Value(value) => self.literal(value, graph),
        }
    }

    fn list(&mut self, list: &ListObject<'a>, graph: Graph<'_>) -> Result<Term, LinkedError> {
        let nil = Term::Iri(NIL.to_owned());
        let places: Vec<Term> = list.items.iter().map(|_| self.blank()).collect();
        for (index, item) in list.items.iter().enumerate() {
            let object = self.object(item, graph)?;
            let next = places.get(index + 1).unwrap_or(&nil).clone();
            self.state(Some(&places[index]), FIRST, object, graph)?;
            self.state(Some(&places[index]), REST, Some(next), graph)?;
        }
        Ok(places.into_iter().next().unwrap_or(nil))
    }

    fn state_property(
        &mut self,
        subject: Option<&Term>,
        property: &str,
        object: Option<Term>,
        graph: Graph<'_>,
    ) -> Result<(), LinkedError> {
        if iri::is_well_formed(property) {
            return self.state(subject, property, object, graph);
        }
        // A blank node as property is generalized RDF, which cannot be written.
        let loss = || Loss::UndefinedTerm(property.to_owned());
        self.processor.lost::<()>(loss).map(drop)
    }

    /// Adds a statement if all its parts can be written.
    fn state(
        &mut self,
        subject: Option<&Term>,
        predicate: &str,
        object: Option<Term>,
        graph: Graph<'_>,
    ) -> Result<(), LinkedError> {
        let (Some(subject), Some(object)) = (subject, object) else {
            return Ok(());
        };
        let graph = match graph {
            Graph::Default => None,
            Graph::Named(name) => Some(name.clone()),
            Graph::Unnameable => return Ok(()),
        };
        let work = &mut self.processor.work;
        work.quad()?;
        for part in [Some(subject), Some(&object), graph.as_ref()] {
            if let Some(Term::Iri(text) | Term::Literal(text)) = part {
                work.text(text)?;
            }
        }
        work.text(predicate)?;
        self.quads.push(Quad {
            subject: subject.clone(),
            predicate: predicate.to_owned(),
            object,
            graph,
        });
        Ok(())
    }

    fn blank(&mut self) -> Term {
        self.blanks += 1;
        Term::Blank(self.blanks - 1)
    }

    fn name(&mut self, id: &Text) -> Option<Term> {
        if id.starts_with("_:") {
            if let Some(number) = self.numbers.get(id) {
                return Some(Term::Blank(*number));
            }
            self.numbers.insert(Text::clone(id), self.blanks);
            return Some(self.blank());
        }
        iri::is_well_formed(id).then(|| Term::Iri(id.to_string()))
    }
}

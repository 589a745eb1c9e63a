//! The quads of a document, in one buffer of text that is already in the form of N-Quads.

use std::ops::Range;

use crate::canonical::limits::MOST_QUADS;
use crate::canonical::rdfc;

/// A node, as the object of a statement or as what others hang on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Node {
    /// The place of `<iri> ` in the buffer.
    Iri(Span),
    Blank(u32),
}

/// The number of an object of the document as a subject: what is said of it mostly comes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subject(u32);

impl Subject {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A piece of the buffer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A statement. Its graph is the default one or has a blank name, because no other can be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quad {
    pub(super) subject: Subject,
    /// `<predicate> `, and `object ` behind it unless that is blank.
    body: Span,
    pub(super) blank_object: Option<u32>,
    pub(super) graph: Option<u32>,
}

/// More text than an honest document can become. A long identifier stands in every line about it.
const MOST_TEXT: usize = 16 * 1024 * 1024;

#[derive(Debug, Default)]
pub(super) struct Quads {
    text: String,
    pub(super) list: Vec<Quad>,
    subjects: Vec<Node>,
    pub(super) blanks: u32,
    /// How long all lines together will be, or nearly so.
    length: usize,
}

impl Quads {
    pub(super) fn new() -> Self {
        Self {
            text: String::with_capacity(12 * 1024),
            list: Vec::with_capacity(96),
            subjects: Vec::with_capacity(32),
            blanks: 0,
            length: 0,
        }
    }

    pub(super) fn fresh_blank(&mut self) -> u32 {
        self.blanks += 1;
        self.blanks - 1
    }

    /// Makes a node something that is spoken of.
    pub(super) fn subject(&mut self, node: Node) -> Option<Subject> {
        let number = u32::try_from(self.subjects.len()).ok()?;
        self.subjects.push(node);
        Some(Subject(number))
    }

    pub(super) fn subjects(&self) -> impl Iterator<Item = Node> {
        self.subjects.iter().copied()
    }

    pub(super) fn node_of(&self, subject: Subject) -> Node {
        self.subjects[subject.index()]
    }

    /// The blank nodes that a statement mentions.
    pub(super) fn blanks_of(&self, quad: &Quad) -> impl Iterator<Item = u32> + use<> {
        let subject = match self.node_of(quad.subject) {
            Node::Blank(node) => Some(node),
            Node::Iri(_) => None,
        };
        let object = quad.blank_object.into_iter();
        subject.into_iter().chain(object).chain(quad.graph)
    }

    /// Writes something behind what there is, and tells where it stands.
    fn write(&mut self, write: impl FnOnce(&mut String) -> Option<()>) -> Option<Span> {
        let start = self.text.len();
        write(&mut self.text)?;
        Some(Span {
            start: u32::try_from(start).ok()?,
            end: u32::try_from(self.text.len()).ok()?,
        })
    }

    /// Writes `<iri> `; the caller has seen to it that the IRI is one.
    pub(super) fn node(&mut self, iri: &str) -> Option<Node> {
        self.write(|text| {
            push_iri(text, iri);
            Some(())
        })
        .map(Node::Iri)
    }

    /// Adds a statement whose object is a node.
    pub(super) fn link(
        &mut self,
        subject: Subject,
        predicate: &str,
        object: Node,
        graph: Option<u32>,
    ) -> Option<()> {
        let (iri, blank_object) = match object {
            Node::Iri(span) => (Some(span), None),
            Node::Blank(node) => (None, Some(node)),
        };
        let body = self.write(|text| {
            push_iri(text, predicate);
            if let Some(span) = iri {
                text.extend_from_within(span.range());
            }
            Some(())
        })?;
        self.add(Quad {
            subject,
            body,
            blank_object,
            graph,
        })
    }

    /// Adds a statement whose object is what `write` writes, without the space behind it.
    pub(super) fn say(
        &mut self,
        subject: Subject,
        predicate: &str,
        graph: Option<u32>,
        write: impl FnOnce(&mut String) -> Option<()>,
    ) -> Option<()> {
        let body = self.write(|text| {
            push_iri(text, predicate);
            write(text)?;
            text.push(' ');
            Some(())
        })?;
        self.add(Quad {
            subject,
            body,
            blank_object: None,
            graph,
        })
    }

    fn add(&mut self, quad: Quad) -> Option<()> {
        let subject = match self.node_of(quad.subject) {
            Node::Iri(span) => span.range().len(),
            Node::Blank(_) => 0,
        };
        self.length += subject + quad.body.range().len() + 32;
        self.list.push(quad);
        (self.list.len() <= MOST_QUADS && self.length <= MOST_TEXT).then_some(())
    }

    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn iri(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    pub(super) fn body(&self, quad: &Quad) -> &str {
        &self.text[quad.body.range()]
    }

    /// Writes one line, naming blank nodes as told.
    pub(super) fn line(&self, quad: &Quad, line: &mut String, name: impl Fn(&mut String, u32)) {
        match self.node_of(quad.subject) {
            Node::Iri(span) => line.push_str(self.iri(span)),
            Node::Blank(node) => name(line, node),
        }
        line.push_str(self.body(quad));
        if let Some(node) = quad.blank_object {
            name(line, node);
        }
        if let Some(node) = quad.graph {
            name(line, node);
        }
        line.push_str(".\n");
    }

    /// The same for the general canonicaliser, which takes the documents whose blank nodes look alike.
    pub(super) fn general(&self) -> Vec<rdfc::Quad> {
        let iri = |text: &str| text.trim_matches(['<', '>']).to_owned();
        let blank = |node: u32| rdfc::Term::Blank(node as usize);
        let general = |quad: &Quad| {
            let (predicate, object) = self.body(quad).split_once(' ').unwrap_or_default();
            let object = object.strip_suffix(' ').unwrap_or_default();
            rdfc::Quad {
                subject: match self.node_of(quad.subject) {
                    Node::Iri(span) => rdfc::Term::Iri(iri(self.iri(span).trim_end())),
                    Node::Blank(node) => blank(node),
                },
                predicate: iri(predicate),
                object: match quad.blank_object {
                    Some(node) => blank(node),
                    None if object.starts_with('<') => rdfc::Term::Iri(iri(object)),
                    None => rdfc::Term::Literal(object.to_owned()),
                },
                graph: quad.graph.map(blank),
            }
        };
        self.list.iter().map(general).collect()
    }
}

fn push_iri(text: &mut String, iri: &str) {
    text.push('<');
    text.push_str(iri);
    text.push_str("> ");
}

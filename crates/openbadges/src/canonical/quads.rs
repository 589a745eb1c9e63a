//! From JSON-LD text to quads, refusing every quad that shows data that would have been lost.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{GraphName, NamedNode, NamedOrBlankNode};

use super::preflight::{BASE, RELATIVE, UNDEFINED};
use super::rdfc::{Quad, Term, literal};
use super::scoped::is_reserved;
use super::{CanonicalError, ContextLookup};

/// The most quads that are looked at.
const MOST_QUADS: usize = 200_000;

pub(super) fn of_json_ld(text: &str, lookup: ContextLookup) -> Result<Vec<Quad>, CanonicalError> {
    // The processor has assertions about its own state. Should a document ever break one, that
    // document is refused, and nothing else happens.
    catch_unwind(AssertUnwindSafe(|| parse(text, lookup))).unwrap_or_else(|_| {
        Err(CanonicalError::InvalidJsonLd(
            "the JSON-LD processor gave up".to_owned(),
        ))
    })
}

fn parse(text: &str, lookup: ContextLookup) -> Result<Vec<Quad>, CanonicalError> {
    // Lenient means: quads with a malformed IRI are shown to us instead of being left out.
    let parser = JsonLdParser::new()
        .lenient()
        .with_base_iri(BASE)
        .map_err(|error| CanonicalError::InvalidJsonLd(error.to_string()))?
        .for_slice(text)
        .with_load_document_callback(move |url, _| {
            let text = lookup(url).ok_or_else(|| format!("the context {url} is not known"))?;
            Ok(JsonLdRemoteDocument {
                document: text.into(),
                document_url: url.to_owned(),
            })
        });
    let mut converter = Converter::default();
    let mut quads = Vec::new();
    for quad in parser {
        let quad = quad.map_err(|error| CanonicalError::InvalidJsonLd(error.to_string()))?;
        if is_added_type(&quad) {
            continue;
        }
        quads.push(converter.quad(&quad)?);
        if quads.len() > MOST_QUADS {
            return Err(CanonicalError::TooComplex);
        }
    }
    Ok(quads)
}

/// Numbers the blank nodes and checks the names of everything else.
#[derive(Default)]
struct Converter {
    blank_nodes: HashMap<String, usize>,
}

impl Converter {
    fn quad(&mut self, quad: &oxrdf::Quad) -> Result<Quad, CanonicalError> {
        Ok(Quad {
            // The predicate first: its name tells most about what is wrong.
            predicate: iri(&quad.predicate)?,
            subject: self.node(&quad.subject)?,
            object: match &quad.object {
                oxrdf::Term::NamedNode(node) => Term::Iri(iri(node)?),
                oxrdf::Term::BlankNode(node) => self.blank(node.as_str()),
                oxrdf::Term::Literal(value) => literal_term(value)?,
            },
            graph: match &quad.graph_name {
                GraphName::NamedNode(node) => Some(Term::Iri(iri(node)?)),
                GraphName::BlankNode(node) => Some(self.blank(node.as_str())),
                GraphName::DefaultGraph => None,
            },
        })
    }

    fn node(&mut self, node: &NamedOrBlankNode) -> Result<Term, CanonicalError> {
        Ok(match node {
            NamedOrBlankNode::NamedNode(node) => Term::Iri(iri(node)?),
            NamedOrBlankNode::BlankNode(node) => self.blank(node.as_str()),
        })
    }

    fn blank(&mut self, label: &str) -> Term {
        let next = self.blank_nodes.len();
        Term::Blank(*self.blank_nodes.entry(label.to_owned()).or_insert(next))
    }
}

/// The document itself cannot name such a type: the preflight refuses that.
fn is_added_type(quad: &oxrdf::Quad) -> bool {
    quad.predicate == oxrdf::vocab::rdf::TYPE
        && matches!(&quad.object, oxrdf::Term::NamedNode(node) if is_reserved(node.as_str()))
}

fn literal_term(value: &oxrdf::Literal) -> Result<Term, CanonicalError> {
    // Language tags are compared without regard to case; the lower case is what others sign.
    let language = value.language().map(str::to_ascii_lowercase);
    let datatype = iri(&value.datatype().into_owned())?;
    Ok(literal(value.value(), &datatype, language.as_deref()))
}

fn iri(node: &NamedNode) -> Result<String, CanonicalError> {
    let text = node.as_str();
    if let Some(term) = text.strip_prefix(UNDEFINED) {
        return Err(CanonicalError::UndefinedTerm {
            term: term.to_owned(),
        });
    }
    if text.starts_with(RELATIVE) {
        let iri = text.strip_prefix(BASE).unwrap_or(text).to_owned();
        return Err(CanonicalError::RelativeIri { iri });
    }
    if !is_absolute(text) {
        return Err(CanonicalError::RelativeIri {
            iri: text.to_owned(),
        });
    }
    Ok(text.to_owned())
}

/// A scheme, and nothing that could not stand between the angle brackets of N-Quads.
fn is_absolute(iri: &str) -> bool {
    let Some((scheme, _)) = iri.split_once(':') else {
        return false;
    };
    let mut letters = scheme.bytes();
    letters
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic())
        && letters.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !iri
            .chars()
            .any(|c| c <= ' ' || c.is_whitespace() || "<>\"{}|\\^`\u{7f}".contains(c))
}

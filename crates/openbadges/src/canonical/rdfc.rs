//! RDF Dataset Canonicalization (RDFC-1.0): names for blank nodes that depend on nothing but the data.

mod degree;
mod n_quads;

use std::collections::BTreeMap;

pub use n_quads::{MalformedNQuads, literal, parse_n_quads};

use degree::{Issuer, NDegree};
pub(crate) use n_quads::{escape, write_quad};
use sha2::{Digest, Sha256, Sha384};

/// A subject, an object or the name of a graph.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// An IRI, without the angle brackets.
    Iri(String),
    /// A blank node, by a number that means nothing outside its dataset.
    Blank(usize),
    /// A literal as canonical N-Quads write it; see [`literal`].
    Literal(String),
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quad {
    /// What the statement is about: an IRI or a blank node.
    pub subject: Term,
    /// The property, as IRI.
    pub predicate: String,
    /// The value.
    pub object: Term,
    /// The graph that the statement belongs to; `None` is the default graph.
    pub graph: Option<Term>,
}

/// The hash that orders the blank nodes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hash {
    /// What all suites with Ed25519 and P-256 keys use.
    #[default]
    Sha256,
    /// What suites with P-384 keys use.
    Sha384,
}

impl Hash {
    fn hex(self, text: &str) -> String {
        match self {
            Self::Sha256 => hex::encode(Sha256::digest(text)),
            Self::Sha384 => hex::encode(Sha384::digest(text)),
        }
    }
}

/// The data is made to keep a canonicaliser busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the graph of blank nodes is too complex")]
pub struct TooComplex;

/// A canonical dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// The sorted lines.
    pub n_quads: String,
    /// The number in `c14n0`, `c14n1`, … of each blank node, by its number in the input.
    pub labels: BTreeMap<usize, usize>,
    /// How much there was to compare before nodes that look alike were told apart; none in most documents.
    pub work: usize,
}

/// More text than an honest document can become: a long identifier stands in every line about it.
const MOST_TEXT: usize = 16 * 1024 * 1024;

/// Brings quads into canonical form.
pub fn canonicalize(quads: &[Quad], hash: Hash) -> Result<Canonical, TooComplex> {
    if quads.iter().map(length).sum::<usize>() > MOST_TEXT {
        return Err(TooComplex);
    }
    let mut unique: Vec<&Quad> = quads.iter().collect();
    unique.sort_unstable();
    unique.dedup();
    let graph = Graph::new(unique, hash);
    let (labels, work) = label(&graph)?;
    let mut lines: Vec<String> = graph
        .quads
        .iter()
        .map(|quad| {
            let name = |node| format!("_:c14n{}", labels.number(node).unwrap_or_default());
            write_quad(quad, name)
        })
        .collect();
    lines.sort_unstable();
    Ok(Canonical {
        n_quads: lines.concat(),
        labels: labels.into_numbers(),
        work,
    })
}

/// About how long the line of a quad is.
fn length(quad: &Quad) -> usize {
    let term = |term: &Term| match term {
        Term::Iri(text) | Term::Literal(text) => text.len(),
        Term::Blank(_) => 0,
    };
    let graph = quad.graph.as_ref().map_or(0, term);
    32 + term(&quad.subject) + quad.predicate.len() + term(&quad.object) + graph
}

/// The quads with what is asked about each blank node again and again.
struct Graph<'a> {
    quads: Vec<&'a Quad>,
    /// For each blank node the quads that mention it.
    mentions: BTreeMap<usize, Vec<usize>>,
    first_degree: BTreeMap<usize, String>,
    hash: Hash,
}

impl<'a> Graph<'a> {
    fn new(quads: Vec<&'a Quad>, hash: Hash) -> Self {
        let mut mentions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, quad) in quads.iter().enumerate() {
            for (_, node) in blank_nodes(quad) {
                let list = mentions.entry(node).or_default();
                if list.last() != Some(&index) {
                    list.push(index);
                }
            }
        }
        let mut graph = Self {
            quads,
            mentions,
            first_degree: BTreeMap::new(),
            hash,
        };
        graph.first_degree = graph
            .mentions
            .keys()
            .map(|node| (*node, graph.hash_first_degree(*node)))
            .collect();
        graph
    }

    /// Hashes the quads around one node, in which it is `_:a` and all others are `_:z`.
    fn hash_first_degree(&self, node: usize) -> String {
        let name = |other| {
            if other == node {
                "_:a".to_owned()
            } else {
                "_:z".to_owned()
            }
        };
        let mut lines: Vec<_> = self
            .around(node)
            .map(|quad| write_quad(quad, name))
            .collect();
        lines.sort_unstable();
        self.hash.hex(&lines.concat())
    }

    fn around(&self, node: usize) -> impl Iterator<Item = &'a Quad> {
        self.mentions
            .get(&node)
            .into_iter()
            .flatten()
            .map(|index| self.quads[*index])
    }
}

/// The blank nodes of a quad, each with the letter of its position.
fn blank_nodes(quad: &Quad) -> impl Iterator<Item = (char, usize)> {
    [
        ('s', Some(&quad.subject)),
        ('o', Some(&quad.object)),
        ('g', quad.graph.as_ref()),
    ]
    .into_iter()
    .filter_map(|(position, term)| match term {
        Some(Term::Blank(node)) => Some((position, *node)),
        _ => None,
    })
}

/// Numbers the blank nodes: by their first hash where it is unlike all others, else by comparing
/// what lies around them.
fn label(graph: &Graph<'_>) -> Result<(Issuer, usize), TooComplex> {
    let mut by_hash: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (node, hash) in &graph.first_degree {
        by_hash.entry(hash).or_default().push(*node);
    }
    let mut canonical = Issuer::default();
    let (unique, tied): (Vec<_>, Vec<_>) =
        by_hash.into_values().partition(|nodes| nodes.len() == 1);
    for nodes in unique {
        nodes.into_iter().for_each(|node| canonical.issue(node));
    }
    let mut work = NDegree::new(graph);
    for nodes in tied {
        let mut paths = Vec::new();
        for node in nodes {
            if canonical.number(node).is_some() {
                continue;
            }
            let mut issuer = Issuer::default();
            issuer.issue(node);
            paths.push(work.hash(node, issuer, &canonical)?);
        }
        paths.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, issuer) in paths {
            issuer.in_order().for_each(|node| canonical.issue(node));
        }
    }
    Ok((canonical, work.spent()))
}

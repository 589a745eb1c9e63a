//! The statements of a document under labels that tell nothing, and which of them a part of the document makes.

use std::collections::{BTreeMap, BTreeSet};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::selection::{NoSuchPart, select};
use super::skolem::Skolemised;
use super::value::node_name;
use crate::canonical::CanonicalError;
use crate::canonical::rdfc::{self, Hash, Quad, Term, parse_n_quads, write_quad};

/// A way to bring documents into canonical N-Quads, as [`canonicalize_with`](crate::canonical::canonicalize_with) has it.
pub type Canonicalize<'c> = dyn Fn(&Value) -> Result<String, CanonicalError> + 'c;

/// Why the statements of a document, or of a part of it, cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementsError {
    /// The document has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A JSON pointer leads nowhere.
    #[error(transparent)]
    Pointer(#[from] NoSuchPart),
    /// Something without an id cannot be found again in a part of the document, such as one element of a list.
    #[error(
        "a part of the document cannot be told from the rest: give objects ids, and show lists whole"
    )]
    Indistinct,
}

/// The sorted statements of a document, with its blank nodes under secret labels (sections 3.3 and 3.4).
pub struct Statements<'c> {
    lines: Vec<String>,
    labels: BTreeMap<usize, [u8; 32]>,
    /// The graph without address in which something is the subject, `None` if it is in several.
    graphs: BTreeMap<Term, Option<usize>>,
    /// The blank nodes that have no address, such as those that hold the elements of a list: by what leads to them,
    /// `None` if that leads to several.
    ends: BTreeMap<(Term, String), Option<usize>>,
    skolemised: Skolemised,
    canonicalize: &'c Canonicalize<'c>,
}

/// The statements that a part of a document makes.
pub(super) struct Part {
    /// Where they stand among all.
    pub(super) indexes: BTreeSet<usize>,
    /// For each canonical number of a blank node in the part alone, its label.
    pub(super) label_map: BTreeMap<usize, [u8; 32]>,
}

impl<'c> Statements<'c> {
    /// Makes the statements of a document without its proof.
    pub fn of(
        document: &Value,
        hmac_key: &[u8; 32],
        canonicalize: &'c Canonicalize<'c>,
    ) -> Result<Self, StatementsError> {
        let expected = canonicalize(document)?;
        let skolemised = Skolemised::new(document);
        let after = skolemised.after();
        let quads = read(&canonicalize(&skolemised.document)?)?
            .into_iter()
            .map(|quad| skolemised.undo(quad, &|node| Some(after + node)))
            .collect::<Option<Vec<_>>>()
            .ok_or(StatementsError::Indistinct)?;
        let canonical = canonical(&quads)?;
        if canonical.n_quads != expected {
            return Err(StatementsError::Indistinct);
        }
        let labels = canonical
            .labels
            .iter()
            .map(|(node, number)| (*node, label(hmac_key, *number)))
            .collect();
        let mut lines: Vec<_> = quads.iter().map(|quad| line(quad, &labels)).collect();
        lines.sort_unstable();
        Ok(Self {
            lines,
            graphs: graphs(&quads),
            ends: ends(&quads, after),
            labels,
            skolemised,
            canonicalize,
        })
    }

    /// The statements, one a line of N-Quads with its line feed.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// The indexes of the statements in which the parts at these JSON pointers consist; none without pointers.
    pub fn select<P: AsRef<str>>(
        &self,
        pointers: &[P],
    ) -> Result<BTreeSet<usize>, StatementsError> {
        self.part(pointers).map(|part| part.indexes)
    }

    pub(super) fn part<P: AsRef<str>>(&self, pointers: &[P]) -> Result<Part, StatementsError> {
        if pointers.is_empty() {
            return Ok(Part {
                indexes: BTreeSet::new(),
                label_map: BTreeMap::new(),
            });
        }
        let quads = self.quads_of(&select(&self.skolemised.document, pointers)?)?;
        let indexes = quads
            .iter()
            .map(|quad| self.lines.binary_search(&line(quad, &self.labels)).ok())
            .collect::<Option<_>>()
            .ok_or(StatementsError::Indistinct)?;
        let label_map = canonical(&quads)?
            .labels
            .iter()
            .filter_map(|(node, number)| Some((*number, *self.labels.get(node)?)))
            .collect();
        Ok(Part { indexes, label_map })
    }

    /// The statements of a part, with its blank nodes numbered as in the whole.
    fn quads_of(&self, part: &Value) -> Result<Vec<Quad>, StatementsError> {
        let quads = read(&(self.canonicalize)(part)?)?;
        let mut known = self.graphs_of(&quads)?;
        self.follow(&quads, &mut known);
        quads
            .into_iter()
            .map(|quad| {
                self.skolemised
                    .undo(quad, &|node| known.get(&node).copied())
            })
            .collect::<Option<_>>()
            .ok_or(StatementsError::Indistinct)
    }

    /// The graphs of a part, which have no address: they are known by the things that they are about.
    fn graphs_of(&self, quads: &[Quad]) -> Result<BTreeMap<usize, usize>, StatementsError> {
        let mut known = BTreeMap::new();
        for quad in quads {
            let Some(Term::Blank(graph)) = quad.graph else {
                continue;
            };
            let subject = self.skolemised.undo_term(quad.subject.clone(), &|_| None);
            let whole = subject.and_then(|subject| *self.graphs.get(&subject)?);
            if let Some(whole) = whole
                && known
                    .insert(graph, whole)
                    .is_some_and(|known| known != whole)
            {
                return Err(StatementsError::Indistinct);
            }
        }
        Ok(known)
    }

    /// Finds the other nodes without address in the whole, from what leads to them: the elements of a list, each
    /// from the one before.
    fn follow(&self, quads: &[Quad], known: &mut BTreeMap<usize, usize>) {
        let mut leads: BTreeMap<&Term, Vec<(&str, usize)>> = BTreeMap::new();
        for quad in quads {
            if let Term::Blank(node) = quad.object {
                let from = leads.entry(&quad.subject).or_default();
                from.push((&quad.predicate, node));
            }
        }
        let mut reached: Vec<Term> = leads.keys().map(|subject| (*subject).clone()).collect();
        reached
            .retain(|subject| !matches!(subject, Term::Blank(node) if !known.contains_key(node)));
        while let Some(subject) = reached.pop() {
            let Some(whole) = self
                .skolemised
                .undo_term(subject.clone(), &|node| known.get(&node).copied())
            else {
                continue;
            };
            for (predicate, node) in leads.remove(&subject).unwrap_or_default() {
                let end = self.ends.get(&(whole.clone(), predicate.to_owned()));
                if let Some(Some(end)) = end {
                    known.entry(node).or_insert(*end);
                    reached.push(Term::Blank(node));
                }
            }
        }
    }
}

/// Statements that were just written cannot be malformed; were they, nothing could be found in them.
fn read(n_quads: &str) -> Result<Vec<Quad>, StatementsError> {
    parse_n_quads(n_quads)
        .map(|(quads, _)| quads)
        .map_err(|_| StatementsError::Indistinct)
}

fn canonical(quads: &[Quad]) -> Result<rdfc::Canonical, CanonicalError> {
    rdfc::canonicalize(quads, Hash::Sha256).map_err(|rdfc::TooComplex| CanonicalError::TooComplex)
}

/// Where the nodes from the number `after` on are the objects.
fn ends(quads: &[Quad], after: usize) -> BTreeMap<(Term, String), Option<usize>> {
    let mut ends = BTreeMap::new();
    for quad in quads {
        if let Term::Blank(node) = quad.object
            && node >= after
        {
            ends.entry((quad.subject.clone(), quad.predicate.clone()))
                .and_modify(|end| *end = None)
                .or_insert(Some(node));
        }
    }
    ends
}

fn graphs(quads: &[Quad]) -> BTreeMap<Term, Option<usize>> {
    let mut graphs = BTreeMap::new();
    for quad in quads {
        if let Some(Term::Blank(graph)) = quad.graph {
            graphs
                .entry(quad.subject.clone())
                .and_modify(|known: &mut Option<usize>| {
                    *known = known.filter(|known| *known == graph);
                })
                .or_insert(Some(graph));
        }
    }
    graphs
}

/// HMAC-SHA-256 of the canonical name, without the `_:`.
fn label(key: &[u8; 32], number: usize) -> [u8; 32] {
    // A key shorter than a block of the hash is filled up with zeros (RFC 2104).
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut hmac = Hmac::<Sha256>::new(&block.into());
    hmac.update(format!("c14n{number}").as_bytes());
    hmac.finalize().into_bytes().into()
}

fn line(quad: &Quad, labels: &BTreeMap<usize, [u8; 32]>) -> String {
    write_quad(quad, |node| {
        labels.get(&node).map(node_name).unwrap_or_default()
    })
}

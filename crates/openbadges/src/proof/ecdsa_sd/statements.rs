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
    /// A thing without an id is written in a way in which it cannot be found again in a part of the document.
    #[error("a part of the document cannot be told from the rest: give its objects ids")]
    Indistinct,
}

/// The sorted statements of a document, with its blank nodes under secret labels (sections 3.3 and 3.4).
pub struct Statements<'c> {
    lines: Vec<String>,
    labels: BTreeMap<usize, [u8; 32]>,
    /// The graph in which a blank node is the subject.
    graphs: BTreeMap<usize, usize>,
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
            graphs: quads.iter().filter_map(graph_of).collect(),
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
        // Graphs have no address. They are known by what they say.
        let mut graphs = BTreeMap::new();
        for quad in &quads {
            if let (Term::Iri(subject), Some(Term::Blank(graph))) = (&quad.subject, &quad.graph) {
                let whole = self
                    .skolemised
                    .number(subject)
                    .and_then(|subject| self.graphs.get(&subject))
                    .ok_or(StatementsError::Indistinct)?;
                if graphs
                    .insert(*graph, *whole)
                    .is_some_and(|known| known != *whole)
                {
                    return Err(StatementsError::Indistinct);
                }
            }
        }
        quads
            .into_iter()
            .map(|quad| {
                self.skolemised
                    .undo(quad, &|node| graphs.get(&node).copied())
            })
            .collect::<Option<_>>()
            .ok_or(StatementsError::Indistinct)
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

fn graph_of(quad: &Quad) -> Option<(usize, usize)> {
    match (&quad.subject, &quad.graph) {
        (Term::Blank(subject), Some(Term::Blank(graph))) => Some((*subject, *graph)),
        _ => None,
    }
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

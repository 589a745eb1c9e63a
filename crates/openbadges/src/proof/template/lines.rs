//! Canonical lines with slots: sorted as far as possible beforehand, labelled and merged for each award.
//!
//! Lines are sorted by their subject first: the identifiers, and then the blank nodes by their labels. So the
//! lines of one subject stay together, and only three things depend on the values. A subject that is a slot
//! has to be put in its place. Blank nodes are labelled in the order of their hashes (RDFC-1.0 section 4.4,
//! where no two are equal), and some of these hashes change. And lines that differ in their slots only have
//! to be compared.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::Unfit;
use super::order::{Line, Piece, Sorted, sort};
use super::sought::{Sought, Subject};
use crate::canonical::rdfc::{Quad, Term};

/// The lines of one document, as far as they are known.
#[derive(Debug)]
pub(super) struct Lines {
    /// The subjects that are always the same, sorted, each with its lines.
    named: Vec<(String, Vec<Sorted>)>,
    /// The subjects that are slots.
    slots: Vec<(usize, Vec<Sorted>)>,
    /// The lines of each blank node.
    nodes: Vec<Vec<Sorted>>,
    hashes: Vec<NodeHash>,
    /// The labels of all blank nodes: `_:c14n0` and so on.
    labels: Vec<String>,
    /// The numbers of the labels in the order in which lines are sorted by them: 0, 1, 10, 11, 2, ….
    label_order: Vec<usize>,
    /// How many subjects, from the first, have nothing open in their lines.
    constant: usize,
    /// The hash of what these lines say, to go on from.
    begun: Sha256,
    /// About how long the lines are together.
    length: usize,
}

/// The hash that orders a blank node (RDFC-1.0 section 4.6).
#[derive(Debug)]
enum NodeHash {
    /// No slot comes into it.
    Constant([u8; 32]),
    /// Begun with what is always the same.
    Begun(Sha256, Vec<Sorted>),
}

/// What fills the pieces of a line.
struct Filling<'a> {
    slots: &'a [Cow<'a, str>],
    /// The label of each blank node.
    labels: Vec<&'a str>,
    /// The blank nodes in the order of the numbers in their labels.
    nodes: Vec<usize>,
}

impl Lines {
    /// Takes the quads of a document with marks in its slots.
    ///
    /// The error is the slot that is not a text of its own, or `None` if two blank nodes are alike.
    pub(super) fn compile(quads: &[Quad], sought: &Sought<'_>) -> Result<Self, Option<usize>> {
        let mut blocks: BTreeMap<Subject, (Line, Vec<Line>)> = BTreeMap::new();
        let mut around: BTreeMap<usize, Vec<Line>> = BTreeMap::new();
        let mut length = 0;
        for quad in quads {
            let (subject, rest) = sought.line(quad).map_err(Some)?;
            let mut line = subject.clone();
            line.extend(rest.0.iter().cloned());
            for node in blank_nodes(quad) {
                let nameless = line.0.iter().map(|piece| match piece {
                    Piece::Node(other) => {
                        Piece::Text(if *other == node { "_:a" } else { "_:z" }.to_owned())
                    }
                    other => other.clone(),
                });
                let mut hashed = Line::default();
                hashed.extend(nameless);
                around.entry(node).or_default().push(hashed);
            }
            length += line.0.iter().map(longest).sum::<usize>();
            let block = blocks.entry(sought.subject(quad)?);
            block.or_insert((subject, Vec::new())).1.push(rest);
        }
        let count = around.len();
        let mut label_order: Vec<usize> = (0..count).collect();
        label_order.sort_by_key(ToString::to_string);
        let mut lines = Self {
            named: Vec::new(),
            slots: Vec::new(),
            nodes: Vec::new(),
            hashes: around.into_values().map(NodeHash::new).collect(),
            labels: (0..count).map(|number| format!("_:c14n{number}")).collect(),
            label_order,
            constant: 0,
            begun: Sha256::new(),
            length,
        };
        lines.nodes.resize_with(count, Vec::new);
        for (subject, (written, rests)) in blocks {
            let sorted = sort(&written, rests);
            match subject {
                Subject::Named(iri) => lines.named.push((iri, sorted)),
                Subject::Slot(slot) => lines.slots.push((slot, sorted)),
                Subject::Node(node) => lines.nodes[node] = sorted,
            }
        }
        lines.begin();
        if lines.has_constant_tie() {
            return Err(None);
        }
        Ok(lines)
    }

    /// Hashes the first lines, as far as nothing is open in them.
    fn begin(&mut self) {
        for (_, sorted) in &self.named {
            let [Sorted::Known(line)] = sorted.as_slice() else {
                return;
            };
            let [Piece::Text(text)] = line.0.as_slice() else {
                return;
            };
            self.begun.update(text);
            self.constant += 1;
        }
    }

    fn has_constant_tie(&self) -> bool {
        let mut constant: Vec<&[u8; 32]> =
            self.hashes.iter().filter_map(NodeHash::constant).collect();
        constant.sort_unstable();
        constant.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// The SHA-256 of all lines.
    pub(super) fn hash(&self, slots: &[Cow<'_, str>]) -> Result<[u8; 32], Unfit> {
        let (places, filling) = (self.places(slots)?, self.label(slots)?);
        // A slot among the first lines spoils what was begun with.
        let skipped = match places.first() {
            Some((place, _)) if *place < self.constant => 0,
            _ => self.constant,
        };
        let lines = self.lines(skipped, &places, &filling)?;
        let hasher = if skipped == 0 {
            Sha256::new()
        } else {
            self.begun.clone()
        };
        Ok(hasher.chain_update(lines).finalize().into())
    }

    /// All lines.
    pub(super) fn write(&self, slots: &[Cow<'_, str>]) -> Result<Vec<u8>, Unfit> {
        self.lines(0, &self.places(slots)?, &self.label(slots)?)
    }

    /// Before which of the named subjects each subject that is a slot has its place.
    fn places(&self, slots: &[Cow<'_, str>]) -> Result<Vec<(usize, usize)>, Unfit> {
        let mut places = Vec::with_capacity(self.slots.len());
        for (index, (slot, _)) in self.slots.iter().enumerate() {
            let iri = slots[*slot].as_bytes();
            let bytes = |text: &str| compare_ended(text.as_bytes(), iri);
            let place = self
                .named
                .binary_search_by(|(named, _)| bytes(&named[..named.len() - 1]));
            match place {
                // Two parts of the document about the same thing: their lines would be mixed.
                Ok(_) => return Err(Unfit),
                Err(place) => places.push((place, index)),
            }
        }
        let iri = |index: usize| slots[self.slots[index].0].as_bytes();
        places.sort_unstable_by(|(_, a), (_, b)| compare_ended(iri(*a), iri(*b)));
        if places
            .windows(2)
            .any(|pair| iri(pair[0].1) == iri(pair[1].1))
        {
            return Err(Unfit);
        }
        Ok(places)
    }

    /// Names the blank nodes; unfit if two are alike.
    fn label<'a>(&'a self, slots: &'a [Cow<'a, str>]) -> Result<Filling<'a>, Unfit> {
        let mut filling = Filling {
            slots,
            labels: Vec::new(),
            nodes: Vec::new(),
        };
        let mut hashes = Vec::with_capacity(self.hashes.len());
        for (node, hash) in self.hashes.iter().enumerate() {
            hashes.push((hash.get(&filling), node));
        }
        hashes.sort_unstable();
        if hashes.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(Unfit);
        }
        filling.labels = vec![""; hashes.len()];
        for (label, (_, node)) in self.labels.iter().zip(&hashes) {
            filling.labels[*node] = label;
        }
        filling.nodes = hashes.into_iter().map(|(_, node)| node).collect();
        Ok(filling)
    }

    fn lines(
        &self,
        skipped: usize,
        places: &[(usize, usize)],
        filling: &Filling<'_>,
    ) -> Result<Vec<u8>, Unfit> {
        let mut out = Vec::with_capacity(self.length);
        let mut places = places.iter().peekable();
        for (place, (_, lines)) in self.named.iter().enumerate().skip(skipped) {
            while let Some((_, index)) = places.next_if(|(before, _)| *before <= place) {
                filling.write(&self.slots[*index].1, &mut out)?;
            }
            filling.write(lines, &mut out)?;
        }
        for (_, index) in places {
            filling.write(&self.slots[*index].1, &mut out)?;
        }
        for number in &self.label_order {
            filling.write(&self.nodes[filling.nodes[*number]], &mut out)?;
        }
        Ok(out)
    }
}

impl NodeHash {
    /// Takes the lines around a node, in which it is `_:a` and all others are `_:z`.
    fn new(lines: Vec<Line>) -> Self {
        let mut sorted = sort(&Line::default(), lines);
        let mut begun = Sha256::new();
        if let Some(Sorted::Known(line)) = sorted.first_mut()
            && let Some(Piece::Text(text)) = line.0.first()
        {
            begun.update(text);
            line.0.remove(0);
            if line.0.is_empty() {
                sorted.remove(0);
            }
        }
        if sorted.is_empty() {
            Self::Constant(begun.finalize().into())
        } else {
            Self::Begun(begun, sorted)
        }
    }

    fn constant(&self) -> Option<&[u8; 32]> {
        match self {
            Self::Constant(hash) => Some(hash),
            Self::Begun(..) => None,
        }
    }

    fn get(&self, filling: &Filling<'_>) -> [u8; 32] {
        match self {
            Self::Constant(hash) => *hash,
            Self::Begun(begun, sorted) => {
                let mut hasher = begun.clone();
                let mut rest = Vec::with_capacity(1024);
                filling.write_all(sorted, &mut rest);
                hasher.update(&rest);
                hasher.finalize().into()
            }
        }
    }
}

impl Filling<'_> {
    /// Writes lines; unfit if two of them are the same, because a graph has each only once.
    fn write(&self, lines: &[Sorted], out: &mut Vec<u8>) -> Result<(), Unfit> {
        if self.write_all(lines, out) {
            Err(Unfit)
        } else {
            Ok(())
        }
    }

    /// Writes lines and says whether two of them are the same.
    fn write_all(&self, lines: &[Sorted], out: &mut Vec<u8>) -> bool {
        let mut repeated = false;
        for sorted in lines {
            match sorted {
                Sorted::Known(line) => self.line(line, out),
                Sorted::Open(lines) => {
                    let mut written: Vec<Vec<u8>> = lines
                        .iter()
                        .map(|line| {
                            let mut text = Vec::new();
                            self.line(line, &mut text);
                            text
                        })
                        .collect();
                    written.sort_unstable();
                    repeated |= written.windows(2).any(|pair| pair[0] == pair[1]);
                    out.extend(written.iter().flatten());
                }
            }
        }
        repeated
    }

    fn line(&self, line: &Line, out: &mut Vec<u8>) {
        for piece in &line.0 {
            out.extend_from_slice(match piece {
                Piece::Text(text) => text.as_bytes(),
                Piece::Slot(slot) => self.slots[*slot].as_bytes(),
                Piece::Node(node) => self.labels[*node].as_bytes(),
            });
        }
    }
}

/// Compares two identifiers as lines compare them: by what stands in the brackets and the bracket that ends it.
fn compare_ended(one: &[u8], other: &[u8]) -> Ordering {
    let common = one.len().min(other.len());
    let ended = |iri: &[u8]| iri.get(common).copied().unwrap_or(b'>');
    one[..common]
        .cmp(&other[..common])
        .then_with(|| ended(one).cmp(&ended(other)))
}

/// The blank nodes that a quad mentions, each once.
fn blank_nodes(quad: &Quad) -> Vec<usize> {
    let mut nodes: Vec<usize> = [Some(&quad.subject), Some(&quad.object), quad.graph.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|term| match term {
            Term::Blank(node) => Some(*node),
            _ => None,
        })
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

/// How long a piece will hardly be exceeded.
fn longest(piece: &Piece) -> usize {
    match piece {
        Piece::Text(text) => text.len(),
        Piece::Slot(_) => 96,
        Piece::Node(_) => 8,
    }
}

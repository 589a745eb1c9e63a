//! Names for the blank nodes, and the sorted lines (RDFC-1.0).
//!
//! In nearly every document the first hash of each blank node, over the lines that mention it, is unlike
//! all others. Then the order of the hashes gives the names, and nothing else is needed. Documents with
//! nodes that look alike go to the general canonicaliser.

use std::cmp::Ordering;

use sha2::{Sha256, Sha384};

use super::quads::{Node, Quad, Quads};
use crate::canonical::rdfc::{self, Hash};

/// Names, sorts and writes the quads; also tells how much the general canonicaliser had to compare.
pub(super) fn canonical(mut quads: Quads, hash: Hash) -> Result<(String, usize), rdfc::TooComplex> {
    let Some(names) = names(&quads, hash) else {
        let canonical = rdfc::canonicalize(&quads.general(), hash)?;
        return Ok((canonical.n_quads, canonical.work));
    };
    sort(&mut quads, &names);
    let mut lines = String::with_capacity(quads.length());
    for quad in &quads.list {
        quads.line(quad, &mut lines, |line, node| {
            line.push_str(&names[node as usize]);
        });
    }
    Ok((lines, 0))
}

/// The names of the blank nodes, each with a space behind it; `None` if some look alike.
fn names(quads: &Quads, hash: Hash) -> Option<Vec<String>> {
    let mut mentions: Vec<(u32, u32)> = (0..)
        .zip(&quads.list)
        .flat_map(|(index, quad)| quads.blanks_of(quad).map(move |node| (node, index)))
        .collect();
    mentions.sort_unstable();
    mentions.dedup();
    let mut hashes = Vec::with_capacity(quads.blanks as usize);
    let mut scratch = Scratch::default();
    for around in mentions.chunk_by(|one, other| one.0 == other.0) {
        let around_quads = around.iter().map(|(_, index)| &quads.list[*index as usize]);
        let node = around[0].0;
        hashes.push((scratch.first_degree(quads, node, around_quads, hash), node));
    }
    hashes.sort_unstable();
    let alike = hashes.windows(2).any(|pair| pair[0].0 == pair[1].0);
    let mut names = vec![String::new(); quads.blanks as usize];
    for (number, (_, node)) in hashes.iter().enumerate() {
        names[*node as usize] = format!("_:c14n{number} ");
    }
    (!alike).then_some(names)
}

/// Buffers for one hash after the other.
#[derive(Default)]
struct Scratch<'q> {
    text: String,
    /// Where the lines stand, and of which quads they are.
    lines: Vec<(usize, usize, &'q Quad)>,
}

impl<'q> Scratch<'q> {
    /// Hashes the lines that mention a node, in which it is `_:a` and all others are `_:z`.
    fn first_degree(
        &mut self,
        quads: &Quads,
        node: u32,
        around: impl Iterator<Item = &'q Quad>,
        hash: Hash,
    ) -> Digest {
        self.text.clear();
        self.lines.clear();
        for quad in around {
            let start = self.text.len();
            quads.line(quad, &mut self.text, |line, other| {
                line.push_str(if other == node { "_:a " } else { "_:z " });
            });
            self.lines.push((start, self.text.len(), quad));
        }
        let text = self.text.as_bytes();
        // Who is meant by `_:z` tells lines apart that only look alike; what is said twice counts once.
        let blanks = |quad: &Quad| {
            let subject = match quads.node_of(quad.subject) {
                Node::Blank(node) => Some(node),
                Node::Iri(_) => None,
            };
            (subject, quad.blank_object, quad.graph)
        };
        let compare = |one: &(usize, usize, &Quad), other: &(usize, usize, &Quad)| {
            text[one.0..one.1]
                .cmp(&text[other.0..other.1])
                .then_with(|| blanks(one.2).cmp(&blanks(other.2)))
        };
        self.lines.sort_unstable_by(compare);
        self.lines
            .dedup_by(|one, other| compare(one, other) == Ordering::Equal);
        let lines = self.lines.iter().map(|line| &text[line.0..line.1]);
        match hash {
            Hash::Sha256 => digest::<Sha256>(lines),
            Hash::Sha384 => digest::<Sha384>(lines),
        }
    }
}

/// A hash of either length, which sorts as its hexadecimal digits do.
type Digest = [u8; 48];

fn digest<'l, D: sha2::Digest>(lines: impl Iterator<Item = &'l [u8]>) -> Digest {
    let mut hash = D::new();
    lines.for_each(|line| hash.update(line));
    let hash = hash.finalize();
    let mut digest = [0; 48];
    digest[..hash.len()].copy_from_slice(&hash);
    digest
}

/// Sorts as the lines will be sorted, and drops what is said twice.
fn sort(quads: &mut Quads, names: &[String]) {
    let mut list = std::mem::take(&mut quads.list);
    let ranks = ranks(quads, names);
    let name = |node: Option<u32>| node.map(|node| names[node as usize].as_str());
    let compare = |one: &Quad, other: &Quad| {
        let rank = |quad: &Quad| ranks[quad.subject.index()];
        rank(one)
            .cmp(&rank(other))
            .then_with(|| compare_bodies(quads.body(one), quads.body(other)))
            .then_with(|| name(one.blank_object).cmp(&name(other.blank_object)))
            // No graph sorts first: `.` before `_`.
            .then_with(|| name(one.graph).cmp(&name(other.graph)))
    };
    list.sort_unstable_by(compare);
    list.dedup_by(|one, other| compare(one, other) == Ordering::Equal);
    quads.list = list;
}

/// The place of each subject in the order of all; the same for those of one name.
fn ranks(quads: &Quads, names: &[String]) -> Vec<u32> {
    let text = |node: Node| match node {
        Node::Iri(span) => quads.iri(span),
        Node::Blank(node) => &names[node as usize],
    };
    let mut order: Vec<(&str, usize)> = quads.subjects().map(text).zip(0..).collect();
    order.sort_unstable();
    let mut ranks = vec![0; order.len()];
    let groups = order.chunk_by(|one, other| one.0 == other.0);
    for (rank, group) in (0..).zip(groups) {
        for (_, subject) in group {
            ranks[*subject] = rank;
        }
    }
    ranks
}

/// Where one ends before the other, the name of a blank node follows: `_` sorts behind `<` and `"`.
fn compare_bodies(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let both = one.len().min(other.len());
    one[..both]
        .cmp(&other[..both])
        .then_with(|| other.len().cmp(&one.len()))
}

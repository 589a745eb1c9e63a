//! Names for the blank nodes, and the sorted lines (RDFC-1.0).
//!
//! In nearly every document the first hash of each blank node, over the lines that mention it, is unlike
//! all others. Then the order of the hashes gives the names, and nothing else is needed. Documents with
//! nodes that look alike go to the general canonicaliser.

use std::cmp::Ordering;

use sha2::{Sha256, Sha384};

use super::quads::{Node, Quad, Quads};
use crate::canonical::rdfc::{self, Hash};

/// Sorts, names and writes the quads; also tells how much the general canonicaliser had to compare.
pub(super) fn canonical(mut quads: Quads, hash: Hash) -> Result<(String, usize), rdfc::TooComplex> {
    sort(&mut quads, &[]);
    let Some(names) = names(&quads, hash) else {
        let canonical = rdfc::canonicalize(&quads.general(), hash)?;
        return Ok((canonical.n_quads, canonical.work));
    };
    sort(&mut quads, &names);
    let mut lines = String::with_capacity(12 * 1024);
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
        .flat_map(|(index, quad)| quad.blanks().map(move |node| (node, index)))
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
struct Scratch {
    text: String,
    lines: Vec<(usize, usize)>,
}

impl Scratch {
    /// Hashes the lines that mention a node, in which it is `_:a` and all others are `_:z`.
    fn first_degree<'q>(
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
            self.lines.push((start, self.text.len()));
        }
        let text = self.text.as_bytes();
        self.lines
            .sort_unstable_by(|one, other| text[one.0..one.1].cmp(&text[other.0..other.1]));
        let lines = self.lines.iter().map(|(start, end)| &text[*start..*end]);
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

/// Sorts as the lines will be sorted, by names where there are some, and drops what is said twice.
fn sort(quads: &mut Quads, names: &[String]) {
    let mut list = std::mem::take(&mut quads.list);
    let by_name = |one: u32, other: u32| match (names.get(one as usize), names.get(other as usize))
    {
        (Some(one), Some(other)) => one.cmp(other),
        _ => one.cmp(&other),
    };
    let compare = |one: &Quad, other: &Quad| {
        let subjects = match (one.subject, other.subject) {
            (Node::Iri(one), Node::Iri(other)) => quads.iri(one).cmp(quads.iri(other)),
            (Node::Blank(one), Node::Blank(other)) => by_name(one, other),
            (Node::Iri(_), Node::Blank(_)) => Ordering::Less,
            (Node::Blank(_), Node::Iri(_)) => Ordering::Greater,
        };
        subjects
            .then_with(|| compare_bodies(quads.body(one), quads.body(other)))
            .then_with(|| compare_optional(one.blank_object, other.blank_object, by_name))
            .then_with(|| compare_optional(one.graph, other.graph, by_name))
    };
    list.sort_by(compare);
    list.dedup_by(|one, other| compare(one, other) == Ordering::Equal);
    quads.list = list;
}

/// Where one ends before the other, the name of a blank node follows: `_` sorts behind `<` and `"`.
fn compare_bodies(one: &str, other: &str) -> Ordering {
    let order = one.cmp(other);
    if one.len() != other.len() && (one.starts_with(other) || other.starts_with(one)) {
        order.reverse()
    } else {
        order
    }
}

/// No graph sorts first: `.` before `_`. No blank object never meets one, because the bodies differ.
fn compare_optional(
    one: Option<u32>,
    other: Option<u32>,
    compare: impl Fn(u32, u32) -> Ordering,
) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => compare(one, other),
        _ => one.is_some().cmp(&other.is_some()),
    }
}

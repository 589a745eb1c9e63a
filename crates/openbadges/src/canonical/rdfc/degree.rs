//! The Hash N-Degree Quads algorithm, which tells apart blank nodes that look alike from near by.

use std::collections::BTreeMap;

use super::{Graph, TooComplex, blank_nodes};

/// How much work one dataset may cost: about a hash, or a short list that is copied, is one unit. What
/// honest data and the W3C tests need stays far below; the graphs that are made to hang end here.
const MOST_WORK: usize = 320_000;

/// How deep the recursion may go: one level for each node of a chain of look-alikes.
const DEEPEST: usize = 256;

/// Gives numbers to nodes in the order in which they are asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Issuer {
    numbers: BTreeMap<usize, usize>,
    order: Vec<usize>,
}

impl Issuer {
    pub(super) fn issue(&mut self, node: usize) {
        if !self.numbers.contains_key(&node) {
            self.numbers.insert(node, self.order.len());
            self.order.push(node);
        }
    }

    pub(super) fn number(&self, node: usize) -> Option<usize> {
        self.numbers.get(&node).copied()
    }

    pub(super) fn in_order(&self) -> impl Iterator<Item = usize> {
        self.order.iter().copied()
    }

    pub(super) fn into_numbers(self) -> BTreeMap<usize, usize> {
        self.numbers
    }

    fn len(&self) -> usize {
        self.order.len()
    }

    fn name(&mut self, node: usize) -> String {
        self.issue(node);
        format!("_:b{}", self.numbers[&node])
    }
}

pub(super) struct NDegree<'a> {
    graph: &'a Graph<'a>,
    work: usize,
    depth: usize,
}

impl<'a> NDegree<'a> {
    pub(super) fn new(graph: &'a Graph<'a>) -> Self {
        Self {
            graph,
            work: 0,
            depth: 0,
        }
    }

    /// How much work there was so far.
    pub(super) fn spent(&self) -> usize {
        self.work
    }

    /// Hashes the surroundings of a node, and names the nodes on the way.
    pub(super) fn hash(
        &mut self,
        node: usize,
        mut issuer: Issuer,
        canonical: &Issuer,
    ) -> Result<(String, Issuer), TooComplex> {
        self.spend(1 + self.graph.around(node).count())?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(TooComplex);
        }
        let mut data = String::new();
        for (hash, related) in self.related(node, &issuer, canonical) {
            data.push_str(&hash);
            let (path, chosen) = self.shortest_path(related, &issuer, canonical)?;
            data.push_str(&path);
            issuer = chosen;
        }
        self.depth -= 1;
        Ok((self.graph.hash.hex(&data), issuer))
    }

    /// The neighbours of a node, grouped by how they relate to it.
    fn related(
        &self,
        node: usize,
        issuer: &Issuer,
        canonical: &Issuer,
    ) -> BTreeMap<String, Vec<usize>> {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for quad in self.graph.around(node) {
            for (position, other) in blank_nodes(quad).filter(|(_, other)| *other != node) {
                let mut input = String::from(position);
                if position != 'g' {
                    input.push_str(&format!("<{}>", quad.predicate));
                }
                if let Some(number) = canonical.number(other) {
                    input.push_str(&format!("_:c14n{number}"));
                } else if let Some(number) = issuer.number(other) {
                    input.push_str(&format!("_:b{number}"));
                } else {
                    input.push_str(&self.graph.first_degree[&other]);
                }
                groups
                    .entry(self.graph.hash.hex(&input))
                    .or_default()
                    .push(other);
            }
        }
        groups
    }

    /// Tries the neighbours of one group in every order and keeps the least path.
    fn shortest_path(
        &mut self,
        related: Vec<usize>,
        issuer: &Issuer,
        canonical: &Issuer,
    ) -> Result<(String, Issuer), TooComplex> {
        let mut chosen: Option<(String, Issuer)> = None;
        let mut order = related;
        order.sort_unstable();
        loop {
            self.spend(1 + (order.len() + issuer.len()) / 8)?;
            let best = chosen.as_ref().map(|(path, _)| path.as_str());
            if let Some(found) = self.path(&order, issuer.clone(), canonical, best)? {
                chosen = Some(found);
            }
            if !next_permutation(&mut order) {
                break;
            }
        }
        chosen.ok_or(TooComplex)
    }

    /// Walks the neighbours in one order; `None` as soon as the path cannot become the least.
    fn path(
        &mut self,
        order: &[usize],
        mut issuer: Issuer,
        canonical: &Issuer,
        best: Option<&str>,
    ) -> Result<Option<(String, Issuer)>, TooComplex> {
        let hopeless =
            |path: &str| best.is_some_and(|best| path.len() >= best.len() && path > best);
        let mut path = String::new();
        let mut unexplored = Vec::new();
        for node in order {
            if let Some(number) = canonical.number(*node) {
                path.push_str(&format!("_:c14n{number}"));
            } else {
                if issuer.number(*node).is_none() {
                    unexplored.push(*node);
                }
                path.push_str(&issuer.name(*node));
            }
            if hopeless(&path) {
                return Ok(None);
            }
        }
        for node in unexplored {
            let (hash, explored) = self.hash(node, issuer.clone(), canonical)?;
            path.push_str(&issuer.name(node));
            path.push_str(&format!("<{hash}>"));
            issuer = explored;
            if hopeless(&path) {
                return Ok(None);
            }
        }
        let least = best.is_none_or(|best| path.as_str() < best);
        Ok(least.then_some((path, issuer)))
    }

    fn spend(&mut self, units: usize) -> Result<(), TooComplex> {
        self.work = self.work.saturating_add(units);
        if self.work > MOST_WORK {
            Err(TooComplex)
        } else {
            Ok(())
        }
    }
}

/// Steps to the next order of the items, least first; false after the last.
fn next_permutation(items: &mut [usize]) -> bool {
    let Some(pivot) = items.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        return false;
    };
    let successor = items
        .iter()
        .rposition(|item| *item > items[pivot])
        .unwrap_or(pivot);
    items.swap(pivot, successor);
    items[pivot + 1..].reverse();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_orders_are_tried_once() {
        let mut items = [1, 2, 2, 3];
        let mut orders = vec![items];
        while next_permutation(&mut items) {
            orders.push(items);
        }

        assert_eq!(orders.len(), 12);
        assert!(orders.is_sorted());
    }
}

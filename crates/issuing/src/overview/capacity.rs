//! The capacity map: how many people show a skill, school by school.

use std::collections::BTreeMap;

use accolade_storage::issuers::Issuer;
use accolade_storage::types::{BadgeClassId, IssuerId};
use accolade_storage::{DbConnection, tallies};

use super::{FEW, OverviewError, People, family, first_month, midnight};
use crate::Tools;
use crate::access::Caller;
use crate::content::BadgeContent;

/// How many columns a map has at most: more cannot be read.
const COLUMNS: usize = 12;

/// What a column of the map stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// A skill that badges are aligned with.
    #[default]
    Skill,
    /// A word that badges are tagged with.
    Tag,
    /// A badge.
    Badge,
}

/// How many people hold what, by organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct CapacityMap {
    /// The skills, tags or badges, those of most people first.
    pub columns: Vec<Column>,
    /// The organisations right below the one that was asked for, and that one itself if it gives badges.
    pub rows: Vec<Row>,
    /// Columns that were left out because there are too many.
    pub left_out: usize,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// The badges that count for it.
    pub badges: Vec<BadgeClassId>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The organisation; those below it are counted with it.
    pub issuer: Issuer,
    /// A cell a column.
    pub cells: Vec<Cell>,
}

/// How many different people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nobody.
    Nobody,
    /// Somebody, but too few to say how many.
    Few,
    /// So many.
    People(u64),
}

impl Cell {
    fn of(people: u64) -> Self {
        match people {
            0 => Self::Nobody,
            _ if people < FEW => Self::Few,
            _ => Self::People(people),
        }
    }
}

/// The map of an issuer and of all below it, over the last twelve months.
pub fn capacity(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    by: By,
) -> Result<CapacityMap, OverviewError> {
    let family = family(conn, caller, issuer)?;
    let all = columns(conn, &family, by)?;
    let from = midnight(first_month(tools));
    let mut counted: Vec<(Issuer, Vec<People>)> = Vec::new();
    for (head, members) in rows(&family) {
        let mut people: Vec<People> = all.iter().map(|_| People::default()).collect();
        for member in members {
            tallies::holders(conn, member, from, |badge, person| {
                for (column, people) in all.iter().zip(&mut people) {
                    if column.badges.contains(&badge) {
                        people.add(person.as_deref());
                    }
                }
            })?;
        }
        counted.push((head, people));
    }
    Ok(fullest_first(&all, &counted))
}

/// The organisations that get a row, each with all that count for it.
fn rows(family: &[Issuer]) -> Vec<(Issuer, Vec<IssuerId>)> {
    let Some((head, below)) = family.split_first() else {
        return Vec::new();
    };
    let mut rows = vec![(head.clone(), vec![head.id])];
    let mut row_of: BTreeMap<IssuerId, usize> = BTreeMap::new();
    // Those above come before those below them, so the row of a parent is known.
    for issuer in below {
        let row = match issuer.parent_id.and_then(|parent| row_of.get(&parent)) {
            Some(row) => *row,
            None => {
                rows.push((issuer.clone(), Vec::new()));
                rows.len() - 1
            }
        };
        rows[row].1.push(issuer.id);
        row_of.insert(issuer.id, row);
    }
    rows
}

/// Every column that some badge of the family counts for.
fn columns(
    conn: &mut DbConnection,
    family: &[Issuer],
    by: By,
) -> Result<Vec<Column>, OverviewError> {
    let mut columns: BTreeMap<String, Column> = BTreeMap::new();
    let ids: Vec<IssuerId> = family.iter().map(|issuer| issuer.id).collect();
    for (badge, content) in tallies::contents(conn, &ids)? {
        for name in names(&BadgeContent::read(&content)?, by) {
            let key = match by {
                By::Badge => badge.to_string(),
                By::Skill | By::Tag => name.to_lowercase(),
            };
            let column = columns.entry(key).or_insert_with(|| Column {
                name: name.clone(),
                badges: Vec::new(),
            });
            // Of several spellings, always the same one.
            if name < column.name {
                column.name = name;
            }
            if !column.badges.contains(&badge) {
                column.badges.push(badge);
            }
        }
    }
    Ok(columns.into_values().collect())
}

fn names(content: &BadgeContent, by: By) -> Vec<String> {
    match by {
        By::Badge => vec![content.name.clone()],
        By::Tag => content.tags.clone(),
        By::Skill => content
            .alignments
            .iter()
            .map(|alignment| alignment.name.clone())
            .collect(),
    }
}

/// Columns nobody counts for are left away, the others stand in the order of their people.
fn fullest_first(all: &[Column], counted: &[(Issuer, Vec<People>)]) -> CapacityMap {
    let total = |column: usize| -> u64 {
        counted
            .iter()
            .map(|(_, people)| people[column].count())
            .sum()
    };
    let mut order: Vec<usize> = (0..all.len()).filter(|&column| total(column) > 0).collect();
    order.sort_by_key(|&column| std::cmp::Reverse(total(column)));
    let left_out = order.len().saturating_sub(COLUMNS);
    order.truncate(COLUMNS);
    let rows = counted
        .iter()
        .map(|(issuer, people)| Row {
            issuer: issuer.clone(),
            cells: order
                .iter()
                .map(|&column| Cell::of(people[column].count()))
                .collect(),
        })
        .enumerate()
        // The head itself is no row of its own map unless it gives badges.
        .filter(|(place, row)| *place > 0 || row.cells.iter().any(|cell| *cell != Cell::Nobody))
        .map(|(_, row)| row)
        .collect();
    CapacityMap {
        columns: order.iter().map(|&column| all[column].clone()).collect(),
        rows,
        left_out,
    }
}

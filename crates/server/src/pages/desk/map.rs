//! The capacity map as a table: numbers first, tint second.

use accolade_issuing::overview::{CapacityMap, Cell, FEW, Row};

use super::frame::desk;

/// Where one tint ends and the next begins.
const STEPS: [u64; 4] = [30, 60, 100, 150];

/// The table.
#[derive(Debug, Clone)]
pub(crate) struct MapView {
    /// What the columns are called.
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<MapRow>,
    /// "3 more skills are left out: …"
    pub(crate) left_out: Option<String>,
    /// Two organisations that are strong where the other is not, in a sentence.
    pub(crate) insight: Option<String>,
}

/// An organisation.
#[derive(Debug, Clone)]
pub(crate) struct MapRow {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) cells: Vec<MapCell>,
}

/// A number.
#[derive(Debug, Clone)]
pub(crate) struct MapCell {
    /// "none", "under 5", "212"
    pub(crate) words: String,
    /// The tint: `0`, `few`, `1` to `5`.
    pub(crate) level: &'static str,
    /// "Alder Bay High, Resilience: 212 people"
    pub(crate) label: String,
}

impl MapView {
    pub(crate) fn of(map: &CapacityMap, what: &str) -> Self {
        Self {
            columns: map
                .columns
                .iter()
                .map(|column| column.name.clone())
                .collect(),
            rows: map.rows.iter().map(|row| map_row(map, row)).collect(),
            left_out: (map.left_out > 0).then(|| {
                format!(
                    "The {} with the most people are shown, {} more are not.",
                    what, map.left_out
                )
            }),
            insight: insight(map),
        }
    }
}

fn map_row(map: &CapacityMap, row: &Row) -> MapRow {
    let cells = row
        .cells
        .iter()
        .zip(&map.columns)
        .map(|(cell, column)| {
            let (words, level) = face(*cell);
            MapCell {
                label: format!("{}, {}: {words} people", row.issuer.name, column.name),
                words,
                level,
            }
        })
        .collect();
    MapRow {
        name: row.issuer.name.clone(),
        href: desk(&row.issuer.slug),
        cells,
    }
}

fn face(cell: Cell) -> (String, &'static str) {
    match cell {
        Cell::Nobody => ("none".to_owned(), "0"),
        Cell::Few => (format!("under {FEW}"), "few"),
        Cell::People(people) => {
            let step = STEPS.iter().filter(|step| people >= **step).count();
            (
                crate::pages::words::thousands(people),
                ["1", "2", "3", "4", "5"][step],
            )
        }
    }
}

/// The two organisations of which each could help the other most; the one above them is none of the two.
fn insight(map: &CapacityMap) -> Option<String> {
    let below: Vec<&Row> = map.rows.iter().filter(|row| !is_above(map, row)).collect();
    let mut best: Option<(f64, &Row, &Row)> = None;
    for (place, &one) in below.iter().enumerate() {
        for &other in &below[place + 1..] {
            let (gives, takes) = (lead(map, one, other), lead(map, other, one));
            let score = gives.1.min(takes.1);
            if score >= 0.4 && best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, one, other));
            }
        }
    }
    let (_, one, other) = best?;
    let (strong, other_strong) = (lead(map, one, other).0, lead(map, other, one).0);
    Some(format!(
        "{} and {} complement each other: one is strong in “{strong}”, the other in “{other_strong}”.",
        one.issuer.name, other.issuer.name
    ))
}

/// Whether the others stand under this one.
fn is_above(map: &CapacityMap, row: &Row) -> bool {
    map.rows
        .iter()
        .any(|other| other.issuer.parent_id == Some(row.issuer.id))
}

/// The column in which `one` is furthest ahead of `other`, and how far, as a part of the highest number in it.
fn lead<'a>(map: &'a CapacityMap, one: &Row, other: &Row) -> (&'a str, f64) {
    let mut best = ("", 0.0);
    for (place, column) in map.columns.iter().enumerate() {
        let most = map
            .rows
            .iter()
            .map(|row| known(row.cells[place]))
            .fold(0.0, f64::max);
        let ahead = (known(one.cells[place]) - known(other.cells[place])) / most.max(1.0);
        if ahead > best.1 {
            best = (&column.name, ahead);
        }
    }
    best
}

/// The number as far as it may be known.
fn known(cell: Cell) -> f64 {
    match cell {
        Cell::Nobody | Cell::Few => 0.0,
        // People are far fewer than a double holds exactly.
        Cell::People(people) => u32::try_from(people).map_or(f64::MAX, f64::from),
    }
}

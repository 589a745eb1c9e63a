//! Tables as people have them: pasted from a spreadsheet, saved by one, or simply one person a line.
//!
//! Nothing here fails for want of a setting: the encoding, the separator and the meaning of the columns are
//! guessed from the bytes, and what was guessed can be changed by whoever sees the preview.

mod columns;
mod pairs;
mod text;

pub use columns::{Columns, Meaning, Person};
pub use text::text_of;

/// A table in memory, given out row by row.
pub struct Table<'a> {
    reader: csv::Reader<&'a [u8]>,
    first: Option<Vec<String>>,
    /// Whether each line is one person, family name first: "Carter, Mia".
    family_first: bool,
}

/// How many cells of a row are looked at.
const MOST_CELLS: usize = 100;

impl<'a> Table<'a> {
    /// A table from text, whose cells are parted by what parts them most evenly.
    pub fn of(text: &'a str) -> Self {
        let separator = separator(text);
        let family_first = separator == b',' && pairs::are_names(Self::parted(text, separator));
        Self {
            family_first,
            ..Self::parted(text, separator)
        }
    }

    fn parted(text: &'a str, separator: u8) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut table = Self {
            reader,
            first: None,
            family_first: false,
        };
        table.first = table.read();
        table
    }

    /// What the columns are, as far as the first row tells; a row of titles is taken out.
    pub fn columns(&mut self) -> Columns {
        let Some(first) = &self.first else {
            return Columns::default();
        };
        let columns = Columns::guess(first);
        if columns.has_titles() {
            self.first = None;
        } else if self.family_first {
            return Columns::family_first();
        }
        columns
    }

    fn read(&mut self) -> Option<Vec<String>> {
        let mut record = csv::StringRecord::new();
        loop {
            // A reader of text in memory that takes rows of any length has nothing left to fail at.
            if !self.reader.read_record(&mut record).ok()? {
                return None;
            }
            if record.iter().any(|cell| !cell.is_empty()) {
                let cells = record.iter().take(MOST_CELLS);
                return Some(cells.map(without_zero).collect());
            }
        }
    }
}

impl Iterator for Table<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        self.first.take().or_else(|| self.read())
    }
}

/// PostgreSQL keeps no U+0000, and no name has one.
fn without_zero(cell: &str) -> String {
    cell.replace('\0', "")
}

/// The sign that stands equally often in the first lines; quoted cells are passed over.
fn separator(text: &str) -> u8 {
    let score = |sign: u8| {
        let (mut quoted, mut counts, mut here) = (false, Vec::new(), 0_usize);
        for byte in text.bytes().take(64 * 1024) {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' if !quoted => {
                    counts.push(std::mem::take(&mut here));
                    if counts.len() == 20 {
                        break;
                    }
                }
                byte if byte == sign && !quoted => here += 1,
                _ => {}
            }
        }
        counts.push(here);
        counts.retain(|count| *count > 0);
        let same = counts.iter().filter(|count| **count == counts[0]).count();
        (same, counts.first().copied().unwrap_or(0))
    };
    let signs = [b'\t', b';', b',', b'|'];
    // The last of equals wins in `max_by_key`, so the likeliest comes last.
    let order = signs.iter().rev().max_by_key(|sign| score(**sign));
    order
        .copied()
        .filter(|sign| score(*sign).0 > 0)
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests;

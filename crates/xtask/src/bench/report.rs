//! The table: work, ours, yardstick, ratio.

use anyhow::Result;

use super::machine;
use crate::run;

/// All figures of a run.
pub(crate) struct Report {
    sections: Vec<Section>,
    /// What other programs took of the machine before the first figure, in percent.
    taken: u64,
}

/// Figures that belong together.
pub(crate) struct Section {
    title: String,
    rows: Vec<Row>,
    note: Option<String>,
}

struct Row {
    work: String,
    ours: Option<f64>,
    yardstick: Option<(String, f64)>,
    target: Option<Target>,
}

/// What we want to reach, and what counts as missed.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    /// By the ratio.
    Ratio { goal: f64, floor: f64 },
    /// By our own figure, in megabytes a second.
    Figure { goal: f64, floor: f64 },
    /// By our own figure, how often a second.
    Rate { goal: f64, floor: f64 },
}

impl Target {
    /// The cells for goal, floor and what came of it.
    fn cells(self, ours: Option<f64>, theirs: Option<f64>) -> String {
        let (reached, goal, floor, shown): (_, _, _, fn(f64) -> String) = match self {
            Self::Ratio { goal, floor } => {
                let ratio = ours.zip(theirs).map(|(ours, theirs)| ours / theirs);
                (ratio, goal, floor, ratio_of_target)
            }
            Self::Figure { goal, floor } => (ours, goal, floor, |value| format!("{value} MB")),
            Self::Rate { goal, floor } => (ours, goal, floor, |value| format!("{value}")),
        };
        let mark = match reached {
            None => "not measured",
            Some(reached) if reached >= goal => "ok",
            Some(reached) if reached >= floor => "ok, below the goal",
            Some(_) => "**below the floor**",
        };
        format!("{} | {} | {mark}", shown(goal), shown(floor))
    }
}

fn ratio_of_target(value: f64) -> String {
    format!("{value} ×")
}

impl Section {
    pub(crate) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            rows: Vec::new(),
            note: None,
        }
    }

    /// A figure beside another one, both a second.
    pub(crate) fn row(&mut self, work: &str, ours: f64, yardstick: &str, theirs: f64) {
        self.beside(work, ours, yardstick, Some(&theirs));
    }

    /// A sentence below the table.
    pub(crate) fn note(&mut self, note: String) {
        self.note = Some(note);
    }

    /// A figure beside one that may be missing.
    pub(crate) fn beside(&mut self, work: &str, ours: f64, yardstick: &str, theirs: Option<&f64>) {
        let yardstick = theirs.map(|theirs| (yardstick.to_owned(), *theirs));
        self.rows.push(Row {
            work: work.to_owned(),
            ours: Some(ours),
            yardstick,
            target: None,
        });
    }

    /// A figure that wants to reach something; either may be missing.
    pub(crate) fn towards(
        &mut self,
        work: &str,
        ours: Option<f64>,
        beside: Option<(&str, f64)>,
        target: Target,
    ) {
        self.rows.push(Row {
            work: work.to_owned(),
            ours,
            yardstick: beside.map(|(name, figure)| (name.to_owned(), figure)),
            target: Some(target),
        });
    }

    /// The section as a table.
    fn table(&self) -> String {
        let has_targets = self.rows.iter().any(|row| row.target.is_some());
        let (heads, lines) = if has_targets {
            (" goal | floor | |", "---:|---:|---|")
        } else {
            ("", "")
        };
        let mut table = format!(
            "\n## {}\n\n| work | ours | yardstick | its figure | ratio |{heads}\n|---|---:|---|---:|---:|{lines}\n",
            self.title
        );
        for row in &self.rows {
            table.push_str(&row.line());
        }
        if let Some(note) = &self.note {
            table.push_str(&format!("\n{note}\n"));
        }
        table
    }
}

impl Row {
    fn line(&self) -> String {
        let theirs = self.yardstick.as_ref().map(|(_, figure)| *figure);
        let name = self.yardstick.as_ref().map_or("", |(name, _)| name);
        let ratio = self.ours.zip(theirs).map(|(ours, theirs)| ours / theirs);
        let cells = [
            self.work.clone(),
            self.ours.map(figure).unwrap_or_default(),
            name.to_owned(),
            theirs.map(figure).unwrap_or_default(),
            ratio.map(shown_ratio).unwrap_or_default(),
        ];
        let mut line = String::from("|");
        for cell in cells {
            line.push_str(&if cell.is_empty() {
                " |".to_owned()
            } else {
                format!(" {cell} |")
            });
        }
        if let Some(target) = self.target {
            line.push_str(&format!(" {} |", target.cells(self.ours, theirs)));
        }
        line + "\n"
    }
}

impl Report {
    /// Begins a report, at a moment when nothing of ours is running.
    pub(crate) fn begin() -> Self {
        Self {
            sections: Vec::new(),
            taken: machine::taken_by_others().unwrap_or_default(),
        }
    }

    fn disturbance(&self) -> String {
        if self.taken < 20 {
            return String::new();
        }
        format!(
            " Other programs were taking {} % of the machine when it began, so single figures are too low.",
            self.taken
        )
    }

    pub(crate) fn add(&mut self, section: Section) {
        eprintln!("measured: {}", section.title);
        self.sections.push(section);
    }

    /// The whole page.
    pub(crate) fn page(&self) -> Result<String> {
        let day = run::output(std::process::Command::new("date").args(["-u", "+%-d %B %Y"]))?;
        let machine = machine::in_words()?;
        let mut page = format!(
            "# Performance\n\n<!-- Written by `cargo xtask bench --write`. -->\n\n\
             Measured on {} on {machine}. Every figure is \"how often a second\"; the ratio is ours divided by the \
             yardstick of the same line, both from the same run.{}\n",
            day.trim(),
            self.disturbance(),
        );
        for section in &self.sections {
            page.push_str(&section.table());
        }
        page.push_str(EXPLANATION);
        Ok(page)
    }
}

const EXPLANATION: &str = r"
## What is measured

- The credential is `crates/openbadges/benches/credential/credential.json`: 3,150 bytes with a result, evidence, an alignment and a status entry, 76 quads
  with 7 blank nodes, 10,238 bytes in canonical form. Its issuer is a did:key, so that no document of an issuer has to be found.
- *Sign* goes from JSON text to signed JSON text. *Verify, the proof alone* goes from JSON text to the answer of the signature. *Whole report* is
  `openbadges::verify`: form, shape, proof, key, validity and the status list, whose own proof is verified as well; what must be fetched comes from memory.
- The canonical form and all that rests on it comes from tables that the contexts were turned into when the library was built; the
  complete JSON-LD processor serves what they do not. A *template* has everything ready but seventeen texts of the recipient, and makes the
  signed JSON text. A *batch* goes from a thousand texts to a thousand answers; its figure counts credentials.
- *Bake and unbake* puts the credential into a PNG of 100,000 bytes and takes it out again; beside it the same bytes are copied twice.
- Node signs a clone of the parsed credential and verifies a parsed one, with its status check stubbed; `jose` gets the same payload as our tokens.
  Python signs from text and verifies from text: `pyld` and `cryptography` put together as the suite says, and `openbadgeslib` by its own functions.
  Tokens: one key throughout, parsed once, where the library can hold it so.
- *Issue* is the way from a credential to a token: its claims are built, then signed.
- The site is the release build of `accolade demo` on this machine's loopback, one process, all cores; the load comes from the same
  cores. *Hosted* rows ask for one award over 64 open connections; pages and 2.0 documents come from memory while nothing is written (decision 26), so
  these rows say what a badge costs that goes round, not what its first reader costs. *Award* rows include rights, the
  signatures, the status list's place and the audit event, committed. *A table* is handed in as CSV through the API and awarded by the server in the
  background, as a batch of a school is; its rows carry a name, an address and a sentence. On both databases a commit is on the disk before
  the answer leaves; PostgreSQL is a server of its own with its usual settings, on the same machine.

## How to repeat it

```sh
cargo xtask bench            # prints the figures that are about us alone
cargo xtask bench --tables   # large tables of recipients alone
cargo xtask bench --peers    # and those of Node and Python
cargo xtask bench --write    # all of it, kept as this page
```

It builds the release, installs the pinned packages of `crates/xtask/assets/yardstick` below `target`, and takes some minutes. Where Node, Python or
PostgreSQL is missing, it says so and leaves those lines out. Let the machine be idle: other work changes single figures by half, the ratios by less.
";

/// Three digits count.
fn figure(value: f64) -> String {
    let rounded = if value >= 100.0 {
        let step = 10_f64.powf(value.log10().floor() - 2.0);
        format!("{:.0}", (value / step).round() * step)
    } else {
        format!("{value:.1}")
    };
    let (whole, rest) = rounded
        .split_once('.')
        .map_or((rounded.as_str(), ""), |(whole, rest)| (whole, rest));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if rest.is_empty() {
        grouped
    } else {
        format!("{grouped}.{rest}")
    }
}

fn shown_ratio(value: f64) -> String {
    match value {
        ratio if ratio >= 10.0 => format!("{ratio:.0} ×"),
        ratio if ratio >= 0.1 => format!("{ratio:.2} ×"),
        ratio => format!("{ratio:.4} ×"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_three_digits_and_are_grouped() {
        assert_eq!(figure(12.34), "12.3");
        assert_eq!(figure(208.4), "208");
        assert_eq!(figure(44_812.0), "44,800");
        assert_eq!(figure(1_234_567.0), "1,230,000");
    }

    #[test]
    fn ratios_tell_large_from_small() {
        assert_eq!(shown_ratio(218.3), "218 ×");
        assert_eq!(shown_ratio(1.456), "1.46 ×");
        assert_eq!(shown_ratio(0.0047), "0.0047 ×");
    }

    #[test]
    fn a_missing_yardstick_leaves_its_columns_empty() {
        let mut section = Section::new("Anything");
        section.beside("work", 1.0, "Node", None);
        let report = Report {
            sections: vec![section],
            taken: 0,
        };

        assert!(report.page().unwrap().contains("| work | 1.0 | | | |"));
    }

    #[test]
    fn a_goal_is_met_missed_or_not_measured() {
        let ratio = Target::Ratio {
            goal: 1.4,
            floor: 1.2,
        };
        let mut section = Section::new("Goals");
        section.towards("sign", Some(1.3), Some(("raw", 1.0)), ratio);
        section.towards("verify", Some(1.0), Some(("raw", 1.0)), ratio);
        section.towards("batch", None, Some(("raw", 1.0)), ratio);
        let size = Target::Figure {
            goal: 500.0,
            floor: 200.0,
        };
        section.towards("bake", Some(600.0), None, size);

        let table = section.table();

        let lines: Vec<_> = table.lines().skip(5).collect();
        assert_eq!(
            lines,
            [
                "| sign | 1.3 | raw | 1.0 | 1.30 × | 1.4 × | 1.2 × | ok, below the goal |",
                "| verify | 1.0 | raw | 1.0 | 1.00 × | 1.4 × | 1.2 × | **below the floor** |",
                "| batch | | raw | 1.0 | | 1.4 × | 1.2 × | not measured |",
                "| bake | 600 | | | | 500 MB | 200 MB | ok |",
            ]
        );
    }
}

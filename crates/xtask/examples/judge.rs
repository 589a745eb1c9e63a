//! Verifies badges that others issued and compares our verdicts with the expected ones: `judge FOLDER`.
//!
//! `tests/interop/issue.mjs` and `issue.py` write the folder: rows of a file and a verdict, and the documents that a verifier
//! would fetch. Prints a line a file and ends with 1 if one was not as expected.
#![expect(
    clippy::print_stdout,
    reason = "the errand shows these lines to the person at the terminal"
)]

use std::{collections::BTreeMap, error::Error, fs, path::Path, process::ExitCode};

use openbadges::verify::{
    Check, Expected, Fetch, FetchError, Fetched, Input, Outcome, Policy, Report, Request, verify,
    verify_presentation,
};
use serde_json::Value;
use url::Url;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: judge FOLDER")?;
    let folder = Path::new(&folder);
    let library = Library::open(folder)?;
    let rows: Vec<Value> = serde_json::from_str(&fs::read_to_string(folder.join("theirs.json"))?)?;
    let mut wrong = 0;
    for row in &rows {
        let [file, expected] = ["file", "expected"].map(|name| row[name].as_str().unwrap_or(""));
        let report = library.judge(&fs::read(folder.join(file))?, row)?;
        let found = verdict(&report);
        let as_expected = match expected {
            "valid" => matches!(found.as_str(), "valid" | "valid_with_warnings"),
            // Whatever else it is called, nobody may take it for good.
            "not-valid" => !matches!(found.as_str(), "valid" | "valid_with_warnings"),
            exact => found == exact,
        };
        let codes = |code: &str| {
            report
                .checks
                .iter()
                .any(|check| check.code.as_str() == code)
        };
        let as_expected = as_expected && row["code"].as_str().is_none_or(codes);
        wrong += u32::from(!as_expected);
        let mark = if as_expected { "ok  " } else { "FAIL" };
        println!(
            "{mark} ours            {file}: {found} ({})",
            reasons(&report)
        );
    }
    match wrong {
        0 => println!("all {} as expected", rows.len()),
        wrong => println!("{wrong} of {} not as expected", rows.len()),
    }
    Ok(ExitCode::from(u8::from(wrong > 0)))
}

/// The documents of the folder, by address.
struct Library(BTreeMap<String, Vec<u8>>);

impl Library {
    fn open(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let map = fs::read_to_string(folder.join("documents.json"))?;
        let map: BTreeMap<String, String> = serde_json::from_str(&map)?;
        let read = |(url, file): (String, String)| Ok((url, fs::read(folder.join(file))?));
        map.into_iter()
            .map(read)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn judge(&self, file: &[u8], row: &Value) -> Result<Report, jiff::Error> {
        let request = Request {
            input: Input::Bytes(file),
            recipient: None,
        };
        let now = "2026-11-22T12:00:00Z".parse()?;
        let policy = Policy::default();
        let question = Expected {
            challenge: row["challenge"].as_str(),
            domain: row["domain"].as_str(),
        };
        Ok(match question.challenge {
            Some(_) => verify_presentation(&request, &question, &policy, self, now),
            None => verify(&request, &policy, self, now),
        })
    }
}

impl Fetch for Library {
    fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
        let body = self.0.get(url.as_str());
        let body = body.ok_or_else(|| FetchError::Unreachable("not in the folder".to_owned()))?;
        Ok(Fetched {
            status: 200,
            media_type: Some("application/json".to_owned()),
            body: body.clone(),
            final_url: url.clone(),
        })
    }
}

/// The verdict as reports spell it.
fn verdict(report: &Report) -> String {
    let value = serde_json::to_value(report.verdict).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The codes that led to it, without those that are well.
fn reasons(report: &Report) -> String {
    let is_notable = |check: &&Check| matches!(check.outcome, Outcome::Fail | Outcome::Warn);
    let codes: Vec<_> = report
        .checks
        .iter()
        .filter(is_notable)
        .map(|check| check.code.as_str())
        .collect();
    codes.join(", ")
}

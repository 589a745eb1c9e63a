//! Tables of the European classification of skills, competences and occupations, as its portal gives them out.

use accolade_storage::types::FrameworkFormat;

use super::{FrameworkError, ReadFramework, ReadItem, unreadable};
use crate::limits;
use crate::tables::Table;

pub(super) fn read(text: &str) -> Result<ReadFramework, FrameworkError> {
    let mut records = Table::of(text);
    let head = records.next().unwrap_or_default();
    let column = |name: &str| {
        head.iter()
            .position(|cell| cell.trim().eq_ignore_ascii_case(name))
    };
    let (Some(address), Some(label)) = (column("conceptUri"), column("preferredLabel")) else {
        return Err(unreadable(
            "This is neither a CASE package (JSON) nor an ESCO table: a column conceptUri and a column \
             preferredLabel are needed.",
        ));
    };
    let cell = |record: &[String], at: Option<usize>| {
        at.and_then(|at| record.get(at))
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let (described, defined) = (column("description"), column("definition"));
    let (others, kind, code) = (column("altLabels"), column("skillType"), column("code"));
    let mut items = Vec::new();
    for record in records {
        if items.len() > limits::FRAMEWORK_ITEMS.value {
            break;
        }
        items.push(ReadItem {
            url: cell(&record, Some(address)).unwrap_or_default(),
            name: cell(&record, Some(label)).unwrap_or_default(),
            description: cell(&record, described).or_else(|| cell(&record, defined)),
            kind: cell(&record, kind),
            code: cell(&record, code),
            also: cell(&record, others)
                .map(|labels| labels.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
        });
    }
    Ok(ReadFramework {
        name: "ESCO".to_owned(),
        url: Some("https://esco.ec.europa.eu/".to_owned()),
        publisher: Some("European Commission".to_owned()),
        language: None,
        licence: None,
        format: FrameworkFormat::Esco,
        items,
    })
}

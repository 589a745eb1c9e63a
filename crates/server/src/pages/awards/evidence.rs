//! Stored evidence as the page shows it.

use accolade_issuing::awards::{EvidenceContent, evidence_content};
use accolade_storage::{
    evidence::Evidence as Record,
    types::{Digest, EvidenceKind},
};
use url::Url;

use crate::pages::{
    files::Shelf,
    parts::{Evidence, EvidenceView, Shot},
    text::Rich,
    words,
};

/// Every item that can be shown, under the position by which documents point to it.
pub(super) fn views(records: &[Record], shelf: &Shelf) -> Vec<Evidence> {
    records
        .iter()
        .filter_map(|record| {
            let view = view(record, shelf)?;
            Some(Evidence {
                position: record.position,
                view,
            })
        })
        .collect()
}

/// One item; `None` if the part that makes it what it is has gone.
pub(crate) fn view(record: &Record, shelf: &Shelf) -> Option<EvidenceView> {
    let content = evidence_content(record);
    let narrative = || content.narrative.as_deref().map(Rich::from_markdown);
    let shot = |blob: &Digest, alt: &Option<String>, caption: Option<String>| Shot {
        src: shelf.path(blob),
        alt: alt.clone().unwrap_or_default(),
        caption,
    };
    match record.kind {
        EvidenceKind::Text => Some(EvidenceView::Words {
            title: content.name.clone(),
            text: narrative()?,
        }),
        EvidenceKind::Link => {
            let href = content.url.clone()?;
            let host = host(&href)?;
            let title = content.name.clone().unwrap_or_else(|| host.clone());
            Some(EvidenceView::Link {
                title,
                href,
                host,
                note: narrative(),
            })
        }
        EvidenceKind::Picture => {
            let blob = record.blob?;
            let shot = shot(&blob, &content.alt, first_caption(&content));
            Some(EvidenceView::Picture {
                title: content.name.clone(),
                shot,
                note: narrative(),
            })
        }
        EvidenceKind::Pair => {
            let (then, now) = (record.blob?, record.second_blob?);
            Some(EvidenceView::Pair {
                title: content.name.clone(),
                then: shot(&then, &content.alt, first_caption(&content)),
                now: shot(&now, &content.second_alt, second_caption(&content)),
                change: narrative(),
            })
        }
        EvidenceKind::Testimonial => {
            let name = content.author.clone()?;
            Some(EvidenceView::Testimonial {
                words: narrative()?,
                initials: words::initials(&name),
                name,
                role: content.author_role.clone(),
            })
        }
        EvidenceKind::File => {
            let blob = record.blob?;
            let named = content.name.clone().or_else(|| content.file_name.clone());
            Some(EvidenceView::File {
                title: named.unwrap_or_else(|| "File".to_owned()),
                href: shelf.path(&blob),
                kind: shelf.kind(&blob),
                note: narrative(),
            })
        }
    }
}

fn first_caption(content: &EvidenceContent) -> Option<String> {
    caption(content.taken.as_deref(), content.caption.as_deref())
}

fn second_caption(content: &EvidenceContent) -> Option<String> {
    caption(
        content.second_taken.as_deref(),
        content.second_caption.as_deref(),
    )
}

/// "14 October. 31 g of balsa."
fn caption(taken: Option<&str>, words: Option<&str>) -> Option<String> {
    match (taken, words) {
        (Some(taken), Some(words)) => Some(format!("{}. {words}", taken.trim_end_matches('.'))),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

/// The host of a web address; anything else is not linked to.
fn host(href: &str) -> Option<String> {
    let url = Url::parse(href).ok()?;
    let web = matches!(url.scheme(), "http" | "https");
    url.host_str().filter(|_| web).map(str::to_owned)
}

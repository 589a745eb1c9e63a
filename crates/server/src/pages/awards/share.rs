//! Taking an award along: a code, a profile, a mail, a file.

use accolade_issuing::addresses::{Addresses, paths};
use accolade_storage::types::{AssertionState, DocumentFormat, Timestamp};
use jiff::tz::TimeZone;
use url::form_urlencoded;

use super::{Share, records::Records};
use crate::pages::{
    parts::{Download, DownloadIcon},
    qr::QrCode,
    words,
};

pub(super) fn share(records: &Records, addresses: &Addresses, holds: bool) -> Share {
    let address = addresses.award(records.assertion.id);
    Share {
        code: QrCode::draw(&address),
        linkedin: holds.then(|| linkedin(records, &address)),
        mailto: mailto(records, &address),
        address,
    }
}

/// LinkedIn's own form, filled in. Nothing is sent until the earner follows the link.
fn linkedin(records: &Records, address: &str) -> String {
    let linked = |issuer: &accolade_storage::issuers::Issuer| issuer.linkedin_id.clone();
    let organisation = std::iter::once(&records.issuer)
        .chain(&records.above)
        .find_map(linked);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("startTask", "CERTIFICATION_NAME");
    query.append_pair("name", &records.version.name);
    match organisation {
        Some(id) => query.append_pair("organizationId", &id),
        None => query.append_pair("organizationName", &records.issuer.name),
    };
    append_month(&mut query, "issue", records.assertion.valid_from);
    if let Some(until) = records.assertion.valid_until {
        append_month(&mut query, "expiration", until);
    }
    query.append_pair("certUrl", address);
    query.append_pair("certId", &records.assertion.id.to_string());
    format!("https://www.linkedin.com/profile/add?{}", query.finish())
}

fn append_month(query: &mut form_urlencoded::Serializer<'_, String>, what: &str, at: Timestamp) {
    let at = at.as_jiff().to_zoned(TimeZone::UTC);
    query.append_pair(&format!("{what}Year"), &at.year().to_string());
    query.append_pair(&format!("{what}Month"), &at.month().to_string());
}

fn mailto(records: &Records, address: &str) -> String {
    let badge = &records.version.name;
    let issuer = &records.issuer.name;
    let earned = match &records.assertion.recipient_name {
        Some(name) => format!("{name} earned “{badge}” from {issuer}."),
        None => format!("“{badge}” from {issuer}."),
    };
    let body = format!("{earned}\n\nThis page shows it and says how it was checked:\n{address}\n");
    // Mail programs read a plus sign as itself, so spaces must be %20.
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("subject", badge)
        .append_pair("body", &body)
        .finish()
        .replace('+', "%20");
    format!("mailto:?{query}")
}

/// Every form in which the award can be kept, with its size.
pub(super) fn downloads(records: &Records) -> Vec<Download> {
    // The 2.0 address of a withdrawn award answers that it is gone: nothing to keep there.
    let withdrawn = records.assertion.state == AssertionState::Revoked;
    let length = |format| {
        records
            .documents
            .iter()
            .find(|(known, _)| *known == format)
            .map(|(_, bytes)| *bytes)
    };
    let version = &records.version;
    let mut files = Vec::new();
    let mut add = |ending: &str, words, note: String, icon| {
        let href = paths::award_file(records.assertion.id, ending);
        files.push(Download {
            href,
            words,
            note,
            icon,
        });
    };
    if let Some(json) = length(DocumentFormat::V3Json) {
        let picture = records.shelf.bytes(&version.image_png_blob) + json;
        let note = format!("PNG, about {}", words::size(picture));
        add(
            "png",
            "Picture with the proof inside",
            note,
            DownloadIcon::Picture,
        );
        if records.shelf.is_drawing(&version.image_blob) {
            let drawing = records.shelf.bytes(&version.image_blob) + json;
            let note = format!("SVG, about {}", words::size(drawing));
            add(
                "svg",
                "Drawing with the proof inside",
                note,
                DownloadIcon::Picture,
            );
        }
        let note = format!("Open Badges 3.0, JSON, {}", words::size(json));
        add(
            "json",
            "Badge file for wallets",
            note,
            DownloadIcon::Document,
        );
    }
    // The other forms are made when they are asked for, so their sizes are not known.
    let note = "Open Badges 3.0, JWT".to_owned();
    add("jwt", "Badge as signed text", note, DownloadIcon::Document);
    if !withdrawn {
        let note = "Open Badges 2.0, JSON".to_owned();
        add(
            "v2.json",
            "Badge file for older systems",
            note,
            DownloadIcon::Document,
        );
    }
    files
}

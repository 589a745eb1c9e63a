//! The chunks of a PNG: walked, never decoded.

use std::io::Read as _;

use super::payload::{Payload, Version};
use super::{BakeError, MAX_PAYLOAD_BYTES, Note, UnbakeError, ascii_json};

/// How every PNG begins.
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A PNG with more chunks than this was not made by a drawing program.
const MAX_CHUNKS: usize = 20_000;
/// What surrounds the data of a chunk: length, kind, checksum.
const CHUNK_OVERHEAD: usize = 12;

struct Chunk<'a> {
    kind: [u8; 4],
    data: &'a [u8],
    /// The whole chunk as it stands in the file.
    bytes: &'a [u8],
}

/// The text chunks that hold badges.
struct BadgeText {
    version: Version,
    text: String,
    note: Option<Note>,
}

pub(super) fn read(image: &[u8]) -> Result<(Vec<Payload>, Vec<Note>), UnbakeError> {
    let (chunks, _) = chunks(image)?;
    let mut payloads = Vec::new();
    let mut notes = Vec::new();
    for chunk in &chunks {
        let Some(version) = badge_version(chunk) else {
            continue;
        };
        // Only the first of a version is read; the rest may not even be sound.
        if payloads
            .iter()
            .any(|payload: &Payload| payload.version() == version)
        {
            notes.push(Note::Repeated);
            continue;
        }
        let found = badge_text(chunk, version)?;
        payloads.push(Payload::from_text(found.version, found.text)?);
        notes.extend(found.note);
    }
    Ok((payloads, notes))
}

pub(super) fn bake(image: &[u8], payload: &Payload) -> Result<Vec<u8>, BakeError> {
    let (chunks, trailing) = chunks(image)?;
    let text = match payload {
        Payload::V3Json(json) | Payload::V2Json { json, .. } => ascii_json(json),
        Payload::V3Jwt(text) | Payload::V2Jws(text) | Payload::V2Url(text) => text.clone(),
    };
    let badge = international_text(keyword(payload.version()), &text);
    let mut out = Vec::with_capacity(image.len() + badge.len());
    out.extend_from_slice(SIGNATURE);
    let mut pending = Some(badge);
    for chunk in &chunks {
        if chunk.kind == *b"IDAT"
            && let Some(badge) = pending.take()
        {
            out.extend_from_slice(&badge);
        }
        if badge_version(chunk) != Some(payload.version()) {
            out.extend_from_slice(chunk.bytes);
        }
    }
    if pending.is_some() {
        return Err(damaged("it has no pixels").into());
    }
    out.extend_from_slice(trailing);
    Ok(out)
}

fn keyword(version: Version) -> &'static str {
    match version {
        Version::V2 => "openbadges",
        Version::V3 => "openbadgecredential",
    }
}

/// An uncompressed `iTXt` chunk without language.
fn international_text(keyword: &str, text: &str) -> Vec<u8> {
    let mut data = Vec::with_capacity(keyword.len() + 5 + text.len());
    data.extend_from_slice(keyword.as_bytes());
    // End of keyword, compression flag, compression method, empty language, empty translation.
    data.extend_from_slice(&[0, 0, 0, 0, 0]);
    data.extend_from_slice(text.as_bytes());
    write_chunk(*b"iTXt", &data)
}

fn write_chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("payloads are limited to a few mebibytes");
    let mut chunk = Vec::with_capacity(data.len() + CHUNK_OVERHEAD);
    chunk.extend_from_slice(&length.to_be_bytes());
    chunk.extend_from_slice(&kind);
    chunk.extend_from_slice(data);
    let checksum = crc32fast::hash(&chunk[4..]);
    chunk.extend_from_slice(&checksum.to_be_bytes());
    chunk
}

/// Cuts a PNG into its chunks, and returns what follows the last.
fn chunks(image: &[u8]) -> Result<(Vec<Chunk<'_>>, &[u8]), UnbakeError> {
    let mut rest = image
        .strip_prefix(SIGNATURE)
        .ok_or_else(|| damaged("the signature is missing"))?;
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    loop {
        let (chunk, after) = next_chunk(rest)?;
        rest = after;
        let is_first = chunks.is_empty();
        if is_first != (chunk.kind == *b"IHDR") {
            return Err(damaged("the header is not the one first chunk"));
        }
        if chunks.len() == MAX_CHUNKS {
            return Err(UnbakeError::Refused("it has too many chunks"));
        }
        let is_last = chunk.kind == *b"IEND";
        chunks.push(chunk);
        if is_last {
            return Ok((chunks, rest));
        }
    }
}

fn next_chunk(bytes: &[u8]) -> Result<(Chunk<'_>, &[u8]), UnbakeError> {
    let (length, rest) = bytes
        .split_first_chunk::<4>()
        .ok_or_else(|| damaged("it ends too soon"))?;
    let length = u32::from_be_bytes(*length) as usize;
    let (kind, rest) = rest
        .split_first_chunk::<4>()
        .ok_or_else(|| damaged("it ends too soon"))?;
    if !kind.iter().all(u8::is_ascii_alphabetic) {
        return Err(damaged("a chunk has no name"));
    }
    let (data, rest) = rest
        .split_at_checked(length)
        .ok_or_else(|| damaged("a chunk is longer than the file"))?;
    let (checksum, after) = rest
        .split_first_chunk::<4>()
        .ok_or_else(|| damaged("it ends too soon"))?;
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(kind);
    hasher.update(data);
    if hasher.finalize() != u32::from_be_bytes(*checksum) {
        return Err(damaged("the checksum of a chunk is wrong"));
    }
    let chunk = Chunk {
        kind: *kind,
        data,
        bytes: &bytes[..length + CHUNK_OVERHEAD],
    };
    Ok((chunk, after))
}

/// Which badge a chunk holds, told by its keyword.
fn badge_version(chunk: &Chunk<'_>) -> Option<Version> {
    if !matches!(&chunk.kind, b"iTXt" | b"tEXt" | b"zTXt") {
        return None;
    }
    let (found, _) = split_at_nul(chunk.data)?;
    [Version::V3, Version::V2]
        .into_iter()
        .find(|version| keyword(*version).as_bytes() == found)
}

fn badge_text(chunk: &Chunk<'_>, version: Version) -> Result<BadgeText, UnbakeError> {
    let (_, body) = split_at_nul(chunk.data).ok_or(UnbakeError::UnknownPayload)?;
    let (bytes, note) = match &chunk.kind {
        b"iTXt" => international_body(body)?,
        b"zTXt" => match body.split_first() {
            Some((0, compressed)) => (inflate(compressed)?, Some(Note::Compressed)),
            _ => return Err(damaged("a text is compressed in an unknown way")),
        },
        _ => (body.to_vec(), Some(Note::OldTextChunk)),
    };
    let text = String::from_utf8(bytes).map_err(|_| damaged("a text is not UTF-8"))?;
    Ok(BadgeText {
        version,
        text,
        note,
    })
}

fn international_body(body: &[u8]) -> Result<(Vec<u8>, Option<Note>), UnbakeError> {
    let cut = || damaged("a text chunk is cut short");
    let (flags, rest) = body.split_first_chunk::<2>().ok_or_else(cut)?;
    let (_language, rest) = split_at_nul(rest).ok_or_else(cut)?;
    let (_translated, text) = split_at_nul(rest).ok_or_else(cut)?;
    match flags {
        [0, _] => Ok((text.to_vec(), None)),
        [1, 0] => Ok((inflate(text)?, Some(Note::Compressed))),
        _ => Err(damaged("a text is compressed in an unknown way")),
    }
}

/// Inflates a text, and stops as soon as it is longer than any badge.
fn inflate(compressed: &[u8]) -> Result<Vec<u8>, UnbakeError> {
    let mut text = Vec::new();
    flate2::read::ZlibDecoder::new(compressed)
        .take(MAX_PAYLOAD_BYTES as u64 + 1)
        .read_to_end(&mut text)
        .map_err(|_| damaged("a compressed text cannot be inflated"))?;
    if text.len() > MAX_PAYLOAD_BYTES {
        return Err(UnbakeError::PayloadTooLarge);
    }
    Ok(text)
}

fn split_at_nul(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == 0)?;
    Some((&bytes[..at], &bytes[at + 1..]))
}

fn damaged(what: &str) -> UnbakeError {
    UnbakeError::Damaged(what.to_owned())
}

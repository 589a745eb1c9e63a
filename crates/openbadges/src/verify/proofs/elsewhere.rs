//! Whether the reader sees all that was signed of the objects it relies on.
//!
//! A proof over the meaning of a document covers a graph, in which an object of some `id` is one node, however often it
//! stands in the document. Whoever finds a second place for it can move members there: the signature still fits, and a
//! `credentialStatus` is gone from where it is looked for. So what the graph says of such a node is counted against what
//! the object itself says.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::json::items;
use crate::verify::codes::Code;
use crate::verify::person::subject_of;
use crate::verify::shape::id_of;
use crate::verify::shape::v3::Purpose;

/// What is read of the credential, or the presentation, itself.
const OF_WHOLE: &[&str] = &[
    "awardedDate",
    "credentialSchema",
    "credentialStatus",
    "credentialSubject",
    "endorsement",
    "endorsementJwt",
    "evidence",
    "expirationDate",
    "holder",
    "issuanceDate",
    "issuer",
    "refreshService",
    "relatedResource",
    "termsOfUse",
    "validFrom",
    "validUntil",
    "verifiableCredential",
];
/// What is read of whom or what it is about. A record holds credentials that say more about the same person, in words of
/// another vocabulary.
const OF_SUBJECT: &[&str] = &[
    "achievement",
    "encodedList",
    "identifier",
    "result",
    "statusPurpose",
    "verifiableCredential",
];
const OF_RESOURCE: &[&str] = &["digestMultibase", "digestSRI"];
const OF_STATUS: &[&str] = &[
    "statusListCredential",
    "statusListIndex",
    "statusPurpose",
    "statusSize",
];

const RECORDS: &str = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// An object whose members are relied upon.
struct Relied<'a> {
    object: &'a Value,
    members: &'static [&'static str],
    /// What a member that stands elsewhere is told as.
    code: Code,
    of_record: bool,
}

/// What the graph says of one node by one word.
#[derive(Default)]
struct Said<'l> {
    iris: HashSet<&'l str>,
    others: usize,
}

/// Refuses a document when its canonical form (`lines`) says more of what is relied upon than stands in the objects that
/// are read.
pub(super) fn check(document: &Value, lines: &str) -> Result<(), (Code, String)> {
    let Some(id) = document.get("id").and_then(Value::as_str) else {
        return Ok(());
    };
    let relied = relied_upon(document, id);
    let mut said: HashMap<(&str, &str), Said<'_>> = HashMap::new();
    let mut kinds = Vec::new();
    for (subject, predicate, object) in lines.lines().filter_map(statement) {
        let Some(readers) = relied.get(subject) else {
            continue;
        };
        if subject == id && predicate == TYPE {
            kinds.push(word_of(object.trim_matches(['<', '>'])));
        }
        let word = word_of(predicate);
        let is_read = |relied: &Relied<'_>| {
            relied.members.contains(&word) && (!relied.of_record || predicate.starts_with(RECORDS))
        };
        if !readers.iter().any(is_read) {
            continue;
        }
        let said = said.entry((subject, word)).or_default();
        match object.strip_prefix('<') {
            Some(iri) => drop(said.iris.insert(iri.trim_end_matches('>'))),
            None => said.others += 1,
        }
    }
    if kinds.is_empty() || Purpose::of(&json!({"type": kinds})) != Purpose::of(document) {
        let detail = "the types that were signed are not those of the object itself";
        return Err((Code::FormatStructure, detail.to_owned()));
    }
    for ((subject, word), said) in &said {
        for reader in relied.get(subject).into_iter().flatten() {
            if reader.members.contains(word) && !said.stands_in(word, reader.object) {
                let detail = format!("`{word}` was signed and stands at another place");
                return Err((reader.code, detail));
            }
        }
    }
    Ok(())
}

fn relied_upon<'a>(document: &'a Value, id: &'a str) -> HashMap<&'a str, Vec<Relied<'a>>> {
    let mut relied: HashMap<_, Vec<_>> = HashMap::new();
    let whole = Relied {
        object: document,
        members: OF_WHOLE,
        code: Code::FormatStructure,
        of_record: false,
    };
    relied.entry(id).or_default().push(whole);
    let name = |object: &'a Value| object.get("id").and_then(Value::as_str);
    if let Some(object) = subject_of(document)
        && let Some(id) = name(object)
    {
        let subject = Relied {
            object,
            members: OF_SUBJECT,
            code: Code::FormatStructure,
            of_record: Purpose::of(document) == Purpose::Clr,
        };
        relied.entry(id).or_default().push(subject);
    }
    let listed = [
        ("credentialStatus", OF_STATUS, Code::StatusUnverifiable),
        ("relatedResource", OF_RESOURCE, Code::FormatStructure),
    ];
    for (member, members, code) in listed {
        for object in document.get(member).map_or(&[][..], items) {
            if let Some(id) = name(object) {
                let part = Relied {
                    object,
                    members,
                    code,
                    of_record: false,
                };
                relied.entry(id).or_default().push(part);
            }
        }
    }
    relied
}

impl Said<'_> {
    /// Whether the values of a member are all that was said.
    fn stands_in(&self, word: &str, object: &Value) -> bool {
        let values = object.get(word).map_or(&[][..], items).iter();
        let values: Vec<&Value> = values.filter(|value| !value.is_null()).collect();
        let names: HashSet<&str> = values.iter().filter_map(|value| text_of(value)).collect();
        // In a presentation each of these is a graph of its own, whatever its name.
        if word == "verifiableCredential" && self.iris.is_empty() {
            return self.others <= values.len();
        }
        // What is repeated word for word is one statement; an object without a name is always one of its own.
        let texts = names.difference(&self.iris).count();
        let nameless = values
            .iter()
            .filter(|value| text_of(value).is_none())
            .count();
        self.iris.is_subset(&names) && self.others <= texts + nameless
    }
}

fn text_of(value: &Value) -> Option<&str> {
    id_of(value).or_else(|| value.get("@value")?.as_str())
}

/// Subject, predicate and object of a line about a named node, unless it belongs to a graph inside the graph.
fn statement(line: &str) -> Option<(&str, &str, &str)> {
    let (subject, rest) = line.strip_prefix('<')?.split_once("> <")?;
    let (predicate, rest) = rest.split_once("> ")?;
    let rest = rest.strip_suffix(" .")?;
    // Behind the last quotation mark stand at most a language or a datatype, and the name of a graph.
    let end = rest.rfind('"').map_or(0, |quote| quote + 1);
    (!rest[end..].contains(' ')).then_some((subject, predicate, rest))
}

/// The word that an IRI ends with. Vocabularies of 1EdTech tell words of one spelling apart by a number.
fn word_of(iri: &str) -> &str {
    let word = iri.rsplit(['#', '/']).next().unwrap_or(iri);
    match word.rsplit_once('-') {
        Some((word, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => word,
        _ => word,
    }
}

/// Where an object goes by the name of a blank node, which only the canonical form gives: under such a name every object
/// could be said in several places.
pub(super) fn blank_name(value: &Value) -> Option<&str> {
    match value {
        Value::Object(members) => {
            let own = members.get("id").and_then(Value::as_str);
            own.filter(|id| id.starts_with("_:")).or_else(|| {
                let inside = members
                    .iter()
                    .filter(|(name, _)| !matches!(name.as_str(), "proof" | "verifiableCredential"));
                inside.map(|(_, member)| member).find_map(blank_name)
            })
        }
        Value::Array(list) => list.iter().find_map(blank_name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        assert_eq!(
            statement(r#"<urn:a> <urn:b> "say \"<x> .\""@en ."#),
            Some(("urn:a", "urn:b", r#""say \"<x> .\""@en"#))
        );
        assert_eq!(
            statement("<urn:a> <urn:b> <urn:c> ."),
            Some(("urn:a", "urn:b", "<urn:c>"))
        );
        assert_eq!(statement("<urn:a> <urn:b> _:c14n0 _:c14n1 ."), None);
        assert_eq!(statement(r#"<urn:a> <urn:b> "x" _:c14n1 ."#), None);
        assert_eq!(statement("_:c14n0 <urn:b> <urn:c> ."), None);
    }

    #[test]
    fn a_word_is_what_an_iri_ends_with() {
        assert_eq!(
            word_of("https://a.example/vocab.html#identifier-1"),
            "identifier"
        );
        assert_eq!(word_of("https://a.example/vocab#validUntil"), "validUntil");
        assert_eq!(word_of("https://schema.org/name"), "name");
    }
}

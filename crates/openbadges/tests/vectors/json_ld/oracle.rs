//! `linked` beside another implementation, oxjsonld, wherever that one is right.

use std::cell::Cell;
use std::panic::catch_unwind;

use openbadges::canonical::rdfc::{self, Hash};
use openbadges::contexts::{self, Edition};
use openbadges::linked::{ErrorCode, Options, bundled, compact, expand, to_rdf};
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use serde_json::{Map, Value, json};

use crate::spec_data;

const BASE: &str = "https://example.org/folder/document";

/// What the other implementation makes of a document; an inner `None` where it finds an error.
fn theirs(document: &Value) -> Option<Option<String>> {
    // Its assertions about its own state do not always hold.
    catch_unwind(|| lines_of(document)).ok()
}

fn lines_of(document: &Value) -> Option<String> {
    let text = document.to_string();
    let parser = JsonLdParser::new().with_base_iri(BASE).unwrap();
    let mut lines = String::new();
    let load = |url: &str| contexts::find(url, Edition::Newest);
    let parser = parser
        .for_slice(&text)
        .with_load_document_callback(move |url, _| {
            Ok(JsonLdRemoteDocument {
                document: load(url).ok_or("an unknown context")?.into(),
                document_url: url.to_owned(),
            })
        });
    for quad in parser {
        lines.push_str(&format!("{} .\n", quad.ok()?));
    }
    let (quads, _) = rdfc::parse_n_quads(&lines).ok()?;
    Some(rdfc::canonicalize(&quads, Hash::Sha256).ok()?.n_quads)
}

fn ours(document: &Value) -> Option<String> {
    let loader = |url: &str| bundled(url, Edition::Newest);
    let mut options = Options::new(&loader);
    options.base = Some(BASE);
    let quads = to_rdf(document, &options).ok()?;
    Some(rdfc::canonicalize(&quads, Hash::Sha256).ok()?.n_quads)
}

/// Whether both give the same statements; an error if not, `false` where one of them gives none.
///
/// Language tags are in lower case with us, and as they are with them.
fn agree(document: &Value) -> Result<bool, String> {
    let Some(theirs) = theirs(document) else {
        return Ok(false);
    };
    match (ours(document), theirs) {
        (Some(ours), Some(theirs)) if ours.to_lowercase() == theirs.to_lowercase() => {
            Ok(!ours.is_empty())
        }
        (Some(ours), Some(theirs)) => Err(format!(
            "{}\nours: {ours:#?}\ntheirs: {theirs:#?}",
            shown(document)
        )),
        _ => Ok(false),
    }
}

fn shown(document: &Value) -> String {
    let mut document = document.clone();
    document["@context"].take();
    document.to_string()
}

fn context() -> Value {
    json!({
        "@version": 1.1,
        "ex": "https://example.org/ns#",
        "id": "@id",
        "type": "@type",
        "name": "ex:name",
        "german": {"@id": "ex:german", "@language": "de"},
        "plain": {"@id": "ex:plain", "@language": null},
        "date": {"@id": "ex:date", "@type": "http://www.w3.org/2001/XMLSchema#date"},
        "number": {"@id": "ex:number", "@type": "http://www.w3.org/2001/XMLSchema#double"},
        "link": {"@id": "ex:link", "@type": "@id"},
        "word": {"@id": "ex:word", "@type": "@vocab"},
        "json": {"@id": "ex:json", "@type": "@json"},
        "list": {"@id": "ex:list", "@container": "@list"},
        "links": {"@id": "ex:links", "@type": "@id", "@container": "@list"},
        "set": {"@id": "ex:set", "@container": "@set"},
        "languages": {"@id": "ex:languages", "@container": "@language"},
        "index": {"@id": "ex:index", "@container": "@index"},
        "byId": {"@id": "ex:byId", "@container": "@id"},
        "graph": {"@id": "ex:graph", "@container": "@graph"},
        "graphs": {"@id": "ex:graphs", "@container": ["@graph", "@id"]},
        "back": {"@reverse": "ex:back"},
        "nothing": null,
        "Scoped": {"@id": "ex:Scoped", "@context": {"name": "ex:scopedName", "@vocab": "https://v.example/"}},
        "inner": {"@id": "ex:inner", "@context": {"name": "ex:innerName", "@language": "fr"}},
    })
}

fn any_node() -> impl Strategy<Value = Value> {
    // Without what the other implementation gets wrong: maps by identifier or in graphs that are no maps, plain values
    // in graphs, keywords at odd places, words that are dropped beside a graph.
    const NAMES: [&str; 18] = [
        "id",
        "type",
        "name",
        "german",
        "plain",
        "date",
        "number",
        "link",
        "word",
        "json",
        "list",
        "links",
        "set",
        "languages",
        "index",
        "back",
        "inner",
        "https://full.example/p",
    ];
    const TEXTS: [&str; 14] = [
        "",
        "text",
        "ex:thing",
        "https://full.example/o",
        "relative",
        "../up",
        "#part",
        "_:b1",
        "Scoped",
        "name",
        "en",
        "@none",
        "quote \" and \\ and \n",
        "Ünïcode 🎖",
    ];
    let leaf = prop_oneof![
        4 => prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        1 => any::<i32>().prop_map(Value::from),
        1 => (-1000_i32..1000).prop_map(|number| json!(f64::from(number) / 8.0)),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    let value = leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => prop::collection::vec((prop::sample::select(&NAMES[..]), inner), 0..5)
                .prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    });
    let member = (prop::sample::select(&NAMES[..]), value);
    prop::collection::vec(member, 1..6).prop_map(|members| {
        let mut node: Map<String, Value> = Map::new();
        node.insert("@context".into(), context());
        node.extend(
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value)),
        );
        Value::Object(node)
    })
}

/// Runs a check on thousands of documents; it tells whether it had something to say about one.
fn check(cases: u32, at_least: u32, check: impl Fn(&Value) -> Result<bool, String>) {
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    };
    let said = Cell::new(0);
    let outcome = TestRunner::new(config).run(&any_node(), |node| {
        let meaningful = check(&node).map_err(TestCaseError::fail)?;
        said.set(said.get() + u32::from(meaningful));
        Ok(())
    });
    outcome.unwrap();
    assert!(said.get() > at_least, "{}", said.get());
}

#[test]
fn documents_made_up_by_chance_mean_the_same_to_another_implementation() {
    check(3_000, 1_000, agree);
}

#[test]
fn what_was_expanded_and_compacted_means_the_same_as_before() {
    let options = |loader| Options {
        base: Some(BASE),
        ..Options::new(loader)
    };
    let loader = |_: &str| None;
    check(3_000, 1_000, |document| {
        let options = options(&loader);
        let Some(before) = ours(document) else {
            return Ok(false);
        };
        let expanded = expand(document, &options).map_err(|error| error.to_string())?;
        let compacted = match compact(&expanded, &document["@context"], &options) {
            Ok(compacted) => compacted,
            // `Scoped:` and the like, which the specification has no way to write.
            Err(error) if error.code() == Some(ErrorCode::IriConfusedWithPrefix) => {
                return Ok(false);
            }
            Err(error) => return Err(error.to_string()),
        };
        match ours(&compacted) {
            Some(after) if after == before => Ok(!before.is_empty()),
            after => Err(format!(
                "{}\n{}\nbefore: {before:#?}\nafter: {after:#?}",
                shown(document),
                shown(&compacted)
            )),
        }
    });
}

/// Documents with a type that no context defines, so that words under it mean nothing: the other implementation
/// goes on inside of the members that it drops.
const DROPPED: &[&str] = &[
    "getting-started.02.json",
    "getting-started.03.json",
    "simple-err-credential-subject-type.json",
];

#[test]
fn published_documents_mean_the_same_to_another_implementation() {
    let Some(folder) = spec_data() else { return };
    let mut places = vec![folder.join("samples"), folder.join("examples")];
    let (mut same, mut different) = (0, Vec::new());
    while let Some(place) = places.pop() {
        if place.is_dir() {
            places.extend(
                std::fs::read_dir(place)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&place) else {
            continue;
        };
        let Ok(document @ Value::Object(_)) = serde_json::from_str(&text) else {
            continue;
        };
        if DROPPED.iter().any(|name| place.ends_with(name)) {
            continue;
        }
        match agree(&document) {
            Ok(meaningful) => same += usize::from(meaningful),
            Err(difference) => different.push(format!("{}\n{difference}", place.display())),
        }
    }
    assert!(
        different.is_empty(),
        "{} {}:\n{}",
        same,
        different.len(),
        different.join("\n\n")
    );
    assert!(same > 100, "{same}");
}

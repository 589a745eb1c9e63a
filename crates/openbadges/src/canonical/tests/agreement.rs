//! The compiled tables against the reference path, on documents made up by chance.
//!
//! `AGREEMENT_CASES` sets how many; the documents of a run are always the same.

use serde_json::{Map, Value, json};

use crate::canonical::part::Part;
use crate::canonical::rdfc::Hash;
use crate::canonical::{
    canonicalize_compiled, canonicalize_hashed, canonicalize_reference, compiled,
};
use crate::contexts::{self, Edition};
use crate::json::tape::Tape;

/// Less than a minute where nothing is optimised.
const CASES: u64 = 20_000;

fn cases() -> u64 {
    let asked = std::env::var("AGREEMENT_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(CASES)
}

#[test]
fn both_ways_agree_on_documents_made_up_over_every_pinned_context() {
    let vocabulary = Vocabulary::read();
    let (mut served, mut fine) = (0, 0);
    let cases = cases();
    for seed in 0..cases {
        let mut maker = Maker::new(&vocabulary, seed);
        let document = maker.document();
        let edition = match seed % 5 {
            0 => Edition::Early303,
            _ => Edition::Newest,
        };

        let compiled = canonicalize_compiled(&document, edition);
        let reference = canonicalize_reference(&document, edition);

        fine += u64::from(reference.is_ok());
        let text = document.to_string();
        let tape = crate::json::reader::tape(text.as_bytes()).unwrap();
        let of_text = compiled::canonicalize(&tape, Part::WHOLE, edition, Hash::Sha256);
        let of_text = of_text.map(|answer| answer.map(|(lines, _)| lines));
        assert_eq!(of_text, compiled, "seed {seed}: {text}");
        if seed % 10 == 0 {
            assert_same_with_sha384(&tape, &document, edition, seed);
        }
        if let Some(compiled) = compiled {
            served += 1;
            if compiled != reference {
                let document = smallest(document, |document| {
                    canonicalize_compiled(document, edition).is_some_and(|compiled| {
                        compiled != canonicalize_reference(document, edition)
                    })
                });
                let compiled = canonicalize_compiled(&document, edition);
                let reference = canonicalize_reference(&document, edition);
                panic!("seed {seed}: {document:#}\n{compiled:#?}\n{reference:#?}");
            }
        }
    }
    // Not everything that is right is served, but nothing that is wrong.
    assert!(served * 100 > fine * 85, "{served} of {fine} of {cases}");
    assert!(fine * 100 > cases * 30, "{fine} of {cases}");
}

/// The other hash orders blank nodes otherwise, on both ways alike.
fn assert_same_with_sha384(tape: &Tape<'_>, document: &Value, edition: Edition, seed: u64) {
    let compiled = compiled::canonicalize(tape, Part::WHOLE, edition, Hash::Sha384);
    if let Some(compiled) = compiled {
        let reference = canonicalize_hashed(document, edition.lookup(), Hash::Sha384);
        let compiled = compiled.map(|(lines, _)| lines);
        assert_eq!(compiled, reference, "seed {seed}: {document}");
    }
}

#[test]
fn terms_that_differ_in_little_or_stand_in_odd_places_are_protected_too() {
    let of_sets = json!({"type": ["AchievementSubject", "IdentifierEntry"]});
    let of_datatypes = json!({
        "type": "Result",
        "description": {"@value": "x", "@type": "Achievement"},
    });
    for mut document in [of_sets, of_datatypes] {
        document["@context"] = json!([V2, OB[0]]);

        assert_eq!(canonicalize_compiled(&document, Edition::Newest), None);
        assert!(canonicalize_reference(&document, Edition::Newest).is_err());
    }
}

/// Leaves out of a document whatever can be left out so that it still fails.
fn smallest(mut document: Value, fails: impl Fn(&Value) -> bool) -> Value {
    let mut places = vec![String::new()];
    while let Some(place) = places.pop() {
        let Some(value) = document.pointer(&place) else {
            continue;
        };
        let inside: Vec<String> = match value {
            Value::Object(members) => members.keys().cloned().collect(),
            Value::Array(items) => (0..items.len())
                .rev()
                .map(|index| index.to_string())
                .collect(),
            _ => continue,
        };
        for token in inside {
            let mut less = document.clone();
            match less.pointer_mut(&place) {
                Some(Value::Object(members)) => drop(members.shift_remove(&token)),
                Some(Value::Array(items)) => drop(items.remove(token.parse().unwrap())),
                _ => unreachable!("it is a container"),
            }
            if fails(&less) {
                document = less;
            }
        }
        match document.pointer(&place) {
            Some(Value::Object(members)) => places.extend(
                members
                    .keys()
                    .map(|name| crate::json::pointer_to(&place, name)),
            ),
            Some(Value::Array(items)) => {
                places.extend((0..items.len()).map(|index| crate::json::pointer_to(&place, index)));
            }
            _ => {}
        }
    }
    document
}

/// Words of the pinned contexts, as a writer of documents would look them up.
struct Vocabulary {
    contexts: Vec<(&'static str, Map<String, Value>)>,
}

impl Vocabulary {
    fn read() -> Self {
        let read = |url| {
            let text = contexts::find(url, Edition::Newest).unwrap();
            let document: Value = serde_json::from_str(text).unwrap();
            let members = match &document["@context"] {
                Value::Array(parts) => parts.iter().filter_map(Value::as_object).flatten(),
                context => std::slice::from_ref(context)
                    .iter()
                    .filter_map(Value::as_object)
                    .flatten(),
            }
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
            (url, members)
        };
        Self {
            contexts: contexts::known_urls().map(read).collect(),
        }
    }

    fn of(&self, url: &str) -> &Map<String, Value> {
        let found = self.contexts.iter().find(|(known, _)| *known == url);
        &found.unwrap().1
    }
}

const V1: &str = "https://www.w3.org/2018/credentials/v1";
const V2: &str = "https://www.w3.org/ns/credentials/v2";
const OB: [&str; 4] = [
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
];
const MORE: [&str; 8] = [
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://w3id.org/security/suites/ed25519-2020/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/vc/status-list/2021/v1",
    "https://www.w3.org/ns/credentials/examples/v2",
    "https://www.w3.org/ns/credentials/undefined-terms/v2",
];

const TEXTS: [&str; 22] = [
    "",
    "plain",
    "A longer text, with punctuation; and more.",
    "quote \" backslash \\ slash /",
    "line\nfeed\r\n\ttab",
    "control \u{1}\u{b}\u{1f}\u{7f}\u{80}\u{9f}",
    "Zürich 東京 \u{1f600} e\u{301}",
    "not characters \u{fffe}\u{ffff} \u{feff}\u{10ffff}",
    "@example",
    "@type",
    "@id",
    "id",
    "type",
    "Achievement",
    "assertionMethod",
    "_:a",
    "2026-11-22T10:00:00Z",
    "2026-11-22",
    "3.14",
    "true",
    "relative/path",
    "a b",
];

const IRIS: [&str; 22] = [
    "https://example.org/a",
    "https://example.org/a",
    "https://example.org/b#c",
    "https://example.org/a/../b",
    "HTTPS://EXAMPLE.org:443/%7euser?q=1&r",
    "urn:uuid:6f1c2b0e-8a54-4c1e-9f0e-2b7d5a7f1c01",
    "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    "mailto:someone@example.org",
    "data:image/png;base64,AAAA",
    "cred:issuer",
    "xsd:date",
    "sec:proof",
    "name:x",
    "cred://x",
    "a:",
    "urn:é",
    "https://example.org/[1]",
    "https://example.org/{1}",
    "urn:a b",
    "9:x",
    "_:b",
    "../relative",
];

struct Maker<'v> {
    vocabulary: &'v Vocabulary,
    state: u64,
    /// How often something irregular is written, in a thousand.
    irregular: u64,
    objects: usize,
}

impl<'v> Maker<'v> {
    fn new(vocabulary: &'v Vocabulary, seed: u64) -> Self {
        let irregular = [0, 0, 4, 20][seed as usize % 4];
        Self {
            vocabulary,
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5555,
            irregular,
            objects: 0,
        }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn chance(&mut self, of_thousand: u64) -> bool {
        self.next() % 1_000 < of_thousand
    }

    fn odd(&mut self) -> bool {
        let irregular = self.irregular;
        self.chance(irregular)
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn contexts(&mut self) -> Vec<&'static str> {
        let mut urls = vec![if self.chance(150) { V1 } else { V2 }];
        if self.chance(800) {
            let index = self.below(6).saturating_sub(2);
            urls.push(OB[index]);
        }
        while self.chance(250) {
            let more = self.pick(&MORE);
            urls.push(more);
        }
        if self.odd() {
            // One names a context that nobody here knows.
            let all: Vec<_> = contexts::known_urls()
                .filter(|url| !url.ends_with("credentials/examples/v1"))
                .collect();
            urls = (0..1 + self.below(3)).map(|_| self.pick(&all)).collect();
        }
        urls
    }

    fn document(&mut self) -> Value {
        let urls = self.contexts();
        let mut scope = Scope::default();
        for url in &urls {
            scope.add(self.vocabulary.of(url));
        }
        let mut document = self.object(&scope, 0, None);
        let members = document.as_object_mut().unwrap();
        members.insert("@context".to_owned(), json!(urls));
        document
    }

    fn object(&mut self, scope: &Scope<'v>, depth: usize, property: Option<&'v Value>) -> Value {
        self.objects += 1;
        let mut members = Map::new();
        let mut scope = scope.clone();
        if let Some(Value::Object(context)) =
            property.and_then(|definition| definition.get("@context"))
        {
            scope.add(context);
        }
        if property.is_some_and(|definition| definition.get("@context") == Some(&Value::Null)) {
            let urls = self.contexts();
            scope = Scope::default();
            urls.iter()
                .for_each(|url| scope.add(self.vocabulary.of(url)));
            members.insert("@context".to_owned(), json!(urls));
        } else if depth > 0 && self.chance(15) {
            let urls = self.contexts();
            urls.iter()
                .for_each(|url| scope.add(self.vocabulary.of(url)));
            members.insert("@context".to_owned(), json!(urls));
        }
        let mut inner = scope.clone();
        let types = scope.types();
        let count = [0, 1, 1, 1, 1, 2, 2, 3][self.below(8)];
        let mut chosen = Vec::new();
        for _ in 0..count {
            let Some(name) = (!types.is_empty()).then(|| self.pick(&types)) else {
                break;
            };
            chosen.push(name);
            if let Some(context) = scope
                .definition(name)
                .get("@context")
                .and_then(Value::as_object)
            {
                inner.add(context);
            }
        }
        if !chosen.is_empty() {
            let types = match (chosen.as_slice(), self.chance(500)) {
                ([one], true) => json!(one),
                (all, _) => json!(all),
            };
            members.insert("type".to_owned(), types);
        }
        if self.chance(500) {
            let iri = self.iri();
            members.insert("id".to_owned(), iri);
        }
        let names = inner.properties();
        for _ in 0..self.below(7) {
            if names.is_empty() || self.objects > 40 {
                break;
            }
            let name = self.pick(&names);
            let value = self.values(&scope, inner.definition(name), depth);
            members.insert(name.to_owned(), value);
        }
        if self.odd() {
            let (name, value) = self.oddity();
            members.insert(name.to_owned(), value);
        }
        Value::Object(members)
    }

    fn oddity(&mut self) -> (&'static str, Value) {
        let name = self.pick(&[
            "shoeSize",
            "@index",
            "@id",
            "@type",
            "@value",
            "@list",
            "@graph",
            "id",
            "type",
            "https://schema.org/name",
            "cred:x",
            "_:x",
            "",
            "jsonSchema",
            "@language",
            "accolade-combined:0",
            "proof",
            "verifiableCredential",
        ]);
        let scope = Scope::default();
        let value = self.any_value(&scope, 3);
        (name, value)
    }

    fn values(&mut self, scope: &Scope<'v>, definition: &'v Value, depth: usize) -> Value {
        match self.below(10) {
            0 => Value::Array(
                (0..self.below(4))
                    .map(|_| self.value(scope, definition, depth))
                    .collect(),
            ),
            1 => {
                let value = self.value(scope, definition, depth);
                json!([value.clone(), value])
            }
            2 => {
                let one = self.value(scope, definition, depth);
                let other = self.value(scope, definition, depth);
                json!([one, [other, null], []])
            }
            _ => self.value(scope, definition, depth),
        }
    }

    fn value(&mut self, scope: &Scope<'v>, definition: &'v Value, depth: usize) -> Value {
        if self.odd() {
            return self.any_value(scope, depth);
        }
        let graph = definition.get("@container") == Some(&json!("@graph"));
        let may_nest = depth < 5 && self.objects < 40;
        match definition.get("@type").and_then(Value::as_str) {
            _ if graph => {
                let mut object = self.object(scope, depth + 1, Some(definition));
                if self.chance(900) {
                    object["type"] = json!("DataIntegrityProof");
                }
                object
            }
            Some("@id") if may_nest && self.chance(600) => {
                self.object(scope, depth + 1, Some(definition))
            }
            Some("@id") => self.iri(),
            Some("@vocab") if self.chance(700) => {
                json!(self.pick(&["assertionMethod", "authentication", "Achievement"]))
            }
            Some("@vocab") => self.iri(),
            Some("@json") => json!({"a": [1, "x"]}),
            Some(_) if self.chance(800) => self.scalar(),
            _ if may_nest && self.chance(350) => self.object(scope, depth + 1, Some(definition)),
            _ if self.chance(60) => self.value_object(),
            _ => self.scalar(),
        }
    }

    fn any_value(&mut self, scope: &Scope<'v>, depth: usize) -> Value {
        match self.below(9) {
            0 => self.iri(),
            1 => json!(null),
            2 => json!([]),
            3 if depth < 4 => self.object(scope, depth + 1, None),
            4 => self.value_object(),
            5 => json!({"@list": [self.scalar()]}),
            6 => json!({}),
            7 => json!([[self.scalar()], null, [[self.scalar()]]]),
            _ => self.scalar(),
        }
    }

    fn value_object(&mut self) -> Value {
        let text = self.scalar();
        match self.below(7) {
            0 => {
                json!({"@value": text, "@language": self.pick(&["en", "de-CH", "EN-gb", "x", "e_n"])})
            }
            1 => json!({"@value": text, "@type": self.pick(&IRIS)}),
            2 => {
                json!({"@value": text, "@type": self.pick(&["Achievement", "xsd:date", "nothing", "@json", "id"])})
            }
            3 => json!({"@value": text, "@language": "en", "@type": "https://example.org/a"}),
            4 if self.odd() => json!({"@value": text, "name": "x"}),
            _ => json!({"@value": text}),
        }
    }

    fn scalar(&mut self) -> Value {
        match self.below(12) {
            0 => json!(self.chance(500)),
            1 => json!(self.below(5)),
            2 => json!(self.next() as i64),
            3 => json!(self.next()),
            4 => json!(self.below(100_000) as f64 / 100.0),
            5 => json!(f64::from_bits(self.next())),
            6 => {
                let number = self.pick(&[
                    0.0,
                    -0.0,
                    1.0,
                    1e-7,
                    1e-6,
                    1e20,
                    1e21,
                    9.9e20,
                    123_456_789.0,
                    1e300,
                    -5.5,
                    9_007_199_254_740_993.0,
                ]);
                json!(number)
            }
            _ if self.irregular > 0 => json!(self.pick(&TEXTS)),
            _ => json!(self.pick(&TEXTS[1..9])),
        }
    }

    fn iri(&mut self) -> Value {
        let many = if self.irregular > 0 { IRIS.len() } else { 13 };
        json!(IRIS[self.below(many)])
    }
}

/// The terms that a writer may use at a place.
#[derive(Clone, Default)]
struct Scope<'v> {
    terms: std::collections::BTreeMap<&'v str, &'v Value>,
}

impl<'v> Scope<'v> {
    fn add(&mut self, context: &'v Map<String, Value>) {
        let terms = context.iter().filter(|(name, _)| !name.starts_with('@'));
        self.terms
            .extend(terms.map(|(name, value)| (name.as_str(), value)));
    }

    fn definition(&self, name: &str) -> &'v Value {
        self.terms[name]
    }

    fn types(&self) -> Vec<&'v str> {
        let upper = |name: &&&str| name.starts_with(|letter: char| letter.is_ascii_uppercase());
        self.terms.keys().filter(upper).copied().collect()
    }

    fn properties(&self) -> Vec<&'v str> {
        let lower = |name: &&&str| {
            !name.starts_with(|letter: char| letter.is_ascii_uppercase())
                && !matches!(**name, "id" | "type" | "jsonSchema" | "_sd" | "cnf")
        };
        self.terms.keys().filter(lower).copied().collect()
    }
}

//! The W3C suite of JSON-LD 1.1: expansion, compaction and RDF, every case of the three manifests.

mod oracle;

use std::collections::HashMap;
use std::path::Path;

use openbadges::canonical::rdfc::{self, Hash};
use openbadges::linked::{LinkedError, Mode, Options, RdfDirection, compact, expand, to_rdf};
use serde_json::Value;

use crate::{json, text, vectors};

/// What was done with the cases of one manifest.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    right: usize,
    /// For version 1.0 only; a processor of version 1.1 answers otherwise.
    old: usize,
    excepted: usize,
    wrong: Vec<String>,
}

/// Cases that are left out, and why.
const EXCEPTED: &[(&str, &str)] = &[(
    "toRdf#te075",
    "asks for generalized RDF: a blank node as property, which no signed document may have",
)];

/// All JSON documents of a suite, by their addresses.
struct Library {
    documents: HashMap<String, Value>,
    base: String,
}

impl Library {
    fn read(folder: &Path, base: &str) -> Self {
        let mut documents = HashMap::new();
        for part in [
            "",
            "expand",
            "expand/c031",
            "compact",
            "toRdf",
            "toRdf/c031",
        ] {
            for entry in std::fs::read_dir(folder.join(part)).unwrap() {
                let path = entry.unwrap().path();
                let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) else {
                    continue;
                };
                if path.is_file()
                    && !name.ends_with(".nq")
                    && let Ok(document) = serde_json::from_str(&text(&path))
                {
                    documents.insert(format!("{base}{name}"), document);
                }
            }
        }
        Self {
            documents,
            base: base.to_owned(),
        }
    }

    fn find(&self, name: &Value) -> &Value {
        let name = name.as_str().unwrap();
        self.documents
            .get(&format!("{}{name}", self.base))
            .unwrap_or_else(|| panic!("{name} is not in the suite"))
    }
}

/// Runs a manifest; `run` processes the input, `agrees` compares with the expectation.
fn run<T>(
    manifest: &str,
    process: impl for<'a> Fn(&'a Value, &'a Library, &Value, &Options<'a>) -> Result<T, LinkedError>,
    agrees: impl Fn(&Value, &Library, &T) -> Result<(), String>,
) -> Option<Tally> {
    let folder = vectors()?.join("json-ld");
    let list = json(folder.join(format!("{manifest}-manifest.jsonld")));
    let library = Library::read(&folder, list["baseIri"].as_str().unwrap());
    let mut tally = Tally::default();
    for case in list["sequence"].as_array().unwrap() {
        let name = format!("{manifest}{}", case["@id"].as_str().unwrap());
        let option = &case["option"];
        if option["specVersion"] == "json-ld-1.0" {
            tally.old += 1;
            continue;
        }
        if EXCEPTED.iter().any(|(excepted, _)| *excepted == name) {
            tally.excepted += 1;
            continue;
        }
        let address = format!("{}{}", library.base, case["input"].as_str().unwrap());
        let mut options = Options::new(&library.documents);
        options.base = Some(option["base"].as_str().unwrap_or(&address));
        if option["processingMode"] == "json-ld-1.0" {
            options.processing_mode = Mode::JsonLd1_0;
        }
        if option["expandContext"].is_string() {
            options.expand_context = Some(library.find(&option["expandContext"]));
        }
        options.compact_arrays = option["compactArrays"] != false;
        options.compact_to_relative = option["compactToRelative"] != false;
        options.rdf_direction = match option["rdfDirection"].as_str() {
            Some("i18n-datatype") => Some(RdfDirection::I18nDatatype),
            Some("compound-literal") => Some(RdfDirection::CompoundLiteral),
            _ => None,
        };
        let outcome = process(library.find(&case["input"]), &library, case, &options);
        let verdict = match (case["expectErrorCode"].as_str(), outcome) {
            (None, Ok(answer)) => agrees(case, &library, &answer),
            (None, Err(error)) => Err(error.to_string()),
            (Some(code), Err(error)) if error.code().is_some_and(|own| own.as_str() == code) => {
                Ok(())
            }
            (Some(code), Err(error)) => Err(format!("{error} instead of {code}")),
            (Some(code), Ok(_)) => Err(format!("no error instead of {code}")),
        };
        match verdict {
            Ok(()) => tally.right += 1,
            Err(why) => tally.wrong.push(format!("{name} {}: {why}", case["name"])),
        }
    }
    Some(tally)
}

/// JSON-LD equality: the order of members never counts, that of items only in lists.
fn same(a: &Value, b: &Value, ordered: bool) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(name, value)| {
                    b.get(name)
                        .is_some_and(|other| same(value, other, name == "@list"))
                })
        }
        (Value::Array(a), Value::Array(b)) if ordered => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b, false))
        }
        (Value::Array(a), Value::Array(b)) => {
            let mut left: Vec<&Value> = b.iter().collect();
            a.len() == b.len()
                && a.iter().all(|item| {
                    let place = left.iter().position(|other| same(item, other, false));
                    place.map(|place| left.swap_remove(place)).is_some()
                })
        }
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

fn agrees_as_json(case: &Value, library: &Library, answer: &Value) -> Result<(), String> {
    let expected = library.find(&case["expect"]);
    if same(answer, expected, false) {
        Ok(())
    } else {
        Err(format!("{answer}\n  instead of {expected}"))
    }
}

fn canonical(quads: &[rdfc::Quad]) -> String {
    rdfc::canonicalize(quads, Hash::Sha256).unwrap().n_quads
}

fn assert_tally(tally: &Tally, right: usize, old: usize, excepted: usize) {
    let expected = Tally {
        right,
        old,
        excepted,
        wrong: Vec::new(),
    };
    let wrong = tally.wrong.join("\n");
    assert!(
        *tally == expected,
        "{} right, {} wrong:\n{wrong}",
        tally.right,
        tally.wrong.len()
    );
}

#[test]
fn the_w3c_suite_of_json_ld_expansion_passes() {
    let tally = run(
        "expand",
        |input, _, _, options| expand(input, options),
        agrees_as_json,
    );

    if let Some(tally) = tally {
        assert_tally(&tally, 376, 9, 0);
    }
}

#[test]
fn the_w3c_suite_of_json_ld_compaction_passes() {
    let tally = run(
        "compact",
        |input, library, case, options| compact(input, library.find(&case["context"]), options),
        agrees_as_json,
    );

    if let Some(tally) = tally {
        assert_tally(&tally, 244, 2, 0);
    }
}

#[test]
fn the_w3c_suite_of_json_ld_to_rdf_passes() {
    let Some(folder) = vectors().map(|folder| folder.join("json-ld")) else {
        return;
    };

    let tally = run(
        "toRdf",
        |input, _, _, options| to_rdf(input, options),
        |case, _, quads| {
            let Some(file) = case["expect"].as_str() else {
                return Ok(());
            };
            let (expected, _) = rdfc::parse_n_quads(&text(folder.join(file))).unwrap();
            let (answer, expected) = (canonical(quads), canonical(&expected));
            if answer == expected {
                Ok(())
            } else {
                Err(format!("\n{answer}  instead of\n{expected}"))
            }
        },
    );

    if let Some(tally) = tally {
        assert_tally(&tally, 455, 11, 1);
    }
}

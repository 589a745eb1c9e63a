//! Turns the pinned JSON-LD contexts into tables of terms: `src/canonical/compiled/tables.rs` includes the result.
//!
//! What depends on a context alone is worked out here: which IRI a term stands for, what its values are
//! coerced to, which context it brings along. A context that uses anything else than the pinned ones do
//! today is written down as `None`, and documents that name it are left to the reference path.

#[path = "src/contexts/pinned.rs"]
mod pinned;
#[path = "src/canonical/compiled/spread.rs"]
mod spread;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Map, Value};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/contexts");
    println!("cargo:rerun-if-changed=src/canonical/compiled/spread.rs");
    let mut pinned = BTreeMap::new();
    let mut names = BTreeSet::new();
    for (url, text) in pinned::CONTEXTS {
        let context = context_of(text)?;
        collect_names(&context, &mut names);
        pinned.insert((*url).to_owned(), context);
    }
    let early = context_of(pinned::EARLY_3_0_3)?;
    collect_names(&early, &mut names);
    let mut compiler = Compiler {
        pinned: &pinned,
        names: names.into_iter().zip(0..).collect(),
        numbers: BTreeMap::new(),
        contexts: Vec::new(),
    };
    let mut addresses = String::new();
    for (url, _) in pinned::CONTEXTS {
        let newest = compiler.number(&pinned[*url]);
        let early = match *url == pinned::OPEN_BADGES_3_0_3 {
            true => compiler.number(&early),
            false => newest,
        };
        writeln!(
            addresses,
            "    Pinned {{ url: {url:?}, newest: {newest}, early: {early} }},"
        )?;
    }
    let code = compiler.code() + &format!("static PINNED: &[Pinned] = &[\n{addresses}];\n");
    let folder = std::env::var("OUT_DIR")?;
    std::fs::write(std::path::Path::new(&folder).join("contexts.rs"), code)?;
    Ok(())
}

fn context_of(text: &str) -> Result<Value, serde_json::Error> {
    let mut document: Value = serde_json::from_str(text)?;
    Ok(document["@context"].take())
}

/// Collects the names of all terms, at every depth.
fn collect_names(context: &Value, names: &mut BTreeSet<String>) {
    match context {
        Value::Array(parts) => parts.iter().for_each(|part| collect_names(part, names)),
        Value::Object(members) => {
            for (name, definition) in members.iter().filter(|(name, _)| !name.starts_with('@')) {
                names.insert(name.clone());
                collect_names(&definition["@context"], names);
            }
        }
        _ => {}
    }
}

struct Compiler<'a> {
    pinned: &'a BTreeMap<String, Value>,
    names: BTreeMap<String, u16>,
    /// The number of each context, by its JSON text: many terms bring the same one.
    numbers: BTreeMap<String, u16>,
    contexts: Vec<Option<String>>,
}

impl Compiler<'_> {
    /// Compiles a context, or finds it among those that are compiled.
    fn number(&mut self, context: &Value) -> u16 {
        let text = context.to_string();
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let steps = self.steps(context);
        let number = u16::try_from(self.contexts.len()).expect("few contexts are pinned");
        self.contexts.push(steps);
        self.numbers.insert(text, number);
        number
    }

    fn steps(&mut self, context: &Value) -> Option<String> {
        let parts = match context {
            Value::Array(parts) => parts.as_slice(),
            part => std::slice::from_ref(part),
        };
        let mut code = String::from("&[");
        for part in parts {
            match part {
                Value::Null => code += "Step::Reset, ",
                Value::String(url) => {
                    let number = self.number(self.pinned.get(url)?);
                    self.contexts[usize::from(number)].as_ref()?;
                    code += &format!("Step::Other({number}), ");
                }
                Value::Object(members) => code += &self.define(members)?,
                _ => return None,
            }
        }
        Some(code + "]")
    }

    fn define(&mut self, members: &Map<String, Value>) -> Option<String> {
        let mut protected = false;
        let mut vocab = None;
        let mut terms = String::new();
        for (name, definition) in members {
            match name.as_str() {
                "@version" => {}
                "@protected" => protected = definition.as_bool()?,
                "@vocab" => vocab = Some(absolute(definition.as_str()?)?),
                _ if name.starts_with('@') || name.contains([':', '/']) => return None,
                _ => {
                    let meaning = self.meaning(name, definition, members)?;
                    let number = self.names[name];
                    terms += &format!("\n        Term {{ name: {number}, meaning: {meaning} }},");
                }
            }
        }
        Some(format!(
            "Step::Define {{ protected: {protected}, vocab: {vocab:?}, terms: &[{terms}\n    ] }}, "
        ))
    }

    fn meaning(
        &mut self,
        name: &str,
        definition: &Value,
        local: &Map<String, Value>,
    ) -> Option<String> {
        match (name, definition.as_str()) {
            ("id", Some("@id")) => return Some("Meaning::Id".to_owned()),
            ("type", Some("@type")) => return Some("Meaning::Type".to_owned()),
            // The engine relies on these two words.
            ("id" | "type", _) => return None,
            _ => {}
        }
        let (iri, prefix) = self.resolve(id_of(definition)?, local, 0)?;
        let prefix = definition.is_string() && prefix;
        let mut coercion = "Coercion::None".to_owned();
        let mut container = "None";
        let mut scoped = None;
        for (keyword, value) in definition.as_object().into_iter().flatten() {
            match (keyword.as_str(), value) {
                ("@id", _) => {}
                ("@type", Value::String(text)) => coercion = self.coercion(text, local)?,
                ("@container", Value::String(text)) => match text.as_str() {
                    "@set" => container = "Set",
                    "@list" => container = "List",
                    "@graph" => container = "Graph",
                    _ => return None,
                },
                ("@context", context) => {
                    let number = self.number(context);
                    self.contexts[usize::from(number)].as_ref()?;
                    scoped = Some(number);
                }
                _ => return None,
            }
        }
        Some(format!(
            "Meaning::Iri {{ iri: {iri}, prefix: {prefix}, coercion: {coercion}, \
             container: Container::{container}, scoped: {scoped:?} }}"
        ))
    }

    fn coercion(&self, text: &str, local: &Map<String, Value>) -> Option<String> {
        Some(match text {
            "@id" => "Coercion::Id".to_owned(),
            "@vocab" => "Coercion::Vocab".to_owned(),
            "@json" => "Coercion::Json".to_owned(),
            _ => format!("Coercion::Datatype({})", self.resolve(text, local, 0)?.0),
        })
    }

    /// What an IRI in a definition stands for, and whether a plain term of it can be a prefix.
    fn resolve(
        &self,
        text: &str,
        local: &Map<String, Value>,
        depth: usize,
    ) -> Option<(String, bool)> {
        if text.starts_with(['@', '_']) || depth > 8 {
            return None;
        }
        let fixed = |iri: &str| {
            let prefix = iri.ends_with([':', '/', '?', '#', '[', ']', '@']);
            (format!("Iri::Fixed({iri:?})"), prefix)
        };
        let Some((prefix, suffix)) = text.split_once(':') else {
            return self.resolve(id_of(local.get(text)?)?, local, depth + 1);
        };
        if suffix.starts_with("//") {
            return Some(fixed(absolute(text)?));
        }
        if let Some(definition) = local.get(prefix) {
            // Every prefix of the pinned contexts is a plain term with a full IRI.
            let base = absolute(definition.as_str()?)?;
            return fixed(base).1.then(|| fixed(&format!("{base}{suffix}")));
        }
        Some(match self.names.get(prefix) {
            None => fixed(text),
            Some(number) => {
                let compact = format!(
                    "Iri::Compact {{ prefix: {number}, suffix: {suffix:?}, whole: {text:?} }}"
                );
                (compact, false)
            }
        })
    }

    fn code(&self) -> String {
        let mut slots = vec![0; spread::SLOTS];
        for (name, number) in &self.names {
            let mut slot = spread::slot_of(name);
            while slots[slot] != 0 {
                slot = (slot + 1) % spread::SLOTS;
            }
            slots[slot] = number + 1;
        }
        let names: Vec<_> = self.names.keys().collect();
        let contexts: String = self
            .contexts
            .iter()
            .map(|steps| match steps {
                Some(steps) => format!("    Some({steps}),\n"),
                None => "    None,\n".to_owned(),
            })
            .collect();
        format!(
            "static NAMES: [&str; {}] = {names:?};\n\
             static SLOTS_OF_NAMES: [NameId; SLOTS] = {slots:?};\n\
             static CONTEXTS: &[Option<&[Step]>] = &[\n{contexts}];\n",
            names.len()
        )
    }
}

fn id_of(definition: &Value) -> Option<&str> {
    definition
        .as_str()
        .or_else(|| definition.get("@id")?.as_str())
}

/// An IRI with an authority, which nothing can be a prefix of.
fn absolute(iri: &str) -> Option<&str> {
    iri.split_once("://").is_some().then_some(iri)
}

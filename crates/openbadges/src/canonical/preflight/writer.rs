//! Writes the JSON text that goes to the processor.

use serde_json::{Map, Number, Value, json};

use super::{JSON_LITERAL, RESETTING, STAND_IN, UNDEFINED, is_keyword_like, makes_no_quads};
use crate::canonical::ContextLookup;
use crate::canonical::scoped::{CombinedTypes, Scope};

pub(super) struct Writer {
    text: String,
    probe: bool,
    lookup: ContextLookup,
    combined: CombinedTypes,
}

impl Writer {
    /// Writes a document; a probe gets stand-ins for what makes no quads. None if too many types bring their own terms.
    pub(super) fn write(
        document: &Map<String, Value>,
        lookup: ContextLookup,
        probe: bool,
    ) -> Option<String> {
        let mut writer = Self {
            text: String::new(),
            probe,
            lookup,
            combined: CombinedTypes::default(),
        };
        writer.object(document, &Scope::default(), true);
        (!writer.combined.too_many()).then_some(writer.text)
    }

    /// Writes an object; `detecting` puts the detecting context before its own ones.
    fn object(&mut self, members: &Map<String, Value>, outer: &Scope, detecting: bool) {
        let mut scope = outer.clone();
        if let Some(context) = members.get("@context") {
            scope.enter(context, self.lookup);
        }
        self.text.push('{');
        let start = self.text.len();
        // The type first: the processor takes an object of id and type, in this order, for a mere
        // reference, and reads it under the terms of the object around it.
        let is_type = |name: &str| matches!(name, "type" | "@type");
        let types = members.iter().filter(|(name, _)| is_type(name));
        let others = members
            .iter()
            .filter(|(name, _)| !is_type(name) && *name != "@context");
        for (name, value) in types.chain(others) {
            self.text.push_str(&Value::from(name.as_str()).to_string());
            self.text.push(':');
            self.member(name, value, &scope);
            self.text.push(',');
        }
        if detecting || members.contains_key("@context") {
            let context = self.context(members.get("@context"), detecting);
            // The processor wants to see it first only when it is streaming, which it is not here.
            self.text.push_str(&format!("\"@context\":{context}"));
        } else if self.text.len() > start {
            self.text.pop();
        }
        self.text.push('}');
    }

    fn context(&self, own: Option<&Value>, detecting: bool) -> Value {
        let mut contexts = Vec::new();
        if detecting {
            contexts.push(json!({"@vocab": UNDEFINED}));
        }
        for context in own.map(crate::json::items).unwrap_or_default() {
            contexts.push(unwrapped(context).clone());
        }
        if detecting {
            contexts.extend(self.combined.context());
        }
        Value::Array(contexts)
    }

    fn member(&mut self, name: &str, value: &Value, scope: &Scope) {
        if self.probe && !name.starts_with('@') && makes_no_quads(value) {
            self.text.push_str("true");
        } else if matches!(name, JSON_LITERAL | "@value") && (value.is_object() || value.is_array())
        {
            self.text.push_str(&value.to_string());
        } else if let Some(added) = self.combined_type(name, value, scope) {
            let types = crate::json::items(value)
                .iter()
                .chain(std::iter::once(&added));
            let types: Vec<_> = types.cloned().collect();
            self.value(name, &Value::Array(types), scope);
        } else {
            self.value(name, value, scope);
        }
    }

    fn combined_type(&mut self, name: &str, value: &Value, scope: &Scope) -> Option<Value> {
        let types = matches!(name, "type" | "@type");
        types
            .then(|| self.combined.for_types(value, scope))?
            .map(Value::String)
    }

    fn value(&mut self, name: &str, value: &Value, scope: &Scope) {
        match value {
            Value::Array(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.text.push(',');
                    }
                    self.value(name, item, scope);
                }
                self.text.push(']');
            }
            Value::Object(members) => {
                let resets = name == RESETTING;
                let scope = if resets { &Scope::default() } else { scope };
                self.object(members, scope, resets);
            }
            Value::Number(number) => self.text.push_str(&number_text(number)),
            Value::String(text) if self.probe && is_keyword_like(text) && text != "@json" => {
                self.text.push_str(&format!("\"{STAND_IN}\""));
            }
            other => self.text.push_str(&other.to_string()),
        }
    }
}

/// Some documents wrap an inline context into one more `@context`, which is tolerated as elsewhere.
fn unwrapped(context: &Value) -> &Value {
    match context {
        Value::Object(members) if members.len() == 1 => members.get("@context").unwrap_or(context),
        _ => context,
    }
}

/// Numbers as every JSON-LD processor that computes with doubles sees them.
///
/// Our processor keeps all digits of the text; others round to 16 significant digits (the rule is
/// `%1.15E`) and integers beyond 2^53 to the nearest double.
fn number_text(number: &Number) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let Some(value) = number.as_f64() else {
        return number.to_string();
    };
    if !number.is_f64() && value.abs() <= EXACT {
        number.to_string()
    } else if value.fract() == 0.0 && value.abs() < 1e21 {
        format!("{value:.0}")
    } else {
        format!("{value:.15e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_what_doubles_lose() {
        for (number, text) in [
            (json!(3), "3"),
            (json!(3.0), "3"),
            (json!(-0.0), "-0"),
            (json!(1.5), "1.500000000000000e0"),
            (json!(0.1 + 0.2), "3.000000000000000e-1"),
            (
                json!(12_345_678_901_234_567_890_u64),
                "12345678901234567168",
            ),
            (json!(1e21), "1.000000000000000e21"),
        ] {
            let Value::Number(number) = number else {
                unreachable!()
            };
            assert_eq!(number_text(&number), text);
        }
    }
}

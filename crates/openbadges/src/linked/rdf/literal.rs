//! Literals: the lexical forms of numbers, JSON and texts with a direction (JSON-LD 1.1 API, section 8.2).

use serde_json::{Number, Value};

use crate::canonical::rdfc::{Term, literal};
use crate::linked::context::Direction;
use crate::linked::error::{ErrorCode, LinkedError, Loss, invalid};
use crate::linked::item::{Datum, ValueObject};
use crate::linked::options::RdfDirection;
use crate::linked::{iri, keywords};
use crate::proof::canonical_json;

use super::{Graph, Writer};

const BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
const DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
const INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
const JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
const LANGUAGE_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
const VALUE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value";
const LANGUAGE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#language";
const DIRECTION: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#direction";
const I18N: &str = "https://www.w3.org/ns/i18n#";

impl<'a> Writer<'_, 'a> {
    /// The literal of a value object; nothing where its datatype or language cannot be written.
    pub(super) fn literal(
        &mut self,
        value: &ValueObject<'a>,
        graph: Graph<'_>,
    ) -> Result<Option<Term>, LinkedError> {
        let datatype = value.datatype.as_deref();
        if value.is_json() {
            return json(value.datum).map(Some);
        }
        if let Some(datatype) = datatype.filter(|name| !iri::is_well_formed(name)) {
            let loss = || Loss::RelativeIri(datatype.to_owned());
            return self.processor.lost(loss);
        }
        let text = match value.datum {
            Datum::Text(text) => text,
            Datum::Json(Value::String(text)) => text,
            Datum::Json(Value::Bool(flag)) => {
                let text = if *flag { "true" } else { "false" };
                return Ok(Some(literal(text, datatype.unwrap_or(BOOLEAN), None)));
            }
            Datum::Json(Value::Number(number)) => {
                if self.processor.options.plain && !has_one_form(number) {
                    return Err(Loss::Number(number.to_string()).into());
                }
                return Ok(Some(of_number(number, datatype)));
            }
            // Expansion lets nothing else through without the type `@json`.
            Datum::Json(_) => return Ok(None),
        };
        if let Some(datatype) = datatype {
            return Ok(Some(literal(text, datatype, None)));
        }
        // Language tags are compared without regard to case; the lower case is what others sign.
        let language = value.language.as_deref().map(str::to_ascii_lowercase);
        if let Some(tag) = language
            .as_deref()
            .filter(|tag| !keywords::is_language(tag))
        {
            return self.processor.lost(|| Loss::Language(tag.to_owned()));
        }
        if let Some(direction) = value.direction {
            match self.processor.options.rdf_direction {
                Some(RdfDirection::I18nDatatype) => {
                    let tag = language.as_deref().unwrap_or_default();
                    let datatype = format!("{I18N}{tag}_{}", direction.as_str());
                    return Ok(Some(literal(text, &datatype, None)));
                }
                Some(RdfDirection::CompoundLiteral) => {
                    return self.compound(text, language.as_deref(), direction, graph);
                }
                None => {
                    let loss = || Loss::Dropped("the direction of a text");
                    self.processor.lost::<()>(loss)?;
                }
            }
        }
        let datatype = if language.is_some() {
            LANGUAGE_STRING
        } else {
            STRING
        };
        Ok(Some(literal(text, datatype, language.as_deref())))
    }

    fn compound(
        &mut self,
        text: &str,
        language: Option<&str>,
        direction: Direction,
        graph: Graph<'_>,
    ) -> Result<Option<Term>, LinkedError> {
        let node = self.blank();
        let parts = [
            (VALUE, Some(text)),
            (LANGUAGE, language),
            (DIRECTION, Some(direction.as_str())),
        ];
        for (property, part) in parts {
            let object = part.map(|part| literal(part, STRING, None));
            self.state(Some(&node), property, object, graph)?;
        }
        Ok(Some(node))
    }
}

fn json(datum: Datum<'_>) -> Result<Term, LinkedError> {
    let text = match datum {
        Datum::Text(text) => canonical_json(&Value::from(text)),
        Datum::Json(value) => canonical_json(value),
    };
    let text = text.map_err(|error| invalid(ErrorCode::InvalidValueObjectValue, error))?;
    Ok(literal(&text, JSON, None))
}

/// A number in canonical form: an integer where it is one, else a double.
fn of_number(number: &Number, datatype: Option<&str>) -> Term {
    if datatype != Some(DOUBLE) {
        // Numbers are doubles in JSON-LD: an integer beyond 2^53 is the nearest one.
        let value = number.as_f64().unwrap_or_default();
        if value.fract() == 0.0 && value.abs() < 1e21 {
            let text = format!("{:.0}", value + 0.0);
            return literal(&text, datatype.unwrap_or(INTEGER), None);
        }
    }
    let text = canonical_double(number.as_f64().unwrap_or_default());
    literal(&text, datatype.unwrap_or(DOUBLE), None)
}

/// Whether every processor writes a number alike.
///
/// Some take integers of 21 digits for doubles, others `1e-7` and more that are written without a point
/// for integers. Neither has a place in a badge.
pub(crate) fn has_one_form(number: &Number) -> bool {
    let Some(value) = number.as_f64().filter(|value| value.is_finite()) else {
        return false;
    };
    if value.fract() == 0.0 {
        !(1e20..1e21).contains(&value.abs())
    } else {
        ryu_js::Buffer::new().format_finite(value).contains('.')
    }
}

/// The canonical form of `xsd:double`, with fifteen digits behind the point at most.
fn canonical_double(value: f64) -> String {
    let text = format!("{value:.15E}");
    let Some((mantissa, exponent)) = text.split_once('E') else {
        return text;
    };
    let mantissa = mantissa.trim_end_matches('0');
    let point = if mantissa.ends_with('.') { "0" } else { "" };
    format!("{mantissa}{point}E{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_have_one_form() {
        for (number, datatype, expected) in [
            (json!(3), None, format!("\"3\"^^<{INTEGER}>")),
            (json!(3.0), None, format!("\"3\"^^<{INTEGER}>")),
            (json!(-0.0), None, format!("\"0\"^^<{INTEGER}>")),
            (json!(1.5), None, format!("\"1.5E0\"^^<{DOUBLE}>")),
            (json!(42.5), Some("urn:x"), "\"4.25E1\"^^<urn:x>".to_owned()),
            (json!(5), Some(DOUBLE), format!("\"5.0E0\"^^<{DOUBLE}>")),
            (
                json!(9_007_199_254_740_993_u64),
                None,
                format!("\"9007199254740992\"^^<{INTEGER}>"),
            ),
            (json!(1e21), None, format!("\"1.0E21\"^^<{DOUBLE}>")),
            (json!(1e-7), None, format!("\"1.0E-7\"^^<{DOUBLE}>")),
            (json!(0.1), None, format!("\"1.0E-1\"^^<{DOUBLE}>")),
        ] {
            let Value::Number(number) = number else {
                continue;
            };

            assert_eq!(of_number(&number, datatype), Term::Literal(expected));
        }
    }
}

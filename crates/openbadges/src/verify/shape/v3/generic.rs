//! What the data model asks of every credential, whatever its type (data model 2.0, sections 4.11, 5.3 and 5.6).

use serde_json::Value;

use super::several;
use crate::json::pointer_to;
use crate::verify::shape::{Faults, is_uri, types};

/// Checks schemas, evidence and related resources of a credential that neither Open Badges nor CLR describe.
pub(super) fn check(credential: &Value, faults: &mut Faults) {
    for (at, evidence) in several(credential, "evidence") {
        if evidence
            .get("type")
            .is_none_or(|value| types(value).is_empty())
        {
            faults.grave(pointer_to(&at, "type"), "`evidence` must have a type");
        }
    }
    for (at, schema) in several(credential, "credentialSchema") {
        if !is_address(schema.get("id")) {
            let why = "`credentialSchema` must have an absolute URI as id";
            faults.grave(pointer_to(&at, "id"), why);
        }
    }
    let mut seen = Vec::new();
    for (at, resource) in several(credential, "relatedResource") {
        check_resource(resource, &at, &mut seen, faults);
    }
}

fn is_address(id: Option<&Value>) -> bool {
    id.and_then(Value::as_str).is_some_and(is_uri)
}

fn check_resource<'c>(resource: &'c Value, at: &str, seen: &mut Vec<&'c str>, faults: &mut Faults) {
    let Some(id) = resource
        .get("id")
        .and_then(Value::as_str)
        .filter(|id| is_uri(id))
    else {
        let why = "`relatedResource` must have an absolute URI as id";
        return faults.grave(pointer_to(at, "id"), why);
    };
    if seen.contains(&id) {
        faults.grave(pointer_to(at, "id"), "a resource is related only once");
    }
    seen.push(id);
    let digests = ["digestSRI", "digestMultibase"].map(|name| resource.get(name));
    if !digests.iter().flatten().any(|digest| digest.is_string()) {
        faults.grave(at, "`relatedResource` must have a digest");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn places(credential: &Value) -> Vec<String> {
        let mut faults = Faults::default();
        check(credential, &mut faults);
        faults.0.into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn every_part_names_what_it_is() {
        let credential = json!({
            "evidence": [{"id": "urn:uuid:1"}],
            "credentialSchema": {"type": "JsonSchema"},
            "relatedResource": ["https://a.example", {"id": "urn:uuid:2", "digestSRI": "x"}, {"id": "urn:uuid:2", "digestMultibase": "x"}, {"id": "urn:uuid:3"}],
        });

        assert_eq!(
            places(&credential),
            [
                "/evidence/0/type",
                "/credentialSchema/id",
                "/relatedResource/0/id",
                "/relatedResource/2/id",
                "/relatedResource/3",
            ]
        );
    }
}

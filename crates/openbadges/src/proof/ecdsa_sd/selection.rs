//! Parts of a document, by JSON pointers (RFC 6901).

use std::collections::BTreeMap;

use serde_json::Value;

/// How much is taken of a value.
enum Part {
    All,
    /// These members or elements, by the words of the pointers.
    These(BTreeMap<String, Part>),
}

impl Part {
    fn mark(&mut self, pointer: &str) {
        let mut part = self;
        for word in pointer.split('/').skip(1) {
            let Self::These(parts) = part else { return };
            let word = word.replace("~1", "/").replace("~0", "~");
            part = parts
                .entry(word)
                .or_insert_with(|| Self::These(BTreeMap::new()));
        }
        *part = Self::All;
    }

    fn of(&self, value: &Value, is_root: bool) -> Value {
        let Self::These(parts) = self else {
            return value.clone();
        };
        match value {
            Value::Object(members) => members
                .iter()
                .filter_map(|(name, member)| {
                    let always = is_root && name == "@context" || tells_what_it_is(name, member);
                    let taken = match parts.get(name) {
                        _ if always => member.clone(),
                        Some(part) => part.of(member, false),
                        None => return None,
                    };
                    Some((name.clone(), taken))
                })
                .collect(),
            Value::Array(elements) => elements
                .iter()
                .enumerate()
                .filter_map(|(index, element)| {
                    let part = parts.get(&index.to_string())?;
                    Some(part.of(element, false))
                })
                .collect(),
            other => other.clone(),
        }
    }
}

/// A pointer that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the pointer `{0}` leads nowhere")]
pub struct NoSuchPart(pub String);

/// Takes of a document what the pointers name, and what tells to which things it belongs (section 3.4.11).
///
/// Each object on the way keeps its `type` and its `id`, unless that is the name of a blank node; the document keeps its
/// `@context`; arrays close up. The empty pointer takes everything.
pub fn select<P: AsRef<str>>(document: &Value, pointers: &[P]) -> Result<Value, NoSuchPart> {
    let mut part = Part::These(BTreeMap::new());
    for pointer in pointers.iter().map(AsRef::as_ref) {
        if document.pointer(pointer).is_none() {
            return Err(NoSuchPart(pointer.to_owned()));
        }
        part.mark(pointer);
    }
    Ok(part.of(document, true))
}

fn tells_what_it_is(name: &str, member: &Value) -> bool {
    match name {
        "type" => true,
        "id" => member.as_str().is_some_and(|id| !id.starts_with("_:")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": "urn:a",
            "type": ["VerifiableCredential"],
            "name": "A",
            "credentialSubject": [
                {"id": "_:b0", "type": "Person", "a/b": {"~": 1, "x": 2}, "list": [1, 2, 3]},
                {"id": "urn:c", "name": "C"},
            ],
        })
    }

    #[test]
    fn nothing_but_the_frame_is_taken_without_pointers() {
        let taken = select::<&str>(&document(), &[]).unwrap();

        assert_eq!(
            taken,
            json!({
                "@context": ["https://www.w3.org/ns/credentials/v2"],
                "id": "urn:a",
                "type": ["VerifiableCredential"],
            })
        );
    }

    #[test]
    fn what_is_on_the_way_keeps_its_id_and_type_and_arrays_close_up() {
        let pointers = [
            "/credentialSubject/0/a~1b/~0",
            "/credentialSubject/0/list/2",
        ];

        let taken = select(&document(), &pointers).unwrap();

        assert_eq!(
            taken["credentialSubject"],
            json!([{"type": "Person", "a/b": {"~": 1}, "list": [3]}])
        );
        let second = select(&document(), &["/credentialSubject/1/name"]).unwrap();
        assert_eq!(
            second["credentialSubject"],
            json!([{"id": "urn:c", "name": "C"}])
        );
    }

    #[test]
    fn a_type_is_taken_as_a_whole() {
        let mut document = document();
        document["type"] = json!(["VerifiableCredential", "Other"]);

        let taken = select(&document, &["/type/1"]).unwrap();

        assert_eq!(taken["type"], document["type"]);
    }

    #[test]
    fn a_whole_covers_its_parts_in_either_order() {
        let whole = document()["credentialSubject"].clone();
        for pointers in [
            ["/credentialSubject", "/credentialSubject/0/list/0"],
            ["/credentialSubject/0/list/0", "/credentialSubject"],
        ] {
            let taken = select(&document(), &pointers).unwrap();

            assert_eq!(taken["credentialSubject"], whole);
        }
        assert_eq!(select(&document(), &[""]), Ok(document()));
    }

    #[test]
    fn a_pointer_that_leads_nowhere_is_named() {
        for pointer in [
            "/nothing",
            "name",
            "/credentialSubject/2",
            "/credentialSubject/00",
            "/credentialSubject/0/list/3",
            "/name/0",
        ] {
            let refused = select(&document(), &["/id", pointer]);

            assert_eq!(refused, Err(NoSuchPart(pointer.to_owned())));
        }
    }
}

//! Drafts as they are sent: whole, or as a patch on what is there.

use accolade_issuing::content::BadgeContent;
use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::{DbConnection, badge_class_versions};
use serde_json::Value;

use crate::api::body;
use crate::problem::Problem;

/// What a patch is applied to: the draft, or else what is published.
pub(super) fn present(conn: &mut DbConnection, badge_class: &BadgeClass) -> Result<Value, Problem> {
    let text = match &badge_class.draft {
        Some(draft) => Some(draft.clone()),
        None => badge_class_versions::latest(conn, badge_class.id)?.map(|version| version.content),
    };
    serde_json::from_str(text.as_deref().unwrap_or("{}")).map_err(Problem::internal)
}

/// A draft as it is sent: the content, and `suspendable` and `revision` beside its fields.
pub(super) fn parts(
    mut draft: Value,
) -> Result<(BadgeContent, Option<bool>, Option<i32>), Problem> {
    let fields = draft
        .as_object_mut()
        .ok_or_else(|| Problem::field("", "bad_format", "Send an object."))?;
    let suspendable = match fields.shift_remove("suspendable") {
        None | Some(Value::Null) => None,
        Some(Value::Bool(suspendable)) => Some(suspendable),
        Some(_) => {
            return Err(Problem::field(
                "/suspendable",
                "bad_format",
                "True or false.",
            ));
        }
    };
    let revision = match fields.shift_remove("revision") {
        None | Some(Value::Null) => None,
        Some(number) => {
            let whole = number.as_i64().and_then(|whole| i32::try_from(whole).ok());
            let wrong = || Problem::field("/revision", "bad_format", "A whole number.");
            Some(whole.ok_or_else(wrong)?)
        }
    };
    Ok((body::shaped(draft)?, suspendable, revision))
}

/// JSON Merge Patch.
pub(super) fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        target.clone_from(patch);
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(fields) = target else {
        return;
    };
    for (name, change) in changes {
        if change.is_null() {
            fields.shift_remove(name);
        } else {
            merge(fields.entry(name.as_str()).or_insert(Value::Null), change);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_changes_sets_and_takes_away() {
        let mut draft =
            json!({"name": "A", "level": "1", "criteria": {"narrative": "x", "items": [1]}});

        merge(
            &mut draft,
            &json!({"name": "B", "level": null, "criteria": {"items": []}, "tags": ["t"]}),
        );

        assert_eq!(
            draft,
            json!({"name": "B", "criteria": {"narrative": "x", "items": []}, "tags": ["t"]})
        );
    }

    #[test]
    fn suspendable_stands_beside_the_content() {
        let sent = json!({"name": "A", "suspendable": true, "revision": 3});

        let (content, suspendable, revision) = parts(sent).unwrap();

        assert_eq!(content.name, "A");
        assert_eq!((suspendable, revision), (Some(true), Some(3)));
        assert_eq!(
            parts(json!({"revision": 1.5})).unwrap_err().errors[0].pointer,
            "/revision"
        );
        assert_eq!(
            parts(json!({"suspendable": 1})).unwrap_err().errors[0].pointer,
            "/suspendable"
        );
        assert_eq!(
            parts(json!({"colour": "red"})).unwrap_err().errors[0].pointer,
            "/colour"
        );
    }
}

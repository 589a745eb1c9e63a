//! The contexts that a credential must name, in their order.

use serde_json::Value;

use super::super::fault::{At, Faults};

/// Which contexts must come after the one of verifiable credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// None: any verifiable credential.
    Any,
    /// Open Badges 3.0.
    Badges,
    /// CLR 2.0, then Open Badges 3.0.
    Records,
}

const CREDENTIALS: [&str; 2] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/2018/credentials/v1",
];
const BADGES: (&str, char) = ("https://purl.imsglobal.org/spec/ob/v3p0/context", '3');
const RECORDS: (&str, char) = ("https://purl.imsglobal.org/spec/clr/v2p0/context", '2');

impl Family {
    pub(super) fn check(self, value: &Value, at: &At<'_>, faults: &mut Faults) {
        let Some(list) = value.as_array() else {
            return faults.grave(at, "`@context` must be a list");
        };
        let first = list.first().and_then(Value::as_str);
        if !first.is_some_and(|url| CREDENTIALS.contains(&url)) {
            let message = "the first context must be that of verifiable credentials";
            faults.grave(&at.item(0), message);
        }
        let wanted: &[((&str, char), &str)] = match self {
            Self::Any => &[],
            Self::Badges => &[(BADGES, "Open Badges 3.0")],
            Self::Records => &[(RECORDS, "CLR 2.0"), (BADGES, "Open Badges 3.0")],
        };
        for (index, (family, name)) in wanted.iter().enumerate() {
            let found = list.get(index + 1).and_then(Value::as_str);
            if !found.is_some_and(|url| is_edition_of(url, *family)) {
                let message = format!("context {} must be that of {name}", index + 2);
                faults.grave(&at.item(index + 1), message);
            }
        }
        for (index, context) in list.iter().enumerate() {
            if !context.is_string() && !context.is_object() {
                faults.grave(&at.item(index), "a context must be an address or an object");
            }
        }
    }
}

/// Whether `url` is the unversioned context of a family or one with a version such as `-3.0.3`.
fn is_edition_of(url: &str, (stem, major): (&str, char)) -> bool {
    let version = url
        .strip_prefix(stem)
        .and_then(|rest| rest.strip_suffix(".json"));
    match version.map(|version| version.chars().collect::<Vec<_>>()) {
        Some(version) => match version[..] {
            [] => true,
            ['-', first, '.', minor, '.', patch] => {
                first == major && minor.is_ascii_digit() && patch.is_ascii_digit()
            }
            _ => false,
        },
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pointers(family: Family, value: &Value) -> Vec<String> {
        let mut faults = Faults::whole();
        family.check(value, &At::start("/@context"), &mut faults);
        faults.0.into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn every_published_edition_is_known_and_no_other() {
        let stem = BADGES.0;
        for edition in ["", "-3.0.0", "-3.0.1", "-3.0.2", "-3.0.3"] {
            let contexts = json!([CREDENTIALS[0], format!("{stem}{edition}.json")]);
            assert!(pointers(Family::Badges, &contexts).is_empty(), "{edition}");
        }
        for edition in ["-2.0.1", "-3.0", "x", "-3.0.3/"] {
            let contexts = json!([CREDENTIALS[0], format!("{stem}{edition}.json")]);
            assert_eq!(pointers(Family::Badges, &contexts), ["/@context/1"]);
        }
    }

    #[test]
    fn a_record_names_three_contexts_in_their_order() {
        let records = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";
        let badges = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

        assert!(pointers(Family::Records, &json!([CREDENTIALS[0], records, badges])).is_empty());
        assert_eq!(
            pointers(
                Family::Records,
                &json!([CREDENTIALS[0], badges, records, 7])
            ),
            ["/@context/1", "/@context/2", "/@context/3"]
        );
    }
}

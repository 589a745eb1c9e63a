use serde_json::json;

use super::*;

static LEAF: Class = Class::new("a Leaf", &["Leaf"], &[must("id", Kind::Uri)]).closed();
static TREE: Class = Class::new(
    "a Tree",
    &["Tree"],
    &[
        must("leaf", Kind::UriOr(&LEAF)).many(),
        should("name", Kind::Text),
        may("on", Kind::DateTime).tolerant(),
        may("cut", Kind::DateTime).told_elsewhere(),
        may("word", Kind::Signed(&LEAF)),
    ],
)
.untyped()
.with_rule(|tree, at, faults| {
    if tree.contains_key("axe") {
        faults.deviation(at, "no axe");
    }
});

fn told(mut faults: Faults, value: &Value) -> Vec<(String, bool)> {
    check(value, &TREE, "", &mut faults);
    faults
        .0
        .into_iter()
        .map(|fault| (fault.pointer, fault.grave))
        .collect()
}

fn faults(value: &Value) -> Vec<(String, bool)> {
    told(Faults::default(), value)
}

#[test]
fn a_good_object_has_no_faults() {
    let tree = json!({"name": "n", "leaf": ["urn:x:1", {"type": "Leaf", "id": "urn:x:2"}], "on": "2026-01-01T00:00:00Z"});

    assert_eq!(told(Faults::whole(), &tree), []);
}

#[test]
fn every_fault_has_its_place_and_weight() {
    let value =
        json!({"leaf": ["no uri", {"type": "Stone", "id": 7, "more": 1}], "on": "yesterday"});

    assert_eq!(
        faults(&value),
        [
            ("/leaf/0".to_owned(), true),
            ("/leaf/1/type".to_owned(), true),
            ("/leaf/1/id".to_owned(), true),
            ("/leaf/1/more".to_owned(), false),
            ("/name".to_owned(), false),
            ("/on".to_owned(), false),
        ]
    );
}

#[test]
fn a_whole_check_also_looks_where_a_report_has_its_own_checks() {
    let tree = json!({"name": "n", "leaf": {"type": ["Leaf"], "id": "urn:x:1"}, "cut": "once", "word": {"type": "Leaf"}, "axe": 1});

    assert_eq!(faults(&tree), []);
    let places: Vec<_> = told(Faults::whole(), &tree)
        .into_iter()
        .map(|(pointer, _)| pointer)
        .collect();
    assert_eq!(places, ["/leaf/type", "/cut", "/word/id", ""]);
}

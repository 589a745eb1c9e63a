//! Nameless parts knotted so that telling them apart takes for ever.

use openbadges::verify::Verdict;
use serde_json::{Value, json};

use crate::world::{Attack, altered, assert_all, badge, signed};

pub(crate) fn attacks() -> Vec<Attack> {
    [cliques(), knots(), heaps()].concat()
}

/// Nameless parts, each pointing at each: the worst case of RDF Dataset Canonicalization, ten of them take hours.
fn cliques() -> Vec<Attack> {
    [4, 7, 8, 10]
        .into_iter()
        .map(|count| {
            let node = |number: usize| {
                let others: Vec<Value> = (0..count)
                    .filter(|other| *other != number)
                    .map(|other| json!({"id": format!("_:n{other}"), "type": ["Profile"]}))
                    .collect();
                json!({"id": format!("_:n{number}"), "type": ["Profile"], "parentOrg": others})
            };
            let document = altered(|document| {
                document["issuer"]["parentOrg"] = (0..count).map(node).collect();
            });
            let name = format!("clique of {count} nameless parts");
            Attack::of(name, &document, "format.structure")
        })
        .collect()
}

/// The same without names for the nameless: identical trees, which nothing tells apart.
fn knots() -> Vec<Attack> {
    [(10, 1), (10, 2), (9, 3), (4, 5)]
        .into_iter()
        .map(|(width, depth)| {
            let mut knot = json!({"type": ["Profile"], "name": "x"});
            for _ in 0..depth {
                knot = json!({"type": ["Profile"], "name": "x", "parentOrg": vec![knot; width]});
            }
            let document = altered(|document| document["issuer"]["parentOrg"] = knot);
            let name = format!("{width} equal parts, {depth} deep");
            // Small knots are untied, and then do not fit the signature; large ones are not.
            let code = if width * depth <= 10 {
                "signature.mismatch"
            } else {
                "format.too_complex"
            };
            Attack::of(name, &document, code)
        })
        .collect()
}

/// Plain mass.
fn heaps() -> Vec<Attack> {
    let part = |number: usize| json!({"type": ["Evidence"], "narrative": format!("part {number}")});
    let parts = altered(|document| document["evidence"] = (0..20_000).map(part).collect());
    let same = altered(|document| {
        document["evidence"] = json!(vec![json!({"type": ["Evidence"]}); 5_000]);
    });
    let mut endorsed = badge();
    endorsed["endorsementJwt"] = (0..1_000).map(|number| format!("a.b.{number}")).collect();
    let endorsed = signed(&endorsed);
    let mut nested = badge();
    for number in 2..10 {
        let mut outer = badge();
        outer["id"] = format!("https://school.example/awards/{number}").into();
        outer["endorsement"] = json!([signed(&nested)]);
        nested = outer;
    }
    vec![
        Attack::of("20,000 parts", &parts, "format.too_complex").ending(Verdict::Indeterminate),
        Attack::of("5,000 equal parts", &same, "signature.mismatch"),
        Attack::of("1,000 endorsements", &endorsed, "endorsement.broken")
            .ending(Verdict::ValidWithWarnings),
        Attack::of(
            "endorsements of endorsements",
            &signed(&nested),
            "endorsement.broken",
        )
        .ending(Verdict::ValidWithWarnings),
    ]
}

#[test]
fn a_clique_of_nameless_parts_is_refused() {
    assert_all(cliques());
}

#[test]
fn a_knot_of_equal_parts_is_untied_or_left() {
    assert_all(knots());
}

#[test]
fn a_heap_of_parts_is_not_sorted_through() {
    assert_all(heaps());
}

use proptest::prelude::*;

use crate::canonical::rdfc::{self, Hash, Quad, Term};

#[test]
fn graphs_that_are_made_to_hang_end_quickly() {
    // Every node is linked to every other one: they cannot be told apart, in 20! orders.
    let clique: Vec<_> = (0..20)
        .flat_map(|a| (0..20).filter(move |b| a != *b).map(move |b| link(a, b)))
        .collect();

    // Two nodes with thousands of look-alikes each.
    let stars: Vec<_> = (0..6_000).map(|node| link(node % 2, 10 + node)).collect();

    for graph in [clique, stars] {
        assert_eq!(
            rdfc::canonicalize(&graph, Hash::Sha256),
            Err(rdfc::TooComplex)
        );
    }
}

#[test]
fn long_lists_of_equal_items_are_no_trouble() {
    let next = |node: usize| if node % 60 == 59 { 999 } else { node + 1 };
    let lists: Vec<_> = (0..120).map(|node| link(node, next(node))).collect();

    assert!(rdfc::canonicalize(&lists, Hash::Sha256).is_ok());
}

#[test]
fn a_long_chain_of_look_alikes_does_not_exhaust_the_stack() {
    let ring: Vec<_> = (0..5_000)
        .map(|node| link(node, (node + 1) % 5_000))
        .collect();

    assert_eq!(
        rdfc::canonicalize(&ring, Hash::Sha256),
        Err(rdfc::TooComplex)
    );
}

fn link(from: usize, to: usize) -> Quad {
    Quad {
        subject: Term::Blank(from),
        predicate: "urn:p".to_owned(),
        object: Term::Blank(to),
        graph: None,
    }
}

/// What the same quads become in the hands of the library that serves as judge.
fn judged(quads: &[Quad]) -> String {
    use oxrdf::dataset::{CanonicalizationAlgorithm, CanonicalizationHashAlgorithm};
    use oxrdf::{BlankNode, Dataset, GraphName, NamedNode, NamedOrBlankNode};

    let node = |term: &Term| -> NamedOrBlankNode {
        match term {
            Term::Iri(iri) => NamedNode::new_unchecked(iri).into(),
            Term::Blank(number) => BlankNode::new_unchecked(format!("x{number}")).into(),
            Term::Literal(_) => unreachable!("only objects are literals here"),
        }
    };
    let mut dataset: Dataset = quads
        .iter()
        .map(|quad| {
            let object: oxrdf::Term = match &quad.object {
                Term::Literal(text) => {
                    oxrdf::Literal::new_simple_literal(text.trim_matches('"')).into()
                }
                other => node(other).into(),
            };
            let graph: GraphName = quad
                .graph
                .as_ref()
                .map(node)
                .map_or(GraphName::DefaultGraph, Into::into);
            oxrdf::Quad::new(
                node(&quad.subject),
                NamedNode::new_unchecked(&quad.predicate),
                object,
                graph,
            )
        })
        .collect();
    dataset.canonicalize(CanonicalizationAlgorithm::Rdfc10 {
        hash_algorithm: CanonicalizationHashAlgorithm::Sha256,
    });
    let mut lines: Vec<_> = dataset.iter().map(|quad| format!("{quad} .\n")).collect();
    lines.sort_unstable();
    lines.concat()
}

fn any_quad() -> impl Strategy<Value = Quad> {
    let node = prop_oneof![
        6 => (0_usize..6).prop_map(Term::Blank),
        1 => (0..2).prop_map(|n| Term::Iri(format!("urn:n{n}"))),
    ];
    let object = prop_oneof![
        4 => node.clone(),
        1 => (0..2).prop_map(|n| rdfc::literal(&format!("v{n}"), "http://www.w3.org/2001/XMLSchema#string", None)),
    ];
    let graph = prop::option::weighted(0.2, node.clone());
    (node, 0..2, object, graph).prop_map(|(subject, predicate, object, graph)| Quad {
        subject,
        predicate: format!("urn:p{predicate}"),
        object,
        graph,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn our_canonical_form_is_that_of_another_implementation(
        quads in prop::collection::vec(any_quad(), 0..12),
    ) {
        let ours = rdfc::canonicalize(&quads, Hash::Sha256).unwrap();

        prop_assert_eq!(ours.n_quads, judged(&quads));
    }
}

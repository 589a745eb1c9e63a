use super::*;

#[test]
fn what_is_no_badge_is_told_as_such() {
    let told = |bytes: &[u8], code: &str| {
        assert_verdict(&check_bytes(bytes, &Web::default()), Verdict::Invalid, code);
    };

    told(b"", "format.no_badge");
    told(b"hello", "format.no_badge");
    told(b"\xff\xd8\xff\xe0 a photograph", "format.no_badge");
    told(b"{}", "format.no_badge");
    told(b"[]", "format.no_badge");
    told(b"\"\"", "format.unreadable");
    told(b"a.b.c", "format.unreadable");
    told(b"{\"a\":", "format.unreadable");
    told(
        b"{\"type\":\"Assertion\",\"type\":\"Assertion\"}",
        "format.unreadable",
    );
    told(b"\x89PNG\r\n\x1a\n", "format.unreadable");
    told(
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "format.no_badge",
    );
}

#[test]
fn size_and_depth_are_bounded() {
    let deep = format!(
        "{{\"@context\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let long = format!(
        "{{\"type\":\"Assertion\",\"name\":\"{}\"}}",
        "x".repeat(5 * 1024 * 1024)
    );
    let huge = vec![b' '; input::LARGEST + 1];

    assert_verdict(
        &check_bytes(deep.as_bytes(), &Web::default()),
        Verdict::Invalid,
        "format.unreadable",
    );
    assert_verdict(
        &check_bytes(long.as_bytes(), &Web::default()),
        Verdict::Indeterminate,
        "format.too_large",
    );
    assert_verdict(
        &check_bytes(&huge, &Web::default()),
        Verdict::Indeterminate,
        "format.too_large",
    );
}

#[test]
fn a_thousand_proofs_are_not_looked_at() {
    let mut document = signed(&badge());
    document["proof"] = Value::Array(vec![document["proof"].clone(); 1000]);

    assert_verdict(&check(&document), Verdict::Invalid, "signature.too_many");
}

#[test]
fn a_thousand_endorsements_cost_no_more_than_a_few() {
    let mut document = badge();
    document["endorsementJwt"] = (0..1000).map(|n| format!("a.b.{n}")).collect();

    let report = check(&signed(&document));

    assert!(report.checks.len() < 60, "{}", report.checks.len());
    assert_ne!(report.verdict, Verdict::Valid);
}

#[test]
fn a_badge_with_twenty_thousand_parts_is_answered_in_reasonable_time() {
    let part = |n: usize| json!({"type": ["Evidence"], "narrative": format!("part {n}")});
    let mut document = badge();
    document["evidence"] = (0..20_000).map(part).collect();
    document["proof"] = signed(&badge())["proof"].clone();

    assert!(!check(&document).verdict.holds());
}

#[test]
fn a_web_of_links_is_left_after_a_few_steps() {
    let address = |n: usize| format!("https://a.example/{n}");
    let mut web = Web::default();
    for n in 0..200 {
        let endorsements: Vec<String> = (0..50).map(|step| address(n * 7 + step)).collect();
        let document = json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": address(n + 1), "name": "n",
            "description": "d", "criteria": "https://a.example/c", "issuer": address(n + 2), "endorsement": endorsements,
        });
        web = web.with(&address(n), &document);
    }

    let report = check_bytes(address(0).as_bytes(), &web);

    assert_ne!(report.verdict, Verdict::Valid);
    assert!(
        web.asked.get() <= Policy::default().fetch_budget,
        "{}",
        web.asked.get()
    );
}

#[test]
fn wrong_types_anywhere_never_panic_and_never_pass() {
    let document = signed(&badge());
    let odd = [
        Value::Null,
        json!(7),
        json!(-1.5e300),
        json!(true),
        json!([]),
        json!({}),
        json!([[[]]]),
        json!({"id": {"id": []}}),
        json!("\u{0}"),
    ];
    let mut pointers = Vec::new();
    collect(&document, "", &mut pointers);

    for pointer in &pointers {
        for value in odd
            .iter()
            .filter(|value| document.pointer(pointer) != Some(*value))
        {
            let mut changed = document.clone();
            *changed.pointer_mut(pointer).unwrap() = value.clone();
            let report = check(&changed);
            assert!(
                !report.verdict.holds(),
                "{pointer} = {value}: {:#?}",
                report.checks
            );
        }
    }
    assert!(pointers.len() > 30);
}

#[test]
fn every_beginning_of_a_badge_is_refused_without_panic() {
    let text = signed(&badge()).to_string();

    for end in 0..text.len() - 1 {
        assert!(
            !check_bytes(&text.as_bytes()[..end], &Web::default())
                .verdict
                .holds(),
            "{end}"
        );
    }
}

#[test]
fn v2_documents_of_wrong_types_never_panic() {
    let good = json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://a.example/1",
        "recipient": {"type": "email", "hashed": true, "identity": "x"}, "badge": {"type": "BadgeClass", "issuer": {"id": "https://a.example/i"}},
        "verification": {"type": "hosted"}, "issuedOn": "2026-11-06T00:00:00Z", "verify": {"url": "x"}, "endorsement": [{"claim": 1}],
    });
    let mut pointers = Vec::new();
    collect(&good, "", &mut pointers);

    for pointer in pointers {
        for value in [
            Value::Null,
            json!(7),
            json!([]),
            json!({}),
            json!([[{}]]),
            json!("é".repeat(40)),
        ] {
            let mut changed = good.clone();
            *changed.pointer_mut(&pointer).unwrap() = value;
            let own = changed.clone();
            assert!(
                !check_with(&changed, &Web::default().with("https://a.example/1", &own))
                    .verdict
                    .holds()
            );
        }
    }
}

#[test]
fn private_and_odd_addresses_are_left_to_the_fetcher_and_other_schemes_are_not_asked() {
    let web = Web::default();
    let mut document = badge();
    document["issuer"]["id"] = "file:///etc/passwd".into();

    check_with(&signed(&document), &web);

    assert_eq!(web.asked.get(), 0);
    assert_eq!(
        check_bytes(b"file:///etc/passwd", &web).verdict,
        Verdict::Invalid
    );
    assert_eq!(web.asked.get(), 0);
}

fn collect(value: &Value, at: &str, pointers: &mut Vec<String>) {
    if !at.is_empty() {
        pointers.push(at.to_owned());
    }
    match value {
        Value::Object(members) => {
            for (name, child) in members {
                collect(child, &crate::json::pointer_to(at, name), pointers);
            }
        }
        Value::Array(list) => {
            for (index, child) in list.iter().enumerate() {
                collect(child, &crate::json::pointer_to(at, index), pointers);
            }
        }
        _ => {}
    }
}

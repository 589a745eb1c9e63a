use serde_json::{Value, json};

use super::*;
use crate::keys::SigningKey;
use crate::proof::Suite;

const CREDENTIAL: &str = include_str!("../../../benches/credential/credential.json");

fn credential() -> Value {
    crate::json::read(CREDENTIAL.as_bytes()).unwrap()
}

/// As many unnamed objects as an award can have, and slots in lists, sets and identifiers.
fn rich() -> Value {
    let mut credential = credential();
    let subject = &mut credential["credentialSubject"];
    let result = |value: &str| json!({"type": ["Result"], "value": value, "status": "Completed"});
    subject["id"] = "did:example:ada".into();
    subject["result"] = json!([result("1"), result("2"), result("3")]);
    let identity = json!({
        "type": "IdentityObject", "hashed": false, "identityHash": "Ada", "identityType": "name",
    });
    subject["identifier"].as_array_mut().unwrap().push(identity);
    credential["evidence"] = json!([
        {"type": ["Evidence"], "name": "One", "narrative": "First"},
        {"type": ["Evidence"], "name": "Two", "narrative": "Second"},
        {"id": "https://portfolio.example/3", "type": ["Evidence"], "name": "Three"},
    ]);
    credential
}

fn rich_slots() -> Vec<String> {
    let more = [
        "/credentialSubject/achievement/tag/1",
        "/credentialSubject/achievement/tag/2",
        "/credentialSubject/achievement/criteria/id",
        "/credentialSubject/achievement/resultDescription/0/allowedValue/1",
        "/credentialSubject/achievement/alignment/0/targetUrl",
        "/issuer/name",
    ];
    let mut slots = award_slots(&rich());
    slots.extend(more.map(str::to_owned));
    slots
}

fn prepare(document: &Value, slots: &[String]) -> Template {
    let slots: Vec<&str> = slots.iter().map(String::as_str).collect();
    Template::prepare(document, &slots).unwrap()
}

fn options(suites: &[Suite]) -> Vec<ProofOptions> {
    suites
        .iter()
        .map(|suite| ProofOptions {
            suite: *suite,
            created: "2026-11-22T10:00:00Z".parse().unwrap(),
            verification_method: "did:web:badges.example.edu#key-1".to_owned(),
            purpose: "assertionMethod".to_owned(),
        })
        .collect()
}

fn key() -> SigningKey {
    SigningKey::ed25519_from_seed([7; 32])
}

fn general(document: &Value, suites: &[Suite]) -> Result<String, SignError> {
    data_integrity::sign(document, &options(suites), &key()).map(|signed| signed.to_string())
}

/// Numbers that look random and are the same each time.
struct Dice {
    state: u64,
    /// How seldom a value is odd: templates hand on most fillings with odd values.
    seldom: usize,
}

impl Dice {
    fn new(state: u64) -> Self {
        Self { state, seldom: 1 }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % bound as u64) as usize
    }

    fn is_odd(&mut self) -> bool {
        let seldom = self.seldom;
        self.below(seldom) == 0
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// A text, now and then an odd one.
    fn text(&mut self) -> String {
        const ODD: &[&str] = &[
            "",
            "@id",
            "@everyone",
            "@",
            "1",
            "2",
            "3",
            "Ada",
            "statistics",
            "accolade-undefined:x",
            "\u{10fffd}x",
            "_:c14n0",
            "_:a",
            "\"",
            "\\",
            "\n",
            "true",
            "null",
            "<>",
            "Completed",
            "https://badges.example.edu/achievements/practical-statistics-2",
        ];
        const LETTERS: &[&str] = &[
            "a",
            "B",
            "7",
            " ",
            "é",
            "ß",
            "漢",
            "😀",
            "\u{301}",
            "\"",
            "\\",
            "\n",
            "\r",
            "\t",
            "\0",
            "\u{1}",
            "\u{8}",
            "\u{b}",
            "\u{c}",
            "\u{1f}",
            "\u{7f}",
            "\u{80}",
            "\u{85}",
            "\u{a0}",
            "\u{feff}",
            "\u{fffd}",
            "\u{fffe}",
            "\u{ffff}",
            "\u{2028}",
            "\u{10ffff}",
            "'",
            "<",
            ">",
            "^",
            "@",
            "&",
            "/",
            "\\u0041",
            "ï",
            "\u{f8ff}",
        ];
        match self.below(8) {
            _ if self.is_odd() => self.pick(ODD).to_owned(),
            0..3 => {
                let length = self.below(12);
                (0..length).map(|_| self.pick(LETTERS)).collect()
            }
            3 => format!("2026-11-{:02}T10:00:00Z", 1 + self.below(28)),
            _ => format!("{:x}", self.below(1 << 40)),
        }
    }

    /// An identifier, now and then one that is none.
    fn iri(&mut self) -> String {
        const STARTS: &[&str] = &[
            "https://a.example/",
            "https://zz.example/",
            "http://badges.example.edu/",
            "did:web:",
            "did:key:z6Mk",
            "urn:uuid:",
            "mailto:",
            "tel:+4",
            "https://badges.example.edu/",
        ];
        const ODD: &[&str] = &[
            "",
            "#",
            "x",
            "did",
            "did:",
            "https:",
            "https://",
            "https:x",
            "urn:",
            "schema:name",
            "xsd:x",
            "_:b0",
            "@id",
            "id",
            "https://a.example/../b",
            "https://a.example/./b",
            "urn:..",
            "urn:../a",
            "https://a.example/%",
            "https://a.example/%zz",
            "https://a.example/é",
            "https://a.example/ ",
            "https://a.example/>",
            "https://a.example/#a#b",
            "https://[::1]/",
            "HTTPS://A.example/",
            "https://a.example/\\",
            "https://a.example/{}",
            "https://a.example//.",
            "ob:Achievement",
            "https://badges.example.edu/status/3",
            "did:web:badges.example.edu",
            "https://a.example/%41",
            "https://badges.example.edu/achievements/practical-statistics-2",
            "//a.example",
            "../x",
        ];
        match self.is_odd() {
            true => self.pick(ODD).to_owned(),
            false => {
                let (start, number) = (self.pick(STARTS), self.below(1 << 20));
                let ends = ["", "/x", "#x", "?a=b&c=d", "/x;y=1,2'()*!$@~:", "-", "."];
                format!("{start}{number:x}{}", self.pick(&ends))
            }
        }
    }

    fn filling(&mut self, template: &Template) -> Vec<String> {
        self.seldom = [8, 100, 100_000][self.below(3)];
        let mut values: Vec<String> = Vec::new();
        for slot in 0..template.skeleton.len() {
            let seldom = self.seldom;
            let value = match self.below(4 * seldom) {
                // The same as another one.
                0 if slot > 0 => values[self.below(slot)].clone(),
                1 => self.text(),
                _ if template.slots.is_iri(slot) => self.iri(),
                _ => self.text(),
            };
            values.push(value);
        }
        values
    }
}

fn borrowed(values: &[String]) -> Vec<&str> {
    values.iter().map(String::as_str).collect()
}

#[test]
fn any_filling_has_the_canonical_form_of_its_document() {
    let credential = credential();
    let templates = [
        prepare(&credential, &award_slots(&credential)),
        prepare(&rich(), &rich_slots()),
    ];
    let mut dice = Dice::new(0x5eed);
    for template in &templates {
        let (mut served, rounds) = (0, rounds());
        for round in 0..rounds {
            let values = dice.filling(template);
            let values = borrowed(&values);
            let Ok(own) = template.canonical_form(&values) else {
                continue;
            };

            // The compiled tables are themselves held against the reference; it is asked now and then.
            let judge = match round % 40 {
                0 => canonicalize_reference,
                _ => canonicalize,
            };
            let judge = judge(&template.skeleton.document(&values), Edition::Newest);

            assert_eq!(Ok(String::from_utf8(own).unwrap()), judge, "{values:?}");
            served += 1;
        }
        assert!(served > rounds / 4, "{served} of {rounds}");
    }
}

/// Some thousands, or as many as `ACCOLADE_TEMPLATE_ROUNDS` says.
fn rounds() -> usize {
    let rounds = std::env::var("ACCOLADE_TEMPLATE_ROUNDS").ok();
    rounds.and_then(|text| text.parse().ok()).unwrap_or(5_000)
}

#[test]
fn any_filling_is_signed_as_its_document_is_signed() {
    let mut credential = rich();
    credential["@context"]
        .as_array_mut()
        .unwrap()
        .push("https://w3id.org/security/suites/ed25519-2020/v1".into());
    let template = prepare(&credential, &rich_slots());
    let mut dice = Dice::new(0xacc0_1ade);
    let sets: [&[Suite]; 3] = [
        &[Suite::EddsaRdfc2022],
        &[Suite::EddsaRdfc2022, Suite::Ed25519Signature2020],
        &[Suite::EddsaJcs2022],
    ];
    for round in 0..rounds() / 10 {
        let suites = sets[round % sets.len()];
        let values = dice.filling(&template);
        let values = borrowed(&values);

        let signed = template.sign(&values, &options(suites), &key());

        let document = template.document(&values).unwrap();
        assert_eq!(signed, general(&document, suites), "{values:?}");
    }
}

#[test]
fn the_award_of_the_benchmarks_is_signed_without_the_canonicaliser() {
    let credential = credential();
    let template = prepare(&credential, &award_slots(&credential));
    let values = template.values(&credential).unwrap();

    assert_eq!(template.slots().count(), 17);
    assert_eq!(template.canonical_form(&values).unwrap().len(), 10_238);
    let signed = template.sign(&values, &options(&[Suite::EddsaRdfc2022]), &key());

    assert_eq!(signed, general(&credential, &[Suite::EddsaRdfc2022]));
}

#[test]
fn awards_that_make_two_unnamed_objects_alike_are_signed_all_the_same() {
    let rich = rich();
    let template = prepare(&rich, &rich_slots());
    let mut alike = rich;
    for index in [0, 1] {
        alike["credentialSubject"]["result"][index] = json!({
            "type": ["Result"], "value": "the same", "status": "Completed",
        });
    }
    let values = template.values(&alike).unwrap();
    assert_eq!(template.canonical_form(&values), Err(Unfit));

    let signed = template.sign(&values, &options(&[Suite::EddsaRdfc2022]), &key());

    assert_eq!(signed, general(&alike, &[Suite::EddsaRdfc2022]));
}

#[test]
fn a_filling_with_no_canonical_form_gets_the_error_of_the_canonicaliser() {
    let credential = credential();
    let template = prepare(&credential, &["/id".to_owned()]);

    let refused = template.sign(&["nowhere"], &options(&[Suite::EddsaRdfc2022]), &key());

    let iri = "nowhere".to_owned();
    assert_eq!(
        refused,
        Err(SignError::Canonical(CanonicalError::RelativeIri { iri }))
    );
}

#[test]
fn what_decides_the_meaning_of_other_words_is_no_slot() {
    let credential = credential();
    let pointer = "/type/1".to_owned();
    let refused = Template::prepare(&credential, &[&pointer]).unwrap_err();
    assert_eq!(refused, NotATemplate::Structural { pointer });
    // Without these words others are not defined.
    for pointer in ["/@context/0", "/issuer/type/0"] {
        let refused = Template::prepare(&credential, &[pointer]).unwrap_err();

        assert!(matches!(refused, NotATemplate::Canonical(_)), "{pointer}");
    }
    for pointer in [
        "/nothing",
        "/issuer",
        "",
        "/credentialSubject/identifier/0/hashed",
    ] {
        let refused = Template::prepare(&credential, &[pointer]).unwrap_err();

        let pointer = pointer.to_owned();
        assert_eq!(refused, NotATemplate::NoText { pointer });
    }
    let twice = Template::prepare(&credential, &["/id", "/id"]);
    assert!(matches!(twice, Err(NotATemplate::NoText { .. })));
}

#[test]
fn a_signed_document_and_one_with_twins_are_no_templates() {
    let mut signed = credential();
    signed["proof"] = json!({});
    let mut twins = credential();
    let alignment = twins["credentialSubject"]["achievement"]["alignment"][0].clone();
    let alignments = twins["credentialSubject"]["achievement"]["alignment"].as_array_mut();
    alignments.unwrap().push(alignment);

    assert_eq!(
        Template::prepare(&signed, &["/id"]).unwrap_err(),
        NotATemplate::Proof
    );
    // Twins are distinct nodes that say the same: their labels are for the general path to find.
    assert_eq!(
        Template::prepare(&twins, &["/id"]).unwrap_err(),
        NotATemplate::Alike
    );
}

#[test]
fn the_wrong_number_of_values_is_refused() {
    let template = prepare(&credential(), &["/id".to_owned()]);

    let refused = template.sign(&[], &options(&[Suite::EddsaRdfc2022]), &key());

    assert!(matches!(refused, Err(SignError::Document(_))));
    assert_eq!(template.document(&["a", "b"]), None);
}

#[test]
fn prepared_proofs_serve_every_document_with_their_contexts() {
    let credential = credential();
    let template = prepare(&credential, &["/id".to_owned()]);
    let proofs = template
        .prepare_proofs(&options(&[Suite::EddsaRdfc2022]))
        .unwrap();
    let other = PreparedProofs::new(&json!([]), &options(&[Suite::EddsaRdfc2022]));

    for id in [
        "https://badges.example.edu/1",
        "https://badges.example.edu/2",
    ] {
        let signed = template.sign_with(&[id], &proofs, &key());

        let document = template.document(&[id]).unwrap();
        assert_eq!(signed, general(&document, &[Suite::EddsaRdfc2022]));
    }
    // Prepared under contexts that do not know the words of a proof.
    assert!(other.is_err());
}

#[test]
fn templates_are_found_by_badge_class_and_shape() {
    let templates = AwardTemplates::new(2);
    let options = options(&[Suite::EddsaRdfc2022]);
    let mut awards = vec![credential(), rich(), credential(), rich()];
    awards[2]["id"] = "https://badges.example.edu/credentials/2".into();
    awards[3]["credentialSubject"]["achievement"]["name"] = "Another class".into();
    for award in awards.iter().chain(&awards).chain(&awards) {
        let signed = templates.sign(award, &options, &key());

        assert_eq!(signed, general(award, &[Suite::EddsaRdfc2022]));
    }
    assert_eq!(templates.count(), 2);
}

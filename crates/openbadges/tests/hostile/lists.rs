//! Lists of withdrawals that are another's, silent, packed into nothing, cut, or read from the wrong end.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openbadges::status::{BitstringList, mirror, status_list_credential};
use openbadges::verify::Verdict;
use serde_json::{Value, json};

use crate::bombs;
use crate::world::{Attack, Web, assert_all, badge, did, method, signed, signed_by};

const LIST: &str = "https://school.example/status/1";
const INDEX: usize = 94_571;

pub(crate) fn attacks() -> Vec<Attack> {
    [
        foreign(),
        silent(),
        bombed(),
        truncated(),
        mirrored(),
        misread(),
    ]
    .concat()
}

/// A badge whose place in the list is [`INDEX`], with one member of its entry changed.
fn listed(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = badge();
    document["credentialStatus"] = json!({
        "id": format!("{LIST}#{INDEX}"),
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": INDEX.to_string(),
        "statusListCredential": LIST,
    });
    change(&mut document["credentialStatus"]);
    signed(&document)
}

fn list(set: &[usize]) -> Value {
    let mut bits = BitstringList::new(131_072);
    for index in set {
        bits.set(*index, true).unwrap();
    }
    status_list_credential(
        LIST,
        &did(1),
        "revocation",
        &bits,
        "2026-11-01T00:00:00Z".parse().unwrap(),
    )
}

fn encoded(bytes: &[u8]) -> Value {
    let mut list = list(&[]);
    list["credentialSubject"]["encodedList"] = format!("u{}", URL_SAFE_NO_PAD.encode(bytes)).into();
    signed(&list)
}

fn attack(name: &str, list: &Value, code: &'static str) -> Attack {
    Attack::of(name, &listed(|_| {}), code)
        .within(Web::default().with(LIST, list))
        .ending(Verdict::Indeterminate)
}

fn foreign() -> Vec<Attack> {
    let mut others = list(&[]);
    others["issuer"] = did(2).into();
    let others = signed_by(&others, 2, &method(2));
    let mut forged = list(&[]);
    forged["issuer"] = did(1).into();
    // Genuine and clear, and not the one that the badge is on.
    let mut elsewhere = list(&[]);
    elsewhere["id"] = "https://school.example/status/2".into();
    let elsewhere = signed(&elsewhere);
    vec![
        // The badge names the list, and its issuer signed that: told, and refused where a policy says so.
        attack("list of another issuer", &others, "status.list.foreign").ending(Verdict::Valid),
        attack(
            "list in the issuer's name by another",
            &signed_by(&forged, 2, &method(2)),
            "status.unverifiable",
        ),
        attack(
            "list of the same issuer from another address",
            &elsewhere,
            "status.list.elsewhere",
        )
        .ending(Verdict::Valid),
        attack("list that nobody signed", &list(&[]), "status.unverifiable"),
        attack(
            "list that is the badge itself",
            &listed(|_| {}),
            "status.unreachable",
        ),
    ]
}

fn silent() -> Vec<Attack> {
    let unreachable = |web: Web, name: &str| {
        Attack::of(name, &listed(|_| {}), "status.unreachable")
            .within(web)
            .ending(Verdict::Indeterminate)
    };
    vec![
        unreachable(Web::default(), "list that does not answer"),
        unreachable(
            Web::default().answering(LIST, 404, ""),
            "list that is not there",
        ),
        unreachable(Web::default().answering(LIST, 410, ""), "list that is gone"),
        unreachable(
            Web::default().answering(LIST, 500, "oops"),
            "list whose server fails",
        ),
    ]
}

fn bombed() -> Vec<Attack> {
    vec![
        attack(
            "list of 400 MB in one piece",
            &encoded(&bombs::gzip(400)),
            "status.unverifiable",
        ),
        attack(
            "list of 400 MB in 400 pieces",
            &encoded(&bombs::gzip_members(400)),
            "status.unverifiable",
        ),
    ]
}

fn truncated() -> Vec<Attack> {
    let whole = list(&[INDEX]);
    let text = whole["credentialSubject"]["encodedList"].as_str().unwrap();
    let packed = URL_SAFE_NO_PAD.decode(&text[1..]).unwrap();
    let mut wrong_sum = packed.clone();
    let last = wrong_sum.len() - 8;
    wrong_sum[last] ^= 1;
    let with_text = |text: &str| {
        let mut list = list(&[]);
        list["credentialSubject"]["encodedList"] = text.into();
        signed(&list)
    };
    vec![
        attack(
            "list cut in the middle",
            &encoded(&packed[..packed.len() / 2]),
            "status.unverifiable",
        ),
        attack(
            "list without its checksum",
            &encoded(&packed[..packed.len() - 8]),
            "status.unverifiable",
        ),
        attack(
            "list with a wrong checksum",
            &encoded(&wrong_sum),
            "status.unverifiable",
        ),
        attack(
            "list that is not packed",
            &encoded(&[0; 20_000]),
            "status.unverifiable",
        ),
        attack("list of nothing", &with_text(""), "status.unverifiable"),
        attack(
            "list of the letter u",
            &with_text("u"),
            "status.unverifiable",
        ),
        attack(
            "list in the other base64",
            &with_text(&text.replace('u', "m")),
            "status.unverifiable",
        ),
        attack(
            "short list",
            &encoded(&packed_zeros(1_000)),
            "status.list.range",
        ),
    ]
}

/// That many bytes of zeros, packed.
fn packed_zeros(count: usize) -> Vec<u8> {
    let text = BitstringList::from_bits(vec![0; count]).encode();
    URL_SAFE_NO_PAD.decode(&text[1..]).unwrap()
}

fn mirrored() -> Vec<Attack> {
    let mut bits = BitstringList::new(131_072);
    bits.set_mirrored(INDEX, true).unwrap();
    let mut both = list(&[]);
    both["credentialSubject"]["encodedList"] = bits.encode().into();
    let read_from_the_other_end = listed(|entry| {
        entry["statusListIndex"] = mirror(INDEX).to_string().into();
    });
    vec![
        attack(
            "withdrawn in a mirrored pair",
            &signed(&both),
            "status.revoked",
        )
        .ending(Verdict::Revoked),
        Attack::of(
            "withdrawn, read from the other end",
            &read_from_the_other_end,
            "status.revoked",
        )
        .within(Web::default().with(LIST, &signed(&both)))
        .ending(Verdict::Revoked),
        attack(
            "only the mirror image is set",
            &signed(&list(&[mirror(INDEX)])),
            "status.ok",
        )
        .ending(Verdict::Valid),
    ]
}

/// A withdrawal must not hide behind an entry that is written in an odd way.
fn misread() -> Vec<Attack> {
    let web = || Web::default().with(LIST, &signed(&list(&[INDEX])));
    let entry = |name: &str, change: fn(&mut Value), code: &'static str| {
        Attack::of(name, &listed(change), code)
            .within(web())
            .ending(Verdict::Indeterminate)
    };
    let behind = {
        let mut document = badge();
        let unknown = json!({"id": "https://school.example/x", "type": "BitstringStatusList"});
        let real = listed(|_| {})["credentialStatus"].clone();
        document["credentialStatus"] = json!([real, unknown]);
        document
    };
    vec![
        attack("withdrawn", &signed(&list(&[INDEX])), "status.revoked").ending(Verdict::Revoked),
        entry(
            "place beyond the list",
            |entry| entry["statusListIndex"] = "131072".into(),
            "status.list.range",
        ),
        entry(
            "place that is no number",
            |entry| entry["statusListIndex"] = "0x1716b".into(),
            "status.unverifiable",
        ),
        entry(
            "place below zero",
            |entry| entry["statusListIndex"] = "-1".into(),
            "status.unverifiable",
        ),
        entry(
            "place of a thousand figures",
            |entry| {
                entry["statusListIndex"] = "9".repeat(1_000).into();
            },
            "status.unverifiable",
        ),
        entry(
            "list that is no address",
            |entry| entry["statusListCredential"] = "urn:list".into(),
            "status.unverifiable",
        ),
        entry(
            "list for another purpose",
            |entry| entry["statusPurpose"] = "suspension".into(),
            "status.unverifiable",
        ),
        entry(
            "entries of no bits",
            |entry| entry["statusSize"] = 0.into(),
            "status.unverifiable",
        ),
        entry(
            "entries of a million bits",
            |entry| entry["statusSize"] = 1_000_000.into(),
            "status.unverifiable",
        ),
        Attack::of(
            "withdrawal beside an unknown entry",
            &signed(&behind),
            "status.revoked",
        )
        .within(web())
        .ending(Verdict::Revoked),
    ]
}

#[test]
fn a_list_of_another_issuer_is_told_and_a_forged_one_is_not_believed() {
    assert_all(foreign());
}

#[test]
fn a_silent_list_leaves_it_open() {
    assert_all(silent());
}

#[test]
fn a_list_that_unpacks_to_400_mb_is_not_unpacked() {
    assert_all(bombed());
}

#[test]
fn a_cut_or_damaged_list_says_nothing() {
    assert_all(truncated());
}

#[test]
fn a_mirrored_pair_is_read_from_both_ends() {
    assert_all(mirrored());
}

#[test]
fn a_withdrawal_does_not_hide_behind_an_odd_entry() {
    assert_all(misread());
}

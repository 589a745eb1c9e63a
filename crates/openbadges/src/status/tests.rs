use super::*;
use proptest::prelude::*;

#[test]
fn a_new_list_is_never_shorter_than_the_minimum() {
    let list = BitstringList::new(8);

    assert_eq!(list.len(), MINIMUM_ENTRIES);
    assert_eq!(list.get(MINIMUM_ENTRIES - 1), Ok(false));
    assert!(matches!(
        list.get(MINIMUM_ENTRIES),
        Err(StatusError::OutOfRange { .. })
    ));
}

#[test]
fn the_first_entry_is_the_highest_bit() {
    let mut list = BitstringList::new(MINIMUM_ENTRIES);
    list.set(0, true).unwrap();
    list.set(9, true).unwrap();

    assert_eq!(list.bits()[..2], [0x80, 0x40]);
}

#[test]
fn a_reader_from_the_other_end_sees_the_same() {
    let mut list = BitstringList::new(MINIMUM_ENTRIES);
    let given_out: Vec<_> = (0..64).filter(|index| is_allocatable(*index)).collect();
    list.set_mirrored(given_out[5], true).unwrap();

    for index in &given_out {
        let from_the_other_end = list.bits()[index / 8] & (1 << (index % 8)) != 0;
        assert_eq!(list.get(*index), Ok(from_the_other_end));
    }
    assert_eq!(given_out.len(), 32);
}

#[test]
fn short_and_sloppy_lists_are_read_leniently_only() {
    let short = BitstringList::from_bits(vec![0x10; 12_500]).encode();
    let sloppy = format!("{}==", short[1..].replace('-', "+").replace('_', "/"));

    assert_eq!(
        BitstringList::decode(&short, Leniency::Strict),
        Err(StatusError::TooShort { entries: 100_000 })
    );
    for encoded in [&short, &sloppy] {
        let list = BitstringList::decode(encoded, Leniency::StatusList2021).unwrap();
        assert_eq!(list.get(3), Ok(true));
    }
    assert!(BitstringList::decode(&sloppy, Leniency::Strict).is_err());
}

#[test]
fn a_decompression_bomb_is_refused() {
    let bomb = BitstringList::from_bits(vec![0; MAXIMUM_BYTES + 1]).encode();

    assert!(bomb.len() < 100_000);
    assert_eq!(
        BitstringList::decode(&bomb, Leniency::StatusList2021),
        Err(StatusError::TooLarge)
    );
}

#[test]
fn what_is_no_list_is_refused() {
    for encoded in [
        "", "u", "uAAAA", "H4sI", "uH4sI", "u====", "zH4sI", "u\u{e9}",
    ] {
        for leniency in [Leniency::Strict, Leniency::StatusList2021] {
            assert!(
                BitstringList::decode(encoded, leniency).is_err(),
                "{encoded}"
            );
        }
    }
}

#[test]
fn the_credential_names_its_list() {
    let list = BitstringList::new(MINIMUM_ENTRIES);
    let url = "https://example.org/issuers/a/status/1";

    let credential = status_list_credential(
        url,
        "did:web:example.org:issuers:a",
        "revocation",
        &list,
        "2026-11-22T10:00:00.5Z".parse().unwrap(),
    );

    assert_eq!(credential["id"], url);
    assert_eq!(credential["validFrom"], "2026-11-22T10:00:00Z");
    assert!(crate::canonical::canonicalize(&credential, Default::default()).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_list_survives_encoding(set in prop::collection::btree_set(0..MINIMUM_ENTRIES, 0..50)) {
        let mut list = BitstringList::new(MINIMUM_ENTRIES);
        for index in &set {
            list.set(*index, true).unwrap();
        }

        let read = BitstringList::decode(&list.encode(), Leniency::Strict).unwrap();

        prop_assert_eq!(read, list);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,60}") {
        let _ = BitstringList::decode(&text, Leniency::StatusList2021);
    }
}

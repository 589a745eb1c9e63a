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

#[test]
fn a_place_is_read_without_keeping_the_list() {
    for size in [1, 2, 3, 7, 8, 13, 32] {
        let mut list = BitstringList::with_sized(MINIMUM_ENTRIES, size);
        let all = u32::MAX >> (32 - size);
        let places = [0, 1, 5, 4_095, 94_571, MINIMUM_ENTRIES - 1];
        for (number, index) in (1..).zip(places) {
            list.set_sized(index, size, all & 0x9e37_79b9_u32.rotate_left(number))
                .unwrap();
        }
        let encoded = list.encode();

        for index in places.into_iter().chain([2, 94_570]) {
            let place = look_up(&encoded, Leniency::Strict, index, size).unwrap();
            assert_eq!(
                Ok(place.value),
                list.get_sized(index, size),
                "{index} of {size} bits"
            );
            assert_eq!(place.entries, list.len() / size);
        }
    }
}

#[test]
fn a_place_is_not_read_from_what_is_no_list() {
    let list = BitstringList::new(MINIMUM_ENTRIES).encode();
    let bomb = BitstringList::from_bits(vec![0; MAXIMUM_BYTES + 1]).encode();
    let cut = &list[..list.len() - 8];

    assert_eq!(
        look_up(&bomb, Leniency::Strict, 0, 1),
        Err(StatusError::TooLarge)
    );
    assert!(matches!(
        look_up(cut, Leniency::Strict, 0, 1),
        Err(StatusError::Malformed(_))
    ));
    for index in [MINIMUM_ENTRIES, usize::MAX] {
        let beyond = look_up(&list, Leniency::Strict, index, 1);
        assert_eq!(
            beyond,
            Err(StatusError::OutOfRange {
                index,
                entries: MINIMUM_ENTRIES
            })
        );
    }
    assert!(look_up(&list, Leniency::Strict, 0, 0).is_err());
    assert!(look_up(&list, Leniency::Strict, 0, 33).is_err());
}

#[test]
fn a_list_of_messages_has_one_for_each_value() {
    let messages = ["accepted", "under review", "documents missing", "declined"];

    let entry = message_entry("https://a.example/3", 7, &messages).unwrap();

    assert_eq!(entry["statusSize"], 2);
    assert_eq!(entry["statusMessage"][2]["status"], "0x2");
    for (value, message) in (0..).zip(messages) {
        assert_eq!(message_of(&entry, value), Some(message));
    }
    assert_eq!(message_of(&entry, 4), None);
    for wrong in [1, 3, 257, 512] {
        assert!(message_entry("https://a.example/3", 7, &vec!["x"; wrong]).is_err());
    }
    assert!(message_entry("https://a.example/3", 7, &[]).is_err());
}

#[test]
fn a_value_does_not_spill_into_the_next_entry() {
    let mut list = BitstringList::with_sized(MINIMUM_ENTRIES, 2);

    assert!(list.set_sized(3, 2, 4).is_err());
    list.set_sized(3, 2, 3).unwrap();

    assert_eq!(list.get_sized(2, 2), Ok(0));
    assert_eq!(list.get_sized(4, 2), Ok(0));
    list.set_sized(3, 2, 1).unwrap();
    assert_eq!(list.get_sized(3, 2), Ok(1));
}

#[test]
fn a_list_says_for_how_long_it_may_be_kept() {
    let list = serde_json::json!({"credentialSubject": {"ttl": 300_000}});

    assert_eq!(
        time_to_live(&list),
        Some(std::time::Duration::from_secs(300))
    );
    assert_eq!(
        time_to_live(&serde_json::json!({"credentialSubject": {"ttl": -1}})),
        None
    );
    assert_eq!(time_to_live(&serde_json::json!({})), None);
}

#[test]
fn the_last_place_that_can_be_named_is_beyond_every_list() {
    let list = BitstringList::new(MINIMUM_ENTRIES).encode();

    for size in [1, 2, 32] {
        let read = look_up(&list, Leniency::Strict, usize::MAX, size);
        assert!(
            matches!(read, Err(StatusError::OutOfRange { .. })),
            "{size}: {read:?}"
        );
    }
}

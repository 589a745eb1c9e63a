//! Status lists: unpacking one ends, and asking for any entry is safe.

use openbadges::status::{BitstringList, Leniency};

/// Packing the largest lists again only makes the target slow.
const LONGEST_PACKED: usize = 1 << 20;

/// Reads an `encodedList`.
pub fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let strict = BitstringList::decode(text, Leniency::Strict);
    let lenient = BitstringList::decode(text, Leniency::StatusList2021);
    assert!(strict.is_err() || strict == lenient);
    let Ok(list) = lenient else { return };
    assert!(list.get(list.len()).is_err());
    assert_eq!(
        list.get(list.len().saturating_sub(1)).is_err(),
        list.is_empty()
    );
    for size in [0, 1, 3, 32, 33, usize::MAX] {
        for index in [0, list.len() / size.max(1), usize::MAX] {
            let found = list.get_sized(index, size);
            assert!(found.is_err() || index == 0);
        }
    }
    if list.len() / 8 <= LONGEST_PACKED {
        let again = BitstringList::decode(&list.encode(), Leniency::StatusList2021);
        assert_eq!(again, Ok(list));
    }
}

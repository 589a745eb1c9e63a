//! Where a term's name sits in the table of names; shared by the build script and the library.

/// The number of slots: about four a name, so that nearly every name is found at the first look.
pub(super) const SLOTS: usize = 4096;

/// The slot at which the search for a name begins.
pub(super) fn slot_of(name: &str) -> usize {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = name.as_bytes();
    let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => short(bytes),
    };
    let mixed = (first.wrapping_mul(ODD) ^ last.rotate_left(29))
        .wrapping_add(bytes.len() as u64)
        .wrapping_mul(ODD);
    (mixed >> 52) as usize
}

/// The two words of a name of less than eight bytes.
fn short(bytes: &[u8]) -> (u64, u64) {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => (
            u32::from_le_bytes(*first).into(),
            u32::from_le_bytes(*last).into(),
        ),
        _ => {
            let word = bytes
                .iter()
                .fold(0, |word, byte| word << 8 | u64::from(*byte));
            (word, 0)
        }
    }
}

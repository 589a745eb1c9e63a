//! Base58 (the alphabet of Bitcoin) for signatures of 64 bytes: quicker than for any length.
//!
//! Numbers are handled five digits at a time, because 58⁵ is the largest power that leaves room in the
//! arithmetic of 64 bits beside a limb of 32.

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const DIGITS: usize = 5;
const POWER: u64 = 58_u64.pow(DIGITS as u32);
/// Limbs of 32 bits in 64 bytes.
const LIMBS: usize = 16;
/// Groups of five digits that 64 bytes can take: 88 digits and two more that are zero.
const GROUPS: usize = 18;
/// No digit.
const NONE: u8 = 0xff;

const VALUES: [u8; 128] = {
    let mut values = [NONE; 128];
    let mut digit = 0;
    while digit < ALPHABET.len() {
        values[ALPHABET[digit] as usize] = digit as u8;
        digit += 1;
    }
    values
};

/// Appends a signature in base58, quickest if it has 64 bytes.
pub(super) fn encode(signature: &[u8], out: &mut String) {
    match signature.try_into() {
        Ok(bytes) => encode_64(bytes, out),
        Err(_) => out.push_str(&bs58::encode(signature).into_string()),
    }
}

/// Appends 64 bytes in base58.
fn encode_64(bytes: &[u8; 64], out: &mut String) {
    let mut limbs = [0_u32; LIMBS];
    for (limb, four) in limbs.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *limb = u32::from_be_bytes(*four);
    }
    let mut digits = [0_u8; GROUPS * DIGITS];
    let mut first = 0;
    for group in digits.as_chunks_mut::<DIGITS>().0.iter_mut().rev() {
        while first < LIMBS && limbs[first] == 0 {
            first += 1;
        }
        let mut rest = divide(&mut limbs[first..]);
        for digit in group.iter_mut().rev() {
            *digit = (rest % 58) as u8;
            rest /= 58;
        }
    }
    // A leading zero byte is a leading `1`; other zeros in front say nothing.
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let leading = digits.iter().take_while(|digit| **digit == 0).count();
    out.extend(std::iter::repeat_n('1', zeros));
    out.extend(
        digits[leading..]
            .iter()
            .map(|digit| char::from(ALPHABET[usize::from(*digit)])),
    );
}

/// Divides the number, most significant limb first, by 58⁵ and returns the rest.
fn divide(limbs: &mut [u32]) -> u32 {
    let mut rest = 0;
    for limb in limbs {
        let value = rest << 32 | u64::from(*limb);
        // Both fit: the rest is below 58⁵, and 58⁵ below 2³².
        *limb = (value / POWER) as u32;
        rest = value % POWER;
    }
    rest as u32
}

/// Reads base58 that stands for exactly 64 bytes.
pub(super) fn decode_64(text: &str) -> Option<[u8; 64]> {
    let text = text.as_bytes();
    if text.len() > GROUPS * DIGITS {
        return None;
    }
    let mut limbs = [0_u32; LIMBS];
    for group in text.chunks(DIGITS) {
        let (mut value, mut power) = (0, 1);
        for character in group {
            let digit = *VALUES.get(usize::from(*character))?;
            if digit == NONE {
                return None;
            }
            value = value * 58 + u64::from(digit);
            power *= 58;
        }
        multiply_add(&mut limbs, power, value)?;
    }
    let mut bytes = [0; 64];
    for (limb, four) in limbs.iter().zip(bytes.as_chunks_mut::<4>().0) {
        *four = limb.to_be_bytes();
    }
    let ones = text
        .iter()
        .take_while(|character| **character == b'1')
        .count();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    (ones == zeros).then_some(bytes)
}

/// Multiplies the number and adds to it; `None` if it no longer fits.
fn multiply_add(limbs: &mut [u32; LIMBS], factor: u64, addend: u64) -> Option<()> {
    let mut carry = addend;
    for limb in limbs.iter_mut().rev() {
        let value = u64::from(*limb) * factor + carry;
        *limb = (value & 0xffff_ffff) as u32;
        carry = value >> 32;
    }
    (carry == 0).then_some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(bytes: &[u8; 64]) -> String {
        let mut text = String::new();
        encode_64(bytes, &mut text);
        text
    }

    #[test]
    fn zeros_in_front_become_ones() {
        for zeros in 0..=64 {
            let mut bytes = [0; 64];
            bytes[zeros..].fill(0xff);

            let text = encoded(&bytes);

            assert_eq!(text, bs58::encode(bytes).into_string());
            assert_eq!(decode_64(&text), Some(bytes));
        }
    }

    #[test]
    fn what_is_not_64_bytes_is_refused() {
        let largest = encoded(&[0xff; 64]);
        for text in [
            "",
            "1",
            "0",
            "é",
            &"1".repeat(63),
            &"1".repeat(65),
            &"z".repeat(88),
            &"z".repeat(200),
        ] {
            assert_eq!(decode_64(text), None, "{text}");
        }
        assert_eq!(decode_64(&format!("1{largest}")), None);
        assert_eq!(decode_64(&largest), Some([0xff; 64]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn any_64_bytes_are_written_as_the_general_code_writes_them(
            high: [u8; 32], low: [u8; 32], zeros in 0_usize..4,
        ) {
            let mut bytes = [0; 64];
            bytes[..32].copy_from_slice(&high);
            bytes[32..].copy_from_slice(&low);
            bytes[..zeros].fill(0);

            let text = encoded(&bytes);

            prop_assert_eq!(&text, &bs58::encode(bytes).into_string());
            prop_assert_eq!(decode_64(&text), Some(bytes));
        }

        #[test]
        fn any_text_is_read_as_the_general_code_reads_it(text in "[1-9A-Za-z]{80,90}") {
            let general = bs58::decode(&text).into_vec().ok();

            prop_assert_eq!(
                decode_64(&text).map(Vec::from),
                general.filter(|bytes| bytes.len() == 64)
            );
        }
    }
}

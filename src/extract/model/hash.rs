//! Numbers for words and features. The same bytes give the same number on every machine and in every release: the weights
//! file depends on it. What a feature means must not be known here.

/// The number of a string (FNV-1a).
pub fn word(text: &str) -> u32 {
    text.bytes().fold(EMPTY, byte)
}

/// The number of a string of characters in lower case, digits as `0`, apostrophes straightened.
pub fn folded(chars: impl Iterator<Item = char>) -> u32 {
    let mut h = EMPTY;
    for c in chars {
        if c.is_ascii() {
            h = byte(
                h,
                if c.is_ascii_digit() {
                    b'0'
                } else {
                    c.to_ascii_lowercase() as u8
                },
            );
        } else if crate::text::is_apostrophe(c) {
            h = byte(h, b'\'');
        } else {
            for low in c.to_lowercase() {
                h = (low as u32).to_le_bytes().into_iter().fold(h, byte);
            }
        }
    }
    h
}

/// The number of no characters at all; where a word's hash goes on from.
pub const EMPTY: u32 = 0x811c_9dc5;

/// One more byte of a string.
pub fn byte(h: u32, b: u8) -> u32 {
    (h ^ u32::from(b)).wrapping_mul(0x0100_0193)
}

/// The number of a feature: its template and up to two values.
pub fn feature(template: u32, a: u32, b: u32) -> u32 {
    let mut h = template.wrapping_mul(0x9e37_79b1) ^ a;
    h = (h ^ (h >> 15)).wrapping_mul(0x85eb_ca77);
    h = (h ^ b).wrapping_mul(0xc2b2_ae3d);
    h = (h ^ (h >> 13)).wrapping_mul(0x27d4_eb2f);
    h ^ (h >> 16)
}

/// Two values as one.
pub fn pair(a: u32, b: u32) -> u32 {
    (a ^ 0x5bd1_e995).wrapping_mul(0x9e37_79b1).rotate_left(13) ^ b.wrapping_mul(0x85eb_ca6b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_for_ever() {
        assert_eq!(word("said"), 0xbc03351c);
        assert_eq!(folded("Don’t 42".chars()), word("don't 00"));
        assert_eq!(feature(1, 2, 3), 0xb1e49e51);
        assert_ne!(feature(1, 2, 3), feature(1, 3, 2));
    }
}

//! Documents that are packed with gzip and served as what they are: news sitemaps above all.

use flate2::read::MultiGzDecoder;
use std::io::Read;

/// Most bytes that are unpacked; what follows is not read.
const MAX_UNPACKED: u64 = 32 << 20;
/// Most bytes that one packed byte may become, beyond [`FREE`]; text packs ten to one, bombs a thousand to one.
const MAX_RATIO: u64 = 100;
/// Bytes that are unpacked whatever the ratio.
const FREE: u64 = 1 << 20;

/// The unpacked bytes, as far as they can be had and are within bounds; `None` for what is not packed.
pub(in crate::feed) fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b, 8]) {
        return None;
    }
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let most = packed.saturating_mul(MAX_RATIO).clamp(FREE, MAX_UNPACKED);
    let mut out = Vec::new();
    // What breaks off is a document that breaks off.
    let _ = MultiGzDecoder::new(bytes).take(most).read_to_end(&mut out);
    Some(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Write;

    #[test]
    fn what_is_packed_is_unpacked_within_bounds() {
        let packed = |bytes: &[u8]| {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            writer.write_all(bytes).unwrap();
            writer.finish().unwrap()
        };
        let whole = packed(b"<rss>");
        assert_eq!(unpacked(&whole).unwrap(), b"<rss>");
        assert_eq!(unpacked(b"<rss>"), None);
        assert!(unpacked(&whole[..whole.len() - 9]).unwrap().len() <= 5);
        let bomb = packed(&vec![b'a'; 64 << 20]);
        assert!(unpacked(&bomb).unwrap().len() as u64 <= MAX_UNPACKED);
    }
}

//! The documents of a segment as bytes, page by page, and numbers of any length. Knows nothing of files or terms.

use crate::model::Timestamp;

/// Documents of a page, which is read as a whole: some 5 KiB.
pub(super) const PAGE_ENTRIES: usize = 512;

/// A document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) time: Timestamp,
    /// Which state of the document was indexed.
    pub(super) version: u32,
}

impl Entry {
    /// Documents are in this order.
    pub(super) fn order(&self) -> (std::cmp::Reverse<i64>, u64) {
        (std::cmp::Reverse(self.time.millis()), self.id)
    }
}

/// Appends a number as LEB128.
pub(super) fn number(to: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        to.push(n as u8 | 0x80);
        n >>= 7;
    }
    to.push(n as u8);
}

/// The inverse of [`number`].
pub(super) fn take(from: &mut &[u8]) -> Option<u64> {
    let mut n = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        n |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

/// Documents in their order: the time of the first; then of each its id; how much earlier it is than the one before; its version.
pub(super) fn write_page(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::with_capacity(8 + 12 * entries.len());
    let Some(first) = entries.first() else {
        return out;
    };
    let mut last = first.time.millis();
    out.extend(last.to_le_bytes());
    for entry in entries {
        out.extend(entry.id.to_le_bytes());
    }
    for entry in entries {
        let time = entry.time.millis();
        number(&mut out, last.wrapping_sub(time) as u64);
        last = time;
    }
    for entry in entries {
        number(&mut out, u64::from(entry.version));
    }
    out
}

/// The inverse of [`write_page`], of so many; `None` for anything else.
pub(super) fn read_page(bytes: &[u8], many: usize) -> Option<Vec<Entry>> {
    let (first, rest) = bytes.split_first_chunk::<8>()?;
    let (ids, mut rest) = rest.split_at_checked(many.checked_mul(8)?)?;
    let mut time = i64::from_le_bytes(*first);
    let mut entries = Vec::with_capacity(many);
    for id in ids.as_chunks::<8>().0 {
        time = time.wrapping_sub(take(&mut rest)? as i64);
        entries.push(Entry {
            id: u64::from_le_bytes(*id),
            time: Timestamp::from_millis(time),
            version: 0,
        });
    }
    for entry in &mut entries {
        entry.version = u32::try_from(take(&mut rest)?).ok()?;
    }
    rest.is_empty().then_some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_read_back_and_nothing_else_is_one() {
        let entry = |id, time, version| Entry {
            id,
            time: Timestamp::from_millis(time),
            version,
        };
        let entries = [
            entry(7, i64::MAX, 0),
            entry(u64::MAX, 1_780_000_000_123, 1),
            entry(0, 1_780_000_000_123, u32::MAX),
            entry(8, -5, 300),
            entry(9, i64::MIN, 2),
        ];
        for many in 1..=entries.len() {
            let page = write_page(&entries[..many]);
            assert_eq!(
                read_page(&page, many).as_deref(),
                Some(&entries[..many]),
                "{many}"
            );
            assert_eq!(read_page(&page, many + 1), None);
            assert_eq!(read_page(&page[..page.len() - 1], many), None);
        }
        assert_eq!(read_page(&[], 1), None);
        assert_eq!(take(&mut &[0xff; 10][..]), None);
    }
}

//! The documents that have a term as bits: distances in Golomb-Rice codes (Golomb 1966, Rice and Plaunt 1971), whose divisor follows
//! from how many of the segment's documents have it. Knows nothing of terms or files.

/// Where a term is: the document's number and how often.
pub(super) type Posting = (u32, u32);

/// Longest run of ones that is a number; a longer one is damage.
const MAX_UNARY: u64 = 1 << 32;

/// Low bits of a distance that are written as they are: the distances of a term that `with` of `docs` documents have at random are
/// shortest with about 0.69 of their mean as the divisor.
fn low_bits(docs: u32, with: usize) -> u32 {
    let (docs, with) = (u64::from(docs), (with as u64).max(1));
    let divisor = docs.saturating_sub(with) * 69 / (with * 100);
    divisor.checked_ilog2().unwrap_or(0)
}

/// Appends the documents that have a term, in order, of a segment of `docs`. How often it is there is written if `counted`, else 1.
pub(super) fn write(to: &mut Vec<u8>, docs: u32, postings: &[Posting], counted: bool) {
    let low = low_bits(docs, postings.len());
    let mut bits = Writer {
        to,
        held: 0,
        many: 0,
    };
    let mut next = 0;
    for &(doc, often) in postings {
        let distance = doc - next;
        bits.ones(distance >> low);
        bits.put(distance & ((1 << low) - 1), low);
        next = doc + 1;
        if counted {
            // Elias's gamma code (1975) of it.
            let size = often.max(1).ilog2();
            bits.ones(size);
            bits.put(often & ((1 << size) - 1), size);
        }
    }
    bits.end();
}

/// The inverse of [`fn@write`], of so many documents; `None` for anything that it does not give.
pub(super) fn read(bytes: &[u8], docs: u32, with: usize, counted: bool) -> Option<Vec<Posting>> {
    let low = low_bits(docs, with);
    let mut bits = Reader {
        from: bytes,
        held: 0,
        many: 0,
    };
    let mut all = Vec::with_capacity(with);
    let mut next = 0u64;
    for _ in 0..with {
        let high = bits.ones()?;
        let doc = next + (high << low) + u64::from(bits.take(low)?);
        let often = match counted {
            false => 1,
            true => {
                let size = u32::try_from(bits.ones()?).ok().filter(|size| *size < 32)?;
                1 << size | bits.take(size)?
            }
        };
        let found = u32::try_from(doc).ok().filter(|doc| *doc < docs)?;
        all.push((found, often));
        next = doc + 1;
    }
    (bits.from.is_empty() && bits.many < 8).then_some(all)
}

/// Appends bits, the lowest of a byte first.
struct Writer<'a> {
    to: &'a mut Vec<u8>,
    held: u64,
    many: u32,
}

impl Writer<'_> {
    /// The lowest `bits` of a number that has no others, at most 32.
    fn put(&mut self, n: u32, bits: u32) {
        self.held |= u64::from(n) << self.many;
        self.many += bits;
        while self.many >= 8 {
            self.to.push(self.held as u8);
            self.held >>= 8;
            self.many -= 8;
        }
    }

    /// So many ones and a zero.
    fn ones(&mut self, mut n: u32) {
        while n >= 31 {
            self.put(u32::MAX >> 1, 31);
            n -= 31;
        }
        self.put((1 << n) - 1, n + 1);
    }

    fn end(self) {
        if self.many > 0 {
            self.to.push(self.held as u8);
        }
    }
}

struct Reader<'a> {
    from: &'a [u8],
    held: u64,
    many: u32,
}

impl Reader<'_> {
    /// Holds at least 56 bits, or all that there are. Above those that count, `held` may have the next ones already.
    fn fill(&mut self) {
        if let Some(eight) = self.from.first_chunk::<8>()
            && self.many < 64
        {
            self.held |= u64::from_le_bytes(*eight) << self.many;
            let bytes = (63 - self.many) / 8;
            self.many += bytes * 8;
            self.from = self.from.get(bytes as usize..).unwrap_or_default();
        }
        while self.many <= 56
            && let Some((byte, rest)) = self.from.split_first()
        {
            self.held |= u64::from(*byte) << self.many;
            self.many += 8;
            self.from = rest;
        }
    }

    fn take(&mut self, bits: u32) -> Option<u32> {
        if self.many < bits {
            self.fill();
        }
        self.many = self.many.checked_sub(bits)?;
        let n = self.held & ((1 << bits) - 1);
        self.held >>= bits;
        Some(n as u32)
    }

    fn ones(&mut self) -> Option<u64> {
        let mut n = 0;
        if self.many < 32 {
            self.fill();
        }
        loop {
            let run = self.held.trailing_ones().min(self.many);
            n += u64::from(run);
            if run < self.many {
                self.held = self.held.checked_shr(run + 1).unwrap_or(0);
                self.many -= run + 1;
                return Some(n);
            }
            (self.held, self.many) = (0, 0);
            self.fill();
            if self.many == 0 || n > MAX_UNARY {
                return None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_back_and_nothing_else_is_one() {
        let every = |step: u32, docs: u32| -> Vec<Posting> {
            (0..docs).step_by(step as usize).map(|n| (n, 1)).collect()
        };
        for (docs, list) in [
            (1, vec![(0, 1)]),
            (1_000_000, vec![(999_999, u32::MAX)]),
            (1_000_000, vec![(0, 2), (1, 3), (2, 1), (999_998, 70_000)]),
            (u32::MAX, vec![(0, 1), (u32::MAX - 1, 4)]),
            (70_000, every(1, 70_000)),
            (70_000, every(7, 70_000)),
            (70_000, every(3_000, 70_000)),
            // As far from even as it can be.
            (70_000, every(1, 2_000)),
            (70_000, (68_000..70_000).map(|n| (n, 9)).collect()),
        ] {
            for counted in [true, false] {
                let mut bytes = Vec::new();
                write(&mut bytes, docs, &list, counted);
                let told: Vec<Posting> = match counted {
                    true => list.clone(),
                    false => list.iter().map(|(doc, _)| (*doc, 1)).collect(),
                };
                let many = list.len();
                let read = |bytes: &[u8], many| read(bytes, docs, many, counted);
                assert_eq!(read(&bytes, many), Some(told), "{docs} {many}");
                assert_eq!(read(&bytes[..bytes.len() - 1], many), None);
                assert_eq!(read(&[&bytes[..], &[0]].concat(), many), None);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic() {
        let mut dice = 1u64;
        for n in 0..2_000usize {
            let bytes: Vec<u8> = (0..n % 40)
                .map(|_| {
                    dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    (dice >> 56) as u8
                })
                .collect();
            for docs in [0, 1, 50, u32::MAX] {
                for counted in [true, false] {
                    let read = read(&bytes, docs, n % 9, counted);
                    assert!(read.is_none_or(|list| list.len() == n % 9));
                }
            }
        }
        assert_eq!(read(&[0xff; 64], 100, 1, false), None);
    }

    #[test]
    fn a_list_takes_little_more_than_its_entropy() {
        // One in a hundred documents: 0.081 bits a document, 8.1 a posting.
        let mut dice = 7u64;
        let list: Vec<Posting> = (0..100_000)
            .filter(|_| {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (dice >> 33).is_multiple_of(100)
            })
            .map(|doc| (doc, 1))
            .collect();
        let mut bytes = Vec::new();
        write(&mut bytes, 100_000, &list, false);
        assert!(bytes.len() * 8 < list.len() * 85 / 10, "{}", bytes.len());
    }
}

//! A fingerprint as bytes, for the store that keeps it between two runs. It does not know where they are kept.
//!
//! Version 2: version byte, revision and exact hash (8 bytes each), then little-endian numbers of 4 bytes: word count, lengths of
//! shingles, figures, names, headline words and turns of quoting, and these in that order. Bytes of another version are refused,
//! and the story is read again from the archive.

use super::fingerprint::Fingerprint;
use super::fingerprint::MAX_FACTS;
use super::fingerprint::MAX_TITLE_WORDS;
use super::fingerprint::MAX_WORDS;

const VERSION: u8 = 2;

/// Why bytes are no fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FingerprintError {
    /// Written by another version of the program.
    #[error(
        "the fingerprint has version {0}, this program reads version 2: rebuild the store from the archive"
    )]
    Version(u8),
    /// Cut, lengthened or overwritten.
    #[error("the fingerprint's {0} bytes do not add up: rebuild the store from the archive")]
    Damaged(usize),
}

impl Fingerprint {
    /// For the store: versioned, about 700 bytes for a story of 350 words.
    pub fn to_bytes(&self) -> Vec<u8> {
        let lists = [
            self.shingles(),
            self.figures(),
            self.names(),
            self.title(),
            self.quoted(),
        ];
        let mut out = Vec::with_capacity(41 + 4 * self.hashes.len());
        out.push(VERSION);
        out.extend(self.revision.to_le_bytes());
        out.extend(self.exact.to_le_bytes());
        out.extend(self.words.to_le_bytes());
        for list in lists {
            out.extend((list.len() as u32).to_le_bytes());
        }
        for hash in lists.into_iter().flatten() {
            out.extend(hash.to_le_bytes());
        }
        out
    }

    /// The inverse of [`Fingerprint::to_bytes`].
    ///
    /// # Errors
    /// When the bytes are of another version or are damaged; never a panic, whatever they are.
    pub fn from_bytes(bytes: &[u8]) -> Result<Fingerprint, FingerprintError> {
        match bytes.first() {
            Some(&VERSION) => {}
            Some(&other) => return Err(FingerprintError::Version(other)),
            None => return Err(FingerprintError::Damaged(0)),
        }
        let mut reader = Reader(&bytes[1..]);
        reader
            .fingerprint()
            .ok_or(FingerprintError::Damaged(bytes.len()))
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn fingerprint(&mut self) -> Option<Fingerprint> {
        let revision = u64::from_le_bytes(self.take()?);
        let exact = u64::from_le_bytes(self.take()?);
        let words = self.number()?;
        let lengths = [
            self.number()?,
            self.number()?,
            self.number()?,
            self.number()?,
            self.number()?,
        ];
        let bounds = [MAX_WORDS, MAX_FACTS, MAX_FACTS, MAX_TITLE_WORDS, MAX_WORDS];
        let fits = lengths
            .iter()
            .zip(bounds)
            .all(|(&n, bound)| n as usize <= bound);
        let total: usize = lengths.iter().map(|&n| n as usize).sum();
        if !fits || self.0.len() != 4 * total {
            return None;
        }
        let shingles = self.list(lengths[0])?;
        let sorted = [
            self.list(lengths[1])?,
            self.list(lengths[2])?,
            self.list(lengths[3])?,
            self.list(lengths[4])?,
        ];
        if !sorted.iter().all(|list| list.is_sorted()) {
            return None;
        }
        let [figures, names, title, quoted] = sorted;
        Some(Fingerprint::from_parts(
            revision,
            exact,
            words,
            [shingles, figures, names, title, quoted],
        ))
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn list(&mut self, len: u32) -> Option<Vec<u32>> {
        (0..len).map(|_| self.number()).collect()
    }
}

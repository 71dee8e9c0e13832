//! A fingerprint as bytes, for the store that keeps it between two runs. It does not know where they are kept.
//!
//! Version 2: version byte, revision and exact hash (8 bytes each), then little-endian numbers of 4 bytes: word count, lengths of
//! shingles, figures, names, headline words, turns of quoting and
//! paragraphs, and these in that order. Bytes of another version are refused,
//! and the story is read again from the archive.

use super::fingerprint::Fingerprint;
use super::fingerprint::MAX_FACTS;
use super::fingerprint::MAX_PARAGRAPHS;
use super::fingerprint::MAX_TITLE_WORDS;
use super::fingerprint::MAX_WORDS;

const VERSION: u8 = 3;

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
            self.paragraphs(),
        ];
        let mut out = Vec::with_capacity(45 + 4 * self.hashes.len());
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
            self.number()?,
        ];
        let bounds = [
            MAX_WORDS,
            MAX_FACTS,
            MAX_FACTS,
            MAX_TITLE_WORDS,
            MAX_WORDS,
            MAX_PARAGRAPHS,
        ];
        let fits = lengths
            .iter()
            .zip(bounds)
            .all(|(&n, bound)| n as usize <= bound);
        let total: usize = lengths.iter().map(|&n| n as usize).sum();
        if !fits || self.0.len() != 4 * total {
            return None;
        }
        // One allocation: an index is filled from a million of these.
        let hashes: Box<[u32]> = self
            .0
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
            .collect();
        let mut end = 0;
        let ends = lengths.map(|n| {
            end += n;
            end
        });
        let sorted = ends.windows(2).all(|pair| {
            let list = hashes.get(pair[0] as usize..pair[1] as usize);
            list.is_some_and(<[u32]>::is_sorted)
        });
        sorted.then_some(Fingerprint {
            revision,
            exact,
            words,
            ends: [ends[0], ends[1], ends[2], ends[3], ends[4]],
            hashes,
        })
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }
}

//! A fingerprint in the form in which an index holds a million of them: about 360 bytes for a story of 330 words. Enough to compare
//! two texts; not enough to look a shingle up again, which is why the index is told of stopped shingles as they are stopped.

use super::fingerprint::Fingerprint;
use super::fingerprint::MAX_FACTS;

/// Marks a shingle that was stopped. The other bits are the shingle's code.
const STOPPED: u16 = 0x8000;

/// Bits of a packed fact that say in which words it stands; the 13 above are its value.
pub(super) const CONTEXT_BITS: u32 = 11;

/// Shingles up to which every one is posted.
const ALL: usize = 40;

/// Shingles up to which every second one is posted; of more, every fourth. The stop rule and the search for candidates
/// need some shingles of a text and not all, and postings are the dearer half of the memory.
const HALF: usize = 80;

/// What shingles are compared by, 15 bits: two different ones agree by chance once in 32,768, which is at most two in a hundred of
/// the shingles of two long features. The figure bit and the sampling bits are the shingle's own.
fn code(shingle: u32) -> u16 {
    (((shingle >> 3 ^ shingle >> 17) & 0xfff) << 3 | shingle & 7) as u16
}

/// Whether a text of `kept` shingles posts this one. Takes a shingle or its code: only the lowest three bits count.
pub(super) fn is_posted(shingle: u32, kept: usize) -> bool {
    if kept <= ALL {
        true
    } else if kept <= HALF {
        shingle & 2 == 0
    } else {
        shingle & 6 == 0
    }
}

/// The shingles of a text that are posted.
pub(super) fn posted(print: &Fingerprint) -> impl Iterator<Item = u32> + '_ {
    let kept = print.shingles().len();
    let all = print.shingles().iter().copied();
    all.filter(move |&shingle| is_posted(shingle, kept))
}

/// What the index makes of a fingerprint: what it holds, and the lists that it looks at once.
#[derive(Debug)]
pub(super) struct Reduced<'a> {
    pub text: Packed,
    pub exact: u64,
    pub revision: u64,
    pub words: u32,
    /// See [`posted`].
    pub posted: &'a [u32],
    pub paragraphs: &'a [u32],
}

impl<'a> Reduced<'a> {
    pub(super) fn of(print: &'a Fingerprint, posted: &'a [u32]) -> Reduced<'a> {
        Reduced {
            text: Packed::of(print),
            exact: print.exact,
            revision: print.revision(),
            words: print.words(),
            posted,
            paragraphs: print.paragraphs(),
        }
    }
}

/// See the module. Little-endian: five lengths, shingle codes, turns of quoting, headline words (2 bytes each), then figures and names (3 bytes each).
#[derive(Debug)]
pub(super) struct Packed(Box<[u8]>);

const HEAD: usize = 10;

impl Packed {
    pub(super) fn of(print: &Fingerprint) -> Packed {
        let shorts = print.shingles().len() + print.quoted().len() + print.title().len();
        let facts = print.figures().len() + print.names().len();
        let mut out = Vec::with_capacity(HEAD + 2 * shorts + 3 * facts);
        let lengths = [
            print.shingles(),
            print.quoted(),
            print.title(),
            print.figures(),
            print.names(),
        ];
        // Every list is bounded far below 65,536.
        for list in lengths {
            out.extend((list.len() as u16).to_le_bytes());
        }
        let mut short = |n: u16| out.extend(n.to_le_bytes());
        print.shingles().iter().for_each(|&s| short(code(s)));
        print.quoted().iter().for_each(|&n| short(n as u16));
        print.title().iter().for_each(|&w| short((w >> 16) as u16));
        // Without an allocation, since an index is filled with a million of these.
        let mut packed = [0; MAX_FACTS];
        for facts in [print.figures(), print.names()] {
            let all = packed.iter_mut().zip(facts);
            let count = all.map(|(place, &fact)| *place = pack(fact)).count();
            packed[..count].sort_unstable();
            for fact in &packed[..count] {
                out.extend(&fact.to_le_bytes()[..3]);
            }
        }
        Packed(out.into_boxed_slice())
    }

    /// Bytes on the heap.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Shingles held that were not stopped, and how many of them `codes` has, chance matches among them.
    pub(super) fn overlap(&self, codes: &Codes) -> (usize, usize) {
        let places = self.0[HEAD..].chunks_exact(2).take(self.length(0));
        let held = places.map(|b| u16::from_le_bytes([b[0], b[1]]));
        held.filter(|held| held & STOPPED == 0)
            .fold((0, 0), |(all, hits), code| {
                (all + 1, hits + usize::from(codes.has(code)))
            })
    }

    /// Notes that `shingle` was stopped.
    pub(super) fn stop(&mut self, shingle: u32) {
        let (code, kept) = (code(shingle), self.length(0));
        for place in self.0[HEAD..].chunks_exact_mut(2).take(kept) {
            // Without a branch, so that many are done at a time.
            let held = u16::from_le_bytes([place[0], place[1]]);
            let stopped = held | (u16::from(held & !STOPPED == code) * STOPPED);
            place.copy_from_slice(&stopped.to_le_bytes());
        }
    }

    pub(super) fn unpack(&self, words: u32) -> Text {
        let [kept, turns, title, figures, names] = [0, 1, 2, 3, 4].map(|n| self.length(n));
        let mut rest = &self.0[HEAD..];
        let mut shorts = |count: usize| -> Vec<u16> {
            let (here, after) = rest.split_at((2 * count).min(rest.len()));
            rest = after;
            let pairs = here.chunks_exact(2);
            pairs.map(|b| u16::from_le_bytes([b[0], b[1]])).collect()
        };
        let (codes, turns, title) = (shorts(kept), shorts(turns), shorts(title));
        let mut facts = |count: usize| -> Vec<u32> {
            let (here, after) = rest.split_at((3 * count).min(rest.len()));
            rest = after;
            let triples = here.chunks_exact(3);
            triples
                .map(|b| u32::from_le_bytes([b[0], b[1], b[2], 0]))
                .collect()
        };
        let (figures, names) = (facts(figures), facts(names));
        let stopped: Vec<bool> = codes.iter().map(|code| code & STOPPED != 0).collect();
        let codes: Vec<u16> = codes.iter().map(|code| code & !STOPPED).collect();
        Text {
            live: live(&codes, &stopped),
            quoted: quoted(&turns, codes.len()),
            codes,
            figures,
            names,
            title,
            words,
        }
    }

    fn length(&self, list: usize) -> usize {
        match self.0.get(2 * list..2 * list + 2) {
            Some(b) => usize::from(u16::from_le_bytes([b[0], b[1]])),
            None => 0,
        }
    }
}

/// A set of codes.
pub(super) struct Codes(Box<[u64]>);

impl Codes {
    pub(super) fn of(text: &Text) -> Codes {
        let mut bits = vec![0u64; 1 << 9].into_boxed_slice();
        for code in &text.codes {
            bits[usize::from(code >> 6)] |= 1 << (code & 63);
        }
        Codes(bits)
    }

    fn has(&self, code: u16) -> bool {
        self.0[usize::from(code >> 6)] & (1 << (code & 63)) != 0
    }
}

/// A text ready to be compared.
#[derive(Debug)]
pub(super) struct Text {
    /// Shingle codes in the order of the text.
    pub codes: Vec<u16>,
    /// For each shingle, whether it counts.
    pub live: Vec<bool>,
    /// For each shingle, whether it stands between quotation marks.
    pub quoted: Vec<bool>,
    /// Ascending; the value in the upper bits, the context in the lower [`CONTEXT_BITS`].
    pub figures: Vec<u32>,
    /// As `figures`.
    pub names: Vec<u32>,
    /// Ascending.
    pub title: Vec<u16>,
    /// Words of the text.
    pub words: u32,
}

/// The upper 13 of the value's 16 bits and the lower 11 of the context's.
fn pack(fact: u32) -> u32 {
    (fact >> 19) << CONTEXT_BITS | fact & ((1 << CONTEXT_BITS) - 1)
}

/// A shingle that is not posted shares the fate of the posted ones around it, unless a figure is in it: forms repeat from word to word
/// but for what is filled in.
fn live(codes: &[u16], stopped: &[bool]) -> Vec<bool> {
    let kept = codes.len();
    let known = |at: usize| is_posted(u32::from(codes[at]), kept) || stopped[at];
    let mut live = vec![true; kept];
    let (mut before, mut from) = (None, 0);
    for at in 0..=kept {
        if at < kept && !known(at) {
            continue;
        }
        let after = stopped.get(at).copied();
        let between = matches!(
            (before, after),
            (Some(true), None | Some(true)) | (None, Some(true))
        );
        for place in from..at {
            live[place] = !between || codes[place] & 1 == 1;
        }
        if let Some(stopped) = after {
            live[at] = !stopped;
        }
        (before, from) = (after, at + 1);
    }
    live
}

fn quoted(turns: &[u16], kept: usize) -> Vec<bool> {
    let mut quoted = vec![false; kept];
    for pair in turns.chunks(2) {
        let from = usize::from(pair[0]).min(kept);
        let to = pair.get(1).map_or(kept, |&to| usize::from(to).min(kept));
        if let Some(places) = quoted.get_mut(from..to) {
            places.fill(true);
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_posted_shares_the_fate_of_its_neighbours() {
        // Over 80 shingles only those with low bits 00x are posted: here each fifth.
        let codes: Vec<u16> = (0..100u16)
            .map(|n| n << 3 | if n % 5 == 0 { 0 } else { 4 })
            .collect();
        let mut stopped = vec![false; 100];
        for at in [10, 15, 95] {
            stopped[at] = true;
        }
        let live = live(&codes, &stopped);
        let dead: Vec<usize> = (0..100).filter(|&at| !live[at]).collect();
        assert_eq!(dead, [10, 11, 12, 13, 14, 15, 95, 96, 97, 98, 99]);
    }

    #[test]
    fn turns_of_quoting_are_places() {
        assert_eq!(
            quoted(&[1, 3, 4], 6),
            [false, true, true, false, true, true]
        );
        assert_eq!(quoted(&[], 2), [false, false]);
        assert_eq!(quoted(&[5, 1], 3), [false; 3]);
    }
}

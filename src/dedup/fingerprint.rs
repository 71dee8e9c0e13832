//! What is kept of a story's text so that it can be compared: hashes, never words. It does not know the index.

use super::words::Word;
use super::words::words;
use crate::model::Story;
use std::collections::HashSet;
use xxhash_rust::xxh3::xxh3_64;

/// One shingle in this many is kept, chosen by its hash so that every story keeps the same ones. 8 loses one cut in thirty
/// and 16 one in twelve (too few are left of a short text); 2 gains nothing for twice the memory.
pub const SAMPLING: u64 = 4;

/// The same for shingles with a figure, all of which are kept: they are few, and in a text cast in a common form they are what is its own.
pub const FIGURE_SAMPLING: u64 = 1;

/// Words read of one story; what follows is not compared. The longest news features have about ten thousand.
pub const MAX_WORDS: usize = 12_000;

/// Figures and names kept of one story, the ones with the smallest hashes: of two texts with more, the same part is kept.
pub const MAX_FACTS: usize = 160;

/// Words of the headline kept; headlines are shorter.
pub const MAX_TITLE_WORDS: usize = 32;

/// Paragraphs of one story that are kept to learn the outlet's notices: half of them its first, half its last, where notices stand.
pub const MAX_PARAGRAPHS: usize = 64;

/// Bytes from which a paragraph can be an outlet's notice; a shorter one may be two stories' \"He declined to comment\".
const MIN_PARAGRAPH: usize = 60;

/// From this many words on, a paragraph with capitals to three words in five is set so; shorter ones may be a list of names.
const CAPITALS_FROM: usize = 12;

/// What a shingle spans, in half words: three words, or six characters of a script without spaces (about three words).
const SHINGLE_SPAN: usize = 6;

/// The text of one revision as hashes that stay the same for ever; see [`Fingerprint::to_bytes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    pub(super) revision: u64,
    pub(super) exact: u64,
    pub(super) words: u32,
    /// Where each list but the last ends in `hashes`.
    pub(super) ends: [u32; 5],
    /// One allocation for all lists.
    pub(super) hashes: Box<[u32]>,
}

impl Fingerprint {
    /// Reads the story's own paragraphs. Those that repeat an earlier one or the headline say nothing more and are left out.
    pub fn of(story: &Story) -> Fingerprint {
        Fingerprint::without(story, |_| false)
    }

    /// The same without the paragraphs that [`paragraph_hash`] and `left_out` say are the outlet's; with them where nothing else is there.
    pub fn without(story: &Story, left_out: impl Fn(u32) -> bool) -> Fingerprint {
        let own = Fingerprint::read(story, left_out);
        if own.words == 0 {
            return Fingerprint::read(story, |_| false);
        }
        own
    }

    fn read(story: &Story, left_out: impl Fn(u32) -> bool) -> Fingerprint {
        let title = words(&story.title, MAX_TITLE_WORDS);
        let title_hash = hash_all(&title);
        let mut seen = HashSet::new();
        let mut body: Vec<Word> = Vec::new();
        let mut paragraphs = Vec::new();
        for paragraph in story.body.iter().filter(|p| p.kind.is_story_text()) {
            if let Some(hash) = paragraph_hash(&paragraph.text) {
                paragraphs.push(hash);
                if left_out(hash) {
                    continue;
                }
            }
            let mut found = words(&paragraph.text, MAX_WORDS - body.len());
            let hash = hash_all(&found);
            if !found.is_empty() && hash != title_hash && seen.insert(hash) {
                without_idle_capitals(&mut found);
                body.extend(found);
            }
        }
        if paragraphs.len() > MAX_PARAGRAPHS {
            paragraphs.drain(MAX_PARAGRAPHS / 2..paragraphs.len() - MAX_PARAGRAPHS / 2);
        }
        paragraphs.sort_unstable();
        paragraphs.dedup();
        let half_words: usize = body.iter().map(weight).sum();
        let (shingles, quoted) = shingles(&body);
        Fingerprint::from_parts(
            story.revision_digest(),
            hash_all(&body),
            u32::try_from(half_words / 2).unwrap_or(u32::MAX),
            [
                shingles,
                facts(&body, |w| w.figure),
                facts(&body, is_name),
                title_words(&title),
                quoted,
                paragraphs,
            ],
        )
    }

    pub(super) fn from_parts(
        revision: u64,
        exact: u64,
        words: u32,
        lists: [Vec<u32>; 6],
    ) -> Fingerprint {
        let mut end = 0;
        let ends = [0, 1, 2, 3, 4].map(|i: usize| {
            end += lists[i].len() as u32;
            end
        });
        Fingerprint {
            revision,
            exact,
            words,
            ends,
            hashes: lists.concat().into_boxed_slice(),
        }
    }

    /// The digest of title and text that tells one revision from another, as [`Story::revision_digest`] gives it.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Words of the text that is compared; two characters of a script without spaces count as one word.
    pub fn words(&self) -> u32 {
        self.words
    }

    /// Whether both are of the same normalised text, hash for hash.
    pub fn is_same_text(&self, other: &Fingerprint) -> bool {
        self.exact == other.exact
    }

    /// Share of this text's sampled shingles that stand in the other, and of the other's that stand in this, 0 to 1;
    /// what many groups carry counts too, since no index is asked.
    pub fn containment(&self, other: &Fingerprint) -> (f32, f32) {
        let mine: HashSet<u32> = self.shingles().iter().copied().collect();
        let shared = other.shingles().iter().filter(|s| mine.contains(s)).count();
        let share = |of: usize| shared as f32 / of.max(1) as f32;
        (share(self.shingles().len()), share(other.shingles().len()))
    }

    /// Sampled shingles in the order of the text, each once; the lowest bit says that a figure is in it.
    pub(super) fn shingles(&self) -> &[u32] {
        self.list(0, self.ends[0])
    }

    /// Numbers with their contexts, packed as `value << 16 | context`, ascending, each once.
    pub(super) fn figures(&self) -> &[u32] {
        self.list(self.ends[0], self.ends[1])
    }

    /// The words with a capital inside a sentence, packed like figures.
    pub(super) fn names(&self) -> &[u32] {
        self.list(self.ends[1], self.ends[2])
    }

    /// Hashes of the headline's words, ascending, each once.
    pub(super) fn title(&self) -> &[u32] {
        self.list(self.ends[2], self.ends[3])
    }

    /// Places among the shingles where quoting begins and ends by turns, ascending: what lies between the first and the second
    /// is quoted, between the second and the third not.
    pub(super) fn quoted(&self) -> &[u32] {
        self.list(self.ends[3], self.ends[4])
    }

    /// [`paragraph_hash`] of its paragraphs, ascending.
    pub(super) fn paragraphs(&self) -> &[u32] {
        self.list(self.ends[4], self.hashes.len() as u32)
    }

    fn list(&self, from: u32, to: u32) -> &[u32] {
        self.hashes
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }
}

/// What a paragraph is known by when an outlet prints it again; `None` for one too short to be told from a common phrase.
pub fn paragraph_hash(text: &str) -> Option<u32> {
    (text.len() >= MIN_PARAGRAPH).then(|| low(xxh3_64(text.as_bytes())))
}

fn weight(word: &Word) -> usize {
    if word.unspaced { 1 } else { 2 }
}

/// A paragraph set in capitals, or with a capital to every word, says with them nothing about names.
fn without_idle_capitals(paragraph: &mut [Word]) {
    let capitals = paragraph.iter().filter(|w| w.capital).count();
    if paragraph.len() >= CAPITALS_FROM && capitals * 5 > paragraph.len() * 3 {
        for word in paragraph {
            word.capital = false;
        }
    }
}

fn is_name(word: &Word) -> bool {
    word.capital && !word.opens && !word.figure && word.long
}

fn hash_all(words: &[Word]) -> u64 {
    let mut bytes = Vec::with_capacity(8 * words.len());
    words
        .iter()
        .for_each(|word| bytes.extend(word.hash.to_le_bytes()));
    xxh3_64(&bytes)
}

/// The half of a hash that is kept; the other half decides on sampling, so that sampling costs no distinctness.
fn low(hash: u64) -> u32 {
    (hash & u64::from(u32::MAX)) as u32
}

/// The sampled shingles, and the places among them where quoting begins and ends.
fn shingles(body: &[Word]) -> (Vec<u32>, Vec<u32>) {
    let mut seen = HashSet::new();
    let (mut out, mut quoted): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    let mut bytes = [0; 8 * SHINGLE_SPAN];
    for start in 0..body.len() {
        let (mut span, mut len, mut figure, mut inside) = (0, 0, false, true);
        for word in &body[start..] {
            if span >= SHINGLE_SPAN {
                break;
            }
            bytes[len..len + 8].copy_from_slice(&word.hash.to_le_bytes());
            len += 8;
            span += weight(word);
            figure |= word.figure;
            inside &= word.quoted;
        }
        let hash = xxh3_64(&bytes[..len]);
        let sampling = if figure { FIGURE_SAMPLING } else { SAMPLING };
        if span < SHINGLE_SPAN || !(hash >> 32).is_multiple_of(sampling) {
            continue;
        }
        let shingle = low(hash) & !1 | u32::from(figure);
        if seen.insert(shingle) {
            if inside == quoted.len().is_multiple_of(2) {
                quoted.push(out.len() as u32);
            }
            out.push(shingle);
        }
    }
    (out, quoted)
}

/// The words that `wanted` picks, each as a value (upper half) and the context in which it stands (lower half): the nearest
/// words before and after that are neither figure nor capitalised, which two fillings of one form have in common.
fn facts(body: &[Word], wanted: impl Fn(&Word) -> bool) -> Vec<u32> {
    let fixed = |w: &&Word| !w.figure && !w.capital;
    let mut out = Vec::new();
    let mut before = 0;
    let mut after = 0;
    for (at, word) in body.iter().enumerate() {
        if fixed(&word) {
            before = word.hash;
            continue;
        }
        if !wanted(word) {
            continue;
        }
        if after <= at {
            let found = body[at + 1..].iter().position(|w| fixed(&w));
            after = found.map_or(body.len(), |distance| at + 1 + distance);
        }
        let following = body.get(after).map_or(0, |w| w.hash);
        let context = low(before.rotate_left(7) ^ following) & 0xffff;
        out.push((low(word.hash) & 0xffff_0000) | context);
    }
    out.sort_unstable();
    out.dedup();
    out.truncate(MAX_FACTS);
    out
}

fn title_words(title: &[Word]) -> Vec<u32> {
    let mut out: Vec<u32> = title.iter().map(|w| low(w.hash)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

//! The newest claims of those who spoke lately, so that a new wording is compared with them without reading and parsing them again. Says what the
//! store says, only sooner: it follows every change. When two wordings are one statement must not be known here, but for when
//! they surely are not.

use crate::extract::claim;
use crate::extract::claim::Nearness;
use crate::model::ClaimId;
use crate::model::QuoteKind;
use crate::model::SpeakerId;
use crate::model::Timestamp;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Window;
use crate::store::rows::ClaimRow;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// How many of a speaker's newest claims are compared with a new wording. Older ones join by the same words only.
pub const RECENT_CLAIMS: usize = 32;
/// Bytes of sketches kept; when passed, the speakers go who were asked for longest ago, down to half. Enough for some 6,000.
const MOST: usize = 32 << 20;
/// What a claim or a wording takes beside its words, about.
const OVERHEAD: usize = 80;

/// See the module.
#[derive(Default)]
pub struct Recent {
    inner: RefCell<Inner>,
}

#[derive(Default)]
struct Inner {
    speakers: HashMap<SpeakerId, Spoken>,
    /// Of the wordings that were asked for since the last change, most of which are in the next one: one story's at most.
    sketches: HashMap<String, Arc<Sketch>>,
    bytes: usize,
    turn: u64,
}

struct Spoken {
    /// Newest first; fewer than [`RECENT_CLAIMS`] are all that there are.
    claims: Arc<Vec<Known>>,
    bytes: usize,
    turn: u64,
}

/// A claim as far as comparing needs it.
#[derive(Clone)]
pub struct Known {
    /// Its id.
    pub id: ClaimId,
    /// Time of the latest story with it.
    pub last_seen: Timestamp,
    first_seen: Timestamp,
    wordings: Box<[Wording]>,
}

/// What tells at a glance that a wording is not the same as another.
#[derive(Clone)]
struct Wording {
    /// A number that is the same for the same text.
    text: u64,
    kind: QuoteKind,
    sketch: Arc<Sketch>,
}

impl Known {
    fn of(row: &ClaimRow, old: Option<&Known>, sketch: impl Fn(&str) -> Arc<Sketch>) -> Known {
        let wordings = row.variants.iter().map(|variant| {
            let text = xxh3_64(variant.text.as_bytes());
            let mut old = old.iter().flat_map(|old| &old.wordings);
            let known = old.find(|wording| wording.text == text);
            Wording {
                text,
                kind: variant.kind,
                sketch: known.map_or_else(|| sketch(&variant.text), |w| Arc::clone(&w.sketch)),
            }
        });
        Known {
            id: row.id,
            last_seen: row.last_seen,
            first_seen: row.first_seen,
            wordings: wordings.collect(),
        }
    }

    fn place(&self) -> (Reverse<Timestamp>, ClaimId) {
        (Reverse(self.first_seen), self.id)
    }

    fn bytes(&self) -> usize {
        let words = self.wordings.iter().map(|w| w.sketch.words.len());
        OVERHEAD
            + words
                .map(|n| n * size_of::<u32>() + OVERHEAD)
                .sum::<usize>()
    }

    /// Whether this claim can be the same statement as a new wording, found so near to it; `false` is sure.
    pub fn may_be(&self, new: &Sketch, kind: QuoteKind, near: Nearness) -> bool {
        let mut wordings = self.wordings.iter();
        wordings.any(|w| w.sketch.may_be(w.kind, (new, kind), near))
    }

    #[cfg(test)]
    pub(super) fn told(&self) -> Vec<(u64, QuoteKind)> {
        self.wordings.iter().map(|w| (w.text, w.kind)).collect()
    }
}

/// A wording's words as hashes of their roots, which all forms of a word have in common.
pub struct Sketch {
    /// In order, each as often as it is told; odd where the word says something by itself.
    words: Box<[u32]>,
    /// A bit for each word, of sixty-four.
    all: u64,
    /// The same for those that say something.
    says: u64,
}

impl Sketch {
    /// Of a wording.
    pub fn of(wording: &str) -> Sketch {
        let hash = |word: &String| {
            let hash = xxh3_64(claim::root(word).as_bytes()) as u32;
            hash & !1 | u32::from(claim::says_something(word))
        };
        let words = claim::comparable_words(wording);
        let mut words: Box<[u32]> = words.iter().map(hash).collect();
        words.sort_unstable();
        let bits = |of: fn(&&u32) -> bool| {
            let words = words.iter().filter(of);
            words.fold(0, |all, word| all | 1u64 << ((word >> 1) % u64::BITS))
        };
        let (all, says) = (bits(|_| true), bits(|word| *word % 2 == 1));
        Sketch { words, all, says }
    }

    fn shared(wording: &str) -> Arc<Sketch> {
        Arc::new(Sketch::of(wording))
    }

    /// Whether two wordings of these kinds can be one statement, found so near to each other; `false` is sure.
    pub fn may_be(&self, of: QuoteKind, new: (&Sketch, QuoteKind), near: Nearness) -> bool {
        near == Nearness::CopyGroup
            || self.nearly_all(new.0, false)
            || near == Nearness::SameDays && of != new.1 && self.nearly_all(new.0, true)
    }

    /// Whether of one of the two hardly any word (that says something) is missing in the other: not more than a fifth of all its words.
    /// One statement shares 85 of 100 runs of words at least, or four of five words that say something where it is retold.
    fn nearly_all(&self, other: &Sketch, says: bool) -> bool {
        [(self, other), (other, self)].iter().any(|(a, b)| {
            let most = a.words.len() / 5;
            let bits = if says { a.says } else { a.all };
            // Each bit that the other lacks is a word that it lacks.
            if (bits & !b.all).count_ones() as usize > most {
                return false;
            }
            let asked = a.words.iter().filter(|word| !says || *word % 2 == 1);
            let missing = asked.filter(|word| !b.has(**word));
            missing.take(most + 1).count() <= most
        })
    }

    fn has(&self, word: u32) -> bool {
        let at = self.words.partition_point(|other| *other < word & !1);
        self.words
            .get(at)
            .is_some_and(|other| *other | 1 == word | 1)
    }
}

impl Recent {
    /// A speaker's newest claims, newest first; at most [`RECENT_CLAIMS`].
    pub fn claims(&self, store: &Store, speaker: SpeakerId) -> Result<Arc<Vec<Known>>, StoreError> {
        let mut inner = self.inner.borrow_mut();
        inner.turn += 1;
        let turn = inner.turn;
        if let Some(known) = inner.speakers.get_mut(&speaker) {
            known.turn = turn;
            return Ok(Arc::clone(&known.claims));
        }
        let rows = store.claims_by_speaker(speaker, Window::default());
        let claims: Result<Vec<Known>, StoreError> = rows
            .take(RECENT_CLAIMS)
            .map(|row| row.map(|row| Known::of(&row, None, Sketch::shared)))
            .collect();
        let claims = Arc::new(claims?);
        inner.put(speaker, Arc::clone(&claims));
        Ok(claims)
    }

    /// The sketch of a wording of the story that is being read.
    pub fn sketch(&self, wording: &str) -> Arc<Sketch> {
        let sketches = &mut self.inner.borrow_mut().sketches;
        if let Some(known) = sketches.get(wording) {
            return Arc::clone(known);
        }
        let new = Sketch::shared(wording);
        sketches.insert(wording.to_owned(), Arc::clone(&new));
        new
    }

    /// Forgets everything: for changes that move claims from one speaker to another.
    pub fn forget(&self) {
        *self.inner.borrow_mut() = Inner::default();
    }

    /// Follows a change that was applied.
    pub fn follow(&self, change: &Change) {
        if !change.claims_gone.is_empty() || !change.speakers_gone.is_empty() {
            return self.forget();
        }
        let mut inner = self.inner.borrow_mut();
        for row in &change.claims {
            if let Some(speaker) = row.speaker {
                inner.follow(speaker, row);
            }
        }
        inner.sketches.clear();
    }
}

impl Inner {
    fn put(&mut self, speaker: SpeakerId, claims: Arc<Vec<Known>>) {
        let bytes = claims.iter().map(Known::bytes).sum::<usize>() + OVERHEAD;
        let turn = self.turn;
        self.bytes += bytes;
        let spoken = Spoken {
            claims,
            bytes,
            turn,
        };
        if let Some(old) = self.speakers.insert(speaker, spoken) {
            self.bytes -= old.bytes;
        }
        if self.bytes > MOST {
            let mut turns: Vec<(u64, usize)> =
                self.speakers.values().map(|s| (s.turn, s.bytes)).collect();
            turns.sort_unstable();
            let mut over = self.bytes.saturating_sub(MOST / 2);
            let oldest = turns.into_iter().find(|(_, bytes)| {
                over = over.saturating_sub(*bytes);
                over == 0
            });
            let oldest = oldest.map_or(turn, |(turn, _)| turn);
            self.speakers.retain(|_, s| s.turn > oldest);
            self.bytes = self.speakers.values().map(|s| s.bytes).sum();
        }
    }

    fn follow(&mut self, speaker: SpeakerId, row: &ClaimRow) {
        // Taken out, so that nobody else holds the list and it is changed where it lies.
        let Some(mut spoken) = self.speakers.remove(&speaker) else {
            return;
        };
        self.bytes -= spoken.bytes;
        let at = spoken.claims.iter().position(|known| known.id == row.id);
        let new = Known::of(row, at.map(|at| &spoken.claims[at]), |wording| {
            let known = self.sketches.get(wording);
            known.map_or_else(|| Sketch::shared(wording), Arc::clone)
        });
        let place = spoken
            .claims
            .partition_point(|known| known.place() < new.place());
        let full = spoken.claims.len() >= RECENT_CLAIMS;
        match at {
            // It was told earlier by another story: somebody else's place may be free now. Read anew when asked for.
            Some(at) if spoken.claims[at].first_seen != new.first_seen => return,
            Some(at) => Arc::make_mut(&mut spoken.claims)[at] = new,
            None if full && place == spoken.claims.len() => {}
            None => {
                let list = Arc::make_mut(&mut spoken.claims);
                list.insert(place, new);
                list.truncate(RECENT_CLAIMS);
            }
        }
        let turn = std::mem::replace(&mut self.turn, spoken.turn);
        self.put(speaker, spoken.claims);
        self.turn = turn;
    }
}

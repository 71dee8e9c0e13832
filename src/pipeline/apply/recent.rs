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
/// Bytes of wordings kept; when passed, the speakers go who were asked for longest ago, down to half.
const MOST: usize = 16 << 20;
/// What a wording takes beside its text, about.
const OVERHEAD: usize = 200;

/// See the module.
#[derive(Default)]
pub struct Recent {
    inner: RefCell<Inner>,
}

#[derive(Default)]
struct Inner {
    speakers: HashMap<SpeakerId, Spoken>,
    /// Of the wordings that were asked for since the last change: most are in the next one.
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
    /// Its wordings.
    pub wordings: Vec<Wording>,
}

/// A wording and what tells at a glance that another is not the same.
#[derive(Clone)]
pub struct Wording {
    /// The words.
    pub text: Arc<str>,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    sketch: Arc<Sketch>,
}

impl Known {
    fn of(row: &ClaimRow, old: Option<&Known>, sketch: impl Fn(&str) -> Arc<Sketch>) -> Known {
        let wordings = row.variants.iter().map(|variant| {
            let old = old.iter().flat_map(|old| &old.wordings);
            let same = old.into_iter().find(|w| *w.text == *variant.text);
            match same {
                Some(same) => Wording {
                    kind: variant.kind,
                    ..same.clone()
                },
                None => Wording {
                    text: variant.text.as_str().into(),
                    kind: variant.kind,
                    sketch: sketch(&variant.text),
                },
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
        self.wordings
            .iter()
            .map(|w| w.text.len() * 2 + OVERHEAD)
            .sum()
    }
}

impl Wording {
    /// Whether this wording can be the same statement as a new one, found so near to it; `false` is sure.
    pub fn may_be(&self, new: &Sketch, kind: QuoteKind, near: Nearness) -> bool {
        self.sketch.may_be(self.kind, (new, kind), near)
    }
}

/// A wording's words as hashes of their roots, which all forms of a word have in common.
pub struct Sketch {
    /// In order of hashes, each once.
    there: Vec<u32>,
    /// Each as often as it is told.
    all: Words,
    /// Those that say something by themselves.
    says: Words,
}

/// Hashed words, and a bit for each, of sixty-four.
struct Words {
    hashes: Vec<u32>,
    bits: u64,
}

impl Words {
    fn new(hashes: Vec<u32>) -> Words {
        let bit = |hash: &u32| 1u64 << (hash % u64::BITS);
        let bits = hashes.iter().map(bit).fold(0, |all, bit| all | bit);
        Words { hashes, bits }
    }
}

impl Sketch {
    /// Of a wording.
    pub fn of(wording: &str) -> Sketch {
        let words = claim::comparable_words(wording);
        let hash = |word: &String| xxh3_64(claim::root(word).as_bytes()) as u32;
        let all: Vec<u32> = words.iter().map(hash).collect();
        let mut there = all.clone();
        there.sort_unstable();
        there.dedup();
        let says = words.iter().filter(|word| claim::says_something(word));
        Sketch {
            there,
            says: Words::new(says.map(hash).collect()),
            all: Words::new(all),
        }
    }

    fn shared(wording: &str) -> Arc<Sketch> {
        Arc::new(Sketch::of(wording))
    }

    /// As [`Wording::may_be`], of a wording of this kind.
    pub fn may_be(&self, of: QuoteKind, new: (&Sketch, QuoteKind), near: Nearness) -> bool {
        near == Nearness::CopyGroup
            || self.nearly_all(new.0, |sketch| &sketch.all)
            || near == Nearness::SameDays
                && of != new.1
                && self.nearly_all(new.0, |sketch| &sketch.says)
    }

    /// Whether of one of the two hardly any of these words is missing in the other: not more than a fifth of all its words. One
    /// statement shares 85 of 100 runs of words at least, or four of five words that say something where it is retold.
    fn nearly_all(&self, other: &Sketch, of: fn(&Sketch) -> &Words) -> bool {
        [(self, other), (other, self)].iter().any(|(a, b)| {
            let (most, asked) = (a.all.hashes.len() / 5, of(a));
            // Each bit that the other lacks is a word that it lacks.
            let surely = (asked.bits & !b.all.bits).count_ones() as usize;
            let missing = asked
                .hashes
                .iter()
                .filter(|word| b.there.binary_search(word).is_err());
            surely <= most && missing.take(most + 1).count() <= most
        })
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

//! The index over words: which claims and stories have the words searched for. Derived from the view's rows and the archive's
//! texts; lies inside the view's directory, so that whatever replaces, sets aside or rebuilds the view does so with it.
//!
//! `view/words.json` names the segments (`view/words-N`), which are written once and merged when there are many. What a change
//! touches is marked in the tree `unindexed` in the same transaction, and unmarked once a segment has it; so the index follows
//! the archive's position however a process ends, and what is not in it yet is looked at row by row. Without a believable
//! `words.json` all rows are walked anew, chunk by chunk. A claim's words and pairs of words are in it, a story's words; whether a
//! phrase is in a story its text has to tell, in a claim its row. What a hit comes to is for the rows to say: an entry that they do not bear out is stale.
//! Knows nothing of filters and views.

mod alike;
mod build;
mod entries;
mod hits;
mod keep;
mod paged;
mod postings;
mod query;
mod segment;
mod weigh;

pub use hits::Asked;
pub use hits::Hit;
pub use hits::Hits;
pub use query::Query;

use super::error::StoreError;
use super::key::Doc;
use super::manifest;
use super::view::Store;
use super::view::VIEW;
use super::view::hold;
use crate::model::Timestamp;
use segment::Segment;
use serde::Deserialize;
use serde::Serialize;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

/// What damage of the index is named after.
pub(super) const TREE: &str = "words";
/// The file that names the segments, inside the view's directory.
const NAMES: &str = "words.json";
/// What segments are called, before their number.
const SEGMENT: &str = "words-";
/// The format of the index. To be raised with every change of it: one in another format is made anew.
const FORMAT: u32 = 3;

/// What is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The wordings of claims.
    Claims,
    /// Headlines and texts of stories.
    Stories,
}

impl Kind {
    fn doc(self) -> Doc {
        match self {
            Kind::Claims => Doc::CLAIM,
            Kind::Stories => Doc::STORY,
        }
    }
}

/// In what order what is found is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Newest first.
    #[default]
    Time,
    /// What says most of the words searched for first, rare words before common ones (BM25, Robertson and Zaragoza 2009).
    Relevance,
}

impl Rank {
    /// The word for it on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Rank::Time => "time",
            Rank::Relevance => "relevance",
        }
    }
}

/// Rows that are still to be walked: those behind the one named, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Walk {
    /// Claims in order of ids, and then all stories.
    Claims(Option<u64>),
    /// Stories in the order of listings, in which their texts lie near to each other.
    Stories(Option<(Timestamp, u64)>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Names {
    format: u32,
    /// The number of the next segment.
    next: u64,
    /// Oldest first.
    segments: Vec<Name>,
    /// Which rows are still to be walked.
    walk: Option<Walk>,
}

impl Names {
    /// Whether rows of this kind are still to be walked.
    fn lacks(&self, kind: Kind) -> bool {
        match self.walk {
            None => false,
            Some(Walk::Claims(_)) => true,
            Some(Walk::Stories(_)) => kind == Kind::Stories,
        }
    }
}

impl Default for Names {
    fn default() -> Names {
        Names {
            format: FORMAT,
            next: 1,
            segments: Vec::new(),
            walk: Some(Walk::Claims(None)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Name {
    number: u64,
    kind: Kind,
    docs: u32,
}

/// The segments that there are.
#[derive(Default)]
struct Parts {
    names: Names,
    /// In the order of their names.
    segments: Vec<Arc<Segment>>,
}

/// The index of one view, opened when it is first asked.
#[derive(Default)]
pub(in crate::store) struct Words {
    parts: Mutex<Option<Arc<Parts>>>,
    /// Of claims and of stories: no change with a lower number is marked as not indexed. Marks are taken away in order, and what they
    /// leave until it is folded would else be walked over by each that looks for the next.
    clear: [AtomicU64; 2],
}

impl Words {
    /// Has it opened anew: another view is in place.
    pub(super) fn forget(&self) {
        *hold(&self.parts) = None;
        for clear in &self.clear {
            clear.store(0, Ordering::Relaxed);
        }
    }

    fn clear(&self, kind: Kind) -> &AtomicU64 {
        &self.clear[kind as usize]
    }
}

fn segment_path(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{SEGMENT}{number}"))
}

impl Store {
    /// What damage of the index over words is named after.
    pub const WORDS: &str = TREE;

    fn words_dir(&self) -> PathBuf {
        self.dir.join(VIEW)
    }

    fn parts(&self) -> Result<Arc<Parts>, StoreError> {
        let mut parts = hold(&self.words.parts);
        if let Some(parts) = &*parts {
            return Ok(Arc::clone(parts));
        }
        let dir = self.words_dir();
        let read = match open(&dir) {
            // Derived from what is here: made anew, nothing is lost with it.
            Err(StoreError::Damaged { .. }) => Parts::default(),
            read => read?,
        };
        delete_strays(&dir, &read.names)?;
        let read = Arc::new(read);
        *parts = Some(Arc::clone(&read));
        Ok(read)
    }

    /// Throws the index over words away, because it turned out damaged: it is made anew in the background.
    pub fn discard_words(&self) -> Result<(), StoreError> {
        let _turn = hold(&self.folding);
        let mut parts = hold(&self.words.parts);
        let path = self.words_dir().join(NAMES);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io(&path, e));
            }
            _ => {}
        }
        *parts = None;
        Ok(())
    }

    /// Throws away what the index over words has of stories, durably: their texts are about to go. It is made anew in the background; that of
    /// claims goes on.
    pub fn discard_story_words(&self) -> Result<(), StoreError> {
        let _turn = hold(&self.folding);
        let parts = self.parts()?;
        let walk = match parts.names.walk {
            Some(Walk::Claims(after)) => Some(Walk::Claims(after)),
            Some(Walk::Stories(_)) | None => Some(Walk::Stories(None)),
        };
        let named = parts.names.segments.iter().zip(&parts.segments);
        let (names, segments) = named
            .filter(|(name, _)| name.kind == Kind::Claims)
            .map(|(name, segment)| (*name, Arc::clone(segment)))
            .unzip();
        self.put_parts(Parts {
            names: Names {
                segments: names,
                walk,
                ..parts.names.clone()
            },
            segments,
        })
    }

    /// Reads every page of the index over words. What is damaged there is made anew when it is next asked.
    pub(super) fn verify_words(&self) -> Result<(), StoreError> {
        for segment in &open(&self.words_dir())?.segments {
            segment.lengths()?;
            segment.entries().try_for_each(|entry| entry.map(drop))?;
            segment.all().try_for_each(|list| list.map(drop))?;
        }
        Ok(())
    }

    /// Bytes that the index over words takes on disk.
    pub fn words_bytes(&self) -> Result<u64, StoreError> {
        Ok(self.parts()?.segments.iter().map(|s| s.len()).sum())
    }

    /// Names other segments on the disk and then here, and deletes those that are not named any more.
    fn put_parts(&self, parts: Parts) -> Result<(), StoreError> {
        let dir = self.words_dir();
        manifest::write_sealed(&dir.join(NAMES), &parts.names)?;
        let new = Arc::new(parts);
        let old = hold(&self.words.parts).replace(Arc::clone(&new));
        for segment in old.iter().flat_map(|old| &old.segments) {
            if !new.segments.iter().any(|kept| Arc::ptr_eq(kept, segment)) {
                // What stays behind is deleted at the next opening.
                drop(fs::remove_file(segment.path()));
            }
        }
        Ok(())
    }
}

fn open(dir: &Path) -> Result<Parts, StoreError> {
    let names: Option<Names> = manifest::read_sealed(&dir.join(NAMES))?;
    let names = names.filter(|names| names.format == FORMAT);
    let names = names.unwrap_or_default();
    let segment = |name: &Name| Segment::open(&segment_path(dir, name.number)).map(Arc::new);
    let segments: Result<_, StoreError> = names.segments.iter().map(segment).collect();
    Ok(Parts {
        segments: segments?,
        names,
    })
}

fn delete_strays(dir: &Path, names: &Names) -> Result<(), StoreError> {
    for entry in fs::read_dir(dir).map_err(|e| StoreError::io(dir, e))? {
        let name = entry.map_err(|e| StoreError::io(dir, e))?.file_name();
        let number = name.to_str().and_then(|n| n.strip_prefix(SEGMENT));
        let number = number.and_then(|n| n.parse::<u64>().ok());
        if number.is_some_and(|n| names.segments.iter().all(|s| s.number != n)) {
            let path = dir.join(&name);
            fs::remove_file(&path).map_err(|e| StoreError::io(&path, e))?;
        }
    }
    Ok(())
}

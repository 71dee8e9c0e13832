//! Checks that every row reads back, that every reference holds both ways, and that the totals are right. Changes nothing.
//!
//! Not a snapshot: while changes are applied it may report what is half seen. Run it on a view at rest.

mod index;
mod referred;

use crate::archive::Reader;
use crate::model::ClaimId;
use crate::model::GroupId;
use crate::model::SpeakerId;
use crate::model::StoryId;
use crate::store::codec;
use crate::store::error::StoreError;
use crate::store::error::hex;
use crate::store::key::AttributionsKey;
use crate::store::key::ClaimKey;
use crate::store::key::Key;
use crate::store::key::MetaKey;
use crate::store::key::PrintKey;
use crate::store::key::SightingKey;
use crate::store::key::SpeakerKey;
use crate::store::key::StoryKey;
use crate::store::manifest::State;
use crate::store::rows::AttributionRow;
use crate::store::rows::ClaimRow;
use crate::store::rows::PrintRow;
use crate::store::rows::SightingRow;
use crate::store::rows::SpeakerRow;
use crate::store::rows::StoryRow;
use crate::store::rows::Totals;
use crate::store::view::STATE;
use crate::store::view::Store;
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use std::fmt;
use std::ops::Bound;

/// Problems listed by a verification; further ones are only counted.
pub const MAX_PROBLEMS: usize = 1_000;

/// One thing that is wrong with the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The tree.
    pub tree: &'static str,
    /// The key, in hexadecimal.
    pub key: String,
    /// What is wrong, as a clause.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}: {}", self.tree, self.key, self.what)
    }
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Rows and marks read.
    pub rows: u64,
    /// What is wrong, at most [`MAX_PROBLEMS`].
    pub problems: Vec<Problem>,
    /// All that is wrong, listed or not.
    pub problem_count: u64,
}

impl Store {
    /// Checks the whole view. With an archive it also checks that the applied record lies where the view says.
    /// Damage is listed; an error means that the checking itself could not go on.
    pub fn verify(&self, archive: Option<&Reader>) -> Result<Verified, StoreError> {
        let mut check = Check {
            store: self,
            found: Verified::default(),
            counted: Totals::default(),
            groups: HashSet::new(),
            identified: HashSet::new(),
            worded: HashSet::new(),
            named: HashSet::new(),
        };
        check.small_trees()?;
        check.marks()?;
        check.rows::<StoryKey, StoryRow>(Check::story)?;
        check.rows::<AttributionsKey, Vec<AttributionRow>>(Check::attributions)?;
        check.rows::<PrintKey, PrintRow>(Check::print)?;
        check.rows::<SpeakerKey, SpeakerRow>(Check::speaker)?;
        check.rows::<ClaimKey, ClaimRow>(Check::claim)?;
        check.rows::<SightingKey, SightingRow>(Check::sighting)?;
        check.meta(archive)?;
        match self.verify_words() {
            Err(StoreError::Damaged { tree, key, what }) => {
                check.found.problem_count += 1;
                check.found.problems.push(Problem { tree, key, what });
            }
            checked => checked?,
        }
        Ok(check.found)
    }
}

struct Check<'a> {
    store: &'a Store,
    found: Verified,
    counted: Totals,
    groups: HashSet<GroupId>,
    /// Stories that some identity leads to.
    identified: HashSet<StoryId>,
    /// Claims that some wording key leads to.
    worded: HashSet<ClaimId>,
    /// Speakers who bear some name.
    named: HashSet<SpeakerId>,
}

type Checked = Result<(), StoreError>;

impl Check<'_> {
    fn problem<K: Key>(&mut self, key: &K, what: impl Into<String>) {
        self.add(K::TABLE.name(), &key.bytes(), what.into());
    }

    fn add(&mut self, tree: &'static str, key: &[u8], what: String) {
        self.found.problem_count += 1;
        if self.found.problems.len() < MAX_PROBLEMS {
            let key = hex(key);
            self.found.problems.push(Problem { tree, key, what });
        }
    }

    /// A problem unless `holds`.
    fn must<K: Key>(&mut self, key: &K, holds: bool, what: &str) {
        if !holds {
            self.problem(key, what);
        }
    }

    /// A row that others refer to. Its own damage is told where its tree is walked.
    fn get<K: Key, T: DeserializeOwned>(&self, key: &K) -> Result<Option<T>, StoreError> {
        match self.store.get(key) {
            Err(StoreError::Damaged { .. }) => Ok(None),
            other => other,
        }
    }

    /// Whether something lies under a key that others refer to, as [`Check::get`]: what cannot be read is told elsewhere.
    fn has<K: Key>(&self, key: &K) -> Result<bool, StoreError> {
        match self.store.has(key) {
            Err(StoreError::Damaged { .. }) => Ok(true),
            other => other,
        }
    }

    /// The keys of a tree with the number of values that their rows have. What is neither a key nor part of a row is a problem.
    fn walk<K: Key>(&mut self, mut each: impl FnMut(&mut Self, K, &[u8]) -> Checked) -> Checked {
        let table = K::TABLE;
        let scan = self
            .store
            .engine
            .scan(table, Bound::Unbounded, Bound::Unbounded);
        let mut owner = (Vec::new(), 0);
        for pair in scan {
            let (bytes, value) = match pair {
                Ok(pair) => pair,
                Err(StoreError::Damaged { what, .. }) => {
                    self.add(table.name(), &[], what);
                    continue;
                }
                Err(e) => return Err(e),
            };
            if let Some(key) = K::read(&bytes) {
                self.found.rows += 1;
                owner = (bytes, codec::chunk_count(&value));
                each(self, key, &value)?;
                continue;
            }
            let part = (1..owner.1).any(|n| codec::chunk_key(&owner.0, n) == bytes);
            if !part {
                self.add(table.name(), &bytes, "it belongs to no row".into());
            }
        }
        Ok(())
    }

    fn rows<K: Key, T: DeserializeOwned>(
        &mut self,
        mut each: impl FnMut(&mut Self, K, T) -> Checked,
    ) -> Checked {
        self.walk(|check, key: K, _| match check.store.get(&key) {
            Ok(Some(row)) => each(check, key, row),
            Ok(None) => Ok(()),
            Err(StoreError::Damaged { what, .. }) => {
                check.problem(&key, what);
                Ok(())
            }
            Err(e) => Err(e),
        })
    }

    fn meta(&mut self, archive: Option<&Reader>) -> Checked {
        self.walk(|check, key: MetaKey, _| {
            check.must(&key, key == STATE, "it is unknown here");
            Ok(())
        })?;
        self.counted.groups = self.groups.len() as u64;
        let kept: Option<State> = match self.store.get(&STATE) {
            Err(StoreError::Damaged { what, .. }) => {
                self.problem(&STATE, what);
                return Ok(());
            }
            other => other?,
        };
        let Some(kept) = kept else {
            let empty = self.counted == Totals::default();
            self.must(&STATE, empty, "the applied position is gone");
            return Ok(());
        };
        if kept.totals != self.counted {
            let what = format!(
                "the totals are {:?}, counted {:?}",
                kept.totals, self.counted
            );
            self.problem(&STATE, what);
        }
        if let (Some(archive), Some((position, seq))) = (archive, kept.applied) {
            match archive.read(position) {
                Ok(record) if record.seq == seq => {}
                Ok(record) => {
                    let what = format!("record {} lies at {position}, not {seq}", record.seq);
                    self.problem(&STATE, what);
                }
                Err(e) => self.problem(&STATE, format!("the applied record {seq}: {e}")),
            }
        }
        Ok(())
    }
}

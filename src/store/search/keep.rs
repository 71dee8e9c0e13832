//! Keeping the index over words: new segments for what changed, fewer where there are many. Knows nothing of searching.

use super::Kind;
use super::Name;
use super::Names;
use super::Parts;
use super::Walk;
use super::build;
use super::build::Document;
use super::entries::Entry;
use super::query::terms_of;
use super::segment::Segment;
use super::segment_path;
use crate::archive::Reader;
use crate::archive::RecordBody;
use crate::model::ClaimId;
use crate::model::StoryId;
use crate::store::error::StoreError;
use crate::store::key::UnindexedKey;
use crate::store::key::prefix;
use crate::store::manifest;
use crate::store::rows::ClaimRow;
use crate::store::rows::StoryRow;
use crate::store::typed;
use crate::store::typed::unmark;
use crate::store::view::Store;
use std::collections::BTreeSet;
use std::fs;
use std::ops::Bound;
use std::sync::Arc;
use std::sync::TryLockError;
use std::sync::atomic::Ordering;

/// Claims in a new segment at most: some 20 MB while it is made.
const CLAIMS: usize = if cfg!(test) { 6 } else { 20_000 };
/// The same of stories.
const STORIES: usize = if cfg!(test) { 5 } else { 2_000 };
/// Segments of about one size that are merged into one.
const FAN: usize = 8;
/// Claims not indexed yet from which indexing them is due: a search looks at each of them, some 10 µs.
const DUE_CLAIMS: usize = 512;
/// Stories not indexed yet from which indexing them is due: a search reads the text of each.
const DUE_STORIES: usize = 64;

fn chunk(kind: Kind) -> usize {
    match kind {
        Kind::Claims => CLAIMS,
        Kind::Stories => STORIES,
    }
}

/// A claim's state in the index.
pub(super) fn claim_entry(row: &ClaimRow) -> Entry {
    Entry {
        id: row.id.0,
        time: row.first_seen,
        version: 0,
    }
}

/// A story's state in the index.
pub(super) fn story_entry(row: &StoryRow) -> Entry {
    Entry {
        id: row.id.0,
        time: row.time(),
        version: row.revision_count,
    }
}

pub(super) fn claim_document(row: &ClaimRow) -> Document {
    let (terms, words) = terms_of(row.variants.iter().map(|v| v.text.as_str()), true);
    Document {
        entry: claim_entry(row),
        terms,
        words,
    }
}

/// The title and, where it can be read, the text.
pub(super) fn story_document(row: &StoryRow, text: Option<&str>) -> Document {
    let texts = [Some(row.title.as_str()), text];
    let (terms, words) = terms_of(texts.into_iter().flatten(), false);
    Document {
        entry: story_entry(row),
        terms,
        words,
    }
}

fn text_of(row: &StoryRow, archive: &Reader) -> Option<String> {
    match archive.read(row.newest()?.position).ok()?.body {
        RecordBody::Story(story) => Some(story.text()),
        _ => None,
    }
}

impl Store {
    /// The ids of the documents that no segment has in their present state, at most so many, with the marks that say so.
    pub(super) fn unindexed(
        &self,
        kind: Kind,
        most: usize,
    ) -> Result<(BTreeSet<u64>, Vec<UnindexedKey>), StoreError> {
        let clear = self.words.clear(kind).load(Ordering::Relaxed);
        let mut range = typed::starting_with(prefix(&[&kind.doc()]));
        range.0 = Bound::Included(prefix(&[&kind.doc(), &clear]));
        let keys: Result<Vec<UnindexedKey>, StoreError> =
            self.keys::<UnindexedKey>(range).take(most).collect();
        let keys = keys?;
        Ok((keys.iter().map(|key| key.id).collect(), keys))
    }

    /// Whether the view is so small that it needs no index: a search looks at all of it.
    pub(super) fn is_small(&self) -> bool {
        let totals = self.totals();
        totals.claims < DUE_CLAIMS as u64 && totals.stories < DUE_STORIES as u64
    }

    /// Whether so much is not indexed yet that [`Store::index_words`] is worth its while.
    pub fn words_are_due(&self) -> Result<bool, StoreError> {
        if self.parts()?.names.walk.is_some() {
            return Ok(!self.is_small());
        }
        let claims = self.unindexed(Kind::Claims, DUE_CLAIMS)?.1.len();
        let stories = self.unindexed(Kind::Stories, DUE_STORIES)?.1.len();
        Ok(claims == DUE_CLAIMS || stories == DUE_STORIES)
    }

    /// Brings the index over words up to date, unless `stop` says so meanwhile; what is done by then stays done. Asking and
    /// changing go on. `false` where it was left, or where the view is being folded or replaced.
    pub fn index_words(
        &self,
        archive: &Reader,
        stop: &dyn Fn() -> bool,
    ) -> Result<bool, StoreError> {
        let _turn = match self.folding.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(false),
        };
        while let Some(walk) = self.parts()?.names.walk {
            if stop() {
                return Ok(false);
            }
            self.walk_on(walk, archive)?;
            self.merge_words(stop)?;
        }
        for kind in [Kind::Claims, Kind::Stories] {
            loop {
                if stop() {
                    return Ok(false);
                }
                let (ids, marks) = self.unindexed(kind, chunk(kind))?;
                if marks.is_empty() {
                    break;
                }
                let docs = self.documents(kind, ids, archive)?;
                let walk = self.parts()?.names.walk;
                self.add_segment(kind, docs, walk)?;
                let mut batch = Default::default();
                self.commit_polling(&mut batch, |_, batch| {
                    marks.iter().for_each(|mark| unmark(batch, mark));
                    Ok(())
                })?;
                if let Some(last) = marks.last() {
                    self.words.clear(kind).store(last.seq, Ordering::Relaxed);
                }
                self.merge_words(stop)?;
            }
        }
        Ok(true)
    }

    fn documents(
        &self,
        kind: Kind,
        ids: BTreeSet<u64>,
        archive: &Reader,
    ) -> Result<Vec<Document>, StoreError> {
        let mut docs = Vec::new();
        match kind {
            Kind::Claims => {
                for id in ids {
                    let row = self.claim(ClaimId(id))?;
                    docs.extend(row.as_ref().map(claim_document));
                }
            }
            Kind::Stories => {
                let mut rows = Vec::new();
                for id in ids {
                    rows.extend(self.story(StoryId(id))?);
                }
                read_in_order(rows, archive, &mut docs);
            }
        }
        Ok(docs)
    }

    /// Indexes the next rows.
    fn walk_on(&self, walk: Walk, archive: &Reader) -> Result<(), StoreError> {
        let mut docs = Vec::new();
        let (kind, next) = match walk {
            Walk::Claims(after) => {
                for row in self.claims_after(after.map(ClaimId)).take(CLAIMS) {
                    docs.push(claim_document(&row?));
                }
                let last = docs.last().filter(|_| docs.len() == CLAIMS);
                let next = last.map(|doc| Walk::Claims(Some(doc.entry.id)));
                (Kind::Claims, next.or(Some(Walk::Stories(None))))
            }
            Walk::Stories(after) => {
                let after = after.map(|(time, id)| (time, StoryId(id)));
                let rows = self.stories_listed_after(after).take(STORIES);
                let rows: Result<Vec<StoryRow>, StoreError> = rows.collect();
                let rows = rows?;
                let last = rows.last().filter(|_| rows.len() == STORIES);
                let next = last.map(|row| Walk::Stories(Some((row.time(), row.id.0))));
                read_in_order(rows, archive, &mut docs);
                (Kind::Stories, next)
            }
        };
        self.add_segment(kind, docs, next)
    }

    fn add_segment(
        &self,
        kind: Kind,
        docs: Vec<Document>,
        walk: Option<Walk>,
    ) -> Result<(), StoreError> {
        let parts = self.parts()?;
        let mut new = Parts {
            names: Names {
                walk,
                ..parts.names.clone()
            },
            segments: parts.segments.clone(),
        };
        if !docs.is_empty() {
            let number = parts.names.next;
            let dir = self.words_dir();
            let path = segment_path(&dir, number);
            let docs = build::write(&path, docs)?;
            manifest::sync_dir(&dir)?;
            new.segments.push(Arc::new(Segment::open(&path)?));
            new.names.segments.push(Name { number, kind, docs });
            new.names.next += 1;
        }
        self.put_parts(new)
    }

    /// Merges segments of about one size while there are [`FAN`] of them.
    fn merge_words(&self, stop: &dyn Fn() -> bool) -> Result<(), StoreError> {
        for kind in [Kind::Claims, Kind::Stories] {
            while let Some(chosen) = to_merge(&self.parts()?.names, kind) {
                let parts = self.parts()?;
                let from: Vec<Arc<Segment>> = chosen
                    .iter()
                    .map(|&n| Arc::clone(&parts.segments[n]))
                    .collect();
                let number = parts.names.next;
                let dir = self.words_dir();
                let path = segment_path(&dir, number);
                let Some(docs) = build::merge(&path, &from, stop)? else {
                    return fs::remove_file(&path).map_err(|e| StoreError::io(&path, e));
                };
                manifest::sync_dir(&dir)?;
                let mut new = Parts {
                    names: parts.names.clone(),
                    segments: parts.segments.clone(),
                };
                // In the place of the oldest: those of one kind stay in order.
                let first = chosen[0];
                new.segments[first] = Arc::new(Segment::open(&path)?);
                new.names.segments[first] = Name { number, kind, docs };
                for &n in chosen[1..].iter().rev() {
                    new.segments.remove(n);
                    new.names.segments.remove(n);
                }
                new.names.next += 1;
                self.put_parts(new)?;
            }
        }
        Ok(())
    }
}

/// Reads texts in the order in which they lie: a frame of the archive is read once.
fn read_in_order(mut rows: Vec<StoryRow>, archive: &Reader, docs: &mut Vec<Document>) {
    rows.sort_by_key(|row| row.newest().map(|newest| newest.position));
    for row in &rows {
        docs.push(story_document(row, text_of(row, archive).as_deref()));
    }
}

/// The newest segments of a kind that are to become one, by their places, oldest first.
fn to_merge(names: &Names, kind: Kind) -> Option<Vec<usize>> {
    let of_kind = names.segments.iter().enumerate();
    let of_kind: Vec<(usize, u32)> = of_kind
        .filter(|(_, name)| name.kind == kind)
        .map(|(n, name)| (n, size_class(name.docs)))
        .collect();
    let newest = of_kind.last()?.1;
    (newest..=size_class(u32::MAX)).find_map(|class| {
        let run = of_kind.iter().rev().take_while(|(_, c)| *c <= class);
        let mut run: Vec<usize> = run.map(|(n, _)| *n).collect();
        run.reverse();
        (run.len() >= FAN).then_some(run)
    })
}

/// Segments of a class differ at most eightfold.
fn size_class(docs: u32) -> u32 {
    docs.max(1).ilog2() / 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_stay_few() {
        let mut names = Names::default();
        for _ in 0..5_000 {
            names.segments.push(Name {
                number: 0,
                kind: Kind::Claims,
                docs: 600,
            });
            while let Some(chosen) = to_merge(&names, Kind::Claims) {
                let docs = chosen.iter().map(|&n| names.segments[n].docs).sum();
                names.segments[chosen[0]].docs = docs;
                for &n in chosen[1..].iter().rev() {
                    names.segments.remove(n);
                }
            }
            assert!(names.segments.len() <= 5 * FAN);
        }
        assert_eq!(to_merge(&names, Kind::Stories), None);
    }
}

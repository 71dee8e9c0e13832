//! What one archive record does to the view, as rows. Knows nothing of how the rows were computed.
//!
//! A change names rows only: the time indices, the members of groups and the speakers' claims follow from
//! the rows, so that no caller can forget one. Where a row that is put replaces another, its old index keys go.

use super::error::StoreError;
use super::key::AttributionsKey;
use super::key::ClaimKey;
use super::key::ClaimTimeKey;
use super::key::CorrectionKey;
use super::key::Doc;
use super::key::EventKey;
use super::key::IdentityDigest;
use super::key::IdentityKey;
use super::key::MemberKey;
use super::key::Name;
use super::key::NameKey;
use super::key::PrintKey;
use super::key::ReuseKey;
use super::key::SightingKey;
use super::key::SpeakerClaimKey;
use super::key::SpeakerKey;
use super::key::StoryKey;
use super::key::StoryTimeKey;
use super::key::UnindexedKey;
use super::key::WordingKey;
use super::layers::Batch;
use super::rows::AttributionRow;
use super::rows::ClaimRow;
use super::rows::CorrectionRow;
use super::rows::EventRow;
use super::rows::PrintRow;
use super::rows::SightingRow;
use super::rows::SpeakerRow;
use super::rows::StoryRow;
use super::rows::Totals;
use super::typed::mark;
use super::typed::put_only;
use super::typed::put_over;
use super::typed::unmark;
use super::view::Store;
use crate::archive::Position;
use crate::model::ClaimId;
use crate::model::SpeakerId;
use crate::model::StoryId;
use crate::model::Verdict;
use std::collections::HashSet;
use std::hash::Hash;

/// Everything that one archive record does to the view; applied as a whole or not at all by [`super::Store::apply`].
/// What is deleted goes before what is put; of two rows with one key the later counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Where the record lies.
    pub position: Position,
    /// The record's number. A change whose number is not above the applied one does nothing.
    pub seq: u64,
    /// The view's totals once this change is applied (absolute, not a difference).
    pub totals: Totals,
    /// Stories to put. Moves them in the time index ([`StoryRow::time`]) and among the members of groups.
    pub stories: Vec<StoryRow>,
    /// Identity strings to put. Never deleted.
    pub identities: Vec<(IdentityDigest, StoryId)>,
    /// Fingerprints to put.
    pub prints: Vec<(StoryId, PrintRow)>,
    /// Attributions of a story's revision to put, all of the revision at once.
    pub attributions: Vec<(StoryId, u32, Vec<AttributionRow>)>,
    /// Revisions whose attributions go (those that [`StoryRow::revisions`] no longer remembers).
    pub attributions_gone: Vec<(StoryId, u32)>,
    /// Speakers to put.
    pub speakers: Vec<SpeakerRow>,
    /// Speakers to delete. Their names have to be deleted by `names_gone`, and their claims put under another speaker or deleted.
    pub speakers_gone: Vec<SpeakerId>,
    /// Folded names to put, each with a speaker who bears it. Cut to 200 bytes.
    pub names: Vec<(String, SpeakerId)>,
    /// Folded names to take from a speaker.
    pub names_gone: Vec<(String, SpeakerId)>,
    /// Claims to put. Moves them in the time indices ([`ClaimRow::first_seen`]) of all claims and of the speaker's.
    pub claims: Vec<ClaimRow>,
    /// Claims to delete, with their places in the time indices.
    pub claims_gone: Vec<ClaimId>,
    /// Wording keys to put: speaker, key of the wording, claim.
    pub claim_keys: Vec<(Option<SpeakerId>, u64, ClaimId)>,
    /// Wording keys to delete.
    pub claim_keys_gone: Vec<(Option<SpeakerId>, u64)>,
    /// Sightings to put.
    pub sightings: Vec<SightingRow>,
    /// Sightings to delete.
    pub sightings_gone: Vec<(ClaimId, StoryId)>,
    /// Corrections to put.
    pub corrections: Vec<CorrectionRow>,
    /// What `inspect tail` tells of it; its `seq` is this change's.
    pub event: Option<EventRow>,
}

impl Store {
    /// The keys that a change puts and deletes. Reads the rows that it replaces; nobody else may change the view meanwhile.
    pub(super) fn batch_of(&self, change: &Change) -> Result<Batch, StoreError> {
        let mut batch = Batch::new();
        self.delete_all(&mut batch, change)?;
        for row in last_of_each(&change.stories, |row| row.id) {
            self.put_story(&mut batch, row, change.seq)?;
        }
        for (identity, story) in &change.identities {
            let identity = *identity;
            put_only(&mut batch, &IdentityKey { identity }, story)?;
        }
        for (story, row) in &change.prints {
            self.put_row(&mut batch, &PrintKey { story: *story }, row)?;
        }
        for (story, revision, rows) in &change.attributions {
            let key = AttributionsKey {
                story: *story,
                revision: *revision,
            };
            self.put_row(&mut batch, &key, rows)?;
        }
        for row in &change.speakers {
            self.put_row(&mut batch, &SpeakerKey { speaker: row.id }, row)?;
        }
        for (name, speaker) in &change.names {
            mark(&mut batch, &name_key(name, *speaker));
        }
        for row in last_of_each(&change.claims, |row| row.id) {
            self.put_claim(&mut batch, row, change.seq)?;
        }
        for (speaker, wording, claim) in &change.claim_keys {
            let key = WordingKey {
                speaker: *speaker,
                wording: *wording,
            };
            put_only(&mut batch, &key, &key.value(*claim))?;
        }
        for row in &change.sightings {
            let key = SightingKey {
                claim: row.claim,
                story: row.story,
            };
            self.put_row(&mut batch, &key, row)?;
        }
        for row in &change.corrections {
            self.put_row(&mut batch, &CorrectionKey { seq: row.seq }, row)?;
        }
        if let Some(row) = &change.event {
            put_only(&mut batch, &EventKey { seq: row.seq }, row)?;
        }
        Ok(batch)
    }

    fn delete_all(&self, batch: &mut Batch, change: &Change) -> Result<(), StoreError> {
        for (story, revision) in &change.attributions_gone {
            let key = AttributionsKey {
                story: *story,
                revision: *revision,
            };
            self.delete_row(batch, &key)?;
        }
        for speaker in &change.speakers_gone {
            self.delete_row(batch, &SpeakerKey { speaker: *speaker })?;
        }
        for (name, speaker) in &change.names_gone {
            unmark(batch, &name_key(name, *speaker));
        }
        for claim in &change.claims_gone {
            let key = ClaimKey { claim: *claim };
            if let Some(old) = self.get::<_, ClaimRow>(&key)? {
                unmark_times(batch, &old);
            }
            self.delete_row(batch, &key)?;
        }
        for (speaker, wording) in &change.claim_keys_gone {
            let key = WordingKey {
                speaker: *speaker,
                wording: *wording,
            };
            self.delete_row(batch, &key)?;
        }
        for (claim, story) in &change.sightings_gone {
            let key = SightingKey {
                claim: *claim,
                story: *story,
            };
            self.delete_row(batch, &key)?;
        }
        Ok(())
    }

    fn put_story(&self, batch: &mut Batch, row: &StoryRow, seq: u64) -> Result<(), StoreError> {
        let key = StoryKey { story: row.id };
        let (mut indexed, mut values) = (false, 1);
        if let Some((old, there)) = self.get_counted::<_, StoryRow>(&key)? {
            values = there;
            let told = |row: &StoryRow| (row.time(), row.revision_count);
            indexed = told(&old) == told(row);
            unmark(batch, &story_time(&old));
            unmark(batch, &member(&old));
            reuses(&old).for_each(|key| unmark(batch, &key));
        }
        mark(batch, &story_time(row));
        mark(batch, &member(row));
        reuses(row).for_each(|key| mark(batch, &key));
        if !indexed {
            mark(batch, &unindexed(Doc::STORY, seq, row.id.0));
        }
        put_over(batch, &key, row, values)
    }

    fn put_claim(&self, batch: &mut Batch, row: &ClaimRow, seq: u64) -> Result<(), StoreError> {
        let key = ClaimKey { claim: row.id };
        let (mut worded, mut timed, mut values) = (false, false, 1);
        if let Some((old, there)) = self.get_counted::<_, ClaimRow>(&key)? {
            values = there;
            worded = texts(&old).eq(texts(row));
            timed = old.first_seen == row.first_seen;
            unmark_times(batch, &old);
        }
        if !(worded && timed) {
            mark(batch, &unindexed(Doc::CLAIM, seq, row.id.0));
        }
        mark(batch, &claim_time(row));
        if let Some(key) = speaker_claim(row) {
            mark(batch, &key);
        }
        put_over(batch, &key, row, values)
    }
}

fn texts(row: &ClaimRow) -> impl Iterator<Item = &str> {
    row.variants.iter().map(|variant| variant.text.as_str())
}

/// The mark of a row that the index over words does not have as it is.
fn unindexed(doc: Doc, seq: u64, id: u64) -> UnindexedKey {
    UnindexedKey { doc, seq, id }
}

/// Of several rows with one id only the last counts: the others' index keys must not stay behind.
fn last_of_each<T, I: Eq + Hash>(rows: &[T], id: impl Fn(&T) -> I) -> Vec<&T> {
    let mut seen = HashSet::new();
    let mut kept: Vec<&T> = rows
        .iter()
        .rev()
        .filter(|row| seen.insert(id(row)))
        .collect();
    kept.reverse();
    kept
}

fn unmark_times(batch: &mut Batch, row: &ClaimRow) {
    unmark(batch, &claim_time(row));
    if let Some(key) = speaker_claim(row) {
        unmark(batch, &key);
    }
}

pub(super) fn story_time(row: &StoryRow) -> StoryTimeKey {
    StoryTimeKey {
        time: row.time(),
        story: row.id,
    }
}

pub(super) fn member(row: &StoryRow) -> MemberKey {
    MemberKey {
        group: row.group,
        story: row.id,
    }
}

/// The stories of which this one embeds a part, each with this one.
pub(super) fn reuses(row: &StoryRow) -> impl Iterator<Item = ReuseKey> {
    let parts = match &row.verdict {
        Verdict::Partial { of } => of.as_slice(),
        _ => &[],
    };
    parts.iter().map(|part| ReuseKey {
        of: part.story,
        by: row.id,
    })
}

pub(super) fn claim_time(row: &ClaimRow) -> ClaimTimeKey {
    ClaimTimeKey {
        time: row.first_seen,
        claim: row.id,
    }
}

pub(super) fn speaker_claim(row: &ClaimRow) -> Option<SpeakerClaimKey> {
    row.speaker.map(|speaker| SpeakerClaimKey {
        speaker,
        time: row.first_seen,
        claim: row.id,
    })
}

fn name_key(name: &str, speaker: SpeakerId) -> NameKey {
    NameKey {
        name: Name::new(name),
        speaker,
    }
}

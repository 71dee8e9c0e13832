//! What the view can be asked: one row, or a walk over rows. Knows nothing of how answers are shown.
//!
//! Walks are not snapshots: a change applied meanwhile may be seen in part. A row that an index names and that
//! is not there any more is left out when the index has let go of it too, and is damage otherwise.

use super::error::StoreError;
use super::key::AttributionsKey;
use super::key::ClaimKey;
use super::key::ClaimTimeKey;
use super::key::CorrectionKey;
use super::key::EventKey;
use super::key::FeedKey;
use super::key::IdentityDigest;
use super::key::IdentityKey;
use super::key::Key;
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
use super::key::WordingKey;
use super::key::prefix;
use super::layers::KeyRange;
use super::rows::AttributionRow;
use super::rows::ClaimRow;
use super::rows::CorrectionRow;
use super::rows::EventRow;
use super::rows::FeedRow;
use super::rows::PrintRow;
use super::rows::SightingRow;
use super::rows::SpeakerRow;
use super::rows::StoryRow;
use super::typed;
use super::view::Store;
use crate::model::ClaimId;
use crate::model::FeedId;
use crate::model::GroupId;
use crate::model::SpeakerId;
use crate::model::StoryId;
use crate::model::Timestamp;
use serde::de::DeserializeOwned;
use std::ops::Bound;

/// What a walk or a read gives.
type Read<T> = Result<T, StoreError>;

/// A stretch of time for walks that run from the newest. All `None` is all of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Only this time and later.
    pub since: Option<Timestamp>,
    /// Only earlier than this time.
    pub until: Option<Timestamp>,
    /// Only what a walk gives after this time and id (`StoryId.0`, `ClaimId.0`): where the page before ended.
    pub after: Option<(Timestamp, u64)>,
}

impl Window {
    /// The keys that begin with `head` and whose time, which comes next, lies in the window.
    fn range(&self, head: &[u8]) -> KeyRange {
        let at = |time: Timestamp| [head, &prefix(&[&time])].concat();
        let (mut from, mut to) = typed::starting_with(head.to_vec());
        if let Some(until) = self.until {
            // Nothing lies behind the last possible key, so the empty range between a key and itself says it.
            from = match typed::after(&at(until)) {
                Some(key) => Bound::Included(key),
                None => return (Bound::Included(Vec::new()), Bound::Excluded(Vec::new())),
            };
        }
        if let Some((time, id)) = self.after {
            let cursor = [at(time), prefix(&[&id])].concat();
            if !matches!(&from, Bound::Included(key) if *key > cursor) {
                from = Bound::Excluded(cursor);
            }
        }
        if let Some(since) = self.since
            && let Some(key) = typed::after(&at(since))
        {
            to = Bound::Excluded(key);
        }
        (from, to)
    }
}

impl Store {
    /// A story.
    pub fn story(&self, story: StoryId) -> Read<Option<StoryRow>> {
        self.get(&StoryKey { story })
    }

    /// Stories in a stretch of [`StoryRow::time`], newest first.
    pub fn stories(&self, window: Window) -> impl Iterator<Item = Read<StoryRow>> + '_ {
        let keys = self.keys::<StoryTimeKey>(window.range(&[]));
        self.follow(keys, |key| StoryKey { story: key.story })
    }

    /// Every story, in order of ids.
    pub fn all_stories(&self) -> impl Iterator<Item = Read<StoryRow>> + '_ {
        self.rows::<StoryKey, StoryRow>(typed::ALL).map(second)
    }

    /// Stories with ids above this one, or all, in order of ids.
    pub fn stories_after(
        &self,
        after: Option<StoryId>,
    ) -> impl Iterator<Item = Read<StoryRow>> + '_ {
        let range = above(after.map(|story| prefix(&[&story])));
        self.rows::<StoryKey, StoryRow>(range).map(second)
    }

    /// Stories behind this one in the order of listings, or all: near to the order in which the archive has them.
    pub fn stories_listed_after(
        &self,
        after: Option<(Timestamp, StoryId)>,
    ) -> impl Iterator<Item = Read<StoryRow>> + '_ {
        let range = above(after.map(|(time, story)| prefix(&[&time, &story])));
        let keys = self.keys::<StoryTimeKey>(range);
        self.follow(keys, |key| StoryKey { story: key.story })
    }

    /// Claims with ids above this one, or all, in order of ids.
    pub fn claims_after(
        &self,
        after: Option<ClaimId>,
    ) -> impl Iterator<Item = Read<ClaimRow>> + '_ {
        let range = above(after.map(|claim| prefix(&[&claim])));
        self.rows::<ClaimKey, ClaimRow>(range).map(second)
    }

    /// Speakers with ids above this one, or all, in order of ids.
    pub fn speakers_after(
        &self,
        after: Option<SpeakerId>,
    ) -> impl Iterator<Item = Read<SpeakerRow>> + '_ {
        let range = above(after.map(|speaker| prefix(&[&speaker])));
        self.rows::<SpeakerKey, SpeakerRow>(range).map(second)
    }

    /// Sightings behind this claim and story, or all, in order of claims and stories.
    pub fn sightings_after(
        &self,
        after: Option<(ClaimId, StoryId)>,
    ) -> impl Iterator<Item = Read<SightingRow>> + '_ {
        let range = above(after.map(|(claim, story)| prefix(&[&claim, &story])));
        self.rows::<SightingKey, SightingRow>(range).map(second)
    }

    /// The attributions of one revision of a story, in order of the text; `None` where they are not kept (any more).
    pub fn attributions(&self, story: StoryId, revision: u32) -> Read<Option<Vec<AttributionRow>>> {
        self.get(&AttributionsKey { story, revision })
    }

    /// The stories of a copy group, in order of ids.
    pub fn members(&self, group: GroupId) -> impl Iterator<Item = Read<StoryId>> + '_ {
        let keys = self.keys::<MemberKey>(typed::starting_with(prefix(&[&group])));
        keys.map(|key| key.map(|key| key.story))
    }

    /// The stories that embed a part of a story, in order of ids.
    pub fn reused_by(&self, of: StoryId) -> impl Iterator<Item = Read<StoryId>> + '_ {
        let keys = self.keys::<ReuseKey>(typed::starting_with(prefix(&[&of])));
        keys.map(|key| key.map(|key| key.by))
    }

    /// The story with an identity string.
    pub fn identity(&self, identity: IdentityDigest) -> Read<Option<StoryId>> {
        self.get(&IdentityKey { identity })
    }

    /// A story's fingerprint.
    pub fn print(&self, story: StoryId) -> Read<Option<PrintRow>> {
        self.get(&PrintKey { story })
    }

    /// Every fingerprint, in order of story ids.
    pub fn prints(&self) -> impl Iterator<Item = Read<(StoryId, PrintRow)>> + '_ {
        let rows = self.rows::<PrintKey, PrintRow>(typed::ALL);
        rows.map(|row| row.map(|(key, row)| (key.story, row)))
    }

    /// A speaker.
    pub fn speaker(&self, speaker: SpeakerId) -> Read<Option<SpeakerRow>> {
        self.get(&SpeakerKey { speaker })
    }

    /// Every speaker, in order of ids.
    pub fn speakers(&self) -> impl Iterator<Item = Read<SpeakerRow>> + '_ {
        self.rows::<SpeakerKey, SpeakerRow>(typed::ALL).map(second)
    }

    /// The speakers who bear a folded name, in order of ids.
    pub fn speakers_named(&self, folded: &str) -> impl Iterator<Item = Read<SpeakerId>> + '_ {
        let head = prefix(&[&Name::new(folded)]);
        let keys = self.keys::<NameKey>(typed::starting_with(head));
        keys.map(|key| key.map(|key| key.speaker))
    }

    /// Folded names that begin with `start` and who bears them, in order of names; the empty start gives every name.
    pub fn names_with_prefix(
        &self,
        start: &str,
    ) -> impl Iterator<Item = Read<(String, SpeakerId)>> + '_ {
        let head = Name::new(start).into_string().into_bytes();
        let keys = self.keys::<NameKey>(typed::starting_with(head));
        keys.map(|key| key.map(|key| (key.name.into_string(), key.speaker)))
    }

    /// A claim.
    pub fn claim(&self, claim: ClaimId) -> Read<Option<ClaimRow>> {
        self.get(&ClaimKey { claim })
    }

    /// Claims in a stretch of [`ClaimRow::first_seen`], newest first.
    pub fn claims(&self, window: Window) -> impl Iterator<Item = Read<ClaimRow>> + '_ {
        let keys = self.keys::<ClaimTimeKey>(window.range(&[]));
        self.follow(keys, |key| ClaimKey { claim: key.claim })
    }

    /// A speaker's claims in a stretch of [`ClaimRow::first_seen`], newest first.
    pub fn claims_by_speaker(
        &self,
        speaker: SpeakerId,
        window: Window,
    ) -> impl Iterator<Item = Read<ClaimRow>> + '_ {
        let keys = self.keys::<SpeakerClaimKey>(window.range(&prefix(&[&speaker])));
        self.follow(keys, |key| ClaimKey { claim: key.claim })
    }

    /// The wording keys of a speaker, each with its claim.
    pub fn wordings_of(
        &self,
        speaker: SpeakerId,
    ) -> impl Iterator<Item = Read<(u64, ClaimId)>> + '_ {
        let range = typed::starting_with(prefix(&[&Some(speaker)]));
        let rows = self.rows::<WordingKey, Option<ClaimId>>(range);
        rows.map(|row| row.map(|(key, value)| (key.wording, key.claim(value))))
    }

    /// The claim with a wording key of a speaker, or of nobody.
    pub fn claim_by_key(&self, speaker: Option<SpeakerId>, wording: u64) -> Read<Option<ClaimId>> {
        let key = WordingKey { speaker, wording };
        let value: Option<Option<ClaimId>> = self.get(&key)?;
        Ok(value.map(|value| key.claim(value)))
    }

    /// What one archive record did.
    pub fn event(&self, seq: u64) -> Read<Option<EventRow>> {
        self.get(&EventKey { seq })
    }

    /// One sighting.
    pub fn sighting(&self, claim: ClaimId, story: StoryId) -> Read<Option<SightingRow>> {
        self.get(&SightingKey { claim, story })
    }

    /// The sightings of a claim, in order of story ids.
    pub fn sightings(&self, claim: ClaimId) -> impl Iterator<Item = Read<SightingRow>> + '_ {
        let range = typed::starting_with(prefix(&[&claim]));
        self.rows::<SightingKey, SightingRow>(range).map(second)
    }

    /// Every sighting in one story. Reads all sightings there are: for the few stories whose revisions are not all remembered.
    pub fn sightings_in(&self, story: StoryId) -> impl Iterator<Item = Read<SightingRow>> + '_ {
        let rows = self
            .rows::<SightingKey, SightingRow>(typed::ALL)
            .map(second);
        rows.filter(move |row| row.as_ref().map_or(true, |row| row.story == story))
    }

    /// The correction that a record holds.
    pub fn correction(&self, seq: u64) -> Read<Option<CorrectionRow>> {
        self.get(&CorrectionKey { seq })
    }

    /// Every correction, in order. There are as many as people made by hand.
    pub fn corrections(&self) -> impl Iterator<Item = Read<CorrectionRow>> + '_ {
        self.rows::<CorrectionKey, CorrectionRow>(typed::ALL)
            .map(second)
    }

    /// What the archive records after number `seq` did, in order.
    pub fn events_after(&self, seq: u64) -> impl Iterator<Item = Read<EventRow>> + '_ {
        let range = (Bound::Excluded(prefix(&[&seq])), Bound::Unbounded);
        self.rows::<EventKey, EventRow>(range).map(second)
    }

    /// What polling remembers of a feed.
    pub fn feed(&self, feed: FeedId) -> Read<Option<FeedRow>> {
        self.get(&FeedKey { feed })
    }

    /// Every feed remembered, in order of ids.
    pub fn feeds(&self) -> impl Iterator<Item = Read<(FeedId, FeedRow)>> + '_ {
        let rows = self.rows::<FeedKey, FeedRow>(typed::ALL);
        rows.map(|row| row.map(|(key, row)| (key.feed, row)))
    }

    /// The stories whose ids begin with these hexadecimal digits, at most `limit`. None where `digits` are not 1 to 16 hexadecimal digits.
    pub fn story_ids_with_prefix(&self, digits: &str, limit: usize) -> Read<Vec<StoryId>> {
        let Some(range) = id_range(digits) else {
            return Ok(Vec::new());
        };
        let keys = self.keys::<StoryKey>(range);
        keys.take(limit)
            .map(|key| key.map(|key| key.story))
            .collect()
    }

    /// The claims whose ids begin with these hexadecimal digits; as [`Store::story_ids_with_prefix`].
    pub fn claim_ids_with_prefix(&self, digits: &str, limit: usize) -> Read<Vec<ClaimId>> {
        let Some(range) = id_range(digits) else {
            return Ok(Vec::new());
        };
        let keys = self.keys::<ClaimKey>(range);
        keys.take(limit)
            .map(|key| key.map(|key| key.claim))
            .collect()
    }

    /// The speakers whose ids begin with these hexadecimal digits; as [`Store::story_ids_with_prefix`].
    pub fn speaker_ids_with_prefix(&self, digits: &str, limit: usize) -> Read<Vec<SpeakerId>> {
        let Some(range) = id_range(digits) else {
            return Ok(Vec::new());
        };
        let keys = self.keys::<SpeakerKey>(range);
        keys.take(limit)
            .map(|key| key.map(|key| key.speaker))
            .collect()
    }

    /// The rows that index keys name.
    fn follow<'a, I: Key + 'a, K: Key + 'a, T: DeserializeOwned + 'a>(
        &'a self,
        keys: impl Iterator<Item = Read<I>> + 'a,
        target: impl Fn(&I) -> K + 'a,
    ) -> impl Iterator<Item = Read<T>> + 'a {
        keys.filter_map(move |index| {
            let index = match index {
                Ok(index) => index,
                Err(e) => return Some(Err(e)),
            };
            match self.get(&target(&index)) {
                Ok(Some(row)) => Some(Ok(row)),
                Ok(None) => match self.has(&index) {
                    Ok(false) => None,
                    Ok(true) => Some(Err(StoreError::row(
                        I::TABLE.name(),
                        &index.bytes(),
                        format!("the row in {} that it names is gone", K::TABLE.name()),
                    ))),
                    Err(e) => Some(Err(e)),
                },
                Err(e) => Some(Err(e)),
            }
        })
    }
}

/// Everything above a key, or everything.
fn above(key: Option<Vec<u8>>) -> KeyRange {
    (
        key.map_or(Bound::Unbounded, Bound::Excluded),
        Bound::Unbounded,
    )
}

fn second<K, T>(row: Read<(K, T)>) -> Read<T> {
    row.map(|(_, row)| row)
}

/// The keys of ids that begin with hexadecimal digits.
fn id_range(digits: &str) -> Option<KeyRange> {
    let hex = (1..=16).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if !hex {
        return None;
    }
    let low = u64::from_str_radix(&format!("{digits:0<16}"), 16).ok()?;
    let high = u64::from_str_radix(&format!("{digits:f<16}"), 16).ok()?;
    let (_, to) = typed::starting_with(prefix(&[&high]));
    Some((Bound::Included(prefix(&[&low])), to))
}

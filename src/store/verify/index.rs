//! The checks of index trees: each mark and reference leads to a row that says the same. Knows nothing of totals.

use super::Check;
use super::Checked;
use crate::model::ClaimId;
use crate::model::StoryId;
use crate::store::change;
use crate::store::key::ClaimKey;
use crate::store::key::ClaimTimeKey;
use crate::store::key::CorrectionKey;
use crate::store::key::EventKey;
use crate::store::key::FeedKey;
use crate::store::key::IdentityKey;
use crate::store::key::MemberKey;
use crate::store::key::NameKey;
use crate::store::key::ReuseKey;
use crate::store::key::SpeakerClaimKey;
use crate::store::key::SpeakerKey;
use crate::store::key::StoryKey;
use crate::store::key::StoryTimeKey;
use crate::store::key::UnindexedKey;
use crate::store::key::WordingKey;
use crate::store::rows::ClaimRow;
use crate::store::rows::CorrectionRow;
use crate::store::rows::EventRow;
use crate::store::rows::FeedRow;
use crate::store::rows::StoryRow;

impl Check<'_> {
    pub(super) fn small_trees(&mut self) -> Checked {
        self.rows(|check, key: IdentityKey, story: StoryId| {
            let there = check.has(&StoryKey { story })?;
            check.must(&key, there, "its story is gone");
            check.identified.insert(story);
            Ok(())
        })?;
        self.rows(|check, key: WordingKey, value: Option<ClaimId>| {
            let claim = key.claim(value);
            match check.get::<_, ClaimRow>(&ClaimKey { claim })? {
                Some(row) => check.must(
                    &key,
                    row.speaker == key.speaker,
                    "its claim has another speaker",
                ),
                None => check.problem(&key, "its claim is gone"),
            }
            check.worded.insert(claim);
            Ok(())
        })?;
        self.rows(|check, key: EventKey, row: EventRow| {
            check.must(&key, row.seq == key.seq, "the row has another number");
            let applied = check.store.applied().map_or(0, |(_, seq)| seq);
            check.must(
                &key,
                row.seq <= applied,
                "it is later than the last record applied",
            );
            let there = check.has(&StoryKey { story: row.story })?;
            check.must(&key, there, "its story is gone");
            Ok(())
        })?;
        self.rows(|check, key: CorrectionKey, row: CorrectionRow| {
            check.must(&key, row.seq == key.seq, "the row has another number");
            let undone = row.undone_by.map(|seq| CorrectionKey { seq });
            let there = undone.map_or(Ok(true), |undone| check.has(&undone))?;
            check.must(&key, there, "the correction that undid it is gone");
            if let Some(effect) = row.effect {
                let there = check.has(&StoryKey {
                    story: effect.story,
                })?;
                check.must(&key, there, "its story is gone");
            }
            Ok(())
        })?;
        self.rows(|_, _: FeedKey, _: FeedRow| Ok(()))
    }

    pub(super) fn marks(&mut self) -> Checked {
        self.walk(|check, key: UnindexedKey, value| {
            check.must(&key, value.is_empty(), "it has a value");
            Ok(())
        })?;
        self.walk(|check, key: StoryTimeKey, value| {
            let story: Option<StoryRow> = check.get(&StoryKey { story: key.story })?;
            let right = value.is_empty() && story.is_some_and(|s| s.time() == key.time);
            check.must(&key, right, "no story has this time");
            Ok(())
        })?;
        self.walk(|check, key: MemberKey, value| {
            let story: Option<StoryRow> = check.get(&StoryKey { story: key.story })?;
            let right = value.is_empty() && story.is_some_and(|s| s.group == key.group);
            check.must(&key, right, "no story is in this group");
            Ok(())
        })?;
        self.walk(|check, key: ReuseKey, value| {
            let story: Option<StoryRow> = check.get(&StoryKey { story: key.by })?;
            let right = story.is_some_and(|s| change::reuses(&s).any(|k| k == key));
            check.must(
                &key,
                value.is_empty() && right,
                "no story embeds a part of this one",
            );
            Ok(())
        })?;
        self.walk(|check, key: NameKey, value| {
            let there = check.has(&SpeakerKey {
                speaker: key.speaker,
            })?;
            check.must(&key, value.is_empty() && there, "its speaker is gone");
            check.named.insert(key.speaker);
            Ok(())
        })?;
        self.walk(|check, key: SpeakerClaimKey, value| {
            let claim: Option<ClaimRow> = check.get(&ClaimKey { claim: key.claim })?;
            let right =
                claim.is_some_and(|c| c.speaker == Some(key.speaker) && c.first_seen == key.time);
            check.must(
                &key,
                value.is_empty() && right,
                "no claim of this speaker has this time",
            );
            Ok(())
        })?;
        self.walk(|check, key: ClaimTimeKey, value| {
            let claim: Option<ClaimRow> = check.get(&ClaimKey { claim: key.claim })?;
            let right = value.is_empty() && claim.is_some_and(|c| c.first_seen == key.time);
            check.must(&key, right, "no claim has this time");
            Ok(())
        })
    }
}

//! The checks of rows that others refer to: each has its marks, and what it refers to is there and agrees.
//! What verification demands beyond that: a claim counts all its sightings, current or not, and the copy groups among
//! them; a story's group and time stand alike in its sightings, and its time in its fingerprint.

use super::Check;
use super::Checked;
use crate::model::SpeakerKind;
use crate::model::StoryId;
use crate::model::Verdict;
use crate::store::Window;
use crate::store::change;
use crate::store::key::AttributionsKey;
use crate::store::key::ClaimKey;
use crate::store::key::CorrectionKey;
use crate::store::key::PrintKey;
use crate::store::key::SightingKey;
use crate::store::key::SpeakerKey;
use crate::store::key::StoryKey;
use crate::store::rows::AttributionRow;
use crate::store::rows::ClaimRow;
use crate::store::rows::CorrectionRow;
use crate::store::rows::PrintRow;
use crate::store::rows::SightingRow;
use crate::store::rows::SpeakerRow;
use crate::store::rows::StoryRow;
use std::collections::HashSet;

impl Check<'_> {
    pub(super) fn story(&mut self, key: StoryKey, row: StoryRow) -> Checked {
        self.counted.stories += 1;
        self.counted.revisions += u64::from(row.revision_count.saturating_sub(1));
        self.counted.attributions += u64::from(row.attributions);
        self.groups.insert(row.group);
        self.must(&key, row.id == key.story, "the row has another id");
        let timed = self.has(&change::story_time(&row))?;
        self.must(&key, timed, "it is not in story_time");
        let member = self.has(&change::member(&row))?;
        self.must(&key, member, "it is not among the members of its group");
        for reuse in change::reuses(&row) {
            let marked = self.has(&reuse)?;
            self.must(
                &key,
                marked,
                "a story of which it embeds a part does not lead to it",
            );
        }
        let identified = self.identified.contains(&row.id);
        self.must(&key, identified, "no identity leads to it");
        let from: Vec<StoryId> = match &row.verdict {
            Verdict::Copy { of, .. } => {
                self.counted.copies += 1;
                vec![*of]
            }
            Verdict::Partial { of } => {
                self.counted.partials += 1;
                of.iter().map(|part| part.story).collect()
            }
            _ => Vec::new(),
        };
        for story in from {
            let there = self.has(&StoryKey { story })?;
            self.must(
                &key,
                there,
                &format!("the story {story} that it matched is gone"),
            );
        }
        if let Some(placed) = &row.placed {
            let correction: Option<CorrectionRow> = self.get(&CorrectionKey { seq: placed.by })?;
            let holds = correction.is_some_and(|c| {
                c.undone_by.is_none()
                    && c.effect
                        .is_some_and(|e| e.story == row.id && e.group == row.group)
            });
            self.must(
                &key,
                holds,
                "the correction that put it in its group does not say so",
            );
        }
        let numbers: Vec<u32> = row.revisions.iter().map(|r| r.number).collect();
        let rising = numbers.windows(2).all(|w| w[0] < w[1]);
        let newest = numbers.last() == Some(&row.revision_count);
        let bounded = numbers.len() <= StoryRow::MAX_REVISIONS;
        self.must(
            &key,
            rising && newest && bounded,
            "its revisions are not in order",
        );
        self.newest_attributions(&key, &row)
    }

    fn newest_attributions(&mut self, key: &StoryKey, row: &StoryRow) -> Checked {
        let story = row.id;
        let revision = row.revision_count;
        let rows: Option<Vec<AttributionRow>> = self.get(&AttributionsKey { story, revision })?;
        let rows = rows.unwrap_or_default();
        let right = rows.len() == row.attributions as usize;
        self.must(
            key,
            right,
            "it has another number of attributions than it says",
        );
        for (i, attribution) in rows.iter().enumerate() {
            let claim = attribution.claim;
            match self.get::<_, ClaimRow>(&ClaimKey { claim })? {
                Some(row) => {
                    let same = row.speaker == attribution.speaker;
                    self.must(
                        key,
                        same,
                        &format!("attribution {i} and its claim {claim} have different speakers"),
                    );
                }
                None => self.problem(key, format!("the claim {claim} of attribution {i} is gone")),
            }
            let seen: Option<SightingRow> = self.get(&SightingKey { claim, story })?;
            let right = seen.is_some_and(|s| s.current && s.revision == revision);
            self.must(
                key,
                right,
                &format!("the claim {claim} of attribution {i} has no current sighting here"),
            );
        }
        Ok(())
    }

    pub(super) fn attributions(&mut self, key: AttributionsKey, _: Vec<AttributionRow>) -> Checked {
        let story: Option<StoryRow> = self.get(&StoryKey { story: key.story })?;
        let known = story.is_some_and(|s| s.revisions.iter().any(|r| r.number == key.revision));
        self.must(&key, known, "no story remembers this revision");
        Ok(())
    }

    pub(super) fn print(&mut self, key: PrintKey, row: PrintRow) -> Checked {
        let story: Option<StoryRow> = self.get(&StoryKey { story: key.story })?;
        let right = story.is_some_and(|s| s.time() == row.time);
        self.must(&key, right, "no story has this time");
        Ok(())
    }

    pub(super) fn speaker(&mut self, key: SpeakerKey, row: SpeakerRow) -> Checked {
        self.counted.speakers += 1;
        self.must(&key, row.id == key.speaker, "the row has another id");
        let global = row.local_to.is_none() && row.kind != SpeakerKind::Unnamed;
        let named = !global || self.named.contains(&row.id);
        self.must(&key, named, "no name leads to it");
        let (mut claims, mut sightings) = (0u32, 0u32);
        let mut hidden = (0u32, 0u32);
        // Damage of a claim or of the index is told where those are walked.
        let of_speaker = self.store.claims_by_speaker(row.id, Window::default());
        for claim in of_speaker.flatten() {
            claims += 1;
            sightings = sightings.saturating_add(claim.sightings);
            if claim.hidden.is_some() {
                hidden = (hidden.0 + 1, hidden.1.saturating_add(claim.sightings));
            }
        }
        let right = (row.claims, row.sightings, row.hidden) == (claims, sightings, hidden);
        self.must(
            &key,
            right,
            "it has another number of claims or sightings than it says",
        );
        Ok(())
    }

    pub(super) fn claim(&mut self, key: ClaimKey, row: ClaimRow) -> Checked {
        self.counted.claims += 1;
        if row.hidden.is_some() {
            self.counted.hidden.0 += 1;
            self.counted.hidden.1 += u64::from(row.sightings);
        }
        self.must(&key, row.id == key.claim, "the row has another id");
        let timed = self.has(&change::claim_time(&row))?;
        self.must(&key, timed, "it is not in claim_time");
        if let (Some(speaker), Some(mark)) = (row.speaker, change::speaker_claim(&row)) {
            let there = self.has(&SpeakerKey { speaker })?;
            self.must(&key, there, "its speaker is gone");
            let marked = self.has(&mark)?;
            self.must(&key, marked, "it is not in speaker_claims");
        }
        let worded = self.worded.contains(&row.id);
        self.must(&key, worded, "no wording key leads to it");
        let first = SightingKey {
            claim: row.id,
            story: row.first_story,
        };
        let there = self.has(&first)?;
        self.must(&key, there, "it was not seen in its first story");
        let mut groups = HashSet::new();
        let mut sightings = 0;
        for sighting in self.store.sightings(row.id).flatten() {
            sightings += 1;
            groups.insert(sighting.group);
        }
        let right = (row.sightings as usize, row.independent as usize) == (sightings, groups.len());
        self.must(
            &key,
            right,
            "it has another number of sightings than it says",
        );
        Ok(())
    }

    pub(super) fn sighting(&mut self, key: SightingKey, row: SightingRow) -> Checked {
        self.counted.sightings += 1;
        let named = (row.claim, row.story) == (key.claim, key.story);
        self.must(&key, named, "the row has other ids");
        let claimed = self.has(&ClaimKey { claim: key.claim })?;
        self.must(&key, claimed, "its claim is gone");
        let Some(story) = self.get::<_, StoryRow>(&StoryKey { story: key.story })? else {
            self.problem(&key, "its story is gone");
            return Ok(());
        };
        let right = story.group == row.group && story.time() == row.time;
        self.must(&key, right, "its story has another group or time");
        if !row.current {
            let past = row.revision < story.revision_count;
            self.must(&key, past, "it is not current, yet of the newest revision");
            return Ok(());
        }
        let revision = story.revision_count;
        let story = story.id;
        let list: Option<Vec<AttributionRow>> = self.get(&AttributionsKey { story, revision })?;
        let there = list.is_some_and(|list| {
            let at = list.get(row.attribution as usize);
            row.revision == revision && at.is_some_and(|a| a.claim == row.claim)
        });
        self.must(
            &key,
            there,
            "the story's newest revision does not carry it at that place",
        );
        Ok(())
    }
}

//! The speakers and claims that one story touches, gathered before they are written together.
//!
//! Reads through to the store, so that two attributions of one story see each other. Knows nothing of dedup.

use crate::extract::claim;
use crate::extract::claim::Nearness;
use crate::model::Attribution;
use crate::model::ClaimId;
use crate::model::QuoteKind;
use crate::model::Resolution;
use crate::model::SpeakerId;
use crate::pipeline::apply::claims;
use crate::pipeline::apply::identify::Identified;
use crate::pipeline::apply::identify::Identifier;
use crate::pipeline::apply::rules::Rules;
use crate::pipeline::apply::speakers;
use crate::pipeline::observe::Said;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Window;
use crate::store::rows::AttributionRow;
use crate::store::rows::ClaimRow;
use crate::store::rows::JoinReason;
use crate::store::rows::JoinRow;
use crate::store::rows::MentionRow;
use crate::store::rows::SightingRow;
use crate::store::rows::SpeakerRow;
use crate::store::rows::StoryRow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// How many of a speaker's newest claims are compared with a new wording. Older ones join by the same words only.
const RECENT_CLAIMS: usize = 32;
/// An indirect report joins close wordings of the last week only: what somebody says again later is another occasion.
const INDIRECT_WITHIN_MS: i64 = 7 * 24 * 3_600_000;

/// How the story is related to the one whose speakers and claims are at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kin {
    /// It carries the same text: a copy or a revision.
    SameText,
    /// It embeds part of it. Who is named in full there may be named by surname here; the rest is a text of its own.
    Embedded,
}

/// What a finished draft came to.
#[derive(Default)]
pub struct Done {
    pub new_claims: Vec<ClaimId>,
    pub known_claims: Vec<ClaimId>,
    pub new_sightings: u64,
    pub new_speakers: usize,
    pub said: Vec<Said>,
}

/// A row on its way.
struct Pending<R> {
    row: R,
    /// Whether the store does not have it yet.
    new: bool,
}

/// Gathers what one revision of one story does to speakers, claims and sightings.
pub struct Draft<'a> {
    store: &'a Store,
    rules: &'a Rules,
    story: &'a StoryRow,
    /// Whether an earlier revision of this story has already had its vote.
    revised: bool,
    related: Kin,
    /// Speakers and claims of the story that this one copies, revises or embeds.
    cast: Vec<SpeakerRow>,
    kin: Vec<ClaimRow>,
    speakers: BTreeMap<SpeakerId, Pending<SpeakerRow>>,
    claims: BTreeMap<ClaimId, Pending<ClaimRow>>,
    sightings: BTreeMap<ClaimId, SightingRow>,
    /// Sightings of this story's earlier revisions.
    earlier: BTreeMap<ClaimId, SightingRow>,
    keys: Vec<((Option<SpeakerId>, u64), ClaimId)>,
    attributions: Vec<AttributionRow>,
    done: Done,
}

impl<'a> Draft<'a> {
    /// Starts the draft of `story`'s newest revision. `known` is the story as it was; `related` the story it copies, revises or embeds.
    pub fn new(
        (store, rules): (&'a Store, &'a Rules),
        story: &'a StoryRow,
        known: Option<&StoryRow>,
        related: Option<(&StoryRow, Kin)>,
    ) -> Result<Draft<'a>, StoreError> {
        let mut draft = Draft {
            store,
            rules,
            story,
            revised: known.is_some(),
            related: related.map_or(Kin::SameText, |(_, kin)| kin),
            cast: Vec::new(),
            kin: Vec::new(),
            speakers: BTreeMap::new(),
            claims: BTreeMap::new(),
            sightings: BTreeMap::new(),
            earlier: BTreeMap::new(),
            keys: Vec::new(),
            attributions: Vec::new(),
            done: Done::default(),
        };
        if let Some((related, _)) = related {
            draft.read_kin(related)?;
        }
        if let Some(known) = known {
            for row in store
                .attributions(known.id, known.revision_count)?
                .unwrap_or_default()
            {
                if let Some(sighting) = store.sighting(row.claim, known.id)? {
                    draft.earlier.insert(row.claim, sighting);
                }
            }
        }
        Ok(draft)
    }

    fn read_kin(&mut self, related: &StoryRow) -> Result<(), StoreError> {
        let rows = self
            .store
            .attributions(related.id, related.revision_count)?
            .unwrap_or_default();
        let claims: BTreeSet<ClaimId> = rows.iter().map(|row| row.claim).collect();
        let speakers: BTreeSet<SpeakerId> = rows.iter().filter_map(|row| row.speaker).collect();
        for id in claims {
            self.kin.extend(self.store.claim(id)?);
        }
        for id in speakers {
            self.cast.extend(self.store.speaker(id)?);
        }
        Ok(())
    }

    /// Adds the story's `n`th attribution.
    pub fn add(&mut self, n: u32, found: &Attribution, text: &str) -> Result<(), StoreError> {
        let wording = claim::wording(text, &found.content);
        let who = found.speaker.as_ref().map(|who| self.speaker(who));
        let (speaker, mention) = who.transpose()?.unzip();
        let key = claims::lookup(speaker, self.story.group, claim::key(&wording));
        let id = self.find(key, &wording, found)?;
        let claim = id.unwrap_or_else(|| claims::new_id(key));
        if !self.claims.contains_key(&claim) {
            let old = self.store.claim(claim)?;
            let new = old.is_none();
            let row = old.unwrap_or_else(|| {
                claims::new_row(claim, speaker, found, self.story.id, self.story.time())
            });
            self.claims.insert(claim, Pending { row, new });
        }
        if self.store.claim_by_key(key.0, key.1)? != Some(claim) {
            self.keys.push((key, claim));
        }
        let repeated = self.sightings.contains_key(&claim);
        // A wording that an earlier revision had is the same sighting, even after a revision without it.
        let sighted = repeated || self.store.sighting(claim, self.story.id)?.is_some();
        let independent = !sighted && !self.group_has(claim)?;
        let Some(pending) = self.claims.get_mut(&claim) else {
            return Ok(());
        };
        let is_new = pending.new;
        claims::add_wording(
            &mut pending.row,
            &wording,
            found,
            self.story.time(),
            !sighted,
        );
        if !sighted {
            pending.row.sightings += 1;
            pending.row.independent += u32::from(independent);
            self.done.new_sightings += 1;
        }
        if !repeated {
            self.sightings.insert(claim, self.sighting(claim, n));
            let list = if is_new {
                &mut self.done.new_claims
            } else {
                &mut self.done.known_claims
            };
            list.push(claim);
        }
        if let Some(speaker) = speaker.and_then(|id| self.speakers.get_mut(&id)) {
            speaker.row.claims += u32::from(is_new && !repeated);
            speaker.row.sightings += u32::from(!sighted);
        }
        self.done.said.push(Said {
            speaker: speaker
                .and_then(|id| self.speakers.get(&id))
                .map(|p| p.row.name.clone()),
            kind: found.kind,
            wording,
            new: is_new,
        });
        self.attributions.push(AttributionRow {
            source: found.source.clone(),
            cue: found.cue.clone(),
            content: found.content.clone(),
            kind: found.kind,
            class: found.class,
            speaker,
            claim,
            relayed_by: found.relayed_by.clone(),
            rule: found.rule.clone(),
            confidence: found.confidence,
            mention,
        });
        Ok(())
    }

    fn speaker(&mut self, who: &Resolution) -> Result<(SpeakerId, MentionRow), StoreError> {
        // A full name in a story of its own is nobody's slip.
        let slips = self.related == Kin::SameText || !who.global;
        let same = slips
            .then(|| speakers::same_in_group(who, &self.cast))
            .flatten();
        let identified = match same {
            Some(id) => Identified {
                id,
                why: Some((JoinReason::SameText, None)),
            },
            None => Identifier {
                store: self.store,
                rules: self.rules,
                story: self.story,
            }
            .identify(who)?,
        };
        let found = identified.id;
        let id = self.rules.given(found, &who.name, self.story.id);
        let time = self.story.time();
        let first = !self.speakers.contains_key(&id);
        if first {
            let old = self.store.speaker(id)?;
            let new = old.is_none();
            self.done.new_speakers += usize::from(new);
            let mut row = old.unwrap_or_else(|| speakers::new_row(id, who, self.story.group, time));
            speakers::baptise(&mut row, self.rules, time);
            self.speakers.insert(id, Pending { row, new });
        }
        // One text has one vote, with its first mention; forms that only a later mention has are kept all the same.
        let copied = self.related == Kin::SameText && self.cast.iter().any(|row| row.id == id);
        let votes = first && !self.revised && !copied;
        if let Some(pending) = self.speakers.get_mut(&id) {
            speakers::learn(&mut pending.row, who, &self.story.outlet, time, votes);
            let why = match id == found {
                true => identified.why,
                false => Some((JoinReason::Person, None)),
            };
            if let Some((why, shared)) = why {
                let join = JoinRow {
                    form: who.name.clone(),
                    why,
                    shared,
                    story: Some(self.story.id),
                };
                speakers::note_join(&mut pending.row, join);
            }
        }
        let name = who.name.clone();
        Ok((id, MentionRow { name, found }))
    }

    /// The known claim that this wording is one of, if any: the same words; else close words in the text that this story
    /// carries too; else close words among the speaker's newest direct quotations.
    fn find(
        &self,
        key: (Option<SpeakerId>, u64),
        wording: &str,
        found: &Attribution,
    ) -> Result<Option<ClaimId>, StoreError> {
        if let Some((_, id)) = self.keys.iter().find(|(k, _)| *k == key) {
            return Ok(Some(*id));
        }
        if let Some(id) = self.store.claim_by_key(key.0, key.1)? {
            return Ok(Some(id));
        }
        let matches = |row: &ClaimRow, near: Nearness| {
            row.speaker == key.0
                && row
                    .variants
                    .iter()
                    .any(|v| claim::same_statement(&v.text, wording, near))
        };
        let near = match self.related {
            Kin::SameText => Nearness::CopyGroup,
            Kin::Embedded => Nearness::Elsewhere,
        };
        if let Some(row) = self.kin.iter().find(|row| matches(row, near)) {
            return Ok(Some(row.id));
        }
        let Some(speaker) = key.0 else {
            return Ok(None);
        };
        for row in self
            .store
            .claims_by_speaker(speaker, Window::default())
            .take(RECENT_CLAIMS)
        {
            let row = row?;
            let indirect = [row.kind, found.kind].contains(&QuoteKind::Indirect);
            let apart = self.story.time().since(row.last_seen).abs();
            if (!indirect || apart <= INDIRECT_WITHIN_MS) && matches(&row, Nearness::Elsewhere) {
                return Ok(Some(row.id));
            }
        }
        Ok(None)
    }

    /// Whether another story of this copy group already carries the claim.
    fn group_has(&self, claim: ClaimId) -> Result<bool, StoreError> {
        for sighting in self.store.sightings(claim) {
            if sighting?.group == self.story.group {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn sighting(&self, claim: ClaimId, n: u32) -> SightingRow {
        SightingRow {
            claim,
            story: self.story.id,
            group: self.story.group,
            time: self.story.time(),
            outlet: self.story.outlet.clone(),
            revision: self.story.revision_count,
            attribution: n,
            current: true,
        }
    }

    /// Hands everything gathered to the change.
    pub fn finish(mut self, change: &mut Change) -> Result<Done, StoreError> {
        for (claim, mut gone) in std::mem::take(&mut self.earlier) {
            gone.current = false;
            self.sightings.entry(claim).or_insert(gone);
        }
        for pending in self.speakers.values() {
            let row = &pending.row;
            let names = speakers::names(row);
            change.names.extend(names.map(|name| (name, row.id)));
        }
        change.speakers = self.speakers.into_values().map(|p| p.row).collect();
        change.claims = self.claims.into_values().map(|p| p.row).collect();
        change.claim_keys = self
            .keys
            .into_iter()
            .map(|((speaker, words), claim)| (speaker, words, claim))
            .collect();
        change.sightings = self.sightings.into_values().collect();
        change.attributions = vec![(self.story.id, self.story.revision_count, self.attributions)];
        Ok(self.done)
    }
}

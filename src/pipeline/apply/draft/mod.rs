//! The speakers and claims that one story touches, gathered before they are written together.
//!
//! Reads through to the store, so that two attributions of one story see each other. Knows nothing of dedup.

mod find;

use crate::extract::claim;
use crate::model::ClaimId;
use crate::model::Resolution;
use crate::model::SpeakerId;
use crate::pipeline::analyse::Statement;
use crate::pipeline::apply::changes;
use crate::pipeline::apply::changes::Told;
use crate::pipeline::apply::claims;
use crate::pipeline::apply::claims::Telling;
use crate::pipeline::apply::identify::Identified;
use crate::pipeline::apply::identify::Identifier;
use crate::pipeline::apply::recent::Recent;
use crate::pipeline::apply::rules::Rules;
use crate::pipeline::apply::speakers;
use crate::pipeline::apply::told::told_before;
use crate::pipeline::apply::told::words;
use crate::pipeline::observe::Said;
use crate::store::Change;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::AttributionRow;
use crate::store::rows::ClaimChangeRow;
use crate::store::rows::ClaimRow;
use crate::store::rows::JoinReason;
use crate::store::rows::JoinRow;
use crate::store::rows::MentionRow;
use crate::store::rows::SightingRow;
use crate::store::rows::SpeakerRow;
use crate::store::rows::StandingRow;
use crate::store::rows::StoryRow;
use crate::store::rows::ToldRow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

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
    /// Of the new claims and sightings, those of claims that people hid.
    pub hidden: (u64, u64),
    pub said: Vec<Said>,
    /// For a revision: what it did to the claims of its story.
    pub changes: Vec<ClaimChangeRow>,
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
    recent: &'a Recent,
    story: &'a StoryRow,
    /// Whether an earlier revision of this story has already had its vote.
    revised: bool,
    related: Kin,
    /// Speakers and claims of the story that this one is related to.
    cast: Vec<SpeakerRow>,
    kin: Vec<ClaimRow>,
    speakers: BTreeMap<SpeakerId, Pending<SpeakerRow>>,
    claims: BTreeMap<ClaimId, Pending<ClaimRow>>,
    sightings: BTreeMap<ClaimId, SightingRow>,
    /// Sightings of this story's earlier revisions.
    earlier: BTreeMap<ClaimId, SightingRow>,
    /// What the revision before this one tells, and what this one does.
    before: Vec<Told>,
    after: Vec<Told>,
    keys: Vec<((Option<SpeakerId>, u64), ClaimId)>,
    attributions: Vec<AttributionRow>,
    done: Done,
}

impl<'a> Draft<'a> {
    /// Starts the draft of `story`'s newest revision. `known` is the story as it was; `related` the story it copies, revises or embeds.
    pub fn new(
        (store, rules, recent): (&'a Store, &'a Rules, &'a Recent),
        story: &'a StoryRow,
        known: Option<&StoryRow>,
        related: Option<(&StoryRow, Kin)>,
    ) -> Result<Draft<'a>, StoreError> {
        let mut draft = Draft {
            store,
            rules,
            recent,
            story,
            revised: known.is_some(),
            related: related.map_or(Kin::SameText, |(_, kin)| kin),
            cast: Vec::new(),
            kin: Vec::new(),
            speakers: BTreeMap::new(),
            claims: BTreeMap::new(),
            sightings: BTreeMap::new(),
            earlier: BTreeMap::new(),
            before: Vec::new(),
            after: Vec::new(),
            keys: Vec::new(),
            attributions: Vec::new(),
            done: Done::default(),
        };
        if let Some((related, _)) = related {
            draft.read_kin(related)?;
        }
        if let Some(known) = known {
            let rows = store.attributions(known.id, known.revision_count)?;
            for (n, row) in (0..).zip(rows.unwrap_or_default()) {
                draft.before.push(told_before(store, n, &row)?);
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
    pub fn add(&mut self, n: u32, statement: &Statement, text: &str) -> Result<(), StoreError> {
        let found = &statement.attribution;
        let wording = claim::wording(text, &found.content);
        let told = self.told_in_body(statement, &wording);
        let (speaker, mention) = match (&told, &found.speaker) {
            (Some(told), _) => {
                let there = self.attributions.get(told.attribution as usize);
                (told.speaker, there.and_then(|row| row.mention.clone()))
            }
            (None, Some(who)) => Some(self.speaker(who)?).unzip(),
            (None, None) => (None, None),
        };
        let words_key = claim::key(&wording);
        let key = claims::lookup(speaker, self.story.group, &wording, words_key);
        let worded = self.worded(key)?;
        let id = match (told, worded) {
            (Some(told), _) => Some(told.claim),
            (None, Some(id)) => Some(id),
            (None, None) => self.find(key, &wording, statement)?,
        };
        let claim = id.unwrap_or_else(|| ClaimId::of_wording(key.0, key.1));
        if !self.claims.contains_key(&claim) {
            let old = self.store.claim(claim)?;
            let new = old.is_none();
            let row = old.unwrap_or_else(|| ClaimRow {
                hidden: self.rules.hides(claim, key),
                ..claims::new_row(claim, speaker, found, self.story.id, self.story.time())
            });
            self.claims.insert(claim, Pending { row, new });
        }
        if worded.is_none() {
            self.keys.push((key, claim));
        }
        let repeated = self.sightings.contains_key(&claim);
        // A wording that an earlier revision had is the same sighting, even after a revision without it.
        let is_new = self.claims.get(&claim).is_none_or(|pending| pending.new);
        let before = || self.store.sighting(claim, self.story.id);
        let sighted = repeated || !is_new && before()?.is_some();
        let independent = !sighted && (is_new || !self.group_has(claim)?);
        let Some(pending) = self.claims.get_mut(&claim) else {
            return Ok(());
        };
        let is_hidden = pending.row.hidden.is_some();
        let told = Telling {
            wording: &wording,
            cue: &words(text, &found.cue),
            statement,
            time: self.story.time(),
        };
        claims::add_wording(&mut pending.row, &told, !sighted);
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
        self.done.hidden.0 += u64::from(is_hidden && is_new && !repeated);
        self.done.hidden.1 += u64::from(is_hidden && !sighted);
        if let Some(speaker) = speaker.and_then(|id| self.speakers.get_mut(&id)) {
            speaker.row.claims += u32::from(is_new && !repeated);
            speaker.row.sightings += u32::from(!sighted);
            speaker.row.hidden.0 += u32::from(is_hidden && is_new && !repeated);
            speaker.row.hidden.1 += u32::from(is_hidden && !sighted);
        }
        self.after.push(Told {
            words: words_key,
            row: ToldRow {
                claim,
                speaker,
                class: found.class,
                text: claims::cut(&wording, ToldRow::MAX_TEXT).to_owned(),
                attribution: n,
            },
        });
        if !is_hidden {
            self.done.said.push(Said {
                speaker: speaker
                    .and_then(|id| self.speakers.get(&id))
                    .map(|p| p.row.name.clone()),
                kind: found.kind,
                wording,
                new: is_new,
            });
        }
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
            particulars: statement.particulars.clone(),
            standing: StandingRow {
                place: statement.place,
                words: words_key,
                repeats: statement.repeats.clone(),
            },
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
        if self.revised {
            self.done.changes = changes::changes(&self.before, &self.after);
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

//! One archive record to one change of the view: the only place where dedup, extraction and the store meet.
//!
//! Deterministic: what comes out depends on the records applied before and on nothing else, so a rebuild gives the same
//! view. Knows neither how records come to be nor when the change is made durable.

mod changes;
#[cfg(test)]
mod claim_tests;
mod claims;
mod correct;
mod draft;
mod drift;
mod evidence;
mod held;
mod hide;
mod identify;
mod identity;
mod join;
#[cfg(test)]
mod join_tests;
mod known_by;
mod notices;
mod persons;
mod recent;
#[cfg(test)]
mod recent_tests;
mod refused;
mod regroup;
mod reshape;
mod roles;
mod row;
mod rules;
mod speakers;
#[cfg(test)]
mod tests;
mod told;

pub use correct::Corrected;
pub use known_by::identity_keys;
pub use known_by::outlet_identity;
pub use refused::Refused;

use crate::archive::Position;
use crate::dedup::Index;
use crate::dedup::Params;
use crate::model::Place;
use crate::model::Story;
use crate::model::StoryId;
use crate::model::TextOrigin;
use crate::model::Verdict;
use crate::pipeline::analyse::Analysis;
use crate::pipeline::apply::draft::Draft;
use crate::pipeline::apply::draft::Kin;
use crate::pipeline::apply::join::Joined;
use crate::pipeline::apply::recent::Recent;
use crate::pipeline::apply::regroup::regroup;
use crate::pipeline::apply::row::story_row;
use crate::pipeline::apply::rules::Rules;
use crate::pipeline::observe::Said;
use crate::pipeline::observe::StorySeen;
use crate::store::Change;
use crate::store::IdentityDigest;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::EventRow;
use crate::store::rows::PrintRow;
use crate::store::rows::StoryRow;
use std::sync::Arc;

/// What applying one record came to.
pub struct Applied {
    /// For whoever watches.
    pub seen: StorySeen,
    /// Claims first seen in it.
    pub new_claims: usize,
    /// Speakers first seen in it.
    pub new_speakers: usize,
}

/// Turns records into changes of one store, in archive order.
pub struct Applier {
    store: Arc<Store>,
    params: Params,
    index: Index,
    /// Whether stories were placed elsewhere, by a correction or by a revision, since the index was read.
    is_stale: bool,
    /// What people decided about speakers.
    rules: Rules,
    recent: Recent,
}

impl Applier {
    /// Reads the fingerprints that the store keeps into the dedup index.
    pub fn new(store: Arc<Store>, params: Params) -> Result<Applier, StoreError> {
        Ok(Applier {
            index: held::index(&store, &params)?,
            rules: Rules::read(&store)?,
            store,
            params,
            is_stale: false,
            recent: Recent::default(),
        })
    }

    /// Reads the index anew after a correction or a split, so that it is the one that a start would find. Only when it is needed: people
    /// make several corrections in a row.
    fn refresh(&mut self) -> Result<(), StoreError> {
        if self.is_stale {
            self.index = held::index(&self.store, &self.params)?;
            self.is_stale = false;
        }
        Ok(())
    }

    /// The story's id: that of a story already known by its URL or its guid, else its own.
    pub fn identify(&self, story: &Story) -> Result<StoryId, StoreError> {
        let mut taken = false;
        for key in identity_keys(story) {
            let Some(id) = self.store.identity(key)? else {
                continue;
            };
            if self.may_revise(story, id)? {
                return Ok(id);
            }
            taken = true;
        }
        Ok(match outlet_identity(story) {
            Some(own) if taken => StoryId::of_key(&own),
            _ => story.id(),
        })
    }

    /// Whether this observation may be of that story. What only another outlet's feed says of a URL is its own word and
    /// not the story at that URL: no feed can rewrite a stranger's story.
    fn may_revise(&self, story: &Story, id: StoryId) -> Result<bool, StoreError> {
        let row = self.store.story(id)?;
        Ok(story.origin != TextOrigin::Feed || row.is_none_or(|row| row.outlet == story.outlet))
    }

    /// The keys of this observation that lead to no story yet.
    fn new_keys(&self, story: &Story) -> Result<Vec<IdentityDigest>, StoreError> {
        let mut new = Vec::new();
        for key in identity_keys(story) {
            if self.store.identity(key)?.is_none() {
                new.push(key);
            }
        }
        Ok(new)
    }

    /// Whether there is nothing to record: the view's newest revision of the story says just this, and every URL
    /// and guid that the observation came with leads to it already.
    pub fn is_unchanged(
        &self,
        id: StoryId,
        story: &Story,
        substance: u64,
    ) -> Result<bool, StoreError> {
        let row = self.store.story(id)?;
        Ok(row.is_some_and(|row| says(&row, substance)) && self.new_keys(story)?.is_empty())
    }

    /// Applies one record. A record at or before the applied position changes nothing.
    pub fn apply(
        &mut self,
        position: Position,
        seq: u64,
        story: &Story,
        analysis: &Analysis,
    ) -> Result<Applied, StoreError> {
        // Before anything is asked of the index, so that a start at this point would be answered alike.
        self.refresh()?;
        let id = self.identify(story)?;
        let known = self.store.story(id)?;
        let print = match analysis.taken {
            // It is the story's own already.
            Some(_) => analysis.print.clone(),
            None => self.index.own_print(story, &analysis.print),
        };
        let attributions = notices::own(&self.index, story, analysis);
        let time = known.as_ref().map_or(story.time(), StoryRow::time);
        let mut evidence = known.as_ref().and_then(|row| row.evidence.clone());
        // The index keeps each story in the group that it was judged into: groups that were joined since are one in the view
        // alone, so that what a start reads is what was held.
        let mut held_in = match &known {
            Some(row) => self.store.print(id)?.map_or(row.group, |print| print.group),
            None => id.into(),
        };
        let (mut joined, mut left) = (Joined::default(), None);
        let verdict = match &known {
            Some(row) if says(row, analysis.substance) => Verdict::Unchanged,
            Some(row) => {
                left = self.left(seq, row, (&story.outlet, time, &print))?;
                Verdict::Revision { of: id }
            }
            None => {
                let judged = self.index.judge(id, &story.outlet, time, &print);
                evidence = evidence::row(&self.store, &print, &judged.evidence)?;
                let mut verdict = judged.verdict;
                if let Verdict::Copy { of, group, .. } = &mut verdict {
                    held_in = *group;
                    if let Some(row) = self.store.story(*of)? {
                        *group = row.group;
                    }
                    let bridge = (id, story.outlet.as_str(), time, &print);
                    joined = self.joined(bridge, *group, &judged.also)?;
                    *group = joined.into.unwrap_or(*group);
                    if let Some(evidence) = &mut evidence {
                        evidence::add(evidence, &joined.note);
                    }
                }
                verdict
            }
        };
        let mut totals = self.store.totals();
        let mut change = Change {
            position,
            seq,
            totals,
            identities: self
                .new_keys(story)?
                .into_iter()
                .map(|key| (key, id))
                .collect(),
            ..Change::default()
        };
        if verdict == Verdict::Unchanged {
            self.store.apply(&change)?;
            return Ok(Applied {
                seen: seen(story, verdict, None, Vec::new()),
                new_claims: 0,
                new_speakers: 0,
            });
        }
        let group = match (&known, &verdict) {
            (Some(row), _) => left.as_ref().map_or(row.group, |left| left.group),
            (None, Verdict::Copy { group, .. }) => *group,
            (None, _) => id.into(),
        };
        let relative = match &verdict {
            Verdict::Copy { of, .. } | Verdict::Revision { of } => Some(*of),
            Verdict::Partial { of } => of.first().map(|m| m.story),
            Verdict::New | Verdict::Unchanged => None,
        };
        let related = relative
            .map(|of| self.store.story(of))
            .transpose()?
            .flatten();
        let mut row = story_row(
            id,
            group,
            story,
            (analysis, attributions.len() as u32),
            &verdict,
            known.as_ref(),
            position,
        );
        row.evidence = evidence;
        let leaves = left.is_some();
        if let Some(left) = left {
            held_in = left.held_in;
            row.verdict = left.verdict;
            row.evidence = left.evidence;
        }

        let embeds = matches!(verdict, Verdict::Partial { .. });
        let kin = if embeds { Kin::Embedded } else { Kin::SameText };
        let mut draft = Draft::new(
            (&self.store, &self.rules, &self.recent),
            &row,
            known.as_ref(),
            related.as_ref().map(|related| (related, kin)),
        )?;
        for (n, statement) in attributions.iter().enumerate() {
            let text = match statement.place {
                Place::Body => &analysis.text,
                Place::Headline => &story.title,
            };
            draft.add(n as u32, statement, text)?;
        }
        let done = draft.finish(&mut change)?;

        match &known {
            Some(old) => {
                totals.revisions += 1;
                totals.attributions = totals
                    .attributions
                    .saturating_sub(u64::from(old.attributions));
            }
            None => {
                totals.stories += 1;
                totals.copies += u64::from(matches!(verdict, Verdict::Copy { .. }));
                totals.partials += u64::from(matches!(verdict, Verdict::Partial { .. }));
                totals.groups += u64::from(!matches!(verdict, Verdict::Copy { .. }));
            }
        }
        let new_claims = done.new_claims.len();
        totals.attributions += u64::from(row.attributions);
        totals.claims += new_claims as u64;
        totals.sightings += done.new_sightings;
        totals.speakers += done.new_speakers as u64;
        hide::count(&mut totals, done.hidden);
        change.totals = totals;

        let mut earlier = Vec::new();
        if let Some(old) = self.store.print(id)? {
            earlier = old.earlier;
            earlier.push((old.seq, old.print));
            let most = StoryRow::MAX_REVISIONS;
            earlier.drain(..earlier.len().saturating_sub(most));
        }
        change.prints = vec![(
            id,
            PrintRow {
                seq,
                group: held_in,
                outlet: story.outlet.clone(),
                time,
                print: print.to_bytes(),
                earlier,
            },
        )];
        change.event = Some(EventRow {
            seq,
            observed: story.observed,
            story: id,
            revision: row.revision_count,
            verdict: verdict.clone(),
            new_claims: done.new_claims,
            known_claims: done.known_claims,
            changes: done.changes,
        });
        let kept = |number: u32| row.revisions.iter().any(|r| r.number == number);
        let before = known
            .iter()
            .flat_map(|old| &old.revisions)
            .map(|r| r.number);
        change.attributions_gone = before
            .filter(|number| !kept(*number))
            .map(|number| (id, number))
            .collect();
        change.corrections = joined.corrections;
        change.stories = joined.elsewhere;
        let mut moved = joined.moved;
        if leaves {
            moved.push(row);
        } else {
            change.stories.push(row);
        }
        regroup(&self.store, moved, &mut change)?;
        self.store.apply(&change)?;
        self.recent.follow(&change);
        // What its earlier revisions left in the index stands under the group that it was in.
        self.is_stale |= leaves;
        self.index.insert(id, held_in, &story.outlet, time, &print);
        let of = related.map(|row| (row.outlet, row.title));
        Ok(Applied {
            seen: seen(story, verdict, of, done.said),
            new_claims,
            new_speakers: done.new_speakers,
        })
    }
}

fn seen(
    story: &Story,
    verdict: Verdict,
    of: Option<(String, String)>,
    said: Vec<Said>,
) -> StorySeen {
    StorySeen {
        outlet: story.outlet.clone(),
        title: story.title.clone(),
        verdict,
        of,
        said,
    }
}

/// Whether the newest revision of the story has this substance.
fn says(row: &StoryRow, substance: u64) -> bool {
    row.newest()
        .is_some_and(|newest| newest.digest == substance)
}

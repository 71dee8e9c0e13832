//! Two copy groups that turn out to be one. Decides from the index and the view; what moves is moved by `regroup.rs`.

use crate::dedup::Fingerprint;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::model::Verdict;
use crate::pipeline::apply::Applier;
use crate::pipeline::apply::evidence;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::AgreementRow;
use crate::store::rows::CorrectionRow;
use crate::store::rows::EvidenceRow;
use crate::store::rows::StoryRow;
use crate::store::rows::Test;

/// Members that a group may have to be joined to another: they move in one change of the view. Larger groups stay apart, and
/// the evidence of the story that would have joined them says so.
pub(super) const MAX_JOINED: usize = 500;

/// What a story that is a copy of two groups comes to.
#[derive(Default)]
pub(super) struct Joined {
    /// The group that is left, where two were joined.
    pub into: Option<GroupId>,
    /// The members of the other, as they are to be.
    pub moved: Vec<StoryRow>,
    /// Stories that people took out of the other: undone, they go to where it is now.
    pub elsewhere: Vec<StoryRow>,
    /// The same for corrections that count no longer or not yet again.
    pub corrections: Vec<CorrectionRow>,
    /// What to add to the story's own evidence.
    pub note: String,
}

/// A group of at most [`MAX_JOINED`] members and its leading story.
struct Led {
    leading: StoryRow,
    members: Vec<StoryRow>,
}

/// First published, of two with one time the one seen first, then by id.
fn rank(row: &StoryRow) -> (Timestamp, Timestamp, StoryId) {
    (row.time(), row.first_seen, row.id)
}

impl Applier {
    /// What to join as `bridge`, a copy of `group`, would be a copy of each story in `also` as well. Of the groups the one
    /// whose leading story is oldest takes in the others.
    pub(super) fn joined(
        &self,
        bridge: (StoryId, &str, Timestamp, &Fingerprint),
        group: GroupId,
        also: &[StoryId],
    ) -> Result<Joined, StoreError> {
        let (id, outlet, time, print) = bridge;
        let mut joined = Joined::default();
        let mut groups: Vec<Led> = Vec::new();
        for &other in also {
            let Some(row) = self.store.story(other)? else {
                continue;
            };
            if row.group == group || groups.iter().any(|led| led.leading.group == row.group) {
                continue;
            }
            if groups.is_empty() {
                groups.extend(led(&self.store, group)?);
            }
            let too = led(&self.store, row.group)?;
            let held: usize = groups.iter().map(|led| led.members.len()).sum();
            let fits = |too: &Led| held + too.members.len() <= 2 * MAX_JOINED;
            let (Some(own), Some(too)) = (groups.first(), too.filter(fits)) else {
                joined.note = format!(
                    "It is a copy of story {other} too, but groups of more than {MAX_JOINED} are not joined."
                );
                continue;
            };
            let (older, younger) = match rank(&own.leading) <= rank(&too.leading) {
                true => (&own.leading, &too.leading),
                false => (&too.leading, &own.leading),
            };
            let told = (outlet, time, print);
            let is_part = |row: &StoryRow| matches!(row.verdict, Verdict::Partial { .. });
            let is_one = self.index.bridges(told, older.id, younger.id);
            if is_one && !is_part(older) && !is_part(younger) {
                groups.push(too);
            }
        }
        groups.sort_by_key(|led| rank(&led.leading));
        let mut groups = groups.into_iter();
        let Some(oldest) = groups.next() else {
            return Ok(joined);
        };
        // Whom a person has put with a younger group would be torn from it, and whom a person has set apart stays so.
        let decided = |led: &Led| {
            oldest.leading.placed.is_some() || led.members.iter().any(|row| row.placed.is_some())
        };
        let (blocked, free): (Vec<Led>, Vec<Led>) = groups.partition(decided);
        let is_own = |led: &Led| led.leading.group == group;
        for led in &blocked {
            let other = if is_own(led) { &oldest } else { led };
            joined.note = format!(
                "It is a copy of story {} too, but a person has decided on one of the two groups.",
                other.leading.id
            );
        }
        // What the story is a copy of stays where it is, and so do the others.
        if blocked.iter().any(is_own) {
            return Ok(joined);
        }
        for younger in free {
            let one = self.join_groups(id, print, &oldest.leading, younger)?;
            joined.into = one.into;
            joined.moved.extend(one.moved);
            joined.elsewhere.extend(one.elsewhere);
            joined.corrections.extend(one.corrections);
            joined.note = one.note;
        }
        Ok(joined)
    }

    fn join_groups(
        &self,
        bridge: StoryId,
        print: &Fingerprint,
        leading: &StoryRow,
        younger: Led,
    ) -> Result<Joined, StoreError> {
        let (from, into) = (younger.leading.group, leading.group);
        let note = format!(
            "Two groups were joined: story {bridge} is a copy of both {} and {}.",
            leading.id, younger.leading.id
        );
        let lead_print = self.print_of(leading.id)?;
        let mut moved = younger.members;
        for row in &mut moved {
            let own = self.print_of(row.id)?;
            let shares = |of: Option<&Fingerprint>| {
                let pair = own.as_ref().zip(of);
                pair.map_or((0.0, 0.0), |(own, of)| own.containment(of))
            };
            row.group = into;
            row.verdict = match std::mem::replace(&mut row.verdict, Verdict::New) {
                Verdict::New | Verdict::Revision { .. } | Verdict::Unchanged => {
                    let (of_this, of_that) = shares(lead_print.as_ref());
                    Verdict::Copy {
                        of: leading.id,
                        group: into,
                        of_this,
                        of_that,
                    }
                }
                verdict => within(verdict, from, into),
            };
            // A founder's evidence, if any, says why it was new, which holds no longer.
            let was_copy = matches!(&row.verdict, Verdict::Copy { of, .. } if *of != leading.id);
            match &mut row.evidence {
                Some(known) if was_copy => evidence::add(known, &note),
                _ => {
                    let (of_this, of_that) = shares(Some(print));
                    let none = AgreementRow::default();
                    row.evidence = Some(EvidenceRow {
                        test: Test::NearMatch,
                        nearest: bridge,
                        of_this,
                        of_that,
                        shared: 0,
                        figures: none,
                        names: none,
                        why: note.clone(),
                    });
                }
            }
        }
        let (elsewhere, corrections) = self.redirected(from, into)?;
        Ok(Joined {
            into: Some(into),
            moved,
            elsewhere,
            corrections,
            note,
        })
    }

    /// Corrections, and stories under one, for which `from` is a place to go back to: now that is `into`.
    fn redirected(
        &self,
        from: GroupId,
        into: GroupId,
    ) -> Result<(Vec<StoryRow>, Vec<CorrectionRow>), StoreError> {
        let (mut stories, mut corrections): (Vec<StoryRow>, Vec<CorrectionRow>) =
            (Vec::new(), Vec::new());
        for correction in self.store.corrections() {
            let mut correction = correction?;
            let Some(effect) = &mut correction.effect else {
                continue;
            };
            if let Some(mut row) = self.store.story(effect.story)?
                && let Some(placed) = &mut row.placed
                && placed.group == from
                && stories.iter().all(|known| known.id != row.id)
            {
                placed.group = into;
                let verdict = std::mem::replace(&mut placed.verdict, Verdict::New);
                placed.verdict = within(verdict, from, into);
                stories.push(row);
            }
            if effect.group == from {
                effect.group = into;
                let verdict = std::mem::replace(&mut effect.verdict, Verdict::New);
                effect.verdict = within(verdict, from, into);
                corrections.push(correction);
            }
        }
        Ok((stories, corrections))
    }

    pub(super) fn print_of(&self, story: StoryId) -> Result<Option<Fingerprint>, StoreError> {
        let row = self.store.print(story)?;
        Ok(row.and_then(|row| Fingerprint::from_bytes(&row.print).ok()))
    }
}

/// The verdict once `from` has become `into`.
fn within(mut verdict: Verdict, from: GroupId, into: GroupId) -> Verdict {
    if let Verdict::Copy { group, .. } = &mut verdict
        && *group == from
    {
        *group = into;
    }
    verdict
}

/// The group with its leading story; `None` where it has too many members, or none.
fn led(store: &Store, group: GroupId) -> Result<Option<Led>, StoreError> {
    let mut members = Vec::new();
    for story in store.members(group).take(MAX_JOINED + 1) {
        members.extend(store.story(story?)?);
    }
    if members.len() > MAX_JOINED {
        return Ok(None);
    }
    let leading = members.iter().min_by_key(|row| rank(row)).cloned();
    Ok(leading.map(|leading| Led { leading, members }))
}

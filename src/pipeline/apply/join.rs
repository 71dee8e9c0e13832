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
    /// What to join as `bridge`, a copy of `group`, would be a copy of each story in `also` as well. Of two groups the one
    /// whose leading story is younger goes into the other. One join a record at the most: the next copy brings the next.
    pub(super) fn joined(
        &self,
        bridge: (StoryId, &str, Timestamp, &Fingerprint),
        group: GroupId,
        also: &[StoryId],
    ) -> Result<Joined, StoreError> {
        let (id, outlet, time, print) = bridge;
        let mut note = String::new();
        for &other in also {
            let Some(row) = self.store.story(other)? else {
                continue;
            };
            if row.group == group {
                continue;
            }
            let (Some(one), Some(two)) = (led(&self.store, group)?, led(&self.store, row.group)?)
            else {
                note = format!(
                    "It is a copy of story {other} too, but groups of more than {MAX_JOINED} are not joined."
                );
                continue;
            };
            let (older, younger) = match rank(&one.leading) <= rank(&two.leading) {
                true => (one, two),
                false => (two, one),
            };
            let told = (outlet, time, print);
            if !self
                .index
                .bridges(told, older.leading.id, younger.leading.id)
            {
                continue;
            }
            let leading = [&older.leading, &younger.leading];
            if leading
                .iter()
                .any(|row| matches!(row.verdict, Verdict::Partial { .. }))
            {
                continue;
            }
            // Whom a person has put with the younger group would be torn from it, and whom a person has set apart stays so.
            let decided = older.leading.placed.is_some()
                || younger.members.iter().any(|row| row.placed.is_some());
            if decided {
                note = format!(
                    "It is a copy of story {other} too, but a person has decided on one of the two groups."
                );
                continue;
            }
            return self.join_groups(id, print, &older.leading, younger);
        }
        Ok(Joined {
            note,
            ..Joined::default()
        })
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

//! What a person decided, applied to the view. Checked before it is recorded; once recorded it always applies, as far as what
//! it names is there.

use crate::archive::Position;
use crate::dedup::Fingerprint;
use crate::model::Act;
use crate::model::Correction;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Verdict;
use crate::pipeline::apply::Applier;
use crate::pipeline::apply::hide;
use crate::pipeline::apply::persons;
use crate::pipeline::apply::refused::Refused;
use crate::pipeline::apply::regroup::regroup;
use crate::pipeline::apply::rules::Rules;
use crate::store::Change;
use crate::store::StoreError;
use crate::store::rows::CorrectionRow;
use crate::store::rows::EffectRow;
use crate::store::rows::EventRow;
use crate::store::rows::PlacedRow;
use crate::store::rows::StoryRow;
use serde::Deserialize;
use serde::Serialize;

/// What a correction came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Its number, by which it is undone.
    pub number: u64,
    /// The story that it is about, where it is here.
    pub story: Option<StoryId>,
    /// The copy group that the story was in before.
    pub from: Option<GroupId>,
    /// The copy group that the story is in now.
    pub group: Option<GroupId>,
    /// Claims that another speaker's are now.
    #[serde(default)]
    pub claims: u32,
}

impl Applier {
    /// Whether a correction may be recorded: all that it names is here, and it changes something.
    pub fn check(&self, correction: &Correction) -> Result<Result<(), Refused>, StoreError> {
        let bytes = correction.note.as_ref().map_or(0, String::len);
        if bytes > Correction::MAX_NOTE {
            return Ok(Err(Refused::LongNote { bytes }));
        }
        if correction.act.is_of_speakers() {
            let refused = persons::refused(&self.store, &self.rules, &correction.act)?;
            return Ok(refused.map_or(Ok(()), Err));
        }
        Ok(match correction.act {
            Act::SplitCopy { story } => match self.store.story(story)? {
                None => Err(Refused::NoStory { story }),
                Some(row) if self.is_alone(&row)? => Err(Refused::Alone { story }),
                Some(_) => Ok(()),
            },
            Act::JoinCopy { story, with } => {
                match (self.store.story(story)?, self.store.story(with)?) {
                    (None, _) => Err(Refused::NoStory { story }),
                    (_, None) => Err(Refused::NoStory { story: with }),
                    (Some(a), Some(b)) if a.group == b.group => Err(Refused::Together { story }),
                    _ => Ok(()),
                }
            }
            Act::Undo { correction: number } => match self.store.correction(number)? {
                None => Err(Refused::NoCorrection { number }),
                Some(row) => match (row.correction.act, row.undone_by) {
                    (Act::Undo { .. }, _) => Err(Refused::IsUndo { number }),
                    (_, Some(by)) => Err(Refused::Undone { number, by }),
                    _ => Ok(()),
                },
            },
            Act::MergeSpeakers { .. }
            | Act::SplitSpeaker { .. }
            | Act::RenameSpeaker { .. }
            | Act::KnownSpeakers { .. }
            | Act::HideClaim { .. } => Ok(()),
        })
    }

    /// Applies a recorded decision about speakers, or takes one back.
    fn correct_speakers(
        &mut self,
        seq: u64,
        correction: &Correction,
        undone: Option<&CorrectionRow>,
        mut change: Change,
    ) -> Result<Corrected, StoreError> {
        let act = undone.map_or(&correction.act, |row| &row.correction.act);
        let number = undone.map_or(seq, |row| row.seq);
        let mut rules = Rules::default();
        for row in self.store.corrections() {
            let row = row?;
            let counts =
                row.undone_by.is_none() && undone.is_none_or(|undone| undone.seq != row.seq);
            rules.add(row.seq, &row.correction.act, counts);
        }
        if undone.is_none() {
            rules.add(seq, act, true);
        }
        if let Act::HideClaim { .. } = act {
            let made = (seq, correction);
            let done = hide::hide(&self.store, made, (number, act), undone.is_none(), change)?;
            self.rules = rules;
            return Ok(done);
        }
        let mut concerned = persons::concerned(&self.store, number, act)?;
        let saved = undone.map_or(&[][..], |row| &row.speakers);
        concerned.extend(saved.iter().map(|row| row.id));
        let shaped = (seq, &correction.act);
        let moved = persons::rehome(&self.store, &rules, shaped, concerned, saved, &mut change)?;
        change.corrections.push(CorrectionRow {
            seq,
            correction: correction.clone(),
            effect: None,
            undone_by: None,
            speakers: moved.before,
        });
        self.store.apply(&change)?;
        self.recent.forget();
        self.rules = rules;
        Ok(Corrected {
            number: seq,
            claims: moved.claims,
            ..Corrected::default()
        })
    }

    fn is_alone(&self, row: &StoryRow) -> Result<bool, StoreError> {
        let mut members = self.store.members(row.group).take(2);
        Ok(members.by_ref().count() < 2)
    }

    /// Applies a recorded correction. A record at or before the applied position changes nothing.
    pub fn correct(
        &mut self,
        position: Position,
        seq: u64,
        correction: &Correction,
    ) -> Result<Corrected, StoreError> {
        let mut change = Change {
            position,
            seq,
            totals: self.store.totals(),
            ..Change::default()
        };
        let mut undone = None;
        if let Act::Undo { correction: number } = correction.act {
            undone = self.store.correction(number)?;
            undone = undone.filter(|row| row.undone_by.is_none());
            change
                .corrections
                .extend(undone.clone().map(|row| CorrectionRow {
                    undone_by: Some(seq),
                    ..row
                }));
        }
        let of_speakers = undone
            .as_ref()
            .map_or(&correction.act, |row| &row.correction.act);
        if of_speakers.is_of_speakers() {
            return self.correct_speakers(seq, correction, undone.as_ref(), change);
        }
        let moved = match &correction.act {
            Act::MergeSpeakers { .. }
            | Act::SplitSpeaker { .. }
            | Act::RenameSpeaker { .. }
            | Act::KnownSpeakers { .. }
            | Act::HideClaim { .. } => None,
            Act::SplitCopy { story } => self.split(seq, *story)?,
            Act::JoinCopy { story, with } => self.join(seq, *story, *with)?,
            Act::Undo { .. } => match undone {
                Some(row) => self.undo(&row)?,
                None => None,
            },
        };
        let from = match &moved {
            Some(row) => self.store.story(row.id)?.map(|old| old.group),
            None => None,
        };
        let effect = moved.as_ref().zip(from).map(|(row, from)| EffectRow {
            story: row.id,
            from,
            group: row.group,
            verdict: row.verdict.clone(),
        });
        let done = Corrected {
            number: seq,
            story: moved.as_ref().map(|row| row.id),
            from,
            group: moved.as_ref().map(|row| row.group),
            claims: 0,
        };
        change.corrections.push(CorrectionRow {
            seq,
            correction: correction.clone(),
            effect: match correction.act {
                Act::Undo { .. } => None,
                _ => effect,
            },
            undone_by: None,
            speakers: Vec::new(),
        });
        if let Some(row) = moved {
            change.event = Some(EventRow {
                seq,
                observed: correction.made,
                story: row.id,
                revision: row.revision_count,
                verdict: row.verdict.clone(),
                new_claims: Vec::new(),
                known_claims: Vec::new(),
                changes: Vec::new(),
            });
            if let Some(mut print) = self.store.print(row.id)? {
                print.group = row.group;
                change.prints.push((row.id, print));
            }
            regroup(&self.store, vec![row], &mut change)?;
            self.is_stale = true;
        }
        self.store.apply(&change)?;
        self.recent.forget();
        Ok(done)
    }

    /// What the correction that was applied last came to, told from the view.
    pub fn corrected(&self, number: u64) -> Result<Corrected, StoreError> {
        let row = self.store.correction(number)?;
        let effect = match row.as_ref().map(|row| &row.correction.act) {
            Some(Act::Undo { correction }) => {
                let undone = self.store.correction(*correction)?;
                self.before_undo(number, undone.and_then(|row| row.effect))?
            }
            _ => row.and_then(|row| row.effect).map(|e| (e.story, e.from)),
        };
        let now = match effect {
            Some((story, _)) => self.store.story(story)?,
            None => None,
        };
        Ok(Corrected {
            number,
            story: effect.map(|(story, _)| story),
            from: effect.map(|(_, from)| from),
            group: now.map(|row| row.group),
            claims: 0,
        })
    }

    /// The story that an undo was about, and where the newest correction that counted until then had put it.
    fn before_undo(
        &self,
        number: u64,
        undone: Option<EffectRow>,
    ) -> Result<Option<(StoryId, GroupId)>, StoreError> {
        let Some(mut effect) = undone else {
            return Ok(None);
        };
        for other in self.store.corrections() {
            let other = other?;
            let counted = other.undone_by.is_none_or(|by| by >= number);
            let about = other.effect.filter(|e| counted && e.story == effect.story);
            effect = about.unwrap_or(effect);
        }
        Ok(Some((effect.story, effect.group)))
    }

    /// The story's row in a group of its own.
    fn split(&self, seq: u64, story: StoryId) -> Result<Option<StoryRow>, StoreError> {
        let Some(row) = self.store.story(story)? else {
            return Ok(None);
        };
        // A story that is alone stays where it is, but from now on because a person says so.
        let group = match self.is_alone(&row)? {
            true => row.group,
            false => GroupId::of_correction(seq),
        };
        Ok(Some(placed(row, seq, group, Verdict::New)))
    }

    /// The story's row in another's group.
    fn join(
        &self,
        seq: u64,
        story: StoryId,
        with: StoryId,
    ) -> Result<Option<StoryRow>, StoreError> {
        let (Some(row), Some(other)) = (self.store.story(story)?, self.store.story(with)?) else {
            return Ok(None);
        };
        let print = |story| -> Result<Option<Fingerprint>, StoreError> {
            let row = self.store.print(story)?;
            Ok(row.and_then(|row| Fingerprint::from_bytes(&row.print).ok()))
        };
        let prints = print(story)?.zip(print(with)?);
        let (of_this, of_that) = prints.map_or((0.0, 0.0), |(this, that)| this.containment(&that));
        let verdict = Verdict::Copy {
            of: with,
            group: other.group,
            of_this,
            of_that,
        };
        Ok(Some(placed(row, seq, other.group, verdict)))
    }

    /// The story's row without one of its corrections: where the newest of the others put it, else where dedup did.
    fn undo(&self, undone: &CorrectionRow) -> Result<Option<StoryRow>, StoreError> {
        let Some(effect) = &undone.effect else {
            return Ok(None);
        };
        let Some(row) = self.store.story(effect.story)? else {
            return Ok(None);
        };
        let mut newest = None;
        for other in self.store.corrections() {
            let other = other?;
            let counts = other.undone_by.is_none() && other.seq != undone.seq;
            let about = other.effect.filter(|e| counts && e.story == row.id);
            newest = about.map(|effect| (other.seq, effect)).or(newest);
        }
        Ok(match (newest, row.placed.clone()) {
            (Some((seq, effect)), _) => Some(placed(row, seq, effect.group, effect.verdict)),
            (None, Some(judged)) => Some(StoryRow {
                group: judged.group,
                verdict: judged.verdict,
                placed: None,
                ..row
            }),
            (None, None) => None,
        })
    }
}

/// The row where a correction puts it; what dedup said is remembered.
fn placed(row: StoryRow, by: u64, group: GroupId, verdict: Verdict) -> StoryRow {
    let judged = match row.placed {
        Some(placed) => PlacedRow { by, ..placed },
        None => PlacedRow {
            by,
            group: row.group,
            verdict: row.verdict,
        },
    };
    StoryRow {
        group,
        verdict,
        placed: Some(judged),
        ..row
    }
}

//! A story whose revision says something else altogether, and so leaves its copy group. Decides from the view; what moves
//! is moved by `regroup.rs`.

use crate::dedup::Fingerprint;
use crate::dedup::Judgement;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::model::Verdict;
use crate::pipeline::apply::Applier;
use crate::pipeline::apply::evidence;
use crate::pipeline::apply::join::MAX_JOINED;
use crate::store::StoreError;
use crate::store::rows::EvidenceRow;
use crate::store::rows::StoryRow;

/// Words of a revision from which it can leave: a notice or an error page in a story's place is not another story.
const LEAST_WORDS: u32 = 40;

/// Where a story goes that leaves its group.
pub(super) struct Left {
    /// Its group in the view.
    pub group: GroupId,
    /// The group that the index holds it in.
    pub held_in: GroupId,
    /// What it is there.
    pub verdict: Verdict,
    pub evidence: Option<EvidenceRow>,
}

impl Applier {
    /// Where the known story goes in the revision of this text; `None` where it stays, as nearly all do. It goes only if
    /// there are others to leave, nobody has placed it, half of its own last text is gone and so is a good third of every
    /// other member's: an update that contradicts them, or is four times as long, stays. The group keeps its id without it.
    pub(super) fn left(
        &self,
        seq: u64,
        known: &StoryRow,
        (outlet, time, print): (&str, Timestamp, &Fingerprint),
    ) -> Result<Option<Left>, StoreError> {
        let params = &self.params;
        if known.placed.is_some() || print.words() < LEAST_WORDS {
            return Ok(None);
        }
        let holds = |story: StoryId, least: f64| -> Result<bool, StoreError> {
            let other = self.print_of(story)?;
            Ok(other.is_none_or(|other| {
                let (of_this, of_that) = print.containment(&other);
                f64::from(of_this.max(of_that)) >= least
            }))
        };
        if holds(known.id, params.containment)? {
            return Ok(None);
        }
        let mut others = 0;
        for member in self.store.members(known.group) {
            let member = member?;
            if member == known.id {
                continue;
            }
            others += 1;
            // Of a group too large to be looked through nobody can say that nothing of the text is left in it.
            if others > MAX_JOINED || holds(member, params.containment_same_headline)? {
                return Ok(None);
            }
        }
        if others == 0 {
            return Ok(None);
        }
        let judged = self.index.judge_text(outlet, time, print);
        let mut evidence = evidence::row(&self.store, print, &judged.evidence)?;
        if let Some(row) = &mut evidence {
            evidence::add(row, "It was rewritten and left the group that it was in.");
        }
        if let Some((of, held_in, group)) = self.new_home(known, &judged)? {
            let other = self.print_of(of)?;
            let (of_this, of_that) = other.map_or((0.0, 0.0), |other| print.containment(&other));
            let verdict = Verdict::Copy {
                of,
                group,
                of_this,
                of_that,
            };
            return Ok(Some(Left {
                group,
                held_in,
                verdict,
                evidence,
            }));
        }
        // Its own id may be the group's that it leaves.
        let group = GroupId::of_record(seq);
        Ok(Some(Left {
            group,
            held_in: group,
            verdict: Verdict::New,
            evidence,
        }))
    }

    /// The best match in another group, that group in the index, and in the view.
    fn new_home(
        &self,
        known: &StoryRow,
        judged: &Judgement,
    ) -> Result<Option<(StoryId, GroupId, GroupId)>, StoreError> {
        let Verdict::Copy { of, .. } = &judged.verdict else {
            return Ok(None);
        };
        for story in [of].into_iter().chain(&judged.also) {
            let row = self.store.story(*story)?;
            let held_in = self.index.group_of(*story);
            if let Some((row, held_in)) = row.zip(held_in)
                && row.group != known.group
            {
                return Ok(Some((*story, held_in, row.group)));
            }
        }
        Ok(None)
    }
}

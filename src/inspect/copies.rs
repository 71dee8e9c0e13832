//! Copy groups: who carried one text, in what order and on what evidence; two texts side by side; what people decided.

use crate::inspect::PAGE_ROWS;
use crate::inspect::compare;
use crate::inspect::compare::Observed;
use crate::inspect::error::AskError;
use crate::inspect::hidden;
use crate::inspect::lookup;
use crate::inspect::reuse;
use crate::inspect::texts::Texts;
use crate::inspect::view::AgreementView;
use crate::inspect::view::CopiesView;
use crate::inspect::view::CopyView;
use crate::inspect::view::CorrectionView;
use crate::inspect::view::CorrectionsView;
use crate::inspect::view::DiffView;
use crate::inspect::view::EvidenceView;
use crate::inspect::view::RevisionView;
use crate::model::Act;
use crate::model::GroupId;
use crate::model::StoryId;
use crate::model::Verdict;
use crate::store::Store;
use crate::store::rows::AgreementRow;
use crate::store::rows::CorrectionRow;
use crate::store::rows::EvidenceRow;
use crate::store::rows::RevisionRow;
use crate::store::rows::StoryRow;
use std::collections::BTreeSet;

/// Members of a copy group that one answer lists. Of a larger group, those with the lowest ids are listed, in time order.
pub const MAX_MEMBERS: usize = 2_000;

/// The stories of the group in order of time: as published, else as first seen; of two with one time the one seen first.
fn members(store: &Store, group: GroupId) -> Result<(Vec<StoryRow>, u64), AskError> {
    let (mut rows, mut total) = (Vec::new(), 0);
    for id in store.members(group) {
        let id = id?;
        total += 1;
        if rows.len() < MAX_MEMBERS
            && let Some(row) = store.story(id)?
        {
            rows.push(row);
        }
    }
    rows.sort_by_key(|row: &StoryRow| (row.time(), row.first_seen, row.id));
    Ok((rows, total))
}

pub(super) fn copies(
    store: &Store,
    texts: &dyn Texts,
    asked: &str,
    group: bool,
) -> Result<CopiesView, AskError> {
    let asked = match group {
        true => of_group(store, asked)?,
        false => lookup::story(store, asked)?,
    };
    let (rows, total) = members(store, asked.group)?;
    let leading = rows.first().unwrap_or(&asked);
    let outlets: BTreeSet<&str> = rows.iter().map(|row| row.outlet.as_str()).collect();
    let views = (1..)
        .zip(&rows)
        .map(|(order, row)| member(order, row, leading));
    Ok(CopiesView {
        group: asked.group,
        asked: asked.id,
        leading: leading.id,
        members: views.collect(),
        total,
        outlets: u32::try_from(outlets.len()).unwrap_or(u32::MAX),
        reuses: reuse::reuses(store, texts, &asked)?,
        reused_by: reuse::reused_by(store, texts, &rows)?,
    })
}

/// The leading story of the group with this id; where there is no such group, the story. A group may bear the id of a
/// story that has left it.
fn of_group(store: &Store, asked: &str) -> Result<StoryRow, AskError> {
    if let Ok(StoryId(id)) = asked.trim().parse() {
        let (rows, _) = members(store, GroupId(id))?;
        if let Some(first) = rows.into_iter().next() {
            return Ok(first);
        }
    }
    lookup::story(store, asked)
}

fn member(order: u32, row: &StoryRow, leading: &StoryRow) -> CopyView {
    let matched = match &row.verdict {
        Verdict::Copy {
            of,
            of_this,
            of_that,
            ..
        } => Some((*of, *of_this, *of_that)),
        _ => None,
    };
    CopyView {
        order,
        leading: row.id == leading.id,
        id: row.id,
        outlet: row.outlet.clone(),
        url: row.url.clone(),
        title: row.title.clone(),
        published: row.published,
        first_seen: row.first_seen,
        delay: row.time().since(leading.time()) / 1000,
        verdict: row.verdict.word().to_owned(),
        of: matched.map(|m| m.0),
        of_this: matched.map(|m| m.1),
        of_that: matched.map(|m| m.2),
        evidence: row.evidence.as_ref().map(evidence),
        correction: row.placed.as_ref().map(|placed| placed.by),
        words: row.words,
    }
}

pub(super) fn evidence(row: &EvidenceRow) -> EvidenceView {
    let agreement = |of: &AgreementRow| AgreementView {
        shared: of.shared,
        fewer: of.fewer,
        contradicted: of.contradicted,
    };
    EvidenceView {
        test: row.test,
        nearest: row.nearest,
        of_this: row.of_this,
        of_that: row.of_that,
        shared: row.shared,
        figures: agreement(&row.figures),
        names: agreement(&row.names),
        why: row.why.clone(),
    }
}

fn observed(
    texts: &dyn Texts,
    row: &StoryRow,
    revision: &RevisionRow,
) -> Result<Observed, AskError> {
    let story = texts.whole_at(revision.position);
    let story = story.map_err(|reason| unread(row.id, reason))?;
    Ok(Observed {
        id: row.id,
        revision: revision.number,
        story,
    })
}

pub(super) fn newest(texts: &dyn Texts, row: &StoryRow) -> Result<Observed, AskError> {
    let none = || unread(row.id, "the view names no revision of it".to_owned());
    observed(texts, row, row.newest().ok_or_else(none)?)
}

pub(super) fn unread(story: StoryId, reason: String) -> AskError {
    AskError::Text {
        story: story.to_string(),
        reason,
    }
}

/// Two stories side by side, the one that led on the left.
pub(super) fn diff(
    store: &Store,
    texts: &dyn Texts,
    asked: &str,
    other: Option<&str>,
) -> Result<DiffView, AskError> {
    let story = lookup::story(store, asked)?;
    let other = match other {
        Some(other) => lookup::story(store, other)?,
        None => counterpart(store, &story)?,
    };
    let order = |row: &StoryRow| (row.time(), row.first_seen, row.id);
    let (left, right) = match order(&other) <= order(&story) {
        true => (&other, &story),
        false => (&story, &other),
    };
    let mut view = compare::compare(&newest(texts, left)?, &newest(texts, right)?, true);
    view.judged = judged(left, right).or_else(|| judged(right, left));
    Ok(view)
}

/// What the first was judged to be to the second.
fn judged(row: &StoryRow, other: &StoryRow) -> Option<String> {
    if let Some(placed) = &row.placed
        && row.group == other.group
    {
        return Some(format!(
            "A person joined {} to this group (correction {}).",
            row.id, placed.by
        ));
    }
    let evidence = row.evidence.as_ref();
    evidence
        .filter(|e| e.nearest == other.id)
        .map(|e| format!("When {} came: {}", row.id, e.why))
}

/// What a story is compared with where nobody says: what it was matched with, else what leads its group, else what came nearest.
fn counterpart(store: &Store, story: &StoryRow) -> Result<StoryRow, AskError> {
    let matched = match &story.verdict {
        Verdict::Copy { of, .. } => Some(*of),
        Verdict::Partial { of } => of.first().map(|part| part.story),
        _ => None,
    };
    let (group, _) = members(store, story.group)?;
    let member = group.iter().find(|row| row.id != story.id);
    let near = story.evidence.as_ref().map(|e| e.nearest);
    let candidates = [matched, member.map(|row| row.id), near];
    for id in candidates.into_iter().flatten() {
        if let Some(row) = store.story(id)? {
            return Ok(row);
        }
    }
    Err(AskError::Alone {
        story: story.id.to_string(),
    })
}

/// Two revisions of one story side by side.
pub(super) fn changes(
    store: &Store,
    texts: &dyn Texts,
    asked: &str,
    from: Option<u32>,
    to: Option<u32>,
) -> Result<DiffView, AskError> {
    let row = lookup::story(store, asked)?;
    let find = |number: u32| {
        let found = row.revisions.iter().position(|r| r.number == number);
        found.ok_or_else(|| AskError::NoRevision {
            story: row.id.to_string(),
            revision: number,
            kept: row.revisions.iter().map(|r| r.number).collect(),
        })
    };
    let later = match to {
        Some(number) => find(number)?,
        None => row.revisions.len().saturating_sub(1),
    };
    let earlier = match from {
        Some(number) => find(number)?,
        None if later > 0 => later - 1,
        None => {
            return Err(AskError::Unrevised {
                story: row.id.to_string(),
            });
        }
    };
    let read = |n: usize| match row.revisions.get(n) {
        Some(revision) => observed(texts, &row, revision),
        None => newest(texts, &row),
    };
    Ok(compare::compare(&read(earlier)?, &read(later)?, false))
}

/// The revisions of a story, each with what it changed.
pub(super) fn history(texts: &dyn Texts, row: &StoryRow) -> Vec<RevisionView> {
    let mut before: Option<Observed> = None;
    let mut views = Vec::new();
    for revision in &row.revisions {
        let now = match row.revisions.len() {
            // One revision has nothing to be compared with.
            1 => None,
            _ => observed(texts, row, revision).ok(),
        };
        let found = before.as_ref().zip(now.as_ref());
        let (changes, summary) = found.map(|(a, b)| compare::changes(a, b)).unzip();
        views.push(RevisionView {
            number: revision.number,
            observed: revision.observed,
            changes,
            summary,
            claims: Vec::new(),
        });
        before = now.or(before);
    }
    views
}

/// What people decided, newest first.
pub(super) fn corrections(
    store: &Store,
    before: Option<u64>,
    speakers: bool,
) -> Result<CorrectionsView, AskError> {
    let mut rows = Vec::new();
    for row in store.corrections() {
        let row = row?;
        let of_speakers = match &row.correction.act {
            Act::Undo { correction } => store
                .correction(*correction)?
                .is_some_and(|row| row.correction.act.is_of_speakers()),
            act => act.is_of_speakers(),
        };
        if of_speakers == speakers && before.is_none_or(|before| row.seq < before) {
            rows.push(row);
        }
    }
    rows.reverse();
    let more = rows.len() > PAGE_ROWS;
    rows.truncate(PAGE_ROWS);
    let next = rows.last().map(|row| row.seq).filter(|_| more);
    let views = rows.into_iter().map(|row| correction(store, row));
    Ok(CorrectionsView {
        corrections: views.collect::<Result<_, _>>()?,
        next,
    })
}

fn correction(store: &Store, row: CorrectionRow) -> Result<CorrectionView, AskError> {
    let act = &row.correction.act;
    let (story, with, undoes) = match act {
        Act::SplitCopy { story } => (Some(*story), None, None),
        Act::JoinCopy { story, with } => (Some(*story), Some(*with), None),
        Act::Undo { correction } => {
            let undone = store.correction(*correction)?.and_then(|row| row.effect);
            (undone.map(|effect| effect.story), None, Some(*correction))
        }
        Act::MergeSpeakers { .. }
        | Act::SplitSpeaker { .. }
        | Act::RenameSpeaker { .. }
        | Act::KnownSpeakers { .. }
        | Act::HideClaim { .. } => (None, None, None),
    };
    let known = story.map(|id| store.story(id)).transpose()?.flatten();
    let (outlet, title) = known.map(|row| (row.outlet, row.title)).unzip();
    Ok(CorrectionView {
        number: row.seq,
        made: row.correction.made,
        act: act.word().to_owned(),
        story,
        outlet,
        title,
        with,
        undoes,
        from: row.effect.as_ref().map(|effect| effect.from),
        group: row.effect.as_ref().map(|effect| effect.group),
        what: decided(&row.correction.act),
        note: row.correction.note,
        undone_by: row.undone_by,
    })
}

/// What an act about who said what says, in a line.
fn decided(act: &Act) -> Option<String> {
    Some(match act {
        Act::MergeSpeakers {
            from_name,
            into_name,
            ..
        } => format!("{from_name} is {into_name}"),
        Act::SplitSpeaker {
            name,
            form,
            stories,
            ..
        } => match form {
            Some(form) => format!("‘{form}’ is not {name}"),
            None => format!("another {name} in {} stories", stories.len()),
        },
        Act::RenameSpeaker {
            from_name, name, ..
        } => format!("{from_name} is called {name}"),
        Act::KnownSpeakers { file, known } => format!("{} speakers of {file}", known.len()),
        Act::HideClaim { .. } => return hidden::line(act),
        Act::SplitCopy { .. } | Act::JoinCopy { .. } | Act::Undo { .. } => return None,
    })
}

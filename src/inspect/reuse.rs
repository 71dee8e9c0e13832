//! What one story took of another without being a copy, in both directions; and how large copy groups are.

use crate::inspect::compare;
use crate::inspect::copies::MAX_MEMBERS;
use crate::inspect::copies::newest;
use crate::inspect::error::AskError;
use crate::inspect::texts::Texts;
use crate::inspect::view::ReuseView;
use crate::model::GroupId;
use crate::model::PartialMatch;
use crate::model::StoryId;
use crate::model::Verdict;
use crate::store::Store;
use crate::store::rows::StoryRow;
use std::collections::BTreeSet;
use std::collections::HashMap;

/// Stories named that embed a part of a group's text, the earliest ones; for each, two texts are read.
pub const MAX_REUSED: usize = 20;
/// Members of a group that are looked at for what is told of it as a whole.
const COUNTED_MEMBERS: usize = 200;

/// The parts that dedup found in a story.
fn parts(row: &StoryRow) -> &[PartialMatch] {
    match &row.verdict {
        Verdict::Partial { of } => of,
        _ => &[],
    }
}

/// The stories of which this one embeds a part, with the passages.
pub(super) fn reuses(
    store: &Store,
    texts: &dyn Texts,
    row: &StoryRow,
) -> Result<Vec<ReuseView>, AskError> {
    let mut views = Vec::new();
    for part in parts(row) {
        let of = store.story(part.story)?;
        views.push(view(
            texts,
            part,
            of.as_ref(),
            Some(row),
            of.as_ref(),
            part.story,
        ));
    }
    Ok(views)
}

/// The stories that embed a part of one of these.
pub(super) fn reused_by(
    store: &Store,
    texts: &dyn Texts,
    group: &[StoryRow],
) -> Result<Vec<ReuseView>, AskError> {
    let ids: BTreeSet<StoryId> = group.iter().map(|member| member.id).collect();
    let mut found: HashMap<StoryId, (StoryRow, PartialMatch)> = HashMap::new();
    for member in group.iter().take(COUNTED_MEMBERS) {
        for by in store.reused_by(member.id).take(COUNTED_MEMBERS) {
            let Some(row) = store.story(by?)? else {
                continue;
            };
            // Of several members that it has parts of, the best match, which stands first.
            let best = parts(&row).iter().find(|part| ids.contains(&part.story));
            if let Some(part) = best.cloned() {
                found.insert(row.id, (row, part));
            }
        }
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|(row, _)| (row.time(), row.first_seen, row.id));
    found.truncate(MAX_REUSED);
    let views = found.iter().map(|(row, part)| {
        let of = group.iter().find(|member| member.id == part.story);
        view(texts, part, of, Some(row), Some(row), row.id)
    });
    Ok(views.collect())
}

/// `of` is embedded in `by`; `shown` is the one of them that is told of, with the id `id`.
fn view(
    texts: &dyn Texts,
    part: &PartialMatch,
    of: Option<&StoryRow>,
    by: Option<&StoryRow>,
    shown: Option<&StoryRow>,
    id: StoryId,
) -> ReuseView {
    let read = |row: Option<&StoryRow>| row.and_then(|row| newest(texts, row).ok());
    let both = read(of).zip(read(by));
    ReuseView {
        id,
        outlet: shown.map(|row| row.outlet.clone()),
        title: shown.map(|row| row.title.clone()),
        url: shown.and_then(|row| row.url.clone()),
        time: shown.map(StoryRow::time),
        of: part.story,
        of_this: part.of_this,
        of_that: part.of_that,
        passages: both.map_or_else(Vec::new, |(l, r)| compare::passages(&l, &r)),
    }
}

/// Size and outlets of copy groups, each read once.
#[derive(Default)]
pub(super) struct Sizes(HashMap<GroupId, (u32, u32)>);

impl Sizes {
    /// How many stories the group has, up to [`MAX_MEMBERS`], and how many outlets the first of them.
    pub(super) fn of(&mut self, store: &Store, group: GroupId) -> Result<(u32, u32), AskError> {
        if let Some(known) = self.0.get(&group) {
            return Ok(*known);
        }
        let (mut size, mut outlets) = (0, BTreeSet::new());
        for id in store.members(group).take(MAX_MEMBERS) {
            let id = id?;
            size += 1;
            if size <= COUNTED_MEMBERS {
                outlets.extend(store.story(id)?.map(|row| row.outlet));
            }
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let found = (count(size), count(outlets.len()));
        self.0.insert(group, found);
        Ok(found)
    }
}

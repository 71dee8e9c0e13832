//! Whole tables for other programs: rows of plain values under fixed columns, page by page, all of them or what was touched
//! after a number of the archive. Knows nothing of files and their formats.
//!
//! Tables that name others come first ([`Table::ALL`]): whoever reads them in that order while the service writes finds every row
//! that a row read before has named.

mod cells;
mod columns;

pub use columns::Column;
pub use columns::Kind;
pub use columns::Table;

use crate::inspect::error::AskError;
use crate::inspect::excerpt::Excerpts;
use crate::inspect::hidden::Hidden;
use crate::inspect::speakers::Names;
use crate::inspect::texts::Texts;
use crate::model::ClaimId;
use crate::model::Place;
use crate::model::SpeakerId;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::SpeakerRow;
use crate::store::rows::StoryRow;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// Rows in one page. A page of what was touched ends with the event that reached it, so it may have more.
pub const PAGE_EXPORTED: usize = 500;
/// Bytes of text after which a page ends with the row that reached them.
const PAGE_BYTES: usize = 4 << 20;

/// Some rows of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exported {
    /// The names of the columns, as the answering program has them.
    pub columns: Vec<String>,
    /// The rows: one value a column.
    pub rows: Vec<Vec<Value>>,
    /// Stories among them whose words the archive could not give; their rows come without.
    pub unread: u32,
    /// What to ask on with; absent at the end.
    pub next: Option<(u64, u64)>,
}

/// Rows of a page under way.
struct Filling<'a> {
    store: &'a Store,
    texts: &'a dyn Texts,
    table: Table,
    names: Names<'a>,
    hidden: Hidden<'a>,
    rows: Vec<Vec<Value>>,
    bytes: usize,
    unread: u32,
}

/// One page of a table: of the whole of it in the order of an index, or of what records after number `since` touched, where a row comes
/// once for each record that touched it, always as it is now.
pub(super) fn page(
    store: &Store,
    texts: &dyn Texts,
    table: Table,
    after: Option<(u64, u64)>,
    since: Option<u64>,
) -> Result<Exported, AskError> {
    let mut filling = Filling {
        store,
        texts,
        table,
        names: Names::new(store),
        hidden: Hidden::new(store)?,
        rows: Vec::new(),
        bytes: 0,
        unread: 0,
    };
    let next = match since {
        None => filling.whole(after)?,
        Some(since) => filling.touched(after.map_or(since, |(seq, _)| seq))?,
    };
    let columns = table.columns().iter().map(|c| c.name.to_owned());
    Ok(Exported {
        columns: columns.collect(),
        rows: filling.rows,
        unread: filling.unread,
        next,
    })
}

impl Filling<'_> {
    fn is_full(&self) -> bool {
        self.rows.len() >= PAGE_EXPORTED || self.bytes >= PAGE_BYTES
    }

    fn push(&mut self, row: Vec<Value>) {
        let long = |value: &Value| value.as_str().map_or(8, str::len);
        self.bytes += row.iter().map(long).sum::<usize>();
        self.rows.push(row);
    }

    fn whole(&mut self, after: Option<(u64, u64)>) -> Result<Option<(u64, u64)>, AskError> {
        let store = self.store;
        let id = after.map(|(id, _)| id);
        match self.table {
            Table::Stories | Table::Attributions => {
                // Not by ids: each frame of the archive would be unpacked once for every story in it.
                let after =
                    after.map(|(time, id)| (Timestamp::from_millis(time as i64), StoryId(id)));
                for row in store.stories_listed_after(after) {
                    let row = row?;
                    self.story(&row)?;
                    if self.is_full() {
                        return Ok(Some((row.time().millis() as u64, row.id.0)));
                    }
                }
            }
            Table::Claims => {
                for row in store.claims_after(id.map(ClaimId)) {
                    let row = row?;
                    if row.hidden.is_some() {
                        continue;
                    }
                    let cells = cells::claim(&row, self.names.of(row.speaker)?);
                    self.push(cells);
                    if self.is_full() {
                        return Ok(Some((row.id.0, 0)));
                    }
                }
            }
            Table::Speakers => {
                for row in store.speakers_after(id.map(SpeakerId)) {
                    let row = row?;
                    if shows_nothing(&row) {
                        continue;
                    }
                    self.push(cells::speaker(&row));
                    if self.is_full() {
                        return Ok(Some((row.id.0, 0)));
                    }
                }
            }
            Table::Sightings => {
                let after = after.map(|(claim, story)| (ClaimId(claim), StoryId(story)));
                for row in store.sightings_after(after) {
                    let row = row?;
                    if self.hidden.is(row.claim)? {
                        continue;
                    }
                    self.push(cells::sighting(&row));
                    if self.is_full() {
                        return Ok(Some((row.claim.0, row.story.0)));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Walks the events behind `since`. An event touches its story, the stories of its copy group (which it may have joined or
    /// left), their attributions, the claims that any kept revision of the story has, and the speakers of those.
    fn touched(&mut self, since: u64) -> Result<Option<(u64, u64)>, AskError> {
        let store = self.store;
        let mut done = BTreeSet::new();
        for event in store.events_after(since) {
            let event = event?;
            if let Some(story) = store.story(event.story)? {
                self.touched_by(&story, &mut done)?;
            }
            if self.is_full() {
                return Ok(Some((event.seq, 0)));
            }
        }
        Ok(None)
    }

    fn touched_by(
        &mut self,
        story: &StoryRow,
        done: &mut BTreeSet<(u64, u64)>,
    ) -> Result<(), AskError> {
        let store = self.store;
        match self.table {
            Table::Stories | Table::Attributions => {
                for member in store.members(story.group) {
                    let member = member?;
                    if done.insert((member.0, 0))
                        && let Some(row) = store.story(member)?
                    {
                        self.story(&row)?;
                    }
                }
            }
            Table::Claims => {
                for claim in claims_of(store, story)? {
                    if done.insert((claim.0, 0))
                        && let Some(row) = store.claim(claim)?.filter(|row| row.hidden.is_none())
                    {
                        let cells = cells::claim(&row, self.names.of(row.speaker)?);
                        self.push(cells);
                    }
                }
            }
            Table::Speakers => {
                for claim in claims_of(store, story)? {
                    let speaker = store.claim(claim)?.and_then(|row| row.speaker);
                    if let Some(speaker) = speaker
                        && done.insert((speaker.0, 0))
                        && let Some(row) = store.speaker(speaker)?.filter(|row| !shows_nothing(row))
                    {
                        self.push(cells::speaker(&row));
                    }
                }
            }
            Table::Sightings => {
                for member in store.members(story.group).collect::<Result<Vec<_>, _>>()? {
                    let Some(row) = store.story(member)? else {
                        continue;
                    };
                    for claim in claims_of(store, &row)? {
                        if done.insert((claim.0, member.0))
                            && !self.hidden.is(claim)?
                            && let Some(sighting) = store.sighting(claim, member)?
                        {
                            self.push(cells::sighting(&sighting));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// A story's row, or those of its newest attributions.
    fn story(&mut self, row: &StoryRow) -> Result<(), AskError> {
        let Some(newest) = row.newest() else {
            return Ok(());
        };
        // One damaged frame of the archive costs the words in it and is counted, not the export.
        let (text, title) = match self.texts.story_at(newest.position) {
            // Only words of attributions are left of it.
            Ok(story) if story.taken.is_some() && self.table == Table::Stories => (None, None),
            Ok(story) => (Some(story.text()), Some(story.title)),
            Err(_) => {
                self.unread += 1;
                (None, None)
            }
        };
        if self.table == Table::Stories {
            self.push(cells::story(row, text));
            return Ok(());
        }
        let body = text.as_deref().map(Excerpts::new);
        let headline = title.as_deref().map(Excerpts::new);
        let found = self.store.attributions(row.id, newest.number)?;
        for (n, one) in found.unwrap_or_default().iter().enumerate() {
            if self.hidden.is(one.claim)? {
                continue;
            }
            let speaker = self.names.of(one.speaker)?;
            let excerpts = match one.standing.place {
                Place::Body => body.as_ref(),
                Place::Headline => headline.as_ref(),
            };
            self.push(cells::attribution(row, n, one, excerpts, speaker));
        }
        Ok(())
    }
}

/// Whether people hid all that a speaker said.
fn shows_nothing(row: &SpeakerRow) -> bool {
    row.hidden.0 > 0 && row.hidden.0 >= row.claims
}

/// The claims that any revision still kept of a story has, in order of ids.
fn claims_of(store: &Store, story: &StoryRow) -> Result<BTreeSet<ClaimId>, StoreError> {
    let mut claims = BTreeSet::new();
    for revision in &story.revisions {
        let rows = store.attributions(story.id, revision.number)?;
        claims.extend(rows.unwrap_or_default().iter().map(|row| row.claim));
    }
    Ok(claims)
}

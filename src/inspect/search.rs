//! Claims and stories by their words, from the index over words. Where that is not whole, listings walk over rows instead. Knows
//! nothing of how words are indexed.

use crate::inspect::PAGE_SCAN;
use crate::inspect::claims;
use crate::inspect::error::AskError;
use crate::inspect::filter::Admits;
use crate::inspect::page_size;
use crate::inspect::question::Cursor;
use crate::inspect::question::Filter;
use crate::inspect::reuse::Sizes;
use crate::inspect::speakers::Names;
use crate::inspect::stories;
use crate::inspect::texts::Texts;
use crate::inspect::view::ClaimView;
use crate::inspect::view::Page;
use crate::inspect::view::StoryView;
use crate::model::ClaimId;
use crate::model::StoryId;
use crate::store::Asked;
use crate::store::Hit;
use crate::store::Kind;
use crate::store::Query;
use crate::store::Rank;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Window;
use crate::store::rows::StoryRow;
use std::cell::Cell;

/// Texts that one answer reads in search of a phrase, or of words that are not indexed yet. Then the page ends, with what was found so far.
pub const PAGE_TEXTS: usize = 500;
/// Claims of a speaker up to which they are looked at one by one, which costs less than what all speakers said with those words.
const FEW_CLAIMS: u32 = 2_000;

/// The page of claims with the words searched for; `None` where rows are to be walked instead.
pub(super) fn claims(
    store: &Store,
    filter: &Filter,
    admits: &Admits,
) -> Result<Option<Page<ClaimView>>, AskError> {
    if filter.rank == Rank::Time
        && let Some([one]) = admits.speakers()
        && store
            .speaker(*one)?
            .is_none_or(|row| row.claims <= FEW_CLAIMS)
    {
        return Ok(None);
    }
    let mut names = Names::new(store);
    let mut admitted = |hit: &Hit| {
        let row = store.claim(ClaimId(hit.id))?;
        let Some(row) = row.filter(|row| row.first_seen == hit.time) else {
            return Ok(None);
        };
        claims::admitted(store, &row, admits, &mut names)
    };
    let text = |_: &StoryRow| None;
    let looked = (Kind::Claims, PAGE_SCAN);
    page(store, filter, admits, looked, &text, &mut admitted)
}

/// The page of stories with the words searched for, as [`claims()`].
pub(super) fn stories(
    store: &Store,
    texts: &dyn Texts,
    filter: &Filter,
    admits: &Admits,
) -> Result<Option<Page<StoryView>>, AskError> {
    let mut sizes = Sizes::default();
    let phrases = admits.query().has_phrases();
    let mut admitted = |hit: &Hit| {
        let row = store.story(StoryId(hit.id))?;
        let told = |row: &StoryRow| (row.time(), row.revision_count) == (hit.time, hit.version);
        let Some(row) = row.filter(told) else {
            return Ok(None);
        };
        // The index tells that the words are there, and not that they follow each other.
        let said = stories::admitted(store, &row, admits)?
            && (!phrases || has(texts, &row, admits.query()));
        Ok(match said {
            true => Some(stories::view(&row, sizes.of(store, row.group)?)),
            false => None,
        })
    };
    let text = |row: &StoryRow| text_of(texts, row);
    let most = if phrases { PAGE_TEXTS } else { PAGE_SCAN };
    let looked = (Kind::Stories, most);
    page(store, filter, admits, looked, &text, &mut admitted)
}

/// Whether the story's title and newest text have the words. Where the text cannot be read any more the title decides.
pub(super) fn has(texts: &dyn Texts, row: &StoryRow, query: &Query) -> bool {
    if query.is_empty() {
        return true;
    }
    let text = text_of(texts, row);
    query.matches(
        [Some(row.title.as_str()), text.as_deref()]
            .into_iter()
            .flatten(),
    )
}

fn text_of(texts: &dyn Texts, row: &StoryRow) -> Option<String> {
    let story = texts.story_at(row.newest()?.position).ok()?;
    Some(story.text())
}

/// Collects what hits come to, at most `most` of them looked at.
fn page<T>(
    store: &Store,
    filter: &Filter,
    admits: &Admits,
    (kind, most): (Kind, usize),
    text: &dyn Fn(&StoryRow) -> Option<String>,
    admitted: &mut dyn FnMut(&Hit) -> Result<Option<T>, AskError>,
) -> Result<Option<Page<T>>, AskError> {
    if admits.query().is_empty() {
        return Ok(None);
    }
    let by_time = filter.rank == Rank::Time;
    let asked = Asked {
        kind,
        query: admits.query(),
        rank: filter.rank,
        window: match by_time {
            true => stories::window(filter),
            false => Window {
                after: None,
                ..stories::window(filter)
            },
        },
        after: filter.after.filter(|_| !by_time).map(|c| (c.key, c.id)),
    };
    let spoilt = Cell::new(false);
    let noted = |error: StoreError| {
        let of_words = matches!(&error, StoreError::Damaged { tree, .. } if *tree == Store::WORDS);
        spoilt.set(spoilt.get() || of_words);
        AskError::from(error)
    };
    let mut collected = || -> Result<Option<Page<T>>, AskError> {
        let Some(hits) = store.search(asked, text).map_err(noted)? else {
            return Ok(None);
        };
        let size = page_size(filter);
        let mut rows = Vec::new();
        let mut last = filter.after;
        for (looked_at, hit) in hits.enumerate() {
            if rows.len() >= size || looked_at >= most {
                return Ok(Some(Page { rows, next: last }));
            }
            let hit = hit.map_err(noted)?;
            last = Some(Cursor {
                key: match by_time {
                    true => hit.time.millis(),
                    false => hit.relevance,
                },
                id: hit.id,
            });
            rows.extend(admitted(&hit)?);
        }
        Ok(Some(Page { rows, next: None }))
    };
    let found = match collected() {
        // Derived of what is derived: thrown away and made anew, while listings walk.
        Err(_) if spoilt.get() => {
            store.discard_words()?;
            None
        }
        found => found?,
    };
    match (found, by_time) {
        (None, false) => Err(AskError::Unindexed),
        (found, _) => Ok(found),
    }
}

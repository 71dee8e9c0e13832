//! Questions over the view and their answers as plain data: [`ask`] is the one road, for the command line and for the socket.
//!
//! Read-only. A listing reads what it prints and stops: a page holds at most [`PAGE_ROWS`] rows and looks at no more
//! than [`PAGE_SCAN`], and says where to go on. Knows nothing of terminals, sockets and clocks.

mod claims;
mod compare;
mod copies;
mod error;
mod excerpt;
mod explain;
mod export;
mod facts;
mod feeds;
mod filter;
mod hidden;
mod lookup;
mod places;
mod profile;
mod question;
mod reuse;
mod search;
mod speakers;
mod stats;
mod stories;
mod tail;
mod texts;
mod verify;
mod view;
mod wordings;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

pub use crate::store::Rank;
pub use claims::{LISTED_SIGHTINGS, MAX_SIGHTINGS};
pub use copies::MAX_MEMBERS;
pub use error::AskError;
pub use excerpt::CONTEXT;
pub use export::{Column, Exported, Kind, PAGE_EXPORTED, Table};
pub use facts::MAX_FACTS;
pub use lookup::by_first;
pub use question::{ConfiguredFeed, Cursor, Filter, Question};
pub use reuse::MAX_REUSED;
pub use search::PAGE_TEXTS;
pub use speakers::SPEAKER_DAYS;
pub use stats::STATS_DAYS;
pub use tail::{EVENT_CLAIMS, PAGE_EVENTS};
pub use texts::{ArchiveTexts, Texts};
pub use verify::MAX_VERIFIED;
pub use view::*;

use crate::model::Timestamp;
use crate::store::Store;

/// Rows in one answer. Whoever wants more asks again with [`Page::next`].
pub const PAGE_ROWS: usize = 500;
/// Rows that one answer looks at in search of those that the filter admits. Then the page ends, with what was found so far.
pub const PAGE_SCAN: usize = 20_000;

/// Answers a question from the view, and from the archive where it asks for text. Blocking.
///
/// The same question over the same view has the same answer; only `asked` and the feeds' lateness come from `now`.
pub fn ask(
    store: &Store,
    texts: &dyn Texts,
    question: &Question,
    now: Timestamp,
) -> Result<Answer, AskError> {
    Ok(match question {
        Question::Stats { configured } => {
            Answer::Stats(Box::new(stats::stats(store, configured, texts, now)?))
        }
        Question::Feeds { configured } => Answer::Feeds(feeds::feeds(store, configured)?),
        Question::Feed { feed, configured } => {
            Answer::Feed(Box::new(feeds::feed(store, configured, feed)?))
        }
        Question::Stories { filter } => Answer::Stories(stories::stories(store, texts, filter)?),
        Question::Story { story } => Answer::Story(Box::new(stories::story(store, texts, story)?)),
        Question::Copies { story, group } => {
            Answer::Copies(Box::new(copies::copies(store, texts, story, *group)?))
        }
        Question::Diff { story, other } => {
            let other = other.as_deref();
            Answer::Diff(Box::new(copies::diff(store, texts, story, other)?))
        }
        Question::Changes { story, from, to } => {
            Answer::Diff(Box::new(copies::changes(store, texts, story, *from, *to)?))
        }
        Question::Corrections { before, speakers } => {
            Answer::Corrections(copies::corrections(store, *before, *speakers)?)
        }
        Question::Speakers { filter } => Answer::Speakers(speakers::speakers(store, filter)?),
        Question::Speaker { speaker, filter } => speakers::speaker(store, speaker, filter)?,
        Question::Claims { filter } => Answer::Claims(claims::claims(store, filter)?),
        Question::Claim { claim } => Answer::Claim(Box::new(claims::claim(store, texts, claim)?)),
        Question::Verify { quote, speaker } => {
            Answer::Verify(Box::new(verify::verify(store, quote, speaker.as_deref())?))
        }
        Question::Explain { attribution } => {
            Answer::Explain(Box::new(explain::explain(store, texts, attribution)?))
        }
        Question::Export {
            table,
            after,
            since,
        } => Answer::Export(export::page(store, texts, *table, *after, *since)?),
        Question::Tail { after, limit } => Answer::Tail(tail::tail(store, *after, *limit)?),
    })
}

/// How many rows a filter asks for in one page; at least one, so that asking on comes to an end.
fn page_size(filter: &Filter) -> usize {
    filter
        .limit
        .map_or(PAGE_ROWS, |n| (n as usize).clamp(1, PAGE_ROWS))
}

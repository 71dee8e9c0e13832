//! The nouns of sayso. No I/O, no clock, no outside service: plain data that every stage shares.
//!
//! | word | means |
//! |---|---|
//! | feed, outlet | a polled URL; the publisher behind it |
//! | entry | one item of a feed document, before its page is fetched |
//! | story | one article at one canonical URL |
//! | revision | one observed state of a story's text |
//! | copy group | stories that carry the same text; the leading one was published first |
//! | attribution | one source–cue–content relation found in one revision |
//! | speaker | who a source span resolves to; has aliases and roles |
//! | claim | one speaker, one statement, all its wordings: that it was said, not that it is true |
//! | sighting | one claim in one story |
//! | correction | what a person decided against what was found |

mod attribution;
mod correction;
mod entry;
mod id;
mod particulars;
mod span;
mod story;
mod time;
mod verdict;

pub use attribution::{Attribution, CueClass, QuoteKind, Resolution, SpeakerKind};
pub use correction::{Act, Correction, KnownSpeaker};
pub use entry::{Enclosure, Entry, EntryLink, TakenFrom};
pub use id::{ClaimId, FeedId, GroupId, IdError, SpeakerId, StoryId, digest};
pub use particulars::{Confidences, Negation, Occasion, Particulars, Place, SaidWhen, SaidWhere};
pub use span::{CodePoints, Span};
pub use story::{Paragraph, ParagraphKind, Story, Taken, TextOrigin};
pub use time::{Day, Timestamp, span_in_words};
pub use verdict::{PartialMatch, Verdict};

//! What can be asked, as plain data: the command line and the socket both build these and nothing else.
//! Knows nothing of how a question is answered.

use crate::inspect::export::Table;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::Timestamp;
use crate::store::Rank;
use serde::Deserialize;
use serde::Serialize;

/// One question over the view. Read-only: no question changes what is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// How much there is.
    Stats {
        /// The feeds that the configuration names: no others are counted. Of none, all that were ever polled are.
        #[serde(default)]
        configured: Vec<ConfiguredFeed>,
    },
    /// The feeds and how they fare.
    Feeds {
        /// The feeds that the configuration names, so that one that was never polled is listed too.
        #[serde(default)]
        configured: Vec<ConfiguredFeed>,
    },
    /// One feed with its last fetches.
    Feed {
        /// Its address as configured, its id, the beginning of its id, or its outlet's name.
        feed: String,
        /// As in `Feeds`.
        #[serde(default)]
        configured: Vec<ConfiguredFeed>,
    },
    /// Stories, newest first.
    Stories {
        /// Which of them.
        #[serde(default)]
        filter: Filter,
    },
    /// One story with its text and attributions.
    Story {
        /// Its URL, its id, or the beginning of its id.
        story: String,
    },
    /// Every story that carries the same text as this one.
    Copies {
        /// As in `Story`.
        story: String,
        /// Whether a whole id is taken for a copy group's, where there is such a group.
        #[serde(default)]
        group: bool,
    },
    /// Two stories side by side.
    Diff {
        /// As in `Story`.
        story: String,
        /// As in `Story`; absent: the story that it was matched with, else the leading one of its group.
        #[serde(default)]
        other: Option<String>,
    },
    /// Two revisions of one story side by side.
    Changes {
        /// As in `Story`.
        story: String,
        /// The earlier revision; absent: the one before `to`.
        #[serde(default)]
        from: Option<u32>,
        /// The later revision; absent: the newest.
        #[serde(default)]
        to: Option<u32>,
    },
    /// What people decided about copy groups, or about speakers, newest first.
    Corrections {
        /// Only those with a number below this.
        #[serde(default)]
        before: Option<u64>,
        /// Those about speakers, else those about copy groups.
        #[serde(default)]
        speakers: bool,
    },
    /// Speakers, those with most claims first.
    Speakers {
        /// Which of them.
        #[serde(default)]
        filter: Filter,
    },
    /// One speaker with claims, newest first; a list where several bear the name.
    Speaker {
        /// A name, another form of it, an id, or the beginning of an id.
        speaker: String,
        /// Which of the claims.
        #[serde(default)]
        filter: Filter,
    },
    /// Claims, newest first.
    Claims {
        /// Which of them.
        #[serde(default)]
        filter: Filter,
    },
    /// One claim with its wordings and sightings.
    Claim {
        /// Its id or the beginning of it.
        claim: String,
    },
    /// Whether some words were seen, by whom and in what form.
    Verify {
        /// The words.
        quote: String,
        /// Who is to have said them: a name, another form of it, or an id.
        #[serde(default)]
        speaker: Option<String>,
    },
    /// Why an attribution was reported.
    Explain {
        /// Its address: `STORY:REVISION:NUMBER`, the story as in `Story`, the number counted from 1.
        attribution: String,
    },
    /// Rows of a table for other programs.
    Export {
        /// Which table.
        table: Table,
        /// Where the page before ended; absent: from the beginning.
        #[serde(default)]
        after: Option<(u64, u64)>,
        /// Only rows that a record of the archive with a number above this touched; absent: all.
        #[serde(default)]
        since: Option<u64>,
    },
    /// What happened after a point of the archive, oldest first.
    Tail {
        /// Answer with events whose number is greater than this; absent: the last `limit` events.
        #[serde(default)]
        after: Option<u64>,
        /// At most this many events, and never more than [`crate::inspect::PAGE_EVENTS`].
        #[serde(default)]
        limit: Option<u32>,
    },
}

impl Question {
    /// The word for it in logs: the subcommand that asks it.
    pub fn word(&self) -> &'static str {
        match self {
            Question::Stats { .. } => "stats",
            Question::Feeds { .. } => "feeds",
            Question::Feed { .. } => "feed",
            Question::Stories { .. } => "stories",
            Question::Story { .. } => "story",
            Question::Copies { .. } => "copies",
            Question::Diff { .. } => "diff",
            Question::Changes { .. } => "changes",
            Question::Corrections { .. } => "corrections",
            Question::Speakers { .. } => "speakers",
            Question::Speaker { .. } => "speaker",
            Question::Claims { .. } => "claims",
            Question::Claim { .. } => "claim",
            Question::Verify { .. } => "verify",
            Question::Explain { .. } => "explain",
            Question::Export { .. } => "export",
            Question::Tail { .. } => "tail",
        }
    }
}

/// A feed as the configuration names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfiguredFeed {
    /// Its URL as written.
    pub url: String,
    /// The publisher's name.
    pub outlet: String,
}

/// Which rows a listing is to hold. An absent field admits everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Stories of this time or later; claims first seen and speakers last seen at this time or later.
    pub since: Option<Timestamp>,
    /// Stories before this time; claims and speakers first seen before it.
    pub until: Option<Timestamp>,
    /// A speaker's name, another form of it, or an id.
    pub speaker: Option<String>,
    /// Part of the outlet's name.
    pub outlet: Option<String>,
    /// Words, and "phrases in quotation marks", that a claim's wordings or a story's title and text have all; of speakers, part of a
    /// name. Case and diacritics do not count.
    pub search: Option<String>,
    /// With `search`, in what order claims and stories are listed.
    pub rank: Rank,
    /// Direct, indirect or mixed claims only.
    pub kind: Option<QuoteKind>,
    /// Claims whose cue names this kind of act only.
    pub class: Option<CueClass>,
    /// Only what was said or written: no beliefs, intentions, evidence or acts ([`CueClass::is_speech`]).
    pub speech_only: bool,
    /// At most this many rows in one answer, and never more than [`crate::inspect::PAGE_ROWS`].
    pub limit: Option<u32>,
    /// Where an earlier answer ended ([`crate::inspect::Page::next`]).
    pub after: Option<Cursor>,
}

/// The place of the last row read: the next page begins behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// What the listing is ordered by: milliseconds since 1970, a number of claims, or relevance in thousandths.
    pub key: i64,
    /// The row's id, which orders rows with the same key.
    pub id: u64,
}

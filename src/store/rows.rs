//! The values that the view keeps. Derived wholly from the archive, but for [`FeedRow`], whose loss costs one poll.
//!
//! Rows are written by `codec.rs` as version, checksum and postcard; so no field may be skipped or untagged.
//! Texts stay in the archive: a row holds the position to read them from.

pub use super::joining::{JoinReason, JoinRow, MentionRow};
pub use super::placing::{AgreementRow, CorrectionRow, EffectRow, EvidenceRow, PlacedRow, Test};
pub use super::telling::{ClaimChange, ClaimChangeRow, StandingRow, ToldRow, VariantRow};
use crate::archive::Position;
use crate::feed::Hints;
use crate::feed::Quality;
use crate::model::{
    ClaimId, CueClass, FeedId, GroupId, Particulars, QuoteKind, Span, SpeakerId, SpeakerKind,
    StoryId, TextOrigin, Timestamp, Verdict,
};
use serde::{Deserialize, Serialize};

/// A story as the view knows it: the newest revision's particulars and where every revision lies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoryRow {
    /// Its id.
    pub id: StoryId,
    /// The copy group that it is in; its own where it was new.
    pub group: GroupId,
    /// Canonical URL.
    pub url: Option<String>,
    /// The feed that brought it first.
    pub feed: Option<FeedId>,
    /// The publisher's name.
    pub outlet: String,
    /// Newest headline.
    pub title: String,
    /// Newest byline.
    pub byline: Option<String>,
    /// BCP 47 tag as stated.
    pub language: Option<String>,
    /// When the publisher says it was published.
    pub published: Option<Timestamp>,
    /// When the publisher says it was last changed.
    pub updated: Option<Timestamp>,
    /// When it was first seen here.
    pub first_seen: Timestamp,
    /// Where the newest body came from.
    pub origin: TextOrigin,
    /// Words of story text in the newest revision.
    pub words: u32,
    /// Attributions found in the newest revision.
    pub attributions: u32,
    /// What it is to what came before (new, copy or partial): as dedup said when it was first seen, or as a person has it.
    pub verdict: Verdict,
    /// What dedup's verdict rested on; `None` where it found nothing to compare with.
    pub evidence: Option<EvidenceRow>,
    /// Set where a person put it in its group: then nothing but another correction moves it.
    pub placed: Option<PlacedRow>,
    /// Every revision kept, oldest first; at most [`StoryRow::MAX_REVISIONS`], then the oldest but the first go.
    pub revisions: Vec<RevisionRow>,
    /// How many revisions were observed, the dropped ones included.
    pub revision_count: u32,
}

impl StoryRow {
    /// Revisions that a row remembers. Later ones push out the oldest but the first; the archive keeps all.
    pub const MAX_REVISIONS: usize = 64;

    /// When the story happened for a reader, as [`crate::model::Story::time`] of its first revision. Listings are in this order.
    pub fn time(&self) -> Timestamp {
        self.published
            .map_or(self.first_seen, |published| published.min(self.first_seen))
    }

    /// The newest revision.
    pub fn newest(&self) -> Option<&RevisionRow> {
        self.revisions.last()
    }
}

/// One observed state of a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RevisionRow {
    /// 1 for the first.
    pub number: u32,
    /// Where its text lies.
    pub position: Position,
    /// When it was seen.
    pub observed: Timestamp,
    /// A digest of what it says ([`crate::article::substance`]).
    pub digest: u64,
}

/// One attribution of one revision, resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AttributionRow {
    /// Byte spans into the revision's text.
    pub source: Vec<Span>,
    /// As `source`.
    pub cue: Vec<Span>,
    /// As `source`.
    pub content: Vec<Span>,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// What kind of act the cue names.
    pub class: CueClass,
    /// Who speaks; `None` where nobody could be found.
    pub speaker: Option<SpeakerId>,
    /// The claim that it is a sighting of.
    pub claim: ClaimId,
    /// Who passed the words on.
    pub relayed_by: Option<String>,
    /// Which rule or model found it.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f32,
    /// When, where, whom it names, what it denies, how sure it is.
    pub particulars: Particulars,
    /// Where it stands in the story.
    pub standing: StandingRow,
    /// Who it was before people's decisions; `None` without speaker.
    pub mention: Option<MentionRow>,
}

/// A speaker over all stories.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeakerRow {
    /// Its id.
    pub id: SpeakerId,
    /// The name to show.
    pub name: String,
    /// Person, organisation or unnamed.
    pub kind: SpeakerKind,
    /// The copy group that it is local to, where its name alone does not identify it.
    pub local_to: Option<GroupId>,
    /// Other forms of the name, commonest first; at most [`SpeakerRow::MAX_FORMS`].
    pub aliases: Vec<Counted>,
    /// Offices and descriptions, commonest first; at most [`SpeakerRow::MAX_FORMS`].
    pub roles: Vec<Counted>,
    /// Time of the earliest story with a claim of theirs.
    pub first_seen: Timestamp,
    /// Time of the latest.
    pub last_seen: Timestamp,
    /// Claims of theirs.
    pub claims: u32,
    /// Sightings of those claims.
    pub sightings: u32,
    /// Publishers in whose stories they spoke, commonest first, copies of one story counted once; at most [`SpeakerRow::MAX_FORMS`].
    pub outlets: Vec<Counted>,
    /// Why names that differ are one speaker, in order; at most [`SpeakerRow::MAX_FORMS`], later ones are not kept.
    pub joins: Vec<JoinRow>,
    /// Wikidata's id, where a list of known speakers gives it.
    pub wikidata: Option<String>,
    /// The correction that named it, where a person did: then no story changes the name.
    pub named_by: Option<u64>,
    /// How many of the claims are hidden, and how many sightings those have.
    pub hidden: (u32, u32),
}

impl SpeakerRow {
    /// Aliases, roles, outlets and joins that a row remembers. When full, a new form takes the place of the rarest.
    pub const MAX_FORMS: usize = 32;
}

/// A form of words and how often and when it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The words.
    pub text: String,
    /// Times seen.
    pub count: u32,
    /// Time of the earliest story with it.
    pub first: Timestamp,
    /// Time of the latest.
    pub last: Timestamp,
}

/// A claim over all stories.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// Its id.
    pub id: ClaimId,
    /// Who said it; `None` for a quotation that nobody could be found for.
    pub speaker: Option<SpeakerId>,
    /// Direct, indirect or mixed, as in the representative wording.
    pub kind: QuoteKind,
    /// What kind of act, as in the representative wording.
    pub class: CueClass,
    /// Who passed it on, as first seen.
    pub relayed_by: Option<String>,
    /// The words of the cue, as in the representative wording; empty where there is none.
    pub cue: String,
    /// When, where, whom it names and what it denies, as in the representative wording, or where that does not tell it, as first told
    /// by another; the highest confidence of each kind that any sighting had.
    pub particulars: Particulars,
    /// Whether it was only seen in headlines.
    pub headline: bool,
    /// Wordings, the representative one first; at most [`ClaimRow::MAX_VARIANTS`].
    pub variants: Vec<VariantRow>,
    /// Time of the earliest story with it ([`StoryRow::time`]).
    pub first_seen: Timestamp,
    /// Time of the latest.
    pub last_seen: Timestamp,
    /// The story where it was first seen here.
    pub first_story: StoryId,
    /// Stories that carry it.
    pub sightings: u32,
    /// Copy groups among them: sightings that are not copies of each other.
    pub independent: u32,
    /// The correction that hides it, where a person did: it is kept up to date, and shown nowhere.
    pub hidden: Option<u64>,
}

impl ClaimRow {
    /// Wordings that a row remembers. When full, a new wording is counted but not kept.
    pub const MAX_VARIANTS: usize = 16;
    /// Longest wording kept, in bytes; a longer one is cut at a character boundary. The archive has the whole.
    pub const MAX_WORDING: usize = 4_000;

    /// The representative wording.
    pub fn text(&self) -> &str {
        self.variants.first().map_or("", |v| v.text.as_str())
    }
}

/// One claim in one story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SightingRow {
    /// The claim.
    pub claim: ClaimId,
    /// The story.
    pub story: StoryId,
    /// The story's copy group.
    pub group: GroupId,
    /// The story's time.
    pub time: Timestamp,
    /// The story's outlet.
    pub outlet: String,
    /// The revision in which it was last seen.
    pub revision: u32,
    /// Its place in that revision's list of attributions.
    pub attribution: u32,
    /// Whether the story's newest revision still carries it.
    pub current: bool,
}

/// What one archive record did to the view; read by `inspect tail`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// The archive's sequence number: the reader's cursor.
    pub seq: u64,
    /// When the record was observed.
    pub observed: Timestamp,
    /// The story.
    pub story: StoryId,
    /// The number of the revision that was observed.
    pub revision: u32,
    /// What dedup said.
    pub verdict: Verdict,
    /// Claims first seen in it.
    pub new_claims: Vec<ClaimId>,
    /// Claims seen before that it carries.
    pub known_claims: Vec<ClaimId>,
    /// For a revision: what it did to the claims of its story, in reading order.
    pub changes: Vec<ClaimChangeRow>,
}

/// What polling remembers of a feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FeedRow {
    /// `ETag`, byte for byte.
    pub etag: Option<String>,
    /// `Last-Modified`, byte for byte.
    pub last_modified: Option<String>,
    /// xxh3 of the last body that was read to its end.
    pub body_hash: Option<u64>,
    /// The document's own title.
    pub title: Option<String>,
    /// When it was last asked for.
    pub last_attempt: Option<Timestamp>,
    /// When it last answered with a feed, or with "not modified".
    pub last_success: Option<Timestamp>,
    /// When it last brought a new story.
    pub last_new: Option<Timestamp>,
    /// When it is due again.
    pub next_due: Option<Timestamp>,
    /// Failures since the last success.
    pub failures: u32,
    /// The name of the last failure from the closed list, and its sentence; cleared by success.
    pub last_error: Option<(String, String)>,
    /// Polls made.
    pub polls: u64,
    /// Entries in the last document.
    pub entries: u32,
    /// Stories (new, copies and partials) that it brought.
    pub stories: u64,
    /// The interval that its polls taught, in milliseconds; `None` until one succeeded.
    pub interval_ms: Option<u64>,
    /// What its last document said of itself and how well it read. The last field: rows written before it are read without.
    #[serde(deserialize_with = "or_default")]
    pub facts: FeedFacts,
}

/// What a feed's last document said of itself and how well it read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FeedFacts {
    /// How well it read; `None` until one was read.
    pub quality: Option<Quality>,
    /// Faults that were mended in it.
    pub mended: u32,
    /// Entries of it that were lost.
    pub lost: u32,
    /// What was mended or lost, in a sentence.
    pub problem: Option<String>,
    /// What it asks of those who poll it.
    pub hints: Hints,
}

/// The last field of a row: absent in rows that were written before there was one. The row's checksum tells that from damage.
fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(T::deserialize(deserializer).unwrap_or_default())
}

/// Totals over the whole view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Stories.
    pub stories: u64,
    /// Revisions beyond each story's first.
    pub revisions: u64,
    /// Stories that are copies.
    pub copies: u64,
    /// Stories that embed part of another.
    pub partials: u64,
    /// Copy groups, those of one story included.
    pub groups: u64,
    /// Attributions in newest revisions.
    pub attributions: u64,
    /// Claims.
    pub claims: u64,
    /// Sightings.
    pub sightings: u64,
    /// Speakers.
    pub speakers: u64,
    /// Claims that people have hidden, and their sightings.
    pub hidden: (u64, u64),
}

/// A story's fingerprint with what dedup wants to know beside it, so that start-up reads this tree alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintRow {
    /// The number of the archive record that it was made of: the order in which the index is filled at start.
    pub seq: u64,
    /// The group that the index holds it in: the one that it was judged into or that a person put it in. Where that was joined
    /// to another since, the story's own row has the other.
    pub group: GroupId,
    /// The story's outlet.
    pub outlet: String,
    /// The story's time ([`StoryRow::time`]).
    pub time: Timestamp,
    /// The newest revision's fingerprint as dedup writes it; opaque here.
    pub print: Vec<u8>,
    /// The number of the record and the fingerprint of each earlier revision, oldest first: what was once in the index leaves
    /// traces in it, and start-up has to leave the same. At most [`StoryRow::MAX_REVISIONS`], then the oldest go.
    pub earlier: Vec<(u64, Vec<u8>)>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_row_from_before_its_last_field_is_read() {
        let row = FeedRow {
            title: Some("T".into()),
            interval_ms: Some(7),
            facts: FeedFacts {
                lost: 3,
                ..FeedFacts::default()
            },
            ..FeedRow::default()
        };
        let whole = postcard::to_stdvec(&row).unwrap();
        assert_eq!(postcard::from_bytes::<FeedRow>(&whole).unwrap(), row);
        let facts = postcard::to_stdvec(&row.facts).unwrap();
        let before = &whole[..whole.len() - facts.len()];
        let read: FeedRow = postcard::from_bytes(before).unwrap();
        assert_eq!(
            (read.interval_ms, read.facts),
            (Some(7), FeedFacts::default())
        );
    }
}

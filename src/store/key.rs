//! The keys of the view: one type per tree, built and read only here. Order of bytes is order of keys.
//!
//! Numbers are big-endian. Times are inverted so that walking forwards is walking from the newest.
//! Knows nothing of the engine or of rows.

use crate::model::ClaimId;
use crate::model::FeedId;
use crate::model::GroupId;
use crate::model::SpeakerId;
use crate::model::StoryId;
use crate::model::Timestamp;
use sha2::Digest;
use sha2::Sha256;

/// A tree of the view. The order is the order of dumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Table {
    Meta,
    Stories,
    StoryTime,
    Attributions,
    Members,
    Reuses,
    Identities,
    Prints,
    Speakers,
    Names,
    SpeakerClaims,
    Claims,
    ClaimTime,
    ClaimKeys,
    Sightings,
    Events,
    Corrections,
    Feeds,
    FeedMemory,
    Fetches,
    PageTasks,
    Unindexed,
}

impl Table {
    pub(super) const ALL: [Table; 22] = [
        Table::Meta,
        Table::Stories,
        Table::StoryTime,
        Table::Attributions,
        Table::Members,
        Table::Reuses,
        Table::Identities,
        Table::Prints,
        Table::Speakers,
        Table::Names,
        Table::SpeakerClaims,
        Table::Claims,
        Table::ClaimTime,
        Table::ClaimKeys,
        Table::Sightings,
        Table::Events,
        Table::Corrections,
        Table::Feeds,
        Table::FeedMemory,
        Table::Fetches,
        Table::PageTasks,
        Table::Unindexed,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Table::Meta => "meta",
            Table::Stories => "stories",
            Table::StoryTime => "story_time",
            Table::Attributions => "attributions",
            Table::Members => "members",
            Table::Reuses => "reuses",
            Table::Identities => "identities",
            Table::Prints => "prints",
            Table::Speakers => "speakers",
            Table::Names => "names",
            Table::SpeakerClaims => "speaker_claims",
            Table::Claims => "claims",
            Table::ClaimTime => "claim_time",
            Table::ClaimKeys => "claim_keys",
            Table::Sightings => "sightings",
            Table::Events => "events",
            Table::Corrections => "corrections",
            Table::Feeds => "feeds",
            Table::FeedMemory => "feed_memory",
            Table::Fetches => "fetches",
            Table::PageTasks => "page_tasks",
            Table::Unindexed => "unindexed",
        }
    }

    /// Whether the archive alone decides what is in it.
    pub(super) fn is_rebuilt(self) -> bool {
        !matches!(
            self,
            Table::Feeds | Table::FeedMemory | Table::Fetches | Table::PageTasks | Table::Unindexed
        )
    }
}

/// A key of one tree.
pub(super) trait Key: Sized {
    /// The tree.
    const TABLE: Table;
    /// As stored.
    fn bytes(&self) -> Vec<u8>;
    /// The inverse; `None` for bytes of another length, such as the key of a row's continuation.
    fn read(bytes: &[u8]) -> Option<Self>;
}

/// One part of a key.
pub(super) trait Part: Sized {
    fn put(&self, to: &mut Vec<u8>);
    fn take(from: &mut &[u8]) -> Option<Self>;
}

fn cut<const N: usize>(from: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = from.split_first_chunk::<N>()?;
    *from = rest;
    Some(*head)
}

impl Part for u64 {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend(self.to_be_bytes());
    }
    fn take(from: &mut &[u8]) -> Option<u64> {
        cut(from).map(u64::from_be_bytes)
    }
}

impl Part for u32 {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend(self.to_be_bytes());
    }
    fn take(from: &mut &[u8]) -> Option<u32> {
        cut(from).map(u32::from_be_bytes)
    }
}

/// Newest first: the later the time, the smaller the bytes.
impl Part for Timestamp {
    fn put(&self, to: &mut Vec<u8>) {
        let ascending = (self.millis() as u64) ^ (1 << 63);
        (!ascending).put(to);
    }
    fn take(from: &mut &[u8]) -> Option<Timestamp> {
        let ascending = !u64::take(from)?;
        Some(Timestamp::from_millis((ascending ^ (1 << 63)) as i64))
    }
}

macro_rules! id_part {
    ($($id:ident),*) => {$(
        impl Part for $id {
            fn put(&self, to: &mut Vec<u8>) {
                to.extend(self.to_bytes());
            }
            fn take(from: &mut &[u8]) -> Option<$id> {
                u64::take(from).map($id)
            }
        }
    )*};
}
id_part!(StoryId, GroupId, SpeakerId, ClaimId, FeedId);

impl Part for Option<SpeakerId> {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(u8::from(self.is_some()));
        self.unwrap_or(SpeakerId(0)).put(to);
    }
    fn take(from: &mut &[u8]) -> Option<Option<SpeakerId>> {
        let [some] = cut(from)?;
        let id = SpeakerId::take(from)?;
        Some((some == 1).then_some(id))
    }
}

/// What kind of row is to be indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Doc(u8);

impl Doc {
    pub(super) const CLAIM: Doc = Doc(0);
    pub(super) const STORY: Doc = Doc(1);
}

impl Part for Doc {
    fn put(&self, to: &mut Vec<u8>) {
        to.push(self.0);
    }
    fn take(from: &mut &[u8]) -> Option<Doc> {
        cut(from).map(|[kind]| Doc(kind))
    }
}

/// The first 16 bytes of SHA-256 over a story's identity string ([`crate::model::Story::identity`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityDigest(pub [u8; 16]);

impl IdentityDigest {
    /// The digest of an identity string.
    pub fn of(identity: &str) -> IdentityDigest {
        let hash = Sha256::digest(identity.as_bytes());
        let mut first = [0; 16];
        first.copy_from_slice(&hash[..16]);
        IdentityDigest(first)
    }
}

impl Part for IdentityDigest {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend(self.0);
    }
    fn take(from: &mut &[u8]) -> Option<IdentityDigest> {
        cut(from).map(IdentityDigest)
    }
}

/// A folded name inside a key: its bytes and a zero byte, so that no name runs into what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name(String);

impl Name {
    /// Longest name kept in a key, in bytes. A longer one is cut at a character boundary: names that agree so far share a key prefix.
    pub(super) const MAX: usize = 200;

    pub(super) fn new(folded: &str) -> Name {
        let mut name = String::new();
        for c in folded.chars().filter(|&c| c != '\0') {
            if name.len() + c.len_utf8() > Self::MAX {
                break;
            }
            name.push(c);
        }
        Name(name)
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl Part for Name {
    fn put(&self, to: &mut Vec<u8>) {
        to.extend(self.0.as_bytes());
        to.push(0);
    }
    fn take(from: &mut &[u8]) -> Option<Name> {
        let end = from.iter().position(|&b| b == 0)?;
        let (head, rest) = from.split_at(end);
        *from = &rest[1..];
        String::from_utf8(head.to_vec()).ok().map(Name)
    }
}

/// The bytes of the first parts of a key: every key that begins with those parts begins with these bytes.
pub(super) fn prefix(parts: &[&dyn PutPart]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(32);
    for part in parts {
        part.put_part(&mut bytes);
    }
    bytes
}

/// [`Part`] without its constructor, so that parts of several types fit one list.
pub(super) trait PutPart {
    fn put_part(&self, to: &mut Vec<u8>);
}

impl<P: Part> PutPart for P {
    fn put_part(&self, to: &mut Vec<u8>) {
        self.put(to);
    }
}

macro_rules! key {
    ($name:ident in $table:ident { $($field:ident: $type:ty),* }) => {
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(super) struct $name { $(pub(super) $field: $type),* }

        impl Key for $name {
            const TABLE: Table = Table::$table;
            fn bytes(&self) -> Vec<u8> {
                prefix(&[$(&self.$field),*])
            }
            fn read(mut bytes: &[u8]) -> Option<Self> {
                let from = &mut bytes;
                $(let $field = <$type as Part>::take(from)?;)*
                from.is_empty().then_some($name { $($field),* })
            }
        }
    };
}

key!(MetaKey in Meta { number: u32 });
key!(StoryKey in Stories { story: StoryId });
key!(StoryTimeKey in StoryTime { time: Timestamp, story: StoryId });
key!(AttributionsKey in Attributions { story: StoryId, revision: u32 });
key!(MemberKey in Members { group: GroupId, story: StoryId });
key!(ReuseKey in Reuses { of: StoryId, by: StoryId });
key!(IdentityKey in Identities { identity: IdentityDigest });
key!(PrintKey in Prints { story: StoryId });
key!(SpeakerKey in Speakers { speaker: SpeakerId });
key!(NameKey in Names { name: Name, speaker: SpeakerId });
key!(SpeakerClaimKey in SpeakerClaims { speaker: SpeakerId, time: Timestamp, claim: ClaimId });
key!(ClaimKey in Claims { claim: ClaimId });
key!(ClaimTimeKey in ClaimTime { time: Timestamp, claim: ClaimId });
key!(WordingKey in ClaimKeys { speaker: Option<SpeakerId>, wording: u64 });
key!(SightingKey in Sightings { claim: ClaimId, story: StoryId });

impl WordingKey {
    /// What is stored of the claim: nothing where the key tells its id, as it does for the wording that a claim was first seen in.
    pub(super) fn value(&self, claim: ClaimId) -> Option<ClaimId> {
        (claim != ClaimId::of_wording(self.speaker, self.wording)).then_some(claim)
    }

    /// The inverse of [`WordingKey::value`].
    pub(super) fn claim(&self, value: Option<ClaimId>) -> ClaimId {
        value.unwrap_or_else(|| ClaimId::of_wording(self.speaker, self.wording))
    }
}

key!(EventKey in Events { seq: u64 });
key!(CorrectionKey in Corrections { seq: u64 });
key!(FeedKey in Feeds { feed: FeedId });
key!(FeedMemoryKey in FeedMemory { feed: FeedId });
key!(FetchKey in Fetches { feed: FeedId, slot: u32 });
key!(PageTaskKey in PageTasks { number: u64 });
key!(UnindexedKey in Unindexed { doc: Doc, seq: u64, id: u64 });

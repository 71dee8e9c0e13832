//! Identifiers: 64 bits of a SHA-256 over what the thing is, never a clock or a random number.
//!
//! At ten million things of a kind the chance of any collision is about 3 in a million.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// What is wrong with a text that should be an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not an id: ids are 16 hexadecimal digits, as `inspect` lists them")]
pub struct IdError(pub String);

/// The first 8 bytes of SHA-256 over the parts, each preceded by its length so that no two lists of parts agree by accident.
pub fn digest(parts: &[&[u8]]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let bytes = hash.finalize();
    u64::from_be_bytes([
        bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
    ])
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl $name {
            /// Eight bytes whose order is the order of the ids; for use in keys.
            pub fn to_bytes(self) -> [u8; 8] {
                self.0.to_be_bytes()
            }

            /// The inverse of `to_bytes`; `None` unless there are exactly eight bytes.
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                Some($name(u64::from_be_bytes(bytes.try_into().ok()?)))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:016x}", self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:016x})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(s: &str) -> Result<Self, IdError> {
                let hex = s.len() == 16 && s.bytes().all(|b| b.is_ascii_hexdigit());
                let value = hex.then(|| u64::from_str_radix(s, 16).ok()).flatten();
                value.map($name).ok_or_else(|| IdError(s.to_owned()))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                if s.is_human_readable() { s.collect_str(self) } else { self.to_bytes().serialize(s) }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                if d.is_human_readable() {
                    String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
                } else {
                    <[u8; 8]>::deserialize(d).map(|b| $name(u64::from_be_bytes(b)))
                }
            }
        }
    };
}

id!(
    /// A polled URL, by that URL.
    FeedId
);
id!(
    /// A story, by its identity key: canonical URL, else guid within its feed, else content hash.
    StoryId
);
id!(
    /// A copy group, by the first story that was put in it, or by the correction that made it.
    GroupId
);
id!(
    /// A speaker, by canonical name and kind, or by name and copy group where the name alone decides nothing.
    SpeakerId
);
id!(
    /// A claim, by its speaker and the wording under which it was first seen.
    ClaimId
);

impl FeedId {
    /// The id of the feed at `url`, as written in the configuration.
    pub fn of_url(url: &str) -> FeedId {
        FeedId(digest(&[b"feed", url.as_bytes()]))
    }
}

impl StoryId {
    /// The id of the story with this identity key.
    pub fn of_key(key: &str) -> StoryId {
        StoryId(digest(&[b"story", key.as_bytes()]))
    }
}

impl GroupId {
    /// The group that the correction with this number made by setting a story apart.
    pub fn of_correction(number: u64) -> GroupId {
        GroupId::of_record(number)
    }

    /// The group that the record with this number made by setting a story apart. Corrections are records, so no two have one.
    pub fn of_record(number: u64) -> GroupId {
        GroupId(digest(&[b"group", &number.to_be_bytes()]))
    }
}

impl ClaimId {
    /// The id of a claim first seen in the wording with this key, said by this speaker or by nobody known.
    pub fn of_wording(speaker: Option<SpeakerId>, words: u64) -> ClaimId {
        let speaker = speaker.map(SpeakerId::to_bytes);
        ClaimId(digest(&[
            b"claim",
            speaker.as_ref().map_or(&[], |id| id.as_slice()),
            &words.to_be_bytes(),
        ]))
    }
}

impl From<StoryId> for GroupId {
    fn from(founder: StoryId) -> GroupId {
        GroupId(founder.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_round_trip_and_never_change() {
        let id = StoryId::of_key("https://example.org/a");
        assert_eq!(id.to_string(), "38b46a509ca9b7a0");
        assert_eq!(id.to_string().parse::<StoryId>(), Ok(id));
        assert_eq!(StoryId::from_bytes(&id.to_bytes()), Some(id));
        assert_eq!(
            "+123456789abcdef".parse::<StoryId>(),
            Err(IdError("+123456789abcdef".into()))
        );
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
    }
}

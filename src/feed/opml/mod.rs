//! OPML 1.0 and 2.0 in and out: the lists of feeds that readers exchange. Pure; knows nothing of our configuration.
//!
//! Lists in the wild have bare ampersands in addresses, `xmlurl` in any case, outlines that are never closed and
//! groups in groups. One bad outline costs one outline and a problem.

mod read;
mod write;

#[cfg(test)]
mod tests;

pub use read::parse;
pub use write::write;

/// Feeds read of one document, the first ones; the rest are left out and a problem says so.
pub const MAX_OUTLINES: usize = 20_000;
/// Groups kept around one feed, the outermost ones; deeper groups are read, but their names are not kept.
pub const MAX_DEPTH: usize = 8;
/// Problems kept of one document; further ones are not recorded.
pub const MAX_PROBLEMS: usize = 50;
/// Longest document, in bytes; a longer one is refused.
pub const MAX_BYTES: usize = 16 << 20;

/// One feed of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The feed's name; empty where the list gives none.
    pub title: String,
    /// The feed's address as written (`xmlUrl`); nothing was checked but that there is one.
    pub xml_url: String,
    /// The site's address as written (`htmlUrl`).
    pub html_url: Option<String>,
    /// Names of the groups around it, outermost first; at most [`MAX_DEPTH`].
    pub groups: Vec<String>,
}

/// Why a text is no list of feeds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    /// More than [`MAX_BYTES`].
    #[error("the list has {0} bytes, more than the {MAX_BYTES} that are read; split it")]
    TooLong(usize),
    /// No `<opml>` at its root, or no XML at all.
    #[error("this is no OPML: there is no <opml> in it; export the list of feeds again as OPML")]
    NotOpml,
    /// Broken before the first feed.
    #[error(
        "the OPML is broken at byte {at} ({reason}), before its first feed; export the list again"
    )]
    Broken {
        /// Where the reader gave up.
        at: u64,
        /// What the XML reader said.
        reason: String,
    },
}

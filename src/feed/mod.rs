//! Bytes of a feed document to entries, whatever the format and however broken: decode, sniff, read, and say how well it
//! read. Pure: no I/O, no clock. The only folder that names `feed-rs`.
//!
//! Every XML document goes through our own reader (`xml` to a tree, `read/` to entries), which no fault stops: one bad
//! item costs one item. `feed-rs` reads it beside that, strictly. Where it finds the same entries and nothing was
//! mended the document is [`Quality::Strict`]; where characters, names or references had to be mended it is
//! [`Quality::Repaired`]; where tags had to be guessed, entry by entry, it is [`Quality::Salvaged`].

mod canonical;
mod date;
mod decode;
mod discover;
mod hints;
mod html;
mod json;
pub mod opml;
mod plain;
mod read;
mod sniff;
mod strict;
mod xml;

#[cfg(test)]
mod tests;

pub use canonical::absolute;
pub use canonical::canonical_url;
pub use date::parse as parse_date;
pub use decode::Markup;
pub use decode::to_text;
pub use discover::FeedLink;
pub use discover::discover;
pub use discover::feed_links;
pub use hints::Hints;
pub use html::lines as lines_of_html;
pub use plain::clean_line;
pub use plain::decode_entities;
pub use plain::line_of_html;
pub use plain::strip_tags;

use crate::model::Entry;
use crate::model::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// Entries kept of one document, the first ones; the rest are not read and a problem says so.
pub const MAX_ENTRIES: usize = 2_000;
/// Problems kept of one document; further ones are not recorded.
pub const MAX_PROBLEMS: usize = 50;

/// How well a document read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// As it stands.
    #[default]
    Strict,
    /// After characters, references, names or versions were mended.
    Repaired,
    /// Entry by entry, since its tags do not match or it breaks off.
    Salvaged,
}

impl Quality {
    /// The word for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            Quality::Strict => "strict",
            Quality::Repaired => "repaired",
            Quality::Salvaged => "salvaged",
        }
    }
}

/// A sitemap that an index of sitemaps lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Child {
    /// Absolute URL.
    pub url: String,
    /// When the index says that it changed.
    pub updated: Option<Timestamp>,
}

/// What one feed document says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is written in: `rss`, `atom`, `rdf`, `cdf`, `json`, `sitemap`, `sitemap index`.
    pub format: &'static str,
    /// How well it read.
    pub quality: Quality,
    /// The feed's own title, one plain line.
    pub title: Option<String>,
    /// What the feed says of itself, one plain line.
    pub description: Option<String>,
    /// Absolute URL of the site that the feed belongs to.
    pub site: Option<String>,
    /// BCP 47 tag as stated.
    pub language: Option<String>,
    /// When the feed says that it last changed.
    pub updated: Option<Timestamp>,
    /// What it asks of those who poll it.
    pub hints: Hints,
    /// Its entries in document order, at most [`MAX_ENTRIES`].
    pub entries: Vec<Entry>,
    /// Entries of which nothing could be read.
    pub lost: u32,
    /// Faults that were mended, counted.
    pub mended: u32,
    /// The sitemaps of an index, what changed last first.
    pub children: Vec<Child>,
    /// What was mended, cut or lost, a sentence each, at most [`MAX_PROBLEMS`].
    pub problems: Vec<String>,
}

/// Why a body is no readable feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// Nothing but whitespace.
    #[error("{url}: the body is empty; the server answered but sent no feed")]
    Empty {
        /// The address it came from.
        url: String,
    },
    /// A web page: an error page, a login, or the site instead of its feed.
    #[error("{url}: this is an HTML page, not a feed; {}", offered(feeds))]
    HtmlPage {
        /// The address it came from.
        url: String,
        /// The feeds that it links to.
        feeds: Vec<FeedLink>,
    },
    /// A page that asks whether the reader is a person.
    #[error(
        "{url}: the site answered with a check for robots instead of its feed; ask the publisher for access, or try another address of theirs"
    )]
    Challenge {
        /// The address it came from.
        url: String,
    },
    /// A sitemap that lists addresses without news.
    #[error(
        "{url}: this sitemap lists pages without headlines or dates of publication; give the publisher's news sitemap, which has news:news elements"
    )]
    PlainSitemap {
        /// The address it came from.
        url: String,
    },
    /// XML or JSON, but of another kind: a sitemap, an OPML list, an API's answer.
    #[error("{url}: this is {what}, not an RSS, Atom or JSON feed; give the feed's own address")]
    NotAFeed {
        /// The address it came from.
        url: String,
        /// What it is instead, with its article.
        what: String,
    },
    /// Neither XML nor JSON.
    #[error("{url}: this is neither XML nor JSON; check that the address is a feed's")]
    NotMarkup {
        /// The address it came from.
        url: String,
    },
    /// A feed from which not one entry could be read.
    #[error("{url}: the feed is too damaged to read any entry of it ({reason})")]
    Parser {
        /// The address it came from.
        url: String,
        /// What the parser said.
        reason: String,
    },
}

impl FeedError {
    /// A stable short name, for counters and the feed's row.
    pub fn name(&self) -> &'static str {
        match self {
            FeedError::Empty { .. } => "feed_empty",
            FeedError::HtmlPage { .. } => "feed_html",
            FeedError::Challenge { .. } => "feed_challenge",
            FeedError::PlainSitemap { .. } => "feed_sitemap",
            FeedError::NotAFeed { .. } => "feed_other",
            FeedError::NotMarkup { .. } => "feed_not_markup",
            FeedError::Parser { .. } => "feed_parser",
        }
    }
}

/// Feeds that an error names; the others can be had from [`FeedError::HtmlPage`].
const MAX_OFFERED: usize = 3;

/// What to do about an HTML page.
fn offered(feeds: &[FeedLink]) -> String {
    if feeds.is_empty() {
        return "give the address of the feed itself; the page links to none".to_owned();
    }
    let urls: Vec<&str> = feeds
        .iter()
        .take(MAX_OFFERED)
        .map(|feed| feed.url.as_str())
        .collect();
    format!("it links to {}: give that address", urls.join(" and "))
}

/// The entries of a feed document. `base_url` is the address it came from in the end, against which relative links
/// are read; `content_type` the `Content-Type` header as sent, of which only the charset is used.
///
/// A feed without entries is a document without entries. Blocking and bounded: linear in the body but for what
/// the parser itself does.
///
/// # Errors
/// [`FeedError`] where the body is no feed, or none of its entries can be read.
pub fn parse(
    bytes: &[u8],
    base_url: &str,
    content_type: Option<&str>,
) -> Result<Document, FeedError> {
    let unpacked = decode::unpacked(bytes);
    let text = to_text(
        unpacked.as_deref().unwrap_or(bytes),
        content_type,
        Markup::Xml,
    );
    let mut document = match sniff::sniff(&text, base_url)? {
        sniff::Found::Json => json::read(&text, base_url)?,
        sniff::Found::Xml { root } => read_xml(&text, root, base_url)?,
        sniff::Found::Sitemap { at } => read_sitemap(text.get(at..).unwrap_or(&text), base_url)?,
    };
    document.problems.truncate(MAX_PROBLEMS);
    Ok(document)
}

/// A sitemap of news, or an index of sitemaps.
fn read_sitemap(text: &str, base_url: &str) -> Result<Document, FeedError> {
    let tree = xml::read(text, MAX_ENTRIES);
    let plain = || FeedError::PlainSitemap {
        url: base_url.to_owned(),
    };
    // An empty sitemap of a quiet hour tells by its vocabulary that it is one of news.
    let is_news = text.contains("schemas/sitemap-news");
    let mut document = read::sitemap(&tree, base_url, is_news).ok_or_else(plain)?;
    document.format = if document.children.is_empty() {
        "sitemap"
    } else {
        "sitemap index"
    };
    judge(&mut document, &tree, None);
    Ok(document)
}

/// By our own reader, with the strict one beside it.
fn read_xml(text: &str, root: sniff::Root, base_url: &str) -> Result<Document, FeedError> {
    // The declaration names an encoding that the text is no longer in.
    let mut tree = xml::read(text, MAX_ENTRIES);
    tree.faults.junk |= !tree.begins_with(&["rss", "feed", "rdf", "channel", "entry", "item"]);
    let mut document = read::document(&tree, base_url);
    document.format = root.kind.word();
    let strict = strict::read(text.get(root.at..).unwrap_or(text), base_url);
    let reason = match strict {
        Ok(feed) if feed.entries.len() >= document.entries.len().min(MAX_ENTRIES) => {
            strict::fill(&mut document, feed, base_url);
            None
        }
        Ok(feed) => Some(format!(
            "a strict reader finds {} entries",
            feed.entries.len()
        )),
        Err(reason) => Some(reason),
    };
    if document.entries.is_empty()
        && (document.lost > 0 || tree.faults.cut && document.title.is_none())
    {
        return Err(FeedError::Parser {
            url: base_url.to_owned(),
            reason: reason.unwrap_or_else(|| "no entry is whole".to_owned()),
        });
    }
    judge(&mut document, &tree, reason);
    Ok(document)
}

/// Says how well a document read. `reason` is why the strict reader does not read it.
fn judge(document: &mut Document, tree: &xml::Tree, reason: Option<String>) {
    let faults = &tree.faults;
    document.mended = faults.total();
    document.quality = if document.lost > 0 || faults.structural() {
        Quality::Salvaged
    } else if faults.total() > 0 || reason.is_some() {
        Quality::Repaired
    } else {
        return;
    };
    let mut what = faults.words();
    what.extend(reason.map(|reason| format!("strictly: {reason}")));
    let how = match document.quality {
        Quality::Salvaged => "was read entry by entry",
        _ => "was mended",
    };
    let sentence = format!(
        "the document is not well-formed and {how} ({})",
        what.join("; ")
    );
    document.problems.insert(0, sentence);
    if document.lost > 0 {
        let lost = document.lost;
        document
            .problems
            .insert(1, format!("{lost} entries were lost"));
    }
}

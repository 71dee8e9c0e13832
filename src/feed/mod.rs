//! Bytes of a feed document to entries, whatever the format and however broken: decode, sniff, strict parse,
//! repair, salvage. Pure: no I/O, no clock. The only folder that names `feed-rs`.
//!
//! A document that reads as it should goes through `feed-rs` once and is done. Otherwise its text is mended (junk
//! before the root, bare ampersands, control characters, an odd version, undeclared prefixes) and read again;
//! and if that is not enough, each item is cut out and read alone, so that one bad item costs one item.
//! Whatever was mended or lost is told in [`Document::problems`].

mod canonical;
mod convert;
mod date;
mod decode;
mod discover;
mod json;
mod mend;
pub mod opml;
mod plain;
mod salvage;
mod sniff;
mod strict;

#[cfg(test)]
mod tests;

pub use canonical::absolute;
pub use canonical::canonical_url;
pub use date::parse as parse_date;
pub use decode::Markup;
pub use decode::to_text;
pub use discover::FoundFeed;
pub use discover::MAX_FOUND;
pub use discover::discover;
pub use plain::clean_line;
pub use plain::decode_entities;
pub use plain::line_of_html;
pub use plain::strip_tags;

use crate::model::Entry;

/// Entries kept of one document, the first ones; the rest are not read and a problem says so.
pub const MAX_ENTRIES: usize = 2_000;
/// Problems kept of one document; further ones are not recorded.
pub const MAX_PROBLEMS: usize = 50;

/// What one feed document says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The feed's own title, one plain line.
    pub title: Option<String>,
    /// Absolute URL of the site that the feed belongs to.
    pub site: Option<String>,
    /// BCP 47 tag as stated.
    pub language: Option<String>,
    /// Its entries in document order, at most [`MAX_ENTRIES`].
    pub entries: Vec<Entry>,
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
    #[error(
        "{url}: this is an HTML page, not a feed; give the address of the feed itself, which the page usually links to"
    )]
    HtmlPage {
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
            FeedError::NotAFeed { .. } => "feed_other",
            FeedError::NotMarkup { .. } => "feed_not_markup",
            FeedError::Parser { .. } => "feed_parser",
        }
    }
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
    let text = to_text(bytes, content_type, Markup::Xml);
    let mut document = match sniff::sniff(&text, base_url)? {
        sniff::Found::Json => json::read(&text, base_url)?,
        sniff::Found::Xml { root } => read_xml(&text, root, base_url)?,
    };
    document.problems.truncate(MAX_PROBLEMS);
    Ok(document)
}

/// Strictly, then mended, then item by item.
fn read_xml(text: &str, root: sniff::Root, base_url: &str) -> Result<Document, FeedError> {
    let items = salvage::count_items(text, root.kind);
    // The declaration names an encoding that the text is no longer in, and whatever stands before the root is not the feed's.
    let body = text.get(root.at..).unwrap_or(text);
    let first = strict::read(body, base_url);
    if let Ok(document) = &first
        && (items == 0 || !document.entries.is_empty())
    {
        return first.map_err(|reason| FeedError::Parser {
            url: base_url.to_owned(),
            reason,
        });
    }
    let reason = first.err().unwrap_or_else(|| "no entry found".to_owned());
    let mended = mend::mend(body, root.kind);
    if let Ok(mut document) = strict::read(&mended.text(), base_url)
        && document.entries.len() >= items.min(MAX_ENTRIES)
    {
        document.problems.insert(
            0,
            format!("the document is not well-formed and was mended ({reason})"),
        );
        return Ok(document);
    }
    let mut document = salvage::read(&mended, root.kind, base_url);
    if document.entries.is_empty() {
        return Err(FeedError::Parser {
            url: base_url.to_owned(),
            reason,
        });
    }
    document.problems.insert(
        0,
        format!("the document is not well-formed and was read item by item ({reason})"),
    );
    Ok(document)
}

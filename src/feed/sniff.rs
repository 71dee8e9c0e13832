//! What a body is, by its first tags: a feed, a web page, something else. Reads no entry.

use super::FeedError;
use super::plain::cut;

/// The formats that XML feeds come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<rss>`, whatever its version.
    Rss,
    /// `<feed>` or a lone `<entry>`.
    Atom,
    /// `<rdf:RDF>`, RSS 1.0 and 0.90.
    Rdf,
}

/// Where the root element of an XML feed stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// Byte offset of its `<`.
    pub at: usize,
    /// Its format.
    pub kind: Kind,
}

/// A body that may be a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A JSON object.
    Json,
    /// XML with a feed's root element.
    Xml {
        /// That element.
        root: Root,
    },
}

/// Elements that are looked at before a document without a feed's root is given up.
const MAX_TAGS: usize = 2_000;

/// What `text` is, or why it is no feed.
pub(super) fn sniff(text: &str, url: &str) -> Result<Found, FeedError> {
    let url = || url.to_owned();
    let blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    let trimmed = text.trim_start_matches(blank);
    if trimmed.is_empty() {
        return Err(FeedError::Empty { url: url() });
    }
    if trimmed.starts_with('{') {
        return Ok(Found::Json);
    }
    if trimmed.starts_with('[') {
        let what = "a JSON list".to_owned();
        return Err(FeedError::NotAFeed { url: url(), what });
    }
    let mut first = None;
    let mut seen = 0;
    for (at, _) in text.match_indices('<') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let name = name_of(rest);
        let lower = name.to_ascii_lowercase();
        if lower.starts_with("!doctype") && html_doctype(rest) || lower == "html" {
            return Err(FeedError::HtmlPage { url: url() });
        }
        let local = lower.rsplit(':').next().unwrap_or(&lower);
        let kind = match local {
            "rss" => Some(Kind::Rss),
            "feed" | "entry" => Some(Kind::Atom),
            "rdf" if lower != "rdf" || rest.contains("xmlns") => Some(Kind::Rdf),
            _ => None,
        };
        if let Some(kind) = kind {
            return Ok(Found::Xml {
                root: Root { at, kind },
            });
        }
        if first.is_none() && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            first = Some(local.to_owned());
        }
        seen += 1;
        if seen >= MAX_TAGS {
            break;
        }
    }
    Err(match first.as_deref() {
        None => FeedError::NotMarkup { url: url() },
        Some("head" | "body" | "script" | "div" | "p" | "title" | "meta" | "br" | "center") => {
            FeedError::HtmlPage { url: url() }
        }
        Some(name) => FeedError::NotAFeed {
            url: url(),
            what: match name {
                "urlset" | "sitemapindex" => "a sitemap".to_owned(),
                "opml" => "an OPML list of feeds".to_owned(),
                other => format!("an XML document with the root <{}>", cut(other, 40)),
            },
        },
    })
}

/// The name at the front of what follows a `<`.
fn name_of(rest: &str) -> &str {
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || "!?:_-".contains(c)))
        .unwrap_or(rest.len());
    cut(rest.get(..end).unwrap_or_default(), 64)
}

/// Whether a document type is that of a web page.
fn html_doctype(rest: &str) -> bool {
    let mut words = rest.split(|c: char| c.is_whitespace() || c == '>');
    words
        .find(|w| !w.is_empty() && !w.starts_with('!'))
        .is_some_and(|w| w.eq_ignore_ascii_case("html"))
}

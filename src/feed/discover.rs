//! The feeds that a web page names: `<link rel="alternate">`, and links that look like feeds where there is none.
//! Pure; reads tags only, and asks nobody whether there is a feed behind them.

use super::canonical::absolute;
use super::decode::Markup;
use super::decode::to_text;
use super::plain::decode_entities;

/// Feeds taken from one page, the first ones; further ones are left out.
pub const MAX_FOUND: usize = 100;
/// Tags looked at; behind them the page is not read.
const MAX_TAGS: usize = 50_000;
/// Longest tag read, in bytes; a longer one is passed over.
const MAX_TAG: usize = 8 * 1024;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFeed {
    /// Its absolute address.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
    /// Whether the page declares it as a feed; else a link merely looks like one.
    pub declared: bool,
}

/// The feeds that a page names, those it declares first, feeds of comments last. `base_url` is where the page came from.
pub fn discover(bytes: &[u8], base_url: &str, content_type: Option<&str>) -> Vec<FoundFeed> {
    let text = to_text(bytes, content_type, Markup::Html);
    let mut base = base_url.to_owned();
    let mut found: Vec<FoundFeed> = Vec::new();
    for (at, _) in text.match_indices('<').take(MAX_TAGS) {
        let rest = text.get(at + 1..).unwrap_or_default();
        let Some((name, attributes)) = tag(rest) else {
            continue;
        };
        let get = |key: &str| attribute(attributes, key);
        let (href, declared) = match name.as_str() {
            "base" => {
                if let Some(url) = get("href").and_then(|href| absolute(&href, base_url)) {
                    base = url;
                }
                continue;
            }
            "link" if is_feed_link(get("rel").as_deref(), get("type").as_deref()) => {
                (get("href"), true)
            }
            "a" => (get("href").filter(|href| looks_like_feed(href)), false),
            _ => continue,
        };
        let Some(url) = href.and_then(|href| absolute(href.trim(), &base)) else {
            continue;
        };
        let web = url.starts_with("http://") || url.starts_with("https://");
        if web && found.len() < MAX_FOUND && found.iter().all(|known| known.url != url) {
            let title = get("title").filter(|title| !title.trim().is_empty());
            found.push(FoundFeed {
                url,
                title,
                declared,
            });
        }
    }
    found.sort_by_key(|feed| (!feed.declared, is_comments(feed)));
    found
}

fn is_feed_link(rel: Option<&str>, kind: Option<&str>) -> bool {
    let rel = rel.unwrap_or_default().to_ascii_lowercase();
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_owned();
    let is_feed = matches!(
        kind.as_str(),
        "application/rss+xml"
            | "application/atom+xml"
            | "application/feed+json"
            | "application/rdf+xml"
            | "text/rss+xml"
            | "application/x.atom+xml"
    );
    let rels = || rel.split_ascii_whitespace();
    is_feed && rels().any(|r| r == "alternate" || r == "feed") && rels().all(|r| r != "stylesheet")
}

/// Whether a link's address has the look of a feed's: its last part or a whole part of it says so.
fn looks_like_feed(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/').to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    [
        ".rss",
        ".rdf",
        ".atom",
        "rss.xml",
        "atom.xml",
        "feed.xml",
        "feed.json",
        "index.xml",
    ]
    .iter()
    .any(|end| last.ends_with(end))
        || matches!(last, "rss" | "feed" | "atom" | "feeds")
}

fn is_comments(feed: &FoundFeed) -> bool {
    let named = |text: &str| text.to_ascii_lowercase().contains("comment");
    named(&feed.url) || feed.title.as_deref().is_some_and(named)
}

/// The name of the tag that `rest` begins with, in lower case, and the text of its attributes.
fn tag(rest: &str) -> Option<(String, &str)> {
    let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    let name = rest
        .get(..end)
        .filter(|name| !name.is_empty() && name.len() <= 4)?;
    let name = name.to_ascii_lowercase();
    if !matches!(name.as_str(), "link" | "a" | "base") {
        return None;
    }
    let close = rest.bytes().take(MAX_TAG).position(|b| b == b'>')?;
    Some((name, rest.get(end..close)?))
}

/// The value of an attribute, entities resolved.
fn attribute(attributes: &str, key: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        rest = &rest[start..];
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace() || c == '>')
            .unwrap_or(rest.len());
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            continue;
        };
        let after = after.trim_start();
        let (value, behind) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &after[1..];
                let close = inner.find(quote).unwrap_or(inner.len());
                (&inner[..close], inner.get(close + 1..).unwrap_or_default())
            }
            _ => {
                let close = after.find(char::is_whitespace).unwrap_or(after.len());
                after.split_at(close)
            }
        };
        if name.eq_ignore_ascii_case(key) {
            return Some(decode_entities(value));
        }
        rest = behind;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_found_where_pages_name_them() {
        let check = |page: &str, expect: &[&str]| {
            let found = discover(page.as_bytes(), "https://a.example/news/", None);
            let urls: Vec<&str> = found.iter().map(|f| f.url.as_str()).collect();
            assert_eq!(urls, expect, "{page}");
        };
        check(
            r#"<LINK REL=alternate type="application/rss+xml; charset=utf-8" href='/feed?a=1&amp;b=2' title=News>"#,
            &["https://a.example/feed?a=1&b=2"],
        );
        check(
            r#"<base href="https://b.example/x/"><link rel="alternate" type="application/atom+xml" href="atom">"#,
            &["https://b.example/x/atom"],
        );
        check(
            r#"<link rel=alternate type=application/rss+xml href=/comments/feed><link rel=alternate type=application/rss+xml href=/feed><a href="/rss.xml">RSS</a><a href="/story-about-feed-prices">x</a>"#,
            &[
                "https://a.example/feed",
                "https://a.example/comments/feed",
                "https://a.example/rss.xml",
            ],
        );
        check(
            r#"<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet alternate" type="application/rss+xml" href="/x"><a href="javascript:feed">x</a><link rel="alternate" type="application/rss+xml"><link"#,
            &[],
        );
        check(
            "<a href=/feed><a href=/feed/>",
            &["https://a.example/feed", "https://a.example/feed/"],
        );
        check("", &[]);
    }
}

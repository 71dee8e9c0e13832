//! The feeds that a web page links to. Knows `link` and `a` elements; builds no tree.

use super::canonical::absolute;
use super::decode::Markup;
use super::decode::to_text;
use super::plain::decode_entities;
use super::plain::line_of_html;
use super::xml::scan;

/// Feeds kept of one page, the first ones.
const MAX_FEEDS: usize = 16;
/// Bytes at the front of a page that are looked at; a link further on is not found.
const WINDOW: usize = 512 * 1024;

/// A feed that a page offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct FeedLink {
    /// Absolute URL.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
    /// Media type as stated.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether the page declares it as a feed; else a link merely looks like one.
    #[serde(skip)]
    pub declared: bool,
}

/// The same as [`feed_links`], of a page as it was fetched; feeds of comments come last.
pub fn discover(bytes: &[u8], url: &str, content_type: Option<&str>) -> Vec<FeedLink> {
    let mut found = feed_links(&to_text(bytes, content_type, Markup::Html), url);
    found.sort_by_key(is_comments);
    found
}

fn is_comments(link: &FeedLink) -> bool {
    let named = |text: &str| text.to_ascii_lowercase().contains("comment");
    named(&link.url) || link.title.as_deref().is_some_and(named)
}

/// The feeds that the page `html` from `url` offers: its `link rel="alternate"` elements of a feed's type; where there
/// are none, its links whose address looks like that of a feed.
pub fn feed_links(html: &str, url: &str) -> Vec<FeedLink> {
    let html = super::plain::cut(html, WINDOW);
    let mut base = url.to_owned();
    let mut found: Vec<FeedLink> = Vec::new();
    let mut guessed: Vec<FeedLink> = Vec::new();
    for (at, _) in html.match_indices('<') {
        let rest = html.get(at..).unwrap_or_default();
        let name = super::html::name_of(rest.get(1..).unwrap_or_default()).to_ascii_lowercase();
        if !matches!(name.as_str(), "link" | "a" | "base") {
            continue;
        }
        let Some(tag) = scan::start_tag(rest) else {
            break;
        };
        let attribute = |wanted: &str| {
            let mut attributes = tag.attributes.iter();
            let found = attributes.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| decode_entities(value).trim().to_owned())
        };
        let Some(href) = attribute("href").filter(|href| !href.is_empty()) else {
            continue;
        };
        // `feed:` is written before an address, or in the place of its scheme.
        let plain = href.strip_prefix("feed:").unwrap_or(&href);
        let plain = if plain.starts_with("//") && href.starts_with("feed:") {
            format!("http:{plain}")
        } else {
            plain.to_owned()
        };
        let Some(address) = absolute(&plain, &base) else {
            continue;
        };
        if name == "base" {
            base = address;
            continue;
        }
        let kind = attribute("type").unwrap_or_default().to_ascii_lowercase();
        let rel = attribute("rel").unwrap_or_default().to_ascii_lowercase();
        let is_alternate = rel
            .split_whitespace()
            .any(|word| matches!(word, "alternate" | "feed"));
        // A style sheet of a feed is none, and only what the web serves can be polled.
        let is_style = rel.split_whitespace().any(|word| word == "stylesheet");
        if is_style || !(address.starts_with("http://") || address.starts_with("https://")) {
            continue;
        }
        let declared = is_alternate && is_feed_type(&kind) && !is_interface(&kind, &address);
        let link = FeedLink {
            declared,
            title: attribute("title")
                .map(|title| line_of_html(&title))
                .filter(|title| !title.is_empty()),
            kind: kind.clone(),
            url: address,
        };
        let list = if declared {
            &mut found
        } else if looks_like_feed(&link.url) {
            &mut guessed
        } else {
            continue;
        };
        if list.len() < MAX_FEEDS && !list.iter().any(|known| known.url == link.url) {
            list.push(link);
        }
    }
    if found.is_empty() { guessed } else { found }
}

/// Whether an address is that of the page itself in another form, for programs: what WordPress and oEmbed declare as
/// alternates in JSON or XML.
fn is_interface(kind: &str, address: &str) -> bool {
    let is_loose = kind.contains("application/json") || kind.contains("xml") && !kind.contains('+');
    let path = address.split('#').next().unwrap_or(address);
    is_loose
        && ["/wp-json", "rest_route=", "oembed", "/api/"]
            .iter()
            .any(|part| path.contains(part))
}

/// Whether a media type is that of a feed. JSON counts only where it says that it is one.
fn is_feed_type(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    matches!(
        kind,
        "application/rss+xml"
            | "application/atom+xml"
            | "application/rdf+xml"
            | "application/feed+json"
            | "application/json"
            | "text/xml"
            | "application/xml"
            | "application/x.atom+xml"
            | "application/x-atom+xml"
    )
}

/// Whether an address reads like that of a feed.
fn looks_like_feed(url: &str) -> bool {
    let path = url
        .split(['?', '#'])
        .next()
        .unwrap_or(url)
        .to_ascii_lowercase();
    let path = path.trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    [".rss", ".atom", ".rdf"]
        .iter()
        .any(|end| last.ends_with(end))
        || matches!(
            last,
            "feed"
                | "rss"
                | "atom"
                | "feed.xml"
                | "rss.xml"
                | "atom.xml"
                | "index.xml"
                | "feed.json"
                | "feeds.xml"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_offers_its_feeds() {
        for (html, expect) in [
            (
                "<html><head><link rel=alternate type='application/rss+xml' title='All &amp; more' href='/all.xml'><link rel='stylesheet' href='a.css'>",
                vec!["https://site.example/all.xml"],
            ),
            (
                "<link href=\"feed.json?a=1&amp;b=2\" type=\"application/feed+json\" rel=\"alternate feed\"/><a href='/rss'>RSS</a>",
                vec!["https://site.example/news/feed.json?a=1&b=2"],
            ),
            (
                "<base href='https://other.example/x/'><a href='rss.xml'>x</a><a href='about'>y</a>",
                vec!["https://other.example/x/rss.xml"],
            ),
            (
                "<a href='feed:https://site.example/feed/'>x</a>",
                vec!["https://site.example/feed/"],
            ),
            ("<link rel=alternate hreflang=de href='/de/'>", vec![]),
            (
                "<link rel=alternate type=application/rss+xml href=/comments/feed><link rel=alternate type='application/rss+xml; charset=utf-8' href=/feed><a href='/rss.xml'>x</a>",
                vec![
                    "https://site.example/feed",
                    "https://site.example/comments/feed",
                ],
            ),
            (
                "<link rel='stylesheet alternate' type='application/rss+xml' href='/x'><a href='javascript:feed'>x</a>",
                vec![],
            ),
            ("<a href='", vec![]),
            (
                "<link rel='alternate' title='JSON' type='application/json' href='https://site.example/wp-json/wp/v2/posts/77'><link rel=alternate type=application/json href='/?rest_route=/wp/v2/pages/2'><link rel=alternate type='text/xml+oembed' href='/wp-json/oembed/1.0/embed?url=x&format=xml'><link rel=alternate type=application/json href=/feed.json>",
                vec!["https://site.example/feed.json"],
            ),
        ] {
            let links = discover(html.as_bytes(), "https://site.example/news/", None);
            let urls: Vec<&str> = links.iter().map(|link| link.url.as_str()).collect();
            assert_eq!(urls, expect, "{html}");
        }
    }
}

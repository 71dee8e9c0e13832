//! `feed-rs`' model to ours: what the document states and nothing that the crate made up, within bounds.

use super::Document;
use super::MAX_ENTRIES;
use super::canonical::absolute;
use super::plain::clean_line;
use super::plain::cut;
use super::plain::line_of_html;
use crate::model::Entry;
use crate::model::Timestamp;
use chrono::DateTime;
use chrono::Utc;
use feed_rs::model::Feed;
use feed_rs::model::FeedType;
use feed_rs::model::Link;
use feed_rs::model::Person;
use feed_rs::model::Text;

/// Longest title, name or category in bytes; a longer one is cut at a character boundary.
const MAX_LINE: usize = 1_000;
/// Longest link or guid in bytes; a longer one is left out and a problem says so.
const MAX_ID: usize = 2_048;
/// Longest summary or content in bytes; a longer one is cut at a character boundary and a problem says so.
const MAX_MARKUP: usize = 1 << 20;
/// Authors kept of one entry, the first ones.
const MAX_AUTHORS: usize = 32;
/// Categories kept of one entry, the first ones.
const MAX_CATEGORIES: usize = 64;

/// The whole document.
pub(super) fn document(feed: Feed, base_url: &str) -> Document {
    let is_rss = matches!(
        feed.feed_type,
        FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2
    );
    let mut problems = Vec::new();
    if feed.entries.len() > MAX_ENTRIES {
        problems.push(format!(
            "{} entries in one document; only the first {MAX_ENTRIES} were read",
            feed.entries.len()
        ));
    }
    let mut entries = Vec::with_capacity(feed.entries.len().min(MAX_ENTRIES));
    for (at, raw) in feed.entries.into_iter().take(MAX_ENTRIES).enumerate() {
        let mut told = |what: String| problems.push(format!("entry {}: {what}", at + 1));
        entries.push(entry(raw, is_rss, base_url, &mut told));
    }
    Document {
        title: feed
            .title
            .map(|t| line(&t, is_rss))
            .filter(|t| !t.is_empty()),
        site: page_link(&feed.links).and_then(|href| absolute(href, base_url)),
        language: feed
            .language
            .map(|l| clean_line(&l))
            .filter(|l| !l.is_empty() && l.len() <= 35),
        entries,
        problems,
    }
}

/// One entry.
fn entry(
    raw: feed_rs::model::Entry,
    is_rss: bool,
    base_url: &str,
    problem: &mut dyn FnMut(String),
) -> Entry {
    let published = raw.published.map(time);
    // The crate copies an RSS item's date of publication here, which says nothing of a change.
    let updated = raw
        .updated
        .map(time)
        .filter(|u| !is_rss || Some(*u) != published);
    let guid = Some(raw.id.trim().to_owned()).filter(|g| !g.is_empty());
    let permalink = guid.as_deref().filter(|g| is_rss && g.starts_with("http"));
    let link = page_link(&raw.links)
        .and_then(|href| absolute(href, base_url))
        .or_else(|| absolute(permalink?, base_url));
    let mut short = |value: Option<String>, what: &str| {
        let fits = value.as_ref().is_none_or(|v| v.len() <= MAX_ID);
        if !fits {
            problem(format!(
                "its {what} is longer than {MAX_ID} bytes and was left out"
            ));
        }
        value.filter(|_| fits)
    };
    let guid = short(guid, "guid");
    let link = short(link, "link");
    let mut body = |value: Option<String>, what: &str| {
        let value = value.filter(|v| !v.trim().is_empty())?;
        if value.len() <= MAX_MARKUP {
            return Some(value);
        }
        problem(format!("its {what} was cut after {MAX_MARKUP} bytes"));
        Some(cut(&value, MAX_MARKUP).to_owned())
    };
    Entry {
        guid,
        link,
        title: raw.title.map(|t| line(&t, is_rss)).unwrap_or_default(),
        authors: raw
            .authors
            .iter()
            .filter_map(author)
            .take(MAX_AUTHORS)
            .collect(),
        published,
        updated,
        summary: body(raw.summary.map(|s| s.content), "summary"),
        content: body(raw.content.and_then(|c| c.body), "content"),
        categories: raw
            .categories
            .into_iter()
            .map(|c| short_line(&c.label.unwrap_or(c.term)))
            .filter(|c| !c.is_empty())
            .take(MAX_CATEGORIES)
            .collect(),
    }
}

/// A title as one plain line. RSS never says whether its titles are HTML, and publishers write them so; Atom and JSON say it.
fn line(text: &Text, is_rss: bool) -> String {
    let is_html = is_rss || text.content_type.as_ref() != "text/plain";
    if is_html {
        cut(&line_of_html(&text.content), MAX_LINE).to_owned()
    } else {
        cut(&clean_line(&text.content), MAX_LINE).to_owned()
    }
}

/// A name or category, which may hold entities in every format, as one plain line.
fn short_line(text: &str) -> String {
    cut(&line_of_html(text), MAX_LINE).to_owned()
}

/// A person's name, else their address.
fn author(person: &Person) -> Option<String> {
    let text = person.name.as_deref().or(person.email.as_deref())?;
    Some(short_line(text)).filter(|name| !name.is_empty() && name != "unknown")
}

/// The link that leads to a page for people: no relation or `alternate`, HTML before other types, never comments or the feed itself.
fn page_link(links: &[Link]) -> Option<&str> {
    let pages = links.iter().filter(|link| {
        let rel = link.rel.as_deref().unwrap_or("alternate");
        rel == "alternate" && link.target.is_none() && !link.href.trim().is_empty()
    });
    let rank = |link: &&Link| match link.media_type.as_deref() {
        None | Some("text/html") => 0,
        Some(_) => 1,
    };
    pages.min_by_key(rank).map(|link| link.href.as_str())
}

/// A point in time, to the millisecond.
fn time(date: DateTime<Utc>) -> Timestamp {
    Timestamp::from(date)
}

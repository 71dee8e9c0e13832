//! The `[[feeds]]` tables: each checked, addresses resolved, doubles named. Knows nothing of what a feed contains.

use super::problem::Log;
use super::section::Section;
use super::section::shorten;
use super::settings::Pages;
use super::settings::Poll;
use super::settings::TABLES;
use super::value::FullText;
use super::value::Setting;
use crate::model::FeedId;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;
use toml::de::DeValue;
use url::Url;

/// Feeds of one configuration; more are refused. Polled every five minutes they would be 67 requests a second.
pub const MAX_FEEDS: usize = 20_000;

/// Longest outlet name, in characters: it is a column of every listing.
pub(super) const MAX_OUTLET: usize = 120;

/// The keys of a `[[feeds]]` table.
pub(super) const KEYS: &[&str] = &["url", "outlet", "interval", "full_text", "language"];

/// One feed to poll, checked and complete. Owned by the configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// Its absolute address; `http`, `https` or `file`.
    pub url: Url,
    /// The address as the file has it: the feed's identity, the same wherever the file lies.
    pub written: String,
    /// The publisher's name; the address's host where the file gives none.
    pub outlet: String,
    /// How often it is first polled, where the file says so for this feed; then it stands in for [`Poll::interval`].
    pub interval: Option<Duration>,
    /// Whether its stories' pages are fetched: the feed's own word, else [`Pages::full_text`].
    pub full_text: FullText,
    /// BCP 47 tag of its stories where they state none themselves.
    pub language: Option<String>,
    /// Whether it is asked "has it changed?"; off for a host that lies in answer.
    pub conditional: bool,
    /// The line of the file on which its address stands.
    pub line: usize,
}

impl Feed {
    /// Its id: by the address as written.
    pub fn id(&self) -> FeedId {
        FeedId::of_url(&self.written)
    }

    /// The address for logs and listings: as written, but without user name and password.
    pub fn shown(&self) -> String {
        if self.url.username().is_empty() && self.url.password().is_none() {
            return self.written.clone();
        }
        let mut url = self.url.clone();
        // Only addresses without a host refuse this, and those have no credentials.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.into()
    }
}

/// Reads every `[[feeds]]` table of `top`; each fault is reported and costs its own feed only.
pub(super) fn read(
    top: &Section<'_>,
    folder: &Path,
    poll: &Poll,
    pages: &Pages,
    log: &mut Log<'_>,
) -> Vec<Feed> {
    let Some(value) = top.get("feeds") else {
        return Vec::new();
    };
    let Some(tables) = value.get_ref().as_array() else {
        let message =
            "feeds must be tables, each headed [[feeds]] in double brackets on a line of its own";
        log.at(value.span(), message);
        return Vec::new();
    };
    if tables.len() > MAX_FEEDS {
        let message = format!(
            "{} feeds are more than the {MAX_FEEDS} that one service polls; split the file",
            tables.len()
        );
        log.at(value.span(), message);
    }
    let mut feeds = Vec::new();
    let mut lines_by_address: BTreeMap<String, usize> = BTreeMap::new();
    for item in tables.iter().take(MAX_FEEDS) {
        let Some((feed, span)) = read_one(item, folder, poll, pages, log) else {
            continue;
        };
        let first = *lines_by_address
            .entry(address_key(&feed.url))
            .or_insert(feed.line);
        if first != feed.line {
            let address = shorten(&feed.written);
            let message = format!(
                "feed {address} is listed twice: on line {first} and on line {}; remove one of them",
                feed.line
            );
            log.at(span, message);
        } else {
            feeds.push(feed);
        }
    }
    feeds
}

fn read_one(
    item: &Spanned<DeValue<'_>>,
    folder: &Path,
    poll: &Poll,
    pages: &Pages,
    log: &mut Log<'_>,
) -> Option<(Feed, Range<usize>)> {
    let Some(table) = item.get_ref().as_table() else {
        let kind = item.get_ref().type_str();
        log.at(
            item.span(),
            format!("a feed must be a table with a url; this is a {kind}"),
        );
        return None;
    };
    let section = Section::new("feeds", table, item.span());
    section.refuse_unknown(KEYS, TABLES, log);

    let interval = section.optional::<Duration>("interval", log);
    if let Some(interval) = interval {
        let range = poll.min_interval..=poll.max_interval;
        if !range.contains(&interval) {
            let (low, high) = (range.start().show(), range.end().show());
            let message = format!(
                "interval is {}; it must lie between min_interval ({low}) and max_interval ({high}) of [poll]",
                interval.show()
            );
            log.at(section.place_of("interval"), message);
        }
    }
    let full_text = section.optional::<FullText>("full_text", log);
    let language = section.optional::<String>("language", log);
    if language.as_deref().is_some_and(|tag| !is_language_tag(tag)) {
        let message = "language must be a BCP 47 tag such as \"en\" or \"en-GB\"";
        log.at(section.place_of("language"), message);
    }
    let outlet = section.optional::<String>("outlet", log);
    if let Some(name) = outlet.as_deref() {
        let length = name.trim().chars().count();
        if length == 0 || length > MAX_OUTLET || name.contains(char::is_control) {
            let message = format!(
                "outlet must be a name of 1 to {MAX_OUTLET} characters on one line; leave it out to use the address's host"
            );
            log.at(section.place_of("outlet"), message);
        }
    }

    if section.get("url").is_none() {
        let message = "this feed has no url; add one: url = \"https://…\"";
        log.at(item.span(), message);
    }
    let written = section.optional::<String>("url", log)?.trim().to_owned();
    let span = section.place_of("url");
    let url = resolve(&written, folder)
        .map_err(|message| log.at(span.clone(), message))
        .ok()?;
    let feed = Feed {
        outlet: outlet.map_or_else(|| host_name(&url), |name| name.trim().to_owned()),
        interval,
        full_text: full_text.unwrap_or(pages.full_text),
        language,
        conditional: true,
        line: log.place(span.start).0,
        url,
        written,
    };
    Some((feed, span))
}

/// The absolute address that `written` means in a file lying in `folder`; `Err` is a sentence that says what to write.
/// A relative `file:` address is relative to that folder.
pub(super) fn resolve(written: &str, folder: &Path) -> Result<Url, String> {
    let shown = shorten(written);
    let scheme = written.split(':').next().unwrap_or("").to_ascii_lowercase();
    if scheme == "file" {
        let rest = &written["file:".len().min(written.len())..];
        let base = Url::from_directory_path(folder).map_err(|()| {
            format!("{shown} is relative to a folder that has no absolute path; write file:///…")
        })?;
        return match base.join(rest) {
            Ok(url) if url.scheme() == "file" && url.host().is_none() && !rest.is_empty() => {
                Ok(url)
            }
            _ => Err(format!(
                "{shown} names no file here; write file:folder/feed.xml (from this file's folder) or file:///path/feed.xml"
            )),
        };
    }
    match Url::parse(written) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        Ok(url) if written.contains("://") => Err(format!(
            "{shown} has the scheme '{}'; feeds are read through http, https or file",
            url.scheme()
        )),
        Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase) => Err(format!(
            "{shown} is not a full address; write it with its scheme, as https://example.org/feed.xml"
        )),
        Err(error) => Err(format!("{shown} is not a valid address: {error}")),
    }
}

/// What two addresses of one feed have in common: all but scheme (`http` or `https`) and fragment.
pub(super) fn address_key(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    let text = url.as_str();
    let after_scheme = text
        .strip_prefix("https:")
        .or_else(|| text.strip_prefix("http:"));
    after_scheme.unwrap_or(text).to_owned()
}

/// The name of an outlet that has been given none.
fn host_name(url: &Url) -> String {
    let file_name = || url.path_segments()?.next_back();
    let name = url.host_str().or_else(file_name).unwrap_or("unknown");
    name.strip_prefix("www.").unwrap_or(name).to_owned()
}

fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or("");
    let letters = primary.bytes().all(|b| b.is_ascii_alphabetic());
    letters
        && (2..=8).contains(&primary.len())
        && subtags
            .all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
}

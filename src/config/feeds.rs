//! The `[[feeds]]` tables: each checked, addresses resolved, doubles named. Knows nothing of what a feed contains.

use super::access::Access;
use super::habits;
use super::habits::Habits;
use super::habits::Patterns;
use super::problem::Log;
use super::section::Section;
use super::section::shorten;
use super::settings::Pages;
use super::settings::Poll;
use super::settings::TABLES;
use super::value::FullText;
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
pub(super) const KEYS: &[&str] = &[
    "url",
    "outlet",
    "groups",
    "interval",
    "full_text",
    "language",
    "conditional",
    "recheck",
    "headers",
    "user",
    "password_from",
    "token_from",
    "proxy",
    "ca_file",
    "user_agent_suffix",
    "include",
    "exclude",
];

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
    /// The names of the groups that it is in, outermost first, as lists of feeds (OPML) have them.
    pub groups: Vec<String>,
    /// Whether it is asked "has it changed?"; off for a host that lies in answer.
    pub conditional: bool,
    /// Whether its stories' pages are looked at again after they were read.
    pub recheck: bool,
    /// How its host is asked.
    pub access: Access,
    /// Of its entries only those with all of this; all where nothing is looked for.
    pub include: Patterns,
    /// Of its entries none with any of this.
    pub exclude: Patterns,
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

/// What holds for feeds that say nothing themselves.
#[derive(Default)]
struct Base {
    all: Habits,
    outlets: BTreeMap<String, Habits>,
}

impl Base {
    fn read(top: &Section<'_>, folder: &Path, poll: &Poll, log: &mut Log<'_>) -> Base {
        let section = top.child("feed_defaults", log);
        section.refuse_unknown(habits::KEYS, &[("feeds", KEYS)], log);
        let all = Habits::read(&section, folder, poll, log);
        let mut outlets = BTreeMap::new();
        let named = top.child("outlets", log);
        for (name, value) in named.entries() {
            let Some(table) = value.get_ref().as_table() else {
                let message = format!(
                    "'{}' must be a table, headed [outlets.\"NAME\"] on a line of its own",
                    shorten(name)
                );
                log.at(value.span(), message);
                continue;
            };
            let section = Section::new("outlets", table, value.span());
            section.refuse_unknown(habits::KEYS, &[("feeds", KEYS)], log);
            let habits = Habits::read(&section, folder, poll, log);
            outlets.insert(name.trim().to_owned(), habits);
        }
        Base { all, outlets }
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
    let base = Base::read(top, folder, poll, log);
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
        let Some((feed, span)) = read_one(item, folder, poll, pages, &base, log) else {
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
    base: &Base,
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

    let habits = Habits::read(&section, folder, poll, log);
    let groups = section.optional::<Vec<String>>("groups", log);
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
    let outlet = outlet.map_or_else(|| host_name(&url), |name| name.trim().to_owned());
    let habits = match base.outlets.get(&outlet) {
        Some(of_outlet) => habits.over(of_outlet),
        None => habits,
    };
    let habits = habits.over(&base.all);
    let feed = Feed {
        outlet,
        groups: groups.unwrap_or_default(),
        interval: habits.interval,
        full_text: habits.full_text.unwrap_or(pages.full_text),
        language: habits.language,
        conditional: habits.conditional.unwrap_or(true),
        recheck: habits.recheck.unwrap_or(true),
        access: habits.access,
        include: habits.include.unwrap_or_default(),
        exclude: habits.exclude.unwrap_or_default(),
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

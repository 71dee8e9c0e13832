//! The `[[feeds]]` tables: each checked, addresses resolved, doubles named. Knows nothing of what a feed contains.

use super::access::Access;
use super::define::Key;
use super::define::joined;
use super::habits;
use super::habits::Habits;
use super::habits::Patterns;
use super::mask::without_secrets;
use super::problem::Log;
use super::section::Section;
use super::section::Sheet;
use super::section::shorten;
use super::settings::Pages;
use super::settings::Poll;
use super::settings::TABLES;
use super::value::FullText;
use crate::model::FeedId;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use toml::Spanned;
use toml::de::DeValue;
use url::Url;

/// Feeds of one configuration; more are refused. Polled every five minutes they would be 67 requests a second.
pub const MAX_FEEDS: usize = 20_000;

/// Longest outlet name, in characters: it is a column of every listing.
pub(super) const MAX_OUTLET: usize = 120;

keys! { OWN, SHOWN {
    /// Its address: http, https, or file: (relative to this file's folder, or file:///…). The only key that is needed.
    url = "\"https://example.org/feed.xml\"";
    /// The publisher's name in every listing; the address's host where it is left out.
    outlet = "\"example.org\"";
    /// Groups that it is in, outermost first; `sayso feeds import` and `export` keep them.
    groups = "[]";
} }

/// The keys of a `[[feeds]]` table.
pub(super) const KEYS: &[&str] = &joined::<{ OWN.len() + habits::KEYS.len() }>(OWN, habits::KEYS);

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
    /// The fragment that lists it; `None` for the configuration's own file.
    pub fragment: Option<PathBuf>,
    /// The line of the file on which its address stands.
    pub line: usize,
    /// Asked for several times at each poll.
    id: FeedId,
    /// As `id`.
    shown: String,
}

impl Feed {
    /// Its id: by the address as written.
    pub fn id(&self) -> FeedId {
        self.id
    }

    /// The address for logs and listings: as written, but without secrets.
    pub fn shown(&self) -> String {
        self.shown.clone()
    }

    /// Where its address stands, for a message.
    pub fn place(&self) -> String {
        match &self.fragment {
            Some(path) => format!("line {} of {}", self.line, path.display()),
            None => format!("line {} of the configuration", self.line),
        }
    }
}

/// What holds for feeds that say nothing themselves.
#[derive(Default)]
struct Base {
    all: Habits,
    outlets: BTreeMap<String, Habits>,
}

impl Base {
    fn read(sheets: &mut [Sheet<'_>], folder: &Path, poll: &Poll) -> Base {
        let mut base = Base::default();
        let mut places: BTreeMap<String, (PathBuf, usize)> = BTreeMap::new();
        for (n, Sheet { top, log }) in sheets.iter_mut().enumerate() {
            if n == 0 {
                let section = top.child("feed_defaults", log);
                section.refuse_unknown(habits::KEYS, &[("feeds", KEYS)], log);
                base.all = Habits::read(&section, folder, poll, log);
            }
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
                let name = name.trim().to_owned();
                if let Some((path, line)) = places.get(&name) {
                    let (name, path) = (shorten(&name), path.display());
                    let message = format!(
                        "the outlet {name} has a table in {path} on line {line} already; put both into one"
                    );
                    log.at(value.span(), message);
                    continue;
                }
                let line = log.place(value.span().start).0;
                places.insert(name.clone(), (log.path().to_owned(), line));
                base.outlets.insert(name, habits);
            }
        }
        base
    }
}

/// Reads every `[[feeds]]` table of all files; each fault is reported and costs its own feed only. Relative addresses and paths
/// are relative to `folder`, in whichever file they stand.
pub(super) fn read(
    sheets: &mut [Sheet<'_>],
    folder: &Path,
    poll: &Poll,
    pages: &Pages,
) -> Vec<Feed> {
    let base = Base::read(sheets, folder, poll);
    let mut feeds: Vec<Feed> = Vec::new();
    let mut tables_so_far = 0_usize;
    let mut places: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let paths: Vec<PathBuf> = sheets.iter().map(|s| s.log.path().to_owned()).collect();
    for (file, Sheet { top, log }) in sheets.iter_mut().enumerate() {
        let Some(value) = top.get("feeds") else {
            continue;
        };
        let Some(tables) = value.get_ref().as_array() else {
            let message = "feeds must be tables, each headed [[feeds]] in double brackets on a line of its own";
            log.at(value.span(), message);
            continue;
        };
        let room = MAX_FEEDS.saturating_sub(tables_so_far);
        tables_so_far += tables.len();
        if tables.len() > room {
            let message = format!(
                "{tables_so_far} feeds are more than the {MAX_FEEDS} that one service polls; split the file"
            );
            log.at(value.span(), message);
        }
        for item in tables.iter().take(room) {
            let Some((mut feed, span)) = read_one(item, folder, poll, pages, &base, log) else {
                continue;
            };
            let here = (file, feed.line);
            let first = *places.entry(address_key(&feed.url)).or_insert(here);
            if first == here {
                feed.fragment = (file > 0).then(|| paths[file].clone());
                feeds.push(feed);
                continue;
            }
            let (address, line) = (shorten(&feed.written), feed.line);
            let message = if first.0 == file {
                format!(
                    "feed {address} is listed twice: on line {} and on line {line}; remove one of them",
                    first.1
                )
            } else {
                let path = paths[first.0].display();
                format!(
                    "feed {address} is listed in {path} on line {} already; remove one of them",
                    first.1
                )
            };
            log.at(span, message);
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
        fragment: None,
        line: log.place(span.start).0,
        url,
        id: FeedId::of_url(&written),
        shown: without_secrets(&written),
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

//! Adds feeds to the text of a configuration, at its end, so that not a byte of what its author wrote changes.
//! Neither reads nor writes files.

use super::feeds::MAX_FEEDS;
use super::feeds::MAX_OUTLET;
use super::feeds::address_key;
use super::feeds::resolve;
use super::files::Text;
use super::files::Texts;
use super::problem::Log;
use super::problem::Problems;
use super::value::quoted;
use std::collections::BTreeSet;
use std::path::Path;
use toml::de::DeTable;

/// A feed to add, as an OPML file or the command line names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFeed {
    /// Its address: `http`, `https` or `file`.
    pub url: String,
    /// The publisher's name; left to the address's host where there is none.
    pub outlet: Option<String>,
    /// Names of the groups that it is in, outermost first.
    pub groups: Vec<String>,
}

/// A configuration's text with feeds added, and what became of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// The old text, then a `[[feeds]]` table for each feed added.
    pub text: String,
    /// Addresses added, in order.
    pub added: Vec<String>,
    /// Addresses that were there already or came twice.
    pub known: Vec<String>,
    /// Addresses that no configuration may have, each with a sentence that says why.
    pub refused: Vec<(String, String)>,
}

/// The configuration's own text with each of `new` that neither it nor a fragment of it lists yet. Two addresses that differ
/// only in `http` or `https` or in the fragment are one feed.
///
/// # Errors
/// Where a text is not valid TOML, or the configuration's own has its feeds on one line (`feeds = […]`), to which no table can be added.
pub fn append_feeds(texts: &Texts, new: &[NewFeed]) -> Result<Appended, Problems> {
    let Text { path, text } = &texts.main;
    let mut log = Log::new(path, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        log.syntax(error.span(), error.message());
    }
    let feeds = document.get_ref().get("feeds");
    if let Some(feeds) = feeds.filter(|feeds| !text[feeds.span()].starts_with("[[")) {
        let message =
            "feeds can only be added below feeds that are each headed [[feeds]]; write these so";
        log.at(feeds.span(), message);
    }
    if !log.is_empty() {
        return Err(log.into_problems());
    }

    let folder = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder.parent().unwrap_or(Path::new("/"));
    let mut seen = addresses(document.get_ref(), folder);
    for fragment in &texts.fragments {
        let (document, _) = DeTable::parse_recoverable(&fragment.text);
        seen.append(&mut addresses(document.get_ref(), folder));
    }

    let mut result = Appended {
        text: text.to_owned(),
        ..Appended::default()
    };
    for feed in new {
        let written = feed.url.trim().to_owned();
        match resolve(&written, folder) {
            Err(message) => result.refused.push((written, message)),
            Ok(_) if seen.len() >= MAX_FEEDS => {
                let message = format!("the configuration has {MAX_FEEDS} feeds already");
                result.refused.push((written, message));
            }
            Ok(url) if !seen.insert(address_key(&url)) => result.known.push(written),
            Ok(_) => {
                write_table(&mut result.text, &written, feed);
                result.added.push(written);
            }
        }
    }
    Ok(result)
}

/// The addresses of the feeds that a file lists.
fn addresses(document: &DeTable<'_>, folder: &Path) -> BTreeSet<String> {
    let feeds = document.get("feeds");
    let tables = feeds.and_then(|feeds| feeds.get_ref().as_array());
    let listed = tables.into_iter().flat_map(|tables| tables.iter());
    let urls = listed.filter_map(|feed| feed.get_ref().get("url")?.get_ref().as_str());
    urls.filter_map(|url| resolve(url.trim(), folder).ok())
        .map(|url| address_key(&url))
        .collect()
}

fn write_table(text: &mut String, url: &str, feed: &NewFeed) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&format!("[[feeds]]\nurl = {}\n", quoted(url)));
    if let Some(name) = feed.outlet.as_deref().and_then(tidy) {
        text.push_str(&format!("outlet = {}\n", quoted(&name)));
    }
    let groups: Vec<String> = feed.groups.iter().filter_map(|name| tidy(name)).collect();
    if !groups.is_empty() {
        let groups: Vec<String> = groups.iter().map(|name| quoted(name)).collect();
        text.push_str(&format!("groups = [{}]\n", groups.join(", ")));
    }
}

/// A name of somebody else's file as one line of fair length: tidied rather than refused. `None` where nothing is left.
fn tidy(name: &str) -> Option<String> {
    let printable = name.replace(|c: char| c.is_control() && !c.is_whitespace(), "");
    let words: Vec<&str> = printable.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(MAX_OUTLET).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::config::Config;
    use crate::config::Environment;

    fn load(text: &str) -> Config {
        let environment = Environment::default().with_data_dir(Some(Path::new("/data")));
        Config::from_str_in(text, Path::new("/etc/sayso/x.toml"), &environment).unwrap()
    }

    fn new_feed(url: &str, outlet: Option<&str>) -> NewFeed {
        NewFeed {
            url: url.to_owned(),
            outlet: outlet.map(str::to_owned),
            groups: vec!["World ".to_owned(), " ".to_owned()],
        }
    }

    #[test]
    fn feeds_are_added_below_what_was_written() {
        let old = "# mine, keep\n[[feeds]]\nurl = 'http://a.example/feed' # why";
        let new = [
            new_feed("https://a.example/feed#x", Some("A again")),
            new_feed(" https://b.example/\"q\" ", Some("The \"B\"\n\u{7} Times")),
            new_feed("https://b.example/%22q%22", None),
            new_feed("gopher://c.example", None),
            new_feed("file:demo/feed.xml", Some(" ")),
        ];
        let path = Path::new("/etc/sayso/x.toml");
        let appended = append_feeds(&Texts::of(old, path), &new).unwrap();
        assert!(
            appended.text.starts_with(&format!("{old}\n\n[[feeds]]\n")),
            "{}",
            appended.text
        );
        assert_eq!(
            appended.added,
            ["https://b.example/\"q\"", "file:demo/feed.xml"]
        );
        assert_eq!(appended.known.len(), 2);
        assert!(appended.refused[0].1.contains("gopher"));
        let config = load(&appended.text);
        assert_eq!(config.feeds.len(), 3);
        assert_eq!(config.feeds[1].outlet, "The \"B\" Times");
        assert_eq!(config.feeds[1].groups, ["World"]);
        // What is there is not added again, and an empty file can be added to.
        assert_eq!(
            append_feeds(&Texts::of(&appended.text, path), &new)
                .unwrap()
                .text,
            appended.text
        );
        load(&append_feeds(&Texts::of("", path), &new).unwrap().text);
    }

    #[test]
    fn feeds_are_not_added_to_what_cannot_hold_them() {
        let new = [new_feed("https://b.example/", None)];
        for (text, part) in [
            (
                "feeds = [{ url = 'https://a.example' }]",
                "each headed [[feeds]]",
            ),
            ("feeds = []", "each headed [[feeds]]"),
            (
                "[feeds]\nurl = 'https://a.example'",
                "each headed [[feeds]]",
            ),
            ("[poll", "not valid TOML"),
        ] {
            let problems = append_feeds(&Texts::of(text, Path::new("x.toml")), &new).unwrap_err();
            assert!(problems.to_string().contains(part), "{problems}");
        }
    }
}

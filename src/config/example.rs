//! The example configuration, made of the definitions that the parser reads by, so that the two cannot differ.
//! `config/sayso.toml` is this text. Reads and writes nothing.

use super::define::Key;
use super::feeds;
use super::habits;
use super::settings;
use super::settings::Dedup;
use super::settings::Pages;
use super::settings::Poll;
use super::settings::Retention;
use super::settings::Run;
use super::settings::Store;
use super::settings::WebSub;
use super::value::quoted;

/// Longest line of a comment, in characters.
const WIDTH: usize = 120;

const HEAD: &str = "\
# sayso.toml: what to poll, and how. `sayso check --example` prints this file.
#
#   sayso check --config config/sayso.toml     says everything that is wrong with this file
#   sayso run   --config config/sayso.toml     polls
#
# Every key is shown with its default, after a bare `#`; take the `#` away to change one. Durations are written \"15m\" or
# \"2h 30m\", sizes \"64 MiB\". Long lists of feeds may stand in files of their own: sayso.d/*.toml beside this file, with [[feeds]]
# and [outlets.\"NAME\"] in them and nothing else.
";

/// Feeds that anybody may poll, to start with: address, outlet, language.
const FEEDS: &[(&str, &str, &str)] = &[
    ("https://feeds.bbci.co.uk/news/rss.xml", "BBC News", "en-GB"),
    (
        "https://www.theguardian.com/world/rss",
        "The Guardian",
        "en-GB",
    ),
    (
        "https://www.rte.ie/feeds/rss/?index=/news/",
        "RTÉ News",
        "en-IE",
    ),
    ("https://feeds.npr.org/1001/rss.xml", "NPR", "en-US"),
    (
        "https://www.cbc.ca/webfeed/rss/rss-topstories",
        "CBC News",
        "en-CA",
    ),
    (
        "https://www.abc.net.au/news/feed/51120/rss.xml",
        "ABC News (Australia)",
        "en-AU",
    ),
    ("https://www.rnz.co.nz/rss/national.xml", "RNZ", "en-NZ"),
    (
        "https://www.thehindu.com/news/national/feeder/default.rss",
        "The Hindu",
        "en-IN",
    ),
    (
        "https://www.dailymaverick.co.za/dmrss/",
        "Daily Maverick",
        "en-ZA",
    ),
    (
        "https://www.premiumtimesng.com/feed",
        "Premium Times",
        "en-NG",
    ),
    (
        "https://www.aljazeera.com/xml/rss/all.xml",
        "Al Jazeera English",
        "en",
    ),
    ("https://rss.dw.com/rdf/rss-en-all", "DW", "en"),
    ("https://www.france24.com/en/rss", "France 24", "en"),
];

/// The commented example: every key with its default and its reason, and feeds to start with.
pub fn example() -> String {
    let mut page = HEAD.to_owned();
    for key in settings::TOP_SHOWN {
        page.push('\n');
        shown(&mut page, key, None);
    }
    let sections = [
        (Poll::TABLE, Poll::REASON, Poll::default().shown()),
        (Pages::TABLE, Pages::REASON, Pages::default().shown()),
        (Dedup::TABLE, Dedup::REASON, Dedup::default().shown()),
        (Store::TABLE, Store::REASON, Store::default().shown()),
        (
            Retention::TABLE,
            Retention::REASON,
            Retention::default().shown(),
        ),
        (WebSub::TABLE, WebSub::REASON, WebSub::default().shown()),
        (Run::TABLE, Run::REASON, Run::default().shown()),
    ];
    for (table, reason, settings) in sections {
        page.push('\n');
        comment(&mut page, reason);
        page.push_str(&format!("[{table}]\n"));
        for setting in settings {
            comment(&mut page, setting.reason);
            page.push_str(&format!("#{} = {}\n", setting.name, setting.value));
        }
    }
    page.push('\n');
    let reason = "What holds for every feed that says nothing else itself: any key of a feed, below, but url, outlet and groups.";
    comment(&mut page, reason);
    page.push_str("[feed_defaults]\n\n");
    let reason = "The same for the feeds of one outlet, by the outlet's name.";
    comment(&mut page, reason);
    page.push_str("[outlets.\"BBC News\"]\n\n");
    comment(&mut page, "The feeds: one table each.");
    for (n, (url, outlet, language)) in FEEDS.iter().enumerate() {
        page.push_str("\n[[feeds]]\n");
        let given = |name: &str| match name {
            "url" => Some(quoted(url)),
            "outlet" => Some(quoted(outlet)),
            "language" => Some(quoted(language)),
            _ => None,
        };
        for key in feeds::SHOWN.iter().chain(habits::SHOWN) {
            match given(key.name) {
                value if n == 0 => shown(&mut page, key, value),
                Some(value) => page.push_str(&format!("{} = {value}\n", key.name)),
                None => {}
            }
        }
    }
    page
}

/// A key with its reason: in force where a value is given, else its default after a bare `#`.
fn shown(page: &mut String, key: &Key, given: Option<String>) {
    comment(page, key.reason);
    match given {
        Some(value) => page.push_str(&format!("{} = {value}\n", key.name)),
        None => page.push_str(&format!("#{} = {}\n", key.name, key.value)),
    }
}

fn comment(page: &mut String, text: &str) {
    let mut width = WIDTH + 1;
    for word in text.split_whitespace() {
        let letters = word.chars().count() + 1;
        if width + letters > WIDTH {
            if width <= WIDTH {
                page.push('\n');
            }
            page.push('#');
            width = 1;
        }
        page.push(' ');
        page.push_str(word);
        width += letters;
    }
    page.push('\n');
}

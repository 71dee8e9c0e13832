//! TOML in, checked [`Config`] out: complete, every address absolute, every number in its range, or else every
//! problem at once. Neither exits nor prints; opens no file but the configuration itself.
//!
//! | file | job |
//! |---|---|
//! | `settings.rs` | every setting with its default, range and reason |
//! | `feeds.rs` | the `[[feeds]]` tables |
//! | `habits.rs`, `access.rs` | what a feed, its outlet or the defaults may say: rhythm, filters; headers, secrets, proxy |
//! | `network.rs` | addresses that are not public and may be asked all the same |
//! | `paths.rs` | data directory and default configuration file |
//! | `define.rs` | how a setting is defined, once for parser, example and print |
//! | `section.rs`, `value.rs` | reading one table, reading one value |
//! | `files.rs` | the file and the fragments beside it |
//! | `example.rs`, `effective.rs` | the example made of the definitions; the configuration in force, with where each value is from |
//! | `problem.rs` | what is wrong, and where |
//! | `mask.rs` | addresses without their secrets |
//! | `append.rs` | adding feeds to a file without touching what its author wrote |

#[macro_use]
mod define;

mod access;
mod append;
mod effective;
mod example;
mod feeds;
mod files;
mod habits;
mod mask;
mod network;
mod paths;
mod problem;
mod section;
mod settings;
mod value;

#[cfg(test)]
mod tests;

pub use access::Access;
pub use access::Header;
pub use access::Secret;
pub use access::SecretFrom;
pub use append::Appended;
pub use append::NewFeed;
pub use append::append_feeds;
pub use effective::effective;
pub use example::example;
pub use feeds::Feed;
pub use feeds::MAX_FEEDS;
pub use files::Text;
pub use files::Texts;
pub use habits::Patterns;
pub use mask::without_secrets;
pub use network::AllowPrivate;
pub use network::Network;
pub use network::NetworkError;
pub use paths::Environment;
pub use problem::Problem;
pub use problem::Problems;
pub use settings::Dedup;
pub use settings::Pages;
pub use settings::Poll;
pub use settings::Retention;
pub use settings::Run;
pub use settings::Store;
pub use settings::WebSub;
pub use value::Callback;
pub use value::FullText;
pub use value::Listen;
pub use value::Size;

use define::joined;
use problem::Log;
use section::Section;
use section::Sheet;
use std::path::Path;
use std::path::PathBuf;
use toml::de::DeTable;

/// Longest `contact`, in characters: it is part of a header line.
const MAX_CONTACT: usize = 200;

/// The keys at the top of the file.
const TOP_KEYS: &[&str] =
    &joined::<{ settings::TOP.len() + TOP_TABLES.len() }>(settings::TOP, TOP_TABLES);

const TOP_TABLES: &[&str] = &[
    Poll::TABLE,
    Pages::TABLE,
    Dedup::TABLE,
    Store::TABLE,
    Retention::TABLE,
    WebSub::TABLE,
    Run::TABLE,
    "feed_defaults",
    "outlets",
    "feeds",
];

/// The keys at the top of a fragment.
const FRAGMENT_KEYS: &[&str] = &["outlets", "feeds"];

/// The keys of every table, for telling where a misplaced one belongs.
const EVERYWHERE: &[(&str, &[&str])] = &[
    settings::TABLES[0],
    settings::TABLES[1],
    settings::TABLES[2],
    settings::TABLES[3],
    settings::TABLES[4],
    settings::TABLES[5],
    settings::TABLES[6],
    ("feeds", feeds::KEYS),
];

/// A checked configuration. Made at start and at each reload, then only read.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The file that it was read from, as named.
    pub path: PathBuf,
    /// Where archive and store lie; absolute.
    pub data_dir: PathBuf,
    /// Where what is needed for a while only lies; absolute. `None` is the data directory.
    pub cache_dir: Option<PathBuf>,
    /// A web address or e-mail address of whoever runs this, for the publishers that are polled.
    pub contact: Option<String>,
    /// How feeds and pages are asked for.
    pub poll: Poll,
    /// Whether and how many story pages are fetched.
    pub pages: Pages,
    /// How long and how many stories are remembered for recognising copies.
    pub dedup: Dedup,
    /// The store.
    pub store: Store,
    /// `[retention]`.
    pub retention: Retention,
    /// Being told of news by feeds' hubs.
    pub websub: WebSub,
    /// The service as a process.
    pub run: Run,
    /// The feeds, in the order of the file and its fragments; never empty.
    pub feeds: Vec<Feed>,
}

impl Config {
    /// Reads and checks the file at `path`, in the surroundings of this process.
    pub fn load(path: &Path) -> Result<Config, Problems> {
        Self::load_in(path, &Environment::of_process())
    }

    /// As [`Config::load`], in given surroundings: this is how the command line's `--data-dir` comes in.
    pub fn load_in(path: &Path, environment: &Environment) -> Result<Config, Problems> {
        Self::of_texts(&Texts::read(path)?, environment)
    }

    /// Checks `text` as if it were the file at `path`, without fragments, in the surroundings of this process.
    pub fn from_str(text: &str, path: &Path) -> Result<Config, Problems> {
        Self::from_str_in(text, path, &Environment::of_process())
    }

    /// As [`Config::from_str`], in given surroundings.
    pub fn from_str_in(
        text: &str,
        path: &Path,
        environment: &Environment,
    ) -> Result<Config, Problems> {
        Self::of_texts(&Texts::of(text, path), environment)
    }

    /// Checks a file and its fragments; the problems of all of them are told at once.
    pub fn of_texts(texts: &Texts, environment: &Environment) -> Result<Config, Problems> {
        let all = || std::iter::once(&texts.main).chain(&texts.fragments);
        let documents: Vec<_> = all()
            .map(|text| DeTable::parse_recoverable(&text.text))
            .collect();
        let mut sheets: Vec<Sheet<'_>> = all()
            .zip(&documents)
            .map(|(text, (document, errors))| {
                let mut log = Log::new(&text.path, &text.text);
                for error in errors {
                    log.syntax(error.span(), error.message());
                }
                let top = Section::new("", document.get_ref(), 0..0);
                Sheet { top, log }
            })
            .collect();
        let faults: Vec<_> = sheets
            .iter()
            .map(|sheet| (sheet.log.len(), sheet.log.faulty_lines()))
            .collect();
        let config = check(&mut sheets, &texts.main.path, environment);

        let mut problems = Problems::default();
        for (mut sheet, (faults, faulty_lines)) in sheets.into_iter().zip(faults) {
            if faults > 0 {
                sheet.log.forget_echoes(faults, &faulty_lines);
            }
            problems.append(sheet.log.into_problems());
        }
        for (path, message) in &texts.unread {
            problems.append(Problems::of_file(path, message));
        }
        match config {
            Some(config) if problems.is_empty() => Ok(config),
            _ => Err(problems),
        }
    }

    /// The defaults, for work that polls nothing, on the data directory of these surroundings.
    /// `Err` is a sentence that says what to do.
    pub fn without_feeds(environment: &Environment) -> Result<Config, String> {
        Ok(Config {
            path: PathBuf::new(),
            data_dir: environment.data_dir(None)?,
            cache_dir: environment.cache_dir(None)?,
            contact: None,
            poll: Poll::default(),
            pages: Pages::default(),
            dedup: Dedup::default(),
            store: Store::default(),
            retention: Retention::default(),
            websub: WebSub::default(),
            run: Run::default(),
            feeds: Vec::new(),
        })
    }
}

/// The configuration that these files make, the first being the one that was named; their problems go to their logs.
fn check(sheets: &mut [Sheet<'_>], path: &Path, environment: &Environment) -> Option<Config> {
    let (Sheet { top, log }, fragments) = sheets.split_first_mut()?;
    top.refuse_unknown(TOP_KEYS, EVERYWHERE, log);

    let written = top.optional::<String>("data_dir", log);
    let data_dir = match environment.data_dir(written.as_deref()) {
        Ok(dir) => dir,
        Err(message) => {
            match top.get("data_dir") {
                Some(value) => log.at(value.span(), message),
                None => log.whole(message),
            }
            PathBuf::new()
        }
    };
    let written = top.optional::<String>("cache_dir", log);
    let cache_dir = environment.cache_dir(written.as_deref());
    let cache_dir = cache_dir.unwrap_or_else(|message| {
        log.at(top.place_of("cache_dir"), message);
        None
    });
    let contact = top.optional::<String>("contact", log);
    if contact.as_deref().is_some_and(|text| !is_contact(text)) {
        let message = "contact must be a web address or an e-mail address, such as \"https://example.org/about\" or \"desk@example.org\"";
        log.at(top.place_of("contact"), message);
    }

    macro_rules! table {
        ($type:ty) => {{
            let section = top.child(<$type>::TABLE, log);
            section.refuse_unknown(<$type>::KEYS, &elsewhere(<$type>::TABLE), log);
            (<$type>::read(&section, log), section)
        }};
    }
    let (poll, poll_section) = table!(Poll);
    poll.check(&poll_section, log);
    let (pages, _) = table!(Pages);
    let (dedup, _) = table!(Dedup);
    let (store, _) = table!(Store);
    let (retention, _) = table!(Retention);
    let (websub, _) = table!(WebSub);
    let (run, _) = table!(Run);

    for fragment in fragments {
        only_feeds(fragment, path);
    }
    let folder = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder.parent().unwrap_or(Path::new("/"));
    let feeds = feeds::read(sheets, folder, &poll, &pages);
    let none = |sheet: &Sheet<'_>| match sheet.top.get("feeds") {
        Some(feeds) => feeds.get_ref().as_array().is_some_and(|f| f.is_empty()),
        None => true,
    };
    if sheets.iter().all(none) {
        let message = "there are no feeds to poll; add one: [[feeds]] on a line of its own, then url = \"https://…\"";
        sheets.first_mut()?.log.whole(message);
    }

    Some(Config {
        path: path.to_owned(),
        data_dir,
        cache_dir,
        contact,
        poll,
        pages,
        dedup,
        store,
        retention,
        websub,
        run,
        feeds,
    })
}

/// Reports what may stand in the configuration's own file alone, which is at `main`.
fn only_feeds(Sheet { top, log }: &mut Sheet<'_>, main: &Path) {
    top.refuse_unknown(TOP_KEYS, EVERYWHERE, log);
    for (key, value) in top.entries() {
        if TOP_KEYS.contains(&key) && !FRAGMENT_KEYS.contains(&key) {
            let message = format!(
                "'{key}' has no place in a fragment, which lists feeds ([[feeds]], [outlets.\"NAME\"]); it belongs in {}",
                main.display()
            );
            log.at(value.span(), message);
        }
    }
}

/// Every table's keys but those of `table` itself, the top's included.
fn elsewhere(table: &str) -> Vec<(&'static str, &'static [&'static str])> {
    let others = EVERYWHERE.iter().filter(|(name, _)| *name != table);
    others.copied().chain([("", TOP_KEYS)]).collect()
}

fn is_contact(text: &str) -> bool {
    let printable = text.len() <= MAX_CONTACT && text.bytes().all(|b| b.is_ascii_graphic());
    let web = || text.starts_with("https://") || text.starts_with("http://");
    let mail = || {
        let text = text.strip_prefix("mailto:").unwrap_or(text);
        text.split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    };
    // Brackets would end the comment of the header that it stands in.
    printable && !text.contains(['(', ')', '\\']) && (web() || mail())
}

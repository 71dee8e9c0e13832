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
//! | `section.rs`, `value.rs` | reading one table, reading one value |
//! | `problem.rs` | what is wrong, and where |
//! | `append.rs` | adding feeds to a file without touching what its author wrote |

mod access;
mod append;
mod feeds;
mod habits;
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
pub use feeds::Feed;
pub use feeds::MAX_FEEDS;
pub use habits::Patterns;
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
use settings::Run;
pub use settings::Store;
pub use settings::WebSub;
pub use value::Callback;
pub use value::FullText;
pub use value::Listen;
pub use value::Size;

use problem::Log;
use section::Section;
use std::fs::File;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use toml::de::DeTable;

/// Largest configuration file, in bytes; a larger one is refused. [`MAX_FEEDS`] feeds with every key take half of it.
const MAX_FILE: u64 = 8 << 20;

/// Longest `contact`, in characters: it is part of a header line.
const MAX_CONTACT: usize = 200;

/// The keys at the top of the file.
const TOP_KEYS: &[&str] = &[
    "data_dir",
    "contact",
    "poll",
    "pages",
    "dedup",
    "store",
    "retention",
    "websub",
    "run",
    "feed_defaults",
    "outlets",
    "feeds",
];

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
    /// The feeds, in the order of the file; never empty.
    pub feeds: Vec<Feed>,
}

impl Config {
    /// Reads and checks the file at `path`, in the surroundings of this process.
    pub fn load(path: &Path) -> Result<Config, Problems> {
        Self::load_in(path, &Environment::of_process())
    }

    /// As [`Config::load`], in given surroundings: this is how the command line's `--data-dir` comes in.
    pub fn load_in(path: &Path, environment: &Environment) -> Result<Config, Problems> {
        let text = read_text(path).map_err(|message| Problems::of_file(path, message))?;
        Self::from_str_in(&text, path, environment)
    }

    /// Checks `text` as if it were the file at `path`, in the surroundings of this process.
    pub fn from_str(text: &str, path: &Path) -> Result<Config, Problems> {
        Self::from_str_in(text, path, &Environment::of_process())
    }

    /// As [`Config::from_str`], in given surroundings.
    pub fn from_str_in(
        text: &str,
        path: &Path,
        environment: &Environment,
    ) -> Result<Config, Problems> {
        let mut log = Log::new(path, text);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            log.syntax(error.span(), error.message());
        }
        let (faults, faulty_lines) = (log.len(), log.faulty_lines());

        let top = Section::new("", document.get_ref(), 0..0);
        let config = check(&top, path, environment, &mut log);
        if faults > 0 {
            log.forget_echoes(faults, &faulty_lines);
        }
        if log.is_empty() {
            Ok(config)
        } else {
            Err(log.into_problems())
        }
    }

    /// The defaults, for work that polls nothing, on the data directory of these surroundings.
    /// `Err` is a sentence that says what to do.
    pub fn without_feeds(environment: &Environment) -> Result<Config, String> {
        Ok(Config {
            path: PathBuf::new(),
            data_dir: environment.data_dir(None)?,
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

fn check(top: &Section<'_>, path: &Path, environment: &Environment, log: &mut Log<'_>) -> Config {
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

    let folder = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder.parent().unwrap_or(Path::new("/"));
    let feeds = feeds::read(top, folder, &poll, &pages, log);
    let given = top.get("feeds").and_then(|v| v.get_ref().as_array());
    if given.map_or(top.get("feeds").is_none(), |feeds| feeds.is_empty()) {
        log.whole("there are no feeds to poll; add one: [[feeds]] on a line of its own, then url = \"https://…\"");
    }

    Config {
        path: path.to_owned(),
        data_dir,
        contact,
        poll,
        pages,
        dedup,
        store,
        retention,
        websub,
        run,
        feeds,
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

/// The text of the file; `Err` is a sentence that says what to do.
fn read_text(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_FILE + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        return Err(match error.kind() {
            ErrorKind::NotFound => "there is no such file; name yours with --config (the sources ship config/sayso.toml and \
                 config/demo.toml to start from), or create this one with two lines: [[feeds]] and url = \"https://…\""
                .to_owned(),
            ErrorKind::PermissionDenied => {
                "this user may not read the file; change its permissions or name another with --config".to_owned()
            }
            ErrorKind::IsADirectory => "this is a directory; name the file in it with --config".to_owned(),
            _ => format!("the file cannot be read: {error}"),
        });
    }
    if bytes.len() as u64 > MAX_FILE {
        let limit = Size(MAX_FILE);
        return Err(format!(
            "the file is larger than {limit}, which no configuration is; name the right one with --config"
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        format!("line {line} is not UTF-8; save the file as UTF-8")
    })
}

//! The configuration in force, as TOML with a note of where each value came from. Secrets are masked. Prints nothing itself.

use super::Config;
use super::access::Access;
use super::access::Header;
use super::access::SecretFrom;
use super::feeds::Feed;
use super::files::Texts;
use super::habits;
use super::habits::Patterns;
use super::mask::MASK;
use super::mask::without_secrets;
use super::paths::Environment;
use super::problem::Log;
use super::problem::Problems;
use super::section::Section;
use super::section::Sheet;
use super::value::Setting;
use super::value::quoted;
use std::ops::Range;
use toml::de::DeTable;

/// Headers whose values are never secrets; those of others are masked.
const PLAIN_HEADERS: [&str; 5] = [
    "accept",
    "accept-language",
    "cache-control",
    "from",
    "referer",
];

/// Widest part of a line before its note that the others are aligned to, in characters.
const WIDEST: usize = 56;

/// The configuration in force: every setting, with where it came from. It is a configuration itself, but for masked secrets.
pub fn effective(texts: &Texts, environment: &Environment) -> Result<String, Problems> {
    let config = Config::of_texts(texts, environment)?;
    let all = || std::iter::once(&texts.main).chain(&texts.fragments);
    let documents: Vec<_> = all()
        .map(|t| DeTable::parse_recoverable(&t.text).0)
        .collect();
    let mut sheets: Vec<Sheet<'_>> = all()
        .zip(&documents)
        .map(|(text, document)| Sheet {
            top: Section::new("", document.get_ref(), 0..0),
            log: Log::new(&text.path, &text.text),
        })
        .collect();

    let mut page = String::new();
    for text in all() {
        page.push_str(&format!("# {}\n", text.path.display()));
    }
    let mut lines = Lines::default();
    let data_dir = config.data_dir.display().to_string();
    let place = place_of(&sheets[0], &sheets[0].top, "data_dir");
    let from = match &environment.data_dir {
        Some(_) => "--data-dir".to_owned(),
        None => place.unwrap_or_else(|| data_dir_default(environment)),
    };
    lines.add("data_dir", quoted(&data_dir), from);
    if let Some(dir) = &config.cache_dir {
        let place = place_of(&sheets[0], &sheets[0].top, "cache_dir");
        let from = place.unwrap_or_else(|| "default, from $CACHE_DIRECTORY".to_owned());
        lines.add("cache_dir", quoted(&dir.display().to_string()), from);
    }
    if let (Some(contact), Some(from)) = (
        &config.contact,
        place_of(&sheets[0], &sheets[0].top, "contact"),
    ) {
        lines.add("contact", quoted(contact), from);
    }
    page.push('\n');
    lines.write(&mut page);

    let tables = [
        (super::Poll::TABLE, config.poll.shown()),
        (super::Pages::TABLE, config.pages.shown()),
        (super::Dedup::TABLE, config.dedup.shown()),
        (super::Store::TABLE, config.store.shown()),
        (super::Retention::TABLE, config.retention.shown()),
        (super::WebSub::TABLE, config.websub.shown()),
        (super::Run::TABLE, config.run.shown()),
    ];
    for (table, settings) in tables {
        page.push_str(&format!("\n[{table}]\n"));
        let main = &mut sheets[0];
        let section = main.top.child(table, &mut main.log);
        let mut lines = Lines::default();
        for setting in settings {
            let from = place_of(main, &section, setting.name);
            let from = from.unwrap_or_else(|| "default".to_owned());
            lines.add(setting.name, setting.value, from);
        }
        lines.write(&mut page);
    }
    let mut feeds = config.feeds.iter();
    for n in 0..sheets.len() {
        let value = sheets[n].top.get("feeds");
        let tables = value.and_then(|value| value.get_ref().as_array());
        for table in tables.into_iter().flat_map(|tables| tables.iter()) {
            let (Some(feed), Some(keys)) = (feeds.next(), table.get_ref().as_table()) else {
                continue;
            };
            page.push_str("\n[[feeds]]\n");
            let own = (n, Section::new("feeds", keys, table.span()));
            of_feed(&mut sheets, &own, feed).write(&mut page);
        }
    }
    Ok(page)
}

/// Which surroundings the data directory follows from, where nobody names one.
fn data_dir_default(environment: &Environment) -> String {
    let name = match environment {
        e if e.state_directory.is_some() => "$STATE_DIRECTORY",
        e if e.xdg_data_home.is_some() => "$XDG_DATA_HOME",
        _ => "$HOME",
    };
    format!("default, from {name}")
}

/// `file:line` of a key, where it is given.
fn place_of(sheet: &Sheet<'_>, section: &Section<'_>, key: &str) -> Option<String> {
    section.get(key).map(|value| place(sheet, value.span()))
}

fn place(sheet: &Sheet<'_>, span: Range<usize>) -> String {
    let line = sheet.log.place(span.start).0;
    format!("{}:{line}", sheet.log.path().display())
}

/// A feed's settings, each from its own table, its outlet's, or the defaults for all.
fn of_feed(sheets: &mut [Sheet<'_>], own: &(usize, Section<'_>), feed: &Feed) -> Lines {
    let mut said = Vec::new();
    for (n, Sheet { top, log }) in sheets.iter_mut().enumerate() {
        let outlets = top.child("outlets", log);
        for (name, value) in outlets.entries() {
            if let (true, Some(table)) = (name.trim() == feed.outlet, value.get_ref().as_table()) {
                said.push((n, Section::new("outlets", table, value.span())));
            }
        }
    }
    let main = &mut sheets[0];
    said.push((0, main.top.child("feed_defaults", &mut main.log)));
    // Nearest first; more than one counts for headers alone.
    let places = |key: &str| -> Vec<String> {
        std::iter::once(own)
            .chain(&said)
            .filter_map(|(n, section)| place_of(&sheets[*n], section, key))
            .collect()
    };
    let nearest = |key: &str| places(key).into_iter().next();

    let mut lines = Lines::default();
    let default = || "default".to_owned();
    lines.add(
        "url",
        quoted(&without_secrets(&feed.written)),
        nearest("url").unwrap_or_default(),
    );
    let from = nearest("outlet").unwrap_or_else(|| "default, the address's host".to_owned());
    lines.add("outlet", quoted(&feed.outlet), from);
    if !feed.groups.is_empty() {
        let from = nearest("groups").unwrap_or_default();
        lines.add("groups", feed.groups.toml(), from);
    }
    for key in habits::KEYS {
        let Some(value) = value_of(feed, key) else {
            continue;
        };
        let from = match *key {
            "headers" => Some(places(key).join(", ")),
            "full_text" => nearest(key).or_else(|| Some("[pages] full_text".to_owned())),
            key => nearest(key),
        };
        lines.add(key, value, from.unwrap_or_else(default));
    }
    lines
}

/// A feed's value of a key that it may share with others, as TOML; `None` where there is none.
fn value_of(feed: &Feed, key: &str) -> Option<String> {
    let Access {
        headers,
        user,
        password,
        token,
        proxy,
        ca_file,
        user_agent_suffix,
    } = &feed.access;
    let text = |value: &Option<String>| value.as_deref().map(quoted);
    match key {
        "interval" => feed.interval.map(|interval| interval.toml()),
        "full_text" => Some(feed.full_text.toml()),
        "language" => text(&feed.language),
        "conditional" => Some(feed.conditional.toml()),
        "recheck" => Some(feed.recheck.toml()),
        "headers" => (!headers.is_empty()).then(|| headers_as_toml(headers)),
        "user" => text(user),
        "password_from" => password.as_ref().map(|from| quoted(&written(from))),
        "token_from" => token.as_ref().map(|from| quoted(&written(from))),
        "proxy" => proxy
            .as_ref()
            .map(|url| quoted(&without_secrets(url.as_str()))),
        "ca_file" => ca_file
            .as_ref()
            .map(|path| quoted(&path.display().to_string())),
        "user_agent_suffix" => text(user_agent_suffix),
        "include" => patterns(&feed.include),
        "exclude" => patterns(&feed.exclude),
        _ => None,
    }
}

fn headers_as_toml(headers: &[(String, Header)]) -> String {
    let pairs: Vec<String> = headers
        .iter()
        .map(|(name, value)| {
            let value = match value {
                Header::Secret(from) => written(from),
                Header::Plain(text) if PLAIN_HEADERS.contains(&name.as_str()) => text.clone(),
                Header::Plain(_) => MASK.to_owned(),
            };
            format!("{} = {}", quoted(name), quoted(&value))
        })
        .collect();
    format!("{{ {} }}", pairs.join(", "))
}

fn written(from: &SecretFrom) -> String {
    match from {
        SecretFrom::Environment(name) => format!("env:{name}"),
        SecretFrom::Credential(name) => format!("credential:{name}"),
    }
}

fn patterns(patterns: &Patterns) -> Option<String> {
    let lists = [
        ("title", &patterns.title),
        ("url", &patterns.url),
        ("author", &patterns.author),
        ("category", &patterns.category),
        ("language", &patterns.language),
    ];
    let lists: Vec<String> = lists
        .iter()
        .filter(|(_, texts)| !texts.is_empty())
        .map(|(name, texts)| format!("{name} = {}", texts.toml()))
        .collect();
    (!lists.is_empty()).then(|| format!("{{ {} }}", lists.join(", ")))
}

/// The lines of one table, notes aligned.
#[derive(Default)]
struct Lines(Vec<(String, String)>);

impl Lines {
    fn add(&mut self, key: &str, value: String, from: String) {
        self.0.push((format!("{key} = {value}"), from));
    }

    fn write(self, page: &mut String) {
        let width = |line: &str| line.chars().count();
        let widths = self.0.iter().map(|(line, _)| width(line));
        let column = widths.filter(|width| *width <= WIDEST).max().unwrap_or(0);
        for (line, from) in &self.0 {
            let room = column.saturating_sub(width(line));
            page.push_str(&format!("{line}{} # {from}\n", " ".repeat(room)));
        }
    }
}

//! What may be said of one feed, of all feeds of an outlet (`[outlets.NAME]`), or of every feed (`[feed_defaults]`):
//! rhythm, manners, filters. The nearest word counts. Knows nothing of how requests are made.

use super::access::Access;
use super::access::Header;
use super::access::SecretFrom;
use super::define::Key;
use super::problem::Log;
use super::section::Section;
use super::section::shorten;
use super::settings::Poll;
use super::value::FullText;
use super::value::Setting;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use toml::Spanned;
use toml::de::DeValue;
use url::Url;

keys! { KEYS, SHOWN {
    /// How often it is first polled, in place of `[poll] interval`; an interval set here is kept to.
    interval = "\"30m\"";
    /// Whether its stories' pages are fetched, in place of `[pages] full_text`.
    full_text = "\"auto\"";
    /// BCP 47 tag of its stories, for those that state none themselves. No default.
    language = "\"en-GB\"";
    /// Whether it is asked "has it changed?" before all of it is sent; off for a host that answers "no" for ever.
    conditional = "true";
    /// Whether its stories' pages are looked at again (`[pages] rechecks_per_day`).
    recheck = "true";
    /// Headers added to its requests, for its own host only. A value "env:NAME" or "credential:NAME" is a secret, found there.
    headers = "{ Accept-Language = \"en-GB\" }";
    /// Credentials, for its own host only: user and password_from, or token_from (bearer). Never the secret itself, but where
    /// it is: "env:NAME" for an environment variable, "credential:NAME" for a systemd credential. No defaults.
    user = "\"desk\"";
    /// Where the password to `user` is.
    password_from = "\"env:BBC_PASSWORD\"";
    /// Where the token is, instead of user and password.
    token_from = "\"credential:bbc-token\"";
    /// The proxy to ask through: http, https or socks5. Names are then resolved by the proxy, so that private addresses
    /// behind it are the proxy's to refuse. No default.
    proxy = "\"socks5://127.0.0.1:9050\"";
    /// Further certificates to trust, as a PEM file, relative to this file's folder. No default.
    ca_file = "\"outlet-ca.pem\"";
    /// Added to the user agent. No default.
    user_agent_suffix = "\"(subscriber 7)\"";
    /// Stories are made only of entries with all of this: lists of texts to look for in title, url, author and category,
    /// whatever their case and accents; language takes tags ("en" stands for "en-GB" too).
    include = "{ category = [\"World\", \"UK\"] }";
    /// Stories are made of no entry with any of that.
    exclude = "{ title = [\"In pictures\"], url = [\"/live/\"] }";
} }

/// Headers added to one feed's requests at most; further ones are refused.
const MAX_HEADERS: usize = 32;
/// Longest header value or suffix, in characters.
const MAX_VALUE: usize = 2_000;
/// Patterns of one list at most.
const MAX_PATTERNS: usize = 1_000;

/// Headers that the client sets itself, or that would break the connection.
const OURS: [&str; 12] = [
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "host",
    "if-modified-since",
    "if-none-match",
    "proxy-authorization",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Which entries a feed's stories are made of: text that is looked for in each part, whatever its case and accents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patterns {
    /// In the headline.
    pub title: Vec<String>,
    /// In the address.
    pub url: Vec<String>,
    /// In an author's name.
    pub author: Vec<String>,
    /// In a section's name or a tag.
    pub category: Vec<String>,
    /// The language, or one that it is a variety of (`en` for `en-GB`).
    pub language: Vec<String>,
}

impl Patterns {
    const KEYS: &'static [&'static str] = &["title", "url", "author", "category", "language"];

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        *self == Patterns::default()
    }
}

/// What one table says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Habits {
    pub interval: Option<Duration>,
    pub full_text: Option<FullText>,
    pub language: Option<String>,
    pub conditional: Option<bool>,
    pub recheck: Option<bool>,
    pub include: Option<Patterns>,
    pub exclude: Option<Patterns>,
    pub access: Access,
}

impl Habits {
    /// Reads them from a table; each fault is reported.
    pub(super) fn read(
        section: &Section<'_>,
        folder: &Path,
        poll: &Poll,
        log: &mut Log<'_>,
    ) -> Habits {
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
        let language = section.optional::<String>("language", log);
        if language.as_deref().is_some_and(|tag| !is_language_tag(tag)) {
            let message = "language must be a BCP 47 tag such as \"en\" or \"en-GB\"";
            log.at(section.place_of("language"), message);
        }
        Habits {
            interval,
            full_text: section.optional("full_text", log),
            language,
            conditional: section.optional("conditional", log),
            recheck: section.optional("recheck", log),
            include: patterns(section, "include", log),
            exclude: patterns(section, "exclude", log),
            access: access(section, folder, log),
        }
    }

    /// These, and `base` where these say nothing. Headers add up; of two with one name these count.
    pub(super) fn over(self, base: &Habits) -> Habits {
        Habits {
            interval: self.interval.or(base.interval),
            full_text: self.full_text.or(base.full_text),
            language: self.language.or_else(|| base.language.clone()),
            conditional: self.conditional.or(base.conditional),
            recheck: self.recheck.or(base.recheck),
            include: self.include.or_else(|| base.include.clone()),
            exclude: self.exclude.or_else(|| base.exclude.clone()),
            access: self.access.over(&base.access),
        }
    }
}

fn access(section: &Section<'_>, folder: &Path, log: &mut Log<'_>) -> Access {
    let user = section.optional::<String>("user", log);
    if user.as_deref().is_some_and(|user| user.contains(':')) {
        log.at(section.place_of("user"), "user may have no colon in it");
    }
    let secret = |key: &str, log: &mut Log<'_>| {
        let text = section.optional::<String>(key, log)?;
        let from = SecretFrom::parse(&text);
        if from.is_none() {
            let message = format!(
                "{key} must say where the secret is, not the secret itself: \"env:NAME\" for an environment variable or \"credential:NAME\" for a systemd credential"
            );
            log.at(section.place_of(key), message);
        }
        from
    };
    let password = secret("password_from", log);
    let token = secret("token_from", log);
    if password.is_some() && token.is_some() {
        let message = "a feed has either user and password_from, or token_from; leave one out";
        log.at(section.place_of("token_from"), message);
    }
    let proxy = section.optional::<String>("proxy", log).and_then(|text| {
        let url = Url::parse(text.trim()).ok();
        let url = url.filter(|u| {
            matches!(u.scheme(), "http" | "https" | "socks5" | "socks5h") && u.has_host()
        });
        if url.is_none() {
            let message = "proxy must be an address such as \"http://proxy.example:3128\" or \"socks5://127.0.0.1:9050\"";
            log.at(section.place_of("proxy"), message);
        }
        url
    });
    let suffix = section.optional::<String>("user_agent_suffix", log);
    if suffix.as_deref().is_some_and(|s| !is_value(s)) {
        let message = "user_agent_suffix must be plain ASCII on one line";
        log.at(section.place_of("user_agent_suffix"), message);
    }
    Access {
        headers: headers(section, log),
        user,
        password,
        token,
        proxy,
        ca_file: section
            .optional::<String>("ca_file", log)
            .map(|path| folder.join(PathBuf::from(path))),
        user_agent_suffix: suffix,
    }
}

/// The entries of an inline table, or a problem where it is none.
fn table<'a>(
    section: &Section<'a>,
    key: &str,
    log: &mut Log<'_>,
) -> Vec<(&'a str, Range<usize>, &'a Spanned<DeValue<'a>>)> {
    let Some(value) = section.get(key) else {
        return Vec::new();
    };
    let Some(table) = value.get_ref().as_table() else {
        let message = format!("{key} must be a table, such as {key} = {{ name = \"value\" }}");
        log.at(value.span(), message);
        return Vec::new();
    };
    let entries = table.iter();
    entries
        .map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
        .collect()
}

fn headers(section: &Section<'_>, log: &mut Log<'_>) -> Vec<(String, Header)> {
    let mut headers = Vec::new();
    for (name, span, value) in table(section, "headers", log) {
        let lower = name.to_ascii_lowercase();
        let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        if name.is_empty() || !name.bytes().all(token) || name.len() > 100 {
            log.at(span, format!("'{}' is no header name", shorten(name)));
            continue;
        }
        if OURS.contains(&lower.as_str()) {
            let message = format!(
                "the header {name} is set by the program; for the user agent there is user_agent_suffix, for a password password_from, for a token token_from"
            );
            log.at(span, message);
            continue;
        }
        match value.get_ref().as_str().filter(|text| is_value(text)) {
            Some(text) if headers.len() < MAX_HEADERS => {
                let value = SecretFrom::parse(text)
                    .map_or_else(|| Header::Plain(text.to_owned()), Header::Secret);
                headers.push((lower, value));
            }
            Some(_) => log.at(span, format!("more than {MAX_HEADERS} headers")),
            None => log.at(
                value.span(),
                "a header's value must be plain ASCII text in quotes on one line",
            ),
        }
    }
    headers
}

fn patterns(section: &Section<'_>, key: &'static str, log: &mut Log<'_>) -> Option<Patterns> {
    section.get(key)?;
    let mut patterns = Patterns::default();
    for (name, span, value) in table(section, key, log) {
        let list = match name {
            "title" => &mut patterns.title,
            "url" => &mut patterns.url,
            "author" => &mut patterns.author,
            "category" => &mut patterns.category,
            "language" => &mut patterns.language,
            _ => {
                let keys = Patterns::KEYS.join(", ");
                log.at(
                    span,
                    format!(
                        "unknown key '{}' in {key}; the keys here are {keys}",
                        shorten(name)
                    ),
                );
                continue;
            }
        };
        let texts = value.get_ref().as_array().map(|array| {
            let texts = array.iter().map(|item| item.get_ref().as_str());
            texts.map(|text| text.map(str::trim).filter(|text| !text.is_empty()))
        });
        let read: Option<Vec<&str>> = texts.and_then(Iterator::collect);
        match read.filter(|texts| texts.len() <= MAX_PATTERNS) {
            Some(texts) => *list = texts.into_iter().map(str::to_owned).collect(),
            None => log.at(
                value.span(),
                format!("{name} must be a list of texts that are not empty, such as [\"harbour\"]"),
            ),
        }
    }
    Some(patterns)
}

fn is_value(text: &str) -> bool {
    text.len() <= MAX_VALUE && text.bytes().all(|b| b == b' ' || b.is_ascii_graphic())
}

pub(super) fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or("");
    let letters = primary.bytes().all(|b| b.is_ascii_alphabetic());
    letters
        && (2..=8).contains(&primary.len())
        && subtags
            .all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
}

//! What a body is, by its first tags: a feed, a web page, something else. Reads no entry.

use super::FeedError;
use super::discover::feed_links;
use super::plain::cut;

/// The formats that XML feeds come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<rss>`, whatever its version.
    Rss,
    /// `<feed>` or a lone `<entry>`.
    Atom,
    /// `<rdf:RDF>`, RSS 1.0 and 0.90.
    Rdf,
    /// `<channel>` on its own, as CDF has it.
    Cdf,
}

impl Kind {
    /// The word for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Rss => "rss",
            Kind::Atom => "atom",
            Kind::Rdf => "rdf",
            Kind::Cdf => "cdf",
        }
    }
}

/// Where the root element of an XML feed stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Root {
    /// Byte offset of its `<`.
    pub at: usize,
    /// Its format.
    pub kind: Kind,
}

/// A body that may be a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A JSON object.
    Json,
    /// A sitemap or an index of sitemaps, whose root stands at this byte.
    Sitemap {
        /// Byte offset of its `<`.
        at: usize,
    },
    /// XML with a feed's root element.
    Xml {
        /// That element.
        root: Root,
    },
}

/// Elements that only a web page begins with.
const PAGE_ELEMENTS: &[&str] = &[
    "head", "body", "script", "title", "meta", "center", "main", "article",
];

/// Elements that are looked at before a document without a feed's root is given up.
const MAX_TAGS: usize = 2_000;

/// What `text` is, or why it is no feed.
pub(super) fn sniff(text: &str, url: &str) -> Result<Found, FeedError> {
    let url = || url.to_owned();
    let blank = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    let trimmed = text.trim_start_matches(blank);
    if trimmed.is_empty() {
        return Err(FeedError::Empty { url: url() });
    }
    if trimmed.starts_with('{') || trimmed.starts_with(")]}'") {
        return Ok(Found::Json);
    }
    if trimmed.starts_with('[') {
        let what = "a JSON list".to_owned();
        return Err(FeedError::NotAFeed { url: url(), what });
    }
    let mut first = None;
    let mut seen = 0;
    let mut comment_ends = 0;
    for (at, _) in text.match_indices('<') {
        let rest = text.get(at + 1..).unwrap_or_default();
        if at < comment_ends {
            continue;
        }
        if rest.starts_with("!--")
            && let Some(length) = rest.find("-->")
        {
            comment_ends = at + length;
            continue;
        }
        let name = name_of(rest);
        let lower = name.to_ascii_lowercase();
        // Some feeds bear the document type of a web page; a page's own elements tell.
        if lower == "html" || first.is_none() && PAGE_ELEMENTS.contains(&lower.as_str()) {
            let wrapped = wrapped(text, at);
            return wrapped.map_or_else(|| Err(page(text, &url())), |root| Ok(Found::Xml { root }));
        }
        let local = lower.rsplit(':').next().unwrap_or(&lower);
        let kind = match local {
            "rss" => Some(Kind::Rss),
            "feed" | "entry" => Some(Kind::Atom),
            "channel" | "item" if first.is_none() => Some(if local == "item" {
                Kind::Rss
            } else {
                Kind::Cdf
            }),
            "urlset" | "sitemapindex" if first.is_none() => return Ok(Found::Sitemap { at }),
            "rdf" if lower != "rdf" || rest.contains("xmlns") => Some(Kind::Rdf),
            _ => None,
        };
        if let Some(kind) = kind {
            return Ok(Found::Xml {
                root: Root { at, kind },
            });
        }
        if first.is_none() && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            first = Some(local.to_owned());
        }
        seen += 1;
        if seen >= MAX_TAGS {
            break;
        }
    }
    Err(match first.as_deref() {
        None => FeedError::NotMarkup { url: url() },
        Some("div" | "p" | "br" | "b" | "h1" | "h2" | "a" | "table" | "style" | "link" | "pre") => {
            page(text, &url())
        }
        Some(name) => FeedError::NotAFeed {
            url: url(),
            what: match name {
                "opml" => "an OPML list of feeds".to_owned(),
                other => format!("an XML document with the root <{}>", cut(other, 40)),
            },
        },
    })
}

/// How far apart the root of a feed within a page and the first element of it may stand, in bytes.
const WRAPPED_WINDOW: usize = 2_048;

/// The feed that a page is wrapped round, as some caches and proxies do; a page that merely shows one has it escaped.
fn wrapped(text: &str, from: usize) -> Option<Root> {
    let page = text.get(from..)?;
    let found = |root: &str, inside: &str, kind: Kind| {
        let at = page.find(root)?;
        let window = cut(page.get(at..)?, WRAPPED_WINDOW);
        window.contains(inside).then_some(Root {
            at: from + at,
            kind,
        })
    };
    found("<rss ", "<channel", Kind::Rss)
        .or_else(|| found("<feed xmlns", "<title", Kind::Atom))
        .or_else(|| found("<rdf:RDF ", "<channel", Kind::Rdf))
}

/// Words of the pages that stand in front of a site when it takes its reader for a robot, in lower case.
const CHALLENGES: &[&str] = &[
    "cf-browser-verification",
    "cf_chl_opt",
    "/cdn-cgi/challenge-platform/",
    "checking your browser before accessing",
    "<title>just a moment...</title>",
    "attention required! | cloudflare",
    "_incapsula_resource",
    "captcha-delivery.com",
    "px-captcha",
    "ddos-guard",
    "sucuri website firewall",
    "awswafcookiedomainlist",
    "<title>are you a robot?</title>",
    "pardon our interruption",
];
/// Bytes of a page in which those words are looked for.
const CHALLENGE_WINDOW: usize = 32 * 1024;

/// What to say of an HTML page.
fn page(text: &str, url: &str) -> FeedError {
    let url = url.to_owned();
    let window = cut(text, CHALLENGE_WINDOW).to_ascii_lowercase();
    if CHALLENGES.iter().any(|words| window.contains(words)) {
        return FeedError::Challenge { url };
    }
    let feeds = feed_links(text, &url);
    FeedError::HtmlPage { url, feeds }
}

/// The name at the front of what follows a `<`.
fn name_of(rest: &str) -> &str {
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || "!?:_-".contains(c)))
        .unwrap_or(rest.len());
    cut(rest.get(..end).unwrap_or_default(), 64)
}

//! A story's page, or what a feed says in its stead, to title, byline, dates and paragraphs. Pure: no I/O, no clock.
//! The only folder that names the HTML crates.
//!
//! `dom.rs` builds the tree within bounds; `outline.rs` makes of it a list of blocks of text and of the boxes around them, which is all that
//! the later steps see; `weigh.rs` says what is the page's furniture and how much like a story's text the rest is; `choose.rs` takes the
//! stretch that is the story, with the text that the page's linked data states (`aligned.rs`) where there is one; `trim.rs` marks the page's
//! own lines in it by what they are made of, and `classify` by what they say.
//!
//! Why no crate does that: Readability's ports keep one box and what resembles it, so that a body in several boxes loses parts and a short one
//! gains its neighbours; trafilatura's port returns text without kinds, writes to standard error, and needs 96 crates and a classifier's weights. On the pages under
//! `tests/fixtures/pages` both find less (F1 of runs of four words: 0.92 and 0.91) than this does (above 0.99).

mod aligned;
mod body;
mod choose;
mod classify;
mod credit;
mod dom;
mod furniture;
mod linked_data;
mod marks;
mod meta;
mod outline;
mod phrases;
mod plain;
mod printed;
mod rows;
mod scripted;
mod sign_off;
mod substance;
mod trim;
mod twin;
mod wall;
mod weigh;

#[cfg(test)]
mod tests;

pub use classify::classify;
pub use plain::from_feed;
pub use plain::from_plain;
pub use plain::words;
pub use substance::substance;
pub use substance::ticks;
pub use twin::canonical as canonical_twin;
pub use wall::Wall;

use crate::feed::Markup;
use crate::feed::to_text;
use crate::model::Paragraph;
use crate::model::Timestamp;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// Bytes of a page that is read; a larger one is refused. The caller's own bound is usually lower.
pub const MAX_PAGE: usize = 32 << 20;
/// Words of story text below which a page is taken to carry no story.
pub const MIN_WORDS: usize = 25;
/// Paragraphs kept of one story; the rest are dropped.
pub const MAX_PARAGRAPHS: usize = 3_000;
/// Bytes kept of one paragraph; a longer one is cut at a character boundary.
pub const MAX_PARAGRAPH: usize = 64 * 1024;
/// Bytes kept of one story's paragraphs together; the rest are dropped.
pub const MAX_BODY: usize = 2 << 20;

/// What one page says of its story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Headline, one plain line.
    pub title: Option<String>,
    /// Who wrote it, names as printed, joined by commas.
    pub byline: Option<String>,
    /// When the page says it was published.
    pub published: Option<Timestamp>,
    /// When the page says it was last changed.
    pub updated: Option<Timestamp>,
    /// The address that the page gives as its own, absolute; not yet put through [`crate::feed::canonical_url`].
    pub canonical_url: Option<String>,
    /// The publisher's name.
    pub site_name: Option<String>,
    /// BCP 47 tag as stated.
    pub language: Option<String>,
    /// The address of the picture that the page shows with the story, absolute.
    pub image: Option<String>,
    /// Its paragraphs in reading order, classified.
    pub body: Vec<Paragraph>,
}

/// Why a page gives no story.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    /// Not HTML by its content type or its first bytes.
    #[error("{url}: this is {what}, not a web page; its story can only come from the feed")]
    NotHtml {
        /// The page's address.
        url: String,
        /// What it is instead.
        what: String,
    },
    /// A consent wall, a challenge to bots or a paywall instead of the story.
    #[error(
        "{url}: the page shows {wall} instead of the story; its text can only come from the feed"
    )]
    Wall {
        /// The page's address.
        url: String,
        /// Which kind.
        wall: Wall,
    },
    /// Under [`MIN_WORDS`] words of story text.
    #[error("{url}: only {words} words of story text were found, too few for a story")]
    NoText {
        /// The page's address.
        url: String,
        /// How many.
        words: usize,
    },
    /// A page that would cost more than any real one does.
    #[error("{url}: the page has too many {what} to be a news story; it was not read")]
    TooComplex {
        /// The page's address.
        url: String,
        /// Of what there were too many.
        what: &'static str,
    },
    /// The HTML crate failed on it.
    #[error("{url}: the HTML parser failed on this page; report it with the page attached")]
    Parser {
        /// The page's address.
        url: String,
    },
}

impl ArticleError {
    /// A stable short name, for counters and logs.
    pub fn name(&self) -> &'static str {
        match self {
            ArticleError::NotHtml { .. } => "page_not_html",
            ArticleError::Wall { wall, .. } => wall.name(),
            ArticleError::NoText { .. } => "page_no_text",
            ArticleError::TooComplex { .. } => "page_too_complex",
            ArticleError::Parser { .. } => "page_parser",
        }
    }
}

/// The story on the page `bytes`, fetched from `url`, sent as `content_type`.
///
/// Blocking; bounded in time, memory and stack for any input.
///
/// # Errors
/// [`ArticleError`] where the page shows no story or cannot be read.
pub fn from_page(
    bytes: &[u8],
    url: &str,
    content_type: Option<&str>,
) -> Result<Article, ArticleError> {
    if let Some(what) = not_html(bytes, content_type) {
        let url = url.to_owned();
        return Err(ArticleError::NotHtml { url, what });
    }
    if bytes.len() > MAX_PAGE {
        let url = url.to_owned();
        return Err(ArticleError::TooComplex { url, what: "bytes" });
    }
    let html = to_text(bytes, content_type, Markup::Html);
    // The HTML crates hold assertions of their own; a page that trips one must cost that page only.
    let outcome = catch_unwind(AssertUnwindSafe(|| read(&html, url)));
    outcome.unwrap_or_else(|_| {
        Err(ArticleError::Parser {
            url: url.to_owned(),
        })
    })
}

/// The page's particulars, then its body, then whether that is a story.
fn read(html: &str, url: &str) -> Result<Article, ArticleError> {
    let document = dom::tree(html, url)?;
    let data = linked_data::read(&document);
    let mut article = meta::read(&document, &data, url);
    let seen = outline::of(document.root(), false);
    let hints = wall::Hints::of(&document, &seen, html, &data);
    let title = article.title.clone().unwrap_or_default();
    article.body = body::find(&document, &seen, &data, &title);
    if article.byline.is_none() || article.published.is_none() {
        let (names, date) = printed::under_headline(&seen, &title);
        article.byline = article.byline.or(names);
        article.published = article.published.or(date);
    }
    let words = story_words(&article.body);
    if let Some(wall) = wall::recognise(&hints, words, &article) {
        let url = url.to_owned();
        return Err(ArticleError::Wall { url, wall });
    }
    if words < MIN_WORDS {
        let url = url.to_owned();
        return Err(ArticleError::NoText { url, words });
    }
    Ok(article)
}

/// Words in paragraphs of story text.
fn story_words(body: &[Paragraph]) -> usize {
    let story = body.iter().filter(|p| p.kind.is_story_text());
    story.map(|p| words(&p.text)).sum()
}

/// Whether two lines have the same words, whatever their case and marks.
fn same_line(a: &str, b: &str) -> bool {
    // What is twice as long has other words.
    let near = a.len() <= 2 * b.len() && b.len() <= 2 * a.len();
    near && !a.is_empty() && letters(a) == letters(b)
}

/// Whether a heading has all the words of the headline and few others: a subject is often printed in one with it.
fn heads_with(heading: &str, title: &str) -> bool {
    let near = heading.len() <= 3 * title.len() && title.len() <= 2 * heading.len();
    let title = if near { letters(title) } else { String::new() };
    !title.is_empty() && letters(heading).contains(&title)
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// What a body is that is not HTML, by its content type, else by its first bytes.
fn not_html(bytes: &[u8], content_type: Option<&str>) -> Option<String> {
    let stated = content_type
        .and_then(|t| t.split(';').next())
        .map(str::trim);
    let stated = stated.unwrap_or_default().to_ascii_lowercase();
    let magic: [(&[u8], &str); 5] = [
        (b"%PDF-", "a PDF"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"PK\x03\x04", "an archive"),
    ];
    if let Some((_, what)) = magic.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some((*what).to_owned());
    }
    let html = [
        "",
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/xml",
        "application/xml",
    ];
    let other = !html.contains(&stated.as_str()) && stated != "application/octet-stream";
    // A wrong label on a page is commoner than a page without tags.
    let has_tags = bytes.iter().take(1024).any(|b| *b == b'<');
    (other && !(has_tags && stated.starts_with("text/"))).then_some(stated)
}

//! A story's page, or what a feed says in its stead, to title, byline, dates and paragraphs. Pure: no I/O, no clock.
//! The only folder that names the HTML crates.
//!
//! The body is found by `dom_smoothie` (a port of Mozilla's Readability), in a tree that `dom.rs` has built within bounds;
//! `blocks.rs` makes paragraphs of it and `classify.rs` says which are not the story's own words.
//!
//! Why that crate: `rs-trafilatura` 0.2 was run beside it on the pages of the tests and of the demonstration. Both found
//! every story paragraph of the articles. It lost figures with their captions where this one keeps them as elements to mark, returned a page
//! of bare markup as one paragraph with the menu in it, wrote to standard error while at it, took about three times as
//! long, and needs 96 crates (a second copy of the HTML parser and a classifier's weights among them) where this one needs 52.

mod blocks;
mod body;
mod classify;
mod credit;
mod dom;
mod furniture;
mod linked_data;
mod meta;
mod plain;
mod substance;
mod wall;

#[cfg(test)]
mod tests;

pub use classify::classify;
pub use plain::from_feed;
pub use plain::from_plain;
pub use substance::substance;
pub use substance::ticks;
pub use wall::Wall;

use crate::feed::Markup;
use crate::feed::to_text;
use crate::model::Paragraph;
use crate::model::Timestamp;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

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
/// Blocking; bounded in time and stack for any input, given that the caller bounds `bytes`.
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
    let hints = wall::Hints::of(&document, html, &data);
    let title = article.title.clone().unwrap_or_default();
    article.body = body::find(document, &data, &title);
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
    story.map(|p| p.text.split(' ').count()).sum()
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

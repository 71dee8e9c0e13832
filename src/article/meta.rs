//! A page's particulars, each from the most deliberate statement of it: JSON-LD, OpenGraph, other meta elements, markup.

use super::Article;
use super::linked_data::LinkedData;
use super::same_line;
use super::twin;
use crate::feed::absolute;
use crate::feed::line_of_html;
use crate::feed::parse_date;
use crate::model::Timestamp;
use dom_query::Document;

/// Longest particular in bytes; a longer one is no title or name and is left out.
const MAX_VALUE: usize = 1_000;
/// Longest address in bytes; a longer one is left out.
const MAX_URL: usize = 2_048;
/// Headings that are compared with the page's title.
const MAX_HEADINGS: usize = 12;
/// Most words of a part of a title that is the publisher's name.
const MAX_SITE_WORDS: usize = 4;
/// What stands between a headline and the publisher's name.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • ", " / ",
];
/// Meta elements that are read; further ones are not.
const MAX_META: usize = 500;

/// All but the body.
pub(super) fn read(document: &Document, data: &LinkedData, url: &str) -> Article {
    let meta = Meta::of(document);
    let site_name = line(data.publisher.as_deref())
        .or_else(|| meta.first(&["og:site_name", "application-name"]));
    let headings = headings(document);
    let title = line(data.headline.as_deref())
        .or_else(|| meta.first(&["og:title", "twitter:title", "dc.title", "headline"]))
        .or_else(|| single_heading(document))
        .or_else(|| text_of(document, "head > title").map(|t| part_of_title(&t, &headings)));
    let title = title.map(|t| without_site(&t, site_name.as_deref(), &headings));
    let authors: Vec<String> = data.authors.iter().filter_map(|a| line(Some(a))).collect();
    let byline = Some(authors.join(", "))
        .filter(|names| !names.is_empty())
        .or_else(|| {
            meta.first(&[
                "author",
                "article:author",
                "og:article:author",
                "parsely-author",
                "sailthru.author",
                "dc.creator",
                "byl",
            ])
        })
        // Some publishers give the author's page there instead of the name.
        .filter(|name| !name.starts_with("http"))
        .or_else(|| meta.written_by())
        .or_else(|| signed(document))
        .map(|name| without_by(&name));
    let published = date(data.published.as_deref())
        .or_else(|| {
            meta.date(&[
                "article:published_time",
                "og:published_time",
                "og:article:published_time",
                "datepublished",
                "parsely-pub-date",
                "pubdate",
                "publishdate",
                "publisheddate",
                "publication_date",
                "date",
                "dc.date",
                "dc.date.issued",
                "sailthru.date",
            ])
        })
        .or_else(|| attribute_date(document, "[itemprop='datePublished']"))
        .or_else(|| attribute_date(document, "article time[datetime]"))
        .or_else(|| attribute_date(document, "main time[datetime], header time[datetime]"))
        .or_else(|| attribute_date(document, "time[datetime]"))
        .or_else(|| attribute_date(document, ".date, .published, .pubdate, .dateline"));
    let updated = date(data.modified.as_deref())
        .or_else(|| {
            meta.date(&[
                "article:modified_time",
                "og:updated_time",
                "og:article:modified_time",
                "datemodified",
                "lastmod",
                "last-modified",
                "dc.date.modified",
            ])
        })
        .or_else(|| attribute_date(document, "[itemprop='dateModified']"));
    let canonical = attribute(document, "link[rel='canonical']", "href")
        .or_else(|| meta.first(&["og:url"]))
        .or_else(|| data.url.clone());
    let canonical = canonical
        .and_then(|href| absolute(&href, url))
        .filter(|u| u.len() <= MAX_URL);
    let image = data
        .image
        .clone()
        .or_else(|| {
            meta.first(&[
                "og:image:secure_url",
                "og:image",
                "og:image:url",
                "twitter:image",
                "twitter:image:src",
            ])
        })
        .or_else(|| attribute(document, "link[rel='image_src']", "href"));
    let language = attribute(document, "html", "lang")
        .or_else(|| line(data.language.as_deref()))
        .or_else(|| meta.first(&["og:locale", "content-language", "language"]))
        .map(|tag| tag.trim().replace('_', "-"))
        .filter(|tag| !tag.is_empty() && tag.len() <= 35);
    Article {
        title,
        byline: byline.filter(|b| !b.is_empty()),
        published,
        updated,
        canonical_url: twin::plausible(canonical, url),
        site_name,
        language,
        image: image
            .and_then(|href| absolute(&href, url))
            .filter(|u| u.len() <= MAX_URL),
        body: Vec::new(),
    }
}

/// The meta elements of a page: name or property, in lower case, and content.
struct Meta(Vec<(String, String)>);

impl Meta {
    fn of(document: &Document) -> Meta {
        let elements = document.select("meta[content]");
        let pairs = elements.nodes().iter().take(MAX_META).filter_map(|node| {
            let name = node
                .attr("property")
                .or_else(|| node.attr("name"))
                .or_else(|| node.attr("itemprop"))
                .or_else(|| node.attr("http-equiv"))?;
            Some((
                name.trim().to_ascii_lowercase(),
                node.attr("content")?.to_string(),
            ))
        });
        Meta(pairs.collect())
    }

    /// The content of the first of `names` that has one, as a plain line.
    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let found = self.0.iter().filter(|(n, _)| n == name);
            found.filter_map(|(_, value)| line(Some(value))).next()
        })
    }

    /// The first of `names` that is a date.
    fn date(&self, names: &[&str]) -> Option<Timestamp> {
        names.iter().find_map(|name| {
            let found = self.0.iter().filter(|(n, _)| n == name);
            found.filter_map(|(_, value)| parse_date(value)).next()
        })
    }
}

impl Meta {
    /// What publishing systems show beside a link to the story: a label and what it labels.
    fn written_by(&self) -> Option<String> {
        const LABELS: &[&str] = &[
            "written by",
            "by",
            "author",
            "verfasst von",
            "écrit par",
            "escrito por",
            "scritto da",
            "geschreven door",
        ];
        [1, 2].into_iter().find_map(|n| {
            let label = self.first(&[&format!("twitter:label{n}")])?.to_lowercase();
            let is_label = LABELS.contains(&label.trim_end_matches(':'));
            is_label.then(|| self.first(&[&format!("twitter:data{n}")]))?
        })
    }
}

/// Where markup names who wrote the story, the most deliberate place first; what only links to an author's page comes last.
const SIGNATURES: &[&str] = &[
    "[itemprop='author'] [itemprop='name']",
    "[itemprop='author'], [rel='author'], .byline, .author-name",
    ".field--name-uid, .meta__author, .article__author, .article-author-name, .gh-article-author-name",
    ".wp-block-post-author-name, .wp-block-post-author__name, .entry-author, .post-author, .story-author",
    ".Page-authors, .article-byline, .story-byline, .post-byline, .entry-byline, .c-byline",
    "[data-testid='Author'], [data-testid='byline'], [data-testid='authors']",
    "p.author, span.author, div.author, a.author",
    "article a[href*='/author/'], main a[href*='/author/'], article a[href*='/authors/'], main a[href*='/authors/']",
];
/// Most words of a byline; a longer text is about its author.
const MAX_BYLINE_WORDS: usize = 20;

/// Who signed the story in its markup.
fn signed(document: &Document) -> Option<String> {
    let text = |selector: &&str| text_of(document, selector);
    let is_byline = |text: &String| {
        super::words(text) <= MAX_BYLINE_WORDS && text.chars().any(char::is_alphabetic)
    };
    SIGNATURES.iter().filter_map(text).find(is_byline)
}

/// A plain line, unless it is empty or too long to be one. Entities are written twice in many a page's attributes.
fn line(text: Option<&str>) -> Option<String> {
    let text = line_of_html(text?);
    (!text.is_empty() && text.len() <= MAX_VALUE).then_some(text)
}

fn date(text: Option<&str>) -> Option<Timestamp> {
    parse_date(text?)
}

/// The text of the first element that `selector` finds.
fn text_of(document: &Document, selector: &str) -> Option<String> {
    let found = document.select_single(selector);
    let node = *found.nodes().first()?;
    let text = crate::feed::clean_line(&node.text());
    (!text.is_empty() && text.len() <= MAX_VALUE).then_some(text)
}

/// The page's only first-level heading; of several none is known to be the story's.
fn single_heading(document: &Document) -> Option<String> {
    let headings = document.select("h1");
    if headings.length() == 1 {
        text_of(document, "h1")
    } else {
        text_of(document, "article h1")
    }
}

fn attribute(document: &Document, selector: &str, name: &str) -> Option<String> {
    let found = document.select_single(selector);
    let value = found.attr(name)?;
    Some(value.trim().to_owned()).filter(|v| !v.is_empty())
}

/// A date in the `datetime` or `content` attribute, else in the text, of the first element that `selector` finds.
fn attribute_date(document: &Document, selector: &str) -> Option<Timestamp> {
    let value = attribute(document, selector, "datetime")
        .or_else(|| attribute(document, selector, "content"))
        .or_else(|| text_of(document, selector))?;
    parse_date(&value)
}

/// The texts of the page's first headings.
fn headings(document: &Document) -> Vec<String> {
    let found = document.select("h1, h2");
    let texts = found
        .nodes()
        .iter()
        .take(MAX_HEADINGS)
        .map(super::outline::line);
    texts
        .filter(|t| !t.is_empty() && t.len() <= MAX_VALUE)
        .collect()
}

/// The part of a page's title that is its headline: the one that is a heading too, else what is left without a short first or last part.
fn part_of_title(title: &str, headings: &[String]) -> String {
    for separator in SEPARATORS {
        let Some((first, rest)) = title.split_once(separator) else {
            continue;
        };
        let (start, last) = title.rsplit_once(separator).unwrap_or((first, rest));
        for part in [first, start, rest, last] {
            if headings.iter().any(|h| same_line(h, part)) {
                return part.trim().to_owned();
            }
        }
        let words = |text: &str| super::words(text);
        if words(last) <= MAX_SITE_WORDS && words(start) > words(last) {
            return start.trim().to_owned();
        }
        if words(first) <= MAX_SITE_WORDS && words(rest) > words(first) {
            return rest.trim().to_owned();
        }
    }
    title.to_owned()
}

/// A title without the publisher's name after it ("Ferry late | The Gazette").
fn without_site(title: &str, site: Option<&str>, headings: &[String]) -> String {
    for separator in SEPARATORS {
        let Some((start, end)) = title.rsplit_once(separator) else {
            continue;
        };
        let is_site = site.is_some_and(|site| same_line(site, end));
        if !start.trim().is_empty() && (is_site || headings.iter().any(|h| same_line(h, start))) {
            return start.trim().to_owned();
        }
    }
    title.to_owned()
}

/// What introduces names, in lower case, the longer ones first.
const INTRODUCTIONS: &[&str] = &[
    "written by ",
    "words by ",
    "story by ",
    "text by ",
    "by ",
    "von ",
    "par ",
    "por ",
    "by: ",
    "автор: ",
];

/// A byline without the words that introduce it and without what follows the names.
fn without_by(name: &str) -> String {
    let lower = name.to_lowercase();
    let begins = INTRODUCTIONS
        .iter()
        .find(|words| lower.starts_with(**words));
    // Letters of these words are as long in either case.
    let name = begins
        .and_then(|words| name.get(words.len()..))
        .unwrap_or(name);
    // What follows a mark is a date, a place or a role.
    let end = [" · ", " | ", " • ", " — "]
        .iter()
        .filter_map(|mark| name.find(mark))
        .min();
    let name = name.get(..end.unwrap_or(name.len())).unwrap_or(name);
    let words = name.split(' ').filter(|word| !word.contains('@'));
    words.collect::<Vec<_>>().join(" ").trim().to_owned()
}

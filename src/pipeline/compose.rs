//! An entry and, where it could be had, its page: one story. Pure; knows neither HTTP nor the store.

use crate::article;
use crate::article::Article;
use crate::feed;
use crate::model::Entry;
use crate::model::FeedId;
use crate::model::Paragraph;
use crate::model::Story;
use crate::model::TextOrigin;
use crate::model::Timestamp;

/// Words of story text from which a feed's own content counts as the whole story.
const WHOLE_STORY_WORDS: usize = 150;

/// What every story of a feed has in common.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The feed.
    pub feed: FeedId,
    /// Its outlet.
    pub outlet: String,
    /// The language that the configuration or the document states.
    pub language: Option<String>,
}

/// A page that was read for an entry.
pub struct ReadPage {
    /// Where it was in the end, after redirects.
    pub url: String,
    /// What it says.
    pub article: Article,
}

/// The feed's own text for the entry, as paragraphs; the content, else the summary.
pub fn feed_text(entry: &Entry) -> Vec<Paragraph> {
    let markup = entry
        .content
        .as_deref()
        .or(entry.summary.as_deref())
        .unwrap_or_default();
    let mut body = article::from_feed(markup);
    article::classify(&entry.title, &mut body);
    body
}

/// Whether the feed's own text is so long that there is no need of the page.
pub fn is_whole(body: &[Paragraph]) -> bool {
    words(body) >= WHOLE_STORY_WORDS
}

fn words(body: &[Paragraph]) -> usize {
    body.iter()
        .filter(|p| p.kind.is_story_text())
        .map(|p| article::words(&p.text))
        .sum()
}

/// The story that an entry and its page make. `None` where there is neither a text nor a headline.
///
/// The page's body is taken unless the feed's has more words (a paywall's stub). A page may name another URL as its
/// canonical one only within its own site, so that no page can pass for a story of somebody else's.
pub fn story(
    entry: &Entry,
    page: Option<ReadPage>,
    origin: &Origin,
    same_site: impl Fn(&str, &str) -> bool,
    now: Timestamp,
) -> Option<Story> {
    let feed_body = feed_text(entry);
    let link = entry.link.as_deref().and_then(feed::canonical_url);
    let (url, also, article) = match page {
        Some(page) => {
            // The AMP or print form of a page, or a cache's copy, is the page itself.
            let plain = article::canonical_twin(&page.url);
            let at = feed::canonical_url(plain.as_deref().unwrap_or(&page.url));
            let at = at.or_else(|| link.clone());
            let stated = page
                .article
                .canonical_url
                .as_deref()
                .and_then(feed::canonical_url);
            let local = at.as_deref().is_some_and(|at| at.starts_with("file:"));
            // A template that names the front page on every page names no story.
            let stated = stated.filter(|url| !is_front_page(url));
            let stated =
                stated.filter(|url| local || at.as_deref().is_some_and(|at| same_site(at, url)));
            let url = stated.or_else(|| at.clone());
            let fetched = feed::canonical_url(&page.url);
            let also: Vec<String> = [at, fetched, link]
                .into_iter()
                .flatten()
                .filter(|other| Some(other) != url.as_ref())
                .collect();
            (url, also, Some(page.article))
        }
        None => (link, Vec::new(), None),
    };
    let mut story = Story {
        url,
        guid: entry
            .guid
            .as_deref()
            .map(|guid| scoped_guid(origin.feed, &origin.outlet, guid)),
        also,
        feed: Some(origin.feed),
        outlet: origin.outlet.clone(),
        title: entry.title.clone(),
        byline: Some(entry.authors.join(", ")).filter(|names| !names.is_empty()),
        language: origin.language.clone(),
        published: entry.published,
        zone: None,
        updated: entry.updated,
        observed: now,
        origin: TextOrigin::Feed,
        body: feed_body,
        taken: None,
    };
    story.also.dedup();
    if let Some(article) = article {
        if words(&article.body) >= words(&story.body) {
            story.body = article.body;
            story.origin = TextOrigin::Page;
        }
        if let Some(title) = article.title.filter(|title| !title.is_empty()) {
            story.title = title;
        }
        story.byline = article.byline.or(story.byline);
        story.language = article.language.or(story.language);
        story.published = article.published.or(story.published);
        story.updated = article.updated.or(story.updated);
    }
    (!story.title.is_empty() || words(&story.body) > 0).then_some(story)
}

/// Whether a URL is a site's front page, where no single story stands.
pub fn is_front_page(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| url.path() == "/" && url.query().is_none())
}

/// A guid that is a URL or a URN is the same in all feeds of an outlet; any other is the feed's own. Never wider: else a feed
/// could rewrite another outlet's story by stating its guid.
pub fn scoped_guid(feed: FeedId, outlet: &str, guid: &str) -> String {
    let everywhere = ["http://", "https://", "tag:", "urn:"]
        .iter()
        .any(|scheme| guid.starts_with(scheme));
    if everywhere {
        format!("{outlet} {guid}")
    } else {
        format!("{feed} {guid}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        Origin {
            feed: FeedId(7),
            outlet: "A".into(),
            language: None,
        }
    }

    fn page(url: &str, canonical: &str, body: &str) -> ReadPage {
        let article = Article {
            canonical_url: Some(canonical.into()),
            body: article::from_plain(body),
            ..Article::default()
        };
        ReadPage {
            url: url.into(),
            article,
        }
    }

    fn entry() -> Entry {
        Entry {
            title: "T".into(),
            guid: Some("7".into()),
            link: Some("https://www.a.example/r/1".into()),
            summary: Some("A short summary.".into()),
            ..Entry::default()
        }
    }

    #[test]
    fn a_page_may_name_a_canonical_url_of_its_own_site_only() {
        for (canonical, url) in [
            ("https://www.a.example/story", "https://www.a.example/story"),
            ("https://www.b.example/story", "https://www.a.example/1"),
        ] {
            let same = |a: &str, b: &str| a.contains("a.example") == b.contains("a.example");
            let page = page(
                "https://www.a.example/1",
                canonical,
                "Some words of the story stand here.",
            );
            let story = story(&entry(), Some(page), &origin(), same, Timestamp::default()).unwrap();
            assert_eq!(story.url.as_deref(), Some(url));
            assert!(
                story.also.contains(&"https://www.a.example/r/1".to_owned()),
                "{:?}",
                story.also
            );
            assert_eq!(story.origin, TextOrigin::Page);
        }
    }

    #[test]
    fn an_amp_page_is_the_storys() {
        for (at, canonical) in [
            ("https://www.a.example/1/amp", None),
            (
                "https://www.a.example/1?amp=1",
                Some("https://www.a.example/1"),
            ),
            (
                "https://www-a-example.cdn.ampproject.org/c/s/www.a.example/1",
                Some("https://www.a.example/1"),
            ),
        ] {
            let mut read = page(at, "", "Some words of the story stand here.");
            read.article.canonical_url = canonical.map(str::to_owned);
            let same =
                |a: &str, b: &str| a.contains("www.a.example") == b.contains("www.a.example");
            let story = story(&entry(), Some(read), &origin(), same, Timestamp::default()).unwrap();
            assert_eq!(
                story.url.as_deref(),
                Some("https://www.a.example/1"),
                "{at}"
            );
            assert!(story.also.contains(&at.to_owned()), "{:?}", story.also);
        }
    }

    #[test]
    fn the_longer_body_is_taken() {
        let page = page(
            "https://www.a.example/1",
            "https://www.a.example/1",
            "Subscribe now.",
        );
        let story = story(
            &entry(),
            Some(page),
            &origin(),
            |_, _| true,
            Timestamp::default(),
        )
        .unwrap();
        assert_eq!(
            (story.origin, story.text().as_str()),
            (TextOrigin::Feed, "A short summary.")
        );
        let nothing = Entry::default();
        assert_eq!(
            super::story(&nothing, None, &origin(), |_, _| true, Timestamp::default()),
            None
        );
    }

    #[test]
    fn guids_are_an_outlets_only_where_they_say_so() {
        assert_eq!(
            scoped_guid(FeedId(7), "A", "tag:a.example,2026:1"),
            "A tag:a.example,2026:1"
        );
        assert_eq!(scoped_guid(FeedId(7), "A", "1"), "0000000000000007 1");
    }
}

//! Which part of a page is the story: what `dom_smoothie` finds, what the page itself declares, and which of the two to believe.

use super::MIN_WORDS;
use super::blocks;
use super::classify::classify;
use super::dom;
use super::linked_data::LinkedData;
use super::plain::from_plain;
use super::story_words;
use crate::model::Paragraph;
use dom_query::Document;
use dom_smoothie::Config;
use dom_smoothie::Readability;

/// Where a story stands on pages in which the crate finds none, the most deliberate statement first.
const CONTAINERS: &[&str] = &[
    "[itemprop='articleBody']",
    "article",
    "main",
    "[role='main']",
    "body",
];

/// Characters below which the crate tries again with a looser eye. Its default of 500 makes it take in menus around a short report.
const ENOUGH_CHARACTERS: usize = 200;

/// The body of the story in `document`, classified; empty where there is none.
pub(super) fn find(document: Document, data: &LinkedData, title: &str) -> Vec<Paragraph> {
    let mut body = readable(document.clone());
    classify(title, &mut body);
    if story_words(&body) < MIN_WORDS {
        body = declared(&document, title).unwrap_or(body);
    }
    // A page that draws its story by script often states it whole in its linked data.
    if let Some(text) = data.body.as_deref() {
        let mut stated = super::plain::from_feed(text);
        if stated.is_empty() {
            stated = from_plain(text);
        }
        classify(title, &mut stated);
        if story_words(&stated) >= MIN_WORDS && story_words(&stated) > 2 * story_words(&body) {
            return stated;
        }
    }
    body
}

/// What the crate takes for the story.
fn readable(document: Document) -> Vec<Paragraph> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        char_threshold: ENOUGH_CHARACTERS,
        ..Config::default()
    };
    let found = Readability::with_document(document, None, Some(config));
    let Ok(article) = found.and_then(|mut reader| reader.parse()) else {
        return Vec::new();
    };
    match dom::tree(&article.content, "") {
        Ok(tree) => blocks::paragraphs(tree.root()),
        Err(_) => Vec::new(),
    }
}

/// The first of [`CONTAINERS`] with enough words in it.
fn declared(document: &Document, title: &str) -> Option<Vec<Paragraph>> {
    CONTAINERS.iter().find_map(|selector| {
        let found = document.select_single(selector);
        let mut body = blocks::paragraphs(*found.nodes().first()?);
        classify(title, &mut body);
        (story_words(&body) >= MIN_WORDS).then_some(body)
    })
}

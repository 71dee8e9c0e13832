//! Which part of a page is the story: what the markup shows, what the page's own data states, and which of them to believe.

use super::MAX_BODY;
use super::MAX_PARAGRAPHS;
use super::MIN_WORDS;
use super::choose;
use super::classify::classify;
use super::linked_data::LinkedData;
use super::outline;
use super::outline::Outline;
use super::plain;
use super::scripted;
use super::story_words;
use super::trim;
use super::weigh::Strictness;
use super::weigh::Weighed;
use crate::model::Paragraph;
use dom_query::Document;

/// Words of story text from which on the first, strict look at a page is believed.
const ENOUGH: usize = 60;

/// The same for a page whose boxes say plainly what they are; one with fewer may have put its story in a box with a misleading name.
const FEW: usize = 200;

/// The body of the story in `document`, classified; empty where there is none.
pub(super) fn find(
    document: &Document,
    seen: &Outline,
    data: &LinkedData,
    title: &str,
) -> Vec<Paragraph> {
    let mut body = shown(seen, data, title);
    if story_words(&body) < ENOUGH {
        // A page may hide its story until a script shows it.
        let all = outline::of(document.root(), true);
        let hidden = shown(&all, data, title);
        if story_words(&hidden) > 3 * story_words(&body).max(MIN_WORDS / 2) {
            body = hidden;
        }
    }
    // A page that draws its story by script often states it whole in its linked data, or keeps it for the script.
    if let Some(text) = data.body.as_deref() {
        let stated = stated(text, title);
        if story_words(&stated) >= MIN_WORDS && story_words(&stated) > 2 * story_words(&body) {
            body = stated;
        }
    }
    if story_words(&body) < ENOUGH {
        let mut kept = scripted::find(document);
        classify(title, &mut kept);
        if story_words(&kept) >= MIN_WORDS && story_words(&kept) > 3 * story_words(&body) {
            body = kept;
        }
    }
    body
}

/// What the markup shows.
fn shown(seen: &Outline, data: &LinkedData, title: &str) -> Vec<Paragraph> {
    let mut body = look(seen, data, title, Strictness::Strict);
    for (strictness, most) in [(Strictness::Loose, FEW), (Strictness::Open, MIN_WORDS)] {
        if story_words(&body) < most {
            let other = look(seen, data, title, strictness);
            if story_words(&other) > 3 * story_words(&body).max(MIN_WORDS / 2) {
                body = other;
            }
        }
    }
    body
}

/// One look at the page.
fn look(seen: &Outline, data: &LinkedData, title: &str, strictness: Strictness) -> Vec<Paragraph> {
    let weighed = Weighed::of(seen, title, strictness);
    let ranges = choose::choose(seen, &weighed, title, data.body.as_deref());
    let mut body = trim::paragraphs(seen, &weighed, &ranges, title);
    bound(&mut body);
    classify(title, &mut body);
    body
}

/// Drops what is over a story's bounds.
fn bound(body: &mut Vec<Paragraph>) {
    body.truncate(MAX_PARAGRAPHS);
    let mut bytes = 0;
    let kept = body.iter().take_while(|p| {
        bytes += p.text.len();
        bytes <= MAX_BODY
    });
    let kept = kept.count();
    body.truncate(kept);
}

/// A text that the page's data states, as paragraphs.
fn stated(text: &str, title: &str) -> Vec<Paragraph> {
    let mut body = plain::from_feed(text);
    if body.is_empty() {
        body = plain::from_plain(text);
    }
    classify(title, &mut body);
    body
}

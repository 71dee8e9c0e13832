//! A story as observed once: what the archive keeps and every later stage reads.

use super::{FeedId, Span, StoryId, Timestamp, digest};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3Default;

/// What a paragraph is to a reader. Only [`ParagraphKind::is_story_text`] kinds are read for attributions and compared for copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParagraphKind {
    /// Running text.
    #[default]
    Text,
    /// A heading inside the story.
    Heading,
    /// An item of a list.
    ListItem,
    /// A passage set off as a quotation.
    BlockQuote,
    /// The caption or credit of a picture.
    Caption,
    /// A sentence of the story repeated as an ornament.
    PullQuote,
    /// "Read more", newsletter boxes, share bars, repeated headlines, credits.
    Boilerplate,
}

impl ParagraphKind {
    /// Whether a reader would call it part of the story's own words.
    pub fn is_story_text(self) -> bool {
        matches!(self, Self::Text | Self::ListItem | Self::BlockQuote)
    }

    /// The word for it in interfaces.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Heading => "heading",
            Self::ListItem => "list item",
            Self::BlockQuote => "block quote",
            Self::Caption => "caption",
            Self::PullQuote => "pull quote",
            Self::Boilerplate => "boilerplate",
        }
    }
}

/// One paragraph: a single line of text without markup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// What it is to a reader.
    #[serde(default)]
    pub kind: ParagraphKind,
    /// Its words.
    pub text: String,
}

impl Paragraph {
    /// A paragraph of running text.
    pub fn text(text: impl Into<String>) -> Self {
        Paragraph {
            kind: ParagraphKind::Text,
            text: text.into(),
        }
    }
}

/// Where a story's body came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextOrigin {
    /// The story's own page.
    Page,
    /// The feed's content or summary, because the page could not be had or was not asked for.
    Feed,
    /// `sayso ingest`.
    #[default]
    Ingest,
}

/// One observed state of a story (a revision of it).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Canonical URL; absent only where neither feed, page nor input gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The feed's identifier for it, with the feed's id before it where guids are only locally unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guid: Option<String>,
    /// Other URLs that led to it: the feed's link, redirects on the way. They find the story again as `url` does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// The feed that brought it; absent for `ingest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<FeedId>,
    /// The publisher's name, as configured or given.
    pub outlet: String,
    /// Headline.
    pub title: String,
    /// Who wrote it, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// BCP 47 tag as the page or feed states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When the publisher says it was published; never the time of observation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// Minutes east of UTC that the time of publication was given with, where it was given with a zone other than UTC: by the
    /// publisher's own day "on Tuesday" is resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<i16>,
    /// When the publisher says it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// When this state was first seen here.
    pub observed: Timestamp,
    /// Where the body came from.
    pub origin: TextOrigin,
    /// The body in reading order.
    pub body: Vec<Paragraph>,
    /// Set where its text was taken away since: see [`Taken`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Box<Taken>>,
}

/// What is kept of a story whose text was taken away. In its body only the words of attributions stand, where they stood; every other character
/// is a blank that is as long ([`Story::take_text`]), so that spans and offsets hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// [`Story::identity`] of the whole text, where that decides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// What was read from the whole text, as JSON; opaque here.
    pub analysis: String,
}

/// What stands between two paragraphs in [`Story::text`].
const PARAGRAPH_BREAK: &str = "\n\n";

impl Story {
    /// The text that spans point into: every paragraph of whatever kind, joined by a blank line.
    pub fn text(&self) -> String {
        let paragraphs: Vec<&str> = self.body.iter().map(|p| p.text.as_str()).collect();
        paragraphs.join(PARAGRAPH_BREAK)
    }

    /// Each paragraph with its place in [`Story::text`].
    pub fn paragraphs(&self) -> impl Iterator<Item = (Span, &Paragraph)> {
        let mut at = 0;
        self.body.iter().map(move |p| {
            let span = Span::new(at, at + p.text.len());
            at += p.text.len() + PARAGRAPH_BREAK.len();
            (span, p)
        })
    }

    /// What makes this the same story when it is seen again: canonical URL, else guid, else its words.
    /// The title decides nothing where there is a link.
    pub fn identity(&self) -> String {
        if let Some(identity) = self.taken.as_ref().and_then(|taken| taken.identity.clone()) {
            return identity;
        }
        match (&self.url, &self.guid) {
            (Some(url), _) => format!("url:{url}"),
            (None, Some(guid)) => format!("guid:{guid}"),
            (None, None) => format!(
                "text:{:016x}",
                digest(&[
                    self.outlet.as_bytes(),
                    self.title.as_bytes(),
                    self.text().as_bytes()
                ])
            ),
        }
    }

    /// The story's id, by its [`Story::identity`].
    pub fn id(&self) -> StoryId {
        StoryId::of_key(&self.identity())
    }

    /// Takes the text away but for what `kept` covers, in [`Story::text`]; `analysis` is what was read from it.
    pub fn take_text(&mut self, kept: &[Span], analysis: String) {
        let words_decide = self.url.is_none() && self.guid.is_none();
        let identity = words_decide.then(|| self.identity());
        let mut is_kept = vec![false; self.text().len()];
        for span in kept {
            if let Some(bytes) = is_kept.get_mut(span.range()) {
                bytes.fill(true);
            }
        }
        let mut start = 0;
        for paragraph in &mut self.body {
            let blanked = paragraph.text.char_indices().map(|(at, c)| {
                let kept = is_kept.get(start + at).copied().unwrap_or(false);
                if kept { c } else { blank(c) }
            });
            paragraph.text = blanked.collect();
            start += paragraph.text.len() + PARAGRAPH_BREAK.len();
        }
        self.taken = Some(Box::new(Taken { identity, analysis }));
    }

    /// A digest of all that a reader sees (title and story text); two observations with the same digest are one revision.
    /// XXH3, each part preceded by its length: it is taken of every story that comes, and nobody gains by forging it.
    pub fn revision_digest(&self) -> u64 {
        let mut hash = Xxh3Default::new();
        let text = self.body.iter().filter(|p| p.kind.is_story_text());
        for part in std::iter::once(&self.title).chain(text.map(|p| &p.text)) {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.digest()
    }

    /// When the story happened for a reader: as published, else as first seen. A publication in the future is taken
    /// for the moment it was seen, so that one wrong clock cannot pin a story to the top of every listing.
    pub fn time(&self) -> Timestamp {
        self.published
            .map_or(self.observed, |published| published.min(self.observed))
    }
}

/// A blank of as many bytes.
fn blank(c: char) -> char {
    match c.len_utf8() {
        1 => ' ',
        2 => '\u{a0}',
        3 => '\u{2003}',
        _ => '\u{e0020}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraph_spans_point_into_the_text() {
        let story = Story {
            body: vec![Paragraph::text("Ein Täg."), Paragraph::text("Two.")],
            ..Story::default()
        };
        let text = story.text();
        let cut: Vec<_> = story
            .paragraphs()
            .map(|(span, _)| span.of(&text).unwrap())
            .collect();
        assert_eq!(cut, ["Ein Täg.", "Two."]);
    }

    #[test]
    fn a_text_that_was_taken_away_leaves_what_is_kept_in_its_place() {
        let mut story = Story {
            body: vec![
                Paragraph::text("Ein Täg — 😀 ok."),
                Paragraph::text("“Two,” she said."),
            ],
            ..Story::default()
        };
        let (whole, identity) = (story.text(), story.identity());
        let at = whole.find("Two").unwrap();
        story.take_text(&[Span::new(at, at + 3)], "{}".into());
        let text = story.text();
        let blank = |c: char| c.is_whitespace() || c == '\u{e0020}';
        assert_eq!((text.len(), text.trim_matches(blank)), (whole.len(), "Two"));
        assert_eq!(text.chars().count(), whole.chars().count());
        assert_eq!(text.find("Two"), Some(at));
        assert_eq!(story.identity(), identity);
    }

    #[test]
    fn a_new_headline_is_a_revision_but_not_another_story() {
        let a = Story {
            url: Some("https://x.example/1".into()),
            title: "One".into(),
            ..Story::default()
        };
        let b = Story {
            title: "Two".into(),
            ..a.clone()
        };
        assert_eq!(a.id(), b.id());
        assert_ne!(a.revision_digest(), b.revision_digest());
    }
}

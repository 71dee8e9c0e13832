//! What the pipeline tells whoever watches it: the terminal, the log, a test. It never knows which of them listens.

use crate::model::QuoteKind;
use crate::model::Verdict;
use std::sync::Arc;

/// Something worth telling a person who watches the service work.
#[derive(Clone, Debug)]
pub enum Happening {
    /// A feed answered with a document.
    FeedRead {
        /// The feed's URL.
        feed: String,
        /// Its outlet.
        outlet: String,
        /// Entries in the document.
        entries: usize,
        /// Entries among them that were not known.
        fresh: usize,
    },
    /// A feed answered that nothing changed.
    FeedUnchanged {
        /// The feed's URL.
        feed: String,
        /// Its outlet.
        outlet: String,
    },
    /// A feed could not be read. It will be asked again.
    FeedFailed {
        /// The feed's URL.
        feed: String,
        /// Its outlet.
        outlet: String,
        /// Name of the failure, from the closed list.
        error: &'static str,
        /// The sentence for a person.
        message: String,
    },
    /// A story's page could not be read; the feed's own text is used where there is any.
    PageFailed {
        /// The page's URL.
        url: String,
        /// Name of the failure, from the closed list.
        error: &'static str,
        /// The sentence for a person.
        message: String,
        /// Whether the feed's own text stands in for it.
        feed_text: bool,
    },
    /// An observed story is durable and in the view.
    Story(StorySeen),
}

/// A story as it was recorded.
#[derive(Clone, Debug)]
pub struct StorySeen {
    /// Its outlet.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// What dedup said.
    pub verdict: Verdict,
    /// Outlet and headline of the story that it revises, copies or embeds.
    pub of: Option<(String, String)>,
    /// Who said what in it, in order of appearance.
    pub said: Vec<Said>,
}

/// One claim of a story, for showing.
#[derive(Clone, Debug)]
pub struct Said {
    /// The speaker's name; `None` where nobody could be found.
    pub speaker: Option<String>,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// The wording in this story.
    pub wording: String,
    /// Whether the claim was first seen in this story.
    pub new: bool,
}

/// Somebody who watches. Called from worker threads; must be quick and must not block on the pipeline.
pub trait Observer: Send + Sync {
    /// One thing happened.
    fn see(&self, what: &Happening);
}

/// An observer shared by the stages.
pub type SharedObserver = Arc<dyn Observer>;

//! Listings that are asked for page by page, however long they are. Knows nothing of arguments.

use crate::cli::backend::Backend;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output::Format;
use crate::cli::output::Listing;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::talk;
use crate::inspect::Answer;
use crate::inspect::ClaimView;
use crate::inspect::ConfiguredFeed;
use crate::inspect::Filter;
use crate::inspect::PAGE_ROWS;
use crate::inspect::Page;
use crate::inspect::Question;
use crate::inspect::SpeakerView;
use crate::inspect::StatsView;
use crate::inspect::StoryView;
use std::io::Write;

/// A listing that is asked for page by page until as many rows are there as are wanted.
pub(super) struct Pages<'a> {
    pub backend: &'a Backend,
    pub filter: Filter,
    /// `None` for all.
    pub limit: Option<u32>,
}

impl Pages<'_> {
    /// Writes the rows, and says on standard error what they do not.
    pub fn write<R: Listed>(self, out: &mut dyn Write, format: Format, scene: Scene) -> Outcome {
        let mut filter = self.filter.clone();
        let mut left = self.limit.map(u64::from);
        let mut listing = Listing::<R>::new(out, format, scene);
        let more = loop {
            let most = left.map_or(PAGE_ROWS as u64, |left| left.min(PAGE_ROWS as u64));
            filter.limit = u32::try_from(most).ok();
            let found =
                R::page(self.backend.ask(&R::question(filter.clone()))?).ok_or_else(mismatch)?;
            listing.rows(&found.rows)?;
            left = left.map(|left| left.saturating_sub(found.rows.len() as u64));
            match found.next {
                None => break false,
                Some(_) if left == Some(0) => break true,
                next => filter.after = next,
            }
        };
        let written = listing.end()?;
        self.tell(written, more, R::WORDS)
    }

    /// What standard output does not say: that there is nothing, or more.
    fn tell(&self, written: u64, more: bool, (one, many): (&str, &str)) -> Outcome {
        if written == 0 && !more {
            let empty = stats_of(self.backend, Vec::new())?.stories == 0;
            talk::note(&if empty {
                "nothing here yet: run `sayso run --config FILE` to poll feeds, or `sayso ingest FILE` to take stories from a file".to_owned()
            } else if self.filter == Filter::default() {
                format!("no {many} yet")
            } else {
                format!("no {one} fits; leave out a filter to see more")
            });
        } else if more {
            talk::note(&format!(
                "{} shown, there are more: --limit N shows so many, --limit 0 all",
                style::count(written, one, many)
            ));
        }
        Ok(())
    }
}

/// What can be listed page by page.
pub(super) trait Listed: Row {
    /// The words for one and for several.
    const WORDS: (&'static str, &'static str);
    /// The question for a page.
    fn question(filter: Filter) -> Question;
    /// The page, where the answer is one.
    fn page(answer: Answer) -> Option<Page<Self>>
    where
        Self: Sized;
}

macro_rules! listed {
    ($view:ident, $name:ident, $one:literal, $many:literal) => {
        impl Listed for $view {
            const WORDS: (&'static str, &'static str) = ($one, $many);
            fn question(filter: Filter) -> Question {
                Question::$name { filter }
            }
            fn page(answer: Answer) -> Option<Page<$view>> {
                match answer {
                    Answer::$name(page) => Some(page),
                    _ => None,
                }
            }
        }
    };
}
listed!(StoryView, Stories, "story", "stories");
listed!(ClaimView, Claims, "claim", "claims");
listed!(SpeakerView, Speakers, "speaker", "speakers");

/// An answer to another question than was asked: a service of another version.
pub(super) fn mismatch() -> Failure {
    Failure::failed(
        "the running sayso answered another question than was asked: are both the same version?",
    )
}

/// The totals; of feeds those of `configured`, if there are any.
pub(super) fn stats_of(
    backend: &Backend,
    configured: Vec<ConfiguredFeed>,
) -> Result<StatsView, Failure> {
    match backend.ask(&Question::Stats { configured })? {
        Answer::Stats(stats) => Ok(*stats),
        _ => Err(mismatch()),
    }
}

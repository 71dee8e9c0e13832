//! How much there is: totals of the view, and what the last days brought into the archive.

use crate::inspect::error::AskError;
use crate::inspect::question::ConfiguredFeed;
use crate::inspect::texts::Texts;
use crate::inspect::view::DayView;
use crate::inspect::view::StatsView;
use crate::model::Day;
use crate::model::FeedId;
use crate::model::Timestamp;
use crate::store::Store;
use crate::store::Window;
use std::collections::HashSet;

/// Days that are told one by one.
pub const STATS_DAYS: i32 = 30;

pub(super) fn stats(
    store: &Store,
    configured: &[ConfiguredFeed],
    texts: &dyn Texts,
    now: Timestamp,
) -> Result<StatsView, AskError> {
    let totals = store.totals();
    let newest = store.stories(Window::default()).next().transpose()?;
    let (mut feeds, mut feeds_failing, mut last_new) = (0, 0, None);
    let configured: HashSet<FeedId> = configured.iter().map(|f| FeedId::of_url(&f.url)).collect();
    for feed in store.feeds() {
        let (id, row) = feed?;
        let counts = configured.is_empty() || configured.contains(&id);
        if counts && row.last_attempt.is_some() {
            feeds += 1;
            feeds_failing += u64::from(row.failures > 0);
        }
        last_new = last_new.max(row.last_new);
    }
    let sizes = texts.days();
    let today = now.day().number();
    let days = (today - STATS_DAYS + 1..=today).filter_map(Day::from_number);
    let days = days.map(|day| {
        let size = sizes.iter().find(|size| size.day == day);
        DayView {
            day: day.to_string(),
            records: size.map_or(0, |size| size.records),
            bytes: size.map_or(0, |size| size.bytes),
        }
    });
    Ok(StatsView {
        stories: totals.stories,
        revisions: totals.revisions,
        copies: totals.copies,
        partials: totals.partials,
        groups: totals.groups,
        attributions: totals.attributions,
        claims: totals.claims.saturating_sub(totals.hidden.0),
        sightings: totals.sightings.saturating_sub(totals.hidden.1),
        speakers: totals.speakers,
        feeds,
        feeds_failing,
        newest_story: newest.map(|story| story.time()),
        last_new,
        asked: now,
        archive_bytes: sizes.iter().map(|size| size.bytes).sum(),
        view_bytes: store.size_on_disk()?,
        last_sequence: store.applied().map(|(_, seq)| seq),
        days: if sizes.is_empty() {
            Vec::new()
        } else {
            days.collect()
        },
        service: None,
    })
}

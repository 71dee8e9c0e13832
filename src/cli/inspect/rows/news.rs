//! Feeds and events as table rows and CSV records.

use crate::cli::inspect::rows::field;
use crate::cli::inspect::rows::id_cell;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::feed::Quality;
use crate::inspect::ClaimChangeView;
use crate::inspect::EventView;
use crate::inspect::FeedState;
use crate::inspect::FeedView;
use crate::model::Timestamp;

impl Row for FeedView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 10] = [
            Column::rest("FEED", 16),
            Column::up_to("STATE", 12),
            Column::up_to("READ", 8).keep(5),
            Column::up_to("TRIED", 12).keep(3),
            Column::up_to("LAST NEW", 12).keep(4),
            Column::up_to("NEXT", 10).keep(2),
            Column::up_to("EVERY", 9).keep(2),
            Column::up_to("STORIES", 9).right(),
            Column::up_to("FULL", 5).right().keep(1),
            Column::rest("URL", 20).keep(1),
        ];
        &COLUMNS
    }

    fn cells(&self, scene: Scene) -> Vec<Cell> {
        let ago = |at: Option<Timestamp>| {
            Cell::plain(at.map_or_else(|| "–".to_owned(), |at| style::ago(at, scene.now)))
        };
        let due = match self.next_due {
            Some(at) if at <= scene.now => Cell::plain("due"),
            at => ago(at),
        };
        vec![
            Cell::styled(style::STRONG, self.name()),
            Cell::styled(
                match self.state {
                    FeedState::Failing | FeedState::Silent | FeedState::Stopped => style::BAD,
                    FeedState::Ok | FeedState::NeverPolled => style::PLAIN,
                },
                self.state.word(),
            ),
            Cell::styled(
                if self.lost > 0 {
                    style::BAD
                } else {
                    style::PLAIN
                },
                self.outcome.map_or("–", Quality::word),
            ),
            ago(self.last_attempt),
            ago(self.last_new),
            due,
            Cell::plain(self.interval_ms.map_or_else(|| "–".to_owned(), every)),
            Cell::plain(style::number(self.stories)),
            Cell::plain(
                self.full_text
                    .map_or_else(|| "–".to_owned(), |share| format!("{:.0}%", share * 100.0)),
            ),
            Cell::styled(
                style::FAINT,
                self.url.as_deref().unwrap_or("(not in the configuration)"),
            ),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "id",
            "url",
            "outlet",
            "title",
            "state",
            "last_attempt",
            "last_success",
            "last_new",
            "next_due",
            "failures",
            "error",
            "error_text",
            "polls",
            "entries",
            "stories",
            "interval_ms",
            "why",
            "failing_since",
            "moved_to",
            "moved_since",
            "found",
            "full_text",
            "outcome",
            "mended",
            "lost",
            "problem",
        ]
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            field(self.url.as_ref()),
            field(self.outlet.as_ref()),
            field(self.title.as_ref()),
            self.state.word().to_owned(),
            field(self.last_attempt),
            field(self.last_success),
            field(self.last_new),
            field(self.next_due),
            self.failures.to_string(),
            field(self.error.as_ref()),
            field(self.error_text.as_ref()),
            self.polls.to_string(),
            self.entries.to_string(),
            self.stories.to_string(),
            field(self.interval_ms),
            field(self.why.as_ref()),
            field(self.failing_since),
            field(self.moved_to.as_ref()),
            field(self.moved_since),
            field(self.found.as_ref()),
            field(self.full_text),
            self.outcome.map_or("", Quality::word).to_owned(),
            self.mended.to_string(),
            self.lost.to_string(),
            field(self.problem.as_ref()),
        ]
    }
}

/// An interval in a few letters: its largest unit and one more.
fn every(ms: u64) -> String {
    match ms.div_ceil(1000) {
        secs @ 0..60 => format!("{secs}s"),
        secs @ 60..3_600 => format!("{}m", secs / 60),
        secs @ 3_600..86_400 => match secs % 3_600 / 60 {
            0 => format!("{}h", secs / 3_600),
            minutes => format!("{}h {minutes}m", secs / 3_600),
        },
        secs => format!("{}d", secs / 86_400),
    }
}

impl Row for EventView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 5] = [
            Column::up_to("TIME", 16),
            Column::up_to("", 8),
            Column::up_to("OUTLET", 20),
            Column::rest("TITLE", 24),
            Column::up_to("STORY", style::SHORT_ID),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::plain(style::time(self.observed)),
            Cell::plain(&self.verdict),
            Cell::plain(&self.outlet),
            Cell::styled(style::STRONG, &self.title),
            id_cell(self.story),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "seq",
            "observed",
            "story",
            "verdict",
            "of",
            "outlet",
            "title",
            "url",
            "new_claims",
            "new_total",
            "known_total",
            "correction",
            "changes",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let changes: Vec<String> = self.changes.iter().map(changed).collect();
        let claims: Vec<String> = self.new_claims.iter().map(|c| c.id.to_string()).collect();
        vec![
            self.seq.to_string(),
            self.observed.to_string(),
            self.story.to_string(),
            self.verdict.clone(),
            field(self.of),
            self.outlet.clone(),
            self.title.clone(),
            field(self.url.as_ref()),
            claims.join(" "),
            self.new_total.to_string(),
            self.known_total.to_string(),
            field(self.correction.as_ref()),
            changes.join(" "),
        ]
    }
}

/// `softened:c1a1…`: what happened to which claim.
fn changed(change: &ClaimChangeView) -> String {
    let told = change.after.as_ref().or(change.before.as_ref());
    format!("{}:{}", change.change.word(), field(told.map(|t| t.claim)))
}

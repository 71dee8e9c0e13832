//! One feed for a reader: what it is, how it fares and why, and its last fetches.

use crate::cli::exit::Outcome;
use crate::cli::inspect::rows::field;
use crate::cli::output;
use crate::cli::output::Format;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::inspect::FeedDetail;
use crate::inspect::FetchView;
use crate::model::span_in_words;
use std::io;
use std::io::Write;

/// Writes one feed in any format; CSV has its fetches.
pub(super) fn write(
    out: &mut dyn Write,
    format: Format,
    scene: Scene,
    detail: &FeedDetail,
) -> Outcome {
    match format {
        Format::Table => {
            head(out, scene, detail)?;
            output::listing(out, format, scene, &detail.fetches)?;
        }
        Format::Csv => {
            output::listing(out, format, scene, &detail.fetches)?;
        }
        Format::Json | Format::Jsonl => output::document(out, format, detail)?,
    }
    Ok(())
}

fn head(out: &mut dyn Write, scene: Scene, detail: &FeedDetail) -> io::Result<()> {
    let feed = &detail.feed;
    let name = style::line(&feed.name());
    writeln!(out, "{}", scene.look.paint(style::STRONG, &name))?;
    let at = |time: Option<crate::model::Timestamp>| {
        time.map(|t| format!("{} ({})", style::time(t), style::ago(t, scene.now)))
    };
    let interval = feed
        .interval_ms
        .map(span_in_words)
        .map(|interval| match &feed.why {
            Some(why) => format!("{interval}; {why}"),
            None => interval,
        });
    let state = match feed.failures {
        0 => feed.state.word().to_owned(),
        n => format!(
            "{}, {} in a row",
            feed.state.word(),
            style::count(u64::from(n), "failure", "failures")
        ),
    };
    let moved = feed.moved_to.as_ref().map(|to| match feed.moved_since {
        Some(since) => format!("{to}, asked since {}", style::time(since)),
        None => format!("{to}, not adopted until it was stable for days"),
    });
    let error = feed.error.as_ref().map(|name| match &feed.error_text {
        Some(text) => format!("{name}: {text}"),
        None => name.clone(),
    });
    let rows = [
        ("id", Some(feed.id.to_string())),
        ("url", feed.url.clone()),
        ("title", feed.title.clone()),
        ("state", Some(state)),
        ("error", error),
        ("failing since", at(feed.failing_since)),
        ("moved to", moved),
        ("site names", feed.found.clone()),
        ("last tried", at(feed.last_attempt)),
        ("last answer", at(feed.last_success)),
        ("last new", at(feed.last_new)),
        ("next due", feed.next_due.map(style::time)),
        ("interval", interval),
        ("usual gap", detail.usual_gap_ms.map(span_in_words)),
        ("stories", Some(style::number(feed.stories))),
        (
            "full text",
            feed.full_text
                .map(|share| format!("{:.0} %", share * 100.0)),
        ),
    ];
    for (label, value) in rows {
        if let Some(value) = value {
            writeln!(out, "{label:<14}{}", style::line(&value))?;
        }
    }
    writeln!(out)
}

impl Row for FetchView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 6] = [
            Column::up_to("TIME", 16),
            Column::up_to("OUTCOME", 20),
            Column::up_to("TOOK", 9).right(),
            Column::up_to("BYTES", 12).right(),
            Column::up_to("ENTRIES", 8).right(),
            Column::up_to("NEW", 6).right(),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        let good = matches!(self.outcome.as_str(), "read" | "unchanged");
        let outcome = match self.status {
            Some(status) => format!("{} {status}", self.outcome),
            None => self.outcome.clone(),
        };
        let style = if good { style::PLAIN } else { style::BAD };
        vec![
            Cell::plain(style::time(self.at)),
            Cell::styled(style, outcome),
            Cell::plain(format!("{} ms", style::number(self.took_ms))),
            Cell::plain(style::number(self.bytes)),
            Cell::plain(self.entries.to_string()),
            Cell::plain(self.new_stories.to_string()),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "at",
            "outcome",
            "status",
            "took_ms",
            "bytes",
            "entries",
            "new_stories",
            "conditional",
        ]
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.at.to_string(),
            self.outcome.clone(),
            field(self.status),
            self.took_ms.to_string(),
            self.bytes.to_string(),
            self.entries.to_string(),
            self.new_stories.to_string(),
            self.conditional.to_string(),
        ]
    }
}

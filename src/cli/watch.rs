//! Two watchers of the pipeline: a screen for a person, and the plain log for everything else.

use crate::cli::style;
use crate::cli::talk;
use crate::model::QuoteKind;
use crate::model::Verdict;
use crate::pipeline::counters::Counters;
use crate::pipeline::counters::Counts;
use crate::pipeline::observe::Happening;
use crate::pipeline::observe::Observer;
use crate::pipeline::observe::Said;
use crate::pipeline::observe::SharedObserver;
use crate::pipeline::observe::StorySeen;
use anstyle::AnsiColor;
use anstyle::Style;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use std::io::IsTerminal;
use std::sync::Arc;

/// Claims of one story that the screen shows; the rest are counted in one line.
const CLAIMS_SHOWN: usize = 4;

/// The watcher that fits standard error: a screen on a terminal, else the log.
pub fn fitting(counters: &Arc<Counters>, progress: Progress) -> SharedObserver {
    if on_terminal() {
        Arc::new(Screen::new(counters.clone(), progress))
    } else {
        Arc::new(Log)
    }
}

/// Whether standard error is a person's terminal.
pub fn on_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// What the progress line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// No line: the service runs on.
    None,
    /// Feeds of a known number.
    Feeds(u64),
    /// Stories; how many there are is not known.
    Stories,
}

/// Tells a person what happens, a line each, above a progress line.
struct Screen {
    bar: ProgressBar,
    counters: Arc<Counters>,
    progress: Progress,
}

impl Screen {
    fn new(counters: Arc<Counters>, progress: Progress) -> Screen {
        let template = |text: &str| {
            ProgressStyle::with_template(text).unwrap_or_else(|_| ProgressStyle::default_bar())
        };
        let bar = match progress {
            Progress::None => ProgressBar::hidden(),
            Progress::Feeds(n) => ProgressBar::new(n)
                .with_style(template("{spinner} {pos}/{len} feeds · {msg} · {elapsed}")),
            Progress::Stories => ProgressBar::new_spinner().with_style(template(
                "{spinner} {pos} stories · {per_sec} · {msg} · {elapsed}",
            )),
        };
        Screen {
            bar,
            counters,
            progress,
        }
    }

    fn line(&self, text: &str) {
        self.bar.suspend(|| anstream::eprintln!("{text}"));
    }

    fn advance(&self) {
        let counts = self.counters.read();
        match self.progress {
            Progress::None => {}
            Progress::Feeds(_) => self.bar.set_position(counts.polled),
            Progress::Stories => self.bar.set_position(counts.recorded() + counts.unchanged),
        }
        self.bar.set_message(format!("{} claims", counts.claims));
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Screen {
    fn see(&self, what: &Happening) {
        self.advance();
        if self.progress == Progress::Stories {
            return;
        }
        match what {
            Happening::FeedRead {
                outlet,
                entries,
                fresh,
                ..
            } => {
                self.line(&format!(
                    "{} {entries} entries, {fresh} new",
                    label(AnsiColor::Blue, "feed", outlet)
                ));
            }
            Happening::FeedUnchanged { outlet, .. } => {
                self.line(&format!(
                    "{} unchanged",
                    label(AnsiColor::Blue, "feed", outlet)
                ));
            }
            Happening::FeedFailed {
                outlet,
                error,
                message,
                ..
            } => {
                let message = style::line(message);
                self.line(&format!(
                    "{} {error}: {message}",
                    label(AnsiColor::Red, "failed", outlet)
                ));
            }
            Happening::PageFailed {
                url,
                error,
                message,
                feed_text,
            } => {
                let instead = if *feed_text {
                    "; the feed's own text is used"
                } else {
                    ""
                };
                let (url, message) = (style::line(url), style::line(message));
                self.line(&format!(
                    "{} {error}: {message}{instead}",
                    label(AnsiColor::Yellow, "page", &url)
                ));
            }
            Happening::Story(story) => story_lines(story, talk::width())
                .iter()
                .for_each(|l| self.line(l)),
        }
    }
}

fn label(colour: AnsiColor, word: &str, outlet: &str) -> String {
    let (paint, bold) = (
        Style::new().fg_color(Some(colour.into())),
        Style::new().bold(),
    );
    format!(
        "{paint}{word:>8}{paint:#}  {bold}{}{bold:#} ",
        style::line(outlet)
    )
}

fn story_lines(story: &StorySeen, width: usize) -> Vec<String> {
    let dim = Style::new().dimmed();
    let (colour, joint) = match story.verdict {
        Verdict::New => (AnsiColor::Green, ""),
        Verdict::Revision { .. } => (AnsiColor::Cyan, "revises"),
        Verdict::Copy { .. } => (AnsiColor::Magenta, "same text as"),
        Verdict::Partial { .. } => (AnsiColor::Magenta, "embeds part of"),
        Verdict::Unchanged => return Vec::new(),
    };
    let mut lines = vec![format!(
        "{} {}",
        label(colour, story.verdict.word(), &story.outlet),
        style::line(&story.title)
    )];
    if let Some((outlet, title)) = &story.of {
        let (outlet, title) = (style::line(outlet), style::line(title));
        lines.push(format!("{:8}  {dim}{joint} {outlet}, “{title}”{dim:#}", ""));
    }
    lines.extend(
        story
            .said
            .iter()
            .take(CLAIMS_SHOWN)
            .map(|said| said_line(said, width)),
    );
    if story.said.len() > CLAIMS_SHOWN {
        lines.push(format!(
            "{:12}{dim}and {} more{dim:#}",
            "",
            story.said.len() - CLAIMS_SHOWN
        ));
    }
    lines
}

fn said_line(said: &Said, width: usize) -> String {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let speaker = said
        .speaker
        .as_deref()
        .map_or_else(|| "(nobody named)".to_owned(), style::line);
    let known = if said.new { "" } else { " (known)" };
    let room = width
        .saturating_sub(14 + speaker.chars().count() + known.len())
        .max(20);
    let wording = match said.kind {
        QuoteKind::Direct => format!(
            "“{}”",
            style::cut(&style::line(&said.wording), room.saturating_sub(2))
        ),
        QuoteKind::Indirect | QuoteKind::Mixed => style::cut(&style::line(&said.wording), room),
    };
    format!(
        "{:12}{bold}{speaker}{bold:#}: {wording}{dim}{known}{dim:#}",
        ""
    )
}

/// Tells the log.
struct Log;

impl Observer for Log {
    fn see(&self, what: &Happening) {
        match what {
            Happening::FeedRead {
                feed,
                outlet,
                entries,
                fresh,
            } => {
                tracing::info!(feed, outlet, entries, fresh, "feed read");
            }
            Happening::FeedUnchanged { feed, outlet } => {
                tracing::debug!(feed, outlet, "feed unchanged")
            }
            Happening::FeedFailed {
                feed,
                outlet,
                error,
                message,
            } => {
                tracing::warn!(feed, outlet, error, message, "feed failed");
            }
            Happening::PageFailed {
                url,
                error,
                message,
                feed_text,
            } => {
                tracing::warn!(url, error, message, feed_text, "page failed");
            }
            Happening::Story(story) => tracing::info!(
                outlet = story.outlet,
                title = story.title,
                verdict = story.verdict.word(),
                of = story.of.as_ref().map(|(_, title)| title.as_str()),
                attributions = story.said.len(),
                new_claims = story.said.iter().filter(|said| said.new).count(),
                "story recorded"
            ),
        }
    }
}

/// What one run did, for the end of it.
pub fn summary(counts: &Counts) -> String {
    let mut lines = Vec::new();
    if counts.polled > 0 {
        lines.push(format!("{:>8} feeds polled", counts.polled));
    }
    lines.push(format!("{:>8} entries read", counts.entries));
    lines.push(format!(
        "{:>8} stories recorded: {} new, {} revisions, {} copies, {} partial",
        counts.recorded(),
        counts.new,
        counts.revisions,
        counts.copies,
        counts.partials
    ));
    if counts.unchanged > 0 {
        lines.push(format!("{:>8} unchanged", counts.unchanged));
    }
    lines.push(format!(
        "{:>8} attributions, {} new claims, {} new speakers",
        counts.attributions, counts.claims, counts.speakers
    ));
    let failed: u64 = counts.failures.values().sum();
    if failed > 0 {
        let kinds: Vec<String> = counts
            .failures
            .iter()
            .map(|(name, n)| format!("{n} {name}"))
            .collect();
        lines.push(format!("{failed:>8} failures: {}", kinds.join(", ")));
    }
    lines.join("\n")
}

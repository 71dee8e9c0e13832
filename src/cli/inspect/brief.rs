//! Short answers for a reader: feeds that fail, events.

use crate::cli::inspect::changes;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::inspect::EventView;
use crate::inspect::FeedState;
use crate::inspect::FeedView;
use std::io;
use std::io::Write;

/// What was mended in each feed that does not read as it stands, below the table.
pub(super) fn mended(out: &mut dyn Write, scene: Scene, feeds: &[FeedView]) -> io::Result<()> {
    for feed in feeds {
        let (Some(outcome), Some(problem)) = (feed.outcome, &feed.problem) else {
            continue;
        };
        let lost = style::count(u64::from(feed.lost), "entry lost", "entries lost");
        let label = scene.look.paint(style::STRONG, &style::line(&feed.name()));
        writeln!(out, "\n{label}: {}, {lost}", outcome.word())?;
        below(out, scene, problem)?;
    }
    Ok(())
}

/// What is wrong with each feed that fails, was stopped or moved, and what to do about it, below the table.
pub(super) fn troubles(out: &mut dyn Write, scene: Scene, feeds: &[FeedView]) -> io::Result<()> {
    for feed in feeds {
        let moved = feed.moved_to.as_ref().zip(feed.moved_since);
        let what = match feed.state {
            FeedState::Failing => {
                let times = style::count(u64::from(feed.failures), "failure", "failures");
                format!("{times} in a row")
            }
            FeedState::Stopped => "stopped".to_owned(),
            _ if moved.is_some() => "moved".to_owned(),
            _ => continue,
        };
        let stopped = feed
            .url
            .as_ref()
            .filter(|_| feed.state == FeedState::Stopped);
        let lines = [
            feed.error_text.clone().or(feed.error.clone()),
            feed.found
                .as_ref()
                .map(|found| format!("its site names another: {found}")),
            moved.map(|(to, since)| {
                let since = style::time(since);
                format!("asked at {to} since {since}: give that address")
            }),
            stopped.map(|url| format!("once it is there again: sayso feeds resume {url}")),
        ];
        let label = scene.look.paint(style::BAD, &style::line(&feed.name()));
        writeln!(out, "\n{label}: {what}")?;
        for line in lines.iter().flatten() {
            below(out, scene, line)?;
        }
    }
    Ok(())
}

fn below(out: &mut dyn Write, scene: Scene, text: &str) -> io::Result<()> {
    for line in style::wrap(&style::line(text), scene.look.reading() - 2) {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

/// One event: the story, and below it what was said for the first time.
pub(super) fn event(out: &mut dyn Write, scene: Scene, event: &EventView) -> io::Result<()> {
    let look = scene.look;
    let mut known = String::new();
    if event.known_total > 0 {
        known = look.paint(
            style::FAINT,
            &format!(
                "  ({} known)",
                style::count(u64::from(event.known_total), "claim", "claims")
            ),
        );
    }
    writeln!(
        out,
        "{}  {}  {}  {}{known}",
        style::time(event.observed),
        look.paint(
            if event.verdict == "new" {
                style::PLAIN
            } else {
                style::CUE
            },
            &format!("{:<8}", event.correction.as_ref().unwrap_or(&event.verdict))
        ),
        style::line(&event.outlet),
        look.paint(style::STRONG, &style::line(&event.title)),
    )?;
    const INDENT: &str = "                  ";
    // What a revision added is told among its changes.
    let added = event.changes.is_empty();
    for claim in event.new_claims.iter().filter(|_| added) {
        let name = claim
            .speaker
            .as_ref()
            .map_or("(nobody named)", |s| s.name.as_str());
        let room = look.width.saturating_sub(INDENT.len());
        let name = style::line(name);
        // In brackets behind the words, so that the line reads as it would be said.
        let id = style::short(claim.id);
        let text = style::line(&claim.text);
        let tagged: Vec<(char, u8)> = [
            (name.as_str(), 0),
            (": ", 1),
            (text.as_str(), 1),
            ("  ", 1),
            (id.as_str(), 2),
        ]
        .into_iter()
        .flat_map(|(part, tag)| part.chars().map(move |c| (c, tag)))
        .collect();
        for line in style::wrap_tagged(&tagged, room) {
            let painted = line.chunk_by(|a, b| a.1 == b.1).map(|stretch| {
                let words: String = stretch.iter().map(|(c, _)| c).collect();
                let style = match stretch.first().map(|(_, tag)| *tag) {
                    Some(0) => style::SOURCE,
                    Some(2) => style::FAINT,
                    _ => style::PLAIN,
                };
                look.paint(style, &words)
            });
            writeln!(out, "{INDENT}{}", painted.collect::<String>())?;
        }
    }
    for change in &event.changes {
        changes::change(out, look, change, INDENT.len())?;
    }
    let more = u64::from(event.changes_total).saturating_sub(event.changes.len() as u64);
    if more > 0 {
        writeln!(out, "{INDENT}… and {} more changes", style::number(more))?;
    }
    let more = u64::from(event.new_total).saturating_sub(event.new_claims.len() as u64);
    if more > 0 {
        writeln!(out, "{INDENT}… and {} more", style::number(more))?;
    }
    Ok(())
}

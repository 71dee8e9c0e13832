//! Short answers for a reader: totals, feeds that fail, events.

use crate::cli::output::Scene;
use crate::cli::style;
use crate::inspect::EventView;
use crate::inspect::FeedState;
use crate::inspect::FeedView;
use crate::inspect::StatsView;
use std::io;
use std::io::Write;

/// The totals as names and values, in the words of the JSON form.
pub(super) fn stats_pairs(stats: &StatsView) -> Vec<(&'static str, u64)> {
    vec![
        ("stories", stats.stories),
        ("revisions", stats.revisions),
        ("copies", stats.copies),
        ("partials", stats.partials),
        ("groups", stats.groups),
        ("attributions", stats.attributions),
        ("claims", stats.claims),
        ("sightings", stats.sightings),
        ("speakers", stats.speakers),
        ("feeds", stats.feeds),
        ("feeds_failing", stats.feeds_failing),
    ]
}

/// Writes the totals.
pub(super) fn stats(out: &mut dyn Write, scene: Scene, stats: &StatsView) -> io::Result<()> {
    let n = style::number;
    let lines = [
        (
            "stories",
            stats.stories,
            format!(
                "{}, {} with parts of others, {}",
                style::count(stats.copies, "copy", "copies"),
                n(stats.partials),
                style::count(stats.revisions, "later revision", "later revisions")
            ),
        ),
        (
            "copy groups",
            stats.groups,
            "stories of one text count once".to_owned(),
        ),
        (
            "attributions",
            stats.attributions,
            "in the newest revisions".to_owned(),
        ),
        (
            "claims",
            stats.claims,
            format!("{} sightings", n(stats.sightings)),
        ),
        ("speakers", stats.speakers, String::new()),
        (
            "feeds",
            stats.feeds,
            format!("{} failing", n(stats.feeds_failing)),
        ),
    ];
    for (name, value, more) in lines {
        let value = format!("{:>12}", n(value));
        let more = if more.is_empty() {
            more
        } else {
            format!("   {more}")
        };
        let more = scene.look.paint(style::FAINT, &more);
        writeln!(
            out,
            "{name:<13}{}{more}",
            scene.look.paint(style::STRONG, &value)
        )?;
    }
    let newest = stats.newest_story.map(|at| ("newest story", at));
    let last_new = stats.last_new.map(|at| ("last new", at));
    for (name, at) in newest.into_iter().chain(last_new) {
        writeln!(
            out,
            "{name:<13}{} ({})",
            style::time(at),
            style::ago(at, scene.now)
        )?;
    }
    Ok(())
}

/// What was mended in each feed that does not read as it stands, below the table.
pub(super) fn mended(out: &mut dyn Write, scene: Scene, feeds: &[FeedView]) -> io::Result<()> {
    for feed in feeds {
        let (Some(outcome), Some(problem)) = (feed.outcome, &feed.problem) else {
            continue;
        };
        let name = feed
            .outlet
            .as_ref()
            .or(feed.title.as_ref())
            .or(feed.url.as_ref());
        let name = name.map_or_else(|| feed.id.to_string(), |name| style::line(name));
        let lost = style::count(u64::from(feed.lost), "entry lost", "entries lost");
        let label = scene.look.paint(style::STRONG, &name);
        writeln!(out, "\n{label}: {}, {lost}", outcome.word())?;
        for line in style::wrap(&style::line(problem), scene.look.reading() - 2) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

/// What is wrong with each failing feed, below the table.
pub(super) fn failing(out: &mut dyn Write, scene: Scene, feeds: &[FeedView]) -> io::Result<()> {
    for feed in feeds.iter().filter(|feed| feed.state == FeedState::Failing) {
        let name = feed
            .outlet
            .as_ref()
            .or(feed.title.as_ref())
            .or(feed.url.as_ref());
        let name = name.map_or_else(|| feed.id.to_string(), |name| style::line(name));
        let times = style::count(u64::from(feed.failures), "failure", "failures");
        let text = feed.error_text.as_ref().or(feed.error.as_ref());
        let text = text.map_or_else(String::new, |text| style::line(text));
        let label = scene.look.paint(style::BAD, &name);
        writeln!(out, "\n{label}: {times} in a row")?;
        for line in style::wrap(&text, scene.look.reading() - 2) {
            writeln!(out, "  {line}")?;
        }
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
    for claim in &event.new_claims {
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
    let more = u64::from(event.new_total).saturating_sub(event.new_claims.len() as u64);
    if more > 0 {
        writeln!(out, "{INDENT}… and {} more", style::number(more))?;
    }
    Ok(())
}

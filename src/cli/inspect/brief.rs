//! Short answers for a reader: a speaker's card, feeds that fail, events.

use crate::cli::inspect::changes;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::inspect::EventView;
use crate::inspect::FeedState;
use crate::inspect::FeedView;
use crate::inspect::FormView;
use crate::inspect::SpeakerDetail;
use std::io;
use std::io::Write;

/// Other names and offices that a speaker's card names.
const FORMS: usize = 8;

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

/// A speaker's card; the claims follow below it.
pub(super) fn speaker(out: &mut dyn Write, scene: Scene, detail: &SpeakerDetail) -> io::Result<()> {
    let look = scene.look;
    let speaker = &detail.speaker;
    let kind = look.paint(style::FAINT, speaker.kind.word());
    writeln!(
        out,
        "{}  {kind}",
        look.paint(style::SOURCE, &style::line(&speaker.name))
    )?;
    let forms = |forms: &[FormView]| {
        let mut shown: Vec<String> = forms
            .iter()
            .take(FORMS)
            .map(|f| format!("{} ({}×)", style::line(&f.text), f.count))
            .collect();
        if forms.len() > FORMS {
            shown.push(format!("{} more", forms.len() - FORMS));
        }
        shown.join(", ")
    };
    for (label, text) in [
        ("office  ", forms(&speaker.roles)),
        ("also    ", forms(&speaker.aliases)),
    ] {
        let lines = style::wrap(&text, look.reading() - label.len());
        for (n, line) in lines
            .iter()
            .enumerate()
            .filter(|(_, line)| !line.is_empty())
        {
            let label = if n == 0 { label } else { "        " };
            writeln!(out, "{}{line}", look.paint(style::FAINT, label))?;
        }
    }
    let claims = style::count(u64::from(speaker.claims), "claim", "claims");
    let sightings = style::count(u64::from(speaker.sightings), "sighting", "sightings");
    writeln!(
        out,
        "{}{claims}, {sightings}, {} to {}",
        look.paint(style::FAINT, "said    "),
        style::time(speaker.first_seen),
        style::time(speaker.last_seen)
    )?;
    let counts: Vec<u32> = detail.days.iter().map(|day| day.claims).collect();
    if let (Some(first), Some(last)) = (detail.days.first(), detail.days.last()) {
        let most = counts.iter().max().copied().unwrap_or(0);
        writeln!(
            out,
            "{}{} {} {} (at most {most} a day)",
            look.paint(style::FAINT, "by day  "),
            first.day,
            look.paint(style::CONTENT, &style::sparkline(&counts)),
            last.day
        )?;
    }
    if let Some(group) = speaker.local_to {
        let note = format!(
            "known within copy group {} only: the name alone tells nobody apart",
            style::short(group)
        );
        writeln!(out, "{}", look.paint(style::FAINT, &note))?;
    }
    writeln!(
        out,
        "{}\n",
        look.paint(
            style::FAINT,
            &format!("speaker {}", style::short(speaker.id))
        )
    )
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

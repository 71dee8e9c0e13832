//! One claim for a reader: who said what, in which words, and every story that has it with its place in the text.

use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::style::Look;
use crate::inspect::CONTEXT;
use crate::inspect::ClaimDetail;
use crate::inspect::SightingView;
use std::io;
use std::io::Write;

/// Whether a sighting is a copy of one before it, and whether the story still has it.
pub(super) fn how(sighting: &SightingView) -> String {
    let kin = if sighting.copy { "copy" } else { "independent" };
    match sighting.current {
        true => kin.to_owned(),
        false => format!("{kin}, since removed"),
    }
}

/// Writes one claim.
pub(super) fn show(out: &mut dyn Write, scene: Scene, detail: &ClaimDetail) -> io::Result<()> {
    let look = scene.look;
    let claim = &detail.claim;
    let width = look.reading();
    for line in style::wrap(&style::line(&claim.text), width) {
        writeln!(out, "{}", look.paint(style::CONTENT, &line))?;
    }
    let speaker = match &claim.speaker {
        Some(speaker) => look.paint(style::SOURCE, &style::line(&speaker.name)),
        None => look.paint(style::FAINT, "(nobody named)"),
    };
    let relayed = claim.relayed_by.as_ref();
    let relayed = relayed.map_or_else(String::new, |by| {
        format!(", as told by {}", style::line(by))
    });
    writeln!(out, "  — {speaker}{relayed}")?;
    writeln!(out)?;
    let facts = format!(
        "{} {} · first seen here {} · {}, {} independent",
        claim.kind.word(),
        claim.class.word(),
        style::time(claim.first_seen),
        style::count(u64::from(claim.sightings), "sighting", "sightings"),
        claim.independent,
    );
    for line in style::wrap(&facts, width) {
        writeln!(out, "{}", look.paint(style::FAINT, &line))?;
    }
    let id = format!("claim {}", style::short(claim.id));
    writeln!(out, "{}", look.paint(style::FAINT, &id))?;
    if detail.variants.len() > 1 {
        writeln!(out, "\n{}", look.paint(style::HEADING, "WORDINGS"))?;
        for variant in &detail.variants {
            let count = format!("{:>4}×  ", variant.count);
            hanging(out, &count, &style::line(&variant.text), width)?;
        }
    }
    writeln!(out, "\n{}", look.paint(style::HEADING, "SEEN IN"))?;
    for sighting in &detail.sightings {
        seen(out, look, sighting)?;
    }
    let listed = detail.sightings.len() as u64;
    if listed < u64::from(claim.sightings) {
        writeln!(
            out,
            "… and {} more",
            style::number(u64::from(claim.sightings) - listed)
        )?;
    }
    Ok(())
}

fn seen(out: &mut dyn Write, look: Look, sighting: &SightingView) -> io::Result<()> {
    let width = look.reading();
    writeln!(
        out,
        "{}  {}  {}  {}",
        style::time(sighting.time),
        look.paint(style::STRONG, &style::line(&sighting.outlet)),
        look.paint(style::CUE, &how(sighting)),
        look.paint(
            style::FAINT,
            &format!("story {}", style::short(sighting.story))
        ),
    )?;
    const INDENT: &str = "    ";
    let indented = |text: &str| style::wrap(&style::line(text), width - INDENT.len());
    for line in indented(&sighting.title) {
        writeln!(out, "{INDENT}{line}")?;
    }
    if let (Some(first), Some(last)) = (sighting.content.first(), sighting.content.last()) {
        // With colour the content stands out by itself; without, it stands in brackets.
        let (open, close) = if look.colour { ("", "") } else { ("[", "]") };
        let content = style::line(&super::rows::words(&sighting.content));
        let parts = [
            (
                format!(
                    "{}{}{open}",
                    cut_mark(&sighting.before, "… "),
                    spaced_end(&sighting.before)
                ),
                false,
            ),
            (content, true),
            (
                format!(
                    "{close}{}{}",
                    spaced_start(&sighting.after),
                    cut_mark(&sighting.after, " …")
                ),
                false,
            ),
        ];
        let tagged: Vec<(char, bool)> = parts
            .iter()
            .flat_map(|(text, is_content)| text.chars().map(|c| (c, *is_content)))
            .collect();
        for line in style::wrap_tagged(&tagged, width - INDENT.len()) {
            let stretches = line.chunk_by(|a, b| a.1 == b.1).map(|stretch| {
                let words: String = stretch.iter().map(|(c, _)| c).collect();
                let is_content = stretch.first().is_some_and(|(_, is_content)| *is_content);
                look.paint(
                    if is_content {
                        style::CONTENT
                    } else {
                        style::FAINT
                    },
                    &words,
                )
            });
            writeln!(out, "{INDENT}{}", stretches.collect::<String>())?;
        }
        let place = format!("characters {}–{}", first.start, last.end);
        writeln!(out, "{INDENT}{}", look.paint(style::FAINT, &place))?;
    }
    if let Some(url) = &sighting.url {
        writeln!(
            out,
            "{INDENT}{}",
            look.paint(style::FAINT, &style::line(url))
        )?;
    }
    Ok(())
}

/// The mark, where the context goes on.
fn cut_mark<'a>(context: &str, mark: &'a str) -> &'a str {
    if context.chars().count() < CONTEXT {
        ""
    } else {
        mark
    }
}

/// Context as one safe line that keeps whether it ends in a space.
fn spaced_end(text: &str) -> String {
    let line = style::line(text);
    if text.ends_with(char::is_whitespace) && !line.is_empty() {
        line + " "
    } else {
        line
    }
}

/// As [`spaced_end`], for the beginning.
fn spaced_start(text: &str) -> String {
    let line = style::line(text);
    if text.starts_with(char::is_whitespace) && !line.is_empty() {
        format!(" {line}")
    } else {
        line
    }
}

/// `label` and the text beside it, further lines below the first.
fn hanging(out: &mut dyn Write, label: &str, text: &str, width: usize) -> io::Result<()> {
    let indent = style::width(label);
    for (n, line) in style::wrap(text, width.saturating_sub(indent))
        .iter()
        .enumerate()
    {
        if n == 0 {
            writeln!(out, "{label}{line}")?;
        } else {
            writeln!(out, "{:indent$}{line}", "")?;
        }
    }
    Ok(())
}

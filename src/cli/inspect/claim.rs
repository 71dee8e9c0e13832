//! One claim for a reader: who said what, in which words, and every story that has it with its place in the text.

use crate::cli::inspect::changes;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::style::Look;
use crate::inspect::CONTEXT;
use crate::inspect::ClaimDetail;
use crate::inspect::ClaimView;
use crate::inspect::SightingView;
use crate::model::Negation;
use crate::model::Place;
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
    for (label, text) in about(claim) {
        hanging(
            out,
            &look.paint(style::FAINT, &format!("{label:<8}")),
            LABEL,
            &text,
            width,
        )?;
    }
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
            if variant.diff.is_empty() {
                hanging(
                    out,
                    &count,
                    style::width(&count),
                    &style::line(&variant.text),
                    width,
                )?;
            } else {
                writeln!(
                    out,
                    "{count}{}",
                    look.paint(style::FAINT, variant.kind.word())
                )?;
                changes::differences(out, look, &variant.diff, style::width(&count))?;
            }
        }
    }
    let (copies, own): (Vec<_>, Vec<_>) = detail.sightings.iter().partition(|s| s.copy);
    writeln!(out, "\n{}", look.paint(style::HEADING, "SEEN IN"))?;
    for sighting in own {
        seen(out, look, sighting)?;
    }
    if !copies.is_empty() {
        writeln!(out, "\n{}", look.paint(style::HEADING, "COPIES OF THESE"))?;
    }
    for sighting in copies {
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
        let within = match sighting.place {
            Place::Body => "",
            Place::Headline => " of the headline",
        };
        let place = format!(
            "characters {}–{}{within} · {}",
            first.start,
            last.end,
            short_address(&sighting.attribution)
        );
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

/// Width of the labels of what a claim tells of itself.
const LABEL: usize = 8;

/// What a claim tells beside who and what, where it tells it, each with its label.
fn about(claim: &ClaimView) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    if let Some(when) = &claim.when {
        let days = match when.from == when.to {
            true => when.from.to_string(),
            false => format!("{} to {}", when.from, when.to),
        };
        out.push(("when", format!("{days} (“{}”)", style::line(&when.words))));
    }
    if let Some(at) = &claim.at {
        out.push((
            "where",
            format!("{} ({})", style::line(&at.words), at.kind.word()),
        ));
    }
    if !claim.about.is_empty() {
        out.push(("about", style::line(&claim.about.join(", "))));
    }
    let denied = claim.negation.map(|negation| match negation {
        Negation::Content => "what is said says that something is not so",
        Negation::Cue => "the speaker says that it is not so",
        Negation::Both => "the speaker says that it is not so that something is not so",
    });
    out.extend(denied.map(|text| ("denied", text.to_owned())));
    if !claim.cue.is_empty() {
        out.push(("cue", style::line(&claim.cue)));
    }
    if claim.headline {
        out.push(("seen", "in headlines only".to_owned()));
    }
    let c = claim.confidences;
    out.push((
        "sure",
        format!(
            "said {:.0} %, by the source {:.0} %, who is this speaker {:.0} %",
            c.extraction * 100.0,
            c.attribution * 100.0,
            c.resolution * 100.0
        ),
    ));
    out
}

/// An attribution's address with its story's id cut short.
fn short_address(address: &str) -> String {
    match address.split_once(':') {
        Some((story, rest)) => format!("{}:{rest}", style::short(story)),
        None => address.to_owned(),
    }
}

/// `label`, so many columns wide, and the text beside it, further lines below the first.
fn hanging(
    out: &mut dyn Write,
    label: &str,
    indent: usize,
    text: &str,
    width: usize,
) -> io::Result<()> {
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

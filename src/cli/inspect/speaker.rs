//! A speaker's card for a reader: who it is and why, how they speak, about what, when. The claims follow below it; how they are
//! found must not be known here.

use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::style::Look;
use crate::inspect::FormView;
use crate::inspect::PeriodView;
use crate::inspect::SpeakerDetail;
use std::io;
use std::io::Write;

/// Other names, offices, outlets and reasons that the card names.
const FORMS: usize = 8;
/// Claims about the speaker that the card shows.
const ABOUT: usize = 5;
/// Rows of the chart.
const HEIGHT: usize = 4;
/// Columns of the labels before the card's lines, and before the chart.
const LABEL: usize = 8;

/// Writes the card.
pub(super) fn card(out: &mut dyn Write, scene: Scene, detail: &SpeakerDetail) -> io::Result<()> {
    let look = scene.look;
    let speaker = &detail.speaker;
    let kind = match &detail.wikidata {
        Some(id) => format!("{}  wikidata {}", speaker.kind.word(), style::line(id)),
        None => speaker.kind.word().to_owned(),
    };
    let name = look.paint(style::SOURCE, &style::line(&speaker.name));
    writeln!(out, "{name}  {}", look.paint(style::FAINT, &kind))?;
    let claims = style::count(u64::from(speaker.claims), "claim", "claims");
    let sightings = style::count(u64::from(speaker.sightings), "sighting", "sightings");
    let said = format!(
        "{claims}, {sightings}, {} to {}",
        style::time(speaker.first_seen),
        style::time(speaker.last_seen)
    );
    let dated = |form: &FormView| {
        let (first, last) = (form.first_seen.day(), form.last_seen.day());
        let when = match first == last {
            true => first.to_string(),
            false => format!("{first} to {last}"),
        };
        format!("{} ({}×, {when})", style::line(&form.text), form.count)
    };
    let counted = |form: &FormView| format!("{} ({}×)", style::line(&form.text), form.count);
    let cues: Vec<String> = detail
        .cues
        .iter()
        .map(|cue| {
            let direct = match cue.direct {
                0 => String::new(),
                n => format!(", {n} direct"),
            };
            format!("{} {}{direct}", cue.class.word(), cue.claims)
        })
        .collect();
    let topics: Vec<String> = detail
        .topics
        .iter()
        .map(|topic| format!("{} ({})", style::line(&topic.term), topic.claims))
        .collect();
    for (label, text) in [
        ("office", listed(&speaker.roles, dated)),
        ("also", listed(&speaker.aliases, counted)),
        ("said", said),
        ("as", cues.join("; ")),
        ("about", topics.join(", ")),
        ("in", listed(&detail.outlets, counted)),
    ] {
        labelled(out, look, label, &text)?;
    }
    for (n, join) in detail.joins.iter().take(FORMS).enumerate() {
        let shared = join.shared.as_ref().map_or_else(String::new, |shared| {
            format!(" (both have ‘{}’)", style::line(shared))
        });
        let why = format!("{}: {}{shared}", style::line(&join.form), join.why);
        labelled(out, look, if n == 0 { "one as" } else { "" }, &why)?;
    }
    if let Some(by) = detail.named_by {
        labelled(out, look, "named", &format!("by correction {by}"))?;
    }
    chart(out, look, &detail.periods)?;
    if let Some(group) = speaker.local_to {
        let note = format!(
            "known within copy group {} only: the name alone tells nobody apart",
            style::short(group)
        );
        writeln!(out, "{}", look.paint(style::FAINT, &note))?;
    }
    writeln!(
        out,
        "{}",
        look.paint(
            style::FAINT,
            &format!("speaker {}", style::short(speaker.id))
        )
    )?;
    if !detail.about.is_empty() {
        writeln!(
            out,
            "\n{}",
            look.paint(style::HEADING, "What others say of them")
        )?;
        for claim in detail.about.iter().take(ABOUT) {
            let who = claim
                .speaker
                .as_ref()
                .map_or_else(|| "(nobody named)".to_owned(), |who| style::line(&who.name));
            let line = format!(
                "{}  {who}: {}",
                claim.first_seen.day(),
                style::line(&claim.text)
            );
            let mut lines = style::wrap(&line, look.reading() - 2).into_iter();
            if let Some(first) = lines.next() {
                writeln!(out, "  {first}")?;
            }
            for line in lines.take(2) {
                writeln!(out, "    {line}")?;
            }
        }
    }
    writeln!(out)
}

fn listed(forms: &[FormView], shown: impl Fn(&FormView) -> String) -> String {
    let mut all: Vec<String> = forms.iter().take(FORMS).map(shown).collect();
    if forms.len() > FORMS {
        all.push(format!("{} more", forms.len() - FORMS));
    }
    all.join(", ")
}

fn labelled(out: &mut dyn Write, look: Look, label: &str, text: &str) -> io::Result<()> {
    let lines = style::wrap(text, look.reading() - LABEL);
    for (n, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
    {
        let label = if n == 0 { label } else { "" };
        let label = look.paint(style::FAINT, &format!("{label:<LABEL$}"));
        writeln!(out, "{label}{line}")?;
    }
    Ok(())
}

/// Claims over time as bars, no wider than the line: neighbouring stretches share a bar where there are more.
fn chart(out: &mut dyn Write, look: Look, periods: &[PeriodView]) -> io::Result<()> {
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Ok(());
    };
    if periods.len() < 2 {
        return labelled(
            out,
            look,
            "when",
            &format!("{}: {}", first.period, first.claims),
        );
    }
    let room = look.reading().saturating_sub(LABEL + 6).max(8);
    let each = periods.len().div_ceil(room);
    let bars: Vec<u32> = periods
        .chunks(each)
        .map(|some| some.iter().map(|p| p.claims).sum())
        .collect();
    let wide = (room / bars.len()).clamp(1, 3);
    let most = bars.iter().copied().max().unwrap_or(0).max(1);
    for (n, row) in rows(&bars, most).into_iter().enumerate() {
        let label = if n == 0 { "when" } else { "" };
        let scale = match n {
            0 => most.to_string(),
            n if n + 1 == HEIGHT => "0".to_owned(),
            _ => String::new(),
        };
        let bars: String = row
            .iter()
            .flat_map(|c| std::iter::repeat_n(*c, wide))
            .collect();
        let head = look.paint(style::FAINT, &format!("{label:<LABEL$}{scale:>4} "));
        writeln!(out, "{head}{}", look.paint(style::CONTENT, bars.trim_end()))?;
    }
    let width = bars.len() * wide;
    let gap = width
        .saturating_sub(first.period.len() + last.period.len())
        .max(1);
    let axis = format!(
        "{:LABEL$}     {}{}{}",
        "",
        first.period,
        " ".repeat(gap),
        last.period
    );
    let unit = match each {
        1 => format!("a {}", first.unit),
        n => format!("{n} {}s", first.unit),
    };
    writeln!(
        out,
        "{}",
        look.paint(style::FAINT, &format!("{axis}   one bar is {unit}"))
    )
}

/// The rows of the chart from the top, in eighths of a character.
fn rows(bars: &[u32], most: u32) -> Vec<Vec<char>> {
    const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let height = |claims: u32| {
        let full = (HEIGHT * 8) as u64;
        (u64::from(claims) * full).div_ceil(u64::from(most)) as usize
    };
    let row = |from_top: usize| {
        let below = (HEIGHT - 1 - from_top) * 8;
        let bar = |claims: &u32| EIGHTHS[height(*claims).saturating_sub(below).min(8)];
        bars.iter().map(bar).collect()
    };
    (0..HEIGHT).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_in_proportion() {
        let drawn: Vec<String> = rows(&[0, 1, 4, 8], 8)
            .iter()
            .map(|row| row.iter().collect())
            .collect();
        assert_eq!(drawn, ["   █", "   █", "  ██", " ▄██"]);
    }

    #[test]
    fn a_long_time_fits_the_line() {
        let periods: Vec<PeriodView> = (0..500)
            .map(|n| PeriodView {
                period: format!("{:04}-01", 1900 + n),
                unit: "month".into(),
                claims: n % 7,
            })
            .collect();
        let mut out = Vec::new();
        chart(&mut out, Look::plain(60), &periods).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            text.lines()
                .take(HEIGHT)
                .all(|line| line.chars().count() <= 60),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'));
    }
}

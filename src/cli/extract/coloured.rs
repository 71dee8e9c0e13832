//! A text on a terminal, with source, cue and content of its attributions coloured, and a line for each below.

use super::reader::Reading;
use crate::cli::exit::Outcome;
use crate::cli::style;
use crate::cli::style::Look;
use crate::extract::claim;
use std::io::Write;

/// The text with its attributions coloured, and a line for each below.
pub fn show(name: &str, text: &str, reading: &Reading, head: bool) -> Outcome {
    let (plain, attributions) = (&reading.plain, &reading.attributions);
    let story_text = plain.story.text();
    let look = Look::of_stdout();
    let mut out = std::io::stdout().lock();
    if head {
        writeln!(out, "{}\n", look.paint(style::HEADING, name))?;
    }
    let mut styles = vec![style::PLAIN; text.len()];
    for (spans, style) in attributions.iter().flat_map(|a| {
        [
            (&a.content, style::CONTENT),
            (&a.cue, style::CUE),
            (&a.source, style::SOURCE),
        ]
    }) {
        for span in spans {
            let span = plain.original(*span);
            if let Some(part) = styles.get_mut(span.range()) {
                part.fill(style);
            }
        }
    }
    for (span, paragraph) in plain.paragraphs() {
        let at = span.range().start;
        let faint = !paragraph.kind.is_story_text();
        let tagged: Vec<(char, anstyle::Style)> = paragraph
            .text
            .char_indices()
            .filter(|(_, c)| *c == '\n' || !style::is_unsafe(*c))
            .map(|(n, c)| {
                (
                    if c == '\n' { ' ' } else { c },
                    if faint { style::FAINT } else { styles[at + n] },
                )
            })
            .collect();
        for line in style::wrap_tagged(&tagged, look.reading()) {
            writeln!(out, "{}", paint_line(look, line))?;
        }
        writeln!(out)?;
    }
    for a in attributions {
        let who = a
            .speaker
            .as_ref()
            .map_or("(nobody named)", |who| who.name.as_str());
        let relayed = a
            .relayed_by
            .as_ref()
            .map(|by| format!(", relayed by {by}"))
            .unwrap_or_default();
        let wording = style::cut(
            &style::line(&claim::wording(&story_text, &a.content)),
            look.width.saturating_sub(4),
        );
        writeln!(
            out,
            "{} {}",
            look.paint(style::SOURCE, &style::line(who)),
            look.paint(
                style::FAINT,
                &format!("{}, {}{relayed}", a.kind.word(), a.class.word())
            )
        )?;
        writeln!(out, "    {wording}")?;
    }
    Ok(())
}

fn paint_line(look: Look, line: &[(char, anstyle::Style)]) -> String {
    let mut out = String::new();
    for run in line.chunk_by(|a, b| a.1 == b.1) {
        let words: String = run.iter().map(|(c, _)| c).collect();
        out.push_str(&look.paint(run[0].1, &words));
    }
    out
}

//! What revisions did to claims, and how wordings differ, for a reader. With colour what went is struck out and what came is
//! underlined; without, they stand in brackets. Knows nothing of how they are compared.

use crate::cli::style;
use crate::cli::style::Look;
use crate::inspect::ClaimChangeView;
use crate::inspect::ToldView;
use crate::inspect::WordingView;
use crate::store::rows::ClaimChange;
use crate::text::diff::Fate;
use anstyle::Style;
use std::io;
use std::io::Write;

/// Words on both sides of a difference that are shown; of more the middle is left out.
const AROUND: usize = 60;

/// Lines in which each character has its own style, wrapped and painted, each behind `indent` spaces.
fn styled(
    out: &mut dyn Write,
    look: Look,
    text: &[(char, Style)],
    indent: usize,
) -> io::Result<()> {
    for line in style::wrap_tagged(text, look.reading().saturating_sub(indent).max(20)) {
        let painted = line.chunk_by(|a, b| a.1 == b.1).map(|stretch| {
            let words: String = stretch.iter().map(|(c, _)| c).collect();
            look.paint(
                stretch.first().map_or(style::PLAIN, |(_, style)| *style),
                &words,
            )
        });
        writeln!(out, "{:indent$}{}", "", painted.collect::<String>())?;
    }
    Ok(())
}

/// The differences from one wording to another.
pub(super) fn differences(
    out: &mut dyn Write,
    look: Look,
    diff: &[WordingView],
    indent: usize,
) -> io::Result<()> {
    let mut text: Vec<(char, Style)> = Vec::new();
    let mut put = |words: &str, style: Style, marks: (&str, &str)| {
        let words = style::line(words);
        let glued = words.starts_with([',', '.', ';', ':', '!', '?', '’', '\'']);
        if !text.is_empty() && !glued {
            text.push((' ', style::PLAIN));
        }
        let (open, close) = if look.colour { ("", "") } else { marks };
        text.extend(format!("{open}{words}{close}").chars().map(|c| (c, style)));
    };
    for run in diff {
        match run.change {
            Fate::Equal => put(
                &middle_out(run.right.as_deref().unwrap_or_default()),
                style::FAINT,
                ("", ""),
            ),
            _ => {
                if let Some(gone) = &run.left {
                    put(gone, style::GONE, ("[-", "]"));
                }
                if let Some(came) = &run.right {
                    put(came, style::CAME, ("[+", "]"));
                }
            }
        }
    }
    styled(out, look, &text, indent)
}

/// A long run of equal words without its middle.
fn middle_out(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    if chars.len() <= 2 * AROUND + 10 {
        return words.to_owned();
    }
    let head: String = chars[..AROUND].iter().collect();
    let tail: String = chars[chars.len() - AROUND..].iter().collect();
    let head = head
        .rsplit_once(' ')
        .map_or(head.as_str(), |(head, _)| head);
    let tail = tail.split_once(' ').map_or(tail.as_str(), |(_, tail)| tail);
    format!("{head} … {tail}")
}

/// What a revision did to one claim, on as many lines as it takes.
pub(super) fn change(
    out: &mut dyn Write,
    look: Look,
    change: &ClaimChangeView,
    indent: usize,
) -> io::Result<()> {
    let told = change.after.as_ref().or(change.before.as_ref());
    let Some(told) = told else {
        return Ok(());
    };
    let style = match change.change {
        ClaimChange::Removed => style::BAD,
        ClaimChange::Added => style::CONTENT,
        _ => style::CUE,
    };
    let mut text: Vec<(char, Style)> = Vec::new();
    let mut put = |words: &str, style: Style| text.extend(words.chars().map(|c| (c, style)));
    put(change.change.word(), style);
    put("  ", style::PLAIN);
    let was = change.before.as_ref().filter(|_| change.after.is_some());
    if let Some(was) = was.filter(|was| was.speaker != told.speaker) {
        put(&format!("{} → ", name(was)), style::SOURCE);
    }
    put(&name(told), style::SOURCE);
    if let Some(was) = was.filter(|was| was.cue_class != told.cue_class) {
        put(
            &format!(" ({} → {})", was.cue_class.word(), told.cue_class.word()),
            style::CUE,
        );
    }
    put(": ", style::PLAIN);
    match was.filter(|was| was.text != told.text) {
        // The difference says both.
        Some(_) => put(&style::line(&told.text), style::PLAIN),
        None => put(&style::line(&told.text), style::PLAIN),
    }
    put("  ", style::PLAIN);
    put(&style::short(told.claim), style::FAINT);
    styled(out, look, &text, indent)?;
    if let Some(was) = was.filter(|was| was.text != told.text) {
        let before = format!("was: {}", style::line(&was.text));
        let before: Vec<(char, Style)> = before.chars().map(|c| (c, style::FAINT)).collect();
        styled(out, look, &before, indent + 4)?;
    }
    Ok(())
}

fn name(told: &ToldView) -> String {
    told.speaker
        .as_ref()
        .map_or_else(|| "(nobody named)".to_owned(), |s| style::line(&s.name))
}

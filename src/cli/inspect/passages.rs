//! Copy groups and passages for a reader: the heading of a group, why each member is in it, what one story took of another.

use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::style::Look;
use crate::inspect::AgreementView;
use crate::inspect::CopiesView;
use crate::inspect::CopyView;
use crate::inspect::PassagePlace;
use crate::inspect::PassageView;
use crate::store::rows::Test;
use std::io;
use std::io::Write;

/// Members whose evidence is told below the table; that of all is in the other formats.
const EXPLAINED: usize = 12;
/// Passages told of one pair of stories; all are in the other formats.
const TOLD: usize = 8;

/// The heading of a copy group.
pub(super) fn head(out: &mut dyn Write, scene: Scene, copies: &CopiesView) -> io::Result<()> {
    let look = scene.look;
    let Some(first) = copies.members.first() else {
        return Ok(());
    };
    for line in style::wrap(&style::line(&first.title), look.reading()) {
        writeln!(out, "{}", look.paint(style::STRONG, &line))?;
    }
    let count = style::count(copies.total, "story carries", "stories carry");
    let outlets = style::count(u64::from(copies.outlets), "outlet", "outlets");
    let text = match copies.total {
        0 | 1 => "One story carries this text.".to_owned(),
        _ => format!(
            "{count} this text in {outlets}; {} was first.",
            style::line(&first.outlet)
        ),
    };
    let text = format!("{text} Group {}.", copies.group);
    for line in style::wrap(&text, look.reading()) {
        writeln!(out, "{}", look.paint(style::FAINT, &line))?;
    }
    writeln!(out)
}

/// Below the table: why each member is there, and what the story asked for took of others.
pub(super) fn why(out: &mut dyn Write, scene: Scene, copies: &CopiesView) -> io::Result<()> {
    let look = scene.look;
    let told = |m: &&CopyView| m.evidence.is_some() || m.correction.is_some();
    let asked = copies.members.iter().filter(|m| m.id == copies.asked);
    let others = copies.members.iter().filter(|m| m.id != copies.asked);
    let mut shown: Vec<&CopyView> = asked.chain(others).filter(told).take(EXPLAINED).collect();
    shown.sort_by_key(|m| m.order);
    if !shown.is_empty() {
        writeln!(out, "\n{}", look.paint(style::HEADING, "Why"))?;
    }
    for member in shown {
        let text = format!(
            "{}  {}: {}",
            style::short(member.id),
            style::line(&member.outlet),
            reason(member)
        );
        for (n, line) in style::wrap(&text, look.reading() - 2).iter().enumerate() {
            let indent = if n == 0 { "" } else { "  " };
            writeln!(out, "{indent}{line}")?;
        }
    }
    for (reuse, takes) in copies
        .reuses
        .iter()
        .map(|r| (r, true))
        .chain(copies.reused_by.iter().map(|r| (r, false)))
    {
        let outlet = reuse.outlet.as_deref().unwrap_or("a story not kept");
        let title = reuse.title.as_deref().unwrap_or("");
        let other = format!(
            "{} ({}: {})",
            style::short(reuse.id),
            style::line(outlet),
            style::line(title)
        );
        let (part, own) = (100.0 * reuse.of_that, 100.0 * reuse.of_this);
        let text = match takes {
            true => format!("Has {part:.0} % of {other}, which is {own:.0} % of its own text"),
            false => format!(
                "{part:.0} % of {} stands in {other}, which is {own:.0} % of that",
                style::short(reuse.of)
            ),
        };
        writeln!(out)?;
        for line in style::wrap(&text, look.reading()) {
            writeln!(out, "{}", look.paint(style::STRONG, &line))?;
        }
        let places = if takes {
            ("there", "here")
        } else {
            ("here", "there")
        };
        show(out, look, &reuse.passages, places)?;
    }
    Ok(())
}

fn reason(member: &CopyView) -> String {
    let mut parts = Vec::new();
    if let Some(number) = member.correction {
        parts.push(format!(
            "a person put it here (correction {number}); found was:"
        ));
    }
    if let Some(evidence) = &member.evidence {
        parts.push(style::line(&evidence.why));
        let test = match evidence.test {
            Test::ExactText => "Same text, hash for hash",
            Test::NearMatch => "Near match",
        };
        parts.push(format!(
            "{test}: {}, {}.",
            agreement("figure", "figures", &evidence.figures),
            agreement("name", "names", &evidence.names)
        ));
    }
    parts.join(" ")
}

fn agreement(one: &str, many: &str, of: &AgreementView) -> String {
    let contradicted = match of.contradicted {
        0 => String::new(),
        n => format!(" ({n} contradicted)"),
    };
    let of_all = style::count(u64::from(of.fewer), one, many);
    match of.fewer {
        0 => format!("no {many}"),
        _ => format!("{} of {of_all} shared{contradicted}", of.shared),
    }
}

/// The passages that one text has of another; `left` and `right` say which text is which.
pub(super) fn show(
    out: &mut dyn Write,
    look: Look,
    passages: &[PassageView],
    (left, right): (&str, &str),
) -> io::Result<()> {
    for passage in passages.iter().take(TOLD) {
        let told = format!(
            "{} in common: {left} {}, {right} {}",
            style::count(u64::from(passage.words), "word", "words"),
            place(&passage.left),
            place(&passage.right)
        );
        writeln!(out, "{}", look.paint(style::FAINT, &told))?;
        let words = style::line(&passage.right.text);
        for line in style::wrap(&words, look.reading() - 2) {
            writeln!(out, "  {}", look.paint(style::CUE, &line))?;
        }
        writeln!(out)?;
    }
    let more = passages.len().saturating_sub(TOLD);
    if more > 0 {
        let more = style::count(more as u64, "more passage", "more passages");
        writeln!(out, "{}\n", look.paint(style::FAINT, &format!("… {more}")))?;
    }
    Ok(())
}

/// `paragraph 3, sentences 1 to 2`, `paragraph 3, sentence 2 to paragraph 5, sentence 1`.
fn place(at: &PassagePlace) -> String {
    let ([p, q], [s, t]) = (at.paragraphs, at.sentences);
    match (p == q, s == t) {
        (true, true) => format!("paragraph {p}, sentence {s}"),
        (true, false) => format!("paragraph {p}, sentences {s} to {t}"),
        _ => format!("paragraph {p}, sentence {s} to paragraph {q}, sentence {t}"),
    }
}

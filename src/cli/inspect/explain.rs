//! `inspect explain`: why an attribution was reported, for a reader. Every number is the extractor's own.

use crate::cli::backend::Backend;
use crate::cli::exit::Outcome;
use crate::cli::inspect::args::Explain;
use crate::cli::inspect::pages::mismatch;
use crate::cli::inspect::rows::words;
use crate::cli::output;
use crate::cli::output::Format;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::style::Look;
use crate::inspect::Answer;
use crate::inspect::ExplainView;
use crate::inspect::Question;
use crate::inspect::ReadingView;
use crate::inspect::SpanView;
use crate::model::Place;
use std::io;
use std::io::Write;

/// Width of the labels before the values.
const LABEL: usize = 12;

/// Asks and writes the answer.
pub(super) fn run(out: &mut dyn Write, backend: &Backend, args: &Explain, scene: Scene) -> Outcome {
    let attribution = args.attribution.clone();
    let Answer::Explain(view) = backend.ask(&Question::Explain { attribution })? else {
        return Err(mismatch());
    };
    match args.shared.format {
        Format::Table => show(out, scene.look, &view)?,
        Format::Json | Format::Jsonl => output::document(out, args.shared.format, &view)?,
        Format::Csv => {
            writeln!(out, "name,value")?;
            for (name, value) in pairs(&view) {
                writeln!(out, "{name},{value}")?;
            }
        }
    }
    Ok(())
}

/// The numbers by name, for a spreadsheet.
fn pairs(view: &ExplainView) -> Vec<(String, String)> {
    let mut out = vec![
        ("attribution".to_owned(), view.attribution.clone()),
        ("rule".to_owned(), view.rule.clone()),
        (
            "hidden_by".to_owned(),
            view.hidden
                .as_ref()
                .map_or(String::new(), |by| by.correction.to_string()),
        ),
        ("cue_class".to_owned(), view.cue_class.word().to_owned()),
        (
            "extraction".to_owned(),
            view.confidences.extraction.to_string(),
        ),
        (
            "attribution_confidence".to_owned(),
            view.confidences.attribution.to_string(),
        ),
        (
            "resolution".to_owned(),
            view.confidences.resolution.to_string(),
        ),
    ];
    if let Some(model) = &view.model {
        let r = &model.reading;
        let numbers = [
            ("p_cue", r.p_cue),
            ("p_source", r.p_source),
            ("p_content", r.p_content),
            ("p_reading", r.p_reading),
            ("p_judge", r.p_judge),
            ("confidence", r.confidence),
            ("least", model.least),
        ];
        out.extend(numbers.map(|(name, n)| (name.to_owned(), n.to_string())));
        let reasons = model.reasons.iter();
        out.extend(reasons.map(|reason| {
            (
                format!("\"{}\"", reason.looks_at),
                reason.weight.to_string(),
            )
        }));
    }
    out
}

pub(super) fn show(out: &mut dyn Write, look: Look, view: &ExplainView) -> io::Result<()> {
    let head = format!(
        "Attribution {} of “{}”",
        view.attribution,
        style::line(&view.title)
    );
    for line in style::wrap(&head, look.reading()) {
        writeln!(out, "{}", look.paint(style::STRONG, &line))?;
    }
    if let Some(hidden) = &view.hidden {
        let why = hidden
            .note
            .as_deref()
            .map(|note| format!(": “{}”", style::line(note)));
        let told = format!(
            "A person hid this claim on {} (correction {}{}), so it is shown, searched and exported nowhere; `sayso speakers undo {}` takes that back.",
            hidden.made.day(),
            hidden.correction,
            why.unwrap_or_default(),
            hidden.correction,
        );
        for line in style::wrap(&told, look.reading()) {
            writeln!(out, "{line}")?;
        }
    }
    let stands = match view.place {
        Place::Body => "characters of the text",
        Place::Headline => "characters of the headline",
    };
    writeln!(out)?;
    for (label, spans, paint) in [
        ("source", &view.source, style::SOURCE),
        ("cue", &view.cue, style::CUE),
        ("content", &view.content, style::CONTENT),
    ] {
        let text = match spans.as_slice() {
            [] => "(none)".to_owned(),
            spans => format!(
                "{}  ({stands} {})",
                style::line(&words(spans)),
                places(spans)
            ),
        };
        labelled(out, look, label, &text, paint)?;
    }
    heading(out, look, "FOUND BY")?;
    let found = match view.rule_right {
        Some(right) => format!(
            "rule {}, which is right {} by itself, as measured",
            view.rule,
            percent(right)
        ),
        None if view.rule == "model" => "the trained model".to_owned(),
        None => format!("rule {}", view.rule),
    };
    labelled(out, look, "found by", &found, style::PLAIN)?;
    if !view.found_again {
        labelled(
            out,
            look,
            "now",
            "this version of the extractor does not find it any more in that text",
            style::BAD,
        )?;
    }
    let class = format!(
        "{}, {} {}",
        view.kind.word(),
        view.cue_class.word(),
        match view.class_known {
            true => "(a word of the cue says so)",
            false => "(by how the content begins, or by a rule)",
        }
    );
    labelled(out, look, "kind", &class, style::PLAIN)?;
    if let Some(model) = &view.model {
        heading(out, look, "WHAT THE MODEL THOUGHT")?;
        reading(out, look, &model.reading, model.least)?;
        for reason in &model.reasons {
            let text = format!("{:+.2}  {}", reason.weight, reason.looks_at);
            labelled(out, look, "", &text, style::FAINT)?;
        }
    }
    heading(out, look, "WHO IT IS")?;
    let r = &view.resolution;
    if !r.read_as.is_empty() {
        labelled(out, look, "read as", &r.read_as, style::PLAIN)?;
    }
    let who = match &r.name {
        Some(name) if r.global => format!(
            "{} (a name that is enough in other stories too)",
            style::line(name)
        ),
        Some(name) => format!("{} (known within this text only)", style::line(name)),
        None => "nobody was found".to_owned(),
    };
    labelled(out, look, "in the story", &who, style::PLAIN)?;
    if let Some(role) = &r.role {
        labelled(out, look, "office", &style::line(role), style::PLAIN)?;
    }
    if !r.aliases.is_empty() {
        labelled(
            out,
            look,
            "also",
            &style::line(&r.aliases.join(", ")),
            style::PLAIN,
        )?;
    }
    if let Some(by) = &r.relayed_by {
        labelled(out, look, "told by", &style::line(by), style::PLAIN)?;
    }
    if let Some(speaker) = &r.speaker {
        let text = format!(
            "{} ({})  {}",
            style::line(&speaker.name),
            speaker.kind.word(),
            style::short(speaker.id)
        );
        labelled(out, look, "speaker", &text, style::SOURCE)?;
    }
    heading(out, look, "HOW SURE")?;
    let c = view.confidences;
    for (label, p, of) in [
        (
            "extraction",
            c.extraction,
            "that somebody is reported to have said this",
        ),
        (
            "attribution",
            c.attribution,
            "that the source names who said it",
        ),
        (
            "resolution",
            c.resolution,
            "that the speaker is whom it means",
        ),
    ] {
        labelled(
            out,
            look,
            label,
            &format!("{:>5}  {of}", percent(p)),
            style::PLAIN,
        )?;
    }
    heading(out, look, "RUNNER-UP")?;
    if view.runners_up.is_empty() {
        writeln!(
            out,
            "{}",
            look.paint(
                style::FAINT,
                "The model had no other reading of these words."
            )
        )?;
    }
    for (n, other) in view.runners_up.iter().enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        for (label, spans, paint) in [
            ("source", &other.source, style::SOURCE),
            ("cue", &other.cue, style::CUE),
            ("content", &other.content, style::CONTENT),
        ] {
            let text = if spans.is_empty() {
                "(none)".to_owned()
            } else {
                style::line(&words(spans))
            };
            labelled(out, look, label, &text, paint)?;
        }
        let least = view.model.as_ref().map_or(0.0, |model| model.least);
        reading(out, look, other, least)?;
    }
    Ok(())
}

/// The probabilities of a reading.
fn reading(out: &mut dyn Write, look: Look, reading: &ReadingView, least: f32) -> io::Result<()> {
    let text = format!(
        "cue {}, source {}, content {}, this reading of all {}",
        percent(reading.p_cue),
        percent(reading.p_source),
        percent(reading.p_content),
        percent(reading.p_reading),
    );
    labelled(out, look, "taggers", &text, style::PLAIN)?;
    let verdict = match (reading.reported, reading.p_judge < least) {
        (true, _) => "reported",
        (false, true) => "too little to be reported",
        (false, false) => "in the way of a likelier one",
    };
    let text = format!(
        "{}, of at least {}: {verdict}; calibrated {}",
        percent(reading.p_judge),
        percent(least),
        percent(reading.confidence),
    );
    labelled(out, look, "judge", &text, style::PLAIN)
}

fn heading(out: &mut dyn Write, look: Look, text: &str) -> io::Result<()> {
    writeln!(out, "\n{}", look.paint(style::HEADING, text))
}

fn labelled(
    out: &mut dyn Write,
    look: Look,
    label: &str,
    text: &str,
    paint: anstyle::Style,
) -> io::Result<()> {
    let room = look.reading().saturating_sub(LABEL + 1).max(20);
    for (n, line) in style::wrap(text, room).iter().enumerate() {
        let label = if n == 0 { label } else { "" };
        writeln!(
            out,
            "{} {}",
            look.paint(style::FAINT, &format!("{label:<LABEL$}")),
            look.paint(paint, line)
        )?;
    }
    Ok(())
}

fn places(spans: &[SpanView]) -> String {
    let places: Vec<String> = spans
        .iter()
        .map(|s| format!("{}–{}", s.start, s.end))
        .collect();
    places.join(", ")
}

fn percent(p: f32) -> String {
    format!("{:.0} %", p.clamp(0.0, 1.0) * 100.0)
}

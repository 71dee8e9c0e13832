//! How each listed thing looks as a table row and as a CSV record: what the kinds share.

mod copies;
mod news;
mod speech;
mod story;

use crate::cli::style;
use crate::cli::table::Cell;
use crate::inspect::SpanView;
use crate::inspect::SpeakerRef;

/// A speaker's name, or that nobody is named.
pub(super) fn speaker_cell(speaker: Option<&SpeakerRef>) -> Cell {
    match speaker {
        Some(speaker) => Cell::styled(style::SOURCE, &speaker.name),
        None => Cell::styled(style::FAINT, "(nobody named)"),
    }
}

/// `Reuters`, or `Reuters +3`.
pub(super) fn outlets(names: &[String]) -> String {
    match names {
        [] => "–".to_owned(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} +{}", rest.len()),
    }
}

pub(super) fn id_cell(id: impl std::fmt::Display) -> Cell {
    Cell::styled(style::FAINT, style::short(id))
}

pub(super) fn percent(share: f32) -> String {
    format!("{:.0} %", share.clamp(0.0, 1.0) * 100.0)
}

/// `None` is an empty field.
pub(super) fn field(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

pub(super) fn join<T: ToString>(values: &[T], by: &str) -> String {
    let values: Vec<String> = values.iter().map(T::to_string).collect();
    values.join(by)
}

/// The words of discontinuous spans, an ellipsis between them.
pub(super) fn words(spans: &[SpanView]) -> String {
    let words: Vec<&str> = spans.iter().map(|s| s.text.as_str()).collect();
    words.join(" … ")
}

/// `120-180`, several parted by a semicolon; in code points.
pub(super) fn places(spans: &[SpanView]) -> String {
    let places: Vec<String> = spans
        .iter()
        .map(|s| format!("{}-{}", s.start, s.end))
        .collect();
    places.join(";")
}

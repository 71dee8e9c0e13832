//! One text read by the extractor that was asked for, with spans in code points of the text as it was given. Shared by
//! `extract` and `eval`, so that what is measured is what is run. Knows no output.

use crate::cli::exit::Failure;
use crate::extract;
use crate::model::Attribution;
use crate::model::CodePoints;
use crate::model::Span;
use crate::pipeline::plain::PlainText;
use clap::ValueEnum;

/// Which extractor reads the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Extractor {
    /// Rules of how English news is written.
    Rules,
    /// The trained model, with the rules' knowledge of speakers.
    #[default]
    Model,
}

impl Extractor {
    /// Its name on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Extractor::Rules => "rules",
            Extractor::Model => "model",
        }
    }
}

/// A text with its attributions.
pub struct Reading {
    /// The text as paragraphs.
    pub plain: PlainText,
    /// What was found; spans are bytes of the story's text.
    pub attributions: Vec<Attribution>,
    points: CodePoints,
}

impl Reading {
    /// Reads `text`.
    pub fn new(text: &str, by: Extractor) -> Result<Reading, Failure> {
        let plain = PlainText::new(text);
        let attributions = match by {
            Extractor::Rules => extract::extract_by_rules(&plain.story),
            Extractor::Model => extract::extract_trained(&plain.story).map_err(Failure::failed)?,
        };
        Ok(Reading {
            plain,
            attributions,
            points: CodePoints::new(text),
        })
    }

    /// Spans of the story's text as code points of the text that was given.
    pub fn pairs(&self, spans: &[Span]) -> Vec<[u32; 2]> {
        spans
            .iter()
            .map(|span| self.points.pair(self.plain.original(*span)))
            .collect()
    }
}

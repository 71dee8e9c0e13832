//! The trained extractor: from text to attributions without any rule of its own.
//!
//! ```text
//! text ─line─> tokens ─tags─> parts of speech ─context, flat─> marginals, candidate cues
//!    ─link─> source and content of each cue ─judge─> attributions with a confidence
//! ```
//!
//! Every step is linear in the length of the text. Features are computed by this code for training and running alike;
//! `flat::emissions` is the place where a better encoder would be fitted. The weights come from `sayso-train`.

pub mod calibration;
pub mod candidates;
pub mod chain;
pub mod class;
pub mod context;
pub mod continuation;
pub mod explain;
pub mod flat;
pub mod gazetteer;
pub mod hash;
pub mod judge;
pub mod line;
pub mod link;
pub mod linker;
pub mod reliability;
pub mod score;
pub mod stem;
mod straighten;
pub mod table;
pub mod tags;
pub mod weights;

use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::Span;
use calibration::Calibration;
use chain::Lattice;
use chain::Transitions;
use context::Context;
use gazetteer::Gazetteer;
use judge::Case;
use line::Line;
use line::Mark;
use link::Belief;
use link::Cue;
use linker::Linker;
use std::ops::Range;
use std::sync::LazyLock;
use table::Table;
use weights::WeightsError;

/// One attribution before speakers are known. Spans are bytes of the text, sorted, trimmed of white space.
#[derive(Clone, Debug, PartialEq)]
pub struct Raw {
    /// The words naming who speaks; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that attribute.
    pub cue: Vec<Span>,
    /// What is attributed; never empty.
    pub content: Vec<Span>,
    /// The word of the cue that carries its meaning.
    pub head: Span,
    /// What kind of act the cue names.
    pub class: CueClass,
    /// How much of the content stands in quotation marks.
    pub kind: QuoteKind,
    /// Probability that source and content are right, 0 to 1.
    pub confidence: f32,
}

/// Everything that training learns.
#[derive(Clone)]
pub struct Model {
    /// Parts of speech.
    pub tags: tags::Tagger,
    /// Stems that are often cues.
    pub gazetteer: Gazetteer,
    /// The first tagger.
    pub flat: Table<{ flat::LABELS }>,
    /// Its label pairs.
    pub flat_pairs: Transitions<{ flat::LABELS }>,
    /// The second tagger.
    pub link: Table<{ link::ROWS }>,
    /// Its label pairs.
    pub link_pairs: Transitions<{ link::LABELS }>,
    /// The judge.
    pub judge: Table<1>,
    /// The judge's score below which an attribution is not reported.
    pub least: f32,
    /// From the judge's score of what is reported to its confidence.
    pub calibration: Calibration,
}

/// The paragraphs of a plain text: its lines.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            out.push(Span::new(at, at + line.trim_end().len()));
        }
        at += line.len();
    }
    out
}

/// The paragraphs as the model reads them, without parts of speech.
pub fn lines(text: &str, paragraphs: &[Span]) -> Vec<Line> {
    each_line(text, paragraphs).collect()
}

/// The same one after the other: those of a long text would take forty times its memory.
fn each_line(text: &str, paragraphs: &[Span]) -> impl Iterator<Item = Line> {
    let mut continues = false;
    let numbered = paragraphs.iter().enumerate();
    numbered.flat_map(move |(number, &span)| {
        let read = Line::read(text, span, number, continues);
        if let Some(last) = read.last() {
            continues = last.quotes.last().is_some_and(|q| !q.closed);
        }
        read
    })
}

/// The weights that the program was built with.
static EMBEDDED: &[u8] = include_bytes!("../../../model/attribution.bin");

impl Model {
    /// The model that the program was built with; read once. An error says that the build was given a bad file.
    pub fn embedded() -> Result<&'static Model, &'static WeightsError> {
        static MODEL: LazyLock<Result<Model, WeightsError>> =
            LazyLock::new(|| weights::read(EMBEDDED));
        MODEL.as_ref()
    }

    /// Every attribution in these paragraphs of `text`, in order of cues.
    pub fn attribute(&self, text: &str, paragraphs: &[Span]) -> Vec<Raw> {
        let mut lattice = Lattice::new(&self.flat_pairs);
        let mut linker = Linker::new(&self.link, &self.link_pairs);
        let mut out: Vec<Raw> = Vec::new();
        let mut open: Option<usize> = None;
        for mut line in each_line(text, &continuation::announced(text, paragraphs)) {
            if line.words.is_empty() {
                continue;
            }
            tags::tag(&mut line, &self.tags);
            let context = Context::new(&line, &self.gazetteer);
            let tables = (&self.flat, &self.link);
            let reading = flat::read_beside(&line, &context, tables, &mut lattice);
            let (belief, cases) = cases(&line, &context, reading, &mut linker);
            let p = judged(&line, &context, &belief, &cases, &self.judge);
            let chosen = judge::choose(&cases, &p, self.least);
            let first = out.len();
            out.extend(
                chosen
                    .iter()
                    .map(|&i| raw(text, &line, &cases[i], self.calibration.at(p[i]))),
            );
            continuation::resumed(&line, &cases, &chosen, &mut out[first..]);
            open = continuation::carry(&line, &mut out, first, open.filter(|_| line.continues));
        }
        out
    }
}

/// Every candidate of a line with its source and content.
pub fn cases(
    line: &Line,
    context: &Context,
    reading: flat::Reading,
    linker: &mut Linker,
) -> (Belief, Vec<Case>) {
    let belief = Belief::new(reading.marginals);
    if reading.candidates.is_empty() {
        return (belief, Vec::new());
    }
    let common = linker.common(line, (&reading.hashed, &reading.beside), &belief);
    let cases = reading
        .candidates
        .into_iter()
        .map(|candidate| {
            let cue = Cue::new(line, context, candidate.span.clone());
            let linked = linker.link(line, context, &belief, &common, &cue);
            Case {
                candidate,
                cue,
                linked,
            }
        })
        .collect();
    (belief, cases)
}

/// The judge's probability for each case.
fn judged(
    line: &Line,
    context: &Context,
    belief: &Belief,
    cases: &[Case],
    table: &Table<1>,
) -> Vec<f32> {
    let mut buffer = Vec::with_capacity(32);
    (0..cases.len())
        .map(|i| {
            judge::features(line, context, belief, cases, i, &mut buffer);
            judge::probability(&buffer, table)
        })
        .collect()
}

/// A case of a line of `text` as spans.
pub fn raw(text: &str, line: &Line, case: &Case, confidence: f32) -> Raw {
    let content: Vec<Span> = case
        .linked
        .content
        .iter()
        .filter_map(|r| line.span(r))
        .collect();
    let cue: Vec<Span> = line.span(&case.candidate.span).into_iter().collect();
    let printed = |spans: &[Span]| spans.first().and_then(|s| s.of(text)).unwrap_or_default();
    Raw {
        class: class::of_cue(printed(&cue), printed(&content)).class,
        source: case
            .linked
            .source
            .iter()
            .filter_map(|r| line.span(r))
            .collect(),
        cue,
        content,
        head: line
            .words
            .get(case.cue.head)
            .map_or(Span { start: 0, end: 0 }, |w| w.span),
        kind: kind(line, &case.linked.content),
        confidence,
    }
}

/// How much of the words in `content` stands in quotation marks.
fn kind(line: &Line, content: &[Range<usize>]) -> QuoteKind {
    let (mut quoted, mut plain) = (false, false);
    for word in content
        .iter()
        .filter_map(|r| line.words.get(r.clone()))
        .flatten()
        .filter(|w| w.mark == Mark::Word)
    {
        match word.quote {
            0 => plain = true,
            _ => quoted = true,
        }
    }
    match (quoted, plain) {
        (true, false) => QuoteKind::Direct,
        (true, true) => QuoteKind::Mixed,
        (false, _) => QuoteKind::Indirect,
    }
}

#[cfg(test)]
mod tests;

//! Reads the training corpus: one JSON object a line, as PolNeAR's compartments are laid out (see `model/README.md`).
//! Models must not be known here.

use anyhow::Context as _;
use sayso::extract::model::line::Line;
use sayso::extract::model::score::Triple;
use sayso::model::Span;
use serde::Deserialize;
use std::ops::Range;
use std::path::Path;

#[derive(Deserialize)]
struct Record {
    doc: String,
    text: String,
    annotators: Vec<Annotator>,
    #[serde(default)]
    tokens: Vec<(usize, usize, String, String, String)>,
}

#[derive(Deserialize)]
struct Annotator {
    attributions: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// One attribution in tokens of one line.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// The line, an index into [`Doc::lines`].
    pub line: usize,
    /// From the first to the last token of the cue.
    pub cue: Range<usize>,
    /// The source's tokens.
    pub source: Vec<Range<usize>>,
    /// The content's.
    pub content: Vec<Range<usize>>,
}

/// One document.
pub struct Doc {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its lines as the model reads them.
    pub lines: Vec<Line>,
    /// The first annotator's attributions that lie within one line.
    pub gold: Vec<Labelled>,
    /// Each annotator's attributions, for scoring.
    pub annotators: Vec<Vec<Triple>>,
    /// Start and end in bytes and tag of each silver token.
    pub silver: Vec<(u32, u32, String)>,
}

/// Reads a whole file, in its order.
pub fn read(path: &Path) -> anyhow::Result<Vec<Doc>> {
    let bytes =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut out = Vec::new();
    for (number, line) in bytes
        .lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty())
    {
        let record: Record = serde_json::from_str(line)
            .with_context(|| format!("{} line {}: not a document", path.display(), number + 1))?;
        out.push(doc(record));
    }
    Ok(out)
}

fn doc(record: Record) -> Doc {
    let mut bytes: Vec<u32> = record
        .text
        .char_indices()
        .map(|(at, _)| at as u32)
        .collect();
    bytes.push(record.text.len() as u32);
    let byte = |i: usize| bytes[i.min(bytes.len() - 1)];
    let lines = sayso::extract::model::lines(
        &record.text,
        &sayso::extract::model::paragraphs(&record.text),
    );
    let spans = |all: &[(usize, usize)]| {
        all.iter()
            .map(|&(s, e)| Span {
                start: byte(s),
                end: byte(e),
            })
            .collect::<Vec<_>>()
    };
    let mut gold = Vec::new();
    for a in record
        .annotators
        .first()
        .into_iter()
        .flat_map(|a| &a.attributions)
    {
        let (source, cue, content) = (spans(&a.source), spans(&a.cue), spans(&a.content));
        let Some(first) = cue.first() else { continue };
        let Some(line) = lines
            .iter()
            .position(|l| l.words.last().is_some_and(|w| w.span.end > first.start))
        else {
            continue;
        };
        let ranges = |spans: &[Span]| {
            spans
                .iter()
                .filter_map(|s| range(&record.text, &lines[line], *s))
                .collect::<Vec<_>>()
        };
        let cues = ranges(&cue);
        let (Some(from), Some(to)) = (
            cues.iter().map(|r| r.start).min(),
            cues.iter().map(|r| r.end).max(),
        ) else {
            continue;
        };
        gold.push(Labelled {
            line,
            cue: from..to,
            source: ranges(&source),
            content: ranges(&content),
        });
    }
    let triple = |a: &Gold| Triple {
        roles: [a.source.clone(), a.cue.clone(), a.content.clone()],
    };
    let annotators = record
        .annotators
        .iter()
        .map(|a| {
            a.attributions
                .iter()
                .filter(|g| !g.content.is_empty())
                .map(triple)
                .collect()
        })
        .collect();
    let silver = record
        .tokens
        .iter()
        .map(|t| (byte(t.0), byte(t.1), t.2.clone()))
        .collect();
    Doc {
        name: record.doc,
        lines,
        gold,
        annotators,
        silver,
        text: record.text,
    }
}

/// The tokens that share a letter or digit with `span`, or, where it has none, a mark.
fn range(text: &str, line: &Line, span: Span) -> Option<Range<usize>> {
    let from = line.words.partition_point(|w| w.span.end <= span.start);
    let to = line.words.partition_point(|w| w.span.start < span.end);
    let solid = |i: &usize| {
        let w = line.words[*i].span;
        let shared = Span {
            start: w.start.max(span.start),
            end: w.end.min(span.end),
        };
        shared
            .of(text)
            .is_some_and(|t| t.chars().any(char::is_alphanumeric))
    };
    let first = (from..to).find(solid);
    let last = (from..to).rev().find(solid);
    match (first, last) {
        // Quotation marks at the ends belong to the span, other marks do not.
        (Some(mut first), Some(mut last)) => {
            while first > from
                && line.words[first - 1].mark == sayso::extract::model::line::Mark::Quote
            {
                first -= 1;
            }
            while last + 1 < to
                && (last + 1..to)
                    .any(|k| line.words[k].mark == sayso::extract::model::line::Mark::Quote)
            {
                last += 1;
            }
            Some(first..last + 1)
        }
        _ if from < to => Some(from..to),
        _ => None,
    }
}

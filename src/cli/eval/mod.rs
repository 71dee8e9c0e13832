//! `sayso eval`: how well the extractor finds attributions that people have labelled. Counting is `extract::model::score`'s
//! business; what is measured is what `extract` runs.

mod errors;
mod gold;
mod report;

use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::extract::reader::Extractor;
use crate::cli::extract::reader::Reading;
use crate::cli::output;
use crate::cli::output::Format;
use crate::cli::style::Look;
use crate::extract::model::class;
use crate::extract::model::reliability::Reliability;
use crate::extract::model::score;
use crate::extract::model::score::Counts;
use crate::extract::model::score::Triple;
use clap::Args as ClapArgs;
use clap::ValueEnum;
use errors::Errors;
use gold::Document;
use std::fs::File;
use std::io::BufReader;
use std::io::Write;
use std::path::PathBuf;

/// Most rounds of resampling: more change no printed digit and only cost time.
const MAX_ROUNDS: u32 = 100_000;

/// Arguments of `eval`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
GOLD has one document a line, as PolNeAR in JSON lines:
  {\"doc\",\"text\",\"annotators\":[{\"attributions\":[{\"source\":[[start,end]..],\"cue\":[..],\"content\":[..]}]}]}
with offsets in Unicode code points; \"attributions\" may also stand beside \"text\", for one annotator.

Figures, in percent:
  tok_ROLE       words covered by any span of the role
  span_ROLE      spans of the role, without punctuation at their ends
  attr_relaxed   attributions matched one to one by their contents' words, right where contents share half of their words
                 (Jaccard) and the sources meet or both are empty
  attr_strict    attributions whose three lists of spans are equal
  attr_direct, attr_indirect   attr_relaxed where the content touches a quotation mark or does not
A document with k annotators is scored against each and counts once. Intervals are bootstrapped over documents.
Below the figures: how sure the extractor said it was, and how often it was right in the sense of attr_relaxed.

\"Speech\" leaves out, on both sides, attributions whose cue names no act of speech or writing: beliefs (\"thinks\"), intentions
(\"wants\"), evidence (\"polls show\"), acts (\"voted for\"). The class is read off the cue's words by the same rule for both.

Examples:
  sayso eval gold.jsonl
  sayso eval gold.jsonl --by rules --format json
  sayso eval gold.jsonl --speech-only --errors errors.jsonl")]
pub struct Args {
    /// Labelled documents as JSON lines; - is standard input.
    #[arg(value_name = "GOLD")]
    gold: PathBuf,

    /// Which extractor is measured: the trained model, which `run` and `ingest` use too, or the rules alone.
    #[arg(
        long,
        value_enum,
        default_value = "model",
        hide_possible_values = true,
        value_name = "model|rules"
    )]
    by: Extractor,

    /// Only the figures for speech.
    #[arg(long)]
    speech_only: bool,

    /// Rounds of resampling for the 95 % intervals; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(..=i64::from(MAX_ROUNDS)))]
    bootstrap: u32,

    /// Seed of the resampling: the same seed gives the same intervals.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,

    /// Write what was missed and what was found wrongly here, as JSON lines, against each document's first annotator.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,

    /// How to print.
    #[arg(
        long,
        value_enum,
        default_value = "table",
        hide_possible_values = true,
        value_name = "table|json"
    )]
    format: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people.
    Table,
    /// One JSON document.
    Json,
}

/// Reads the labels, runs the extractor over the texts, prints the figures.
pub fn run(args: &Args) -> Outcome {
    let documents = open(args)?;
    let mut errors = match &args.errors {
        Some(path) => Some(Errors::new(path)?),
        None => None,
    };
    let (mut all, mut speech) = (Vec::new(), Vec::new());
    let mut reliability = Reliability::default();
    for document in &documents {
        let (found, confidence) = found(document, args.by)?;
        rely(&mut reliability, document, &found, &confidence);
        if !args.speech_only {
            all.push(counts(document, &found, false));
        }
        speech.push(counts(document, &found, true));
        if let Some(errors) = &mut errors {
            errors.document(document, &found, args.speech_only)?;
        }
    }
    if let Some(errors) = errors {
        errors.end()?;
    }
    let section = |name: &'static str, texts: &[Counts]| {
        report::Section::new(name, texts, args.bootstrap as usize, args.seed)
    };
    let mut sections = Vec::new();
    if !args.speech_only {
        sections.push(section("all", &all));
    }
    sections.push(section("speech", &speech));
    let mut out = std::io::stdout().lock();
    match args.format {
        Shape::Json => {
            let by = args.by.word();
            let report = report::Report::new(by, documents.len(), &reliability, &sections);
            output::document(&mut out, Format::Json, &report)?;
        }
        Shape::Table => {
            let look = Look::of_stdout();
            let figures = report::table(documents.len(), &sections, look);
            let confidence = report::confidence(&reliability, look);
            write!(out, "{figures}\n{confidence}")?;
        }
    }
    Ok(())
}

fn open(args: &Args) -> Result<Vec<Document>, Failure> {
    if args.gold.as_os_str() == "-" {
        return gold::read("standard input", std::io::stdin().lock());
    }
    let name = args.gold.display().to_string();
    let file = File::open(&args.gold).map_err(|e| Failure::misuse(format!("{name}: {e}")))?;
    gold::read(&name, BufReader::with_capacity(1 << 16, file))
}

/// What the extractor finds in a document, and how sure it is of each.
fn found(document: &Document, by: Extractor) -> Result<(Vec<Triple>, Vec<f32>), Failure> {
    let reading = Reading::new(&document.text, by)?;
    let spans = |spans: &[crate::model::Span]| {
        let pairs = reading.pairs(spans).into_iter();
        pairs.map(|[s, e]| (s as usize, e as usize)).collect()
    };
    let all = reading.attributions.iter();
    let triple = |a: &crate::model::Attribution| Triple {
        roles: [spans(&a.source), spans(&a.cue), spans(&a.content)],
    };
    Ok(all.map(|a| (triple(a), a.confidence)).unzip())
}

/// Adds a document's attributions: how sure the extractor was, and what share of the annotators bears each out.
fn rely(reliability: &mut Reliability, document: &Document, found: &[Triple], sure: &[f32]) {
    let mut right = vec![0.0; found.len()];
    for gold in &document.annotators {
        let correct = score::correct(&document.text, gold, found);
        for (right, _) in right.iter_mut().zip(correct).filter(|(_, c)| *c) {
            *right += 1.0 / document.annotators.len() as f64;
        }
    }
    for (right, sure) in right.into_iter().zip(sure) {
        reliability.add(*sure, right);
    }
}

/// A document's counts, averaged over its annotators.
fn counts(document: &Document, found: &[Triple], speech_only: bool) -> Counts {
    let chars: Vec<char> = document.text.chars().collect();
    let kept = |all: &[Triple]| -> Vec<Triple> {
        let keep = |t: &&Triple| !speech_only || is_speech(&chars, t);
        all.iter().filter(keep).cloned().collect()
    };
    let found = kept(found);
    let each: Vec<Counts> = document
        .annotators
        .iter()
        .map(|gold| score::count(&document.text, &kept(gold), &found))
        .collect();
    let annotators = each.len().max(1) as f64;
    score::total(&each).map(|figure| figure.map(|n| n / annotators))
}

/// Whether an attribution's cue names an act of speech or writing.
fn is_speech(chars: &[char], attribution: &Triple) -> bool {
    let [_, cue, content] = &attribution.roles;
    class::of_cue(&words(chars, cue), &words(chars, content))
        .class
        .is_speech()
}

/// The words of spans, fragments joined by a space.
fn words(chars: &[char], spans: &[(usize, usize)]) -> String {
    let n = chars.len();
    let part = |&(s, e): &(usize, usize)| chars[s.min(n)..e.min(n).max(s.min(n))].iter().collect();
    spans.iter().map(part).collect::<Vec<String>>().join(" ")
}

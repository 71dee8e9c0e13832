//! Trains the attribution model from a corpus of documents annotated by hand, and measures it. `--help` says how.

mod ablation;
mod chains;
mod data;
mod judging;
mod learn;
mod report;
mod speech;
mod stages;

use clap::Parser;
use std::path::PathBuf;

/// Train sayso's attribution model: parts of speech, cues, sources and contents, and the judge of them all.
#[derive(Parser)]
struct Arguments {
    /// Training documents, one JSON object a line.
    #[arg(long, required_unless_present = "weights")]
    data: Option<PathBuf>,
    /// Documents to measure on after training; they teach nothing.
    #[arg(long)]
    dev: Option<PathBuf>,
    /// Keep every Nth training document aside and measure on those.
    #[arg(long)]
    hold_out: Option<usize>,
    /// Use only the first N documents.
    #[arg(long)]
    limit: Option<usize>,
    /// Parts that the training documents are cut into, so that each tagger learns from what the one before it says of unseen text.
    #[arg(long, default_value_t = 4)]
    folds: usize,
    /// Passes over the data for each tagger.
    #[arg(long, default_value_t = 8)]
    epochs: usize,
    /// Write predictions for the measured documents here, as JSON lines.
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// Where to write the weights.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Write the taggers of every fold into this folder.
    #[arg(long)]
    keep: Option<PathBuf>,
    /// Take the taggers from this folder, written by --keep with the same data and folds, and train only the judge.
    #[arg(long)]
    resume: Option<PathBuf>,
    /// Train nothing: measure these weights on the --dev documents.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// With --weights: measure them with steps left out, too.
    #[arg(long, requires = "weights")]
    ablate: bool,
}

fn main() -> anyhow::Result<()> {
    let a = Arguments::parse();
    let mut train = match &a.data {
        Some(path) => data::read(path)?,
        None => Vec::new(),
    };
    train.truncate(a.limit.unwrap_or(usize::MAX));
    let mut dev = match &a.dev {
        Some(path) => data::read(path)?,
        None => Vec::new(),
    };
    if let Some(n) = a.hold_out {
        let (aside, rest): (Vec<_>, Vec<_>) = train
            .into_iter()
            .enumerate()
            .partition(|(i, _)| i % n == n - 1);
        train = rest.into_iter().map(|(_, d)| d).collect();
        dev.extend(aside.into_iter().map(|(_, d)| d));
    }
    if let Some(path) = &a.weights {
        let model = sayso::extract::model::weights::read(&std::fs::read(path)?)?;
        if a.ablate {
            ablation::measure(&dev, &model);
        }
        return report::measure(&dev, &model, &a);
    }
    stages::run(train, dev, &a)
}

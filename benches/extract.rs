//! What each stage of the trained extractor costs, one core, on stories of 940 tokens made of the demo newsroom's
//! paragraphs: `cargo bench --bench extract`.
//!
//! Each stage is run for about a second after a warm-up; printed are the mean time of one story, and how many stories of
//! 940 tokens that makes in a second. Then the cost of a token in texts of growing length, and the memory held at most.
//! Measures, asserts nothing.

#![allow(clippy::unwrap_used, missing_docs)]

use sayso::article;
use sayso::extract;
use sayso::extract::model::chain::Lattice;
use sayso::extract::model::context::Context;
use sayso::extract::model::judge;
use sayso::extract::model::line::Line;
use sayso::extract::model::linker::Linker;
use sayso::extract::model::{Model, cases, flat, lines, paragraphs, tags};
use sayso::model::{Paragraph, Story};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WARM_UP: f64 = 0.2;
const MEASURED: f64 = 1.0;
const TOKENS: usize = 940;

/// Every paragraph of the demo newsroom's pages.
fn demo() -> Vec<Paragraph> {
    fn pages(dir: &Path, out: &mut Vec<Paragraph>) {
        let mut entries: Vec<_> = std::fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                pages(&path, out);
            } else if path.extension().is_some_and(|e| e == "html") {
                let page = std::fs::read(&path).unwrap();
                let article = article::from_page(&page, "https://bench.example/page", None);
                let body = article.map(|a| a.body).unwrap_or_default();
                out.extend(body.into_iter().filter(|p| p.kind.is_story_text()));
            }
        }
    }
    let mut out = Vec::new();
    pages(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo"),
        &mut out,
    );
    out
}

/// Stories of about `tokens` tokens, which begin at different paragraphs.
fn stories(paragraphs: &[Paragraph], tokens: usize, n: usize) -> Vec<Story> {
    let counts: Vec<usize> = paragraphs
        .iter()
        .map(|p| sayso::text::tokens(&p.text).len())
        .collect();
    let story = |first: usize| {
        let (mut body, mut sum, mut at) = (Vec::new(), 0, first * 7);
        while sum < tokens {
            let at_now = at % paragraphs.len();
            body.push(paragraphs[at_now].clone());
            sum += counts[at_now];
            at += 1;
        }
        Story {
            body,
            ..Story::default()
        }
    };
    (0..n).map(story).collect()
}

/// Seconds that this thread has had the processor, where the system tells; else by the clock. On a shared machine the clock
/// would count the others' work too.
fn spent(start: Instant) -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|s| s.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| start.elapsed().as_secs_f64(), |ns| ns / 1e9)
}

/// Mean seconds that `work` takes for one input.
fn mean<T>(inputs: &[T], mut work: impl FnMut(&T)) -> f64 {
    let run = |length: f64, work: &mut dyn FnMut(&T)| {
        let (start, mut rounds) = (Instant::now(), 0u32);
        let before = spent(start);
        while spent(start) - before < length {
            inputs.iter().for_each(&mut *work);
            rounds += 1;
        }
        (spent(start) - before) / f64::from(rounds) / inputs.len() as f64
    };
    run(WARM_UP, &mut work);
    run(MEASURED, &mut work)
}

fn tell(stage: &str, seconds: f64, tokens: f64) {
    println!(
        "{stage:<44} {:>8.2} ms each {:>8.0} a second",
        seconds * 1e3,
        TOKENS as f64 / tokens / seconds
    );
}

fn main() {
    let demo = demo();
    let start = Instant::now();
    let before = spent(start);
    let model = Model::embedded().unwrap();
    println!(
        "{:<44} {:>8.2} ms once",
        "weights, read from the binary",
        (spent(start) - before) * 1e3
    );
    let stories_of = stories(&demo, TOKENS, 40);
    let texts: Vec<String> = stories_of.iter().map(|s| s.text()).collect();
    let read: Vec<Vec<Line>> = texts.iter().map(|t| lines(t, &paragraphs(t))).collect();
    let count = |all: &[Vec<Line>]| -> usize { all.iter().flatten().map(|l| l.words.len()).sum() };
    let tokens = count(&read) as f64 / read.len() as f64;

    let stage = |name: &str, seconds: f64| tell(name, seconds, tokens);
    stage(
        "tokens",
        mean(&texts, |t| drop(black_box(lines(t, &paragraphs(t))))),
    );
    let mut tagged = read.clone();
    let clone = mean(&read, |story| drop(black_box(story.clone())));
    let tag = mean(&read, |story| {
        let mut story = story.clone();
        story.iter_mut().for_each(|l| tags::tag(l, &model.tags));
        black_box(story);
    });
    stage("tags", tag - clone);
    for line in tagged.iter_mut().flatten() {
        tags::tag(line, &model.tags);
    }
    let cue = |line: &Line, lattice: &mut Lattice<{ flat::LABELS }>| {
        let context = Context::new(line, &model.gazetteer);
        let tables = (&model.flat, &model.link);
        let reading = flat::read_beside(line, &context, tables, lattice);
        (context, reading)
    };
    let mut lattice = Lattice::new(&model.flat_pairs);
    let cues = mean(&tagged, |story| {
        for line in story {
            black_box(cue(line, &mut lattice));
        }
    });
    stage("cues (context, first tagger, candidates)", cues);
    let mut linker = Linker::new(&model.link, &model.link_pairs);
    let spans = mean(&tagged, |story| {
        for line in story {
            let (context, reading) = cue(line, &mut lattice);
            black_box(cases(line, &context, reading, &mut linker));
        }
    });
    stage("spans (second tagger, each candidate)", spans - cues);
    let mut buffer = Vec::new();
    let judged = mean(&tagged, |story| {
        for line in story {
            let (context, reading) = cue(line, &mut lattice);
            let (belief, cases) = cases(line, &context, reading, &mut linker);
            for i in 0..cases.len() {
                judge::features(line, &context, &belief, &cases, i, &mut buffer);
                black_box(judge::probability(&buffer, &model.judge));
            }
        }
    });
    stage("judge", judged - spans);
    let model_alone = mean(&texts, |t| {
        black_box(model.attribute(t, &paragraphs(t)));
    });
    stage("the model in all", model_alone);
    let rules = mean(&stories_of, |s| {
        drop(black_box(extract::extract_by_rules(s)))
    });
    stage("the rules, speakers resolved", rules);
    let whole = mean(&stories_of, |s| {
        drop(black_box(extract::extract_trained(s)));
    });
    stage("rules and model", rules + model_alone);
    stage(
        "resolve and join, beyond those",
        whole - rules - model_alone,
    );
    stage("extract in all", whole);

    println!();
    for factor in [1, 10, 100] {
        let long = stories(&demo, TOKENS * factor, 1);
        let text: Vec<Vec<Line>> = long
            .iter()
            .map(|s| lines(&s.text(), &paragraphs(&s.text())))
            .collect();
        let seconds = mean(&long, |s| drop(black_box(extract::extract_trained(s))));
        println!(
            "extract, {:>6} tokens {:>31.2} µs a token",
            count(&text),
            seconds * 1e6 / count(&text) as f64
        );
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|l| l.starts_with("VmHWM")) {
        println!(
            "memory held at most, all of the above: {}",
            peak[6..].trim()
        );
    }
}

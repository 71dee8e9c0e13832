//! Training in order: parts of speech, first tagger, second tagger, judge. Each stage learns from what the stages before it
//! say of text that they have not seen (folds), and is then trained once more on everything.

use crate::Arguments;
use crate::chains::gazetteer;
use crate::chains::train_flat;
use crate::chains::train_link;
use crate::data::Doc;
use crate::judging::best_threshold;
use crate::judging::calibrate;
use crate::judging::reliability;
use crate::judging::train_judge;
use crate::judging::verdicts;
use crate::report::measure;
use crate::speech::tag_accuracy;
use crate::speech::tag_doc;
use crate::speech::train_tags;
use anyhow::Context as _;
use sayso::extract::model;
use sayso::extract::model::Model;
use sayso::extract::model::calibration::Calibration;
use sayso::extract::model::chain::Lattice;
use sayso::extract::model::chain::Transitions;
use sayso::extract::model::context::Context;
use sayso::extract::model::flat;
use sayso::extract::model::judge;
use sayso::extract::model::line::Line;
use sayso::extract::model::link;
use sayso::extract::model::link::Belief;
use sayso::extract::model::linker::Linker;
use sayso::extract::model::table::Table;
use sayso::extract::model::weights;
use std::time::Instant;

/// Documents that fold `fold` learns from; the last fold (`folds`) learns from all.
fn learns(docs: &[Doc], folds: usize, fold: usize) -> impl Iterator<Item = (usize, &Doc)> {
    docs.iter()
        .enumerate()
        .filter(move |(i, _)| i % folds != fold)
}

/// Everything in order.
pub fn run(mut train: Vec<Doc>, mut dev: Vec<Doc>, a: &Arguments) -> anyhow::Result<()> {
    let clock = Instant::now();
    let say = |what: &str| eprintln!("{:7.1} s  {what}", clock.elapsed().as_secs_f64());
    let folds = a.folds.max(2);
    // What cannot be written is said before the training, not after it.
    if let Some(folder) = &a.keep {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
    }
    if let Some(path) = &a.out {
        let opened = std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(path);
        opened.with_context(|| format!("cannot write {}", path.display()))?;
    }
    say(&format!(
        "{} documents to learn from, {} to measure on",
        train.len(),
        dev.len()
    ));
    let models = match &a.resume {
        Some(folder) => {
            let models: Vec<Model> = (0..=folds)
                .map(|f| {
                    let path = folder.join(format!("fold{f}.bin"));
                    let bytes = std::fs::read(&path);
                    let bytes = bytes.with_context(|| format!("cannot read {}", path.display()))?;
                    weights::read(&bytes).with_context(|| path.display().to_string())
                })
                .collect::<anyhow::Result<_>>()?;
            for (i, doc) in train.iter_mut().enumerate() {
                tag_doc(doc, &models[i % folds].tags);
            }
            models
        }
        None => taggers(&mut train, &mut dev, folds, a, &say),
    };
    if let Some(folder) = &a.keep {
        for (f, model) in models.iter().enumerate() {
            std::fs::write(folder.join(format!("fold{f}.bin")), weights::write(model)?)?;
        }
    }
    let Some((whole, _)) = models.split_last() else {
        return Ok(());
    };

    let mut cases = Vec::new();
    for ((i, doc), readings) in train
        .iter()
        .enumerate()
        .zip(read(&train, &models, &|i| i % folds))
    {
        let mut linker = Linker::new(&models[i % folds].link, &models[i % folds].link_pairs);
        let mut of_doc = Vec::new();
        for (line, mut reading) in doc.lines.iter().zip(readings) {
            let c = Context::new(line, &whole.gazetteer);
            reading.hashed = flat::Hashed::new(line, &c);
            of_doc.push(model::cases(line, &c, reading, &mut linker));
        }
        cases.push(of_doc);
    }
    let verdicts = verdicts(&train, &cases, &whole.gazetteer);
    let judges = parallel(folds + 1, |fold| {
        train_judge(
            &verdicts
                .iter()
                .filter(|v| v.doc % folds != fold)
                .collect::<Vec<_>>(),
        )
    });
    let p: Vec<f32> = verdicts
        .iter()
        .map(|v| judge::probability(&v.features, &judges[v.doc % folds]))
        .collect();
    reliability(&verdicts, &p);
    let mut model = whole.clone();
    if let Some(judge) = judges.into_iter().next_back() {
        model.judge = judge;
    }
    say("judge trained");
    model.least = best_threshold(&train, &cases, &p);
    model.calibration = calibrate(&train, &cases, &p, model.least);
    say(&format!(
        "threshold {:.2}, calibration {:?}",
        model.least,
        model.calibration.points()
    ));
    if let Some(path) = &a.out {
        std::fs::write(path, weights::write(&model)?)?;
    }
    if !dev.is_empty() {
        measure(&dev, &model, a)?;
        say("measured");
    }
    Ok(())
}

/// Trains the taggers of every fold; the last model has learnt from everything. Judges are still empty. Documents are left
/// tagged by models that have not seen them.
fn taggers(
    train: &mut [Doc],
    dev: &mut [Doc],
    folds: usize,
    a: &Arguments,
    say: &dyn Fn(&str),
) -> Vec<Model> {
    let tags = parallel(folds + 1, |fold| {
        train_tags(learns(train, folds, fold).map(|(_, d)| d))
    });
    for (i, doc) in train.iter_mut().enumerate() {
        tag_doc(doc, &tags[i % folds]);
    }
    for doc in dev.iter_mut() {
        tag_doc(doc, &tags[folds]);
    }
    say(&format!(
        "parts of speech: {:.2} % right on unseen folds, {:.2} % on measured documents",
        100.0 * tag_accuracy(train),
        100.0 * tag_accuracy(dev)
    ));
    let train = &*train;
    let flats = parallel(folds + 1, |fold| {
        let docs: Vec<&Doc> = learns(train, folds, fold).map(|(_, d)| d).collect();
        let gazetteer = gazetteer(&docs);
        let model = train_flat(&docs, &gazetteer, a, fold as u64);
        (gazetteer, model)
    });
    let mut models: Vec<Model> = tags
        .into_iter()
        .zip(flats)
        .map(|(tags, (gazetteer, (flat, flat_pairs)))| Model {
            tags,
            gazetteer,
            flat,
            flat_pairs,
            link: Table::new(Vec::new(), 1.0),
            link_pairs: Transitions::new(link::KINDS, link::allowed(), link::FIRST),
            judge: Table::new(Vec::new(), 1.0),
            least: 0.0,
            calibration: Calibration::default(),
        })
        .collect();
    say("first tagger trained");
    let readings = read(train, &models, &|i| i % folds);
    candidate_report(train, &readings, "unseen folds");
    if !dev.is_empty() {
        candidate_report(dev, &read(dev, &models, &|_| folds), "measured documents");
    }
    let beliefs: Vec<Vec<Belief>> = readings
        .iter()
        .map(|d| d.iter().map(|r| Belief::new(r.marginals.clone())).collect())
        .collect();
    let links = parallel(folds + 1, |fold| {
        let docs: Vec<usize> = learns(train, folds, fold).map(|(i, _)| i).collect();
        train_link(
            train,
            &docs,
            &readings,
            &beliefs,
            &models[folds].gazetteer,
            a,
            fold as u64,
        )
    });
    for (model, (link, pairs)) in models.iter_mut().zip(links) {
        (model.link, model.link_pairs) = (link, pairs);
    }
    say("second tagger trained");
    models
}

/// What the first tagger says of each line; document `i` is read by model `which(i)`.
fn read(docs: &[Doc], models: &[Model], which: &dyn Fn(usize) -> usize) -> Vec<Vec<flat::Reading>> {
    let one = |(i, doc): (usize, &Doc)| {
        let model = &models[which(i)];
        let mut lattice = Lattice::new(&model.flat_pairs);
        let line = |line: &Line| {
            let c = Context::new(line, &model.gazetteer);
            let mut reading = flat::read(line, &c, &model.flat, &mut lattice);
            // Features of a whole corpus would take gigabytes; they are computed again where they are needed.
            reading.hashed = flat::Hashed::default();
            reading
        };
        doc.lines.iter().map(line).collect()
    };
    docs.iter().enumerate().map(one).collect()
}

/// Prints how many gold cues have a candidate.
fn candidate_report(docs: &[Doc], readings: &[Vec<flat::Reading>], of: &str) {
    let (mut gold, mut exact, mut touched, mut all, mut hit) = (0, 0, 0, 0, 0);
    for (doc, readings) in docs.iter().zip(readings) {
        all += readings.iter().map(|r| r.candidates.len()).sum::<usize>();
        hit += readings
            .iter()
            .flat_map(|r| &r.candidates)
            .filter(|c| c.start > 0.5)
            .count();
        for g in &doc.gold {
            let c = &readings[g.line].candidates;
            gold += 1;
            exact += usize::from(c.iter().any(|c| c.span == g.cue));
            touched += usize::from(
                c.iter()
                    .any(|c| c.span.start < g.cue.end && g.cue.start < c.span.end),
            );
        }
    }
    eprintln!(
        "           {of}: {gold} gold cues, {all} candidates ({hit} above one half); {exact} exact, {touched} touched"
    );
}

/// Runs `jobs` on two threads; results in the order of jobs.
fn parallel<T: Send>(jobs: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let slots: Vec<std::sync::Mutex<Option<T>>> =
        (0..jobs).map(|_| std::sync::Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let job = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    let Some(slot) = slots.get(job) else { break };
                    let done = work(job);
                    if let Ok(mut slot) = slot.lock() {
                        *slot = Some(done);
                    }
                }
            });
        }
    });
    slots
        .into_iter()
        .filter_map(|s| s.into_inner().ok().flatten())
        .collect()
}

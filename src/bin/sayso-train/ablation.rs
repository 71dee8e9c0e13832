//! What each step of the model buys: the same weights with steps left out, measured on the same documents. Training must not
//! be known here.

use crate::data::Doc;
use crate::report::counts;
use crate::report::short;
use crate::report::triple;
use sayso::extract::model;
use sayso::extract::model::Model;
use sayso::extract::model::Raw;
use sayso::extract::model::chain::Lattice;
use sayso::extract::model::context::Context;
use sayso::extract::model::continuation;
use sayso::extract::model::flat;
use sayso::extract::model::judge;
use sayso::extract::model::judge::Case;
use sayso::extract::model::line::Line;
use sayso::extract::model::link::Belief;
use sayso::extract::model::link::Cue;
use sayso::extract::model::linker::Linked;
use sayso::extract::model::linker::Linker;
use sayso::extract::model::score;
use sayso::extract::model::tags;
use sayso::model::CodePoints;
use std::ops::Range;

/// Which steps are taken.
struct Steps {
    name: &'static str,
    /// Source and content by the second tagger; else the spans of the first tagger that stand nearest to the cue.
    link: bool,
    /// Which candidates stand by the judge; else those that the first tagger thinks likelier than not.
    judge: bool,
    /// Quotations that go on are joined.
    continuation: bool,
}

/// Prints the main figures of every stage of the model on documents.
pub fn measure(docs: &[Doc], model: &Model) {
    let steps = |name, link, judge, continuation| Steps {
        name,
        link,
        judge,
        continuation,
    };
    for steps in [
        steps("first tagger alone, nearest spans", false, false, false),
        steps("+ second tagger", true, false, false),
        steps("+ judge", true, true, false),
        steps("+ continued quotations (the model)", true, true, true),
        steps("the model without second tagger", false, true, true),
        steps("the model without judge", true, false, true),
    ] {
        let of_docs: Vec<score::Counts> = docs
            .iter()
            .map(|doc| {
                let points = CodePoints::new(&doc.text);
                let raws = attribute(&doc.text, model, &steps);
                let all: Vec<_> = raws.iter().map(|raw| triple(raw, &points)).collect();
                counts(doc, &all)
            })
            .collect();
        println!("{:36} {}", steps.name, short(&score::total(&of_docs)));
    }
}

fn attribute(text: &str, model: &Model, steps: &Steps) -> Vec<Raw> {
    let mut lattice = Lattice::new(&model.flat_pairs);
    let mut linker = Linker::new(&model.link, &model.link_pairs);
    let mut out: Vec<Raw> = Vec::new();
    let mut open = None;
    let mut paragraphs = model::paragraphs(text);
    if steps.continuation {
        paragraphs = continuation::announced(text, &paragraphs);
    }
    for mut line in model::lines(text, &paragraphs) {
        if line.words.is_empty() {
            continue;
        }
        tags::tag(&mut line, &model.tags);
        let c = Context::new(&line, &model.gazetteer);
        let reading = flat::read(&line, &c, &model.flat, &mut lattice);
        let (belief, cases) = if steps.link {
            model::cases(&line, &c, reading, &mut linker)
        } else {
            nearest(&line, &c, reading)
        };
        let mut buffer = Vec::new();
        let p: Vec<f32> = (0..cases.len())
            .map(|i| {
                if steps.judge {
                    judge::features(&line, &c, &belief, &cases, i, &mut buffer);
                    judge::probability(&buffer, &model.judge)
                } else {
                    cases[i].candidate.start
                }
            })
            .collect();
        let least = if steps.judge { model.least } else { 0.5 };
        let chosen = judge::choose(&cases, &p, least);
        let first = out.len();
        let raws = chosen
            .iter()
            .map(|&i| model::raw(text, &line, &cases[i], p[i]));
        out.extend(raws);
        if steps.continuation {
            continuation::resumed(&line, &cases, &chosen, &mut out[first..]);
            open = continuation::carry(&line, &mut out, first, open.filter(|_| line.continues));
        }
    }
    out
}

/// Each candidate with the first tagger's nearest source and nearest content.
fn nearest(line: &Line, c: &Context, reading: flat::Reading) -> (Belief, Vec<Case>) {
    let runs = |first: usize, inside: usize| {
        let mut out: Vec<Range<usize>> = Vec::new();
        for (i, p) in reading.marginals.iter().enumerate() {
            if p[first] + p[inside] <= 0.5 {
                continue;
            }
            match out.last_mut() {
                Some(last) if last.end == i && p[inside] >= p[first] => last.end = i + 1,
                _ => out.push(i..i + 1),
            }
        }
        out
    };
    let sources = runs(flat::SOURCE, flat::IN_SOURCE);
    let contents = runs(flat::CONTENT, flat::IN_CONTENT);
    let near = |all: &[Range<usize>], cue: &Range<usize>| {
        let gap =
            |r: &Range<usize>| r.start.saturating_sub(cue.end) + cue.start.saturating_sub(r.end);
        all.iter()
            .filter(|r| r.end <= cue.start || r.start >= cue.end)
            .min_by_key(|r| gap(r))
            .cloned()
    };
    let case = |candidate: &model::candidates::Candidate| Case {
        cue: Cue::new(line, c, candidate.span.clone()),
        linked: Linked {
            source: near(&sources, &candidate.span),
            content: near(&contents, &candidate.span).into_iter().collect(),
            log_p: 0.0,
            content_p: 1.0,
            source_p: 1.0,
        },
        candidate: candidate.clone(),
    };
    let cases = reading.candidates.iter().map(case).collect();
    (Belief::new(reading.marginals), cases)
}

//! Measures a model on gold documents. Training must not be known here.

use crate::Arguments;
use crate::data::Doc;
use sayso::extract::model;
use sayso::extract::model::Model;
use sayso::extract::model::class;
use sayso::extract::model::reliability::Reliability;
use sayso::extract::model::score;
use sayso::extract::model::score::Triple;
use sayso::model::CodePoints;
use std::time::Instant;

/// A line's cases as code-point triples.
pub fn triple(raw: &model::Raw, points: &CodePoints) -> Triple {
    let of = |spans: &[sayso::model::Span]| {
        spans
            .iter()
            .map(|s| (points.at(s.start) as usize, points.at(s.end) as usize))
            .collect()
    };
    Triple {
        roles: [of(&raw.source), of(&raw.cue), of(&raw.content)],
    }
}

/// Counts of one document, averaged over its annotators.
pub fn counts(doc: &Doc, found: &[Triple]) -> score::Counts {
    let all: Vec<score::Counts> = doc
        .annotators
        .iter()
        .map(|gold| score::count(&doc.text, gold, found))
        .collect();
    score::total(&all).map(|figure| figure.map(|c| c / all.len().max(1) as f64))
}

/// The main figures on one line.
pub fn short(total: &score::Counts) -> String {
    let f = |i: usize| 100.0 * score::prf(&total[i])[2];
    let [p, r, _] = score::prf(&total[6]);
    format!(
        "relaxed {:.2} (P {:.1} R {:.1}) strict {:.2} direct {:.2} indirect {:.2} spans {:.2} {:.2} {:.2}",
        f(6),
        100.0 * p,
        100.0 * r,
        f(7),
        f(8),
        f(9),
        f(3),
        f(4),
        f(5)
    )
}

/// Prints the figures of a model on documents, and how fast it was.
pub fn measure(dev: &[Doc], model: &Model, a: &Arguments) -> anyhow::Result<()> {
    let mut out = String::new();
    let mut of_docs = Vec::new();
    let clock = Instant::now();
    let found: Vec<Vec<model::Raw>> = dev
        .iter()
        .map(|d| model.attribute(&d.text, &model::paragraphs(&d.text)))
        .collect();
    let took = clock.elapsed().as_secs_f64();
    let tokens: usize = dev
        .iter()
        .flat_map(|d| &d.lines)
        .map(|l| l.words.len())
        .sum();
    eprintln!(
        "           {:.0} stories of 940 tokens a second",
        tokens as f64 / 940.0 / took
    );
    for (doc, raws) in dev.iter().zip(&found) {
        let points = CodePoints::new(&doc.text);
        let triples: Vec<Triple> = raws.iter().map(|r| triple(r, &points)).collect();
        of_docs.push(counts(doc, &triples));
        let list: Vec<_> = triples.iter().zip(raws).map(|(t, r)| serde_json::json!({"source": t.roles[0], "cue": t.roles[1], "content": t.roles[2], "confidence": r.confidence})).collect();
        out += &format!(
            "{}\n",
            serde_json::json!({"doc": doc.name, "attributions": list})
        );
    }
    let total = score::total(&of_docs);
    eprintln!("           measured: {}", short(&total));
    println!(
        "{:14} {:>6} {:>6} {:>6}   95 % interval of F1",
        "figure", "P", "R", "F1"
    );
    for ((name, figure), (low, high)) in score::FIGURES
        .iter()
        .zip(&total)
        .zip(score::intervals(&of_docs, 2000, 1))
    {
        let [p, r, f] = score::prf(figure).map(|x| 100.0 * x);
        println!(
            "{name:14} {p:6.2} {r:6.2} {f:6.2}   {:.1} to {:.1}",
            100.0 * low,
            100.0 * high
        );
    }
    let mut reliability = Reliability::default();
    let (mut cues, mut known) = (0u32, 0u32);
    for (doc, raws) in dev.iter().zip(&found) {
        let points = CodePoints::new(&doc.text);
        let triples: Vec<Triple> = raws.iter().map(|r| triple(r, &points)).collect();
        let gold = doc.annotators.first().map_or(&[][..], Vec::as_slice);
        let right = score::correct(&doc.text, gold, &triples);
        for (raw, right) in raws.iter().zip(right) {
            reliability.add(raw.confidence, f64::from(u8::from(right)));
        }
        let chars: Vec<char> = doc.text.chars().collect();
        for one in gold {
            let words = |spans: &[(usize, usize)]| {
                let all = spans.iter().filter_map(|&(s, e)| chars.get(s..e));
                all.map(String::from_iter).collect::<Vec<_>>().join(" ")
            };
            let reading = class::of_cue(&words(&one.roles[1]), &words(&one.roles[2]));
            cues += 1;
            known += u32::from(reading.known);
        }
    }
    eprintln!(
        "           calibration error {:.4}; {known} of {cues} gold cues are classed by a word of the table",
        reliability.error()
    );
    if let Some(path) = &a.predictions {
        std::fs::write(path, out)?;
    }
    Ok(())
}

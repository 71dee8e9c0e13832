//! The default extractor on short passages of every construction, written by hand with what a careful reader would mark.
//!
//! A retrained model may move an edge by a word: contents are compared by their words (four fifths must agree), cues by one
//! holding the other. Speakers, types, classes and the number of attributions must be right.

use super::show;
use super::story;
use crate::extract::extract;
use crate::text::fold_words;
use std::collections::HashSet;

/// Share of words that two contents have in common, of all words in either, for them to be one.
const ALIKE: f64 = 0.8;

struct Passage {
    name: String,
    text: String,
    expected: Vec<String>,
}

fn passages() -> Vec<Passage> {
    let all = include_str!("../../../tests/fixtures/extract/passages.txt");
    let mut out: Vec<Passage> = Vec::new();
    for line in all.lines().filter(|l| !l.is_empty()) {
        if let Some(name) = line.strip_prefix("## ") {
            out.push(Passage {
                name: name.to_owned(),
                text: String::new(),
                expected: Vec::new(),
            });
        } else if let Some(passage) = out.last_mut() {
            match line.strip_prefix("> ") {
                Some(expected) => passage.expected.push(expected.to_owned()),
                None => passage.text.push_str(&format!("{line}\n")),
            }
        }
    }
    out
}

/// `source | cue | content | type | class | speaker`, with the relay after "via".
fn told(text: &str) -> Vec<String> {
    let story = story(text);
    let told = |a| {
        let shown = show(&story, a);
        let (head, speaker) = shown.rsplit_once(" | ").unwrap();
        format!("{head} | {} | {speaker}", a.class.word())
    };
    extract(&story).iter().map(told).collect()
}

fn words(text: &str) -> HashSet<String> {
    fold_words(text).collect()
}

fn matches(expected: &str, got: &str) -> bool {
    let (want, have): (Vec<&str>, Vec<&str>) =
        (expected.split(" | ").collect(), got.split(" | ").collect());
    assert_eq!(want.len(), 6, "{expected}");
    let bare = |s: &str| s.trim_matches([',', ' ', ':']).to_lowercase();
    want.iter()
        .zip(&have)
        .enumerate()
        .all(|(field, (want, have))| match (field, *want) {
            (_, "*") => true,
            (0 | 1, want) => {
                bare(have).contains(&bare(want)) || bare(want).contains(&bare(have)) && *have != "-"
            }
            (2, want) => {
                let (a, b) = (words(want), words(have));
                a.intersection(&b).count() as f64 >= ALIKE * a.union(&b).count() as f64
            }
            (5, want) => match want.strip_suffix('*') {
                Some(start) => have.starts_with(start),
                None => want == *have,
            },
            (_, want) => want == *have,
        })
}

#[test]
fn every_construction_is_read_as_a_careful_reader_does() {
    let passages = passages();
    let mut wrong = Vec::new();
    for passage in &passages {
        let got = told(&passage.text);
        let right = got.len() == passage.expected.len()
            && passage
                .expected
                .iter()
                .zip(&got)
                .all(|(e, g)| matches(e, g));
        if !right && !passage.name.ends_with("(open)") {
            wrong.push(format!(
                "{}: {}want {:#?}\ngot {got:#?}",
                passage.name, passage.text, passage.expected
            ));
        }
    }
    let open = passages
        .iter()
        .filter(|p| p.name.ends_with("(open)"))
        .count();
    assert!(
        passages.len() >= 60 && open * 20 <= passages.len(),
        "{open} of {} open",
        passages.len()
    );
    assert!(
        wrong.is_empty(),
        "{} of {} are read otherwise:\n{}",
        wrong.len(),
        passages.len(),
        wrong.join("\n")
    );
}

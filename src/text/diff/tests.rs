//! Diffs as lines: `=` equal, `-` gone, `+` new, `~` reworded with its words, `<`/`>` moved.
#![allow(clippy::unwrap_used)]

use super::*;

fn side<'a>(text: &'a str, paragraphs: &'a mut Vec<Span>) -> Side<'a> {
    let mut at = 0;
    for line in text.split('\n') {
        paragraphs.push(Span::new(at, at + line.len()));
        at += line.len() + 1;
    }
    Side { text, paragraphs }
}

fn diff(left: &str, right: &str) -> Alignment {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    align(side(left, &mut a), side(right, &mut b))
}

fn shown(left: &str, right: &str) -> Vec<String> {
    let words = |span: Option<Span>, text: &str| {
        span.map_or(String::new(), |s| s.of(text).unwrap().to_owned())
    };
    let block = |block: Block| match (block.fate, block.moved) {
        (Fate::Equal, _) => format!("= {}", words(block.left, left)),
        (Fate::OnlyLeft, None) => format!("- {}", words(block.left, left)),
        (Fate::OnlyLeft, Some(_)) => format!("< {}", words(block.left, left)),
        (Fate::OnlyRight, None) => format!("+ {}", words(block.right, right)),
        (Fate::OnlyRight, Some(_)) => format!("> {}", words(block.right, right)),
        (Fate::Changed, _) => {
            let run = |w: &Words| match w.fate {
                Fate::Equal => words(w.left, left),
                _ => format!("[{}|{}]", words(w.left, left), words(w.right, right)),
            };
            let runs: Vec<String> = block.words.iter().map(run).collect();
            format!("~ {}", runs.join(" "))
        }
    };
    diff(left, right).blocks.into_iter().map(block).collect()
}

fn check(left: &str, right: &str, expect: &[&str]) {
    assert_eq!(shown(left, right), expect, "{left:?} {right:?}");
}

#[test]
fn sentences_and_words() {
    check("", "", &[]);
    check("One is here.", "", &["- One is here."]);
    check("", "One is here.", &["+ One is here."]);
    check(
        "The ferry sank at dawn. Nine people died, police said. The port is shut.",
        "The ferry sank at dawn. At least 12 people died, police said on Monday. The port is shut.",
        &[
            "= The ferry sank at dawn.",
            "~ [Nine|At least 12] people died, police said [|on Monday] .",
            "= The port is shut.",
        ],
    );
    check(
        "A was first to go. B was the second one.",
        "Nobody knows why it broke. B was the second one. Crews still search the lake.",
        &[
            "- A was first to go.",
            "+ Nobody knows why it broke.",
            "= B was the second one.",
            "+ Crews still search the lake.",
        ],
    );
}

#[test]
fn typesetting_is_equal_and_case_is_not() {
    check(
        "“No,”  she said — twice.",
        "\"No,\" she said - twice.",
        &["= “No,”  she said — twice."],
    );
    check(
        "He came in march again.",
        "He came in March again.",
        &["~ He came in [march|March] again."],
    );
}

#[test]
fn a_paragraph_in_another_place_has_moved() {
    check(
        "The mill shut last year.\nIts owner blamed prices.\nWorkers went to the coast.",
        "Workers went to the coast.\nThe mill shut last year.\nIts owner blamed prices.",
        &[
            "> Workers went to the coast.",
            "= The mill shut last year.",
            "= Its owner blamed prices.",
            "< Workers went to the coast.",
        ],
    );
}

#[test]
fn scripts_without_spaces_are_compared_by_characters() {
    check(
        "大雨で橋が流された。二人が死亡した。",
        "大雨で橋が流された。三人が死亡した。",
        &["= 大雨で橋が流された。", "~ [二|三] 人が死亡した。"],
    );
}

#[test]
fn every_place_lies_in_its_text_and_each_sentence_stands_once() {
    let words = ["a", "b.", "C", "—", "“d”", "é", "\n", "E.", "漢", "9"];
    let mut state = 7u64;
    let mut text = |len: usize| {
        let mut out = String::new();
        for _ in 0..len {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            out.push_str(words[(state >> 33) as usize % words.len()]);
            out.push(' ');
        }
        out
    };
    for round in 0..200 {
        let (left, right) = (text(round % 40), text(round % 31));
        let found = diff(&left, &right);
        for (pick, text) in [
            ((|b: &Block| b.left) as fn(&Block) -> Option<Span>, &left),
            (|b: &Block| b.right, &right),
        ] {
            let spans: Vec<Span> = found.blocks.iter().filter_map(pick).collect();
            assert!(spans.windows(2).all(|w| w[0].end <= w[1].start), "{text:?}");
            let shown: String = spans.iter().map(|s| s.of(text).unwrap()).collect();
            let bare = |s: &str| s.split_whitespace().collect::<String>();
            assert_eq!(bare(&shown), bare(text));
        }
    }
}

#[test]
fn texts_without_measure_are_bounded() {
    let long = "word ".repeat(60_000);
    let other = "other ".repeat(60_000);
    assert!(!diff(&long, &other).is_equal());
    let many: String = (0..MAX_SENTENCES + 5)
        .map(|n| format!("Line {n} here. "))
        .collect();
    let found = diff(&many, &many.replace("here", "there"));
    assert!(found.is_cut);
    assert!(found.blocks.len() <= 2 * MAX_SENTENCES);
    assert!(passage(&long, &long).iter().all(|p| p.words <= 60_000));
}

fn passage(left: &str, right: &str) -> Vec<Passage> {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    passages(side(left, &mut a), side(right, &mut b))
}

#[test]
fn passages_are_found_in_any_order() {
    let first = "The harbour master closed both piers on Tuesday after cracks were found under the older one.";
    let second =
        "Fishermen will land their catch at Low Quay until the divers have looked at every pile.";
    let left = format!("{first}\n{second}");
    let right = format!(
        "A week of storms.\n{}\nSomebody else wrote this.\n{first} He sighed.",
        second.to_uppercase()
    );
    let found: Vec<(String, String)> = passage(&left, &right)
        .iter()
        .map(|p| {
            (
                p.left.of(&left).unwrap().to_owned(),
                p.right.of(&right).unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (second.to_owned(), second.to_uppercase()),
            (first.to_owned(), first.to_owned()),
        ]
    );
}

#[test]
fn a_word_changed_inside_does_not_part_a_passage() {
    let left = "The council voted on Monday to close the old mill road bridge to lorries until the spring floods are over.";
    let right = left.replace("Monday", "Tuesday evening");
    let found = passage(left, &right);
    assert_eq!(found.len(), 1);
    assert!(found[0].words >= 15, "{found:?}");
    assert_eq!(
        passage(
            left,
            "Nothing of it stands here, not one passage of the words above."
        ),
        []
    );
}

//! Any text: spans stay sound, nothing panics, the work stays bounded.

use super::story;
use crate::extract::MAX_PARAGRAPH;
use crate::extract::extract_by_rules;
use crate::extract::pieces;
use crate::model::Span;
use crate::model::Story;

/// A small generator of numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % below.max(1)
    }
}

/// Every span lies in the text, in order and apart; nothing is empty that must not be.
fn sound(story: &Story) -> usize {
    let text = story.text();
    let found = extract_by_rules(story);
    let mut last = 0;
    for a in &found {
        assert!(!a.content.is_empty());
        for role in [&a.source, &a.cue, &a.content] {
            assert!(
                role.iter().all(|s| !s.is_empty() && s.of(&text).is_some()),
                "{role:?} in {text:?}"
            );
            assert!(
                role.windows(2).all(|w| w[0].end <= w[1].start),
                "{role:?} in {text:?}"
            );
        }
        assert!(a.content[0].start >= last, "out of order in {text:?}");
        last = a.content[0].start;
        assert!((0.0..=1.0).contains(&a.confidence));
    }
    found.len()
}

#[test]
fn mangled_text_is_survived() {
    let seed = "“We will go,” said Dr. Ann Lee, a baker, “and ‘soon’.” According to Peru’s ministry (Lima), she — he — told CNN that it’s over: \"No!\" …";
    let parts = [
        "“",
        "”",
        "\"",
        "'",
        "’",
        "‘",
        "«",
        "»",
        ",",
        ".",
        ":",
        "said",
        " ",
        "\n",
        "é",
        "😀",
        "\u{301}",
        "(",
        ")",
        "Ann",
        "according to",
        "who",
        "that",
        "and",
        "\u{200b}",
        "\u{a0}",
        "İ",
        "ß",
        "—",
    ];
    let mut numbers = Numbers(7);
    for round in 0..1500 {
        let mut text: Vec<String> = seed.chars().map(String::from).collect();
        for _ in 0..round % 60 {
            let at = numbers.next(text.len());
            match numbers.next(3) {
                0 => drop(text.remove(at)),
                1 => text.insert(at, parts[numbers.next(parts.len())].to_owned()),
                _ => text[at] = parts[numbers.next(parts.len())].to_owned(),
            }
        }
        sound(&story(&text.concat()));
        let soup: String = (0..numbers.next(80))
            .map(|_| parts[numbers.next(parts.len())])
            .collect();
        sound(&story(&soup));
    }
}

#[test]
fn long_text_keeps_its_yield_per_sentence() {
    // Twice the text gives twice the attributions: no bound is met that would drop any, however long the paragraph.
    let sentence = "“The bridge is closed,” Ann Lee said on Monday. ";
    for n in [1_000, 2_000] {
        assert_eq!(sound(&story(&sentence.repeat(n))), n);
    }
}

#[test]
fn one_part_without_an_end_is_survived() {
    for part in PARTS {
        sound(&story(&part.repeat(40_000 / part.len())));
    }
}

#[test]
fn a_paragraph_of_a_megabyte_is_survived() {
    let mut numbers = Numbers(11);
    let mut text = String::with_capacity(1_000_100);
    while text.len() < 1_000_000 {
        text.push_str(PARTS[numbers.next(PARTS.len())]);
    }
    sound(&story(&text));
}

/// What a rule could be caught in when it never ends.
const PARTS: &[&str] = &[
    "said ",
    "“",
    "Ann, ",
    "\"a\" ",
    "‘a’b ",
    "and Ann said ",
    "according to ",
    "that he said ",
    "( ",
    "’s ",
    "A",
    ".",
    "who, ",
];

#[test]
fn units_are_bounded() {
    use crate::extract::passage::MAX_UNIT;
    use crate::extract::passage::Passage;
    let text = "he said and ".repeat(5_000);
    let passage = Passage::new(&text, Span::new(0, text.len()));
    assert!(passage.units.iter().all(|u| u.len() <= MAX_UNIT));
    let covered: usize = passage.units.iter().map(ExactSizeIterator::len).sum();
    assert_eq!(covered, passage.items.len());
}

#[test]
fn a_paragraph_that_is_too_long_is_read_as_several_and_nothing_is_lost() {
    for (text, most) in [
        ("word ".repeat(30_000), 4),
        ("One sentence. ".repeat(10_000), 3),
        ("é".repeat(60_000), 3),
        ("short".to_owned(), 1),
    ] {
        let all = pieces(&text, Span::new(0, text.len()));
        assert!(all.len() <= most, "{}", all.len());
        let whole: String = all.iter().filter_map(|p| p.of(&text)).collect();
        assert_eq!(whole, text);
        assert!(all.iter().all(|p| p.range().len() <= MAX_PARAGRAPH));
    }
}

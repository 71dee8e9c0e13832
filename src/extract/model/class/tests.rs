//! Cues and their classes, and the table's own order.

use super::*;
use std::collections::BTreeSet;

#[test]
fn every_word_stands_in_the_table_once_and_every_letter_is_a_class() {
    let mut seen = BTreeSet::new();
    for (letter, rest) in rows(words::WORDS) {
        assert!(class_of(letter.to_ascii_uppercase()).is_some(), "{letter}");
        for word in rest.split(' ') {
            assert!(!word.is_empty() && seen.insert(word), "{word:?} twice");
        }
    }
    assert!(seen.len() > 1_400, "{}", seen.len());
    for table in [words::WORDS, words::PHRASES] {
        assert_eq!(rows(table).count(), table.lines().count());
    }
    assert!(rows(words::PHRASES).all(|(letter, _)| class_of(letter).is_some()));
}

#[test]
fn cues_get_their_class() {
    use CueClass::*;
    for (cue, content, expect) in [
        ("said", "the road would close", Statement),
        ("told", "that it was late", Statement),
        ("told", "to leave at once", Demand),
        ("according to", "the road would close", Statement),
        (":", "The road is closed", Statement),
        ("", "“No.”", Statement),
        ("went on to say", "“No.”", Statement),
        ("pointed out", "that it was late", Statement),
        ("claimed", "he had paid", Claim),
        ("his claim", "that he had paid", Claim),
        ("asked", "whether it was late", Question),
        ("asked", "to be heard", Demand),
        ("called for", "a vote", Demand),
        ("is calling urgently on", "the mayor to resign", Demand),
        ("called", "him “a clown”", Statement),
        ("urging", "them to wait", Demand),
        ("vowed", "to return", Promise),
        ("agreed", "to pay", Promise),
        ("agreed", "that it was late", Statement),
        ("denied", "having paid", Denial),
        ("refused to", "answer", Denial),
        ("has not said", "when it will open", Denial),
        ("didn’t mention", "the cost", Denial),
        ("took issue with", "the figures", Denial),
        ("praised", "the crew", Praise),
        ("has endorsed", "the plan", Praise),
        ("accused", "them of delay", Accusation),
        ("lashed out at", "the board", Accusation),
        ("'s criticism of", "the board", Accusation),
        ("announced", "that it would close", Announcement),
        ("believes", "that it will rain", Belief),
        ("is widely expected", "to win", Belief),
        ("hopes", "that it will rain", Belief),
        ("hopes", "to be home by May", Intention),
        ("worried about", "the cost", Belief),
        ("wants", "to sell the field", Intention),
        ("'s plan", "to sell the field", Intention),
        ("decided", "to sell the field", Intention),
        ("would like", "to sell the field", Intention),
        ("shows", "a rise in rents", Evidence),
        ("seems to", "be over", Evidence),
        ("voted against", "the bill", Act),
        ("reaffirmed", "the rule", Statement),
        ("sproinked", "“No.”", Statement),
        ("sproinked", "a bell", Act),
    ] {
        assert_eq!(of_cue(cue, content).class, expect, "{cue:?} {content:?}");
    }
}

#[test]
fn any_words_are_read() {
    for cue in [
        "’s",
        "''",
        "- - -",
        "é",
        "ß ſ İ",
        "\u{0}",
        &"said ".repeat(5_000),
    ] {
        assert!(!of_cue(cue, cue).class.word().is_empty());
    }
    assert!(!of_cue("sproinked", "").known);
}

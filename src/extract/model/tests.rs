//! The shipped weights on passages written by hand, and on texts made to break things.

#![allow(clippy::unwrap_used)]

use super::*;

fn attribute(text: &str) -> Vec<Raw> {
    Model::embedded()
        .unwrap()
        .attribute(text, &paragraphs(text))
}

fn parts<'t>(text: &'t str, spans: &[Span]) -> Vec<&'t str> {
    spans
        .iter()
        .map(|s| {
            s.of(text)
                .unwrap()
                .trim_matches([',', '.', '"', '“', '”', '\'', '’', '‘'])
        })
        .collect()
}

/// Expects an attribution with this source, cue and content among those found.
fn check(text: &str, source: &str, cue: &str, content: &[&str]) {
    let found = attribute(text);
    let hit = found.iter().any(|r| {
        parts(text, &r.source).join(" ") == source
            && parts(text, &r.cue).join(" ") == cue
            && parts(text, &r.content) == content
    });
    let shown: Vec<_> = found
        .iter()
        .map(|r| {
            (
                parts(text, &r.source),
                parts(text, &r.cue),
                parts(text, &r.content),
            )
        })
        .collect();
    assert!(hit, "{text}\n{shown:?}");
}

#[test]
fn plain_forms_of_attribution_are_found() {
    check(
        "The minister said the bridge would open in May.",
        "The minister",
        "said",
        &["the bridge would open in May"],
    );
    check(
        "“We are ready,” said Maria Lopez, who leads the union.",
        "Maria Lopez, who leads the union",
        "said",
        &["We are ready"],
    );
    check(
        "The harbour will close for a week, according to the port authority.",
        "the port authority",
        "according to",
        &["The harbour will close for a week"],
    );
    check(
        "\"It was a hard night,\" Mr. Okafor said. \"Nobody slept.\"",
        "Mr. Okafor",
        "said",
        &["It was a hard night", "Nobody slept"],
    );
    check(
        "She told reporters that the talks had failed.",
        "She",
        "told",
        &["that the talks had failed"],
    );
}

#[test]
fn a_text_without_statements_gives_nothing() {
    assert_eq!(
        attribute("The train to the coast leaves at nine. It stops twice."),
        Vec::new()
    );
    assert_eq!(attribute(""), Vec::new());
}

#[test]
fn any_text_is_read_without_a_panic_and_spans_lie_in_it() {
    let mut texts = vec![
        "\"".repeat(3000),
        "''".repeat(3000),
        "’‘“”„«».,:;—()[]".repeat(400),
        "said ".repeat(5000),
        "\u{0}\u{feff}\u{202e}said\u{ad}\u{301} “ㅤ”".to_owned(),
        "“Ça va”, a dit Zoë. 「はい」と田中さんは言った。 قال «نعم».".to_owned(),
        "He said: \"One.\n\n\"Two.\n\n\"Three,\" she said.\n".to_owned(),
        "\r\n\r\n \t\n".to_owned(),
    ];
    // Pieces of a plain text in an order that no writer would choose.
    let pieces = [
        "“",
        "”",
        "\"",
        "''",
        "Dr. Ay",
        "said",
        "that",
        ",",
        "\n",
        "according to",
        " ",
        "é",
        "…",
        "'s",
        "U.S.",
        "1,000",
        "—",
    ];
    let mut state = 9u32;
    for _ in 0..200 {
        let mut text = String::new();
        for _ in 0..60 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text += pieces[(state >> 16) as usize % pieces.len()];
            if state & 0x400 != 0 {
                text.push(' ');
            }
        }
        texts.push(text);
    }
    for text in texts {
        for raw in attribute(&text) {
            assert!(!raw.content.is_empty());
            for span in raw
                .source
                .iter()
                .chain(&raw.cue)
                .chain(&raw.content)
                .chain([&raw.head])
            {
                assert!(span.of(&text).is_some_and(|t| !t.is_empty()), "{text:?}");
            }
            assert!((0.0..=1.0).contains(&raw.confidence));
        }
    }
}

#[test]
fn the_speaker_of_an_open_quotation_keeps_it_in_the_next_paragraph() {
    let text = "“We have waited for years,” said Ana Reyes. “Nothing was done.\n\n“Now we will act ourselves.”";
    let found = attribute(text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        found[0].content.last().and_then(|s| s.of(text)),
        Some("“Now we will act ourselves.”")
    );
    assert_eq!(found[0].kind, QuoteKind::Direct);
}

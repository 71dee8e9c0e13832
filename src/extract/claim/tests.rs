//! Tables of wordings, and the pairs of `tests/fixtures/claims` that were labelled by hand.
#![allow(clippy::unwrap_used)]

use super::*;
use Nearness::CopyGroup;
use Nearness::Elsewhere;
use Nearness::SameDays;
use serde::Deserialize;

/// As direct quotations.
fn same(a: &str, b: &str, near: Nearness) -> bool {
    let told = |text| Told {
        text,
        kind: QuoteKind::Direct,
    };
    same_statement(told(a), told(b), near)
}

#[derive(Deserialize)]
struct Pair {
    same: bool,
    near: String,
    a: Side,
    b: Side,
}

#[derive(Deserialize)]
struct Side {
    #[serde(rename = "type")]
    kind: QuoteKind,
    text: String,
}

/// Of the pairs labelled by hand none that is two statements is joined, and few that are one are missed.
#[test]
fn labelled_pairs() {
    let pairs = include_str!("../../../tests/fixtures/claims/pairs.jsonl");
    let (mut right, mut missed, mut wrong) = (0, Vec::new(), Vec::new());
    for line in pairs.lines() {
        let pair: Pair = serde_json::from_str(line).unwrap();
        let near = match pair.near.as_str() {
            "copies" => CopyGroup,
            "days" => SameDays,
            _ => Elsewhere,
        };
        let told = |side: &'_ Side| (side.text.clone(), side.kind);
        let ((a, of_a), (b, of_b)) = (told(&pair.a), told(&pair.b));
        let (a, b) = (
            Told {
                text: &a,
                kind: of_a,
            },
            Told {
                text: &b,
                kind: of_b,
            },
        );
        let joined = same_statement(a, b, near);
        assert_eq!(joined, same_statement(b, a, near), "{line}");
        match (pair.same, joined) {
            (true, true) => right += 1,
            (true, false) => missed.push(line),
            (false, true) => wrong.push(line),
            (false, false) => {}
        }
    }
    assert!(wrong.is_empty(), "joined: {wrong:#?}");
    let recall = f64::from(right) / f64::from(right + missed.len() as i32);
    assert!(recall >= 0.95, "missed: {missed:#?}");
}

#[test]
fn what_a_revision_rewords() {
    for (a, b, expect) in [
        (
            "at least 12 people died in the flood",
            "at least 21 people died in the flood",
            true,
        ),
        (
            "the dam will hold through the winter",
            "the dam will not hold through the winter",
            true,
        ),
        ("the dam will hold", "the dam may hold", true),
        ("the dam will hold", "rain is forecast for the week", false),
        ("yes", "no", false),
    ] {
        assert_eq!(reworded(a, b), expect, "{a} / {b}");
    }
}

#[test]
fn doubt_and_weight() {
    assert_eq!(doubts("it may, perhaps, rain"), 2);
    assert!(says_little("No comment."));
    assert!(!says_little("We will be back."));
}

#[test]
fn wordings() {
    for (text, expect) in [
        (
            "[“We will go,”] Ann said, [“and soon.”]",
            "We will go … and soon.",
        ),
        ("[that  the plan\u{a0}failed]", "that the plan failed"),
        (
            "[“Old friends” should “stay”]",
            "“Old friends” should “stay”",
        ),
        ("[“We go on.] [“And on.”]", "We go on. … And on."),
        ("[,]", ""),
    ] {
        let mut plain = String::new();
        let mut spans = Vec::new();
        let mut start = 0;
        for c in text.chars() {
            match c {
                '[' => start = plain.len(),
                ']' => spans.push(Span::new(start, plain.len())),
                c => plain.push(c),
            }
        }
        assert_eq!(wording(&plain, &spans), expect, "{text}");
    }
    assert_eq!(wording("short", &[Span::new(0, 99)]), "");
}

#[test]
fn keys() {
    assert_eq!(key("The “Plan” FAILED."), key("the plan failed"));
    assert_eq!(key("that the plan failed"), key("The plan failed"));
    assert_eq!(key("at 6.51 a.m."), key("at 6:51am"));
    assert_eq!(key("2.9 percent"), key("2.9 per cent"));
    assert_ne!(key("at 7 p.m."), key("at 7 a.m."));
    assert_ne!(key("the plan failed"), key("the plan fails"));
    assert_ne!(key("a bc"), key("ab c"));
}

#[test]
fn statements() {
    let long = "The dam will hold through the winter and nobody in the valley has anything to fear";
    for (a, b, near, expect) in [
        (
            long,
            "the dam will hold through the winter",
            Elsewhere,
            true,
        ),
        (
            long,
            "The dam will hold through the spring and all in the valley may rest",
            Elsewhere,
            false,
        ),
        (
            long,
            "the dam will not hold through the winter and nobody in the valley has anything to fear",
            CopyGroup,
            false,
        ),
        (
            long,
            "the dam will hold through the winter and nobody in the valley has much to fear",
            CopyGroup,
            true,
        ),
        (
            long,
            "the dam will hold through the winter and nobody in the valley has much to fear",
            Elsewhere,
            false,
        ),
        ("we will be back", "We will be back!", Elsewhere, true),
        ("we will be back", "we shall be back", Elsewhere, false),
        ("Sanders", "Sanders", Elsewhere, false),
        ("Sanders", "Sanders", CopyGroup, true),
        ("the colour is wrong", "the color is wrong", CopyGroup, true),
        ("we will win", "we will lose", CopyGroup, false),
        (
            "at least 12 people died in the flood on Monday",
            "at least 21 people died in the flood on Monday",
            CopyGroup,
            false,
        ),
        (
            "the gate shuts at 7 a.m. on Friday",
            "the gate shuts at 7am on Friday",
            Elsewhere,
            true,
        ),
        (
            "the gate shuts at 7am on Friday",
            "the gate shuts at 7pm on Friday",
            CopyGroup,
            false,
        ),
        (
            "rents rose by 4 per cent in May",
            "rents rose by 4% in May",
            Elsewhere,
            true,
        ),
        (
            "rents rose by 4 percent in May",
            "rents rose by 5 per cent in May",
            CopyGroup,
            false,
        ),
        (
            "Our gauge shows the water below the mark",
            "that its gauge showed the water below the mark",
            Elsewhere,
            true,
        ),
        (
            "She had left the gauge at home",
            "He has left the gauge at home",
            Elsewhere,
            false,
        ),
        ("", "", CopyGroup, false),
        ("…", "!", Elsewhere, false),
    ] {
        assert_eq!(same(a, b, near), expect, "{a} / {b}");
        assert_eq!(same(b, a, near), expect, "{b} / {a}");
    }
}

//! Tables of frames: source in braces, cue in angle brackets, content in square brackets.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::CueClass;
use crate::model::Negation;
use crate::model::Occasion;
use crate::model::QuoteKind;
use crate::model::Resolution;
use crate::model::Span;
use crate::model::SpeakerKind;

/// The text without marks, and the attribution that they mark.
fn marked(text: &str) -> (String, Attribution) {
    let mut plain = String::new();
    let mut spans: [Vec<Span>; 3] = Default::default();
    let mut start = 0;
    for c in text.chars() {
        match c {
            '{' | '<' | '[' => start = plain.len(),
            '}' => spans[0].push(Span::new(start, plain.len())),
            '>' => spans[1].push(Span::new(start, plain.len())),
            ']' => spans[2].push(Span::new(start, plain.len())),
            c => plain.push(c),
        }
    }
    let [source, cue, content] = spans;
    let a = Attribution {
        source,
        cue,
        content,
        kind: QuoteKind::Indirect,
        class: CueClass::Statement,
        speaker: Some(Resolution {
            name: "Ada Holm".into(),
            kind: SpeakerKind::Person,
            global: true,
            role: None,
            aliases: vec![],
        }),
        relayed_by: None,
        rule: "test".into(),
        confidence: 0.9,
    };
    (plain, a)
}

/// Of a story of Wednesday, 4 March 2026, noon UTC.
fn of(text: &str) -> Particulars {
    let (plain, a) = marked(text);
    let time = "2026-03-04T12:00:00Z".parse().unwrap();
    particulars(&plain, StoryDay::of(time, None), &a)
}

#[test]
fn when_it_was_said() {
    for (text, from, to, words) in [
        (
            "{Holm} <said> on Tuesday [the dam would close].",
            "2026-03-03",
            "2026-03-03",
            "on Tuesday",
        ),
        (
            "[“Close it,”] {Holm} <said> Wednesday.",
            "2026-03-04",
            "2026-03-04",
            "Wednesday",
        ),
        (
            "On Thursday, {Holm} <said> [it was late].",
            "2026-02-26",
            "2026-02-26",
            "On Thursday",
        ),
        (
            "{Holm} <said> last Monday [it was late].",
            "2026-02-23",
            "2026-03-02",
            "last Monday",
        ),
        (
            "{Holm} <said> last Friday [it was late].",
            "2026-02-27",
            "2026-02-27",
            "last Friday",
        ),
        (
            "Last week {Holm} <said> [it was late].",
            "2026-02-23",
            "2026-03-01",
            "Last week",
        ),
        (
            "{Holm} <said> this week [it was late].",
            "2026-03-02",
            "2026-03-04",
            "this week",
        ),
        (
            "{Holm} <said> today [it was late].",
            "2026-03-04",
            "2026-03-04",
            "today",
        ),
        (
            "{Holm} <said> yesterday [it was late].",
            "2026-03-03",
            "2026-03-03",
            "yesterday",
        ),
        (
            "{Holm} <said> in a letter on February 3 [it was late].",
            "2026-02-03",
            "2026-02-03",
            "on February 3",
        ),
        (
            "{Holm} <said> on 20 December [it was late].",
            "2025-12-20",
            "2025-12-20",
            "on 20 December",
        ),
        (
            "{Holm} <said> on March 12, 2015 [it was late].",
            "2015-03-12",
            "2015-03-12",
            "on March 12, 2015",
        ),
        (
            "In 2015, {Holm} <said> [it was late].",
            "2015-01-01",
            "2015-12-31",
            "In 2015",
        ),
        (
            "{Holm} <said> in May [it was late].",
            "2025-05-01",
            "2025-05-31",
            "in May",
        ),
        (
            "{Holm} <said> in May 2019 [it was late].",
            "2019-05-01",
            "2019-05-31",
            "in May 2019",
        ),
        (
            "{Holm} <said> two days ago [it was late].",
            "2026-03-02",
            "2026-03-02",
            "two days ago",
        ),
        (
            "{Holm} <said> last month [it was late].",
            "2026-02-01",
            "2026-02-28",
            "last month",
        ),
        (
            "{Holm} <said> last year [it was late].",
            "2025-01-01",
            "2025-12-31",
            "last year",
        ),
        (
            "[“No,”] {Holm} <told> reporters late on Sunday night.",
            "2026-03-01",
            "2026-03-01",
            "on Sunday night",
        ),
    ] {
        let when = of(text).when.unwrap_or_else(|| panic!("{text}"));
        let got = (when.from.to_string(), when.to.to_string(), when.words);
        assert_eq!(
            got,
            (from.to_owned(), to.to_owned(), words.to_owned()),
            "{text}"
        );
    }
    for text in [
        "{Holm} <said> [the dam would close on Tuesday].",
        "{Holm}, who was elected in 2015, <said> [it was late].",
        "{Holm} <said> after the vote on Tuesday [it was late].",
        "{Holm} <said> it may rain [soon].",
        "{Holm} <said> [it was late]. On Tuesday it rained.",
    ] {
        assert_eq!(of(text).when, None, "{text}");
    }
}

#[test]
fn a_day_without_a_zone_is_uncertain() {
    let (plain, a) = marked("{Holm} <said> yesterday [it was late].");
    for (time, zone, from, to) in [
        ("2026-03-04T03:00:00Z", None, "2026-03-02", "2026-03-03"),
        (
            "2026-03-04T03:00:00Z",
            Some(-300),
            "2026-03-02",
            "2026-03-02",
        ),
        ("2026-03-04T03:00:00Z", Some(60), "2026-03-03", "2026-03-03"),
        ("2026-03-04T22:00:00Z", None, "2026-03-03", "2026-03-04"),
        (
            "2026-03-04T22:00:00Z",
            Some(540),
            "2026-03-04",
            "2026-03-04",
        ),
    ] {
        let day = StoryDay::of(time.parse().unwrap(), zone);
        let when = particulars(&plain, day, &a).when.unwrap();
        let got = (when.from.to_string(), when.to.to_string());
        assert_eq!(got, (from.to_owned(), to.to_owned()), "{time} {zone:?}");
    }
}

#[test]
fn where_it_was_said() {
    for (text, kind, words) in [
        (
            "{Holm} <said> in a statement [it was late].",
            Occasion::Statement,
            "in a statement",
        ),
        (
            "{Holm} <said> in a rare written statement on Friday [it was late].",
            Occasion::Statement,
            "in a rare written statement",
        ),
        (
            "{Holm} <told> Reuters [it was late].",
            Occasion::Interview,
            "told Reuters",
        ),
        (
            "{Holm} <told> the Evening Courier on Friday [it was late].",
            Occasion::Interview,
            "told the Evening Courier",
        ),
        (
            "{Holm} <told> reporters [it was late].",
            Occasion::PressConference,
            "told reporters",
        ),
        (
            "[“It was late,”] {Holm} <told> a news conference in Port Ansel.",
            Occasion::PressConference,
            "told a news conference in Port Ansel",
        ),
        (
            "{Holm} <said> at a press conference in Geneva on Friday [it was late].",
            Occasion::PressConference,
            "at a press conference in Geneva",
        ),
        (
            "{Holm} <told> parliament [it was late].",
            Occasion::Hearing,
            "told parliament",
        ),
        (
            "{Holm} <wrote> on Twitter [it was late].",
            Occasion::Post,
            "on Twitter",
        ),
        (
            "{Holm} <said> in an interview with Radio Varde [it was late].",
            Occasion::Interview,
            "in an interview with Radio Varde",
        ),
        (
            "{Holm} <said> on state television [it was late].",
            Occasion::Broadcast,
            "on state television",
        ),
        (
            "{Holm} <told> her brother [it was late].",
            Occasion::Addressee,
            "told her brother",
        ),
        (
            "In a letter to the council, {Holm} <said> [it was late].",
            Occasion::Document,
            "In a letter",
        ),
    ] {
        let at = of(text).at.unwrap_or_else(|| panic!("{text}"));
        assert_eq!((at.kind, at.words.as_str()), (kind, words), "{text}");
    }
    for text in [
        "{Holm} <said> [it was in a statement].",
        "{Holm} <said> in March [it was late].",
        "{Holm} <told> that [it was late].",
    ] {
        assert_eq!(of(text).at, None, "{text}");
    }
}

#[test]
fn what_is_denied() {
    let check = |text: &str, class: CueClass, expect: Option<Negation>| {
        let (plain, mut a) = marked(text);
        a.class = class;
        assert_eq!(negation::of(&plain, &a), expect, "{text}");
    };
    check(
        "{Holm} <said> [the dam would not close].",
        CueClass::Statement,
        Some(Negation::Content),
    );
    check(
        "{Holm} <said> [the dam would close if it did not rain].",
        CueClass::Statement,
        None,
    );
    check(
        "{Holm} <denied> [that the dam was closed].",
        CueClass::Denial,
        Some(Negation::Cue),
    );
    check(
        "{Holm} <denied> [that it had not paid].",
        CueClass::Denial,
        Some(Negation::Both),
    );
    check(
        "{Holm} <did not say> [that it was late].",
        CueClass::Statement,
        Some(Negation::Cue),
    );
    check(
        "{Holm} <said> [the dam was closed].",
        CueClass::Statement,
        None,
    );
}

#[test]
fn whom_it_names() {
    for (text, expect) in [
        (
            "{Holm} <said> [Mayor Ines Orne had met Tomas Vane in Port Ansel].",
            vec!["Mayor Ines Orne", "Tomas Vane", "Port Ansel"],
        ),
        (
            "{Holm} <said> [“Under Orne the Bank of Varde lost money, and I warned Orne.”]",
            vec!["Orne", "Bank of Varde"],
        ),
        ("{Holm} <said> [“Rain is coming on Tuesday.”]", vec![]),
        (
            "{Holm} <said> [“Brann’s lock is shut.”] It is in Brann.",
            vec!["Brann"],
        ),
    ] {
        assert_eq!(of(text).about, expect, "{text}");
    }
}

#[test]
fn how_sure_it_is() {
    let sure = |text: &str| of(text).confidences;
    let (name, pronoun) = (
        sure("{Ada Holm} <said> [it was late]."),
        sure("{She} <said> [it was late]."),
    );
    assert_eq!(name.extraction, 0.9);
    assert!(name.resolution > pronoun.resolution);
    let (plain, mut a) = marked("[“It was late.”]");
    a.speaker = None;
    let nobody = particulars(&plain, StoryDay::of(Timestamp::default(), None), &a).confidences;
    assert_eq!((nobody.attribution, nobody.resolution), (0.0, 0.0));
}

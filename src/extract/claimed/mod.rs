//! Which attributions say something by somebody: a reporter's note that nobody answered is one to annotators and no claim to
//! readers, nor is what is supposed, thought, sung or painted on a board. How attributions are found must not be known here.

mod lettering;
mod unreal;

use crate::model::Attribution;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::Span;
use crate::text::fold_words;

/// Words of a cue that report silence, whatever follows.
const SILENT: &[&str] = &[
    "decline",
    "declines",
    "declined",
    "declining",
    "refuse",
    "refuses",
    "refused",
    "refusing",
];

/// What one is silent about, as the first verb or noun after the words above or after "did not".
const ABOUT: &[&str] = &[
    "comment",
    "comments",
    "say",
    "speak",
    "answer",
    "discuss",
    "respond",
    "reply",
    "elaborate",
    "disclose",
    "talk",
    "name",
    "identify",
    "specify",
    "be",
    "return",
    "give",
    "provide",
    "confirm",
    "request",
    "requests",
    "calls",
    "call",
    "email",
    "emails",
    "message",
    "messages",
    "question",
    "questions",
    "inquiries",
    "reveal",
    "detail",
    "drawn",
    "interview",
];

/// Verbs that, denied, report silence.
const UNSAID: &[&str] = &[
    "comment",
    "say",
    "said",
    "speak",
    "answer",
    "respond",
    "reply",
    "elaborate",
    "disclose",
    "specify",
    "return",
    "drawn",
    "mention",
    "explain",
    "reveal",
    "identify",
    "name",
];

/// Contents without a word of their own.
const HOLLOW: &[&str] = &[
    "that", "this", "it", "so", "them", "him", "her", "which", "what", "as much", "the same",
];

/// Whether an attribution in `text` is a claim: something said, by somebody or in quotation marks.
pub fn is_claim(text: &str, a: &Attribution) -> bool {
    let words = |spans: &[Span]| -> Vec<String> {
        spans
            .iter()
            .filter_map(|s| s.of(text))
            .flat_map(fold_words)
            .collect()
    };
    let (source, cue, content) = (words(&a.source), words(&a.cue), words(&a.content));
    let unasked =
        a.speaker.is_none() && a.class == CueClass::Question && a.kind == QuoteKind::Indirect;
    let nobody = matches!(
        source.first().map(String::as_str),
        Some("not" | "nobody" | "no" | "none" | "neither")
    );
    // "The stone, which reads ‘…’": an inscription.
    let inscribed = a.speaker.is_none() && matches!(source.join(" ").as_str(), "which" | "that");
    let hollow = HOLLOW.contains(&content.join(" ").as_str());
    !(content.is_empty()
        || unasked
        || nobody
        || inscribed
        || hollow
        || unreal::is_unreal(text, a)
        || lettering::is_lettering(text, a)
        || a.kind == QuoteKind::Indirect && silent(&cue, &content))
}

/// Whether somebody is reported not to have spoken.
fn silent(cue: &[String], content: &[String]) -> bool {
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    let declined = cue.iter().any(|w| is(SILENT, w));
    let mut after = cue
        .iter()
        .skip_while(|w| !is(SILENT, w))
        .skip(1)
        .chain(content)
        .filter(|w| !matches!(w.as_str(), "to" | "a" | "any" | "immediately" | "further"));
    let denied = cue
        .iter()
        .any(|w| matches!(w.as_str(), "not" | "never" | "cannot") || w.ends_with("n't"));
    declined && after.next().is_some_and(|w| is(ABOUT, w))
        || denied && cue.iter().any(|w| is(UNSAID, w))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Attribution;

    /// `source|cue|content`, as they stand in the text.
    fn claim(marked: &str, kind: QuoteKind, class: CueClass) -> bool {
        let parts: Vec<&str> = marked.split('|').collect();
        let text = parts.concat();
        let mut at = 0;
        let spans: Vec<Vec<Span>> = parts
            .iter()
            .map(|part| {
                let span = Span::new(at, at + part.len());
                at += part.len();
                if span.is_empty() { vec![] } else { vec![span] }
            })
            .collect();
        let attribution = Attribution {
            source: spans[0].clone(),
            cue: spans[1].clone(),
            content: spans[2].clone(),
            kind,
            class,
            speaker: None,
            relayed_by: None,
            rule: "test".into(),
            confidence: 1.0,
        };
        is_claim(&text, &attribution)
    }

    /// Passages written for this: each has words that look said and are none of anybody's statements.
    #[test]
    fn what_is_no_claim() {
        #[derive(serde::Deserialize)]
        struct Passage {
            text: String,
            no: String,
        }
        let passages = include_str!("../../../tests/fixtures/claims/no-claims.jsonl");
        let mut wrong = Vec::new();
        let mut count = 0;
        for line in passages.lines() {
            let passage: Passage = serde_json::from_str(line).unwrap();
            let story = crate::model::Story {
                body: vec![crate::model::Paragraph::text(passage.text)],
                ..Default::default()
            };
            let text = story.text();
            let mut found = crate::extract::extract(&story);
            found.retain(|a| is_claim(&text, a));
            let no = format!(
                " {} ",
                fold_words(&passage.no).collect::<Vec<_>>().join(" ")
            );
            count += 1;
            for a in found {
                let said = a.content.iter().filter_map(|s| s.of(&text));
                let said: Vec<String> = said.flat_map(fold_words).collect();
                let said = format!(" {} ", said.join(" "));
                if said.contains(&no) || no.contains(&said) {
                    wrong.push(text.clone());
                }
            }
        }
        assert!(count >= 50);
        assert!(
            wrong.len() * 20 <= count,
            "{} of {count}: {wrong:#?}",
            wrong.len()
        );
    }

    /// What these rules must leave alone.
    #[test]
    fn what_is_a_claim_all_the_same() {
        for text in [
            "Ada Holm said that the lock was unsafe.",
            "Asked if the lock was safe, Ada Holm said that it was not.",
            "“We would close it if we had to,” said Ada Holm.",
            "Ada Holm will say on Monday that the lock is unsafe.",
            "If it rains, Ada Holm said, the lock will be closed.",
            "“The lock is shut and will stay shut until May,” shouted Ada Holm from the bridge.",
            "Ada Holm called the plan “a waste of stone and money”.",
            "Ada Holm said she would not close the lock unless the board told her to.",
        ] {
            let story = crate::model::Story {
                body: vec![crate::model::Paragraph::text(text)],
                ..Default::default()
            };
            let whole = story.text();
            let mut found = crate::extract::extract(&story);
            assert!(!found.is_empty(), "{text}");
            found.retain(|a| is_claim(&whole, a));
            assert!(!found.is_empty(), "{text}");
        }
    }

    #[test]
    fn claims_and_silences() {
        use QuoteKind::Direct;
        use QuoteKind::Indirect;
        for (marked, kind, class, expect) in [
            (
                "Ann Lee |said |the dam was closed",
                Indirect,
                CueClass::Statement,
                true,
            ),
            (
                "Ann Lee |declined |to comment",
                Indirect,
                CueClass::Denial,
                false,
            ),
            (
                "Ann Lee |declined to discuss |the draft",
                Indirect,
                CueClass::Denial,
                false,
            ),
            (
                "The firm |did not immediately respond to |a request for comment",
                Indirect,
                CueClass::Statement,
                false,
            ),
            (
                "He |would not be drawn on |the price",
                Indirect,
                CueClass::Statement,
                false,
            ),
            (
                "Ann Lee |refused |to close the dam",
                Indirect,
                CueClass::Denial,
                true,
            ),
            (
                "Ann Lee |denied |that the dam was closed",
                Indirect,
                CueClass::Denial,
                true,
            ),
            (
                "Ann Lee |did not say |whether it was closed",
                Indirect,
                CueClass::Statement,
                false,
            ),
            (
                "Ann Lee |said |it was not closed",
                Indirect,
                CueClass::Statement,
                true,
            ),
            ("Ann Lee |denied |that", Indirect, CueClass::Denial, false),
            (
                "Not everyone |blames |the crew",
                Indirect,
                CueClass::Accusation,
                false,
            ),
            (
                "|asked |whether it was closed",
                Indirect,
                CueClass::Question,
                false,
            ),
            ("||“It was closed.”", Direct, CueClass::Statement, true),
            (
                "Ann Lee |declined |“to comment”",
                Direct,
                CueClass::Denial,
                true,
            ),
            ("Ann Lee |said |…", Indirect, CueClass::Statement, false),
        ] {
            assert_eq!(claim(marked, kind, class), expect, "{marked}");
        }
    }
}

//! Which attributions say something by somebody: a reporter's note that nobody answered is one to annotators and no claim to
//! readers. How attributions are found must not be known here.

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

//! Where the rules know better than the model where one content begins and ends. Which attributions there are must not be
//! known here.

use super::adopt::RELATIVE;
use super::adopt::is_any;
use super::adopt::noun_before;
use super::walk::Found;
use crate::model::Span;
use crate::text::is_double_quote;
use crate::text::words;

/// Words that begin the verb of a clause, lower case: a content that ends before one has been cut off.
const AUXILIARIES: &[&str] = &[
    "is", "was", "are", "were", "has", "had", "have", "will", "would", "can", "could", "may",
    "might", "must", "should", "did", "does", "do",
];

/// Changes the model's content where the rule that found the same cue is surer.
pub fn amend(text: &str, found: &mut Found, rule: Found) {
    let goes_on = rule.rule == "according-to"
        && rule.content.len() > 1
        && found.content.len() == 1
        && found
            .content
            .first()
            .zip(rule.content.first())
            .is_some_and(|(a, b)| a.overlaps(*b));
    // "Fares will rise, says Orne": where the model took who speaks for what is said, both are the rule's.
    let swallowed = found.source.is_empty()
        && (rule.source.iter()).any(|s| found.content.iter().any(|c| c.overlaps(*s)));
    if swallowed {
        found.source.clone_from(&rule.source);
    }
    // A speaker's label leaves no doubt. "a toll, which she called “unfair”": what "which" stands for is what was called so.
    let surer = matches!(rule.rule, "label" | "relative");
    if surer || swallowed || goes_on || is_cut_off(text, &found.content, &rule.content) {
        found.content = rule.content;
        found.kind = rule.kind;
    } else {
        trim(text, &mut found.content, &rule.content);
    }
}

/// Whether the only fragment ends before the verb of its clause, and the rule's goes on.
fn is_cut_off(text: &str, content: &[Span], rule: &[Span]) -> bool {
    let ([fragment], [whole]) = (content, rule) else {
        return false;
    };
    let rest = text.get(fragment.end as usize..whole.end.max(fragment.end) as usize);
    let next = rest
        .and_then(|rest| rest.strip_prefix(' '))
        .and_then(|rest| words(rest).next());
    fragment.start == whole.start && next.is_some_and(|(_, word)| is_any(AUXILIARIES, word))
}

/// Cuts from a content who was told ("the firm | that it failed"), what follows a semicolon, and what the reporter adds to a
/// quotation ("“no tax,” | calming the drivers").
fn trim(text: &str, content: &mut [Span], rule: &[Span]) {
    let (Some(first), Some(last)) = (rule.first(), rule.last()) else {
        return;
    };
    let after = |at: u32| text.get(at as usize..).unwrap_or_default();
    if let Some(fragment) = content.first_mut()
        && fragment.start < first.start
        && first.start < fragment.end
        && after(first.start).starts_with("that ")
    {
        fragment.start = first.start;
    }
    if let Some(fragment) = content.last_mut()
        && fragment.start < last.end
        && last.end < fragment.end
    {
        let tail = text
            .get(last.end as usize..fragment.end as usize)
            .unwrap_or_default();
        let quoted = text
            .get(..last.end as usize)
            .is_some_and(|t| t.ends_with(is_double_quote));
        let word = tail.trim_start_matches([',', ' ']).split(' ').next();
        if tail.starts_with(';') || quoted && word.is_some_and(|w| w.ends_with("ing")) {
            fragment.end = last.end;
        }
    }
}

/// "which .. “unfair”" as "The toll .. “unfair”": a relative pronoun beside other words gives way to what it stands for, where
/// that is a plain phrase right before it, and says nothing otherwise.
pub fn with_antecedent(text: &str, content: Vec<Span>) -> Vec<Span> {
    let pronoun = |s: &Span| s.of(text).is_some_and(|w| is_any(RELATIVE, w));
    if content.len() < 2 || content.iter().all(pronoun) {
        return content;
    }
    let named = |s: Span| {
        if pronoun(&s) {
            noun_before(text, s.start)
        } else {
            Some(s)
        }
    };
    content.into_iter().filter_map(named).collect()
}

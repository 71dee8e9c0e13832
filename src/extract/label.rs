//! Sources before a colon: speakers' labels, and sentences that announce a quotation in the next paragraph.
//! Other paragraphs must not be known here.

use super::passage::Passage;
use super::walk::Found;
use super::walk::Walk;
use super::words::Tag;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::Span;
use std::ops::Range;

/// Longest speaker's label ("SMITH:") in bytes.
const MAX_LABEL: usize = 40;

impl Walk {
    /// “SMITH: We go.” or “Smith: “We go.””: a label at the paragraph's start.
    pub(super) fn label(&mut self, p: &Passage, from: usize) -> bool {
        if from > 0 {
            return false;
        }
        let paragraph = p.span.of(p.text).unwrap_or_default();
        let lead = paragraph.len()
            - paragraph
                .trim_start_matches(|c: char| crate::text::is_quote(c) || c.is_whitespace())
                .len();
        let rest = &paragraph[lead..];
        let Some(colon) = rest.bytes().take(MAX_LABEL).position(|b| b == b':') else {
            return false;
        };
        let name = &rest[..colon];
        let words = name.split_whitespace().count();
        // "Q: … A: …"
        let turn = matches!(name, "Q" | "A" | "Question" | "Answer") || initials_of_turns(p, name);
        let shouted = turn
            || name.chars().filter(|c| c.is_alphabetic()).count() > 2
                && !name.chars().any(char::is_lowercase);
        let named = (1..=4).contains(&words)
            && name
                .split_whitespace()
                .all(|w| w.starts_with(char::is_uppercase));
        let after = rest[colon + 1..].trim_start();
        let quoted = lead == 0
            && after.starts_with(crate::text::is_double_quote)
            && named
            && p.items
                .iter()
                .take(6)
                .all(|i| matches!(i.tag, Tag::Name | Tag::Colon | Tag::Quote | Tag::Noun));
        let taken = named && words > 1 && lead == 0 && between_turns(p);
        if !(shouted && named || quoted || taken)
            || after.is_empty()
            || after.split_whitespace().nth(2).is_none()
        {
            return false;
        }
        let base = p.span.start as usize + lead;
        let end = p.span.start as usize + paragraph.trim_end().len();
        let at = base + rest.len() - after.len();
        let content = match p.quotes.first().filter(|q| q.span.start as usize == at) {
            Some(quote) if quoted => quote.span,
            _ => Span::new(at, end),
        };
        self.found.push(Found {
            source: vec![Span::new(base, base + colon)],
            antecedent: None,
            cue: vec![Span::new(base + colon, base + colon + 1)],
            content: vec![content],
            kind: QuoteKind::Direct,
            class: CueClass::Statement,
            rule: "label",
            confidence: 0.9,
            relay: None,
            follows: None,
        });
        true
    }
}

/// Whether two capitals before a colon are a speaker's initials: other paragraphs begin with them too.
fn initials_of_turns(p: &Passage, name: &str) -> bool {
    let initials = name.len() == 2 && name.bytes().all(|b| b.is_ascii_uppercase());
    let label = || format!("\n{name}: ");
    initials && p.text.matches(&label()).take(2).count() > 1
}

/// Whether the paragraph before or behind begins with a name and a colon as well: people who take turns.
fn between_turns(p: &Passage) -> bool {
    let opens = |text: &str| {
        let text = text.trim_start();
        let head = &text[..text.floor_char_boundary(MAX_LABEL)];
        head.split_once(':').is_some_and(|(name, _)| {
            let mut words = name.split_whitespace();
            !name.contains('\n')
                && name.split_whitespace().count() <= 4
                && words.all(|w| w.starts_with(char::is_uppercase))
        })
    };
    let before = p.text.get(..p.span.start as usize).unwrap_or_default();
    let before = before.trim_end().rsplit('\n').next();
    let behind = p.text.get(p.span.end as usize..).unwrap_or_default();
    before.is_some_and(|text| !text.is_empty() && opens(text)) || opens(behind)
}

/// "The firm released the following statement:": a medium, and a colon that ends the paragraph.
pub(super) fn announcement(p: &Passage, unit: &Range<usize>) -> Option<Found> {
    const MEDIUMS: &[&str] = &[
        "statement",
        "tweet",
        "message",
        "letter",
        "email",
        "remarks",
        "post",
        "response",
        "following",
        "this",
        "question",
    ];
    let medium = unit.clone().rev().take(8).any(|i| p.is_any(i, MEDIUMS));
    let subject = p.main_subject(unit)?;
    if !medium || subject.end + 1 >= unit.end {
        return None;
    }
    Some(Found {
        source: p.bytes(&subject).into_iter().collect(),
        antecedent: None,
        cue: p.bytes(&(subject.end..unit.end)).into_iter().collect(),
        content: Vec::new(),
        kind: QuoteKind::Direct,
        class: CueClass::Statement,
        rule: "colon",
        confidence: 0.75,
        relay: None,
        follows: None,
    })
}

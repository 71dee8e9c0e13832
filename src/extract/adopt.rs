//! One of the model's attributions as the rules see it: its class, whether its cue can attribute at all, whom "who" means, and
//! who was only spoken to. Other attributions must not be known here.

use super::inscription::is_inscribed;
use super::model::Raw;
use super::resolve::mention;
use super::walk::Found;
use crate::model::QuoteKind;
use crate::model::Span;
use crate::text::is_quote;
use crate::text::quotes;
use crate::text::words;

/// Words that attribute nothing by themselves, lower case.
const EMPTY: &[&str] = &[
    "is", "was", "are", "were", "be", "been", "being", "has", "had", "have", "having", "to", "on",
    "of", "the", "a", "an", "and", "but", "not", "now", "will", "would", "which", "that",
];

/// Words that tell how somebody stands to a thing, lower case.
const STANCES: &[&str] = &[
    "for", "against", "with", "behind", "about", "in", "at", "from", "more", "less",
];

/// Verbs that, denied, tell of silence ("did not respond to"), lower case.
const ANSWERS: &[&str] = &["respond", "reply", "return", "answer"];

/// Forms of "be", lower case.
const BE: &[&str] = &["is", "was", "are", "were", "be", "been", "being"];

/// Participles of verbs whose object is spoken to, lower case.
const ADDRESSED: &[&str] = &[
    "asked",
    "told",
    "informed",
    "warned",
    "urged",
    "advised",
    "ordered",
    "instructed",
    "questioned",
    "quizzed",
];

/// Relative pronouns, lower case.
pub const RELATIVE: &[&str] = &["which", "that", "who", "whom"];

/// Words that begin a noun phrase, lower case.
const DETERMINERS: &[&str] = &[
    "the", "a", "an", "his", "her", "its", "their", "our", "this", "that", "these", "those",
    "every",
];

/// The attribution in `text`; `None` where its cue cannot attribute.
pub fn adopt(text: &str, raw: Raw) -> Option<Found> {
    if !attributes(text, &raw) || is_on_paper(text, &raw.source, &raw.cue, &raw.content, raw.kind) {
        return None;
    }
    let mut found = taken(text, raw);
    agent(text, &mut found);
    Some(found)
}

fn taken(text: &str, raw: Raw) -> Found {
    let printed = |spans: &[Span]| spans.first().and_then(|s| s.of(text)).unwrap_or_default();
    let before = raw.source.first() < raw.cue.first();
    let source = if before && is_spoken_to(printed(&raw.cue)) {
        Vec::new()
    } else {
        raw.source
    };
    let antecedent = source
        .first()
        .filter(|_| is_any(RELATIVE, printed(&source)))
        .and_then(|s| name_before(text, s.start));
    Found {
        source,
        antecedent,
        cue: raw.cue,
        content: raw.content,
        kind: raw.kind,
        class: raw.class,
        rule: "model",
        confidence: raw.confidence,
        relay: None,
        follows: None,
    }
}

/// Whether a cue has a word or mark that can attribute: "is", a dash and "did not respond" cannot, "is … against" can where
/// somebody is, and not where a thing is.
fn attributes(text: &str, raw: &Raw) -> bool {
    let printed = |spans: &[Span]| spans.first().and_then(|s| s.of(text)).unwrap_or_default();
    let cue = printed(&raw.cue);
    if cue.contains(':') {
        return true;
    }
    let mut telling = words(cue).filter(|(_, w)| !is_any(EMPTY, w)).peekable();
    if telling.peek().is_none() {
        return false;
    }
    let denied =
        words(cue).any(|(_, w)| is_any(&["not"], w) || w.ends_with("n't") || w.ends_with("n’t"));
    if denied && words(cue).any(|(_, w)| is_any(ANSWERS, w)) {
        return false;
    }
    let stance = telling.all(|(_, w)| w.ends_with("ly") || is_any(STANCES, w));
    !stance || !mention::is_thing(printed(&raw.source))
}

/// Whether a cue says that its subject was spoken to: "was asked", "had been told".
fn is_spoken_to(cue: &str) -> bool {
    let mut before = "";
    for (_, word) in words(cue).filter(|(_, w)| !w.ends_with("ly")) {
        if is_any(BE, before) && is_any(ADDRESSED, word) {
            return true;
        }
        before = word;
    }
    false
}

/// The words right before a relative pronoun at `at`, back to the mark or the paragraph's start before them.
fn clause_before(text: &str, at: u32) -> Option<(usize, &str)> {
    const MAX_CLAUSE: usize = 80;
    let mut from = (at as usize).saturating_sub(MAX_CLAUSE);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..at as usize)?;
    let before = before.trim_end_matches([' ', ',', '—', '–', '(']);
    let mark = |c: char| {
        c == '\n'
            || matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')' | '—' | '–')
            || is_quote(c) && c != '’'
    };
    let start = before.char_indices().rev().find(|&(_, c)| mark(c));
    let start = start.map_or(0, |(at, c)| at + c.len_utf8());
    Some((from + start, before.get(start..)?))
}

/// The name that a relative pronoun at `at` stands for: the capitalised words right before it.
fn name_before(text: &str, at: u32) -> Option<Span> {
    let (from, clause) = clause_before(text, at)?;
    let mut start = None;
    for (span, word) in words(clause).collect::<Vec<_>>().into_iter().rev() {
        if word.starts_with(char::is_uppercase) {
            start = Some(span.start as usize);
        } else if !is_any(&["of", "al", "de", "van", "von", "bin"], word) {
            break;
        }
    }
    start.map(|start| Span::new(from + start, from + clause.len()))
}

/// The noun phrase that a relative pronoun at `at` stands for: from the last article or possessive on, or a name.
pub fn noun_before(text: &str, at: u32) -> Option<Span> {
    const MAX_WORDS: usize = 6;
    let (from, clause) = clause_before(text, at)?;
    let all: Vec<(Span, &str)> = words(clause).collect();
    let article = all.iter().rposition(|(_, word)| is_any(DETERMINERS, word));
    match article.filter(|&n| n + 1 < all.len() && all.len() - n <= MAX_WORDS) {
        Some(n) => Some(Span::new(
            from + all[n].0.start as usize,
            from + clause.len(),
        )),
        None => name_before(text, at),
    }
}

/// "was described by | Ann Lee as “mad”": who stands behind "by" is the source, not content.
fn agent(text: &str, found: &mut Found) {
    let by = found
        .cue
        .last()
        .is_some_and(|c| c.of(text).is_some_and(|c| c.ends_with(" by")));
    let Some(cue) = found
        .cue
        .last()
        .copied()
        .filter(|_| by && found.source.is_empty())
    else {
        return;
    };
    let behind = |s: &&mut Span| text.get(cue.end as usize..s.start as usize) == Some(" ");
    let Some(fragment) = found.content.iter_mut().find(behind) else {
        return;
    };
    let words = fragment.of(text).unwrap_or_default();
    let end = [" as ", " that ", " to ", ", ", " “", " \""]
        .iter()
        .filter_map(|mark| words.find(mark))
        .min();
    if let Some(end) = end.filter(|&end| end > 0) {
        let start = fragment.start as usize;
        found.source = vec![Span::new(start, start + end)];
        let rest = words[end..].trim_start_matches([' ', ',']).len();
        fragment.start = fragment.end - rest as u32;
    }
}

/// Whether somebody reads or wrote what is only a title ("She has read “The Long Field”"), or the words stand on a sign.
pub fn is_on_paper(
    text: &str,
    source: &[Span],
    cue: &[Span],
    content: &[Span],
    kind: QuoteKind,
) -> bool {
    let printed = |spans: &[Span]| spans.first().and_then(|s| s.of(text)).unwrap_or_default();
    let cue = printed(cue).rsplit(' ').next().unwrap_or_default();
    let content = printed(content);
    let title = quotes(content)
        .first()
        .filter(|q| q.closed && q.span.start == 0)
        .and_then(|q| q.inner.of(content))
        .is_some_and(|inner| {
            !inner.ends_with(['.', ',', '?', '!'])
                && words(inner).all(|(_, w)| w.len() < 4 || w.starts_with(char::is_uppercase))
        });
    // "The board said" is no sign.
    let thing = kind == QuoteKind::Direct
        && mention::noun(printed(source)).is_some_and(|noun| noun != "board" && is_inscribed(noun));
    title && is_any(&["read", "wrote", "reread", "watched", "sang"], cue)
        || thing && is_any(&["read", "reads", "reading", "says", "said", "saying"], cue)
}

/// Whether `word` is one of `list`, whatever its case.
pub fn is_any(list: &[&str], word: &str) -> bool {
    list.iter().any(|w| w.eq_ignore_ascii_case(word))
}

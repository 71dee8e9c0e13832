//! What a story says somebody is, beside the name: "retired engineer Ana Ruiz, a mother of two," and "Ana Ruiz is a farmer". Who speaks
//! must not be known here.

use super::names;
use super::names::has;
use crate::extract::words;
use crate::extract::words::Tag;
use crate::text::Token;
use crate::text::TokenKind;
use crate::text::fold;

/// Most words that are kept of one person; a story tells what matters first.
pub const MAX_TOLD: usize = 32;
/// Longest description that is read, in tokens.
const MAX_PHRASE: usize = 14;
/// How many words before a name can describe its bearer.
const MAX_BEFORE: usize = 4;
/// How many words before the comma before a name can.
pub const MAX_RUN_UP: usize = 7;
/// Parts two descriptions of one person.
const PARTED: &str = "";

/// What the tokens around the name from token `start` up to `end` tell of its bearer, folded; empty words part descriptions.
pub fn around(text: &str, all: &[Token], start: usize, end: usize) -> Vec<String> {
    let mut told = before(text, all, start);
    told.extend(before_comma(text, all, start));
    let behind = behind(text, all, end);
    if !told.is_empty() && !behind.is_empty() {
        told.push(PARTED.to_owned());
    }
    told.extend(behind);
    told
}

fn word<'t>(text: &'t str, all: &[Token], i: usize) -> &'t str {
    all.get(i).map_or("", |t| &text[t.span.range()])
}

fn is_word(all: &[Token], i: usize) -> bool {
    all.get(i).is_some_and(|t| t.kind == TokenKind::Word)
}

/// "Retired engineer | Ana Ruiz": the words in small letters right before the name.
fn before(text: &str, all: &[Token], start: usize) -> Vec<String> {
    let mut from = start;
    while from > 0
        && start - from < MAX_BEFORE
        && is_word(all, from - 1)
        && words::is_open(word(text, all, from - 1))
    {
        from -= 1;
    }
    (from..start).map(|i| fold(word(text, all, i))).collect()
}

/// "Her co-author, | Ana Ruiz": the description before the comma.
fn before_comma(text: &str, all: &[Token], start: usize) -> Vec<String> {
    let Some(comma) = start.checked_sub(1).filter(|&c| word(text, all, c) == ",") else {
        return Vec::new();
    };
    let mut from = comma;
    while from > 0
        && comma - from < MAX_RUN_UP
        && (words::is_open(word(text, all, from - 1)) && is_word(all, from - 1)
            || all[from - 1].kind == TokenKind::Clitic)
    {
        from -= 1;
    }
    let opens = ["the", "its", "their", "his", "her"];
    let owned = from < comma && from > 0 && has(&opens, word(text, all, from - 1));
    let owned = owned || (from..comma).any(|i| all[i].kind == TokenKind::Clitic);
    match owned {
        true => (from..comma).map(|i| fold(word(text, all, i))).collect(),
        false => Vec::new(),
    }
}

/// "Ana Ruiz |, 43, a baker and mother of two,", "Ana Ruiz | is a baker".
fn behind(text: &str, all: &[Token], end: usize) -> Vec<String> {
    let word = |i: usize| word(text, all, i);
    let mut i = end;
    match word(i) {
        "," | "—" | "–" | "(" => {
            i += 1;
            let years = word(i).parse::<u8>().is_ok() && matches!(word(i + 1), "," | "and");
            i += if years { 2 } else { 0 };
            let does = names::ROLES.has(word(i))
                || names::TITLES.has(word(i))
                || names::TRADES.has(word(i));
            let opens = has(
                &[
                    "a", "an", "the", "its", "his", "her", "their", "former", "retired",
                ],
                word(i),
            );
            if has(
                &[
                    "prosecuting",
                    "defending",
                    "representing",
                    "appearing",
                    "mitigating",
                ],
                word(i),
            ) {
                return vec!["lawyer".to_owned()];
            }
            if word(i) == "who" {
                return who(text, all, i + 1);
            }
            let leads =
                word(i + 1) == "of" || names::ROLES.has(word(i + 1)) || word(i).contains('-');
            if !(opens || does || leads && is_word(all, i) && words::is_open(word(i))) {
                return Vec::new();
            }
        }
        "is" | "was" | "became" | "remains" => {
            i += 1;
            if !has(&["a", "an", "the"], word(i)) {
                return Vec::new();
            }
        }
        _ => return Vec::new(),
    }
    phrase(text, all, i)
}

/// "Who chairs the council", "who was a miner".
fn who(text: &str, all: &[Token], at: usize) -> Vec<String> {
    let does = match word(text, all, at) {
        "chairs" | "chaired" => "chairman",
        "heads" | "headed" | "runs" | "ran" | "leads" | "led" | "manages" | "directs" => "head",
        "coaches" | "coached" => "coach",
        "captains" | "captained" => "captain",
        "represents" | "represented" => "representative",
        "owns" | "owned" => "owner",
        "founded" => "founder",
        "teaches" | "taught" => "teacher",
        "farms" | "farmed" => "farmer",
        "is" | "was" => return phrase(text, all, at + 1),
        "works" | "worked" if word(text, all, at + 1) == "as" => return phrase(text, all, at + 2),
        _ => return Vec::new(),
    };
    vec![does.to_owned()]
}

/// A noun phrase that begins at a token, without its articles, up to the clause that follows it.
fn phrase(text: &str, all: &[Token], from: usize) -> Vec<String> {
    let mut out = Vec::new();
    for i in from..(from + MAX_PHRASE).min(all.len()) {
        let word = word(text, all, i);
        if all[i].kind == TokenKind::Clitic {
            continue;
        }
        let low = word.to_lowercase();
        match words::tag(&low, false, false).0 {
            _ if !is_word(all, i) && !word.starts_with(|c: char| c.is_ascii_digit()) => break,
            Tag::Rel
            | Tag::That
            | Tag::Sub
            | Tag::Wh
            | Tag::Have
            | Tag::Be
            | Tag::Modal
            | Tag::Pron => break,
            Tag::Prep | Tag::To => break,
            Tag::Det if has(&["a", "an", "the"], &low) => {}
            _ => out.push(fold(word)),
        }
    }
    out
}

/// Whether the initials of an office told of somebody are an acronym: "officer-in-charge" the OC, "Deputy Public Prosecutor" the DPP.
pub fn initials(told: &[String], acronym: &str) -> bool {
    let acronym = acronym.to_lowercase();
    if acronym.len() < 2 {
        return false;
    }
    told.split(|word| word == PARTED).any(|phrase| {
        let parts = phrase.iter().flat_map(|word| word.split('-'));
        let small = ["of", "in", "the", "and", "for", "to", "s"];
        let large: Vec<&str> = parts.filter(|part| !has(&small, part)).collect();
        // The office itself is the first word or the last, which no body's name is.
        let office = |word: &str| names::ROLES.has(word) || names::TITLES.has(word);
        large.windows(acronym.chars().count()).any(|own| {
            let letters: String = own.iter().filter_map(|part| part.chars().next()).collect();
            let ends =
                own.first().is_some_and(|w| office(w)) || own.last().is_some_and(|w| office(w));
            letters == acronym && ends
        })
    })
}

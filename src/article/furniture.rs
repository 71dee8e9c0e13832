//! Lines that belong to the page and not to the story: invitations, share bars, notices of rights, credits of desks.
//!
//! Every rule asks that nobody speaks in the line: a sentence with a quotation or a verb of saying is the story's, whatever it begins with.

use super::phrases::COMMENTS;
use super::phrases::DATED;
use super::phrases::HEADINGS;
use super::phrases::NOTICES;
use super::phrases::OPENINGS;
use crate::feed::parse_date;

/// Longest line, in words, that a phrase at its beginning can condemn. What is longer is prose.
const MAX_WORDS: usize = 28;
/// The same for phrases that are plain wherever they stand in the line.
const MAX_NOTICE_WORDS: usize = 60;

/// The same for dates.
const MAX_DATE_WORDS: usize = 14;
/// The same for headings.
const MAX_HEADING_WORDS: usize = 8;

/// Verbs that show somebody speaking.
const SPEECH: &[&str] = &[
    "said",
    "says",
    "told",
    "tells",
    "added",
    "asked",
    "according",
    "stated",
    "wrote",
    "warned",
    "announced",
    "claimed",
    "argued",
    "insisted",
    "replied",
    "denied",
    "accused",
    "urged",
    "declared",
    "testified",
    "confirmed",
];

/// Words of which a share bar is made.
const SHARE_WORDS: &[&str] = &[
    "share",
    "tweet",
    "email",
    "print",
    "facebook",
    "twitter",
    "whatsapp",
    "linkedin",
    "reddit",
    "telegram",
    "pinterest",
    "copy",
    "link",
    "save",
    "x",
    "messenger",
    "instagram",
    "youtube",
    "flipboard",
    "pocket",
    "on",
    "via",
    "this",
    "comment",
    "comments",
];

/// Whether the line is furniture.
pub(super) fn is_furniture(text: &str) -> bool {
    if !text.chars().any(char::is_alphanumeric) {
        return true;
    }
    let words = text.split(' ').count();
    if words == 1
        && (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www."))
    {
        return true;
    }
    if words > MAX_NOTICE_WORDS {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    if is_rights(&lower) && words <= MAX_NOTICE_WORDS {
        return true;
    }
    if speaks(text) {
        return false;
    }
    if NOTICES.lines().any(|notice| lower.contains(notice))
        || lower.starts_with("the post ") && lower.contains("appeared first on")
    {
        return true;
    }
    words <= MAX_WORDS
        && (lower.contains("in your inbox")
            || is_date(text, words)
            || OPENINGS.lines().any(|opening| opens_with(&lower, opening))
            || is_share_bar(&lower)
            || is_byline(text))
}

/// Whether a heading stands over what is the page's own.
pub(super) fn is_furniture_heading(text: &str) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    text.split(' ').count() <= MAX_HEADING_WORDS
        && !speaks(text)
        && (OPENINGS
            .lines()
            .chain(HEADINGS.lines())
            .any(|opening| opens_with(&lower, opening))
            || is_share_bar(&lower))
}

/// Whether somebody speaks in the line: a quotation in double marks, or a verb of saying.
pub(super) fn speaks(text: &str) -> bool {
    let quotes = text.contains(['"', '“', '”', '«', '»', '„']);
    quotes || has_speech_verb(text)
}

/// Whether a verb of saying stands in the line.
pub(super) fn has_speech_verb(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| SPEECH.iter().any(|verb| verb.eq_ignore_ascii_case(word)))
}

/// A notice of rights.
fn is_rights(lower: &str) -> bool {
    lower.starts_with('©')
        || lower.starts_with("copyright ©")
        || lower.starts_with("copyright (c)")
        || lower.starts_with("(c) 20")
        || lower
            .strip_prefix("copyright ")
            .is_some_and(|rest| rest.starts_with("20") || rest.starts_with("19"))
}

/// Whether the line begins with the phrase, as [`OPENINGS`] says.
fn opens_with(lower: &str, opening: &str) -> bool {
    let lower = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
    let (phrase, goes_on) = match opening.strip_suffix('*') {
        Some(phrase) => (phrase, true),
        None => (opening, false),
    };
    let Some(rest) = lower.strip_prefix(phrase) else {
        return false;
    };
    let boundary = !rest.starts_with(|c: char| c.is_alphanumeric()) || phrase.ends_with([':', '?']);
    let ended = !rest.chars().any(char::is_alphanumeric)
        || rest
            .trim_start()
            .starts_with([':', '|', '»', '→', '>', '-', '–', '—']);
    boundary && (goes_on || ended)
}

/// Whether the line stands over readers' comments.
pub(super) fn opens_comments(text: &str) -> bool {
    if text.split(' ').count() > MAX_WORDS {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    let counted =
        lower.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | ',' | '('));
    let is_counted = counted.len() < lower.len();
    COMMENTS.lines().any(|phrase| {
        counted.strip_prefix(phrase).is_some_and(|rest| {
            let rest = rest.trim_matches(|c: char| !c.is_alphabetic());
            // "3 thoughts on" names the story after it.
            rest.is_empty() || is_counted && phrase.contains(' ') && !phrase.ends_with(':')
        })
    })
}

/// A line that is a date and nothing else.
fn is_date(text: &str, words: usize) -> bool {
    let lower = text.to_lowercase();
    let dated = DATED.lines().find_map(|w| lower.strip_prefix(w));
    if dated.is_some_and(|rest| rest.contains(char::is_numeric))
        && words <= MAX_DATE_WORDS
        && !text.ends_with('.')
    {
        return true;
    }
    let bare = text;
    // A dash before a name and a date signs the quotation above it.
    let signature = bare.starts_with(['—', '–', '-']) || bare.contains('@');
    words <= 8
        && !signature
        && bare.chars().any(char::is_numeric)
        && parse_date(&bare.replace(" at ", " ")).is_some()
}

/// Nothing but the names of places to share on.
fn is_share_bar(lower: &str) -> bool {
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .peekable();
    let begins = words
        .peek()
        .is_some_and(|w| !matches!(*w, "on" | "via" | "this" | "x" | "comment"));
    begins && words.all(|w| SHARE_WORDS.contains(&w))
}

/// "By Ada Quill", "By Ada Quill and Bo Tarn, Hill Wire": two to nine words after *By*, all names, no full stop.
fn is_byline(text: &str) -> bool {
    let Some(rest) = text
        .strip_prefix("By ")
        .or_else(|| text.strip_prefix("BY "))
    else {
        return false;
    };
    let words: Vec<&str> = rest.split(' ').collect();
    let is_name = |w: &&str| {
        let small = [
            "and", "of", "in", "for", "the", "de", "van", "von", "al", "bin", "at", "with", "|",
            "-", "&",
        ];
        small.contains(w) || w.starts_with(char::is_uppercase)
    };
    let has_period = rest.ends_with('.')
        || rest.contains(['?', '!', ':', ';'])
        || rest.contains(char::is_numeric);
    let dated = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let is_dated = words
        .iter()
        .any(|w| dated.contains(&w.to_lowercase().as_str()));
    (2..=9).contains(&words.len()) && !has_period && !is_dated && words.iter().all(is_name)
}

//! Lines that describe a picture: by how they begin ("FILE - ", "In this photo taken ...") and by the credit they end with.
//!
//! A credit is hard where nothing but a picture has one ("(AP Photo/...)"), soft where a report can end the same way
//! ("(Reuters)"). A soft one counts only in a line in which nobody speaks.

use super::furniture::has_speech_verb;
use super::furniture::speaks;

/// Longest description of a picture, in words. What is longer is prose.
const MAX_WORDS: usize = 110;
/// Longest credit in parentheses, in words.
const MAX_CREDIT_WORDS: usize = 14;

/// Agencies and the like, as they sign pictures, in lower case.
const AGENCIES: &[&str] = &[
    "ap",
    "afp",
    "reuters",
    "epa",
    "epa-efe",
    "getty",
    "getty images",
    "xinhua",
    "dpa",
    "pti",
    "ani",
    "anadolu",
    "anadolu agency",
    "tass",
    "upi",
    "wam",
    "flash90",
    "bloomberg",
    "shutterstock",
    "istock",
    "alamy",
    "pa",
    "pa wire",
    "pa media",
    "keystone",
    "ansa",
    "efe",
    "kyodo",
    "yonhap",
    "idf",
    "press association",
    "associated press",
    "courtesy",
    "screenshot",
    "screen capture",
    "screengrab",
    "screen grab",
    "handout",
    "file",
    "file photo",
    "photo",
    "illustrative",
    "wikimedia commons",
    "pool",
    "social media",
    "twitter",
    "facebook",
    "telegram",
    "youtube",
];

/// Words that make a credit hard wherever they stand in it.
const HARD: &[&str] = &[
    "photo",
    "photos",
    "photograph",
    "photography",
    "picture",
    "image",
    "images",
    "screenshot",
    "screengrab",
    "screen capture",
    "screen grab",
    "handout",
    "courtesy",
    "via",
    "file",
    "flash90",
    "wikimedia",
    "creative commons",
    "cc by",
    "cc-by",
    "shutterstock",
    "illustrative",
    "credit",
    "getty",
];

/// How descriptions begin, in lower case.
const OPENINGS: &[&str] = &[
    "file - ",
    "file – ",
    "file — ",
    "file: ",
    "file photo: ",
    "file photo - ",
    "file image: ",
    "file picture: ",
    "photo: ",
    "photos: ",
    "photo by ",
    "photo credit",
    "photograph: ",
    "photography: ",
    "image: ",
    "image credit",
    "image source",
    "image caption",
    "picture: ",
    "picture credit",
    "credit: ",
    "caption: ",
    "pictured: ",
    "illustrative: ",
    "illustrative image",
    "illustrative photo",
    "handout photo",
    "handout image",
    "screenshot: ",
    "screengrab: ",
    "media caption",
    "a screengrab ",
    "a handout ",
    "a file photo ",
];

/// What "In this ..." shows, and what follows it in a description.
const PICTURES: &[&str] = &[
    "photo",
    "photograph",
    "image",
    "picture",
    "grab",
    "screengrab",
    "screenshot",
    "still",
    "handout",
    "frame",
    "footage",
    "combination",
];
const TAKEN: &[&str] = &[
    "taken",
    "released",
    "provided",
    "made",
    "issued",
    "obtained",
    "posted",
    "distributed",
    "shot",
    "from",
    "supplied",
    "published",
    "shared",
    "captured",
    "shows",
    "show",
    "showing",
];

/// Whether the line describes a picture. `after_headline`: it follows a repeated headline directly, as descriptions do in syndicated copies.
pub(super) fn is_caption(text: &str, after_headline: bool) -> bool {
    let words = text.split(' ').count();
    if words > MAX_WORDS {
        return false;
    }
    let lower = text.to_lowercase();
    let opens = OPENINGS.iter().any(|o| lower.starts_with(o));
    if opens && !(has_speech_verb(text) && text.contains(['"', '“'])) {
        return true;
    }
    if shows_picture(&lower) && !speaks_of_itself(text) {
        return true;
    }
    if lower.starts_with("(ap photo")
        || lower.starts_with("ap photo/")
        || lower.starts_with("[photo")
    {
        return true;
    }
    let Some((before, credit)) = final_parenthesis(text) else {
        return false;
    };
    match strength(before, credit) {
        Strength::Hard => true,
        Strength::Soft => {
            let described = before.split(' ').count() >= 4;
            let ended = before.ends_with(['.', '!', '?', '”', '"']);
            let free = !speaks(text);
            described && free && (!ended || after_headline || dated(before))
        }
        Strength::None => after_headline && !speaks(text) && credit.starts_with(char::is_uppercase),
    }
}

/// "In this photo taken on Monday ...", "This image released by ...".
fn shows_picture(lower: &str) -> bool {
    let rest = lower.strip_prefix("in ").unwrap_or(lower);
    let Some(rest) = rest
        .strip_prefix("this ")
        .or_else(|| rest.strip_prefix("these "))
    else {
        return false;
    };
    let words: Vec<&str> = rest
        .split(' ')
        .take(14)
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .collect();
    let at = words
        .iter()
        .position(|w| PICTURES.contains(&w.trim_end_matches('s')) || PICTURES.contains(w));
    let Some(at) = at.filter(|at| *at <= 9) else {
        return false;
    };
    let begins = lower.starts_with("in this ");
    let after = words.iter().skip(at + 1).take(3);
    let is_taken = after.into_iter().any(|w| TAKEN.contains(w));
    // "In this March 3, 2026, file photo, ..." says neither who took it nor when it was released.
    is_taken
        || begins
            && words
                .get(..at)
                .is_some_and(|w| w.contains(&"file") || w.contains(&"handout"))
}

/// Whether a sentence about a picture is itself a report: somebody speaks of the picture.
fn speaks_of_itself(text: &str) -> bool {
    text.contains(['"', '“']) && has_speech_verb(text)
}

/// How surely a credit is a picture's.
enum Strength {
    Hard,
    Soft,
    None,
}

/// Weighs what stands in the final parentheses.
fn strength(before: &str, credit: &str) -> Strength {
    let lower = credit.to_lowercase();
    let words: Vec<&str> = credit.split(' ').collect();
    if words.len() > MAX_CREDIT_WORDS || lower.is_empty() {
        return Strength::None;
    }
    let parts: Vec<&str> = lower
        .split(['/', ',', '|', ';', ':'])
        .map(str::trim)
        .collect();
    let is_agency = |part: &str| {
        AGENCIES.contains(&part) || part.ends_with(" via ap") || part.ends_with(" images")
    };
    let has_word = |word: &str| {
        lower.match_indices(word).any(|(at, _)| {
            let before = lower.get(..at).and_then(|s| s.chars().next_back());
            let after = lower.get(at + word.len()..).and_then(|s| s.chars().next());
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
    };
    let capitals =
        credit.chars().next().is_some_and(|c| c.is_uppercase()) || lower.starts_with("via ");
    let short_mark = HARD.contains(&lower.as_str()) || lower.starts_with("via ");
    let signed = parts.len() >= 2 && parts.iter().any(|p| is_agency(p));
    let marked = HARD.iter().any(|word| has_word(word))
        && (capitals
            || short_mark
            || lower.starts_with("photo")
            || lower.starts_with("screenshot"));
    if (signed || marked) && !has_speech_verb(credit) && !credit.contains(['"', '“']) {
        return if is_prose_aside(&lower) {
            Strength::None
        } else {
            Strength::Hard
        };
    }
    if is_agency(&lower) {
        return Strength::Soft;
    }
    if is_name(&words) && !is_abbreviation(before, credit) {
        Strength::Soft
    } else {
        Strength::None
    }
}

/// "(see photo)", "(pictured above)", "(the file was lost)": an aside in a sentence, not a credit.
fn is_prose_aside(lower: &str) -> bool {
    [
        "see ", "the ", "a ", "an ", "which ", "who ", "pictured", "in ", "not ", "or ", "and ",
        "see:",
    ]
    .iter()
    .any(|w| lower.starts_with(w))
}

/// Two to six words, all with a capital: an organisation or a person that signs a picture.
fn is_name(words: &[&str]) -> bool {
    let small = ["of", "the", "and", "for", "de", "&"];
    let is_part = |w: &&str| {
        small.contains(w) || w.starts_with(char::is_uppercase) && !w.contains(char::is_numeric)
    };
    (2..=6).contains(&words.len()) && words.iter().all(is_part)
}

/// "... the Harbour Pilots' Guild (HPG)": a short form of the words before it.
fn is_abbreviation(before: &str, credit: &str) -> bool {
    let initials: String = before
        .split([' ', '-'])
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    let short: String = credit.chars().filter(|c| c.is_uppercase()).collect();
    !credit.contains(' ') && initials.ends_with(&short)
}

/// Whether a description says of when it is: a year near its end.
fn dated(before: &str) -> bool {
    let last: Vec<&str> = before.rsplit(' ').take(3).collect();
    last.iter().any(|w| {
        let digits = w.trim_matches(|c: char| !c.is_ascii_digit());
        digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
    })
}

/// The text before the final parentheses and what stands in them; a full stop or a bracket may follow.
fn final_parenthesis(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches(['.', ' ']);
    let (open, close) = if text.ends_with(']') {
        ('[', ']')
    } else {
        ('(', ')')
    };
    let inside = text.strip_suffix(close)?;
    let at = inside.rfind(open)?;
    let credit = inside.get(at + 1..)?.trim();
    Some((inside.get(..at)?.trim_end(), credit))
}

//! Which language a text is in: by its script, and in Latin letters by its commonest words. Names are not looked up, so that a
//! text of few words is taken for English, which most of what comes in is.

use super::tongues;
use super::tongues::Tongue;
use crate::text::words;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Words looked at; what comes after decides nothing.
const MAX_WORDS: usize = 600;
/// Characters looked at for the script.
const MAX_CHARS: usize = 4_000;
/// Fewest words that can tell a language by its commonest ones.
const MIN_WORDS: usize = 12;
/// Share of a language's commonest words that shows it. In running text it is 0.25 to 0.45.
const SHOWS: f64 = 0.12;
/// The same in a text shorter than [`LONG`], where a few small words that two languages share could decide.
const SHOWS_SHORT: f64 = 0.25;
/// How many times the share of English another language's must be.
const MARGIN: f64 = 1.8;
/// Share of English words below which a long text is not English, though nothing else is known.
const FOREIGN: f64 = 0.02;
/// Fewest words of a long text.
const LONG: usize = 40;

/// What a text is written in.
#[derive(Clone, Copy, Debug)]
pub enum Language {
    /// The model's.
    English,
    /// One whose quotations are read.
    Tongue(&'static Tongue),
    /// Any other.
    Unknown,
}

/// Common words and the languages that have them.
struct Common {
    /// The languages told by words, English apart: `None` for those that are only told from English.
    tongues: Vec<Option<&'static Tongue>>,
    /// Word, and a bit for each language that has it: bit `n` for `tongues[n]`, [`IN_ENGLISH`].
    words: FxHashMap<&'static str, u32>,
}

/// The bit of English words.
const IN_ENGLISH: u32 = 1 << 31;

/// Longest word in ASCII that is looked up, in bytes; no list has a longer one.
const LONGEST: usize = 24;

static COMMON: LazyLock<Common> = LazyLock::new(|| {
    let mut common = Common {
        tongues: Vec::new(),
        words: FxHashMap::default(),
    };
    let mut add = |list: &'static str, bit: u32| {
        for word in list.split(' ') {
            *common.words.entry(word).or_default() |= bit;
        }
    };
    add(tongues::ENGLISH, IN_ENGLISH);
    let read = tongues::TONGUES.iter().filter(|t| !t.common.is_empty());
    let read = read.map(|t| (Some(*t), t.common));
    let others = tongues::OTHERS.iter().map(|list| (None, *list));
    for (n, (tongue, list)) in read.chain(others).enumerate() {
        add(list, 1 << n);
        common.tongues.push(tongue);
    }
    common
});

/// The languages that have `word`, whatever its case.
fn bits(word: &str) -> u32 {
    let words = &COMMON.words;
    if !word.is_ascii() {
        return words
            .get(word.to_lowercase().as_str())
            .copied()
            .unwrap_or(0);
    }
    let mut buffer = [0; LONGEST];
    let Some(low) = buffer.get_mut(..word.len()) else {
        return 0;
    };
    low.copy_from_slice(word.as_bytes());
    low.make_ascii_lowercase();
    let low = std::str::from_utf8(low).unwrap_or_default();
    words.get(low).copied().unwrap_or(0)
}

/// The language of a paragraph or text; `around` for one that is too short to tell.
pub fn language(text: &str, around: Language) -> Language {
    match script(text) {
        Some(Script::Latin) => latin(text, around),
        Some(Script::Tongue(tongue)) => Language::Tongue(tongue),
        Some(Script::Other) => Language::Unknown,
        None => around,
    }
}

enum Script {
    Latin,
    Tongue(&'static Tongue),
    Other,
}

/// The script of most letters; `None` where there are none.
fn script(text: &str) -> Option<Script> {
    if text.is_ascii() {
        let letter = text.bytes().any(|b| b.is_ascii_alphabetic());
        return letter.then_some(Script::Latin);
    }
    let (mut latin, mut cyrillic, mut arabic, mut han, mut kana, mut devanagari, mut other) =
        (0, 0, 0, 0, 0, 0, 0);
    // Letters that Russian, Arabic and Hindi do without and their neighbours have.
    let (mut not_russian, mut not_arabic) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(MAX_CHARS) {
        if c.is_ascii() {
            latin += 1;
            continue;
        }
        match c {
            'ў' | 'і' | 'ї' | 'є' | 'ґ' | 'ј' | 'љ' | 'њ' | 'ћ' | 'ђ' | 'џ' | 'ә' | 'қ' | 'ң'
            | 'ү' => not_russian += 1,
            'پ' | 'چ' | 'گ' | 'ژ' | 'ٹ' | 'ڈ' | 'ڑ' | 'ے' | 'ں' | 'ی' | 'ک' => {
                not_arabic += 1
            }
            _ => {}
        }
        *(match c {
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => &mut latin,
            '\u{400}'..='\u{52f}' => &mut cyrillic,
            '\u{600}'..='\u{6ff}' => &mut arabic,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => &mut han,
            '\u{3040}'..='\u{30ff}' => &mut kana,
            '\u{900}'..='\u{97f}' => &mut devanagari,
            _ => &mut other,
        }) += 1;
    }
    let all = latin + cyrillic + arabic + han + kana + devanagari + other;
    let most = |n: i32| n * 2 > all;
    match () {
        () if all == 0 => None,
        () if most(latin) => Some(Script::Latin),
        () if most(cyrillic) && not_russian * 100 < cyrillic => Some(Script::Tongue(&tongues::RU)),
        () if most(arabic) && not_arabic * 50 < arabic => Some(Script::Tongue(&tongues::AR)),
        () if kana * 20 > all && most(kana + han) => Some(Script::Tongue(&tongues::JA)),
        () if most(han) => Some(Script::Tongue(&tongues::ZH)),
        () if most(devanagari) => Some(Script::Tongue(&tongues::HI)),
        () => Some(Script::Other),
    }
}

fn latin(text: &str, around: Language) -> Language {
    let mut total = 0usize;
    let mut english = 0usize;
    let mut hits = vec![0usize; COMMON.tongues.len()];
    for (_, word) in words(text).take(MAX_WORDS) {
        total += 1;
        let mut bits = bits(word);
        english += usize::from(bits & IN_ENGLISH != 0);
        bits &= !IN_ENGLISH;
        while bits != 0 {
            if let Some(n) = hits.get_mut(bits.trailing_zeros() as usize) {
                *n += 1;
            }
            bits &= bits - 1;
        }
    }
    if total < MIN_WORDS {
        return around;
    }
    let share = |n: usize| n as f64 / total as f64;
    let best = hits.iter().zip(&COMMON.tongues).max_by_key(|(n, _)| **n);
    if let Some((n, tongue)) = best
        && share(*n) >= if total < LONG { SHOWS_SHORT } else { SHOWS }
        && share(*n) >= MARGIN * share(english)
    {
        return tongue.map_or(Language::Unknown, Language::Tongue);
    }
    if total >= LONG && share(english) < FOREIGN {
        return Language::Unknown;
    }
    Language::English
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_common_word_can_be_found() {
        for (word, own) in &COMMON.words {
            assert_eq!(bits(word), *own, "{word}");
            assert_eq!(bits(&word.to_uppercase()) & *own, *own, "{word}");
        }
        assert_eq!(bits(&"the".repeat(9)), 0);
    }
}

//! From a paragraph to the words that are compared, blind to type, accents, markup and case. It does not know what a story is.
//!
//! Its results are hashed for ever: a change here asks for a new [`super::Fingerprint`] version.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

/// One word, or one character of a script that is written without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Of the folded word: compatibility forms, accents and case are gone; a figure has lost its separators.
    pub hash: u64,
    /// Has more than one letter.
    pub long: bool,
    /// Starts with a capital letter.
    pub capital: bool,
    /// Has a digit, or is an English word for two to twelve, which house styles write either way.
    pub figure: bool,
    /// Opens a paragraph, a sentence or a quotation, where a capital says nothing.
    pub opens: bool,
    /// Is a character of a script without spaces, of which several make a word.
    pub unspaced: bool,
    /// Stands between quotation marks.
    pub quoted: bool,
}

/// A tag or link longer than this in bytes is taken for text, so that a lone `<` cannot swallow a paragraph.
const MAX_MARKUP: usize = 400;

/// Bytes that a word and what follows it take at the least, on average: room for so many words is made at once.
const BYTES_PER_WORD: usize = 5;

/// The words of one paragraph, at most `limit`.
pub(super) fn words(paragraph: &str, limit: usize) -> Vec<Word> {
    let folded = fold(paragraph);
    let mut out: Vec<Word> = Vec::with_capacity((folded.len() / BYTES_PER_WORD).min(limit));
    let mut buffer = String::new();
    let mut opens = true;
    let mut marks = Marks::default();
    let mut rest: &str = &folded;
    while let Some(c) = rest.chars().next() {
        if out.len() >= limit {
            break;
        }
        if c == ' ' {
            marks.after_word = false;
            rest = &rest[1..];
            continue;
        }
        let unspaced = is_unspaced(c);
        let len = if unspaced {
            c.len_utf8()
        } else {
            plain_len(rest).unwrap_or_else(|| word_len(rest))
        };
        let (raw, after) = rest.split_at(len.max(c.len_utf8()));
        rest = after;
        if unspaced || len > 0 {
            buffer.clear();
            if raw.is_ascii() {
                buffer.push_str(raw);
                buffer.make_ascii_lowercase();
                // The separators of a number.
                if !raw.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    buffer.retain(|c| c.is_ascii_alphanumeric());
                }
            } else {
                let kept = raw.chars().filter(|c| unspaced || c.is_alphanumeric());
                buffer.extend(kept.flat_map(char::to_lowercase));
            }
            out.push(Word {
                quoted: marks.open,
                ..word(&buffer, c, opens, unspaced)
            });
            opens = false;
            marks.after_word = true;
        } else {
            marks.read(c, rest.chars().next());
            // A full stop after a word ends a sentence; after one capital it marks an initial.
            let initial = out.last().is_some_and(|w| w.capital && !w.long);
            opens |= matches!(c, '!' | '?' | ':' | '"' | '“' | '„' | '«' | '‹' | '•')
                || (c == '.' && !initial);
        }
    }
    out
}

/// Bytes of the word that `text` starts with, where a glance tells: ASCII up to a character that can't belong to it.
fn plain_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let len = bytes
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    match bytes.get(len) {
        Some(next) if !next.is_ascii() => None,
        Some(b'.' | b',' | b'\'') if len > 0 && bytes[len - 1].is_ascii_digit() => None,
        _ => Some(len),
    }
}

fn word(folded: &str, first: char, opens: bool, unspaced: bool) -> Word {
    let numeral = numeral(folded);
    Word {
        hash: xxh3_64(numeral.unwrap_or(folded).as_bytes()),
        long: folded.chars().nth(1).is_some(),
        capital: first.is_uppercase(),
        figure: numeral.is_some() || folded.bytes().any(|b| b.is_ascii_digit()),
        opens,
        unspaced,
        quoted: false,
    }
}

/// Whether a quotation is open. A paragraph begins without one; one that is not closed runs to the paragraph's end, as speeches
/// over several paragraphs are printed. Straight single marks are apostrophes as often and say nothing.
#[derive(Default)]
struct Marks {
    open: bool,
    /// Closed by a typographic single mark.
    single: bool,
    after_word: bool,
}

impl Marks {
    fn read(&mut self, c: char, next: Option<char>) {
        let before_word = next.is_some_and(char::is_alphanumeric);
        match c {
            '“' | '„' | '«' | '「' | '『' => (self.open, self.single) = (true, false),
            '‘' if !self.open && before_word => (self.open, self.single) = (true, true),
            '’' if self.open && self.single && !before_word => self.open = false,
            '”' | '»' | '」' | '』' if !self.single => self.open = false,
            '"' if !self.single => self.open = before_word && !(self.open && self.after_word),
            _ => {}
        }
        self.after_word = false;
    }
}

/// The digits for a small number in words. Not one: it is a pronoun as often.
fn numeral(folded: &str) -> Option<&'static str> {
    Some(match folded {
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "eleven" => "11",
        "twelve" => "12",
        _ => return None,
    })
}

/// The text without tags, links, character references, accents and compatibility forms; case is kept.
fn fold(text: &str) -> Cow<'_, str> {
    let bare = if text.contains(['<', '&']) || text.contains("http") {
        Cow::Owned(without_markup(text))
    } else {
        Cow::Borrowed(text)
    };
    if bare.chars().all(is_plain) {
        return bare;
    }
    let folded = bare.nfkd().filter(|&c| !is_left_out(c)).map(ascii_digit);
    Cow::Owned(folded.collect())
}

/// Whether folding leaves the character what it is, or it is a mark that no word has.
fn is_plain(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{2010}'..='\u{201f}' | '«' | '»')
}

fn without_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&', 'h']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let skip = markup_len(rest);
        if skip > 0 {
            out.push(' ');
            rest = &rest[skip..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Bytes of the tag, character reference or link that `text` starts with; 0 when it starts with none.
fn markup_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let end_of = |wanted: u8, within: usize| {
        bytes
            .iter()
            .take(within)
            .position(|&b| b == wanted)
            .map(|at| at + 1)
    };
    match bytes {
        [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!') => {
            end_of(b'>', MAX_MARKUP).unwrap_or(0)
        }
        [b'&', ..] => match end_of(b';', 10) {
            Some(end)
                if bytes[1..end - 1]
                    .iter()
                    .all(|b| b.is_ascii_alphanumeric() || *b == b'#') =>
            {
                end
            }
            _ => 0,
        },
        _ if text.starts_with("http://") || text.starts_with("https://") => text
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')'))
            .unwrap_or(text.len()),
        _ => 0,
    }
}

/// Bytes of the word that `text` starts with. Separators inside a number belong to it: `1,250.50` is one word.
fn word_len(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut digit_before = false;
    while let Some((at, c)) = chars.next() {
        let inside = match c {
            '.' | ',' | '\'' if digit_before => {
                chars.peek().is_some_and(|(_, next)| next.is_ascii_digit())
            }
            _ => c.is_alphanumeric() && !is_unspaced(c),
        };
        if !inside {
            return at;
        }
        digit_before = c.is_ascii_digit();
    }
    text.len()
}

/// Accents, and the soft hyphens, joiners and marks that are in a text for the typesetter.
fn is_left_out(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// Arabic, Persian and Devanagari digits as the ASCII digits that another edition prints.
fn ascii_digit(c: char) -> char {
    let zero = match c {
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{966}'..='\u{96f}' => 0x966,
        _ => return c,
    };
    char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
}

/// Whether the script is written without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, Kana and Han.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(paragraph: &str) -> Vec<u64> {
        let words = words(paragraph, usize::MAX);
        words.into_iter().map(|w| w.hash).collect()
    }

    fn spelt(words: &[&str]) -> Vec<u64> {
        words.iter().map(|w| xxh3_64(w.as_bytes())).collect()
    }

    #[test]
    fn type_markup_and_accents_make_no_difference() {
        for (one, other) in [
            ("“Don’t”, he said — twice.", "\"Don't\", he said -- twice"),
            ("Café Zoë", "Cafe\u{301} ZOE"),
            ("<p class=\"a\">One &amp; two</p>", "One two"),
            ("Read (https://a.example/b?c=d) on", "Read on"),
            ("1,250.50 crowns", "1.250,50 crowns"),
            ("ﬁve ２０", "five 20"),
            ("nine of twelve", "9 of 12"),
            ("٣٤ شخصا", "34 شخصا"),
            ("co\u{ad}operate", "cooperate"),
        ] {
            assert_eq!(hashes(one), hashes(other), "{one}");
        }
    }

    #[test]
    fn words_are_told_from_what_surrounds_them() {
        for (text, expect) in [
            (
                "5 < 6 & 7 > 2 AT&T hhttp",
                &["5", "6", "7", "2", "at", "t", "hhttp"][..],
            ),
            ("Acme <ACM", &["acme", "acm"]),
            ("end. 3.5. Next", &["end", "35", "next"]),
            ("the 4th, 5-1", &["the", "4th", "5", "1"]),
            ("東京2020年", &["東", "京", "2020", "年"]),
            ("", &[]),
        ] {
            assert_eq!(hashes(text), spelt(expect), "{text}");
        }
    }

    #[test]
    fn characters_without_spaces_are_marked_and_counted() {
        assert!(words("東京", 9).iter().all(|w| w.unspaced));
        assert_eq!(words("一二三四", 2).len(), 2);
    }

    #[test]
    fn quoted_words_are_known() {
        for (text, expect) in [
            ("He said “we will go” and left", &["we", "will", "go"][..]),
            (
                "He said: \"Go home.\" \"Now,\" he said",
                &["go", "home", "now"],
            ),
            ("It’s ‘not’ the dogs’ day", &["not"]),
            ("It's 'not' the dogs' day", &[]),
            ("“We go on", &["we", "go", "on"]),
            ("Il dit «non» hier", &["non"]),
            ("a 5\" pipe", &[]),
        ] {
            let words = words(text, 99).into_iter();
            let found: Vec<u64> = words.filter(|w| w.quoted).map(|w| w.hash).collect();
            assert_eq!(found, spelt(expect), "{text}");
        }
    }

    #[test]
    fn openings_are_known() {
        let opening: Vec<u64> = words("The mayor, J. Roe, left. She said: “Never.”", 99)
            .into_iter()
            .filter(|w| w.opens)
            .map(|w| w.hash)
            .collect();
        assert_eq!(opening, spelt(&["the", "she", "never"]));
    }
}

//! Comparable forms of text and its plain words. Knows nothing of sentences or quotations as structures.

use crate::model::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether `c` is written for an apostrophe or a single quotation mark.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | '′' | '`' | '´' | '＇')
}

/// Whether `c` opens or closes a quotation in some convention that uses doubled or angular marks.
pub fn is_double_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' | '「' | '」' | '『' | '』'
    )
}

/// Whether `c` is any mark used for quoting, apostrophes included.
pub fn is_quote(c: char) -> bool {
    is_apostrophe(c) || is_double_quote(c)
}

/// A form in which two printings of the same words are equal: lower case, compatibility forms and diacritics removed,
/// quotation marks and dashes straightened, any run of white space one space, invisible characters gone.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// [`fold`], appended to `out`, for callers that reuse a buffer.
pub fn fold_into(text: &str, out: &mut String) {
    let mut space = false;
    let from = out.len();
    let mut put = |c: char, out: &mut String| {
        if c.is_whitespace() {
            space = out.len() > from;
            return;
        }
        if std::mem::take(&mut space) {
            out.push(' ');
        }
        out.push(c);
    };
    if text.is_ascii() {
        for c in text.chars() {
            put(c.to_ascii_lowercase(), out);
        }
        return;
    }
    for c in text.nfkd() {
        match c {
            _ if is_combining_mark(c) || is_invisible(c) => {}
            _ if is_apostrophe(c) => put('\'', out),
            _ if is_double_quote(c) => put('"', out),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => put('-', out),
            'ß' => "ss".chars().for_each(|c| put(c, out)),
            'æ' | 'Æ' => "ae".chars().for_each(|c| put(c, out)),
            'œ' | 'Œ' => "oe".chars().for_each(|c| put(c, out)),
            'ø' | 'Ø' => put('o', out),
            'ł' | 'Ł' => put('l', out),
            'đ' | 'Đ' => put('d', out),
            'ı' => put('i', out),
            _ => c
                .to_lowercase()
                .filter(|&c| !is_combining_mark(c))
                .for_each(|c| put(c, out)),
        }
    }
}

/// A form in which two typesettings of the same text are equal: compatibility forms, quotation marks and dashes as
/// [`fold`] has them, any run of white space one space, invisible characters gone. Case and diacritics stay: they are the writer's.
pub fn printed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.nfkc() {
        let c = match c {
            _ if is_invisible(c) => continue,
            _ if c.is_whitespace() => {
                space = !out.is_empty();
                continue;
            }
            _ if is_apostrophe(c) => '\'',
            _ if is_double_quote(c) => '"',
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
            c => c,
        };
        if std::mem::take(&mut space) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Whether `c` is of a script that is written without spaces, so that its words cannot be had by looking for spaces.
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xff66..=0xff9d | 0x20000..=0x3134f)
}

/// Soft hyphens, joiners, direction marks and the like: they change how a text looks, not what it says.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The words of a text with their places: runs of letters and digits, with apostrophes between letters kept inside
/// ("don’t", "Iran’s"). Hyphens part words.
pub fn words(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.by_ref().find(|&(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let inside = is_apostrophe(c)
                && text[at + c.len_utf8()..]
                    .chars()
                    .next()
                    .is_some_and(char::is_alphabetic);
            let joins = || !c.is_ascii() && (is_combining_mark(c) || is_invisible(c));
            if !(c.is_alphanumeric() || inside || joins()) {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        Some((Span::new(start, end), &text[start..end]))
    })
}

/// The words of a text, folded, in order: what two printings of one statement have in common.
pub fn fold_words(text: &str) -> impl Iterator<Item = String> + '_ {
    words(text).map(|(_, word)| fold(word))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn printings_of_the_same_words_fold_alike() {
        for (a, b) in [
            ("“Zoë’s  plan” — now", "\"zoe's plan\" - now"),
            ("\u{a0}NAÏVE ", "naive"),
            ("Straße", "strasse"),
            ("co\u{ad}operate\u{200b}", "cooperate"),
            ("Łódź", "lodz"),
            ("İzmir", "izmir"),
            ("ﬁne", "fine"),
        ] {
            assert_eq!(fold(a), fold(b), "{a}");
        }
        assert_eq!(fold(" a \n b "), "a b");
    }

    #[test]
    fn typesetting_is_no_wording() {
        for (a, b) in [
            ("“Now”  —\u{a0}then… ", "\"Now\" - then..."),
            ("co\u{ad}op", "coop"),
            ("Zoe\u{308}", "Zoë"),
        ] {
            assert_eq!(printed(a), printed(b), "{a}");
        }
        assert_ne!(printed("Zoë"), printed("Zoe"));
        assert_ne!(printed("March"), printed("march"));
    }

    #[test]
    fn words_keep_their_places() {
        let text = "Don’t ‘quote’ co-op’s 10,000.";
        let got: Vec<_> = words(text)
            .map(|(span, word)| (span.of(text).unwrap() == word, word))
            .collect();
        assert_eq!(
            got,
            ["Don’t", "quote", "co", "op’s", "10", "000"].map(|w| (true, w))
        );
        assert_eq!(fold_words("The “END”").collect::<Vec<_>>(), ["the", "end"]);
    }
}

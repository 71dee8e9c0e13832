//! One line of plain text out of whatever a field holds. Knows entities and the look of tags; builds no tree.

use super::html;
use super::html::Piece;
use html5ever::data::NAMED_ENTITIES;

/// Longest entity name that is looked up, in bytes; the longest that HTML has is 31.
const MAX_ENTITY: usize = 34;

/// `text` on one line: whitespace collapsed, no-break spaces made spaces, control, zero-width and direction
/// characters dropped. What a story's text is made of, so that equal words are equal bytes.
pub fn clean_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}') {
            gap = true;
        } else if !is_invisible(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

/// Characters that a reader never sees and that make equal words unequal.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}')
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// A field that is HTML, as one line: tags out, entities decoded once, then [`clean_line`].
pub fn line_of_html(html: &str) -> String {
    clean_line(&decode_entities(&strip_tags(html)))
}

/// `html` without tags, comments and scripts; a block's or a line's end becomes a space. A `<` that begins no tag of HTML stays.
pub fn strip_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    html::pieces(html, |piece| match piece {
        Piece::Text(text) => out.push_str(text),
        Piece::Tag(name, _) if html::ends_line(name.trim_start_matches('/')) => out.push(' '),
        Piece::Tag(..) => {}
        Piece::Nothing => {}
    });
    out
}

/// `text` with each character reference replaced once; what names no character stays as it stands.
pub fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        match entity_at(entity).or_else(|| bare_entity_at(entity)) {
            Some((value, length)) => {
                out.push_str(&value);
                rest = entity.get(length..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = entity.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The characters that the reference at the front of `text` stands for, and its length with `&` and `;`.
pub(super) fn entity_at(text: &str) -> Option<(String, usize)> {
    if let Some((code, length)) = number_at(text) {
        // The halves of a character beyond 16 bits, written as two.
        if let 0xd800..0xdc00 = code
            && let Some((low @ 0xdc00..0xe000, more)) = text.get(length..).and_then(number_at)
        {
            let whole = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            return Some((char::from_u32(whole)?.to_string(), length + more));
        }
        // A reference to a control character is one: nobody sees it.
        let is_control = code < 0x20 || code == 0x7f;
        let value = match c1_as_windows_1252(code) {
            Some(c) => c.to_string(),
            None if is_control => String::new(),
            None => return None,
        };
        return Some((value, length));
    }
    let window = text.as_bytes().iter().take(MAX_ENTITY);
    let end = window.copied().position(|b| b == b';')?;
    Some((named(text.get(1..=end)?)?, end + 1))
}

/// The number in the reference at the front of `text`, and the reference's length.
fn number_at(text: &str) -> Option<(u32, usize)> {
    let inside = text.strip_prefix("&#")?;
    let window = inside.as_bytes().iter().take(MAX_ENTITY);
    let end = window.copied().position(|b| b == b';')?;
    let number = inside.get(..end)?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some((code, end + 3))
}

/// The characters of a name with its `;`, or of one of the old names that go without.
fn named(name: &str) -> Option<String> {
    let (first, second) = *NAMED_ENTITIES.get(name)?;
    // The table also holds the beginnings of names, which stand for nothing.
    let first = char::from_u32(first).filter(|c| *c != '\0')?;
    let second = char::from_u32(second).filter(|c| *c != '\0');
    Some(std::iter::once(first).chain(second).collect())
}

/// Longest name that HTML reads without its `;`.
const MAX_BARE: usize = 6;

/// A reference whose `;` is missing, as browsers read it. Never before a letter, a digit or `=`: that is an address's query.
fn bare_entity_at(text: &str) -> Option<(String, usize)> {
    let inside = text.get(1..)?;
    let end = inside
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let name = inside
        .get(..end)
        .filter(|name| (2..=MAX_BARE).contains(&name.len()))?;
    let value = named(name).filter(|_| {
        !inside
            .get(end..)
            .is_some_and(|rest| rest.starts_with(['=', ';', '#']))
    })?;
    Some((value, end + 1))
}

/// `text` with what was encoded as UTF-8 twice set right: `â€™` for `’`, `Ã©` for `é`. Only sequences that no language writes
/// are touched: those that begin with `â€`, and `Ã` or `Â` before a sign that never follows them.
pub(super) fn unmangle(text: String) -> String {
    if !text.contains(['â', 'Ã', 'Â']) {
        return text;
    }
    let byte = |c: char| -> Option<u8> {
        let mut one = [0; 4];
        let (bytes, _, failed) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut one));
        bytes
            .first()
            .copied()
            .filter(|_| !failed && bytes.len() == 1)
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['â', 'Ã', 'Â']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let wanted = match here.chars().next() {
            Some('â') if here.starts_with("â€") => 3,
            Some('Ã')
                if here
                    .chars()
                    .nth(1)
                    .is_some_and(|c| "¡¢£¤¥¦§¨©ª¬\u{ad}®¯°±²³´µ¶¸¹º¼½¾¿".contains(c)) =>
            {
                2
            }
            Some('Â') if here.chars().nth(1).is_some_and(|c| "£§©®°±²³".contains(c)) => 2,
            _ => 1,
        };
        let bytes: Option<Vec<u8>> = here.chars().take(wanted).map(byte).collect();
        let meant = bytes
            .filter(|_| wanted > 1)
            .and_then(|bytes| String::from_utf8(bytes).ok());
        let taken: String = here.chars().take(wanted).collect();
        match meant {
            Some(meant) => {
                out.push_str(&meant);
                rest = here.get(taken.len()..).unwrap_or_default();
            }
            None => {
                let first = here.chars().next().map_or(1, char::len_utf8);
                out.push_str(here.get(..first).unwrap_or_default());
                rest = here.get(first..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// What a character that XML forbids was meant to be: those from 128 to 159 as windows-1252 has them, nothing else.
pub(super) fn visible(c: char) -> Option<char> {
    match u32::from(c) {
        code @ 0x80..=0x9f => c1_as_windows_1252(code).filter(|c| !c.is_control()),
        _ => None,
    }
}

/// References to 128–159 mean windows-1252, as in every browser.
fn c1_as_windows_1252(code: u32) -> Option<char> {
    match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => {
            let bytes = [byte];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            text.chars().next()
        }
        _ => char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace()),
    }
}

/// The first `limit` bytes of `text`, less what would cut a character in two.
pub(super) fn cut(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_one_plain_line() {
        for (html, expect) in [
            ("AT&amp;T &amp;amp; more", "AT&T &amp; more"),
            ("Caf&eacute;&nbsp;&#8217;s <i>best</i>", "Café ’s best"),
            (
                "&alpha;&oelig;&fnof; &eacute, &copy 2026; ?a&copy=1",
                "αœƒ é, © 2026; ?a&copy=1",
            ),
            ("It&#146;s &#x201C;on&#x201D;", "It’s “on”"),
            (
                "&#55357;&#56832; &#xD83D;&#xDE00; &#55357;",
                "😀 😀 &#55357;",
            ),
            ("a < b and <b>c</b>", "a < b and c"),
            (
                "Tom & Jerry; &unknown; &#8; &#99999999;",
                "Tom & Jerry; &unknown; &#99999999;",
            ),
            ("one<br/>two<!-- no -->", "one two"),
            ("  many \n\t spaces\u{200b} ", "many spaces"),
            ("un<strong>broken</strong>", "unbroken"),
            ("ends in <b", "ends in"),
            ("Vec<T> is <script>x()</script>fine", "Vec<T> is fine"),
            ("soft\u{ad}hyphen\u{feff}", "softhyphen"),
        ] {
            assert_eq!(line_of_html(html), expect, "{html}");
        }
    }

    #[test]
    fn what_was_encoded_twice_is_set_right() {
        for (text, expect) in [
            ("Itâ€™s a cafÃ© â€” Â£5", "It’s a café — £5"),
            (
                "«AMANHÃ» e «CAFÉ» à Ã, château",
                "«AMANHÃ» e «CAFÉ» à Ã, château",
            ),
            ("â€", "â€"),
        ] {
            assert_eq!(unmangle(text.to_owned()), expect);
        }
    }

    #[test]
    fn hostile_fields_cost_linear_time() {
        let text = "<a".repeat(2_000_000) + &"&#".repeat(2_000_000);
        assert!(line_of_html(&text).len() <= text.len());
    }
}

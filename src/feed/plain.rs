//! One line of plain text out of whatever a field holds. Knows entities and the look of tags; builds no tree.

use quick_xml::escape::resolve_html5_entity;

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

/// `html` without tags and comments; a block's or a line's end becomes a space. A `<` that begins no tag stays.
pub fn strip_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // Once a search to the end has failed it is not made again, so the whole stays linear.
    let mut comments_end = true;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let begins_tag = tag
            .chars()
            .nth(1)
            .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        let end = if !begins_tag {
            None
        } else if comments_end && tag.starts_with("<!--") {
            let end = tag.find("-->").map(|n| n + 3);
            comments_end = end.is_some();
            end.or_else(|| tag.find('>').map(|n| n + 1))
        } else {
            tag.find('>').map(|n| n + 1)
        };
        match end {
            Some(end) => {
                let inline = [
                    "a", "b", "i", "em", "strong", "span", "u", "sup", "sub", "font",
                ];
                let name = tag_name(tag);
                if !inline.iter().any(|n| n.eq_ignore_ascii_case(name)) {
                    out.push(' ');
                }
                rest = tag.get(end..).unwrap_or_default();
            }
            None => {
                out.push('<');
                rest = tag.get(1..).unwrap_or_default();
                if begins_tag {
                    break;
                }
            }
        }
    }
    out.push_str(rest);
    out
}

/// The name in `<name ...` or `</name ...`.
fn tag_name(tag: &str) -> &str {
    let tag = tag.trim_start_matches(['<', '/']);
    let end = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default()
}

/// `text` with each character reference replaced once; what names no character stays as it stands.
pub fn decode_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        match entity_at(entity) {
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
    let window = text.as_bytes().iter().take(MAX_ENTITY);
    let end = window.copied().position(|b| b == b';')?;
    let name = text.get(1..end)?;
    let value = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            c1_as_windows_1252(code)?.to_string()
        }
        None => resolve_html5_entity(name)?.to_owned(),
    };
    Some((value, end + 1))
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
            ("It&#146;s &#x201C;on&#x201D;", "It’s “on”"),
            ("a < b and <b>c</b>", "a < b and c"),
            ("Tom & Jerry; &unknown; &#0;", "Tom & Jerry; &unknown; &#0;"),
            ("one<br/>two<!-- no -->", "one two"),
            ("  many \n\t spaces\u{200b} ", "many spaces"),
            ("un<strong>broken</strong>", "unbroken"),
            ("ends in <b", "ends in <b"),
            ("soft\u{ad}hyphen\u{feff}", "softhyphen"),
        ] {
            assert_eq!(line_of_html(html), expect, "{html}");
        }
    }

    #[test]
    fn hostile_fields_cost_linear_time() {
        let text = "<a".repeat(2_000_000) + &"&#".repeat(2_000_000);
        assert!(!line_of_html(&text).is_empty());
    }
}

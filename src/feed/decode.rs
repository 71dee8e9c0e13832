//! Bytes of a feed or a page to text. Knows byte order marks and encoding labels; nothing of what the text says.
//!
//! The order is that of what lies least: byte order mark, UTF-16 by its look, valid UTF-8, then what the
//! document and the transport declare, then windows-1252. `latin-1` means windows-1252, as in every browser.

use encoding_rs::Encoding;
use encoding_rs::ISO_2022_JP;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;
use encoding_rs::WINDOWS_1252;

/// Bytes at the front of a document in which it may declare its encoding. A declaration further on is not read.
const DECLARATION_WINDOW: usize = 2048;

/// Which declaration to look for, and whether the transport's word comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// `<?xml encoding="...">`, then the `Content-Type` header.
    Xml,
    /// The `Content-Type` header, then `<meta charset>`, as HTML prescribes.
    Html,
}

/// The document as text without byte order mark. Never fails: what cannot be decoded becomes U+FFFD.
pub fn to_text(bytes: &[u8], content_type: Option<&str>, markup: Markup) -> String {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default());
        return text.into_owned();
    }
    if let Some(encoding) = utf16_by_look(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    let declared = declared_in(bytes, markup);
    // ISO-2022-JP is the one encoding in use whose bytes are valid UTF-8 and mean something else.
    let shifted = bytes.contains(&0x1b) && declared == Some(ISO_2022_JP);
    if !shifted && let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let header = content_type.and_then(charset_of);
    let chosen = match markup {
        Markup::Xml => declared.or(header),
        Markup::Html => header.or(declared),
    };
    // UTF-8 that is not valid is most often one bad byte in a UTF-8 document: keep the rest of it.
    let encoding = chosen.unwrap_or(WINDOWS_1252);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-16 without a byte order mark: markup begins with `<`, whose other byte is zero.
fn utf16_by_look(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, second, 0, ..] if *second != 0 => Some(UTF_16LE),
        [0, b'<', 0, second, ..] if *second != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding named by a `Content-Type` value.
fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    value_after(content_type, "charset").and_then(label)
}

/// A label's encoding, as the WHATWG table has it.
fn label(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.as_bytes())
}

/// The encoding that the document itself names.
fn declared_in(bytes: &[u8], markup: Markup) -> Option<&'static Encoding> {
    let window = bytes.get(..DECLARATION_WINDOW).unwrap_or(bytes);
    let head = String::from_utf8_lossy(window);
    let found = match markup {
        Markup::Xml => {
            let declaration = head.split("?>").next()?;
            let at = declaration.find("<?xml")?;
            value_after(declaration.get(at..)?, "encoding").and_then(label)
        }
        Markup::Html => {
            let lower = head.to_ascii_lowercase();
            lower
                .match_indices("<meta")
                .filter_map(|(at, _)| lower.get(at..)?.split('>').next())
                .find_map(|tag| value_after(tag, "charset").and_then(label))
        }
    }?;
    // A declaration that could be read as ASCII is not in UTF-16, whatever it says.
    let wide = found == UTF_16BE || found == UTF_16LE;
    Some(if wide { UTF_8 } else { found })
}

/// The value in `key = "value"`, quotes optional, letter case of `key` indifferent.
fn value_after<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let at = text.to_ascii_lowercase().find(key)?;
    let rest = text.get(at + key.len()..)?.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let end = rest
        .find(|c: char| c.is_whitespace() || "\"';>?/".contains(c))
        .unwrap_or(rest.len());
    rest.get(..end).filter(|v| !v.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_least_deceitful_sign_wins() {
        let wide: Vec<u8> = "<?xml version='1.0'?><a>é</a>"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let narrow: Vec<u8> = "<a>é</a>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let cases: Vec<(&[u8], Option<&str>, &str)> = vec![
            (b"\xef\xbb\xbf<a>\xc3\xa9</a>", None, "<a>é</a>"),
            (&wide, None, "<?xml version='1.0'?><a>é</a>"),
            (&narrow, Some("text/xml; charset=utf-8"), "<a>é</a>"),
            // Valid UTF-8 wins over a declaration of Latin-1.
            (
                b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xc3\xa9</a>",
                None,
                "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>",
            ),
            // Latin-1 means windows-1252: 0x93 is a quotation mark.
            (
                b"<?xml encoding=\"ISO-8859-1\"?><a>\x93\xe9</a>",
                None,
                "<?xml encoding=\"ISO-8859-1\"?><a>“é</a>",
            ),
            (
                b"<a>\xcf\xf0</a>",
                Some("text/xml; charset=\"windows-1251\""),
                "<a>Пр</a>",
            ),
            (b"<a>\x80</a>", None, "<a>€</a>"),
            (
                b"<a>\x80</a>",
                Some("text/xml; charset=nonsense"),
                "<a>€</a>",
            ),
        ];
        for (bytes, content_type, expect) in cases {
            assert_eq!(to_text(bytes, content_type, Markup::Xml), expect);
        }
    }

    #[test]
    fn a_page_declares_in_a_meta_element() {
        let page =
            b"<html><head><META http-equiv=x content='text/html; charset=windows-1251'>\xcf\xf0";
        assert!(to_text(page, None, Markup::Html).ends_with("Пр"));
        assert!(to_text(page, Some("text/html; charset=koi8-r"), Markup::Html).ends_with("оП"));
        assert!(to_text(b"<p>caf\xe9", None, Markup::Html).ends_with("café"));
    }
}

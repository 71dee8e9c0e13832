//! Bytes of a feed or a page to text. Knows byte order marks and encoding labels; nothing of what the text says.
//!
//! The order is that of what lies least: byte order mark, UTF-32, UTF-16 and EBCDIC by their look, valid UTF-8, then what
//! the document and the transport declare, then what the bytes look like. `latin-1` means windows-1252, as in every browser.

mod gzip;
mod pages;

pub(super) use gzip::unpacked;

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
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

/// Bytes from which an undeclared encoding is guessed; what stands further on is not looked at.
const GUESS_WINDOW: usize = 256 * 1024;

/// An encoding that can be read here.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Known {
    /// One of the web's.
    Web(&'static Encoding),
    /// One from before it: what the bytes from 128 on stand for.
    Page(&'static str),
    /// EBCDIC: what the bytes from 64 on stand for.
    Ebcdic(&'static str),
}

/// The document as text without byte order mark. Never fails: what cannot be decoded becomes U+FFFD.
pub fn to_text(bytes: &[u8], content_type: Option<&str>, markup: Markup) -> String {
    if let Some((big, skip)) = utf32(bytes) {
        return from_utf32(bytes.get(skip..).unwrap_or_default(), big);
    }
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default());
        return text.into_owned();
    }
    if let Some(encoding) = utf16_by_look(bytes) {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    // `<?xm` in every EBCDIC: its declaration can be read in any of them, and then says which.
    if bytes.starts_with(&[0x4c, 0x6f, 0xa7, 0x94])
        && let Some((_, table)) = pages::EBCDIC.first()
    {
        let head = bytes.get(..DECLARATION_WINDOW).unwrap_or(bytes);
        let first = from_table(head, table, 64);
        let said = declared_in(first.as_bytes(), markup);
        let table = if let Some(Known::Ebcdic(said)) = said {
            said
        } else {
            table
        };
        return from_table(bytes, table, 64);
    }
    if names_hz(bytes)
        && let Some(text) = pages::from_hz(bytes)
    {
        return text;
    }
    let declared = declared_in(bytes, markup);
    // ISO-2022-JP is the one encoding in use whose bytes are valid UTF-8 and mean something else.
    let shifted = bytes.contains(&0x1b) && declared == Some(Known::Web(ISO_2022_JP));
    if !shifted && let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let header = content_type.and_then(charset_of);
    let chosen = match markup {
        Markup::Xml => declared.or(header),
        Markup::Html => header.or(declared),
    };
    // What is said to be UTF-8, or nothing, and reads for the most part as UTF-8.
    let is_utf8 = wrong_in_utf8(bytes) * 2 < high_bytes(bytes);
    match chosen {
        Some(Known::Web(encoding)) if encoding != UTF_8 => {
            encoding.decode_without_bom_handling(bytes).0.into_owned()
        }
        Some(Known::Page(table)) => from_table(bytes, table, 128),
        _ if is_utf8 => mixed(bytes),
        _ => match header {
            Some(Known::Web(encoding)) if encoding != UTF_8 => {
                encoding.decode_without_bom_handling(bytes).0.into_owned()
            }
            _ => guessed(bytes),
        },
    }
}

/// Whether the document says that it is in HZ, the Chinese encoding in seven bits.
fn names_hz(bytes: &[u8]) -> bool {
    let window = bytes.get(..DECLARATION_WINDOW).unwrap_or(bytes);
    let head = String::from_utf8_lossy(window).to_ascii_lowercase();
    head.contains("hz-gb") || head.contains("\"hz\"")
}

/// UTF-8 with pieces of windows-1252 in it, as programs make that paste one into the other.
fn mixed(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        out.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    out
}

/// Bytes that stand for no ASCII character.
fn high_bytes(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b >= 0x80).count()
}

/// Bytes that are wrong where the document is taken for UTF-8.
fn wrong_in_utf8(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum()
}

/// The document in the encoding that its bytes look like.
fn guessed(bytes: &[u8]) -> String {
    let window = bytes.get(..GUESS_WINDOW).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(window, window.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    // A few accented letters look like anything; the West's are by far the most frequent.
    let encoding = if high_bytes(window) < FEW {
        WINDOWS_1252
    } else {
        guess
    };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Bytes beyond ASCII below which an encoding is not guessed.
const FEW: usize = 4;

/// UTF-32 by its byte order mark or by the look of `<`: whether the first byte is the highest, and the mark's length.
fn utf32(bytes: &[u8]) -> Option<(bool, usize)> {
    match bytes {
        [0, 0, 0xfe, 0xff, ..] => Some((true, 4)),
        [0xff, 0xfe, 0, 0, ..] => Some((false, 4)),
        [0, 0, 0, b'<', ..] => Some((true, 0)),
        [b'<', 0, 0, 0, ..] => Some((false, 0)),
        _ => None,
    }
}

fn from_utf32(bytes: &[u8], big: bool) -> String {
    let (units, _) = bytes.as_chunks::<4>();
    let code = |unit: &[u8; 4]| {
        if big {
            u32::from_be_bytes(*unit)
        } else {
            u32::from_le_bytes(*unit)
        }
    };
    units
        .iter()
        .map(|unit| char::from_u32(code(unit)).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// Text in which the bytes from `first` on are the characters of `table`; those below are ASCII, or in EBCDIC controls.
fn from_table(bytes: &[u8], table: &str, first: u8) -> String {
    let table: Vec<char> = table.chars().collect();
    let one = |b: u8| match b.checked_sub(first) {
        Some(n) => table
            .get(usize::from(n))
            .copied()
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        None if first == 128 => char::from(b),
        None if matches!(b, 0x05 | 0x0d | 0x15 | 0x25) => '\n',
        None => ' ',
    };
    bytes.iter().copied().map(one).collect()
}

/// UTF-16 without a byte order mark: what begins a document is ASCII, whose other byte is zero.
fn utf16_by_look(bytes: &[u8]) -> Option<&'static Encoding> {
    let begins = |b: u8| matches!(b, b'<' | b'{' | b' ' | b'\n' | b'\r' | b'\t');
    match bytes {
        [first, 0, second, 0, ..] if begins(*first) && *second != 0 => Some(UTF_16LE),
        [0, first, 0, second, ..] if begins(*first) && *second != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding named by a `Content-Type` value.
fn charset_of(content_type: &str) -> Option<Known> {
    value_after(content_type, "charset").and_then(label)
}

/// A label's encoding: as the web has it, as programs spell it, as it was called before.
fn label(name: &str) -> Option<Known> {
    let name = name.trim().to_ascii_lowercase();
    let web = |name: &str| Encoding::for_label(name.as_bytes()).map(Known::Web);
    if let Some(found) = web(&name) {
        return Some(found);
    }
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let named = |list: &'static [(&[&str], &str)]| {
        list.iter()
            .find(|(names, _)| names.contains(&plain.as_str()))
            .map(|(_, table)| *table)
    };
    // What Chinese publishers call by the name of an old set is in its successor, which holds it.
    let alias = match plain.as_str() {
        "eucgb2312cn" | "gb2312" | "cp936" | "936" | "ms936" | "hzgb" | "hz" => Some("gb18030"),
        "eucjis2004" | "eucjisx0213" | "ujis" | "eucjp" | "u8jp" => Some("euc-jp"),
        "cp932" | "932" | "ms932" | "mskanji" | "sjis" | "shiftjis2004" | "shiftjisx0213"
        | "sjis2004" | "sjisx0213" => Some("shift_jis"),
        "cp949" | "949" | "ms949" | "uhc" | "johab" | "cp1361" | "ms1361" | "korean" => {
            Some("euc-kr")
        }
        "cp950" | "950" | "ms950" | "big5tw" | "big5hkscs" | "hkscs" => Some("big5"),
        "cp65001" | "utf8ucs4" | "u8" | "utf" | "utf8sig" => Some("utf-8"),
        "tis620" | "tis62025290" | "cp874" | "iso885911" | "thai" => Some("windows-874"),
        "macroman" | "mac" | "applemacintosh" => Some("macintosh"),
        "mscyrl" => Some("windows-1251"),
        "latin7" => Some("iso-8859-13"),
        "latin8" => Some("iso-8859-14"),
        "latin9" | "latin0" => Some("iso-8859-15"),
        "latin10" => Some("iso-8859-16"),
        "maccyrillic" => Some("x-mac-cyrillic"),
        _ => None,
    };
    let spelled = [
        plain
            .strip_prefix("cp")
            .or(plain.strip_prefix("windows"))
            .or(plain.strip_prefix("win"))
            .map(|n| format!("windows-{n}")),
        plain
            .strip_prefix("iso8859")
            .map(|n| format!("iso-8859-{n}")),
        plain.strip_prefix("latin").map(|n| format!("latin{n}")),
        Some(name.replace('_', "-")),
        Some(plain.clone()),
    ];
    alias
        .and_then(web)
        .or_else(|| named(pages::PAGES).map(Known::Page))
        .or_else(|| named(pages::EBCDIC).map(Known::Ebcdic))
        .or_else(|| spelled.into_iter().flatten().find_map(|name| web(&name)))
}

/// The encoding that the document itself names.
fn declared_in(bytes: &[u8], markup: Markup) -> Option<Known> {
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
    let wide = matches!(found, Known::Web(e) if e == UTF_16BE || e == UTF_16LE);
    Some(if wide { Known::Web(UTF_8) } else { found })
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
    fn old_and_wide_encodings_are_read() {
        let wide: Vec<u8> = "<a>é</a>"
            .chars()
            .flat_map(|c| (c as u32).to_be_bytes())
            .collect();
        let marked: Vec<u8> = "\u{feff}<a>é</a>"
            .chars()
            .flat_map(|c| (c as u32).to_le_bytes())
            .collect();
        assert_eq!(to_text(&wide, None, Markup::Xml), "<a>é</a>");
        assert_eq!(to_text(&marked, None, Markup::Xml), "<a>é</a>");
        for (label, byte, expect) in [
            ("cp437", 0x80, 'Ç'),
            ("IBM855", 0x80, 'ђ'),
            ("windows_1251", 0xcf, 'П'),
            ("cp1250", 0x8a, 'Š'),
            ("latin_1", 0x93, '“'),
            ("ISO8859-15", 0xa4, '€'),
        ] {
            let mut bytes = format!("<?xml version='1.0' encoding='{label}'?><a>").into_bytes();
            bytes.push(byte);
            let text = to_text(&bytes, None, Markup::Xml);
            assert_eq!(text.chars().last(), Some(expect), "{label}");
        }
        let undeclared = b"<a>\xcf\xf0\xe5\xe7\xe8\xe4\xe5\xed\xf2 \xf1\xea\xe0\xe7\xe0\xeb, \xf7\xf2\xee \xfd\xf2\xee \xf2\xe0\xea</a>";
        assert_eq!(
            to_text(undeclared, None, Markup::Xml),
            "<a>Президент сказал, что это так</a>"
        );
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

//! HTML in a feed's fields: made safe to show and whole in its addresses, or read as lines of text. Builds no tree.

mod names;

use names::ADDRESSES;
use names::DROPPED;
use names::ELEMENTS;
use names::INLINE;
use names::KEPT;
use names::UNWRAPPED;

use super::canonical::absolute;
use super::canonical::resolve;
use super::plain::clean_line;
use super::plain::decode_entities;
use super::xml::scan;

/// Bytes after which no more of a field's HTML is written; it is cut well before that where it is kept.
pub(super) const MAX_HTML: usize = 2 << 20;

/// Whether `name` is an element of HTML; `name` in any letter case.
pub(super) fn is_element(name: &str) -> bool {
    ELEMENTS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether an attribute, in lower case, holds one address.
pub(super) fn is_address(attribute: &str) -> bool {
    ADDRESSES.contains(&attribute)
}

/// Whether an element has no inside.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether a tag ends the line it stands in.
pub(super) fn ends_line(name: &str) -> bool {
    !INLINE.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Writes `text` so that it is text in HTML.
pub(super) fn escape_onto(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Whether `text` holds a tag or a reference of HTML.
pub(super) fn is_markup(text: &str) -> bool {
    let tag = |at: usize| {
        let rest = text.get(at + 1..).unwrap_or_default();
        rest.starts_with("!--") || is_element(name_of(rest.trim_start_matches('/')))
    };
    text.match_indices('<').any(|(at, _)| tag(at)) || decode_entities(text) != text
}

/// The letters at the front of `text`.
pub(super) fn name_of(text: &str) -> &str {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The piece of HTML at the front of some text.
pub(super) enum Piece<'t> {
    /// Characters up to the next tag.
    Text(&'t str),
    /// A start tag of an element of HTML, or an end tag with `/` before its name.
    Tag(&'t str, Option<scan::Tag<'t>>),
    /// What nobody sees: a comment, an element of [`DROPPED`] with its inside, a tag that HTML does not have.
    Nothing,
}

/// Cuts `html` into pieces. A `<` that begins no tag of HTML is text.
pub(super) fn pieces(html: &str, mut each: impl FnMut(Piece<'_>)) {
    let mut rest = html;
    // Once a search to the end has failed it is not made again, so the whole stays linear.
    let mut ends: Vec<&str> = Vec::new();
    let mut find = |text: &str, needle: &'static str| {
        if ends.contains(&needle) {
            return None;
        }
        let found = find_ignoring_case(text, needle);
        if found.is_none() {
            ends.push(needle);
        }
        found
    };
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        if !before.is_empty() {
            each(Piece::Text(before));
        }
        let inside = tag.get(1..).unwrap_or_default();
        let name = name_of(inside.trim_start_matches('/'));
        let length = if inside.starts_with("!--") {
            each(Piece::Nothing);
            let end = find(tag, "-->").map(|n| n + 3);
            end.or_else(|| tag.find('>').map(|n| n + 1))
                .unwrap_or(tag.len())
        } else if inside.starts_with("![CDATA[") {
            9
        } else if inside.starts_with("]]>") {
            each(Piece::Nothing);
            4
        } else if matches!(inside.as_bytes(), [b'!' | b'?', next, ..] if next.is_ascii_alphabetic())
        {
            each(Piece::Nothing);
            tag.find('>').map_or(1, |n| n + 1)
        } else if !is_element(name) {
            each(Piece::Text("<"));
            1
        } else if inside.starts_with('/') {
            let (name, length) = scan::end_tag(tag);
            // The end of what is dropped, without its beginning.
            if DROPPED.iter().any(|d| d.eq_ignore_ascii_case(name)) {
                each(Piece::Nothing);
            } else {
                each(Piece::Tag(
                    tag.get(1..2 + name.len()).unwrap_or_default(),
                    None,
                ));
            }
            length
        } else if let Some(start) = scan::start_tag(tag) {
            let mut length = start.length;
            let dropped = DROPPED.iter().find(|d| d.eq_ignore_ascii_case(start.name));
            match dropped {
                Some(name) if !start.empty => {
                    each(Piece::Nothing);
                    let end = end_of(name);
                    if let Some(close) = find(tag, end) {
                        let after = tag.get(close..).unwrap_or_default();
                        length = length.max(close + after.find('>').map_or(after.len(), |n| n + 1));
                    }
                }
                Some(_) => each(Piece::Nothing),
                None => each(Piece::Tag(start.name, Some(start))),
            }
            length
        } else {
            // Cut within the tag: what was to be shown ended before it.
            each(Piece::Nothing);
            tag.len()
        };
        rest = tag.get(length.max(1)..).unwrap_or_default();
    }
    if !rest.is_empty() {
        each(Piece::Text(rest));
    }
}

/// The end tag of an element of [`DROPPED`], without its `>`.
fn end_of(name: &str) -> &'static str {
    match name {
        "script" => "</script",
        "style" => "</style",
        "noscript" => "</noscript",
        "template" => "</template",
        "applet" => "</applet",
        "object" => "</object",
        "head" => "</head",
        "textarea" => "</textarea",
        "select" => "</select",
        _ => "</noembed",
    }
}

/// Where `needle`, which is in lower case, stands in `text`, in whatever case.
fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    text.as_bytes()
        .windows(needle.len())
        .position(|window| window.eq_ignore_ascii_case(needle))
}

/// `html` without scripts, styles, comments, forms and handlers, its addresses absolute as seen from `base`.
pub(super) fn tidy(html: &str, base: &str) -> String {
    if !html.contains('<') {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    pieces(html, |piece| match piece {
        // A long base makes short addresses long.
        _ if out.len() > MAX_HTML => {}
        Piece::Text("<") => out.push_str("&lt;"),
        Piece::Text(text) => out.push_str(text),
        Piece::Nothing => {}
        Piece::Tag(name, tag) => {
            let bare = name.trim_start_matches('/').to_ascii_lowercase();
            if UNWRAPPED.contains(&bare.as_str()) {
                return;
            }
            out.push('<');
            if tag.is_none() {
                out.push('/');
            }
            out.push_str(&bare);
            for (key, value) in tag.iter().flat_map(|tag| &tag.attributes) {
                attribute_onto(&key.to_ascii_lowercase(), value, base, &mut out);
            }
            let empty = tag.as_ref().is_some_and(|tag| tag.empty) && is_void(&bare);
            out.push_str(if empty { "/>" } else { ">" });
        }
    });
    out
}

/// One attribute, if it may stay.
fn attribute_onto(name: &str, value: &str, base: &str, out: &mut String) {
    let value = if is_address(name) {
        let plain = decode_entities(value);
        match safe_address(&plain, base) {
            Some(address) => {
                let mut safe = String::new();
                escape_onto(&address, &mut safe);
                safe
            }
            None => return,
        }
    } else if KEPT.contains(&name) {
        value.replace('"', "&quot;").replace('<', "&lt;")
    } else {
        return;
    };
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(&value);
    out.push('"');
}

/// `address` as seen from `base`, unless it runs something.
fn safe_address(address: &str, base: &str) -> Option<String> {
    let address = address.trim();
    if address.starts_with('#') {
        return Some(address.to_owned());
    }
    if let Some(found) = absolute(address, base) {
        return Some(found);
    }
    let compact: String = address
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    let scheme = compact
        .split_once(':')
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("mailto" | "tel" | "ftp" | "magnet" | "geo" | "sms" | "cid" | "news" | "xmpp") => {
            Some(address.to_owned())
        }
        Some("data")
            if compact
                .get(5..10)
                .is_some_and(|t| t.eq_ignore_ascii_case("image")) =>
        {
            Some(address.to_owned())
        }
        Some(scheme)
            if scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.&;".contains(&b)) =>
        {
            None
        }
        _ => Some(resolve(address, base).unwrap_or_else(|| address.to_owned())),
    }
}

/// `html` as plain lines, one for each block of it, without empty ones.
pub fn lines(html: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut end = |line: &mut String| {
        let clean = clean_line(&decode_entities(line));
        line.clear();
        if !clean.is_empty() {
            lines.push(clean);
        }
    };
    pieces(html, |piece| match piece {
        Piece::Text(text) => line.push_str(text),
        Piece::Tag(name, _) if ends_line(name.trim_start_matches('/')) => {
            let name = name.trim_start_matches('/');
            // Cells of a row and pictures in a sentence stay in their line.
            if matches!(name, "td" | "th" | "img") {
                line.push(' ');
            } else {
                end(&mut line);
            }
        }
        _ => {}
    });
    end(&mut line);
    lines.join("\n")
}

//! One start tag's characters: name and attributes, however badly quoted. Knows nothing of what is open around it.

/// Attributes kept of one tag; further ones are dropped.
const MAX_ATTRIBUTES: usize = 128;

/// A start tag as written.
#[derive(Debug, Default)]
pub(in crate::feed) struct Tag<'t> {
    /// The name with its prefix.
    pub name: &'t str,
    /// Names and values as written, references and all.
    pub attributes: Vec<(&'t str, &'t str)>,
    /// Whether it ends in `/>`.
    pub empty: bool,
    /// Bytes from its `<` to behind its end.
    pub length: usize,
    /// Attributes without value, without quotation marks or without end.
    pub faults: u32,
}

/// Whether a `<` with `next` behind it begins markup rather than being a character of the text.
pub(in crate::feed) fn begins_markup(next: &str) -> bool {
    let mut chars = next.chars();
    match chars.next() {
        Some('!' | '?') => true,
        Some('/') => chars.next().is_some_and(|c| c.is_alphabetic() || c == '_'),
        Some(c) => c.is_alphabetic() || c == '_',
        None => false,
    }
}

/// The start tag at the front of `text`, which begins with `<`. `None` where the text ends within it.
pub(in crate::feed) fn start_tag(text: &str) -> Option<Tag<'_>> {
    let bytes = text.as_bytes();
    let is_end =
        |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<' | b'=' | b'"' | b'\'');
    let skip = |at: usize, wanted: &dyn Fn(&u8) -> bool| {
        let rest = bytes.get(at..).unwrap_or_default();
        rest.iter().position(|b| !wanted(b)).map(|n| at + n)
    };
    let mut at = skip(1, &|b| !is_end(b))?;
    let mut tag = Tag {
        name: text.get(1..at)?,
        ..Tag::default()
    };
    loop {
        at = skip(at, &u8::is_ascii_whitespace)?;
        match bytes.get(at)? {
            b'>' => {
                tag.length = at + 1;
                return Some(tag);
            }
            b'<' => {
                tag.faults += 1;
                tag.length = at;
                return Some(tag);
            }
            b'/' => {
                tag.empty = bytes.get(at + 1) == Some(&b'>');
                tag.faults += u32::from(!tag.empty);
                at += 1;
            }
            b'"' | b'\'' | b'=' => {
                tag.faults += 1;
                at += 1;
            }
            _ => {
                let stop = skip(at, &|b| !is_end(b))?;
                let name = text.get(at..stop)?;
                at = skip(stop, &u8::is_ascii_whitespace)?;
                let mut value = "";
                if bytes.get(at) == Some(&b'=') {
                    at = skip(at + 1, &u8::is_ascii_whitespace)?;
                    let found = value_at(text, at)?;
                    value = found.0;
                    at = found.1;
                    tag.faults += found.2;
                } else {
                    tag.faults += 1;
                }
                if tag.attributes.iter().any(|(known, _)| *known == name) {
                    tag.faults += 1;
                } else if tag.attributes.len() < MAX_ATTRIBUTES {
                    tag.attributes.push((name, value));
                }
            }
        }
    }
}

/// The value at `at`, where the text goes on behind it, and how many faults it has.
fn value_at(text: &str, at: usize) -> Option<(&str, usize, u32)> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(at)?;
    if !matches!(quote, b'"' | b'\'') {
        let rest = bytes.get(at..)?;
        let is_end = |n: usize, b: &u8| {
            b.is_ascii_whitespace()
                || matches!(b, b'>' | b'<')
                || (*b == b'/' && rest.get(n + 1) == Some(&b'>'))
        };
        let length = rest.iter().enumerate().position(|(n, b)| is_end(n, b))?;
        return Some((text.get(at..at + length)?, at + length, 1));
    }
    let inside = bytes.get(at + 1..)?;
    let (mut closed_tag, mut markup) = (None, 0);
    for (n, b) in inside.iter().enumerate() {
        if *b == quote {
            return Some((text.get(at + 1..at + 1 + n)?, at + n + 2, markup));
        }
        match b {
            b'>' if closed_tag.is_none() && markup == 0 => closed_tag = Some(n),
            // A tag that ended and another that begins: the mark was never closed.
            b'<' if closed_tag.is_some() => break,
            b'<' => markup = 1,
            _ => {}
        }
    }
    // The value ends with the tag.
    let length = closed_tag.or_else(|| inside.iter().position(|b| *b == b'>'))?;
    let value = text.get(at + 1..at + 1 + length)?;
    let end = at + 1 + length - usize::from(value.ends_with('/'));
    Some((value.trim_end_matches('/'), end, 1))
}

/// The name in the end tag at the front of `text`, which begins with `</`, and the tag's length; the whole rest where it has no `>`.
pub(in crate::feed) fn end_tag(text: &str) -> (&str, usize) {
    let stop = text.find('>').map(|n| n + 1);
    let broken = text.get(2..).and_then(|t| t.find('<')).map(|n| n + 2);
    // The next tag begins before this one ends: it lost its `>`.
    let length = match (stop, broken) {
        (Some(stop), Some(broken)) => stop.min(broken),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => text.len(),
    };
    let name = text
        .get(2..length)
        .unwrap_or_default()
        .trim_end_matches('>')
        .trim();
    let end = name
        .find(|c: char| c.is_whitespace() || c == '/')
        .unwrap_or(name.len());
    (name.get(..end).unwrap_or_default(), length)
}

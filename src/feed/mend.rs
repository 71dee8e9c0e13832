//! Makes the text of a broken XML feed readable: characters, references, the root element. Loses no item and reads none.

use super::plain::entity_at;
use super::sniff::Kind;

/// Prefixes that feeds use, declared or not, and what they stand for.
const PREFIXES: &[(&str, &str)] = &[
    ("atom", "http://www.w3.org/2005/Atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("wfw", "http://wellformedweb.org/CommentAPI/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
];

/// Longest root tag that is read for its prefixes; of a longer one only the standard prefixes are declared.
const MAX_ROOT_TAG: usize = 16_384;
/// Declarations carried over from the document's root; further ones are dropped.
const MAX_DECLARATIONS: usize = 64;

/// A mended document, in parts, so that items can be read in the frame of their own root.
pub(super) struct Mended {
    /// A root tag in the one spelling that the parser takes, with every prefix declared.
    pub open: String,
    /// All that stands between the root's tags.
    pub inner: String,
    /// The root's end tag.
    pub close: String,
}

impl Mended {
    /// The whole document.
    pub fn text(&self) -> String {
        [self.open.as_str(), &self.inner, &self.close].concat()
    }
}

/// Mends `body`, which begins with the root's `<`.
pub(super) fn mend(body: &str, kind: Kind) -> Mended {
    let tag_end = end_of_tag(body).unwrap_or(body.len());
    let (tag, rest) = body.split_at(tag_end);
    let name = tag
        .trim_start_matches('<')
        .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .next()
        .unwrap_or_default();
    let lone_entry = name.to_ascii_lowercase().ends_with("entry");
    let inner = if lone_entry { body } else { rest };
    let end_tag = format!("</{name}");
    let inner = match inner.rfind(&end_tag) {
        Some(at) if !lone_entry => inner.get(..at).unwrap_or(inner),
        _ => inner,
    };
    let mut open = match kind {
        Kind::Rss => "<rss version=\"2.0\"".to_owned(),
        Kind::Atom => "<feed xmlns=\"http://www.w3.org/2005/Atom\"".to_owned(),
        Kind::Rdf => "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\"".to_owned(),
    };
    let mut declared = Vec::new();
    for (prefix, value) in declarations(tag).into_iter().take(MAX_DECLARATIONS) {
        // The parser knows each namespace in one spelling only.
        let wanted = PREFIXES.iter().find(|(p, _)| *p == prefix);
        let value = match wanted {
            Some((_, uri)) => (*uri).to_owned(),
            None if kind == Kind::Atom && value.contains("purl.org/atom/ns#") => {
                "http://www.w3.org/2005/Atom".to_owned()
            }
            None => characters(&value),
        };
        open.push_str(&format!(" xmlns:{prefix}=\"{value}\""));
        declared.push(prefix);
    }
    for (prefix, uri) in PREFIXES {
        if !declared.iter().any(|d| d == prefix) {
            open.push_str(&format!(" xmlns:{prefix}=\"{uri}\""));
        }
    }
    for name in ["xml:base", "xml:lang"] {
        if let Some(value) = attribute(tag, name) {
            open.push_str(&format!(" {name}=\"{}\"", characters(value)));
        }
    }
    open.push('>');
    let close = match kind {
        Kind::Rss => "</rss>",
        Kind::Atom => "</feed>",
        Kind::Rdf => "</rdf:RDF>",
    };
    Mended {
        open,
        inner: characters(inner),
        close: close.to_owned(),
    }
}

/// The prefixes that a root tag declares, once each, without values that would break a quotation.
fn declarations(tag: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    if tag.len() > MAX_ROOT_TAG {
        return found;
    }
    let mut rest = tag;
    while let Some(at) = rest.find("xmlns:") {
        rest = rest.get(at + 6..).unwrap_or_default();
        let Some((prefix, after)) = rest.split_once('=') else {
            break;
        };
        let prefix = prefix.trim();
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        let value = after.get(1..).and_then(|v| v.split(quote).next());
        let named = !prefix.is_empty()
            && prefix != "xml"
            && prefix != "xmlns"
            && prefix.starts_with(|c: char| c.is_ascii_alphabetic())
            && prefix
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        let known = found.iter().any(|(p, _)| p == prefix);
        if let Some(value) =
            value.filter(|v| named && !known && !v.is_empty() && !v.contains(['"', '<']))
        {
            found.push((prefix.to_owned(), value.to_owned()));
        }
    }
    found
}

/// One past the `>` of the tag at the front, quotation marks respected.
pub(super) fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, b) in text.bytes().enumerate() {
        match (quote, b) {
            (None, b'"' | b'\'') => quote = Some(b),
            (None, b'>') => return Some(at + 1),
            (Some(q), b) if q == b => quote = None,
            _ => {}
        }
    }
    // An open quotation mark: the first `>` will do.
    text.find('>').map(|at| at + 1)
}

/// The value of an attribute whose quotation marks are whole.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let at = attributes.find(&format!("{name}="))?;
    let value = attributes.get(at + name.len() + 1..)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = value.get(1..)?.split(quote).next()?;
    Some(value).filter(|v| !v.contains(['<', '"']))
}

/// `text` without characters that XML forbids, and with each ampersand that begins no reference written out.
pub(super) fn characters(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 64);
    let mut rest = text;
    let mut sections_end = true;
    while let Some(at) = rest.find(['&', '<']) {
        let (before, special) = rest.split_at(at);
        push_allowed(&mut out, before);
        if sections_end && special.starts_with("<![CDATA[") {
            if let Some(end) = special.find("]]>") {
                push_allowed(&mut out, special.get(..end + 3).unwrap_or_default());
                rest = special.get(end + 3..).unwrap_or_default();
                continue;
            }
            sections_end = false;
        }
        if special.starts_with('&') {
            match entity_at(special) {
                Some((value, length)) => {
                    // What XML itself defines stays a reference; everything else becomes its character.
                    match value.as_str() {
                        "<" => out.push_str("&lt;"),
                        ">" => out.push_str("&gt;"),
                        "&" => out.push_str("&amp;"),
                        "\"" => out.push_str("&quot;"),
                        "'" => out.push_str("&apos;"),
                        other => push_allowed(&mut out, other),
                    }
                    rest = special.get(length..).unwrap_or_default();
                }
                None => {
                    out.push_str("&amp;");
                    rest = special.get(1..).unwrap_or_default();
                }
            }
            continue;
        }
        let begins_markup = special
            .chars()
            .nth(1)
            .is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_'));
        out.push_str(if begins_markup { "<" } else { "&lt;" });
        rest = special.get(1..).unwrap_or_default();
    }
    push_allowed(&mut out, rest);
    out
}

/// The characters of `text` that XML 1.0 allows.
fn push_allowed(out: &mut String, text: &str) {
    out.extend(text.chars().filter(|c| {
        matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    }));
}

//! References in XML text: what the document's type declares, what XML and HTML name, numbers. Each is replaced once.

use super::Faults;
use crate::feed::plain::entity_at;
use crate::feed::plain::visible;
use std::collections::HashMap;

/// Entities kept of a document type; further ones stay as they are written.
const MAX_ENTITIES: usize = 512;
/// Longest value kept, in bytes; a longer one is left out and its references stay as they are written.
const MAX_VALUE: usize = 1_024;
/// Bytes that declared entities may add to one document; after them their references stay as they are written.
const MAX_EXPANDED: usize = 1 << 20;

/// The entities that a document declares, and what may still be expanded.
#[derive(Debug)]
pub(super) struct Entities {
    declared: HashMap<String, String>,
    left: usize,
}

impl Default for Entities {
    fn default() -> Entities {
        Entities {
            declared: HashMap::new(),
            left: MAX_EXPANDED,
        }
    }
}

impl Entities {
    /// Takes up the `<!ENTITY name "value">` declarations of a document type. External and parameter entities are not read.
    pub fn declare(&mut self, subset: &str) {
        for declaration in subset.split("<!ENTITY").skip(1).take(MAX_ENTITIES) {
            let declaration = declaration.trim_start();
            let Some((name, rest)) = declaration.split_once(char::is_whitespace) else {
                continue;
            };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let Some(value) = rest.get(1..).and_then(|v| v.split(quote).next()) else {
                continue;
            };
            // Entities declared before may stand in the value; those declared later do not, so there are no bombs.
            let value = self.decode(value, &mut Faults::default());
            if value.len() <= MAX_VALUE && name != "%" {
                self.declared.entry(name.to_owned()).or_insert(value);
            }
        }
    }

    /// `text` with each reference replaced once and without characters that XML forbids. What names nothing stays as written.
    pub fn decode(&mut self, text: &str, faults: &mut Faults) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            let (before, reference) = rest.split_at(at);
            push(&mut out, before, faults);
            let length = match self.one(reference, &mut out, faults) {
                Some(length) => length,
                None => {
                    out.push('&');
                    1
                }
            };
            rest = reference.get(length..).unwrap_or_default();
        }
        push(&mut out, rest, faults);
        out
    }

    /// The reference at the front of `text` onto `out`, and its length.
    fn one(&mut self, text: &str, out: &mut String, faults: &mut Faults) -> Option<usize> {
        if !self.declared.is_empty()
            && let Some(name) = text.get(1..).and_then(|t| t.split(';').next())
            && let Some(value) = self.declared.get(name)
            && let Some(left) = self.left.checked_sub(value.len())
        {
            self.left = left;
            out.push_str(value);
            return Some(name.len() + 2);
        }
        let Some((value, length)) = entity_at(text) else {
            faults.ampersands += 1;
            return None;
        };
        let is_html = !matches!(
            text.get(..length),
            Some("&lt;" | "&gt;" | "&amp;" | "&quot;" | "&apos;")
        ) && !text.starts_with("&#");
        faults.entities += u32::from(is_html);
        out.push_str(&value);
        Some(length)
    }
}

/// The characters of `text` that XML 1.0 allows; those between 128 and 159 as windows-1252 has them.
pub(super) fn push(out: &mut String, text: &str, faults: &mut Faults) {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    if text.chars().all(allowed) {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        if allowed(c) {
            out.push(c);
        } else {
            faults.characters += 1;
            out.extend(visible(c));
        }
    }
}

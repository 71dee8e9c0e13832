//! Fields that hold text: whether it is plain or HTML, and what a reader would see. Knows the ways in which RSS and
//! Atom say it; nothing of which field it is.

use super::MAX_LINE;
use super::MAX_TEXTS;
use super::PLAIN;
use super::Reader;
use crate::feed::html;
use crate::feed::plain::clean_line;
use crate::feed::plain::cut;
use crate::feed::plain::line_of_html;
use crate::feed::xml::Id;
use crate::feed::xml::Ns;

/// What a field holds.
pub(super) enum Held {
    /// Characters that mean themselves.
    Plain(String),
    /// HTML.
    Html(String),
}

/// A line that may be plain or HTML and does not say which.
pub(in crate::feed) fn line_of_loose(text: &str) -> String {
    let line = if html::is_markup(text) {
        line_of_html(text)
    } else {
        clean_line(text)
    };
    cut(&line, MAX_LINE).to_owned()
}

impl Reader<'_> {
    /// What stands in a field.
    pub(super) fn held(&self, id: Id) -> Held {
        let element = self.tree.get(id);
        let parent = self.tree.get(element.parent);
        let kind = self
            .tree
            .attribute(id, "type")
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let mode = self
            .tree
            .attribute(id, "mode")
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let is_atom =
            element.ns == Ns::Atom && &*parent.name != "item" && &*parent.name != "channel";
        let leaf = self.tree.is_leaf(id);
        if !leaf {
            return Held::Html(self.inner_markup(id));
        }
        let text = self.tree.text(id);
        let is_base64 = mode == "base64";
        let text = match base64(&text).filter(|_| is_base64 || is_binary(&kind)) {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => text,
        };
        let is_html = match kind.as_str() {
            "html" | "text/html" | "xhtml" | "application/xhtml+xml" | "text/xhtml" => true,
            "text/plain" | "plain" if mode != "escaped" || !html::is_markup(&text) => false,
            "" if is_base64 => html::is_markup(&text),
            "text" | "" if is_atom => mode == "escaped" && html::is_markup(&text),
            _ => html::is_markup(&text),
        };
        if is_html {
            Held::Html(text)
        } else {
            Held::Plain(text)
        }
    }

    /// The markup in an element, without the `div` that Atom wants round it.
    fn inner_markup(&self, id: Id) -> String {
        let children: Vec<Id> = self.tree.children(id).collect();
        if let [only] = children.as_slice()
            && &*self.tree.get(*only).name == "div"
            && self.tree.text(id).trim() == self.tree.text(*only).trim()
        {
            // A base that the `div` itself states counts for what stands in it.
            let base = self.base(*only);
            return if base == self.base(id) {
                self.tree.markup(*only, &base).trim().to_owned()
            } else {
                self.tree.markup_moved(*only, &base).trim().to_owned()
            };
        }
        self.tree.markup(id, &self.base(id)).trim().to_owned()
    }

    /// A field as one plain line, cut after [`MAX_LINE`] bytes; empty where there is none.
    pub(super) fn line(&self, id: Id) -> String {
        let line = match self.held(id) {
            Held::Plain(text) => clean_line(&text),
            Held::Html(text) => line_of_html(&text),
        };
        cut(&line, MAX_LINE).to_owned()
    }

    /// A field as HTML, its addresses absolute. Nothing, once [`MAX_TEXTS`] bytes were made of the document.
    pub(super) fn html(&self, id: Id) -> Option<String> {
        if self.texts.get() > MAX_TEXTS {
            return None;
        }
        let base = self.base(id);
        let html = match self.held(id) {
            Held::Html(text) => html::tidy(text.trim(), &base),
            Held::Plain(text) => {
                let mut out = String::with_capacity(text.len());
                if text.contains(['<', '>', '&']) {
                    html::escape_onto(text.trim(), &mut out);
                } else {
                    out.push_str(text.trim());
                }
                out
            }
        };
        self.texts.set(self.texts.get() + html.len());
        Some(html).filter(|html| !html.trim().is_empty())
    }

    /// The first child of a name, as a line; `None` where that is empty.
    pub(super) fn line_in(&self, id: Id, name: &str) -> Option<String> {
        let found = self
            .tree
            .named(id, PLAIN, name)
            .map(|child| self.line(child));
        found.into_iter().find(|line| !line.is_empty())
    }
}

/// Whether content of a media type is written in base64.
fn is_binary(kind: &str) -> bool {
    let is_text = kind.starts_with("text/") || kind.ends_with("+xml") || kind.ends_with("/xml");
    kind.contains('/') && !is_text
}

/// The bytes that base64 stands for; `None` for what is none.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for b in text.bytes().filter(|b| !b.is_ascii_whitespace()) {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    (!out.is_empty()).then_some(out)
}

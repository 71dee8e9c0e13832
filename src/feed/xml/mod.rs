//! Any XML text to a tree, whatever is wrong with it. Knows tags, namespaces and where items begin; nothing of
//! what a field means. Never fails: what is mended is counted, and one broken item stays one broken item.

mod build;
mod entity;
mod fields;
mod finder;
mod names;
pub(super) mod scan;

#[cfg(test)]
mod tests;

pub(super) use build::read;
pub(super) use names::Ns;

use super::canonical::resolve;
use super::html;

/// Deepest element, counted from the root; deeper ones stand beside each other at this depth.
const MAX_DEPTH: usize = 200;
/// Elements of one document; at this number reading ends, and the document counts as cut.
const MAX_ELEMENTS: usize = 400_000;

/// Longest base of relative addresses, in bytes; a longer one is not heeded.
const MAX_BASE: usize = 512;

/// A document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Its elements in document order; the first is a parent of everything that is not in the document.
    elements: Vec<Element>,
    nothing: Element,
    /// What was wrong with it.
    pub faults: Faults,
}

/// An element's place in its tree.
pub(super) type Id = usize;

/// What holds the root.
pub(super) const DOCUMENT: Id = 0;

/// One element.
#[derive(Debug)]
pub(super) struct Element {
    /// The vocabulary of its name.
    pub ns: Ns,
    /// Its name without prefix, in lower case.
    pub name: Box<str>,
    /// What it stands in.
    pub parent: Id,
    /// How it ended.
    pub end: End,
    attributes: Vec<Attribute>,
    children: Vec<Node>,
}

/// An attribute.
#[derive(Debug)]
struct Attribute {
    ns: Ns,
    name: Box<str>,
    value: String,
}

/// What stands in an element.
#[derive(Debug)]
enum Node {
    Text(String),
    Element(Id),
}

/// How an element ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// By its own tag.
    Tagged,
    /// Where something began or ended that it cannot hold.
    Implied,
    /// With the document.
    Cut,
}

/// What was wrong with a document, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Faults {
    /// Ampersands that begin no reference.
    pub ampersands: u32,
    /// References that HTML knows and XML does not.
    pub entities: u32,
    /// Characters that XML forbids.
    pub characters: u32,
    /// `<` in text.
    pub brackets: u32,
    /// Attributes without value, without quotation marks or without end.
    pub attributes: u32,
    /// Elements with an undeclared prefix.
    pub prefixes: u32,
    /// Tags that end nothing.
    pub stray: u32,
    /// Elements that have no end.
    pub unclosed: u32,
    /// Sections and comments without end.
    pub sections: u32,
    /// Whether something stands before the root that is no XML.
    pub junk: bool,
    /// Whether the document ends within an element.
    pub cut: bool,
}

impl Faults {
    /// Whether the document's structure had to be guessed.
    pub fn structural(&self) -> bool {
        self.stray + self.unclosed + self.sections > 0 || self.cut
    }

    /// Faults in all.
    pub fn total(&self) -> u32 {
        let counted = [
            self.ampersands,
            self.entities,
            self.characters,
            self.brackets,
            self.attributes,
            self.prefixes,
            self.stray,
            self.unclosed,
            self.sections,
        ];
        counted.iter().fold(0, |a: u32, b| a.saturating_add(*b))
            + u32::from(self.junk)
            + u32::from(self.cut)
    }

    /// What was wrong, a few words each.
    pub fn words(&self) -> Vec<String> {
        let counted = [
            (self.ampersands, "bare ampersands"),
            (self.entities, "entities that XML does not know"),
            (self.characters, "forbidden characters"),
            (self.brackets, "bare angle brackets"),
            (self.attributes, "misshapen attributes"),
            (self.prefixes, "undeclared prefixes"),
            (self.stray, "end tags without a start"),
            (self.unclosed, "elements without an end"),
            (self.sections, "sections without an end"),
        ];
        let mut words: Vec<String> = counted
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{what}: {count}"))
            .collect();
        if self.junk {
            words.push("text before the root".to_owned());
        }
        if self.cut {
            words.push("the document breaks off".to_owned());
        }
        words
    }
}

impl Tree {
    /// The element at a place.
    pub fn get(&self, id: Id) -> &Element {
        // Places are handed out by this tree alone, and it has no fewer elements later on.
        self.elements.get(id).unwrap_or(&self.nothing)
    }

    /// Whether the first element of the document bears one of these names.
    pub fn begins_with(&self, names: &[&str]) -> bool {
        let first = self.children(DOCUMENT).next();
        first.is_some_and(|id| names.contains(&&*self.get(id).name))
    }

    /// Every element, in document order.
    pub fn ids(&self) -> std::ops::Range<Id> {
        1..self.elements.len()
    }

    /// The elements in an element.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        self.get(id).children.iter().filter_map(|node| match node {
            Node::Element(id) => Some(*id),
            Node::Text(_) => None,
        })
    }

    /// Whether an element bears a name.
    pub fn is(&self, id: Id, ns: &[Ns], name: &str) -> bool {
        let element = self.get(id);
        &*element.name == name && ns.contains(&element.ns)
    }

    /// The elements of a name in an element.
    pub fn named<'t>(&'t self, id: Id, ns: &'t [Ns], name: &'t str) -> impl Iterator<Item = Id> {
        self.children(id)
            .filter(move |child| self.is(*child, ns, name))
    }

    /// Whether an element stands in one of another name.
    pub fn is_within(&self, id: Id, wanted: impl Fn(&Element) -> bool) -> bool {
        let mut at = self.get(id).parent;
        while at != DOCUMENT {
            if wanted(self.get(at)) {
                return true;
            }
            at = self.get(at).parent;
        }
        false
    }

    /// An attribute without prefix.
    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        self.attribute_of(id, Ns::Core, name)
    }

    /// An attribute of a vocabulary.
    pub fn attribute_of(&self, id: Id, ns: Ns, name: &str) -> Option<&str> {
        let mut attributes = self.get(id).attributes.iter();
        attributes
            .find(|a| a.ns == ns && &*a.name == name)
            .map(|a| a.value.as_str())
    }

    /// Whether an element holds no element.
    pub fn is_leaf(&self, id: Id) -> bool {
        self.children(id).next().is_none()
    }

    /// The characters in an element and all below it.
    pub fn text(&self, id: Id) -> String {
        let mut out = String::new();
        self.text_onto(id, &mut out);
        out
    }

    fn text_onto(&self, id: Id, out: &mut String) {
        for node in &self.get(id).children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(id) => self.text_onto(*id, out),
            }
        }
    }

    /// What stands in an element, as HTML. Addresses in an element that states a base of its own are absolute as seen from that,
    /// which is seen from `base`, the element's; all others stay as they stand.
    pub fn markup(&self, id: Id, base: &str) -> String {
        let mut out = String::new();
        self.markup_onto(id, base, false, &mut out);
        out
    }

    /// As [`Tree::markup`], but every address is absolute as seen from `base`.
    pub fn markup_moved(&self, id: Id, base: &str) -> String {
        let mut out = String::new();
        self.markup_onto(id, base, true, &mut out);
        out
    }

    /// `moved` says that `base` is no longer that of the whole.
    fn markup_onto(&self, id: Id, base: &str, moved: bool, out: &mut String) {
        for node in &self.get(id).children {
            if out.len() > html::MAX_HTML {
                return;
            }
            match node {
                Node::Text(text) => html::escape_onto(text, out),
                Node::Element(id) => {
                    let own = self
                        .attribute_of(*id, Ns::Xml, "base")
                        .and_then(|own| resolve(own, base))
                        .filter(|own| own.len() <= MAX_BASE);
                    let moved = moved || own.is_some();
                    self.element_onto(*id, own.as_deref().unwrap_or(base), moved, out);
                }
            }
        }
    }

    fn element_onto(&self, id: Id, base: &str, moved: bool, out: &mut String) {
        let element = self.get(id);
        out.push('<');
        out.push_str(&element.name);
        for attribute in element.attributes.iter().filter(|a| a.ns == Ns::Core) {
            let seen = (moved && html::is_address(&attribute.name))
                .then(|| resolve(&attribute.value, base))
                .flatten();
            out.push(' ');
            out.push_str(&attribute.name);
            out.push_str("=\"");
            html::escape_onto(seen.as_deref().unwrap_or(&attribute.value), out);
            out.push('"');
        }
        if html::is_void(&element.name) && element.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        self.markup_onto(id, base, moved, out);
        out.push_str("</");
        out.push_str(&element.name);
        out.push('>');
    }
}

impl Default for Element {
    fn default() -> Element {
        Element {
            ns: Ns::Other,
            name: Box::default(),
            parent: DOCUMENT,
            end: End::Cut,
            attributes: Vec::new(),
            children: Vec::new(),
        }
    }
}

//! Characters to elements: what is open, what a tag ends, and where an item must have ended although nobody said so.

use super::Attribute;
use super::DOCUMENT;
use super::Element;
use super::End;
use super::Id;
use super::MAX_DEPTH;
use super::MAX_ELEMENTS;
use super::Node;
use super::Ns;
use super::Tree;
use super::entity;
use super::entity::Entities;
use super::fields::LINES;
use super::fields::NEVER_IN_TEXT;
use super::fields::RSS_ONLY;
use super::fields::TEXTS;
use super::finder::Finder;
use super::names::Scope;
use super::scan;
use crate::feed::plain::unmangle;

/// The tree of `text`, at most the first `items` items of it.
pub(in crate::feed) fn read(text: &str, items: usize) -> Tree {
    let mut builder = Builder {
        text,
        at: 0,
        tree: Tree::default(),
        open: Vec::new(),
        scope: Scope::default(),
        entities: Entities::default(),
        finder: Finder::new(text),
        too_deep: 0,
        items: items.saturating_add(1),
        item_depth: None,
    };
    builder.tree.elements.push(Element::default());
    builder.run();
    builder.tree
}

/// An element that has not ended.
struct Open<'t> {
    id: Id,
    /// The name as written, which its end tag has to repeat.
    written: &'t str,
}

struct Builder<'t> {
    text: &'t str,
    at: usize,
    tree: Tree,
    open: Vec<Open<'t>>,
    scope: Scope,
    entities: Entities,
    finder: Finder<'t>,
    /// Open elements beyond the depth that is kept.
    too_deep: usize,
    /// Items that may still begin.
    items: usize,
    /// Where in `open` the item stands, while one is open.
    item_depth: Option<usize>,
}

impl<'t> Builder<'t> {
    fn run(&mut self) {
        while let Some(rest) = self.text.get(self.at..).filter(|rest| !rest.is_empty()) {
            if self.items == 0 || self.tree.elements.len() >= MAX_ELEMENTS {
                break;
            }
            let Some(markup) = rest.find('<') else {
                self.characters(rest);
                break;
            };
            if markup > 0 {
                self.characters(rest.get(..markup).unwrap_or_default());
                continue;
            }
            if !scan::begins_markup(rest.get(1..).unwrap_or_default()) {
                self.tree.faults.brackets += 1;
                self.literal("<");
                self.at += 1;
            } else if rest.starts_with("<!") {
                self.declaration(rest);
            } else if rest.starts_with("<?") {
                self.at = self.finder.find(">", self.at).saturating_add(1);
            } else if rest.starts_with("</") {
                let (name, length) = scan::end_tag(rest);
                self.end_tag(name);
                self.at += length;
            } else {
                match scan::start_tag(rest) {
                    Some(tag) => {
                        self.start_tag(&tag);
                        self.at += tag.length;
                    }
                    None => {
                        self.tree.faults.cut = true;
                        break;
                    }
                }
            }
        }
        self.tree.faults.cut |= self.items > 0 && !self.open.is_empty();
        while !self.open.is_empty() {
            self.close(End::Cut);
        }
    }

    /// A section, a comment or the document's type.
    fn declaration(&mut self, rest: &'t str) {
        if rest.starts_with("<![CDATA[") {
            let end = self.finder.find("]]>", self.at);
            let again = self.finder.find("<![CDATA[", self.at + 9);
            // A section that swallows the end of its item and another section has lost its end.
            let swallowed = again < end && self.item_end(self.at) < again;
            if end == usize::MAX || swallowed {
                self.tree.faults.sections += 1;
                self.at += 9;
                return;
            }
            let inside = self.text.get(self.at + 9..end).unwrap_or_default();
            self.literal(inside);
            self.at = end + 3;
        } else if rest.starts_with("<!--") {
            let end = self.finder.find("-->", self.at + 4);
            if end == usize::MAX {
                self.tree.faults.sections += 1;
                self.at += 4;
            } else {
                self.at = end + 3;
            }
        } else {
            let subset = self.finder.find("[", self.at);
            let plain = self.finder.find(">", self.at);
            let end = if subset < plain {
                let end = self
                    .finder
                    .find("]>", self.at)
                    .min(self.finder.find("] >", self.at));
                let inside = self
                    .text
                    .get(subset..end.min(self.text.len()))
                    .unwrap_or_default();
                // Without its end, a subset would be the whole document.
                if end == usize::MAX {
                    plain
                } else {
                    self.entities.declare(inside);
                    self.finder.find(">", end)
                }
            } else {
                plain
            };
            self.at = end.saturating_add(1);
        }
    }

    /// Where the next item begins or one ends.
    fn item_end(&mut self, from: usize) -> usize {
        let names = [
            "</item>", "</entry>", "<item>", "<item ", "<entry>", "<entry ",
        ];
        names
            .iter()
            .map(|name| self.finder.find(name, from))
            .min()
            .unwrap_or(usize::MAX)
    }

    fn characters(&mut self, text: &str) {
        let decoded = self.entities.decode(text, &mut self.tree.faults);
        self.push_text(decoded);
        self.at += text.len();
    }

    /// Text without references.
    fn literal(&mut self, text: &str) {
        let mut clean = String::with_capacity(text.len());
        entity::push(&mut clean, text, &mut self.tree.faults);
        self.push_text(clean);
    }

    fn push_text(&mut self, text: String) {
        let text = unmangle(text);
        let Some(open) = self.open.last() else {
            let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
            self.tree.faults.junk |=
                !text.trim_matches(blank).is_empty() && self.tree.elements.len() == 1;
            return;
        };
        let Some(element) = self.tree.elements.get_mut(open.id) else {
            return;
        };
        match element.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(&text),
            _ if text.is_empty() => {}
            _ => element.children.push(Node::Text(text)),
        }
    }

    fn start_tag(&mut self, tag: &scan::Tag<'t>) {
        if self.open.len() >= MAX_DEPTH {
            self.too_deep += usize::from(!tag.empty);
            return;
        }
        let faults = &mut self.tree.faults;
        faults.attributes = faults.attributes.saturating_add(tag.faults);
        let depth = self.open.len();
        for (name, value) in &tag.attributes {
            if *name == "xmlns" {
                self.scope.declare("", value, depth);
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.scope.declare(prefix, value, depth);
            }
        }
        let (prefix, local) = tag.name.split_once(':').unwrap_or(("", tag.name));
        let (mut ns, declared) = self.scope.resolve(prefix);
        self.tree.faults.prefixes += u32::from(!declared);
        let name: Box<str> = local.to_ascii_lowercase().into();
        // Some bind Atom's address to the names of RSS.
        if ns == Ns::Atom && RSS_ONLY.contains(&&*name) {
            ns = Ns::Core;
        }
        let is_item = matches!(ns, Ns::Core | Ns::Atom) && matches!(&*name, "item" | "entry");
        self.make_room(&name, is_item);
        let attributes = self.attributes(tag);
        let parent = self.open.last().map_or(DOCUMENT, |open| open.id);
        let id = self.tree.elements.len();
        self.tree.elements.push(Element {
            ns,
            name,
            parent,
            end: End::Tagged,
            attributes,
            children: Vec::new(),
        });
        if let Some(above) = self.tree.elements.get_mut(parent) {
            above.children.push(Node::Element(id));
        }
        if is_item && self.item_depth.is_none() {
            self.items -= 1;
            self.item_depth = Some(self.open.len());
        }
        self.open.push(Open {
            id,
            written: tag.name,
        });
        if tag.empty {
            self.close(End::Tagged);
        }
    }

    fn attributes(&mut self, tag: &scan::Tag<'t>) -> Vec<Attribute> {
        let mut out = Vec::new();
        for (name, value) in &tag.attributes {
            if *name == "xmlns" || name.starts_with("xmlns:") {
                continue;
            }
            let (prefix, local) = name.split_once(':').unwrap_or(("", name));
            let ns = if prefix.is_empty() {
                Ns::Core
            } else {
                self.scope.resolve(prefix).0
            };
            let value = self.entities.decode(value, &mut self.tree.faults);
            out.push(Attribute {
                ns,
                name: local.to_ascii_lowercase().into(),
                value,
            });
        }
        out
    }

    /// Ends what cannot hold the element that is about to begin.
    fn make_room(&mut self, name: &str, is_item: bool) {
        let Some(item) = self.item_depth else {
            self.end_line(name, 0);
            return;
        };
        if is_item {
            // An entry quoted within another's content is no item of the feed.
            let quoted = self.open.iter().skip(item + 1).any(|open| {
                let name = &*self.tree.get(open.id).name;
                matches!(name, "content" | "source" | "encoded" | "div")
            });
            if !quoted || self.finder.find("</content", self.at) == usize::MAX {
                while self.open.len() > item {
                    self.close(End::Implied);
                }
            }
            return;
        }
        self.end_line(name, item);
    }

    /// Ends an open field of the item (or of the feed) in which the field `name` cannot stand.
    fn end_line(&mut self, name: &str, item: usize) {
        let Some(open) = self.open.last() else { return };
        let (field, ns) = (
            self.tree.get(open.id).name.clone(),
            self.tree.get(open.id).ns,
        );
        let field = &*field;
        let near = self.open.len() <= item + 2 || self.item_depth.is_none();
        let is_field =
            LINES.contains(&name) || TEXTS.contains(&name) || NEVER_IN_TEXT.contains(&name);
        let plain = matches!(
            ns,
            Ns::Core | Ns::Atom | Ns::Dc | Ns::DcTerms | Ns::Content | Ns::Feedburner
        );
        if !near || !is_field || !plain {
            return;
        }
        let written = format!("</{}", open.written);
        let ends = if LINES.contains(&field) {
            true
        } else if TEXTS.contains(&field)
            && field != "source"
            && field != "author"
            && NEVER_IN_TEXT.contains(&name)
        {
            let end = self.finder.find(&written, self.at);
            end > self.item_end(self.at)
        } else {
            false
        };
        if ends {
            self.close(End::Implied);
        }
    }

    fn end_tag(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let same =
            |open: &Open<'_>| open.written == name || open.written.eq_ignore_ascii_case(name);
        let local = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
        let ends_item = matches!(
            local.as_str(),
            "item" | "entry" | "channel" | "rss" | "feed" | "rdf"
        );
        // Nothing that stands in an item ends what stands round it.
        let from = if ends_item {
            0
        } else {
            self.item_depth.map_or(0, |at| at + 1)
        };
        let found = self.open.iter().skip(from).rposition(same);
        match found {
            Some(at) => {
                while self.open.len() > from + at + 1 {
                    self.close(End::Implied);
                }
                self.close(End::Tagged);
            }
            None => self.tree.faults.stray += 1,
        }
    }

    /// Ends the innermost open element.
    fn close(&mut self, end: End) {
        let Some(open) = self.open.pop() else { return };
        self.tree.faults.unclosed += u32::from(end == End::Implied);
        if let Some(element) = self.tree.elements.get_mut(open.id) {
            element.end = end;
        }
        if self.item_depth == Some(self.open.len()) {
            self.item_depth = None;
        }
        self.scope.leave(self.open.len());
    }
}

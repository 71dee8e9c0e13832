//! A tree to what the feed says: which elements are entries, and what stands round them. Knows the vocabularies of
//! feeds; nothing of what is well-formed.

mod hints;
mod item;
mod link;
mod media;
mod person;
mod sitemap;
mod text;

pub(super) use item::add_category;
pub(super) use person::name as person_name;
pub(super) use sitemap::read as sitemap;
pub(super) use text::line_of_loose;

use super::Document;
use super::MAX_ENTRIES;
use super::canonical::address;
use super::canonical::resolve;
use super::date;
use super::xml::DOCUMENT;
use super::xml::End;
use super::xml::Id;
use super::xml::Ns;
use super::xml::Tree;
use crate::model::Entry;
use std::cell::Cell;
use std::cell::RefCell;
use std::collections::HashMap;

/// Names without a namespace and those of Atom, which publishers mix up.
pub(super) const PLAIN: &[Ns] = &[Ns::Core, Ns::Atom];

/// Longest title, name or category in bytes; a longer one is cut at a character boundary.
pub(super) const MAX_LINE: usize = 1_000;
/// Longest link or guid in bytes; a longer one is left out and a problem says so.
pub(super) const MAX_ID: usize = 2_048;
/// Longest summary or content in bytes; a longer one is cut at a character boundary and a problem says so.
pub(super) const MAX_MARKUP: usize = 1 << 20;

/// Summaries and contents kept of one document, in bytes altogether; those of further entries are left out and a problem
/// says so.
pub(super) const MAX_TEXTS: usize = 64 << 20;

/// Bases of one document that are kept once worked out; further ones are worked out each time.
const MAX_BASES: usize = 1_024;

/// A document under reading.
pub(super) struct Reader<'t> {
    tree: &'t Tree,
    /// The address against which relative ones are read where the document states no base.
    base: String,
    /// Bases that were worked out, by the elements that state them; at most [`MAX_BASES`].
    bases: RefCell<HashMap<Id, String>>,
    /// Bytes of markup made so far: a long base makes short addresses long.
    texts: Cell<usize>,
}

/// What `tree`, which came from `url`, says.
pub(super) fn document(tree: &Tree, url: &str) -> Document {
    let reader = Reader {
        tree,
        base: url.to_owned(),
        bases: RefCell::default(),
        texts: Cell::new(0),
    };
    let head = reader.head();
    let mut document = Document {
        problems: Vec::new(),
        ..Document::default()
    };
    if let Some(head) = head {
        reader.read_head(head, &mut document);
    }
    let owners = head
        .map(|head| reader.people(head, "author"))
        .unwrap_or_default();
    let mut more = false;
    for id in tree.ids().filter(|id| reader.is_entry(*id)) {
        if document.entries.len() >= MAX_ENTRIES {
            more = true;
            break;
        }
        let at = document.entries.len() + document.lost as usize + 1;
        let mut told = Vec::new();
        let mut entry = reader.entry(id, &owners, &mut told);
        if reader.texts.get() > MAX_TEXTS {
            (entry.summary, entry.content) = (None, None);
            told.push(format!(
                "its text was left out after {MAX_TEXTS} bytes of texts"
            ));
        }
        let mut parts = tree.children(id);
        let broken =
            tree.get(id).end != End::Tagged || parts.any(|part| tree.get(part).end != End::Tagged);
        if broken && is_blank(&entry) {
            document.lost = document.lost.saturating_add(1);
            told = vec!["nothing of it could be read".to_owned()];
        } else {
            document.entries.push(entry);
        }
        document
            .problems
            .extend(told.into_iter().map(|what| format!("entry {at}: {what}")));
    }
    if more {
        document.problems.push(format!(
            "more than {MAX_ENTRIES} entries in one document; only the first {MAX_ENTRIES} were read"
        ));
    }
    document
}

/// Whether nothing is left of an entry that could make a story.
fn is_blank(entry: &Entry) -> bool {
    entry.title.is_empty()
        && entry.link.is_none()
        && entry.guid.is_none()
        && entry.summary.is_none()
        && entry.content.is_none()
}

impl Reader<'_> {
    /// The element that holds what the feed says of itself.
    fn head(&self) -> Option<Id> {
        let named = |name: &'static str| {
            let mut ids = self.tree.ids();
            ids.find(|id| self.tree.is(*id, PLAIN, name) && !self.in_entry(*id))
        };
        named("channel")
            .or_else(|| named("feed"))
            .or_else(|| self.tree.children(DOCUMENT).next())
    }

    fn is_entry(&self, id: Id) -> bool {
        let element = self.tree.get(id);
        matches!(&*element.name, "item" | "entry")
            && PLAIN.contains(&element.ns)
            && !self.in_entry(id)
    }

    fn in_entry(&self, id: Id) -> bool {
        self.tree.is_within(id, |above| {
            matches!(&*above.name, "item" | "entry") && PLAIN.contains(&above.ns)
        })
    }

    /// The base of an element's relative addresses: every `xml:base` round it, each seen from the one before.
    fn base(&self, id: Id) -> String {
        let mut stated = Vec::new();
        let mut at = id;
        let mut known = self.bases.borrow_mut();
        let mut base = self.base.clone();
        while at != DOCUMENT {
            if let Some(found) = known.get(&at) {
                base.clone_from(found);
                break;
            }
            let own = self.tree.attribute_of(at, Ns::Xml, "base").map(str::trim);
            let own = own.filter(|own| !own.is_empty());
            stated.extend(own.map(|own| (at, own)));
            at = self.tree.get(at).parent;
        }
        for (at, part) in stated.into_iter().rev() {
            // What is no address changes nothing.
            let next = resolve(part, &base).or_else(|| address(part, ""));
            base = next.filter(|next| next.len() <= MAX_ID).unwrap_or(base);
            if known.len() < MAX_BASES {
                known.insert(at, base.clone());
            }
        }
        base
    }

    /// `href` in the place of `id` as an absolute URL.
    fn address(&self, id: Id, href: &str) -> Option<String> {
        address(href, &self.base(id)).filter(|href| href.len() <= MAX_ID)
    }

    /// A date that an element holds, or the text that is none.
    fn date(&self, id: Id) -> Result<crate::model::Timestamp, String> {
        let text = self.tree.text(id);
        date::parse(&text).ok_or_else(|| super::plain::cut(text.trim(), 100).to_owned())
    }

    /// An element's name as the document's readers know it.
    fn label(&self, id: Id) -> String {
        let element = self.tree.get(id);
        let name = match &*element.name {
            "pubdate" => "pubDate",
            "lastbuilddate" => "lastBuildDate",
            other => other,
        };
        match element.ns {
            Ns::Dc => format!("dc:{name}"),
            Ns::DcTerms => format!("dcterms:{name}"),
            Ns::News => format!("news:{name}"),
            _ => name.to_owned(),
        }
    }
}

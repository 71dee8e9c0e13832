//! Google News sitemaps as feeds, and indexes of sitemaps. A sitemap that lists bare addresses has no entries.

use super::MAX_ID;
use super::Reader;
use super::item::add_category;
use super::line_of_loose;
use super::media::Media;
use crate::feed::Child;
use crate::feed::Document;
use crate::feed::MAX_ENTRIES;
use crate::feed::date;
use crate::feed::xml::Id;
use crate::feed::xml::Ns;
use crate::feed::xml::Tree;
use crate::model::Entry;

/// Sitemaps kept of an index, the newest ones; the rest are not looked at.
const MAX_CHILDREN: usize = 500;

/// The entries of a sitemap with news, or the children of an index. `None` for a sitemap without news; `is_news` says
/// that it names the vocabulary of news, so that an empty one is no error.
pub(in crate::feed) fn read(tree: &Tree, url: &str, is_news: bool) -> Option<Document> {
    let reader = Reader {
        tree,
        base: url.to_owned(),
        bases: Default::default(),
        texts: Default::default(),
    };
    let mut document = Document::default();
    let named = |id: Id, name: &str| &*tree.get(id).name == name && tree.get(id).ns != Ns::News;
    for id in tree.ids().filter(|id| named(*id, "sitemap")) {
        document.children.extend(reader.child(id));
    }
    if !document.children.is_empty() {
        // Publishers add at either end; what changed last holds what is new.
        document
            .children
            .sort_by_key(|child| std::cmp::Reverse(child.updated));
        document.children.truncate(MAX_CHILDREN);
        return Some(document);
    }
    let mut news = false;
    let mut listed = false;
    for id in tree.ids().filter(|id| named(*id, "url")) {
        listed = true;
        if document.entries.len() >= MAX_ENTRIES {
            document.problems.push(format!(
                "more than {MAX_ENTRIES} entries in one document; only the first {MAX_ENTRIES} were read"
            ));
            break;
        }
        let found = tree
            .children(id)
            .find(|child| tree.is(*child, &[Ns::News], "news"));
        if let Some(item) = found {
            news = true;
            let entry = reader.listed(id, item, &mut document);
            document.entries.push(entry);
        }
    }
    (news || !listed && is_news).then_some(document)
}

impl Reader<'_> {
    fn in_it(&self, id: Id, name: &str) -> Option<Id> {
        self.tree
            .children(id)
            .find(|child| &*self.tree.get(*child).name == name)
    }

    fn child(&self, id: Id) -> Option<Child> {
        let place = self.tree.text(self.in_it(id, "loc")?);
        let updated = self.in_it(id, "lastmod").map(|id| self.tree.text(id));
        Some(Child {
            url: self
                .address(id, place.trim())
                .filter(|url| url.len() <= MAX_ID)?,
            updated: updated.and_then(|text| date::parse(&text)),
        })
    }

    /// One address with its news.
    fn listed(&self, id: Id, news: Id, document: &mut Document) -> Entry {
        let line = |id: Option<Id>| id.map(|id| self.line(id)).filter(|line| !line.is_empty());
        let place = self.in_it(id, "loc").map(|id| self.tree.text(id));
        let mut entry = Entry {
            link: place.and_then(|place| self.address(id, place.trim())),
            title: line(self.in_it(news, "title")).unwrap_or_default(),
            ..Entry::default()
        };
        if let Some(publication) = self.in_it(news, "publication") {
            let language = line(self.in_it(publication, "language"));
            document.title = document
                .title
                .take()
                .or(line(self.in_it(publication, "name")));
            document.language = document.language.take().or(language.clone());
            entry.language = language;
        }
        let mut dated = |id: Option<Id>, name: &str| {
            let id = id?;
            match self.date(id) {
                Ok(found) => Some((found, name.to_owned())),
                Err(text) => {
                    entry.bad_dates.push((name.to_owned(), text));
                    None
                }
            }
        };
        let published = dated(
            self.in_it(news, "publication_date"),
            "news:publication_date",
        );
        let updated = dated(self.in_it(id, "lastmod"), "lastmod");
        (entry.published, entry.published_from) = published.unzip();
        (entry.updated, entry.updated_from) = updated.unzip();
        for name in ["keywords", "genres"] {
            let words = self
                .in_it(news, name)
                .map(|id| self.tree.text(id))
                .unwrap_or_default();
            for word in words.split(',') {
                add_category(&mut entry.categories, line_of_loose(word));
            }
        }
        let mut media = Media::default();
        for image in self.tree.named(id, &[Ns::Image], "image") {
            self.picture(image, &mut media);
        }
        entry.images = media.images;
        entry
    }
}

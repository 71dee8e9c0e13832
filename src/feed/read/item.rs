//! One entry out of its element. Each field may stand in many places; the most deliberate statement is taken, and what
//! is empty or unreadable never hides what is not.

use super::MAX_ID;
use super::MAX_MARKUP;
use super::Reader;
use super::line_of_loose;
use super::link::Links;
use super::media::Media;
use super::person::add;
use crate::feed::plain::cut;
use crate::feed::xml::End;
use crate::feed::xml::Id;
use crate::feed::xml::Ns;
use crate::model::Entry;
use crate::model::TakenFrom;
use crate::model::Timestamp;

/// Categories kept of one entry, the first ones.
pub(in crate::feed) const MAX_CATEGORIES: usize = 64;
/// Unreadable dates kept of one entry, the first ones.
const MAX_BAD_DATES: usize = 8;

/// Fields of which a part is worth keeping.
const TEXTS: &[&str] = &["description", "summary", "content", "encoded"];

/// The best of what was offered for one field, the lowest rank first, the first of equals.
struct Best<T>(Option<(u8, T)>);

impl<T> Best<T> {
    fn offer(&mut self, rank: u8, value: Option<T>) {
        if let Some(value) = value
            && self.0.as_ref().is_none_or(|(best, _)| rank < *best)
        {
            self.0 = Some((rank, value));
        }
    }

    /// As [`Best::offer`], the last of equals: who states a date twice has appended the newer statement.
    fn renew(&mut self, rank: u8, value: Option<T>) {
        if let Some(value) = value
            && self.0.as_ref().is_none_or(|(best, _)| rank <= *best)
        {
            self.0 = Some((rank, value));
        }
    }

    fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

/// What is gathered of one entry.
struct Gathered {
    entry: Entry,
    links: Links,
    media: Media,
    guid: Best<String>,
    title: Best<String>,
    summary: Best<String>,
    content: Best<String>,
    published: Best<(Timestamp, String)>,
    updated: Best<(Timestamp, String)>,
    /// Names that stand in for missing authors.
    stand_in: Vec<String>,
}

impl Reader<'_> {
    /// The entry in an element; `owners` are the feed's own authors. What was cut or left out is told to `told`.
    pub(super) fn entry(&self, id: Id, owners: &[String], told: &mut Vec<String>) -> Entry {
        let mut g = Gathered {
            entry: Entry::default(),
            links: Links::default(),
            media: Media::default(),
            guid: Best(None),
            title: Best(None),
            summary: Best(None),
            content: Best(None),
            published: Best(None),
            updated: Best(None),
            stand_in: Vec::new(),
        };
        self.attributes(id, &mut g);
        let last = self.tree.children(id).last();
        let breaks_off = self.tree.get(id).end != End::Tagged;
        for child in self.tree.children(id) {
            let cut = breaks_off && Some(child) == last && self.tree.get(child).end != End::Tagged;
            // Half a text is a text; half a headline, address or identifier is a wrong one.
            if !cut || TEXTS.contains(&&*self.tree.get(child).name) {
                self.field(child, &mut g);
            }
        }
        self.finish(id, g, owners, told)
    }

    /// What RDF and CDF write at the element itself.
    fn attributes(&self, id: Id, g: &mut Gathered) {
        if let Some(about) = self
            .tree
            .attribute_of(id, Ns::Rdf, "about")
            .or(self.tree.attribute(id, "about"))
        {
            g.guid.offer(5, Some(about.trim().to_owned()));
            g.links.offer(7, self.address(id, about));
        }
        if let Some(href) = self.tree.attribute(id, "href") {
            g.links.offer(5, self.address(id, href));
        }
        if let Some(text) = self.tree.attribute(id, "lastmod") {
            let found = crate::feed::date::parse(text).map(|date| (date, "lastmod".to_owned()));
            g.updated.offer(5, found);
        }
        let language = self.tree.attribute_of(id, Ns::Xml, "lang");
        g.entry.language = language
            .map(|l| cut(l.trim(), 35).to_owned())
            .filter(|l| !l.is_empty());
    }

    /// Takes up one field.
    fn field(&self, id: Id, g: &mut Gathered) {
        let element = self.tree.get(id);
        let line = || Some(self.line(id)).filter(|line| !line.is_empty());
        let text = || Some(self.tree.text(id).trim().to_owned()).filter(|text| !text.is_empty());
        match (element.ns, &*element.name) {
            (Ns::Core | Ns::Atom, "title") => g.title.offer(0, line()),
            (Ns::Dc | Ns::DcTerms, "title") => g.title.offer(1, line()),
            (Ns::Itunes, "title") => g.title.offer(4, line()),
            (Ns::Core | Ns::Atom, "link") => self.link(id, &mut g.links),
            (Ns::Core, "url") => g
                .links
                .offer(6, text().and_then(|url| self.address(id, &url))),
            (Ns::Feedburner, "origlink") => {
                let original = text().and_then(|url| self.address(id, &url));
                g.links.offer(0, original);
            }
            (Ns::Core | Ns::Atom, "guid" | "id") => {
                if let Some(guid) = text() {
                    g.links.offer(5, self.permalink(id, &guid));
                    g.guid
                        .offer(if &*element.name == "guid" { 0 } else { 1 }, Some(guid));
                }
            }
            (Ns::Dc | Ns::DcTerms, "identifier") => g.guid.offer(6, text()),
            (Ns::Core | Ns::Atom, "author" | "creator")
            | (Ns::Dc | Ns::DcTerms, "creator" | "author")
            | (Ns::Other, "maker") => {
                add(&mut g.entry.authors, self.person(id));
            }
            (Ns::Core | Ns::Atom | Ns::Dc | Ns::DcTerms, "contributor") => {
                add(&mut g.entry.contributors, self.person(id))
            }
            (Ns::Itunes | Ns::GooglePlay, "author") => add(&mut g.stand_in, self.person(id)),
            (Ns::Core | Ns::Atom, "description" | "abstract" | "summary") => {
                // A second description is the text itself.
                let html = self.html(id);
                match &g.summary.0 {
                    Some((0, known)) if html.as_ref() != Some(known) => g.content.offer(6, html),
                    _ => g.summary.offer(0, html),
                }
            }
            (Ns::Dc | Ns::DcTerms, "description" | "abstract") => g.summary.offer(2, self.html(id)),
            (Ns::Itunes, "summary") => g.summary.offer(3, self.html(id)),
            (Ns::GooglePlay, "description") => g.summary.offer(3, self.html(id)),
            (Ns::Itunes, "subtitle") => g.summary.offer(5, self.html(id)),
            (Ns::Content, "encoded") => g.content.offer(0, self.html(id)),
            (Ns::Core | Ns::Atom, "content") => {
                g.content.offer(1, self.html(id));
                if let Some(src) = self.tree.attribute(id, "src") {
                    g.links.offer(7, self.address(id, src));
                }
            }
            (Ns::Xhtml, "body" | "div") | (Ns::Core, "body" | "fullitem" | "encoded") => {
                g.content.offer(2, self.html(id))
            }
            (Ns::Other, "full-text" | "encoded") => g.content.offer(3, self.html(id)),
            (Ns::Core | Ns::Atom, "category") => self.category(id, g),
            (Ns::Core, "tags") => g.media.keywords.push(id),
            (Ns::Dc | Ns::DcTerms, "subject") => self.category(id, g),
            (Ns::Itunes, "keywords") | (Ns::News, "keywords") => g.media.keywords.push(id),
            (Ns::Itunes | Ns::GooglePlay, "category") => self.category(id, g),
            (Ns::Core, "enclosure") => {
                let attribute = |name: &str| self.tree.attribute(id, name).map(str::trim);
                let url = attribute("url")
                    .or(attribute("href"))
                    .and_then(|url| self.address(id, url));
                let length = attribute("length").and_then(|n| n.parse().ok());
                if attribute("type").is_some_and(|kind| kind.starts_with("image/")) {
                    self.picture(id, &mut g.media);
                }
                self.enclose(&mut g.links, url, attribute("type"), length, None);
            }
            (Ns::Media, _) => self.media(id, 0, &mut g.media, &mut g.links),
            (
                Ns::Core | Ns::Itunes | Ns::GooglePlay | Ns::Image,
                "image" | "thumbnail" | "thumb",
            ) => self.picture(id, &mut g.media),
            (Ns::Core, "comments") => {
                let href = text().and_then(|url| self.address(id, &url));
                g.links.note("replies", href, None);
            }
            (Ns::Core | Ns::Atom, "source") => self.source(id, g),
            (Ns::Dc | Ns::DcTerms, "language") | (Ns::Core, "language") => {
                g.entry.language = text().filter(|l| l.len() <= 35).or(g.entry.language.take());
            }
            (Ns::Core | Ns::Atom, "rights" | "copyright") | (Ns::Dc | Ns::DcTerms, "rights")
                if g.entry.rights.is_none() =>
            {
                g.entry.rights = line();
            }
            (ns, name) => self.dated(id, ns, name, g),
        }
    }

    /// Takes up a date, if the field is one.
    fn dated(&self, id: Id, ns: Ns, name: &str, g: &mut Gathered) {
        let (rank, is_update) = match (ns, name) {
            (Ns::Core, "pubdate") => (0, false),
            (Ns::Core | Ns::Atom, "published") => (0, false),
            (Ns::Core | Ns::Atom | Ns::DcTerms, "issued") => (1, false),
            (Ns::Dc | Ns::DcTerms, "date") => (2, false),
            (Ns::Core | Ns::Atom, "date" | "created" | "publicationdate" | "pubdatetime") => {
                (3, false)
            }
            (Ns::DcTerms | Ns::Dc, "created" | "available" | "issued") => (3, false),
            (Ns::News | Ns::Other, "publication_date" | "pubdate") => (4, false),
            (Ns::Core | Ns::Atom, "updated" | "modified") => (0, true),
            (Ns::DcTerms | Ns::Dc, "modified") => (1, true),
            (Ns::Core | Ns::Sitemap, "lastbuilddate" | "lastmod") => (2, true),
            _ => return,
        };
        let label = self.label(id);
        match self.date(id) {
            Ok(date) if is_update => g.updated.renew(rank, Some((date, label))),
            Ok(date) => g.published.renew(rank, Some((date, label))),
            Err(text) if g.entry.bad_dates.len() < MAX_BAD_DATES && !text.is_empty() => {
                g.entry.bad_dates.push((label, text))
            }
            Err(_) => {}
        }
    }

    /// Takes up a category in any of its spellings.
    fn category(&self, id: Id, g: &mut Gathered) {
        let attribute = |name: &str| {
            self.tree
                .attribute(id, name)
                .filter(|value| !value.trim().is_empty())
        };
        let stated = attribute("label")
            .or(attribute("term"))
            .or(attribute("text"));
        let name = match stated {
            Some(value) => line_of_loose(value),
            None => self.line(id),
        };
        add_category(&mut g.entry.categories, name);
    }

    /// Takes up the outlet that an entry was taken over from.
    fn source(&self, id: Id, g: &mut Gathered) {
        let found = if self.tree.is_leaf(id) {
            TakenFrom {
                title: Some(self.line(id)).filter(|title| !title.is_empty()),
                url: self
                    .tree
                    .attribute(id, "url")
                    .and_then(|url| self.address(id, url)),
            }
        } else {
            TakenFrom {
                title: self.line_in(id, "title"),
                url: self
                    .site(id)
                    .or_else(|| self.line_in(id, "id").filter(|id| id.starts_with("http"))),
            }
        };
        for name in self.people(id, "author") {
            add(&mut g.stand_in, Some(name));
        }
        if found != TakenFrom::default() {
            g.entry.taken_from = Some(found);
        }
    }

    /// The entry of what was gathered.
    fn finish(&self, id: Id, mut g: Gathered, owners: &[String], told: &mut Vec<String>) -> Entry {
        g.title.offer(
            5,
            g.media
                .title
                .map(|id| self.line(id))
                .filter(|line| !line.is_empty()),
        );
        g.summary
            .offer(4, g.media.description.and_then(|id| self.html(id)));
        for keywords in std::mem::take(&mut g.media.keywords) {
            if &*self.tree.get(keywords).name == "category" {
                self.category(keywords, &mut g);
                continue;
            }
            for word in self.tree.text(keywords).split(',') {
                add_category(&mut g.entry.categories, line_of_loose(word));
            }
        }
        for credit in &g.media.credits {
            add(&mut g.stand_in, self.person(*credit));
        }
        let mut entry = g.entry;
        if entry.authors.is_empty() {
            entry.authors = g.stand_in;
        }
        // Only Atom says that a feed's author is that of its entries.
        if entry.authors.is_empty() && &*self.tree.get(id).name == "entry" {
            entry.authors = owners.to_vec();
        }
        let mut guid = g.guid.take();
        if guid.as_ref().is_some_and(|guid| guid.len() > MAX_ID) {
            told.push(format!(
                "its guid is longer than {MAX_ID} bytes and was left out"
            ));
            guid = None;
        }
        entry.guid = guid;
        entry.link = g.links.page();
        for other in g.links.redirecting(entry.link.as_deref()) {
            g.links.note("proxy", Some(other), None);
        }
        entry.links = g.links.other;
        entry.enclosures = g.links.enclosures;
        entry.images = g.media.images;
        entry.title = g.title.take().unwrap_or_default();
        let mut body = |value: Option<String>, what: &str| {
            let value = value?;
            if value.len() <= MAX_MARKUP {
                return Some(value);
            }
            told.push(format!("its {what} was cut after {MAX_MARKUP} bytes"));
            Some(cut(&value, MAX_MARKUP).to_owned())
        };
        entry.summary = body(g.summary.take(), "summary");
        entry.content = body(g.content.take(), "content");
        (entry.published, entry.published_from) = g.published.take().unzip();
        (entry.updated, entry.updated_from) = g.updated.take().unzip();
        entry
    }
}

/// Adds a category that is not there yet.
pub(in crate::feed) fn add_category(categories: &mut Vec<String>, name: String) {
    if !name.is_empty() && categories.len() < MAX_CATEGORIES && !categories.contains(&name) {
        categories.push(name);
    }
}

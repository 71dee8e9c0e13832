//! Which of an entry's many addresses is its page, and what the others are.

use super::PLAIN;
use super::Reader;
use crate::feed::canonical::is_http;
use crate::feed::xml::Id;
use crate::feed::xml::Ns;
use crate::model::Enclosure;
use crate::model::EntryLink;

/// Other addresses kept of one entry, the first ones.
const MAX_LINKS: usize = 32;

/// The addresses of an entry.
#[derive(Default)]
pub(super) struct Links {
    /// Candidates for its page, each with its rank, the lowest the best.
    pages: Vec<(u8, String)>,
    /// The others.
    pub other: Vec<EntryLink>,
    /// Files.
    pub enclosures: Vec<Enclosure>,
}

impl Links {
    /// The entry's page.
    pub fn page(&self) -> Option<String> {
        let best = self.pages.iter().min_by_key(|(rank, _)| *rank)?;
        Some(best.1.clone())
    }

    /// The pages that lead to `page` only by way of a redirecting service: those beside an original link.
    pub fn redirecting(&self, page: Option<&str>) -> Vec<String> {
        let original = self.pages.iter().any(|(rank, _)| *rank == 0);
        let others = self
            .pages
            .iter()
            .filter(|(rank, href)| original && *rank == 1 && Some(href.as_str()) != page);
        others.map(|(_, href)| href.clone()).collect()
    }

    /// Takes up a candidate for the page.
    pub fn offer(&mut self, rank: u8, href: Option<String>) {
        self.pages.extend(href.map(|href| (rank, href)));
    }

    /// Takes up an address of another kind.
    pub fn note(&mut self, rel: &str, href: Option<String>, kind: Option<&str>) {
        let known = |href: &str| {
            self.other
                .iter()
                .any(|link| link.rel == rel && link.href == href)
        };
        if let Some(href) = href.filter(|href| !known(href))
            && self.other.len() < MAX_LINKS
        {
            self.other.push(EntryLink {
                rel: rel.to_owned(),
                href,
                kind: kind.map(str::to_owned),
            });
        }
    }
}

impl Reader<'_> {
    /// Takes up a `link` element, of RSS or of Atom.
    pub(super) fn link(&self, id: Id, links: &mut Links) {
        let href = self.tree.attribute(id, "href");
        let text = self.tree.text(id);
        let text = text.trim();
        let kind = self.tree.attribute(id, "type").map(str::trim);
        let rel = self
            .tree
            .attribute(id, "rel")
            .unwrap_or("alternate")
            .trim()
            .to_ascii_lowercase();
        let rel = rel.rsplit('/').next().unwrap_or(&rel);
        let Some(href) = href.filter(|href| !href.trim().is_empty()) else {
            if !text.is_empty() {
                links.offer(1, self.address(id, text));
            }
            return;
        };
        let address = self.address(id, href);
        match rel {
            "alternate" | "" => {
                let page = kind.is_none_or(|kind| kind.contains("html"));
                let foreign = self.tree.get(id).ns == Ns::Atom
                    && &*self.tree.get(self.tree.get(id).parent).name == "item";
                // The item's own link comes first in RSS; an Atom link beside it only helps out.
                links.offer(
                    if !page {
                        6
                    } else if foreign {
                        3
                    } else {
                        2
                    },
                    address,
                );
            }
            "enclosure" => {
                let length = self
                    .tree
                    .attribute(id, "length")
                    .and_then(|n| n.trim().parse().ok());
                let title = self.tree.attribute(id, "title").map(str::to_owned);
                self.enclose(links, address, kind, length, title);
            }
            rel => {
                if rel == "canonical" {
                    links.offer(4, address.clone());
                }
                if rel == "self" && kind.is_none_or(|kind| kind.contains("html")) {
                    links.offer(8, address.clone());
                }
                links.note(rel, address, kind);
            }
        }
    }

    /// Takes up a file.
    pub(super) fn enclose(
        &self,
        links: &mut Links,
        url: Option<String>,
        kind: Option<&str>,
        length: Option<u64>,
        title: Option<String>,
    ) {
        let known = |url: &str| links.enclosures.iter().any(|file| file.url == url);
        if let Some(url) = url.filter(|url| !known(url))
            && links.enclosures.len() < MAX_LINKS
        {
            links.enclosures.push(Enclosure {
                url,
                kind: kind.map(str::to_owned).filter(|kind| !kind.is_empty()),
                length,
                title,
            });
        }
    }

    /// The page that an identifier names, where it names one.
    pub(super) fn permalink(&self, id: Id, guid: &str) -> Option<String> {
        let stated = self
            .tree
            .attribute(id, "ispermalink")
            .map(|v| v.trim().to_ascii_lowercase());
        match stated.as_deref() {
            Some("false" | "no" | "0" | "f") => None,
            Some(_) if guid.contains('/') && !guid.contains(char::is_whitespace) => {
                self.address(id, guid)
            }
            _ => self.address(id, guid).filter(|_| is_http(guid)),
        }
    }

    /// The feed's or site's address in an element, for people.
    pub(super) fn site(&self, id: Id) -> Option<String> {
        let mut links = Links::default();
        for link in self.tree.named(id, PLAIN, "link") {
            // A feed's links to itself and to its hub are no site.
            let rel = self.tree.attribute(link, "rel").unwrap_or("alternate");
            if rel.trim().eq_ignore_ascii_case("alternate") {
                self.link(link, &mut links);
            }
        }
        links.page()
    }
}

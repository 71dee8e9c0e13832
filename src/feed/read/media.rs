//! `media:` and its like: files and pictures of an entry, and the texts that stand with them.

use super::Reader;
use super::link::Links;
use crate::feed::xml::Id;
use crate::feed::xml::Ns;

/// Pictures kept of one entry, the first ones.
const MAX_IMAGES: usize = 16;
/// Groups within groups that are looked into; deeper ones are not.
const MAX_NESTED: usize = 8;

/// What media elements say of an entry.
#[derive(Default)]
pub(super) struct Media {
    /// Pictures.
    pub images: Vec<String>,
    /// The first `media:title`.
    pub title: Option<Id>,
    /// The first `media:description`.
    pub description: Option<Id>,
    /// `media:keywords` and `media:category`.
    pub keywords: Vec<Id>,
    /// `media:credit` of authors.
    pub credits: Vec<Id>,
}

impl Media {
    fn image(&mut self, url: Option<String>) {
        if let Some(url) = url.filter(|url| !self.images.contains(url))
            && self.images.len() < MAX_IMAGES
        {
            self.images.push(url);
        }
    }
}

impl Reader<'_> {
    /// Takes up one element of `media:`.
    pub(super) fn media(&self, id: Id, depth: usize, media: &mut Media, links: &mut Links) {
        let attribute = |name: &str| self.tree.attribute(id, name).map(str::trim);
        let name = &*self.tree.get(id).name;
        match name {
            "title" => media.title = media.title.or(Some(id)),
            "description" | "text" if media.description.is_none() => media.description = Some(id),
            "keywords" | "category" => media.keywords.push(id),
            "credit"
                if attribute("role").is_some_and(|role| role.eq_ignore_ascii_case("author")) =>
            {
                media.credits.push(id);
            }
            "thumbnail" => {
                let text = self.tree.text(id);
                let url = attribute("url").unwrap_or(text.trim());
                media.image(self.address(id, url));
            }
            "content" | "group" | "peerlink" => {
                let url = attribute("url").and_then(|url| self.address(id, url));
                let kind = attribute("type");
                let is_image = attribute("medium").is_some_and(|m| m == "image")
                    || kind.is_some_and(|kind| kind.starts_with("image/"))
                    || url.as_deref().is_some_and(is_picture);
                if is_image {
                    media.image(url.clone());
                }
                let length = attribute("filesize").and_then(|n| n.parse().ok());
                self.enclose(links, url, kind, length, None);
                if depth < MAX_NESTED {
                    for child in self.tree.children(id) {
                        if self.tree.get(child).ns == Ns::Media {
                            self.media(child, depth + 1, media, links);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// A picture that is stated in another way: `itunes:image`, `image`.
    pub(super) fn picture(&self, id: Id, media: &mut Media) {
        let attributes = ["href", "url", "src", "resource"];
        let stated = attributes.iter().find_map(|name| {
            self.tree
                .attribute(id, name)
                .or_else(|| self.tree.attribute_of(id, Ns::Rdf, name))
        });
        let mut children = self.tree.children(id);
        let inside = children.find(|child| matches!(&*self.tree.get(*child).name, "url" | "loc"));
        let text = match inside {
            Some(child) => self.tree.text(child),
            None if self.tree.is_leaf(id) => self.tree.text(id),
            None => String::new(),
        };
        let url = stated.unwrap_or(text.trim());
        media.image(self.address(id, url).filter(|_| !url.is_empty()));
    }
}

/// Whether an address ends as those of pictures do.
fn is_picture(url: &str) -> bool {
    let path = url
        .split(['?', '#'])
        .next()
        .unwrap_or(url)
        .to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"]
        .iter()
        .any(|end| path.ends_with(end))
}

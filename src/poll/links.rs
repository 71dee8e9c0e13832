//! The `Link` header: the hubs that a document names beside itself, and its own address. Knows nothing of what they are for.

use reqwest::header;
use reqwest::header::HeaderMap;
use url::Url;

/// Hubs kept of one answer, the first ones.
const MAX_HUBS: usize = 4;
/// Bytes of `Link` headers that are looked at; further on nothing is found.
const MAX_BYTES: usize = 8 * 1024;

/// What an answer's headers say of its document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// WebSub hubs, absolute.
    pub hubs: Vec<String>,
    /// The document's own address, absolute.
    pub self_url: Option<String>,
}

/// The links in the headers of an answer from `base` (RFC 8288).
pub(super) fn links(headers: &HeaderMap, base: &Url) -> Links {
    let (mut links, mut left) = (Links::default(), MAX_BYTES);
    for value in headers.get_all(header::LINK) {
        let mut text = value.to_str().unwrap_or_default();
        left = left.saturating_sub(text.len());
        if left == 0 {
            break;
        }
        while let Some((_, rest)) = text.split_once('<') {
            let Some((target, rest)) = rest.split_once('>') else {
                break;
            };
            let end = end_of_link(rest);
            let (parameters, rest) = rest.split_at(end);
            text = rest;
            let Ok(target) = base.join(target.trim()) else {
                continue;
            };
            for rel in relations(parameters).split_whitespace() {
                match rel.to_ascii_lowercase().as_str() {
                    "hub" if links.hubs.len() < MAX_HUBS => links.hubs.push(target.to_string()),
                    "self" if links.self_url.is_none() => {
                        links.self_url = Some(target.to_string());
                    }
                    _ => {}
                }
            }
        }
    }
    links
}

/// Where the parameters of one link end: at a comma outside quotation marks.
fn end_of_link(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

/// The value of the parameter `rel`.
fn relations(parameters: &str) -> &str {
    let found = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("rel").then_some(value)
    });
    found.unwrap_or_default().trim().trim_matches('"')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn hubs_and_the_documents_own_address_are_found() {
        let check = |lines: &[&str], hubs: &[&str], self_url: Option<&str>| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::LINK, line.parse().unwrap());
            }
            let base = Url::parse("https://a.example/x/feed").unwrap();
            let found = links(&headers, &base);
            assert_eq!(found.hubs, hubs, "{lines:?}");
            assert_eq!(found.self_url.as_deref(), self_url, "{lines:?}");
        };
        check(&[], &[], None);
        check(
            &["<https://hub.example/>; rel=\"hub\", </feed>; rel=self"],
            &["https://hub.example/"],
            Some("https://a.example/feed"),
        );
        check(
            &[
                "<https://hub.example/a>; title=\"x, <y>\"; rel=\"alternate hub\"",
                "<https://hub.example/b>; Rel=HUB",
            ],
            &["https://hub.example/a", "https://hub.example/b"],
            None,
        );
        check(
            &["<https://hub.example/", "rel=hub", "<::>; rel=hub"],
            &["https://a.example/x/::"],
            None,
        );
        check(&["</style.css>; rel=preload; as=style"], &[], None);
    }
}

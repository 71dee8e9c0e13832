//! One story, several addresses: the AMP and print forms of a page, and whether the address that a page gives as its own can
//! be a story's. Works on addresses alone.

use url::Url;

/// Ends of a path that make it another form of the page before.
const PATH_ENDS: &[&str] = &[
    "/amp",
    "/amp.html",
    ".amp.html",
    ".amp",
    "/print",
    "/print.html",
    "/printable",
];
/// Beginnings of a path that do.
const PATH_STARTS: &[&str] = &["/amp/", "/print/", "/printable/"];
/// Parameters that do, with the values that they have then; no value stands for any.
const PARAMETERS: &[(&str, &[&str])] = &[
    ("amp", &["", "1", "true"]),
    ("outputtype", &["amp", "amp-type"]),
    ("output", &["amp", "print"]),
    ("print", &["", "1", "true", "yes"]),
    ("view", &["print", "printable"]),
    ("printable", &["", "1", "true", "yes"]),
];
/// Caches that keep other sites' AMP pages, by host and by what stands in the path before the site.
const CACHES: &[(&str, &[&str])] = &[
    ("www.google.com", &["/amp/s/", "/amp/"]),
    ("cdn.ampproject.org", &["/c/s/", "/v/s/", "/c/", "/v/"]),
];

/// The address of the page of which `url` is the AMP or print form; `None` where it is neither.
pub fn canonical(url: &str) -> Option<String> {
    let mut page = Url::parse(url)
        .ok()
        .filter(|u| matches!(u.scheme(), "http" | "https"))?;
    let mut is_twin = false;
    if let Some(kept) = cached(&page) {
        page = kept;
        is_twin = true;
    }
    if let Some(host) = page
        .host_str()
        .and_then(|h| h.strip_prefix("amp."))
        .map(str::to_owned)
    {
        is_twin |= host.contains('.') && page.set_host(Some(&format!("www.{host}"))).is_ok();
    }
    let path = page.path().trim_end_matches('/').to_owned();
    let shorter = PATH_ENDS.iter().find_map(|end| path.strip_suffix(end));
    let shorter = shorter.filter(|p| p.len() > 1).map(|p| {
        // The file's own ending stands behind the mark.
        if path.ends_with(".amp.html") {
            format!("{p}.html")
        } else {
            p.to_owned()
        }
    });
    let shorter = shorter.or_else(|| {
        let rest = PATH_STARTS
            .iter()
            .find_map(|start| path.strip_prefix(start))?;
        (rest.len() > 1).then(|| format!("/{rest}"))
    });
    if let Some(shorter) = shorter {
        page.set_path(&shorter);
        is_twin = true;
    }
    let query = page.query().map(str::to_owned).unwrap_or_default();
    let kept: Vec<&str> = query
        .split('&')
        .filter(|part| !part.is_empty() && !is_form(part))
        .collect();
    if kept.len() < query.split('&').filter(|part| !part.is_empty()).count() {
        let kept = kept.join("&");
        page.set_query(Some(kept.as_str()).filter(|q| !q.is_empty()));
        is_twin = true;
    }
    is_twin.then(|| page.into())
}

/// Whether a parameter asks for another form of the page.
fn is_form(part: &str) -> bool {
    let (name, value) = part.split_once('=').unwrap_or((part, ""));
    let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
    PARAMETERS
        .iter()
        .any(|(form, values)| *form == name && values.contains(&value.as_str()))
}

/// The page that a cache keeps.
fn cached(page: &Url) -> Option<Url> {
    let host = page.host_str()?;
    let is_at =
        |cache: &str| host == cache || host.strip_suffix(cache).is_some_and(|h| h.ends_with('.'));
    let (_, starts) = CACHES.iter().find(|(cache, _)| is_at(cache))?;
    let (start, rest) = starts
        .iter()
        .find_map(|s| Some((s, page.path().strip_prefix(s)?)))?;
    let scheme = if start.ends_with("/s/") {
        "https"
    } else {
        "http"
    };
    Url::parse(&format!("{scheme}://{rest}"))
        .ok()
        .filter(|u| u.host_str().is_some_and(|h| h.contains('.')))
}

/// The address that a page at `url` gives as its own, where it can be a story's; else the page's own in its plain form where `url` is a twin's.
pub(super) fn plausible(stated: Option<String>, url: &str) -> Option<String> {
    let front = |u: &Url| u.path().trim_end_matches('/').is_empty() && u.query().is_none();
    let stated = stated.filter(|stated| {
        let parsed = Url::parse(stated).ok();
        let at = Url::parse(url).ok();
        // A template that names the front page on every page names no story.
        parsed.is_some_and(|p| !front(&p) || at.is_some_and(|at| front(&at)))
    });
    match stated {
        Some(stated) => Some(canonical(&stated).unwrap_or(stated)),
        None => canonical(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_lead_to_the_story() {
        for (url, expect) in [
            (
                "https://news.example/a/story/amp",
                Some("https://news.example/a/story"),
            ),
            (
                "https://news.example/a/story/amp/",
                Some("https://news.example/a/story"),
            ),
            (
                "https://news.example/story.amp.html",
                Some("https://news.example/story.html"),
            ),
            (
                "https://news.example/story.html?outputType=amp",
                Some("https://news.example/story.html"),
            ),
            (
                "https://news.example/story?amp=1&id=7",
                Some("https://news.example/story?id=7"),
            ),
            (
                "https://news.example/story?amp",
                Some("https://news.example/story"),
            ),
            (
                "https://amp.news.example/a/1",
                Some("https://www.news.example/a/1"),
            ),
            (
                "https://news.example/amp/a/story",
                Some("https://news.example/a/story"),
            ),
            (
                "https://news.example/print/node/7",
                Some("https://news.example/node/7"),
            ),
            (
                "https://news.example/story/print",
                Some("https://news.example/story"),
            ),
            (
                "https://news.example/story?print=1",
                Some("https://news.example/story"),
            ),
            (
                "https://www.google.com/amp/s/news.example/a/1",
                Some("https://news.example/a/1"),
            ),
            (
                "https://news-example.cdn.ampproject.org/c/s/news.example/a/amp",
                Some("https://news.example/a"),
            ),
            ("https://news.example/a/story", None),
            ("https://news.example/amp", None),
            ("https://news.example/print", None),
            ("https://news.example/amplifiers/1", None),
            ("https://news.example/story?amp=guitar", None),
            ("https://www.google.com/search?q=amp", None),
            ("mailto:a@b.example", None),
        ] {
            assert_eq!(canonical(url).as_deref(), expect, "{url}");
        }
    }

    #[test]
    fn a_front_page_is_no_storys_address() {
        let at = "https://news.example/a/1";
        let own = |stated: &str| plausible(Some(stated.to_owned()), at);
        assert_eq!(own("https://news.example/"), None);
        assert_eq!(own("https://news.example/a/1?amp=1").as_deref(), Some(at));
        assert_eq!(
            own("https://news.example/b").as_deref(),
            Some("https://news.example/b")
        );
        assert_eq!(
            plausible(None, "https://news.example/a/1/amp").as_deref(),
            Some(at)
        );
        assert_eq!(plausible(None, at), None);
    }
}

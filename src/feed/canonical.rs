//! One spelling for one address. Knows URLs and the names of tracking parameters; fetches nothing.

use url::Url;

/// Parameters that tell where a reader came from and never what is shown. A name that selects content on any
/// site we know of (`id`, `p`, `page`, `ref`, `source`, `lang`, `story`) is not in here; letter case is indifferent.
#[rustfmt::skip]
const TRACKING: &[&str] = &[
    // Which click on which advertisement: Facebook, Google, Microsoft, Yandex, X, TikTok, LinkedIn, Pinterest, others.
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id",
    "epik", "srsltid", "taboola_click_id", "outbrainclickid", "rb_clickid", "wickedid", "mkwid", "pcrid", "spm",
    // Which reader of which newsletter: Mailchimp, HubSpot, Vero, Marketo, Omeda, Dotdigital, Trackwise.
    "mc_cid", "mc_eid", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking", "vero_id", "vero_conv", "mkt_tok",
    "oly_enc_id", "oly_anon_id", "dm_i", "trk_contact", "trk_msg", "trk_module",
    // Which share button: Instagram, X, Yahoo, publishers' own.
    "igshid", "igsh", "__twitter_impression", "ref_src", "ref_url", "guccounter", "guce_referrer", "guce_referrer_sig",
    "soc_src", "soc_trk", "sr_share", "smid", "smtyp", "fb_ref", "fb_source", "fb_action_ids",
    // Which campaign or feed, as publishers' own statistics name them: AT Internet, Adobe, comScore, Webtrekk and houses.
    "s_cid", "ncid", "cmpid", "icid", "intcid", "intcmp", "ftag", "ocid", "xtor", "cmp", "mbid", "ito", "traffic_source",
    "wt_mc", "wt_zmc", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee", "feedname", "feedtype",
    // Which browser: Google Analytics across domains.
    "_ga", "_gl",
];

/// Families of such parameters, by how their names begin.
const TRACKING_PREFIXES: &[&str] = &[
    "utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "at_", "itm_",
];

/// The one spelling under which `url` is compared with others: a key, not an address to fetch.
///
/// Fragment, credentials, default port and tracking parameters go; the host is in lower case; `http` without
/// a port of its own is written `https`; a slash at the end of the path goes, but for the root's. The other parameters keep their order
/// and spelling. A `file:` URL stays as it stands. `None` for what is no absolute `http`, `https` or `file` URL.
pub fn canonical_url(url: &str) -> Option<String> {
    let url = url.trim();
    let mut parsed = Url::parse(url).ok()?;
    match parsed.scheme() {
        "file" => return Some(url.to_owned()),
        "http" | "https" => {}
        _ => return None,
    }
    parsed.set_fragment(None);
    // These can only fail for schemes without a host, which are excluded above.
    let _ = parsed.set_username("");
    let _ = parsed.set_password(None);
    if parsed.scheme() == "http" && parsed.port().is_none() {
        let _ = parsed.set_scheme("https");
        // Port 443 written out under `http` is the default one under `https`.
    }
    if parsed.port() == Some(443) {
        let _ = parsed.set_port(None);
        let _ = parsed.set_scheme("https");
    }
    if let Some(host) = parsed.host_str().and_then(|h| h.strip_suffix('.')) {
        let host = host.to_owned();
        let _ = parsed.set_host(Some(&host));
    }
    let kept: Option<String> = parsed.query().map(|query| {
        let parts = query
            .split('&')
            .filter(|part| !part.is_empty() && !is_tracking(part));
        parts.collect::<Vec<_>>().join("&")
    });
    parsed.set_query(kept.as_deref().filter(|q| !q.is_empty()));
    let path = parsed.path().trim_end_matches('/').to_owned();
    parsed.set_path(if path.is_empty() { "/" } else { &path });
    Some(parsed.into())
}

/// Whether `name=value` says only where the reader came from.
fn is_tracking(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or(part).to_ascii_lowercase();
    TRACKING.contains(&name.as_str()) || TRACKING_PREFIXES.iter().any(|p| name.starts_with(p))
}

/// `href` as an absolute URL seen from `base`; `None` unless that is `http`, `https` or `file`.
pub fn absolute(href: &str, base: &str) -> Option<String> {
    let href = href.trim();
    if href.is_empty() {
        return None;
    }
    let found = match Url::parse(href) {
        Ok(url) => url,
        Err(_) => Url::parse(base).ok()?.join(href).ok()?,
    };
    matches!(found.scheme(), "http" | "https" | "file").then(|| found.into())
}

/// As [`absolute`], but what is an `http` or `https` URL already keeps its publisher's spelling where that can be sent as it is.
pub(super) fn address(href: &str, base: &str) -> Option<String> {
    let once = unescaped(href.trim());
    let href = once.as_deref().unwrap_or(href).trim();
    // A host without its scheme would pass for a file beside the feed.
    let whole = href
        .get(..4)
        .filter(|start| start.eq_ignore_ascii_case("www."))
        .map(|_| format!("http://{href}"));
    let href = whole.as_deref().unwrap_or(href);
    let plain = is_http(href)
        && !href
            .contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c));
    if plain && Url::parse(href).is_ok() {
        return Some(href.to_owned());
    }
    absolute(href, base)
}

/// `href` without the ampersands that were escaped once more than its document asks for; no address means `&amp;`.
fn unescaped(href: &str) -> Option<String> {
    const ESCAPED: &[&str] = &["&amp;", "&#038;", "&#38;", "&#x26;"];
    let mut found = href.contains('&').then(|| href.to_owned())?;
    for written in ESCAPED {
        if found.contains(written) {
            found = found.replace(written, "&");
        }
    }
    (found != href).then_some(found)
}

/// Whether `href` begins as the URL of a page does.
pub(super) fn is_http(href: &str) -> bool {
    let scheme = |name: &str| {
        href.get(..name.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(name))
    };
    scheme("http://") || scheme("https://")
}

/// `href` as seen from `base`, whatever its scheme.
pub(super) fn resolve(href: &str, base: &str) -> Option<String> {
    Url::parse(base)
        .ok()?
        .join(href.trim())
        .ok()
        .map(String::from)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn twins_are_equal() {
        for (url, expect) in [
            ("https://News.Example/a/b#top", "https://news.example/a/b"),
            ("http://news.example/a/", "https://news.example/a"),
            ("http://news.example:80/a", "https://news.example/a"),
            ("https://news.example:443", "https://news.example/"),
            ("http://news.example:8080/a", "http://news.example:8080/a"),
            (
                "https://news.example/a?utm_source=x&id=7&fbclid=y&b=2",
                "https://news.example/a?id=7&b=2",
            ),
            (
                "https://news.example/a?UTM_Medium=rss",
                "https://news.example/a",
            ),
            ("https://news.example/a/?", "https://news.example/a"),
            (
                "https://news.example/?p=12&page=2",
                "https://news.example/?p=12&page=2",
            ),
            (
                "https://news.example/a?ref=home&source=7",
                "https://news.example/a?ref=home&source=7",
            ),
            ("https://me:pw@news.example./a", "https://news.example/a"),
            (
                " https://news.example/caf%C3%A9 ",
                "https://news.example/caf%C3%A9",
            ),
            (
                "https://news.example/a?b=%20x+y&b",
                "https://news.example/a?b=%20x+y&b",
            ),
            ("file:///tmp/Feed.xml", "file:///tmp/Feed.xml"),
        ] {
            let found = canonical_url(url).unwrap();
            assert_eq!(found, expect, "{url}");
            assert_eq!(canonical_url(&found).unwrap(), expect, "not stable: {url}");
        }
    }

    #[test]
    fn what_cannot_be_fetched_is_none() {
        for url in [
            "",
            "/a",
            "mailto:a@b.example",
            "javascript:void(0)",
            "tag:x,2026:1",
            "https://",
        ] {
            assert_eq!(canonical_url(url), None, "{url}");
            assert_eq!(absolute(url, "not a base"), None, "{url}");
        }
        let base = "https://news.example/feeds/all.xml";
        assert_eq!(
            absolute("../a?b", base).unwrap(),
            "https://news.example/a?b"
        );
        assert_eq!(
            absolute("//cdn.example/x", base).unwrap(),
            "https://cdn.example/x"
        );
        assert_eq!(absolute("javascript:x", base), None);
    }
}

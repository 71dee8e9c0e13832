//! The walk along redirects, as a pure step: where next, and has the address moved for good?
//! Knows nothing of connections; whether the next host may be asked is decided before it is asked.

use super::error::FetchError;
use super::error::RedirectFault;
use super::shown::ShownUrl;
use super::shown::public;
use url::Url;

/// Longest `Location` that is followed, in bytes; a longer one is a fault.
const MAX_LOCATION: usize = 8 * 1024;

/// One walk: the URL to ask now and what led to it.
pub(super) struct Walk {
    /// The URL to ask now.
    pub url: Url,
    /// Every URL asked so far, the present one included; at most `max` + 1.
    seen: Vec<Url>,
    max: usize,
    /// Whether a step from https to http is a fault.
    strict: bool,
    /// Whether every redirect so far was permanent.
    permanent: bool,
    moved_to: Option<Url>,
}

impl Walk {
    /// A walk of at most `max` redirects that begins at `url`.
    pub(super) fn new(mut url: Url, max: usize) -> Walk {
        url.set_fragment(None);
        Walk {
            seen: vec![url.clone()],
            url,
            max,
            strict: false,
            permanent: true,
            moved_to: None,
        }
    }

    /// The same walk for a feed: what is asked for year after year has to stay out of strangers' hands.
    pub(super) fn strict(mut self) -> Walk {
        self.strict = true;
        self
    }

    /// Whether `status` is one of the redirects that a reader follows.
    pub(super) fn is_redirect(status: u16) -> bool {
        matches!(status, 301 | 302 | 303 | 307 | 308)
    }

    /// Where the leading run of permanent redirects ended, without credentials; `None` where the first was not permanent.
    /// What comes after a temporary redirect is temporary, whatever it calls itself.
    pub(super) fn moved_to(&self) -> Option<String> {
        self.moved_to.as_ref().map(public)
    }

    /// Goes one redirect further.
    pub(super) fn follow(
        &mut self,
        status: u16,
        location: Option<&[u8]>,
    ) -> Result<(), FetchError> {
        let fault = |fault| FetchError::Redirect {
            url: ShownUrl::from(&self.url),
            fault,
        };
        if self.seen.len() > self.max {
            return Err(fault(RedirectFault::TooMany(self.max)));
        }
        let location = location.ok_or_else(|| fault(RedirectFault::NoLocation))?;
        let next = resolve(&self.url, location).ok_or_else(|| fault(RedirectFault::BadLocation))?;
        if self.seen.contains(&next) {
            return Err(fault(RedirectFault::Loop));
        }
        if self.strict && self.url.scheme() == "https" && next.scheme() == "http" {
            return Err(fault(RedirectFault::Downgrade));
        }
        if is_login(&next) && !self.seen.first().is_some_and(is_login) {
            return Err(fault(RedirectFault::Login(ShownUrl::from(&next))));
        }
        self.permanent &= matches!(status, 301 | 308);
        if self.permanent {
            self.moved_to = Some(next.clone());
        }
        self.seen.push(next.clone());
        self.url = next;
        Ok(())
    }
}

/// Whether a URL is by its looks a page for signing in or giving consent: a word of its host, or a whole part of its path.
fn is_login(url: &Url) -> bool {
    const WORDS: [&str; 14] = [
        "login",
        "log-in",
        "signin",
        "sign-in",
        "signon",
        "logon",
        "sso",
        "auth",
        "oauth2",
        "consent",
        "cookie-consent",
        "cookiewall",
        "privacy-wall",
        "guce",
    ];
    let is_word = |part: &str| {
        let part = part.to_ascii_lowercase();
        let stem = part.split('.').next().unwrap_or_default();
        WORDS.contains(&stem)
    };
    let host = url.domain().unwrap_or_default();
    // The registrable domain's own name is nobody's login page: auth.example is, oauth2-news.example is not.
    let by_host = host.split('.').next().is_some_and(is_word) && host.matches('.').count() > 1;
    by_host || url.path_segments().into_iter().flatten().any(is_word)
}

fn resolve(from: &Url, location: &[u8]) -> Option<Url> {
    if location.len() > MAX_LOCATION {
        return None;
    }
    // Servers send raw bytes of any encoding here; percent-encoded they mean the same and are ASCII.
    let mut text = String::with_capacity(location.len());
    for &byte in location {
        match byte {
            0x80.. => text.push_str(&format!("%{byte:02X}")),
            _ => text.push(char::from(byte)),
        }
    }
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let mut next = from.join(text).ok()?;
    next.set_fragment(None);
    keep_credentials(from, &mut next);
    Some(next)
}

/// Credentials go along only to the host that they were meant for, and never from https back to http.
fn keep_credentials(from: &Url, next: &mut Url) {
    let upgraded = from.scheme() == "http"
        && next.scheme() == "https"
        && (from.port(), next.port()) == (None, None);
    let same = from.scheme() == next.scheme() && from.port() == next.port();
    let entitled = from.host() == next.host() && (same || upgraded);
    let silent = next.username().is_empty() && next.password().is_none();
    if entitled && silent {
        // Only URLs without a host refuse these, and those have no credentials to keep.
        let _ = next.set_username(from.username());
        let _ = next.set_password(from.password());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn locations_resolve_as_browsers_resolve_them() {
        let check = |from: &str, location: &[u8], expect: Option<&str>| {
            let next = resolve(&Url::parse(from).unwrap(), location);
            assert_eq!(next.as_ref().map(Url::as_str), expect, "{from}");
        };
        let base = "http://example.org/a/b?c";
        check(base, b"/d", Some("http://example.org/d"));
        check(base, b"d#frag", Some("http://example.org/a/d"));
        check(base, b"//other.org/x", Some("http://other.org/x"));
        check(base, b" https://other.org ", Some("https://other.org/"));
        check(base, "/é".as_bytes(), Some("http://example.org/%C3%A9"));
        check(base, b"/\xe9", Some("http://example.org/%E9"));
        check(base, b"file:///etc/hostname", Some("file:///etc/hostname"));
        check(base, b"", None);
        check(base, b"http://[", None);
        check(base, &vec![b'a'; MAX_LOCATION + 1], None);
        let secret = "http://me:pw@example.org/a";
        check(secret, b"b", Some("http://me:pw@example.org/b"));
        check(
            secret,
            b"http://example.org/b",
            Some("http://me:pw@example.org/b"),
        );
        check(
            secret,
            b"https://example.org/b",
            Some("https://me:pw@example.org/b"),
        );
        check(
            secret,
            b"http://example.org:81/b",
            Some("http://example.org:81/b"),
        );
        check(
            secret,
            b"http://www.example.org/b",
            Some("http://www.example.org/b"),
        );
        check(
            "https://me:pw@example.org/a",
            b"http://example.org/b",
            Some("http://example.org/b"),
        );
    }

    #[test]
    fn an_address_has_moved_only_as_far_as_the_permanent_redirects_lead() {
        let check = |steps: &[(u16, &str)], expect: Option<&str>| {
            let mut walk = Walk::new(Url::parse("http://me:pw@example.org/0").unwrap(), 5);
            for (status, location) in steps {
                walk.follow(*status, Some(location.as_bytes())).unwrap();
            }
            assert_eq!(walk.moved_to().as_deref(), expect, "{steps:?}");
        };
        check(&[], None);
        check(&[(302, "/1")], None);
        check(&[(301, "/1")], Some("http://example.org/1"));
        check(&[(301, "/1"), (308, "/2")], Some("http://example.org/2"));
        check(&[(301, "/1"), (302, "/2")], Some("http://example.org/1"));
        check(&[(307, "/1"), (301, "/2")], None);
        check(
            &[(301, "/1"), (303, "/2"), (301, "/3")],
            Some("http://example.org/1"),
        );
    }

    #[test]
    fn downgrades_and_pages_for_signing_in_are_told() {
        let check = |from: &str, to: &str, expect: Option<&str>| {
            for strict in [true, false] {
                let walk = Walk::new(Url::parse(from).unwrap(), 5);
                let mut walk = if strict { walk.strict() } else { walk };
                let got = walk.follow(302, Some(to.as_bytes()));
                let name = got.as_ref().err().map(FetchError::name);
                let expect = expect.filter(|name| strict || *name != "redirect_downgrade");
                assert_eq!(name, expect, "{from} {to}");
            }
        };
        let feed = "https://a.example/feed";
        check(feed, "http://a.example/feed", Some("redirect_downgrade"));
        check("http://a.example/feed", feed, None);
        check(feed, "/login?next=feed", Some("login_page"));
        check(feed, "https://b.example/x/Sign-In.php", Some("login_page"));
        check(
            feed,
            "https://consent.b.example/collect",
            Some("login_page"),
        );
        check(feed, "https://auth.example/feed", None);
        check(feed, "/authors/feed", None);
        check(feed, "/2026/consent-law-passed", None);
        check("https://a.example/login/feed", "/login/other", None);
    }

    #[test]
    fn walks_end() {
        let check = |max: usize, locations: &[Option<&str>], expect: RedirectFault| {
            let mut walk = Walk::new(Url::parse("http://example.org/0#x").unwrap(), max);
            let (last, before) = locations.split_last().unwrap();
            for location in before {
                walk.follow(302, location.map(str::as_bytes)).unwrap();
            }
            match walk.follow(302, last.map(str::as_bytes)) {
                Err(FetchError::Redirect { fault, .. }) => assert_eq!(fault, expect),
                other => panic!("{other:?}"),
            }
        };
        check(5, &[Some("/0")], RedirectFault::Loop);
        check(
            5,
            &[Some("/1"), Some("/2"), Some("/1#y")],
            RedirectFault::Loop,
        );
        check(
            2,
            &[Some("/1"), Some("/2"), Some("/3")],
            RedirectFault::TooMany(2),
        );
        check(0, &[Some("/1")], RedirectFault::TooMany(0));
        check(5, &[None], RedirectFault::NoLocation);
        check(5, &[Some("http://")], RedirectFault::BadLocation);
    }
}

//! A URL as people may see it: without user name and password. Knows nothing of fetching.

use crate::config;
use std::fmt;
use url::Url;

/// Longest URL that a message shows, in bytes; a longer one is cut and ends in an ellipsis.
const MAX_SHOWN: usize = 300;

/// A URL fit for logs and messages: credentials are gone, it is one line and not long.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownUrl(String);

impl ShownUrl {
    /// From a URL as configured or as a stranger wrote it; it need not be well formed.
    pub fn of(url: &str) -> ShownUrl {
        let url = config::without_secrets(&without_credentials(url));
        ShownUrl(tidy(&url, MAX_SHOWN))
    }
}

impl From<&Url> for ShownUrl {
    fn from(url: &Url) -> ShownUrl {
        ShownUrl::of(url.as_str())
    }
}

impl fmt::Display for ShownUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ShownUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A stranger's text as part of a message: control characters become spaces, and it is cut at `max` bytes.
pub(super) fn tidy(text: &str, max: usize) -> String {
    let mut shown = String::with_capacity(text.len().min(max) + 4);
    for c in text.chars() {
        if shown.len() + c.len_utf8() > max {
            shown.push('…');
            break;
        }
        shown.push(if c.is_control() { ' ' } else { c });
    }
    shown
}

/// `url` without user name, password and fragment, for what is kept or handed on.
pub(super) fn public(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    without_credentials(url.as_str())
}

fn without_credentials(text: &str) -> String {
    if let Ok(mut url) = Url::parse(text) {
        if url.username().is_empty() && url.password().is_none() && !url.cannot_be_a_base() {
            return url.into();
        }
        if url.set_username("").is_ok() && url.set_password(None).is_ok() {
            return url.into();
        }
    }
    // Not a URL with a host: whatever stands before the last '@' of the part before the query may be a secret.
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    match head.rfind('@') {
        None => text.to_owned(),
        Some(at) => {
            let start = head[..at].find("//").map_or(0, |i| i + 2);
            format!("{}***{}{rest}", &head[..start], &head[at..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_never_show() {
        let check = |input: &str, expect: &str| {
            assert_eq!(ShownUrl::of(input).to_string(), expect, "{input}");
            assert!(!format!("{:?}", ShownUrl::of(input)).contains("secret"));
        };
        check("https://example.org/a?b=c", "https://example.org/a?b=c");
        check("https://me:secret@example.org/a", "https://example.org/a");
        check("https://x.org/a?token=secret", "https://x.org/a?token=***");
        check("https://secret@example.org/a", "https://example.org/a");
        check("https://:secret@example.org/", "https://example.org/");
        check("http://me:secret@[::zz/a", "http://***@[::zz/a");
        check("me:secret@example.org/feed", "***@example.org/feed");
        check("//me:secret@example.org/feed", "//***@example.org/feed");
        check("me:sec@secret@example.org?x=@", "***@example.org?x=@");
        check("ftp://me:secret@example.org/", "ftp://example.org/");
        check("file:///tmp/a@b.xml", "file:///tmp/a@b.xml");
        check("not a url\n", "not a url ");
        check("@", "***@");
        check("a@//b", "***@//b");
    }

    #[test]
    fn a_long_url_is_cut_between_characters() {
        let shown = ShownUrl::of(&format!("x é{}", "é".repeat(400))).to_string();
        assert!(shown.ends_with('…') && shown.len() <= MAX_SHOWN + '…'.len_utf8());
    }
}

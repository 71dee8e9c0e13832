//! `robots.txt` as RFC 9309 has it: which paths of a site its owner wants left alone, and how slowly it is to be walked.
//! Pure; fetching and keeping it is `permission.rs`'s.

use std::time::Duration;
use url::Url;

/// Bytes of a file that are read; behind them it is not (RFC 9309 asks for 500 KiB at least).
pub(super) const MAX_BYTES: usize = 512 * 1024;
/// Rules kept for us; further ones are not.
const MAX_RULES: usize = 5_000;
/// Longest pattern, in bytes; a longer one is no rule.
const MAX_PATTERN: usize = 2_000;
/// Longest crawl delay that is kept to; a longer one is cut to it: pages would otherwise pile up faster than they are read.
pub(super) const MAX_DELAY: Duration = Duration::from_secs(30);

/// The name by which site owners can address this program.
pub(super) const TOKEN: &str = "sayso";

/// What one site asks of this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rules {
    list: Vec<(bool, Vec<u8>)>,
    /// The least time between two requests.
    pub delay: Option<Duration>,
}

impl Rules {
    /// The rules for `agent`: those of the groups that name it, else those of the groups for `*`.
    pub(super) fn parse(bytes: &[u8], agent: &str) -> Rules {
        let bytes = &bytes[..bytes.len().min(MAX_BYTES)];
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (mut ours, mut everybodys) = (Rules::default(), Rules::default());
        let mut named = false;
        // Whom the group that is being read is for, and whether its first rule was read.
        let (mut for_us, mut for_all, mut begun) = (false, false, true);
        for line in bytes.split(|b| matches!(b, b'\n' | b'\r')) {
            let line = line.split(|b| *b == b'#').next().unwrap_or_default();
            let Some(colon) = line.iter().position(|b| *b == b':') else {
                continue;
            };
            let key = String::from_utf8_lossy(&line[..colon])
                .trim()
                .to_ascii_lowercase();
            let value = line[colon + 1..].trim_ascii();
            match key.as_str() {
                "user-agent" | "useragent" | "user agent" => {
                    if begun {
                        (for_us, for_all, begun) = (false, false, false);
                    }
                    let name = String::from_utf8_lossy(value);
                    let token = name.split(['/', ' ', '\t']).next().unwrap_or_default();
                    for_us |= token.eq_ignore_ascii_case(agent);
                    for_all |= token == "*";
                    named |= for_us;
                }
                "allow" | "disallow" => {
                    begun = true;
                    // An empty pattern matches nothing.
                    if value.is_empty() || value.len() > MAX_PATTERN {
                        continue;
                    }
                    for (wanted, rules) in [(for_us, &mut ours), (for_all, &mut everybodys)] {
                        if wanted && rules.list.len() < MAX_RULES {
                            rules.list.push((key == "allow", normal(value)));
                        }
                    }
                }
                "crawl-delay" => {
                    begun = true;
                    let seconds = String::from_utf8_lossy(value).parse::<f64>();
                    let seconds = seconds.ok().filter(|s| s.is_finite() && *s > 0.0);
                    let delay =
                        seconds.map(|s| Duration::from_secs_f64(s.min(MAX_DELAY.as_secs_f64())));
                    for (wanted, rules) in [(for_us, &mut ours), (for_all, &mut everybodys)] {
                        if wanted {
                            rules.delay = delay.or(rules.delay);
                        }
                    }
                }
                // Sitemaps and inventions belong to no group and end none.
                _ => {}
            }
        }
        if named { ours } else { everybodys }
    }

    /// Whether `url` may be asked for: the longest matching rule decides, and of two of one length the one that allows.
    pub(super) fn allow(&self, url: &Url) -> bool {
        let mut target = url.path().to_owned();
        if let Some(query) = url.query() {
            target.push('?');
            target.push_str(query);
        }
        if target == "/robots.txt" {
            return true;
        }
        let target = normal(target.as_bytes());
        let matching = self
            .list
            .iter()
            .filter(|(_, pattern)| matches(pattern, &target));
        let best = matching.max_by_key(|(allow, pattern)| (pattern.len(), *allow));
        best.is_none_or(|(allow, _)| *allow)
    }
}

/// A path or pattern in the one form in which both are compared: letters, digits and `-._~` as themselves, everything
/// beyond ASCII percent-encoded, hexadecimal digits large.
fn normal(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        let hex = |n: usize| text.get(n).and_then(|b| char::from(*b).to_digit(16));
        let (byte, encoded) = match (byte, hex(at), hex(at + 1)) {
            (b'%', Some(high), Some(low)) => {
                at += 2;
                ((high * 16 + low) as u8, true)
            }
            _ => (byte, false),
        };
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if unreserved || (!encoded && byte.is_ascii_graphic()) {
            out.push(byte);
        } else {
            out.extend(format!("%{byte:02X}").bytes());
        }
    }
    out
}

/// Whether `pattern` matches the beginning of `target`; `*` stands for anything, `$` at the end for the end.
fn matches(pattern: &[u8], target: &[u8]) -> bool {
    let (pattern, anchored) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split(|b| *b == b'*');
    let first = parts.next().unwrap_or_default();
    if !target.starts_with(first) {
        return false;
    }
    let mut at = first.len();
    let rest: Vec<&[u8]> = parts.collect();
    let Some((last, middle)) = rest.split_last() else {
        return !anchored || at == target.len();
    };
    // The earliest place for each part leaves most room for those behind it.
    for part in middle {
        match find(&target[at..], part) {
            Some(found) => at += found + part.len(),
            None => return false,
        }
    }
    let left = &target[at..];
    if anchored {
        left.ends_with(last)
    } else {
        find(left, last).is_some()
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_rfc_9309() {
        let check = |robots: &str, path: &str, expect: bool| {
            let url = Url::parse(&format!("https://a.example{path}")).unwrap();
            let rules = Rules::parse(robots.as_bytes(), TOKEN);
            assert_eq!(rules.allow(&url), expect, "{robots:?} {path}");
        };
        check("", "/x", true);
        check("<!doctype html><p>Disallow: everything", "/x", true);
        check("User-agent: *\nDisallow: /", "/x", false);
        check("User-agent: *\nDisallow: /", "/robots.txt", true);
        check("User-agent: *\nDisallow:", "/x", true);
        check("user-agent:*\r\ndisallow:/a # not b\r\n", "/a", false);
        check("user-agent:*\rdisallow:/a\r", "/b", true);
        check("\u{feff}User-agent: *\nDisallow: /a", "/abc", false);
        check("Disallow: /", "/x", true);
        // The group that names us counts, and only it, wherever it stands and however it is written.
        let groups = "User-agent: *\nDisallow: /\n\nUser-agent: other\nuser-agent: SaySo/1.0\nDisallow: /private";
        check(groups, "/x", true);
        check(groups, "/private/x", false);
        check("User-agent: saysome\nDisallow: /", "/x", true);
        check("User-agent: sayso\nUser-agent: *\nDisallow: /", "/x", false);
        // Groups for one name are joined; a sitemap between lines ends nothing.
        let split = "User-agent: sayso\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: sayso\nSitemap: https://a.example/s\nDisallow: /b";
        check(split, "/a", false);
        check(split, "/b", false);
        check(split, "/c", true);
        // The longest match decides; of equals the one that allows.
        let lengths = "User-agent: *\nDisallow: /news\nAllow: /news/open\nDisallow: /news/open/not";
        check(lengths, "/news/1", false);
        check(lengths, "/news/open/1", true);
        check(lengths, "/news/open/not/1", false);
        check("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true);
        // Wildcards, ends, queries.
        check("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false);
        check("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true);
        check("User-agent: *\nDisallow: /*?page=", "/x?a=1&page=2", true);
        check("User-agent: *\nDisallow: /*page=", "/x?a=1&page=2", false);
        check("User-agent: *\nDisallow: *a*b*c", "/xaxbxc", false);
        check("User-agent: *\nDisallow: /a*a$", "/a", true);
        check("User-agent: *\nDisallow: /a$", "/a", false);
        check("User-agent: *\nDisallow: /a$", "/ab", true);
        // Encodings of one thing are one thing, but a slash in a name is no slash.
        check("User-agent: *\nDisallow: /%7ejoe", "/~joe", false);
        check("User-agent: *\nDisallow: /é", "/%C3%A9", false);
        check("User-agent: *\nDisallow: /a%2fb", "/a/b", true);
        check("User-agent: *\nDisallow: /a%2fb", "/a%2Fb", false);
        check("User-agent: *\nDisallow: /100%", "/100%25", false);
    }

    #[test]
    fn delays_are_read_and_cut() {
        let check = |value: &str, expect: Option<u64>| {
            let robots = format!("User-agent: *\nCrawl-delay: {value}\n");
            let delay = Rules::parse(robots.as_bytes(), TOKEN).delay;
            assert_eq!(delay, expect.map(Duration::from_millis), "{value}");
        };
        check("2", Some(2_000));
        check("0.5", Some(500));
        check("86400", Some(30_000));
        check("1e99", Some(30_000));
        check("-1", None);
        check("NaN", None);
        check("soon", None);
    }

    #[test]
    fn hostile_files_are_bounded() {
        let many = format!(
            "User-agent: *\n{}",
            "Disallow: /*a*a*a*a*a*a*b\n".repeat(30_000)
        );
        let rules = Rules::parse(many.as_bytes(), TOKEN);
        assert_eq!(rules.list.len(), MAX_RULES);
        let long = format!("https://a.example/{}", "a".repeat(500));
        assert!(rules.allow(&Url::parse(&long).unwrap()));
        let junk: Vec<u8> = (0..=255u8).cycle().take(2 * MAX_BYTES).collect();
        Rules::parse(&junk, TOKEN);
    }
}

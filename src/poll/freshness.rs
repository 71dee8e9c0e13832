//! `Cache-Control` and `Expires`: for how long a host says that a document stays as it is. Knows nothing of who heeds it.

use super::retry_after::http_date;
use crate::model::Timestamp;
use reqwest::header;
use reqwest::header::HeaderMap;

/// The longest time that is believed, in milliseconds (a year); files that never change are sent with longer ones.
const MAX_FRESH_MS: u64 = 366 * 24 * 60 * 60 * 1000;

/// What is left of the time for which the document is fresh, in milliseconds; `None` where the host states none or
/// wants to be asked each time. `max-age` counts before `Expires` (RFC 9111, 4.2.1), and what a cache has used up of it is taken off.
pub(super) fn fresh_ms(headers: &HeaderMap, now: Timestamp) -> Option<u64> {
    let seconds = |text: &str| -> Option<u64> {
        let text = text.trim().trim_matches('"');
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        // More digits than fit are still a very long time.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let date = |name| text(name).and_then(|value| http_date(value.trim()));
    let mut max_age = None;
    for value in headers.get_all(header::CACHE_CONTROL) {
        for directive in value.to_str().unwrap_or_default().split(',') {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-cache" | "no-store" => return None,
                "max-age" => max_age = max_age.or(seconds(value)),
                _ => {}
            }
        }
    }
    let stated = match max_age {
        Some(seconds) => seconds.saturating_mul(1000),
        None => {
            let sent = date(header::DATE).unwrap_or(now);
            let whole = date(header::EXPIRES)?.since(sent);
            u64::try_from(whole).unwrap_or(0)
        }
    };
    let age = text(header::AGE).and_then(seconds).unwrap_or(0);
    let left = stated.saturating_sub(age.saturating_mul(1000));
    Some(left.min(MAX_FRESH_MS)).filter(|left| *left > 0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use reqwest::header::HeaderName;

    #[test]
    fn the_time_that_is_left_is_told() {
        let now: Timestamp = "1994-11-06T08:49:07Z".parse().unwrap();
        let check = |lines: &[&str], expect: Option<u64>| {
            let mut headers = HeaderMap::new();
            for line in lines {
                let (name, value) = line.split_once(": ").unwrap();
                let name: HeaderName = name.parse().unwrap();
                headers.append(name, value.parse().unwrap());
            }
            assert_eq!(fresh_ms(&headers, now), expect, "{lines:?}");
        };
        let expires = "expires: Sun, 06 Nov 1994 08:59:07 GMT";
        check(&[], None);
        check(&["cache-control: public, Max-Age=600"], Some(600_000));
        check(&["cache-control: max-age=\"60\""], Some(60_000));
        check(&["cache-control: max-age=600", "age: 200"], Some(400_000));
        check(&["cache-control: max-age=600", "age: 900"], None);
        check(&["cache-control: max-age=600, no-cache"], None);
        check(
            &["cache-control: public", "cache-control: no-store", expires],
            None,
        );
        check(&["cache-control: max-age=60", expires], Some(60_000));
        check(&["cache-control: max-age=0", expires], None);
        check(&["cache-control: s-maxage=600"], None);
        check(&["cache-control: max-age=-1"], None);
        check(
            &["cache-control: max-age=99999999999999999999999"],
            Some(MAX_FRESH_MS),
        );
        check(&[expires], Some(600_000));
        check(
            &[expires, "date: Sun, 06 Nov 1994 08:58:07 GMT"],
            Some(60_000),
        );
        check(&[expires, "age: 100"], Some(500_000));
        check(&["expires: 0"], None);
        check(&["expires: Thu, 01 Jan 1970 00:00:00 GMT"], None);
    }
}

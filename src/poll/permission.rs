//! Whether a page may be asked for: each site's `robots.txt`, fetched when needed and kept for a day.
//! The rules themselves are `robots.rs`'s.

use super::client::Client;
use super::error::FetchError;
use super::fetched::Fetched;
use super::fetched::Validators;
use super::request::Want;
use super::robots::Rules;
use super::robots::TOKEN;
use super::shown::ShownUrl;
use crate::model::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use url::Url;

const HOUR_MS: i64 = 60 * 60 * 1000;

/// How long a site's rules are kept, in milliseconds (24 h, the longest that RFC 9309 has).
pub const ROBOTS_KEPT_MS: i64 = 24 * HOUR_MS;
/// How soon a site whose rules could not be had is asked again, in milliseconds (1 h). Until then its pages are not asked for.
pub const ROBOTS_RETRY_MS: i64 = HOUR_MS;
/// After so long without rules, in milliseconds (30 days), a site is taken to have none.
pub const ROBOTS_GIVEN_UP_MS: i64 = 30 * 24 * HOUR_MS;
/// Sites whose rules are kept; at the bound the oldest go and are fetched again when needed.
const MAX_SITES: usize = 4_096;

#[derive(Clone)]
struct Kept {
    rules: Arc<Rules>,
    until: Timestamp,
    /// Since when the rules cannot be had; nothing is allowed meanwhile.
    lost_since: Option<Timestamp>,
}

/// The rules of the sites asked lately; clones share them.
#[derive(Clone, Default)]
pub(super) struct Permissions(Arc<Mutex<HashMap<String, Kept>>>);

impl Permissions {
    /// Refuses what the site does not want read, and takes its delay into the client's politeness.
    pub(super) async fn check(&self, client: &Client, url: &Url) -> Result<(), FetchError> {
        let origin = url.origin().ascii_serialization();
        let now = client.now();
        let known = self.lock().get(&origin).cloned();
        let kept = match known {
            Some(kept) if kept.until > now => kept,
            older => {
                let kept = fetch(client, url, older, now).await?;
                self.keep(origin, kept.clone());
                kept
            }
        };
        if let Some(delay) = kept.rules.delay {
            client.pace(url, delay);
        }
        let lost = kept
            .lost_since
            .is_some_and(|since| now.since(since) < ROBOTS_GIVEN_UP_MS);
        if lost || !kept.rules.allow(url) {
            return Err(FetchError::Robots {
                url: ShownUrl::from(url),
                lost,
            });
        }
        Ok(())
    }

    fn keep(&self, origin: String, kept: Kept) {
        let mut sites = self.lock();
        if sites.len() >= MAX_SITES && !sites.contains_key(&origin) {
            let oldest = sites.iter().min_by_key(|(_, kept)| kept.until);
            if let Some(oldest) = oldest.map(|(origin, _)| origin.clone()) {
                sites.remove(&oldest);
            }
        }
        sites.insert(origin, kept);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        // A panic elsewhere cannot leave the map half-written.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks for a site's rules. An error only where nothing could be asked, because its domain wants a pause.
async fn fetch(
    client: &Client,
    url: &Url,
    older: Option<Kept>,
    now: Timestamp,
) -> Result<Kept, FetchError> {
    let Ok(robots) = url.join("/robots.txt") else {
        return Ok(fresh(Rules::default(), now));
    };
    let nothing = Validators::default();
    // Boxed, since asking for a page leads here and this asks again.
    let fetched = Box::pin(client.get(robots.as_str(), Want::Robots, &nothing)).await;
    Ok(match fetched {
        Ok(Fetched::Body(page)) => fresh(Rules::parse(&page.bytes, TOKEN), now),
        Ok(Fetched::NotModified { .. }) => fresh(Rules::default(), now),
        Err(held @ FetchError::Held { .. }) => return Err(held),
        Err(error) if is_absent(&error) => fresh(Rules::default(), now),
        Err(_) => Kept {
            // What was known holds on; where nothing was, nothing is allowed.
            lost_since: match &older {
                Some(kept) if kept.lost_since.is_none() => None,
                Some(kept) => kept.lost_since,
                None => Some(now),
            },
            rules: older.map(|kept| kept.rules).unwrap_or_default(),
            until: now.plus_millis(ROBOTS_RETRY_MS),
        },
    })
}

/// "Unavailable" in the words of RFC 9309: there are no rules. Too many requests is not that.
fn is_absent(error: &FetchError) -> bool {
    match error {
        FetchError::HttpStatus { status, .. } => (400..500).contains(status) && *status != 429,
        FetchError::Redirect { .. } => true,
        _ => false,
    }
}

fn fresh(rules: Rules, now: Timestamp) -> Kept {
    Kept {
        rules: Arc::new(rules),
        until: now.plus_millis(ROBOTS_KEPT_MS),
        lost_since: None,
    }
}

//! What an observation is known again by. Knows neither the view nor what it says.

use crate::model::Story;
use crate::model::TextOrigin;
use crate::store::IdentityDigest;

/// What identifies a story that is known by its feed alone, beside what another outlet may know at the same URL.
pub fn outlet_identity(story: &Story) -> Option<String> {
    let url = story.url.as_deref()?;
    (story.origin == TextOrigin::Feed).then(|| format!("outlet:{} {url}", story.outlet))
}

/// Under which keys the story is found again: its URL, the other URLs that led to it, its guid; its words where it has none of these.
pub fn identity_keys(story: &Story) -> Vec<IdentityDigest> {
    let mut keys = Vec::new();
    let urls = story
        .url
        .iter()
        .chain(&story.also)
        .map(|url| IdentityDigest::of(&format!("url:{url}")));
    let own = outlet_identity(story).map(|identity| IdentityDigest::of(&identity));
    let guid = story
        .guid
        .iter()
        .map(|guid| IdentityDigest::of(&format!("guid:{guid}")));
    for key in own.into_iter().chain(urls).chain(guid) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        keys.push(IdentityDigest::of(&story.identity()));
    }
    keys
}

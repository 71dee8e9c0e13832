//! From what a person types to the thing meant: ids and their beginnings, URLs, names. Where nothing fits, what is nearest.

use crate::feed;
use crate::inspect::error::AskError;
use crate::model::ClaimId;
use crate::model::SpeakerId;
use crate::model::StoryId;
use crate::store::IdentityDigest;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::ClaimRow;
use crate::store::rows::StoryRow;
use crate::text::fold;
use std::collections::BTreeSet;
use std::fmt::Display;

/// How many near ids or names an error names.
pub(super) const NEAR: usize = 5;
/// Shortest beginning of an id that is looked up.
const MIN_PREFIX: usize = 4;
/// Names compared with one that nobody bears. A store with more suggests from the first so many.
const NAMES_COMPARED: usize = 200_000;
/// How alike a suggested name must be (Jaro–Winkler, 0 to 1).
const ALIKE: f64 = 0.8;

/// What is meant: all that the first of several ways finds, from the surest to the loosest, that finds anything.
pub fn by_first<'a, T>(all: &'a [T], ways: &[&dyn Fn(&T) -> bool]) -> Vec<&'a T> {
    let found = |way: &&dyn Fn(&T) -> bool| all.iter().filter(|one| way(one)).collect::<Vec<_>>();
    let mut found = ways.iter().map(found);
    found.find(|found| !found.is_empty()).unwrap_or_default()
}

/// The story with this URL, id or beginning of an id.
pub(super) fn story(store: &Store, asked: &str) -> Result<StoryRow, AskError> {
    let asked = asked.trim();
    if asked.contains("://") {
        for url in url_forms(asked) {
            let identity = IdentityDigest::of(&format!("url:{url}"));
            if let Some(id) = store.identity(identity)?
                && let Some(row) = store.story(id)?
            {
                return Ok(row);
            }
        }
        return Err(unknown("story", asked, Vec::new()));
    }
    let find = |digits: &str, most| store.story_ids_with_prefix(digits, most);
    let id: StoryId = by_prefix("story", asked, find)?;
    store
        .story(id)?
        .ok_or_else(|| unknown("story", asked, Vec::new()))
}

/// The claim with this id or beginning of an id.
pub(super) fn claim(store: &Store, asked: &str) -> Result<ClaimRow, AskError> {
    let asked = asked.trim();
    let find = |digits: &str, most| store.claim_ids_with_prefix(digits, most);
    let id: ClaimId = by_prefix("claim", asked, find)?;
    let row = store.claim(id)?;
    let row = row.ok_or_else(|| unknown("claim", asked, Vec::new()))?;
    match row.hidden {
        Some(by) => Err(AskError::Hidden { by }),
        None => Ok(row),
    }
}

/// Every speaker with this name, or the one with this id or beginning of an id; never none.
/// Where no speaker bears exactly this name, those who bear it as part of theirs ("Maravel" for "Ines Maravel").
pub(super) fn speakers(store: &Store, asked: &str) -> Result<Vec<SpeakerId>, AskError> {
    let folded = fold(asked).trim().to_owned();
    let named: BTreeSet<SpeakerId> = store.speakers_named(&folded).collect::<Result<_, _>>()?;
    if !named.is_empty() {
        return Ok(named.into_iter().collect());
    }
    if is_prefix(asked) {
        let found = store.speaker_ids_with_prefix(asked, NEAR + 1)?;
        match found.as_slice() {
            [] => {}
            [one] => return Ok(vec![*one]),
            several => return Err(ambiguous("speaker", asked, several)),
        }
    }
    let mut within = BTreeSet::new();
    let mut near: Vec<(f64, String)> = Vec::new();
    let padded = format!(" {folded} ");
    for entry in store.names_with_prefix("").take(NAMES_COMPARED) {
        let (name, speaker) = entry?;
        if !folded.is_empty() && format!(" {name} ").contains(&padded) {
            within.insert(speaker);
        }
        let alike = likeness(&folded, &name);
        if alike >= ALIKE {
            near.push((alike, name));
            if near.len() > 64 * NEAR {
                keep_nearest(&mut near);
            }
        }
    }
    if !within.is_empty() {
        return Ok(within.into_iter().collect());
    }
    keep_nearest(&mut near);
    let near = near.into_iter().map(|(_, name)| shown_name(store, &name));
    let mut names = near.collect::<Result<Vec<String>, StoreError>>()?;
    names.dedup();
    Err(unknown("speaker", asked, names))
}

/// How alike two folded names are: as wholes, or the asked one with one word of the other ("mekdat" with "faisal mekdad").
fn likeness(asked: &str, name: &str) -> f64 {
    let words = name
        .split(' ')
        .map(|word| strsim::jaro_winkler(asked, word) - 0.05);
    words.fold(strsim::jaro_winkler(asked, name), f64::max)
}

fn keep_nearest(near: &mut Vec<(f64, String)>) {
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    near.truncate(NEAR);
}

/// A folded name as its first bearer writes it.
fn shown_name(store: &Store, folded: &str) -> Result<String, StoreError> {
    let bearer = store.speakers_named(folded).next().transpose()?;
    let row = bearer.map(|id| store.speaker(id)).transpose()?.flatten();
    Ok(row.map_or_else(|| folded.to_owned(), |row| row.name))
}

fn is_prefix(asked: &str) -> bool {
    (MIN_PREFIX..=16).contains(&asked.len()) && asked.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The one id that begins with the digits asked for.
fn by_prefix<I: Copy + Display>(
    what: &str,
    asked: &str,
    find: impl Fn(&str, usize) -> Result<Vec<I>, StoreError>,
) -> Result<I, AskError> {
    if is_prefix(asked) {
        match find(asked, NEAR + 1)?.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            several => return Err(ambiguous(what, asked, several)),
        }
    }
    // Ids are digests, so near means: beginning alike. A slip in the last digits is found this way.
    let hex = asked
        .bytes()
        .take(16)
        .take_while(u8::is_ascii_hexdigit)
        .count();
    for digits in (3..=hex).rev() {
        let near = find(&asked[..digits], NEAR)?;
        if !near.is_empty() {
            let near = near.iter().map(I::to_string).collect();
            return Err(unknown(what, asked, near));
        }
    }
    Err(unknown(what, asked, Vec::new()))
}

/// The forms in which a pasted URL may have been kept: as it is, without fragment or query, with and without the last slash.
fn url_forms(asked: &str) -> Vec<String> {
    let mut forms = vec![asked.to_owned()];
    forms.extend(feed::canonical_url(asked));
    for mark in ['#', '?'] {
        let last = forms.last().map_or(asked, String::as_str);
        if let Some((head, _)) = last.split_once(mark) {
            forms.push(head.to_owned());
        }
    }
    let slashed: Vec<String> = forms
        .iter()
        .map(|form| match form.strip_suffix('/') {
            Some(bare) => bare.to_owned(),
            None => format!("{form}/"),
        })
        .collect();
    forms.extend(slashed);
    forms
}

fn unknown(what: &str, asked: &str, near: Vec<String>) -> AskError {
    AskError::Unknown {
        what: what.to_owned(),
        asked: asked.to_owned(),
        near,
    }
}

fn ambiguous<I: Display>(what: &str, asked: &str, several: &[I]) -> AskError {
    AskError::Ambiguous {
        what: what.to_owned(),
        asked: asked.to_owned(),
        candidates: several.iter().take(NEAR).map(I::to_string).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_url_has_several_forms() {
        assert_eq!(
            url_forms("https://x.example/a?utm=1#top"),
            [
                "https://x.example/a?utm=1#top",
                "https://x.example/a?utm=1",
                "https://x.example/a",
                "https://x.example/a?utm=1#top/",
                "https://x.example/a?utm=1/",
                "https://x.example/a/",
            ]
        );
    }

    #[test]
    fn a_slip_is_near_and_a_stranger_is_not() {
        for (asked, name, near) in [
            ("mekdat", "faisal mekdad", true),
            ("faysal mekdad", "faisal mekdad", true),
            ("ursula von der leien", "ursula von der leyen", true),
            ("merkel", "faisal mekdad", false),
            ("", "faisal mekdad", false),
        ] {
            let alike = likeness(asked, name);
            assert_eq!(alike >= ALIKE, near, "{asked}/{name}: {alike}");
        }
    }
}

//! Sources that begin with whose they are: "Vega’s website", "Peru’s President", "Mr Park’s daughter Ida". Who the owner is must not be
//! known here.

use super::gender::kin;
use super::mention::Gender;
use super::mention::Mention;
use super::names;
use super::names::has;
use super::person_name::named_tail;
use super::phrase::Word;
use super::phrase::head;
use super::phrase::join;

/// "Vega’s website", "Peru’s President", "Peru’s foreign ministry".
pub(super) fn owned(words: &[Word], text: &str) -> Option<Mention> {
    let clitic = words
        .iter()
        .rposition(|w| w.clitic)
        .filter(|&c| c > 0 && c + 1 < words.len())?;
    let (owner, thing) = (&words[..clitic], &words[clitic + 1..]);
    // "A spokesman for the Commissioner's Office" is the spokesman.
    let serves = owner
        .iter()
        .position(|w| has(&["for", "at"], w.text))
        .filter(|&at| at > 0);
    if serves.is_some_and(|at| names::ROLES.has(owner[at - 1].text)) {
        return None;
    }
    let named = owner.iter().any(|w| w.capital);
    let place = owner.last().is_some_and(|w| names::PLACES.has(w.text))
        || owner.len() == 1 && names::demonym(owner[0].text);
    let head_word = head(thing)?;
    if !named {
        // "the bank’s own survey": the bank says it.
        let body = owner.last().is_some_and(|w| names::BODIES.has(w.text));
        return (body && (names::MEDIUMS.has(head_word) || names::PAPERS.has(head_word))).then(
            || Mention::Organisation {
                name: join(owner),
                global: false,
            },
        );
    }
    let (start, _) = named_tail(owner, false).unwrap_or((0, 0));
    let whose = join(&owner[start..]);
    let head = head_word;
    // "Mr Park's daughter Ida"
    if let [kind, name @ ..] = thing
        && !name.is_empty()
        && name.iter().all(|w| w.capital)
        && kin(kind.text) != Gender::Unknown
    {
        return Some(Mention::Person {
            name: join(name),
            role: Some(format!("{} {}", join(&words[..=clitic]), kind.text)),
            gender: kin(kind.text),
        });
    }
    if names::MEDIUMS.has(head) && !place && !owner.iter().any(|w| names::BODIES.has(w.text)) {
        return Some(Mention::Medium {
            owner: whose,
            text: text.to_owned(),
        });
    }
    if names::BODIES.has(head) {
        return Some(Mention::Organisation {
            name: text.to_owned(),
            global: true,
        });
    }
    if names::ROLES.has(head) && (place || owner.iter().any(|w| names::BODIES.has(w.text))) {
        return Some(Mention::Role {
            text: text.to_owned(),
            office: head.to_ascii_lowercase(),
            of: Some(whose),
        });
    }
    Some(Mention::Unnamed(text.to_owned()))
}

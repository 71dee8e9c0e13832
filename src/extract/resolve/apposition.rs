//! What stands beside a name and tells whose it is: "Ann Lee, a baker", "the council’s director, Leo Quist". What else a source
//! can be must not be known here.

use super::gender::gender_of;
use super::gender::given_gender;
use super::gender::kin;
use super::mention::Gender;
use super::mention::Mention;
use super::names;
use super::names::has;
use super::person_name::person;
use super::phrase::Word;
use super::phrase::head;
use super::phrase::join;
use super::phrase::without_article;
use super::phrase::words_of;
use crate::model::Span;

/// Longest description before a name, in characters; a longer one is no description.
const MAX_DESCRIPTION: usize = 120;
/// Longest description before a name, in words.
const MAX_ROLE: usize = 12;
/// How many articles back it may begin.
const MAX_ARTICLES: usize = 4;

/// An apposition up to what follows it: "Leo Quist" of "Leo Quist, 40".
pub(super) fn first_of(apposition: &str) -> &str {
    let end = apposition.find([',', '—', '–']).unwrap_or(apposition.len());
    apposition[..end].trim()
}

/// "One of them, a senior official": what the apposition tells of somebody picked out of several.
pub(super) fn one_of_several(words: &[Word], apposition: &str) -> Option<String> {
    let first = words.first()?.text;
    let picked = has(&["one", "another", "some", "several"], first)
        && (words.len() == 1 || words[1].text.eq_ignore_ascii_case("of"));
    let end = apposition.find(',').unwrap_or(apposition.len());
    let described = &apposition[..end];
    let indefinite = ["a ", "an "].iter().any(|a| described.starts_with(a));
    (picked && indefinite).then(|| without_article(described))
}

/// "One, Eoin Kehoe, wrote": one of several, and who it is.
pub(super) fn picked_by_name(only: &str, apposition: &str) -> Option<Mention> {
    let named = words_of(first_of(apposition));
    if !has(&["one", "another"], only) || !named.first().is_some_and(|w| w.capital) {
        return None;
    }
    let (name, role, gender) = person(&named, false)?;
    let whole = name.contains(' ') || role.is_some();
    whole.then_some(Mention::Person { name, role, gender })
}

/// Whether an apposition shows that the name before it is a body's: "which runs the service", "a shipping company".
pub(super) fn tells_body(apposition: &str) -> bool {
    let end = apposition.find(',').unwrap_or(apposition.len());
    let words = words_of(&apposition[..end]);
    let Some(first) = words.first() else {
        return false;
    };
    if first.text.eq_ignore_ascii_case("which") {
        return true;
    }
    let article = has(&["a", "an", "the"], first.text);
    article && head(&words[1..]).is_some_and(|head| names::BODIES.has(head))
}

/// "The festival’s director, Leo Quist": a description and then the name that it introduces.
pub(super) fn described(words: &[Word], text: &str, apposition: &str) -> Option<Mention> {
    let mut named = words_of(first_of(apposition));
    // "her deputy, the lawyer Ana Ruiz"
    if named.len() > 2 && named[0].text == "the" && names::TITLES.has(named[1].text) {
        named.remove(0);
    }
    // "her husband, the darts player Kev Ruiz"
    let plain = |w: &&Word| !w.capital || names::demonym(w.text);
    let lead = named.iter().take_while(plain).count();
    let does = lead
        .checked_sub(1)
        .filter(|n| *n > 0)
        .map(|n| named[n].text);
    if named[..lead].first().is_some_and(|w| w.text == "the")
        && does.is_some_and(|w| names::TRADES.has(w) || names::ROLES.has(w))
    {
        named.drain(..lead);
    }
    // "her neighbour, retired baker Ana Ruiz"
    if named.len() > 2 && names::EPITHETS.has(named[0].text) && !named[0].capital {
        named.remove(0);
    }
    // Nothing but a name, at most with titles before it; a body's name is no person's.
    let capitals = named.iter().filter(|w| w.capital).count();
    // "Her husband, Luke,": one name is enough behind kin.
    if let (&[name], Some(noun)) = (named.as_slice(), head(words))
        && kin(noun) != Gender::Unknown
        && name.capital
    {
        return Some(Mention::Person {
            name: name.text.to_owned(),
            role: None,
            gender: kin(noun),
        });
    }
    if capitals < 2 || !named[0].capital && !names::TITLES.has(named[0].text) {
        return None;
    }
    // "The Lord Chief Justice, Lord Woolf"
    let titled = names::TITLES.has(named[0].text);
    let whole = |name: &str| titled || name.contains(' ');
    let (name, _, gender) = person(&named, false).filter(|(name, ..)| whole(name))?;
    let noun = head(words)?;
    let office = names::ROLES.has(noun) || names::TITLES.has(noun);
    let given = given_gender(named[0].text) != Gender::Unknown;
    let body = named
        .iter()
        .skip(usize::from(given))
        .any(|w| names::BODIES.has(w.text));
    if names::BODIES.has(noun) && !office || body {
        return None;
    }
    let role = description(text);
    let own = gender_of(words);
    Some(Mention::Person {
        name,
        role: Some(role).filter(|r| !r.is_empty()),
        gender: if gender == Gender::Unknown {
            own
        } else {
            gender
        },
    })
}

/// A description as a role: without article or "its".
pub fn description(text: &str) -> String {
    let bare = without_article(text);
    let lower = bare.to_ascii_lowercase();
    let cut = ["its ", "their ", "his ", "her ", "our "]
        .iter()
        .find(|p| lower.starts_with(**p))
        .map_or(0, |p| p.len());
    bare[cut..].to_owned()
}

/// An apposition as a role: without article and without what follows its first clause.
pub fn tidy_role(text: &str) -> String {
    let end = text.find([',', '—', '–', ';']).unwrap_or(text.len());
    let role = text[..end].trim();
    // "who chairs the council" is as good as an office.
    if let Some(does) = role.strip_prefix("who ") {
        let leads = [
            "chairs ",
            "heads ",
            "leads ",
            "runs ",
            "manages ",
            "directs ",
            "represents ",
        ];
        return match leads.iter().any(|l| does.starts_with(l)) {
            true => does.to_owned(),
            false => String::new(),
        };
    }
    if !words_of(role)
        .iter()
        .any(|w| names::ROLES.has(w.text) || names::TITLES.has(w.text))
    {
        return String::new();
    }
    description(role)
}

/// "the council’s director" right before the comma at byte `end`.
pub(super) fn before_name(text: &str, end: usize) -> Option<String> {
    let before = text.get(..end)?;
    let from = before
        .char_indices()
        .rev()
        .take(MAX_DESCRIPTION)
        .find(|(_, c)| matches!(c, ',' | '.' | ';' | ':' | '“' | '”' | '"' | '—' | '(' | ')'))
        .map_or(before.len().saturating_sub(MAX_DESCRIPTION), |(at, c)| {
            at + c.len_utf8()
        });
    let clause = before.get(from..)?.trim_start();
    let words = words_of(clause);
    // The whole clause, or its last phrase with an article or "its": "even the mayor", "asked its chief engineer".
    let opens = |w: &str| has(&["the", "its", "their", "his", "her", "a", "an"], w);
    // "the director of the council at the port": the description's article is the one before an office.
    let described = |first: usize| {
        let phrase = &words[first + 1..];
        let head = head(phrase)?;
        let office = (names::ROLES.has(head) || names::TITLES.has(head)) && head != "state";
        (office && phrase.len() <= MAX_ROLE).then(|| join(phrase))
    };
    let openers = (0..words.len()).rev().filter(|&i| opens(words[i].text));
    openers.take(MAX_ARTICLES).find_map(described)
}

/// ", secretary of the council," after a name.
pub(super) fn after_name(text: &str, comma: Option<Span>, limit: Option<Span>) -> Option<String> {
    let comma = comma?;
    if comma.of(text)? != "," {
        return None;
    }
    let from = comma.end as usize;
    let to = limit.map_or(text.len(), |s| s.start as usize);
    let rest = text.get(from..to)?;
    let end = rest.find([',', '.', ';', '—', '“', '"'])?;
    let role = tidy_role(&rest[..end]);
    let lower = role.chars().next().is_some_and(char::is_lowercase);
    (lower && !role.is_empty()).then_some(role)
}

//! What a source's own words say of who it is: a pronoun, a person with a name, an office, a body, somebody unnamed. What
//! else the story says must not be known here.

use super::apposition::described;
use super::apposition::one_of_several;
use super::apposition::tells_body;
use super::apposition::tidy_role;
use super::names;
use super::names::has;
use super::person_name::named_tail;
use super::person_name::person;
use crate::text::TokenKind;
use crate::text::tokens;

/// Longest source that is read, in words; the rest is description.
const MAX_WORDS: usize = 60;

/// Who a pronoun can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// he
    Man,
    /// she
    Woman,
    /// anybody
    Unknown,
}

/// A reading of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mention {
    /// he, she
    Pronoun(Gender),
    /// they, it
    Group,
    /// I, we, you, one, nobody
    Nobody,
    /// A named person.
    Person {
        /// The name without titles.
        name: String,
        /// What is said of the person beside the name.
        role: Option<String>,
        /// What a title tells.
        gender: Gender,
    },
    /// Somebody by office alone: "the minister", "Iran’s President".
    Role {
        /// All of it, without article.
        text: String,
        /// The office, lower case.
        office: String,
        /// Whose: the possessor or adjective before the office.
        of: Option<String>,
    },
    /// A person's website, letter, account.
    Medium {
        /// Whose.
        owner: String,
        /// All of it.
        text: String,
    },
    /// A body.
    Organisation {
        /// Its name, without article.
        name: String,
        /// Whether the name says which one without the story.
        global: bool,
    },
    /// Somebody without a name.
    Unnamed(String),
}

/// One word of a source.
#[derive(Clone, Copy, Debug)]
pub struct Word<'t> {
    /// As printed.
    pub text: &'t str,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it is a possessive ending.
    pub clitic: bool,
}

/// Reads a source.
pub fn read(source: &str) -> Mention {
    let trimmed = source.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '—' | '–' | '-' | ':' | '“' | '”' | '"')
    });
    let (head, apposition) = split(trimmed);
    let mut words = words_of(head);
    if let Some(described) = apposition.and_then(|a| one_of_several(&words, a)) {
        return Mention::Unnamed(described);
    }
    if let [only] = words.as_slice() {
        if let Some(mention) = pronoun(only.text) {
            return mention;
        }
        if names::CROWDS.has(only.text) {
            return Mention::Unnamed(only.text.to_owned());
        }
    }
    if words.len() > 1
        && words
            .first()
            .is_some_and(|w| names::PLAIN_FIRST.has(w.text))
        && !words[1].capital
    {
        words[0].capital = false;
    }
    if words.len() > 1 && has(&["its", "their", "his", "her", "our"], words[0].text) {
        words[0].capital = false;
    }
    let article = words
        .first()
        .map(|w| w.text.to_ascii_lowercase())
        .filter(|w| matches!(w.as_str(), "the" | "a" | "an"));
    if article.is_some() {
        words.remove(0);
    }
    let definite = article.as_deref() == Some("the");
    let text = without_article(head);
    if words.is_empty() {
        return Mention::Nobody;
    }
    if let Some((name, role, gender)) = person(&words, definite) {
        if role.is_none() && apposition.is_some_and(tells_body) {
            return Mention::Organisation { name, global: true };
        }
        let role = role
            .or_else(|| apposition.map(tidy_role))
            .filter(|r| !r.is_empty());
        return Mention::Person { name, role, gender };
    }
    if let Some(mention) = apposition.and_then(|a| described(&words, head, a)) {
        return mention;
    }
    if let Some(mention) = owned(&words, &text) {
        return mention;
    }
    body_or_unnamed(&words, text, article.as_deref(), definite)
}

/// The words of a text, brackets and what is in them left out.
pub fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut depth = 0usize;
    let mut out = Vec::new();
    for token in tokens(text) {
        let word = &text[token.span.range()];
        match (token.kind, word) {
            (_, "(" | "[") => depth += 1,
            (_, ")" | "]") => depth = depth.saturating_sub(1),
            (TokenKind::Mark, "’" | "'") | (TokenKind::Clitic, _) if depth == 0 => {
                out.push(Word {
                    text: word,
                    capital: false,
                    clitic: true,
                })
            }
            (TokenKind::Mark, _) => {}
            _ if depth == 0 && out.len() < MAX_WORDS => out.push(Word {
                text: word,
                capital: word.starts_with(char::is_uppercase),
                clitic: false,
            }),
            _ => {}
        }
    }
    out
}

/// The words before the first comma or dash, and those after it.
fn split(text: &str) -> (&str, Option<&str>) {
    let at = text.char_indices().find(|&(at, c)| {
        (c == ',' || c == '—' || c == '–')
            && !text[at + c.len_utf8()..].trim_start().starts_with("Jr")
    });
    match at {
        Some((at, c)) => (
            text[..at].trim_end(),
            Some(text[at + c.len_utf8()..].trim()),
        ),
        None => (text, None),
    }
}

pub(super) fn without_article(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let cut = ["the ", "a ", "an "]
        .iter()
        .find(|a| lower.starts_with(**a))
        .map_or(0, |a| a.len());
    text[cut..].split_whitespace().collect::<Vec<_>>().join(" ")
}

fn pronoun(word: &str) -> Option<Mention> {
    Some(match word.to_ascii_lowercase().as_str() {
        "he" | "him" | "himself" => Mention::Pronoun(Gender::Man),
        "she" | "her" | "herself" => Mention::Pronoun(Gender::Woman),
        "they" | "it" | "them" | "itself" => Mention::Group,
        "i" | "we" | "you" | "one" | "nobody" | "who" | "which" | "that" | "this" | "there"
        | "everyone" | "everybody" | "someone" | "somebody" | "anyone" | "me" | "us" | "these"
        | "those" | "what" | "others" => Mention::Nobody,
        _ => return None,
    })
}

/// Prepositions that end the part of a phrase that names what it is about.
pub(super) const PREPS: &[&str] = &["of", "from", "in", "at", "for", "with", "on", "to"];

/// Words with the spaces that belong between them.
pub fn join(words: &[Word]) -> String {
    let mut out = String::new();
    for word in words {
        if !out.is_empty() && !word.clitic {
            out.push(' ');
        }
        out.push_str(word.text);
    }
    out
}

/// "Vega’s website", "Peru’s President", "Peru’s foreign ministry".
fn owned(words: &[Word], text: &str) -> Option<Mention> {
    let clitic = words
        .iter()
        .rposition(|w| w.clitic)
        .filter(|&c| c > 0 && c + 1 < words.len())?;
    let (owner, thing) = (&words[..clitic], &words[clitic + 1..]);
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

/// The noun that a phrase is about: the last word before its first preposition.
pub fn noun(text: &str) -> Option<&str> {
    head(&words_of(text))
}

/// Whether a source is one thing that cannot speak, as far as its words tell: "the threat from the sea".
pub fn is_thing(source: &str) -> bool {
    let Mention::Unnamed(text) = read(source) else {
        return false;
    };
    noun(&text).is_some_and(|noun| {
        let person = names::ROLES.has(noun) || names::TITLES.has(noun) || names::CROWDS.has(noun);
        !person && !noun.ends_with('s') && noun.starts_with(char::is_lowercase)
    })
}

/// The same of words that are already parted.
pub fn head<'t>(words: &[Word<'t>]) -> Option<&'t str> {
    let prep = words
        .iter()
        .position(|w| has(PREPS, w.text) && !w.capital)
        .filter(|&p| p > 0)
        .unwrap_or(words.len());
    words[..prep].last().map(|w| w.text)
}

fn body_or_unnamed(words: &[Word], text: String, article: Option<&str>, definite: bool) -> Mention {
    let Some(head) = head(words) else {
        return Mention::Unnamed(text);
    };
    let capital = words.iter().any(|w| w.capital);
    let head_capital = words
        .iter()
        .rev()
        .find(|w| w.text == head)
        .is_some_and(|w| w.capital);
    let indefinite = article.is_some() && !definite;
    if names::ROLES.has(head) && !indefinite && (definite || capital) {
        let of = words
            .iter()
            .find(|w| w.capital && !w.text.eq_ignore_ascii_case(head) && !names::TITLES.has(w.text))
            .map(|w| w.text.to_owned());
        return Mention::Role {
            text,
            office: head.to_ascii_lowercase(),
            of,
        };
    }
    if names::BODIES.has(head) && !indefinite {
        return Mention::Organisation {
            name: text,
            // "Police" and "Prosecutors" begin a sentence; whose they are, the word does not tell.
            global: capital && !(words.len() == 1 && names::EVERYWHERE.has(head)),
        };
    }
    let plural = head.ends_with('s') && names::demonym(head);
    if head_capital && !indefinite && !plural {
        return Mention::Organisation {
            name: text,
            global: true,
        };
    }
    Mention::Unnamed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(source: &str) -> String {
        match read(source) {
            Mention::Pronoun(g) => format!("pronoun {g:?}"),
            Mention::Group => "group".into(),
            Mention::Nobody => "nobody".into(),
            Mention::Person { name, role, .. } => {
                format!("person {name} / {}", role.unwrap_or_default())
            }
            Mention::Role { office, of, .. } => {
                format!("role {office} of {}", of.unwrap_or_default())
            }
            Mention::Medium { owner, text } => format!("medium of {owner}: {text}"),
            Mention::Organisation { name, global } => format!("body {name} {global}"),
            Mention::Unnamed(text) => format!("unnamed {text}"),
        }
    }

    #[test]
    fn readings() {
        for (source, expect) in [
            ("he", "pronoun Man"),
            ("she", "pronoun Woman"),
            ("they", "group"),
            (
                "Norwegian Trade Minister Kari Lund",
                "person Kari Lund / Norwegian Trade Minister",
            ),
            ("Sen. Rosa Keane (D-Utah)", "person Rosa Keane / Sen."),
            ("Mr. Okafor", "person Okafor / "),
            ("navy chief Per Dahl", "person Per Dahl / navy chief"),
            (
                "Secretary of Peru’s Supreme Water Council Luz Vega",
                "person Luz Vega / Secretary of Peru’s Supreme Water Council",
            ),
            (
                "Luz Vega, secretary of the Supreme Water Council,",
                "person Luz Vega / secretary of the Supreme Water Council",
            ),
            ("Joel Park of Radio Kent", "person Joel Park / "),
            ("Peru’s President", "role president of Peru"),
            ("the minister", "role minister of "),
            ("Vega’s website", "medium of Vega: Vega’s website"),
            (
                "Peru’s foreign ministry",
                "body Peru’s foreign ministry true",
            ),
            ("the military", "body military false"),
            ("the Pentagon", "body Pentagon true"),
            ("Lima", "person Lima / "),
            ("Tehran", "body Tehran true"),
            ("the Andina news agency", "body Andina news agency true"),
            ("NASA", "body NASA true"),
            ("a senior official", "unnamed senior official"),
            ("critics", "unnamed critics"),
            ("Republicans", "unnamed Republicans"),
            ("Vega’s lawyer", "unnamed Vega’s lawyer"),
            ("the Kenyan president", "role president of Kenyan"),
            ("Ursula von der Leyen", "person Ursula von der Leyen / "),
        ] {
            assert_eq!(name(source), expect, "{source}");
        }
    }
}

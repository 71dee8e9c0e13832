//! What a source's own words say of who it is: a pronoun, a person with a name, an office, a body, somebody unnamed. What
//! else the story says must not be known here.

use super::apposition::described;
use super::apposition::first_of;
use super::apposition::one_of_several;
use super::apposition::picked_by_name;
use super::apposition::tells_body;
use super::apposition::tidy_role;
use super::gender::gender_of;
use super::gender::given_gender;
use super::gender::kin;
use super::names;
use super::names::has;
use super::owned::owned;
use super::person_name::named_tail;
use super::person_name::person;
use super::phrase::Word;
use super::phrase::first_prep;
pub use super::phrase::head;
use super::phrase::introduced;
use super::phrase::join;
pub use super::phrase::noun;
use super::phrase::without_article;
pub use super::phrase::words_of;
use super::trades::Kinds;
use super::trades::is_one_person;

/// Longest name behind "named", in words.
const MAX_NAME: usize = 4;

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
    Group {
        /// they
        several: bool,
    },
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

/// Reads a source.
pub fn read(source: &str) -> Mention {
    let trimmed = source.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '—' | '–' | '-' | ':' | '“' | '”' | '"')
    });
    // "Shares in Tarn Ales, a brewer, fell": who is spoken of is the company.
    let trimmed = trimmed.strip_prefix("Shares in ").unwrap_or(trimmed);
    let (head, apposition) = split(trimmed);
    let mut words = words_of(head);
    if let Some(described) = apposition.and_then(|a| one_of_several(&words, a)) {
        return Mention::Unnamed(described);
    }
    // "One of them, Comrade Ana Ruiz of the Guild,"
    let of_them = words.len() == 3 && words[1].text == "of";
    let first = words.first().map_or("", |w| w.text);
    if let Some(mention) = apposition
        .filter(|_| of_them)
        .and_then(|a| picked_by_name(first, a))
    {
        return mention;
    }
    // "The mayor himself"
    if words.len() > 1
        && words
            .last()
            .is_some_and(|w| has(&["himself", "herself", "themselves", "itself"], w.text))
    {
        words.pop();
    }
    if let [only] = words.as_slice() {
        if let Some(mention) = apposition.and_then(|a| picked_by_name(only.text, a)) {
            return mention;
        }
        if let Some(mention) = pronoun(only.text) {
            return mention;
        }
        let one = only
            .text
            .strip_suffix('s')
            .unwrap_or_default()
            .to_lowercase();
        let trade = names::ROLES.has(&one) || Kinds::of(&one) != Kinds::default();
        if names::CROWDS.has(only.text) || trade {
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
    let mut text = without_article(head);
    // "The Farmers’ Union (FU)": what is in brackets is another name.
    if text.contains('(') {
        text = join(&words);
    }
    // "The Kent-based Guild": where it sits is no part of a body's name.
    let based = words.len() > 1 && words[0].capital && words[0].text.ends_with("-based");
    if based && (definite || words.len() > 2 && words[1].capital) {
        text = text
            .split_once(' ')
            .map_or_else(String::new, |(_, rest)| rest.to_owned());
        words.remove(0);
    }
    if words.is_empty() {
        return Mention::Nobody;
    }
    if let Some(mention) = about_office(&words, head, apposition) {
        return mention;
    }
    // "Her account", "his website": the person's own words.
    if let [whose, .., thing] = words.as_slice()
        && words.len() < 4
        && names::MEDIUMS.has(thing.text)
        && let Some(mention @ Mention::Pronoun(_)) = pronoun(whose.text)
        && has(&["his", "her"], whose.text)
    {
        return mention;
    }
    if let Some(mention) = called(&words) {
        return mention;
    }
    // "His daughter Ximena": one name is enough behind kin.
    let owner = usize::from(has(&["his", "her", "their"], words[0].text));
    if let [kind, name] = &words[owner..]
        && kin(kind.text) != Gender::Unknown
        && !kind.capital
        && name.capital
    {
        return Mention::Person {
            name: name.text.to_owned(),
            role: None,
            gender: kin(kind.text),
        };
    }
    // "State-owned builder PT Karya": what stands before a company's name in some countries.
    let form = words
        .iter()
        .position(|w| has(&["PT", "OAO", "PAO", "ZAO"], w.text) && w.capital);
    if let Some(form) =
        form.filter(|&at| words[at..].len() > 1 && words[at..].iter().all(|w| w.capital))
    {
        let name = join(&words[form..]);
        return Mention::Organisation { name, global: true };
    }
    // "A magistrate in Kano": the name is where somebody unnamed is.
    let prep = first_prep(&words);
    let placed = |p: usize| {
        let named = |w: &Word| w.capital || has(&["the", "of", "and"], w.text);
        p > 0 && words[..p].iter().all(|w| !w.capital) && words[p + 1..].iter().all(named)
    };
    if article.is_some() && !definite && apposition.is_none() && prep.is_some_and(placed) {
        return Mention::Unnamed(text);
    }
    if let Some((name, role, gender)) = person(&words, definite) {
        if role.is_none() && gender == Gender::Unknown && apposition.is_some_and(tells_body) {
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
    if let Some(mention) = apposition.and_then(|a| named_body(&words, a)) {
        return mention;
    }
    if let Some((before, name)) = introduced(&words)
        && article.is_none()
        && before
            .first()
            .is_some_and(|w| !w.capital || names::PLAIN_FIRST.has(w.text) || before.len() > 1)
    {
        let name = join(name);
        return Mention::Organisation { name, global: true };
    }
    if let Some(mention) = owned(&words, &text) {
        return mention;
    }
    body_or_unnamed(&words, text, article.as_deref(), definite)
}

/// "A worker named Ana Ruiz": the name that the description ends with.
fn called(words: &[Word]) -> Option<Mention> {
    let called = |w: &Word| has(&["named", "called", "nicknamed"], w.text) && !w.capital;
    let at = words.iter().position(called)?;
    let (described, name) = (&words[..at], &words[at + 1..]);
    let whole = (1..=MAX_NAME).contains(&name.len()) && name.iter().all(|w| w.capital);
    let noun = head(described)?.to_lowercase();
    (whole && is_one_person(&join(described), &noun)).then(|| Mention::Person {
        name: join(name),
        role: Some(join(described)),
        gender: gender_of(described),
    })
}

/// "A spokeswoman for the Tarn Fund, Ana Ruiz": what the phrase is about is an office, so a name in it is not its bearer's.
fn about_office(words: &[Word], text: &str, apposition: Option<&str>) -> Option<Mention> {
    let prep = first_prep(words)?;
    let office = words[..prep].last()?.text;
    let office = names::ROLES.has(office) || names::TITLES.has(office);
    let nobody = named_tail(&words[..prep], false).is_none();
    apposition
        .filter(|_| office && nobody)
        .and_then(|a| described(words, text, a))
}

/// "Lund’s party, the Movement for Renewal": the body that an apposition names.
fn named_body(words: &[Word], apposition: &str) -> Option<Mention> {
    let named = words_of(first_of(apposition));
    let name = match named.split_first() {
        Some((first, rest)) if first.text.eq_ignore_ascii_case("the") => rest,
        _ => named.as_slice(),
    };
    let body = head(words).is_some_and(|noun| {
        let owner = ["owner", "owners", "operator", "maker"].contains(&noun)
            && name.iter().any(|w| names::BODIES.has(w.text));
        names::BODIES.has(noun) || names::BUSINESSES.has(noun) || owner || noun == "owners"
    });
    let capital = name.first().is_some_and(|w| w.capital) && name.last().is_some_and(|w| w.capital);
    // "At the Crown Court, Ana Ruiz, prosecuting,": the comma ends where it was.
    let given = name
        .first()
        .map_or(Gender::Unknown, |w| given_gender(w.text));
    if given != Gender::Unknown && !name.iter().any(|w| names::BODIES.has(w.text)) {
        let (name, role, gender) = person(name, false)?;
        return Some(Mention::Person { name, role, gender });
    }
    (body && capital).then(|| Mention::Organisation {
        name: join(name),
        global: true,
    })
}

/// The words before the first comma or dash, and those after it.
fn split(text: &str) -> (&str, Option<&str>) {
    // Papers without the sign print a dash as one or two hyphens between spaces.
    let hyphens = [" -- ", " - "]
        .iter()
        .find_map(|d| text.find(d).map(|at| (at, d.len())));
    if let Some((at, length)) = hyphens.filter(|(at, _)| !text[..*at].contains([',', '—', '–']))
    {
        return (text[..at].trim_end(), Some(text[at + length..].trim()));
    }
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

fn pronoun(word: &str) -> Option<Mention> {
    Some(match word.to_ascii_lowercase().as_str() {
        "he" | "him" | "himself" | "his" => Mention::Pronoun(Gender::Man),
        "she" | "her" | "herself" | "hers" => Mention::Pronoun(Gender::Woman),
        "they" | "them" | "themselves" | "their" => Mention::Group { several: true },
        "it" | "itself" | "its" => Mention::Group { several: false },
        "i" | "we" | "you" | "one" | "nobody" | "who" | "which" | "that" | "this" | "there"
        | "everyone" | "everybody" | "someone" | "somebody" | "anyone" | "me" | "us" | "these"
        | "those" | "what" | "others" => Mention::Nobody,
        _ => return None,
    })
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
    let owned = has(&["its", "their", "his", "her"], words[0].text);
    if owned && words.len() < 4 && names::ROLES.has(head) {
        let office = head.to_ascii_lowercase();
        let text = join(&words[1..]);
        return Mention::Role {
            text,
            office,
            of: None,
        };
    }
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

//! Everybody that a story names: full names, what they are called besides, their roles. Attributions must not be known here.

use super::apposition::after_name;
use super::apposition::before_name;
use super::mention;
use super::mention::Gender;
use super::mention::Mention;
use super::names;
use super::names::has;
use super::person_name::kin;
use super::person_name::plausible;
use super::phrase::headline_case;
use super::phrase::is_capital;
use crate::extract::words;
use crate::extract::words::Tag;
use crate::text::Token;
use crate::text::TokenKind;
use crate::text::fold;
use std::collections::HashMap;

/// Most people that one story's register holds; later names are resolved by their own words alone.
const MAX_PEOPLE: usize = 20_000;
/// Most bearers of one name, initial or office that a mention is compared with; later ones are not compared.
const MAX_COMPARED: usize = 64;
/// Most names at the head of a sentence that are kept of one story; later sentences have their parsed subjects alone.
const MAX_LEADS: usize = 10_000;
/// Longest run of capitalised words that is read as title and name, and longest apposition after it, in words.
const MAX_RUN: usize = 12;

/// One person of the story.
#[derive(Clone, Debug)]
pub struct Person {
    /// The fullest name, without titles.
    pub name: String,
    /// Role as the story gives it first.
    pub role: Option<String>,
    /// As far as the story or the given name tells.
    pub gender: Gender,
    /// Years, where they stand behind the name ("Ana Ruiz, 31,").
    pub age: Option<u8>,
    /// Other forms, in order of appearance.
    pub aliases: Vec<String>,
    /// Whether the story calls the bearer "it": no person, though nothing in the name tells.
    pub body: bool,
    /// Whether anything is attributed to the bearer.
    pub speaks: bool,
}

impl Person {
    /// Whether nothing but capitals tells that this is a person.
    pub fn is_doubtful(&self) -> bool {
        self.gender == Gender::Unknown && self.role.is_none() && self.age.is_none() && !self.speaks
    }
}

/// A surname with a title, whose bearer a later paragraph may name in full.
pub type Bare = (String, Option<String>, Gender);

/// Everybody that a story names.
#[derive(Debug, Default)]
pub struct Register {
    pub(super) people: Vec<Person>,
    /// Folded whole names, last names and first names, and who bears them.
    pub(super) whole: HashMap<String, usize>,
    pub(super) last: HashMap<String, Vec<usize>>,
    pub(super) first: HashMap<String, Vec<usize>>,
    /// Folded names between the first and the last.
    pub(super) middle: HashMap<String, Vec<usize>>,
    /// Folded last names by their initial.
    pub(super) initials: HashMap<char, Vec<(String, usize)>>,
    /// Folded offices and who holds them.
    pub(super) offices: HashMap<String, Vec<usize>>,
    /// Where whole names stand, in order, and whose they are.
    pub(super) places: Vec<(u32, usize)>,
    /// The names with which sentences begin, in order: what a pronoun after them may mean.
    pub(super) leads: Vec<(u32, String)>,
}

impl Register {
    /// Reads every name of two words or more, and every name with a title, from a paragraph that begins at `base`, and its tokens. One pass.
    pub fn paragraph(&mut self, text: &str, all: &[Token], base: u32, bare: &mut Vec<Bare>) {
        let word = |i: usize| all.get(i).map_or("", |t| &text[t.span.range()]);
        let capital =
            |i: usize| all.get(i).is_some_and(|t| t.kind == TokenKind::Word) && is_capital(word(i));
        let closed = |i: usize| {
            let first = i
                .checked_sub(1)
                .and_then(|b| all.get(b))
                .is_none_or(|t| t.kind == TokenKind::Mark);
            words::tag(&word(i).to_lowercase(), true, first).0 != Tag::Name
        };
        let shouts = headline_case(text, all);
        let mut i = 0;
        while i < all.len() {
            // "The defendant, wearing a grey jacket, spoke": an office may begin a sentence as a name does.
            let begins = i == 0 || matches!(word(i - 1), "." | "!" | "?");
            let office = || names::ROLES.has(word(i + 1)) || names::TRADES.has(word(i + 1));
            if begins && word(i) == "The" && office() && self.leads.len() < MAX_LEADS {
                let lead = format!("The {}", word(i + 1));
                self.leads.push((base + all[i].span.start, lead));
            }
            if !capital(i) || closed(i) && !names::TITLES.has(word(i)) {
                i += 1;
                continue;
            }
            let start = i;
            while i < all.len()
                && i - start < MAX_RUN
                && (capital(i) && !(closed(i) && i > start && word(i).len() > 2)
                    || i > start
                        && has(
                            &["al", "bin", "von", "van", "der", "de", "del", "la", "el"],
                            word(i),
                        )
                        && capital(i + 1))
            {
                i += 1;
            }
            if i == start {
                i += 1;
                continue;
            }
            // "navy chief Per Dahl": a lower-case office right before the name, with what is before it.
            let mut from = start;
            if start > 0 && names::TITLES.has(word(start - 1)) {
                from = start - 1;
                while from > 0
                    && start - from < 4
                    && (capital(from - 1) && !closed(from - 1)
                        || names::TITLES.has(word(from - 1))
                        || names::BODIES.has(word(from - 1)))
                {
                    from -= 1;
                }
            }
            // "Minister for Roads Ana Ruiz": the office goes on into the capitals.
            if i - start > 2
                && from == start
                && start > 1
                && matches!(word(start - 1), "for" | "of")
                && names::TITLES.has(word(start - 2))
            {
                from = start - 2;
            }
            let phrase = &text[all[from].span.start as usize..all[i - 1].span.end as usize];
            // A line of capitals is a headline: a long run in it is no name.
            if shouts && i - start > 3 {
                continue;
            }
            if let Mention::Person { name, role, gender } = mention::read(phrase) {
                let office = |r: &String| {
                    r.split(' ')
                        .any(|w| names::ROLES.has(w) || names::TITLES.has(w))
                };
                let behind = after_name(
                    text,
                    all.get(i).map(|t| t.span),
                    all.get(i + MAX_RUN).map(|t| t.span),
                );
                let second = role.as_ref().and(behind.clone());
                let role = role.filter(office).or(behind);
                // "the council’s director, Leo Quist": the description that the name follows.
                let before = start.checked_sub(1).and_then(|c| all.get(c));
                let role = match before {
                    Some(comma) if &text[comma.span.range()] == "," => {
                        before_name(text, comma.span.start as usize).or(role)
                    }
                    _ => role,
                };
                let parts = name.split(' ').count();
                let leads = start == 0 || matches!(word(start - 1), "." | "!" | "?");
                let owns = all.get(i).is_some_and(|t| t.kind == TokenKind::Clitic)
                    || matches!(word(i), "’" | "'");
                if leads && !owns && self.leads.len() < MAX_LEADS {
                    let place = base + all[start].span.start;
                    self.leads.push((place, name.clone()));
                }
                if parts >= 2 && plausible(&name) {
                    let gender = match gender {
                        Gender::Unknown if start > 0 => kin(word(start - 1)),
                        known => known,
                    };
                    let at = self.add(&name, role, gender);
                    let years = all.get(i + 1).filter(|_| word(i) == ",");
                    let years = years.and_then(|t| text[t.span.range()].parse::<u8>().ok());
                    if let Some(person) = at.and_then(|at| self.people.get_mut(at)) {
                        person.age = person
                            .age
                            .or(years.filter(|_| matches!(word(i + 2), "," | "." | ";")));
                    }
                    let place = base + all[start].span.start;
                    self.places.extend(at.map(|at| (place, at)));
                    if let (Some(at), Some(second)) = (at, second) {
                        self.hold(at, &second);
                    }
                } else if role.is_some() && self.people.len() + bare.len() < MAX_PEOPLE {
                    bare.push((name, role, gender));
                }
            }
        }
    }

    /// Adds the surnames with a title, after all full names are known: "President Lund" is Kari Lund's role.
    pub fn settle(&mut self, bare: Vec<Bare>) {
        for (name, role, gender) in bare {
            // "President Clinton", of two Clintons: the one of that gender, else nobody new.
            let name = match self.bearers(&name).nth(1) {
                Some(_) => match self.find_gendered(&name, gender) {
                    Some(at) => self.people[at].name.clone(),
                    None => continue,
                },
                None => name,
            };
            self.add(&name, role, gender);
        }
    }

    /// Adds a name, or what is new about it; returns its bearer.
    pub fn add(&mut self, name: &str, role: Option<String>, gender: Gender) -> Option<usize> {
        let found = self.find(name);
        let at = match found {
            Some(at) => at,
            None if self.people.len() < MAX_PEOPLE => {
                self.people.push(Person {
                    name: name.to_owned(),
                    role: None,
                    gender: Gender::Unknown,
                    age: None,
                    aliases: Vec::new(),
                    body: false,
                    speaks: false,
                });
                self.people.len() - 1
            }
            None => return None,
        };
        let longer = name.split(' ').count() > self.people[at].name.split(' ').count();
        if found.is_some() && name != self.people[at].name {
            let alias = if longer {
                std::mem::replace(&mut self.people[at].name, name.to_owned())
            } else {
                name.to_owned()
            };
            self.alias(at, alias);
        }
        if found.is_none() || longer {
            self.index(at, name);
        }
        let person = &mut self.people[at];
        if person.gender == Gender::Unknown {
            person.gender = gender;
        }
        if let Some(role) = role
            && person
                .role
                .as_ref()
                .is_none_or(|known| role.ends_with(known.as_str()) && role != *known)
        {
            person.role = Some(role.clone());
            self.hold(at, &role);
        }
        Some(at)
    }

    /// Notes the offices that a role names.
    fn hold(&mut self, at: usize, role: &str) {
        // "Spokesman for the actor" is no actor.
        let end = [" for ", " to "]
            .iter()
            .filter_map(|prep| role.find(prep))
            .min();
        let own = end.and_then(|end| role.get(..end)).unwrap_or(role);
        let split = own.split(|c: char| !c.is_alphanumeric() && c != '.');
        for word in split {
            let short = || {
                names::SHORT_TITLES
                    .iter()
                    .find(|(s, _)| word.eq_ignore_ascii_case(s))
            };
            let office = match names::ROLES.has(word) {
                true => word.to_lowercase(),
                false => match short() {
                    Some((_, office)) => (*office).to_owned(),
                    None => continue,
                },
            };
            let holders = self.offices.entry(office).or_default();
            if holders.last() != Some(&at) && holders.len() < MAX_COMPARED {
                holders.push(at);
            }
        }
    }

    fn index(&mut self, at: usize, name: &str) {
        let folded = fold(name);
        let last = folded.rsplit(' ').next().unwrap_or_default().to_owned();
        let first = folded.split(' ').next().unwrap_or_default().to_owned();
        let put = |map: &mut HashMap<String, Vec<usize>>, key: String| {
            let bearers = map.entry(key).or_default();
            if !bearers.contains(&at) && bearers.len() < MAX_COMPARED {
                bearers.push(at);
            }
        };
        if let Some(initial) = last.chars().next() {
            let same = self.initials.entry(initial).or_default();
            if same.len() < MAX_COMPARED && !same.iter().any(|(l, a)| *l == last && *a == at) {
                same.push((last.clone(), at));
            }
        }
        if folded.contains(' ') {
            put(&mut self.first, first);
        }
        let parts: Vec<&str> = folded.split(' ').collect();
        if let [_, middle @ .., _] = parts.as_slice() {
            for part in middle.iter().filter(|part| part.len() > 3) {
                put(&mut self.middle, (*part).to_owned());
            }
        }
        put(&mut self.last, last);
        self.whole.insert(folded, at);
    }

    /// Notes another form of a person's name.
    pub fn alias(&mut self, at: usize, form: String) {
        const MAX_ALIASES: usize = 8;
        if let Some(person) = self.people.get_mut(at)
            && form != person.name
            && !person.aliases.contains(&form)
            && person.aliases.len() < MAX_ALIASES
        {
            person.aliases.push(form);
        }
    }

    /// Notes how a person who is known is called, and what is said of them, once more.
    pub fn call(&mut self, at: usize, name: &str, role: Option<String>, gender: Gender) {
        let own = self.find(name) == Some(at);
        let name = match self.people.get(at) {
            Some(person) if !own => person.name.clone(),
            _ => name.to_owned(),
        };
        self.add(&name, role, gender);
    }

    /// Gives a person an office that the story gives somewhere else, by which it can be referred to.
    pub fn give_office(&mut self, at: usize, role: String) {
        if let Some(name) = self.people.get(at).map(|p| p.name.clone()) {
            self.add(&name, Some(role), Gender::Unknown);
        }
    }

    /// Notes what a pronoun told of a person.
    pub fn learn(&mut self, at: usize, gender: Gender) {
        if let Some(person) = self
            .people
            .get_mut(at)
            .filter(|p| p.gender == Gender::Unknown)
        {
            person.gender = gender;
        }
    }

    /// Notes that something is attributed to a person.
    pub fn spoke(&mut self, at: usize) {
        if let Some(person) = self.people.get_mut(at) {
            person.speaks = true;
        }
    }

    /// Notes that a name is no person's.
    pub fn is_body(&mut self, at: usize) {
        if let Some(person) = self.people.get_mut(at) {
            person.body = true;
        }
    }

    /// Gives a person a role that the story gives somewhere else.
    pub fn give_role(&mut self, at: usize, role: &str) {
        if let Some(person) = self.people.get_mut(at) {
            person.role.get_or_insert_with(|| role.to_owned());
        }
    }

    /// A person by number.
    pub fn get(&self, at: usize) -> Option<&Person> {
        self.people.get(at)
    }
}

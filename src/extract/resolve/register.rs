//! Everybody that a story names: full names, what they are called besides, their roles. Attributions must not be known here.

use super::apposition::after_name;
use super::apposition::before_name;
use super::gender::kin;
use super::mention;
use super::mention::Gender;
use super::mention::Mention;
use super::names;
use super::names::has;
use super::person::Person;
use super::person_name::plausible;
use super::phrase::headline_case;
use super::phrase::is_capital;
use super::told;
use super::told::MAX_RUN_UP;
use super::trades::Kinds;
use crate::extract::words;
use crate::extract::words::Tag;
use crate::text::Token;
use crate::text::TokenKind;
use crate::text::fold;
use std::collections::HashMap;

/// Most people that one story's register holds; later names are resolved by their own words alone.
const MAX_PEOPLE: usize = 20_000;
/// Most bearers of one name, initial or office that a mention is compared with; later ones are not compared.
pub(super) const MAX_COMPARED: usize = 64;
/// Most names at the head of a sentence that are kept of one story; later sentences have their parsed subjects alone.
const MAX_LEADS: usize = 10_000;
/// Longest run of capitalised words that is read as title and name, and longest apposition after it, in words.
const MAX_RUN: usize = 12;

/// A surname with a title, whose bearer a later paragraph may name in full.
pub type Bare = (String, Option<String>, Gender);

/// Words after which a place is named rather than a person.
const PLACING: &[&str] = &[
    "in",
    "at",
    "near",
    "into",
    "outside",
    "across",
    "around",
    "throughout",
];

/// "A senior official, speaking from Reed": somebody at the head of a sentence whose verb is far.
fn somebody(text: &str, all: &[Token], start: usize) -> Option<String> {
    let word = |i: usize| all.get(i).map_or("", |t| &text[t.span.range()]);
    let mut end = start + 1;
    while end < start + MAX_RUN_UP
        && words::is_open(word(end))
        && word(end).starts_with(char::is_lowercase)
    {
        end += 1;
    }
    let noun = word(end.checked_sub(1)?);
    let known = names::ROLES.has(noun) || Kinds::of(noun) != Kinds::default();
    let aside = word(end) == "," && word(end + 1).ends_with("ing");
    let phrase = text.get(all[start].span.start as usize..all[end - 1].span.end as usize)?;
    (known && aside).then(|| phrase.to_owned())
}

/// What kin, right before a name or before its comma, tells: "his wife Ana", "Lund’s wife, Ana,".
fn kin_before(text: &str, all: &[Token], start: usize) -> Gender {
    let word = |back: usize| {
        let token = start.checked_sub(back).and_then(|i| all.get(i));
        token.map_or("", |t| &text[t.span.range()])
    };
    match word(1) {
        "," => kin(word(2)),
        word => kin(word),
    }
}

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
    /// The same of any part of a name.
    pub(super) mentions: Vec<(u32, usize)>,
    /// What stands around parts of names, until all whole names are known.
    asides: Vec<(u32, String, Vec<String>)>,
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
            if begins && matches!(word(i), "A" | "An") && self.leads.len() < MAX_LEADS {
                let lead = somebody(text, all, i).map(|lead| (base + all[i].span.start, lead));
                self.leads.extend(lead);
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
            let known_kin = kin_before(text, all, start);
            let alone = known_kin != Gender::Unknown && i - start == 1 && from == start;
            let read = match mention::read(phrase) {
                // "Her husband Dodong": one name is enough behind kin.
                Mention::Organisation { name, .. } if alone => Mention::Person {
                    name,
                    role: None,
                    gender: known_kin,
                },
                read => read,
            };
            if let Mention::Person { name, role, gender } = read {
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
                let mut told = told::around(text, all, from, i);
                let titles = phrase.strip_suffix(name.as_str()).unwrap_or_default();
                told.extend(titles.split_whitespace().map(fold));
                if let Some(role) = role.as_deref().filter(|role| *role != titles.trim()) {
                    let own = role.split(" for ").next().unwrap_or_default();
                    told.extend(own.split(' ').map(fold));
                }
                let opens = |i: usize| i == 0 || matches!(word(i - 1), "." | "!" | "?");
                // "Her husband Dodong": the name behind kin is as near to the beginning.
                let kin_first = || {
                    start >= 2 && has(&["his", "her", "their"], word(start - 2)) && opens(start - 2)
                };
                let leads = opens(start) || known_kin != Gender::Unknown && kin_first();
                let owns = all.get(i).is_some_and(|t| t.kind == TokenKind::Clitic)
                    || matches!(word(i), "’" | "'");
                if leads && !owns && self.leads.len() < MAX_LEADS {
                    let place = base + all[start].span.start;
                    self.leads.push((place, name.clone()));
                }
                // "West Reed police"
                let body =
                    word(i).starts_with(char::is_lowercase) && names::EVERYWHERE.has(word(i));
                let named = plausible(&name) && !(body && gender == Gender::Unknown);
                if alone && !owns || parts >= 2 && named {
                    let gender = match gender {
                        Gender::Unknown => known_kin,
                        known => known,
                    };
                    let at = self.add(&name, role, gender);
                    let years = all.get(i + 1).filter(|_| word(i) == ",");
                    let years = years.and_then(|t| text[t.span.range()].parse::<u8>().ok());
                    if let Some(at) = at {
                        self.tell(at, told);
                    }
                    let located = start > 0 && has(PLACING, word(start - 1));
                    if let Some(person) = at.and_then(|at| self.people.get_mut(at)) {
                        person.placed |= located;
                        person.age = person
                            .age
                            .or(years.filter(|_| matches!(word(i + 2), "," | "." | ";")));
                    }
                    let place = base + all[start].span.start;
                    self.places.extend(at.map(|at| (place, at)));
                    if let Some(person) = at.and_then(|at| self.people.get_mut(at)) {
                        person.first.get_or_insert(place);
                    }
                    if let (Some(at), Some(second)) = (at, second) {
                        self.hold(at, &second);
                    }
                } else {
                    if self.asides.len() < MAX_LEADS {
                        let place = base + all[start].span.start;
                        self.asides.push((place, name.clone(), told));
                    }
                    if role.is_some() && self.people.len() + bare.len() < MAX_PEOPLE {
                        bare.push((name, role, gender));
                    }
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
        self.mentions = self.places.clone();
        for (place, name, told) in std::mem::take(&mut self.asides) {
            if let Some(at) = self.find(&name) {
                self.tell(at, told);
                self.mentions.push((place, at));
            }
        }
        self.mentions.sort_unstable();
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
                    first: None,
                    placed: false,
                    told: Vec::new(),
                    kinds: Kinds::default(),
                    trades: Kinds::default(),
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
        // "Duwaihi" of "Mona Al-Duwaihi".
        let bare = last.split_once('-');
        if let Some((_, bare)) = bare.filter(|(article, _)| has(&["al", "el"], article)) {
            put(&mut self.last, bare.to_owned());
        }
        put(&mut self.last, last);
        self.whole.insert(folded, at);
    }

    /// A person by number.
    pub fn get(&self, at: usize) -> Option<&Person> {
        self.people.get(at)
    }
}

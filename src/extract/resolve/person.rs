//! One person of a story, and what is noted of them as it is read: other names, offices, gender, what they are said to be. How their
//! names are found must not be known here.

use super::mention::Gender;
use super::names;
use super::names::has;
use super::register::MAX_COMPARED;
use super::register::Register;
use super::told;
use super::trades::Kinds;

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
    /// The byte of the first whole name.
    pub first: Option<u32>,
    /// Whether anything is attributed to the bearer.
    pub speaks: bool,
    /// Whether the name stands where places do: "in La Paz".
    pub placed: bool,
    /// What the story says the bearer is, folded, in order; empty words part descriptions. At most [`told::MAX_TOLD`].
    pub told: Vec<String>,
    /// The walks of life that those words are of.
    pub kinds: Kinds,
    /// The same without mere titles: a doctor can be anything.
    pub trades: Kinds,
}

impl Person {
    /// Whether nothing but capitals tells that this is a person.
    pub fn is_doubtful(&self) -> bool {
        self.gender == Gender::Unknown && self.role.is_none() && self.age.is_none() && !self.speaks
    }
}

impl Person {
    /// Whether it is as likely a place.
    pub fn is_place(&self) -> bool {
        self.placed && self.is_doubtful()
    }
}

impl Register {
    /// Notes what the story says somebody is.
    pub(super) fn tell(&mut self, at: usize, told: Vec<String>) {
        let Some(person) = self.people.get_mut(at) else {
            return;
        };
        for word in told {
            if person.told.len() < told::MAX_TOLD {
                let parts = word.split('-').map(Kinds::of);
                let kinds = parts.fold(Kinds::of(&word), Kinds::with);
                person.kinds = person.kinds.with(kinds);
                if !has(&["dr", "dr.", "prof", "prof.", "professor", "chief"], &word) {
                    person.trades = person.trades.with(kinds);
                }
                person.told.push(word);
            }
        }
    }

    /// Notes the offices that a role names.
    pub(super) fn hold(&mut self, at: usize, role: &str) {
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
}

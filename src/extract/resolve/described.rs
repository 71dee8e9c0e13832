//! Whom a description without a name means: "the goalkeeper", "the 27-year-old", "the official", "the mother of six". Pronouns and
//! bodies must not be known here.

use super::Resolver;
use super::Who;
use super::apposition::description;
use super::mention;
use super::mention::Gender;
use super::names;
use super::person::Person;
use super::phrase::first_prep;
use super::phrase::is_former;
use super::phrase::words_of;
use super::told;
use super::trades::Kinds;
use super::trades::gender_of_noun;
use super::trades::is_anybody;
use super::trades::is_one_person;
use crate::text::fold;

/// Longest description that may go back to whoever was last spoken of, in words before its first preposition: "double Olympic champion".
const MAX_DESCRIBED: usize = 4;
/// How many paragraphs back somebody may be named of whom an office alone then speaks.
const PARAGRAPHS_BACK: usize = 2;
/// How many names back are looked through for somebody of whom the story has told the description.
const NAMES_BACK: usize = 64;

/// A description, taken apart.
struct Description<'d> {
    /// Its words before the first preposition, folded.
    words: Vec<String>,
    /// The noun that it is about, folded.
    noun: &'d str,
    kinds: Kinds,
    gender: Gender,
    /// Whether it goes with whatever else is told of somebody: an age, a nation, kin, what somebody was.
    anybody: bool,
    /// "The 27-year-old".
    age: Option<u8>,
    /// Whether a capital tells which one: "the Florida senator".
    placed: bool,
    /// "The former minister" is not who is minister now.
    former: bool,
    /// Whether more follows that tells which one is meant: "the director of the Guild".
    narrowed: bool,
}

impl<'d> Description<'d> {
    /// `None` where the words cannot be of one person.
    fn of(text: &str, noun: &'d str) -> Option<Description<'d>> {
        let all = words_of(text);
        let prep = first_prep(&all).filter(|p| *p > 0);
        let own = &all[..prep.unwrap_or(all.len())];
        let aged = |w: &str| w.ends_with("-year-old");
        let first = own.first().map_or("", |w| w.text);
        let last = own.last().map_or("", |w| w.text);
        let age = (aged(first) || aged(noun)).then(|| text.split('-').next()?.parse::<u8>().ok());
        let nation = names::national(last) && !text.ends_with('s');
        let was = ["retired", "one-time", "former", "then"].contains(&first);
        let kinds = Kinds::of(noun);
        let tail = prep.and_then(|p| all.get(p..)).unwrap_or_default();
        // "The mother of two", "the farmer from Reed": more of what anybody can be.
        let loose = match tail.first().map(|w| w.text) {
            None | Some("from" | "in" | "with" | "at") => true,
            Some("of") => tail.get(1).is_some_and(|w| {
                names::NUMBERS.has(w.text) || w.text.starts_with(|c: char| c.is_ascii_digit())
            }),
            Some(_) => false,
        };
        let thing = names::BODIES.has(noun) || names::DOCUMENTS.has(noun) || names::MEDIA.has(noun);
        let human = age.is_some()
            || nation
            || was
            || is_anybody(noun)
            || kinds != Kinds::default()
            || names::TRADES.has(noun)
            || names::ROLES.has(noun)
            || is_one_person(text, noun);
        (human && !thing && own.len() <= MAX_DESCRIBED).then(|| Description {
            words: own.iter().map(|w| fold(w.text)).collect(),
            noun,
            kinds,
            gender: gender_of_noun(noun),
            anybody: age.is_some() || nation || was || is_anybody(noun),
            age: age.flatten(),
            placed: own.len() > 1 && own[..own.len() - 1].iter().any(|w| w.capital),
            former: is_former(text),
            narrowed: !loose,
        })
    }

    /// How many of its words are told of a person; none where its noun is not.
    fn told_of(&self, person: &Person) -> usize {
        let has = |word: &str| {
            let mut told = person.told.iter();
            told.any(|t| t == word || t.contains('-') && t.split('-').any(|part| part == word))
        };
        let former = has("former") || has("ex") || !self.former;
        match has(self.noun) && former {
            true => self.words.iter().filter(|w| has(w)).count().max(1),
            false => 0,
        }
    }

    /// Whether nothing that is known of a person stands against it.
    fn fits(&self, person: &Person) -> bool {
        let gender = self.gender == Gender::Unknown
            || person.gender == Gender::Unknown
            || person.gender == self.gender;
        let age = self.age.is_none() || person.age.is_none() || person.age == self.age;
        let known = person.name.contains(' ')
            || person.gender != Gender::Unknown
            || person.role.is_some()
            || !person.told.is_empty();
        let now =
            self.former && person.told.iter().any(|t| t == self.noun) && self.told_of(person) == 0;
        gender && age && known && !now && !person.body && !person.is_place()
    }
}

/// The one of whom all are.
fn sole(mut all: impl Iterator<Item = usize>) -> Option<usize> {
    let one = all.next()?;
    all.all(|other| other == one).then_some(one)
}

impl Resolver<'_> {
    /// "The prime minister", "the defendant", where nobody is called so: the one person whom the story has named without a word
    /// about who it is, since readers know; of several the one last spoken of.
    pub(super) fn known_to_readers(
        &mut self,
        text: &str,
        office: &str,
        words: &str,
        here: u32,
    ) -> Option<usize> {
        let definite = words.to_ascii_lowercase().starts_with("the ");
        let known =
            names::WELL_KNOWN.has(office) && (office != "minister" || text.contains("rime "));
        if !definite || !known || is_former(text) {
            return None;
        }
        let from = self.paragraphs_before(here, PARAGRAPHS_BACK);
        let bare = |at: &usize| self.register.get(*at).is_some_and(|p| p.role.is_none());
        let mut named: Vec<usize> = self
            .register
            .named_in(from, here)
            .map(|(_, at)| at)
            .collect();
        named.retain(bare);
        named.sort_unstable();
        named.dedup();
        let at = match named.as_slice() {
            [one] => Some(*one),
            _ => self
                .recent
                .last()
                .filter(|seen| seen.at >= from)
                .and_then(|seen| match seen.who {
                    Who::Person(at) => Some(at).filter(bare),
                    Who::Other(_) => None,
                }),
        }?;
        self.register.give_office(at, description(text));
        Some(at)
    }
    /// "The landlord", right after a sentence of the same paragraph about somebody of whom nothing speaks against it.
    pub(super) fn just_named(
        &self,
        text: &str,
        office: &str,
        words: &str,
        here: u32,
    ) -> Option<usize> {
        let definite = words.to_ascii_lowercase().starts_with("the ");
        if !definite || text.contains(' ') || names::MANY.has(office) {
            return None;
        }
        let last = self
            .recent
            .last()
            .filter(|seen| seen.at >= self.paragraph_start(here))?;
        match last.who {
            Who::Person(at) => Some(at).filter(|at| {
                let person = self.register.get(*at);
                person.is_some_and(|p| !Kinds::of(office).against(p.trades))
            }),
            Who::Other(_) => None,
        }
    }

    /// Where the paragraph `back` before that of byte `here` begins.
    fn paragraphs_before(&self, here: u32, back: usize) -> u32 {
        let at = self.paragraphs.partition_point(|p| *p <= here);
        let first = at.saturating_sub(1 + back);
        self.paragraphs.get(first).copied().unwrap_or(0)
    }

    /// The person of whom the story has told what a description says, whoever was spoken of since.
    pub(super) fn told_before(&self, text: &str, noun: &str, here: u32) -> Option<usize> {
        let description = Description::of(text, noun)?;
        let mut best: Option<(usize, usize)> = None;
        for at in self.people_before(here) {
            let Some(person) = self.register.get(at).filter(|p| description.fits(p)) else {
                continue;
            };
            let words = description.told_of(person);
            // "The Florida senator" is no senator of elsewhere who was named long ago.
            let near = self
                .recent
                .last()
                .is_some_and(|seen| matches!(seen.who, Who::Person(last) if last == at));
            if description.placed && words < 2 && !near {
                continue;
            }
            if words > best.map_or(0, |(_, most)| most) {
                best = Some((at, words));
            }
        }
        best.map(|(at, _)| at)
    }

    /// "The OC" of an officer-in-charge.
    pub(super) fn office_of_initials(&self, acronym: &str, here: u32) -> Option<usize> {
        if !acronym.chars().all(char::is_uppercase) {
            return None;
        }
        let mut people = self.people_before(here).into_iter();
        people.find(|at| {
            let person = self.register.get(*at);
            person.is_some_and(|p| told::initials(&p.told, acronym))
        })
    }

    /// Those named before byte `here`, the last spoken of first.
    fn people_before(&self, here: u32) -> Vec<usize> {
        let recent = self.recent.iter().rev().filter_map(|seen| match seen.who {
            Who::Person(at) => Some(at),
            Who::Other(_) => None,
        });
        let mut all: Vec<usize> = Vec::new();
        let named = self.register.last_named(here).take(NAMES_BACK);
        for at in recent.chain(named) {
            if !all.contains(&at) {
                all.push(at);
            }
        }
        all
    }

    /// Whom a description without a name means that the story gave nobody: "the goalkeeper", "the 27-year-old", "the Catalan". The
    /// person of that age or of whom it was told, else the one last spoken of, in the same paragraph or the one before, if
    /// nothing is known that speaks against it.
    pub(super) fn described(&self, text: &str, noun: &str, here: u32) -> Option<Who> {
        let description = Description::of(text, noun)?;
        let aged = match description.age {
            Some(years) => self.register.aged(years..=years),
            None if noun == "teenager" => self.register.aged(13..=19),
            None => None,
        };
        let told = |person: &Person| {
            description.fits(person)
                && (description.told_of(person) > 0 || description.kinds.related(person.kinds))
        };
        let own = self.paragraph_start(here);
        let speaker = self.last_who(own, told);
        let told_before = || self.told_before(text, noun, here);
        // A politician or official is hardly ever left without a word: whoever speaks without one.
        let bare = |person: &Person| {
            description.fits(person) && person.speaks && person.trades == Kinds::default()
        };
        let public = description.kinds.is_public() && !description.narrowed;
        let unsaid = || self.last_who(own, bare).filter(|_| public);
        let back = self.paragraphs_before(here, PARAGRAPHS_BACK);
        let related = || self.last_who(back, told);
        let known = aged.or(speaker).or_else(told_before);
        if let Some(at) = known.or_else(unsaid).or_else(related) {
            return Some(Who::Person(at));
        }
        // "The league's chief executive" is whoever holds the office, not somebody told of again.
        let possessed = text.contains("’s ") || text.contains("'s ");
        let elect = noun.ends_with("-elect");
        let office = (description.kinds.is_office() || names::MANY.has(noun)) && !elect;
        if possessed && names::ROLES.has(noun) || office && !description.anybody {
            return None;
        }
        // "Ana Ruiz laughs. … the founder of Reed Foods said": of whom nothing was told yet, and nobody else is near.
        if description.narrowed {
            let from = self.paragraphs_before(here, 1);
            let near = self.register.mentioned_in(from, here).map(|(_, at)| at);
            let one = sole(near)?;
            let bare = self.register.get(one).is_some_and(|person| {
                description.fits(person) && person.told.is_empty() && person.role.is_none()
            });
            return bare.then_some(Who::Person(one));
        }
        let from = self.paragraphs_before(here, 1);
        let fits = |person: &Person| {
            let goes = description.anybody || !description.kinds.against(person.trades);
            description.fits(person) && goes
        };
        let fitting = |at: &usize| self.register.get(*at).is_some_and(fits);
        let here_spoken = self.last_who(own, fits);
        let here_named = || {
            let named = self.register.mentioned_in(own, here).map(|(_, at)| at);
            sole(named.filter(fitting))
        };
        if let Some(at) = here_spoken.or_else(here_named) {
            return Some(Who::Person(at));
        }
        if let Some(nameless) = self.nameless_before(&description, from) {
            return Some(nameless);
        }
        let recent = || self.last_who(from, fits);
        let named = || {
            let named = self.register.named_in(from, here).map(|(_, at)| at);
            sole(named.filter(fitting))
        };
        // Whom the story is about, where it has named nobody else yet.
        let only = || sole(self.register.last_named(here).take(NAMES_BACK)).filter(fitting);
        recent().or_else(named).or_else(only).map(Who::Person)
    }

    /// Somebody without a name, spoken of after everybody with one: that is whom an age, a nation or kin means, unless the gender
    /// speaks against it.
    fn nameless_before(&self, description: &Description, from: u32) -> Option<Who> {
        let last = self.recent.last().filter(|seen| seen.at >= from)?;
        let Who::Other(other) = &last.who else {
            return None;
        };
        let own = mention::noun(&other.name).map(fold).unwrap_or_default();
        let gender = match last.gender {
            Gender::Unknown => gender_of_noun(&own),
            told => told,
        };
        let same = gender == description.gender
            || gender == Gender::Unknown
            || description.gender == Gender::Unknown;
        (same && description.anybody).then(|| Who::Other(other.clone()))
    }

    /// The person last spoken of since byte `from` of whom `fits` holds.
    fn last_who(&self, from: u32, fits: impl Fn(&Person) -> bool) -> Option<usize> {
        let near = self.recent.iter().rev().filter(|seen| seen.at >= from);
        let people = near.filter_map(|seen| match seen.who {
            Who::Person(at) => Some(at),
            Who::Other(_) => None,
        });
        let mut people = people.filter(|at| self.register.get(*at).is_some_and(&fits));
        people.next()
    }
}

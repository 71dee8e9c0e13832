//! Who was spoken of last: what pronouns and descriptions without a name go back to. Bodies must not be known here.

use super::Resolver;
use super::Who;
use super::apposition::description;
use super::is_former;
use super::is_several;
use super::mention;
use super::mention::Gender;
use super::names;
use super::person_name::gender_of;
use super::trades::ANY_TRADE;
use super::trades::is_one_person;
use super::trades::same_trade;
use crate::extract::walk::Found;
use crate::model::Resolution;
use crate::model::SpeakerKind;
use crate::text::fold;

/// How many people back a pronoun is followed; one that means somebody earlier stays without speaker.
const MAX_RECENT: usize = 6;
/// Longest description that goes back to somebody named, in words: "double Olympic champion".
const MAX_DESCRIBED: usize = 4;
/// How many paragraphs back somebody may be named of whom an office alone then speaks.
const PARAGRAPHS_BACK: usize = 2;

/// Somebody spoken of.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    who: Who,
    /// The byte where it was.
    at: u32,
}

impl Resolver<'_> {
    /// Notes who was a subject or a speaker at byte `here`.
    pub(super) fn remember(&mut self, who: Option<&Who>, here: u32) {
        let Some(who) = who else { return };
        match who {
            Who::Person(at) => self
                .recent
                .retain(|seen| !matches!(&seen.who, Who::Person(other) if other == at)),
            Who::Other(other) => {
                self.group = Some((other.clone(), here));
                let noun = mention::noun(&other.name).map(fold).unwrap_or_default();
                if other.kind == SpeakerKind::Unnamed && is_several(&other.name, &noun) {
                    self.several = Some((other.clone(), here));
                }
                if other.kind != SpeakerKind::Unnamed || !is_one_person(&other.name, &noun) {
                    return;
                }
                self.recent
                    .retain(|seen| !matches!(&seen.who, Who::Other(o) if o.name == other.name));
            }
        }
        let who = who.clone();
        self.recent.push(Seen { who, at: here });
        if self.recent.len() > MAX_RECENT {
            self.recent.remove(0);
        }
    }

    /// Who "he" or "she" is, in the source of `found` at byte `here`.
    pub(super) fn pronoun(&mut self, gender: Gender, found: &Found, here: u32) -> Option<Who> {
        let fits = |person: usize| {
            let other = self
                .register
                .get(person)
                .map_or(Gender::Unknown, |p| p.gender);
            let body = self.register.get(person).is_some_and(|p| p.body);
            (other == gender || other == Gender::Unknown) && !body
        };
        let from = self.paragraph_start(here);
        let subject = self.recent.last().is_some_and(|seen| seen.at >= from);
        // "Among them was Ana Ruiz. …, she said": nobody else is named in the paragraph.
        let introduced = || {
            let quoted = |at: u32| found.content.iter().any(|c| c.start <= at && at < c.end);
            let mut named = self
                .register
                .named_in(from, here)
                .filter(|(at, p)| !quoted(*at) && fits(*p));
            let (_, one) = named.next()?;
            named
                .all(|(_, other)| other == one)
                .then_some(Who::Person(one))
        };
        let recent = || {
            let back = self.recent.iter().rev();
            let mut back = back.filter(|seen| match seen.who {
                Who::Person(at) => fits(at),
                Who::Other(ref other) => {
                    let told = gender_of(&mention::words_of(&other.name));
                    told == gender || told == Gender::Unknown
                }
            });
            let first = back.next()?;
            // Capitals that nothing tells to be a person's name, and that stand in small letters elsewhere, give way to
            // somebody who is known to be "she".
            let common = |name: &str| {
                let mut words = name.split(' ');
                words.any(|w| self.small.contains(w.to_lowercase().as_str()))
            };
            let doubtful = |seen: &Seen| match seen.who {
                Who::Person(at) => self
                    .register
                    .get(at)
                    .is_some_and(|p| p.is_doubtful() && common(&p.name)),
                Who::Other(_) => false,
            };
            let sure = |seen: &&Seen| match seen.who {
                Who::Person(at) => self.register.get(at).is_some_and(|p| p.gender == gender),
                Who::Other(_) => false,
            };
            let better = if doubtful(first) {
                back.find(sure)
            } else {
                None
            };
            Some(better.unwrap_or(first))
        };
        // "That drew a reply from Ana Ruiz.": whom the paragraph before names and nobody was told to be since.
        let before = self.paragraph_start(from.saturating_sub(1));
        let named_before = || {
            let named = self.register.named_in(before, from);
            let sure = |at: &usize| self.register.get(*at).is_some_and(|p| p.gender == gender);
            named.map(|(_, at)| at).filter(sure).last()
        };
        let last = || match recent() {
            Some(seen) if seen.at >= before => Some(seen.who.clone()),
            older => {
                let named = named_before().map(Who::Person);
                named.or_else(|| older.map(|seen| seen.who.clone()))
            }
        };
        let who = match subject {
            true => last(),
            false => introduced().or_else(last),
        };
        // Who was "she" once is never "he".
        if let Some(Who::Person(at)) = who {
            self.register.learn(at, gender);
        }
        who
    }

    /// Whom "they" (`several`) or "it" means at byte `here`.
    pub(super) fn group(&self, several: bool, here: u32) -> Option<Resolution> {
        let from = self.paragraph_start(self.paragraph_start(here).saturating_sub(1));
        let near = self
            .several
            .as_ref()
            .filter(|(_, at)| several && *at >= from);
        let last = self.group.as_ref().map(|(who, _)| who);
        // A body is "it", several people never are.
        let one = |who: &&Resolution| several || who.kind != SpeakerKind::Unnamed;
        near.map(|(who, _)| who).or(last.filter(one)).cloned()
    }

    /// Whom "it" means where a name that nothing tells to be a person's was spoken of after the last body: "Sony has promised
    /// more. It said". The name is then a body's all over the story.
    pub(super) fn named_body_before(&mut self, here: u32) -> Option<usize> {
        let last = self.recent.last()?;
        let Who::Person(at) = last.who else {
            return None;
        };
        let later = self
            .group
            .as_ref()
            .is_none_or(|(_, group)| *group < last.at);
        let near = last.at >= self.paragraph_start(here);
        let open = self
            .register
            .get(at)
            .is_some_and(|p| p.gender == Gender::Unknown && p.role.is_none() && p.age.is_none());
        if !(later && near && open) {
            return None;
        }
        self.register.is_body(at);
        Some(at)
    }

    /// Of several who bear a name the one who was last spoken of in the same paragraph.
    pub(super) fn latest_bearer(&self, name: &str, here: u32) -> Option<usize> {
        let from = self.paragraph_start(here);
        let near = self.recent.iter().rev().filter(|seen| seen.at >= from);
        let bearers: Vec<usize> = self.register.bearers(name).collect();
        near.filter_map(|seen| match seen.who {
            Who::Person(at) => Some(at),
            Who::Other(_) => None,
        })
        .find(|at| bearers.contains(at))
        .or_else(|| self.register.leading_bearer(name))
    }

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
            Who::Person(at) => Some(at),
            Who::Other(_) => None,
        }
    }

    /// Where the paragraph `back` before that of byte `here` begins.
    fn paragraphs_before(&self, here: u32, back: usize) -> u32 {
        let at = self.paragraphs.partition_point(|p| *p <= here);
        let first = at.saturating_sub(1 + back);
        self.paragraphs.get(first).copied().unwrap_or(0)
    }

    /// Whom a description without a name means that the story gave nobody: "the goalkeeper", "the 27-year-old", "the Catalan". The
    /// person last spoken of, in the same paragraph or the one before, if nothing is known that speaks against it.
    pub(super) fn described(&self, text: &str, noun: &str, here: u32) -> Option<usize> {
        if text.split(' ').count() > MAX_DESCRIBED {
            return None;
        }
        let first = text.split(' ').next().unwrap_or_default();
        let age = noun.ends_with("-year-old") || first.ends_with("-year-old");
        let years = text
            .split('-')
            .next()
            .and_then(|years| years.parse::<u8>().ok());
        let told = match years.filter(|_| age) {
            Some(years) => self.register.aged(years..=years),
            None if noun == "teenager" => self.register.aged(13..=19),
            None => None,
        };
        if told.is_some() {
            return told;
        }
        let last = text.rsplit(' ').next().unwrap_or_default();
        let nation =
            names::demonym(last) && last.starts_with(char::is_uppercase) && !text.ends_with('s');
        // "The retired surgeon": what somebody was tells who is meant, since it is no part of the story.
        let was = text.starts_with("retired ") || text.starts_with("one-time ");
        if !(age || nation || was || names::TRADES.has(noun)) {
            return None;
        }
        // "The league's chief executive" is whoever holds the office, not somebody told of again.
        let possessed = text.contains("’s ") || text.contains("'s ");
        if possessed && names::ROLES.has(noun) {
            return None;
        }
        let from = self.paragraph_start(self.paragraph_start(here).saturating_sub(1));
        let fits = |person: usize| {
            let role = self.register.get(person).and_then(|p| p.role.as_deref());
            let role = role.map(fold).unwrap_or_default();
            let told =
                |w: &&str| (names::ROLES.has(w) || names::TRADES.has(w)) && !ANY_TRADE.contains(w);
            let mut offices = role.split(' ').filter(told).peekable();
            age || nation
                || was
                || ANY_TRADE.contains(&noun)
                || offices.peek().is_none()
                || offices.any(|w| w == noun)
                || same_trade(noun, &role)
        };
        let near = self.recent.iter().rev().filter(|seen| seen.at >= from);
        let person = |seen: &Seen| match seen.who {
            Who::Person(at) => Some(at).filter(|at| fits(*at)),
            Who::Other(_) => None,
        };
        let spoken_of = near.filter_map(person).next();
        spoken_of.or_else(|| {
            let mut named = self.register.named_in(from, here).filter(|(_, p)| fits(*p));
            let (_, one) = named.next()?;
            named.all(|(_, other)| other == one).then_some(one)
        })
    }

    /// The person last spoken of who is not `but`.
    pub(super) fn last_but(&self, but: Option<usize>, here: u32) -> Option<usize> {
        let from = self.paragraph_start(self.paragraph_start(here).saturating_sub(1));
        let near = self.recent.iter().rev().filter(|seen| seen.at >= from);
        near.filter_map(|seen| match seen.who {
            Who::Person(at) => Some(at),
            Who::Other(_) => None,
        })
        .find(|at| Some(*at) != but)
    }
}

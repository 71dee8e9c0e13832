//! Who was spoken of last: what pronouns go back to. Bodies must not be known here.

use super::Resolver;
use super::Who;
use super::gender::gender_of;
use super::mention;
use super::mention::Gender;
use super::phrase::is_several;
use super::plain;
use super::trades::is_one_person;
use crate::model::Resolution;
use crate::model::Span;
use crate::model::SpeakerKind;
use crate::text::fold;

/// How many people back a pronoun is followed; one that means somebody earlier stays without speaker.
const MAX_RECENT: usize = 6;

/// Somebody spoken of.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) who: Who,
    /// The byte where it was.
    pub(super) at: u32,
    /// What a pronoun told of somebody without a name.
    pub(super) gender: Gender,
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
                let joint = other.kind == SpeakerKind::Person;
                let noun = mention::noun(&other.name).map(fold).unwrap_or_default();
                if joint || other.kind == SpeakerKind::Unnamed && is_several(&other.name, &noun) {
                    self.several = Some((other.clone(), here));
                }
                if other.kind != SpeakerKind::Unnamed || !is_one_person(&other.name, &noun) {
                    return;
                }
                let same = |seen: &Seen| matches!(&seen.who, Who::Other(o) if o.name == other.name);
                let known = self.recent.iter().find(|seen| same(seen));
                let gender = known.map_or(Gender::Unknown, |seen| seen.gender);
                self.recent.retain(|seen| !same(seen));
                self.recent.push(Seen {
                    who: who.clone(),
                    at: here,
                    gender,
                });
                self.forget();
                return;
            }
        }
        let who = who.clone();
        let gender = Gender::Unknown;
        self.recent.push(Seen {
            who,
            at: here,
            gender,
        });
        self.forget();
    }

    fn forget(&mut self) {
        if self.recent.len() > MAX_RECENT {
            self.recent.remove(0);
        }
    }

    /// Who "he" or "she" is at byte `here`, where it is the source of `content` with `cue`, or no source.
    pub(super) fn pronoun(
        &mut self,
        gender: Gender,
        content: &[Span],
        cue: &str,
        here: u32,
    ) -> Option<Who> {
        let fits = |person: usize| {
            let other = self
                .register
                .get(person)
                .map_or(Gender::Unknown, |p| p.gender);
            let body = self
                .register
                .get(person)
                .is_some_and(|p| p.body || p.is_place());
            (other == gender || other == Gender::Unknown) && !body
        };
        let from = self.paragraph_start(here);
        let subject = self.recent.last().is_some_and(|seen| seen.at >= from);
        // "Among them was Ana Ruiz. …, she said": nobody else is named in the paragraph.
        let introduced = || {
            let quoted = |at: u32| content.iter().any(|c| c.start <= at && at < c.end);
            let mut named = self
                .register
                .mentioned_in(from, here)
                .filter(|(at, p)| !quoted(*at) && fits(*p));
            let (_, one) = named.next()?;
            named
                .all(|(_, other)| other == one)
                .then_some(Who::Person(one))
        };
        let recent = || {
            let back = self.recent.iter().rev();
            // "A resident had saved his wife, he recounted."
            let quoted = |at: u32| content.iter().any(|c| c.start <= at && at < c.end);
            let mut back = back.filter(|seen| match seen.who {
                Who::Person(at) => fits(at),
                Who::Other(ref other) => {
                    let told = match seen.gender {
                        Gender::Unknown => gender_of(&mention::words_of(&other.name)),
                        told => told,
                    };
                    (told == gender || told == Gender::Unknown) && !quoted(seen.at)
                }
            });
            let last = back.next()?;
            // "X asked. 'No,' she replied": whoever asked is not who answers.
            let answers = matches!(cue, "replied" | "answered" | "responded" | "retorted");
            let asked = matches!(last.who, Who::Person(at) if Some(at) == self.asker);
            let other = match answers && asked {
                true => back.next(),
                false => None,
            };
            let first = other.unwrap_or(last);
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
                let older = named.or_else(|| older.map(|seen| seen.who.clone()));
                older.or_else(|| {
                    let near = self.register.mentioned_in(before, from).map(|(_, at)| at);
                    near.filter(|at| fits(*at)).last().map(Who::Person)
                })
            }
        };
        let who = match subject {
            true => last(),
            false => introduced().or_else(last),
        };
        // "Clinton", of two of that name: the one who is "she".
        let namesake = |at: usize| {
            let name = &self.register.get(at)?.name;
            let one = self.register.find_gendered(name, gender);
            one.filter(|_| !name.contains(' '))
        };
        let who = match who {
            Some(Who::Person(at)) => Some(Who::Person(namesake(at).unwrap_or(at))),
            who => who,
        };
        // Who was "she" once is never "he".
        match &who {
            Some(Who::Person(at)) => self.register.learn(*at, gender),
            Some(Who::Other(other)) => {
                let same =
                    |seen: &&mut Seen| matches!(&seen.who, Who::Other(o) if o.name == other.name);
                if let Some(seen) = self.recent.iter_mut().rev().find(same) {
                    seen.gender = gender;
                }
            }
            None => {}
        }
        who
    }

    /// Two people who were last named one after the other, "Ana Ruiz and Tom Park", from byte `from` on, and where.
    fn two_named(&self, from: u32, here: u32) -> Option<(Resolution, u32)> {
        let named: Vec<(u32, usize)> = self.register.named_in(from, here).collect();
        named.windows(2).rev().find_map(|two| {
            let [(at, first), (behind, second)] = two else {
                return None;
            };
            let name = |at: usize| self.register.get(at).map(|p| p.name.as_str());
            let (first, second) = (name(*first)?, name(*second)?);
            let between = self.text.get(*at as usize..*behind as usize)?;
            let joined = between.strip_suffix(" and ").is_some_and(|n| n == first);
            let both = || plain(format!("{first} and {second}"), SpeakerKind::Person, true);
            (joined && first != second).then(|| (both(), *at))
        })
    }

    /// Whom "they" (`several`) or "it" means at byte `here`.
    pub(super) fn group(&self, several: bool, here: u32) -> Option<Resolution> {
        let from = self.paragraph_start(self.paragraph_start(here).saturating_sub(1));
        let later = self.several.as_ref().map_or(0, |(_, at)| *at);
        let own = self.paragraph_start(here);
        if let Some((two, _)) = self
            .two_named(own, here)
            .filter(|(_, at)| several && *at > later)
        {
            return Some(two);
        }
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
        let open = self.register.get(at).is_some_and(|p| {
            p.gender == Gender::Unknown && p.role.is_none() && p.age.is_none() && p.told.is_empty()
        });
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

//! From what a walk has found to attributions with speakers: names, pronouns, offices and relays, as far as this story alone
//! tells. Other stories must not be known here.

mod acronym;
mod apposition;
mod bodies;
mod described;
mod gender;
mod given;
mod joint;
mod lookup;
mod meant_body;
pub mod mention;
mod names;
mod notice;
mod others;
mod owned;
mod person;
mod person_name;
mod phrase;
mod presupposed;
#[cfg(test)]
mod readings;
mod recent;
mod register;
mod relay;
mod told;
mod trades;

use super::walk::Found;
use super::walk::Walk;
use crate::model::Attribution;
use crate::model::Resolution;
use crate::model::Span;
use crate::model::SpeakerKind;
use crate::text::fold;
use crate::text::tokens;
use bodies::Bodies;
use mention::Gender;
use mention::Mention;
use recent::Seen;
use register::Register;
use rustc_hash::FxHashSet;
use std::collections::HashMap;

/// Most unnamed sources of one story that "the official" can go back to; later ones go by their own words.
const MAX_UNNAMED: usize = 1_000;

/// Cues of questions.
const ASKS: &[&str] = &["asked", "asks", "inquired", "wondered", "demanded"];

/// Somebody who can be referred to again.
#[derive(Clone, Debug)]
enum Who {
    Person(usize),
    Other(Resolution),
}

struct Resolver<'t> {
    text: &'t str,
    register: Register,
    /// Every word that stands in small letters somewhere.
    small: FxHashSet<&'t str>,
    /// Those last spoken of as subjects or speakers, latest last.
    recent: Vec<Seen>,
    /// The body or group that spoke or acted last.
    group: Option<(Resolution, u32)>,
    /// Those of several people without a name who did last, and where: "they" means them before it means a body.
    several: Option<(Resolution, u32)>,
    /// Short forms of bodies ("IRGC", "agency") and their first full form.
    bodies: HashMap<String, String>,
    /// Bodies as the story names them.
    named: Bodies,
    /// Where the paragraphs begin, in order.
    paragraphs: Vec<u32>,
    /// The paragraphs that names are taken from.
    spans: Vec<Span>,
    /// What an unnamed source was called first, by its noun: "the official" is the "senior official" before.
    unnamed: HashMap<String, String>,
    /// Whom an office alone in the story's first attribution means.
    presupposed: Option<(String, usize)>,
    /// The description with which the story begins, and who is named after it.
    introduced: Option<(Span, usize)>,
    /// Acronyms that were looked for, and what each stands for.
    acronyms: HashMap<String, Option<String>>,
    /// Who asked something last, if nobody spoke since: who answers is somebody else.
    asker: Option<usize>,
    /// The business that the story's roles and shares name ("RoadNet chief"), where it is one: "the company".
    company: Option<String>,
}

/// Everything that was found as attributions, in order of position. `named` are the paragraphs that names are taken from.
pub fn resolve(text: &str, named: &[Span], walk: Walk) -> Vec<Attribution> {
    let (mut register, mut bodies, mut bare) = (Register::default(), Bodies::default(), Vec::new());
    let mut small = FxHashSet::default();
    for span in named {
        let paragraph = span.of(text).unwrap_or_default();
        let tokens = tokens(paragraph);
        register.paragraph(paragraph, &tokens, span.start, &mut bare);
        bodies.paragraph(paragraph, &tokens, span.start);
        let words = tokens.iter().filter_map(|t| t.span.of(paragraph));
        small.extend(words.filter(|w| w.starts_with(char::is_lowercase)));
    }
    register.settle(bare);
    let mut resolver = Resolver {
        text,
        small,
        register,
        recent: Vec::new(),
        group: None,
        several: None,
        bodies: HashMap::new(),
        named: bodies,
        paragraphs: named.iter().map(|s| s.start).collect(),
        spans: named.to_vec(),
        unnamed: HashMap::new(),
        presupposed: None,
        introduced: None,
        acronyms: HashMap::new(),
        asker: None,
        company: None,
    };
    let common = |name: &String| resolver.small.contains(name.to_lowercase().as_str());
    resolver.company = resolver.register.company().filter(|name| !common(name));
    resolver.note_bodies(&walk.found);
    resolver.presuppose(&walk.found);
    resolver.introduce(&walk.found);
    let mut order: Vec<usize> = (0..walk.found.len()).collect();
    order.sort_by_key(|&i| position(&walk.found[i]));
    let mut subjects = walk.subjects.iter().peekable();
    let mut leads = std::mem::take(&mut resolver.register.leads)
        .into_iter()
        .peekable();
    let mut speakers: Vec<Option<Who>> = vec![None; walk.found.len()];
    let mut relays: Vec<Option<String>> = vec![None; walk.found.len()];
    for &i in &order {
        let found = &walk.found[i];
        let here = found.source.first().map_or(position(found), |s| s.start);
        loop {
            let lead = leads.peek().map_or(u32::MAX, |(at, _)| *at);
            match subjects.next_if(|s| s.start < here && s.start <= lead) {
                Some(subject) => resolver.notice(*subject),
                None => match leads.next_if(|(at, _)| *at < here) {
                    Some((at, name)) => resolver.notice_lead(&name, at),
                    None => break,
                },
            }
        }
        let (who, relay) = match found.follows {
            Some(earlier) => (speakers.get(earlier).cloned().flatten(), None),
            None => match resolver.relayed(found) {
                Some((inner, relay)) => (Some(inner), Some(relay)),
                None => resolver.source(found),
            },
        };
        resolver.asker = None;
        if let Some(Who::Person(at)) = who {
            resolver.register.spoke(at);
            let cue = found.cue.first().and_then(|c| c.of(text));
            resolver.asker = Some(at).filter(|_| cue.is_some_and(|cue| ASKS.contains(&cue)));
        }
        resolver.remember(who.as_ref(), here);
        speakers[i] = who;
        relays[i] = relay.or_else(|| resolver.relay(found));
    }
    let mut out: Vec<Attribution> = walk
        .found
        .into_iter()
        .zip(speakers)
        .zip(relays)
        .map(|((found, who), relay)| resolver.attribution(found, who, relay))
        .filter(|a| !a.content.is_empty())
        .collect();
    out.sort_by_key(|a| (a.content[0].start, a.cue.first().map(|c| c.start)));
    out
}

fn position(found: &Found) -> u32 {
    let spans = found.source.iter().chain(&found.cue).chain(&found.content);
    spans.map(|s| s.start).min().unwrap_or(0)
}

impl Resolver<'_> {
    /// Who a source means, and what passed the words on where the source is that.
    fn source(&mut self, found: &Found) -> (Option<Who>, Option<String>) {
        let span = found.antecedent.or_else(|| found.source.first().copied());
        let Some(words) = span.and_then(|s| s.of(self.text)) else {
            return (None, None);
        };
        let here = span.map_or(0, |s| s.start);
        if let Some((_, at)) = self.introduced.filter(|(first, _)| Some(*first) == span) {
            return (Some(Who::Person(at)), None);
        }
        if let Some(at) = self.apposed_to(words, span) {
            return (Some(Who::Person(at)), None);
        }
        if let Some(at) = self.turn(found, words) {
            return (at.map(Who::Person), None);
        }
        if let Some(who) = self
            .joint(words, here)
            .or_else(|| self.gave_name(words, span))
        {
            return (Some(who), None);
        }
        match mention::read(words) {
            Mention::Pronoun(gender) => {
                let cue = found.cue.first().and_then(|c| c.of(self.text));
                let cue = cue.unwrap_or_default();
                (self.pronoun(gender, &found.content, cue, here), None)
            }
            Mention::Group { several } => {
                let named = if several {
                    None
                } else {
                    self.named_body_before(here)
                };
                let who = named.map(Who::Person);
                (
                    who.or_else(|| self.group(several, here).map(Who::Other)),
                    None,
                )
            }
            Mention::Nobody => (None, None),
            Mention::Person { name, role, gender } => {
                (self.person(&name, role, gender, here), None)
            }
            Mention::Medium { owner, text } => {
                (self.person(&owner, None, Gender::Unknown, here), Some(text))
            }
            Mention::Role { text, office, of } => (
                Some(self.role(text, &office, of.as_deref(), words, span)),
                None,
            ),
            Mention::Organisation { name, global } => {
                (Some(self.organisation(name, global, words, span)), None)
            }
            Mention::Unnamed(name) if self.headline_office(&name, words).is_some() => {
                (self.headline_office(&name, words).map(Who::Person), None)
            }
            Mention::Unnamed(name) => (Some(self.nameless(name, words, span)), None),
        }
    }

    /// "Company chief says …", as headlines and standfirsts have it: the one person of the story in that office.
    fn headline_office(&self, name: &str, words: &str) -> Option<usize> {
        let bare = words == name && words.starts_with(char::is_uppercase);
        let noun = mention::noun(name)?;
        let office = bare && noun.starts_with(char::is_lowercase) && names::ROLES.has(noun);
        office.then(|| self.register.holder(noun, None)).flatten()
    }

    fn person(
        &mut self,
        name: &str,
        role: Option<String>,
        gender: Gender,
        here: u32,
    ) -> Option<Who> {
        let known = self.register.find_at(name, here);
        let known = known.or_else(|| self.register.find_gendered(name, gender));
        let known = known.or_else(|| self.latest_bearer(name, here));
        // A single word that no full name backs, and that is a body's short form.
        if known.is_none()
            && let Some(full) = self.bodies.get(&fold(name))
        {
            return Some(Who::Other(plain(
                full.clone(),
                SpeakerKind::Organisation,
                true,
            )));
        }
        let business = self.company.as_deref() == Some(name) && known.is_none();
        if role.is_none() && gender == Gender::Unknown && (business || self.named.has(name)) {
            return Some(Who::Other(plain(
                name.to_owned(),
                SpeakerKind::Organisation,
                true,
            )));
        }
        if let Some(at) = known {
            self.register.call(at, name, role, gender);
            return Some(Who::Person(at));
        }
        let at = self.register.add(name, role, gender)?;
        Some(Who::Person(at))
    }

    fn attribution(
        &self,
        found: Found,
        who: Option<Who>,
        relayed_by: Option<String>,
    ) -> Attribution {
        let speaker = who.and_then(|who| match who {
            Who::Other(other) => Some(other),
            Who::Person(at) => self.register.get(at).map(|p| Resolution {
                name: p.name.clone(),
                kind: match p.body {
                    true => SpeakerKind::Organisation,
                    false => SpeakerKind::Person,
                },
                global: p.body || p.name.contains(' '),
                role: p.role.clone(),
                aliases: p.aliases.clone(),
            }),
        });
        Attribution {
            source: found.source,
            cue: found.cue,
            content: found.content,
            kind: found.kind,
            class: found.class,
            speaker,
            relayed_by,
            rule: found.rule.to_owned(),
            confidence: found.confidence,
        }
    }
}

fn plain(name: String, kind: SpeakerKind, global: bool) -> Resolution {
    Resolution {
        name,
        kind,
        global,
        role: None,
        aliases: Vec::new(),
    }
}

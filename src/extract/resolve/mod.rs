//! From what a walk has found to attributions with speakers: names, pronouns, offices and relays, as far as this story alone
//! tells. Other stories must not be known here.

mod apposition;
mod bodies;
pub mod mention;
mod names;
mod person_name;
mod presupposed;
mod register;

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
use register::Register;
use std::collections::HashMap;

/// How many people back a pronoun is followed; one that means somebody earlier stays without speaker.
const MAX_RECENT: usize = 6;
/// Most unnamed sources of one story that "the official" can go back to; later ones go by their own words.
const MAX_UNNAMED: usize = 1_000;

/// Somebody who can be referred to again.
#[derive(Clone, Debug)]
enum Who {
    Person(usize),
    Other(Resolution),
}

struct Resolver<'t> {
    text: &'t str,
    register: Register,
    /// The people last spoken of as subjects or speakers, latest last.
    recent: Vec<usize>,
    /// The body or group that spoke or acted last.
    group: Option<Resolution>,
    /// Short forms of bodies ("IRGC", "agency") and their first full form.
    bodies: HashMap<String, String>,
    /// Bodies as the story names them.
    named: Bodies,
    /// Where the paragraphs begin, in order.
    paragraphs: Vec<u32>,
    /// What an unnamed source was called first, by its noun: "the official" is the "senior official" before.
    unnamed: HashMap<String, String>,
    /// Whom an office alone in the story's first attribution means.
    presupposed: Option<(String, usize)>,
}

/// Everything that was found as attributions, in order of position. `named` are the paragraphs that names are taken from.
pub fn resolve(text: &str, named: &[Span], walk: Walk) -> Vec<Attribution> {
    let (mut register, mut bodies, mut bare) = (Register::default(), Bodies::default(), Vec::new());
    for span in named {
        let paragraph = span.of(text).unwrap_or_default();
        let tokens = tokens(paragraph);
        register.paragraph(paragraph, &tokens, &mut bare);
        bodies.paragraph(paragraph, &tokens, span.start);
    }
    register.settle(bare);
    let mut resolver = Resolver {
        text,
        register,
        recent: Vec::new(),
        group: None,
        bodies: HashMap::new(),
        named: bodies,
        paragraphs: named.iter().map(|s| s.start).collect(),
        unnamed: HashMap::new(),
        presupposed: None,
    };
    resolver.note_bodies(&walk.found);
    resolver.presuppose(&walk.found);
    let mut order: Vec<usize> = (0..walk.found.len()).collect();
    order.sort_by_key(|&i| position(&walk.found[i]));
    let mut subjects = walk.subjects.iter().peekable();
    let mut speakers: Vec<Option<Who>> = vec![None; walk.found.len()];
    let mut relays: Vec<Option<String>> = vec![None; walk.found.len()];
    for &i in &order {
        let found = &walk.found[i];
        let here = found.source.first().map_or(position(found), |s| s.start);
        while let Some(subject) = subjects.next_if(|s| s.start < here) {
            resolver.notice(*subject);
        }
        let (who, relay) = match found.follows {
            Some(earlier) => (speakers.get(earlier).cloned().flatten(), None),
            None => resolver.source(found),
        };
        resolver.remember(who.as_ref());
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
    /// A subject of a sentence that may or may not speak: a pronoun after it can mean it.
    fn notice(&mut self, subject: Span) {
        let Some(words) = subject.of(self.text).filter(|w| w.len() < 200) else {
            return;
        };
        match mention::read(words) {
            Mention::Person { name, .. } => {
                if let Some(at) = self.register.find(&name) {
                    self.remember(Some(&Who::Person(at)));
                }
            }
            Mention::Role { office, of, .. } => {
                if let Some(at) = self.register.holder(&office, of.as_deref()) {
                    self.remember(Some(&Who::Person(at)));
                }
            }
            _ => {}
        }
    }

    fn remember(&mut self, who: Option<&Who>) {
        match who {
            Some(Who::Person(at)) => {
                self.recent.retain(|r| r != at);
                self.recent.push(*at);
                if self.recent.len() > MAX_RECENT {
                    self.recent.remove(0);
                }
            }
            Some(Who::Other(other)) => self.group = Some(other.clone()),
            None => {}
        }
    }

    /// Who a source means, and what passed the words on where the source is that.
    fn source(&mut self, found: &Found) -> (Option<Who>, Option<String>) {
        let span = found.antecedent.or_else(|| found.source.first().copied());
        let Some(words) = span.and_then(|s| s.of(self.text)) else {
            return (None, None);
        };
        match mention::read(words) {
            Mention::Pronoun(gender) => {
                let at = self.pronoun(gender);
                // Who was "she" once is never "he".
                if let Some(at) = at {
                    self.register.learn(at, gender);
                }
                (at.map(Who::Person), None)
            }
            Mention::Group => (self.group.clone().map(Who::Other), None),
            Mention::Nobody => (None, None),
            Mention::Person { name, role, gender } => (self.person(&name, role, gender), None),
            Mention::Medium { owner, text } => {
                (self.person(&owner, None, Gender::Unknown), Some(text))
            }
            Mention::Role { text, office, of } => {
                (Some(self.role(text, &office, of.as_deref(), span)), None)
            }
            Mention::Organisation { name, global } => {
                (Some(Who::Other(self.body(name, global, span))), None)
            }
            Mention::Unnamed(name) if self.headline_office(&name, words).is_some() => {
                (self.headline_office(&name, words).map(Who::Person), None)
            }
            Mention::Unnamed(name) => (
                Some(Who::Other(plain(
                    self.unnamed(name, words, span),
                    SpeakerKind::Unnamed,
                    false,
                ))),
                None,
            ),
        }
    }

    /// "Company chief says …", as headlines and standfirsts have it: the one person of the story in that office.
    fn headline_office(&self, name: &str, words: &str) -> Option<usize> {
        let bare = words == name && words.starts_with(char::is_uppercase);
        let noun = mention::noun(name)?;
        let office = bare && noun.starts_with(char::is_lowercase) && names::ROLES.has(noun);
        office.then(|| self.register.holder(noun, None)).flatten()
    }

    /// The name of what passed the words on.
    fn relay(&mut self, found: &Found) -> Option<String> {
        let words = found.relay?.of(self.text)?;
        Some(match mention::read(words) {
            Mention::Organisation { name, global } => self.body(name, global, found.relay).name,
            Mention::Person { name, .. } => name,
            Mention::Medium { text, .. } | Mention::Role { text, .. } | Mention::Unnamed(text) => {
                text
            }
            _ => words.to_owned(),
        })
    }

    fn pronoun(&self, gender: Gender) -> Option<usize> {
        let fits = |at: &&usize| {
            let other = self
                .register
                .get(**at)
                .map_or(Gender::Unknown, |p| p.gender);
            other == gender || other == Gender::Unknown
        };
        self.recent.iter().rev().find(fits).copied()
    }

    fn person(&mut self, name: &str, role: Option<String>, gender: Gender) -> Option<Who> {
        let known = self.register.find(name);
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
        if role.is_none() && gender == Gender::Unknown && self.named.has(name) {
            return Some(Who::Other(plain(
                name.to_owned(),
                SpeakerKind::Organisation,
                true,
            )));
        }
        let at = self.register.add(name, role, gender)?;
        Some(Who::Person(at))
    }

    fn role(&mut self, text: String, office: &str, of: Option<&str>, span: Option<Span>) -> Who {
        // "Company chief": a business is nobody's name.
        let of = of.filter(|of| !names::BUSINESSES.has(of));
        if let Some(at) = self.register.holder(office, of) {
            return Who::Person(at);
        }
        if let Some((role, at)) = &self.presupposed
            && (fold(role) == fold(&text) || of.is_none() && fold(role).ends_with(office))
        {
            let at = *at;
            return Who::Person(at);
        }
        let text = self.unnamed(text, "", span);
        Who::Other(plain(text, SpeakerKind::Unnamed, false))
    }

    /// What to call somebody without a name: with the place that "where" stands for, and "the official" as before.
    fn unnamed(&mut self, name: String, words: &str, span: Option<Span>) -> String {
        let key = fold(&name);
        let single = !key.contains(' ');
        let definite = words.to_ascii_lowercase().starts_with("the ");
        if single
            && definite
            && let Some(before) = self.unnamed.get(&key)
        {
            return before.clone();
        }
        let name = match span.and_then(|s| self.place_before(s)).filter(|_| single) {
            Some(place) => format!("{name} of {place}"),
            None => name,
        };
        let noun = mention::noun(&name).map(fold).unwrap_or(key);
        if self.unnamed.len() < MAX_UNNAMED {
            self.unnamed.entry(noun).or_insert_with(|| name.clone());
        }
        name
    }

    /// The body that "where" before the source at `span` stands for: "to the Reed Hospital, where | a nurse said".
    fn place_before(&self, span: Span) -> Option<String> {
        let before = self.text.get(..span.start as usize)?;
        let before = before.strip_suffix(' ')?.strip_suffix(" where")?;
        let from = self.paragraph_start(span.start);
        let comma = before.trim_end_matches(',').len() as u32;
        self.named.last_in(from, comma).map(str::to_owned)
    }

    fn paragraph_start(&self, at: u32) -> u32 {
        let after = self.paragraphs.partition_point(|p| *p <= at);
        after
            .checked_sub(1)
            .and_then(|i| self.paragraphs.get(i))
            .copied()
            .unwrap_or(0)
    }

    fn body(&mut self, name: String, global: bool, span: Option<Span>) -> Resolution {
        if !global && let Some(span) = span {
            let from = self.paragraph_start(span.start);
            if let Some(full) = self.named.meant(&name, from, span.start) {
                let mut known = plain(full.to_owned(), SpeakerKind::Organisation, true);
                known.aliases.push(name);
                return known;
            }
        }
        let folded = fold(&name);
        if let Some(full) = self
            .bodies
            .get(&folded)
            .filter(|full| **full != name)
            .cloned()
        {
            let mut known = plain(full, SpeakerKind::Organisation, true);
            known.aliases.push(name);
            return known;
        }
        if global {
            // "Royal Water Corps" is also "RWC", "Andina news agency" also "news agency".
            let words: Vec<&str> = name.split(' ').collect();
            let initials: String = words
                .iter()
                .filter(|w| w.starts_with(char::is_uppercase))
                .filter_map(|w| w.chars().next())
                .collect();
            let tail = words
                .iter()
                .rev()
                .take_while(|w| w.starts_with(char::is_lowercase))
                .count();
            let mut short = Vec::new();
            if initials.len() >= 2 {
                short.push(initials);
            }
            for n in 1..=tail.min(2) {
                short.push(words[words.len() - n..].join(" "));
            }
            for form in short {
                self.bodies
                    .entry(fold(&form))
                    .or_insert_with(|| name.clone());
            }
        }
        plain(name, SpeakerKind::Organisation, global)
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
                kind: SpeakerKind::Person,
                global: p.name.contains(' '),
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

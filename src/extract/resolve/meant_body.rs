//! Which body a source means: its short forms, its acronym, "the company", "the agency". People must not be resolved here.

use super::Resolver;
use super::Who;
use super::mention;
use super::mention::Gender;
use super::names;
use super::plain;
use crate::model::Resolution;
use crate::model::Span;
use crate::model::SpeakerKind;
use crate::text::fold;

/// Longest name of a paper or agency behind its noun, in words.
const MAX_TITLE: usize = 4;

impl Resolver<'_> {
    pub(super) fn body(&mut self, name: String, global: bool, span: Option<Span>) -> Resolution {
        let mut known = self.any_body(name, global, span);
        let noun = mention::noun(&known.name).unwrap_or_default();
        let last = known.name.rsplit(' ').next().unwrap_or_default();
        let bare = known.name.strip_prefix("the ").unwrap_or(&known.name);
        if names::PLACES.has(bare) || names::GOVERNMENTS.has(last) && known.name.contains(' ') {
            known.kind = SpeakerKind::Government;
        } else if names::DOCUMENTS.has(noun) && !known.global {
            known.kind = SpeakerKind::Document;
        }
        known
    }

    /// "His organisation", "her party": the body that the role of the person last spoken of names.
    fn body_of_last(&self, name: &str) -> Option<String> {
        let (whose, _) = name.split_once(' ')?;
        if !matches!(fold(whose).as_str(), "his" | "her" | "their") {
            return None;
        }
        let at = self.last_but(None, u32::MAX)?;
        let role = self.register.get(at)?.role.as_deref()?;
        let body = |w: &&str| w.starts_with(char::is_uppercase) && !names::TITLES.has(w);
        let named: Vec<&str> = role.split(' ').take_while(body).collect();
        let behind = || {
            role.split_once(" of ")
                .map(|(_, of)| of.strip_prefix("the ").unwrap_or(of))
        };
        let behind = || {
            behind()
                .filter(|of| of.starts_with(char::is_uppercase))
                .map(str::to_owned)
        };
        let before = Some(named.join(" "))
            .filter(|n| !n.is_empty() && !names::demonym(n) && !names::PLACES.has(n));
        before.or_else(behind)
    }

    fn any_body(&mut self, name: String, global: bool, span: Option<Span>) -> Resolution {
        if let Some(full) = self.body_of_last(&name) {
            return plain(full, SpeakerKind::Organisation, true);
        }
        let name = without_nation(name);
        if let Some(full) = self.spelt_out(&name) {
            let mut known = plain(full, SpeakerKind::Organisation, true);
            known.aliases.push(name);
            return known;
        }
        let kind = || {
            self.bodies
                .get(&fold(&name))
                .filter(|_| !global && is_kind(&name))
        };
        if let Some(full) = kind().cloned() {
            let mut known = plain(full, SpeakerKind::Organisation, true);
            known.aliases.push(name);
            return known;
        }
        if !global && let Some(full) = span.and_then(|s| self.business_here(&name, s.start)) {
            let mut known = plain(full, SpeakerKind::Organisation, true);
            known.aliases.push(name);
            return known;
        }
        if !global && let Some(span) = span {
            let from = self.paragraph_start(span.start);
            let full = self.named.meant(&name, from, span.start).map(str::to_owned);
            let full = full
                .or_else(|| self.company_meant(&name))
                .or_else(|| self.named_after(&name))
                .or_else(|| self.speaking_body(&name, span.start));
            let lone = || {
                let at = self.lone_name(span.start).filter(|_| !name.contains(' '))?;
                Some((at, self.register.get(at)?.name.clone()))
            };
            let full = match full.is_none().then(lone).flatten() {
                Some((at, name)) => {
                    self.register.is_body(at);
                    Some(name)
                }
                None => full,
            };
            if let Some(full) = full {
                let mut known = plain(full, SpeakerKind::Organisation, true);
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

    /// "The agency" where the story has "the state news agency SarNA": the name that first follows the noun.
    fn named_after(&self, noun: &str) -> Option<String> {
        if noun.contains(' ') || !names::MEDIA.has(noun) {
            return None;
        }
        let at = self.text.find(&format!(" {noun} "))? + noun.len() + 2;
        let mut name = String::new();
        for word in self
            .text
            .get(at..)?
            .split_ascii_whitespace()
            .take(MAX_TITLE)
        {
            let bare = word
                .split(|c: char| !c.is_alphanumeric() && c != '-')
                .next()?;
            if !bare.starts_with(char::is_uppercase) {
                break;
            }
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(bare);
            if bare.len() < word.len() {
                break;
            }
        }
        (name.chars().count() > 2).then_some(name)
    }

    /// A name of one word that was last spoken of after every body, and of which nothing tells that it is a person's: a body, then.
    fn lone_name(&self, here: u32) -> Option<usize> {
        let last = self.recent.last()?;
        let Who::Person(at) = last.who else {
            return None;
        };
        let near = last.at >= self.paragraph_start(self.paragraph_start(here).saturating_sub(1));
        let later = self
            .group
            .as_ref()
            .is_none_or(|(_, group)| *group < last.at);
        let person = self.register.get(at)?;
        let bare =
            person.gender == Gender::Unknown && person.role.is_none() && person.told.is_empty();
        let bare = bare && person.speaks;
        (near && later && bare && !person.name.contains(' ')).then_some(at)
    }

    /// "The company", in the paragraph in which a business spoke last: that one.
    fn business_here(&self, noun: &str, here: u32) -> Option<String> {
        let (last, at) = self.group.as_ref()?;
        let here = *at >= self.paragraph_start(here);
        let business = last.global
            && last.kind == SpeakerKind::Organisation
            && !is_media(&last.name)
            && !last.name.split(' ').any(|w| names::NO_BUSINESS.has(w));
        (here && business && ["company", "firm", "group", "business"].contains(&noun))
            .then(|| last.name.clone())
    }

    /// "The agency", right after a body of whose name nothing tells what it is: "Moody’s said". The body that spoke last.
    fn speaking_body(&self, noun: &str, here: u32) -> Option<String> {
        let (last, at) = self.group.as_ref()?;
        let near = *at >= self.paragraph_start(self.paragraph_start(here).saturating_sub(1));
        let plain = last.global && last.kind == SpeakerKind::Organisation;
        let press = |w: &str| names::MEDIA.has(w) || names::PRESS.has(w);
        let mut words = last.name.split(' ');
        let told = match names::MEDIA.has(noun) && noun != "agency" {
            true => !words.any(press),
            false => words.any(|w| names::BODIES.has(w)),
        };
        let told = told || names::PLACES.has(&last.name);
        let any = !noun.contains(' ') && !names::EVERYWHERE.has(noun);
        (near && plain && !told && any).then(|| last.name.clone())
    }

    /// "The company": the one business that the story's roles name.
    pub(super) fn company_meant(&self, name: &str) -> Option<String> {
        const ANY: &[&str] = &[
            "organisation",
            "organization",
            "body",
            "charity",
            "institution",
        ];
        let business = names::BUSINESSES.has(name) || ANY.contains(&name);
        let group = self
            .group
            .as_ref()
            .map(|(who, _)| who)
            .filter(|g| g.global && g.kind == SpeakerKind::Organisation && !is_media(&g.name));
        let of_group = || group.map(|g| g.name.clone());
        self.company
            .clone()
            .filter(|_| business)
            .or_else(|| of_group().filter(|_| business))
    }
}

/// "Japan’s Kaneda Electric" is a business that goes by its own name; "Japan’s Supreme Court" is not.
fn without_nation(name: String) -> String {
    let parts = name.split_once("’s ").or_else(|| name.split_once("'s "));
    let Some((nation, rest)) = parts else {
        return name;
    };
    let plain =
        |w: &str| w.starts_with(char::is_uppercase) && !names::NO_BUSINESS.has(w) && w != "Bank";
    let own = rest.split(' ').count() > 1 && rest.split(' ').all(plain);
    match names::PLACES.has(nation) && own {
        true => rest.to_owned(),
        false => name,
    }
}

/// Whether a noun tells what kind of business somebody is: "the brewer", and not merely "the company".
pub(super) fn is_kind(noun: &str) -> bool {
    const ANY: &[&str] = &[
        "company",
        "firm",
        "business",
        "group",
        "corporation",
        "giant",
        "label",
        "chain",
    ];
    names::BUSINESSES.has(noun) && !ANY.contains(&noun)
}

fn is_media(name: &str) -> bool {
    name.split(' ').any(|word| names::MEDIA.has(word))
}

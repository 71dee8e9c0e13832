//! Sources that are no person with a name: bodies, governments, papers, offices, officials without a name. How people are told apart
//! must not be known here.

use super::MAX_UNNAMED;
use super::Resolver;
use super::Who;
use super::is_former;
use super::mention;
use super::names;
use super::plain;
use crate::model::Resolution;
use crate::model::Span;
use crate::model::SpeakerKind;
use crate::text::fold;

/// Longest name of a paper or agency behind its noun, in words.
const MAX_TITLE: usize = 4;

impl Resolver<'_> {
    /// Who an office alone means.
    pub(super) fn role(
        &mut self,
        text: String,
        office: &str,
        of: Option<&str>,
        words: &str,
        span: Option<Span>,
    ) -> Who {
        // "Company chief": a business is nobody's name.
        let of = of.filter(|of| !names::BUSINESSES.has(of));
        let here = span.map_or(0, |s| s.start);
        let former = is_former(&text);
        let holder = self.register.holder(office, of);
        let holder = holder.or_else(|| self.register.speaking_holder(office, of));
        if let Some(at) = holder.filter(|_| !former) {
            return Who::Person(at);
        }
        let noun = mention::noun(&text).map(fold).unwrap_or_default();
        let known = self.before(&fold(&text), &noun).is_some();
        if former
            && !known
            && let Some(at) = self.last_but(holder, here)
        {
            return Who::Person(at);
        }
        if let Some(at) = self.known_to_readers(&text, office, words, here) {
            return Who::Person(at);
        }
        if let Some(at) = self.just_named(&text, office, words, here) {
            return Who::Person(at);
        }
        if let Some((role, at)) = &self.presupposed
            && (fold(role) == fold(&text) || of.is_none() && fold(role).ends_with(office))
        {
            let at = *at;
            return Who::Person(at);
        }
        self.nameless(text, words, span)
    }

    /// Somebody without a name: whom the story described so before, else the one person who can be meant.
    pub(super) fn nameless(&mut self, name: String, words: &str, span: Option<Span>) -> Who {
        let definite = words.to_ascii_lowercase().starts_with("the ");
        let noun = mention::noun(&name).map(fold);
        if definite
            && let Some(noun) = &noun
            && self.before(&fold(&name), noun).is_none()
            && let Some(at) = self.described(&name, noun, span.map_or(0, |s| s.start))
        {
            if names::TRADES.has(noun) {
                self.register.give_role(at, noun);
            }
            return Who::Person(at);
        }
        if definite
            && let Some(full) = noun
                .as_ref()
                .filter(|n| is_kind(n))
                .and_then(|n| self.bodies.get(n))
        {
            return Who::Other(plain(full.clone(), SpeakerKind::Organisation, true));
        }
        // "The Dublin-based carrier": the business that the story is about.
        let based = name
            .split_once(' ')
            .filter(|(place, _)| place.ends_with("-based"));
        if definite
            && let Some((_, what)) = based
            && let Some(full) = self.company_meant(what)
        {
            return Who::Other(plain(full, SpeakerKind::Organisation, true));
        }
        let document = noun.is_some_and(|noun| names::DOCUMENTS.has(&noun));
        let kind = match document {
            true => SpeakerKind::Document,
            false => SpeakerKind::Unnamed,
        };
        Who::Other(plain(self.unnamed(name, words, span), kind, false))
    }

    /// What was called by these words, or by more of the same, before.
    fn before(&self, key: &str, noun: &str) -> Option<&String> {
        let known = self.unnamed.get(noun).or_else(|| self.unnamed.get(key))?;
        let folded = fold(known);
        let fits = key
            .split(' ')
            .all(|word| folded.split(' ').any(|other| other == word));
        fits.then_some(known)
    }

    /// A body, or the person whom a nation's adjective alone means ("the Catalan").
    pub(super) fn organisation(
        &mut self,
        name: String,
        global: bool,
        words: &str,
        span: Option<Span>,
    ) -> Who {
        let here = span.map_or(0, |s| s.start);
        if names::PLACES.has(&name)
            && let Some(at) = self.register.find_at(&name, here)
        {
            return Who::Person(at);
        }
        // "The New Zealander"
        let last = name.rsplit(' ').next().unwrap_or_default();
        let short = name.split(' ').count() <= 2;
        let nation = short && names::demonym(last) && words.starts_with(['t', 'T']);
        // "The DJ"
        let nation = nation || names::TRADES.has(&name);
        if nation && let Some(at) = self.described(&name, &fold(&name), here) {
            return Who::Person(at);
        }
        self.introduced_by_noun(words, &name);
        Who::Other(self.body(name, global, span))
    }

    /// Notes what a body is called by: after "the brewer Tarn Ales" it is "the brewer".
    pub(super) fn introduced_by_noun(&mut self, words: &str, name: &str) {
        let before = words.strip_suffix(name).map(str::trim_end);
        let noun = before
            .and_then(|b| b.rsplit(' ').next())
            .unwrap_or_default();
        if is_kind(noun) && self.bodies.len() < MAX_UNNAMED {
            self.bodies
                .entry(fold(noun))
                .or_insert_with(|| name.to_owned());
        }
    }

    /// What to call somebody without a name: with the place that "where" stands for, and "the official" as before.
    fn unnamed(&mut self, name: String, words: &str, span: Option<Span>) -> String {
        let key = fold(&name);
        let single = !key.contains(' ');
        let definite = words.to_ascii_lowercase().starts_with("the ");
        let noun = mention::noun(&name).map_or_else(|| key.clone(), fold);
        if definite && let Some(before) = self.before(&key, &noun) {
            return before.clone();
        }
        let name = match span.and_then(|s| self.place_before(s)).filter(|_| single) {
            Some(place) => format!("{name} of {place}"),
            None => name,
        };
        // A new one takes the noun's place: "the spokesman" is the one who spoke last.
        if self.unnamed.contains_key(&noun) || self.unnamed.len() < MAX_UNNAMED {
            self.unnamed.insert(noun, name.clone());
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

    pub(super) fn paragraph_start(&self, at: u32) -> u32 {
        let after = self.paragraphs.partition_point(|p| *p <= at);
        after
            .checked_sub(1)
            .and_then(|i| self.paragraphs.get(i))
            .copied()
            .unwrap_or(0)
    }

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
        if !global && let Some(span) = span {
            let from = self.paragraph_start(span.start);
            let full = self.named.meant(&name, from, span.start).map(str::to_owned);
            let full = full
                .or_else(|| self.company_meant(&name))
                .or_else(|| self.named_after(&name));
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

    /// "The company": the one business that the story's roles name.
    fn company_meant(&self, name: &str) -> Option<String> {
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
fn is_kind(noun: &str) -> bool {
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

//! Sources that are no person with a name: bodies, governments, papers, offices, officials without a name. How people are told apart
//! must not be known here.

use super::MAX_UNNAMED;
use super::Resolver;
use super::Who;
use super::meant_body::is_kind;
use super::mention;
use super::names;
use super::phrase::is_former;
use super::plain;
use super::trades::Kinds;
use super::trades::gender_of_noun;
use crate::model::Span;
use crate::model::SpeakerKind;
use crate::text::fold;

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
        let definite = words.to_ascii_lowercase().starts_with("the ");
        let told = self.told_before(&text, &noun, here).filter(|_| definite);
        if let Some(at) = told.filter(|at| !former || Some(*at) != holder) {
            return Who::Person(at);
        }
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

    /// "The two", "the couple", "both": the two who spoke together.
    fn pair(&self, name: &str, here: u32) -> Option<Who> {
        let two = ["two", "both", "pair", "couple", "duo"].contains(&name);
        let (joint, at) = self.several.as_ref()?;
        let near = *at >= self.paragraph_start(self.paragraph_start(here).saturating_sub(1));
        let joint = Some(joint).filter(|who| who.kind == SpeakerKind::Person && two && near);
        joint.cloned().map(Who::Other)
    }

    /// "The 22-page document", after a report: the paper that spoke last.
    fn paper(&self, noun: &str, here: u32) -> Option<Who> {
        let (last, at) = self.group.as_ref()?;
        let near = *at >= self.paragraph_start(self.paragraph_start(here).saturating_sub(1));
        let any = ["document", "paper", "text", "report", "study"].contains(&noun);
        let last = Some(last).filter(|who| who.kind == SpeakerKind::Document && any && near);
        last.cloned().map(Who::Other)
    }

    /// Somebody without a name: whom the story described so before, else the one person who can be meant.
    pub(super) fn nameless(&mut self, name: String, words: &str, span: Option<Span>) -> Who {
        let definite = words.to_ascii_lowercase().starts_with("the ");
        let noun = mention::noun(&name).map(fold);
        let here = span.map_or(0, |s| s.start);
        if let Some(who) = self.pair(&name.to_lowercase(), here) {
            return who;
        }
        if definite
            && self
                .before(&fold(&name), noun.as_deref().unwrap_or_default())
                .is_none()
            && let Some(who) = noun.as_ref().and_then(|noun| self.paper(noun, here))
        {
            return who;
        }
        if definite
            && let Some(noun) = &noun
            && self.before(&fold(&name), noun).is_none()
            && let Some(who) = self.described(&name, noun, here)
        {
            if let Who::Person(at) = who {
                self.register.learn(at, gender_of_noun(noun));
                if names::TRADES.has(noun) {
                    self.register.give_role(at, noun);
                }
            }
            return who;
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
        if definite && let Some((_, what)) = based {
            let body = self.body(what.to_owned(), false, span);
            if body.global {
                return Who::Other(body);
            }
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
        let definite = words.starts_with(['t', 'T']);
        // "The New Zealander"
        let last = name.rsplit(' ').next().unwrap_or_default();
        let short = name.split(' ').count() <= 2;
        let nation = short && names::national(last) && definite;
        // "The DJ"
        let nation = nation || names::TRADES.has(&name);
        if nation && let Some(who) = self.described(&name, &fold(&name), here) {
            return who;
        }
        // "The former All-Star"
        if definite
            && is_former(&name)
            && let Some(who) = self.described(&name, &fold(last), here)
        {
            return who;
        }
        // "The opposition MP"
        let low = fold(last);
        let office = !last.contains(char::is_lowercase) || last.starts_with(char::is_lowercase);
        if definite && office && !names::BODIES.has(last) && Kinds::of(&low) != Kinds::default() {
            return match self.described(&name, &low, here) {
                Some(who) => who,
                None => self.nameless(name, words, span),
            };
        }
        if definite && let Some(at) = self.office_of_initials(&name, here) {
            return Who::Person(at);
        }
        // "A match Milosavljevic | said he looked forward to"
        if let Some((small, last)) = name.rsplit_once(' ')
            && !small.contains(char::is_uppercase)
            && !names::BODIES.has(small)
            && let Some(at) = self.register.find(last)
        {
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
}

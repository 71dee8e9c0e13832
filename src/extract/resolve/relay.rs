//! Words that were passed on: who said them, and who says so. "According to the agency, Ruiz told …", "the agency quoted him as
//! saying", "the paper, citing an official, said". Where contents end must not be known here.

use super::Resolver;
use super::Who;
use super::mention;
use super::mention::Mention;
use super::names;
use crate::extract::walk::Found;
use crate::model::Span;

/// Longest phrase between "quoted" and "as saying", and longest subject of a relayed sentence, in bytes.
const MAX_INNER: usize = 100;

/// Verbs with which the words that somebody passes on begin, lower case.
const SAYS: &[&str] = &[
    "said",
    "told",
    "described",
    "called",
    "denounced",
    "praised",
    "rejected",
    "warned",
    "urged",
    "announced",
    "accused",
    "added",
    "claimed",
    "denied",
    "promised",
    "vowed",
    "threatened",
    "condemned",
    "demanded",
    "insisted",
    "argued",
    "wrote",
    "tweeted",
    "confirmed",
    "stressed",
    "noted",
    "dismissed",
    "welcomed",
    "criticised",
    "criticized",
    "pledged",
    "ordered",
];

/// Words that may stand between a subject and its verb, lower case.
const BETWEEN: &[&str] = &[
    "also",
    "later",
    "then",
    "has",
    "had",
    "further",
    "again",
    "once",
    "yesterday",
];

impl Resolver<'_> {
    /// The name of what passed the words on, where the sentence shows it apart from the speaker.
    pub(super) fn relay(&mut self, found: &Found) -> Option<String> {
        let relay = found.relay.or_else(|| self.quoted_by(found))?;
        self.relay_name(relay)
    }

    /// "was quoted by the agency as saying": the agency.
    fn quoted_by(&self, found: &Found) -> Option<Span> {
        let cue = found.cue.first()?;
        // "…, was quoted as saying by the agency."
        let behind = self.text.get(cue.start as usize..)?;
        let near = behind.get(..behind.floor_char_boundary(MAX_INNER))?;
        if let Some(at) = near
            .find(" as saying by ")
            .filter(|_| near.contains("quoted"))
        {
            let start = cue.start as usize + at + " as saying by ".len();
            let rest = self.text.get(start..)?;
            let length = rest.find(['.', ',', '“', ';'])?;
            let whole = length > 0 && length <= MAX_INNER;
            return whole.then(|| Span::new(start, start + length));
        }
        let end = found
            .content
            .iter()
            .map(|c| c.start)
            .find(|start| *start > cue.start)?;
        let clause = self.text.get(cue.start as usize..end as usize)?;
        let from = clause.find("quoted by ")? + "quoted by ".len();
        let length = clause.get(from..)?.find(" as ")?;
        let start = cue.start as usize + from;
        (length > 0 && length <= MAX_INNER).then(|| Span::new(start, start + length))
    }

    fn relay_name(&mut self, span: Span) -> Option<String> {
        let words = span.of(self.text)?;
        Some(match mention::read(words) {
            Mention::Organisation { name, global } => self.body(name, global, Some(span)).name,
            Mention::Person { name, .. } => name,
            Mention::Medium { text, .. } | Mention::Role { text, .. } | Mention::Unnamed(text) => {
                text
            }
            _ => words.to_owned(),
        })
    }

    /// Who really speaks where the source of `found` only passes it on, and the source's name.
    pub(super) fn relayed(&mut self, found: &Found) -> Option<(Who, String)> {
        let source = *found.source.first()?;
        let inner = self
            .quoted_as(found)
            .or_else(|| self.citing(source))
            .or_else(|| self.within(found))?;
        let words = inner.of(self.text)?;
        let here = inner.start;
        let who = match mention::read(words) {
            Mention::Pronoun(gender) => self.pronoun(gender, &found.content, "", here)?,
            Mention::Person { name, role, gender } => self.person(&name, role, gender, here)?,
            Mention::Role { text, office, of } => {
                self.role(text, &office, of.as_deref(), words, Some(inner))
            }
            Mention::Unnamed(name) => self.nameless(name, words, Some(inner)),
            Mention::Organisation { name, global } => {
                self.organisation(name, global, words, Some(inner))
            }
            Mention::Medium { .. } | Mention::Group { .. } | Mention::Nobody => return None,
        };
        let relay = self.relay_name(source)?;
        let same = match &who {
            Who::Person(at) => self.register.get(*at).is_some_and(|p| p.name == relay),
            Who::Other(other) => other.name == relay,
        };
        (!same).then_some((who, relay))
    }

    /// "quoted him as saying"
    fn quoted_as(&self, found: &Found) -> Option<Span> {
        let cue = found.cue.first()?;
        let to = self
            .text
            .floor_char_boundary(cue.end as usize + MAX_INNER + 20);
        let near = self.text.get(cue.start as usize..to)?;
        // The verb is the cue's own, not the next sentence's.
        let length = (cue.end - cue.start) as usize;
        let own = |w: &str| {
            let at = near.find(w).filter(|at| at + w.len() <= length)?;
            Some(at + w.len() + 1)
        };
        let verbs = ["quoted", "quotes", "quoting", "cited"];
        let from = verbs.iter().find_map(|w| own(w))?;
        let end = near.get(from..)?.find(" as ")?;
        let rest = near.get(from + end + 4..)?;
        let says = ["saying", "telling", "writing", "warning"]
            .iter()
            .any(|w| rest.starts_with(w));
        let by = near.get(from..)?.starts_with("by ");
        let start = cue.start as usize + from;
        (says && !by && end <= MAX_INNER && end > 0).then(|| Span::new(start, start + end))
    }

    /// ", citing the governor," behind the source, or "Citing the governor," before it.
    fn citing(&self, source: Span) -> Option<Span> {
        let text = self.text;
        let whole = source.of(text)?;
        let from = match whole.find(", citing ") {
            Some(at) => Some(source.start as usize + at + ", citing ".len()),
            None => text
                .get(source.end as usize..)?
                .strip_prefix(", citing ")
                .map(|_| source.end as usize + ", citing ".len()),
        };
        if let Some(from) = from {
            let end = text.get(from..)?.find([',', '.', '“'])?;
            return (end > 0 && end <= MAX_INNER).then(|| Span::new(from, from + end));
        }
        let before =
            text.get(self.paragraph_start(source.start) as usize..source.start as usize)?;
        let sentence = before.strip_suffix(", ")?;
        let at = sentence.rfind("Citing ")? + "Citing ".len();
        let inner = sentence.get(at..)?;
        let start = source.start as usize - ", ".len() - inner.len();
        (!inner.is_empty() && inner.len() <= MAX_INNER)
            .then(|| Span::new(start, start + inner.len()))
    }

    /// "According to the agency, Ruiz also told …": the subject of the content, where it begins with a subject that speaks.
    fn within(&self, found: &Found) -> Option<Span> {
        let cue = found.cue.first()?.of(self.text)?.to_lowercase();
        let passes =
            cue.starts_with("according to") || cue.contains("report") || cue.contains("quot");
        let source = found.source.first()?.of(self.text)?;
        let media = mention::words_of(source)
            .iter()
            .any(|w| names::MEDIA.has(w.text));
        if !passes && !media {
            return None;
        }
        let content = found.content.first()?;
        let text = content.of(self.text)?;
        let mut end = 0;
        for (n, word) in text.split(' ').enumerate().take(8) {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            if n > 0 && SAYS.contains(&bare.to_lowercase().as_str()) && end > 0 {
                let start = content.start as usize;
                let subject = Span::new(start, start + end);
                let person = matches!(
                    mention::read(subject.of(self.text)?),
                    Mention::Person { .. } | Mention::Role { .. } | Mention::Pronoun(_)
                );
                return person.then_some(subject);
            }
            if word.contains([',', '“', '"', ';']) {
                return None;
            }
            if !BETWEEN.contains(&bare.to_lowercase().as_str()) {
                end = offset(text, n);
            }
        }
        None
    }
}

/// Where the `n`th word of a text, counted from 0, ends.
fn offset(text: &str, n: usize) -> usize {
    text.split(' ')
        .take(n + 1)
        .map(|w| w.len() + 1)
        .sum::<usize>()
        .saturating_sub(1)
}

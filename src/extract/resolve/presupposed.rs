//! What a story takes for known: that a name is a body's, that an office and a name in its first sentences are one person. How
//! each source is resolved after that must not be known here.

use super::Resolver;
use super::apposition::description;
use super::mention;
use super::mention::Gender;
use super::mention::Mention;
use super::names;
use crate::extract::walk::Found;
use crate::text::fold;

/// Among how many first attributions the one with the office is looked for.
const STANDFIRST: usize = 2;

fn is_definite(words: &str) -> bool {
    words.to_ascii_lowercase().starts_with("the ")
}

impl Resolver<'_> {
    /// Bodies that only their clause shows to be one ("BayNet, which runs the lines, said").
    pub(super) fn note_bodies(&mut self, found: &[Found]) {
        for span in found.iter().filter_map(|f| f.source.first()) {
            if let Some(words) = span.of(self.text)
                && words.contains(',')
                && let Mention::Organisation { name, global: true } = mention::read(words)
            {
                self.named.note(&name, span.start);
            }
        }
    }

    /// News names a person by office in the first sentence and by name in the second. Where the name is never introduced
    /// and the office is never given to anybody, the two are one: "Peru’s President said … . Vega’s website said …".
    pub(super) fn presuppose(&mut self, found: &[Found]) {
        let read = |f: &Found| {
            f.source
                .first()
                .and_then(|s| s.of(self.text))
                .map(mention::read)
        };
        // A standfirst ("Bank chief warns …") may stand before the sentence that counts.
        let at = found.iter().take(STANDFIRST).position(|f| {
            let words = f.source.first().and_then(|s| s.of(self.text));
            words.is_some_and(is_definite) && matches!(read(f), Some(Mention::Role { .. }))
        });
        let found = found.get(at.unwrap_or(0)..).unwrap_or_default();
        let (text, office, of) = match found.first().map(read) {
            Some(Some(Mention::Role { text, office, of })) => (text, office, of),
            // "The senator’s former doctor"
            Some(Some(Mention::Unnamed(text))) => match mention::noun(&text).map(fold) {
                Some(office) if names::ROLES.has(&office) => (text, office, None),
                _ => return,
            },
            _ => return,
        };
        if self.register.holder(&office, of.as_deref()).is_some() {
            return;
        }
        let first = found.first().and_then(|f| f.source.first()).copied();
        // Somebody was named before whom the description can mean.
        let trade = names::TRADES.has(&office) || text.contains("-year-old");
        let described = first.filter(|_| trade);
        if described.is_some_and(|s| self.register.last_named(s.start).next().is_some()) {
            return;
        }
        let definite = first.and_then(|s| s.of(self.text)).is_some_and(is_definite);
        let mut later = found
            .iter()
            .skip_while(|f| f.source.first().copied() == first);
        let named = later.next().filter(|_| definite);
        if let Some(at) = named.and_then(|f| self.undescribed(f)) {
            self.register.give_office(at, description(&text));
            self.presupposed = Some((text, at));
            return;
        }
        let named = found.iter().skip(1).take(2).find_map(|f| match read(f)? {
            Mention::Person {
                name, role: None, ..
            } => Some(name),
            Mention::Medium { owner, .. } => Some(owner),
            _ => None,
        });
        let Some(name) = named.filter(|n| !n.contains(' ')) else {
            return;
        };
        if self.register.find(&name).is_none()
            && let Some(at) = self.register.add(&name, None, Gender::Unknown)
        {
            self.register.give_role(at, &text);
            self.presupposed = Some((text, at));
        }
    }

    /// "A baker said … ." and then "Ana Ruiz, 71, …": who is first described and then named at the head of the next paragraph, without a
    /// word about who it is.
    pub(super) fn introduce(&mut self, found: &[Found]) {
        let Some(span) = found.first().and_then(|f| f.source.first()).copied() else {
            return;
        };
        let words = span.of(self.text).unwrap_or_default();
        let indefinite = ["a ", "an "]
            .iter()
            .any(|a| words.to_ascii_lowercase().starts_with(a));
        let (Mention::Unnamed(text) | Mention::Role { text, .. }) = mention::read(words) else {
            return;
        };
        let noun = mention::noun(&text).map(fold).unwrap_or_default();
        let role = names::ROLES.has(&noun) || names::TITLES.has(&noun) || names::TRADES.has(&noun);
        let Some(&(place, at)) = self.register.places.first() else {
            return;
        };
        let head = self.paragraphs.iter().position(|from| *from == place);
        let own = self.paragraphs.iter().rposition(|from| *from <= span.start);
        let next = head.zip(own).is_some_and(|(head, own)| head == own + 1);
        let bare = self.register.get(at).is_some_and(|p| p.role.is_none());
        let spoke = matches!(noun.as_str(), "spokesman" | "spokeswoman" | "spokesperson");
        if indefinite && role && next && bare && !spoke {
            self.introduced = Some((span, at));
            self.register.give_office(at, noun);
        }
    }

    /// A person whom the story first names as this source, whole and without a word about who it is: readers know already.
    pub(super) fn undescribed(&self, found: &Found) -> Option<usize> {
        let span = found.source.first()?;
        let words = span.of(self.text)?;
        let Mention::Person {
            name, role: None, ..
        } = mention::read(words)
        else {
            return None;
        };
        let first = self.text.find(&name)?.abs_diff(span.start as usize) <= "Dr. ".len();
        let at = self.register.find(&name)?;
        // ", who has led the bank since": no office either.
        let untitled = words.strip_prefix("Dr. ").or(words.strip_prefix("Dr "));
        let own = untitled
            .unwrap_or(words)
            .strip_prefix(name.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(", who "));
        let bare = self.register.get(at)?.role.is_none() && own && name.contains(' ');
        (first && bare && !self.named.has(&name)).then_some(at)
    }
}

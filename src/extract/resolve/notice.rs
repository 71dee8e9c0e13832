//! Who was spoken of without speaking: subjects and the names with which sentences begin, which pronouns and descriptions may mean
//! afterwards. Sources must not be known here.

use super::Resolver;
use super::Who;
use super::mention;
use super::mention::Mention;
use super::phrase::is_former;
use super::phrase::is_several;
use super::phrase::is_somebody_new;
use super::plain;
use super::trades::is_one_person;
use crate::model::Span;
use crate::model::SpeakerKind;
use crate::text::fold;

impl Resolver<'_> {
    /// A subject of a sentence that may or may not speak: a pronoun after it can mean it.
    pub(super) fn notice(&mut self, subject: Span) {
        let Some(words) = subject.of(self.text).filter(|w| w.len() < 200) else {
            return;
        };
        let here = subject.start;
        if let Some(who) = self.gave_name(words, Some(subject)) {
            self.remember(Some(&who), here);
            return;
        }
        if words.contains(" and ")
            && let Some(both) = self.joint(words, here)
        {
            self.remember(Some(&both), here);
            return;
        }
        if let Mention::Organisation { name, global } = mention::read(words) {
            self.introduced_by_noun(words, &name);
            self.group = Some((self.body(name, global, Some(subject)), here));
            return;
        }
        self.notice_words(words, here);
    }

    fn notice_words(&mut self, words: &str, here: u32) {
        match mention::read(words) {
            Mention::Pronoun(gender) => {
                let who = self.pronoun(gender, &[], "", here);
                self.remember(who.as_ref(), here);
            }
            Mention::Person { name, .. } => {
                if let Some(at) = self.register.find_at(&name, here) {
                    self.remember(Some(&Who::Person(at)), here);
                } else if self.named.has(&name) {
                    self.group = Some((plain(name, SpeakerKind::Organisation, true), here));
                }
            }
            Mention::Role { office, of, text } => {
                let former = is_former(&text);
                let holder = self.register.holder(&office, of.as_deref());
                let at = holder.filter(|_| !former);
                let at = at.or_else(|| self.known_to_readers(&text, &office, words, here));
                let definite = words.to_ascii_lowercase().starts_with("the ");
                let who = at.map(Who::Person);
                let who = who.or_else(|| self.described(&text, &office, here).filter(|_| definite));
                self.remember(who.as_ref(), here);
            }
            Mention::Unnamed(name) => {
                let noun = mention::noun(&name).map(fold).unwrap_or_default();
                let definite = words.to_ascii_lowercase().starts_with("the ");
                if is_several(&name, &noun) {
                    let who = plain(name, SpeakerKind::Unnamed, false);
                    self.several = Some((who, here));
                } else if definite && let Some(who) = self.described(&name, &noun, here) {
                    self.remember(Some(&who), here);
                } else if is_somebody_new(words) && is_one_person(&name, &noun) {
                    let who = self.nameless(name, words, None);
                    self.remember(Some(&who), here);
                }
            }
            _ => {}
        }
    }

    /// A name that begins a sentence, whether or not the sentence could be read.
    pub(super) fn notice_lead(&mut self, name: &str, here: u32) {
        if ["The ", "A ", "An "]
            .iter()
            .any(|article| name.starts_with(article))
        {
            self.notice_words(name, here);
            return;
        }
        if let Some(at) = self.register.find_at(name, here) {
            self.remember(Some(&Who::Person(at)), here);
        }
    }
}

//! Two people who speak as one, and people who are named after they are described. What else a source can be must not be known here.

use super::Resolver;
use super::Who;
use super::gender::given_gender;
use super::mention;
use super::mention::Gender;
use super::mention::Mention;
use super::names;
use super::person::Person;
use super::plain;
use super::trades::is_one_person;
use crate::extract::walk::Found;
use crate::model::Span;
use crate::model::SpeakerKind;
use crate::text::fold;

/// How far behind a description its bearer's name may follow, in bytes.
const MAX_BEHIND: usize = 60;

/// How a source is said to have named itself.
const GAVE: &[&str] = &[
    " gave ",
    " give ",
    " identified ",
    " identify ",
    " known ",
    " named ",
    " introduced ",
];
/// What stands between that and the name.
const FORMALITIES: &[&str] = &[
    "only", "just", "as", "by", "himself", "herself", "his", "her", "their", "a", "the", "first",
    "last", "family", "given", "full", "one", "name", "surname", "nickname", "to", "be", "simply",
];

impl Resolver<'_> {
    /// "Ana Ruiz and her neighbour Tom Park": both by their whole names, as one speaker.
    pub(super) fn joint(&mut self, words: &str, here: u32) -> Option<Who> {
        let end = words.find(',').unwrap_or(words.len());
        let (first, second) = words[..end].split_once(" and ")?;
        let second = self.one_of_two(second, here)?;
        let first = match self.one_of_two(first, here) {
            Some(first) => first,
            None => self.of_one_family(first, second)?,
        };
        if first == second || self.named.has(words[..end].trim()) {
            return None;
        }
        // "National Mine and Metal Union secretary Ana Ruiz" is one.
        let capitals = |at: usize| self.register.get(at).is_some_and(Person::is_doubtful);
        if capitals(first) && words.split(' ').any(|w| names::BODIES.has(w)) {
            return None;
        }
        let name = |at: usize| self.register.get(at).map(|p| p.name.clone());
        let (first, second) = (name(first)?, name(second)?);
        let whole = first.contains(' ') && second.contains(' ');
        let both = plain(format!("{first} and {second}"), SpeakerKind::Person, whole);
        Some(Who::Other(both))
    }

    /// Whose turn a label of a transcript marks, where it is no name: "Q" is the paper's and nobody's, "A" the one person's whom the
    /// transcript is with, "IT" Imogen Tran's. `None` where the label is read as any source is.
    pub(super) fn turn(&self, found: &Found, words: &str) -> Option<Option<usize>> {
        if found.cue.first()?.of(self.text)? != ":" {
            return None;
        }
        match words {
            "Q" | "Question" => Some(None),
            "A" | "Answer" => Some((self.register.people.len() == 1).then_some(0)),
            initials
                if (2..=3).contains(&initials.len())
                    && initials.chars().all(char::is_uppercase) =>
            {
                let letters = |name: &str| -> String {
                    name.split(' ').filter_map(|w| w.chars().next()).collect()
                };
                let people = self.register.people.iter().enumerate();
                let mut fitting = people
                    .filter(|(_, p)| letters(&p.name) == initials)
                    .map(|(at, _)| at);
                let one = fitting.next()?;
                fitting.next().is_none().then_some(Some(one))
            }
            _ => None,
        }
    }

    fn one_of_two(&mut self, words: &str, here: u32) -> Option<usize> {
        match mention::read(words) {
            Mention::Person { name, .. } => self.register.find_at(&name, here),
            Mention::Role { text, .. } | Mention::Unnamed(text)
                if words.to_lowercase().starts_with("the ") =>
            {
                let noun = mention::noun(&text).map(fold)?;
                match self.described(&text, &noun, here)? {
                    Who::Person(at) => Some(at),
                    Who::Other(_) => None,
                }
            }
            _ => None,
        }
    }

    /// "Jay | and Kirsty Park": the family's name stands behind the second.
    fn of_one_family(&mut self, first: &str, second: usize) -> Option<usize> {
        let given = given_gender(first);
        if first.contains(' ') || !first.starts_with(char::is_uppercase) || given == Gender::Unknown
        {
            return None;
        }
        let (_, family) = self.register.get(second)?.name.rsplit_once(' ')?;
        let name = format!("{first} {family}");
        self.register.add(&name, None, given)
    }

    /// "Stokely, a former marine, apologized": whom a description stands behind that was taken for the whole source.
    pub(super) fn apposed_to(&self, words: &str, span: Option<Span>) -> Option<usize> {
        const LONGEST: usize = 4;
        let indefinite = ["a ", "an "]
            .iter()
            .any(|article| words.starts_with(article));
        let start = span.filter(|_| indefinite)?.start;
        let from = self.paragraph_start(start) as usize;
        let before = self.text.get(from..start as usize)?;
        let before = before.trim_end().strip_suffix(',')?;
        let sentence = before
            .rfind(['.', '?', '!', '”', '"'])
            .filter(|at| before[*at..].contains(' '))
            .map_or(0, |at| at + 1);
        let name = before.get(sentence..)?.trim();
        let capitals = name.split(' ').all(|w| w.starts_with(char::is_uppercase));
        let fits = capitals && name.split(' ').count() <= LONGEST;
        fits.then(|| self.register.find_at(name, start)).flatten()
    }

    /// "A nurse who gave her name only as Bev": the name that the description ends with.
    pub(super) fn gave_name(&mut self, words: &str, span: Option<Span>) -> Option<Who> {
        let (Mention::Unnamed(text) | Mention::Role { text, .. }) = mention::read(words) else {
            return None;
        };
        let noun = mention::noun(&text).map(fold)?;
        let span = span.filter(|_| is_one_person(&text, &noun))?;
        let from = span.start as usize;
        let to = self
            .text
            .floor_char_boundary((span.end as usize).saturating_add(MAX_BEHIND));
        let near = self.text.get(from..to.min(self.text.len()))?;
        let rest = GAVE
            .iter()
            .find_map(|gave| near.find(gave).and_then(|at| near.get(at + gave.len()..)))?;
        let mut words = rest.split([' ', ',', '.', ':', '”']).peekable();
        let mut gender = Gender::Unknown;
        while let Some(word) = words.next_if(|w| FORMALITIES.contains(w)) {
            gender = match word {
                "her" => Gender::Woman,
                "his" => Gender::Man,
                _ => gender,
            };
        }
        let name: Vec<&str> = words
            .take_while(|w| w.starts_with(char::is_uppercase))
            .take(3)
            .collect();
        let at = self
            .register
            .add(&name.join(" "), None, gender)
            .filter(|_| !name.is_empty())?;
        Some(Who::Person(at))
    }
}

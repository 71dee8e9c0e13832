//! Who acts: the subject of a verb group in a passage, with what stands between the two. Which verbs matter must not be known here.

use super::passage::Passage;
use super::phrase::MAX_PHRASE;
use super::words::Tag;
use std::ops::Range;

/// Most commas that an apposition ("Ann Lee, a lawyer in Kent, England, said") is followed across.
const MAX_COMMAS: usize = 4;
/// Most phrases ("by the ministry in a journal") that say where a document comes from.
const MAX_ORIGINS: usize = 3;
/// What is done to documents before they say something.
const MADE: &[&str] = &[
    "published",
    "released",
    "issued",
    "posted",
    "conducted",
    "commissioned",
    "compiled",
    "funded",
    "led",
    "obtained",
    "presented",
    "produced",
    "reviewed",
    "seen",
];

/// A subject, and the phrase that it stands for where it is a relative pronoun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The words that name who acts.
    pub range: Range<usize>,
    /// For "who": the phrase that it refers to.
    pub antecedent: Option<Range<usize>>,
    /// Whether it stands right before the verb, and not in an earlier clause.
    pub own: bool,
}

impl Passage<'_> {
    /// The subject of a verb group that begins at `start` in a unit that begins at `floor`.
    pub fn subject_of(&self, start: usize, floor: usize) -> Option<Subject> {
        let mut end = self.before_adverbials(start, floor);
        // ", however," and the like between subject and verb.
        if end > floor && self.tag(end - 1) == Tag::Comma {
            let inner = self.before_adverbials(end - 1, floor);
            if inner < end - 1 && inner > floor && self.tag(inner - 1) == Tag::Comma {
                end = self.before_adverbials(inner - 1, floor);
            }
        }
        if end <= floor {
            return None;
        }
        match self.tag(end - 1) {
            Tag::Rel | Tag::That if end > floor + 1 => {
                let at = if self.tag(end - 2) == Tag::Comma {
                    end - 2
                } else {
                    end - 1
                };
                let antecedent = self.phrase_before(at, floor)?;
                Some(Subject {
                    range: end - 1..end,
                    antecedent: Some(antecedent),
                    own: true,
                })
            }
            Tag::Comma => self.apposed(end, floor).map(|range| Subject {
                range,
                antecedent: None,
                own: true,
            }),
            Tag::Dash => {
                let open = (floor..end - 1)
                    .rev()
                    .take(MAX_PHRASE)
                    .find(|&k| self.tag(k) == Tag::Dash)?;
                let range = self.phrase_before(open, floor)?;
                Some(Subject {
                    range: range.start..end,
                    antecedent: None,
                    own: true,
                })
            }
            _ => {
                let range = self.phrase_before(end, floor)?;
                let range = self.with_coordinated(range, floor);
                let range = self.with_origin(range, floor);
                Some(Subject {
                    range,
                    antecedent: None,
                    own: true,
                })
            }
        }
    }

    /// "Ann, Bob and Carl said": the phrase with what the comma before it lists, where it ends in "and".
    fn with_coordinated(&self, range: Range<usize>, floor: usize) -> Range<usize> {
        let listed = (range.start..range.end).any(|k| self.tag(k) == Tag::Cc && self.is(k, "and"));
        if !listed || range.start < floor + 2 || self.tag(range.start - 1) != Tag::Comma {
            return range;
        }
        match self.phrase_before(range.start - 1, floor) {
            Some(before) if before.start == floor && before.len() <= 6 => before.start..range.end,
            _ => range,
        }
    }

    /// "A study published on Monday in the journal Insecta | suggests": the phrase with what says where a document comes from.
    fn with_origin(&self, range: Range<usize>, floor: usize) -> Range<usize> {
        let mut start = range.start;
        for _ in 0..MAX_ORIGINS {
            let Some(prep) = start.checked_sub(1).filter(|&k| k > floor + 1) else {
                break;
            };
            if self.tag(prep) != Tag::Prep {
                break;
            }
            let end = self.before_adverbials(prep, floor);
            if end > floor + 1 && self.is_any(end - 1, MADE) {
                let document = self.phrase_before(end - 1, floor);
                let free =
                    |r: &Range<usize>| r.start == floor || self.tag(r.start - 1) == Tag::Comma;
                return document
                    .filter(free)
                    .map_or(range.clone(), |document| document.start..range.end);
            }
            match self.phrase_before(end, floor) {
                Some(before) => start = before.start,
                None => break,
            }
        }
        range
    }

    /// The noun phrase with its apposition that ends in the comma before `end`: "Ann Lee, a lawyer, | said".
    fn apposed(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let low = floor.max(end.saturating_sub(MAX_PHRASE + MAX_PHRASE / 2));
        let mut found = None;
        let mut commas = 0;
        for comma in (low..end - 1).rev() {
            match self.tag(comma) {
                Tag::Comma => {}
                Tag::Stop | Tag::Semi | Tag::Quote | Tag::Colon => break,
                _ => continue,
            }
            commas += 1;
            if commas > MAX_COMMAS {
                break;
            }
            if !self.appositive(comma + 1) {
                continue;
            }
            let Some(range) = self.phrase_before(comma, floor) else {
                continue;
            };
            let named = range
                .clone()
                .any(|k| matches!(self.tag(k), Tag::Name | Tag::Det | Tag::Poss | Tag::Pron));
            let free = range.start == floor
                || matches!(
                    self.tag(range.start - 1),
                    Tag::Comma
                        | Tag::Cc
                        | Tag::Sub
                        | Tag::That
                        | Tag::Quote
                        | Tag::Adv
                        | Tag::Semi
                        | Tag::Dash
                        | Tag::Time
                );
            if named && free {
                found = Some(range.start..end);
                if range.clone().any(|k| self.tag(k) == Tag::Name)
                    && self.tag(range.start) == Tag::Name
                    && range.len() > 1
                    || range.start == floor
                {
                    break;
                }
            }
        }
        found
    }

    /// The subject of the first finite verb of a unit.
    pub fn main_subject(&self, unit: &Range<usize>) -> Option<Range<usize>> {
        let verb = unit.clone().find(|&k| {
            self.tag(k).finite() && k > unit.start && !self.in_apposition(k, unit.start)
        })?;
        let subject = self.subject_of(verb, unit.start)?;
        Some(subject.antecedent.unwrap_or(subject.range))
    }

    /// Whether a relative pronoun stands between item `k` and the comma before it: its verb is not the main one.
    fn in_apposition(&self, k: usize, floor: usize) -> bool {
        (floor..k)
            .rev()
            .take(8)
            .take_while(|&i| self.tag(i) != Tag::Comma || self.tag(i + 1) == Tag::Rel)
            .any(|i| matches!(self.tag(i), Tag::Rel))
            || self.is(floor, "if")
            || (self.tag(floor) == Tag::Sub && !(floor..k).any(|i| self.tag(i) == Tag::Comma))
    }
}

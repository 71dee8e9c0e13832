//! Noun phrases and adverbials around a place in a passage: what ends before it, what begins there, what may be skipped.
//! Which verbs matter must not be known here.

use super::passage::Passage;
use super::words::Tag;
use std::ops::Range;

/// Longest noun phrase in items; a longer one is cut.
pub(super) const MAX_PHRASE: usize = 40;

impl Passage<'_> {
    /// The noun phrase that ends at item `end` (exclusive), not reaching before `floor`.
    pub fn phrase_before(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let floor = floor.max(end.saturating_sub(MAX_PHRASE));
        let last = end.checked_sub(1).filter(|&l| l >= floor)?;
        if matches!(self.tag(last), Tag::Pron) {
            return Some(last..end);
        }
        // "one of them"
        let of_them = last >= floor + 2
            && self.tag(last) == Tag::Object
            && self.is(last - 1, "of")
            && matches!(self.tag(last - 2), Tag::Det | Tag::Num);
        if of_them {
            return Some(last - 2..end);
        }
        let demonstrative = matches!(self.tag(last), Tag::Det)
            && !self.is_any(last, &["the", "a", "an", "no", "every"]);
        if !(self.tag(last).nounish()
            || demonstrative
            || self.tag(last) == Tag::Clitic && end - floor > 1)
        {
            return None;
        }
        let mut i = end;
        while i > floor {
            let at = i - 1;
            match self.tag(at) {
                Tag::Name | Tag::Noun | Tag::Num | Tag::Clitic | Tag::Mark => i -= 1,
                // "the city’s visiting mayor", "the elected head": a participle between determiner and noun.
                Tag::Ing
                    if at > floor
                        && matches!(self.tag(at - 1), Tag::Det | Tag::Poss | Tag::Clitic) =>
                {
                    i -= 1
                }
                // "the closed bridge"
                Tag::Verb
                    if at > floor
                        && matches!(self.tag(at - 1), Tag::Det | Tag::Poss)
                        && i < end
                        && self.items[at].verb.is_none() =>
                {
                    i -= 1
                }
                Tag::Time if self.tag(i) == Tag::Clitic => i -= 1,
                Tag::Close => match (floor..at)
                    .rev()
                    .take(12)
                    .find(|&k| self.tag(k) == Tag::Open)
                {
                    Some(open) => i = open,
                    None => break,
                },
                Tag::Det | Tag::Poss => {
                    i -= 1;
                    if i > floor && !(self.links(i - 1) || matches!(self.tag(i - 1), Tag::Det)) {
                        break;
                    }
                }
                Tag::Prep if self.links(at) && at > floor && self.tag(at - 1).nounish() => i -= 1,
                Tag::Cc
                    if self.is_any(at, &["and", "or"])
                        && at > floor
                        && self.tag(at - 1).nounish() =>
                {
                    i -= 1
                }
                _ => break,
            }
        }
        while i < end && matches!(self.tag(i), Tag::Prep | Tag::Cc | Tag::Clitic | Tag::Mark) {
            i += 1;
        }
        (i < end).then_some(i..end)
    }

    /// Whether item `i` is a preposition that ties two noun phrases into one.
    fn links(&self, i: usize) -> bool {
        self.tag(i) == Tag::Prep
            && self.is_any(
                i,
                &[
                    "of", "for", "at", "from", "in", "with", "on", "near", "against", "behind",
                    "between",
                ],
            )
    }

    /// The noun phrase that begins at item `start`, before `ceiling`, with what is set in apposition up to a natural end.
    pub fn phrase_after(&self, start: usize, ceiling: usize) -> Option<Range<usize>> {
        let ceiling = ceiling.min(start + MAX_PHRASE);
        if self.tag(start) == Tag::Pron && !self.is(start, "there") {
            return Some(start..start + 1);
        }
        if !matches!(
            self.tag(start),
            Tag::Det | Tag::Poss | Tag::Name | Tag::Noun | Tag::Num
        ) {
            return None;
        }
        let mut i = start;
        while i < ceiling {
            match self.tag(i) {
                Tag::Det
                | Tag::Poss
                | Tag::Name
                | Tag::Noun
                | Tag::Num
                | Tag::Clitic
                | Tag::Mark => i += 1,
                Tag::Time if self.tag(i + 1) == Tag::Clitic => i += 1,
                Tag::Ing
                    if i > start
                        && matches!(self.tag(i - 1), Tag::Det | Tag::Poss | Tag::Clitic) =>
                {
                    i += 1
                }
                Tag::Open => match (i..ceiling.min(i + 12)).find(|&k| self.tag(k) == Tag::Close) {
                    Some(close) => i = close + 1,
                    None => break,
                },
                Tag::Prep
                    if self.is_any(i, &["of", "for", "at", "from", "with", "near"])
                        && i > start
                        && !self.adverbial_head(i) =>
                {
                    i += 1
                }
                Tag::Prep
                    if self.is_any(i, &["in", "on"])
                        && self.tag(i + 1) == Tag::Name
                        && i > start =>
                {
                    i += 1
                }
                Tag::Cc
                    if self.is_any(i, &["and", "or"])
                        && i > start
                        && matches!(self.tag(i + 1), Tag::Name | Tag::Det | Tag::Noun)
                        && !self.starts_clause(i + 1, ceiling) =>
                {
                    i += 1
                }
                _ => break,
            }
        }
        while i > start
            && matches!(
                self.tag(i - 1),
                Tag::Prep | Tag::Cc | Tag::Det | Tag::Poss | Tag::Mark
            )
        {
            i -= 1;
        }
        (i > start).then_some(start..i)
    }

    /// Whether the preposition at `i` begins an adverbial of time.
    fn adverbial_head(&self, i: usize) -> bool {
        matches!(self.tag(i + 1), Tag::Time)
    }

    /// Whether a clause with its own subject and finite verb begins at `i`: the verb follows within a few items.
    pub fn starts_clause(&self, i: usize, ceiling: usize) -> bool {
        if self.tag(i) == Tag::Pron {
            return true;
        }
        for k in i..ceiling.min(i + 9) {
            match self.tag(k) {
                tag if tag.finite() => return k > i,
                Tag::Comma
                | Tag::Stop
                | Tag::Semi
                | Tag::Quote
                | Tag::Colon
                | Tag::Cc
                | Tag::Rel => return false,
                _ => {}
            }
        }
        false
    }

    /// The end of the apposition that follows a phrase ending at `end` (at a comma): the place after which the sentence goes
    /// on, or `end` itself. "said Ann Lee, a lawyer who lives in Kent."
    pub fn apposition_after(&self, end: usize, ceiling: usize) -> usize {
        let ceiling = ceiling.min(end + MAX_PHRASE);
        if self.tag(end) != Tag::Comma || !self.appositive(end + 1) {
            return end;
        }
        for k in end + 1..ceiling {
            match self.tag(k) {
                Tag::Quote | Tag::Stop | Tag::Semi | Tag::Colon | Tag::Dash => {
                    return if self.tag(k - 1) == Tag::Comma {
                        k - 1
                    } else {
                        k
                    };
                }
                Tag::Comma
                    if matches!(
                        self.tag(k + 1),
                        Tag::Quote | Tag::Ing | Tag::Sub | Tag::Cc | Tag::Pron
                    ) =>
                {
                    return k;
                }
                _ => {}
            }
        }
        ceiling
    }

    /// Whether what begins at `i` can be an apposition or a relative clause.
    pub(super) fn appositive(&self, i: usize) -> bool {
        match self.tag(i) {
            Tag::Rel | Tag::Det | Tag::Noun | Tag::Num => {
                !self.starts_clause(i, i + 5) || self.tag(i) == Tag::Rel
            }
            Tag::Poss => self.is(i, "whose") || !self.starts_clause(i, i + 6),
            Tag::Name => !self.starts_clause(i, i + 6),
            Tag::Adv => matches!(self.tag(i + 1), Tag::Det | Tag::Noun | Tag::Name),
            Tag::Prep => self.is_any(i, &["of", "from"]),
            // ", published on Monday,"
            Tag::Verb => {
                matches!(self.tag(i + 1), Tag::Prep | Tag::Time)
                    && self.word(i).ends_with("ed")
                    && self.items[i].verb.is_none_or(|(v, _)| v.lemma == "publish")
            }
            _ => false,
        }
    }
}

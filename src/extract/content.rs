//! Where a content begins and ends beside its cue. Who the source is must not be known here.

use super::cue::Cue;
use super::lexicon::Form;
use super::passage::Passage;
use super::words::Tag;
use std::ops::Range;

/// Characters that stand last in a quotation when the cue follows it.
const BEFORE_CUE: &[char] = &[',', '?', '!', '…', '.', '—', '–', '-'];

impl Passage<'_> {
    /// Where a clause that begins at `from` ends, at most `ceiling`: before its full stop, a semicolon, a cue that goes on
    /// about the same source ("… , adding that …", "… and said …"), or another source's clause.
    pub fn clause_end(&self, from: usize, ceiling: usize, cues: &[Cue]) -> usize {
        let mut later = cues.iter().skip_while(|c| c.range.start <= from).peekable();
        let mut i = from;
        while i < ceiling {
            while later.peek().is_some_and(|c| c.range.start < i) {
                later.next();
            }
            let stop = match self.tag(i) {
                Tag::Semi => true,
                Tag::Stop => i + 1 >= ceiling || self.tag(i + 1) == Tag::Stop,
                Tag::Comma => self.breaks_at_comma(i, ceiling, later.peek().copied()),
                Tag::Cc => self.breaks_at_and(i, ceiling, later.peek().copied()),
                Tag::Dash => {
                    self.breaks_at_comma(i, ceiling, later.peek().copied())
                        && !matches!(self.tag(i + 1), Tag::Rel)
                }
                // “not a promise,” cooling the rally: the comma inside the marks ends what was said.
                Tag::Ing => {
                    i > from + 1
                        && self.tag(i - 1) == Tag::Quote
                        && self.quote_end(i - 1) == Some(',')
                }
                _ => self.is(i, "according") && self.is(i + 1, "to"),
            };
            if stop {
                return i;
            }
            i += 1;
        }
        ceiling
    }

    /// Whether what follows the comma at `i` no longer belongs to the clause.
    fn breaks_at_comma(&self, i: usize, ceiling: usize, next: Option<&Cue>) -> bool {
        let after = i + 1;
        if after >= ceiling {
            return true;
        }
        if self.is(after, "according")
            || self.is_any(
                after,
                &[
                    "citing",
                    "referring",
                    "echoing",
                    "prompting",
                    "drawing",
                    "speaking",
                ],
            )
        {
            return true;
        }
        let first = if self.tag(after) == Tag::Adv {
            after + 1
        } else {
            after
        };
        let Some(cue) = next else { return false };
        // ", which he described as …" is another attribution about the same thing.
        if self.tag(after) == Tag::Rel
            && cue.range.start <= after + 5
            && cue.range.start > after + 1
            && self
                .phrase_before(cue.range.start, after + 1)
                .is_some_and(|s| s.start == after + 1)
        {
            return true;
        }
        let connected = matches!(self.tag(first), Tag::Cc | Tag::Sub) || self.is(first, "as");
        if cue.range.start == first || cue.range.start == first + 1 && connected {
            return true;
        }
        // ", though she acknowledged", ", and Ann said", ", he said."
        let near = cue.range.start <= first + 9;
        let subject = near
            .then(|| self.phrase_before(self.before_adverbials(cue.range.start, first), first))
            .flatten();
        subject.is_some_and(|s| {
            s.start <= first + usize::from(connected)
                && (connected || self.closes_sentence(cue, ceiling))
        })
    }

    /// Whether a cue is followed by the end of the sentence or a comma: "…, Ann said." and "…, Ann said, …".
    fn closes_sentence(&self, cue: &Cue, ceiling: usize) -> bool {
        let end = self.after_adverbials(cue.range.end, ceiling);
        end >= ceiling || matches!(self.tag(end), Tag::Stop | Tag::Comma)
    }

    /// Whether the "and" or "but" at `i` begins another cue of the same source, or another source's clause.
    fn breaks_at_and(&self, i: usize, ceiling: usize, next: Option<&Cue>) -> bool {
        let Some(cue) = next.filter(|c| c.range.start < ceiling) else {
            return false;
        };
        let direct = cue.range.start == i + 1;
        if direct {
            return matches!(cue.form, Form::Past | Form::Third) && cue.verb.speaks()
                || cue.form == Form::Ing && cue.verb.speaks();
        }
        let pronoun = self.tag(i + 1) == Tag::Pron && cue.range.start == i + 2;
        pronoun && matches!(cue.form, Form::Past)
    }

    /// Where a noun phrase as content ends: at the end of its clause, but before what only says when or why.
    pub fn object_end(&self, from: usize, ceiling: usize, cues: &[Cue]) -> usize {
        let end = self.clause_end(from, ceiling, cues);
        let mut i = from;
        while i < end {
            match self.tag(i) {
                Tag::Sub if i > from && !self.is(i, "as") => break,
                Tag::Comma if !self.lists_on(i, end) => break,
                Tag::Dash | Tag::Rel if i > from + 1 => break,
                Tag::Time if i > from + 1 && self.ends_in_time(i, end) => break,
                _ => {}
            }
            i += 1;
        }
        while i > from + 1
            && (self.tag(i - 1) == Tag::Prep
                || matches!(self.tag(i - 1), Tag::Comma | Tag::Dash | Tag::Cc))
        {
            i -= 1;
        }
        i
    }

    /// Whether nothing but words of time is left from `i` to `end`: then they say when it was said.
    fn ends_in_time(&self, i: usize, end: usize) -> bool {
        (i..end.min(i + 5))
            .take_while(|&k| self.tag(k) != Tag::Comma)
            .all(|k| matches!(self.tag(k), Tag::Time | Tag::Num | Tag::Det))
    }

    /// Whether the comma at `i` parts the members of a list, or two adjectives.
    fn lists_on(&self, i: usize, end: usize) -> bool {
        let listed = (i + 1..end.min(i + 8))
            .any(|k| self.tag(k) == Tag::Cc && self.is_any(k, &["and", "or"]));
        listed
            && matches!(
                self.tag(i + 1),
                Tag::Name | Tag::Noun | Tag::Quote | Tag::Det
            )
    }

    /// Whether the quotation at item `i` ends in a mark that hands over to a cue ("“We go,” …").
    pub fn hands_over(&self, i: usize) -> bool {
        self.tag(i) == Tag::Quote && self.quote_end(i).is_some_and(|c| BEFORE_CUE.contains(&c))
    }

    /// The content that ends right before item `end`, and not before `floor`: a quotation, or the clause up to a comma.
    pub fn content_before(&self, end: usize, floor: usize) -> Option<Range<usize>> {
        let last = end.checked_sub(1).filter(|&l| l >= floor)?;
        let stop = match self.tag(last) {
            Tag::Comma | Tag::Dash | Tag::Colon => last,
            Tag::Quote => end,
            _ => return None,
        };
        (stop > floor).then_some(floor..stop)
    }

    /// Whether a bare clause can begin at `i`: something that can be a subject, and a finite verb after it.
    pub fn bare_clause(&self, i: usize, ceiling: usize) -> bool {
        let subject = matches!(
            self.tag(i),
            Tag::Det
                | Tag::Poss
                | Tag::Pron
                | Tag::Name
                | Tag::Noun
                | Tag::Num
                | Tag::Ing
                | Tag::Wh
                | Tag::Quote
                | Tag::Adv
                | Tag::Time
                | Tag::Prep
                | Tag::Sub
        );
        subject && (i..ceiling).any(|k| self.tag(k).finite() || self.tag(k) == Tag::Clitic)
    }

    /// Whether the content of these items is worth recording: three words, or a quotation of two with a clear cue.
    pub fn worth(&self, content: &[Range<usize>], clear: bool) -> bool {
        let mut words = 0;
        let mut quoted = false;
        for i in content.iter().flat_map(Clone::clone).take(64) {
            match self.tag(i) {
                Tag::Quote => {
                    quoted = true;
                    words += 2 + usize::from(self.quote_has_words(i, 3));
                }
                Tag::Comma
                | Tag::Stop
                | Tag::Dash
                | Tag::Mark
                | Tag::Open
                | Tag::Close
                | Tag::Clitic
                | Tag::Colon => {}
                _ => words += 1,
            }
        }
        words >= 3 || quoted && clear
    }
}

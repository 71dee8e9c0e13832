//! Adverbials before and after a verb group: what may be skipped between subject, cue and content.
//! Which verbs matter must not be known here.

use super::passage::Passage;
use super::words::Tag;

/// Longest adverbial ("during a long meeting with …") that is skipped, in items.
const MAX_ADVERBIAL: usize = 14;

impl Passage<'_> {
    /// The item where adverbials right before `end` begin ("Ann on Tuesday | said", "Ann in turn | praised"), or `end`.
    pub fn before_adverbials(&self, end: usize, floor: usize) -> usize {
        let mut i = end;
        loop {
            let mut k = i;
            while k > floor
                && (matches!(self.tag(k - 1), Tag::Time | Tag::Adv | Tag::Neg)
                    || self.tag(k - 1) == Tag::Num && self.tag(k) == Tag::Time)
            {
                k -= 1;
            }
            let time = k < i;
            if k > floor + 1 && time && self.is_any(k - 1, &["the", "this", "that", "a"]) {
                k -= 1;
            }
            if k > floor
                && time
                && self.is_any(
                    k - 1,
                    &[
                        "on", "in", "at", "during", "this", "over", "for", "since", "by", "after",
                    ],
                )
            {
                k -= 1;
            }
            if k == i {
                let set = |n: usize, words: &[&str]| {
                    i >= floor + n && words.iter().enumerate().all(|(o, w)| self.is(i - n + o, w))
                };
                k = if set(2, &["in", "turn"])
                    || set(2, &["in", "response"])
                    || set(2, &["in", "part"])
                    || set(2, &["at", "times"])
                    || set(2, &["at", "first"])
                    || set(2, &["in", "private"])
                    || set(2, &["in", "public"])
                {
                    i - 2
                } else if set(3, &["in", "the", "past"])
                    || set(3, &["at", "the", "time"])
                    || set(3, &["for", "his", "part"])
                    || set(3, &["for", "her", "part"])
                {
                    i - 3
                } else {
                    i
                };
            }
            if k == i || k <= floor {
                return i;
            }
            i = k;
        }
    }

    /// The first item after adverbials and set phrases that begin at `i` ("on Tuesday", "in a statement", "during a
    /// rally in Iowa"), if what follows them can still belong to the verb before; else `i`.
    pub fn after_adverbials(&self, start: usize, ceiling: usize) -> usize {
        let mut i = start;
        loop {
            let mut k = i;
            while k < ceiling && matches!(self.tag(k), Tag::Time | Tag::Adv) {
                k += 1;
            }
            if k < ceiling && matches!(self.tag(k), Tag::Prep | Tag::To | Tag::Sub)
                || self.is(k, "as")
            {
                let end = self.adverbial_end(k, ceiling);
                let temporal = self.tag(k) == Tag::Prep && matches!(self.tag(k + 1), Tag::Time);
                let closed = end >= ceiling
                    || matches!(
                        self.tag(end),
                        Tag::That
                            | Tag::Wh
                            | Tag::Quote
                            | Tag::Colon
                            | Tag::Comma
                            | Tag::Stop
                            | Tag::Prep
                            | Tag::Time
                            | Tag::Ing
                            | Tag::Sub
                            | Tag::Dash
                            | Tag::To
                    );
                if end > k && (closed || temporal) {
                    k = end;
                }
            }
            if k == i {
                return i;
            }
            i = k;
        }
    }

    /// Where the prepositional phrase that begins at `i` ends.
    fn adverbial_end(&self, i: usize, ceiling: usize) -> usize {
        let ceiling = ceiling.min(i + MAX_ADVERBIAL);
        let mut k = i + 1;
        while k < ceiling {
            let go_on = match self.tag(k) {
                Tag::Det
                | Tag::Poss
                | Tag::Name
                | Tag::Noun
                | Tag::Num
                | Tag::Clitic
                | Tag::Time
                | Tag::Mark
                | Tag::Object => true,
                Tag::Ing => matches!(self.tag(k - 1), Tag::Det | Tag::Poss | Tag::Prep),
                Tag::Prep => {
                    self.is_any(k, &["of", "with", "for", "at", "in", "on", "near", "about"])
                }
                Tag::Cc => {
                    self.tag(k - 1).nounish() && matches!(self.tag(k + 1), Tag::Name | Tag::Noun)
                }
                // A programme's name in quotation marks: on “Meet the Press”.
                Tag::Quote => {
                    matches!(self.tag(k - 1), Tag::Prep | Tag::Clitic)
                        && !self.quote_has_words(k, 7)
                }
                _ => false,
            };
            if !go_on {
                break;
            }
            k += 1;
        }
        k
    }
}

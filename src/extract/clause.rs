//! The rules for cue verbs: from one cue in its unit to a candidate attribution. Which of several candidates wins is
//! `unit.rs`'s business, who the source is `resolve`'s.

use super::cue::Cue;
use super::cue::Mood;
use super::passage::Passage;
use super::subject::Subject;
use super::words::Tag;
use crate::model::CueClass;
use std::ops::Range;

/// One possible attribution, in items of its passage.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who speaks; `None` where the passage does not say.
    pub source: Option<Subject>,
    /// The words that attribute.
    pub cue: Range<usize>,
    /// What is attributed; may be empty where the next paragraph brings it.
    pub content: Vec<Range<usize>>,
    /// What kind of act it is.
    pub class: CueClass,
    /// Which rule found it.
    pub rule: &'static str,
    /// How sure the rule is.
    pub confidence: f32,
    /// Whether the cue stands after all of its content.
    pub trailing: bool,
    /// A source that passed the words on, in items.
    pub relay: Option<Range<usize>>,
    /// Whether the content is still to come, in the next paragraph.
    pub announces: bool,
}

/// What a rule needs to see: the passage, the unit, its cues and its main subject.
pub struct Scene<'p, 't> {
    /// The paragraph.
    pub p: &'p Passage<'t>,
    /// The unit.
    pub unit: Range<usize>,
    /// Every cue in the unit.
    pub cues: Vec<Cue>,
    /// The subject of the unit's first finite verb.
    pub main: Option<Range<usize>>,
}

/// Every candidate that the unit's cue verbs give, in order of their cues.
pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    scene
        .cues
        .iter()
        .filter_map(|cue| scene.read(cue))
        .collect()
}

/// How a sentence begins that tells what a speaker was asked.
const PUT_TO: &[&str] = &["asked", "pressed", "questioned", "challenged", "quizzed"];

impl Scene<'_, '_> {
    pub(super) fn read(&self, cue: &Cue) -> Option<Candidate> {
        match cue.mood {
            Mood::Passive => self.passive(cue),
            Mood::Participle | Mood::Infinitive => self.inherited(cue),
            Mood::Finite => {
                if cue.verb.speaks() {
                    self.inverted(cue).or_else(|| self.plain(cue))
                } else {
                    self.plain(cue)
                }
            }
        }
    }

    pub(super) fn candidate(
        &self,
        cue: &Cue,
        source: Option<Subject>,
        content: Vec<Range<usize>>,
        rule: &'static str,
        confidence: f32,
    ) -> Option<Candidate> {
        let content: Vec<_> = content
            .into_iter()
            .map(|r| self.trim(r))
            .filter(|r| !r.is_empty())
            .collect();
        if content.is_empty() || !self.p.worth(&content, cue.verb.frames.quote) {
            return None;
        }
        let trailing = content.iter().all(|r| r.end <= cue.range.start);
        Some(Candidate {
            source,
            cue: self.whole_cue(cue),
            content,
            class: if cue.verb.lemma == "call" && cue.prep {
                CueClass::Demand
            } else {
                cue.verb.class
            },
            rule,
            confidence,
            trailing,
            relay: None,
            announces: false,
        })
    }

    /// The verb group with "in a statement" right after it.
    pub(super) fn whole_cue(&self, cue: &Cue) -> Range<usize> {
        let at = cue.range.end;
        let p = self.p;
        let medium = p.is(at, "in")
            && p.is_any(at + 1, &["a", "an"])
            && p.is_any(
                at + 2,
                &[
                    "statement",
                    "interview",
                    "email",
                    "tweet",
                    "speech",
                    "letter",
                    "memo",
                ],
            );
        let after = at + 3;
        let closed = matches!(
            p.tag(after),
            Tag::Stop | Tag::Comma | Tag::That | Tag::Quote | Tag::Colon | Tag::Time
        ) || p.tag(after) == Tag::Prep && p.tag(after + 1) == Tag::Time;
        if medium && closed {
            cue.range.start..at + 3
        } else {
            cue.range.clone()
        }
    }

    /// Without the comma, colon or dash at either end.
    pub(super) fn trim(&self, mut range: Range<usize>) -> Range<usize> {
        let edge = |i: usize| {
            matches!(
                self.p.tag(i),
                Tag::Comma | Tag::Colon | Tag::Dash | Tag::Semi
            )
        };
        while range.start < range.end && edge(range.start) {
            range.start += 1;
        }
        while range.start < range.end
            && (edge(range.end - 1) || self.p.tag(range.end - 1) == Tag::Stop)
        {
            range.end -= 1;
        }
        range
    }

    /// Where a content to the left of `end` may begin: after what an earlier cue of this unit has taken.
    pub(super) fn floor(&self) -> usize {
        self.unit.start
    }

    /// "Ann said (that) …", "“…,” Ann said", "…, Ann said.", "Ann praised …".
    pub(super) fn plain(&self, cue: &Cue) -> Option<Candidate> {
        let p = self.p;
        let subject = self.subject(cue)?;
        if self.inscribed(cue, &subject) {
            return None;
        }
        let left_end = subject.range.start;
        let floor = self.floor();
        let after_quote = subject.own
            && left_end > floor
            && (p.hands_over(left_end - 1)
                || p.tag(left_end - 1) == Tag::Comma
                    && left_end >= floor + 2
                    && p.tag(left_end - 2) == Tag::Quote);
        let after_text = subject.own && left_end > floor + 3 && p.tag(left_end - 1) == Tag::Comma;
        let as_put = left_end > floor && p.is(left_end - 1, "as");
        let (at, end) = self.landing(cue);
        let frames = cue.verb.frames;
        let open = p.tag(end);
        let source = Some(subject.clone());
        if let Some(candidate) = self.gapped(cue, &subject, end) {
            return Some(candidate);
        }
        if frames.infinitive && p.tag(at) == Tag::To {
            // "refused to say" says nothing.
            let silent = cue.verb.lemma == "refuse"
                && p.is_any(
                    at + 1,
                    &[
                        "say",
                        "comment",
                        "answer",
                        "confirm",
                        "discuss",
                        "speak",
                        "talk",
                        "disclose",
                        "elaborate",
                    ],
                );
            return if silent {
                None
            } else {
                self.right(cue, source, at, "infinitive", 0.8)
            };
        }
        if cue.verb.speaks() {
            let ends = end >= self.unit.end || matches!(open, Tag::Stop);
            if (open == Tag::That && (frames.clause || frames.bare))
                || (open == Tag::Wh && (frames.wh || frames.clause))
            {
                return self.right(cue, source, end, "clause", 0.92);
            }
            if after_quote {
                let left = p.content_before(left_end, floor)?;
                let mut content = vec![left];
                content.extend(self.resumed(end, true));
                return self.candidate(cue, source, content, "quote-left", 0.97);
            }
            if open == Tag::Colon {
                return self.after_colon(cue, source, end + 1);
            }
            if open == Tag::Quote {
                return self.right(cue, source, end, "quote-right", 0.96);
            }
            if open == Tag::Comma && p.tag(end + 1) == Tag::Quote && end + 1 < self.unit.end {
                let after_that = after_text && p.hands_over(left_end.saturating_sub(2));
                if !after_that {
                    return self.right(cue, source, end + 1, "quote-right", 0.95);
                }
            }
            if as_put
                && left_end >= floor + 4
                && p.tag(left_end - 2) == Tag::Comma
                && (ends || open == Tag::Comma)
                && matches!(
                    cue.verb.lemma,
                    "say" | "put" | "note" | "report" | "explain" | "write"
                )
            {
                let content = vec![floor..left_end - 2];
                return self.candidate(cue, source, content, "as-said", 0.7);
            }
            if after_text
                && (ends
                    || open == Tag::Comma
                    || matches!(open, Tag::Ing | Tag::Sub | Tag::Semi | Tag::Dash))
            {
                let left = p.content_before(left_end, floor)?;
                let resumed = if open == Tag::Comma {
                    self.resumed(end, false)
                } else {
                    None
                };
                // "In a letter, Ann asked": no clause, so only when, where or how.
                let clause = left
                    .clone()
                    .any(|k| p.tag(k).finite() || p.tag(k) == Tag::Quote);
                let adverbial = matches!(
                    p.tag(left.start),
                    Tag::Prep | Tag::Sub | Tag::Time | Tag::Adv | Tag::To | Tag::Ing
                );
                // "Asked whether X, Ann laughed": the question was put to her.
                let put = p.is_any(left.start, PUT_TO) && p.tag(left.start + 1) != Tag::Det;
                let subordinate = p.tag(left.start) == Tag::Sub || put;
                let adverbial = adverbial || put;
                if resumed.is_some() || clause && !subordinate || !adverbial {
                    let mut content = vec![left];
                    content.extend(resumed);
                    return self.candidate(cue, source, content, "trailing", 0.9);
                }
            }
            if ends && left_end == floor {
                return self.after_last_unit(cue, source);
            }
            if open == Tag::Comma {
                // "Ann said, citing the report, that …"
                let close =
                    (end + 1..self.unit.end.min(end + 16)).find(|&k| p.tag(k) == Tag::Comma);
                if let Some(close) =
                    close.filter(|&c| matches!(p.tag(c + 1), Tag::That | Tag::Quote))
                {
                    return self.right(cue, source, close + 1, "clause", 0.85);
                }
            }
            if frames.bare
                && p.bare_clause(at, self.unit.end)
                && at < self.unit.end
                && !matches!(p.tag(at), Tag::Prep | Tag::Sub)
            {
                return self.right(cue, source, at, "bare-clause", 0.85);
            }
            if frames.bare
                && p.bare_clause(end, self.unit.end)
                && end < self.unit.end
                && !matches!(open, Tag::Prep | Tag::Comma)
            {
                return self.right(cue, source, end, "bare-clause", 0.8);
            }
            if frames.object_infinitive
                && (at..self.unit.end.min(at + 14)).any(|k| p.tag(k) == Tag::To)
                && p.tag(cue.range.end) != Tag::Comma
            {
                return self.right(cue, source, cue.range.end, "urged-to", 0.8);
            }
        }
        self.object(cue, source)
    }

    /// Content from `at` to the end of its clause, or of the quotation that it is.
    pub(super) fn right(
        &self,
        cue: &Cue,
        source: Option<Subject>,
        at: usize,
        rule: &'static str,
        confidence: f32,
    ) -> Option<Candidate> {
        let p = self.p;
        let sealed = p.tag(at) == Tag::Quote
            && p.quote_end(at)
                .is_some_and(|c| matches!(c, '.' | '?' | '!' | ','));
        let end = if sealed {
            at + 1
        } else {
            p.clause_end(at, self.unit.end, &self.cues)
        };
        self.candidate(cue, source, vec![at..end], rule, confidence)
    }

    /// "Ann said: …": the rest of the unit, or, where nothing follows, the next paragraph.
    pub(super) fn after_colon(
        &self,
        cue: &Cue,
        source: Option<Subject>,
        at: usize,
    ) -> Option<Candidate> {
        if at >= self.unit.end && self.unit.end == self.p.items.len() {
            return Some(Candidate {
                source,
                cue: self.whole_cue(cue),
                content: Vec::new(),
                class: cue.verb.class,
                rule: "colon",
                confidence: 0.95,
                trailing: false,
                relay: None,
                announces: true,
            });
        }
        let end = if self.p.tag(at) == Tag::Quote {
            at + 1
        } else {
            self.unit.end
        };
        self.candidate(cue, source, vec![at..end], "colon", 0.95)
    }

    /// “Will you go?” Ann asked.: the quotation is a sentence of its own before the unit.
    pub(super) fn after_last_unit(&self, cue: &Cue, source: Option<Subject>) -> Option<Candidate> {
        let at = self.unit.start.checked_sub(1)?;
        let p = self.p;
        let handed = p.tag(at) == Tag::Quote
            && p.quote_end(at)
                .is_some_and(|c| matches!(c, '?' | '!' | '…' | '.' | ','));
        let named = self.unit.end - self.unit.start <= 16;
        if !handed || !named || !p.quote_has_words(at, 2) {
            return None;
        }
        self.candidate(cue, source, vec![at..at + 1], "quote-left", 0.9)
    }
}

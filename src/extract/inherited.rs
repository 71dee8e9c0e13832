//! Cues whose source or content stands in another clause: participles, infinitives, passives; and who is addressed.
//! Plain clauses are `clause.rs`'s business.

use super::clause::Candidate;
use super::clause::Scene;
use super::cue::Cue;
use super::cue::Mood;
use super::lexicon::Form;
use super::subject::Subject;
use super::words::Tag;
use crate::model::CueClass;

impl Scene<'_, '_> {
    /// "…, adding that …", "took to Twitter to say …": the source is the clause's subject.
    pub(super) fn inherited(&self, cue: &Cue) -> Option<Candidate> {
        let p = self.p;
        let floor = self.unit.start;
        let before = if cue.range.start > floor {
            p.tag(cue.range.start - 1)
        } else {
            Tag::Stop
        };
        if cue.mood == Mood::Participle
            && (cue.range.start == floor
                || before == Tag::To
                || before == Tag::Prep
                    && !p.is_any(cue.range.start - 1, &["by", "after", "before"]))
        {
            return None;
        }
        let touching = matches!(before, Tag::Name | Tag::Noun)
            .then(|| p.phrase_before(cue.range.start, floor))
            .flatten();
        let source = match touching {
            // "a statement saying", "emails showing": the paper speaks; its owner is who matters.
            Some(range)
                if cue.mood == Mood::Participle
                    && range.clone().any(|k| {
                        p.is_any(
                            k,
                            &[
                                "statement",
                                "letter",
                                "tweet",
                                "email",
                                "memo",
                                "post",
                                "message",
                                "interview",
                            ],
                        )
                    }) =>
            {
                self.shared_subject()
            }
            Some(range) if cue.mood == Mood::Participle => Some(Subject {
                range,
                antecedent: None,
                own: true,
            }),
            _ => self.shared_subject(),
        };
        // After a quotation: “We go,” he said, adding …: the last source, which the unit sorts out by its main subject.
        let source = self
            .last_source(cue)
            .filter(|_| !matches!(before, Tag::Noun | Tag::Name) || cue.mood == Mood::Infinitive)
            .or(source);
        if self.inscribed(cue, source.as_ref()?) {
            return None;
        }
        let (at, end) = self.landing(cue);
        let frames = cue.verb.frames;
        let open = p.tag(end);
        if cue.verb.speaks() {
            if matches!(open, Tag::That | Tag::Wh) && (frames.clause || frames.wh || frames.bare) {
                return self.right(cue, source, end, "participle", 0.85);
            }
            if open == Tag::Quote {
                return self.right(cue, source, end, "participle", 0.9);
            }
            if open == Tag::Colon {
                return self.after_colon(cue, source, end + 1);
            }
            if open == Tag::Comma && p.tag(end + 1) == Tag::Quote && end + 1 < self.unit.end {
                return self.right(cue, source, end + 1, "participle", 0.88);
            }
            if frames.bare
                && p.bare_clause(at, self.unit.end)
                && !matches!(p.tag(at), Tag::Prep | Tag::Sub | Tag::Comma)
            {
                return self.right(cue, source, at, "participle", 0.75);
            }
            if frames.infinitive && p.tag(at) == Tag::To {
                return self.right(cue, source, at, "participle", 0.7);
            }
        }
        let candidate = self.object(cue, source)?;
        Some(Candidate {
            confidence: 0.6,
            ..candidate
        })
    }

    /// The source of the nearest finite cue before `cue` in the unit.
    pub(super) fn last_source(&self, cue: &Cue) -> Option<Subject> {
        let earlier = self.cues.iter().rev().find(|c| {
            c.range.end <= cue.range.start && c.mood == Mood::Finite && c.verb.speaks()
        })?;
        let inverted = self.p.tag(earlier.range.start.saturating_sub(1)) == Tag::Quote
            && earlier.range.start > self.unit.start;
        let subject = if inverted {
            let range = self.p.phrase_after(earlier.range.end, self.unit.end)?;
            Subject {
                range,
                antecedent: None,
                own: false,
            }
        } else {
            Subject {
                own: false,
                ..self.subject(earlier)?
            }
        };
        Some(subject)
    }

    /// "The talks are expected to fail", "It is believed that …", "Ann was quoted as saying …".
    pub(super) fn passive(&self, cue: &Cue) -> Option<Candidate> {
        let p = self.p;
        let next = cue.range.end;
        if cue.verb.lemma == "quote"
            && p.is(next, "as")
            && p.is_any(next + 1, &["saying", "telling", "writing"])
        {
            let source = p.subject_of(cue.range.start, self.unit.start);
            let whole = Cue {
                range: cue.range.start..next + 2,
                ..cue.clone()
            };
            let at = p.after_adverbials(next + 2, self.unit.end);
            let at = if matches!(p.tag(at), Tag::Comma | Tag::Colon) {
                at + 1
            } else {
                at
            };
            if at < self.unit.end {
                return self.right(&whole, source, at, "quoted-as", 0.9);
            }
            let subject = source?;
            let left = p.content_before(subject.range.start, self.unit.start)?;
            return self.candidate(&whole, Some(subject), vec![left], "quoted-as", 0.9);
        }
        if !cue.verb.frames.passive {
            return None;
        }
        let subject = p.subject_of(cue.range.start, self.unit.start)?;
        if p.is(subject.range.start, "it") && p.tag(next) == Tag::That {
            return self.right(cue, None, next, "passive", 0.6);
        }
        if p.tag(next) != Tag::To
            || subject.antecedent.is_some()
            || subject.range.len() == 1 && p.tag(subject.range.start) == Tag::Rel
        {
            return None;
        }
        let end = p.clause_end(next, self.unit.end, &self.cues);
        self.candidate(cue, None, vec![subject.range, next..end], "passive", 0.55)
    }
    /// Where the content of a finite cue can begin: after the addressee, and after adverbials.
    pub(super) fn landing(&self, cue: &Cue) -> (usize, usize) {
        let p = self.p;
        let mut at = cue.range.end;
        // "promised to publish it": nobody is addressed.
        let infinitive = p.tag(at) == Tag::To && cue.verb.frames.infinitive;
        if cue.verb.frames.addressee && !infinitive
            || p.tag(at) == Tag::To && cue.verb.speaks() && !cue.verb.frames.infinitive
        {
            let from = if p.tag(at) == Tag::To { at + 1 } else { at };
            at = self.addressee_end(from).unwrap_or(at);
        }
        (at, p.after_adverbials(at, self.unit.end))
    }

    /// Where the phrase that names who was addressed ends.
    pub(super) fn addressee_end(&self, at: usize) -> Option<usize> {
        let p = self.p;
        if p.tag(at) == Tag::Object
            || p.tag(at) == Tag::Pron && p.is_any(at, &["you", "it", "everyone", "somebody"])
        {
            return Some(at + 1);
        }
        if p.is_any(
            at,
            &[
                "reporters",
                "voters",
                "journalists",
                "supporters",
                "investors",
                "lawmakers",
                "people",
                "colleagues",
                "viewers",
                "police",
                "parliament",
            ],
        ) {
            return Some(at + 1);
        }
        if p.tag(at) == Tag::Poss && p.tag(at + 1).finite() {
            return Some(at + 1);
        }
        let whole = p.phrase_after(at, self.unit.end).map(|r| r.end)?;
        let after = p.after_adverbials(whole, self.unit.end);
        let clear = after >= self.unit.end
            || matches!(
                p.tag(after),
                Tag::That
                    | Tag::Quote
                    | Tag::Comma
                    | Tag::Colon
                    | Tag::Stop
                    | Tag::Wh
                    | Tag::Pron
                    | Tag::To
                    | Tag::Det
                    | Tag::Poss
                    | Tag::Sub
                    | Tag::Rel
            );
        if clear {
            return Some(whole);
        }
        // "told CNN Lee would win": the last name is the clause's subject.
        let mut end = whole;
        while end > at + 1 && p.tag(end - 1) == Tag::Name {
            end -= 1;
        }
        Some(end.max(at + 1).min(whole))
    }

    /// The subject of a finite cue: its own, or the one that "and" shares.
    pub(super) fn subject(&self, cue: &Cue) -> Option<Subject> {
        let p = self.p;
        let start = cue.range.start;
        if start == self.unit.start {
            return None;
        }
        let before = p.tag(
            p.before_adverbials(start, self.unit.start)
                .saturating_sub(1),
        );
        let shared = matches!(before, Tag::Cc);
        if !shared && let Some(subject) = p.subject_of(start, self.unit.start) {
            let dummy = p.is_any(
                subject.range.start,
                &["it", "that", "there", "which", "this"],
            ) && subject.range.len() == 1;
            let object = matches!(
                p.tag(subject.range.start.saturating_sub(1)),
                Tag::Verb | Tag::Be
            ) && subject.range.start > self.unit.start;
            let time = subject
                .range
                .clone()
                .all(|k| matches!(p.tag(k), Tag::Time | Tag::Num | Tag::Clitic));
            // "It urged the council to go": only somebody does that.
            let acts = p.is(subject.range.start, "it")
                && cue.form == Form::Past
                && matches!(
                    cue.verb.class,
                    CueClass::Demand | CueClass::Denial | CueClass::Accusation
                );
            let nobody = dummy
                && subject.antecedent.is_none()
                && cue.verb.class != CueClass::Statement
                && !acts;
            return (!nobody && !time && !object).then_some(subject);
        }
        if !matches!(before, Tag::Cc | Tag::Comma) {
            return None;
        }
        self.shared_subject()
    }

    pub(super) fn shared_subject(&self) -> Option<Subject> {
        let range = self.main.clone()?;
        Some(Subject {
            range,
            antecedent: None,
            own: false,
        })
    }
}

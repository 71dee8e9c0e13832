//! Cues before their source, and objects of cues: “We go,” said Ann; mines that the army said were planted; Ann praised the plan.
//! Plain clauses are `clause.rs`'s business.

use super::clause::Candidate;
use super::clause::Scene;
use super::cue::Cue;
use super::lexicon::Form;
use super::subject::Subject;
use super::words::Tag;
use crate::model::CueClass;
use std::ops::Range;

/// Verbs that follow a whole sentence without quotation marks and stand before their source: "The plan failed, said Ann."
const LATE: &[&str] = &[
    "say", "add", "report", "note", "explain", "announce", "claim", "warn", "suggest", "recall",
    "argue", "write",
];

impl Scene<'_, '_> {
    /// "“We go,” said Ann", "The plan failed, said Ann, a lawyer."
    pub(super) fn inverted(&self, cue: &Cue) -> Option<Candidate> {
        let p = self.p;
        let start = cue.range.start;
        if start <= self.unit.start
            || !matches!(cue.form, Form::Past | Form::Third)
            || start != cue.head
        {
            return None;
        }
        let before = p.tag(start - 1);
        let after_quote = before == Tag::Quote
            || before == Tag::Comma
                && start >= self.unit.start + 2
                && p.tag(start - 2) == Tag::Quote;
        if !(before == Tag::Quote || before == Tag::Comma) {
            return None;
        }
        // “…,” Ann Lee, 58, told …: what stands between quotation and cue is the source.
        let named_before = before == Tag::Comma
            && p.subject_of(start, self.unit.start).is_some_and(|s| {
                s.range.start > self.unit.start && p.tag(s.range.start - 1) == Tag::Quote
            });
        let plain_text = !after_quote && !LATE.contains(&cue.verb.lemma);
        if named_before
            || plain_text
            || cue.verb.frames.addressee
                && !matches!(cue.verb.lemma, "ask" | "warn" | "caution" | "promise")
        {
            return None;
        }
        // "Ann, who was there, said nothing."
        if p.is_any(cue.range.end, &["nothing", "little", "no", "yes", "much"]) {
            return None;
        }
        let source = p.phrase_after(cue.range.end, self.unit.end)?;
        let apposition = p.apposition_after(source.end, self.unit.end);
        let end = p.after_adverbials(apposition, self.unit.end);
        let closed = end >= self.unit.end
            || matches!(
                p.tag(end),
                Tag::Stop
                    | Tag::Comma
                    | Tag::Semi
                    | Tag::Quote
                    | Tag::Colon
                    | Tag::Dash
                    | Tag::Ing
                    | Tag::Sub
                    | Tag::Rel
            );
        let follows = closed || after_quote && !p.starts_clause(cue.range.end, self.unit.end);
        if !follows || p.tag(end) == Tag::Quote && !after_quote && p.tag(end - 1) != Tag::Comma {
            return None;
        }
        let left = p.content_before(start, self.floor())?;
        let source = source.start..apposition.max(source.end);
        let mut content = vec![left];
        content.extend(self.resumed(end, after_quote));
        let confidence = if after_quote { 0.95 } else { 0.85 };
        let subject = Subject {
            range: source,
            antecedent: None,
            own: true,
        };
        self.candidate(cue, Some(subject), content, "inverted", confidence)
    }

    /// Content that goes on after the cue and its source: “We go,” Ann said, “and soon.”
    pub(super) fn resumed(&self, end: usize, quoted: bool) -> Option<Range<usize>> {
        let p = self.p;
        if end >= self.unit.end {
            return None;
        }
        let next = if matches!(
            p.tag(end),
            Tag::Comma | Tag::Colon | Tag::Semi | Tag::Dash | Tag::Stop
        ) {
            end + 1
        } else {
            end
        };
        if p.tag(next) == Tag::Quote && next < self.unit.end && next > end {
            let stop = p.clause_end(next, self.unit.end, &self.cues);
            let sealed = p
                .quote_end(next)
                .is_some_and(|c| matches!(c, '.' | '?' | '!' | ','));
            return Some(next..if sealed { next + 1 } else { stop });
        }
        let splits = !quoted
            && p.tag(end) == Tag::Comma
            && next > end
            && matches!(
                p.tag(next),
                Tag::Modal
                    | Tag::Be
                    | Tag::Have
                    | Tag::Verb
                    | Tag::Det
                    | Tag::Pron
                    | Tag::Name
                    | Tag::Noun
                    | Tag::Prep
                    | Tag::To
            )
            && !p.is_any(
                next,
                &["according", "who", "which", "following", "including"],
            )
            && p.items.get(next).is_none_or(|i| i.verb.is_none());
        splits.then(|| next..p.clause_end(next, self.unit.end, &self.cues))
    }

    /// "mines that the army said were planted", "the plan, which Ann described as “mad”": the content is the thing and
    /// what is said of it.
    pub(super) fn gapped(&self, cue: &Cue, subject: &Subject, end: usize) -> Option<Candidate> {
        let p = self.p;
        let floor = self.unit.start;
        let pronoun = subject
            .range
            .start
            .checked_sub(1)
            .filter(|&k| k > floor && subject.own && subject.antecedent.is_none())?;
        let relative = p.tag(pronoun) == Tag::Rel || p.tag(pronoun) == Tag::That;
        let said_of = cue.prep && cue.verb.preps.contains(&"as")
            || p.is(cue.range.end, "as") && cue.verb.frames.noun;
        let end = if said_of { cue.range.end } else { end };
        let clause = cue.verb.frames.bare && end < self.unit.end && p.tag(end).finite();
        if !relative || !(said_of || clause) {
            return None;
        }
        let before = if p.tag(pronoun - 1) == Tag::Comma {
            pronoun - 1
        } else {
            pronoun
        };
        let mut thing = p.phrase_before(before, floor)?;
        if before < pronoun && p.tag(before - 1) == Tag::Name {
            let start = thing
                .clone()
                .rev()
                .take_while(|&k| p.tag(k) == Tag::Name)
                .last();
            thing.start = start.unwrap_or(thing.start);
        }
        let stop = p.clause_end(end, self.unit.end, &self.cues);
        let stop = (end..stop)
            .find(|&k| k > end + 2 && p.tag(k) == Tag::Comma && clause)
            .unwrap_or(stop);
        self.candidate(
            cue,
            Some(subject.clone()),
            vec![thing, end..stop],
            "relative",
            0.75,
        )
    }

    /// "Ann praised the plan", "Ann called on them to go".
    pub(super) fn object(&self, cue: &Cue, source: Option<Subject>) -> Option<Candidate> {
        let p = self.p;
        let at = cue.range.end;
        if at >= self.unit.end
            || !(cue.prep
                || cue.verb.frames.noun
                || cue.verb.frames.object_infinitive
                || cue.verb.frames.infinitive && p.tag(at) == Tag::To)
        {
            return None;
        }
        let begins = matches!(
            p.tag(at),
            Tag::Det
                | Tag::Poss
                | Tag::Name
                | Tag::Noun
                | Tag::Num
                | Tag::Object
                | Tag::Quote
                | Tag::Ing
                | Tag::That
                | Tag::Wh
                | Tag::Pron
                | Tag::Adv
        ) || cue.verb.frames.infinitive && p.tag(at) == Tag::To
            || cue.prep && matches!(p.tag(at), Tag::Prep);
        if !begins {
            return None;
        }
        let demanding = cue.verb.frames.object_infinitive
            || cue.verb.class == CueClass::Demand
            || cue.verb.lemma == "call";
        let end = if demanding {
            p.clause_end(at, self.unit.end, &self.cues)
        } else {
            p.object_end(at, self.unit.end, &self.cues)
        };
        let content = at..end;
        // "We asked the people who know": somebody was asked, and nothing is told of what.
        if cue.verb.lemma == "ask"
            && !cue.prep
            && !content
                .clone()
                .any(|k| matches!(p.tag(k), Tag::To | Tag::Quote | Tag::Wh | Tag::That))
        {
            return None;
        }
        let confidence = if cue.prep { 0.75 } else { 0.7 };
        self.candidate(cue, source, vec![content], "object", confidence)
    }
}

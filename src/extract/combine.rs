//! The model's attributions and the rules' made one list: the model says what is said, the rules add what they are sure of,
//! who passed words on, whom "who" means, and the quotations that stand without a cue. Neither's insides must be known here.

use super::adopt::adopt;
use super::adopt::is_on_paper;
use super::amend::amend;
use super::amend::with_antecedent;
use super::model::Raw;
use super::snap::merged;
use super::spans::Spans;
use super::walk::Found;
use super::walk::Walk;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::Span;

/// Rules whose findings stand where the model has none, and how often such a one is right: measured on unseen folds of the
/// training corpus, counting what its annotators left out as wrong. Rules that are not here are right less than a third of
/// the time.
const TRUSTED: &[(&str, f32)] = &[
    ("quote-left", 0.95),
    ("signature", 0.9),
    ("quote-after", 0.85),
    ("inverted", 0.84),
    ("passive", 0.7),
    ("label", 0.7),
    ("colon", 0.62),
    ("trailing", 0.54),
    ("according-to", 0.5),
    ("participle", 0.44),
    ("clause", 0.43),
    ("bare-clause", 0.38),
    ("quote-right", 0.38),
];

/// What is right less often by that count is reported all the same where a reader would call it said: the annotators were
/// of two minds about these acts.
const ACTS: &[(&str, CueClass, f32)] = &[
    ("urged-to", CueClass::Demand, 0.4),
    ("urged-to", CueClass::Question, 0.8),
    ("object", CueClass::Promise, 0.8),
    ("object", CueClass::Threat, 0.8),
    ("object", CueClass::Praise, 0.42),
    ("object", CueClass::Accusation, 0.4),
    ("object", CueClass::Demand, 0.3),
    ("object", CueClass::Denial, 0.25),
    ("infinitive", CueClass::Demand, 0.3),
    ("infinitive", CueClass::Promise, 0.25),
    ("infinitive", CueClass::Threat, 0.25),
];

/// Rules whose whole content is taken in place of what the model finds inside it: a sentence and then who says it.
const OUTER: &[&str] = &[
    "trailing",
    "according-to",
    "label",
    "inverted",
    "quote-left",
];

/// How often a rule that is trusted by itself is right, as measured.
pub fn reliability(rule: &str) -> Option<f32> {
    let trusted = TRUSTED.iter().find(|(name, _)| *name == rule);
    trusted.map(|(_, share)| *share)
}

/// What the model and the rules have found in `text`, as one walk. `own` are the paragraphs that were read, in order.
pub fn combine(text: &str, own: &[Span], raws: Vec<Raw>, rules: Walk) -> Walk {
    let mut whole = Whole::new(text, own, raws);
    // Whose content each of the rules' findings has become part of, for the quotations that follow it.
    let mut places: Vec<Option<usize>> = Vec::with_capacity(rules.found.len());
    for rule in rules.found {
        let follows = rule.follows.and_then(|n| places.get(n).copied().flatten());
        let place = if rule.cue.is_empty() {
            whole.floating(rule, follows)
        } else {
            whole.attributed(rule)
        };
        places.push(place);
    }
    Walk::of(whole.finish(), rules.subjects)
}

struct Whole<'t> {
    text: &'t str,
    own: &'t [Span],
    found: Vec<Found>,
    /// Those that another has taken the place of.
    gone: Vec<bool>,
    /// Where the model's cues, contents and sources are.
    cues: Spans,
    contents: Spans,
    sources: Spans,
}

impl<'t> Whole<'t> {
    fn new(text: &'t str, own: &'t [Span], raws: Vec<Raw>) -> Self {
        let found: Vec<Found> = raws
            .into_iter()
            .filter_map(|raw| adopt(text, raw))
            .collect();
        let of = |role: fn(&Found) -> &Vec<Span>| {
            Spans::new(
                found
                    .iter()
                    .enumerate()
                    .flat_map(|(n, f)| role(f).iter().map(move |s| (*s, n))),
            )
        };
        Whole {
            text,
            own,
            cues: of(|f| &f.cue),
            contents: of(|f| &f.content),
            sources: of(|f| &f.source),
            gone: vec![false; found.len()],
            found,
        }
    }

    /// Takes in a rule's finding that has a cue; returns whose it is now.
    fn attributed(&mut self, rule: Found) -> Option<usize> {
        let same = self.cues.first_meeting(&rule.cue);
        if let Some(relay) = rule.relay {
            return self.relayed(rule, relay, same);
        }
        let more = same.map(|n| self.more(n, &rule)).unwrap_or_default();
        if let Some(found) = same.and_then(|n| self.found.get_mut(n)) {
            if found.class == CueClass::Statement {
                found.class = rule.class;
            }
            if rule.antecedent.is_some() && meet(&found.source, &rule.source) {
                found.antecedent = rule.antecedent;
            }
            amend(self.text, found, rule);
            found.content.extend(more);
            return same;
        }
        let inside = self.contents.first_meeting(&rule.content);
        if inside.is_some_and(|n| self.part(n, &rule)) {
            return self.alone(rule);
        }
        if inside.is_none() || OUTER.contains(&rule.rule) && self.clear(&rule) {
            return self.alone(rule);
        }
        inside
    }

    /// The quotations that a rule sees the speech of attribution `number` go on with, and that nobody has: “No,” he said. “Never.”
    fn more(&self, number: usize, rule: &Found) -> Vec<Span> {
        let direct = |f: &&Found| f.kind == QuoteKind::Direct && meet(&f.content, &rule.content);
        let Some(found) = self.found.get(number).filter(direct) else {
            return Vec::new();
        };
        if rule.kind != QuoteKind::Direct {
            return Vec::new();
        }
        let free = |s: &&Span| {
            !meet(&found.content, &[**s]) && self.contents.first_meeting(&[**s]).is_none()
        };
        rule.content.iter().filter(free).copied().collect()
    }

    /// Takes out of attribution `number` the quotation that a rule has a cue of its own for: “No,” he said. She added: “Never.”
    /// Whether it was whole pieces of the content, and not all of it.
    fn part(&mut self, number: usize, rule: &Found) -> bool {
        let Some(found) = self.found.get_mut(number) else {
            return false;
        };
        let taken = |s: &Span| rule.content.iter().any(|c| c.contains(*s));
        let whole = rule.kind == QuoteKind::Direct
            && found
                .content
                .iter()
                .all(|s| taken(s) || !meet(&[*s], &rule.content))
            && !found.content.iter().all(taken)
            && TRUSTED.iter().any(|(name, _)| *name == rule.rule);
        if whole {
            found.content.retain(|s| !taken(s));
        }
        whole
    }

    /// Whether all that the model has in a rule's content lies in it with its cue; it then gives way.
    fn clear(&mut self, rule: &Found) -> bool {
        let mut nested = Vec::new();
        for number in rule.content.iter().flat_map(|s| self.contents.meeting(*s)) {
            let holds = |s: &Span| rule.content.iter().any(|c| c.contains(*s));
            if !self
                .found
                .get(number)
                .is_some_and(|f| f.cue.iter().all(holds))
            {
                return false;
            }
            nested.push(number);
        }
        for number in nested {
            if let Some(gone) = self.gone.get_mut(number) {
                *gone = true;
            }
        }
        true
    }

    /// "According to the agency, Ann denounced …": where the model has the agency say it all, Ann says it.
    fn relayed(&mut self, rule: Found, relay: Span, same: Option<usize>) -> Option<usize> {
        let outer = self.sources.meeting(relay).find(|&n| {
            Some(n) != same
                && self
                    .found
                    .get(n)
                    .is_some_and(|f| meet(&f.content, &rule.cue) || meet(&f.content, &rule.content))
        });
        if let Some(gone) = outer.and_then(|n| self.gone.get_mut(n)) {
            *gone = true;
        }
        match same.and_then(|n| self.found.get_mut(n)) {
            Some(found) if !meet(&found.source, &[relay]) => {
                found.relay = Some(relay);
                found.class = rule.class;
                same
            }
            Some(found) => {
                *found = rule;
                same
            }
            None => Some(self.push(rule)),
        }
    }

    /// A finding that the model has nothing for.
    fn alone(&mut self, rule: Found) -> Option<usize> {
        if is_on_paper(self.text, &rule.source, &rule.cue, &rule.content, rule.kind) {
            return None;
        }
        let trusted = TRUSTED.iter().find(|(name, _)| *name == rule.rule);
        let act = ACTS
            .iter()
            .find(|(name, class, _)| *name == rule.rule && *class == rule.class);
        let confidence = trusted.map(|t| t.1).or(act.map(|a| a.2))?;
        Some(self.push(Found { confidence, ..rule }))
    }

    /// A quotation without cue goes on with the speech that the paragraph before ends in; else it stands by itself.
    fn floating(&mut self, rule: Found, follows: Option<usize>) -> Option<usize> {
        if let Some(place) = self.contents.first_meeting(&rule.content) {
            return Some(place);
        }
        let speech = follows.filter(|&n| {
            self.found
                .get(n)
                .is_some_and(|f| f.kind != QuoteKind::Indirect && self.adjoin(f, &rule))
        });
        match speech.and_then(|n| self.found.get_mut(n)) {
            Some(found) => {
                found.content.extend(rule.content);
                speech
            }
            None => Some(self.push(Found { follows, ..rule })),
        }
    }

    /// Whether `rule` stands in the paragraph after the one that the last words of `found` stand in.
    fn adjoin(&self, found: &Found, rule: &Found) -> bool {
        let paragraph =
            |span: Option<&Span>| span.map(|s| self.own.partition_point(|p| p.start <= s.start));
        let last = found.content.iter().chain(&found.cue).max();
        match (paragraph(last), paragraph(rule.content.first())) {
            (Some(before), Some(here)) => before + 1 == here,
            _ => false,
        }
    }

    fn push(&mut self, found: Found) -> usize {
        self.found.push(found);
        self.gone.push(false);
        self.found.len() - 1
    }

    /// What is left, in order of position and numbered anew.
    fn finish(self) -> Vec<Found> {
        let at = |f: &Found| {
            let all = f.source.iter().chain(&f.cue).chain(&f.content);
            all.map(|s| s.start).min()
        };
        let mut left: Vec<(usize, Found)> = self
            .found
            .into_iter()
            .enumerate()
            .filter(|(n, _)| !self.gone.get(*n).is_some_and(|gone| *gone))
            .collect();
        left.sort_by_key(|(n, found)| (at(found), *n));
        let mut numbers = vec![None; self.gone.len()];
        for (now, (before, _)) in left.iter().enumerate() {
            if let Some(number) = numbers.get_mut(*before) {
                *number = Some(now);
            }
        }
        let text = self.text;
        left.into_iter()
            .map(|(_, mut found)| {
                found.follows = found
                    .follows
                    .and_then(|n| numbers.get(n).copied().flatten());
                found.content = with_antecedent(text, merged(found.content));
                found
            })
            .collect()
    }
}

fn meet(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.overlaps(*b)))
}

//! The walk over a story's paragraphs: what one paragraph leaves open for the next (quotations over several paragraphs, a
//! colon before a quotation, a quotation without a cue). Who the sources are must not be known here.

use super::clause::Candidate;
use super::dateline::after_dateline;
use super::label::announcement;
use super::passage::Passage;
use super::unit;
use super::words::Tag;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::Span;
use std::ops::Range;

/// One attribution, before anybody knows who the source is. Spans point into the story's text.
#[derive(Clone, Debug)]
pub struct Found {
    /// The words naming who speaks.
    pub source: Vec<Span>,
    /// What to resolve instead of the source's own words: the antecedent of "who".
    pub antecedent: Option<Span>,
    /// The words that attribute.
    pub cue: Vec<Span>,
    /// What is attributed.
    pub content: Vec<Span>,
    /// Direct, indirect or mixed.
    pub kind: QuoteKind,
    /// What kind of act the cue names.
    pub class: CueClass,
    /// Which rule found it.
    pub rule: &'static str,
    /// How sure the rule is.
    pub confidence: f32,
    /// Who passed the words on.
    pub relay: Option<Span>,
    /// For a quotation without cue: the number of the attribution whose speaker goes on.
    pub follows: Option<usize>,
}

/// What a walk has found, and the subject of each sentence for the pronouns that come after it.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Attributions in order of their paragraphs.
    pub found: Vec<Found>,
    /// The first noun phrase before a finite verb, of every unit that has one.
    pub subjects: Vec<Span>,
    open: Open,
}

/// What a paragraph leaves open.
#[derive(Clone, Debug, Default)]
enum Open {
    #[default]
    Nothing,
    /// The last quotation of attribution `.0` was not closed.
    Quote(usize),
    /// A quotation that was not closed and that nobody has been found for yet.
    Orphan(Vec<Span>),
    /// Attribution `.0` ended in a colon.
    Colon(usize),
    /// The paragraph's last attribution, which a floating quotation may follow.
    Speaker(usize),
}

impl Walk {
    /// A finished walk with these findings.
    pub fn of(found: Vec<Found>, subjects: Vec<Span>) -> Walk {
        Walk {
            found,
            subjects,
            open: Open::Nothing,
        }
    }

    /// Reads the next paragraph of the story's own words.
    pub fn paragraph(&mut self, text: &str, span: Span) {
        let p = Passage::new(text, after_dateline(text, span));
        if p.items.is_empty() {
            return;
        }
        let open = std::mem::take(&mut self.open);
        let first = self.found.len();
        let from = self.continued(&p, &open);
        let carried = match open {
            Open::Quote(owner) | Open::Colon(owner) if from > 0 => Some(owner),
            _ => None,
        };
        if !(self.label(&p, from) || from == 0 && self.signature(&p)) {
            self.units(&p, from);
        }
        if !self.orphans(&p, open, first) {
            self.leave(&p, first, carried);
        }
    }

    /// Ends the story: the fragments of each content in order of position.
    pub fn finish(mut self) -> Walk {
        for found in &mut self.found {
            found.content.sort();
        }
        self
    }

    /// Gives the paragraph's first quotation to what the paragraph before left open; returns the item to go on with.
    fn continued(&mut self, p: &Passage, open: &Open) -> usize {
        if p.tag(0) != Tag::Quote {
            return 0;
        }
        match *open {
            Open::Quote(owner) | Open::Colon(owner) => {
                let whole = p.tag(1) == Tag::Stop
                    || p.items.len() == 1
                    || p.quote_end(0).is_some_and(|c| c != ',');
                let own_cue = !whole || first_unit_attributes(p);
                match self.found.get_mut(owner) {
                    Some(found) if !own_cue => {
                        found.content.push(p.items[0].span);
                        found.kind = if found.kind == QuoteKind::Indirect {
                            QuoteKind::Mixed
                        } else {
                            found.kind
                        };
                        1
                    }
                    _ => 0,
                }
            }
            _ => 0,
        }
    }

    fn units(&mut self, p: &Passage, from: usize) {
        let mut last: Option<usize> = None;
        let mut loose: Option<Range<usize>> = None;
        let mut silent_before = false;
        for number in 0..p.units.len() {
            let unit = p.units[number].clone();
            let only_quotes = unit
                .clone()
                .all(|i| matches!(p.tag(i), Tag::Quote | Tag::Stop));
            if unit.end <= from {
                continue;
            }
            if let Some(subject) = p.main_subject(&unit).and_then(|r| p.bytes(&r)) {
                self.subjects.push(subject);
            }
            let mut candidates = unit::attributions(p, number);
            if let Some(found) = last.and_then(|l| self.found.get_mut(l)) {
                candidates.retain(|c| keeps(p, c, &unit, found));
            }
            if candidates.is_empty() && only_quotes && unit.start >= from {
                // “Asked about it, she laughed. “Not me.””: the cue before has no words of its own.
                let silent = number
                    .checked_sub(1)
                    .filter(|_| silent_before)
                    .and_then(|n| unit::hands_on(p, n, &unit));
                if let Some(candidate) = silent {
                    let found = self.convert(p, candidate);
                    self.found.push(found);
                    last = Some(self.found.len() - 1);
                    continue;
                }
                match last
                    .and_then(|l| self.found.get_mut(l))
                    .filter(|f| f.kind != QuoteKind::Indirect)
                {
                    Some(found) => found.content.extend(quote_spans(p, &unit)),
                    None => loose = Some(unit),
                }
                continue;
            }
            silent_before = candidates.is_empty();
            let announced = candidates.is_empty()
                && unit.end == p.items.len()
                && p.tag(unit.end - 1) == Tag::Colon;
            if let Some(found) = announced.then(|| announcement(p, &unit)).flatten() {
                self.found.push(found);
                last = Some(self.found.len() - 1);
            }
            for candidate in candidates {
                let found = self.convert(p, candidate);
                self.found.push(found);
                last = Some(self.found.len() - 1);
            }
            if let (Some(range), Some(at)) = (loose.take(), last) {
                let spans: Vec<_> = quote_spans(p, &range).collect();
                if let Some(found) = self
                    .found
                    .get_mut(at)
                    .filter(|f| f.kind == QuoteKind::Direct)
                {
                    let missing = spans
                        .into_iter()
                        .filter(|s| !found.content.iter().any(|c| c.overlaps(*s)))
                        .collect::<Vec<_>>();
                    found.content.extend(missing);
                }
            }
        }
    }

    fn convert(&self, p: &Passage, c: Candidate) -> Found {
        let spans: Vec<Span> = c.content.iter().filter_map(|r| p.bytes(r)).collect();
        let source = c.source.as_ref().and_then(|s| p.bytes(&s.range));
        let antecedent = c
            .source
            .as_ref()
            .and_then(|s| s.antecedent.as_ref())
            .and_then(|r| p.bytes(r));
        Found {
            source: source.into_iter().collect(),
            antecedent,
            cue: p.bytes(&c.cue).into_iter().collect(),
            kind: if c.announces {
                QuoteKind::Direct
            } else {
                kind(p, &c.content)
            },
            content: spans,
            class: c.class,
            rule: c.rule,
            confidence: c.confidence,
            relay: c.relay.as_ref().and_then(|r| p.bytes(r)),
            follows: None,
        }
    }

    /// What was quoted and not closed in earlier paragraphs belongs to who this paragraph's quotation belongs to. Whether
    /// that is still open.
    fn orphans(&mut self, p: &Passage, open: Open, first: usize) -> bool {
        let only_quote = p
            .items
            .iter()
            .all(|i| matches!(i.tag, Tag::Quote | Tag::Stop));
        let closed = p.quotes.last().is_some_and(|q| q.closed);
        let silent = self.found.len() == first;
        match open {
            Open::Orphan(mut spans) if p.tag(0) == Tag::Quote => {
                let start = p.items[0].span;
                let owner = self.found[first..]
                    .iter_mut()
                    .find(|f| f.content.iter().any(|c| c.contains(start)));
                match owner {
                    Some(owner) => owner.content.splice(0..0, spans).for_each(drop),
                    None if only_quote && !closed => {
                        spans.extend(quote_spans(p, &(0..p.items.len())));
                        self.open = Open::Orphan(spans);
                        return true;
                    }
                    None if only_quote => self.float(p, spans, None),
                    None => {}
                }
            }
            Open::Speaker(speaker) if silent && only_quote && p.quote_has_words(0, 4) => {
                self.float(p, Vec::new(), Some(speaker));
            }
            Open::Nothing if silent && only_quote && closed && p.quote_has_words(0, 6) => {
                self.float(p, Vec::new(), None);
            }
            _ => {}
        }
        false
    }

    /// A paragraph that is nothing but quotation.
    fn float(&mut self, p: &Passage, mut content: Vec<Span>, follows: Option<usize>) {
        content.extend(quote_spans(p, &(0..p.items.len())));
        self.found.push(Found {
            source: Vec::new(),
            antecedent: None,
            cue: Vec::new(),
            content,
            kind: QuoteKind::Direct,
            class: CueClass::Statement,
            rule: "floating",
            confidence: if follows.is_some() { 0.6 } else { 0.3 },
            relay: None,
            follows,
        });
    }

    /// What this paragraph leaves open for the next. `carried` is the attribution that its first quotation went on with.
    fn leave(&mut self, p: &Passage, first: usize, carried: Option<usize>) {
        let own = (self.found.len() > first).then(|| self.found.len() - 1);
        let last = own.or(carried);
        let unclosed = p.quotes.last().filter(|q| !q.closed).map(|q| q.span);
        if let Some(span) = unclosed {
            let owner = (first..self.found.len())
                .rev()
                .chain(carried)
                .find(|&k| self.found[k].content.iter().any(|c| c.overlaps(span)));
            self.open = match owner {
                Some(owner) => Open::Quote(owner),
                None => Open::Orphan(vec![span]),
            };
        } else if let Some(last) = last {
            let empty = self.found[last].rule == "colon" && self.found[last].content.is_empty();
            let colon = empty || own.is_some() && p.tag(p.items.len() - 1) == Tag::Colon;
            self.open = if colon {
                Open::Colon(last)
            } else {
                Open::Speaker(last)
            };
        }
    }
}

/// Whether a candidate that takes the quotation of the unit before may do so, where the last speaker has it already: “We go,”
/// said Ann. “We stay.” Bob laughed. A full stop ends Ann's speech; a question or a call is handed to Bob.
fn keeps(p: &Passage, c: &Candidate, unit: &Range<usize>, last: &mut Found) -> bool {
    let Some(at) = c
        .content
        .first()
        .map(|r| r.start)
        .filter(|&s| s < unit.start)
    else {
        return true;
    };
    let Some(span) = p.items.get(at).map(|i| i.span) else {
        return true;
    };
    if last.content.len() < 2 || !last.content.contains(&span) {
        return true;
    }
    if p.quote_end(at) == Some('.') {
        return false;
    }
    last.content.retain(|s| *s != span);
    true
}

/// Whether the paragraph's first sentence has a cue of its own: it then does not continue an earlier quotation.
fn first_unit_attributes(p: &Passage) -> bool {
    unit::attributions(p, 0)
        .iter()
        .any(|c| c.content.iter().any(|r| r.start == 0))
        || p.units.len() > 1
            && unit::attributions(p, 1)
                .iter()
                .any(|c| c.content.iter().any(|r| r.start == 0))
}

fn quote_spans<'p>(p: &'p Passage, range: &Range<usize>) -> impl Iterator<Item = Span> + 'p {
    range
        .clone()
        .filter(|&i| p.tag(i) == Tag::Quote)
        .map(|i| p.items[i].span)
}

/// How much of the content stands in quotation marks.
fn kind(p: &Passage, content: &[Range<usize>]) -> QuoteKind {
    let (mut quoted, mut plain) = (false, false);
    for i in content.iter().flat_map(Clone::clone) {
        match p.tag(i) {
            Tag::Quote => quoted = true,
            Tag::Comma | Tag::Stop | Tag::Dash | Tag::Colon | Tag::Semi | Tag::Mark => {}
            _ => plain = true,
        }
    }
    match (quoted, plain) {
        (true, false) => QuoteKind::Direct,
        (true, true) => QuoteKind::Mixed,
        _ => QuoteKind::Indirect,
    }
}

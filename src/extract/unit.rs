//! One unit's candidates made flat: no content inside another, each item in one content at most. Relays are told from speakers
//! here. Other paragraphs and the resolution of names must not be known here.

use super::accord;
use super::clause;
use super::clause::Candidate;
use super::clause::Scene;
use super::cue;
use super::cue::Mood;
use super::passage::Passage;
use super::words::Tag;
use crate::model::CueClass;
use std::ops::Range;

/// Words that show that a source is a medium, which passes on what others say.
const MEDIA: &[&str] = &[
    "agency",
    "news",
    "newspaper",
    "website",
    "television",
    "tv",
    "network",
    "broadcaster",
    "magazine",
    "media",
    "daily",
    "outlet",
    "outlets",
    "report",
    "reports",
    "reuters",
    "ap",
    "afp",
    "tass",
    "xinhua",
    "radio",
    "channel",
    "press",
    "bloomberg",
    "transcript",
];

/// How far into a medium's content the speaker may stand for the medium to be a relay, in items.
const RELAY_REACH: usize = 12;

/// The attributions of unit `number` of `p`, in order of their cues.
pub fn attributions(p: &Passage, number: usize) -> Vec<Candidate> {
    let Some(unit) = p.units.get(number).cloned() else {
        return Vec::new();
    };
    let scene = Scene {
        p,
        cues: cue::cues(p, &unit),
        main: p.main_subject(&unit),
        unit,
    };
    let mut all = clause::candidates(&scene);
    all.extend(accord::candidates(&scene));
    all.sort_by_key(|c| (c.cue.start, c.cue.end));
    flatten(p, all)
}

/// The quotation that is the unit after unit `number`, where that ends in a cue without words: "she laughed." “Not me.”
pub fn hands_on(p: &Passage, number: usize, quote: &Range<usize>) -> Option<Candidate> {
    let unit = p.units.get(number).cloned()?;
    let scene = Scene {
        p,
        cues: cue::cues(p, &unit),
        main: p.main_subject(&unit),
        unit,
    };
    let cue = scene.cues.last().filter(|c| {
        let end = p.after_adverbials(c.range.end, scene.unit.end);
        let ends = end >= scene.unit.end || p.tag(end) == Tag::Stop;
        c.verb.frames.quote && c.mood == Mood::Finite && ends
    })?;
    let subject = scene
        .subject(cue)
        .filter(|s| s.own && s.antecedent.is_none())?;
    scene.candidate(cue, Some(subject), vec![quote.clone()], "quote-after", 0.85)
}

fn flatten(p: &Passage, mut all: Vec<Candidate>) -> Vec<Candidate> {
    relays(p, &mut all);
    part_trailing(p, &mut all);
    let mut dropped = vec![false; all.len()];
    for outer in 0..all.len() {
        for inner in 0..all.len() {
            if outer != inner && !dropped[outer] && !dropped[inner] {
                dropped[inner] = holds(&all[outer], &all[inner].cue)
                    && !(all[inner].trailing
                        && !all[outer].trailing
                        && all[inner].rule == "quote-left");
            }
        }
    }
    let mut keep = dropped.iter();
    all.retain(|_| !keep.next().copied().unwrap_or(false));
    cut_overlaps(p, all)
}

/// Whether `cue` stands in a content of `outer`.
fn holds(outer: &Candidate, cue: &Range<usize>) -> bool {
    outer
        .content
        .iter()
        .any(|r| r.start <= cue.start && cue.start < r.end)
}

/// "According to the agency, Ann denounced …", "Ann praised …, the agency reported.": the agency is Ann's relay.
fn relays(p: &Passage, all: &mut Vec<Candidate>) {
    let mut gone = Vec::new();
    for outer in 0..all.len() {
        let Some(source) = all[outer].source.as_ref().map(|s| s.range.clone()) else {
            continue;
        };
        if !source.clone().any(|i| p.is_any(i, MEDIA)) {
            continue;
        }
        let Some(start) = all[outer].content.first().map(|r| r.start) else {
            continue;
        };
        let inner = (0..all.len()).find(|&inner| {
            let speaks = all[inner].class != CueClass::Belief && all[inner].rule != "passive";
            let named = all[inner].source.as_ref().is_some_and(|s| {
                let person = s
                    .range
                    .clone()
                    .any(|i| matches!(p.tag(i), Tag::Name | Tag::Pron))
                    || s.range.len() > 1;
                s.own
                    && s.antecedent.is_none()
                    && person
                    && s.range.start >= start
                    && s.range.start < start + RELAY_REACH
            });
            let main = (start..all[inner].cue.start).all(|i| !p.tag(i).finite());
            inner != outer
                && !gone.contains(&inner)
                && speaks
                && named
                && main
                && holds(&all[outer], &all[inner].cue)
        });
        if let Some(inner) = inner {
            all[inner].relay = Some(source);
            gone.push(outer);
        }
    }
    let mut at = 0;
    all.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

/// Two trailing cues in one sentence (“…,” Ann said, and “…,” Bob replied): the second's content begins after the first.
fn part_trailing(p: &Passage, all: &mut [Candidate]) {
    let mut taken = 0;
    for candidate in all.iter_mut() {
        if !candidate.trailing {
            continue;
        }
        let behind = candidate
            .source
            .as_ref()
            .map_or(0, |s| s.range.end)
            .max(candidate.cue.end);
        if let Some(first) = candidate.content.first_mut()
            && taken > first.start
            && taken < first.end
        {
            let from = (taken..first.end).find(|&i| {
                p.tag(i) == Tag::Quote
                    || !matches!(p.tag(i), Tag::Comma | Tag::Cc | Tag::Time | Tag::Adv)
            });
            first.start = from.unwrap_or(taken);
        }
        taken = taken.max(behind);
    }
}

/// Cuts each content where the next attribution's source, cue or content begins.
fn cut_overlaps(p: &Passage, mut all: Vec<Candidate>) -> Vec<Candidate> {
    for i in 1..all.len() {
        let next = begin(&all[i]);
        let cue = all[i].cue.start;
        for content in all[i - 1].content.iter_mut() {
            if content.start < next && next < content.end && cue >= content.start {
                content.end = next;
            }
        }
        let taken = all[i - 1].content.iter().map(|r| r.end).max().unwrap_or(0);
        let own_cue = all[i].cue.start;
        for content in all[i].content.iter_mut() {
            if content.end <= own_cue && content.start < taken && taken < content.end {
                content.start = taken;
            }
        }
    }
    for candidate in &mut all {
        for content in &mut candidate.content {
            while content.end > content.start
                && matches!(p.tag(content.end - 1), Tag::Comma | Tag::Cc | Tag::Dash)
            {
                content.end -= 1;
            }
            while content.end > content.start && matches!(p.tag(content.start), Tag::Comma) {
                content.start += 1;
            }
        }
        candidate.content.retain(|r| !r.is_empty());
    }
    all.retain(|c| c.announces || !c.content.is_empty() && p.worth(&c.content, true));
    all
}

/// Where an attribution's own words begin.
fn begin(c: &Candidate) -> usize {
    let source = c
        .source
        .as_ref()
        .filter(|s| s.own)
        .map_or(usize::MAX, |s| s.range.start);
    // What a relative clause says something of may belong to an earlier content too.
    let first = c.content.first().filter(|_| c.rule != "relative");
    let content = first.map_or(usize::MAX, |r| r.start);
    source.min(content).min(c.cue.start)
}

//! The verdict on a story, from the index and nothing else. The order of the questions is the order of what they cost:
//! is the story known, is the very text known, is a like text known.

use super::compare::Overlap;
use super::compare::Query;
use super::facts::Agreement;
use super::facts::Facts;
use super::fingerprint::Fingerprint;
use super::index::Entry;
use super::index::Index;
use super::outlets::outlet_hash;
use super::packed::Packed;
use super::packed::Text;
use super::params::Params;
use super::relate::Pair;
use super::relate::Relation;
use super::relate::relate;
use crate::model::GroupId;
use crate::model::PartialMatch;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::model::Verdict;
use std::cmp::Reverse;

/// Copy groups compared with one story, those with most shingles in common first; the rest is not looked at.
const MAX_CANDIDATES: usize = 24;

/// Members compared in one group: half of them its first, half its latest. A group of hundreds holds the same few texts over and over.
const MAX_MEMBERS: usize = 12;

/// Partial reuses named in one verdict, best first.
const MAX_PARTIAL: usize = 8;

/// A text of fewer words is never an exact copy by its hash alone: it may be a paywall's or a caption's line.
const MIN_EXACT_WORDS: u32 = 12;

/// The verdict on a story and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// How the story relates to what was seen before.
    pub verdict: Verdict,
    /// What it rests on.
    pub evidence: Evidence,
    /// Of each other group of which the story would be a copy too, the member it matches best; best first. Empty but for a copy.
    pub also: Vec<StoryId>,
}

/// What a verdict rests on, for people and for tests.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The story that decided, or that came nearest to deciding; absent where none shares enough words.
    pub nearest: Option<Nearest>,
    /// One plain sentence.
    pub why: String,
}

/// The comparison with the story that decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// The story compared with.
    pub story: StoryId,
    /// Its copy group.
    pub group: GroupId,
    /// Share of the judged story's live sampled shingles that stand in `story`.
    pub of_this: f32,
    /// Share of `story`'s that stand in the judged one.
    pub of_that: f32,
    /// Live sampled shingles that stand in both.
    pub shared: usize,
    /// Numbers in digits.
    pub figures: Agreement,
    /// Words with a capital inside a sentence.
    pub names: Agreement,
}

/// One compared member.
struct Candidate<'a> {
    entry: &'a Entry,
    group: GroupId,
    overlap: Overlap,
    /// Where the judged text's shared shingles are.
    places: Vec<u32>,
    facts: Facts,
    /// Why it is no copy.
    why: &'static str,
}

impl Index {
    /// How `story`, in the text of `print`, relates to the stories held. Nothing is changed; [`Index::insert`] follows when the verdict is taken.
    pub fn judge(
        &self,
        story: StoryId,
        outlet: &str,
        time: Timestamp,
        print: &Fingerprint,
    ) -> Judgement {
        if let Some(entry) = self.entry_of(story) {
            return if entry.revision == print.revision() {
                judgement(
                    Verdict::Unchanged,
                    None,
                    "The same story in the same words.".to_owned(),
                )
            } else {
                let why = "The same story with another text.".to_owned();
                judgement(Verdict::Revision { of: story }, None, why)
            };
        }
        self.judge_text(outlet, time, print)
    }

    /// As [`Index::judge`], but of a text whose story may be held in another text, with which it is compared like any.
    pub fn judge_text(&self, outlet: &str, time: Timestamp, print: &Fingerprint) -> Judgement {
        let text = self.text_of(print);
        if let Some(copy) = self.exact_copy(outlet, time, print, &text) {
            return copy;
        }
        self.near_match(&text, print, outlet_hash(outlet), time)
    }

    /// The text as it would be held, with what was stopped marked.
    pub(super) fn text_of(&self, print: &Fingerprint) -> Text {
        let mut packed = Packed::of(print);
        for &shingle in print.shingles() {
            if self.carriers(shingle).is_none() {
                packed.stop(shingle);
            }
        }
        packed.unpack(print.words())
    }

    fn exact_copy(
        &self,
        outlet: &str,
        time: Timestamp,
        print: &Fingerprint,
        text: &Text,
    ) -> Option<Judgement> {
        let entry = self
            .first_with_text(print.exact)
            .filter(|_| print.words() >= MIN_EXACT_WORDS)?;
        let rules = &self.params.facts;
        let other = entry.text.unpack(entry.words);
        let facts = Facts::of(text, &other, time.since(entry.time), rules);
        // One outlet, one text without facts, two headlines: a consent or paywall notice in the place of two stories.
        let notice = entry.outlet == outlet_hash(outlet)
            && facts.shared() < rules.few_facts
            && facts.title.shared == 0;
        if notice {
            return None;
        }
        let group = self.group_id(entry.group);
        let verdict = Verdict::Copy {
            of: entry.id,
            group,
            of_this: 1.0,
            of_that: 1.0,
        };
        let nearest = Nearest {
            story: entry.id,
            group,
            of_this: 1.0,
            of_that: 1.0,
            shared: print.shingles().len(),
            figures: facts.figures,
            names: facts.names,
        };
        Some(judgement(
            verdict,
            Some(nearest),
            format!("The very text of story {}.", entry.id),
        ))
    }

    fn near_match(
        &self,
        text: &Text,
        print: &Fingerprint,
        outlet: u32,
        time: Timestamp,
    ) -> Judgement {
        let params = &self.params;
        let query = Query::new(text);
        let mut copies: Vec<Candidate> = Vec::new();
        let mut apart: Option<(Candidate, &'static str)> = None;
        let mut partial: Vec<Candidate> = Vec::new();
        for group in self.candidates(print) {
            let mut copy: Option<Candidate> = None;
            let mut embedded: Option<Candidate> = None;
            for candidate in self.compared(group, &query, time) {
                let pair = Pair::of(&candidate.overlap, outlet, time, candidate.entry);
                match relate(&candidate.overlap, &candidate.facts, pair, params) {
                    Relation::Copy => keep_best(&mut copy, candidate),
                    Relation::Partial(why) => {
                        keep_best(&mut embedded, Candidate { why, ..candidate });
                    }
                    Relation::Apart(why) => {
                        if apart
                            .as_ref()
                            .is_none_or(|(best, _)| candidate.rank() < best.rank())
                        {
                            apart = Some((candidate, why));
                        }
                    }
                    Relation::Unlike => {}
                }
            }
            partial.extend(embedded);
            copies.extend(copy);
        }
        copies.sort_by_key(Candidate::rank);
        let also = copies.iter().skip(1).map(|c| c.entry.id).collect();
        let mut copy = copies.into_iter().next();
        if copy
            .as_ref()
            .is_some_and(|c| c.is_round_up(&partial, params))
        {
            partial.extend(copy.take());
        }
        if let Some(copy) = copy {
            let verdict = Verdict::Copy {
                of: copy.entry.id,
                group: copy.group,
                of_this: copy.overlap.of_this as f32,
                of_that: copy.overlap.of_that as f32,
            };
            let why = format!("{}, and figures and names agree.", copy.shares());
            return Judgement {
                also,
                ..judgement(verdict, Some(copy.nearest()), why)
            };
        }
        partial.sort_by_key(|c| (Reverse(c.overlap.shared), c.entry.time, c.entry.id));
        partial.truncate(MAX_PARTIAL);
        if let Some(best) = partial.first() {
            let why = format!(
                "{}, in a passage: a part of it, not a copy, since {}.",
                best.shares(),
                best.why
            );
            let nearest = Some(best.nearest());
            let of = partial.iter().map(Candidate::partial_match).collect();
            return judgement(Verdict::Partial { of }, nearest, why);
        }
        match apart {
            Some((near, reason)) => {
                let why = format!("{}, but {reason}.", near.shares());
                judgement(Verdict::New, Some(near.nearest()), why)
            }
            None => judgement(
                Verdict::New,
                None,
                "No story held shares enough of its words.".to_owned(),
            ),
        }
    }

    /// The groups with most shingles in common, most first, then the one that came first by id. Groups of one or two shingles
    /// come last; idioms give hundreds of them to a long text, and then the bound leaves them out.
    fn candidates(&self, print: &Fingerprint) -> Vec<u32> {
        let shingles = print.shingles().iter();
        let mut hits: Vec<u32> = shingles
            .filter_map(|&s| self.carriers(s))
            .flatten()
            .collect();
        hits.sort_unstable();
        let mut counted: Vec<(Reverse<usize>, GroupId, u32)> = hits
            .chunk_by(|a, b| a == b)
            .map(|same| (Reverse(same.len()), self.group_id(same[0]), same[0]))
            .collect();
        counted.sort_unstable();
        counted
            .into_iter()
            .take(MAX_CANDIDATES)
            .map(|(_, _, slot)| slot)
            .collect()
    }

    /// The first and the latest members of a group, compared.
    fn compared<'a>(
        &'a self,
        group: u32,
        query: &'a Query<'a>,
        time: Timestamp,
    ) -> impl Iterator<Item = Candidate<'a>> {
        let all = self.members(group);
        let (first, latest) = if all.len() <= MAX_MEMBERS {
            (all, &all[..0])
        } else {
            (&all[..MAX_MEMBERS / 2], &all[all.len() - MAX_MEMBERS / 2..])
        };
        first.iter().chain(latest).filter_map(move |&slot| {
            let entry = self.entry(slot)?;
            let params = &self.params;
            let least = params.containment_same_headline.min(params.containment);
            if !query.may_match(&entry.text, least, params.shared_for_partial) {
                return None;
            }
            let text = entry.text.unpack(entry.words);
            let (overlap, places) = query.against(&text);
            let apart = time.since(entry.time);
            Some(Candidate {
                entry,
                group: self.group_id(group),
                overlap,
                places,
                facts: Facts::of(query.text(), &text, apart, &self.params.facts),
                why: "",
            })
        })
    }
}

fn keep_best<'a>(best: &mut Option<Candidate<'a>>, candidate: Candidate<'a>) {
    if best
        .as_ref()
        .is_none_or(|old| candidate.rank() < old.rank())
    {
        *best = Some(candidate);
    }
}

impl Candidate<'_> {
    /// Smaller is better: the larger share, then the smaller share (in thousandths, so that it orders), then who came first.
    fn rank(&self) -> (Reverse<u32>, Reverse<u32>, Timestamp, StoryId) {
        let thousandths = |share: f64| Reverse((share * 1000.0).round() as u32);
        (
            thousandths(self.overlap.containment()),
            thousandths(self.overlap.coverage()),
            self.entry.time,
            self.entry.id,
        )
    }

    /// Whether the judged text, alike to this story, embeds at least two others beside it: a newsletter that
    /// opens with its longest item is not that item.
    fn is_round_up(&self, others: &[Candidate], params: &Params) -> bool {
        let beside = others.iter().filter(|other| {
            let own = other.places.iter();
            let outside = own.filter(|place| self.places.binary_search(place).is_err());
            // An item is the beginning of its story; what stands below it in both is no item.
            let begins = other.overlap.that_head <= params.own_head;
            other.group != self.group && begins && outside.count() >= params.shared_for_partial
        });
        self.overlap.of_this < params.contained && beside.count() >= 2
    }

    fn shares(&self) -> String {
        format!(
            "{:.0}% of its text stands in story {} and {:.0}% of that story's stands in it",
            100.0 * self.overlap.of_this,
            self.entry.id,
            100.0 * self.overlap.of_that
        )
    }

    fn partial_match(&self) -> PartialMatch {
        PartialMatch {
            story: self.entry.id,
            of_this: self.overlap.of_this as f32,
            of_that: self.overlap.of_that as f32,
        }
    }

    fn nearest(&self) -> Nearest {
        Nearest {
            story: self.entry.id,
            group: self.group,
            of_this: self.overlap.of_this as f32,
            of_that: self.overlap.of_that as f32,
            shared: self.overlap.shared,
            figures: self.facts.figures,
            names: self.facts.names,
        }
    }
}

fn judgement(verdict: Verdict, nearest: Option<Nearest>, why: String) -> Judgement {
    Judgement {
        verdict,
        evidence: Evidence { nearest, why },
        also: Vec::new(),
    }
}

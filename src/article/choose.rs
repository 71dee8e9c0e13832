//! Which stretch of a page is the story: the box with most text like a story's, seen by its weight, by what the boxes say
//! of themselves and by the text that the page's linked data states. Works on the outline alone.

use super::aligned;
use super::aligned::Aligned;
use super::heads_with;
use super::marks::Role;
use super::outline::Node;
use super::outline::Outline;
use super::outline::Tag;
use super::same_line;
use super::weigh::Weighed;
use super::weigh::ends_sentence;
use crate::model::ParagraphKind;
use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;

/// Hundredths of the heaviest box's weight that a box inside it must have to be taken in its stead: for any box, for one
/// that by its element is an article, and for one that says it is the story's body.
const ANY_SHARE: i64 = 92;
const ARTICLE_SHARE: i64 = 55;
const STORY_SHARE: i64 = 45;
/// Articles on one page that are looked at; further ones are not.
const MAX_ARTICLES: usize = 100;
/// Fewest words of a paragraph outside the chosen box that still belongs to the story.
const MIN_LEDE: usize = 8;
/// Paragraphs outside the chosen box that are taken before it.
const MAX_LEDES: usize = 3;
/// Words of text before a second headline from which on what follows it is another story.
const MIN_STORY: usize = 60;

/// The stretches of blocks that are the story, in order; empty where nothing is like one.
///
/// `stated` is the text that the page's linked data gives for the story.
pub(super) fn choose(
    outline: &Outline,
    weighed: &Weighed,
    title: &str,
    stated: Option<&str>,
) -> Vec<Range<usize>> {
    let aligned = stated.and_then(|text| aligned::stretch(outline, text));
    if let Some(aligned) = aligned {
        let body = around(outline, weighed, title, &aligned);
        // What is stated often lacks the paragraph that the page sets apart before it.
        let start = body.first().map_or(0, |range| range.start);
        let mut all = ledes(outline, weighed, 0, start, title);
        all.extend(body);
        return all;
    }
    let Some(heaviest) = heaviest(outline, weighed) else {
        return Vec::new();
    };
    let heaviest = titled(outline, weighed, heaviest, title);
    let whole = &outline.nodes[heaviest];
    let total = weighed.weight(&whole.blocks);
    let mut chosen = named(outline, weighed, heaviest, total)
        .unwrap_or_else(|| vec![narrowest(outline, weighed, heaviest, total)]);
    chosen = with_twins(outline, weighed, heaviest, chosen);
    let ranges = chosen.iter().map(|n| &outline.nodes[*n].blocks);
    let start = ranges.clone().map(|r| r.start).min().unwrap_or(0);
    let end = ranges.map(|r| r.end).max().unwrap_or(0);
    let mut all = ledes(outline, weighed, heaviest, start, title);
    // What stands between the parts of a body is the story's too: headings, lists, pictures.
    all.push(start..end);
    one_story(outline, weighed, &mut all);
    all
}

/// The stretch where the stated text stands, and what the boxes around it have of the story after its end where the statement was cut short.
fn around(
    outline: &Outline,
    weighed: &Weighed,
    title: &str,
    aligned: &Aligned,
) -> Vec<Range<usize>> {
    let mut blocks = aligned.blocks.clone();
    if !aligned.is_ended {
        let mut chosen = choose(outline, weighed, title, None);
        let overlaps = |r: &&Range<usize>| r.start < blocks.end && blocks.start < r.end;
        if let Some(end) = chosen.iter().filter(overlaps).map(|r| r.end).max() {
            blocks.end = blocks.end.max(end);
        }
        chosen.clear();
    }
    let makings: HashSet<u64> = aligned
        .matched
        .iter()
        .map(|at| making(outline, *at))
        .collect();
    let is_stray = |at: &usize| {
        let block = &outline.blocks[*at];
        aligned.blocks.contains(at)
            && block.kind == ParagraphKind::Text
            && aligned.matched.binary_search(at).is_err()
            && !makings.contains(&making(outline, *at))
    };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for at in blocks.filter(|at| !is_stray(at)) {
        match ranges.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => ranges.push(at..at + 1),
        }
    }
    ranges
}

/// What a block's box and the box around it are made like.
fn making(outline: &Outline, at: usize) -> u64 {
    let node = &outline.nodes[outline.blocks[at].node];
    node.look ^ outline.nodes[node.parent].look.rotate_left(1)
}

/// The box with the greatest weight, the innermost of equals.
fn heaviest(outline: &Outline, weighed: &Weighed) -> Option<usize> {
    let weights = outline.nodes.iter().map(|n| weighed.weight(&n.blocks));
    let (at, weight) = weights
        .enumerate()
        .max_by_key(|(at, weight)| (*weight, *at))?;
    (weight > 0).then_some(at)
}

/// The article of several with the page's headline over it: what follows the story on an endless page has one of its own.
fn titled(outline: &Outline, weighed: &Weighed, within: usize, title: &str) -> usize {
    let range = outline.nodes[within].blocks.clone();
    let is_title = |at: usize| same_line(&outline.blocks[at].text, title);
    let heads: Vec<usize> = range
        .clone()
        .filter(|at| is_title(*at) || is_headline(outline, *at))
        .collect();
    if heads.len() < 2 {
        return within;
    }
    let before = |end: usize| heads.partition_point(|h| *h < end);
    let has_one = |n: &Node| before(n.blocks.end) - before(n.blocks.start) == 1;
    let is_story = |n: &Node| {
        n.tag == Tag::Article
            && n.blocks != range
            && weighed.words(&n.blocks) >= MIN_STORY
            && has_one(n)
    };
    let articles = inside(outline, within).filter(|at| is_story(&outline.nodes[*at]));
    let articles: Vec<usize> = articles.take(MAX_ARTICLES).collect();
    let with_title = |at: &&usize| outline.nodes[**at].blocks.clone().any(is_title);
    let found = articles
        .iter()
        .find(with_title)
        .or_else(|| articles.first());
    match found {
        Some(found) if articles.len() >= 2 => *found,
        _ => within,
    }
}

fn is_headline(outline: &Outline, at: usize) -> bool {
    outline.nodes[outline.blocks[at].node].tag == Tag::Heading(1)
}

/// Boxes inside a box, and itself.
fn inside(outline: &Outline, within: usize) -> impl Iterator<Item = usize> + '_ {
    let range = outline.nodes[within].blocks.clone();
    let fits = move |n: &Node| range.start <= n.blocks.start && n.blocks.end <= range.end;
    let nodes = outline.nodes.iter().enumerate().skip(within);
    nodes.filter(move |(_, n)| fits(n)).map(|(at, _)| at)
}

/// The boxes that say they are the story's body, where together they weigh enough: of one making, since a body can be parted by what is put into it.
fn named(outline: &Outline, weighed: &Weighed, within: usize, total: i64) -> Option<Vec<usize>> {
    for rank in [3, 2] {
        let mut groups: HashMap<u64, Vec<usize>> = HashMap::new();
        for at in inside(outline, within) {
            let node = &outline.nodes[at];
            if node.role == Role::Story(rank) && weighed.weight(&node.blocks) > 0 {
                groups.entry(node.look).or_default().push(at);
            }
        }
        let groups = groups.into_values().map(|nodes| {
            let outer = outermost(outline, &nodes);
            let weight: i64 = outer
                .iter()
                .map(|n| weighed.weight(&outline.nodes[*n].blocks))
                .sum();
            let first = outer.first().copied().unwrap_or(0);
            // Of boxes inside each other with nearly the same weight the inner one.
            (weight * 100 / total.max(1), first, outer)
        });
        let mut groups: Vec<_> = groups.filter(|g| g.0 >= STORY_SHARE).collect();
        let Some(most) = groups.iter().map(|g| g.0).max() else {
            continue;
        };
        let most = most.min(100);
        groups.retain(|g| g.0 * 100 >= most * ANY_SHARE);
        if let Some((_, _, nodes)) = groups.into_iter().max_by_key(|g| g.1) {
            return Some(nodes);
        }
    }
    None
}

/// Of boxes in document order those that stand in none of the others.
fn outermost(outline: &Outline, nodes: &[usize]) -> Vec<usize> {
    let mut outer: Vec<usize> = Vec::new();
    for at in nodes {
        let range = &outline.nodes[*at].blocks;
        let is_in = |n: &usize| {
            outline.nodes[*n].blocks.start <= range.start
                && range.end <= outline.nodes[*n].blocks.end
        };
        if !outer.last().is_some_and(is_in) {
            outer.push(*at);
        }
    }
    outer
}

/// The innermost box that still has nearly all the weight; an article by its element may have less.
fn narrowest(outline: &Outline, weighed: &Weighed, within: usize, total: i64) -> usize {
    let mut chosen = within;
    let mut start = total;
    loop {
        let range = outline.nodes[chosen].blocks.clone();
        let inner = inside(outline, chosen)
            .filter(|at| *at != chosen && outline.nodes[*at].blocks != range);
        let best = inner.max_by_key(|at| {
            (
                weighed.weight(&outline.nodes[*at].blocks),
                std::cmp::Reverse(*at),
            )
        });
        let Some(best) = best else { return chosen };
        let node = &outline.nodes[best];
        let weight = weighed.weight(&node.blocks);
        let is_article = node.role == Role::Story(1) || node.tag == Tag::Article;
        let share = if is_article { ARTICLE_SHARE } else { ANY_SHARE };
        if weight * 100 < start * share {
            return chosen;
        }
        if is_article {
            start = weight;
        }
        chosen = best;
    }
}

/// The chosen boxes and those beside them of the same making with text like a story's.
fn with_twins(
    outline: &Outline,
    weighed: &Weighed,
    within: usize,
    chosen: Vec<usize>,
) -> Vec<usize> {
    let mut makings = HashSet::new();
    for at in &chosen {
        let node = &outline.nodes[*at];
        let is_page = matches!(node.tag, Tag::Article | Tag::Frame);
        if node.is_classed && !is_page && *at != within {
            makings.insert((node.parent, node.look));
        }
    }
    let is_twin = |n: &Node| {
        let words = weighed.words(&n.blocks);
        makings.contains(&(n.parent, n.look))
            && words >= MIN_LEDE
            && weighed.weight(&n.blocks) * 2 > i64::try_from(words).unwrap_or(0)
    };
    let mut all = chosen;
    all.extend(inside(outline, within).filter(|n| is_twin(&outline.nodes[*n])));
    all.sort_unstable();
    all.dedup();
    all
}

/// Paragraphs between the headline and the chosen boxes: a first paragraph set apart.
fn ledes(
    outline: &Outline,
    weighed: &Weighed,
    within: usize,
    start: usize,
    title: &str,
) -> Vec<Range<usize>> {
    let from = outline.nodes[within].blocks.start;
    let is_head = |at: &usize| {
        let block = &outline.blocks[*at];
        let is_titled = block.kind == ParagraphKind::Heading && heads_with(&block.text, title);
        is_headline(outline, *at) || is_titled || same_line(&block.text, title)
    };
    let Some(head) = (0..start).rev().find(is_head) else {
        return Vec::new();
    };
    let is_lede = |at: &usize| {
        let block = &outline.blocks[*at];
        !weighed.dropped[*at]
            && block.kind == ParagraphKind::Text
            && block.words >= MIN_LEDE
            && block.linked < 30
            && ends_sentence(&block.text)
    };
    let after = head + 1;
    (after.max(from.min(after))..start)
        .filter(is_lede)
        .take(MAX_LEDES)
        .map(|at| at..at + 1)
        .collect()
}

/// Whether a first-level heading stands among the story's paragraphs, in one box with them.
fn is_section(outline: &Outline, weighed: &Weighed, at: usize) -> bool {
    let parent = outline.nodes[outline.blocks[at].node].parent;
    weighed.words(&(outline.nodes[parent].blocks.start..at)) >= MIN_STORY / 2
}

/// Cuts off what begins with a headline of its own after the story.
fn one_story(outline: &Outline, weighed: &Weighed, ranges: &mut Vec<Range<usize>>) {
    let mut words = 0;
    let mut end = None;
    'all: for range in ranges.iter() {
        for at in range.clone() {
            if is_headline(outline, at)
                && !is_section(outline, weighed, at)
                && words >= MIN_STORY
                && weighed.words(&(at..range.end)) >= MIN_STORY
            {
                end = Some(at);
                break 'all;
            }
            words += weighed.words(&(at..at + 1));
        }
    }
    let Some(end) = end else { return };
    ranges.retain(|r| r.start < end);
    if let Some(last) = ranges.last_mut() {
        last.end = last.end.min(end);
    }
}

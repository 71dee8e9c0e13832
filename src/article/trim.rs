//! The chosen stretch of a page to the story's paragraphs: marks the page's own lines that stand in it, at its edges and
//! between its paragraphs, by what they are made of. What they say is judged in `classify`.

use super::furniture::opens_comments;
use super::heads_with;
use super::marks::Role;
use super::outline::Block;
use super::outline::Outline;
use super::outline::Tag;
use super::plain;
use super::same_line;
use super::weigh::Weighed;
use super::weigh::ends_sentence;
use crate::model::Paragraph;
use crate::model::ParagraphKind;
use std::ops::Range;

/// Most words of a line that is all link and so announces another page.
const MAX_LINK: usize = 30;
/// Fewest words of a line that is prose without a full stop.
const MIN_PROSE: usize = 12;
/// Most words above a headline that are the page's own.
const MAX_ABOVE: usize = 60;
/// Most words after a headline on its line.
const MAX_BYLINE: usize = 14;
/// Most words of a line that names what follows it.
const MAX_LABEL: usize = 8;
/// Lines at either edge of a story that are looked at as the page's own.
const MAX_EDGE: usize = 12;

/// The paragraphs of the story in `ranges`.
pub(super) fn paragraphs(
    outline: &Outline,
    weighed: &Weighed,
    ranges: &[Range<usize>],
    title: &str,
) -> Vec<Paragraph> {
    let places: Vec<usize> = ranges.iter().flat_map(Clone::clone).collect();
    let mut kinds: Vec<ParagraphKind> = places
        .iter()
        .map(|at| kind(outline, weighed, *at))
        .collect();
    above(outline, &places, &mut kinds, title);
    below(outline, &places, &mut kinds);
    lists(outline, &places, &mut kinds);
    labels(outline, weighed, &places, &mut kinds);
    edges(outline, &places, &mut kinds);
    headings(&mut kinds);
    let is_kept = |(at, kind): &(&usize, &ParagraphKind)| {
        // Furniture of which the page itself says so says nothing to anybody who reads the story.
        !(weighed.dropped[**at] && **kind == ParagraphKind::Boilerplate)
    };
    let kept = places.iter().zip(&kinds).filter(is_kept);
    kept.map(|(at, kind)| Paragraph {
        kind: *kind,
        ..outline.blocks[*at].paragraph()
    })
    .collect()
}

/// What one block is, seen alone.
fn kind(outline: &Outline, weighed: &Weighed, at: usize) -> ParagraphKind {
    let block = &outline.blocks[at];
    // Several announcements on one line are longer, and all link.
    let most = if block.linked >= 85 { 3 } else { 1 } * MAX_LINK;
    let is_link = block.linked >= 75 && block.words <= most && !says_more(block);
    let in_header = outline.nodes[block.node].tag == Tag::Header;
    match block.kind {
        ParagraphKind::Caption | ParagraphKind::PullQuote if !weighed.dropped[at] => block.kind,
        _ if weighed.dropped[at] => ParagraphKind::Boilerplate,
        ParagraphKind::Text if is_link || in_header && !ends_sentence(&block.text) => {
            ParagraphKind::Boilerplate
        }
        ParagraphKind::Heading
            if block.in_link || is_link && outline.nodes[block.node].role != Role::Plain =>
        {
            ParagraphKind::Boilerplate
        }
        kind => kind,
    }
}

/// Whether a line that is all link is a sentence of the story: with a full stop and of some length.
fn says_more(block: &Block) -> bool {
    block.words >= MIN_PROSE && block.linked < 95 && ends_sentence(&block.text)
}

/// The headline and what stands above it, unless that is much text.
fn above(outline: &Outline, places: &[usize], kinds: &mut [ParagraphKind], title: &str) {
    let is_titled = |n: &usize| {
        let block = &outline.blocks[places[*n]];
        block.kind == ParagraphKind::Heading && heads_with(&block.text, title)
    };
    let is_first_level =
        |n: &usize| outline.nodes[outline.blocks[places[*n]].node].tag == Tag::Heading(1);
    // Where none has the headline's words the first of the first level is it; later ones are the story's sections.
    let all = || 0..places.len();
    let first = all()
        .find(is_first_level)
        .filter(|_| !all().any(|n| is_titled(&n)));
    let is_title = |n: &usize| is_titled(n) || first == Some(*n);
    // A headline and a byline on one line.
    let is_title_line = |n: &usize| {
        let block = &outline.blocks[places[*n]];
        let rest = block.words.saturating_sub(plain::words(title));
        !title.is_empty()
            && rest <= MAX_BYLINE
            && block.text.starts_with(title)
            && !ends_sentence(&block.text)
    };
    let mut words = 0;
    for n in 0..places.len() {
        if is_title(&n) || is_title_line(&n) {
            if words <= MAX_ABOVE {
                kinds[..=n].fill(ParagraphKind::Boilerplate);
                words = 0;
            } else if same_line(&outline.blocks[places[n]].text, title) {
                kinds[n] = ParagraphKind::Boilerplate;
            }
        } else if kinds[n].is_story_text() {
            words += outline.blocks[places[n]].words;
        }
    }
}

/// Readers' comments and what stands below them, where no box says so.
fn below(outline: &Outline, places: &[usize], kinds: &mut [ParagraphKind]) {
    let mut words = 0;
    for n in 0..places.len() {
        let block = &outline.blocks[places[n]];
        if words >= MAX_ABOVE && opens_comments(&block.text) {
            kinds[n..].fill(ParagraphKind::Boilerplate);
            return;
        }
        if kinds[n].is_story_text() {
            words += block.words;
        }
    }
}

/// Lines that name what follows them, where that is not the story's.
fn labels(outline: &Outline, weighed: &Weighed, places: &[usize], kinds: &mut [ParagraphKind]) {
    for n in (0..places.len().saturating_sub(1)).rev() {
        let block = &outline.blocks[places[n]];
        let is_label = block.words <= MAX_LABEL && !ends_sentence(&block.text);
        let next = &outline.blocks[places[n + 1]];
        let heads_links = kinds[n + 1] == ParagraphKind::Boilerplate && next.linked >= 50;
        // A heading that stands beside the story's paragraphs is theirs, whatever was put between.
        let beside = &outline.nodes[outline.nodes[block.node].parent].blocks;
        let is_theirs = kinds[n] == ParagraphKind::Heading && weighed.words(beside) > MAX_ABOVE;
        if is_label
            && heads_links
            && !is_theirs
            && matches!(kinds[n], ParagraphKind::Text | ParagraphKind::Heading)
        {
            kinds[n] = ParagraphKind::Boilerplate;
        }
    }
}

/// Lists of links.
fn lists(outline: &Outline, places: &[usize], kinds: &mut [ParagraphKind]) {
    let mut at = 0;
    while at < places.len() {
        let end = (at..places.len())
            .find(|n| kinds[*n] != ParagraphKind::ListItem)
            .unwrap_or(places.len());
        let items = &places[at..end];
        let words: usize = items.iter().map(|n| outline.blocks[*n].words).sum();
        let linked: usize = items
            .iter()
            .map(|n| outline.blocks[*n].words * outline.blocks[*n].linked / 100)
            .sum();
        if !items.is_empty() && linked * 100 > words * 60 {
            kinds[at..end].fill(ParagraphKind::Boilerplate);
        }
        at = end.max(at + 1);
    }
}

/// Short lines before the first sentence and after the last: who, when, where to click.
fn edges(outline: &Outline, places: &[usize], kinds: &mut [ParagraphKind]) {
    let is_prose = |n: usize| {
        let block = &outline.blocks[places[n]];
        kinds[n].is_story_text()
            && (block.words >= MIN_PROSE || block.words >= 4 && ends_sentence(&block.text))
    };
    let first = (0..places.len()).find(|n| is_prose(*n)).unwrap_or(0);
    let last = (0..places.len())
        .rev()
        .find(|n| is_prose(*n))
        .map_or(places.len(), |n| n + 1);
    let is_line = |kind: ParagraphKind| matches!(kind, ParagraphKind::Text);
    let lines = |n: &usize| is_line(kinds[*n]) && !outline.blocks[places[*n]].text.ends_with(':');
    // Pictures can stand between them, many in a gallery.
    let head = (0..first).rev().filter(lines).take(MAX_EDGE);
    let tail = (last..places.len()).filter(lines);
    let own: Vec<usize> = head.chain(tail).collect();
    for n in own {
        kinds[n] = ParagraphKind::Boilerplate;
    }
}

/// Headings with nothing of the story under them.
fn headings(kinds: &mut [ParagraphKind]) {
    let mut is_followed = false;
    for kind in kinds.iter_mut().rev() {
        match kind {
            ParagraphKind::Heading if !is_followed => *kind = ParagraphKind::Boilerplate,
            ParagraphKind::Heading => {}
            kind if kind.is_story_text() => is_followed = true,
            _ => {}
        }
    }
}

//! What of a page counts: which blocks are the page's furniture by the boxes they stand in, and how much like a story's
//! text the others are. Works on the outline alone; which box is the story is decided elsewhere.

use super::marks::Role;
use super::outline::Node;
use super::outline::Outline;
use super::outline::Tag;
use super::same_line;
use crate::model::ParagraphKind;
use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;

/// Most words of a box that is furniture only where it is small.
const MAX_SMALL: usize = 80;
/// Most words beside its linked heading in a box that announces another story, and with it.
const MAX_TEASER: usize = 40;
const MAX_CARD: usize = 90;
/// Fewest words that paragraphs of one making have on average.
const MIN_PROSE: usize = 15;
/// Fewest paragraphs of one making that make it the story's.
const MIN_KIN: usize = 4;
/// Boxes that are climbed from a heading to find the box it heads.
const MAX_CLIMB: usize = 6;

/// How strictly furniture is left out. A page on which nothing is left is looked at again, less strictly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Every box that says so is furniture.
    Strict,
    /// Only small boxes are, and readers' comments.
    Loose,
    /// Only small boxes are.
    Open,
}

/// The outline with a weight on each block.
pub(super) struct Weighed {
    /// For each block, whether it is furniture.
    pub dropped: Vec<bool>,
    /// Sums of the weights and of the words before each block, furniture left out.
    weights: Vec<i64>,
    words: Vec<usize>,
}

impl Weighed {
    /// Weighs every block.
    pub fn of(outline: &Outline, title: &str, strictness: Strictness) -> Weighed {
        let mut dropped = vec![false; outline.blocks.len()];
        let sizes = sums(outline.blocks.iter().map(|b| b.words));
        let titles =
            sums((0..outline.blocks.len()).map(|n| usize::from(is_title(outline, n, title))));
        let holds_story = story_inside(outline, &sizes);
        let paragraphs = paragraph_looks(outline, &sizes);
        for (at, node) in outline.nodes.iter().enumerate() {
            let size = sizes[node.blocks.end] - sizes[node.blocks.start];
            // A box with the headline and much text under it is the story's, whatever it is called.
            let is_headed = titles[node.blocks.end] > titles[node.blocks.start] && size > MAX_CARD;
            let is_out = match node.role {
                Role::SmallFurniture => size <= MAX_SMALL && !paragraphs.contains(&node.look),
                Role::Furniture if strictness != Strictness::Strict => size <= MAX_SMALL,
                Role::Comments if strictness == Strictness::Open => size <= MAX_SMALL,
                Role::Furniture => !holds_story[at] && !is_headed && node.tag != Tag::Frame,
                Role::Comments => !holds_story[at] && node.tag != Tag::Frame,
                Role::Plain | Role::Story(_) => false,
            };
            if is_out {
                dropped[node.blocks.clone()].fill(true);
            }
        }
        restore_kin(outline, &mut dropped);
        for card in cards(outline, title, &sizes, &titles) {
            dropped[card].fill(true);
        }
        let blocks = || outline.blocks.iter().zip(&dropped);
        let weights = blocks().map(|(b, out)| if *out { 0 } else { weight(outline, b) });
        let weights = signed_sums(weights);
        let words = sums(blocks().map(|(b, out)| {
            if *out || !b.kind.is_story_text() {
                0
            } else {
                b.words
            }
        }));
        Weighed {
            dropped,
            weights,
            words,
        }
    }

    /// How much a stretch of blocks is like a story's text.
    pub fn weight(&self, blocks: &Range<usize>) -> i64 {
        self.weights[blocks.end] - self.weights[blocks.start]
    }

    /// Words of running text in a stretch of blocks.
    pub fn words(&self, blocks: &Range<usize>) -> usize {
        self.words[blocks.end] - self.words[blocks.start]
    }
}

/// Whether a block is the page's headline.
fn is_title(outline: &Outline, at: usize, title: &str) -> bool {
    let block = &outline.blocks[at];
    outline.nodes[block.node].tag == Tag::Heading(1) || same_line(&block.text, title)
}

/// The makings of paragraphs that are called furniture and are too many and too long to be: a word in a class can be a style's.
fn paragraph_looks(outline: &Outline, sizes: &[usize]) -> HashSet<u64> {
    let mut totals: HashMap<u64, (usize, usize)> = HashMap::new();
    for node in &outline.nodes {
        if node.tag == Tag::Paragraph && node.role == Role::SmallFurniture {
            let (count, words) = totals.entry(node.look).or_default();
            *count += 1;
            *words += sizes[node.blocks.end] - sizes[node.blocks.start];
        }
    }
    let is_prose = |(count, words): &(usize, usize)| *count >= 4 && words / count >= MIN_PROSE;
    totals.retain(|_, total| is_prose(total));
    totals.into_keys().collect()
}

/// Takes back paragraphs of the making that the story's have: a box with the story's beginning can have a teaser's name.
fn restore_kin(outline: &Outline, dropped: &mut [bool]) {
    let look = |n: &usize| {
        let block = &outline.blocks[*n];
        let node = &outline.nodes[block.node];
        let is_prose = block.words >= MIN_PROSE && block.linked < 30 && ends_sentence(&block.text);
        let is_classed = node.tag == Tag::Paragraph && node.is_classed;
        (is_classed && is_prose && node.role == Role::Plain).then_some(node.look)
    };
    let mut kept: HashMap<u64, usize> = HashMap::new();
    for n in (0..dropped.len()).filter(|n| !dropped[*n]) {
        if let Some(look) = look(&n) {
            *kept.entry(look).or_default() += 1;
        }
    }
    kept.retain(|_, count| *count >= MIN_KIN);
    let is_kin = |look| kept.contains_key(&look);
    for (n, is_out) in dropped.iter_mut().enumerate() {
        if *is_out && look(&n).is_some_and(is_kin) && !in_comments(outline, n) {
            *is_out = false;
        }
    }
}

/// Whether a block stands among readers' comments.
fn in_comments(outline: &Outline, at: usize) -> bool {
    let mut node = outline.blocks[at].node;
    while node != 0 {
        if outline.nodes[node].role == Role::Comments {
            return true;
        }
        node = outline.nodes[node].parent;
    }
    false
}

/// For each box, whether a box in it says plainly that it holds a story's text, and holds most of the words here.
fn story_inside(outline: &Outline, sizes: &[usize]) -> Vec<bool> {
    let mut largest = vec![0_usize; outline.nodes.len()];
    let size = |n: &Node| sizes[n.blocks.end] - sizes[n.blocks.start];
    for at in (1..outline.nodes.len()).rev() {
        let node = &outline.nodes[at];
        let is_story = matches!(node.role, Role::Story(2 | 3));
        let own = if is_story { size(node) } else { 0 };
        let inside = largest[at].max(own);
        largest[node.parent] = largest[node.parent].max(inside);
    }
    let most = |(at, node): (usize, &Node)| largest[at] > MAX_SMALL && 2 * largest[at] > size(node);
    outline.nodes.iter().enumerate().map(most).collect()
}

/// Boxes that announce another story: little text under a heading that is a link.
fn cards(outline: &Outline, title: &str, sizes: &[usize], titles: &[usize]) -> Vec<Range<usize>> {
    let is_linked = |n: usize| {
        let block = &outline.blocks[n];
        block.kind == ParagraphKind::Heading && block.linked >= 90 && !same_line(&block.text, title)
    };
    let linked: Vec<bool> = (0..outline.blocks.len()).map(is_linked).collect();
    let linked_before = sums(linked.iter().map(|l| usize::from(*l)));
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in (0..linked.len()).filter(|n| linked[*n]) {
        if found.last().is_some_and(|card| card.contains(&at)) {
            continue;
        }
        let own = outline.blocks[at].words;
        let mut node = outline.blocks[at].node;
        let mut card = None;
        for _ in 0..MAX_CLIMB {
            node = outline.nodes[node].parent;
            let range = outline.nodes[node].blocks.clone();
            let size = sizes[range.end] - sizes[range.start];
            let alone = linked_before[range.end] - linked_before[range.start] == 1;
            let has_title = titles[range.end] > titles[range.start];
            if node == 0
                || !alone
                || has_title
                || size > MAX_CARD
                || size - own.min(size) > MAX_TEASER
            {
                break;
            }
            card = Some(range);
        }
        found.extend(card);
    }
    found
}

/// How much one block is like a story's text; below nothing where it is like a menu's.
fn weight(outline: &Outline, block: &super::outline::Block) -> i64 {
    let words = i64::try_from(block.words).unwrap_or(i64::MAX).min(1_000);
    let linked = i64::try_from(block.linked).unwrap_or(100);
    let in_cell = outline.nodes[block.node].tag == Tag::Cell;
    match block.kind {
        ParagraphKind::Caption | ParagraphKind::PullQuote | ParagraphKind::Boilerplate => 0,
        _ if linked > 50 => -words.min(20) - 1,
        ParagraphKind::Heading => 0,
        _ if words < 5 && in_cell => 0,
        _ if words < 5 && !ends_sentence(&block.text) => -2,
        _ if words >= 10 && ends_sentence(&block.text) => words * (100 - linked) / 100,
        _ => words * (100 - linked) / 200,
    }
}

/// Whether the line ends as a sentence does, in whatever script.
pub(super) fn ends_sentence(text: &str) -> bool {
    let closing = [
        '"', '”', '’', '\'', '»', ')', ']', ' ', '」', '』', '）', '“', '›', '*',
    ];
    let bare = text.trim_end_matches(closing);
    bare.ends_with([
        '.', '!', '?', '…', ':', ';', '。', '！', '？', '．', '।', '؟', '۔', '։', '።', '॥',
    ])
}

fn sums(values: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut all = vec![0];
    let mut sum = 0;
    all.extend(values.map(|v| {
        sum += v;
        sum
    }));
    all
}

fn signed_sums(values: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut all = vec![0];
    let mut sum = 0;
    all.extend(values.map(|v| {
        sum += v;
        sum
    }));
    all
}

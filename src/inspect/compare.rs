//! Two stories as observed, side by side. Pure: knows neither store nor archive.

use crate::article::ticks;
use crate::inspect::facts;
use crate::inspect::places::Places;
use crate::inspect::view::BlockView;
use crate::inspect::view::ChangesView;
use crate::inspect::view::DiffView;
use crate::inspect::view::PassageView;
use crate::inspect::view::PlaceView;
use crate::inspect::view::SideView;
use crate::inspect::view::SpanView;
use crate::inspect::view::WordsView;
use crate::model::CodePoints;
use crate::model::Span;
use crate::model::Story;
use crate::model::StoryId;
use crate::text::diff;
use crate::text::diff::Alignment;
use crate::text::diff::Block;
use crate::text::diff::Fate;
use crate::text::diff::Side;
use crate::text::fold_words;
use std::collections::HashMap;

/// Longest word run that a summary quotes, in code points.
const QUOTED: usize = 40;

/// One of two texts: which story and revision, and what was observed.
pub(super) struct Observed {
    pub id: StoryId,
    pub revision: u32,
    pub story: Story,
}

/// A text, its paragraphs that are the story's own words, and the way from bytes to places for people.
struct Laid<'a> {
    observed: &'a Observed,
    text: String,
    own: Vec<Span>,
}

impl<'a> Laid<'a> {
    fn new(observed: &'a Observed) -> Laid<'a> {
        let own = observed.story.paragraphs();
        let own = own.filter(|(_, p)| p.kind.is_story_text());
        Laid {
            text: observed.story.text(),
            own: own.map(|(span, _)| span).collect(),
            observed,
        }
    }

    fn side(&self) -> Side<'_> {
        Side {
            text: &self.text,
            paragraphs: &self.own,
        }
    }
}

/// The two side by side. `stories` says whether they are two stories, whose passages in common are of interest.
pub(super) fn compare(left: &Observed, right: &Observed, stories: bool) -> DiffView {
    let (l, r) = (Laid::new(left), Laid::new(right));
    let alignment = diff::align(l.side(), r.side());
    let (title, title_changed) = titles(&left.story.title, &right.story.title);
    let counts = count(&alignment, &l.text, &r.text, title_changed);
    let at = (
        Places::new(&left.story, &l.text),
        Places::new(&right.story, &r.text),
    );
    let blocks: Vec<BlockView> = alignment
        .blocks
        .iter()
        .map(|block| view(block, &at.0, &at.1))
        .collect();
    let passages = match stories {
        true => diff::passages(l.side(), r.side()),
        false => Vec::new(),
    };
    let passage = |p: diff::Passage| {
        Some(PassageView {
            words: u32::try_from(p.words).unwrap_or(u32::MAX),
            left: at.0.passage(p.left)?,
            right: at.1.passage(p.right)?,
        })
    };
    let (shared_left, shared_right) = shares(&l, &r);
    DiffView {
        left: side(&l, &alignment, |b| b.left.is_some(), shared_left),
        right: side(&r, &alignment, |b| b.right.is_some(), shared_right),
        judged: None,
        summary: summary(&counts, &blocks, &title),
        counts,
        title,
        blocks,
        is_cut: alignment.is_cut,
        passages: passages.into_iter().filter_map(passage).collect(),
        figures: facts::figures(&left.story, &right.story),
        names: facts::names(&left.story, &right.story),
    }
}

/// What the right one changed in the left one, in numbers and in a line.
pub(super) fn changes(left: &Observed, right: &Observed) -> (ChangesView, String) {
    let diff = compare(left, right, false);
    (diff.counts, diff.summary)
}

/// The passages of the right story that stand in the left one.
pub(super) fn passages(left: &Observed, right: &Observed) -> Vec<PassageView> {
    compare(left, right, true).passages
}

fn side(laid: &Laid, alignment: &Alignment, has: fn(&Block) -> bool, shared: f32) -> SideView {
    let story = &laid.observed.story;
    let sentences = alignment.blocks.iter().filter(|b| has(b)).count();
    SideView {
        story: laid.observed.id,
        revision: laid.observed.revision,
        outlet: story.outlet.clone(),
        title: story.title.clone(),
        url: story.url.clone(),
        published: story.published,
        observed: story.observed,
        sentences: u32::try_from(sentences).unwrap_or(u32::MAX),
        shared,
    }
}

/// Which share of either text's words stands in the other.
fn shares(left: &Laid, right: &Laid) -> (f32, f32) {
    let bag = |laid: &Laid| {
        let mut bag: HashMap<String, usize> = HashMap::new();
        for span in &laid.own {
            for word in fold_words(span.of(&laid.text).unwrap_or_default()) {
                *bag.entry(word).or_default() += 1;
            }
        }
        bag
    };
    let (a, b) = (bag(left), bag(right));
    let shared: usize = a
        .iter()
        .map(|(word, n)| b.get(word).copied().unwrap_or(0).min(*n))
        .sum();
    let share = |bag: &HashMap<String, usize>| match bag.values().sum::<usize>() {
        0 => 0.0,
        all => shared as f32 / all as f32,
    };
    (share(&a), share(&b))
}

/// The headlines as one block, and whether they differ.
fn titles(left: &str, right: &str) -> (BlockView, bool) {
    let whole = |text: &str| [Span::new(0, text.len())];
    let (a, b) = (whole(left), whole(right));
    let found = diff::align(
        Side {
            text: left,
            paragraphs: &a,
        },
        Side {
            text: right,
            paragraphs: &b,
        },
    );
    let place = |text: &str| {
        let end = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        (!text.is_empty()).then(|| PlaceView {
            paragraph: 0,
            start: 0,
            end,
            text: text.to_owned(),
        })
    };
    let points = (CodePoints::new(left), CodePoints::new(right));
    let words = match found.blocks.as_slice() {
        [one] => one.words.as_slice(),
        _ => &[],
    };
    let words = words.iter().map(|w| WordsView {
        change: w.fate,
        left: w.left.and_then(|s| span(left, &points.0, s)),
        right: w.right.and_then(|s| span(right, &points.1, s)),
    });
    let equal = found.is_equal();
    let change = match (equal, left.is_empty(), right.is_empty()) {
        (true, ..) => Fate::Equal,
        (_, _, true) => Fate::OnlyLeft,
        (_, true, _) => Fate::OnlyRight,
        _ => Fate::Changed,
    };
    let block = BlockView {
        change,
        left: place(left),
        right: place(right),
        moved: None,
        words: words.collect(),
    };
    (block, !equal)
}

fn span(text: &str, points: &CodePoints, span: Span) -> Option<SpanView> {
    let [start, end] = points.pair(span);
    let text = span.of(text)?.to_owned();
    Some(SpanView { start, end, text })
}

fn view(block: &Block, left: &Places, right: &Places) -> BlockView {
    let moved = match block.fate {
        Fate::OnlyLeft => block.moved.and_then(|s| right.place(s)),
        _ => block.moved.and_then(|s| left.place(s)),
    };
    let words = block.words.iter().map(|w| WordsView {
        change: w.fate,
        left: w.left.and_then(|s| left.span(s)),
        right: w.right.and_then(|s| right.span(s)),
    });
    BlockView {
        change: block.fate,
        left: block.left.and_then(|s| left.place(s)),
        right: block.right.and_then(|s| right.place(s)),
        moved,
        words: words.collect(),
    }
}

fn count(alignment: &Alignment, left: &str, right: &str, title: bool) -> ChangesView {
    let mut counts = ChangesView {
        title,
        ..ChangesView::default()
    };
    let tells = |span: Option<Span>, text: &str| span.and_then(|s| s.of(text)).is_none_or(ticks);
    for block in &alignment.blocks {
        if block.fate != Fate::Equal && tells(block.left, left) && tells(block.right, right) {
            continue;
        }
        let counted = match (block.fate, block.moved) {
            (Fate::Equal, _) => &mut counts.equal,
            (Fate::Changed, _) => &mut counts.changed,
            // Told once, where it is now.
            (Fate::OnlyLeft, Some(_)) => continue,
            (Fate::OnlyRight, Some(_)) => &mut counts.moved,
            (Fate::OnlyLeft, None) => &mut counts.removed,
            (Fate::OnlyRight, None) => &mut counts.added,
        };
        *counted += 1;
    }
    counts
}

/// "headline changed, 2 sentences reworded, 1 added"; a single small rewording is quoted.
fn summary(counts: &ChangesView, blocks: &[BlockView], title: &BlockView) -> String {
    let mut parts = Vec::new();
    if counts.title {
        parts.push(match small(title) {
            Some(words) => format!("headline {words}"),
            None => "headline changed".to_owned(),
        });
    }
    let reworded: Vec<&BlockView> = blocks
        .iter()
        .filter(|b| b.change == Fate::Changed)
        .collect();
    let mut sentences = Vec::new();
    match (counts.changed, reworded.as_slice()) {
        (0, _) => {}
        (1, [one]) if small(one).is_some() => parts.extend(small(one)),
        (n, _) => sentences.push((n, "reworded")),
    }
    sentences.extend([
        (counts.added, "added"),
        (counts.removed, "removed"),
        (counts.moved, "moved"),
    ]);
    let mut named = false;
    for (n, what) in sentences.into_iter().filter(|(n, _)| *n > 0) {
        // The noun stands with the first number alone.
        let noun = match (named, n) {
            (true, _) => "",
            (false, 1) => " sentence",
            (false, _) => " sentences",
        };
        named = true;
        parts.push(format!("{n}{noun} {what}"));
    }
    match parts.as_slice() {
        [] => "no difference in wording".to_owned(),
        parts => parts.join(", "),
    }
}

/// `“nine” → “at least 12”` for a block whose words changed in one short place.
fn small(block: &BlockView) -> Option<String> {
    let mut changed = block.words.iter().filter(|w| w.change != Fate::Equal);
    let one = changed.next().filter(|_| changed.next().is_none())?;
    let words = |span: &Option<SpanView>| {
        let text = span
            .as_ref()
            .map(|s| s.text.trim_matches([',', ';', ' ', '.']));
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let short = |text: &String| text.chars().count() <= QUOTED;
    match (words(&one.left), words(&one.right)) {
        (Some(l), Some(r)) if short(&l) && short(&r) => Some(format!("“{l}” → “{r}”")),
        (Some(l), None) if short(&l) => Some(format!("“{l}” dropped")),
        (None, Some(r)) if short(&r) => Some(format!("“{r}” put in")),
        _ => None,
    }
}

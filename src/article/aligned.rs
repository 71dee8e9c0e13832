//! Where the text that a page's linked data states stands in its markup. The publisher's own word for where the story
//! begins and ends, since the statement itself has lost its paragraphs.

use super::outline::Outline;
use super::plain;
use std::collections::HashMap;
use std::ops::Range;

/// Words in a row that are compared.
const RUN: usize = 4;
/// Fewest words of a statement that is believed, and the hundredths of them that must be found.
const MIN_STATED: usize = 80;
const MIN_FOUND: usize = 70;
/// Hundredths of a block's runs that must be stated for it to be part of the story.
const MIN_SHARE: usize = 60;
/// Bytes of a statement that are read.
const MAX_STATED: usize = 1 << 20;

/// The stretch from the first to the last block whose words `stated` has; `None` where the statement is too short to be
/// trusted or is not on the page. Where it was cut short, as a teaser is, its end says nothing and the stretch has none.
pub(super) fn stretch(outline: &Outline, stated: &str) -> Option<Aligned> {
    let mut end = stated.len().min(MAX_STATED);
    while !stated.is_char_boundary(end) {
        end -= 1;
    }
    let stated = stated.get(..end)?;
    let text = plain::from_feed(stated)
        .into_iter()
        .map(|p| p.text)
        .collect::<Vec<_>>()
        .join(" ");
    let runs = runs(&text);
    if runs.len() + RUN <= MIN_STATED {
        return None;
    }
    let mut places: HashMap<u64, usize> = HashMap::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        places.entry(*run).or_insert(at);
    }
    let mut is_found = vec![false; runs.len()];
    let mut blocks = Vec::new();
    for (at, block) in outline.blocks.iter().enumerate() {
        let own = self::runs(&block.text);
        let hits: Vec<usize> = own
            .iter()
            .filter_map(|run| places.get(run).copied())
            .collect();
        if own.is_empty() || hits.len() * 100 < own.len() * MIN_SHARE {
            continue;
        }
        // A second copy of a block (a headline, a teaser) adds nothing.
        let new = hits.iter().filter(|hit| !is_found[**hit]).count();
        if new * 2 >= hits.len() {
            hits.iter().for_each(|hit| is_found[*hit] = true);
            blocks.push(at);
        }
    }
    let found = is_found.iter().filter(|f| **f).count();
    if found * 100 < runs.len() * MIN_FOUND {
        return None;
    }
    let tail = runs.len().saturating_sub(2 * RUN);
    let is_ended = is_found.get(tail..).is_some_and(|end| end.contains(&true)) && ends(&text);
    Some(Aligned {
        blocks: *blocks.first()?..blocks.last()? + 1,
        is_ended,
        matched: blocks,
    })
}

/// Where a stated text stands.
pub(super) struct Aligned {
    /// From the first of its blocks to the last.
    pub blocks: Range<usize>,
    /// Whether the statement seems whole, so that nothing of the story follows the last.
    pub is_ended: bool,
    /// Those of them whose words are stated, in order.
    pub matched: Vec<usize>,
}

/// Whether a statement ends as a text does.
fn ends(text: &str) -> bool {
    !text.ends_with("...") && !text.ends_with('…') && super::weigh::ends_sentence(text)
}

/// A digest of each run of words. Of scripts without spaces each character is a word.
fn runs(text: &str) -> Vec<u64> {
    let mut words: Vec<u64> = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() && !plain::is_unspaced(c) {
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            words.push(digest(&word));
            word.clear();
        }
        if plain::is_unspaced(c) {
            words.push(u64::from(u32::from(c)));
        }
    }
    if !word.is_empty() {
        words.push(digest(&word));
    }
    let mixed = |run: &[u64]| {
        run.iter().fold(17_u64, |h, w| {
            h.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ w
        })
    };
    words.windows(RUN).map(mixed).collect()
}

fn digest(word: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(word.as_bytes())
}

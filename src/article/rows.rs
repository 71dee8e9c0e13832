//! Rows of tables that hold figures and names: results, prices, timetables. Their cells are no sentences of the story; a table that lays out
//! the page has the story in its cells and is left alone.

use super::outline::Outline;
use super::outline::Tag;
use crate::model::ParagraphKind;

/// Most words of a cell that holds a figure or a name.
const MAX_CELL_WORDS: usize = 8;
/// Fewest cells of a row.
const MIN_CELLS: usize = 2;

/// Marks the cells of every row that has several, none of them with more than a few words or with a sentence.
pub(super) fn mark(outline: &mut Outline) {
    // Of each row: its cells that say something, and whether all of them are short.
    let mut rows: Vec<(usize, bool)> = vec![(0, true); outline.nodes.len()];
    for cell in &outline.nodes {
        let blocks = outline.blocks.get(cell.blocks.clone()).unwrap_or_default();
        if cell.tag != Tag::Cell || blocks.is_empty() {
            continue;
        }
        let words: usize = blocks.iter().map(|block| block.words).sum();
        let is_sentence = |text: &str| text.contains(' ') && text.ends_with(['.', '!', '?', '”']);
        let is_short = words <= MAX_CELL_WORDS && !blocks.iter().any(|b| is_sentence(&b.text));
        if let Some(row) = rows.get_mut(cell.parent) {
            *row = (row.0 + 1, row.1 && is_short);
        }
    }
    for cell in &outline.nodes {
        let row = rows.get(cell.parent).copied().unwrap_or_default();
        if cell.tag == Tag::Cell && row.0 >= MIN_CELLS && row.1 {
            let blocks = outline.blocks.get_mut(cell.blocks.clone());
            let blocks = blocks.into_iter().flatten();
            for block in blocks.filter(|block| block.kind == ParagraphKind::Text) {
                block.kind = ParagraphKind::Boilerplate;
            }
        }
    }
}

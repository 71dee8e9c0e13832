//! What one revision tells, for the comparison with the next. Knows nothing of how the two are compared.

use crate::extract::claim;
use crate::model::Span;
use crate::pipeline::apply::changes::Told;
use crate::pipeline::apply::claims;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::AttributionRow;
use crate::store::rows::ToldRow;

/// The words of some spans.
pub fn words(text: &str, spans: &[Span]) -> String {
    let words: Vec<&str> = spans.iter().filter_map(|s| s.of(text)).collect();
    words.join(" ")
}

/// An attribution of the revision before. Its own wording is the variant with its key; where that was not kept, the
/// representative one stands for it.
pub fn told_before(store: &Store, n: u32, row: &AttributionRow) -> Result<Told, StoreError> {
    let claim = store.claim(row.claim)?;
    let text = claim.as_ref().map_or("", |claim| {
        let mut variants = claim.variants.iter();
        let own = variants.find(|v| claim::key(&v.text) == row.standing.words);
        own.map_or_else(|| claim.text(), |v| v.text.as_str())
    });
    Ok(Told {
        words: row.standing.words,
        row: ToldRow {
            claim: row.claim,
            speaker: row.speaker,
            class: row.class,
            text: claims::cut(text, ToldRow::MAX_TEXT).to_owned(),
            attribution: n,
        },
    })
}
